"""dense_layer: the class, with the four stages and two parameters, and a network of it that reads digits."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, Unfit, shaped, unequal_shape
from autograder.exercises.dense.batches import MANY_DIGITS, drawn, mixed
from autograder.exercises.dense.layer_sentences import WRONG_LAYERS
from autograder.exercises.dense.right_layer import Dense

EPOCHS = 5
"""At most: a right answer needs three. Of time nothing is said, since a slow answer is as right."""
ACCURACY = 0.9


# What is tried, scene by scene: each gives outputs of its own, so that one mistake costs once. A layer gets
# parameters of its own, so that one which changes them is told by its params, in a box and outside.


def shapes_alone(student, X, W, b):
    """Those of the last batch, which is the smaller one."""
    layer = student(W, b)
    for batch in (np.concatenate([X, X]), X):
        layer.compute_shapes(batch)
    yield (
        "shapes",
        {"dims": _entries(layer.dims, "m", "n", "units"), "shapes": _entries(layer.shapes, "X", "A")},
    )


def _entries(table, *keys):
    return {key: table[key] for key in keys if key in table}


def _gradient_of(layer, key):
    """What compute_gradients has left; where that is nothing, no error of the answer's."""
    if key not in layer.grads:
        raise Unfit(f"grads has no entry {key!r} after compute_gradients")
    return layer.grads[key]


def there_and_back(student, X, dA, W, b):
    layer = student(W.copy(), b.copy())
    yield "A", layer.forward(X)
    yield "dX", layer.backward(dA)
    layer.compute_gradients()
    yield "dW", _gradient_of(layer, "W")
    yield "db", _gradient_of(layer, "b")
    yield "params", {"W": layer.params["W"], "b": layer.params["b"]}


def second_batch(student, earlier, X, dA, W, b):
    layer = student(W.copy(), b.copy())
    for batch in (earlier, X):
        layer.forward(batch)
        layer.backward(dA[: len(batch)])
        layer.compute_gradients()
    yield "dW of the last batch", _gradient_of(layer, "W")


def two_layers(student, X, other, dA, W, b):
    first, second = student(W.copy(), b.copy()), student(2 * W, b.copy())
    first.forward(X)
    second.forward(other)
    dX = first.backward(dA)
    first.compute_gradients()
    yield "two layers", {"dX": dX, "dW": _gradient_of(first, "W")}


def after_a_step(student, X, W, b):
    """An optimizer puts new arrays into params."""
    layer = student(W.copy(), b.copy())
    layer.forward(X)
    layer.params.update({"W": W / 2, "b": b + 1})
    yield "A after a step", layer.forward(X)


def back_after_a_step(student, X, dA, W, b):
    layer = student(W.copy(), b.copy())
    layer.forward(X)
    layer.backward(dA.copy())
    layer.params.update({"W": W / 2, "b": b + 1})
    layer.forward(X)
    yield "dX", layer.backward(dA)


def reading_digits(student):
    """Train two layers on real digits until held-out ones are read well, or not after all epochs."""
    from refold import GlorotUniform, SparseCategoricalCrossentropy, load_digits, to_numpy

    (X, y), (X_held_out, y_held_out) = [tuple(map(to_numpy, pair)) for pair in load_digits()]
    X, X_held_out = X.reshape(len(X), -1), X_held_out.reshape(len(X_held_out), -1)
    loss, draw = SparseCategoricalCrossentropy(from_logits=True), GlorotUniform()
    rng = np.random.default_rng(5)
    below, above = [draw((64, 24), rng), np.zeros(24)], [draw((24, 10), rng), np.zeros(10)]
    accuracy = 0.0
    for _ in range(EPOCHS):
        for rows in np.array_split(rng.permutation(len(X)), 12):
            first, second = student(*below), student(*above)
            Z = shaped(first.forward(X[rows]), (len(rows), 24))
            logits = second.forward(np.maximum(Z, 0))
            dZ = shaped(second.backward(loss.gradient(y[rows], logits)), Z.shape)
            first.backward(dZ * (Z > 0))
            for layer, params in ((first, below), (second, above)):
                layer.compute_gradients()
                W, b = params
                dW, db = (_gradient_of(layer, key) for key in "Wb")
                params[:] = W - shaped(dW, W.shape), b - shaped(db, b.shape)
        Z = student(*below).forward(X_held_out)
        read = shaped(student(*above).forward(np.maximum(Z, 0)), (len(X_held_out), 10)).argmax(axis=1)
        accuracy = float(np.mean(read == y_held_out))
        if accuracy >= ACCURACY:
            break
    yield "digits", accuracy >= ACCURACY


