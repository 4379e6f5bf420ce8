"""What is said of the mistakes in the rule of a matrix product."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.autodiff import wrong_matmul as wrong

ANCHOR, STACK = "matrix-product", "stacks"
OF_A_WHOLE = (wrong.exchanged, wrong.dx_alone, wrong.nothing_returned)

_SENTENCES = {
    wrong.all_axes_turned_round: (
        "all axes turned round",
        "For matrices this is right. In a stack, `.T` turns all axes round, the first one too: only the "
        "last two change places.",
        STACK,
    ),
    wrong.all_axes_turned_round_in_dx: (
        "all axes turned round in dX",
        "In dX of a stack, `.T` turns all axes of W round, the first one too: only the last two change "
        "places, as they do in your dW.",
        STACK,
    ),
    wrong.all_axes_turned_round_in_dw: (
        "all axes turned round in dW",
        "In dW of a stack, `.T` turns all axes of X round, the first one too: only the last two change "
        "places, as they do in your dX.",
        STACK,
    ),
    wrong.all_axes_turned_round_with_dot: (
        "all axes turned round, with dot",
        "For matrices this is right. In a stack, `.T` turns all axes round, and `dot` lets every matrix meet "
        "every other: exchange the last two axes alone, and use `@`.",
        STACK,
    ),
    wrong.order_of_three_axes: (
        "an order of three axes",
        "You gave an order of three axes, which is right for one axis in front. There may be none, or "
        "several: exchange the last two, counted from the end.",
        STACK,
    ),
    wrong.first_two_axes_exchanged: (
        "first two axes exchanged",
        "For matrices this is right. In a stack, axes 0 and 1 are not those of the matrices: these are the "
        "last two, wherever they stand.",
        STACK,
    ),
    wrong.w_not_transposed: (
        "W not transposed",
        "In dX, W stands as it did in forward. G has the units on its last axis, and they have to meet the "
        "units of W: transpose it.",
        ANCHOR,
    ),
    wrong.x_not_transposed: (
        "X not transposed",
        "In dW, X stands as it did in forward. What is added up in dW are the rows, of X and of G: they "
        "have to meet, so transpose X.",
        ANCHOR,
    ),
    wrong.neither_transposed: (
        "neither transposed",
        "Both factors stand as they did in forward. On the way back each is transposed: write the shapes "
        "below, and see which axes have to meet.",
        ANCHOR,
    ),
    wrong.reshaped: (
        "reshaped, not transposed",
        "The factors got the transposed shape, and not the transposed numbers: a reshape keeps the order of"
        " reading. It is the axes that have to change places.",
        ANCHOR,
    ),
    wrong.factors_exchanged_in_dx: (
        "factors exchanged in dX",
        "In dX, the factors stand the wrong way round. G has a row for each row of X, so that it stands on "
        "the left.",
        ANCHOR,
    ),
    wrong.factors_exchanged_in_dw: (
        "factors exchanged in dW",
        "In dW, the factors stand the wrong way round. dW has a row for each feature of X, so that X, "
        "transposed, stands on the left.",
        ANCHOR,
    ),
    wrong.dw_transposed: (
        "dW transposed",
        "dW came out transposed. It has the shape of W: a row for each feature of X.",
        ANCHOR,
    ),
    wrong.dx_transposed: (
        "dX transposed",
        "dX came out transposed. It has the shape of X: a row for each row of G.",
        ANCHOR,
    ),
    wrong.both_transposed: (
        "both results transposed",
        "Both gradients came out transposed. Each has the shape of what it belongs to.",
        ANCHOR,
    ),
    wrong.roles_exchanged: (
        "factors in each other's place",
        "In dX stands X, and in dW stands W. As in any product, the gradient of one factor is made of the "
        "other.",
        ANCHOR,
    ),
    wrong.element_by_element: (
        "element by element",
        "This is the rule of a product element by element. In a matrix product each number of X meets a "
        "whole row of W, and hears from all of it.",
        ANCHOR,
    ),
    wrong.mean_over_the_rows: (
        "mean over the rows",
        "dW was divided by the number of rows. What comes from each row is added up; if the loss is a mean,"
        " that is in G already.",
        ANCHOR,
    ),
    wrong.added_up_over_the_stack: (
        "dW added up over the stack",
        "dW was added up over the stack. Here each matrix of the stack has a W of its own, and so a "
        "gradient of its own.",
        STACK,
    ),
    wrong.mean_over_the_stack: (
        "mean of dW over the stack",
        "A mean of dW was taken over the stack. Here each matrix of the stack has a W of its own, and so a "
        "gradient of its own.",
        STACK,
    ),
    wrong.both_added_up_over_the_stack: (
        "both added up over the stack",
        "Both gradients were added up over the stack. Each matrix in it is a product of its own, with "
        "gradients of its own.",
        STACK,
    ),
    wrong.g_left_out_of_dw: (
        "G left out of dW",
        "In dW, X met ones. How much the loss hears of each number of the product stands in G: let X meet "
        "that.",
        ANCHOR,
    ),
    wrong.g_left_out_of_dx: (
        "G left out of dX",
        "In dX, W met ones. How much the loss hears of each number of the product stands in G: let W meet "
        "that.",
        ANCHOR,
    ),
    wrong.g_left_out: (
        "G left out",
        "Both gradients are those of the sum of all products: as if every number of G were 1. How much the "
        "loss hears of each stands in G.",
        ANCHOR,
    ),
    wrong.factors_themselves: (
        "other factor returned",
        "The other factor came back as it is. It has to meet G, which says how much the loss hears of each "
        "number of the product.",
        ANCHOR,
    ),
    wrong.with_tensordot: (
        "every matrix with every other",
        "For matrices this is right. In a stack, each matrix met all the others as well: `dot` and "
        "`tensordot` do not go through two stacks side by side, and `@` does.",
        STACK,
    ),
    wrong.first_matrix_alone: (
        "first matrix alone",
        "Only the first matrix of the stack has a gradient. Whatever stands in front of the last two axes "
        "stays as it is.",
        STACK,
    ),
    wrong.sign_turned_round: (
        "signs turned round",
        "The signs are turned round. These are the gradients themselves: going against them is the "
        "optimizer's part.",
        ANCHOR,
    ),
    wrong.exchanged: (
        "results exchanged",
        "The two results have changed places: first the gradient of X, then that of W.",
        ANCHOR,
    ),
    wrong.dx_alone: (
        "dX alone",
        "Only the gradient of X came back. W has one as well: return both.",
        ANCHOR,
    ),
    wrong.nothing_returned: (
        "nothing returned",
        "Your function ends without giving anything back. Return the two gradients.",
        ANCHOR,
    ),
}

MISTAKES = [
    Misconception(name, answer, says, anchor, WHOLE if answer in OF_A_WHOLE else 1)
    for answer, (name, says, anchor) in _SENTENCES.items()
]
