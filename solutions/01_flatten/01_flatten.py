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
# # 1 · Flatten: every sample becomes one row
#
# A convolution hands on images, a recurrent layer hands on sequences, and the `Dense` layer that should
# decide what they show wants one row of numbers for each sample. `Flatten` stands between them. It computes
# nothing: it only says *where each number goes*. That makes it the best layer to begin with, because all
# that is left of it is what every other layer has too: shapes, a way forward, and a way back.
#
# **When you are through, you can**
#
# - say the shape of a flattened batch, and the place of any element in its row, before you run anything;
# - find the way back, from a place in the row to the element it came from;
# - show why the backward pass of `Flatten` is a reshape and nothing more;
# - write the layer as a class, and see a network around it learn to read digits;
# - say what `Flatten` changes in front of `Dense`, in shapes and in numbers of parameters.
#
# **What you need**: NumPy's indexing and `reshape`, and matrix times vector. About an hour and a half.
#
# **To read beside it**, if you like: NumPy's [*the absolute basics for
# beginners*](https://numpy.org/doc/stable/user/absolute_beginners.html), on shapes and `reshape`; Goodfellow,
# Bengio & Courville, [*Deep Learning*](https://www.deeplearningbook.org), 2016, section 6.5.2, on the chain
# rule as products with Jacobians.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | The idea, in one picture and by hand | | 10 |
# | 2 | Shapes before arithmetic | `flatten_shapes` | 5 |
# | 3 | Where everything goes, and where it comes back from | `flat_index`, `unflat_index` | 20 |
# | 4 | Forward and backward | `flatten_forward`, `flatten_jacobian`, `flatten_backward` | 25 |
# | 5 | The layer | `Flatten` | 10 |
# | 6 | What is Flatten for? | `dense_shapes` | 8 |
# | 7 | Channels first | `flatten_channels_first` | 5 |
# | 8 | In your own words | | 5 |
#
# Each exercise has a cell to write in and, below it, a cell that checks. Run the check as often as you
# like: it tells you which mistake it sees, and never takes a point away. Where only a part is right, that
# part counts. The hints are folded; open one when you have been stuck for five minutes, not before.
#
# **New to Jupyter?** Click into a cell and press Shift+Enter: the cell runs, and the next one is selected.
# Start with the cell below and go on from top to bottom. When you have written an answer, run its cell, and
# then the check. Where Python says that a name is not defined, a cell above has not run yet, as after a
# restart: *Run > Run All Above Selected Cell* runs them all. *Kernel > Restart Kernel and Run All Cells*
# starts from the beginning and loses nothing that you wrote. Save before you close the notebook (Ctrl+S, on a
# Mac Cmd+S).

# %%
import math

import numpy as np

from autograder import check

# %% [markdown]
# ## Part 1 · The idea, in one picture and by hand
#
# *10 minutes, nothing to write.*
#
# Above, two images of 2 × 3 numbers become two rows of 6. Below, a gradient comes back: `dA` holds one
# number for each number of `A`, and each returns to the place that its partner came from. Filled cells are
# numbers. Outlined cells are their gradients, and the number in one says whose it is. The small numbers
# above a row are its positions.

# %% tags=["demonstration"]
from refold.plots import draw_flatten

draw_flatten(m=2, height=2, width=3, element=4)

# %% [markdown]
# Now play with it. Follow an element with the last slider; then add channels, and watch which axis varies
# fastest along the row. The menu lists the elements in the other order, `F`, the one that MATLAB and
# Fortran use; you will meet it again in Part 3. (Without sliders, change the numbers in the cell above.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(
    draw_flatten,
    m=(1, 3),
    height=(1, 3),
    width=(1, 4),
    channels=(1, 3),
    element=(0, 35),
    order=["C", "F"],
);

