# ---
# jupyter:
#   jupytext:
#     text_representation:
#       extension: .py
#       format_name: percent
#   kernelspec:
#     display_name: Python 3 (ipykernel)
#     language: python
#     name: python3
# ---

# %% [markdown]
# # 4 · Conv2D: the same weights for every window
#
# A `Dense` layer has a weight for each pixel, so a stroke that moves by one pixel meets weights that have never
# seen it. `Conv2D` looks at an image through small **windows**, and weighs all of them with *the same* weights:
# what it has learned to see in one place it sees in every place. Nothing in it is new to you. The windows are
# a matter of places, as in `Flatten`; what is done with each is `Dense`; and the gradients follow from two rules
# that you know: what is shared adds up, and what was taken from a place goes back to it.
#
# **When you are through, you can**
#
# - say how large the output is for any kernel, stride and padding;
# - cut images into windows that overlap, and write a convolution as one matrix product;
# - derive `dW`, `db` and `dX`, and say which sum runs over what;
# - fold overlapping windows back, so that no pixel loses what it should hear;
# - do the same for max pooling, where one number of a window takes it all;
# - train a small network of these layers, and look at what it has learned to see.
#
# **What you need**: the first three units. About an hour and a half.
#
# **To read beside it**, if you like: Goodfellow, Bengio & Courville, [*Deep
# Learning*](https://www.deeplearningbook.org), 2016, chapter 9; Dumoulin & Visin, [*A guide to convolution
# arithmetic for deep learning*](https://arxiv.org/abs/1603.07285), 2016, with pictures of each kind of padding
# and stride; LeCun et al., *Gradient-based learning applied to document recognition*, 1998.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | The idea, by hand and in one picture | | 15 |
# | 2 | How many windows are there? | `output_size` | 10 |
# | 3 | All windows | `windows` | 10 |
# | 4 | Forward | `conv2d_forward` | 10 |
# | 5 | How the kernel should change | `conv2d_gradients` | 10 |
# | 6 | Back to the pixels | `conv2d_backward` | 15 |
# | 7 | The largest of each window | `max_pooling_forward`, `max_pooling_backward` | 15 |
# | 8 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like: it
# tells you which mistake it sees, and never takes a point away. What it tries first is mostly an example that
# was worked out by hand before, so you can follow it with your own numbers. No function may change the arrays
# that it is given.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="one-kernel"
# ## Part 1 · The idea, by hand and in one picture
#
# *15 minutes, nothing to write.*
#
# A **kernel** is a small array of weights. It is laid on a window of the image, each weight is multiplied by the
# pixel that it lies on, all products are added up, and a bias on top. That gives one number. Then the kernel
# moves on to the next window. Here is an image of 3 × 3 pixels, and a kernel of 2 × 2 with the bias 10:
#
# ```
#     X (3, 3)          W (2, 2)       A (2, 2)
#
#     3   1   0         1  -1          22   19
#     2   5   4         0   2           9   15
#     0   1   2
#
#     upper left   3 · 1 + 1 · (-1) + 2 · 0 + 5 · 2 + 10 = 22
#     upper right  1 · 1 + 0 · (-1) + 5 · 0 + 4 · 2 + 10 = 19
# ```
#
# There are four **places** where the kernel has room, two down and two across, and so $A$ is an image again, of
# 2 × 2. Work out the two lower ones yourself before you read on.
#
# A colour image has three **channels**, so three numbers for each pixel of a window. Then the kernel has three
# weights for each: it looks at all channels, and still gives one number. And one kernel sees one kind of thing
# only, so a layer has many. Each is called a **filter** and gives one channel of $A$ (a *feature map*):
#
# $A_{yxo} = b_o + \sum_{i,j,c} X_{ys+i,\; xs+j,\; c} \, W_{ijco}$
#
# for the place in row $y$ and column $x$, the filter $o$, and each sample by itself; $i$, $j$ and $c$ run over
# the kernel's height, its width, and the channels. The **stride** $s$ is how far the kernel moves on each time,
# 1 in the example. `W` has the shape (kernel height, kernel width, channels, filters), in short
# $(kh, kw, c, \text{filters})$: what comes in before what goes out, as in `Dense`.

