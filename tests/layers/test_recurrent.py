"""What SimpleRNN, LSTM and GRU have in common, against Keras and PyTorch."""

from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import GRU, LSTM, SimpleRNN

from ..oracles import check_against_keras, keras, keras_pass, refold_pass

LAYERS = {
    "SimpleRNN": (SimpleRNN, {}),
    "LSTM": (LSTM, {}),
    "GRU": (GRU, {}),
    "GRU, reset before": (GRU, {"reset_after": False}),
}
every_kind = pytest.mark.parametrize("kind", LAYERS)


def pair(kind: str, units: int, **options: Any) -> tuple[refold.Layer, Any]:
    """Our layer and Keras's, with a bias that is not 0."""
    ours, extra = LAYERS[kind]
    theirs = getattr(keras().layers, ours.__name__)
    bias = {"bias_initializer": "normal"} if options.get("use_bias", True) else {}
    return ours(units, **extra, **options), theirs(units, **extra, **bias, **options)


@every_kind
@settings(max_examples=8, deadline=None, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 4)),
    units=st.integers(1, 4),
    activation=st.sampled_from(["tanh", "relu", "linear", "sigmoid"]),
    flags=st.tuples(st.booleans(), st.booleans(), st.booleans()),
)
def test_keras(kind: str, shape: tuple, units: int, activation: str, flags: tuple) -> None:
    use_bias, return_sequences, go_backwards = flags
    ours, theirs = pair(
        kind,
        units,
        activation=activation,
        use_bias=use_bias,
        return_sequences=return_sequences,
        go_backwards=go_backwards,
    )
    check_against_keras(ours, theirs, shape)


def masked(layer: Any, mask: Any) -> Any:
    """The layer with the mask given beforehand, for the passes of the oracles."""

    class Masked:
        trainable_weights = getattr(layer, "trainable_weights", ())

        def __call__(self, x: Any) -> Any:
            import torch

            return layer(x, mask=torch.tensor(mask))

        def forward(self, X: Any) -> Any:
            return layer.forward(X, mask)

        def __getattr__(self, name: str) -> Any:
            return getattr(layer, name)

    return Masked()


@every_kind
@pytest.mark.parametrize("return_sequences", [False, True])
@pytest.mark.parametrize("go_backwards", [False, True])
def test_masks(kind: str, return_sequences: bool, go_backwards: bool) -> None:
    ours, theirs = pair(kind, 3, return_sequences=return_sequences, go_backwards=go_backwards)
    rng = numpy.random.default_rng(0)
    X, mask = rng.normal(size=(5, 4, 2)), rng.random((5, 4)) < 0.6
    mask[0], mask[1] = True, False
    A = ours.forward(X)
    theirs.build(X.shape)
    ours.set_weights(theirs.get_weights())
    dA = rng.normal(size=A.shape)
    expected, came = keras_pass(masked(theirs, mask), X, dA), refold_pass(masked(ours, mask), X, dA)
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))
