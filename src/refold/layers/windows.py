"""Windows that slide over images or sequences: the geometry that convolution and pooling share."""

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from ..backend import Array, Shape, namespace
from ..errors import ShapeError, WrongValueError, check_whole, look_up
from ..rows import reshaped

Amounts = Sequence[tuple[int, int]]  # before and after, for each axis between samples and channels
Sides = int | Sequence[int] | Sequence[Sequence[int]]  # amounts as people write them

PADDINGS = ("valid", "same", "causal")


class Windows(NamedTuple):
    """Windows of `size` elements, `dilation` apart, that move on by `strides`; one number for each axis.

    A window spans (size - 1) dilation + 1 elements of an axis. Over n elements, with p added, it stops at

        floor((n + p - span) / stride) + 1 places.

    `valid` adds nothing. `same` adds what gives ceil(n / stride) places, half before and half after, an odd
    element after. `causal` adds span - 1 before, so that no window sees what comes after its place.
    """

    size: Shape
    strides: Shape
    dilation: Shape
    padding: str

    @property
    def spans(self) -> Shape:
        """How far a window reaches."""
        return tuple((k - 1) * d + 1 for k, d in zip(self.size, self.dilation, strict=True))

    @property
    def overlap(self) -> bool:
        """Whether an element can lie in two windows."""
        return any(span > stride for span, stride in zip(self.spans, self.strides, strict=True))

    def cover(self, lengths: Shape) -> bool:
        """Whether every element of the padded axes lies in one window, and in no other."""
        places = zip(self.strides, self.places(lengths), strict=True)
        side_by_side = self.size == self.spans == self.strides
        return side_by_side and self.padded(lengths) == tuple(stride * n for stride, n in places)

    def amounts(self, lengths: Shape) -> Amounts:
        """How many elements are added before and after each axis."""
        if self.padding == "valid":
            return [(0, 0)] * len(lengths)
        if self.padding == "causal":
            return [(span - 1, 0) for span in self.spans]
        totals = [
            max((-(-n // stride) - 1) * stride + span - n, 0)
            for n, span, stride in zip(lengths, self.spans, self.strides, strict=True)
        ]
        return [(total // 2, total - total // 2) for total in totals]

    def padded(self, lengths: Shape) -> Shape:
        """The lengths with what is added."""
        return tuple(n + sum(amount) for n, amount in zip(lengths, self.amounts(lengths), strict=True))

    def places(self, lengths: Shape) -> Shape:
        """At how many places the windows stop on axes of these lengths."""
        return tuple(
            (n - span) // stride + 1
            for n, span, stride in zip(self.padded(lengths), self.spans, self.strides, strict=True)
        )

    def fit(self, who: str, lengths: Shape) -> Shape:
        """`places`, or a ShapeError where not a single window has room."""
        places = self.places(lengths)
        if min(lengths) < 1 or min(places) < 1:
            raise ShapeError(
                f"{who} must have room for a window of {self.spans} elements, got {tuple(lengths)}. "
                'Take larger inputs, smaller windows, or padding="same".'
            )
        return places

    def pad(self, X: Array, value: float = 0) -> Array:
        """X (m, *lengths, n) -> (m, *padded, n), with `value` where elements are added."""
        return pad(X, self.amounts(X.shape[1:-1]), value)

    def zeros(self, like: Array, shape: Shape) -> Array:
        """Zeros of the shape (m, *padded, n) that an array of `shape` (m, *lengths, n) takes when padded."""
        m, *lengths, n = shape
        return namespace(like).zeros(
            (m, *self.padded(tuple(lengths)), n), dtype=like.dtype, device=like.device
        )

    def unpad(self, P: Array, lengths: Shape) -> Array:
        """(m, *padded, n) -> (m, *lengths, n)."""
        return unpad(P, self.amounts(lengths))

    def views(self, P: Array) -> list[Array]:
        """For each element of a window, in row-major order, where it lies in all windows of a padded P.

        P (m, *padded, n) -> views (m, *places, n) into the memory of P, which may be written to.
        """
        axes = [
            [slice(i * d, n - span + i * d + 1, stride) for i in range(k)]
            for n, k, d, span, stride in zip(
                P.shape[1:-1], self.size, self.dilation, self.spans, self.strides, strict=True
            )
        ]
        return [P[(slice(None), *offset, slice(None))] for offset in itertools.product(*axes)]

    def pixels(self, X: Array) -> Array | None:
        """Which pixels of a padded image, numbered row by row, lie in the windows: (places * size,).

        None where there is one channel only: `columns` needs no numbers then.
        """
        if X.shape[-1] == 1:
            return None
        xp, lengths = namespace(X), X.shape[1:-1]
        places, axes, numbers = self.places(lengths), len(lengths), 0
        for axis, n in enumerate(self.padded(lengths)):
            at = self.strides[axis] * xp.arange(places[axis], device=X.device)
            within = self.dilation[axis] * xp.arange(self.size[axis], device=X.device)
            shape_at, shape_within = [1] * (2 * axes), [1] * (2 * axes)
            shape_at[axis], shape_within[axes + axis] = places[axis], self.size[axis]
            numbers = numbers * n + (reshaped(at, tuple(shape_at)) + reshaped(within, tuple(shape_within)))
        return reshaped(numbers, (-1,))  # (*places, *size) -> one axis

    def columns(self, X: Array, pixels: Array | None) -> Array:
        """What lies in each window, a window a row: X (m, *lengths, n) -> (m * places, size * n)."""
        xp, P = namespace(X), self.pad(X)
        m, *padded, n = P.shape
        rows, k = m * math.prod(self.places(X.shape[1:-1])), math.prod(self.size)
        if pixels is None:  # views are copied faster than single numbers
            return reshaped(xp.stack(self.views(P)), (k, rows)).T
        P = reshaped(P, (m, math.prod(padded), n))
        return reshaped(xp.take(P, pixels, axis=1), (rows, k * n))  # (m, places * size, n) -> rows


def pad(X: Array, amounts: Amounts, value: float = 0) -> Array:
    """X (m, *lengths, n) with `amounts` of elements before and after each axis between; X itself for none."""
    if not any(before or after for before, after in amounts):
        return X
    xp, (m, *lengths, n) = namespace(X), X.shape
    padded = (before + length + after for (before, after), length in zip(amounts, lengths, strict=True))
    shape = (m, *padded, n)
    P = xp.full(shape, value, dtype=X.dtype, device=X.device)
    P[_inside(shape, amounts)] = X
    return P


def unpad(P: Array, amounts: Amounts) -> Array:
    """What `pad` was given, as a view of P."""
    return P[_inside(P.shape, amounts)]


def _inside(shape: Shape, amounts: Amounts) -> tuple[slice, ...]:
    inner = [slice(before, n - after) for (before, after), n in zip(amounts, shape[1:-1], strict=True)]
    return (slice(None), *inner, slice(None))


def lengths_of(who: str, X: Array, axes: Sequence[str]) -> Shape:
    """The lengths of the `axes` between samples and channels. Raises ShapeError for another number."""
    if len(X.shape) != len(axes) + 2:
        raise ShapeError(
            f"{who}.forward: X must have {len(axes) + 2} axes, (m, {', '.join(axes)}, channels), "
            f"got shape {tuple(X.shape)}. Where there is one channel, its axis has length 1."
        )
    return tuple(X.shape[1:-1])


def windows_of(
    who: str,
    axes: int,
    size: int | Sequence[int],
    strides: int | Sequence[int],
    dilation: int | Sequence[int],
    padding: str,
) -> Windows:
    """The windows of a convolution, of its arguments. Raises WrongValueError or UnknownNameError."""
    windows = Windows(
        one_each(f"{who}: kernel_size", size, axes),
        one_each(f"{who}: strides", strides, axes),
        one_each(f"{who}: dilation_rate", dilation, axes),
        padding_called(who, padding, causal=axes == 1),
    )
    if max(windows.strides) > 1 and max(windows.dilation) > 1:
        raise WrongValueError(
            f"{who}: strides and dilation_rate cannot both be above 1, got {strides!r} and {dilation!r}. "
            "Leave one of them 1."
        )
    return windows


def one_each(who: str, value: int | Sequence[int], axes: int, least: int = 1) -> Shape:
    """One whole number of at least `least` for each axis: `value` is that many, or one for all."""
    values = tuple(value) if isinstance(value, Sequence) and not isinstance(value, str) else (value,) * axes
    if len(values) != axes:
        raise WrongValueError(f"{who} must be a whole number, or {axes} of them, got {value!r}.")
    return tuple(check_whole(who, number, least) for number in values)


def of_each_side(who: str, given: Sides, axes: int) -> Amounts:
    """How many elements before and after each axis: one number for all, or one or two for each axis.

    Raises WrongValueError.
    """
    each = [given] if axes == 1 else list(given) if isinstance(given, Sequence) else [given] * axes
    pairs = [list(one) if isinstance(one, Sequence) else [one] * 2 for one in each]
    if [len(pair) for pair in pairs] != [2] * axes:
        forms = "or (before, after)" if axes == 1 else "two of them, or ((top, bottom), (left, right))"
        raise WrongValueError(f"{who} must be a whole number, {forms}, got {given!r}.")
    before_and_after = [[check_whole(who, n, least=0) for n in pair] for pair in pairs]
    return [(before, after) for before, after in before_and_after]


def padding_called(who: str, name: str, *, causal: bool = False) -> str:
    """The padding `name`, in any case; only the convolution of a sequence has a `causal` one.

    Raises UnknownNameError.
    """
    known = {key: key for key in PADDINGS if causal or key != "causal"}
    return look_up(f"padding of {who}", name.lower() if isinstance(name, str) else name, known)


def blocks(m: int, samples: int) -> Iterator[slice]:
    """The m samples by `samples` at a time, so that what is made of them stays in the processor's cache."""
    for start in range(0, m, samples):
        yield slice(start, min(start + samples, m))
