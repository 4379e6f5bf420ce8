"""Wrong answers to output_size, as students write them, and what helps."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.conv2d.right import output_size


def zeros_of_same(n, kernel, stride):
    _, before, after = output_size(n, kernel, stride, "same")
    return before, after


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


def not_rounded(n, kernel, stride, padding):
    _, before, after = output_size(n, kernel, stride, padding)
    return ((n - kernel) / stride + 1 if padding == "valid" else n / stride), before, after


def names_exchanged(n, kernel, stride, padding):
    return output_size(n, kernel, stride, "same" if padding == "valid" else "valid")


def always_valid(n, kernel, stride, padding):
    return output_size(n, kernel, stride, "valid")


def always_same(n, kernel, stride, padding):
    return output_size(n, kernel, stride, "same")


def zeros_for_stride_one(n, kernel, stride, padding):
    out, _, _ = output_size(n, kernel, stride, padding)
    return (out, 0, 0) if padding == "valid" else (out, (kernel - 1) // 2, kernel // 2)


def half_the_kernel(n, kernel, stride, padding):
    zeros = kernel // 2 if padding == "same" else 0
    return (n + 2 * zeros - kernel) // stride + 1, zeros, zeros


def half_of_an_odd_kernel(n, kernel, stride, padding):
    zeros = (kernel - 1) // 2 if padding == "same" else 0
    return (n + 2 * zeros - kernel) // stride + 1, zeros, zeros


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


def zeros_in_valid(n, kernel, stride, padding):
    out, _, _ = output_size(n, kernel, stride, padding)
    return out, *zeros_of_same(n, kernel, stride)


def zeros_in_halves(n, kernel, stride, padding):
    out, before, after = output_size(n, kernel, stride, padding)
    return out, (before + after) / 2, (before + after) / 2


def out_alone(n, kernel, stride, padding):
    return output_size(n, kernel, stride, padding)[0]


def nothing_returned(n, kernel, stride, padding):
    print(output_size(n, kernel, stride, padding))


ANCHOR, SAME = "places", "same"
HALF = (
    "Half a kernel was added on both sides, which fits an odd kernel and a stride of 1 alone. Find out how "
    "far the last kernel reaches beyond the axis."
)

WRONG_SIZES = [
    Misconception(
        "last place forgotten",
        last_place_forgotten,
        'With "valid", the last place is missing. The division counts the steps, and there is one place '
        "more than steps, as there is one fence post more than gaps.",
        ANCHOR,
    ),
    Misconception(
        "zeros for a stride of 1",
        zeros_for_stride_one,
        "The zeros are those for a stride of 1. With a larger one the last kernel may end earlier, and "
        "only what it misses is added.",
        SAME,
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
        "rounded up",
        rounded_up,
        'With "valid", a step was counted that is not a whole one. A kernel has to lie inside, so what '
        "is left over at the end is not used.",
        ANCHOR,
    ),
    Misconception(
        '"same" rounded down',
        same_rounded_down,
        'With "same", the result has to be rounded up: the first pixel of the last step is a place as '
        "well, and zeros make room behind it.",
        SAME,
    ),
    Misconception(
        "not rounded",
        not_rounded,
        "A place is there or not, so their number is whole. Which of NumPy's and Python's divisions "
        "gives a whole number, and which one a fraction?",
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
        'zeros with "valid"',
        zeros_in_valid,
        'Zeros were added with "valid" as well. It takes the axis as it is, and leaves out a place where '
        "the kernel would reach beyond it.",
        ANCHOR,
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
        "odd zero before",
        odd_one_before,
        "Where the number of zeros is odd, yours has the one more before the axis. Keras and TensorFlow "
        "put it behind, and here it goes there as well.",
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
        "Where the number of zeros is odd, one of them is lost when it is halved. The side behind gets "
        "what the side before did not.",
        SAME,
    ),
    Misconception(
        "all zeros behind",
        all_behind,
        "The right number of zeros was added, and all of them behind. They are shared between the two "
        "sides, so that the first kernel is not favoured.",
        SAME,
    ),
    Misconception(
        "fewer zeros than none",
        below_nothing,
        "Where the stride is larger than the kernel, pixels are left over and the number of zeros came "
        "out negative. Nothing is missing then, so nothing is added.",
        SAME,
    ),
    Misconception(
        "halves of a zero",
        zeros_in_halves,
        "Half of an odd number of zeros is no whole number. One side gets one more than the other.",
        SAME,
    ),
    Misconception(
        "out alone",
        out_alone,
        "One number came back. Three are asked for: the size of the output, and the zeros before and "
        "after the axis, which are 0 where none are added.",
    ),
    Misconception(
        "nothing returned",
        nothing_returned,
        "Your function ends without giving anything back. Three whole numbers are asked for.",
    ),
]
