"""Wrong classes BatchNormalization: where things are kept, what is returned (words: layer_sentences.py)."""

from __future__ import annotations

import numpy as np

from autograder.exercises.normalization.right_layer import BatchNormalization


class CacheOfTheClass(BatchNormalization):
    cache, grads = {}, {}

    def __init__(self, n, momentum=0.99, epsilon=1e-3):
        self.momentum, self.epsilon, self.dims, self.shapes = momentum, epsilon, {}, {}
        self.params = {"gamma": np.ones(n), "beta": np.zeros(n)}
        self.buffers = {"moving_mean": np.zeros(n), "moving_variance": np.ones(n)}


class BuffersOfTheClass(BatchNormalization):
    dims, buffers = {}, {}

    def __init__(self, n, momentum=0.99, epsilon=1e-3):
        self.momentum, self.epsilon, self.shapes = momentum, epsilon, {}
        self.cache, self.grads = {}, {}
        self.params = {"gamma": np.ones(n), "beta": np.zeros(n)}
        self.buffers.update(moving_mean=np.zeros(n), moving_variance=np.ones(n))


class BuffersKeptApart(BatchNormalization):
    def __init__(self, n, momentum=0.99, epsilon=1e-3):
        super().__init__(n, momentum, epsilon)
        self.moving_mean, self.moving_variance = np.zeros(n), np.ones(n)

    def move(self, mean, variance):
        kept, rest = self.momentum, 1 - self.momentum
        self.moving_mean = kept * self.moving_mean + rest * mean
        self.moving_variance = kept * self.moving_variance + rest * variance

    def forward(self, X, training=False):
        mean, variance = self.statistics(X)
        if training:
            self.move(mean, variance)
        else:
            mean, variance = self.moving_mean, self.moving_variance
        return self.normalize(X, mean, variance, training)


class BuffersInParams(BatchNormalization):
    def move(self, mean, variance):
        for key, batch in (("moving_mean", mean), ("moving_variance", variance)):
            before = self.params.get(key, self.buffers[key])
            self.params[key] = self.momentum * before + (1 - self.momentum) * batch

    def forward(self, X, training=False):
        mean, variance = self.statistics(X)
        if training:
            self.move(mean, variance)
        else:
            mean, variance = self.params["moving_mean"], self.params["moving_variance"]
        return self.normalize(X, mean, variance, training)


class ParametersKeptApart(BatchNormalization):
    def __init__(self, n, momentum=0.99, epsilon=1e-3):
        super().__init__(n, momentum, epsilon)
        self.gamma, self.beta = self.params["gamma"], self.params["beta"]

    def normalize(self, X, mean, variance, training):
        super().normalize(X, mean, variance, training)
        return self.gamma * self.cache["N"] + self.beta

    def backward(self, dA):
        return super().backward(dA) / self.params["gamma"] * self.gamma


class PredictionNotKept(BatchNormalization):
    """In prediction the cache is left as it was, which is that of no batch at all."""

    def normalize(self, X, mean, variance, training):
        if training:
            return super().normalize(X, mean, variance, training)
        N = (X - mean) / np.sqrt(variance + self.epsilon)
        return self.params["gamma"] * N + self.params["beta"]


class ParametersOfTheFirstCall(BatchNormalization):
    def normalize(self, X, mean, variance, training):
        super().normalize(X, mean, variance, training)
        gamma = self.cache.setdefault("gamma", self.params["gamma"])
        return gamma * self.cache["N"] + self.cache.setdefault("beta", self.params["beta"])


class Accumulated(BatchNormalization):
    def compute_gradients(self):
        for key, gradient in zip(("gamma", "beta"), self.gradients(), strict=True):
            self.grads[key] = self.grads.get(key, 0) + gradient


class TrainsItself(BatchNormalization):
    def compute_gradients(self):
        super().compute_gradients()
        for key in self.params:
            self.params[key] = self.params[key] - 0.1 * self.grads[key]


class GradientsUnderOtherNames(BatchNormalization):
    def compute_gradients(self):
        self.grads["dgamma"], self.grads["dbeta"] = self.gradients()


class GradientsNotWritten(BatchNormalization):
    def compute_gradients(self):
        raise NotImplementedError


class GradientOfX(BatchNormalization):
    def normalize(self, X, mean, variance, training):
        self.cache["X"] = X
        return super().normalize(X, mean, variance, training)

    def gradients(self):
        dA = self.cache["dA"]
        axes = tuple(range(dA.ndim - 1))
        return (dA * self.cache["X"]).sum(axis=axes), dA.sum(axis=axes)


class CacheReturned(BatchNormalization):
    def forward(self, X, training=False):
        return super().forward(X, training), self.cache


class ForwardReturnsNothing(BatchNormalization):
    def forward(self, X, training=False):
        self.A = super().forward(X, training)


class BackwardReturnsNothing(BatchNormalization):
    def backward(self, dA):
        self.dX = super().backward(dA)


class BackwardReturnsNothingInPrediction(BatchNormalization):
    def backward(self, dA):
        dX = super().backward(dA)
        if self.cache["training"]:
            return dX


class BackwardReturnsAll(BatchNormalization):
    def backward(self, dA):
        return super().backward(dA), *self.gradients()


class XChangedInPlace(BatchNormalization):
    def normalize(self, X, mean, variance, training):
        s = np.sqrt(variance + self.epsilon)
        X -= mean
        self.cache.update(N=X / s, s=s, training=training)
        return self.params["gamma"] * self.cache["N"] + self.params["beta"]


class GradientChangedInPlace(BatchNormalization):
    def backward(self, dA):
        dX = super().backward(dA)
        self.cache["dA"] = dA.copy()
        dA *= self.params["gamma"]
        return dX


class GradientsExchanged(BatchNormalization):
    def compute_gradients(self):
        super().compute_gradients()
        self.grads["gamma"], self.grads["beta"] = self.grads["beta"], self.grads["gamma"]
