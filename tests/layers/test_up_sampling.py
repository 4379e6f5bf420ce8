"""UpSampling1D and UpSampling2D: every element becomes several."""

from typing import Any

import numpy
import pytest

import refold
from refold import AveragePooling2D, UpSampling1D, UpSampling2D
from refold.dtypes import dtype_name

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("size", [1, 2, 3, (2, 3), (3, 1)])
@pytest.mark.parametrize("shape", [(3, 2, 4, 2), (1, 1, 1, 1)])
def test_keras(size: Any, shape: tuple[int, ...]) -> None:
    check_against_keras(UpSampling2D(size), keras().layers.UpSampling2D(size), shape)


@pytest.mark.parametrize("size", [1, 2, 3])
def test_keras_on_sequences(size: int) -> None:
    check_against_keras(UpSampling1D(size), keras().layers.UpSampling1D(size), (3, 4, 2))


def test_pixels_keep_their_dtype(backend: Any) -> None:
    A = UpSampling2D((1, 2)).forward(backend(numpy.asarray([[[[1], [2]]]]), "uint8"))
    assert dtype_name(A) == "uint8"
    assert refold.to_numpy(A).reshape(-1).tolist() == [1, 1, 2, 2]


def test_the_mean_of_what_a_pixel_has_become_is_the_pixel() -> None:
    X = numpy.random.default_rng(0).normal(size=(2, 3, 4, 2))
    numpy.testing.assert_allclose(AveragePooling2D((2, 3)).forward(UpSampling2D((2, 3)).forward(X)), X)


def test_what_is_refused() -> None:
    with pytest.raises(refold.ShapeError, match=r"UpSampling2D\.forward: X must have 4 axes"):
        UpSampling2D().forward(numpy.zeros((2, 3, 4)))
    with pytest.raises(refold.ShapeError, match=r"UpSampling1D\.forward: X must have 3 axes"):
        UpSampling1D().forward(numpy.zeros((2, 3)))
    for size in (0, 1.5, (1, 2, 3), "2"):
        with pytest.raises(refold.WrongValueError, match="UpSampling2D: size must be a whole number"):
            UpSampling2D(size)  # type: ignore[arg-type]
    with pytest.raises(refold.UnknownNameError, match=r"'interpolation'\. Elements are repeated"):
        UpSampling2D(2, interpolation="bilinear")
