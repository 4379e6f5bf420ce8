"""Random rows of layers do as Keras's do: there and back, and after steps of training."""

from collections.abc import Callable
from typing import Any

import numpy
import pytest

import refold

from .oracles import keras, keras_pass

Number = Callable[[int, int], int]
ACTIVATIONS = [None, "relu", "tanh", "sigmoid", "gelu", "softmax"]


def choices(shape: tuple[int, ...], n: Number) -> list[tuple[str, dict[str, Any]]]:
    """What may come next: names and arguments of layers. `n(a, b)` draws a whole number from a to b."""
    units = {"activation": ACTIVATIONS[n(0, 5)], "use_bias": n(0, 3) > 0}
    filters = {"filters": n(1, 3), "padding": ("valid", "same")[n(0, 1)], **units}
    of_all = [
        ("Dense", {"units": n(1, 4), **units}),
        ("Activation", {"activation": ACTIVATIONS[n(1, 4)]}),
        ("BatchNormalization", {"momentum": 0.9, "scale": n(0, 1) > 0}),
        ("LayerNormalization", {"center": n(0, 1) > 0}),
        ("GroupNormalization", {"groups": (-1, 1)[n(0, 1)]}),
    ]
    if len(shape) == 1:
        return [*of_all, ("RepeatVector", {"n": n(1, 3)}), ("Reshape", {"target_shape": (1, -1)})]
    of_all += [("Flatten", {}), ("Permute", {"dims": tuple(range(len(shape), 0, -1))})]
    if len(shape) == 2:
        recurrent = {"units": n(1, 3), "return_sequences": n(0, 1) > 0}
        return [
            *of_all,
            ("Conv1D", {"kernel_size": n(1, 3), "strides": n(1, 2), **filters}),
            ("Conv1D", {"kernel_size": n(1, 3), **filters, "padding": "causal"}),
            ("Conv1DTranspose", {"kernel_size": n(1, 3), "strides": n(1, 2), **filters}),
            ("MaxPooling1D", {"pool_size": n(1, 2)}),
            ("UpSampling1D", {"size": n(1, 2)}),
            ("ZeroPadding1D", {"padding": (n(0, 2), n(0, 1))}),
            ("Cropping1D", {"cropping": (n(0, 1), n(0, 1))}),
            ("GlobalAveragePooling1D", {}),
            (("SimpleRNN", "LSTM", "GRU")[n(0, 2)], recurrent),
            (("SimpleRNN", "LSTM", "GRU")[n(0, 2)], {**recurrent, "go_backwards": True}),
        ]
    window = {"kernel_size": (n(1, 3), n(1, 2)), "padding": filters["padding"], "strides": n(1, 2)}
    return [
        *of_all,
        ("Conv2D", {**filters, **window}),
        ("Conv2DTranspose", {**filters, **window}),
        ("DepthwiseConv2D", {**window, **units, "depth_multiplier": n(1, 2)}),
        ("SeparableConv2D", {**filters, **window, "depth_multiplier": n(1, 2)}),
        ("AveragePooling2D", {"pool_size": (n(1, 3), n(1, 2))}),
        ("MaxPooling2D", {"pool_size": (n(1, 3), n(1, 2)), "padding": filters["padding"]}),
        ("UpSampling2D", {"size": (1, n(1, 2))}),
        ("ZeroPadding2D", {"padding": ((n(0, 1), n(0, 2)), (1, 0))}),
        ("GlobalMaxPooling2D", {}),
    ]


def network(rng: Any, shape: tuple[int, ...]) -> tuple[Any, refold.Sequential]:
    """The same random layers twice, for samples of `shape`: Keras's and ours."""
    masked = len(shape) == 2 and rng.random() < 0.5
    calls: list[tuple[str, dict[str, Any]]] = [("Masking", {})] if masked else []
    ours = refold.Sequential([refold.Masking(input_shape=shape)] if masked else [])
    for _ in range(rng.integers(3, 7)):
        possible = choices(shape, lambda a, b: int(rng.integers(a, b + 1)))
        name, arguments = possible[rng.integers(len(possible))]
        try:
            A = getattr(refold, name)(**arguments).forward(numpy.ones((1, *shape)))
        except refold.ShapeError:  # too small for it
            continue
        if 0 < A.size < 300:
            ours.add(getattr(refold, name)(**arguments))
            calls.append((name, arguments))
            shape = A.shape[1:]
    return keras().Sequential([getattr(keras().layers, name)(**options) for name, options in calls]), ours


@pytest.mark.filterwarnings("ignore:Layer .* passed an input with a mask")
@pytest.mark.parametrize("seed", range(30))
def test_keras(seed: int, tmp_path: Any) -> None:
    rng = numpy.random.default_rng(seed)
    shape = [(5,), (6, 2), (6, 2), (5, 4, 2)][seed % 4]
    X = rng.normal(size=(3, *shape))
    theirs, ours = network(rng, shape)
    if seed % 4 == 2:
        X[rng.random(X.shape[:2]) < 0.3] = 0.0
        X[:, 0] = 1.0
    theirs.build(X.shape)
    ours.forward(X)
    ours.set_weights(theirs.get_weights())
    A = ours.forward(X)
    dA, Y = rng.normal(size=A.shape), rng.normal(size=A.shape)
    expected, dX = keras_pass(theirs, X, dA), ours.backward(dA)
    grads = [grad for layer in ours.layers for grad in layer.grads.values()]
    came = {"A": A, "dX": dX, **dict(enumerate(grads))}
    assert came.keys() == expected.keys()
    for key, wanted in expected.items():
        numpy.testing.assert_allclose(came[key], wanted, rtol=1e-8, atol=1e-10, err_msg=str(key))
    assert ours.count_params() == theirs.count_params()
    theirs.compile(keras().optimizers.SGD(0.05, momentum=0.9, global_clipnorm=0.5), "mse")
    ours.compile(refold.SGD(0.05, momentum=0.9, global_clipnorm=0.5), "mse")
    ours.save(tmp_path / "model.npz")
    again = refold.Sequential.load(tmp_path / "model.npz")
    for _ in range(2):
        if theirs.trainable_weights:
            theirs.train_on_batch(X, Y)
            ours.train_on_batch(X, Y)
            again.train_on_batch(X, Y)
    for mine, loaded, wanted in zip(
        ours.get_weights(), again.get_weights(), theirs.get_weights(), strict=True
    ):
        numpy.testing.assert_allclose(mine, wanted, rtol=1e-5, atol=1e-7)
        numpy.testing.assert_array_equal(mine, loaded)
