"""What is said of classes BatchNormalization in which something is kept or returned wrongly."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.normalization import wrong_layers as wrong

STATE = "state"

OF_STATE = [
    Misconception(
        "cache shared by all layers of the class",
        wrong.CacheOfTheClass,
        "One layer works, two disturb each other: cache and grads belong to the class, so that all layers "
        "write into the same ones. Give each object its own when it is made.",
        STATE,
    ),
    Misconception(
        "buffers shared by all layers of the class",
        wrong.BuffersOfTheClass,
        "Two layers move the same values: buffers belongs to the class. Give each object its own when it is "
        "made.",
        STATE,
    ),
    Misconception(
        "buffers kept apart",
        wrong.BuffersKeptApart,
        "The moving values live in attributes of their own, so that whoever saves and loads buffers misses "
        "them. Read them there, and put the new ones there.",
        STATE,
    ),
    Misconception(
        "buffers in params",
        wrong.BuffersInParams,
        "The moving values went into params, where an optimizer looks for a gradient of each. What is kept "
        "and not trained has its place in buffers.",
        STATE,
    ),
    Misconception(
        "parameters kept apart",
        wrong.ParametersKeptApart,
        "After a step of the optimizer, the layer still works with the first gamma and beta. They live in "
        "params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "prediction not kept",
        wrong.PredictionNotKept,
        "After a prediction, backward finds nothing of it in the cache. forward notes there what it worked "
        "with, each time.",
        STATE,
    ),
    Misconception(
        "parameters of the first call kept",
        wrong.ParametersOfTheFirstCall,
        "After a step of the optimizer, forward still works with the gamma and beta of its first call. They "
        "live in params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "gradients accumulated",
        wrong.Accumulated,
        "The gradients of a second batch are added to those of the first. grads holds those of the last "
        "batch alone: it is filled anew each time.",
        STATE,
    ),
    Misconception(
        "parameters changed by the layer",
        wrong.TrainsItself,
        "The gradients are there, and params was changed along with them. A layer says which way; the step "
        "is the optimizer's.",
        STATE,
    ),
    Misconception(
        "gradients not in grads",
        wrong.GradientsUnderOtherNames,
        "compute_gradients works, and grads has no entry gamma or beta afterwards. An optimizer looks for "
        "them there, under the keys that params has.",
        STATE,
    ),
    Misconception(
        "compute_gradients not written",
        wrong.GradientsNotWritten,
        "compute_gradients still raises NotImplementedError, and this layer has two parameters that wait for "
        "their gradients.",
        STATE,
    ),
    Misconception(
        "gamma's gradient from X",
        wrong.GradientOfX,
        "The gradient of gamma was made of X. gamma is multiplied by N, what has been normalized: that is "
        "what its gradient needs.",
        "back-to-gamma-and-beta",
    ),
    Misconception(
        "cache returned by forward",
        wrong.CacheReturned,
        "forward returns two things. A layer has its own self.cache, and the next layer wants A alone.",
        STATE,
    ),
    Misconception(
        "nothing returned by forward",
        wrong.ForwardReturnsNothing,
        "forward works A out and keeps it to itself. The next layer can only go on with what forward "
        "returns.",
        STATE,
    ),
    Misconception(
        "nothing returned on the way back of a prediction",
        wrong.BackwardReturnsNothingInPrediction,
        "After a batch in training, backward is right. After a prediction it ends without giving anything "
        "back, and a gradient goes back through it as well, whose mean and variance are constants.",
        STATE,
    ),
    Misconception(
        "nothing returned by backward",
        wrong.BackwardReturnsNothing,
        "backward works dX out and keeps it to itself. The layer below can only go on with what backward "
        "returns.",
        STATE,
    ),
    Misconception(
        "three gradients returned by backward",
        wrong.BackwardReturnsAll,
        "backward returns three things. The layer below wants dX alone: the gradients of gamma and beta go "
        "into grads, by compute_gradients.",
        STATE,
    ),
    Misconception(
        "X changed in place",
        wrong.XChangedInPlace,
        "X itself is changed by forward. The layer below may still need it: work on a copy.",
    ),
    Misconception(
        "dA changed in place",
        wrong.GradientChangedInPlace,
        "dA itself is changed by backward. The layer above may still need it: work on a copy.",
    ),
    Misconception(
        "gradients exchanged",
        wrong.GradientsExchanged,
        "In grads, those of gamma and beta have changed places. In which order does your function for the "
        "way back return them?",
        STATE,
    ),
]
