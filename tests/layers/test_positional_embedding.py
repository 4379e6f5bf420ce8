import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import refold
from refold import PositionalEmbedding

from ..oracles import refold_pass


@settings(max_examples=25, derandomize=True)
@given(m=st.integers(0, 3), t=st.integers(1, 5), n=st.integers(1, 4), more=st.integers(0, 3))
def test_torch(m: int, t: int, n: int, more: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    rng = numpy.random.default_rng(0)
    X, dA = rng.normal(size=(m, t, n)), rng.normal(size=(m, t, n))
    layer = PositionalEmbedding(t + more, seed=0)
    came = refold_pass(layer, X, dA)
    x, P = (torch.tensor(value, requires_grad=True) for value in (X, *layer.get_weights()))
    A = x + torch.nn.functional.embedding(torch.arange(t), P)
    A.backward(torch.tensor(dA))
    for key, value in {"A": A.detach(), "dX": x.grad, 0: P.grad}.items():
        numpy.testing.assert_allclose(came[key], value.numpy(), rtol=1e-10, atol=1e-12, err_msg=str(key))


def test_the_first_input_says_how_long() -> None:
    layer = PositionalEmbedding()
    assert layer.forward(numpy.zeros((2, 5, 3))).shape == (2, 5, 3)
    assert layer.params["P"].shape == (5, 3)
    assert layer.forward(numpy.zeros((2, 4, 3))).shape == (2, 4, 3)


def test_attention_sees_the_order_only_with_it() -> None:
    X = numpy.random.default_rng(0).normal(size=(2, 4, 3))
    turned = X[:, ::-1]
    for layers, differs in (([], False), ([PositionalEmbedding()], True)):
        model = refold.Sequential([*layers, refold.MultiHeadAttention(2, 3)], seed=0)
        same = numpy.allclose(model.predict(X).mean(axis=1), model.predict(turned).mean(axis=1))
        assert same is not differs


def test_wrong_shapes() -> None:
    layer = PositionalEmbedding(4)
    with pytest.raises(refold.ShapeError, match=r"at most 4 steps of 3 features, got shape \(2, 5, 3\)"):
        layer.forward(numpy.zeros((2, 5, 3)))
    layer.forward(numpy.zeros((2, 4, 3)))
    with pytest.raises(refold.ShapeError, match=r"at most 4 steps of 3 features, got shape \(2, 4, 2\)"):
        layer.forward(numpy.zeros((2, 4, 2)))
    with pytest.raises(refold.ShapeError, match="three axes"):
        layer.forward(numpy.zeros((2, 4)))
    with pytest.raises(refold.WrongValueError, match="sequence_length"):
        PositionalEmbedding(0)


def test_few_positions_where_the_number_of_steps_varies() -> None:
    for length in (2, 3, 20, 40):
        layers = [refold.Embedding(9, 4, input_shape=(None,)), refold.PositionalEmbedding(length)]
        model = refold.Sequential([*layers, refold.LSTM(2)])
        assert model.count_params() == 36 + 4 * length + 56
        assert model.predict(numpy.ones((2, length), "int64")).shape == (2, 2)


def test_how_many_positions_must_be_said_where_steps_vary() -> None:
    with pytest.raises(
        refold.WrongValueError, match=r"Write PositionalEmbedding\(sequence_length="
    ) as caught:
        refold.Sequential([refold.Embedding(9, 4, input_shape=(None,)), refold.PositionalEmbedding()])
    assert "positional_embedding" in caught.value.__notes__[0]
    with pytest.raises(refold.WrongValueError, match="sequence_length must say how many"):
        refold.PositionalEmbedding(input_shape=(None, 4)).get_weights()
