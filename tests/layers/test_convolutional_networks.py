"""Convolution and pooling in a model: it learns to read digits, and does as Keras's does."""

from typing import Any

import numpy
import pytest

import refold
from refold import (
    AveragePooling2D,
    Conv2D,
    Dense,
    Flatten,
    GlobalAveragePooling2D,
    MaxPooling2D,
    Sequential,
)
from refold import Reshape as ToImages

from ..oracles import keras


def test_conv_pool_flatten_dense_reads_digits() -> None:
    (x, y), (x_test, y_test) = refold.load_digits()
    layers = [ToImages((8, 8, 1)), Conv2D(16, 3, activation="relu"), MaxPooling2D(), Flatten(), Dense(10)]
    model = Sequential(layers, seed=1)
    model.compile("adam", refold.SparseCategoricalCrossentropy(from_logits=True), metrics=["accuracy"])
    history = model.fit(x, y, epochs=20).history
    assert history["loss"][-1] < 0.1 * history["loss"][0]
    assert model.evaluate(x_test, y_test)[1] > 0.96


def test_a_network_against_keras(backend: Any) -> None:
    k = keras().layers
    theirs = keras().Sequential(
        [
            k.Conv2D(4, 3, padding="same", activation="relu"),
            k.MaxPooling2D(),
            k.Conv2D(5, 2, strides=2),
            k.AveragePooling2D(2),
            k.GlobalAveragePooling2D(),
            k.Dense(3),
        ]
    )
    pools = MaxPooling2D(), AveragePooling2D(), GlobalAveragePooling2D()
    first, second = Conv2D(4, 3, padding="same", activation="relu"), Conv2D(5, 2, strides=2)
    ours = Sequential([first, pools[0], second, pools[1], pools[2], Dense(3)])
    x = numpy.random.default_rng(0).normal(size=(2, 10, 9, 2))
    theirs.build((None, 10, 9, 2))
    ours.build((10, 9, 2))
    ours.set_weights(theirs.get_weights())
    expected = theirs(x).detach().numpy()
    came = refold.to_numpy(ours.predict(backend(x)))
    numpy.testing.assert_allclose(came, expected, rtol=1e-10, atol=1e-12)


NETWORKS = {
    "autoencoder": [
        ("SeparableConv2D", {"filters": 6, "kernel_size": 3, "strides": 2, "padding": "same"}),
        ("GroupNormalization", {"groups": 3}),
        ("DepthwiseConv2D", {"kernel_size": 2, "depth_multiplier": 2, "activation": "tanh"}),
        ("Conv2DTranspose", {"filters": 2, "kernel_size": 4, "strides": 2}),
    ],
    "smaller and larger again": [
        ("Conv2D", {"filters": 4, "kernel_size": 3, "activation": "tanh"}),
        ("MaxPooling2D", {"padding": "same"}),
        ("UpSampling2D", {"size": (2, 3)}),
        ("Conv2D", {"filters": 2, "kernel_size": 3, "padding": "same"}),
        ("Cropping2D", {"cropping": ((0, 1), (1, 0))}),
        ("GlobalMaxPooling2D", {"keepdims": True}),
    ],
    "sequences": [
        ("Reshape", {"target_shape": (32, 4)}),
        ("Conv1D", {"filters": 4, "kernel_size": 3}),
        ("MaxPooling1D", {"pool_size": 3, "strides": 2}),
        ("UpSampling1D", {"size": 2}),
        ("Conv1D", {"filters": 5, "kernel_size": 2, "activation": "tanh"}),
        ("AveragePooling1D", {"pool_size": 2}),
        ("GlobalMaxPooling1D", {}),
    ],
}


@pytest.mark.parametrize("arguments", NETWORKS.values(), ids=NETWORKS)
def test_training_against_keras(arguments: list[tuple[str, dict]]) -> None:
    """Trained for some steps: the same weights, and as many."""
    theirs = keras().Sequential([getattr(keras().layers, name)(**each) for name, each in arguments])
    ours = Sequential([getattr(refold, name)(**each) for name, each in arguments])
    theirs.build((None, 8, 8, 2))
    ours.build((8, 8, 2))
    ours.set_weights(theirs.get_weights())
    assert [step.layer.count_params() for step in ours.steps] == [
        each.count_params() for each in theirs.layers
    ]
    theirs.compile(keras().optimizers.SGD(0.1), "mse")
    ours.compile(refold.SGD(0.1), "mse")
    rng = numpy.random.default_rng(0)
    x = rng.normal(size=(12, 8, 8, 2))
    y = rng.normal(size=theirs(x).shape)
    for model in (ours, theirs):
        model.fit(x, y, batch_size=4, epochs=3, shuffle=False, verbose=0)
    for came, expected in zip(ours.get_weights(), theirs.get_weights(), strict=True):
        numpy.testing.assert_allclose(came, expected, rtol=1e-9, atol=1e-11)
