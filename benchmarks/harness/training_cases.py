"""The loss, and one training step of a whole model, against the same of others."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import numpy

import refold

from .arrays import integers, normal, on
from .calls import Calls, Target
from .rivals import epynn, pytorch

CLASSES = 10


@dataclass(frozen=True)
class SoftmaxCrossentropyCase:
    """The mean cross-entropy of softmax(Z) against one-hot Y; with backward, the gradient too."""

    name: str
    target: Target
    Z: numpy.ndarray

    def contenders(self, place: str) -> dict[str, Callable[[], Calls]]:
        """See Case."""
        m, n = self.Z.shape
        Y = numpy.eye(n, dtype="float32")[integers(n, m)]
        found: dict[str, Callable[[], Calls]] = {
            "Refold": lambda: self._ours(Y, place),
            "PyTorch": lambda: pytorch.softmax_crossentropy(self.Z, Y, place),
        }
        if place == "cpu":
            found["EpyNN"] = lambda: epynn.softmax_crossentropy(self.Z, Y)
        return found

    def _ours(self, Y: numpy.ndarray, place: str) -> Calls:
        loss, z, y = refold.CategoricalCrossentropy(from_logits=True), on(place, self.Z), on(place, Y)
        return Calls(lambda: loss(y, z), lambda: loss.with_gradient(y, z))


@dataclass(frozen=True)
class TrainingCase:
    """`predict` and one step of `fit`: forward, loss, backward, update by stochastic gradient descent."""

    name: str
    target: Target
    X: numpy.ndarray
    layers: Callable[[], list[Any]]
    pytorch: Callable[[Any], list[Any]]
    epynn: Callable[[Any], list[Any]]

    def contenders(self, place: str) -> dict[str, Callable[[], Calls]]:
        """See Case."""
        y = integers(CLASSES, len(self.X))
        Y = numpy.eye(CLASSES, dtype="float32")[y]
        found: dict[str, Callable[[], Calls]] = {
            "Refold": lambda: self.ours(self.X, y, place),
            "PyTorch": lambda: pytorch.training(self.pytorch, self.X, y, place),
        }
        if place == "cpu":
            found["EpyNN"] = lambda: epynn.training(self.epynn, self.X, Y)
        return found

    def ours(self, X: numpy.ndarray, y: numpy.ndarray, place: str) -> Calls:
        """One call of `fit` with a single batch is one step."""
        model = refold.Sequential(self.layers(), seed=0)
        model.compile(refold.SGD(0.01), refold.SparseCategoricalCrossentropy(from_logits=True))
        x, y, m = on(place, X), on(place, y), len(X)
        return Calls(
            lambda: model.predict(x, batch_size=m, verbose=0),
            lambda: model.fit(x, y, batch_size=m, verbose=0, shuffle=False),
        )


LOSS_CASES = [SoftmaxCrossentropyCase("softmax cross-entropy 256x100", Target(100, 0.8), normal(256, 100))]

TRAINING_CASES = [
    TrainingCase(
        "small CNN, m=64: Conv2D 28x28x1->8 relu, MaxPooling2D, Flatten, Dense 10",
        Target(11, 0.9),
        normal(64, 28, 28, 1),
        layers=lambda: [
            refold.Conv2D(8, 3, activation="relu"),
            refold.MaxPooling2D(),
            refold.Flatten(),
            refold.Dense(CLASSES),
        ],
        pytorch=lambda nn: [
            nn.Conv2d(1, 8, 3),
            nn.ReLU(),
            nn.MaxPool2d(2),
            nn.Flatten(),
            nn.Linear(13 * 13 * 8, CLASSES),
        ],
        epynn=lambda e: [
            e.Convolution(8, 3, strides=(1, 1), activate=e.relu),
            e.Pooling(2),
            e.Flatten(),
            e.Dense(CLASSES, e.softmax),
        ],
    ),
    TrainingCase(
        "LSTM-Flatten-Dense, m=64, 50 steps, 32->64->10",
        Target(5, 0.5),
        normal(64, 50, 32),
        layers=lambda: [refold.LSTM(64, return_sequences=True), refold.Flatten(), refold.Dense(CLASSES)],
        pytorch=lambda nn: [
            nn.LSTM(32, 64, batch_first=True),
            nn.Flatten(),
            nn.Linear(50 * 64, CLASSES),
        ],
        epynn=lambda e: [e.LSTM(64, sequences=True), e.Flatten(), e.Dense(CLASSES, e.softmax)],
    ),
]
