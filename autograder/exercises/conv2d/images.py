"""The images and kernels on which the exercises of this unit are tried."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

import numpy as np

from autograder.exercises.dense.batches import drawn


class Sizes(NamedTuple):
    """What slides over what: X (m, height, width, channels), a kernel (kh, kw), its strides, and filters."""

    X: tuple[int, int, int, int]
    kernel: tuple[int, int]
    strides: tuple[int, int] = (1, 1)
    filters: int = 2

    @property
    def places(self) -> tuple[int, int, int]:
        """(m, out_height, out_width)."""
        m, height, width, _ = self.X
        (kh, kw), (sh, sw) = self.kernel, self.strides
        return m, (height - kh) // sh + 1, (width - kw) // sw + 1

    @property
    def A(self) -> tuple[int, ...]:
        return *self.places, self.filters

    @property
    def pooled(self) -> tuple[int, ...]:
        """The shape of A where every channel is by itself."""
        return *self.places, self.X[-1]

    @property
    def W(self) -> tuple[int, ...]:
        return *self.kernel, self.X[-1], self.filters


#: What the notebook works out by hand.
X_BY_HAND = np.array([[3.0, 1.0, 0.0], [2.0, 5.0, 4.0], [0.0, 1.0, 2.0]]).reshape(1, 3, 3, 1)
W_BY_HAND = np.array([[1.0, -1.0], [0.0, 2.0]]).reshape(2, 2, 1, 1)
dA_BY_HAND = np.array([[1.0, 2.0], [0.0, 3.0]]).reshape(1, 2, 2, 1)

#: In the second, windows overlap along one axis, leave gaps along the other, and miss pixels at both ends.
CASES = {
    "two images of 4 x 5 with three channels under 3 x 2": Sizes((2, 4, 5, 3), (3, 2)),
    "two images of 6 x 7 under 3 x 2, strides 2 and 3": Sizes((2, 6, 7, 2), (3, 2), (2, 3), 3),
    "a kernel as large as the image": Sizes((1, 2, 3, 2), (2, 3), filters=3),
}


def drawn_sizes(rng: np.random.Generator, count: int = 12) -> Iterator[Sizes]:
    """Sizes at random; in the first two no axis can be mistaken for another, and windows overlap.

    In one of the first and the third, the stride of the height is larger than 1, in one that of the width.
    """
    tall, turned = Sizes((2, 8, 6, 3), (3, 2), (2, 1), 4), rng.permutation(2)
    for sizes in (tall, tall._replace(strides=(1, 1)), tall._replace(strides=(1, 2))):
        m, height, width, channels = sizes.X
        lengths, kernel, strides = (
            tuple(pair[turned[i]] for i in range(2))
            for pair in ((height, width), sizes.kernel, sizes.strides)
        )
        yield sizes._replace(X=(m, *lengths, channels), kernel=kernel, strides=strides)
    for _ in range(count - 3):
        kh, kw, sh, sw, m, channels, filters = (int(n) for n in rng.integers(1, 4, 7))
        height, width = kh + int(rng.integers(0, 5)), kw + int(rng.integers(0, 5))
        yield Sizes((m, height, width, channels), (kh, kw), (sh, sw), filters)


BY_HAND = "the image of Part 7"

#: What is pooled by hand; two numbers of the last window are the largest.
POOLED_BY_HAND = np.array(
    [[1.0, 5.0, 2.0, 0.0], [3.0, 2.0, 4.0, 1.0], [7.0, 0.0, 6.0, 6.0], [1.0, 2.0, 3.0, 0.0]]
).reshape(1, 4, 4, 1)


def _pool(name: str, *X: int, size: tuple[int, int], strides: tuple[int, int], values: int = 0):
    """An image of numbers drawn once and for all, of so many different `values` where these are given."""
    rng = np.random.default_rng(4)
    numbers = rng.integers(-1, values - 1, X).astype(float) if values else drawn(rng, *X)
    return name, (numbers, size, strides)


POOLS = dict(
    [
        (BY_HAND, (POOLED_BY_HAND, (2, 2), (2, 2))),
        _pool("two images with three channels, windows overlap", 2, 5, 4, 3, size=(3, 2), strides=(1, 1)),
        _pool("windows of 2 x 3, strides 3 and 2", 2, 6, 8, 2, size=(2, 3), strides=(3, 2)),
        _pool("windows in which several are the largest", 2, 5, 6, 2, size=(2, 3), strides=(1, 2), values=2),
    ]
)


def drawn_pools(rng: np.random.Generator) -> Iterator[Sizes]:
    """The same for windows in which the largest is looked for; often these lie side by side."""
    yield from drawn_sizes(rng, 9)
    for size in ((2, 2), (2, 3), (3, 3)):
        yield Sizes((2, 7, 8, 2), size, size)


def elements(X, kernel, strides) -> int:
    """How many numbers lie in all windows, whatever the arguments are.

    Raises:
        ValueError, TypeError, AttributeError: no window of that kind fits.
    """
    m, height, width, channels = X.shape
    (kh, kw), (sh, sw) = map(int, kernel), map(int, strides)
    if not (1 <= kh <= height and 1 <= kw <= width and min(sh, sw) >= 1):
        raise ValueError("no window fits")
    return m * ((height - kh) // sh + 1) * ((width - kw) // sw + 1) * kh * kw * channels
