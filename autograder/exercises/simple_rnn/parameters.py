"""count_parameters: what every state costs the layer behind Flatten, and what the last one does."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Misconception


def reference(X_shape, units, classes, return_sequences):
    _, steps, n = X_shape
    features = steps * units if return_sequences else units
    return features, (n + units + 1) * units, (features + 1) * classes


def run(student, X_shape, units, classes, return_sequences):
    result = student(X_shape, units, classes, return_sequences)
    result = (None, None, None) if result is None else result
    for index, name in enumerate(("features", "SimpleRNN", "Dense")):
        yield name, result[index]


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


# Wrong answers, as students write them.


def steps_in_the_layer(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, X_shape[1] * recurrent, dense


def without_the_recurrent(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (X_shape[2] + 1) * units, dense


def without_biases(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent - units, dense - classes


def recurrent_bias_missing(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent - units, dense


def dense_bias_missing(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent, dense - classes


def two_biases(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent + units, dense


def recurrent_like_the_kernel(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (2 * X_shape[2] + 1) * units, dense


def a_weight_for_each_state(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (X_shape[2] + 2) * units, dense


def always_every_state(X_shape, units, classes, return_sequences):
    return reference(X_shape, units, classes, True)


def always_the_last(X_shape, units, classes, return_sequences):
    return reference(X_shape, units, classes, False)


def turned_round(X_shape, units, classes, return_sequences):
    return reference(X_shape, units, classes, not return_sequences)


def flattened_inputs(X_shape, units, classes, return_sequences):
    features = X_shape[1] * X_shape[2] if return_sequences else X_shape[2]
    return features, (X_shape[2] + units + 1) * units, (features + 1) * classes


def with_the_batch(X_shape, units, classes, return_sequences):
    features, recurrent, _ = reference(X_shape, units, classes, return_sequences)
    return X_shape[0] * features, recurrent, (X_shape[0] * features + 1) * classes


def dense_without_flatten(X_shape, units, classes, return_sequences):
    features, recurrent, _ = reference(X_shape, units, classes, return_sequences)
    return features, recurrent, (units + 1) * classes


def nothing_returned(X_shape, units, classes, return_sequences):
    print(reference(X_shape, units, classes, return_sequences))


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


ANCHOR = "every-state"
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
    misconceptions=[
        Misconception(
            "parameters for each step",
            steps_in_the_layer,
            "You counted the parameters of SimpleRNN once for each step. All steps share the same W, U and "
            "b, however many there are.",
            ANCHOR,
        ),
        Misconception(
            "U left out",
            without_the_recurrent,
            "You counted SimpleRNN as if it were Dense. The state before is weighed as well, and each unit "
            "has a weight for each of them.",
            ANCHOR,
        ),
        Misconception(
            "bias of SimpleRNN left out",
            recurrent_bias_missing,
            "W and U were counted, and b was not. Each unit of SimpleRNN has a bias, too.",
            ANCHOR,
        ),
        Misconception(
            "bias of Dense left out",
            dense_bias_missing,
            "The weights of Dense were counted, and its biases were not. Each class has one.",
            ANCHOR,
        ),
        Misconception(
            "biases left out",
            without_biases,
            "Only the weights were counted, in both layers. Each unit and each class has a bias, too.",
            ANCHOR,
        ),
        Misconception(
            "two biases",
            two_biases,
            "You counted a bias for W and another for U. Both products are added up before the bias comes, "
            "so one for each unit is enough.",
            ANCHOR,
        ),
        Misconception(
            "U of the shape of W",
            recurrent_like_the_kernel,
            "You gave U the shape of W. W has a row for each feature; what U weighs are states, and there "
            "are as many as units.",
            ANCHOR,
        ),
        Misconception(
            "each unit sees its own state",
            a_weight_for_each_state,
            "You gave each unit one weight for its own state. It sees the states of all units, so U is a "
            "whole matrix.",
            ANCHOR,
        ),
        Misconception(
            "always every state",
            always_every_state,
            "You counted every state in both cases. Without `return_sequences` only the last one is handed "
            "on.",
            ANCHOR,
        ),
        Misconception(
            "Dense on the last axis",
            dense_without_flatten,
            "You counted Dense as if it saw one state at a time. Flatten stands in front of it: every state "
            "has weights of its own there.",
            ANCHOR,
        ),
        Misconception(
            "always the last state",
            always_the_last,
            "You counted one state in both cases. With `return_sequences` all of them are handed on, and "
            "Flatten puts them side by side.",
            ANCHOR,
        ),
        Misconception(
            "return_sequences turned round",
            turned_round,
            "The two cases have changed places. `return_sequences=True` hands every state on, and False the "
            "last one alone.",
            ANCHOR,
        ),
        Misconception(
            "inputs flattened",
            flattened_inputs,
            "You joined the inputs of the steps. What Flatten gets are the states, and each has a number for "
            "each unit.",
            ANCHOR,
        ),
        Misconception(
            "batch joined as well",
            with_the_batch,
            "The samples of the batch are in your count. A network has the same parameters for a batch of "
            "any size, and Flatten leaves the samples apart.",
            ANCHOR,
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. Three numbers are asked for.",
        ),
    ],
    alternatives=[Alternative(from_zeros), Alternative(term_by_term)],
)
