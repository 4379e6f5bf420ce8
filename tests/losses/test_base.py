from typing import Any

import numpy
import pytest

import refold
from refold import losses


@pytest.mark.parametrize("name", ["mse", "huber", "binary_crossentropy", "categorical_crossentropy"])
def test_a_mask_takes_the_mean_over_what_counts(name: str, backend: Any) -> None:
    rng = numpy.random.default_rng(0)
    loss, mask = losses.find(name), rng.random((4, 5)) < 0.6
    P, Y = rng.uniform(0.1, 0.9, (4, 5, 3)), rng.uniform(0.1, 0.9, (4, 5, 3))
    expected, G = loss.with_gradient(Y[mask], P[mask])
    came, dP = loss.with_gradient(backend(Y), backend(P), backend(mask))
    dP = refold.to_numpy(dP)
    assert came == pytest.approx(expected, rel=1e-12)
    assert loss(backend(Y), backend(P), backend(mask)) == came
    numpy.testing.assert_allclose(dP[mask], G, rtol=1e-12)
    assert not dP[~mask].any()
    assert loss(backend(Y), backend(P), backend(numpy.zeros((4, 5), bool))) == 0.0
    with pytest.raises(refold.ShapeError, match=r"mask must have shape \(4, 5\), got \(5, 4\)"):
        loss(Y, P, mask.T)


@pytest.mark.parametrize("shape", [(), (3, 0)])
def test_what_has_no_output(shape: tuple[int, ...]) -> None:
    for name in ("mse", "mae", "huber", "bce"):
        with pytest.raises(refold.ShapeError, match=r"must have shape \(m, ..., n\) with an output at least"):
            losses.find(name)(numpy.ones(shape), numpy.ones(shape))
