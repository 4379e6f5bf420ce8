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
# # 7 · Attention: every step looks at every other
#
# `Dense` maps each step of a sequence by itself: what one step says, no other hears. In **attention** every
# step looks at all the others, and takes from each what it needs. Language models are made of it. There is
# little in it that you have not written already: two matrix products, a softmax, and a good deal of folding.
#
# **When you are through, you can**
#
# - cut an image into patches, and share features out among heads, and say why a reshape alone is not enough;
# - write attention for all samples, heads and steps at once;
# - hide the later steps from the earlier ones, without a `nan`;
# - send the gradient back to queries, keys and values;
# - say what attention does not see, and what to do about it;
# - read digits with a small transformer that is built on your own functions.
#
# **What you need**: units 1 to 3. About an hour and a half.
#
# **To read beside it**, if you like: Vaswani et al., [*Attention is all you
# need*](https://arxiv.org/abs/1706.03762), 2017; Dosovitskiy et al., [*An image is worth 16x16
# words*](https://arxiv.org/abs/2010.11929), 2021, for the patches.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | An image as a sequence | `patches` | 15 |
# | 2 | Heads | `split_heads`, `merge_heads` | 15 |
# | 3 | Who looks at whom, by hand | | 10 |
# | 4 | Forward | `causal_mask`, `attention_forward` | 25 |
# | 5 | The way back | `attention_backward` | 20 |
# | 6 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like:
# it tells you which mistake it sees, and never takes a point away. What you have written you may call later
# on, `attention_forward` your `causal_mask`. A mistake costs its points once.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="image-as-sequence"
# ## Part 1 · An image as a sequence
#
# A sentence is a sequence of words. What is the sequence in an image? Its rows would be one, but a row of
# pixels is nothing that one could recognise. A small square is: a corner, an end of a line. So the image is
# cut into square **patches**, which are read like a text, from left to right and from top to bottom. Each is
# a step, and its pixels, read in the same way, are the features of that step. Here are four patches of 2 × 2:
#
# ```
#     X (1, 4, 4, 1)            A (1, 4, 4)
#
#      0   1 |  2   3           0   1   4   5      patch 0
#      4   5 |  6   7           2   3   6   7      patch 1
#     -------+-------
#      8   9 | 10  11           8   9  12  13      patch 2
#     12  13 | 14  15          10  11  14  15      patch 3
# ```
#
# Both shapes hold 16 numbers, so that a reshape would run. Its first patch would be `0 1 2 3`, the first row
# of the image: **a reshape moves no number past another**, and here the `4` has to get past the `2` and the
# `3`.
#
# The way is to give everything a name of its own first. The row of a pixel says two things, in which band of
# patches the pixel lies, and in which row inside its patch: row 3 is the second row of the second band, since
# $3 = 1 \cdot 2 + 1$. The column says two things likewise. An axis can be split into two without moving
# anything:
#
# `(m, height, width, channels) -> (m, bands, size, across, size, channels)`
#
# with so many bands one below the other, and in each of them so many patches across.
#
# Now there are six axes. Two of them say which patch it is, three say where inside the patch, and they stand
# in each other's way. When they are in order, and only then, neighbours can be joined. So: a reshape, a
# permutation, a reshape.

# %% tags=["demonstration"]
from refold.plots import draw_patches

draw_patches(height=4, width=6, size=2)

# %% [markdown]
# On the right stands what a reshape alone makes of it: as many rows, and none of them of one colour. Play
# with it. (Without sliders, change the numbers in the cell above.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(draw_patches, height=(2, 8), width=(2, 8), size=(1, 4), patch=(0, 15));

# %% [markdown]
# ### Exercise 1 · `patches` (15 minutes, 3 points)
#
# **Goal.** Make sequences of images.
#
# **Given.** `X`, of shape $(m, \text{height}, \text{width}, \text{channels})$, and `size`, the side of a
# patch in pixels, which divides height and width.
#
# **Write** a function that returns `A`, of shape $(m, \text{patches}, \text{values})$: all patches of an
# image, and all values of a patch.