# %% [markdown]
# ### How much that saves
#
# An image of 8 × 8 pixels with one channel, and a layer with 6 × 6 × 8 numbers as its output. `Dense` needs
# $64 \cdot 288$ weights and 288 biases, 18,720 parameters. Eight filters of 3 × 3 give the same number of
# outputs, and have $9 \cdot 8$ weights and 8 biases: 80. For an image of 800 × 600 pixels it would still be 80.
#
# ### The picture
#
# One filter, one channel, one place worked out. What meets in the framed element is red.

# %% tags=["demonstration"]
from refold.plots import draw_conv2d

draw_conv2d("A", height=4, width=5, kernel=2, stride=1, row=1, column=2)

# %% [markdown]
# Play with it. Every product joins three things: a **pixel**, a **weight** and a **place**, and
#
# pixel = place · stride + position in the kernel.
#
# The whole unit is in this line. *A place adds up its window*: that is $A$. *A weight adds up all places*: that
# will be $dW$. *A pixel adds up all windows that it lies in*: that will be $dX$. Choose each of the three and see
# what turns red. (Without sliders, change the cell above.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(
    draw_conv2d,
    of=["A", "dW", "dX"],
    height=(2, 6),
    width=(2, 6),
    kernel=(1, 3),
    stride=(1, 3),
    row=(0, 5),
    column=(0, 5),
);

# %% [markdown] anchor="places"
# ## Part 2 · How many windows are there?
#
# Height and width are counted in the same way, each for itself, so one axis is enough. Seven pixels, a kernel of
# 3, a stride of 2:
#
# ```
#     pixels    0  1  2  3  4  5  6
#
#     place 0  [0  1  2]
#     place 1        [2  3  4]
#     place 2              [4  5  6]
# ```
#
# Place 0 begins at pixel 0, place 1 at pixel 2, place 2 at pixel 4: **place times stride**. A window has room as
# long as it *ends* within the axis. With an eighth pixel there would still be three places: the next window
# would need pixels 6, 7 and 8, and the last of them is not there. The eighth pixel then lies in no window at all.
# This is how it is with `padding="valid"`: the image is taken as it is.

# %% [markdown] anchor="same"
# ### Room at the edges
#
# With "valid", images shrink from layer to layer, and a pixel at the edge lies in fewer windows than one in the
# middle. With `padding="same"`, **zeros** are put around the image first. The name says what it is for: with a
# stride of 1, $A$ is as large as $X$. With a stride of 2 it is half as large, with a stride of 3 a third, and
# where that is no whole number it is *rounded up*. Eight pixels, a kernel of 3, a stride of 2, and so 4 places:
#
# ```
#     pixels    0  1  2  3  4  5  6  7  z
#
#     place 0  [0  1  2]
#     place 1        [2  3  4]
#     place 2              [4  5  6]
#     place 3                    [6  7  z]
# ```
#
# The last window needs one pixel more than there are, so one zero is added, `z`. As many as are missing, and no
# more. They are shared between the two sides, and where their number is odd, the extra one goes after the axis,
# as in Keras and TensorFlow. Where nothing is missing, nothing is added.

# %% [markdown]
# ### Exercise 1 · `output_size` (10 minutes, 4 points)
#
# **Goal.** Know the size of the output before anything is computed.
#
# **Given.** Along one axis: `n`, the number of pixels; `kernel`; `stride`; and `padding`, which is `"valid"` or
# `"same"`. With "valid" the kernel fits at least once.
#
# **Write** a function that returns three whole numbers: `out`, the number of places, and the zeros `before` and
# `after` the axis. With "valid" both are 0. (Half of the points are for `out`, half for the zeros.)

# %% nbgrader={"grade": false, "grade_id": "output_size-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def output_size(n, kernel, stride, padding):
    """Pixels, kernel and stride along an axis, "valid" or "same" -> out, before, after."""
    ### BEGIN SOLUTION
    if padding == "valid":
        return (n - kernel) // stride + 1, 0, 0
    out = (n + stride - 1) // stride  # n / stride, rounded up
    zeros = max(0, (out - 1) * stride + kernel - n)  # what the last window needs and does not find
    return out, zeros // 2, zeros - zeros // 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "output_size", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("output_size", output_size)

# %% [markdown]
# <details><summary>Hint</summary>
#
# With "valid": what is the last pixel at which a window may begin? How many whole strides is that from pixel 0?
# And how many places are there along so many strides? With "same": at which pixel does the last window begin,
# and how many pixels later does it end? `//` divides and rounds down.
# </details><p></p>
#
# **Going further.** How many zeros does a kernel of 3 need with a stride of 1, how many a kernel of 4? Why are
# most kernels that people use of odd size?

