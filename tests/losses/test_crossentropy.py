from typing import Any

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


@pytest.mark.filterwarnings("error")
def test_what_are_no_probabilities_is_refused(backend: Any) -> None:
    binary, categorical = refold.BinaryCrossentropy(), refold.CategoricalCrossentropy()
    y, numbers = backend([[0.0, 1.0], [1.0, 0.0]]), backend([1, 0], "int64")
    for A in ([[1.5, 0.0], [0.5, 0.5]], [[-0.5, 0.0], [0.5, 0.5]]):
        with pytest.raises(refold.WrongValueError, match=r"Binary.*within 0 and 1, got.*from_logits=True"):
            binary(y, backend(A))
    for A in ([[-0.5, 1.0], [0.5, 0.5]], [[0.0, 0.0], [0.5, 0.5]]):
        with pytest.raises(
            refold.WrongValueError, match=r"at least 0, with a sum above 0.*End.*with Softmax"
        ):
            categorical(y, backend(A))
        with pytest.raises(refold.WrongValueError, match=r"refold.SparseCategorical.*from_logits=True"):
            refold.SparseCategoricalCrossentropy()(numbers, backend(A))


@pytest.mark.parametrize("from_logits", [False, True])
def test_one_output_has_no_classes(from_logits: bool) -> None:
    A, y = numpy.full((3, 1), 0.5), numpy.asarray([0, 1, 1])
    with pytest.raises(refold.ShapeError, match=r"two at least, got shape \(3, 1\).*Sigmoid and BinaryCross"):
        refold.CategoricalCrossentropy(from_logits)(y, A)
    with pytest.raises(refold.ShapeError, match=r"two at least, got shape \(3, 1\)"):
        refold.SparseCategoricalCrossentropy(from_logits)(y, A)


def test_a_single_number_is_no_row_of_predictions() -> None:
    loss = refold.SparseCategoricalCrossentropy()
    with pytest.raises(refold.ShapeError, match=r"one class number for each row of predictions"):
        loss(numpy.asarray(1), numpy.asarray(0.5))
