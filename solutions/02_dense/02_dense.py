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
# # 2 · Dense: every unit sees every feature
#
# `Flatten` only said where each number goes. `Dense` is the first layer that *computes*: every one of its
# units looks at all features of a sample, weighs them, and adds up. The weights are the layer's own, and they
# are what a network learns. So the stage that had nothing to do in the first unit, `compute_gradients`, now
# has the most important work of all.
#
# **When you are through, you can**
#
# - write the forward pass as one matrix product, and say which numbers meet in it;
# - derive all three gradients of it, `dX`, `dW` and `db`, from the chain rule and from nothing else;
# - say why `dW` and `db` add up over the samples while `dX` keeps them apart;
# - do the same where a sample has many rows, such as the steps of a sequence;
# - write the layer as a class, and train a network of two of them.
#
# **What you need**: the first unit, and matrix times matrix. About an hour and a half.
#
# **To read beside it**, if you like: Goodfellow, Bengio & Courville, [*Deep
# Learning*](https://www.deeplearningbook.org), 2016, sections 6.1 to 6.5; Nielsen, [*Neural Networks and Deep
# Learning*](http://neuralnetworksanddeeplearning.com/chap2.html), 2015, chapter 2.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | The idea, by hand | | 10 |
# | 2 | Forward | `dense_forward` | 10 |
# | 3 | Back to the features | `dense_backward` | 15 |
# | 4 | How the weights should change, and all three in one picture | `dense_gradients` | 20 |
# | 5 | Many rows in a sample | `rows_gradients` | 10 |
# | 6 | The layer | `Dense` | 15 |
# | 7 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like:
# it tells you which mistake it sees, and never takes a point away.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="weighted-sum"
# ## Part 1 · The idea, by hand
#
# *10 minutes, nothing to write.*
#
# A **unit** has a weight for each feature, and a **bias**. For one sample it gives one number: each feature
# times its weight, all added up, and the bias on top. A layer of several units does so for each of them. Here
# is a sample of two features, and two units. The weights of a unit stand in a *column* of $W$:
#
# ```
#     X (1, 2)      W (2, 2)      b (2,)       A (1, 2)
#
#     3   1         2  -1         10   20      20   22
#                   4   5
#
#     first unit    3 ·   2  + 1 · 4 + 10 = 20
#     second unit   3 · (-1) + 1 · 5 + 20 = 22
# ```
#
# A sample is a row of $X$, a unit is a column of $W$, and the two meet in one element of $A$:
#
# $A_{ij} = \sum_k X_{ik} W_{kj} + b_j$, which for all samples $i$ and all units $j$ at once is $A = X W + b$
#
# with $X$ of shape $(m, n)$, $W$ of shape $(n, \text{units})$, and $A$ of shape $(m, \text{units})$. The bias
# is one row, added to each row of the product. (An activation such as ReLU often follows. In this course it is
# a layer of its own, so `Dense` ends with the sum.)

# %% [markdown]
# ### And back, by hand
#
# Suppose that the next layer sent back $dA$, which always means $\partial L / \partial A$: here `1 2`. If
# $A_{00}$ grows by 1, the loss grows by 1; if $A_{01}$ grows by 1, the loss grows by 2.
#
# *How much does the loss grow with the first feature, the `3`?* It counts twice in the first unit, and minus
# once in the second. So a step of 1 moves $A_{00}$ by 2 and $A_{01}$ by $-1$, and the loss by
# $2 \cdot 1 + (-1) \cdot 2 = 0$. The second feature moves it by $4 \cdot 1 + 5 \cdot 2 = 14$. Every feature
# feeds every unit, and hears back from all of them: that is $dX$, `0 14`.
#
# *How much does it grow with the weight in the upper left corner, the `2`?* That weight is multiplied by the
# feature `3` and goes into the first unit alone. A step of 1 moves $A_{00}$ by 3, and the loss by
# $3 \cdot 1$. Each weight asks two numbers: what came **in** on its way, and what came **back**. All four of
# them:
#
# ```
#     dW (2, 2)                          db (2,)
#
#     3 · 1   3 · 2      =   3   6       1   2
#     1 · 1   1 · 2          1   2
# ```
#
# A bias is added as it is, so a step of 1 moves its unit by 1: $db$ is $dA$. So far. With a second sample,
# something new happens, and it is the heart of this unit.

