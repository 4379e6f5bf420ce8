"""The small transformer of the docs, which reads images as patches."""

from typing import Any

import numpy
import pytest
from threadpoolctl import threadpool_limits

import refold

from .test_docs import code


@pytest.fixture(scope="module")
def page() -> dict[str, Any]:
    names: dict[str, Any] = {}
    with threadpool_limits(1):  # on a busy machine, threads for such small products wait for each other
        exec(code("transformer.md").replace("epochs=10", "epochs=4"), names)
    return names


def test_it_learns_to_read_digits(page: dict[str, Any]) -> None:
    losses = page["history"].history["loss"]
    assert losses[-1] < losses[0] / 4
    assert page["accuracy"] > 0.93


def test_patches_are_the_squares_of_the_image(page: dict[str, Any]) -> None:
    patchify = refold.Sequential(page["model"].layers[:3])
    X = numpy.random.default_rng(0).normal(size=(3, 8, 8))
    A = patchify.forward(X)
    for patch in range(16):
        row, column = 2 * (patch // 4), 2 * (patch % 4)
        assert numpy.array_equal(A[:, patch], X[:, row : row + 2, column : column + 2].reshape(3, 4))
    assert numpy.array_equal(patchify.backward(A), X)


def test_the_same_curve_on_every_backend(page: dict[str, Any], backend: Any) -> None:
    (x, y), _ = refold.load_digits()
    curves = []
    for array in (lambda a, dtype: a, backend):
        model = refold.Sequential([refold.Reshape((16, 4), input_shape=(8, 8)), *blocks(page)], seed=3)
        model.compile("adam", "sparse_categorical_crossentropy")
        history = model.fit(array(x[:16], "float32"), array(y[:16], "int64"), 8, epochs=2, verbose=0)
        curves.append(history.history["loss"])
    numpy.testing.assert_allclose(*curves, rtol=1e-4)


def blocks(page: dict[str, Any]) -> list[refold.Layer]:
    """All that the transformer is made of, and Dropout; small."""
    return [
        refold.Dense(32),
        refold.PositionalEmbedding(),
        refold.Dropout(0.2),
        *page["block"](),
        refold.BatchNormalization(),
        refold.Flatten(),
        refold.Dense(10, activation="softmax"),
    ]


def test_saved_and_loaded(page: dict[str, Any], tmp_path: Any) -> None:
    x = page["x_test"][:5]
    page["model"].save(tmp_path / "transformer.npz")
    again = refold.Sequential.load(tmp_path / "transformer.npz")
    assert numpy.array_equal(again.predict(x), page["model"].predict(x))
