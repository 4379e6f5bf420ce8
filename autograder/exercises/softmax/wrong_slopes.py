"""Wrong answers to relu_backward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def passed_on(dA, Z):
    return dA


def forward_again(dA, Z):
    return dA * np.maximum(0, Z)


def slope_alone(dA, Z):
    return (Z > 0).astype(float)


def of_the_gradient(dA, Z):
    return np.maximum(0, dA)


def of_both(dA, Z):
    return dA * (Z > 0) * (dA > 0)


def exchanged(dA, Z):
    return Z * (dA > 0)


def forward_alone(dA, Z):
    return np.maximum(0, Z)


def turned_round(dA, Z):
    return dA * (Z < 0)


def one_at_zero(dA, Z):
    return dA * (Z >= 0)


def half_at_zero(dA, Z):
    return dA * np.heaviside(Z, 0.5)


def in_place(dA, Z):
    dA[Z <= 0] = 0
    return dA


def nothing_returned(dA, Z):
    print(dA * (Z > 0))


ANCHOR = "relu"

WRONG_SLOPES = [
    Misconception(
        "gradient passed on",
        passed_on,
        "All of dA came back. Where Z was negative, ReLU gave 0 whatever Z was, so nothing can come "
        "back there.",
        ANCHOR,
    ),
    Misconception(
        "multiplied by A",
        forward_again,
        "dA was multiplied by what ReLU gave. The chain rule wants its slope: how much does A grow when "
        "Z grows by 1?",
        ANCHOR,
    ),
    Misconception(
        "slope alone",
        slope_alone,
        "These are the slopes of ReLU, ones and zeros. The chain rule multiplies them by what came back.",
        ANCHOR,
    ),
    Misconception(
        "ReLU of the gradient",
        of_the_gradient,
        "Negative gradients became 0. It is the sign of Z that decides what passes, and a gradient may "
        "have any sign.",
        ANCHOR,
    ),
    Misconception(
        "ReLU of the gradient as well",
        of_both,
        "Where Z was positive, only positive gradients passed. It is the sign of Z alone that decides, and a "
        "gradient may have any sign.",
        ANCHOR,
    ),
    Misconception(
        "dA and Z exchanged",
        exchanged,
        "dA and Z were taken for one another: Z passed where dA was positive. The sign of Z decides what "
        "passes of dA.",
        ANCHOR,
    ),
    Misconception(
        "forward once more",
        forward_alone,
        "This is ReLU of Z, the way forward. On the way back it is dA that passes, or does not.",
        ANCHOR,
    ),
    Misconception(
        "the wrong side",
        turned_round,
        "The gradient passes where Z was negative, and stops where it was positive. It should be the "
        "other way round.",
        ANCHOR,
    ),
    Misconception(
        "slope 1 at zero",
        one_at_zero,
        "All is right but for Z = 0, where ReLU has a corner. Either slope could be taken there, and "
        "libraries have agreed on 0.",
        ANCHOR,
    ),
    Misconception(
        "slope one half at zero",
        half_at_zero,
        "All is right but for Z = 0, where ReLU has a corner. One half is as good a slope as any, and "
        "libraries have agreed on 0.",
        ANCHOR,
    ),
    Misconception(
        "dA changed in place",
        in_place,
        "The numbers are right, and dA itself was changed on the way. The layer above may still need "
        "it: work on a copy.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. The layer below can only go on with what is "
        "returned.",
    ),
]
