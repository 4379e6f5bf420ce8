"""count_parameters: what every state costs the layer after Flatten, and what the last one does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.returned import named
from autograder.exercises.simple_rnn.wrong_counts import reference
from autograder.exercises.simple_rnn.wrong_parameters import WRONG_PARAMETERS


def run(student, X_shape, units, classes, return_sequences):
    found = student(X_shape, units, classes, return_sequences)
    return named(found, None, "features", "SimpleRNN", "Dense")


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    for _ in range(6):
        m, steps, n, units, classes = (int(size) for size in rng.permutation(np.arange(2, 20))[:5])
        sizes = {"X_shape": (m, steps, n), "units": units, "classes": classes}
        cases += [
            Case("sizes drawn at random", **sizes, return_sequences=return_sequences)
            for return_sequences in (True, False)
        ]
    return cases


# Right answers, written in other ways.


def from_zeros(X_shape, units, classes, return_sequences):
    """Counts what arrays of these shapes hold."""
    m, steps, n = X_shape
    h = np.zeros((m, steps, units))
    A = h.reshape(m, -1) if return_sequences else h[:, -1]
    recurrent = np.zeros((n, units)).size + np.zeros((units, units)).size + units
    return A.shape[1], recurrent, np.zeros((A.shape[1], classes)).size + classes


def term_by_term(X_shape, units, classes, return_sequences):
    recurrent = X_shape[2] * units + units**2 + units
    if return_sequences:
        dense = X_shape[1] * units * classes + classes
        return [X_shape[1] * units, recurrent, dense]
    return [units, recurrent, units * classes + classes]


CLASSES = {"units": 4, "classes": 2}

count_parameters = Exercise(
    "count_parameters",
    points=3,
    reference=reference,
    run=run,
    cases=[
        Case("every state of five", X_shape=(7, 5, 3), **CLASSES, return_sequences=True),
        Case("the last state of five", X_shape=(7, 5, 3), **CLASSES, return_sequences=False),
        Case(
            "digits, one row a step",
            X_shape=(1438, 8, 8),
            units=16,
            classes=10,
            return_sequences=True,
        ),
    ],
    hidden=hidden,
    misconceptions=WRONG_PARAMETERS,
    alternatives=[Alternative(from_zeros), Alternative(term_by_term)],
)
