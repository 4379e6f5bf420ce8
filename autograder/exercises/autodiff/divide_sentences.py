"""What is said of the mistakes in the rule of a quotient."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_divide as wrong

ANCHOR = "local-rules"
OF_A_WHOLE = (
    wrong.slopes_alone,
    wrong.rule_of_the_product,
    wrong.rule_of_the_difference,
    wrong.of_the_quotient_turned_round,
    wrong.moved_by_the_gradient,
    wrong.added_up,
    wrong.exchanged,
    wrong.dx_alone,
    wrong.nothing_returned,
    wrong.the_quotient,
    wrong.written_with_a_caret,
)

_SENTENCES = {
    wrong.sign_left_out: (
        "sign of dY left out",
        "The sign of dY is turned round. With a larger divisor the quotient becomes smaller (for positive "
        "numbers), and so its slope along Y is negative.",
    ),
    wrong.written_with_a_caret: (
        "a caret for a power",
        "In Python, ^ is no power: it compares the bits of whole numbers. Two stars make a power, or a "
        "product of Y with itself.",
    ),
    wrong.square_left_out: (
        "Y not squared",
        "In dY, the divisor is missing once. The slope of 1 / Y is not 1 / Y again: try yours on the "
        "example, where the slope along Y is -1.5.",
    ),
    wrong.x_left_out: (
        "X left out of dY",
        "In dY, you took the slope of 1 / Y. What is divided is X, so that X stands in the slope as a "
        "factor.",
    ),
    wrong.slopes_alone: (
        "slopes alone",
        "These are the slopes of the quotient. A rule takes the gradient of what was made, G, times the "
        "slope: how much the loss hears of it.",
    ),
    wrong.slope_of_x_alone: (
        "G left out of dX",
        "In dX, the slope came back alone. The loss hears of X by way of the quotient, whose gradient is G:"
        " multiply with it.",
    ),
    wrong.slope_of_y_alone: (
        "G left out of dY",
        "In dY, the slope came back alone. The loss hears of Y by way of the quotient, whose gradient is G:"
        " multiply with it.",
    ),
    wrong.rule_of_the_product: (
        "rule of the product",
        "This is the rule of a product. Here X is divided by Y: work out its slope along each of the two.",
    ),
    wrong.rule_of_the_difference: (
        "rule of the difference",
        "This is the rule of a difference, X - Y. In a quotient, how much a change of X counts depends on "
        "Y, and the other way round.",
    ),
    wrong.x_as_in_a_sum: (
        "G handed on to X",
        "dX came out as G itself, as in a sum. A step of X moves the quotient by that step divided by Y.",
    ),
    wrong.multiplied_by_y: (
        "multiplied by Y",
        "In dX, G was multiplied by Y. The larger the divisor, the less a step of X moves the quotient.",
    ),
    wrong.shared_by_x: (
        "divided by X",
        "In dX, G was divided by X. The slope of X / Y along X does not depend on X at all: it is what X is"
        " multiplied with.",
    ),
    wrong.times_x_as_well: (
        "quotient in place of its slope",
        "In dX, G was multiplied by the quotient itself. Its slope along X is asked for, which is what X is"
        " multiplied with.",
    ),
    wrong.cubed: (
        "Y to the power of 3",
        "In dY, the divisor stands once too often. Written as a power, 1 / Y is Y to the power of -1: the "
        "slope has a power that is less by one.",
    ),
    wrong.halved: (
        "dY halved",
        "dY is half of what it should be. The power that comes down as a factor is that of 1 / Y, which is "
        "-1: no 2 stands in it.",
    ),
    wrong.doubled: (
        "dY doubled",
        "dY is twice what it should be. The power that comes down as a factor is that of 1 / Y, which is "
        "-1, and not that of its slope.",
    ),
    wrong.integrated: (
        "logarithm in dY",
        "In dY there is a logarithm. It is the function whose slope is 1 / Y; the slope of 1 / Y is asked "
        "for.",
    ),
    wrong.brackets_left_out: (
        "divided by Y and multiplied again",
        "In dY, Y divides and multiplies again, and is gone. Python goes from left to right: put brackets "
        "around a product that divides.",
    ),
    wrong.squares_exchanged: (
        "X and Y exchanged in dY",
        "In dY, X and Y have changed places. It is the divisor that stands squared below the line.",
    ),
    wrong.x_squared: (
        "X squared in dY",
        "In dY, X is squared as well, as in the square of the quotient. The quotient has X as a plain "
        "factor, and its slope along Y keeps it.",
    ),
    wrong.of_the_quotient_turned_round: (
        "rule of Y / X",
        "These are the gradients of Y / X. It is X that is divided, and Y that divides.",
    ),
    wrong.exchanged: (
        "results exchanged",
        "The two results have changed places: first the gradient of X, then that of Y.",
    ),
    wrong.quotient_rule_of_one_variable: (
        "quotient rule of one variable",
        "This is the quotient rule for two functions of one variable, which moves both at once. X and Y are"
        " two variables: move one, and hold the other.",
    ),
    wrong.divided_by_g: (
        "divided by G",
        "The slopes were divided by G. A gradient comes back through an operation multiplied with its slope.",
    ),
    wrong.added_up: (
        "added up over the elements",
        "A single number came back for each. Every element of X and of Y has a gradient of its own, so that"
        " each array has the shape of its input.",
    ),
    wrong.moved_by_the_gradient: (
        "step in place of a gradient",
        "X and Y were moved by their gradients. That is the optimizer's part: return the gradients "
        "themselves.",
    ),
    wrong.dx_alone: (
        "dX alone",
        "Only the gradient of X came back. The divisor has one as well: return both.",
    ),
    wrong.the_quotient: (
        "quotient in place of its gradients",
        "This is the quotient itself, the way forward. Two gradients are asked for, those of X and of Y.",
    ),
    wrong.g_in_place: (
        "G changed in place",
        "The numbers are right, and G was changed on the way. Others may still need it: G / Y makes a new "
        "array, and G /= Y does not.",
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Return the two gradients.",
    ),
}

MISTAKES = [
    Misconception(name, answer, says, ANCHOR, WHOLE if answer in OF_A_WHOLE else 1)
    for answer, (name, says) in _SENTENCES.items()
]