def run(student, scene, **inputs):
    return scene(student, **inputs)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    shapes = [tuple(int(size) for size in rng.integers(1, 5, axes)) for axes in (2, 3, 4)]
    shapes += [unequal_shape(rng, 2), unequal_shape(rng, 3)]
    cases = []
    for shape in shapes:
        units = int(rng.integers(2, 6))
        X, W, b = drawn(rng, *shape), drawn(rng, shape[-1], units), drawn(rng, units)
        dA, earlier = drawn(rng, *shape[:-1], units), drawn(rng, *shape)
        other, params = drawn(rng, len(X) + 1, *shape[1:]), {"W": W, "b": b}
        cases += [
            Case("shapes drawn at random", scene=shapes_alone, X=X, **params),
            Case("a batch drawn at random", scene=there_and_back, X=X, dA=dA, **params),
            Case(
                "two batches drawn at random",
                scene=second_batch,
                earlier=earlier,
                X=X,
                dA=dA,
                **params,
            ),
            Case("two layers drawn at random", scene=two_layers, X=X, other=other, dA=dA, **params),
            Case("a step drawn at random", scene=after_a_step, X=X, **params),
            Case("a step and the way back, drawn at random", scene=back_after_a_step, X=X, dA=dA, **params),
        ]
    return cases


# Right answers, written in other ways.


class WithTensordot:
    def __init__(self, W, b):
        self.dims = {}
        self.shapes = {}
        self.cache = {}
        self.params = {"W": W, "b": b}
        self.grads = {}

    def compute_shapes(self, X):
        self.dims = {"m": X.shape[0], "n": X.shape[-1], "units": len(self.params["b"])}
        self.shapes = {"X": list(X.shape), "A": [*X.shape[:-1], self.dims["units"]]}

    def forward(self, X):
        self.compute_shapes(X)
        self.cache = {"X": X.copy()}
        return np.einsum("...k,kj->...j", X, self.params["W"]) + self.params["b"]

    def backward(self, dA):
        self.cache["dA"] = dA.copy()
        return np.einsum("...j,kj->...k", dA, self.params["W"])

    def compute_gradients(self):
        X, dA = self.cache["X"], self.cache["dA"]
        axes = list(range(X.ndim - 1))
        self.grads = {"W": np.tensordot(X, dA, (axes, axes)), "b": dA.sum(axis=tuple(axes))}


class RowsInTheCache(Dense):
    """Keeps matrices, and works the gradients out in backward already."""

    def forward(self, X):
        self.compute_shapes(X)
        self.cache["X"] = X.reshape(-1, X.shape[-1])
        return (self.cache["X"] @ self.params["W"] + self.params["b"]).reshape(self.shapes["A"])

    def backward(self, dA):
        dZ = dA.reshape(math.prod(dA.shape[:-1]), -1)
        self.cache["dW"], self.cache["db"] = self.cache["X"].T @ dZ, np.ones(len(dZ)) @ dZ
        return (dZ @ self.params["W"].T).reshape(self.shapes["X"])

    def compute_gradients(self):
        self.grads.update(W=self.cache["dW"], b=self.cache["db"])


def _inputs(*shape: int, units: int) -> dict[str, np.ndarray]:
    return {"X": mixed(*shape) / 7, "W": mixed(shape[-1], units) + 0.5, "b": 10.0 * (1 + np.arange(units))}


def _gradient(*shape: int) -> np.ndarray:
    return mixed(*shape) + 0.3


_ROWS, _STEPS = _inputs(3, 2, units=4), _inputs(2, 3, 4, units=2)

dense_layer = Exercise(
    "dense_layer",
    points=10,
    defines="Dense",
    reference=Dense,
    run=run,
    cases=[
        Case("the shapes of three samples", scene=shapes_alone, **_ROWS),
        Case("the shapes of two sequences", scene=shapes_alone, **_STEPS),
        Case(
            "three samples with two features and four units",
            scene=there_and_back,
            dA=_gradient(3, 4),
            **_ROWS,
        ),
        Case("two sequences of three steps", scene=there_and_back, dA=_gradient(2, 3, 2), **_STEPS),
        Case(
            MANY_DIGITS,
            scene=there_and_back,
            X=mixed(2, 3) / 7,
            dA=mixed(2, 3) / 9,
            W=mixed(3, 3) / 3,
            b=np.array([1, 2, 4]) / 9,
        ),
        Case("a second batch", scene=second_batch, earlier=-_STEPS["X"], dA=_gradient(2, 3, 2), **_STEPS),
        Case("a smaller last batch", scene=second_batch, earlier=mixed(5, 2), dA=_gradient(5, 4), **_ROWS),
        Case(
            "two layers side by side", scene=two_layers, other=mixed(5, 3, 4), dA=_gradient(2, 3, 2), **_STEPS
        ),
        Case("new parameters after a step", scene=after_a_step, **_ROWS),
        Case("sequences after a step", scene=after_a_step, **{**_STEPS, "b": -_STEPS["b"]}),
        Case("the way back after a step", scene=back_after_a_step, dA=_gradient(3, 4), **_ROWS),
    ],
    last=Case("a network that reads digits", scene=reading_digits),
    hidden=hidden,
    misconceptions=WRONG_LAYERS,
    alternatives=[Alternative(WithTensordot), Alternative(RowsInTheCache)],
    sums=100,
)
