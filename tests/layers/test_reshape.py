import numpy
import pytest

import refold
from refold import Reshape

from ..oracles import check_against_keras, keras


@pytest.mark.parametrize("target", [(6,), (2, 3), (-1,), (3, -1), (1, 6, 1)])
def test_keras(target: tuple[int, ...]) -> None:
    check_against_keras(Reshape(target), keras().layers.Reshape(target), (4, 3, 2))


def test_minus_one_is_worked_out_from_a_sample_and_not_from_the_batch() -> None:
    assert Reshape((-1, 2)).forward(numpy.zeros((0, 6))).shape == (0, 3, 2)
    assert Reshape((-1, 2)).forward(numpy.zeros((4, 0))).shape == (4, 0, 2)


@pytest.mark.parametrize(
    ("target", "message"),
    [((4,), r"must have 4 elements in each sample .*got 6"), ((-1, 4), "a multiple of 4 elements .*got 6")],
)
def test_wrong_number_of_elements(target: tuple[int, ...], message: str) -> None:
    with pytest.raises(refold.ShapeError, match=message):
        Reshape(target).forward(numpy.zeros((2, 3, 2)))


@pytest.mark.parametrize("target", [(-1, -1), (-2,), (2.5,), ("3",)])
def test_senseless_targets(target: tuple) -> None:
    with pytest.raises(refold.WrongValueError, match="Reshape: target_shape"):
        Reshape(target)


def test_no_axis_left() -> None:
    assert Reshape(()).forward(numpy.zeros((3, 1))).shape == (3,)


def test_a_number_in_place_of_a_shape_is_told_how_to_be_one() -> None:
    with pytest.raises(
        refold.WrongValueError, match=r"Reshape: target_shape must be a tuple, got 6\. .*\(6,\)"
    ):
        Reshape(6)  # pyright: ignore[reportArgumentType]
    with pytest.raises(refold.WrongValueError, match=r"Permute: dims must be a tuple, got 1\."):
        refold.Permute(1)  # pyright: ignore[reportArgumentType]
    with pytest.raises(
        refold.WrongValueError, match=r"Dense: input_shape must be a tuple, got 64\. .*\(64,\)"
    ):
        refold.Dense(4, input_shape=64)
    with pytest.raises(refold.WrongValueError, match=r"Sequential: layers must be a tuple, got Dense"):
        refold.Sequential(refold.Dense(4))  # pyright: ignore[reportArgumentType]
