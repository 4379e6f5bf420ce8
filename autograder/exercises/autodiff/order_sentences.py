"""What is said of the mistakes in putting the operations of a graph in order."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_order as wrong

ANCHOR, MEET = "order", "where-ways-meet"
OF_A_WHOLE = (
    wrong.first_input_alone,
    wrong.last_input_alone,
    wrong.one_level,
    wrong.leaves_alone,
    wrong.target_alone,
    wrong.nothing_returned,
    wrong.as_written,
    wrong.written_backwards,
    wrong.whole_graph_by_name,
    wrong.names_of_operations,
)

_SENTENCES = {
    wrong.leaves_as_well: (
        "leaves as well",
        "Leaves are in your list. Nothing has to be worked out for them: only names that stand in the graph"
        " as keys are asked for.",
        ANCHOR,
    ),
    wrong.leaves_looked_up: (
        "leaves looked up in the graph",
        "A leaf was looked up in the graph, where it has no line. Before you go on to a node's inputs, ask "
        "whether its name stands there.",
        ANCHOR,
    ),
    wrong.kinds_followed: (
        "kinds followed like inputs",
        "The kind of an operation was followed as if it were an input. A line begins with it, and a node may "
        "be called `log`, too: the inputs come behind it.",
        ANCHOR,
    ),
    wrong.target_first: (
        "target first",
        "The order is turned round: the target comes first. Each operation comes after those that it needs,"
        " and the target needs all others.",
        ANCHOR,
    ),
    wrong.as_written: (
        "order of writing",
        "These are all operations as they were written down. They may be written in any order, and some may"
        " not lead to the target.",
        ANCHOR,
    ),
    wrong.as_written_where_needed: (
        "order of writing, of those needed",
        "You found which operations are needed, and left them as they were written down. Each has to come "
        "after those that it needs.",
        ANCHOR,
    ),
    wrong.written_backwards: (
        "order of writing turned round",
        "These are all operations, from the last that was written down to the first. They may be written in"
        " any order: follow the inputs.",
        ANCHOR,
    ),
    wrong.whole_graph: (
        "the whole graph",
        "Some of the operations in your list do not lead to the target. Begin at the target, and follow the "
        "inputs from there.",
        ANCHOR,
    ),
    wrong.whole_graph_by_name: (
        "the whole graph, sorted by name",
        "These are all operations, sorted by their names. What a node is called says nothing of what it "
        "needs, and some may not lead to the target: follow the inputs.",
        ANCHOR,
    ),
    wrong.without_the_target: (
        "target left out",
        "The target itself is missing. It comes last.",
        ANCHOR,
    ),
    wrong.never_marked: (
        "added each time it was reached",
        "An operation is in your list each time that something uses it. It is worked out once: before "
        "adding it, look whether it is there.",
        MEET,
    ),
    wrong.before_its_inputs: (
        "before its inputs",
        "Each operation was added before its inputs were visited. Add it when you come back from them.",
        ANCHOR,
    ),
    wrong.before_its_inputs_turned_round: (
        "before its inputs, turned round",
        "Each operation was added before its inputs were visited, and in the end all was turned round. "
        "Where ways meet, that is no order: add it when you come back from its inputs.",
        MEET,
    ),
    wrong.added_in_the_loop: (
        "added in the loop over its inputs",
        "Each operation was added once for each of its inputs, before the next one was visited. Add it once, "
        "when the loop over its inputs is over.",
        ANCHOR,
    ),
    wrong.by_distance_from_the_target: (
        "by the shortest way",
        "The operations are sorted by how near they are to the target. Where a short way and a long one "
        "lead to the same operation, the long one counts.",
        MEET,
    ),
    wrong.from_the_target_on: (
        "level by level from the target",
        "The operations are sorted by how near they are to the target, nearest first. Each has to come "
        "after those that it needs.",
        ANCHOR,
    ),
    wrong.with_a_stack_turned_round: (
        "taken from a stack, turned round",
        "Where ways meet, an operation of yours comes after one that needs it. Add each when all that it "
        "needs is there, and not before; if it is there already, leave it where it is.",
        MEET,
    ),
    wrong.first_input_alone: (
        "first input alone",
        "Only the first input of each operation was followed. All of them have to be there before it.",
        ANCHOR,
    ),
    wrong.last_input_alone: (
        "last input alone",
        "Only the last input of each operation was followed. All of them have to be there before it. (Is a "
        "loop left after its first round, or a name overwritten in it?)",
        ANCHOR,
    ),
    wrong.one_level: (
        "one level",
        "Only the inputs of the target were followed. They have inputs themselves: do with each what you do"
        " with the target.",
        ANCHOR,
    ),
    wrong.by_name: (
        "sorted by name",
        "The operations are sorted by their names. What a node is called says nothing of what it needs. (A "
        "set does not keep an order either.)",
        ANCHOR,
    ),
    wrong.by_the_number_of_inputs: (
        "sorted by the number of inputs",
        "The operations are sorted by how many inputs they have. What counts is which ones.",
        ANCHOR,
    ),
    wrong.leaves_alone: (
        "leaves alone",
        "Your list has the leaves. What is asked for are the operations, whose names stand in the graph as "
        "keys.",
        ANCHOR,
    ),
    wrong.target_alone: (
        "target alone",
        "Only the target is in your list. Before it come the operations that it needs, and those that they "
        "need.",
        ANCHOR,
    ),
    wrong.names_of_operations: (
        "kinds in place of names",
        "Your list has the kinds of the operations, such as “add”. Their names are asked for, which are the"
        " keys of the graph.",
        ANCHOR,
    ),
    wrong.lines_of_the_graph: (
        "lines in place of names",
        "Your list has whole lines of the graph. The names alone are asked for.",
        ANCHOR,
    ),
    wrong.joined_in_a_text: (
        "a text",
        "The names came back joined in one text. A list of them is asked for.",
        ANCHOR,
    ),
    wrong.what_needs_leaves_alone_first: (
        "sorted by how many operations it needs",
        "The operations are sorted by how many of their own inputs are operations. These may need others "
        "again, and in a chain each needs one.",
        ANCHOR,
    ),
    wrong.one_by_one: (
        "names one by one",
        "Your function gives the names one by one, as a generator does. A list of them is asked for: `list` "
        "makes one of them.",
        ANCHOR,
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Return the list of names.",
        ANCHOR,
    ),
}

MISTAKES = [
    Misconception(name, answer, says, anchor, WHOLE if answer in OF_A_WHOLE else 1)
    for answer, (name, says, anchor) in _SENTENCES.items()
]
