"""What is said of the mistakes in the walk back: where it begins, which way it goes, what it keeps."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_back as wrong

ANCHOR = "backward"
OF_A_WHOLE = (
    wrong.forwards,
    wrong.in_order_of_writing,
    wrong.nothing_returned,
    wrong.a_list,
    wrong.turned_round_in_place,
    wrong.begun_with_the_first,
    wrong.target_passed_over,
)

_SENTENCES = {
    wrong.begun_with_the_first: (
        "target without a gradient",
        "When the walk begins, the target has no gradient yet. Under which name does the 1 stand, and at "
        "which end of the order is the target?",
    ),
    wrong.target_passed_over: (
        "target passed over",
        "The walk begins in front of the target, which so hands nothing on. The target has its gradient "
        "already; its turn comes first all the same.",
    ),
    wrong.begun_with_zeros: (
        "begun with zeros",
        "Everything is 0, since the walk begins with 0. The loss moves by exactly as much as it is moved "
        "itself: its own gradient is 1.",
    ),
    wrong.begun_with_the_value: (
        "begun with the value of the target",
        "The walk begins with the target's value. Its gradient is how much it moves when it is moved "
        "itself, and that is 1, whatever its value is.",
    ),
    wrong.begun_with_a_number: (
        "begun with a single 1",
        "The walk begins with a single number. The gradient of a node has the shape of its value, that of "
        "the target as well: begin with an array of ones.",
    ),
    wrong.begun_with_a_plain_number: (
        "begun with 1.0",
        "The walk begins with a plain number. The gradient of a node has the shape of its value, that of "
        "the target as well: begin with an array of ones.",
    ),
    wrong.begun_with_a_whole_number: (
        "begun with 1",
        "The walk begins with a plain 1. The gradient of a node has the shape of its value, that of the "
        "target as well: begin with an array of ones.",
    ),
    wrong.begun_with_ones_for_all: (
        "begun with ones for all",
        "All operations begin with a gradient of 1. Only the target does, by itself; all others have nothing "
        "until something comes back to them.",
    ),
    wrong.first_operation_left_out: (
        "first operation left out",
        "The first operation of the order never has its turn, so that its inputs hear nothing of it. "
        "(`range` ends before its end: to come down to 0 it has to go to -1.)",
    ),
    wrong.way_by_way: (
        "handed on before it was complete",
        "Where ways meet, a node handed on what had come so far, and later handed it on once more. Go "
        "through the order from its end: each node has one turn, when all has come.",
    ),
    wrong.begun_with_a_mean: (
        "begun with a mean",
        "The ones to begin with were divided by how many they are. If the loss is a mean, a node of the "
        "graph says so, and its rule divides.",
    ),
    wrong.begun_with_minus_one: (
        "begun with -1",
        "All signs are turned round. These are gradients, which point to where the loss grows: going "
        "against them is the optimizer's part.",
    ),
    wrong.forwards: (
        "walked forwards",
        "The walk goes in the order of forward, and asks for gradients that are not there yet. All that "
        "uses a node has to come before it: from the last to the first.",
    ),
    wrong.turned_round_in_place: (
        "None in place of a list",
        "The loop was given None. `reverse` turns a list round where it is, and gives nothing back; "
        "`reversed` goes through it from its end.",
    ),
    wrong.begun_at_the_first: (
        "begun at the first operation",
        "The walk begins at the first operation of the order. The loss is the last one: there the gradient "
        "is known, and everything else follows from it.",
    ),
    wrong.target_alone: (
        "one operation alone",
        "Only the target's own rule was used. Its inputs are the results of other operations: go on with "
        "them. (Is `return` inside the loop?)",
    ),
    wrong.in_order_of_writing: (
        "order of writing",
        "The walk goes through the graph as it was written down, which may be in any order. `order` says "
        "how to go.",
    ),
    wrong.leaves_alone: (
        "leaves alone",
        "Only the leaves have gradients in what came back. Those of the operations are asked for as well: "
        "look them up when their turn comes, and leave them in the dictionary.",
    ),
    wrong.operations_alone: (
        "operations alone",
        "Only the operations have gradients in what came back. The leaves are what everybody waits for: "
        "they have no operation, and are never a turn of the loop.",
    ),
    wrong.zeros_for_all_others: (
        "zeros for all others",
        "Everything has a gradient in what came back, also what does not lead to the target, and settings "
        "such as a shape. Where nothing came back, leave the name out.",
    ),
    wrong.target_left_out: (
        "target left out",
        "The target itself is not in what came back. Its gradient are the ones that the walk begins with.",
    ),
    wrong.added_to_the_values: (
        "added to the values",
        "The gradients were added to the values. Return the gradients alone.",
    ),
    wrong.values_replaced: (
        "values changed in place",
        "The arrays in `values` were changed on the way. Forward's values are what the rules read: leave "
        "them as they came.",
    ),
    wrong.a_list: (
        "no dictionary",
        "What came back is no dictionary, so that nobody knows which gradient is whose. Return one for all,"
        " by the names of the nodes.",
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Return the dictionary of gradients.",
    ),
}

BACK = [
    Misconception(name, answer, says, ANCHOR, WHOLE if answer in OF_A_WHOLE else 1)
    for answer, (name, says) in _SENTENCES.items()
]
