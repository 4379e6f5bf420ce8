"""What is said of the mistakes that students make in patches."""

from __future__ import annotations

from autograder.exercise import Misconception
from autograder.exercises.attention import wrong_patches as wrong

ANCHOR = "image-as-sequence"

SPREAD = (
    "The pixels of your patches come from all over the image. When an axis is split in two, the first of "
    "them steps from patch to patch, and the second from pixel to pixel."
)

MISTAKES = [
    Misconception(
        "reshaped alone",
        wrong.reshaped_alone,
        "The shape fits, and each of your patches is a run of pixels as they are read, row by row. A reshape "
        "moves no number past another, and here numbers have to move: which ones lie between two of one "
        "patch?",
        ANCHOR,
    ),
    Misconception(
        "down the columns",
        wrong.down_the_columns,
        "The patches are right, and they are counted down the image first. The second patch is the one to "
        "the right of the first.",
        ANCHOR,
    ),
    Misconception(
        "pixels turned",
        wrong.pixels_turned,
        "The patches stand in the right order, and in each of them rows and columns have changed places. "
        "Inside a patch, the pixels are read row by row.",
        ANCHOR,
    ),
    Misconception(
        "channels apart",
        wrong.channels_apart,
        "In each patch, all numbers of the first channel come first. The channels of a pixel stay together: "
        "they are on the last axis before and after.",
        ANCHOR,
    ),
    Misconception(
        "factors changed",
        wrong.factors_changed,
        SPREAD,
        ANCHOR,
    ),
    Misconception("factors changed, then permuted", wrong.factors_changed_then_permuted, SPREAD, ANCHOR),
    Misconception(
        "width first",
        wrong.width_first,
        "The axes were cut as if the width came first. X has the height on its second axis: square images "
        "come out right, and others do not.",
        ANCHOR,
    ),
    Misconception(
        "divided with a fraction",
        wrong.divided_with_a_fraction,
        "In Python, / gives a number with a fraction, and a shape is made of whole numbers. // divides whole "
        "numbers.",
    ),
    Misconception(
        "array of whole numbers",
        wrong.whole_numbers,
        "What stands behind the point is lost: the numbers were put into an array that holds whole ones "
        "alone. Give it the dtype of X.",
    ),
    Misconception(
        "one pixel on",
        wrong.one_pixel_on,
        "There are as many patches as there should be, and each begins one pixel after the last. The next "
        "one begins a whole patch further.",
        ANCHOR,
    ),
    Misconception(
        "patches before samples",
        wrong.patches_before_samples,
        "The patches stand before the images. In this course the m samples are the first axis of every "
        "array, and the patches of each image are the second.",
        ANCHOR,
    ),
    Misconception(
        "in one row",
        wrong.in_one_row,
        "All patches of an image stand end to end in one row. Each is a step of its own, on an axis of its "
        "own.",
        ANCHOR,
    ),
    Misconception(
        "first image alone",
        wrong.first_image,
        "Only the first image was cut. A has the patches of all m images.",
        ANCHOR,
    ),
    Misconception(
        "patches in a grid",
        wrong.patches_in_a_grid,
        "Everything is in its place, and there are six axes still. The two that count patches become one, "
        "and the three inside a patch become one.",
        ANCHOR,
    ),
    Misconception(
        "pixels not joined",
        wrong.pixels_not_joined,
        "The patches are counted on one axis, as they should be. What is inside a patch has three axes "
        "still, and should be a row of values.",
        ANCHOR,
    ),
    Misconception(
        "joined with the batch",
        wrong.joined_with_the_batch,
        "The patches of all images stand in one list. Each image keeps its own: m is the first axis.",
        ANCHOR,
    ),
    Misconception(
        "values before patches",
        wrong.values_first,
        "Values and patches have changed places. A patch is a step of a sequence, and its values are the "
        "features, on the last axis.",
        ANCHOR,
    ),
    Misconception(
        "patches and samples mixed by a reshape",
        wrong.mixed_with_the_batch,
        "The patches were collected one after the other, and then given the right shape. That moved patches "
        "from one image into another: axes have to change places, and a reshape never does that.",
        ANCHOR,
    ),
    Misconception(
        "overlapping patches",
        wrong.overlapping,
        "Your patches overlap: you went on by one pixel at a time. The next patch begins where the last one "
        "ends, so that each number occurs once.",
        ANCHOR,
    ),
    Misconception(
        "square images",
        wrong.square_images,
        "The height was used for the width. Square images come out right, and others do not.",
        ANCHOR,
    ),
    Misconception(
        "size taken for the number",
        wrong.size_for_count,
        "You cut each side into `size` parts. `size` is the side of a patch in pixels: how many of them fit "
        "into the height?",
        ANCHOR,
    ),
    Misconception(
        "first channel alone",
        wrong.first_channel,
        "Only the first channel is in your patches. A colour image has three numbers in a pixel, and all of "
        "them belong to the patch.",
        ANCHOR,
    ),
    Misconception(
        "column-major order",
        wrong.column_major,
        "In the end the axes were joined in column-major order. In this course the last axis varies "
        "fastest, as in the first unit.",
        ANCHOR,
    ),
    Misconception(
        "lists in place of an array",
        wrong.in_lists,
        "The numbers are right, and they come as lists. The next layer wants one array, which np.array can "
        "make of them.",
        ANCHOR,
    ),
    Misconception(
        "nothing returned",
        wrong.nothing_returned,
        "Your function ends without giving anything back. What is printed can be read by people only.",
    ),
]
