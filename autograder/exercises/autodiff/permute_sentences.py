"""What is said of the mistakes on the way back through a new order of the axes."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_permute as wrong

ANCHOR = "moved-numbers"

_SENTENCES = {
    wrong.the_same_order_again: (
        "same order again",
        "The axes were put in forward's order once more. Where two axes were exchanged, that is the way "
        "back; where three moved on by one place, they move on again.",
    ),
    wrong.order_read_backwards: (
        "order read backwards",
        "`axes` was read from its end. The way back is another thing: for each axis of X, where in A did it"
        " go?",
    ),
    wrong.all_axes_turned_round: (
        "all axes turned round",
        "All axes were turned round, whatever `axes` says. That is the way back of one order only.",
    ),
    wrong.as_it_came: (
        "axes left as they are",
        "The axes are still in the order of A. Each has to go back to the place that it had in X.",
    ),
    wrong.reshaped: (
        "reshaped, not permuted",
        "The shape is that of X, and the numbers are at other places: a reshape keeps the order of reading."
        " It is the axes that have to go back.",
    ),
    wrong.reshaped_by_the_order: (
        "reshaped by forward's order",
        "A reshape keeps the order of reading, and the shape was made by going forward once more. It is the"
        " axes that have to go back.",
    ),
    wrong.read_column_by_column: (
        "read column by column",
        "The numbers were read column by column. That is one order of the axes, turned round, and a reshape"
        " after it; each axis has to go back to its own place.",
    ),
    wrong.transposed_then_reshaped: (
        "transposed, then reshaped",
        "After `.T` the shape was mended with a reshape, which leaves the numbers in a wrong order. When "
        "the axes are in the right order, the shape is right by itself.",
    ),
    wrong.twice: (
        "forward's order twice",
        "The axes were put in forward's order twice. For three axes that move on this is the way back, and "
        "not for others: find the order that undoes it.",
    ),
    wrong.back_twice: (
        "way back taken twice",
        "The way back was taken twice, so that the axes are beyond the order of X. Once is enough.",
    ),
    wrong.sorted_downwards: (
        "way back read backwards",
        "You found the places, and read them from the end. The first of them belongs to the first axis of X.",
    ),
    wrong.last_two_exchanged: (
        "last two axes exchanged",
        "The last two axes were exchanged, whatever `axes` says.",
    ),
    wrong.first_two_exchanged: (
        "first two axes exchanged",
        "The first two axes were exchanged, whatever `axes` says.",
    ),
    wrong.first_and_last_exchanged: (
        "first and last axis exchanged",
        "The first axis and the last were exchanged, whatever `axes` says.",
    ),
    wrong.one_place_further: (
        "first axis moved to the end",
        "The first axis was moved to the end, whatever `axes` says. That is the way back of one order only.",
    ),
    wrong.one_place_back: (
        "last axis moved to the front",
        "The last axis was moved to the front, whatever `axes` says. That is the way back of one order only.",
    ),
    wrong.flipped: (
        "numbers turned round as well",
        "The axes are where they belong, and along each of them the numbers run from the last to the first."
        " Only the axes change places.",
    ),
    wrong.first_axis_kept: (
        "first axis always kept",
        "The first axis was kept in its place, as if it were always the batch. Here `axes` may move it.",
    ),
    wrong.ones: (
        "ones in place of G",
        "The shape is right, and all numbers are 1. Each number that moved has the slope 1, so that its "
        "gradient is the number of G that belongs to it.",
    ),
    wrong.the_order_back: (
        "order returned",
        "This is an order of axes. Put G into it, and return that.",
    ),
    wrong.the_shape: (
        "shape returned",
        "This is the shape of X. What is asked for is an array of that shape, with the numbers of G at "
        "their places.",
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. `transpose` gives a new array and leaves G as it "
        "was: return what it gives.",
    ),
}

MISTAKES = [
    Misconception(name, answer, says, ANCHOR, WHOLE if answer is wrong.nothing_returned else 1)
    for answer, (name, says) in _SENTENCES.items()
]
