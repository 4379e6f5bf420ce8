"""What is said of classes Dense that students write wrongly."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.dense import wrong_layers as wrong

STATE = "two-parameters"

WRONG_LAYERS = [
    Misconception(
        "cache shared by all layers of the class",
        wrong.StateOfTheClass,
        "One layer works, two disturb each other: their dictionaries belong to the class, so all layers "
        "write into the same ones. Give each object its own when it is made.",
        STATE,
    ),
    Misconception(
        "parameters shared by all layers of the class",
        wrong.ParametersOfTheClass,
        "A second layer changes the parameters of the first: params belongs to the class. Give each object "
        "its own when it is made.",
        STATE,
    ),
    Misconception(
        "cache of the first batch kept",
        wrong.FirstBatchKept,
        "The first batch is right, and its X is kept for ever after. The gradients of a batch need the X of "
        "that very batch: forward notes it anew each time.",
        STATE,
    ),
    Misconception(
        "gradients accumulated",
        wrong.Accumulated,
        "The first batch is right, and the gradients of the second are added to it. grads holds those of the "
        "last batch alone: it is filled anew each time.",
        STATE,
    ),
    Misconception(
        "gradients not in grads",
        wrong.GradientsUnderOtherNames,
        "compute_gradients works, and grads has no entry W or b afterwards. An optimizer looks for them "
        "there, under the keys that params has.",
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
        "parameters kept apart",
        wrong.ParametersKeptApart,
        "After a step of the optimizer, forward still works with the first W and b. The parameters live in "
        "params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "old W on the way back",
        wrong.OldParametersOnTheWayBack,
        "After a step of the optimizer, backward still works with the first W. The parameters live in "
        "params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "old parameters on both ways",
        wrong.OldParametersOnBothWays,
        "After a step of the optimizer, forward and backward still work with the first W and b. The "
        "parameters live in params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "parameters changed by the layer",
        wrong.TrainsItself,
        "The gradients are right, and params was changed along with them. A layer says which way; the step "
        "is the optimizer's.",
        STATE,
    ),
    Misconception(
        "bias forgotten",
        wrong.BiasForgotten,
        "The weighted sums are right, and b is not in them. Every unit adds a bias of its own.",
        "weighted-sum",
    ),
    Misconception(
        "A in the cache",
        wrong.OutputInTheCache,
        "The gradient of the weights was worked out with what came out of the layer. It needs what went in.",
        STATE,
    ),
    Misconception(
        "W not transposed",
        wrong.WeightsNotTransposed,
        "backward sends the gradient through W in the direction of forward. On the way back, the units of dA "
        "have to meet the units of W.",
        "backward",
    ),
    Misconception(
        "dA and W exchanged in backward",
        wrong.WeightsBeforeTheGradient,
        "In backward, dA and W have changed places. dense_backward takes dA first, and dX has a row for each "
        "sample, as X has.",
        "backward",
        least=2,
    ),
    Misconception(
        "averaged over the batch",
        wrong.Averaged,
        "Your gradients are m times too small. If the loss is a mean, that m is in dA already, and Dense "
        "only adds up.",
        "sum-over-samples",
    ),
    Misconception(
        "gradients exchanged",
        wrong.GradientsExchanged,
        "The gradients stand under each other's keys: that of b under W, and that of W under b. In which "
        "order does your function return them?",
        STATE,
    ),
    Misconception(
        "X and dA exchanged",
        wrong.InputAndGradientExchanged,
        "X and dA have changed places in compute_gradients. rows_gradients takes dA first.",
        STATE,
    ),
    Misconception(
        "two axes unpacked",
        wrong.TwoAxesUnpacked,
        "compute_shapes takes X apart as if it had two axes, and a sequence has three. m is the first size "
        "of the shape and n the last, however many there are between them.",
        "many-rows",
    ),
    Misconception(
        "n from the second axis",
        wrong.FeaturesOnTheSecondAxis,
        "n is the size of the second axis, which for a sequence counts the steps. The features stand on the "
        "last axis.",
        "many-rows",
    ),
    Misconception(
        "written for two axes",
        wrong.TwoAxes,
        "Plain samples are right, and sequences are not. All axes before the last are rows that share W and "
        "b, as in exercise 4.",
        "many-rows",
    ),
    Misconception(
        "cache returned by forward",
        wrong.CacheReturned,
        "forward returns two things. A layer has its own self.cache, and the next layer wants A alone.",
        STATE,
    ),
    Misconception(
        "nothing returned by backward",
        wrong.NothingReturned,
        "backward computes dX and keeps it to itself. The layer below can only go on with what backward "
        "returns.",
        "backward",
    ),
    Misconception(
        "nothing returned by forward",
        wrong.ForwardReturnsNothing,
        "forward computes A and keeps it to itself. The next layer can only go on with what forward returns.",
        STATE,
    ),
    Misconception(
        "X not kept",
        wrong.InputNotKept,
        "compute_gradients looks for X in the cache, and forward has not put it there. What is handed to a "
        "stage is gone afterwards, unless it is noted.",
        STATE,
    ),
    Misconception(
        "dA not kept",
        wrong.GradientNotKept,
        "compute_gradients looks for dA in the cache, and backward has not put it there. What is handed to a "
        "stage is gone afterwards, unless it is noted.",
        STATE,
    ),
    Misconception(
        "shapes of the first batch kept",
        wrong.ShapesOfTheFirstBatch,
        "The shapes of the first batch are kept for ever after. The last batch of an epoch is often smaller: "
        "compute_shapes notes those of its own X each time.",
        STATE,
    ),
    Misconception(
        "shapes of one sample",
        wrong.ShapesOfOneSample,
        "These are the shapes of one sample. In this course, shapes are those of whole arrays, with the "
        "batch axis in front.",
        STATE,
    ),
    Misconception(
        "shapes of two axes",
        wrong.ShapesOfTwoAxes,
        "The shape of A is right for plain samples. For sequences, the steps are still there after Dense: "
        "only the last axis changes.",
        "many-rows",
    ),
    Misconception(
        "shapes left empty",
        wrong.ShapesLeftEmpty,
        "dims is filled and shapes is not: self.shapes is as empty after compute_shapes as before. It notes "
        "both, the three sizes by name, and the shapes of X and A.",
        STATE,
    ),
    Misconception(
        "dims and shapes left empty",
        wrong.AllLeftEmpty,
        "dims and shapes are as empty after compute_shapes as before: write into self.dims and self.shapes. "
        "Nobody looks for other names, and one without self in front is gone when the method ends.",
        STATE,
    ),
    Misconception(
        "dims left empty",
        wrong.DimsLeftEmpty,
        "shapes is filled and dims is not. compute_shapes notes both: the three sizes by name, and the "
        "shapes.",
        STATE,
    ),
]
