from typing import Any

import numpy
import pytest

import refold
from refold.rows import reshaped, sum_of_rows, sums_along_rows


@pytest.mark.parametrize("shape", [(3, 4), (0, 4), (3, 0), (2000, 3)])
@pytest.mark.parametrize("dtype", ["float32", "float64"])
def test_sums(shape: tuple[int, int], dtype: str, backend: Any) -> None:
    x = numpy.random.default_rng(0).normal(size=shape).astype(dtype)
    X, tolerance = backend(x), 1e-3 if dtype == "float32" else 1e-10
    for came, axis in ((sum_of_rows(X), 0), (sums_along_rows(X), 1)):
        assert str(came.dtype).endswith(dtype)
        numpy.testing.assert_allclose(refold.to_numpy(came), x.sum(axis=axis), rtol=tolerance, atol=tolerance)


def test_what_has_the_shape_stays_as_it_is(backend: Any) -> None:
    X = backend(numpy.zeros((2, 3)))
    assert reshaped(X, (2, 3)) is X
    assert tuple(reshaped(X, (3, 2)).shape) == (3, 2)
