from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import MultiHeadAttention

from ..oracles import check_against_keras, keras, refold_pass


class SelfAttention:
    """Keras's layer, called with X as query and value, and a mask where there is one."""

    def __init__(self, mask: Any = None, causal: bool = False, **options: Any) -> None:
        self.layer = keras().layers.MultiHeadAttention(
            **options, kernel_initializer="random_normal", bias_initializer="random_normal"
        )
        self.options = {"use_causal_mask": causal}
        if mask is not None:
            self.options["attention_mask"] = numpy.repeat(mask[:, None, :], mask.shape[1], axis=1)

    def __call__(self, X: Any) -> Any:
        return self.layer(X, X, **self.options)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.layer, name)


@pytest.mark.parametrize("causal", [False, True])
@pytest.mark.parametrize(
    "options",
    [
        {"num_heads": 2, "key_dim": 3},
        {"num_heads": 3, "key_dim": 2, "value_dim": 5},
        {"num_heads": 1, "key_dim": 4, "use_bias": False},
    ],
)
def test_keras(options: dict, causal: bool) -> None:
    ours = MultiHeadAttention(**options, use_causal_mask=causal)
    check_against_keras(ours, SelfAttention(causal=causal, **options), (3, 5, 4))


@pytest.mark.parametrize("causal", [False, True])
def test_masks_as_in_keras(causal: bool) -> None:
    mask = numpy.asarray([[True, True, True, False], [True, False, False, False], [True] * 4])
    options = {"num_heads": 2, "key_dim": 3}
    check_against_keras(
        Masked(MultiHeadAttention(**options, use_causal_mask=causal), mask),
        SelfAttention(mask, causal, **options),
        (3, 4, 5),
    )


class Masked:
    """A layer of ours that is given the same mask every time."""

    def __init__(self, layer: refold.Layer, mask: Any) -> None:
        self.layer, self.mask = layer, mask

    def forward(self, X: Any) -> Any:
        return self.layer.forward(X, self.mask)

    def __getattr__(self, name: str) -> Any:
        return getattr(self.layer, name)


@settings(max_examples=30, derandomize=True)
@given(
    m=st.integers(1, 3),
    t=st.integers(1, 5),
    n=st.integers(1, 4),
    h=st.integers(1, 3),
    k=st.integers(1, 4),
    v=st.integers(1, 4),
    causal=st.booleans(),
)
def test_torch(m: int, t: int, n: int, h: int, k: int, v: int, causal: bool) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=(m, t, n)), rng.normal(size=(m, t, n))
    layer = MultiHeadAttention(h, k, v, use_causal_mask=causal, bias_initializer="random_uniform", seed=0)
    came = refold_pass(layer, X, dA)
    x, *weights = (torch.tensor(value, requires_grad=True) for value in (X, *layer.get_weights()))
    q, k_, v_ = (
        torch.einsum("mtn,nhk->mhtk", x, W) + b[:, None]
        for W, b in zip(weights[:6:2], weights[1:6:2], strict=True)
    )
    C = torch.nn.functional.scaled_dot_product_attention(q, k_, v_, is_causal=causal)
    A = torch.einsum("mhtv,hvn->mtn", C, weights[6]) + weights[7]
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, **{n: weight.grad for n, weight in enumerate(weights)}}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-9, atol=1e-11, err_msg=str(key))


def test_splitting_into_heads_is_a_reshape_and_a_permute() -> None:
    layer = MultiHeadAttention(num_heads=2, key_dim=3, seed=0)
    X = numpy.random.default_rng(0).normal(size=(4, 5, 6))
    A = layer.forward(X)
    heads = {}
    for part in "qkv":
        rows = X @ layer.params[f"W{part}"].reshape(6, 6) + layer.params[f"b{part}"].reshape(6)
        heads[part] = refold.Permute((2, 1, 3)).forward(refold.Reshape((5, 2, 3)).forward(rows))
    S = heads["q"] @ heads["k"].swapaxes(-1, -2) / 3**0.5
    C = refold.Permute((2, 1, 3)).forward(refold.Softmax().forward(S) @ heads["v"])
    expected = refold.Reshape((5, 6)).forward(C) @ layer.params["Wo"].reshape(6, 6) + layer.params["bo"]
    numpy.testing.assert_allclose(A, expected, rtol=1e-10)


def test_no_step_sees_those_after_it() -> None:
    layer = MultiHeadAttention(2, 3, use_causal_mask=True, seed=0)
    X = numpy.random.default_rng(0).normal(size=(2, 5, 4))
    A = layer.forward(X)
    changed = X.copy()
    changed[:, 3:] = 9.0
    numpy.testing.assert_allclose(layer.forward(changed)[:, :3], A[:, :3], rtol=1e-12)


def test_what_the_mask_hides_changes_nothing(backend: Any) -> None:
    layer = MultiHeadAttention(2, 3, seed=0)
    X = numpy.random.default_rng(0).normal(size=(2, 4, 3))
    other = X.copy()
    other[:, 2:] = 1e4
    mask = backend([[True, True, False, False]] * 2, "bool")
    A, B = (refold.to_numpy(layer.forward(backend(each), mask)) for each in (X, other))
    numpy.testing.assert_allclose(A[:, :2], B[:, :2], rtol=1e-10)
    numpy.testing.assert_allclose(A[:, :2], layer_of(layer, X[:, :2]), rtol=1e-10)


