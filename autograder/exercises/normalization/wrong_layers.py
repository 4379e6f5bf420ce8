"""The mistakes that students make in the class BatchNormalization (the words are in layer_sentences.py)."""

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


class MomentumTurnedRound(BatchNormalization):
    def move(self, mean, variance):
        for key, batch in (("moving_mean", mean), ("moving_variance", variance)):
            self.buffers[key] = (1 - self.momentum) * self.buffers[key] + self.momentum * batch


class NeverMoved(BatchNormalization):
    def move(self, mean, variance):
        pass


class MeanAloneMoved(BatchNormalization):
    def move(self, mean, variance):
        super().move(mean, self.buffers["moving_variance"])


class LastBatchAlone(BatchNormalization):
    def move(self, mean, variance):
        self.buffers.update(moving_mean=mean, moving_variance=variance)


class MovedInPrediction(BatchNormalization):
    def forward(self, X, training=False):
        A = super().forward(X, training)
        if not training:
            self.move(*self.statistics(X))
        return A


class MovedInPredictionFirst(BatchNormalization):
    def forward(self, X, training=False):
        self.move(*self.statistics(X))
        mean, variance = self.buffers["moving_mean"], self.buffers["moving_variance"]
        if training:
            mean, variance = self.statistics(X)
        return self.normalize(X, mean, variance, training)


class OneLessInTheBuffers(BatchNormalization):
    def forward(self, X, training=False):
        self.rows = X.size // X.shape[-1]
        return super().forward(X, training)

    def move(self, mean, variance):
        super().move(mean, variance * self.rows / (self.rows - 1))


class DeviationsMoved(BatchNormalization):
    def move(self, mean, variance):
        super().move(mean, np.sqrt(variance))


class EpsilonMoved(BatchNormalization):
    def move(self, mean, variance):
        super().move(mean, variance + self.epsilon)


class MovedAfterwards(BatchNormalization):
    """Statistics of what has been normalized already: 0 and 1."""

    def forward(self, X, training=False):
        if training:
            A = self.normalize(X, *self.statistics(X), training)
            self.move(*self.statistics(self.cache["N"]))
            return A
        return super().forward(X, training)


class OfTheOutput(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            A = self.normalize(X, *self.statistics(X), training)
            self.move(*self.statistics(A))
            return A
        return super().forward(X, training)


class AlwaysTraining(BatchNormalization):
    def forward(self, X, training=False):
        return super().forward(X, True)


class BatchInPrediction(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            self.move(*self.statistics(X))
        return self.normalize(X, *self.statistics(X), training)


class NeverTraining(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            self.move(*self.statistics(X))
        mean, variance = self.buffers["moving_mean"], self.buffers["moving_variance"]
        return self.normalize(X, mean, variance, training)


class TurnedRound(BatchNormalization):
    def forward(self, X, training=False):
        return super().forward(X, not training)


class MeanAloneInPrediction(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            return super().forward(X, training)
        return self.normalize(X, self.buffers["moving_mean"], self.statistics(X)[1], training)


class NotRootedInPrediction(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            return super().forward(X, training)
        s = self.buffers["moving_variance"] + self.epsilon
        return self.normalize(X, self.buffers["moving_mean"], s**2 - self.epsilon, training)


class EpsilonLostInPrediction(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            return super().forward(X, training)
        variance = self.buffers["moving_variance"] - self.epsilon
        return self.normalize(X, self.buffers["moving_mean"], variance, training)


class EpsilonOutsideInPrediction(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            return super().forward(X, training)
        s = np.sqrt(self.buffers["moving_variance"]) + self.epsilon
        return self.normalize(X, self.buffers["moving_mean"], s**2 - self.epsilon, training)


class GammaAndBetaLostInPrediction(BatchNormalization):
    def forward(self, X, training=False):
        A = super().forward(X, training)
        return A if training else self.cache["N"]


class TrainingGradientAlways(BatchNormalization):
    def backward(self, dA):
        self.cache["training"] = True
        return super().backward(dA)


class ConstantsAlways(BatchNormalization):
    def backward(self, dA):
        self.cache["training"] = False
        return super().backward(dA)


class PredictionNotKept(BatchNormalization):
    """In prediction the cache is left as it was, which is that of no batch at all."""

    def normalize(self, X, mean, variance, training):
        if training:
            return super().normalize(X, mean, variance, training)
        N = (X - mean) / np.sqrt(variance + self.epsilon)
        return self.params["gamma"] * N + self.params["beta"]


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


class BackwardReturnsAll(BatchNormalization):
    def backward(self, dA):
        return super().backward(dA), *self.gradients()