# %% [markdown] anchor="gather"
# ## Part 3 · All windows
#
# The image of Part 1, and its four windows:
#
# ```
#     X (3, 3)          windows (2, 2, 2, 2)
#
#     3   1   0         3   1      1   0
#     2   5   4         2   5      5   4
#     0   1   2
#                       2   5      5   4
#                       0   1      1   2
# ```
#
# In the first unit every number had one place to go. Here the `5` goes to four, the `3` to one, and with a large
# stride some go nowhere. `Flatten` was a *permutation*; this is a **gather**. Keep in mind what that will mean
# for the way back: a number that went to four places hears from all four.

# %% [markdown] anchor="axes"
# ### Six axes
#
# One window has three axes: height, width, channels. And windows lie in rows and columns, in each of $m$ samples.
# That makes six, in this order:
#
# $(m,\; \text{out height},\; \text{out width},\; kh,\; kw,\; c)$
#
# The first three say *which* window, the last three *where in* the window. So `windows[n, y, x]` is the window at
# the place `(y, x)` of sample `n`, and it looks like a small image: `X[n]`, from a first row on and from a first
# column on, with all of its channels.

# %% [markdown]
# ### Exercise 2 · `windows` (10 minutes, 3 points)
#
# **Goal.** All windows of a batch of images, in one array.
#
# **Given.** `X`, of shape $(m, \text{height}, \text{width}, c)$; `kernel`, the pair $(kh, kw)$; and `strides`, a
# pair as well: how far to go on down, and how far to the right. Nothing is padded here; that is done to `X`
# before, where it is wanted.
#
# **Write** a function that returns all windows, with the six axes above.

# %% nbgrader={"grade": false, "grade_id": "windows-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def windows(X, kernel, strides):
    """X (m, height, width, c) -> (m, out_height, out_width, kh, kw, c)."""
    ### BEGIN SOLUTION
    (m, height, width, c), (kh, kw), (sh, sw) = X.shape, kernel, strides
    out_height, _, _ = output_size(height, kh, sh, "valid")
    out_width, _, _ = output_size(width, kw, sw, "valid")
    found = np.zeros((m, out_height, out_width, kh, kw, c), X.dtype)
    for y in range(out_height):
        for x in range(out_width):
            found[:, y, x] = X[:, y * sh : y * sh + kh, x * sw : x * sw + kw]  # (m, kh, kw, c)
    return found
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "windows", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("windows", windows)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Two loops, one over the rows of places and one over the columns, with all samples at once, into an array of
# zeros that has the six axes. You know from Part 2 how many places there are, and where each begins. A slice of
# an array keeps the axes that it does not name.
# </details><p></p>
#
# **Going further.** `np.lib.stride_tricks.sliding_window_view` makes all windows without copying a single
# number. In which order do its axes come, and how does it know of your strides? How can an array hold the same
# number in four places, and have it in memory once?

# %% [markdown] anchor="window-as-row"
# ## Part 4 · Forward
#
# Now the windows are there, and each has to be weighed with the same weights. You have done that before. Make a
# **row** of each window (this is called *im2col*), and a column of the kernel. With the bias 10, as in Part 1:
#
# ```
#     windows as rows (4, 4)       W (4, 1)       A (4, 1)
#
#     3   1   2   5                  1            22
#     1   0   5   4                 -1            19
#     2   5   0   1                  0             9
#     5   4   1   2                  2            15
# ```
#
# A convolution is a `Dense` layer whose samples are windows. With channels and several filters, a row has
# $kh \cdot kw \cdot c$ numbers, and `W` becomes a matrix of as many rows, with one column for each filter. The
# window's last three axes and the first three of `W` are the same three in the same order, so when both are
# unfolded, each weight meets the number that it is meant for. And rows that were in a batch, at places, stay
# there: `Dense` maps the last axis, whatever stands before it.

# %% [markdown]
# ### Exercise 3 · `conv2d_forward` (10 minutes, 3 points)
#
# **Goal.** All windows, all filters, one product.
#
# **Given.** `X`, of shape $(m, \text{height}, \text{width}, c)$; `W`, of shape $(kh, kw, c, \text{filters})$; `b`,
# of shape $(\text{filters},)$; and `strides`, a pair.
#
# **Write** a function that returns `A`, of shape $(m, \text{out height}, \text{out width}, \text{filters})$.

