"""flatten_backward: the gradient goes back to where the numbers came from."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception, distinct, numbered
from autograder.exercises.flatten import forward
from autograder.exercises.flatten.round_trips import ROUND_TRIPS


def reference(dA, cache):
    return dA.reshape(cache)


def run(student, flatten_forward, X, dA):
    cache = flatten_forward(X)[1]
    return {"dX": student(dA, cache)}


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    batches = [case.inputs["X"] for case in forward.hidden(rng)]
    return [
        Case("a batch drawn at random", X=X, dA=-distinct(rng, len(X), X.size // len(X)) / 4) for X in batches
    ]


def _case(name: str, *shape: int) -> Case:
    """dA is not X, so that an answer that hands back X is seen, nor whole, so that one that rounds is."""
    X = numbered(*shape)
    return Case(name, X=X, dA=1000.125 + X.reshape(len(X), -1))


# Wrong answers, as students write them.


def unchanged(dA, cache):
    return dA


def fortran(dA, cache):
    return dA.reshape(cache, order="F")


def summed(dA, cache):
    return dA.sum(axis=0).reshape(cache[1:])


def averaged(dA, cache):
    return dA.reshape(cache) / len(dA)


def sum_everywhere(dA, cache):
    return np.full(cache, dA.sum())


def ones(dA, cache):
    return np.ones(cache)


def transposed_before(dA, cache):
    return dA.T.reshape(cache)


def axes_reversed(dA, cache):
    return dA.reshape(cache[0], *cache[:0:-1])


def all_axes_reversed(dA, cache):
    return dA.reshape(cache[::-1])


def two_by_three(dA, cache):
    return dA.reshape(-1, 2, 3)


def batch_of_four(dA, cache):
    return dA.reshape(4, *cache[1:])


def batch_twice(dA, cache):
    return dA.reshape(len(dA), *cache)


def batch_forgotten(dA, cache):
    return dA.reshape(cache[1:])


def X_expected(dA, cache):
    raise NameError("name 'X' is not defined")  # as dA.reshape(X.shape) does


def reshaped_in_place(dA, cache):
    dA.shape = cache
    return dA


ALL_OF_SHAPE = (
    "A number from one batch is written into your function, and other batches have other shapes. Everything "
    "that you need to know was known in the forward pass: let the cache carry it."
)

flatten_backward = Exercise(
    "flatten_backward",
    points=3,
    lent=True,
    reference=reference,
    run=run,
    needs=("flatten_forward",),
    cases=[
        _case("four 2 x 3 images", 4, 2, 3),
        _case("one sample", 1, 5, 2),
        _case("already flat", 3, 4),
        _case("two small colour images", 2, 2, 3, 3),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "gradient of the wrong shape",
            unchanged,
            "dX came back in the shape of A. Every element of X has one number in dX, so dX must have the "
            "shape that X had: does your cache hold it?",
            anchor="backward",
        ),
        Misconception(
            "column-major order",
            fortran,
            "Right shape, wrong places: the gradients were folded in column-major order, while forward "
            "unfolded in row-major order. The way back must be the same way.",
            anchor="row-major",
        ),
        Misconception(
            "dA summed over the batch",
            summed,
            "The gradients of all samples were added up. That is right for a bias, which all samples share; "
            "no two samples share an element of X.",
            anchor="backward",
        ),
        Misconception(
            "dA averaged over the batch",
            averaged,
            "Your gradients are m times too small: you divided by the number of samples. If the loss is a "
            "mean, that m is in dA already; Flatten itself does no arithmetic.",
            anchor="backward",
        ),
        Misconception(
            "sum of dA everywhere",
            sum_everywhere,
            "Every element of dX got the sum of dA, as if each element of X went into all of A. Each went "
            "into one place only.",
            anchor="permutation",
        ),
        Misconception(
            "dA left out",
            ones,
            "These are the derivatives of Flatten alone, and the chain rule wants them multiplied by what "
            "comes from above. How does dA enter?",
            anchor="permutation",
        ),
        Misconception(
            "transposed before the reshape",
            transposed_before,
            "The shape is right, but dA was transposed first, so that samples got mixed. Row i of dA "
            "belongs to sample i, as row i of A does.",
            anchor="backward",
        ),
        Misconception(
            "axes in reverse",
            axes_reversed,
            "The samples are in place, and the axes within each sample came back in reverse. dX has the "
            "very shape of X, axis by axis.",
            anchor="cache",
        ),
        Misconception(
            "all axes in reverse",
            all_axes_reversed,
            "The shape of X came back turned round, the batch axis last. dX has the very shape of X, axis "
            "by axis.",
            anchor="cache",
        ),
        Misconception("dims hard-coded", two_by_three, ALL_OF_SHAPE, anchor="cache"),
        Misconception("batch size hard-coded", batch_of_four, ALL_OF_SHAPE, anchor="cache"),
        Misconception(
            "batch axis forgotten",
            batch_forgotten,
            "The target shape is that of a single sample. This works when m is 1 and at no other time: dA "
            "brings m samples, and dX must hold as many.",
            anchor="batch-axis",
        ),
        Misconception(
            "batch axis twice",
            batch_twice,
            "Your target shape has the batch axis twice: m was put in front of a shape that begins with m "
            "already. Print what the cache holds, axis by axis.",
            anchor="cache",
        ),
        Misconception(
            "X expected",
            X_expected,
            "There is no X on the way back: backward is handed dA and cache, and nothing else. What it must "
            "know of X, forward has to put into the cache.",
            anchor="cache",
        ),
        Misconception(
            "dA changed in place",
            reshaped_in_place,
            "dX is right, but dA itself was reshaped on the way, and the layer above may still need it. "
            "Return a reshaped array and leave the one you were given as it was.",
        ),
    ],
    alternatives=[Alternative(answer, {"flatten_forward": partner}) for partner, answer in ROUND_TRIPS],
)
