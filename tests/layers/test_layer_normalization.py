from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import LayerNormalization

from ..oracles import check_against_keras, keras, refold_pass


@pytest.mark.parametrize(
    ("axis", "shape"), [(-1, (5, 3)), (-1, (4, 3, 6)), ((1, 2), (4, 3, 2)), ((1, 3), (2, 3, 4, 2))]
)
@pytest.mark.parametrize("options", [{}, {"center": False}, {"scale": False, "epsilon": 1e-6}])
def test_keras(axis: Any, shape: tuple[int, ...], options: dict) -> None:
    initializers = {"gamma_initializer": "random_normal", "beta_initializer": "random_normal"}
    theirs = keras().layers.LayerNormalization(axis=axis, **options, **initializers)
    check_against_keras(LayerNormalization(axis=axis, **options), theirs, shape)


@settings(max_examples=30, derandomize=True)
@given(st.lists(st.integers(1, 5), min_size=2, max_size=4), st.floats(-1e3, 1e3), st.floats(0.1, 100.0))
def test_torch(shape: list[int], middle: float, spread: float) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(middle, spread, shape), rng.normal(size=shape)
    layer = LayerNormalization(epsilon=1e-2)
    came = refold_pass(layer, X, dA)
    x, gamma, beta = (torch.tensor(v, requires_grad=True) for v in (X, *layer.get_weights()))
    A = torch.nn.functional.layer_norm(x, shape[-1:], gamma, beta, 1e-2)
    A.backward(torch.tensor(dA))
    expected = {"A": A.detach(), "dX": x.grad, 0: gamma.grad, 1: beta.grad}
    for key, value in expected.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-7, atol=1e-7, err_msg=str(key))


def test_another_axis_than_the_last() -> None:  # where Keras on PyTorch fails
    X = numpy.random.default_rng(0).normal(size=(4, 3, 2))
    dA = numpy.random.default_rng(1).normal(size=X.shape)
    came = refold_pass(LayerNormalization(axis=1), X, dA)
    last = refold_pass(LayerNormalization(), X.transpose(0, 2, 1), dA.transpose(0, 2, 1))
    for key in ("A", "dX"):
        numpy.testing.assert_allclose(came[key], last[key].transpose(0, 2, 1), rtol=1e-12)
    numpy.testing.assert_allclose(came[0], last[0], rtol=1e-12)


def test_rows_have_mean_0_and_variance_1() -> None:
    A = LayerNormalization(epsilon=0.0).forward(numpy.random.default_rng(0).normal(1e4, 3.0, (5, 4, 300)))
    numpy.testing.assert_allclose(A.mean(axis=-1), 0.0, atol=1e-9)
    numpy.testing.assert_allclose(A.var(axis=-1), 1.0, rtol=1e-9)


def test_a_constant_row_gives_zeros(backend: Any) -> None:
    A = LayerNormalization().forward(backend(numpy.full((2, 4), 1e4), "float32"))
    assert not refold.to_numpy(A).any()


def test_wrong_shapes_and_axes() -> None:
    layer = LayerNormalization()
    layer.forward(numpy.zeros((5, 3)))
    with pytest.raises(refold.ShapeError, match=r"lengths \(3,\) along axis \(-1,\), got shape \(5, 2\)"):
        layer.forward(numpy.zeros((5, 2)))
    with pytest.raises(refold.ShapeError, match="beside that of the samples"):
        LayerNormalization(axis=(0, 1)).forward(numpy.zeros((5, 2)))
    with pytest.raises(refold.WrongValueError, match="different axes"):
        LayerNormalization(axis=(1, 1))
    with pytest.raises(refold.WrongValueError, match="different axes"):
        LayerNormalization(axis=(numpy.asarray(1), 1))
    with pytest.raises(refold.WrongValueError, match="axis"):
        LayerNormalization(axis=1.5)  # type: ignore[arg-type]
