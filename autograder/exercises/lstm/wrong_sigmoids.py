"""Wrong answers to sigmoid, as students write them, and what helps."""

from __future__ import annotations

import math

import numpy as np

from autograder.exercise import Misconception


def exp_twice(Z):
    return np.exp(Z) / (1 + np.exp(Z))


def sign(Z):
    return 1 / (1 + np.exp(Z))


def tanh(Z):
    return np.tanh(Z)


def slope(Z):
    A = np.exp(-np.logaddexp(0, -Z))
    return A * (1 - A)


def hard(Z):
    return (Z > 0).astype(float)


def softmax(Z):
    E = np.exp(Z - Z.max(axis=-1, keepdims=True))
    return E / E.sum(axis=-1, keepdims=True)


def without_the_one(Z):
    return 1 / np.exp(-Z)


def half_the_tanh(Z):
    return (1 + np.tanh(Z)) / 2


def cut(Z):
    Z = np.clip(Z, -1, 1)
    return 1 / (1 + np.exp(-Z))


def cut_at_ten(Z):
    return 1 / (1 + np.exp(-np.clip(Z, -10, 10)))


def less_the_largest(Z):
    return 1 / (1 + np.exp(Z.max() - Z))


def without_brackets(Z):
    return 1 / 1 + np.exp(-Z)


def one_less(Z):
    return 1 / (1 - np.exp(-Z))


def e_without_brackets(Z):
    return np.exp(Z) / 1 + np.exp(Z)


def not_squeezed(Z):
    return 1 + np.tanh(Z / 2)


def squeezed_alone(Z):
    return np.tanh(Z / 2) / 2


def moved_first(Z):
    return 1 / 2 + np.tanh(Z / 2)


def not_moved(Z):
    return np.tanh(Z / 2)


def of_the_size(Z):
    return 1 / (1 + np.exp(-np.abs(Z)))


def nan_made_zero(Z):
    return np.nan_to_num(np.exp(Z) / (1 + np.exp(Z)))


def asked_as_a_whole(Z):
    if Z >= 0:
        return 1 / (1 + np.exp(-Z))
    return np.exp(Z) / (1 + np.exp(Z))


def one_at_a_time(Z):
    return 1 / (1 + math.exp(-Z))


def over_two_axes(Z):
    A = np.zeros(Z.shape)
    for i in range(Z.shape[0]):
        for j in range(Z.shape[1]):
            A[i, j] = 1 / (1 + np.exp(-Z[i, j]))
    return A


def nothing_returned(Z):
    print(1 / (1 + np.exp(-Z)))


ANCHOR = "gate"