# %% [markdown]
# ## Part 2 · Forward
#
# ### Exercise 1 · `dense_forward` (10 minutes, 3 points)
#
# **Goal.** All samples and all units at once.
#
# **Given.** `X`, of shape $(m, n)$; `W`, of shape $(n, \text{units})$; `b`, of shape $(\text{units},)$.
#
# **Write** a function that returns `A`, of shape $(m, \text{units})$. Leave what you were given as it is, here and in
# every exercise.

# %% nbgrader={"grade": false, "grade_id": "dense_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_forward(X, W, b):
    """X (m, n), W (n, units), b (units,) -> A (m, units)."""
    ### BEGIN SOLUTION
    return X @ W + b  # (m, n) (n, units) -> (m, units)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dense_forward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("dense_forward", dense_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Write the three shapes under each other, and see which two sizes have to be the same for the product to
# exist. NumPy's `@` sums over the last axis of what stands on its left and the last but one of what stands on
# its right. A row that is added to a matrix is added to each of its rows.
# </details><p></p>
#
# **Going further.** Write it a second time with three loops, over samples, units and features, and time both
# on a batch of 256 samples of 784 features, with 512 units. Count the multiplications first: the loops take a
# minute or two.

# %% [markdown] anchor="backward"
# ## Part 3 · Back to the features
#
# By hand, a feature heard back from every unit that it feeds, each with the weight that it has there. The
# chain rule says the same:
#
# $dX_{ik} = \sum_j dA_{ij} \, \dfrac{\partial A_{ij}}{\partial X_{ik}} = \sum_j dA_{ij} W_{kj}$
#
# because $X_{ik}$ stands in $A_{ij} = \dots + X_{ik} W_{kj} + \dots$ with the factor $W_{kj}$, and in no row
# of $A$ but the $i$-th. The sum runs over the *units*. In a matrix product, the sum runs over the last axis of
# the left factor and the first of the right one, so one of the two matrices has to be transposed. Which?
#
# Two things this is not. It is not the *inverse* of forward: backward does not look for the $X$ that gave
# $A$, it only asks how much each $x$ counted. And it does not divide by $m$: where the loss is a mean over
# the samples, that $m$ is in $dA$ already.

# %% [markdown]
# ### Exercise 2 · `dense_backward` (15 minutes, 3 points)
#
# **Goal.** Send the gradient to the layer below.
#
# **Given.** `dA`, of shape $(m, \text{units})$, and `W`, of shape $(n, \text{units})$.
#
# **Write** a function that returns `dX`, of the shape $(m, n)$ that `X` had.

# %% nbgrader={"grade": false, "grade_id": "dense_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_backward(dA, W):
    """dA (m, units), W (n, units) -> dX (m, n)."""
    ### BEGIN SOLUTION
    return dA @ W.T  # (m, units) (units, n) -> (m, n)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dense_backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("dense_backward", dense_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The shapes nearly tell it: out of $(m, \text{units})$ and $(n, \text{units})$ shall come $(m, n)$. But shapes
# alone are not a proof: where $n$ equals the number of units, a wrong product fits as well. Test your formula
# on the numbers of Part 1, where $dX$ was `0 14`.
# </details><p></p>
#
# **Going further.** In the first unit, the Jacobian of `Flatten` was a permutation $J$, and backward was
# $J^T dA$. What is the Jacobian of `Dense`, for one sample? In what way is the backward pass of `Flatten` a
# special case of this one?

# %% [markdown] anchor="sum-over-samples"
# ## Part 4 · How the weights should change
#
# Now a second sample. It has features of its own and gradients of its own, and it goes through *the same*
# weights. Here are both, with $dA$ `1 2` for the first and `3 0` for the second:
#
# ```
#     X (2, 2)          dA (2, 2)
#
#     3   1             1   2
#     0   2             3   0
# ```
#
# The weight in the upper left corner is used twice, once for each sample. If it grows by 1, the loss grows by
# $3 \cdot 1$ because of the first sample, and by $0 \cdot 3$ because of the second: by $3 + 0 = 3$ in all. The
# one below it, by $1 \cdot 1 + 2 \cdot 3 = 7$. **What is shared adds up.** A weight has no way to please one
# sample without the other, so what all of them ask for is summed:
#
# $dW_{kj} = \sum_i X_{ik} \, dA_{ij}$ and $db_j = \sum_i dA_{ij}$
#
# while each element of $X$ belongs to one sample and hears from that one alone. Compare the three sums: over
# the features in $A$, over the units in $dX$, over the samples in $dW$.