# %% nbgrader={"grade": false, "grade_id": "conv2d_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv2d_forward(X, W, b, strides):
    """X (m, height, width, c), W (kh, kw, c, filters), b (filters,) -> A (m, ..., filters)."""
    ### BEGIN SOLUTION
    kh, kw, c, filters = W.shape
    found = windows(X, (kh, kw), strides)  # (m, out_height, out_width, kh, kw, c)
    rows = found.reshape(*found.shape[:3], kh * kw * c)  # (m, out_height, out_width, kh kw c)
    return rows @ W.reshape(kh * kw * c, filters) + b  # (m, out_height, out_width, filters)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d_forward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("conv2d_forward", conv2d_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# You have `windows`. What is left are two reshapes and the line that was `dense_forward`. A reshape that joins
# axes which stand beside each other never moves a number; in the first unit you called it `Flatten`.
# </details><p></p>
#
# **Going further.** What in mathematics is called a convolution flips the kernel first, so that its last
# weight meets the first pixel. Libraries do not: what they compute is a *cross-correlation*. Why does it make no
# difference to a network that learns its kernels?
#
# ### What a kernel sees
#
# Four kernels of 3 × 3, made by hand, and what your function makes of a drawing with them. Red is above 0, blue
# below. A kernel that *averages* blurs. A kernel that takes the left neighbour from the right one finds vertical
# edges, and gives 0 wherever nothing changes.

# %% tags=["demonstration"]
from refold.plots import Picture


def draw_kernels():
    """A drawing, and what four kernels make of it."""
    y, x = np.mgrid[:28, :28]
    drawing = np.where((x - 9) ** 2 + (y - 10) ** 2 < 36, 1.0, 0.0)  # a disc
    drawing[14:25, 15:25] = 0.6  # a square
    kernels = {
        "average": np.full((3, 3), 1 / 9),
        "right less left": np.array([[-1, 0, 1]] * 3) / 3,
        "below less above": np.array([[-1, 0, 1]] * 3).T / 3,
        "middle less around": np.array([[-1, -1, -1], [-1, 8, -1], [-1, -1, -1]]) / 8,
    }
    W = np.stack(list(kernels.values()), axis=-1)[:, :, np.newaxis]  # (3, 3, 1, 4)
    A = conv2d_forward(drawing[np.newaxis, ..., np.newaxis], W, np.zeros(4), (1, 1))
    picture = Picture(figsize=(10, 2.3), layout="constrained")
    images = dict(zip(["X", *kernels], [drawing, *np.moveaxis(A[0], -1, 0)]))
    for ax, (title, image) in zip(picture.subplots(1, 5), images.items()):
        ax.imshow(image, cmap="RdBu_r", vmin=-1, vmax=1)
        ax.set_title(title, fontsize=9)
        ax.axis("off")
    ranges = [f"{title} from {image.min():.2g} to {image.max():.2g}" for title, image in images.items()]
    picture.words = f"A disc and a square, X, and what four kernels make of it: {', '.join(ranges)}."
    return picture


try:
    picture = draw_kernels()
except NotImplementedError:
    picture = "Once exercises 2 and 3 are written, this cell shows what four kernels see in a drawing."
picture

# %% [markdown] anchor="sum-over-windows"
# ## Part 5 · How the kernel should change
#
# Suppose that the next layer sent back $dA$, `1 2` over `0 3`. The weight in the upper left corner, the `1`, was
# used at all four places. At each it met another pixel, the upper left one of that window: 3, 1, 2 and 5. If it
# grows by 1, the loss grows by
#
# $3 \cdot 1 + 1 \cdot 2 + 2 \cdot 0 + 5 \cdot 3 = 20$
#
# because **what is shared adds up**: in the second unit over the samples, then over the steps of a sequence,
# and here over all places of all images. Seen from the kernel there are only rows, and each row is a window:
#
# ```
#     windows as rows    dA as rows    dW       folded
#
#     3   1   2   5      1             20       20  13
#     1   0   5   4      2             13       15  19
#     2   5   0   1      0             15
#     5   4   1   2      3             19
# ```
#
# The bias was added at every place, so it hears from every place: $db = 1 + 2 + 0 + 3$. In a formula, with
# the sums over all samples $n$ and all places $(y, x)$,
#
# $dW_{ijco} = \sum_{n,y,x} X_{n,\; ys+i,\; xs+j,\; c} \; dA_{nyxo}$ and $db_o = \sum_{n,y,x} dA_{nyxo}$

