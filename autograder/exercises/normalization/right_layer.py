"""A right class BatchNormalization."""

import numpy as np


class BatchNormalization:
    """The reference, in the student's shape, and what the mistakes have in common."""

    def __init__(self, n, momentum=0.99, epsilon=1e-3):
        self.momentum, self.epsilon = momentum, epsilon
        self.dims, self.shapes, self.cache, self.grads = {}, {}, {}, {}
        self.params = {"gamma": np.ones(n), "beta": np.zeros(n)}
        self.buffers = {"moving_mean": np.zeros(n), "moving_variance": np.ones(n)}

    def compute_shapes(self, X):
        self.dims.update(m=len(X), n=X.shape[-1])
        self.shapes.update(X=X.shape, A=X.shape)

    def statistics(self, X):
        axes = tuple(range(X.ndim - 1))
        return X.mean(axis=axes), X.var(axis=axes)

    def move(self, mean, variance):
        for key, batch in (("moving_mean", mean), ("moving_variance", variance)):
            self.buffers[key] = self.momentum * self.buffers[key] + (1 - self.momentum) * batch

    def normalize(self, X, mean, variance, training):
        s = np.sqrt(variance + self.epsilon)
        N = (X - mean) / s
        self.cache.update(N=N, s=s, training=training)
        return self.params["gamma"] * N + self.params["beta"]

    def forward(self, X, training=False):
        self.compute_shapes(X)
        if training:
            mean, variance = self.statistics(X)
            self.move(mean, variance)
        else:
            mean, variance = self.buffers["moving_mean"], self.buffers["moving_variance"]
        return self.normalize(X, mean, variance, training)

    def backward(self, dA):
        self.cache["dA"] = dA
        N, axes = self.cache["N"], tuple(range(dA.ndim - 1))
        dX = self.params["gamma"] * dA
        if self.cache["training"]:
            dX = dX - dX.mean(axis=axes) - N * (dX * N).mean(axis=axes)
        return dX / self.cache["s"]

    def gradients(self):
        N, dA = self.cache["N"], self.cache["dA"]
        axes = tuple(range(dA.ndim - 1))
        return (dA * N).sum(axis=axes), dA.sum(axis=axes)

    def compute_gradients(self):
        self.grads["gamma"], self.grads["beta"] = self.gradients()
