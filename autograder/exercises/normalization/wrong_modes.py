"""Wrong classes BatchNormalization: what is remembered, and which way it goes (words: mode_sentences.py)."""

from __future__ import annotations

import numpy as np

from autograder.exercises.normalization.right_layer import BatchNormalization


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


class ModeOfTheFirstCall(BatchNormalization):
    def forward(self, X, training=False):
        self.learns = getattr(self, "learns", training)
        return super().forward(X, self.learns)


class GradientOfTheFirstMode(BatchNormalization):
    def forward(self, X, training=False):
        self.learns = getattr(self, "learns", training)
        return super().forward(X, training)

    def backward(self, dA):
        self.cache["training"] = self.learns
        return super().backward(dA)


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


class EpsilonOfItsOwn(BatchNormalization):
    def normalize(self, X, mean, variance, training):
        return super().normalize(X, mean, variance - self.epsilon + 1e-3, training)


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


class FirstBatchWhole(BatchNormalization):
    """The first batch takes the place of zeros and ones, and is not blended with them."""

    def move(self, mean, variance):
        first = not self.cache
        super().move(mean, variance)
        if first:
            self.buffers.update(moving_mean=mean, moving_variance=variance)


class DividedByTheBuffer(BatchNormalization):
    """s itself is remembered in place of the variance, and divided by."""

    def move(self, mean, variance):
        super().move(mean, np.sqrt(variance + self.epsilon))

    def forward(self, X, training=False):
        if training:
            return super().forward(X, training)
        s = self.buffers["moving_variance"]
        return self.normalize(X, self.buffers["moving_mean"], s**2 - self.epsilon, training)


class MovingVarianceAlone(BatchNormalization):
    def forward(self, X, training=False):
        if training:
            return super().forward(X, training)
        return self.normalize(X, self.statistics(X)[0], self.buffers["moving_variance"], training)


class GammaLostOnTheWayBack(BatchNormalization):
    def backward(self, dA):
        dX = super().backward(dA)
        return dX if self.cache["training"] else dA / self.cache["s"]


class DeviationLostOnTheWayBack(BatchNormalization):
    def backward(self, dA):
        dX = super().backward(dA)
        return dX if self.cache["training"] else self.params["gamma"] * dA


class HandedOnInPrediction(BatchNormalization):
    def backward(self, dA):
        dX = super().backward(dA)
        return dX if self.cache["training"] else dA
