"""The mistakes that students make in the class Flatten."""

from __future__ import annotations

import math

from autograder.exercise import Misconception
from autograder.exercises.flatten.right_layer import Flatten


class StateOfTheClass(Flatten):
    dims, shapes, cache, params, grads = {}, {}, {}, {}, {}

    def __init__(self): ...


class FirstBatchRemembered(Flatten):
    def compute_shapes(self, X):
        if not self.shapes:
            super().compute_shapes(X)


class FirstShapeKept(Flatten):
    def forward(self, X):
        self.compute_shapes(X)
        self.cache.setdefault("shape", X.shape)
        return X.reshape(self.shapes["A"])

    def backward(self, dA):
        return dA.reshape(self.cache["shape"])


class ColumnMajorBack(Flatten):
    def backward(self, dA):
        return dA.reshape(self.shapes["X"], order="F")


class ColumnMajorForth(Flatten):
    def forward(self, X):
        self.compute_shapes(X)
        return X.reshape(self.shapes["A"], order="F")


class ColumnMajor(ColumnMajorForth):
    def backward(self, dA):
        return dA.reshape(self.shapes["X"], order="F")


class GradientUnchanged(Flatten):
    def backward(self, dA):
        return dA


class Averaged(Flatten):
    def backward(self, dA):
        return dA.reshape(self.shapes["X"]) / self.dims["m"]


class CacheReturned(Flatten):
    def forward(self, X):
        self.compute_shapes(X)
        self.cache["shape"] = X.shape
        return X.reshape(self.shapes["A"]), self.cache


class NothingReturned(Flatten):
    def backward(self, dA):
        self.dX = dA.reshape(self.shapes["X"])


class ForwardReturnsNothing(Flatten):
    def forward(self, X):
        self.compute_shapes(X)
        self.A = X.reshape(self.shapes["A"])


class ShapesNotComputed(Flatten):
    def forward(self, X):
        return X.reshape(self.shapes["A"])


class BatchJoined(Flatten):
    def compute_shapes(self, X):
        self.dims["m"], self.dims["n"] = X.shape[0], math.prod(X.shape)
        self.shapes["X"], self.shapes["A"] = X.shape, (1, math.prod(X.shape))


class DigitsOnly(Flatten):
    def backward(self, dA):
        return dA.reshape(-1, 8, 8)


class ShapesOfOneSample(Flatten):
    def compute_shapes(self, X):
        super().compute_shapes(X)
        self.shapes["X"], self.shapes["A"] = X.shape[1:], (self.dims["n"],)

    def forward(self, X):
        self.compute_shapes(X)
        return X.reshape(len(X), *self.shapes["A"])

    def backward(self, dA):
        return dA.reshape(len(dA), *self.shapes["X"])


class DimsLeftEmpty(Flatten):
    def compute_shapes(self, X):
        self.shapes["X"], self.shapes["A"] = X.shape, (len(X), math.prod(X.shape[1:]))


class ShapesLeftEmpty(Flatten):
    def compute_shapes(self, X):
        self.dims.update(m=len(X), n=math.prod(X.shape[1:]))


class AllLeftEmpty(Flatten):
    def compute_shapes(self, X):
        """What is written to names without self is gone when it ends."""


class GradientsNotWritten(Flatten):
    def compute_gradients(self):
        raise NotImplementedError


class GradientOfTheInput(Flatten):
    def backward(self, dA):
        self.cache["dX"] = dA.reshape(self.shapes["X"])
        return self.cache["dX"]

    def compute_gradients(self):
        self.grads["X"] = self.cache["dX"]


class ReshapedInPlace(Flatten):
    def forward(self, X):
        self.compute_shapes(X)
        X.shape = self.shapes["A"]
        return X


STATE = "four-stages"
LAST_BATCH = (
    "The first batch is right, and its shape is kept for ever after. The last batch of an epoch is often "
    "smaller: what depends on X must be noted anew each time that forward runs."
)