# %% [markdown]
# ### By hand: one image of 2 × 2
#
# Take a batch of a single image, and follow it there and back with a pencil.
#
# ```
#         X (1, 2, 2)                     A (1, 4)
#
#         5   7          forward
#                         ----->          5   7   1   3
#         1   3
# ```
#
# Suppose that the next layer weighs the row with 10, 20, 30, 40 and adds up, and call the result the
# **loss**, the number that training makes smaller:
#
# $L = 10 \cdot 5 + 20 \cdot 7 + 30 \cdot 1 + 40 \cdot 3 = 340$
#
# What does the next layer send back? If $A_0$ grows by 1, then $L$ grows by 10; if $A_1$ grows by 1, by 20;
# and so on. So $dA$, which in this course always means $\partial L / \partial A$, is the row `10 20 30 40`.
#
# What should `Flatten` send further down? Ask the same question of $X$. The `1` in the lower left corner of
# the image stands at position 2 of the row. If *it* grows by 1, then $A_2$ grows by 1 and nothing else
# changes, so $L$ grows by 30. That 30 belongs in the lower left corner of $dX$. The other three go the same
# way:
#
# ```
#         dX (1, 2, 2)                    dA (1, 4)
#
#         10   20        backward
#                         <-----          10   20   30   40
#         30   40
# ```
#
# No number was added to another, none was multiplied. `forward` unfolds, `backward` folds back. All that is
# left to do is to say this exactly, for any shape, and to see why it is true.

# %% [markdown] anchor="four-words"
# ### Four stages, one set of words
#
# Every layer of this course goes through the same four stages. You will write all four for `Flatten`.
#
# | Stage | What it does |
# |---|---|
# | `compute_shapes(X)` | notes sizes and shapes, before any arithmetic |
# | `forward(X)` | returns `A`, and keeps what backward will need |
# | `backward(dA)` | takes $dA = \partial L/\partial A$, returns $dX = \partial L/\partial X$, of the shape of `X` |
# | `compute_gradients()` | finds the gradients of the layer's own parameters |
#
# What a layer knows is kept in plain dictionaries: `dims` (single sizes, such as the number of samples `m`),
# `shapes`, `cache` (what backward reads), `params`, and `grads` (a gradient for each parameter). In the code
# of [EpyNN](https://epynn.net), whose notation these stages follow, the same dictionaries have shorter names:
# `d` for dimensions, `fs` and `bs` for the shapes on the way forward and back, `fc` and `bc` for the two
# caches, `p` for parameters and `g` for gradients.
#
# EpyNN's `Flatten` notes `X` and `A` by name in `fc` and `fs`, on the way forward, and `dA` and `dX` in `bc` and
# `bs`, on the way back: the arrays in the caches, their shapes beside them. That is good to look at, and
# `with refold.record(model) as trace:` keeps the same four here. But its `backward` reads one single entry of all
# this. You will find out which.

# %% [markdown] anchor="batch-axis"
# ## Part 2 · Shapes before arithmetic
#
# Samples go through a network several at a time, in a **batch**. Its first axis counts the samples, of which
# there are $m$. A sample is whatever comes after it: 64 numbers in a row, an image of $8 \times 8$, an image
# with 3 channels. Samples know nothing of each other, so `Flatten` leaves the batch axis alone and joins all
# the others into one:
#
# $(m, d_1, d_2, \dots, d_k) \;\to\; (m, n)$
#
# Four images of 2 × 3 pixels, an array of shape `(4, 2, 3)`, become four rows of 6: `(4, 6)`.

# %% [markdown]
# ### Exercise 1 · `flatten_shapes` (5 minutes, 2 points)
#
# **Goal.** Know the shape of the result before there is one.
#
# **Given.** `shape`, the shape of `X`: a tuple that starts with $m$, with any number of axes after it.
# Where `X` has one axis only, each sample is a single number, and that is a row of length 1.
#
# **Write** a function that returns `(m, n)`, two whole numbers.

# %% nbgrader={"grade": false, "grade_id": "flatten_shapes-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flatten_shapes(shape):
    """The shape (m, n) that an array of this shape has once it is flattened: (4, 2, 3) gives (4, 6)."""
    ### BEGIN SOLUTION
    m, *dims = shape
    return m, math.prod(dims)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flatten_shapes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("flatten_shapes", flatten_shapes)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `shape[1:]` is the shape of one sample. How many cells has a grid of 2 rows and 3 columns, and how many
# has a pile of 5 such grids? `math.prod` knows the operation, and it also knows what the product of no
# numbers at all is.
# </details><p></p>
#
# **Going further.** What does your function give for an empty batch, `(0, 8, 8)`? It should be `(0, 64)`:
# `refold` sends an empty batch through a model to learn all of its shapes without computing anything. Which
# ways of finding $n$ survive it?