def layer_of(layer: refold.Layer, X: Any) -> Any:
    again = MultiHeadAttention(2, 3)
    again.forward(X)
    again.set_weights(layer.get_weights())
    return again.forward(X)


def test_a_step_that_sees_nothing_takes_nothing() -> None:
    layer = MultiHeadAttention(2, 3, bias_initializer="ones", seed=0)
    X = numpy.random.default_rng(0).normal(size=(2, 4, 3))
    A = layer.forward(X, numpy.zeros((2, 4), bool))
    numpy.testing.assert_array_equal(A, numpy.ones((2, 4, 3)))  # the last bias alone
    assert not layer.backward(numpy.ones(A.shape)).any()


@pytest.mark.filterwarnings("error")
@pytest.mark.parametrize("causal", [False, True])
def test_large_scores_are_safe(causal: bool) -> None:
    X = numpy.random.default_rng(0).choice([-1e4, 1e4], (2, 4, 3)).astype("float32")
    came = refold_pass(MultiHeadAttention(2, 3, use_causal_mask=causal, seed=0), X, numpy.ones_like(X))
    assert all(numpy.isfinite(value).all() for value in came.values())


@pytest.mark.filterwarnings("error")
def test_hidden_scores_of_16_bits() -> None:
    X = numpy.random.default_rng(0).normal(0.0, 20.0, (2, 4, 3)).astype("float16")
    layer, exact = (MultiHeadAttention(2, 3, use_causal_mask=True, seed=0) for _ in range(2))
    A = layer.forward(X)
    assert {A.dtype, layer.cache["P"].dtype} == {X.dtype}
    numpy.testing.assert_allclose(A, exact.forward(X.astype("float64")), atol=0.2)


def test_padded_words_are_hidden_in_a_model() -> None:
    layers = [refold.Embedding(5, 4, mask_zero=True), MultiHeadAttention(2, 3)]
    model = refold.Sequential(layers, seed=0)
    short, padded = numpy.asarray([[1, 4]]), numpy.asarray([[1, 4, 0, 0]])
    numpy.testing.assert_allclose(model.predict(short), model.predict(padded)[:, :2], rtol=1e-5, atol=1e-8)


def test_wrong_arguments_and_shapes() -> None:
    layer = MultiHeadAttention(2, 3)
    layer.forward(numpy.zeros((2, 4, 5)))
    with pytest.raises(refold.ShapeError, match=r"must have 5 features .*got shape \(2, 4, 6\)"):
        layer.forward(numpy.zeros((2, 4, 6)))
    with pytest.raises(refold.ShapeError, match="must have three axes"):
        layer.forward(numpy.zeros((2, 5)))
    with pytest.raises(refold.ShapeError, match=r"mask must have shape \(2, 4\), got \(2, 3\)"):
        layer.forward(numpy.zeros((2, 4, 5)), numpy.ones((2, 3), bool))
    with pytest.raises(refold.WrongValueError, match="num_heads"):
        MultiHeadAttention(0, 3)
    with pytest.raises(refold.WrongValueError, match="Dropout: rate"):
        MultiHeadAttention(2, 3, dropout=2.0)


def test_no_features_at_all() -> None:
    came = refold_pass(MultiHeadAttention(2, 3), numpy.zeros((2, 4, 0)), numpy.zeros((2, 4, 0)))
    assert came["A"].shape == came["dX"].shape == (2, 4, 0)


@pytest.mark.parametrize(
    "initializer", ["glorot_uniform", "glorot_normal", "he_uniform", "he_normal", "orthogonal"]
)
def test_first_values_are_as_large_as_in_keras(initializer: str) -> None:
    """Each W is a matrix, (n, h k) or (h v, n): n is the length of no window."""
    ours = MultiHeadAttention(8, 16, value_dim=12, kernel_initializer=initializer, seed=0)
    theirs = keras().layers.MultiHeadAttention(8, 16, value_dim=12, kernel_initializer=initializer)
    X = numpy.zeros((1, 2, 100))
    assert ours(X).shape == tuple(theirs(X, X).shape)
    for came, expected in zip(ours.get_weights()[::2], theirs.get_weights()[::2], strict=True):
        assert came.shape == expected.shape
        numpy.testing.assert_allclose(came.std(), expected.std(), rtol=0.05)


def test_an_initializer_of_ones_own_is_asked_for_the_axes_that_the_parameter_has() -> None:
    asked = []

    def thirds(shape: tuple[int, ...], rng: numpy.random.Generator) -> numpy.ndarray:
        asked.append(shape)
        return numpy.full(shape, 1 / 3)

    layer = MultiHeadAttention(2, 3, value_dim=5, kernel_initializer=thirds)
    layer(numpy.zeros((1, 2, 4)))
    assert asked == [(4, 2, 3), (4, 2, 3), (4, 2, 5), (2, 5, 4)]
