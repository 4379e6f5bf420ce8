import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refold import SimpleRNN

from ..oracles import check_against_pytorch


@settings(max_examples=20, derandomize=True)
@given(
    st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 4)), st.integers(1, 4), st.integers(0, 9)
)
def test_pytorch(shape: tuple[int, ...], units: int, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    module = torch.nn.RNN(shape[-1], units, batch_first=True)
    check_against_pytorch(module, SimpleRNN(units, return_sequences=True), shape, [0], seed)


def test_states_are_in_the_cache_by_name() -> None:
    layer = SimpleRNN(3, return_sequences=True, seed=0)
    A = layer.forward(numpy.random.default_rng(0).normal(size=(2, 4, 5)))
    cache = layer.cache
    assert numpy.array_equal(cache["h"], A)
    assert numpy.array_equal(cache["h_before"][:, 1:], A[:, :-1])
    assert not cache["h_before"][:, 0].any()
