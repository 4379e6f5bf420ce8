"""divide_gradients: the rule of a quotient, element by element."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.autodiff.arrays import numbers, outputs
from autograder.exercises.autodiff.divide_sentences import MISTAKES
from autograder.exercises.autodiff.rules import divide_gradients as divide_reference


def run(student, G, X, Y):
    return outputs(student(G, X, Y), G, "dX", "dY")


def steps(G, X, Y):
    return int(np.prod(np.broadcast_shapes(np.shape(G), np.shape(X), np.shape(Y)), dtype=np.int64))


def _drawn(name: str, rng: np.random.Generator, shape: Sequence[int]) -> Case:
    return Case(name, G=numbers(rng, *shape), X=numbers(rng, *shape), Y=numbers(rng, *shape))


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [(3,), (2, 3), (3, 3)]
    shapes += [tuple(int(n) for n in rng.integers(2, 4, int(rng.integers(1, 4)))) for _ in range(8)]
    cases = [_drawn("arrays drawn at random", rng, shape) for shape in shapes]
    return [*cases, in_single_precision(cases[1])]


# Right answers, written in other ways.


def by_way_of_a(G, X, Y):
    A = X / Y
    dX = G / Y
    return [dX, -dX * A]


def with_a_power(G, X, Y):
    return G * Y**-1.0, G * X * -(Y**-2.0)


def as_a_product_with_the_inverse(G, X, Y):
    inverse = 1 / Y
    d_inverse = G * X
    return G * inverse, -d_inverse * inverse * inverse


def element_by_element(G, X, Y):
    dX, dY = np.zeros(X.shape), np.zeros(Y.shape)
    for index in np.ndindex(*X.shape):
        dX[index] = G[index] / Y[index]
        dY[index] = -G[index] * X[index] / (Y[index] * Y[index])
    return dX, dY


divide_gradients = Exercise(
    "divide_gradients",
    points=2,
    lent=steps,
    reference=divide_reference,
    run=run,
    cases=[
        Case(
            "the numbers of the example",
            G=np.array([3.0, 1.0]),
            X=np.array([6.0, 4.0]),
            Y=np.array([2.0, -4.0]),
        ),
        _drawn("two rows of three", np.random.default_rng(0), (2, 3)),
        _drawn("a square of numbers", np.random.default_rng(1), (3, 3)),
        in_single_precision(_drawn("three rows of two", np.random.default_rng(2), (3, 2))),
    ],
    hidden=hidden,
    sums=16,
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(by_way_of_a),
        Alternative(with_a_power),
        Alternative(as_a_product_with_the_inverse),
        Alternative(element_by_element),
    ],
)
