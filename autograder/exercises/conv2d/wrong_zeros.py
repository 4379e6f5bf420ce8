"""The right number of places and wrong zeros: mistakes in output_size, and what helps."""

from __future__ import annotations

from functools import partial

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.conv2d.right import output_size


def zeros_for_stride_one(n, kernel, stride, padding):
    out, _, _ = output_size(n, kernel, stride, padding)
    return (out, 0, 0) if padding == "valid" else (out, (kernel - 1) // 2, kernel // 2)


def odd_one_before(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, after, before


def all_on_both_sides(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, before + after, before + after


def odd_one_lost(n, kernel, stride, padding):
    out, before, _ = output_size(n, kernel, stride, padding)
    return out, before, before


def all_behind(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, 0, before + after


def below_nothing(n, kernel, stride, padding):
    out, _, _ = output_size(n, kernel, stride, padding)
    zeros = (out - 1) * stride + kernel - n if padding == "same" else 0
    return out, zeros // 2, zeros - zeros // 2


def zeros_in_halves(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, (before + after) / 2, (before + after) / 2


def zeros_in_valid(n, kernel, stride, padding):
    out, _, _ = output_size(n, kernel, stride, padding)
    return out, *output_size(n, kernel, stride, "same")[1:]


def no_zeros(n, kernel, stride, padding):
    return output_size(n, kernel, stride, padding)[0], 0, 0


def all_before(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, before + after, 0


def with_zeros(total, n, kernel, stride, padding):
    """The right number of places, and `total` zeros."""
    out, _, _ = output_size(n, kernel, stride, padding)
    zeros = total(n, kernel, stride, out) if padding == "same" else 0
    return out, zeros // 2, zeros - zeros // 2


def one_stride_too_far(n, kernel, stride, out):
    return max(0, out * stride + kernel - n)


def sign_taken_off(n, kernel, stride, out):
    return abs((out - 1) * stride + kernel - n)


def as_if_nothing_were_left_over(n, kernel, stride, out):
    return max(0, kernel - stride)


def as_if_something_were_left_over(n, kernel, stride, out):
    return max(0, kernel - n % stride)


def up_to_the_last_stride(n, kernel, stride, out):
    return out * stride - n


def cut_below_nothing(n, kernel, stride, padding):
    out, _, _ = output_size(n, kernel, stride, padding)
    zeros = (out - 1) * stride + kernel - n if padding == "same" else 0
    return out, int(zeros / 2), zeros - int(zeros / 2)


def half_to_the_nearest(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    half = round((before + after) / 2)
    return out, half, before + after - half


def zeros_together(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, before + after


def zeros_as_a_pair(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, (before, after)


def out_last(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return before, after, out


ANCHOR, SAME = "places", "same"
BELOW = (
    "Where the stride is larger than the kernel, pixels are left over and the number of zeros came out "
    "negative. Nothing is missing then, so nothing is added."
)
SPECIAL = (
    "How many zeros are missing was worked out for a special case: it depends on whether the axis is a "
    "whole number of strides. Find out where the last window begins, and where it ends."
)

WRONG_ZEROS = [
    Misconception(
        "no zeros",
        no_zeros,
        'With "same" no zeros were added. The last window may reach beyond the axis, and what it does not '
        "find there is added.",
        SAME,
    ),
    Misconception(
        "half rounded to the nearest",
        half_to_the_nearest,
        "Python rounds a half to the nearest even number: 0.5 becomes 0, and 1.5 becomes 2. To halve and "
        "round down, there is //.",
        SAME,
    ),
    Misconception(
        "zeros for a stride of 1",
        zeros_for_stride_one,
        "The zeros are those for a stride of 1. With a larger one the last kernel may end earlier, and only "
        "what it misses is added.",
        SAME,
    ),
    Misconception(
        "odd zero before",
        odd_one_before,
        "Where the number of zeros is odd, the extra one is before the axis in yours. Keras and TensorFlow "
        "put it after the axis, and so it is here.",
        SAME,
    ),
    Misconception(
        "all zeros on both sides",
        all_on_both_sides,
        "All of the zeros were added on each side, which makes twice as many as are missing. They are "
        "shared between the two sides.",
        SAME,
    ),
    Misconception(
        "odd zero lost",
        odd_one_lost,
        "Where the number of zeros is odd, one of them is lost when it is halved. What does not "
        "go before the axis goes after it.",
        SAME,
    ),
    Misconception(
        "all zeros after",
        all_behind,
        "The right number of zeros was added, and all of them after the axis. They are shared between the "
        "two sides, so that the first kernel is not favoured.",
        SAME,
    ),
    Misconception(
        "fewer zeros than none",
        below_nothing,
        BELOW,
        SAME,
    ),
    Misconception("fewer zeros than none, cut", cut_below_nothing, BELOW, SAME),
    Misconception(
        "sign of the zeros taken off",
        partial(with_zeros, sign_taken_off),
        "Where the stride is larger than the kernel, pixels are left over and the number of zeros comes out "
        "negative. That is no number of zeros with another sign: nothing is missing then.",
        SAME,
    ),
    Misconception(
        "zeros for one stride too many",
        partial(with_zeros, one_stride_too_far),
        "There are too many zeros: room was made for one more window. The last one begins after all strides "
        "between the places, and there is one stride fewer than places.",
        SAME,
    ),
    Misconception(
        "zeros up to the last stride",
        partial(with_zeros, up_to_the_last_stride),
        "The zeros make the axis a whole number of strides. What counts is where the last window ends, and "
        "that depends on the kernel.",
        SAME,
    ),
    Misconception(
        "zeros as if nothing were left over", partial(with_zeros, as_if_nothing_were_left_over), SPECIAL, SAME
    ),
    Misconception(
        "zeros as if something were left over",
        partial(with_zeros, as_if_something_were_left_over),
        SPECIAL,
        SAME,
    ),
    Misconception(
        "all zeros before",
        all_before,
        "The right number of zeros was added, and all of them before the axis. They are shared between "
        "the two sides.",
        SAME,
    ),
    Misconception(
        "zeros together",
        zeros_together,
        "Two numbers came back. The zeros before and those after the axis are asked for each by itself.",
        SAME,
    ),
    Misconception(
        "zeros as a pair",
        zeros_as_a_pair,
        "The zeros came back as a pair of their own. Three numbers are asked for, side by side.",
        SAME,
    ),
    Misconception(
        "zeros before out",
        out_last,
        "The three numbers stand in another order: the number of places is asked for first, then the zeros "
        "before and after.",
        SAME,
        least=WHOLE,
    ),
    Misconception(
        "halves of a zero",
        zeros_in_halves,
        "Half of an odd number of zeros is no whole number. One side gets one more than the other.",
        SAME,
    ),
    Misconception(
        'zeros with "valid"',
        zeros_in_valid,
        'Zeros were added with "valid" as well. It takes the axis as it is, and leaves out a place where '
        "the kernel would reach beyond it.",
        ANCHOR,
    ),
]
