"""Recurrent layers in models: they train, on every backend alike, and masks reach them."""

from typing import Any

import numpy
import pytest

import refold
from refold import (
    GRU,
    LSTM,
    Bidirectional,
    Dense,
    Dropout,
    Embedding,
    Flatten,
    RepeatVector,
    Sequential,
    SimpleRNN,
    TimeDistributed,
)

from ..oracles import keras

LETTERS = 4
every_kind = pytest.mark.parametrize("kind", [SimpleRNN, GRU, LSTM])


def words(m: int, steps: int = 8, seed: int = 0) -> tuple[Any, Any]:
    """Words of one-hot letters (m, steps, 4), and whether b ever follows a, as (m, 2)."""
    letters = numpy.random.default_rng(seed).integers(0, LETTERS, (m, steps))
    found = ((letters[:, :-1] == 0) & (letters[:, 1:] == 1)).any(axis=1)
    one_hot = numpy.eye(LETTERS, dtype="float32")
    return one_hot[letters], numpy.eye(2, dtype="float32")[found.astype(int)]


def network(kind: type[refold.Layer], seed: int = 1) -> Sequential:
    """Recurrent(sequences)-Flatten-(Dense)n with Dropout."""
    layers = [
        kind(16, return_sequences=True),  # type: ignore[call-arg]
        Flatten(),
        Dense(32, activation="relu"),
        Dropout(0.2),
        Dense(2, activation="softmax"),
    ]
    model = Sequential(layers, seed=seed)
    model.compile(refold.Adam(0.01), "categorical_crossentropy", ["accuracy"])
    return model


@every_kind
def test_it_learns(kind: Any) -> None:
    model = network(kind)
    x, y = words(512)
    history = model.fit(x, y, epochs=12, verbose=0).history["loss"]
    assert history[-1] < 0.3 * history[0]
    _, accuracy = model.evaluate(*words(256, seed=1))
    assert accuracy > 0.9


@every_kind
def test_the_same_seed_gives_the_same_curve_on_every_backend(kind: Any, backend: Any) -> None:
    x, y = words(32)
    expected = network(kind).fit(x, y, epochs=2, batch_size=8, verbose=0).history["loss"]
    came = network(kind).fit(backend(x), backend(y), epochs=2, batch_size=8, verbose=0).history["loss"]
    numpy.testing.assert_allclose(came, expected, rtol=1e-4)


def test_masks_go_through_a_model_as_in_keras() -> None:
    layers = keras().layers
    theirs = keras().Sequential(
        [
            layers.Embedding(7, 4, mask_zero=True),
            layers.Bidirectional(layers.GRU(3, return_sequences=True)),
            layers.Dropout(0.5),
            layers.Dense(5, activation="tanh"),
            layers.SimpleRNN(3, return_sequences=True),
            layers.LSTM(3),
            layers.Dense(2),
        ]
    )
    ours = Sequential(
        [
            Embedding(7, 4, mask_zero=True, dtype="float64"),
            Bidirectional(GRU(3, return_sequences=True)),
            Dropout(0.5),
            Dense(5, activation="tanh"),
            SimpleRNN(3, return_sequences=True),
            LSTM(3),
            Dense(2),
        ]
    )
    ids = numpy.random.default_rng(0).integers(1, 7, (4, 6))
    ids[1, 4:] = ids[2, 1:] = ids[3, :2] = 0
    expected = theirs(ids).detach().numpy()
    unmasked = ours.predict(ids)
    ours.set_weights(theirs.get_weights())
    assert ours.predict(ids).shape == unmasked.shape == (4, 2)
    numpy.testing.assert_allclose(ours.predict(ids), expected, rtol=1e-10)
    padded = numpy.concatenate([ids, numpy.zeros((4, 3), ids.dtype)], axis=1)
    fresh = Sequential([type(layer)(**layer.config) for layer in ours.layers])
    fresh.predict(padded)
    fresh.set_weights(ours.get_weights())
    numpy.testing.assert_allclose(fresh.predict(padded), expected, rtol=1e-10)


