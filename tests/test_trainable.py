"""Layers whose parameters stay as they are while a model is trained, as in Keras."""

from pathlib import Path

import numpy
import pytest

from refold import BatchNormalization, Dense, Layer, ReLU, Sequential

from .oracles import keras

rng = numpy.random.default_rng(0)
X, Y = rng.normal(size=(40, 3)), rng.normal(size=(40, 2))


def fitted(*layers: Layer) -> Sequential:
    model = Sequential(list(layers), seed=1)
    model.compile(loss="mse", optimizer="adam")
    model.fit(X, Y, epochs=2, seed=0, verbose=0)
    return model


def test_what_is_frozen_stays_and_the_rest_learns() -> None:
    frozen, free = Dense(4, input_shape=(3,), seed=0), Dense(2, input_shape=(4,), seed=1)
    frozen.trainable = False
    for layer in (frozen, free):
        layer.ensure_built()
    before = {layer: layer.get_weights()[0].copy() for layer in (frozen, free)}
    fitted(frozen, ReLU(), free)
    assert numpy.array_equal(frozen.get_weights()[0], before[frozen])
    assert not numpy.array_equal(free.get_weights()[0], before[free])


def test_the_summary_counts_them_as_keras_does(capsys: pytest.CaptureFixture) -> None:
    model = Sequential([Dense(4, trainable=False, input_shape=(3,)), BatchNormalization(), Dense(2)])
    model.summary()
    printed = capsys.readouterr().out
    assert "Total params: 42" in printed
    assert "Trainable params: 18" in printed and "Non-trainable params: 24" in printed


def test_training_equals_kerass() -> None:
    oracle = keras()
    theirs = oracle.Sequential(
        [
            oracle.layers.Input((3,)),
            oracle.layers.Dense(4, trainable=False),
            oracle.layers.BatchNormalization(trainable=False),
            oracle.layers.Dense(2),
        ]
    )
    ours = Sequential([Dense(4, trainable=False), BatchNormalization(trainable=False), Dense(2)])
    ours.build((3,))
    moving = [rng.normal(size=4), 1 + rng.random(4)]
    for theirs_layer, ours_layer in zip(theirs.layers, ours.layers, strict=True):
        weights = theirs_layer.get_weights()
        ours_layer.set_weights(weights[:2] + moving if len(weights) == 4 else weights)
        theirs_layer.set_weights(weights[:2] + moving if len(weights) == 4 else weights)
    theirs.compile(loss="mean_squared_error", optimizer=oracle.optimizers.SGD(0.1))
    ours.compile(loss="mean_squared_error", optimizer="sgd")
    ours.optimizer.learning_rate = 0.1
    theirs.fit(X, Y, epochs=3, batch_size=40, shuffle=False, verbose=0)
    ours.fit(X, Y, epochs=3, batch_size=40, shuffle=False, verbose=0)
    found = [weight for layer in ours.layers for weight in layer.get_weights()]
    expected = [weight for layer in theirs.layers for weight in layer.get_weights()]
    assert len(found) == len(expected) == 8
    for one, other in zip(found, expected, strict=True):
        numpy.testing.assert_allclose(one, other, rtol=1e-10)


def test_it_is_kept_in_a_file_and_may_be_undone(tmp_path: Path) -> None:
    model = fitted(Dense(4), ReLU(), Dense(2))
    model.layers[0].trainable = False
    model.save(tmp_path / "model.npz")
    loaded = Sequential.load(tmp_path / "model.npz")
    assert [layer.trainable for layer in loaded.layers] == [False, True, True]
    loaded.layers[0].trainable = True
    before = loaded.layers[0].get_weights()[0].copy()
    loaded.fit(X, Y, epochs=1, verbose=0)
    assert not numpy.array_equal(loaded.layers[0].get_weights()[0], before)
    assert "trainable" not in loaded.layers[0].config
