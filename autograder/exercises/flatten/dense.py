"""dense_shapes: what Dense makes of a 3-D input, with and without Flatten before it."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import WHOLE, Alternative, Case, Exercise, Misconception, random_shape, unequal_shape
from autograder.exercises.returned import named


def reference(input_shape, units, flatten):
    if flatten:
        input_shape = (math.prod(input_shape),)
    *before, features = input_shape
    return (None, *before, units), (features + 1) * units


def run(student, input_shape, units, flatten):
    return named(student(input_shape, units, flatten), None, "output_shape", "parameters")


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    shapes = [random_shape(rng, ndim=(1, 4), size=(1, 9)) for _ in range(5)]
    for shape in [*shapes, unequal_shape(rng, 3)]:
        units = int(rng.integers(2, 40))
        cases += [
            Case("a layer drawn at random", input_shape=shape, units=units, flatten=flatten)
            for flatten in (False, True)
        ]
    return cases


# Wrong answers, as students write them.


def bias_forgotten(input_shape, units, flatten):
    if flatten:
        return (None, units), math.prod(input_shape) * units
    return (None, *input_shape[:-1], units), input_shape[-1] * units


def single_bias(input_shape, units, flatten):
    if flatten:
        return (None, units), math.prod(input_shape) * units + 1
    return (None, *input_shape[:-1], units), input_shape[-1] * units + 1


def one_more_unit(input_shape, units, flatten):
    if flatten:
        return (None, units), math.prod(input_shape) * (units + 1)
    return (None, *input_shape[:-1], units), input_shape[-1] * (units + 1)


def dense_flattens_by_itself(input_shape, units, flatten):
    return (None, units), (math.prod(input_shape) + 1) * units


def flatten_left_out(input_shape, units, flatten):
    return (None, *input_shape[:-1], units), (input_shape[-1] + 1) * units


def flattened_after_dense(input_shape, units, flatten):
    *before, features = input_shape
    parameters = (features + 1) * units
    if flatten:
        return (None, math.prod(before) * units), parameters
    return (None, *before, units), parameters


def weights_for_every_step(input_shape, units, flatten):
    if flatten:
        return (None, units), (math.prod(input_shape) + 1) * units
    *before, features = input_shape
    return (None, *before, units), (features + 1) * units * math.prod(before)


def all_features_counted(input_shape, units, flatten):
    parameters = (math.prod(input_shape) + 1) * units
    if flatten:
        return (None, units), parameters
    return (None, *input_shape[:-1], units), parameters


def bias_for_every_step(input_shape, units, flatten):
    if flatten:
        return (None, units), (math.prod(input_shape) + 1) * units
    *before, features = input_shape
    return (None, *before, units), features * units + math.prod(before) * units


def first_axis_mapped(input_shape, units, flatten):
    if flatten:
        return (None, units), (math.prod(input_shape) + 1) * units
    return (None, units, *input_shape[1:]), (input_shape[0] + 1) * units


def flatten_the_other_way_round(input_shape, units, flatten):
    return reference(input_shape, units, not flatten)


def units_behind_the_features(input_shape, units, flatten):
    if flatten:
        input_shape = (math.prod(input_shape),)
    return (None, *input_shape, units), (input_shape[-1] + 1) * units


def first_axis_taken_for_the_batch(input_shape, units, flatten):
    if flatten:
        input_shape = (None, math.prod(input_shape[1:]))
    return (None, *input_shape[1:-1], units), (input_shape[-1] + 1) * units


def nothing_returned(input_shape, units, flatten):
    pass


def shape_alone(input_shape, units, flatten):
    return (None, *(() if flatten else input_shape[:-1]), units)


def parameters_first(input_shape, units, flatten):
    n = math.prod(input_shape) if flatten else input_shape[-1]
    return (n + 1) * units, (None, *(() if flatten else input_shape[:-1]), units)


def batch_left_out(input_shape, units, flatten):
    if flatten:
        return (units,), (math.prod(input_shape) + 1) * units
    return (*input_shape[:-1], units), (input_shape[-1] + 1) * units


# Right answers, written in other ways.


def case_by_case(input_shape, units, flatten):
    if flatten:
        n = 1
        for size in input_shape:
            n *= size
        return [None, units], n * units + units
    return [None, *list(input_shape[:-1]), units], input_shape[-1] * units + units


def by_counting_arrays(input_shape, units, flatten):
    x = np.zeros((1, *input_shape))
    if flatten:
        x = x.reshape(1, -1)
    W, b = np.zeros((x.shape[-1], units)), np.zeros(units)
    return (None, *(x @ W + b).shape[1:]), W.size + b.size


dense_shapes = Exercise(
    "dense_shapes",
    points=2,
    reference=reference,
    run=run,
    cases=[
        Case("16 units on 5 steps of 3 features", input_shape=(5, 3), units=16, flatten=False),
        Case("the same, flattened first", input_shape=(5, 3), units=16, flatten=True),
        Case("10 units on a row of 64", input_shape=(64,), units=10, flatten=False),
        Case("4 units on 8 x 6 colour images", input_shape=(8, 6, 3), units=4, flatten=False),
        Case("the same images, flattened first", input_shape=(8, 6, 3), units=4, flatten=True),
    ],
    hidden=hidden,
    misconceptions=[
        Misconception(
            "bias forgotten",
            bias_forgotten,
            "The weights are all counted, the biases are not. Every unit has one number more than its "
            "weights.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "one bias for the whole layer",
            single_bias,
            "You counted one bias for the whole layer. How many units add a bias of their own?",
            anchor="dense-last-axis",
        ),
        Misconception(
            "one unit too many",
            one_more_unit,
            "You counted one more unit in place of one more input: the bias acts as the weight of an input "
            "that is always 1.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "every element connected",
            all_features_counted,
            "Without Flatten a unit does not see the whole sample at once: it has weights only for the axis "
            "that Dense maps.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "Dense flattens by itself",
            dense_flattens_by_itself,
            "You let Dense flatten its input. It leaves every axis as it is, but the last: without Flatten, "
            "the steps or rows are still there after it.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "Flatten left out",
            flatten_left_out,
            "The answer is the same with and without Flatten. Where flatten is true, what does the sample "
            "look like by the time that it reaches Dense?",
            anchor="dense-last-axis",
        ),
        Misconception(
            "flattened after Dense",
            flattened_after_dense,
            "You let Flatten come after Dense, where it only lines up the outputs. Here it comes first, so "
            "Dense sees one long row.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "weights for every step",
            weights_for_every_step,
            "You gave every step a set of weights of its own; without Flatten, all steps are mapped by the "
            "same weights.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "a bias for every step",
            bias_for_every_step,
            "The weights are shared by all steps, as you say, and so are the biases: a unit has one, "
            "whatever the number of steps.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "first axis mapped",
            first_axis_mapped,
            "You let Dense map the first axis of a sample. Which axis does x @ W sum over?",
            anchor="dense-last-axis",
        ),
        Misconception(
            "flatten the other way round",
            flatten_the_other_way_round,
            "You flatten where flatten is False, and do not where it is True. Read your condition once more.",
            least=WHOLE,
        ),
        Misconception(
            "units behind the features",
            units_behind_the_features,
            "The features are still there, with the units behind them. Dense sums over the last axis, which "
            "then is gone: units takes its place.",
            anchor="dense-last-axis",
        ),
        Misconception(
            "first axis taken for the batch",
            first_axis_taken_for_the_batch,
            "You took the first size for that of the batch. input_shape is the shape of one sample, without "
            "the batch: all of its axes count.",
            anchor="batch-axis",
        ),
        Misconception(
            "nothing returned",
            nothing_returned,
            "Your function ends without giving anything back. Two things are asked for, the output shape "
            "and the number of parameters.",
            least=WHOLE,
        ),
        Misconception(
            "only the shape returned",
            shape_alone,
            "One tuple came back, and its first two entries were taken for the two results. These are the "
            "output shape, a tuple of its own, and behind it the number of parameters.",
        ),
        Misconception(
            "parameters before the shape",
            parameters_first,
            "Both results are right and have changed places: the output shape is expected first, then the "
            "number of parameters.",
            least=WHOLE,
        ),
        Misconception(
            "batch left out",
            batch_left_out,
            "The sizes are right, and the batch axis is missing. A table of shapes leaves room for any "
            "number of samples: where does None stand?",
            anchor="batch-axis",
        ),
    ],
    alternatives=[Alternative(case_by_case), Alternative(by_counting_arrays)],
)
