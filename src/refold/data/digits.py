"""Handwritten digits, 8 x 8, from scikit-learn."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path

import numpy

from ..backend import asarray
from .split import Split, split


def load_digits(held_out: float = 0.2, seed: int = 0) -> Split:
    """1,797 digits as ((x_train, y_train), (x_test, y_test)), shuffled with `seed`, then cut.

    x: float32 images (m, 8, 8), 0 is paper and 1 is ink; y: int64 labels (m,), 0 to 9. `held_out` is the
    share of samples to test on. The arrays belong to the library that `REFOLD_BACKEND` names.

    Source: Alpaydin & Kaynak 1998, Optical Recognition of Handwritten Digits, its test set.

    >>> (x_train, y_train), (x_test, y_test) = load_digits()
    >>> x_train.shape, y_test.shape
    ((1438, 8, 8), (359,))
    """
    rows, labels = _digits()
    images = rows.reshape(len(labels), 8, 8) / 16.0
    return split(asarray(images, "float32"), asarray(labels, "int64"), held_out, seed)


@cache
def _digits() -> tuple[numpy.ndarray, numpy.ndarray]:
    """Rows (1797, 64), 0 to 16, and labels, read once: importing scikit-learn for them takes a second."""
    spec = find_spec("sklearn")
    file = Path(*spec.submodule_search_locations or (), "datasets", "data", "digits.csv.gz") if spec else None
    if file is None or not file.is_file():  # another version keeps them elsewhere, and knows where
        from sklearn import datasets

        rows, labels = datasets.load_digits(return_X_y=True)
        return rows, labels
    table = numpy.loadtxt(file, delimiter=",", dtype=numpy.int64)
    return table[:, :-1].astype(numpy.float64), table[:, -1]
