"""relu_backward: the gradient passes where the number was positive."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.softmax.batches import drawn_sizes, scores


def reference(dA, Z):
    return dA * (Z > 0)


def run(student, dA, Z):
    return {"dZ": student(dA, Z)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for m, n in drawn_sizes(rng):
        Z = np.round(scores(rng, m, n) * 2)  # some are 0
        cases.append(Case("numbers drawn at random", dA=scores(rng, m, n), Z=Z))
    return cases


# Wrong answers, as students write them.


def passed_on(dA, Z):
    return dA


def forward_again(dA, Z):
    return dA * np.maximum(0, Z)


def slope_alone(dA, Z):
    return (Z > 0).astype(float)


def of_the_gradient(dA, Z):
    return np.maximum(0, dA)


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


# Right answers, written in other ways.


def with_where(dA, Z):
    return np.where(Z > 0, dA, 0.0)


def copied_and_cut(dA, Z):
    dZ = dA.copy()
    dZ[Z <= 0] = 0
    return dZ


def in_loops(dA, Z):
    dZ = np.zeros_like(dA)
    for index in np.ndindex(*Z.shape):
        if Z[index] > 0:
            dZ[index] = dA[index]
    return dZ


def with_a_step(dA, Z):
    return dA * np.heaviside(Z, 0.0)


def from_the_output(dA, Z):
    A = np.maximum(Z, 0)
    return dA * (A > 0)


ANCHOR = "relu"

relu_backward = Exercise(
    "relu_backward",
    points=2,
    reference=reference,
    run=run,
    cases=[
        Case(
            "two samples of three",
            dA=np.array([[1.0, -2.0, 3.0], [-4.0, 5.0, 6.0]]),
            Z=np.array([[0.5, 2.0, -1.0], [3.0, -0.5, 0.0]]),
        ),
        Case("one sample, all negative", dA=np.array([[1.0, 2.0]]), Z=np.array([[-1.0, -3.0]])),
        Case(
            "a small image",
            dA=np.arange(8.0).reshape(1, 2, 2, 2) - 3.5,
            Z=np.arange(8.0)[::-1].reshape(1, 2, 2, 2) - 4,
        ),
        Case("numbers of many digits", dA=np.array([[1, -2, 4]]) / 7, Z=np.array([[2, -5, 1]]) / 3),
    ],
    hidden=hidden,
    misconceptions=[
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
    ],
    alternatives=[
        Alternative(with_where),
        Alternative(copied_and_cut),
        Alternative(in_loops),
        Alternative(with_a_step),
        Alternative(from_the_output),
    ],
    sums=2,
)
