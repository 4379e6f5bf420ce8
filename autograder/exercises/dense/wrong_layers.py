"""The mistakes that students make in the class Dense."""

from __future__ import annotations

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


class WeightsBeforeTheGradient(Dense):
    def backward(self, dA):
        self.cache["dA"] = dA
        return self.params["W"] @ dA.T


class Averaged(Dense):
    def gradients(self):
        dW, db = super().gradients()
        return dW / self.dims["m"], db / self.dims["m"]


class GradientsExchanged(Dense):
    def compute_gradients(self):
        self.grads["b"], self.grads["W"] = self.gradients()


class InputAndGradientExchanged(Dense):
    def gradients(self):
        dW, _ = super().gradients()
        return dW.T, self.cache["X"].reshape(-1, len(dW)).sum(axis=0)


class TwoAxesUnpacked(Dense):
    def compute_shapes(self, X):
        m, n = X.shape
        self.dims.update(m=m, n=n, units=len(self.params["b"]))
        self.shapes.update(X=(m, n), A=(m, self.dims["units"]))


class FeaturesOnTheSecondAxis(Dense):
    def compute_shapes(self, X):
        super().compute_shapes(X)
        self.dims["n"] = X.shape[1]


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


class ShapesLeftEmpty(Dense):
    def compute_shapes(self, X):
        n, units = self.params["W"].shape
        self.dims.update(m=len(X), n=n, units=units)


class AllLeftEmpty(Dense):
    def compute_shapes(self, X):
        """What is written to names without self is gone when it ends."""


class DimsLeftEmpty(Dense):
    def compute_shapes(self, X):
        self.shapes.update(X=X.shape, A=(*X.shape[:-1], len(self.params["b"])))
