from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import Embedding
from refold.dtypes import dtype_name

from ..oracles import keras, refold_pass


@settings(max_examples=40, derandomize=True)
@given(st.lists(st.integers(0, 4), min_size=1, max_size=3), st.integers(1, 6), st.integers(1, 4))
def test_torch(shape: list[int], input_dim: int, output_dim: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(0)
    X = rng.integers(0, input_dim, shape)
    layer = Embedding(input_dim, output_dim, dtype="float64", seed=0)
    dA = rng.normal(size=(*shape, output_dim))
    came = refold_pass(layer, X, dA)
    W = torch.tensor(layer.params["W"], requires_grad=True)
    A = torch.nn.functional.embedding(torch.tensor(X), W)
    A.backward(torch.tensor(dA))
    numpy.testing.assert_array_equal(came["A"], A.detach().numpy())
    numpy.testing.assert_allclose(came[0], W.grad.numpy(), rtol=1e-10, atol=1e-12)
    assert not came["dX"].any() and came["dX"].shape == X.shape


def test_keras() -> None:
    theirs = keras().layers.Embedding(7, 3)
    X = numpy.random.default_rng(0).integers(0, 7, (4, 5))
    expected = theirs(X).detach().numpy()
    ours = Embedding(7, 3, input_shape=(5,), dtype="float64")
    ours.set_weights(theirs.get_weights())
    numpy.testing.assert_array_equal(ours.forward(X), expected)
    assert theirs.get_config()["mask_zero"] == ours.mask_zero


def test_a_mask_leaves_out_zero(backend: Any) -> None:
    X = backend([[1, 0, 2], [0, 0, 3]], "int64")
    assert refold.to_numpy(Embedding(4, 2, mask_zero=True).compute_mask(X, None)).tolist() == [
        [True, False, True],
        [False, False, True],
    ]
    assert Embedding(4, 2).compute_mask(X, None) is None


def test_padding_leaves_the_state_alone() -> None:
    layers = lambda: [refold.Embedding(5, 3, mask_zero=True), refold.LSTM(4)]  # noqa: E731
    short, padded = numpy.asarray([[1, 4]]), numpy.asarray([[1, 4, 0, 0]])
    model = refold.Sequential(layers(), seed=0)
    numpy.testing.assert_allclose(model.predict(short), model.predict(padded), rtol=1e-6)


@pytest.mark.parametrize("dtype", ["uint8", "int32", "int64"])
def test_ids_of_any_whole_dtype(dtype: str, backend: Any) -> None:
    layer = Embedding(4, 2)
    A = layer.forward(backend([[1, 3]], dtype))
    layer.backward(backend(numpy.ones((1, 2, 2)), "float64"))
    layer.compute_gradients()
    assert dtype_name(A) == dtype_name(layer.grads["W"]) == "float32"
    assert refold.to_numpy(layer.grads["W"]).tolist() == [[0, 0], [1, 1], [0, 0], [1, 1]]


def test_ids_that_are_none(backend: Any) -> None:
    layer = Embedding(4, 2)
    with pytest.raises(
        refold.WrongValueError, match=r"Embedding\.forward: X must hold ids from 0 to 3 .*got 4"
    ):
        layer.forward(backend([[1, 4]], "int64"))
    with pytest.raises(refold.WrongValueError, match=r"got -1"):
        layer.forward(backend([[1, -1]], "int64"))
    with pytest.raises(refold.DTypeError, match=r"X must hold whole numbers, got dtype .*float32"):
        layer.forward(backend([[1.0, 2.0]], "float32"))


def test_it_trains_in_a_model() -> None:
    rng = numpy.random.default_rng(0)
    x = rng.integers(0, 10, (200, 4))
    y = (x[:, :1] < 5).astype("float32")
    model = refold.Sequential(
        [Embedding(10, 4, input_shape=(4,)), refold.Flatten(), refold.Dense(1, "sigmoid")], seed=0
    )
    model.compile(refold.Adam(0.05), "binary_crossentropy", ["accuracy"])
    before = model.evaluate(x, y)[0]
    model.fit(x, y, epochs=20, verbose=0)
    assert model.evaluate(x, y)[0] < before / 2
    assert model.count_params() == 10 * 4 + 16 + 1


@pytest.mark.parametrize("dtype", ["bool", "int8", "uint8", "int32"])
@pytest.mark.parametrize("input_dim", [2, 1000])
def test_ids_of_narrow_dtypes(dtype: str, input_dim: int, backend: Any) -> None:
    layer, X = Embedding(input_dim, 2, mask_zero=True), backend([[1, 0, 1]], dtype)
    A = refold.to_numpy(layer.forward(X))
    assert numpy.array_equal(A, refold.to_numpy(layer.params["W"])[[[1, 0, 1]]])
    assert refold.to_numpy(layer.compute_mask(X, None)).tolist() == [[True, False, True]]
    if dtype != "bool":
        with pytest.raises(refold.WrongValueError, match=r"ids from 0 to 1 \(input_dim is 2\), got 100"):
            Embedding(2, 2).forward(backend([[1, 100]], dtype))
