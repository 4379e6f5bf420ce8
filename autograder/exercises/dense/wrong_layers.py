"""The mistakes that students make in the class Dense."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.dense.right_layer import Dense


class StateOfTheClass(Dense):
    dims, shapes, cache, grads = {}, {}, {}, {}

    def __init__(self, W, b):
        self.params = {"W": W, "b": b}


class ParametersOfTheClass(Dense):
    params, buffers = {}, {}

    def __init__(self, W, b):
        self.dims, self.shapes, self.cache, self.grads = {}, {}, {}, {}
        self.params.update(W=W, b=b)


class FirstBatchKept(Dense):
    def forward(self, X):
        self.compute_shapes(X)
        self.cache.setdefault("X", X)
        return X @ self.params["W"] + self.params["b"]


class Accumulated(Dense):
    def compute_gradients(self):
        dW, db = self.gradients()
        self.grads["W"] = self.grads.get("W", 0) + dW
        self.grads["b"] = self.grads.get("b", 0) + db


class GradientsUnderOtherNames(Dense):
    def compute_gradients(self):
        self.grads["dW"], self.grads["db"] = self.gradients()


class GradientsNotWritten(Dense):
    def compute_gradients(self):
        raise NotImplementedError


class ParametersKeptApart(Dense):
    def __init__(self, W, b):
        super().__init__(W, b)
        self.W, self.b = W, b

    def forward(self, X):
        self.compute_shapes(X)
        self.cache["X"] = X
        return X @ self.W + self.b


class OldParametersOnTheWayBack(Dense):
    def __init__(self, W, b):
        super().__init__(W, b)
        self.W, self.b = W, b

    def backward(self, dA):
        self.cache["dA"] = dA
        return dA @ self.W.T


class OldParametersOnBothWays(OldParametersOnTheWayBack):
    def forward(self, X):
        self.compute_shapes(X)
        self.cache["X"] = X
        return X @ self.W + self.b


class TrainsItself(Dense):
    def compute_gradients(self):
        super().compute_gradients()
        self.params["W"] -= 0.1 * self.grads["W"]
        self.params["b"] -= 0.1 * self.grads["b"]


class BiasForgotten(Dense):
    def forward(self, X):
        self.compute_shapes(X)
        self.cache["X"] = X
        return X @ self.params["W"]


class OutputInTheCache(Dense):
    def forward(self, X):
        A = super().forward(X)
        self.cache["X"] = A
        return A


class WeightsNotTransposed(Dense):
    def backward(self, dA):
        self.cache["dA"] = dA
        return dA @ self.params["W"]


class Averaged(Dense):
    def gradients(self):
        dW, db = super().gradients()
        return dW / self.dims["m"], db / self.dims["m"]


class TwoAxes(Dense):
    def gradients(self):
        X, dA = self.cache["X"], self.cache["dA"]
        return X.T @ dA, dA.sum(axis=0)


class CacheReturned(Dense):
    def forward(self, X):
        return super().forward(X), self.cache


class NothingReturned(Dense):
    def backward(self, dA):
        self.cache["dA"] = dA
        self.dX = dA @ self.params["W"].T


class ForwardReturnsNothing(Dense):
    def forward(self, X):
        self.A = super().forward(X)


class InputNotKept(Dense):
    def forward(self, X):
        self.compute_shapes(X)
        return X @ self.params["W"] + self.params["b"]


class GradientNotKept(Dense):
    def backward(self, dA):
        return dA @ self.params["W"].T


class ShapesOfTheFirstBatch(Dense):
    def compute_shapes(self, X):
        if not self.shapes:
            super().compute_shapes(X)


class ShapesOfOneSample(Dense):
    def compute_shapes(self, X):
        super().compute_shapes(X)
        self.shapes.update(X=X.shape[1:], A=self.shapes["A"][1:])


class ShapesOfTwoAxes(Dense):
    def compute_shapes(self, X):
        super().compute_shapes(X)
        self.shapes["A"] = (len(X), self.dims["units"])


class DimsLeftEmpty(Dense):
    def compute_shapes(self, X):
        self.shapes.update(X=X.shape, A=(*X.shape[:-1], len(self.params["b"])))


STATE = "two-parameters"

WRONG_LAYERS = [
    Misconception(
        "cache shared by all layers of the class",
        StateOfTheClass,
        "One layer works, two disturb each other: their dictionaries belong to the class, so all layers "
        "write into the same ones. Give each object its own when it is made.",
        STATE,
    ),
    Misconception(
        "parameters shared by all layers of the class",
        ParametersOfTheClass,
        "A second layer changes the parameters of the first: params belongs to the class. Give each object "
        "its own when it is made.",
        STATE,
    ),
    Misconception(
        "cache of the first batch kept",
        FirstBatchKept,
        "The first batch is right, and its X is kept for ever after. The gradients of a batch need the X of "
        "that very batch: forward notes it anew each time.",
        STATE,
    ),
    Misconception(
        "gradients accumulated",
        Accumulated,
        "The first batch is right, and the gradients of the second are added to it. grads holds those of the "
        "last batch alone: it is filled anew each time.",
        STATE,
    ),
    Misconception(
        "gradients not in grads",
        GradientsUnderOtherNames,
        "compute_gradients works, and grads has no entry W or b afterwards. An optimizer looks for them "
        "there, under the keys that params has.",
        STATE,
    ),
    Misconception(
        "compute_gradients not written",
        GradientsNotWritten,
        "compute_gradients still raises NotImplementedError, and this layer has two parameters that wait for "
        "their gradients.",
        STATE,
    ),
    Misconception(
        "parameters kept apart",
        ParametersKeptApart,
        "After a step of the optimizer, forward still works with the first W and b. The parameters live in "
        "params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "old W on the way back",
        OldParametersOnTheWayBack,
        "After a step of the optimizer, backward still works with the first W. The parameters live in "
        "params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "old parameters on both ways",
        OldParametersOnBothWays,
        "After a step of the optimizer, forward and backward still work with the first W and b. The "
        "parameters live in params, and are read there each time.",
        STATE,
    ),
    Misconception(
        "parameters changed by the layer",
        TrainsItself,
        "The gradients are right, and params was changed along with them. A layer says which way; the step "
        "is the optimizer's.",
        STATE,
    ),
    Misconception(
        "bias forgotten",
        BiasForgotten,
        "The weighted sums are right, and b is not in them. Every unit adds a bias of its own.",
        "weighted-sum",
    ),
    Misconception(
        "A in the cache",
        OutputInTheCache,
        "The gradient of the weights was worked out with what came out of the layer. It needs what went in.",
        STATE,
    ),
    Misconception(
        "W not transposed",
        WeightsNotTransposed,
        "backward sends the gradient through W in the direction of forward. On the way back, the units of dA "
        "have to meet the units of W.",
        "backward",
    ),
    Misconception(
        "averaged over the batch",
        Averaged,
        "Your gradients are m times too small. If the loss is a mean, that m is in dA already, and Dense "
        "only adds up.",
        "sum-over-samples",
    ),
    Misconception(
        "written for two axes",
        TwoAxes,
        "Plain samples are right, and sequences are not. All axes before the last are rows that share W and "
        "b, as in exercise 4.",
        "many-rows",
    ),
    Misconception(
        "cache returned by forward",
        CacheReturned,
        "forward returns two things. A layer has its own self.cache, and the next layer wants A alone.",
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
        "X not kept",
        InputNotKept,
        "compute_gradients looks for X in the cache, and forward has not put it there. What is handed to a "
        "stage is gone afterwards, unless it is noted.",
        STATE,
    ),
    Misconception(
        "dA not kept",
        GradientNotKept,
        "compute_gradients looks for dA in the cache, and backward has not put it there. What is handed to a "
        "stage is gone afterwards, unless it is noted.",
        STATE,
    ),
    Misconception(
        "shapes of the first batch kept",
        ShapesOfTheFirstBatch,
        "The shapes of the first batch are kept for ever after. The last batch of an epoch is often smaller: "
        "compute_shapes notes those of its own X each time.",
        STATE,
    ),
    Misconception(
        "shapes of one sample",
        ShapesOfOneSample,
        "These are the shapes of one sample. In this course, shapes are those of whole arrays, with the "
        "batch axis in front.",
        STATE,
    ),
    Misconception(
        "shapes of two axes",
        ShapesOfTwoAxes,
        "The shape of A is right for plain samples. For sequences, the steps are still there after Dense: "
        "only the last axis changes.",
        "many-rows",
    ),
    Misconception(
        "dims left empty",
        DimsLeftEmpty,
        "shapes is filled and dims is not. compute_shapes notes both: the three sizes by name, and the "
        "shapes.",
        STATE,
    ),
]
