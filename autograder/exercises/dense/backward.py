"""dense_backward: the gradient goes back along the weights."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.dense import wrong_columns
from autograder.exercises.dense.batches import MANY_DIGITS, SIZES, WORDS, drawn, drawn_sizes, mixed


def reference(dA, W):
    return dA @ W.T


def steps(dA, W):
    n, _ = W.shape
    return dA.size * n


def run(student, dA, W):
    return {"dX": student(dA, W)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("a gradient drawn at random", dA=drawn(rng, m, units), W=drawn(rng, n, units))
        for m, n, units in drawn_sizes(rng)
    ]


def _case(name: str, m: int, n: int, units: int) -> Case:
    return Case(name, dA=mixed(m, units) + 0.25, W=mixed(n, units) + 0.5)


# Wrong answers, as students write them.


def not_transposed(dA, W):
    return dA @ W


def unchanged(dA, W):
    return dA


def averaged(dA, W):
    return dA @ W.T / len(dA)


def summed_over_the_batch(dA, W):
    return (dA @ W.T).sum(axis=0)


def samples_in_columns(dA, W):
    return W @ dA.T


def inverted(dA, W):
    return dA @ np.linalg.inv(W)


def pseudo_inverted(dA, W):
    return dA @ np.linalg.pinv(W)


def left_out(dA, W):
    return np.ones_like(dA) @ W.T


def weights_alone(dA, W):
    return W.T


def element_by_element(dA, W):
    return dA * W


def reshaped_weights(dA, W):
    return dA @ W.reshape(W.shape[1], W.shape[0])


def negative(dA, W):
    return -dA @ W.T


def printed(dA, W):
    print(dA @ W.T)


# Right answers, written in other ways.


def with_dot(dA, W):
    return np.dot(dA, W.transpose())


def with_einsum(dA, W):
    return np.einsum("ij,kj->ik", dA, W)


def both_transposed(dA, W):
    return (W @ dA.T).T


def in_loops(dA, W):
    dX = np.zeros((dA.shape[0], W.shape[0]))
    for i in range(dX.shape[0]):
        for k in range(dX.shape[1]):
            for j in range(W.shape[1]):
                dX[i, k] += dA[i, j] * W[k, j]
    return dX


def unit_by_unit(dA, W):
    return sum(np.outer(dA[:, j], W[:, j]) for j in range(W.shape[1]))


ANCHOR = "backward"
UNDONE = (
    "You undid the forward pass with an inverse. Backward does not look for the X that gave A: it asks how "
    "much each x counted, and that is its weight."
)

dense_backward = Exercise(
    "dense_backward",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        *(_case(name, *sizes) for name, sizes in zip(WORDS, SIZES, strict=True)),
        Case(MANY_DIGITS, dA=mixed(2, 2) / 7, W=mixed(3, 2) / 3),
    ],
    hidden=hidden,
    sums=8,
    misconceptions=[
        Misconception(
            "W not transposed",
            not_transposed,
            "The gradient went through W in the direction of forward. On the way back, the units of dA have "
            "to meet the units of W.",
            ANCHOR,
        ),
        Misconception(
            "dA handed on",
            unchanged,
            "dA came back as it was, with a number for each unit. dX has one for each feature.",
            ANCHOR,
        ),
        Misconception(
            "averaged over the batch",
            averaged,
            "Your gradients are m times too small. If the loss is a mean, that m is in dA already.",
            ANCHOR,
        ),
        Misconception(
            "summed over the batch",
            summed_over_the_batch,
            "The gradients of all samples were added up. Samples share the weights, and no two share an "
            "element of X: dX has a row for each.",
            ANCHOR,
        ),
        Misconception(
            "samples in columns",
            samples_in_columns,
            "The numbers are right and dX is transposed: samples stand in its columns. dX has the shape of "
            "X.",
            ANCHOR,
        ),
        Misconception("W inverted", inverted, UNDONE, ANCHOR),
        Misconception("W inverted as far as it can be", pseudo_inverted, UNDONE, ANCHOR),
        Misconception(
            "dA left out",
            left_out,
            "These are the derivatives of the sum of A. The chain rule weighs each of them with what came "
            "back for it: how does dA enter?",
            ANCHOR,
        ),
        Misconception(
            "weights alone",
            weights_alone,
            "These are the derivatives of the units with respect to the features. The chain rule wants them "
            "multiplied by dA and added up over the units.",
            ANCHOR,
        ),
        Misconception(
            "element by element",
            element_by_element,
            "dA and W were multiplied element by element, and nothing was summed. A feature feeds every "
            "unit, and hears back from all of them.",
            ANCHOR,
        ),
        Misconception(
            "reshaped, not transposed",
            reshaped_weights,
            "W was given the shape of its transpose, and its numbers stayed where they were. To transpose "
            "is to let rows and columns change places.",
            ANCHOR,
        ),
        Misconception(
            "sign of a step",
            negative,
            "The gradients have the wrong sign. A step goes against them, and that is the optimizer's "
            "business.",
            ANCHOR,
        ),
        *wrong_columns.BACKWARD,
        Misconception(
            "nothing returned",
            printed,
            "Your function ends without giving anything back. The layer below can only go on with what is "
            "returned.",
        ),
    ],
    alternatives=[
        Alternative(with_dot),
        Alternative(with_einsum),
        Alternative(both_transposed),
        Alternative(in_loops),
        Alternative(unit_by_unit),
    ],
)
