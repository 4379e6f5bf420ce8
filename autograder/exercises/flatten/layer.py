"""flatten_layer: the class, with the four stages, inside a network that reads digits."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import (
    Alternative,
    Case,
    Exercise,
    distinct,
    numbered,
    random_shape,
    shaped,
    unequal_shape,
)
from autograder.exercises.flatten.right_layer import Flatten
from autograder.exercises.flatten.wrong_layers import WRONG_LAYERS
from autograder.exercises.returned import as_precise

EPOCHS = 5
"""At most: a right answer needs three. Of time nothing is said, since a slow answer is as right."""
ACCURACY = 0.9


# What is tried, scene by scene: each gives outputs of its own, so that one mistake costs once.


def shapes_alone(student, X):
    layer = student()
    layer.compute_shapes(X)
    yield "shapes", {"dims": _entries(layer.dims, "m", "n"), "shapes": _entries(layer.shapes, "X", "A")}


def _entries(table, *keys):
    """What is asked for of a student's dict; where it has nothing of it, the thing itself, to be named."""
    return {key: table[key] for key in keys if key in table} or table


def there_and_back(student, X, dA):
    layer = student()
    yield "A", layer.forward(X)
    yield "dX", layer.backward(dA)


def smaller_last_batch(student, earlier, X, dA):
    layer = student()
    layer.forward(earlier)
    layer.forward(X)
    yield "dX of the right batch", layer.backward(dA)


def two_layers(student, X, other, dA):
    first, second = student(), student()
    first.forward(X)
    second.forward(other)
    yield "dX of the right batch", first.backward(dA)


def between_dense_layers(student, X):
    """One pass through Dense, ReLU, the student's layer, Dense; all other gradients are the library's."""
    from refold import Dense, ReLU

    below, relu, between, above = Dense(4, seed=1), ReLU(), student(), Dense(3, seed=2)
    images = relu.forward(below.forward(X))
    rows = shaped(between.forward(images), (len(images), images.size // len(images)))
    dX = between.backward(above.backward(above.forward(rows) - 1))
    between.compute_gradients()
    below.backward(relu.backward(dX))
    below.compute_gradients()
    dW = as_precise(as_precise(below.grads["W"], rows), dX)
    yield "gradient below", {"W": dW, "grads": getattr(between, "grads", {})}


def reading_digits(student):
    """Train on real digits until held-out ones are read well, or not after all epochs."""
    from refold import Adam, Dense, ReLU, Sequential, SparseCategoricalCrossentropy, load_digits, to_numpy

    (X, y), (X_held_out, y_held_out) = [tuple(map(to_numpy, pair)) for pair in load_digits()]
    model = Sequential([Dense(8, seed=3), ReLU(), student(), Dense(10, seed=4)])
    model.compile(loss=SparseCategoricalCrossentropy(from_logits=True), optimizer=Adam(0.05))
    accuracy = 0.0
    for epoch in range(EPOCHS):
        model.fit(X, y, batch_size=128, epochs=1, seed=epoch, verbose=0)
        read = model.predict(X_held_out, batch_size=len(X_held_out)).argmax(axis=1)
        accuracy = float(np.mean(read == y_held_out))
        if accuracy >= ACCURACY:
            break
    yield "digits", accuracy >= ACCURACY


def run(student, scene, **inputs):
    return scene(student, **inputs)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    cases = []
    shapes = [random_shape(rng, ndim=(2, 5), size=(1, 5)) for _ in range(5)]
    for shape in [*shapes, unequal_shape(rng, 4)]:
        X = distinct(rng, *shape)
        dA = -distinct(rng, len(X), X.size // len(X))
        other = distinct(rng, len(X) + 1, *X.shape[1:])
        cases += [
            Case("shapes drawn at random", scene=shapes_alone, X=X),
            Case("a batch drawn at random", scene=there_and_back, X=X, dA=dA),
            Case("two batches drawn at random", scene=smaller_last_batch, earlier=other, X=X, dA=dA),
            Case("two layers, batches drawn at random", scene=two_layers, X=X, other=other, dA=dA),
            Case("in a network, a batch drawn at random", scene=between_dense_layers, X=X),
        ]
    return cases


# Right answers, written in other ways.


class WithACache:
    def __init__(self):
        self.dims = {}
        self.shapes = {}
        self.cache = {}
        self.params = {}
        self.grads = {}

    def compute_shapes(self, X):
        n = 1
        for size in X.shape[1:]:
            n = n * size
        self.dims = {"m": len(X), "n": n}
        self.shapes = {"X": list(X.shape), "A": [len(X), n]}

    def forward(self, X):
        self.compute_shapes(X)
        self.cache["X"] = X
        return np.array([x.ravel() for x in X])

    def backward(self, dA):
        return np.stack([row.reshape(self.cache["X"].shape[1:]) for row in dA])

    def compute_gradients(self):
        self.grads = {}


class Remembering(Flatten):
    """Keeps what an eager student keeps, and more than is needed."""

    def forward(self, X):
        self.X, self.A = X, super().forward(X)
        return self.A.copy()

    def backward(self, dA):
        self.dX = np.empty(self.X.shape)
        self.dX[...] = np.reshape(dA, np.shape(self.X), order="C")
        return self.dX


_IMAGES, _FEW = numbered(4, 2, 3), numbered(2, 2, 3)
_COLOUR, _MORE = numbered(2, 2, 3, 3) / 7, numbered(5, 2, 3, 3)


def _gradient(X: np.ndarray) -> np.ndarray:
    """A dA for X that is not X itself."""
    return 100.3 + X.reshape(len(X), -1)


flatten_layer = Exercise(
    "flatten_layer",
    points=6,
    defines="Flatten",
    reference=Flatten,
    run=run,
    cases=[
        Case("the shapes of four 2 x 3 images", scene=shapes_alone, X=_IMAGES),
        Case("the shapes of two small colour images", scene=shapes_alone, X=_COLOUR),
        Case("four 2 x 3 images", scene=there_and_back, X=_IMAGES, dA=_gradient(_IMAGES)),
        Case("two small colour images", scene=there_and_back, X=_COLOUR, dA=_gradient(_COLOUR)),
        Case("a smaller last batch", scene=smaller_last_batch, earlier=_IMAGES, X=_FEW, dA=_gradient(_FEW)),
        Case("two layers side by side", scene=two_layers, X=_COLOUR, other=_MORE, dA=_gradient(_COLOUR)),
        Case("between two Dense layers", scene=between_dense_layers, X=_IMAGES / 24),
    ],
    last=Case("a network that reads digits", scene=reading_digits),
    hidden=hidden,
    misconceptions=WRONG_LAYERS,
    alternatives=[Alternative(WithACache), Alternative(Remembering)],
    sums=100,
)