WRONG_SIGMOIDS = [
    Misconception(
        "exp of large numbers",
        exp_twice,
        "The exp of a large number is too large for a float, and here it stands above and below "
        "the line. Another form of the same fraction has it below the line alone.",
        ANCHOR,
    ),
    Misconception(
        "wrong sign",
        sign,
        "The gate closes where it should open: for large numbers sigmoid is near 1, for very negative "
        "ones near 0.",
        ANCHOR,
    ),
    Misconception(
        "tanh",
        tanh,
        "This is tanh, which lies between -1 and 1. A gate says which share passes, so it lies between "
        "0 and 1.",
        ANCHOR,
    ),
    Misconception(
        "slope",
        slope,
        "This is the slope of sigmoid. It will be wanted on the way back; here the value itself is "
        "asked for.",
        ANCHOR,
    ),
    Misconception(
        "a step",
        hard,
        "Your gate is either open or shut, so that it has no slope to learn by. Sigmoid has everything "
        "in between.",
        ANCHOR,
    ),
    Misconception(
        "softmax",
        softmax,
        "Your numbers add up to 1 along the last axis: this is softmax, in which they compete. Each gate "
        "opens and shuts by itself.",
        ANCHOR,
    ),
    Misconception(
        "the one forgotten",
        without_the_one,
        "Your numbers grow beyond 1. In the fraction something is missing below the line, which keeps "
        "it from becoming smaller than the numerator.",
        ANCHOR,
    ),
    Misconception(
        "twice too steep",
        half_the_tanh,
        "Sigmoid is indeed a tanh, moved and squeezed, and yours is twice as steep as it should be. Compare "
        "both at one number: by what must Z be divided first?",
        ANCHOR,
    ),
    Misconception(
        "brackets forgotten",
        without_brackets,
        "Your numbers grow beyond 1. Python divides before it adds: without brackets, only the first "
        "number stands below the line.",
        ANCHOR,
    ),
    Misconception(
        "brackets forgotten in the other form",
        e_without_brackets,
        "Your numbers grow beyond 1. Python divides before it adds: without brackets, only the first "
        "number stands below the line.",
        ANCHOR,
    ),
    Misconception(
        "minus below the line",
        one_less,
        "At 0 you divide by 0, and for no number does a share come out. Below the line stands a "
        "sum of two positive numbers, which is larger than the numerator.",
        ANCHOR,
    ),
    Misconception(
        "tanh not moved",
        not_moved,
        "Your numbers lie between -1 and 1: the tanh is as steep as it should be now. It still has to be "
        "moved and squeezed, to between 0 and 1.",
        ANCHOR,
    ),
    Misconception(
        "tanh not squeezed",
        not_squeezed,
        "Your numbers lie between 0 and 2: the tanh was moved. It still has to be squeezed to half of its "
        "height, so that it ends at 1.",
        ANCHOR,
    ),
    Misconception(
        "tanh squeezed, not moved",
        squeezed_alone,
        "Your numbers lie between -1/2 and 1/2: the tanh was squeezed to half of its height. It still has to "
        "be moved, to between 0 and 1.",
        ANCHOR,
    ),
    Misconception(
        "half added to the whole tanh",
        moved_first,
        "Your numbers lie between -1/2 and 3/2: the tanh was moved, and is as high as before. Between which "
        "two numbers must it lie before a half is added?",
        ANCHOR,
    ),
    Misconception(
        "sign lost",
        of_the_size,
        "Your gate is open for very negative numbers, too. With exp of -|Z| nothing overflows; which of "
        "the two fractions is right depends on the sign of Z.",
        ANCHOR,
    ),
    Misconception(
        "nan made 0",
        nan_made_zero,
        "Where both exps were too large to hold, nan became 0. For such numbers sigmoid is 1: take the "
        "fraction in which nothing overflows.",
        ANCHOR,
    ),
    Misconception(
        "if asked of an array",
        asked_as_a_whole,
        "An if asks one question, and Z holds many numbers, each with its own answer. np.where chooses "
        "for each of them; and there is a form that needs no choice.",
        ANCHOR,
    ),
    Misconception(
        "math.exp of an array",
        one_at_a_time,
        "The functions of math take one number at a time. Those of NumPy, such as np.exp, take a whole "
        "array.",
    ),
    Misconception(
        "two axes alone",
        over_two_axes,
        "Your loops go over two axes. Z may have any number of them: NumPy's functions and operators "
        "work on every element, whatever the shape.",
    ),
    Misconception(
        "cut off too early",
        cut,
        "Numbers beyond 1 were cut off, and there sigmoid still has a long way to go. Nothing overflows "
        "before the hundreds.",
        ANCHOR,
    ),
    Misconception(
        "cut off at 10",
        cut_at_ten,
        "Large numbers were cut off, and sigmoid still has some way to go there. Nothing overflows "
        "before the hundreds.",
        ANCHOR,
    ),
    Misconception(
        "largest taken off",
        less_the_largest,
        "The largest number was taken off first, as in softmax, where it cancels. Here nothing cancels: each "
        "gate depends on its own number alone.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The values are asked for, in the shape of Z.",
    ),
]
