import numpy
import pytest

import refold


def test_binary_targets_are_within_0_and_1() -> None:
    with pytest.raises(refold.WrongValueError, match=r"got values from 0 to 3\. Class numbers"):
        refold.BinaryCrossentropy()(numpy.asarray([0, 3, 1]), numpy.full(3, 0.5))
    with pytest.raises(refold.WrongValueError, match="within 0 and 1, got values from -1 to 1"):
        refold.BinaryCrossentropy(from_logits=True)(numpy.asarray([-1, 1]), numpy.zeros(2))


def test_class_numbers_are_sent_to_the_loss_that_takes_them() -> None:
    with pytest.raises(refold.ShapeError, match=r"\(4, 3\), got \(4,\)\. Class numbers go with Sparse"):
        refold.CategoricalCrossentropy()(numpy.asarray([0, 1, 2, 1]), numpy.full((4, 3), 1 / 3))