# %% [markdown]
# ### Exercise 3 · `dense_gradients` (15 minutes, 4 points)
#
# **Goal.** The gradients of the layer's own parameters.
#
# **Given.** `dA`, of shape $(m, \text{units})$, and `X`, of shape $(m, n)$, as it came in.
#
# **Write** a function that returns two things: `dW`, of the shape of `W`, and `db`, of the shape of `b`.

# %% nbgrader={"grade": false, "grade_id": "dense_gradients-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dense_gradients(dA, X):
    """dA (m, units), X (m, n) -> dW (n, units), db (units,)."""
    ### BEGIN SOLUTION
    dW = X.T @ dA  # (n, m) (m, units) -> (n, units)
    return dW, dA.sum(axis=0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dense_gradients", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("dense_gradients", dense_gradients)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The sum runs over $i$, the first axis of both. For a matrix product it has to be the last axis of the left
# factor. For `db` nothing is multiplied: along which axis of `dA` do the samples lie? Test both on the two
# samples above: `dW` is `3 6` over `7 2`, and `db` is `4 2`.
# </details><p></p>
#
# **Going further.** A bias can be seen as the weight of one more feature, which is always 1. Put a column of
# ones beside `X` and a row `b` under `W`: what does your formula for `dW` give for that row?

# %% [markdown]
# ### All three, in one picture
#
# Three products, with one element of each worked out. The left factor stands beside the product and the right
# one above it, so that an element stands where its row and its column cross. Filled cells are numbers,
# outlined cells are gradients.

# %% tags=["demonstration"]
from refold.plots import draw_dense

draw_dense(m=3, n=2, units=2)

# %% [markdown]
# Play with it, and watch what meets in the three framed elements: in $A$ the features of a sample, in $dX$ the
# units, and in $dW$ the *samples*. (Without sliders, change the numbers in the cell above.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(draw_dense, m=(1, 4), n=(1, 4), units=(1, 4), sample=(0, 3), feature=(0, 3), unit=(0, 3));

# %% [markdown]
# ### Ask the numbers
#
# A gradient can always be checked without any derivation: move one weight a little to both sides, and see by
# how much the loss changes. That is slow, and works for every layer. Here it is for all weights, with the loss
# $L = \sum dA \cdot A$, whose gradient with respect to $A$ is $dA$. What is printed is how far your `dW` is from it
# at most: up to rounding 0, such as `4e-11`, which is 0.00000000004.

# %% tags=["demonstration"]
def slopes(loss, W, step=1e-5):
    """The slope of the loss along each element of W, by central differences."""
    found = np.zeros_like(W)
    for index in np.ndindex(*W.shape):
        move = np.zeros_like(W)
        move[index] = step
        found[index] = (loss(W + move) - loss(W - move)) / (2 * step)
    return found


def distance():
    """How far dense_gradients is from the slopes, at most, on numbers drawn at random."""
    rng = np.random.default_rng(0)
    X, W, b, dA = (rng.normal(size=shape) for shape in [(4, 3), (3, 2), (2,), (4, 2)])
    measured = slopes(lambda W: np.sum(dA * dense_forward(X, W, b)), W)
    return np.abs(measured - dense_gradients(dA, X)[0]).max()


try:
    print(distance())
except NotImplementedError:
    print("Once exercises 1 and 3 are written, this cell compares your dW with measured slopes.")

# %% [markdown] anchor="many-rows"
# ## Part 5 · Many rows in a sample
#
# In the first unit you saw that `Dense` maps the **last axis** and leaves all others as they are: a sequence of
# 5 steps with 3 features each, `(m, 5, 3)`, becomes `(m, 5, 16)`, every step *with the same weights*. The
# forward pass needs not one letter more for that: `X @ W + b` works on the last axis, whatever stands before
# it. The same goes for `dA @ W.T`.
#
# The gradients of the parameters are another matter. What is shared adds up, and the weights are now shared by
# all steps of all samples. So the sum runs over *every* axis but the last. For a sequence,
#
# $dW_{kj} = \sum_i \sum_t X_{itk} \, dA_{itj}$
#
# Seen from $W$ there are no samples and no steps, only **rows** of features: two sequences of three steps are
# six rows, and a batch of four images of 8 × 8 pixels is 256. You know how to join axes.

# %% [markdown]
# ### Exercise 4 · `rows_gradients` (10 minutes, 4 points)
#
# **Goal.** The same gradients, for any number of axes.
#
# **Given.** `dA`, of shape $(m, \dots, \text{units})$, and `X`, of shape $(m, \dots, n)$, with the same axes
# before the last: one, two, or more.
#
# **Write** a function that returns `dW`, of shape $(n, \text{units})$, and `db`, of shape $(\text{units},)$.

# %% nbgrader={"grade": false, "grade_id": "rows_gradients-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rows_gradients(dA, X):
    """dA (m, ..., units), X (m, ..., n) -> dW (n, units), db (units,)."""
    ### BEGIN SOLUTION
    dA_rows = dA.reshape(-1, dA.shape[-1])  # (m, ..., units) -> (rows, units)
    X_rows = X.reshape(-1, X.shape[-1])  # (m, ..., n) -> (rows, n)
    return dense_gradients(dA_rows, X_rows)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "rows_gradients", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("rows_gradients", rows_gradients)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Make two matrices first, each with one line for every row of features; then the work is done already, in
# exercise 3. Mind that `T` turns the order of *all* axes round when there are more than two, and that a
# `reshape` never moves one number past another.
# </details><p></p>
#
# **Going further.** `np.einsum` and `np.tensordot` can do it without a reshape. Which axes do you have to
# name?

# %% [markdown] anchor="two-parameters"
# ## Part 6 · The layer
#
# The four stages again, now with all four at work:
#
# | Stage | What it does in `Dense` |
# |---|---|
# | `compute_shapes(X)` | notes the sizes `m`, `n`, `units`, and the shapes of `X` and `A` |
# | `forward(X)` | returns `A`, and keeps `X`: the weights will ask what came in |
# | `backward(dA)` | returns `dX`, and keeps `dA`: the weights will ask what came back |
# | `compute_gradients()` | fills `grads["W"]` and `grads["b"]` from what was kept |
#
# `compute_gradients` is handed nothing. What it reads, `forward` and `backward` have put into `self.cache`.
#
# An **optimizer** does the rest. It reads `grads`, works out a step, and puts new arrays into `params`, under
# the same keys. Two rules follow, and most mistakes with parameters break one of them:
#
# - **`params` is where the parameters live.** Whatever else remembers `W` remembers an old one.
# - **A layer only says which way.** It neither takes the step itself, nor adds the gradients of this batch to
#   those of the last.

# %% [markdown]
# ### Exercise 5 · `Dense` (15 minutes, 10 points)
#
# **Goal.** A layer that learns.
#
# **Given.** The dictionaries, made anew for each object, with `W` and `b` in `params`.
#
# **Write** the four stages, for inputs of shape $(m, n)$ and of any shape $(m, \dots, n)$:
#
# - `compute_shapes(X)` fills `self.dims["m"]`, `self.dims["n"]` and `self.dims["units"]`, and
#   `self.shapes["X"]` and `self.shapes["A"]`, the shapes of the whole arrays;
# - `forward(X)` returns `A` (and `A` alone);
# - `backward(dA)` returns `dX`;
# - `compute_gradients()` fills `self.grads["W"]` and `self.grads["b"]`.
#
# The check tries your layer on samples and on sequences, on two batches, beside a second one, and after a step.
# If all of that is right, it trains two of your layers, 64 features to 24 units to 10 with ReLU in between,
# on 1,438 handwritten digits, and asks them to read 359 others.

# %% nbgrader={"grade": false, "grade_id": "dense_layer-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
class Dense:
    """Weigh the features on the last axis: X (m, ..., n) -> A (m, ..., units)."""

    def __init__(self, W, b):
        self.dims = {}  # m, n, units
        self.shapes = {}  # X, A
        self.cache = {}  # what compute_gradients will read
        self.params = {"W": W, "b": b}  # (n, units), (units,)
        self.grads = {}  # W, b: of the same shapes

    def compute_shapes(self, X):
        """Fill dims and shapes."""
        ### BEGIN SOLUTION
        n, units = self.params["W"].shape
        self.dims.update(m=len(X), n=n, units=units)
        self.shapes.update(X=X.shape, A=(*X.shape[:-1], units))
        ### END SOLUTION

    def forward(self, X):
        """X (m, ..., n) -> A (m, ..., units)."""
        ### BEGIN SOLUTION
        self.compute_shapes(X)
        self.cache["X"] = X
        return dense_forward(X, self.params["W"], self.params["b"])
        ### END SOLUTION

    def backward(self, dA):
        """dA (m, ..., units) -> dX (m, ..., n)."""
        ### BEGIN SOLUTION
        self.cache["dA"] = dA
        return dense_backward(dA, self.params["W"])
        ### END SOLUTION

    def compute_gradients(self):
        """Fill grads, one for each of params."""
        ### BEGIN SOLUTION
        self.grads["W"], self.grads["b"] = rows_gradients(self.cache["dA"], self.cache["X"])
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dense_layer", "locked": true, "points": 10, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("dense_layer", Dense)

# %% [markdown]
# <details><summary>Hint</summary>
#
# You have written all of it already: `dense_forward`, `dense_backward` and `rows_gradients` are the work of
# three stages, and each only needs to find what it reads. `len(X)`, `X.shape` and the shape of `W` tell all
# that `compute_shapes` wants to know; of the shape of `X`, only the last entry changes.
# </details><p></p>
#
# **Going further.** See what your layers learn. Below, each of ten units has a weight for each of the 64
# pixels of a digit, and is trained to be the largest where its digit is shown. Reshaped to 8 × 8, its weights
# are a picture: red where ink speaks for the digit, blue where ink speaks against it.

# %% tags=["demonstration"]
from refold import SparseCategoricalCrossentropy, load_digits
from refold.plots import Picture

try:
    (images, labels), _ = load_digits()
    rows, loss = images.reshape(len(images), -1), SparseCategoricalCrossentropy(from_logits=True)
    layer = Dense(np.zeros((64, 10)), np.zeros(10))
    for _ in range(100):
        layer.backward(loss.gradient(labels, layer.forward(rows)))
        layer.compute_gradients()
        for key in layer.params:
            layer.params[key] = layer.params[key] - 0.5 * layer.grads[key]
    picture = Picture(figsize=(10, 1.3))
    picture.words = "The weights of ten units as pictures: each is red along the strokes of its own digit."
    for unit, ax in enumerate(picture.subplots(1, 10)):
        ax.imshow(layer.params["W"][:, unit].reshape(8, 8), cmap="RdBu_r", vmin=-0.8, vmax=0.8)
        ax.set_title(unit, fontsize=9)
        ax.axis("off")
except NotImplementedError:
    picture = "Once all four stages of Dense are written, this cell shows what its weights look like."
picture

# %% [markdown]
# ## Part 7 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why are `dW` and `db` sums over the samples, while `dX` has a row for each of them? And why must the layer
# keep `X` for the way back?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_sums", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# All samples go through the same W and b. A change of one weight changes the output for every sample, so the
# loss changes by what each of them contributes, and by the chain rule these contributions add up: dW = X^T dA
# and db = the sum of dA over the samples. An element of X, however, belongs to one sample and changes the
# output of that sample alone, so its gradient has no contribution from any other, and dX = dA W^T keeps the
# rows apart.
#
# X must be kept because it is the derivative of A with respect to W: how much a weight counts is what came in on
# its way. Neither dA nor W tells what that was.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: all samples (or rows) share the same weights and biases;
# - 1: hence their contributions add up, by the chain rule;
# - 1: an element of X influences its own sample's output only, so dX keeps the rows apart;
# - 1: the derivative of A with respect to W is X (each weight is multiplied by a feature), so X is needed for
#   dW, and nothing else holds it.

# %% [markdown]
# ## Going further
#
# **How many parameters?** $(n + 1) \cdot \text{units}$, as you counted in the first unit. And how many
# multiplications for a batch? $m \cdot n \cdot \text{units}$ forward, and twice as many backward: once for $dX$,
# once for $dW$. That training costs about three times as much as using a network comes from here.
#
# **The first layer of all** has no layer below it, so nobody reads its `dX`, and it need not be worked out.
# `refold` leaves it out; how much of the backward pass does that save?
#
# **Where the weights begin.** In the picture above all weights began at 0, and a single layer learned well: the
# labels tell its units apart. With two layers it would not: try it. Where all weights begin alike, the units of
# the first layer get the same gradient, and remain alike for ever. So weights are drawn at random, and how large
# they should be depends on $n$: look up `GlorotUniform` and `HeNormal` in `refold`, and see what becomes of $A$
# when the weights are ten times too large.
#
# **Next.** `refold.Dense` does what yours does, draws its own weights, and takes `activation=`. Between two
# `Dense` layers there must be something that is *not* a weighted sum. Why? (What is
# $(X W_1) W_2$, and how many layers is that?)
