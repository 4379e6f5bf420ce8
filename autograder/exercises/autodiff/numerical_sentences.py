"""What is said of the mistakes in a gradient by differences."""

from __future__ import annotations

from functools import partial

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_numerical as wrong

ANCHOR = "differences"

TWO_AXES = (
    "Your loops go through rows and columns, and a vector has one axis. Whatever the shape is, `np.ndindex` "
    "goes through all places of an array."
)

_SENTENCES = {
    wrong.rows_and_columns: ("rows and columns always", TWO_AXES),
    wrong.first_and_second_axis: ("a second axis always", TWO_AXES),
    wrong.dictionaries_subtracted: (
        "dictionaries subtracted",
        "`forward` gives a dictionary with the values of all nodes, and two of these were subtracted. Which "
        "of the values is the loss?",
    ),
    wrong.one_sided: (
        "one-sided",
        "The loss above was compared with the loss where it is. The error of that is in proportion to h; to "
        "both sides, most of it cancels out, and what is left is in proportion to h squared.",
    ),
    wrong.one_sided_below: (
        "one-sided, from below",
        "The loss where it is was compared with the loss below. The error of that is in proportion to h; to "
        "both sides, most of it cancels out, and what is left is in proportion to h squared.",
    ),
    wrong.one_sided_by_twice_h: (
        "one-sided, divided by 2 h",
        "The loss above was compared with the loss where it is, and divided by 2 h. The other end lies h "
        "below: if your step down begins above, it is 2 h long.",
    ),
    wrong.not_divided_by_two: (
        "divided by h alone",
        "These are twice the slopes. From h below to h above, the number moves by 2 h.",
    ),
    wrong.not_divided: (
        "not divided",
        "These are the differences of the loss. A slope is how much it moves for each step of 1: divide by "
        "how far the number moved.",
    ),
    wrong.brackets_left_out: (
        "brackets left out",
        "Only the loss below was divided by 2 h. Division comes before the minus: put brackets around the "
        "difference.",
    ),
    wrong.two_h_without_brackets: (
        "divided by 2, multiplied by h",
        "The difference was divided by 2 and multiplied by h. Python goes from left to right: put brackets "
        "around 2 * h.",
    ),
    wrong.divided_by_the_square: (
        "divided by h squared",
        "The differences were divided by h once too often. The number moves by 2 h.",
    ),
    wrong.curvature: (
        "second derivative",
        "This is the second derivative: how the slope itself changes. The slope is asked for, for which the"
        " loss in the middle is not needed.",
    ),
    wrong.added: (
        "added",
        "The losses above and below were added. It is their difference that tells how the loss moves.",
    ),
    wrong.below_first: (
        "sign turned round",
        "All signs are turned round: the loss above comes first, and the loss below is taken off it.",
    ),
    wrong.without_sign: (
        "without a sign",
        "No slope is negative. The sign says which way the loss grows: leave out the absolute value.",
    ),
    wrong.all_at_once: (
        "all moved at once",
        "All numbers were moved together, and one slope came back, which is the sum of all. Move each "
        "number by itself.",
    ),
    wrong.all_at_once_everywhere: (
        "all moved at once, each with the whole slope",
        "All numbers were moved together, and each has the whole slope. Move each number by itself, and "
        "leave all others where they are.",
    ),
    wrong.shared_among_all: (
        "all moved at once, and shared out",
        "All numbers were moved together, and the slope was shared out among them. Move each number by "
        "itself, and leave all others where they are.",
    ),
    wrong.row_by_row: (
        "rows moved at once",
        "Whole rows were moved at once. Move each number by itself: an index with one number for each axis "
        "finds it.",
    ),
    wrong.never_put_back: (
        "never put back",
        "Each number stayed where it was moved to while the next ones were tried. Put it back first, or "
        "move it in a new copy.",
    ),
    wrong.copies_before_the_loop: (
        "copies made before the loop",
        "The copies are made once, and each number stays where it was moved to while the next ones are "
        "tried. Make new copies for each number.",
    ),
    wrong.array_of_one_number: (
        "number left in its array",
        "The target holds its number in an array, which does not fit into one place of the slopes. Take the "
        "number out: `.item()` does.",
    ),
    wrong.in_the_array_itself: (
        "values changed in place",
        "The array in `values` was changed, and not put back. Whoever calls your function needs it as it "
        "was: move the number in a copy.",
    ),
    wrong.one_array_under_two_names: (
        "one array under two names",
        "Everything is 0: above and below, the loss is the same. Does `forward` get the moved array, under "
        "the leaf's own name? And has each side a copy of its own, or one array two names?",
    ),
    wrong.half_a_step: (
        "steps of half h",
        "The number was moved by half of h to each side. That is a good difference, and another one: take a"
        " whole h to each side.",
    ),
    **{
        partial(wrong.a_smaller_h, size): (
            f"{size:g} for h",
            "The steps have another size than `h`. Whoever calls your function chooses how far to go.",
        )
        for size in (1e-5, 1e-4, 1e-3, 1e-2)
    },
    wrong.by_backpropagation: (
        "worked out by backpropagation",
        "This is the gradient itself, worked out from the rules. What checks the rules must not use them: "
        "move each number, and look at the loss.",
    ),
    wrong.steps_in_proportion: (
        "steps in proportion",
        "Each number was moved by a share of itself. Move all by the same h: a number that is 0 would never"
        " move.",
    ),
    wrong.differences_of_the_operation: (
        "first operation in place of the loss",
        "What was looked at is the result of the first operation. The loss is the last one in the order.",
    ),
    wrong.in_one_row: (
        "all in one row",
        "The slopes came back in one row. A gradient has the shape of what it belongs to.",
    ),
    wrong.first_number_alone: (
        "first number alone",
        "Only the first number has a slope, and the others have 0. Is `return` inside the loop?",
    ),
    wrong.last_number_alone: (
        "last number alone",
        "Only the last number has a slope, and the others have 0. Make the array of slopes before the loop.",
    ),
    wrong.largest_slope: (
        "largest slope",
        "Only the largest slope came back. Each number has one: return an array of the shape of what was "
        "moved.",
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Return the array of slopes.",
    ),
}

MISTAKES = [
    Misconception(name, answer, says, ANCHOR, WHOLE if answer is wrong.nothing_returned else 1)
    for answer, (name, says) in _SENTENCES.items()
]
