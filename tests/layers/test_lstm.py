import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refold import LSTM

from ..oracles import check_against_pytorch


@settings(max_examples=20, derandomize=True)
@given(
    st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 4)), st.integers(1, 4), st.integers(0, 9)
)
def test_pytorch(shape: tuple[int, ...], units: int, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    module = torch.nn.LSTM(shape[-1], units, batch_first=True)
    check_against_pytorch(module, LSTM(units, return_sequences=True), shape, [0, 1, 2, 3], seed)


def test_gates_and_states_are_in_the_cache_by_name() -> None:
    layer = LSTM(3, return_sequences=True, seed=0)
    A = layer.forward(numpy.random.default_rng(0).normal(size=(2, 4, 5)))
    cache = layer.cache
    assert numpy.array_equal(cache["h"], A)
    numpy.testing.assert_allclose(cache["f"] * cache["C_before"] + cache["i"] * cache["g"], cache["C"])
    numpy.testing.assert_allclose(cache["o"] * numpy.tanh(cache["C"]), A)


def test_no_forgetting_bias() -> None:
    assert not LSTM(3, input_shape=(4, 2), unit_forget_bias=False).get_weights()[2].any()
