"""Mistakes in the number of parameters of SimpleRNN, in count_parameters, and what helps."""

from __future__ import annotations

from autograder.exercise import Misconception


def reference(X_shape, units, classes, return_sequences):
    _, steps, n = X_shape
    features = steps * units if return_sequences else units
    return features, (n + units + 1) * units, (features + 1) * classes


def steps_in_the_layer(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, X_shape[1] * recurrent, dense


def without_the_recurrent(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (X_shape[2] + 1) * units, dense


def recurrent_bias_missing(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent - units, dense


def two_biases(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent + units, dense


def recurrent_like_the_kernel(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (2 * X_shape[2] + 1) * units, dense


def a_weight_for_each_state(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (X_shape[2] + 2) * units, dense


def kernel_for_each_step(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (X_shape[1] * X_shape[2] + units + 1) * units, dense


def bias_for_each_step(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent + (X_shape[1] - 1) * units, dense


def one_bias(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent - units + 1, dense


def kernel_left_out(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    return features, (units + 1) * units, dense


def recurrent_of_the_inputs(X_shape, units, classes, return_sequences):
    features, _, dense = reference(X_shape, units, classes, return_sequences)
    n = X_shape[2]
    return features, n * units + n * n + units, dense


def both_in_dense(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent, recurrent + dense


ANCHOR = "every-state"

WRONG_COUNTS = [
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
        "You counted SimpleRNN as if it were Dense. The states before are weighed as well, and each unit "
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
        "U as large as the input",
        recurrent_of_the_inputs,
        "You gave U a row and a column for each feature. What U weighs are states, and what comes out is a "
        "state: it has a row and a column for each unit.",
        ANCHOR,
    ),
    Misconception(
        "both layers in Dense",
        both_in_dense,
        "The parameters of SimpleRNN are in your count of Dense, too. Each layer is asked for by itself.",
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
        "a kernel for each step",
        kernel_for_each_step,
        "You counted W once for each step. All steps share it, however many there are: it has a row for "
        "each feature of one step.",
        ANCHOR,
    ),
    Misconception(
        "a bias for each step",
        bias_for_each_step,
        "You counted b once for each step. All steps share it: a bias for each unit is enough.",
        ANCHOR,
    ),
    Misconception(
        "one bias for all units",
        one_bias,
        "You counted one bias for the whole of SimpleRNN. Each unit has one of its own.",
        ANCHOR,
    ),
    Misconception(
        "W left out",
        kernel_left_out,
        "U and b were counted, and W was not. Each unit weighs every feature of the input, too.",
        ANCHOR,
    ),
]
