"""batch_norm_layer: the class BatchNormalization, which works in two ways, in training and in prediction."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise
from autograder.exercises.normalization.batches import features, gains, images, numbers, samples
from autograder.exercises.normalization.layer_sentences import OF_STATE
from autograder.exercises.normalization.mode_sentences import OF_MODES
from autograder.exercises.normalization.right_layer import BatchNormalization

# What is tried, scene by scene: each gives outputs of its own, so that one mistake costs once.


def made(student, gamma, beta, momentum, epsilon):
    """A layer as a file or an optimizer leaves it: with other arrays in params than it began with."""
    layer = student(len(gamma), momentum, epsilon)
    layer.params.update({"gamma": gamma.copy(), "beta": beta.copy()})
    return layer


def there_and_back(student, X, dA, **given):
    layer = made(student, **given)
    yield "A", layer.forward(X, True)
    yield "dX", layer.backward(dA)
    layer.compute_gradients()
    yield "grads", _gradients(layer)


def _gradients(layer):
    """Those of gamma and beta, which are themselves as they were."""
    first, last = ({key: table[key] for key in ("gamma", "beta")} for table in (layer.grads, layer.params))
    return {**first, "params": last}


def a_second_batch(student, X, dA, **given):
    layer = made(student, **given)
    for batch in (X[::-1], X):
        layer.forward(batch.copy(), True)
        layer.backward(dA.copy())
        layer.compute_gradients()
    yield "grads", _gradients(layer)


def after_a_step(student, X, dA, **given):
    """A layer works with the parameters that it has now."""
    layer = made(student, **given)
    layer.forward(X.copy(), True)
    layer.params.update({"gamma": 1 - given["gamma"], "beta": 2 * given["beta"]})
    yield "A", layer.forward(X, True)
    yield "dX", layer.backward(dA)


def batches_and_a_prediction(student, X, other, **given):
    """Two batches move the buffers, and a prediction between them does not."""
    layer = made(student, **given)
    layer.forward(X, True)
    layer.forward(X[:1], False)
    layer.forward(other, True)
    moving = {key: layer.buffers[key] for key in ("moving_mean", "moving_variance")}
    yield "buffers", {**moving, "keys of params": sorted(str(key) for key in layer.params)}


def prediction(student, X, dA, mean, variance, learned=None, **given):
    """With buffers that come from a file, into a layer that may have been trained before."""
    layer = made(student, **given)
    if learned is not None:
        layer.forward(learned, True)
    layer.buffers.update({"moving_mean": mean.copy(), "moving_variance": variance.copy()})
    yield "A in prediction", layer.forward(X, False)
    yield "dX in prediction", layer.backward(dA)


def two_layers(student, X, other, dA, gamma, beta, momentum, epsilon):
    first = made(student, gamma, beta, momentum, epsilon)
    second = made(student, 2 * gamma, beta, momentum, epsilon)
    first.forward(X, True)
    second.forward(other, True)
    dX = first.backward(dA)
    first.compute_gradients()
    moving = {key: first.buffers[key] for key in ("moving_mean", "moving_variance")}
    yield "two layers", {"dX": dX, "gamma": first.grads["gamma"], **moving}


def run(student, scene, **inputs):
    return scene(student, **inputs)


def _given(rng: np.random.Generator, n: int) -> dict[str, np.ndarray | float]:
    momentum, epsilon = float(rng.uniform(0.6, 0.9)), float(rng.uniform(0.2, 0.6))
    return {"gamma": gains(rng, n), "beta": gains(rng, n), "momentum": momentum, "epsilon": epsilon}


def _scenes(rng: np.random.Generator, of: str, *shape: int) -> list[Case]:
    n = shape[-1]
    X, other, given = features(rng, *shape), features(rng, shape[0] + 1, *shape[1:]) + 2, _given(rng, n)
    dA = numbers(rng, *shape) + 0.7 * numbers(rng, n)
    moving = {"mean": gains(rng, n), "variance": 0.5 + np.abs(gains(rng, n))}
    return [
        Case(f"{of} in training", scene=there_and_back, X=X, dA=dA, **given),
        Case(f"a second batch of {of}", scene=a_second_batch, X=X, dA=dA, **given),
        Case(f"{of} after a step", scene=after_a_step, X=X, dA=dA, **given),
        Case(f"batches of {of}", scene=batches_and_a_prediction, X=X, other=other, **given),
        Case(f"{of} in prediction", scene=prediction, X=X, dA=dA, **moving, **given),
        Case(
            f"one of {of} in prediction, after training",
            scene=prediction,
            X=X[:1],
            dA=dA[:1],
            learned=other,
            **moving,
            **given,
        ),
        Case(f"two layers with {of}", scene=two_layers, X=X, other=other, dA=dA, **given),
    ]


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [*samples(rng, 3), *images(rng, 3)]
    return [case for shape in shapes for case in _scenes(rng, "a shape drawn at random", *shape)]


# Right answers, written in other ways.


class Written(BatchNormalization):
    """Other dictionaries in place of the first ones, and all gradients worked out in backward."""

    def forward(self, X, training=False):
        self.dims, self.shapes = {"m": len(X), "n": X.shape[-1]}, {"X": X.shape, "A": X.shape}
        rows = X.reshape(-1, X.shape[-1])
        mean, variance = self.buffers["moving_mean"], self.buffers["moving_variance"]
        if training:
            kept, rest, old = self.momentum, 1 - self.momentum, self.buffers
            mean, variance = rows.mean(0), rows.var(0)
            self.buffers = {
                "moving_mean": kept * old["moving_mean"] + rest * mean,
                "moving_variance": kept * old["moving_variance"] + rest * variance,
            }
        s = (variance + self.epsilon) ** 0.5
        self.cache = {"N": (rows - mean) / s, "s": s, "training": training}
        return (self.params["gamma"] * self.cache["N"] + self.params["beta"]).reshape(X.shape)

    def backward(self, dA):
        rows, N = dA.reshape(-1, dA.shape[-1]), self.cache["N"]
        dgamma, dbeta = (rows * N).sum(0), rows.sum(0)
        self.cache.update(gamma=dgamma, beta=dbeta)
        if self.cache["training"]:
            rows = rows - (dbeta + N * dgamma) / len(rows)
        return (self.params["gamma"] / self.cache["s"] * rows).reshape(dA.shape)

    def compute_gradients(self):
        self.grads = {key: self.cache[key] for key in ("gamma", "beta")}


class BuffersInPlace(BatchNormalization):
    """The layer's own buffers may be changed where they are: nobody else has them."""

    def move(self, mean, variance):
        self.buffers["moving_mean"] *= self.momentum
        self.buffers["moving_mean"] += (1 - self.momentum) * mean
        self.buffers["moving_variance"] += (1 - self.momentum) * (variance - self.buffers["moving_variance"])


class ModeKept(BatchNormalization):
    """Remembers how it was called, and keeps the distances in place of N."""

    def normalize(self, X, mean, variance, training):
        self.learns = bool(training)
        self.cache.update(D=X - mean, s=np.sqrt(variance + self.epsilon))
        return self.cache["D"] * (self.params["gamma"] / self.cache["s"]) + self.params["beta"]

    def backward(self, dA):
        self.cache.update(N=self.cache["D"] / self.cache["s"], training=self.learns)
        return super().backward(dA)


def _visible(of: str, *shape: int) -> list[Case]:
    return _scenes(np.random.default_rng(sum(shape)), of, *shape)


batch_norm_layer = Exercise(
    "batch_norm_layer",
    points=7,
    defines="BatchNormalization",
    reference=BatchNormalization,
    run=run,
    cases=[*_visible("five samples", 5, 3), *_visible("three images", 3, 2, 4, 5)],
    hidden=hidden,
    misconceptions=[*OF_MODES, *OF_STATE],
    alternatives=[Alternative(Written), Alternative(BuffersInPlace), Alternative(ModeKept)],
    sums=256,
)
