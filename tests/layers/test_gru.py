from typing import Any

import numpy
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from refold import GRU

from ..oracles import check_against_pytorch


@settings(max_examples=20, derandomize=True)
@given(
    st.tuples(st.integers(1, 4), st.integers(1, 6), st.integers(1, 4)), st.integers(1, 4), st.integers(0, 9)
)
def test_pytorch(shape: tuple[int, ...], units: int, seed: int) -> None:
    torch = pytest.importorskip("torch", reason="torch is not installed")
    module = torch.nn.GRU(shape[-1], units, batch_first=True)
    check_against_pytorch(module, GRU(units, return_sequences=True), shape, [1, 0, 2], seed)


def test_gates_and_states_are_in_the_cache_by_name() -> None:
    layer = GRU(3, return_sequences=True, seed=0)
    A = layer.forward(numpy.random.default_rng(0).normal(size=(2, 4, 5)))
    cache = layer.cache
    assert numpy.array_equal(cache["h"], A)
    z = cache["z"]
    numpy.testing.assert_allclose(z * cache["h_before"] + (1.0 - z) * cache["hh"], A)


@pytest.mark.parametrize("reset_after", [True, False])
def test_what_the_reset_gate_sees(reset_after: bool) -> None:
    layer = GRU(3, reset_after=reset_after, return_sequences=True, seed=0)
    X = numpy.random.default_rng(0).normal(size=(2, 4, 5))
    layer.forward(X)
    W, U, _ = layer.get_weights()
    r, h = layer.cache["r"], layer.cache["h_before"]
    seen: Any = r * (h @ U[:, 6:]) if reset_after else (r * h) @ U[:, 6:]
    numpy.testing.assert_allclose(layer.cache["hh"], numpy.tanh(X @ W[:, 6:] + seen))