@pytest.mark.parametrize("loss", ["sparse_categorical_crossentropy", "mse"])
def test_what_a_mask_hides_counts_in_no_loss_and_no_metric_as_in_keras(loss: str) -> None:
    layers, rng = keras().layers, numpy.random.default_rng(0)
    ids, outputs = rng.integers(1, 6, (8, 5)), 3
    ids[1, 3:] = ids[2, 1:] = ids[6, :2] = 0
    y = rng.integers(0, outputs, (8, 5)) if loss.startswith("sparse") else rng.normal(size=(8, 5, outputs))
    last = "softmax" if loss.startswith("sparse") else "linear"
    metric = "accuracy" if loss.startswith("sparse") else "mae"
    theirs = keras().Sequential(
        [
            layers.Embedding(6, 4, mask_zero=True),
            layers.GRU(3, return_sequences=True),
            layers.Dense(outputs, last),
        ]
    )
    ours = Sequential(
        [
            Embedding(6, 4, mask_zero=True, dtype="float64"),
            GRU(3, return_sequences=True),
            Dense(outputs, last),
        ]
    )
    theirs.build((None, 5))
    ours.predict(ids)
    ours.set_weights(theirs.get_weights())
    ours.compile(refold.SGD(0.1), loss, [metric])
    theirs.compile(keras().optimizers.SGD(0.1), loss, metrics=[metric])
    options = {"epochs": 3, "batch_size": 3, "shuffle": False, "verbose": 0}
    expected, came = theirs.fit(ids, y, **options).history, ours.fit(ids, y, **options).history
    for key in ("loss", metric):
        numpy.testing.assert_allclose(came[key], expected[key], rtol=1e-6, err_msg=key)
    numpy.testing.assert_allclose(ours.evaluate(ids, y), theirs.evaluate(ids, y, verbose=0), rtol=1e-6)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-12)


def test_flatten_ends_a_mask() -> None:
    model = Sequential([Embedding(5, 2, mask_zero=True), Flatten(), Dense(2)], seed=0)
    assert model.predict(numpy.asarray([[1, 2, 0], [3, 0, 0]])).shape == (2, 2)


def test_a_batch_of_nothing_but_padding_trains_nothing() -> None:
    model = Sequential([Embedding(6, 4, mask_zero=True), GRU(3, return_sequences=True), Dense(3, "softmax")])
    model.compile("sgd", "sparse_categorical_crossentropy", ["accuracy", refold.Precision(average="macro")])
    x, y = numpy.zeros((4, 5), "int64"), numpy.ones((4, 5), "int64")
    model.predict(x)
    before = model.get_weights()
    assert model.fit(x, y, verbose=0).history == {"loss": [0.0], "accuracy": [0.0], "macro_precision": [0.0]}
    for came, was in zip(model.get_weights(), before, strict=True):
        numpy.testing.assert_array_equal(came, was)


def test_from_one_sequence_to_another_as_in_keras() -> None:
    """An encoder, whose last state is repeated for each step of a decoder, and one Dense for every step."""
    k, rng = keras().layers, numpy.random.default_rng(0)
    theirs = keras().Sequential(
        [k.LSTM(4), k.RepeatVector(3), k.LSTM(5, return_sequences=True), k.TimeDistributed(k.Dense(2))]
    )
    ours = Sequential(
        [
            LSTM(4, input_shape=(6, 2)),
            RepeatVector(3),
            LSTM(5, return_sequences=True),
            TimeDistributed(Dense(2)),
        ]
    )
    theirs.build((None, 6, 2))
    ours.set_weights(theirs.get_weights())
    assert ours.count_params() == theirs.count_params()
    x, y = rng.normal(size=(8, 6, 2)), rng.normal(size=(8, 3, 2))
    ours.compile(refold.SGD(0.1), "mse")
    theirs.compile(keras().optimizers.SGD(0.1), "mse")
    for model in (ours, theirs):
        model.fit(x, y, epochs=3, batch_size=3, shuffle=False, verbose=0)
    for mine, other in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(mine, other, rtol=1e-10, atol=1e-12)