# %% tags=["demonstration"]
draw_conv2d("dW", height=4, width=5, kernel=2, stride=1, row=0, column=1)

# %% [markdown]
# ### Exercise 4 · `conv2d_gradients` (10 minutes, 4 points)
#
# **Goal.** The gradients of the kernel and of the biases.
#
# **Given.** `dA`, of shape $(m, \text{out height}, \text{out width}, \text{filters})$; `X`, as it came in;
# `kernel`, the pair $(kh, kw)$; and `strides`.
#
# **Write** a function that returns two things: `dW`, of the shape of `W`, and `db`, of the shape of `b`.

# %% nbgrader={"grade": false, "grade_id": "conv2d_gradients-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv2d_gradients(dA, X, kernel, strides):
    """dA (m, ..., filters), X (m, height, width, c) -> dW (kh, kw, c, filters), db (filters,)."""
    ### BEGIN SOLUTION
    found, filters = windows(X, kernel, strides), dA.shape[-1]
    dA_rows = dA.reshape(-1, filters)  # (m, out_height, out_width, filters) -> (rows, filters)
    rows = found.reshape(len(dA_rows), -1)  # (rows, kh kw c)
    dW = rows.T @ dA_rows  # (kh kw c, rows) (rows, filters) -> (kh kw c, filters)
    return dW.reshape(*found.shape[3:], filters), dA_rows.sum(axis=0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d_gradients", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("conv2d_gradients", conv2d_gradients)

# %% [markdown]
# <details><summary>Hint</summary>
#
# It is `rows_gradients` of the second unit, with windows for rows. Make two matrices with the same number of
# rows; one of them, transposed, times the other is `dW`, as a matrix. Then fold it: a gradient has the very
# shape of its parameter.
# </details><p></p>
#
# **Going further.** If all of $dA$ is 1, what does $dW$ say about the image? And why can a convolution learn
# something from a single picture, where a `Dense` layer hardly can?

# %% [markdown] anchor="overlap"
# ## Part 6 · Back to the pixels
#
# Each window goes back as a row does in `Dense`: its gradient is what came back for it, times the weights. With
# the kernel of Part 1 and the $dA$ of Part 5, these are
#
# ```
#     1 · W        2 · W        0 · W        3 · W
#
#     1  -1        2  -2        0   0        3  -3
#     0   2        0   4        0   0        0   6
# ```
#
# four gradients of *windows*. They have to go back to the pixels that the windows were made of, each to
# where it was taken from, and **where windows overlap, what they send adds up**:
#
# ```
#     dX (3, 3)
#
#     1    -1 + 2            -2             1   1  -2
#     0     2 + 0 + 0 + 3     4 - 3    =    0   5   1
#     0     0                 6             0   0   6
# ```
#
# The middle pixel lies in all four windows, and hears $2$ from the first, $0$ from the second and the third, and
# $3$ from the last. A gather forward is a **scatter-add** backward. (Was the permutation of `Flatten` a special
# case of it? It was the one in which no two ever meet.) In a formula,
#
# $dX_{rqc} = \sum dA_{yxo} \, W_{ijco}$ over all filters $o$, and all $y$, $i$ with $ys + i = r$ and $x$, $j$ with
# $xs + j = q$
#
# A pixel that lies in no window counted nowhere, and its gradient is 0.

# %% tags=["demonstration"]
draw_conv2d("dX", height=4, width=5, kernel=2, stride=1, row=1, column=2)

# %% [markdown]
# ### Exercise 5 · `conv2d_backward` (15 minutes, 4 points)
#
# **Goal.** Send the gradient to the layer below.
#
# **Given.** `dA`, of shape $(m, \text{out height}, \text{out width}, \text{filters})$; `W`, of shape
# $(kh, kw, c, \text{filters})$; `shape`, which `X` had; and `strides`. (Why is the shape of `X` needed? Look
# at Part 2: seven pixels and eight give the same number of places.)
#
# **Write** a function that returns `dX`, of that shape.

# %% nbgrader={"grade": false, "grade_id": "conv2d_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def conv2d_backward(dA, W, shape, strides):
    """dA (m, out_height, out_width, filters), W (kh, kw, c, filters) -> dX (m, height, width, c)."""
    ### BEGIN SOLUTION
    (m, out_height, out_width, filters), (kh, kw, c, _), (sh, sw) = dA.shape, W.shape, strides
    rows = dA @ W.reshape(kh * kw * c, filters).T  # (m, out_height, out_width, kh kw c)
    sent = rows.reshape(m, out_height, out_width, kh, kw, c)
    dX = np.zeros(shape)
    for y in range(out_height):
        for x in range(out_width):
            dX[:, y * sh : y * sh + kh, x * sw : x * sw + kw] += sent[:, y, x]  # (m, kh, kw, c)
    return dX
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "conv2d_backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("conv2d_backward", conv2d_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Two steps. First the gradients of all windows: `dense_backward`, with the matrix that you made of `W` in
# exercise 3, and the rows folded into windows. Then the loops of exercise 2 the other way round: what stood on
# the left of the `=` now stands on the right. Is `=` still the sign that you want?
# </details><p></p>
#
# **Going further.** For strides of 1, this is itself a convolution: of $dA$ with zeros around it, and with the
# kernel flipped. Draw the windows that the middle pixel lies in, and see why it is flipped.
#
# ### Ask the numbers
#
# `refold.gradient_check` moves each number a little to both sides and measures the slope. It knows nothing of
# windows. Below, your three functions are the stages of a layer, with "same" padding around them: the zeros are
# put on before, and on the way back what came for them is cut off, since nobody asks how a zero should change.

# %% tags=["demonstration"]
import refold


class Conv2D(refold.Layer):
    """Your functions as a layer with strides of 1: X (m, height, width, c) -> A (..., filters)."""

    def __init__(self, filters, kernel, padding, **options):
        super().__init__(**options)
        self.filters, self.kernel, self.padding = filters, kernel, padding

    def compute_shapes(self, X):
        m, *lengths, self.dims["c"] = X.shape
        sizes = [output_size(n, k, 1, self.padding) for n, k in zip(lengths, self.kernel)]
        self.zeros = [(0, 0), *[(before, after) for _, before, after in sizes], (0, 0)]
        self.shapes.update(X=X.shape, A=(m, *[out for out, _, _ in sizes], self.filters))

    def build(self, X):
        self.add_param("W", (*self.kernel, self.dims["c"], self.filters), "he_normal")
        self.add_param("b", (self.filters,), "zeros")

    def forward(self, X):
        self.compute_shapes(X)
        self.cache["P"] = np.pad(X, self.zeros)
        return conv2d_forward(self.cache["P"], self.params["W"], self.params["b"], (1, 1))

    def backward(self, dA):
        self.cache["dA"] = dA
        dP = conv2d_backward(dA, self.params["W"], self.cache["P"].shape, (1, 1))
        (_, height, width, _), (_, (top, _), (left, _), _) = self.shapes["X"], self.zeros
        return dP[:, top : top + height, left : left + width]

    def compute_gradients(self):
        dA, P = self.cache["dA"], self.cache["P"]
        self.grads["W"], self.grads["b"] = conv2d_gradients(dA, P, self.kernel, (1, 1))


try:
    images = np.random.default_rng(0).normal(size=(2, 5, 4, 3))
    print(refold.gradient_check(Conv2D(2, (3, 2), "same", seed=0), images))
except NotImplementedError:
    print("Once exercises 1 to 5 are written, this cell compares your gradients with measured slopes.")

# %% [markdown] anchor="pooling"
# ## Part 7 · The largest of each window
#
# After a convolution one often asks only *whether* a kernel has found something nearby, not exactly where.
# **Max pooling** answers that: the largest number of each window, channel by channel, with windows that mostly
# lie side by side. It has no parameters. An image of 4 × 4 with windows of 2 × 2 and strides of 2:
#
# ```
#     X (4, 4)                 A (2, 2)
#
#     1   5 | 2   0            5   4
#     3   2 | 4   1            7   6
#     ------+------
#     7   0 | 6   6
#     1   2 | 3   0
# ```

# %% [markdown]
# ### Exercise 6 · `max_pooling_forward` (5 minutes, 2 points)
#
# **Goal.** A smaller image that keeps what matters.
#
# **Given.** `X`, of shape $(m, \text{height}, \text{width}, c)$; `size`, the height and width of a window; and
# `strides`. Windows may overlap, or leave gaps.
#
# **Write** a function that returns `A`, of shape $(m, \text{out height}, \text{out width}, c)$.

# %% nbgrader={"grade": false, "grade_id": "max_pooling_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def max_pooling_forward(X, size, strides):
    """X (m, height, width, c) -> A (m, out_height, out_width, c), the largest of each window."""
    ### BEGIN SOLUTION
    return windows(X, size, strides).max(axis=(3, 4))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "max_pooling_forward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("max_pooling_forward", max_pooling_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# You have the windows, and a maximum can run along two axes at once. Which two of the six lie inside a window,
# and are not channels?
# </details><p></p>
#
# **Going further.** Move the digit in a picture by one pixel. How many numbers of `A` change? Compare it with
# what `Flatten` and `Dense` would notice.

# %% [markdown] anchor="one-winner"
# ### And back: the largest takes it all
#
# In the upper left window, `5` won. If it grows by 1, $A$ grows by 1. If any other number of the window
# grows a little, nothing happens. So the slope is 1 for the winner and 0 for all others, as it was in ReLU: what
# comes back goes to the number that won, *where it stands in the image*, and to no other.
#
# ```
#     dA (2, 2)        dX (4, 4)
#
#     1   2            0   1 | 0   0
#     3   4            0   0 | 2   0
#                      ------+------
#                      3   0 | 4   0
#                      0   0 | 0   0
# ```

# %% [markdown] anchor="tie"
# In the lower right window two numbers are the largest, `6` and `6`. As in ReLU at 0 there is a corner there,
# and one has to agree on something. If both got the gradient, it would be counted twice, so it goes to the
# **first** of them, in the order in which one reads: along the first row, then along the second. (In a
# trained network ties are not rare. After a ReLU, many windows hold nothing but zeros.)
#
# And where windows overlap, one number can win in several of them. You know what happens to what it hears.

# %% [markdown]
# ### Exercise 7 · `max_pooling_backward` (10 minutes, 3 points)
#
# **Goal.** A scatter-add in which most get nothing.
#
# **Given.** `dA`, of shape $(m, \text{out height}, \text{out width}, c)$; `X`, as it came in; `size` and
# `strides`.
#
# **Write** a function that returns `dX`, of the shape of `X`.

# %% nbgrader={"grade": false, "grade_id": "max_pooling_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def max_pooling_backward(dA, X, size, strides):
    """dA (m, out_height, out_width, c), X (m, height, width, c) -> dX (m, height, width, c)."""
    ### BEGIN SOLUTION
    m, out_height, out_width, c = dA.shape
    found = windows(X, size, strides)
    rows = found.reshape(m, out_height, out_width, -1, c)  # each channel of a window is a row, along axis 3
    i, j = np.divmod(rows.argmax(axis=3), size[1])  # the first of the largest: row and column in its window
    n, y, x, channel = np.indices(dA.shape)
    dX = np.zeros(X.shape)
    np.add.at(dX, (n, y * strides[0] + i, x * strides[1] + j, channel), dA)  # += would count no pixel twice
    return dX
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "max_pooling_backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("max_pooling_backward", max_pooling_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The plain way: loops over samples, places and channels, and for each window the position of its largest
# number. `argmax` gives the first one, counted along the rows; `np.unravel_index`, which was `unflat_index` in the
# first unit, makes a row and a column of it. Then add where the window begins.
# </details><p></p>
#
# **Going further.** Without loops: `np.indices` gives the place of every element of `dA`, and `np.add.at`
# adds at positions of which some may be the same. What does `dX[positions] += dA` do with those?

# %% [markdown]
# ### All of it at work
#
# `Conv2D - ReLU - MaxPooling2D - Conv2D - ReLU - Flatten - Dense`, of your functions and of `refold`'s layers for
# the rest, learns to read 1,438 digits of 8 × 8 pixels, and reads 359 others. That takes a few seconds. (Where
# your functions loop over samples it may take a minute: after 20 seconds no new epoch begins.) Below are the
# kernels that it has found, and what they see in a digit. Nobody told it to look for edges.

# %% tags=["demonstration"]
import time

from refold import Adam, Dense, Flatten, ReLU, Sequential, SparseCategoricalCrossentropy, load_digits


class MaxPooling2D(refold.Layer):
    """Your two functions as a layer, with windows of 2 x 2 side by side."""

    def compute_shapes(self, X):
        m, height, width, c = X.shape
        self.shapes.update(X=X.shape, A=(m, height // 2, width // 2, c))

    def forward(self, X):
        self.compute_shapes(X)
        self.cache["X"] = X
        return max_pooling_forward(X, (2, 2), (2, 2))

    def backward(self, dA):
        return max_pooling_backward(dA, self.cache["X"], (2, 2), (2, 2))


def learn_to_see(seconds=20):
    """A picture of the kernels that a network finds, and of what they see in a digit."""
    (images, labels), (held_out, held_out_labels) = load_digits()
    X, X_held_out = images[..., np.newaxis], held_out[..., np.newaxis]  # one channel
    first, second = Conv2D(8, (3, 3), "same", seed=1), Conv2D(16, (3, 3), "valid", seed=2)
    model = Sequential([first, ReLU(), MaxPooling2D(), second, ReLU(), Flatten(), Dense(10, seed=3)])
    model.compile(loss=SparseCategoricalCrossentropy(from_logits=True), optimizer=Adam(0.01))
    start = time.monotonic()
    for epoch in range(6):
        if time.monotonic() - start < seconds:
            model.fit(X, labels, batch_size=64, epochs=1, seed=epoch, verbose=0)
    read = model.predict(X_held_out, verbose=0).argmax(axis=1)
    shown = np.flatnonzero(held_out_labels == 0)[0]
    return draw_learnt(first, X_held_out[shown], np.mean(read == held_out_labels))


def draw_learnt(layer, image, share):
    """Above the kernels of a layer, below what each makes of an image."""
    kernels, seen = layer.params["W"][:, :, 0], layer.forward(image[np.newaxis])[0]
    picture = Picture(figsize=(10, 2.8), layout="constrained")
    axes = picture.subplots(2, 9)
    for ax in axes.flat:
        ax.axis("off")
    for row, every in zip(axes[:, 1:], (kernels, seen)):
        largest = np.abs(every).max()
        for o, ax in enumerate(row):
            ax.imshow(every[..., o], cmap="RdBu_r", vmin=-largest, vmax=largest)
    axes[1, 0].imshow(image[..., 0], cmap="gray_r")
    axes[1, 0].set_title("X", fontsize=9)
    title = f"{share:.0%} of the held-out digits are read correctly"
    picture.suptitle(title, fontsize=10)
    picture.words = f"{title}. Above eight kernels of 3 x 3, below a digit and what each of them sees in it."
    return picture


try:
    picture = learn_to_see()
except NotImplementedError:
    picture = "Once all seven exercises are written, this cell shows what a network learns to see with them."
picture

# %% [markdown]
# ## Part 8 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why are `dW` and `db` sums over all places of all images, and why can a pixel hear from several windows? And
# why does max pooling send what came back for a window to one of its numbers alone?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_windows", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# The same kernel and the same biases are used at every place of every image. A change of one weight changes
# the output at all of these places, and by the chain rule what each contributes to the loss adds up: dW is the
# sum of window times dA over all windows, and db the sum of dA.
#
# Windows overlap, so a pixel lies in several of them and was multiplied by a weight in each. It influences the
# output at all of these places, so what comes back from them adds up in dX (a gather forward is a scatter-add
# backward).
#
# In max pooling only the largest number of a window moves the output: its slope is 1, and a small change of any
# other number changes nothing, so its slope is 0. The gradient goes to the one that won, and if several are
# equally large to the first, so that it is counted once.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: one kernel (and bias) is shared by all places and images;
# - 1: so their contributions add up, by the chain rule;
# - 1: windows overlap: a pixel is part of several windows, influences several outputs, and its gradients add up;
# - 1: in max pooling only the largest influences the output (slope 1, all others 0).

# %% [markdown]
# ## Going further
#
# **How far does it see?** A number after one layer of 3 × 3 kernels has seen 3 × 3 pixels. How many has one seen
# after two such layers, and how many with a pooling of 2 × 2 between them? This is called the *receptive field*.
# Why do people stack small kernels and not use one large one? Count the weights of both.
#
# **A kernel of 1 × 1** looks at one pixel and mixes its channels. Which layer that you know is that, on which
# axis?
#
# **Blocks.** The windows of an image hold each pixel up to $kh \cdot kw$ times. For a kernel of 3 × 3 that is
# nine times the memory, for each image of the batch. `refold` gathers the windows of a few images at a time, and
# gathers them anew for `dW`. When is computing something twice cheaper than keeping it?
#
# **Other ways to be smaller.** A stride of 2 halves an image without any pooling, and with weights that learn
# how. Average pooling takes the mean of a window. What is its way back? (You have seen it, if you ever
# forgot which of the two was asked for.)
#
# **Next.** A convolution shares its weights over *places*. A recurrent layer shares them over *time*: the same
# weights at every step of a sequence, each step reading what the last one wrote. What is shared adds up, there
# as well, and the way back goes through all steps, from the last to the first.
