import math

import numpy
import pytest

from refold.initializers import INITIALIZERS, fans, find

from .oracles import keras


@pytest.mark.parametrize("name", INITIALIZERS)
@pytest.mark.parametrize("shape", [(300, 200), (5, 5, 30, 40), (50,), (3, 0)])
def test_shape_seed_and_spread(name: str, shape: tuple[int, ...]) -> None:
    if name == "orthogonal" and len(shape) < 2:
        return
    values = find(name)(shape, numpy.random.default_rng(0))
    assert values.shape == shape
    assert values.dtype == numpy.float64
    assert numpy.array_equal(values, find(name)(shape, numpy.random.default_rng(0)))
    inputs, outputs = fans(shape)
    expected = {"glorot": 2 / (inputs + outputs), "he": 2 / inputs if inputs else 0.0}.get(name.split("_")[0])
    if expected is not None and values.size > 10_000:
        assert values.var() == pytest.approx(expected, rel=0.05)
        assert abs(values.mean()) < 0.1 * math.sqrt(expected)


@pytest.mark.parametrize("shape", [(6,), (3, 4), (5, 5, 3, 4)])
def test_fans_are_kerass(shape: tuple[int, ...]) -> None:
    keras()
    from keras.src.initializers.random_initializers import compute_fans

    assert fans(shape) == tuple(int(fan) for fan in compute_fans(shape))


@pytest.mark.parametrize("shape", [(4, 4), (6, 3), (3, 6), (2, 2, 3, 5)])
def test_orthogonal(shape: tuple[int, ...]) -> None:
    Q = find("orthogonal")(shape, numpy.random.default_rng(0)).reshape(-1, shape[-1])
    smaller = Q.T @ Q if Q.shape[0] >= Q.shape[1] else Q @ Q.T
    numpy.testing.assert_allclose(smaller, numpy.eye(len(smaller)), atol=1e-12)


def test_normal_is_cut_at_two_deviations() -> None:
    values = find("he_normal")((1000, 100), numpy.random.default_rng(0))
    assert abs(values).max() <= 2 * math.sqrt(2 / 1000) / 0.8796
