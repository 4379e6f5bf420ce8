"""Wrong answers to softmax_backward, as students write them, and what helps."""

from __future__ import annotations

import numpy as np

from autograder.exercise import Misconception


def diagonal_alone(dA, A):
    return dA * A * (1 - A)


def own_slopes(dA, A):
    return A * (1 - A)


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


def mean_of_the_gradient(dA, A):
    return A * (dA - dA.mean(axis=1, keepdims=True))


def bracket_lost(dA, A):
    return A * dA - (dA * A).sum(axis=1, keepdims=True)


def sum_added(dA, A):
    return A * (dA + (dA * A).sum(axis=1, keepdims=True))


def others_alone(dA, A):
    return A * (dA * A - (dA * A).sum(axis=1, keepdims=True))


def own_counted_twice(dA, A):
    return A * (1 - A) * dA - A * (dA * A).sum(axis=1, keepdims=True)


def exchanged(dA, A):
    return dA * (A - (dA * A).sum(axis=1, keepdims=True))


def ones_on_the_diagonal(dA, A):
    return np.stack([(np.eye(len(a)) - np.outer(a, a)) @ da for da, a in zip(dA, A, strict=True)])


def dot_for_outer(dA, A):
    return np.stack([(np.diag(a) - a @ a) @ da for da, a in zip(dA, A, strict=True)])


def softmax_again(dA, A):
    E = np.exp(A)
    A = E / E.sum(axis=1, keepdims=True)
    return A * (dA - (dA * A).sum(axis=1, keepdims=True))


def overwritten(dA, A):
    J = [np.diag(a) - np.outer(a, a) for a in A]
    return np.stack([da[-1] * j[-1] for da, j in zip(dA, J, strict=True)])


def first_jacobian(dA, A):
    return dA @ (np.diag(A[0]) - np.outer(A[0], A[0]))


def first_sample_alone(dA, A):
    dZ = np.zeros_like(A)
    for i in range(len(A)):
        dZ[i] = A[i] * (dA[i] - dA[i] @ A[i])
        return dZ


def nothing_returned(dA, A):
    print(A * (dA - (dA * A).sum(axis=1, keepdims=True)))


ANCHOR = "softmax-jacobian"

WRONG_WAYS_BACK = [
    Misconception(
        "diagonal alone",
        diagonal_alone,
        "You counted how a score moves its own probability, as for a sigmoid. It moves all the others, "
        "too: what it wins they lose.",
        ANCHOR,
    ),
    Misconception(
        "own slopes alone",
        own_slopes,
        "These are the slopes of each probability by its own score. dA is not in them yet, and a score moves "
        "all the other probabilities, too.",
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
        "ones on the diagonal",
        ones_on_the_diagonal,
        "The products are taken off a diagonal of ones. What stands there is each probability itself.",
        ANCHOR,
    ),
    Misconception(
        "dot product for a table",
        dot_for_outer,
        "The product of a row of A with itself came out as one number, the dot product, and .T changes "
        "nothing in an array of one axis. A table of all products of two probabilities is asked for.",
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
        "mean without the probabilities",
        mean_of_the_gradient,
        "The plain mean of dA was taken off. In the one that is meant, each gradient counts with its "
        "probability.",
        ANCHOR,
    ),
    Misconception(
        "bracket left out",
        bracket_lost,
        "The sum was taken off as it is. It stands in the bracket, and the probability in front of that is a "
        "factor of both.",
        ANCHOR,
    ),
    Misconception(
        "sum added",
        sum_added,
        "The sum was added, and it has to be taken off: what one score wins, the others lose.",
        ANCHOR,
    ),
    Misconception(
        "others alone",
        others_alone,
        "You counted how a score moves the other probabilities. It moves its own, too, and that one up.",
        ANCHOR,
    ),
    Misconception(
        "own probability counted twice",
        own_counted_twice,
        "A (1 - A) belongs to a score's own probability, and the sum counts that one once more. Leave it out "
        "of one of the two.",
        ANCHOR,
    ),
    Misconception(
        "dA and A exchanged",
        exchanged,
        "dA and A were taken for one another. What stands in front of the bracket is the probability.",
        ANCHOR,
    ),
    Misconception(
        "softmax again",
        softmax_again,
        "Softmax was applied to A, which has gone through it already: A holds the probabilities.",
        ANCHOR,
    ),
    Misconception(
        "overwritten in the loop",
        overwritten,
        "Of each sum only the last term is left: in the loop, each took the place of the one before. Terms "
        "add up.",
        ANCHOR,
    ),
    Misconception(
        "slopes of the first sample",
        first_jacobian,
        "The slopes of the first sample were used for all. Each sample has probabilities, and so slopes, of "
        "its own.",
        ANCHOR,
    ),
    Misconception(
        "returned in the loop",
        first_sample_alone,
        "Only the first sample has its gradient, since the loop ends there. How far is the return indented?",
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
]
