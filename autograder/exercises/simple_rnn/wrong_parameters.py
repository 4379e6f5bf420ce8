"""Wrong answers to count_parameters, as students write them, and what helps."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.simple_rnn.wrong_counts import WRONG_COUNTS, reference


def without_biases(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent - units, dense - classes


def dense_bias_missing(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent, dense - classes


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


def one_bias_of_dense(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent, dense - classes + 1


def bias_for_each_feature(X_shape, units, classes, return_sequences):
    features, recurrent, _ = reference(X_shape, units, classes, return_sequences)
    return features, recurrent, features * (classes + 1)


def with_the_batch_for_every_state(X_shape, units, classes, return_sequences):
    answer = with_the_batch if return_sequences else reference
    return answer(X_shape, units, classes, return_sequences)


def samples_for_steps(X_shape, units, classes, return_sequences):
    m, steps, _ = X_shape
    return reference((m, m, steps), units, classes, return_sequences)


def steps_and_features_exchanged(X_shape, units, classes, return_sequences):
    m, steps, n = X_shape
    return reference((m, n, steps), units, classes, return_sequences)


def parameters_together(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return features, recurrent + dense


def features_alone(X_shape, units, classes, return_sequences):
    return reference(X_shape, units, classes, return_sequences)[0]


def features_last(X_shape, units, classes, return_sequences):
    features, recurrent, dense = reference(X_shape, units, classes, return_sequences)
    return recurrent, dense, features


def nothing_returned(X_shape, units, classes, return_sequences):
    print(reference(X_shape, units, classes, return_sequences))


ANCHOR = "every-state"

WRONG_PARAMETERS = [
    *WRONG_COUNTS,
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
        "always every state",
        always_every_state,
        "You counted every state in both cases. Without `return_sequences` only the last one is handed on.",
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
        "batch joined where every state is handed on",
        with_the_batch_for_every_state,
        "With every state, the samples of the batch are in your count. A network has the same parameters for "
        "a batch of any size, and Flatten leaves the samples apart.",
        ANCHOR,
    ),
    Misconception(
        "samples taken for steps",
        samples_for_steps,
        "Samples were taken for steps, and steps for features. In `X_shape` the samples come first, then the "
        "steps, then the features of a step.",
        ANCHOR,
    ),
    Misconception(
        "one bias for all classes",
        one_bias_of_dense,
        "You counted one bias for the whole of Dense. Each class has one of its own.",
        ANCHOR,
    ),
    Misconception(
        "a bias for each feature",
        bias_for_each_feature,
        "You gave Dense a bias for each feature that comes in. It has one for each number that goes out: "
        "for each class.",
        ANCHOR,
    ),
    Misconception(
        "steps and features exchanged",
        steps_and_features_exchanged,
        "Steps and features have changed places. In `X_shape` the samples come first, then the steps, then "
        "the features of a step.",
        ANCHOR,
    ),
    Misconception(
        "parameters added up",
        parameters_together,
        "The parameters of both layers came back as one number. Each layer is asked for by itself.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "features alone",
        features_alone,
        "One thing came back. Three numbers are asked for: the features, and the parameters of each of the "
        "two layers.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "features last",
        features_last,
        "The three numbers stand in another order: the features are asked for first, then SimpleRNN, then "
        "Dense.",
        ANCHOR,
        least=WHOLE,
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Three numbers are asked for.",
        least=WHOLE,
    ),
]
