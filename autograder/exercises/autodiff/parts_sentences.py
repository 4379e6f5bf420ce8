"""What is said of the mistakes in what comes back to an input: which rule, which shape, which sum."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_parts as wrong

ANCHOR, SUM = "backward", "added-up"

_SENTENCES = {
    wrong.overwritten: (
        "overwritten",
        "Where a node is used twice, what came later took the place of what was there. The loss hears of it"
        " on both ways: add up.",
        SUM,
    ),
    wrong.first_that_came: (
        "first that came",
        "Where a node is used twice, only what came first was kept. The loss hears of it on both ways: add "
        "up.",
        SUM,
    ),
    wrong.one_array_for_both: (
        "one array for two nodes",
        "`add` hands the same array on to both of its inputs, and `+=` changed it for both of them. Make a "
        "new array when you add up.",
        SUM,
    ),
    wrong.inputs_in_a_dict: (
        "one part for each name",
        "Where an operation uses the same node for both inputs, one of the two parts is lost: a dictionary "
        "has one place for a name. Go through the inputs one by one.",
        SUM,
    ),
    wrong.added_to_nothing: (
        "added to what is not there",
        "The first time that something comes back to a node, there is nothing yet that it could be added "
        "to. Begin with 0 there, or ask first whether the name has an entry.",
        SUM,
    ),
    wrong.names_for_values: (
        "names in place of values",
        "The rules were given the names of the inputs. They compute with the values: look these up in "
        "`values`.",
        ANCHOR,
    ),
    wrong.averaged: (
        "mean of several ways",
        "Where a node is used twice, a mean was taken. Each way moves the loss by its own part: add up.",
        SUM,
    ),
    wrong.multiplied: (
        "several ways multiplied",
        "What came back on several ways was multiplied. Along a way the slopes are multiplied; several ways"
        " are added up.",
        SUM,
    ),
    wrong.larger_kept: (
        "larger of several ways",
        "Of what came back on several ways, the larger was kept. Each way moves the loss: add up.",
        SUM,
    ),
    wrong.never_added_up: (
        "broadcasting not undone",
        "What an operation repeated for itself was not added up again. The gradient of a node has the shape"
        " of its value: that is what `unbroadcast` is for.",
        "repeated",
    ),
    wrong.means_of_what_was_repeated: (
        "mean of what was repeated",
        "What was repeated has the mean of what comes back. It was used in each of those places: add up.",
        "repeated",
    ),
    wrong.to_the_shape_of_the_result: (
        "shape of the result",
        "What came back was brought to the shape of the operation's result. It goes to an input, and has "
        "that input's shape.",
        ANCHOR,
    ),
    wrong.chain_left_out: (
        "chain rule left out",
        "Each rule was given ones, so that every node has the slope of the next operation alone. Hand the "
        "rule the gradient of its own operation, which is there by now.",
        ANCHOR,
    ),
    wrong.gradient_of_the_target_everywhere: (
        "target's gradient for every rule",
        "Each rule was given the gradient of the target. It needs that of its own operation, which was "
        "worked out in an earlier turn of the loop.",
        ANCHOR,
    ),
    wrong.squared_in_the_chain: (
        "G counted twice",
        "The gradient of each operation was multiplied in twice. The rules multiply with G already.",
        ANCHOR,
    ),
    wrong.first_input_alone: (
        "first input alone",
        "Only the first input of each operation hears anything. The rule gives a part for each of them.",
        ANCHOR,
    ),
    wrong.inputs_turned_round: (
        "parts turned round",
        "The parts went to the inputs in the wrong order: the first part belongs to the first input.",
        ANCHOR,
    ),
    wrong.values_turned_round: (
        "values turned round",
        "The values of the inputs were handed over from the last to the first. A rule takes them in the "
        "order of forward.",
        ANCHOR,
    ),
    wrong.g_and_a_exchanged: (
        "G and A exchanged",
        "The gradient and the value of the operation have changed places. `local_gradients` takes G first, "
        "and then A.",
        ANCHOR,
    ),
    wrong.a_left_out: (
        "gradient in place of A",
        "The rule was given the gradient twice, once in place of the value A. The rule of `exp` needs that.",
        ANCHOR,
    ),
    wrong.none_not_left_out: (
        "None not left out",
        "For a setting, such as a shape or an axis, the rule says None: there is nothing to add up. Ask for"
        " it before you go on.",
        ANCHOR,
    ),
    wrong.arrays_alone: (
        "settings told by their type",
        "What is no array was taken for a setting. Of arrays without axes NumPy makes plain numbers, which "
        "have a gradient as well: for a setting, the rule says None.",
        ANCHOR,
    ),
    wrong.shape_of_a_setting: (
        "shape of a setting asked for",
        "A setting, such as a shape or an axis, was treated like an array. For it the rule says None: there "
        "is nothing to add up. Ask for None before you go on.",
        ANCHOR,
    ),
    wrong.numbers_compared_with_none: (
        "numbers compared with None",
        "Every number of an array was compared with None, or asked whether it is true. `is not None` asks "
        "only whether there is an array.",
        ANCHOR,
    ),
    wrong.values_in_a_list: (
        "arguments of the rule",
        "`local_gradients` takes the operation, G, the value A, and then the values of the inputs, one by "
        "one. One is left out, or they are in a list: a star in front of it takes a list apart.",
        ANCHOR,
    ),
    wrong.none_kept: (
        "settings kept",
        "Settings, such as a shape or an axis, stand in what came back. They have no gradient, which is "
        "something else than None or 0 for a gradient: leave their names out.",
        ANCHOR,
    ),
}

OF_A_WHOLE = (wrong.added_to_nothing, wrong.inputs_turned_round)
"""Many mistakes end in the same KeyError somewhere."""

PARTS = [
    Misconception(name, answer, says, anchor, WHOLE if answer in OF_A_WHOLE else 1)
    for answer, (name, says, anchor) in _SENTENCES.items()
]
