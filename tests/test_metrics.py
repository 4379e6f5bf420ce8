from typing import Any

import numpy
import pytest

from refold import losses, metrics

y = numpy.asarray([0, 2, 1, 2])
A = numpy.asarray([[0.8, 0.1, 0.1], [0.1, 0.2, 0.7], [0.5, 0.4, 0.1], [0.0, 0.9, 0.1]])


@pytest.mark.parametrize("true", [y, y[:, None], numpy.eye(3)[y]])
def test_accuracy_of_classes(true: Any, backend: Any) -> None:
    _, accuracy = metrics.find("accuracy", losses.find("mse"))
    assert accuracy(backend(true), backend(A)) == 0.5


def test_accuracy_of_one_output_knows_logits(backend: Any) -> None:
    true, came = backend([[0.0], [1.0], [1.0], [0.0]]), backend([[-3.0], [0.2], [0.7], [0.1]])
    assert metrics.find("acc", losses.BinaryCrossentropy())[1](true, came) == 0.75
    assert metrics.find("acc", losses.BinaryCrossentropy(from_logits=True))[1](true, came) == 0.75
    assert (
        metrics.find("acc", losses.BinaryCrossentropy(from_logits=True))[1](true[:2, ...], came[:2, ...])
        == 1.0
    )
    assert metrics.find("acc", losses.BinaryCrossentropy())[1](true[:2, ...], came[:2, ...]) == 0.5


def test_labels_without_the_last_axis(backend: Any) -> None:
    assert (
        metrics.find("accuracy", None)[1](backend([0, 1, 1, 0]), backend([[0.1], [0.9], [0.2], [0.3]]))
        == 0.75
    )
    assert metrics.find("mae", None)[1](backend([0.0, 1.0]), backend([[0.5], [1.0]])) == 0.25