# %% [markdown] anchor="row-major"
# ## Part 3 · Where everything goes, and where it comes back from
#
# The shape $(m, n)$ does not yet say *which* number stands where. The rule is **row-major** order: read a
# sample as you read this page, along the first line, then along the second. The *last* axis varies fastest.
# It is NumPy's rule (`order="C"`, as in the language C), and that of TensorFlow and PyTorch.
#
# ```
#  element   (0,0) (0,1) (0,2)      position     0     1     2     3     4     5
#            (1,0) (1,1) (1,2)      element    (0,0) (0,1) (0,2) (1,0) (1,1) (1,2)
# ```
#
# The other rule is column-major order (`order="F"`): down the first column, then down the second. There the
# *first* axis varies fastest. Both rules give rows of the same length, and code that mixes them gives no
# error, only a network that learns badly. So it pays to know the rule by heart.

# %% [markdown] anchor="strides"
# ### Strides: how far one step takes you
#
# In a sample of shape $(2, 3)$, a step to the right moves one place along the row. A step *down* moves
# three places, because it passes over one whole line. These distances are called **strides**, and here they
# are $(3, 1)$.
#
# By hand: element $(1, 2)$ is one step down and two to the right of the beginning, so its position is
# $1 \cdot 3 + 2 \cdot 1 = 5$, the last of the row.
#
# Now put two such images behind each other, a sample of shape $(2, 2, 3)$. The last two strides are as
# before. A step along the first axis passes over a whole image: over how many places? In general, for the
# element at index $(i_1, \dots, i_k)$,
#
# $\text{position} = i_1 s_1 + i_2 s_2 + \dots + i_k s_k$
#
# and it is yours to find what the stride $s_j$ of an axis is made of.

# %% [markdown]
# ### Exercise 2 · `flat_index` (10 minutes, 2 points)
#
# **Goal.** Know where everything goes.
#
# **Given.** `index`, a tuple such as `(1, 0, 2)`, and `dims`, the shape of one sample (without $m$), such
# as `(2, 3, 4)`. Both have the same length, one or more. Everything counts from 0.
#
# **Write** a function that returns the position of that element in the row, in row-major order. Let it work
# for any number of axes.

# %% nbgrader={"grade": false, "grade_id": "flat_index-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flat_index(index, dims):
    """The position in the flattened row of the element at index: (1, 0) of (2, 3) gives 3."""
    ### BEGIN SOLUTION
    position, stride = 0, 1
    for i, size in zip(reversed(index), reversed(dims)):
        position += i * stride
        stride *= size
    return position
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flat_index", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("flat_index", flat_index)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Begin at the end. The last axis has stride 1. Walk towards the first axis: each time that you pass an
# axis, the stride of the next one has to step over all of it, and so it grows by a factor. Which one?
# </details><p></p>
#
# **Going further.** There is a way without any strides: begin with the first index, and for each axis that
# follows, multiply by its size and add its index. Why is that the same? (It is how you read the digits 4,
# 0, 7 as a number.)

# %% [markdown] anchor="coming-back"
# ### The way back
#
# Position 5 in a row made of $(2, 3)$: which element was it? Whole lines first: $5 = 1 \cdot 3 + 2$, so it
# lies one line down, and 2 places are left over. They are steps to the right: $(1, 2)$. Division with
# remainder takes a position apart just as multiplication and addition put it together.

# %% [markdown]
# ### Exercise 3 · `unflat_index` (10 minutes, 2 points)
#
# **Goal.** Know where everything comes back from.
#
# **Given.** `position`, a whole number from 0 to $n - 1$, and `dims`, as before.
#
# **Write** the inverse of `flat_index`: a function that returns the index, a tuple of whole numbers as long
# as `dims`.

# %% nbgrader={"grade": false, "grade_id": "unflat_index-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def unflat_index(position, dims):
    """The index of the element at a position of the flattened row: 3 of (2, 3) gives (1, 0)."""
    ### BEGIN SOLUTION
    index = []
    for size in reversed(dims):
        position, i = divmod(position, size)
        index.append(i)
    return tuple(reversed(index))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "unflat_index", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("unflat_index", unflat_index)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `divmod(14, 4)` is `(3, 2)`: the quotient and the remainder at once. The remainder by the size of the last
# axis is the last index, and the quotient is a position in the sample without that axis. Mind the order in
# which you collect.
# </details><p></p>
#
# **Going further.** You now know where everything goes and where it comes back from, so the two functions
# must undo each other, in both directions. Try it for every position of `(3, 2, 4)`, in a cell of your own.
# Then look up `np.ravel_multi_index` and `np.unravel_index`, which you have just written.

