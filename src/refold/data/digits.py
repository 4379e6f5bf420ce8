"""Handwritten digits, 8 x 8, from scikit-learn."""

from ..backend import Array, asarray, generator
from ..errors import WrongValueError

Split = tuple[tuple[Array, Array], tuple[Array, Array]]


def load_digits(held_out: float = 0.2, seed: int = 0) -> Split:
    """1,797 digits as ((x_train, y_train), (x_test, y_test)), shuffled with `seed`, then cut.

    x: float32 images (m, 8, 8), 0 is paper and 1 is ink; y: int64 labels (m,), 0 to 9. `held_out` is the
    share of samples to test on. The arrays belong to the library that `REFOLD_BACKEND` names.

    Source: Alpaydin & Kaynak 1998, Optical Recognition of Handwritten Digits, its test set.

    >>> (x_train, y_train), (x_test, y_test) = load_digits()
    >>> x_train.shape, y_test.shape
    ((1438, 8, 8), (359,))
    """
    from sklearn import datasets

    if not 0.0 < held_out < 1.0:
        raise WrongValueError(f"load_digits: held_out must be between 0 and 1, got {held_out!r}.")
    rows, labels = datasets.load_digits(return_X_y=True)  # (1797, 64), 0 to 16
    m = len(labels)
    order, cut = generator(seed).permutation(m), m - round(m * held_out)
    images, labels = (rows.reshape(m, 8, 8) / 16.0)[order], labels[order]
    return (
        (asarray(images[:cut], "float32"), asarray(labels[:cut], "int64")),
        (asarray(images[cut:], "float32"), asarray(labels[cut:], "int64")),
    )
