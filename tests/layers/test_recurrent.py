"""What SimpleRNN, LSTM and GRU have in common, against Keras and PyTorch."""

import warnings
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
@settings(max_examples=8, derandomize=True)
@given(
    shape=st.tuples(st.integers(1, 4), st.integers(1, 5), st.integers(1, 4)),
    units=st.integers(1, 4),
    activation=st.sampled_from(["tanh", "relu", "linear", "sigmoid", "softplus"]),
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


@every_kind
def test_a_mask_of_true_changes_nothing_and_padding_counts_for_nothing(kind: str, backend: Any) -> None:
    ours, extra = LAYERS[kind]
    layer = ours(3, **extra, seed=0)
    x = numpy.random.default_rng(0).normal(size=(2, 4, 2))
    X = backend(x)
    expected = refold.to_numpy(layer.forward(X))
    A = refold.to_numpy(layer.forward(X, backend(numpy.ones((2, 4), bool))))
    numpy.testing.assert_array_equal(A, expected)
    padded = numpy.concatenate([x, numpy.full((2, 3, 2), 7.0)], axis=1)
    mask = numpy.arange(7) < numpy.asarray([[4], [4]])
    came = layer.forward(backend(padded), mask=backend(mask.astype("int64")))
    numpy.testing.assert_allclose(refold.to_numpy(came), expected, rtol=1e-12)
    dX = refold.to_numpy(layer.backward(came))
    assert not dX[:, 4:].any()
    assert dX[:, :4].all()


@every_kind
def test_masks_that_cannot_be(kind: str) -> None:
    ours, extra = LAYERS[kind]
    layer, X = ours(3, **extra), numpy.zeros((2, 4, 1))
    with pytest.raises(refold.ShapeError, match=r"forward: mask must have shape \(2, 4\), got \(2, 3\)"):
        layer.forward(X, numpy.ones((2, 3), bool))
    with pytest.raises(refold.ArrayError, match="forward: mask must be an array, got a list"):
        layer.forward(X, [[True] * 4] * 2)
    torch = pytest.importorskip("torch", reason="torch is not installed")
    with pytest.raises(refold.ArrayError, match=r"mask is in torch .*but X is in numpy"):
        layer.forward(X, torch.ones((2, 4)))


def clipped_cell(kind: str, z: Any, y: Any, state: Any, U_h: Any, clip: Any) -> Any:
    """One step in PyTorch, every pre-activation through `clip`; state: (h, C)."""
    import torch

    h, C = state
    if kind == "SimpleRNN":
        return torch.tanh(clip(z + y)), C
    if kind == "LSTM":
        i, f, g, o = (z + y).chunk(4, dim=1)
        C = torch.sigmoid(clip(f)) * C + torch.sigmoid(clip(i)) * torch.tanh(clip(g))
        return torch.sigmoid(clip(o)) * torch.tanh(C), C
    (z_z, z_r, z_h), (y_z, y_r, y_h) = z.chunk(3, dim=1), y.chunk(3, dim=1)
    update, reset = torch.sigmoid(clip(z_z + y_z)), torch.sigmoid(clip(z_r + y_r))
    seen = reset * y_h if kind == "GRU" else (reset * h) @ U_h
    return update * h + (1 - update) * torch.tanh(clip(z_h + seen)), C


@every_kind
def test_clipped_gradient(kind: str) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    ours, extra = LAYERS[kind]
    layer = ours(3, **extra, clip_gradient=0.05, return_sequences=True, use_bias=False, seed=0)
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=(4, 5, 2)), rng.normal(size=(4, 5, 3))
    came = refold_pass(layer, X, dA)

    def clip(z: Any) -> Any:
        z.register_hook(lambda gradient: gradient.clamp(-0.05, 0.05))
        return z

    x, W, U = (torch.tensor(value, requires_grad=True) for value in (X, *layer.get_weights()))
    state, states = (torch.zeros(4, 3, dtype=torch.float64),) * 2, []
    for t in range(5):
        state = clipped_cell(kind, x[:, t] @ W, state[0] @ U, state, U[:, -3:], clip)
        states.append(state[0])
    A = torch.stack(states, dim=1)
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, 0: W.grad, 1: U.grad}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value, rtol=1e-10, atol=1e-12, err_msg=str(key))
    assert abs(layer.cache["dZ"]).max() == 0.05


@every_kind
def test_first_values_are_kerass(kind: str) -> None:
    ours, extra = LAYERS[kind]
    layer = ours(3, **extra, input_shape=(4, 2), seed=0)
    W, U, b = layer.get_weights()
    numpy.testing.assert_allclose(U @ U.T, numpy.eye(3), atol=1e-12)  # orthonormal rows
    limit = numpy.sqrt(6.0 / sum(W.shape))
    assert 0.5 * limit < abs(W).max() < limit
    expected = getattr(keras().layers, ours.__name__)(3, **extra)
    expected.build((None, 4, 2))
    numpy.testing.assert_array_equal(b, expected.get_weights()[2])


@every_kind
def test_large_inputs_stay_finite_without_a_warning(kind: str) -> None:
    ours, extra = LAYERS[kind]
    layer, X = ours(3, **extra, return_sequences=True, seed=0), numpy.full((1, 3, 2), 1e4)
    X[0, 1] = -1e4
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        A = layer.forward(X)
        dX = layer.backward(A)
    assert numpy.isfinite(A).all()
    assert numpy.isfinite(dX).all()


@every_kind
def test_a_call_takes_the_mask_as_kerass_does(kind: str) -> None:
    ours, extra = LAYERS[kind]
    layer, X = ours(3, **extra, seed=0), numpy.random.default_rng(0).normal(size=(2, 3, 2))
    mask = numpy.asarray([[True, True, False], [True, False, False]])
    assert numpy.array_equal(layer(X, mask=mask), layer.forward(X, mask))
    assert numpy.array_equal(layer(X), layer.forward(X))


@every_kind
def test_senseless_arguments(kind: str) -> None:
    ours, extra = LAYERS[kind]
    with pytest.raises(refold.WrongValueError, match="units must be a whole number"):
        ours(0, **extra)
    for clip in (0.0, -1, "1", float("nan"), True, float("inf")):
        with pytest.raises(refold.WrongValueError, match="clip_gradient must be a number above 0"):
            ours(3, **extra, clip_gradient=clip)
    with pytest.raises(refold.WrongValueError, match="activation must work on each unit by itself"):
        ours(3, "softmax", **extra)
    with pytest.raises(refold.WrongValueError, match="activation must have a slope that A tells"):
        ours(3, "gelu", **extra)
    with pytest.raises(refold.ShapeError, match=r"three axes, \(m, steps, features\), got shape \(2, 3\)"):
        ours(3, **extra).forward(numpy.zeros((2, 3)))
    layer = ours(3, **extra)
    layer.forward(numpy.zeros((2, 3, 4)))
    with pytest.raises(refold.ShapeError, match="4 features on its last axis"):
        layer.forward(numpy.zeros((2, 3, 5)))


@pytest.mark.parametrize("kind", [SimpleRNN, GRU, LSTM])
def test_no_steps_at_all_there_and_back(kind: Any, backend: Any) -> None:
    layer, X = kind(2), backend(numpy.ones((3, 0, 4)))
    A = layer.forward(X)
    assert A.shape == (3, 2) and not refold.to_numpy(A).any()
    assert layer.backward(A).shape == X.shape
    layer.compute_gradients()
    assert not any(refold.to_numpy(G).any() for G in layer.grads.values())