# %% [markdown] anchor="cache"
# ## Part 4 · Forward and backward
#
# With the shape known and the order settled, the forward pass is short. One question comes with it, and it
# comes with every layer: **what will backward need?** Backward is handed `dA`, of shape $(m, n)$, and has
# to return `dX`. A row of 6 numbers may have been an image of 2 × 3, or of 3 × 2, or of 6 × 1: the row does
# not tell. Whatever backward cannot know by itself, forward puts into a `cache`.

# %% [markdown]
# ### Exercise 4 · `flatten_forward` (5 minutes, 3 points)
#
# **Goal.** Flatten a batch, and remember what the way back needs.
#
# **Given.** `X`, an array of shape $(m, d_1, \dots, d_k)$ with $k \ge 1$.
#
# **Write** a function that returns two things, `A` and `cache`: the array `A` of shape $(m, n)$, each
# sample in a row of its own, in row-major order; and a `cache` of your choice, made for your own backward
# pass. The shape of `X` is the usual one. Leave `X` itself as it is: no exercise may change what it is given.

# %% nbgrader={"grade": false, "grade_id": "flatten_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flatten_forward(X):
    """X (m, ...) -> A (m, n), and whatever backward will need."""
    ### BEGIN SOLUTION
    A = X.reshape(flatten_shapes(X.shape))  # (m, ...) -> (m, n)
    return A, X.shape
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flatten_forward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("flatten_forward", flatten_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `np.reshape` reads and writes in row-major order unless it is told otherwise. All that it wants to know is
# the new shape, and you have a function for that. One of the sizes may also be given as `-1`, "whatever is
# left": make sure that it is not the number of samples that is left to chance.
# </details><p></p>
#
# **Going further.** Write it a second time with nothing but loops and `flat_index`. It is a hundred times
# slower, for a large batch far more, and it shows what `reshape` stands for.

# %% [markdown] anchor="permutation"
# ### Is the backward pass just a reshape?
#
# In Part 1 it looked like one. Here is why it is one.
#
# Each element of $A$ is a copy of exactly one element of $X$, and each element of $X$ is copied exactly
# once. `Flatten` is therefore a **permutation**: it changes places, nothing else. Write the numbers of one
# sample as a list $x$ and those of its row as a list $A$. The derivatives of one with respect to the other
# make a matrix of zeros and ones, the **Jacobian**,
#
# $J_{pq} = \partial A_p / \partial x_q$, which is 1 where $A_p$ is the copy of $x_q$, and 0 everywhere
# else,
#
# with exactly one 1 in each row and in each column. The chain rule gathers, for each $x_q$, what comes back
# along every way that it took:
#
# $dx_q = \sum_p J_{pq} \, dA_p$, or $dx = J^T dA$
#
# The sum has a single term that is not 0, so nothing is really added. And to **transpose** a permutation
# matrix, so that its rows become columns, is to undo it, $J^T = J^{-1}$: **the gradient goes back exactly
# the way that the number came.**

# %% [markdown] anchor="jacobian"
# ### The matrix, once, by hand
#
# To see $J$ move something, let $x$ list the elements as MATLAB would store them, with the *first* axis
# fastest, while $A$ is our row-major row. For the image of Part 1, `5 7` over `1 3`, that gives $x$ column
# by column: `5 1 7 3`.
#
# ```
#      J          x       A
#
#   1  0  0  0    5       5      position 0 of A takes x[0], element (0,0)
#   0  0  1  0    1   =   7      position 1 of A takes x[2], element (0,1)
#   0  1  0  0    7       1      position 2 of A takes x[1], element (1,0)
#   0  0  0  1    3       3      position 3 of A takes x[3], element (1,1)
# ```
#
# Row $p$ of $J$ belongs to place $p$ of $A$, and its 1 stands in the column of the place in $x$ that is
# copied there. (A square image is a special case: its $J$ happens to be symmetric. That of a 2 × 3 image is
# not, so mind rows and columns.)

# %% [markdown]
# ### Exercise 5 · `flatten_jacobian` (10 minutes, 3 points)
#
# **Goal.** See `Flatten` as the permutation that it is.
#
# **Given.** `dims`, the shape of one sample.
#
# **Write** a function that returns the $n \times n$ matrix $J$ of zeros and ones with $A = J x$, where $x$
# lists the elements of the sample with the *first* axis fastest, and $A$ lists them with the *last* axis
# fastest.

# %% nbgrader={"grade": false, "grade_id": "flatten_jacobian-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flatten_jacobian(dims):
    """The matrix J (n, n) of zeros and ones with A = J x: x has the first axis fastest, A the last."""
    ### BEGIN SOLUTION
    n = math.prod(dims)
    J = np.zeros((n, n))
    for p in range(n):
        index = unflat_index(p, dims)
        q = flat_index(index[::-1], dims[::-1])  # the first axis fastest: the same rule, axes reversed
        J[p, q] = 1
    return J
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flatten_jacobian", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("flatten_jacobian", flatten_jacobian)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Start from zeros, and go through the positions $p$ of $A$. Which element is at $p$? (You have a function
# for that.) At which place $q$ does the same element stand in $x$? "First axis fastest" is "last axis
# fastest" for the axes in reverse.
# </details><p></p>
#
# **Going further.** Check that `J.T @ J` is the identity, for a shape of your choice. Then count: for one
# digit of 8 × 8, how many of the entries of $J$ are not 0? That is why no library ever builds this matrix.

# %% [markdown] anchor="backward"
# ### What is left of it
#
# NumPy stores a sample with its last axis fastest already, which is the order of the row. With $x$ listed
# in *that* order, $J$ is the identity: no number changes its place in memory, and all that `Flatten`
# changes is what we call the places. So backward needs no matrix and does no arithmetic. It needs to know
# one thing, and that was known in the forward pass.

# %% [markdown]
# ### Exercise 6 · `flatten_backward` (5 minutes, 3 points)
#
# **Goal.** Send each gradient back to where its number came from.
#
# **Given.** `dA`, an array of shape $(m, n)$, and `cache`, as your `flatten_forward` returned it. (If your
# forward pass is not right yet, the check lends you one whose `cache` is the shape of `X`.)
#
# **Write** a function that returns `dX`, of the shape that `X` had. Leave `dA` as it is.

# %% nbgrader={"grade": false, "grade_id": "flatten_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flatten_backward(dA, cache):
    """dA (m, n) -> dX (m, ...), of the shape of X."""
    ### BEGIN SOLUTION
    return dA.reshape(cache)  # (m, n) -> (m, ...)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flatten_backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("flatten_backward", flatten_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Forward unfolded in row-major order; fold back in the same order. If you want to divide by $m$, or to add
# something up, go back to the 2 × 2 image: which of its four gradients was added to another?
# </details><p></p>
#
# **Going further.** Where a layer only moves numbers, its backward can be tested without knowing it: for any
# `X` and `dA` of the right shapes, $\sum dA \cdot A = \sum dX \cdot X$. Why? Try it with your two functions
# and random numbers.

# %% [markdown]
# ### Three ways to one gradient
#
# Part 1 asked of one pixel: if it grows by 1, by how much does the loss grow? The cell below asks this of every
# pixel of a 2 × 3 image, whose row the next layer weighs with 10, 20, ..., 60. It calls your `flatten_forward`
# and knows nothing of derivatives. Below it stand the chain rule with *your* matrix, $dx = J^T dA$, and your
# reshape.

# %% tags=["demonstration"]
def show_three_ways(image, dA):
    """dX of one image: by growing each element, by the matrix, and by flatten_backward."""
    A, cache = flatten_forward(image[np.newaxis])
    growing = np.empty(image.shape)
    for index in np.ndindex(image.shape):
        grown = image.copy()
        grown[index] += 1
        growing[index] = (dA * (flatten_forward(grown[np.newaxis])[0] - A)).sum()  # what the loss gains
    matrix = (flatten_jacobian(image.shape).T @ dA[0]).reshape(image.shape, order="F")  # as x is listed
    print(f"Each element grown by 1:\n{growing}\n\nThe matrix:\n{matrix}\n")
    print(f"The reshape:\n{flatten_backward(dA, cache)[0]}")


try:
    show_three_ways(np.array([[5.0, 7, 2], [1, 3, 4]]), np.array([[10.0, 20, 30, 40, 50, 60]]))
except NotImplementedError:
    print("Once exercises 4, 5 and 6 are written, this cell finds one gradient in three ways.")

# %% [markdown]
# One gradient at three prices. The first way runs forward once more for every element; the second fills $n^2$
# numbers, nearly all of them 0; the third moves nothing. So the answer to the question of this part is yes:
# backward is just a reshape, because that is what $J^T$ does here.
#
# Keep the first way in mind. It tests the backward pass of *any* layer, and needs nothing but forward; only,
# where a layer is curved, the step has to be tiny. `refold.gradient_check` does it for you.

# %% [markdown] anchor="four-stages"
# ## Part 5 · The layer
#
# A network keeps its layers as objects. What your two functions hand to each other in `cache` now lives in
# the object: `forward` notes it, `backward` finds it. Three rules follow from that, and most mistakes with
# layers break one of them.
#
# - **Each object has its own notes.** A network may hold two `Flatten` layers, and they must not write into
#   each other's.
# - **Notes are as old as the last forward pass.** The last batch of an epoch, which is one pass through all
#   samples, is often smaller than the others, so what depends on `X` is noted anew every time.
# - **`forward` takes care of itself.** Whoever calls it has not necessarily called `compute_shapes` before.

# %% [markdown]
# ### Exercise 7 · `Flatten` (10 minutes, 6 points)
#
# **Goal.** A layer that works in a real network, between layers that you did not write.
#
# **Given.** The dictionaries, made anew for each object.
#
# **Write** the four stages:
#
# - `compute_shapes(X)` fills `self.dims["m"]` and `self.dims["n"]`, and `self.shapes["X"]` and
#   `self.shapes["A"]`, the shapes of the whole arrays, $m$ included;
# - `forward(X)` returns `A` (and `A` alone);
# - `backward(dA)` returns `dX`;
# - `compute_gradients()` finds the gradients of the parameters. How many are there?
#
# The check tries your layer by itself, then two of them side by side, then between two `Dense` layers,
# where it looks whether the right gradient reaches the layer *below*. If all of that is right, it trains
# `Dense(8)`, `ReLU()`, your layer, `Dense(10)` on 1,438 handwritten digits, and asks it to read 359 others.

# %% nbgrader={"grade": false, "grade_id": "flatten_layer-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Flatten:
    """Join every axis but the first: X (m, ...) -> A (m, n)."""

    def __init__(self):
        self.dims = {}  # m, n
        self.shapes = {}  # X, A
        self.cache = {}  # anything else that backward reads
        self.params = {}  # numbers that are trained
        self.grads = {}  # a gradient for each of them

    def compute_shapes(self, X):
        """Fill dims and shapes."""
        ### BEGIN SOLUTION
        m, n = flatten_shapes(X.shape)
        self.dims.update(m=m, n=n)
        self.shapes.update(X=X.shape, A=(m, n))
        ### END SOLUTION

    def forward(self, X):
        """X (m, ...) -> A (m, n)."""
        ### BEGIN SOLUTION
        self.compute_shapes(X)
        return X.reshape(self.shapes["A"])  # (m, ...) -> (m, n)
        ### END SOLUTION

    def backward(self, dA):
        """dA (m, n) -> dX (m, ...)."""
        ### BEGIN SOLUTION
        return dA.reshape(self.shapes["X"])  # (m, n) -> (m, ...)
        ### END SOLUTION

    def compute_gradients(self):
        """Fill grads, one for each of params."""
        ### BEGIN SOLUTION
        pass  # there are no parameters
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flatten_layer", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("flatten_layer", Flatten)

# %% [markdown]
# <details><summary>Hint</summary>
#
# You have written all of it already: `flatten_shapes` is in `compute_shapes`, `flatten_forward` in
# `forward`, `flatten_backward` in `backward`. The shape that used to travel in `cache` has a place in
# `self.shapes`. A stage that has nothing to do still has to be there: `pass` is a complete answer in
# Python.
# </details><p></p>
#
# **Going further.** See for yourself what your layer takes part in. The network below is the one of the
# check: each image passes through eight units, row by row, is flattened by *your* layer, and ends in ten
# numbers, of which the largest wins.

# %% tags=["demonstration"]
from refold import Adam, Dense, ReLU, Sequential, SparseCategoricalCrossentropy, load_digits
from refold.plots import draw_digits

try:
    (X_train, y_train), (X_test, y_test) = load_digits()
    model = Sequential([Dense(8), ReLU(), Flatten(), Dense(10)], seed=1)
    model.compile(optimizer=Adam(0.01), loss=SparseCategoricalCrossentropy(from_logits=True))
    model.fit(X_train, y_train, epochs=10, verbose=0)
    picture = draw_digits(X_test, model.predict(X_test, verbose=0).argmax(axis=1), y_test)
except NotImplementedError:
    picture = "Once all four stages of Flatten are written, this cell shows what a network around it reads."
picture

# %% [markdown] anchor="dense-last-axis"
# ## Part 6 · What is Flatten for?
#
# In Keras, as in this course, `Dense(units)` maps the **last axis** of its input, `x @ W + b`, and leaves
# all the others as they are. On a sequence of 5 steps with 3 features each, `Dense(16)` takes the 3
# features of one step to 16, and does so for every step, *with the same weights*. The batch can have any
# size, so tables of shapes write `None` for it:

# %% tags=["demonstration"]
from refold import Dense, Sequential

Sequential([Dense(16, input_shape=(5, 3))]).summary()

# %% [markdown]
# The steps are still there: `(None, 5, 16)`, and 64 parameters, whatever the number of steps. To decide
# something about the *whole* sequence, a unit must see all of it at once. That is what `Flatten` is for.
# Here is a small model with inputs of shape `(3, 2)`, as `model.summary()` prints it:
#
# ```
# Layer (type)     Output Shape    Param #
# ========================================
# D16 (Dense)      (None, 3, 16)   48
# A (Activation)   (None, 3, 16)   0
# F (Flatten)      (None, 48)      0
# D4 (Dense)       (None, 4)       196
# ========================================
# Total params: 244
# Trainable params: 244
# Non-trainable params: 0
# ```
#
# - `D16` takes each step from 2 features to 16: every unit has 2 weights and a bias,
#   $16 \cdot (2 + 1) = 48$ parameters.
# - `A` and `F` have none. (That the row is also 48 long, $3 \cdot 16$, is a coincidence.)
# - `D4` sees all 48 numbers at once: $4 \cdot (48 + 1) = 196$ parameters. If the sequences had 6 steps, it
#   would need nearly twice as many, and `D16` not one more.
#
# You will meet `Flatten` where a network turns from *looking* to *deciding*: after the convolutions of an
# image classifier, and after a recurrent layer that returns all of its steps, as in
#
# ```
# Embedding -> LSTM(sequences=True) -> Flatten -> Dense -> Dropout -> Dense
#               (m, steps, units)      (m, steps * units)
# ```
#
# and the same with `RNN` or `GRU` in place of `LSTM`. (These are EpyNN's words, where the `Embedding` in front
# holds the data and learns nothing. In Keras, and in `refold`, the option is `return_sequences=True`, the `RNN`
# is `SimpleRNN`, and an `Embedding` is a table that is learned: unit 11.) The `Dropout` belongs to the price: the
# first `Dense` after `Flatten` often holds most of the parameters of the whole model, and so it is the first
# to learn its samples by heart.

# %% [markdown]
# ### Exercise 8 · `dense_shapes` (8 minutes, 2 points)
#
# **Goal.** Predict a line of `model.summary()`, with `Flatten` and without.
#
# **Given.** `input_shape`, the shape of one sample without the batch, as Keras takes it, such as `(5, 3)`
# or `(64,)`; `units`; and `flatten`: when it is `True`, a `Flatten` stands directly before the
# `Dense(units)`.
#
# **Write** a function that returns two things: the output shape of the `Dense` layer, a tuple that starts
# with `None` for the batch; and the number of its parameters, weights and biases.

# %% nbgrader={"grade": false, "grade_id": "dense_shapes-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_shapes(input_shape, units, flatten):
    """The output shape, with None for the batch, and the number of parameters of Dense(units)."""
    ### BEGIN SOLUTION
    if flatten:
        input_shape = (math.prod(input_shape),)
    *before, features = input_shape
    return (None, *before, units), (features + 1) * units
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dense_shapes", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("dense_shapes", dense_shapes)

# %% [markdown]
# <details><summary>Hint</summary>
#
# First ask what one sample looks like when it arrives at `Dense`; `flatten` changes that and nothing else.
# Then only the last axis matters: it gives way to `units`, and its size is the number of weights of one
# unit. What else does a unit have?
# </details><p></p>
#
# **Going further.** `Dense(4)` on sequences of `(5, 3)`, then `Flatten`; or `Flatten` first, then
# `Dense(20)`. Both give rows of 20. Which has more parameters, and what can it do that the other cannot?

# %% [markdown] anchor="channels"
# ## Part 7 · Channels first
#
# TensorFlow and this course store an image *channels last*, `(m, h, w, c)`: the numbers of one pixel, red,
# green and blue, are neighbours. PyTorch stores it *channels first*, `(m, c, h, w)`: a whole red image,
# then a whole green one, then a blue one. Flattened as they are, the two give rows of the same length and
# in a different order. Here is one image of 1 × 2 pixels, `R1 G1 B1` and `R2 G2 B2`:
#
# ```
#  channels last    (1, 1, 2, 3)    ->    R1 G1 B1 R2 G2 B2
#  channels first   (1, 3, 1, 2)    ->    R1 R2 G1 G2 B1 B2
# ```
#
# A `Dense` layer that was trained on rows of the first kind finds almost every weight in the wrong place in
# rows of the second kind. Nothing raises an error; the predictions are just worthless. It happens when trained
# weights move from one library to the other and nobody thinks of the order.

# %% [markdown]
# ### Exercise 9 · `flatten_channels_first` (5 minutes, 3 points)
#
# **Goal.** The same row for the same image, however it is stored.
#
# **Given.** `X`, images stored channels first, of shape $(m, c, h, w)$.
#
# **Write** a function that returns `A`, of shape $(m, h \cdot w \cdot c)$: the rows that the same images
# would give when stored channels last, $(m, h, w, c)$.

# %% nbgrader={"grade": false, "grade_id": "flatten_channels_first-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def flatten_channels_first(X):
    """X (m, c, h, w) -> A (m, h * w * c), in the order that channels-last images have."""
    ### BEGIN SOLUTION
    channels_last = np.moveaxis(X, 1, -1)  # (m, c, h, w) -> (m, h, w, c)
    return channels_last.reshape(len(X), -1)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "flatten_channels_first", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("flatten_channels_first", flatten_channels_first)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `reshape` gives new names to places, and never moves one number past another. Here numbers have to move,
# so an axis must change its place *before* the reshape. Look at `np.moveaxis` and `np.transpose`, and draw
# the 1 × 2 image above if you are in doubt.
# </details><p></p>
#
# **Going further.** With the channels moved, the backward pass is no longer a plain reshape. What is it?
# (It is still a permutation, so it still has a way back; say in which order its steps are undone.)

# %% [markdown]
# ## Part 8 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why does the backward pass of `Flatten` do no arithmetic, and why is it still needed?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_backward", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# Forward copies each element of X to exactly one place of A and changes none of them, so the Jacobian is a
# permutation matrix: a single 1 in each row and each column. In the chain rule dx = J^T dA, each sum has
# one term, a gradient times 1, so there is nothing to add or multiply: each gradient returns to the place
# that its number came from. As both sides are in row-major order, this is a reshape to the shape that X
# had.
#
# It is needed because the layer below waits for a gradient in the shape of its own output. Without it, dA
# would arrive as (m, n) where (m, ...) is expected: the chain of derivatives would end at Flatten, and no
# layer below could learn. The shape of X cannot be told from dA, so forward has to remember it.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: each element of A is one element of X, unchanged (or: the Jacobian is a permutation, of zeros and
#   ones);
# - 1: hence the chain rule adds and multiplies nothing; gradients only change places;
# - 1: dX must have the shape of X, for the layer below;
# - 1: without it the gradient does not reach the layers below (or: dA alone does not tell the shape of X,
#   which is why forward remembers it).

# %% [markdown]
# ## Going further
#
# **Views and copies.** A NumPy array is a block of memory with a shape and strides to read it by. When the
# new shape can be read from the same block, `reshape` writes new strides and copies nothing, so flattening
# costs nothing, however large the batch. When axes have changed places before, no strides can express the
# row any more, and `reshape` quietly makes a copy. Predict the two answers, then run:

# %% tags=["demonstration"]
images = np.zeros((4, 2, 3))
rows, rows_of_columns = np.reshape(images, (4, -1)), np.reshape(images.transpose(0, 2, 1), (4, -1))

np.shares_memory(images, rows), np.shares_memory(images, rows_of_columns)

# %% [markdown]
# A view has a price of its own: change `rows`, and `images` changes with it. That is why a layer never
# writes into what it was given.
#
# **Its relatives.** `Reshape((4, 16))` gives a sample any shape with as many elements, so `Flatten` is the
# special case of one axis. `Permute((2, 1))` lets the axes of a sample change places, as you did in
# exercise 9, and its backward is the inverse permutation. Both wait for you in `refold`, and neither has a
# parameter.
#
# **Doing without it.** The first `Dense` after `Flatten` can be enormous: in VGG16, 25,088 numbers meet
# 4,096 units, and these 25,088 · 4,096 + 4,096 = 102,764,544 parameters are three quarters of the model.
# *Global average pooling* takes the mean of each channel instead: 512 numbers in place of 25,088, images of
# any size, and no sense of where in the image something was. Its backward does do arithmetic. Can you say
# what it is?
#
# **Next.** In the next unit you write `Dense`: there `compute_gradients` has something to do.