# %% nbgrader={"grade": false, "grade_id": "patches-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def patches(X, size):
    """X (m, height, width, channels) -> A (m, patches, size * size * channels)."""
    ### BEGIN SOLUTION
    m, height, width, channels = X.shape
    X = X.reshape(m, height // size, size, width // size, size, channels)
    X = X.transpose(0, 1, 3, 2, 4, 5)  # (m, bands, across, size, size, channels)
    return X.reshape(m, -1, size * size * channels)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "patches", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("patches", patches)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `X.transpose(0, 2, 1)` puts the axes of an array into another order: axis 0 stays, axes 1 and 2 change
# places. Write the six axes down by name, and below them the order in which the last reshape can join them.
# What is read first, the patch to the right or the patch below?
# </details><p></p>
#
# **Going further.** Write the way back, from `dA` to `dX`: the three steps in reverse order. Which
# permutation undoes yours? And which unit's layer is `patches` for a `size` as large as the whole image?

# %% tags=["demonstration"]
from refold import load_digits
from refold.plots import Picture

(images, labels), (held_out, held_out_labels) = load_digits()


def draw_digit(image):
    """A digit of 8 x 8 pixels with its cuts, and its sixteen patches as a sequence."""
    A = patches(image[np.newaxis, :, :, np.newaxis], 2)[0]  # (16, 4)
    picture = Picture(figsize=(10, 1.9), layout="constrained")
    first, *rest = picture.subplots(1, 17, width_ratios=[3.2] + [1] * 16)
    first.imshow(image, cmap="gray_r", extent=(0, 8, 8, 0))
    first.set(xticks=range(0, 9, 2), yticks=range(0, 9, 2))
    first.grid(color="#c4314b")
    first.tick_params(length=0, labelleft=False, labelbottom=False)
    for step, ax in enumerate(rest):
        ax.imshow(A[step].reshape(2, 2), cmap="gray_r", vmin=0, vmax=image.max())
        ax.set(xticks=[], yticks=[])
        ax.set_title(step, fontsize=9)
    inked = ", ".join(f"{step}" for step in np.flatnonzero(A.mean(axis=1) > image.max() / 2))
    picture.words = f"A digit, and its sixteen patches side by side. Mostly ink are the patches {inked}."
    return picture


try:
    picture = draw_digit(images[0])
except NotImplementedError:
    picture = "Once exercise 1 is written, this cell shows a digit as a sequence of patches."
picture

# %% [markdown] anchor="heads"
# ## Part 2 · Heads
#
# Later on, one step will look at another for several reasons at once: one patch may ask where a line goes on,
# and whether there is ink at the opposite side. So attention has several **heads**, which do the same thing,
# each with its own share of the features. A step has `heads * k` of them, and the first head takes the first
# $k$, the second takes the next $k$, and so on. Each head works as if there were no other. For this its axis
# has to stand in front of the steps, beside that of the samples, which know nothing of each other either.
#
# One sample of two steps, with two heads of two features each:
#
# ```
#     X (1, 2, 4)                    A (1, 2, 2, 2)
#
#     step 0    0   1 |  2   3       head 0    0   1       head 1    2   3
#     step 1    4   5 |  6   7                 4   5                 6   7
# ```
#
# A reshape alone would give `0 1` and `2 3` to the first head: step 0, torn in two, and nothing of step 1. It
# is the same as with the patches: split an axis, permute.

# %% [markdown]
# ### Exercise 2 · `split_heads` (10 minutes, 3 points)
#
# **Goal.** Let several heads work side by side.
#
# **Given.** `X`, of shape $(m, \text{steps}, \text{heads} \cdot k)$, and the number of `heads`.
#
# **Write** a function that returns `A`, of shape $(m, \text{heads}, \text{steps}, k)$.

# %% nbgrader={"grade": false, "grade_id": "split_heads-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def split_heads(X, heads):
    """X (m, steps, heads * k) -> A (m, heads, steps, k)."""
    ### BEGIN SOLUTION
    m, steps, n = X.shape
    X = X.reshape(m, steps, heads, n // heads)
    return X.transpose(0, 2, 1, 3)  # (m, heads, steps, k)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "split_heads", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("split_heads", split_heads)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The last axis becomes two. One says which head, the other which of its features. Neighbours stay in the
# same head: which of the two stands first? Then write the four axes down by name, and put them in order.
# </details><p></p>
#
# **Going further.** Made by a reshape and a permutation, `A` shares its memory with `X`, and nothing was
# copied: `np.shares_memory(A, X)` tells whether that is so with yours. `A.strides` says how many bytes lie
# between neighbours along each axis. Those of `X` fall from left to right. Where do those of `A` not, and when
# does the next reshape have to copy?

# %% [markdown] anchor="merge"
# ### Back together
#
# When the heads are through, what they found is laid side by side again, so that each step is one row. This
# is the same way in the other direction: permute, join. From `0 1` over `4 5` and `2 3` over `6 7` it makes
# `0 1 2 3` over `4 5 6 7`.
#
# You have met this in the first unit. A function that only moves numbers has a permutation for its Jacobian,
# and the gradient goes back the way that the number came. So **each of the two is the backward pass of the
# other**: if `A = split_heads(X, heads)`, then `dX = merge_heads(dA)`, and the other way round.

# %% [markdown]
# ### Exercise 3 · `merge_heads` (5 minutes, 2 points)
#
# **Goal.** Lay side by side what the heads found.
#
# **Given.** `X`, of shape $(m, \text{heads}, \text{steps}, k)$.
#
# **Write** a function that returns `A`, of shape $(m, \text{steps}, \text{heads} \cdot k)$.

# %% nbgrader={"grade": false, "grade_id": "merge_heads-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def merge_heads(X):
    """X (m, heads, steps, k) -> A (m, steps, heads * k)."""
    ### BEGIN SOLUTION
    m, heads, steps, k = X.shape
    X = X.transpose(0, 2, 1, 3)  # (m, steps, heads, k)
    return X.reshape(m, steps, heads * k)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "merge_heads", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("merge_heads", merge_heads)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Go through `split_heads` from the last line to the first, and undo each. An exchange of two axes is undone
# by the same exchange.
# </details><p></p>
#
# **Going further.** Every permutation of axes has one that undoes it, and it need not be the same. Which one
# undoes `transpose(0, 2, 3, 1)`? What has `np.argsort` to do with it?

# %% [markdown] anchor="attention-scores"
# ## Part 3 · Who looks at whom, by hand
#
# *10 minutes, nothing to write.*
#
# Each step has three rows of numbers, which three `Dense` layers make of its features:
#
# - its **query** says what it looks for;
# - its **key** says by what it can be found;
# - its **value** is what it hands on to those who find it.
#
# Here are three steps, with $k = 4$ features in query and key, and two in the value:
#
# ```
#          Q (3, 4)             K (3, 4)                  V (3, 2)
#
#     0    0   0   0   0        0      0      2   0       48    0
#     1    1   1   0   0        ln 2   ln 2   0   2       72   24
#     2    2   2   0   0        ln 5   ln 5   0   0        0   24
# ```
#
# Let step 1 look. Its **score** for each step is the product of its query with that step's key, feature by
# feature, added up: $0$, $2 \ln 2$ and $2 \ln 5$. The scores are divided by $\sqrt k = 2$, and $0$, $\ln 2$
# and $\ln 5$ remain.
#
# Why divide at all? A score is a sum of $k$ products. If these are as likely positive as negative, the sum
# grows like $\sqrt k$, and softmax of large scores looks at one step alone, where its slope is nearly 0 and
# nothing can be learned. Divided by $\sqrt k$, scores are of the same size however many features there are.

# %% [markdown] anchor="attention-weights"
# ### From scores to weights
#
# You know $0$, $\ln 2$ and $\ln 5$ from the third unit. Softmax makes $\frac18$, $\frac28$ and $\frac58$ of
# them. These are the **weights**: step 1 shares out a whole among the steps that it looks at, itself
# included. Step 0 has a query of zeros: it does not care, all its scores are 0, and each step gets $\frac13$.
# Step 2 asks twice as loudly as step 1: divided by $\sqrt k$, its scores are $0$, $2 \ln 2$ and $2 \ln 5$, with
# the exponentials 1, 4 and 25, so that its weights are $\frac1{30}$, $\frac4{30}$ and $\frac{25}{30}$. All
# together they are a matrix $P$ of $(\text{steps}, \text{steps})$, whose row $i$ belongs to step $i$ *that
# looks*. Its rows add up to 1. Its columns need not: a step may be looked at by everyone, or by nobody.

# %% [markdown] anchor="context"
# ### From weights to what is taken
#
# Step 1 takes an eighth of the first value, two eighths of the second, and five eighths of the third:
#
# $\frac18 \, (48, 0) + \frac28 \, (72, 24) + \frac58 \, (0, 24) = (6 + 18 + 0, \; 0 + 6 + 15) = (24, 21)$
#
# This is the **context** of step 1, a row of $C$. It has as many features as a value. For all steps of one
# head at once:
#
# $S = \dfrac{Q K^T}{\sqrt k} \qquad P = \mathrm{softmax}(S) \text{ row by row} \qquad C = P V$
#
# with $Q$ and $K$ of shape $(\text{steps}, k)$, $S$ and $P$ of $(\text{steps}, \text{steps})$, and $V$ and
# $C$ of $(\text{steps}, v)$. This is *scaled dot-product attention*. With samples and heads (*multi-head
# attention*) there are two axes in front, $(m, \text{heads}, \dots)$, and everything happens on the last two.
# `@` does so for any number of axes in front.

# %% [markdown] anchor="causal-mask"
# ### Not the later ones
#
# A language model writes one word after the other. When it learns to predict the next word, no step may look
# at it, or there is nothing to learn. So the later steps are hidden: step $i$ sees the steps $0$ to $i$,
# itself included. This is called a **causal mask**. With it, step 1 has the scores $0$ and $\ln 2$ only, its
# weights are $\frac13$, $\frac23$ and $0$, and its context is $\frac13 \, (48, 0) + \frac23 \, (72, 24) =
# (64, 16)$. Step 0 sees itself alone, and step 2 sees all, as before:

# %% tags=["demonstration"]
from refold.plots import draw_attention

every = np.array([[1 / 3, 1 / 3, 1 / 3], [1 / 8, 2 / 8, 5 / 8], [1 / 30, 4 / 30, 25 / 30]])
earlier = np.array([[1, 0, 0], [1 / 3, 2 / 3, 0], [1 / 30, 4 / 30, 25 / 30]])
draw_attention([every, earlier], ["P", "P with a causal mask"])

# %% [markdown] anchor="hidden-scores"
# ## Part 4 · Forward
#
# How is a step hidden from softmax? What is needed is a score whose exponential is 0. Of these four ideas, the
# last two are right:
#
# - A score of 0 hides nothing: $e^0 = 1$, which may be the largest of all.
# - Weights that are made 0 *after* softmax leave the others as they are, and they no longer add up to 1.
# - $-\infty$ is right, as long as every row keeps a score that is not: $e^{-\infty} = 0$. But it must be put
#   in, not multiplied in: $0 \cdot \infty$ is `nan`.
# - A large negative number does the same, such as $-10^9$. "Large" is meant beside the other scores, and
#   these may lie in the thousands.
#
# Since each step sees itself, no row is left without a score, and the maximum that softmax takes off is one
# that is seen.

# %% [markdown]
# ### Exercise 4 · `causal_mask` (10 minutes, 3 points)
#
# **Goal.** No step sees a later one.
#
# **Given.** `S`, of shape $(m, \text{heads}, \text{steps}, \text{steps})$. `S[..., i, j]` is the score of
# step $i$, that looks, for step $j$.
#
# **Write** a function that returns scores of the same shape: those that are seen as they were, the others so
# low that softmax makes 0 of them. Leave `S` itself as it is. (The check takes softmax of what you return.
# Half of the points are for scores of ordinary size, half for large ones.)

# %% nbgrader={"grade": false, "grade_id": "causal_mask-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def causal_mask(S):
    """S (m, heads, steps, steps) -> the same, with those of later steps far below all."""
    ### BEGIN SOLUTION
    steps = S.shape[-1]
    seen = np.tri(steps, dtype=bool)  # True at [i, j] where j <= i
    return np.where(seen, S, -1e9)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "causal_mask", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("causal_mask", causal_mask)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `np.tri(3)` is worth a look. A matrix of $(\text{steps}, \text{steps})$ is laid over the last two axes of
# `S` by itself, for all samples and heads. `np.where(condition, a, b)` takes from `a` where the condition
# holds, and from `b` elsewhere.
# </details><p></p>
#
# **Going further.** Sentences of different length are filled up to the same number of steps, and no step
# should look at what was filled in. What shape does that mask have, if it is different for each sample? Can
# both masks be put to work at once?

# %% [markdown]
# ### Exercise 5 · `attention_forward` (15 minutes, 5 points)
#
# **Goal.** Attention, for all samples and all heads.
#
# **Given.** `Q` and `K`, of shape $(m, \text{heads}, \text{steps}, k)$; `V`, of shape $(m, \text{heads},
# \text{steps}, v)$; and `causal`, `True` where no step may see a later one.
#
# **Write** a function that returns two things: `C`, of the shape of `V`, and the weights `P`, of shape $(m,
# \text{heads}, \text{steps}, \text{steps})$, which the way back will need. Leave what you were given as it is.
# (`C` and `P` without a mask are worth a point each, and so are both with a mask, and `C` of large scores, as in
# the third unit.)

# %% nbgrader={"grade": false, "grade_id": "attention_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def attention_forward(Q, K, V, causal=False):
    """Q, K (m, heads, steps, k), V (m, heads, steps, v) -> C (as V), P (..., steps, steps)."""
    ### BEGIN SOLUTION
    S = Q @ K.swapaxes(-1, -2) / np.sqrt(Q.shape[-1])  # (m, heads, steps, steps)
    if causal:
        S = causal_mask(S)
    E = np.exp(S - S.max(axis=-1, keepdims=True))
    P = E / E.sum(axis=-1, keepdims=True)
    return P @ V, P  # (..., steps, steps) (..., steps, v) -> (..., steps, v)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "attention_forward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("attention_forward", attention_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The three equations of Part 3 can be written down nearly as they stand. For four axes, `T` turns the order
# of all of them round: `swapaxes` exchanges two. And softmax is that of the third unit, but for the axis: the
# steps that are looked at are on the last.
# </details><p></p>
#
# **Going further.** How many scores are there for a text of 1,000 steps, and how many for one of 2,000? Why
# is this the price of attention, and which of the arrays here would you rather not keep?

# %% [markdown]
# ### See it look
#
# The letters of a word, each looking for its like. Query and key of a letter are the same here, a 1 in the
# place of that letter, times 3. Rows look, columns are looked at, and what is hidden is left empty.

# %% tags=["demonstration"]
def look_for_the_same(word):
    """The weights with which each letter of a word looks at the others, with and without a mask."""
    letters = sorted(set(word))
    Q = 3.0 * np.array([[[[letter == other for other in letters] for letter in word]]])
    weights = [attention_forward(Q, Q, Q, causal)[1][0, 0] for causal in (False, True)]
    return draw_attention(weights, ["every step is seen", "no later step is seen"], list(word))


try:
    picture = look_for_the_same("banana")
except NotImplementedError:
    picture = "Once exercises 4 and 5 are written, this cell shows where the letters of a word look."
picture

# %% [markdown] anchor="no-order"
# ### What attention does not see
#
# In the left picture, every `a` has the same row. Nothing in $Q K^T$ says where a step stands: a score depends
# on the two steps alone, and the sum over all values is the same in any order. If the steps are put into
# another order, each gets the same context as before, and only their order is another one. Try it: what is
# printed is by how much the contexts differ, up to rounding 0, such as `4e-16`.

# %% tags=["demonstration"]
def shuffled():
    """How far attention on steps in another order is from attention, put into that order."""
    rng = np.random.default_rng(0)
    Q, K, V = rng.normal(size=(3, 2, 4, 6, 8))  # each (2, 4, 6, 8)
    order = rng.permutation(6)
    C, _ = attention_forward(Q, K, V)
    other, _ = attention_forward(Q[:, :, order], K[:, :, order], V[:, :, order])
    return np.abs(other - C[:, :, order]).max()


try:
    print(shuffled())
except NotImplementedError:
    print("Once exercise 5 is written, this cell tries attention on steps in another order.")

# %% [markdown]
# To `dog bites man` and `man bites dog`, attention gives the same three contexts. So the place of a step has
# to be among its features. The simplest way is a row of numbers for each place, which is added to the
# features of the step that stands there, and learned like any weight: a *positional embedding*. With the
# causal mask, by the way, order is no longer without effect. Why?

# %% [markdown] anchor="back-to-the-values"
# ## Part 5 · The way back
#
# Three equations, taken from the last to the first. Suppose that the loss grows with the first number that
# step 1 takes, and hears of nothing else: $dC$ is `1 0` for step 1, and 0 for the others.
#
# **Through $C = P V$.** This is a matrix product, as in `Dense`, and both factors want a gradient. You know
# them:
#
# $dV = P^T dC \qquad dP = dC \, V^T$
#
# A value was taken by every step that looked at it, and hears back from each as much as was taken: a *column*
# of $P$. From step 1, the first numbers of the three values hear $\frac18$, $\frac28$ and $\frac58$. And if
# step 1 had looked a little more at some step, its first number would have grown by that step's value: row 1
# of $dP$ is $48$, $72$, $0$.

# %% [markdown] anchor="back-through-softmax"
# ### Through softmax
#
# What one step wins the others lose, as in the third unit, in each row by itself:
#
# $dS_{ij} = P_{ij} \Big( dP_{ij} - \sum_l dP_{il} P_{il} \Big)$
#
# For step 1, the sum is $48 \cdot \frac18 + 72 \cdot \frac28 + 0 \cdot \frac58 = 24$, and what comes back to
# its scores, row 1 of $dS$, is $\frac18 (48 - 24)$, $\frac28 (72 - 24)$, $\frac58 (0 - 24)$, that is $3$, $12$,
# $-15$. They add up to 0.
#
# A step that was hidden had the weight 0. The factor $P_{ij}$ is 0 there, so nothing comes back: the way back
# needs no mask.

# %% [markdown] anchor="back-to-queries-and-keys"
# ### To queries and keys
#
# $S = Q K^T / \sqrt k$ is a product once more, and the slope by one factor is the other. The root stands in
# both, as it did on the way forward:
#
# $dQ = \dfrac{dS \, K}{\sqrt k} \qquad dK = \dfrac{dS^T Q}{\sqrt k}$
#
# The query of step 1 met all keys, and hears from each of them: $\frac32 (0, 0, 2, 0) + \frac{12}2 (\ln 2, \ln
# 2, 0, 2) - \frac{15}2 (\ln 5, \ln 5, 0, 0) = (-7.91, -7.91, 3, 12)$. Each key met all queries, and hears from
# each. Here only step 1 has anything to say, with its query `1 1 0 0`: the first key hears `1.5 1.5 0 0`, the
# second `6 6 0 0`, the third `-7.5 -7.5 0 0`. If the loss is to grow, step 1 should look more at step 1,
# which has the largest first number, and less at step 2, which has none.
#
# In $dQ$ the sum runs over the keys, along the rows of $dS$. In $dK$ and $dV$ it runs over the steps that
# looked, down the columns. What is shared adds up.

# %% [markdown]
# ### Exercise 6 · `attention_backward` (20 minutes, 6 points)
#
# **Goal.** All three gradients.
#
# **Given.** `dC`, of the shape of `C`; `Q`, `K` and `V` as they went in; and the weights `P`, as forward
# returned them.
#
# **Write** a function that returns three things: `dQ`, `dK` and `dV`, of the shapes of `Q`, `K` and `V`. Two
# points are for each. Leave what you were given as it is.

# %% nbgrader={"grade": false, "grade_id": "attention_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def attention_backward(dC, Q, K, V, P):
    """dC (m, heads, steps, v), Q, K, V, P as in forward -> dQ, dK, dV."""
    ### BEGIN SOLUTION
    dV = P.swapaxes(-1, -2) @ dC
    dP = dC @ V.swapaxes(-1, -2)  # (m, heads, steps, steps)
    dS = P * (dP - (dP * P).sum(axis=-1, keepdims=True))
    root = np.sqrt(Q.shape[-1])
    return dS @ K / root, dS.swapaxes(-1, -2) @ Q / root, dV
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "attention_backward", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("attention_backward", attention_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Write one line for each equation of this part, and the shape of its result beside it. The letters say what
# is summed: in $dV_{jf} = \sum_i P_{ij} \, dC_{if}$, the sum runs over the *first* index of $P$. The first
# check case is the example above.
# </details><p></p>
#
# **Going further.** The sum in the bracket, $\sum_l dP_{il} P_{il}$, is the same number as the product of
# $dC$ with $C$ for that step (24 above, both times). Why? It is a sum over the features in place of one over
# all steps, which is how fast libraries for long texts find it.

# %% [markdown]
# ### All of it at work
#
# A layer of your functions. It makes queries, keys and values of the same steps, which is called
# *self-attention*, and maps what the heads found once more. Follow the gradient in `backward`: what was
# merged is split, and what was split is merged.

# %% tags=["demonstration"]
import refold


class Attention(refold.Layer):
    """Self-attention, made of your functions: X (m, steps, n) -> A (m, steps, n)."""

    def __init__(self, heads, **options):
        super().__init__(**options)
        self.heads = heads

    def compute_shapes(self, X):
        self.shapes.update(X=X.shape, A=X.shape)

    def build(self, X):
        n = X.shape[-1]
        for key in ("Wq", "Wk", "Wv", "Wo"):
            self.add_param(key, (n, n), "glorot_uniform")

    def forward(self, X):
        self.compute_shapes(X)
        Q, K, V = (split_heads(X @ self.params[key], self.heads) for key in ("Wq", "Wk", "Wv"))
        C, P = attention_forward(Q, K, V)
        found = merge_heads(C)
        self.cache.update(X=X, QKVP=(Q, K, V, P), found=found)
        return found @ self.params["Wo"]

    def backward(self, dA):
        dC = split_heads(dA @ self.params["Wo"].T, self.heads)
        slopes = [merge_heads(each) for each in attention_backward(dC, *self.cache["QKVP"])]
        self.cache.update(slopes=[*slopes, dA])
        return sum(slope @ self.params[key].T for slope, key in zip(slopes, ("Wq", "Wk", "Wv")))

    def compute_gradients(self):
        came_in = [self.cache["X"]] * 3 + [self.cache["found"]]
        for key, rows, slope in zip(self.params, came_in, self.cache["slopes"]):
            self.grads[key] = np.tensordot(rows, slope, axes=([0, 1], [0, 1]))

# %% [markdown]
# Now a small **transformer** around it. Each step becomes a row of 32 features, and goes through two
# **residual** blocks, $A = X + F(X)$. In the first, $F$ is your attention: the steps tell each other what
# they hold. In the second, two `Dense` layers make something of it, for each step by itself. In a sum, the
# gradient goes both ways as it is: $dX$ is $dA$ plus what comes back through $F$, so that the first layer
# hears the loss without a detour. In the end, the mean over all steps decides. (`LayerNormalization` gives
# each row the mean 0 and the variance 1, so that scores neither vanish nor explode.)

# %% tags=["demonstration"]
def transformer(steps, classes, heads=1, attending=True, places=False):
    """A small transformer, which reads sequences of so many steps; or what is left of it."""
    layers = [refold.Dense(32)]
    if places:
        layers += [refold.PositionalEmbedding()]
    if attending:
        layers += [refold.Residual([refold.LayerNormalization(), Attention(heads)])]
    layers += [
        refold.Residual([refold.LayerNormalization(), refold.Dense(64, activation="relu"), refold.Dense(32)]),
        refold.LayerNormalization(),
        refold.Reshape((1, steps, 32)),
        refold.GlobalAveragePooling2D(),  # the mean over all steps
        refold.Dense(classes, activation="softmax"),
    ]
    made = refold.Sequential(layers, seed=0)
    made.compile(refold.Adam(0.005), "sparse_categorical_crossentropy", ["accuracy"])
    return made


def weights_of(made, sequences):
    """The weights with which a transformer looks at some sequences, (m, heads, steps, steps)."""
    made.predict(sequences)
    residual = next(layer for layer in made.layers if isinstance(layer, refold.Residual))
    return residual.steps[1].layer.cache["QKVP"][3]

# %% [markdown] anchor="a-question"
# ### A question that needs it
#
# Three letters come, each with a digit, and then one of the letters once more. Which digit came with it? `c2
# f0 e3 f?` asks for `0`. The step that asks knows a letter and no digit. The others know a digit, and not
# whether it is asked for. None can answer by itself: one has to look at another.
#
# Two models learn from 4,096 such questions and answer 1,000 others. They differ in one layer, your
# attention. With it, all answers were right when this was written. Without it, not half of them were: such a
# model can see which digits occur, and guess. The picture shows where the steps of one question look.

# %% tags=["demonstration"]
def questions(m, rng):
    """Questions (m, 4, 13), and their answers: of 13 features, 6 name a letter, 6 a digit, and the last asks."""
    named = rng.permuted(np.tile(np.arange(6), (m, 1)), axis=1)[:, :3]
    told, asked = rng.integers(0, 6, (m, 3)), rng.integers(0, 3, m)
    asking = np.zeros((m, 4, 13))
    asking[:, :3, :6], asking[:, :3, 6:12] = np.eye(6)[named], np.eye(6)[told]
    asking[:, 3, :6], asking[:, 3, 12] = np.eye(6)[named[np.arange(m), asked]], 1
    return asking, told[np.arange(m), asked]


def learn_to_answer(attending):
    """A model that learned to answer, new questions, and the share of them that it answers correctly."""
    made = transformer(4, 6, attending=attending)
    made.fit(*questions(4096, np.random.default_rng(0)), epochs=5, batch_size=64, verbose=0)
    new, told = questions(1000, np.random.default_rng(3))
    return made, new, made.evaluate(new, told, verbose=0)[1]


def draw_question():
    """Where the steps of one question look, and how many are answered with attention and without."""
    made, new, correctly = learn_to_answer(attending=True)
    guessed = learn_to_answer(attending=False)[2]
    spelt = ["abcdef"[one[:6].argmax()] + ("?" if one[12] else f"{one[6:12].argmax()}") for one in new[0]]
    figure = draw_attention(weights_of(made, new[:1])[0], [" ".join(spelt)], spelt)
    figure.set_size_inches(4.8, 3.4)
    title = f"answered correctly: {correctly:.0%} with attention, {guessed:.0%} without"
    figure.suptitle(title, fontsize=10)
    figure.words = f"{title}. {figure.words}"
    return figure


try:
    shown = draw_question()
except NotImplementedError:
    shown = "Once exercises 2, 3, 5 and 6 are written, this cell asks a transformer made with them."
shown

# %% [markdown]
# ### Digits, patch by patch
#
# The same transformer with four heads and places, on your patches. It learns from 1,438 digits and reads 359
# others: some 95 of 100 correctly, after a few seconds, on the machine that this was written on. On the right
# of each digit is where its patches look, head by head: the darker a patch, the more it is looked at, by all
# sixteen together.

# %% tags=["demonstration"]
def learn_to_read(places):
    """A model that learned to read, the patches of new digits, and the share that it reads correctly."""
    made = transformer(16, 10, heads=4, places=places)
    made.fit(patches(images[..., np.newaxis], 2), labels, epochs=10, batch_size=64, verbose=0)
    new = patches(held_out[..., np.newaxis], 2)
    return made, new, made.evaluate(new, held_out_labels, verbose=0)[1]


def draw_looks():
    """Some digits, and beside each how much its patches are looked at, in each of the four heads."""
    made, new, correctly = learn_to_read(places=True)
    chosen = [int(np.flatnonzero(held_out_labels == digit)[0]) for digit in (0, 1, 3, 4, 6, 7)]
    looked_at = weights_of(made, new[chosen]).mean(axis=2)  # (digits, heads, 16), by all that look
    figure, most = Picture(figsize=(9, 3.3), layout="constrained"), []
    for number, by_head, panels in zip(chosen, looked_at, figure.subplots(3, 10).reshape(6, 5)):
        panels[0].imshow(held_out[number], cmap="gray_r")
        for panel, shares in zip(panels[1:], by_head):
            panel.imshow(shares.reshape(4, 4), cmap="Reds", vmin=0, vmax=0.25)
        for panel in panels:
            panel.axis("off")
        places = ", ".join(f"{place}" for place in by_head.argmax(axis=1))
        most.append(f"in a {held_out_labels[number]} at {places}")
    title = f"{correctly:.0%} of the held-out digits are read correctly"
    figure.suptitle(title, fontsize=10)
    figure.words = f"{title}. The patches that its four heads look at most: {'; '.join(most)}."
    return figure


try:
    shown = draw_looks()
except NotImplementedError:
    shown = "Once all but exercise 4 is written, this cell shows how a transformer reads digits."
shown

# %% [markdown]
# And without places? The model then sees the same sixteen patches in no order at all, like a puzzle in its
# box. (This takes the same time again.)

# %% tags=["demonstration"]
try:
    print(f"{learn_to_read(places=False)[2]:.0%} of the held-out digits are read correctly")
except NotImplementedError:
    print("Once all but exercise 4 is written, this cell trains a transformer without places.")

# %% [markdown]
# ## Part 6 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why can a reshape alone not share out the features among the heads, and what is the backward pass of
# `split_heads`? And why does attention not see in which order the steps stand?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_permute", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# A reshape keeps the order of the numbers in memory and only cuts it anew. In memory, the features of all heads
# of one step lie together, and behind them those of the next step. A head wants its own features of all steps
# together, so numbers have to move past each other, which only a permutation of axes does. The Jacobian of
# split_heads is a permutation, so its backward pass takes every gradient back to where the number came from:
# it is merge_heads.
#
# A score depends on the query and the key of two steps and not on where they stand, and the context is a sum over
# all steps, which is the same in any order. If the steps are permuted, the contexts are the same ones, permuted
# likewise. So the place has to be put into the features.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: a reshape moves no number past another; the features of a head are no neighbours across steps (or: the
#   reshaped heads would hold whole steps, torn apart);
# - 1: the backward pass of split_heads is merge_heads (or: the inverse permutation and reshape);
# - 1: a score depends on the two steps alone, not on their places;
# - 1: the sum over the steps is the same in any order, so that permuted steps give permuted contexts.

# %% [markdown]
# ## Going further
#
# **Is it attention that reads?** In `learn_to_read`, give `transformer` also `attending=False`, and let the last
# cell print the share with `places=True`. On images as small as these, patches that know their places read
# nearly as well by themselves. What is it in the question of the letters that makes the difference? And what
# would be such a question about an image?
#
# **Keys from elsewhere.** Nothing above asks that queries and keys come from the same sequence. A translation
# takes its queries from the sentence that it writes, and keys and values from the one that it reads. Which of
# the shapes change? Does your `attention_forward` do it already? And your `attention_backward`?
#
# **Twice the heads.** Give the transformer of the digits eight heads in place of four, each with half of the
# features. What changes in the number of parameters, what in the number of scores, and what can a head no longer
# tell apart?
#
# **Next.** `refold.MultiHeadAttention` does what your functions do, with biases and dropout, and
# `docs/transformer.md` has the whole model in a few lines. One layer in it you have only used:
# `LayerNormalization` takes the mean off each row and divides by its standard deviation. On the way back, every
# number moves the mean and the deviation of its row, as every score moved the sum in softmax. That is the next
# unit.
