"""Wrong answers to output_size, as students write them, and what helps."""

from __future__ import annotations

from autograder.exercise import WHOLE, Misconception
from autograder.exercises.conv2d.right import output_size
from autograder.exercises.conv2d.wrong_zeros import WRONG_ZEROS


def last_place_forgotten(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (out - 1 if padding == "valid" else out), before, after


def stride_forgotten(n, kernel, stride, padding):
    return output_size(n, kernel, 1, padding)


def stride_forgotten_in_valid(n, kernel, stride, padding):
    return (n - kernel + 1, 0, 0) if padding == "valid" else output_size(n, kernel, stride, padding)


def same_as_the_input(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (n if padding == "same" else out), before, after


def one_added_first(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return ((n - kernel + 1) // stride if padding == "valid" else out), before, after


def rounded_up(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (-(-(n - kernel) // stride) + 1 if padding == "valid" else out), before, after


def same_rounded_down(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (n // stride if padding == "same" else out), before, after


def steps_rounded_up(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (-(-(n - kernel) // stride) if padding == "valid" else out), before, after


def kernel_forgotten(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (n // stride if padding == "valid" else out), before, after


def same_rounded_down_with_its_zeros(n, kernel, stride, padding):
    if padding == "valid":
        return output_size(n, kernel, stride, padding)
    out = n // stride
    zeros = max(0, (out - 1) * stride + kernel - n)
    return out, zeros // 2, zeros - zeros // 2


def same_rounded_to_the_nearest(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (round(n / stride) if padding == "same" else out), before, after


def same_always_one_more(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return (n // stride + 1 if padding == "same" else out), before, after


def with_zeros_for(out, n, kernel, stride):
    zeros = max((out - 1) * stride + kernel - n, 0)
    return out, zeros // 2, zeros - zeros // 2


def same_one_more_with_its_zeros(n, kernel, stride, padding):
    valid = output_size(n, kernel, stride, padding)
    return valid if padding == "valid" else with_zeros_for(n // stride + 1, n, kernel, stride)


def same_as_many_with_their_zeros(n, kernel, stride, padding):
    valid = output_size(n, kernel, stride, padding)
    return valid if padding == "valid" else with_zeros_for(n, n, kernel, stride)


def not_rounded(n, kernel, stride, padding):
    _, before, after = output_size(n, kernel, stride, padding)
    return ((n - kernel) / stride + 1 if padding == "valid" else n / stride), before, after


def names_exchanged(n, kernel, stride, padding):
    return output_size(n, kernel, stride, "same" if padding == "valid" else "valid")


def always_valid(n, kernel, stride, padding):
    return output_size(n, kernel, stride, "valid")


def always_same(n, kernel, stride, padding):
    return output_size(n, kernel, stride, "same")


def half_the_kernel(n, kernel, stride, padding):
    zeros = kernel // 2 if padding == "same" else 0
    return (n + 2 * zeros - kernel) // stride + 1, zeros, zeros


def half_of_an_odd_kernel(n, kernel, stride, padding):
    zeros = (kernel - 1) // 2 if padding == "same" else 0
    return (n + 2 * zeros - kernel) // stride + 1, zeros, zeros


def out_alone(n, kernel, stride, padding):
    return output_size(n, kernel, stride, padding)[0]


def nothing_returned(n, kernel, stride, padding):
    print(output_size(n, kernel, stride, padding))


ANCHOR, SAME = "places", "same"
DOWN = (
    'With "same", the result has to be rounded up: the first pixel of the last step is a place as well, and '
    "zeros make room after it."
)
HALF = (
    "Half a kernel was added on both sides, which fits an odd kernel and a stride of 1 alone. Find out how "
    "far the last kernel reaches beyond the axis."
)

WRONG_SIZES = [
    Misconception(
        "1 added in every case, and zeros for it",
        same_one_more_with_its_zeros,
        'With "same", 1 was added in every case, and zeros for that place. Where the axis is a whole number '
        "of strides, nothing has to be rounded.",
        SAME,
    ),
    Misconception(
        "as many places as pixels, and zeros for them",
        same_as_many_with_their_zeros,
        'With "same", there are as many places as pixels for a stride of 1 only, and zeros were added for '
        "places that there are not. A kernel that moves on by 2 stops at half as many.",
        SAME,
    ),
    *WRONG_ZEROS,
    Misconception(
        "last place forgotten",
        last_place_forgotten,
        'With "valid", the last place is missing. The division counts the steps, and there is one place '
        "more than steps, as there is one fence post more than gaps.",
        ANCHOR,
    ),
    Misconception(
        "stride forgotten",
        stride_forgotten,
        "Your numbers are those for a stride of 1. A larger one leaves places out, and with fewer places "
        'fewer zeros are needed for "same".',
        ANCHOR,
    ),
    Misconception(
        'stride forgotten in "valid"',
        stride_forgotten_in_valid,
        'With "valid", every place was counted. A kernel with a stride of 2 stops at every second one only.',
        ANCHOR,
    ),
    Misconception(
        'stride forgotten in "same"',
        same_as_the_input,
        'With "same", the size stays the same for a stride of 1 only. A kernel that moves on by 2 stops '
        "at half as many places.",
        SAME,
    ),
    Misconception(
        "1 added before the division",
        one_added_first,
        'With "valid", 1 was added before the division, so that the first place is not always counted. '
        "The division counts the steps; the first place is there without any.",
        ANCHOR,
    ),
    Misconception(
        "steps rounded up",
        steps_rounded_up,
        'With "valid", the steps were rounded up and taken for places. That is right only where pixels are '
        "left over: the first place is there without any step, and a step that is not whole gives none.",
        ANCHOR,
    ),
    Misconception(
        "kernel forgotten",
        kernel_forgotten,
        'With "valid", every stride within the axis was counted. The last window has to end within the '
        "axis, so it cannot begin as late as the last pixel.",
        ANCHOR,
    ),
    Misconception(
        "rounded up",
        rounded_up,
        'With "valid", a step was counted that is not a whole one. A kernel has to lie inside, so what '
        "is left over at the end is not used.",
        ANCHOR,
    ),
    Misconception(
        '"same" rounded down',
        same_rounded_down,
        DOWN,
        SAME,
    ),
    Misconception('"same" rounded down, and zeros for it', same_rounded_down_with_its_zeros, DOWN, SAME),
    Misconception(
        '"same" rounded to the nearest',
        same_rounded_to_the_nearest,
        'With "same", the result was rounded to the nearest whole number. A last step that is begun has a '
        "place, however few pixels it has: it is always rounded up.",
        SAME,
    ),
    Misconception(
        '"same" always one more',
        same_always_one_more,
        'With "same", 1 was added in every case. Where the axis is a whole number of strides nothing has to '
        "be rounded.",
        SAME,
    ),
    Misconception(
        "not rounded",
        not_rounded,
        "A place is there or not, so their number is whole. Which of NumPy's and Python's divisions gives a "
        "whole number, and which one a fraction?",
        ANCHOR,
    ),
    Misconception(
        "names exchanged",
        names_exchanged,
        '"valid" and "same" have changed places: "valid" takes the axis as it is, and "same" puts zeros '
        "around it.",
        ANCHOR,
    ),
    Misconception(
        'always "valid"',
        always_valid,
        'With "same" the result is still that of "valid". Look at `padding`, and keep one place for each '
        "stride's first pixel.",
        SAME,
    ),
    Misconception(
        'always "same"',
        always_same,
        'With "valid" the result is still that of "same". Look at `padding`: a valid kernel lies inside, '
        "and nothing is added for it.",
        ANCHOR,
    ),
    Misconception("half a kernel on both sides", half_the_kernel, HALF, SAME),
    Misconception("half of an odd kernel on both sides", half_of_an_odd_kernel, HALF, SAME),
    Misconception(
        "out alone",
        out_alone,
        "One thing came back. Three are asked for: the size of the output, and the zeros before and after "
        "the axis, which are 0 where none are added.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Three whole numbers are asked for.",
        least=WHOLE,
    ),
]
