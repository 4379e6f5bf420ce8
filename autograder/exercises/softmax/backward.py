"""softmax_backward: every score moves every probability of its sample."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception
from autograder.exercises.softmax import forward
from autograder.exercises.softmax.batches import drawn_sizes, scores


def reference(dA, A):
    return A * (dA - (dA * A).sum(axis=1, keepdims=True))


def run(student, dA, A):
    return {"dZ": student(dA, A)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    return [
        Case("probabilities drawn at random", dA=scores(rng, m, n), A=forward.reference(scores(rng, m, n)))
        for m, n in drawn_sizes(rng)
    ]


# Wrong answers, as students write them.


def diagonal_alone(dA, A):
    return dA * A * (1 - A)


def without_the_others(dA, A):
    return dA * A


def without_the_probability(dA, A):
    return dA - (dA * A).sum(axis=1, keepdims=True)


def slopes_added_up(dA, A):
    return np.stack([(np.diag(a) - np.outer(a, a)).sum(axis=0) for a in A])


def over_the_samples(dA, A):
    return A * (dA - (dA * A).sum(axis=0))


def over_everything(dA, A):
    return A * (dA - (dA * A).sum())


def sum_of_the_gradient(dA, A):
    return A * (dA - dA.sum(axis=1, keepdims=True))


def sign(dA, A):
    return A * ((dA * A).sum(axis=1, keepdims=True) - dA)


def averaged(dA, A):
    return A * (dA - (dA * A).mean(axis=1, keepdims=True))


def axis_lost(dA, A):
    return A * (dA - (dA * A).sum(axis=1))


def divided_by_m(dA, A):
    return A * (dA - (dA * A).sum(axis=1, keepdims=True)) / len(A)


def passed_on(dA, A):
    return dA


def nothing_returned(dA, A):
    print(A * (dA - (dA * A).sum(axis=1, keepdims=True)))


# Right answers, written in other ways.


def with_the_jacobian(dA, A):
    return np.stack([(np.diag(a) - np.outer(a, a)) @ da for a, da in zip(A, dA, strict=True)])


def with_einsum(dA, A):
    J = np.einsum("ij,jk->ijk", A, np.eye(A.shape[1])) - np.einsum("ij,ik->ijk", A, A)
    return np.einsum("ijk,ij->ik", J, dA)


def in_loops(dA, A):
    dZ = np.zeros_like(A)
    for i in range(A.shape[0]):
        for j in range(A.shape[1]):
            for k in range(A.shape[1]):
                slope = A[i, k] * ((1 if j == k else 0) - A[i, j])
                dZ[i, j] += dA[i, k] * slope
    return dZ


def multiplied_out(dA, A):
    return A * dA - A * np.einsum("ij,ij->i", A, dA)[:, np.newaxis]


def less_the_mean(dA, A):
    """The sum is the mean of dA, weighed with the probabilities."""
    weighed = np.array([np.average(da, weights=a) for da, a in zip(dA, A, strict=True)])
    return A * (dA.T - weighed).T


ANCHOR = "softmax-jacobian"


def _case(name: str, m: int, n: int) -> Case:
    rng = np.random.default_rng(m + n)
    return Case(name, dA=np.round(4 * scores(rng, m, n), 1), A=forward.reference(scores(rng, m, n)))


softmax_backward = Exercise(
    "softmax_backward",
    points=4,
    reference=reference,
    run=run,
    cases=[
        _case("two samples of three probabilities", 2, 3),
        _case("one sample", 1, 4),
        _case("three samples of three", 3, 3),
    ],
    hidden=hidden,
    sums=50,
    misconceptions=[
        Misconception(
            "diagonal alone",
            diagonal_alone,
            "You counted how a score moves its own probability, as for a sigmoid. It moves all the others, "
            "too: what it wins they lose.",
            ANCHOR,
        ),
        Misconception(
            "the others left out",
            without_the_others,
            "A probability times its gradient is the first half. The second half is what the score takes "
            "away from all probabilities of its sample.",
            ANCHOR,
        ),
        Misconception(
            "the probability left out",
            without_the_probability,
            "The bracket is right. Each score moves the probabilities in proportion to its own probability, "
            "and that factor is missing.",
            ANCHOR,
        ),
        Misconception(
            "dA left out",
            slopes_added_up,
            "The slopes of all probabilities were added up as they are, and that is always 0: probabilities "
            "only move from one to the other. dA has to weigh them first.",
            ANCHOR,
        ),
        Misconception(
            "over the samples",
            over_the_samples,
            "The sum went down the samples, and they know nothing of each other. It runs over the "
            "probabilities of one sample.",
            ANCHOR,
        ),
        Misconception(
            "over everything",
            over_everything,
            "The sum went over the whole batch. Each sample has a sum of its own.",
            ANCHOR,
        ),
        Misconception(
            "sum without the probabilities",
            sum_of_the_gradient,
            "The gradients were added up as they are. In the sum, each counts with the probability that it "
            "belongs to.",
            ANCHOR,
        ),
        Misconception(
            "wrong sign",
            sign,
            "The numbers are right, and their signs are turned round. A score moves its own probability up.",
            ANCHOR,
        ),
        Misconception(
            "mean for sum",
            averaged,
            "A mean was taken where a sum belongs. The probabilities are weights that add up to 1, so "
            "nothing is left to divide by.",
            ANCHOR,
        ),
        Misconception(
            "axis lost in the sum",
            axis_lost,
            "The sums have lost their axis, and so they were laid along the classes, not down the samples. "
            "An axis of length 1 has to stay.",
            ANCHOR,
        ),
        Misconception(
            "divided by m",
            divided_by_m,
            "Your gradients are m times too small. If the loss is a mean, that m is in dA already.",
            ANCHOR,
        ),
        Misconception(
            "gradient passed on",
            passed_on,
            "dA came back as it was. It holds the gradients of the probabilities; those of the scores are "
            "asked for.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. The layer below can only go on with what is "
            "returned.",
        ),
    ],
    alternatives=[
        Alternative(with_the_jacobian),
        Alternative(with_einsum),
        Alternative(in_loops),
        Alternative(multiplied_out),
        Alternative(less_the_mean),
    ],
)