WRONG_LAYERS = [
    Misconception(
        "cache shared by all layers of the class",
        StateOfTheClass,
        "One layer works, two disturb each other: their dictionaries belong to the class, so all layers "
        "write into the same ones. Give each object its own when it is made.",
        STATE,
    ),
    Misconception("shapes of the first batch kept", FirstBatchRemembered, LAST_BATCH, STATE),
    Misconception("cache of the first batch kept", FirstShapeKept, LAST_BATCH, STATE),
    Misconception(
        "column-major order in backward",
        ColumnMajorBack,
        "backward folds the gradients in column-major order, and so they reach other elements than those "
        "they belong to.",
        "row-major",
    ),
    Misconception(
        "column-major order in forward",
        ColumnMajorForth,
        "forward unfolds in column-major order, and backward folds in row-major order. In each row of A the "
        "last axis must vary fastest.",
        "row-major",
    ),
    Misconception(
        "column-major order",
        ColumnMajor,
        "forward and backward agree with each other, in column-major order. In each row of A the last axis "
        "must vary fastest.",
        "row-major",
    ),
    Misconception(
        "gradient of the wrong shape",
        GradientUnchanged,
        "backward hands dA on as it came. The layer below gave you X, and it waits for one gradient for "
        "each element of X, in that shape.",
        "backward",
    ),
    Misconception(
        "dA averaged over the batch",
        Averaged,
        "Your gradients are m times too small. Where the loss is a mean, dA has been divided by m already; "
        "Flatten does no arithmetic.",
        "backward",
    ),
    Misconception(
        "cache returned by forward",
        CacheReturned,
        "forward returns two things. The function of exercise 4 had to; a layer has its own self.cache, and "
        "the next layer wants A alone.",
        STATE,
    ),
    Misconception(
        "nothing returned by backward",
        NothingReturned,
        "backward computes dX and keeps it to itself. The layer below can only go on with what backward "
        "returns.",
        "backward",
    ),
    Misconception(
        "nothing returned by forward",
        ForwardReturnsNothing,
        "forward computes A and keeps it to itself. The next layer can only go on with what forward returns.",
        STATE,
    ),
    Misconception(
        "compute_shapes not called by forward",
        ShapesNotComputed,
        "forward counts on shapes that are not there yet. A model calls forward and nothing before it, so "
        "forward has to see to the shapes of its own X.",
        STATE,
    ),
    Misconception(
        "batch axis joined too",
        BatchJoined,
        "The whole batch became one row, and the next layer takes it for a single sample. m stays the first "
        "axis of A.",
        "batch-axis",
    ),
    Misconception(
        "dims hard-coded",
        DigitsOnly,
        "The size of the digits, 8 x 8, is written into the layer. Other inputs have other shapes: the "
        "layer saw the shape of X in forward, and can remember it.",
        "cache",
        least=2,
    ),
    Misconception(
        "shapes of one sample",
        ShapesOfOneSample,
        "These are the shapes of one sample. In this course, shapes are those of whole arrays, with the "
        "batch axis in front.",
        STATE,
    ),
    Misconception(
        "dims left empty",
        DimsLeftEmpty,
        "shapes is filled and dims is not. compute_shapes notes both: the two sizes by name, and the shapes "
        "that follow from them.",
        STATE,
    ),
    Misconception(
        "shapes left empty",
        ShapesLeftEmpty,
        "dims is filled and shapes is not: self.shapes is as empty after compute_shapes as before. It notes "
        "both, the two sizes by name, and the shapes of X and A.",
        STATE,
    ),
    Misconception(
        "dims and shapes left empty",
        AllLeftEmpty,
        "dims and shapes are as empty after compute_shapes as before: write into self.dims and self.shapes. "
        "Nobody looks for other names, and one without self in front is gone when the method ends.",
        STATE,
    ),
    Misconception(
        "compute_gradients not written",
        GradientsNotWritten,
        "compute_gradients still raises NotImplementedError, and a model calls it in every layer. What is "
        "there to compute for a layer that has no parameters?",
        STATE,
    ),
    Misconception(
        "gradient of X among those of parameters",
        GradientOfTheInput,
        "grads is not empty after compute_gradients: it is for the layer's own parameters, and Flatten has "
        "none. What X needs is what backward hands back.",
        STATE,
    ),
    Misconception(
        "input changed in place",
        ReshapedInPlace,
        "The numbers are right, but forward reshaped X itself, which the layer below still needs for its "
        "own backward. Make a reshaped array and leave X as it was.",
    ),
]
