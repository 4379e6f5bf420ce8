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
# # 3 · Softmax: from numbers to decisions
#
# Two `Dense` layers one after the other are a single one in disguise, $(X W_1) W_2 = X (W_1 W_2)$. Something
# has to stand between them that is *not* a weighted sum: an **activation**. And behind the last layer something
# has to turn its numbers into a decision, and say how wrong it was: `softmax`, and a **loss**. None of them has a
# parameter. What they have are slopes, and one trap in which numbers grow too large to hold.
#
# **When you are through, you can**
#
# - send a gradient back through an activation, and say where it stops;
# - turn scores into probabilities that add up to 1, however large the scores are;
# - send a gradient back through a function in which *every* input moves *every* output;
# - write cross-entropy and its gradient, and say why the two together are simpler than each alone;
# - leave numbers out in training, and none in prediction;
# - train a network with all of it.
#
# **What you need**: the first two units, exp and log. About an hour and a half.
#
# **To read beside it**, if you like: Goodfellow, Bengio & Courville, [*Deep
# Learning*](https://www.deeplearningbook.org), 2016, section 6.2.2 on output units and 7.12 on dropout;
# Srivastava et al., *Dropout: a simple way to prevent neural networks from overfitting*, 2014.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | Between two layers: ReLU | `relu_backward` | 10 |
# | 2 | From scores to probabilities | `softmax` | 20 |
# | 3 | The way back through softmax | `softmax_backward` | 20 |
# | 4 | How wrong is it? | `cross_entropy` | 15 |
# | 5 | Less than the sum of its parts | `cross_entropy_gradient` | 10 |
# | 6 | Leaving some out | `dropout` | 10 |
# | 7 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like: it
# tells you which mistake it sees, and never takes a point away.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="relu"
# ## Part 1 · Between two layers: ReLU
#
# $\mathrm{ReLU}(z) = \max(0, z)$ lets positive numbers through as they are and makes all others 0, each by
# itself. Its slope is 1 where $z$ is positive, because there $A$ grows by 1 when $z$ does, and 0 where $z$ is
# negative, because there nothing happens. The chain rule multiplies what comes back by that slope:
#
# ```
#     Z              A = ReLU(Z)        dA             dZ
#
#     2   -1         2   0              5    7         5    0
#    -3    4         0   4             -6   -8         0   -8
# ```
#
# The `7` came back for an output that was 0, whatever $z$ did in the neighbourhood of $-1$. So it stops there.
# The `-8` passes: it is the sign of $z$ that decides, not that of the gradient. Exactly at 0 the function has a
# corner and no slope. Libraries have agreed on 0.
#
# Here it is beside two other activations, the sigmoid $\sigma(z) = 1 / (1 + e^{-z})$ and $\tanh z$.

# %% tags=["demonstration"]
from refold.plots import Picture


def draw_activations():
    """Three activations, each with its slope."""
    z = np.linspace(-4, 4, 201)
    functions = {
        "ReLU": (np.maximum(0, z), (z > 0).astype(float)),
        "sigmoid": (1 / (1 + np.exp(-z)), np.exp(-z) / (1 + np.exp(-z)) ** 2),
        "tanh": (np.tanh(z), 1 - np.tanh(z) ** 2),
    }
    picture = Picture(figsize=(10, 2.6), layout="constrained")
    picture.words = (
        "Each function of z from -4 to 4, and its slope. That of ReLU jumps from 0 to 1 at z = 0. That of the "
        "sigmoid is 1/4 at z = 0, that of tanh is 1, and both fade to 0 on either side."
    )
    for ax, (name, (values, slope)) in zip(picture.subplots(1, 3), functions.items()):
        ax.plot(z, values, color="#24292f", label="A")
        ax.plot(z, slope, color="#c4314b", linestyle="--", label="slope")
        ax.set(title=name, xlabel="z", ylim=(-1.2, 2.2))
        ax.legend(frameon=False, loc="upper left")
    return picture


draw_activations()

# %% [markdown]
# ### Exercise 1 · `relu_backward` (10 minutes, 2 points)
#
# **Goal.** Send the gradient back through ReLU.
#
# **Given.** `dA`, and `Z` as it went in, two arrays of the same shape.
#
# **Write** a function that returns `dZ`, of the same shape. Leave what you were given as it is, here and in every
# exercise.

# %% nbgrader={"grade": false, "grade_id": "relu_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def relu_backward(dA, Z):
    """dA and Z of one shape -> dZ, of the same: 0 where Z was not positive."""
    ### BEGIN SOLUTION
    return dA * (Z > 0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "relu_backward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("relu_backward", relu_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# A comparison of an array gives an array of `True` and `False`, and in a product these count as 1 and 0.
# </details><p></p>
#
# **Going further.** Could you work with $A$ in place of $Z$? With which of the three functions in the picture
# above can the slope be told from the output alone, and how?

# %% [markdown] anchor="probabilities"
# ## Part 2 · From scores to probabilities
#
# The last layer gives a **score** to each class, any numbers at all. Softmax turns them into **probabilities**:
# positive, with a sum of 1 for each sample, larger where the score is larger. It takes two steps. The
# exponential makes any number positive, and dividing by the sum makes them add up to 1:
#
# $A_{ij} = \dfrac{e^{Z_{ij}}}{\sum_k e^{Z_{ik}}}$
#
# By hand, with powers that are easy: the scores $0$, $\ln 2$ and $\ln 5$ have the exponentials 1, 2 and 5,
# whose sum is 8. So the probabilities are $\frac18$, $\frac28$ and $\frac58$. The classes compete: what one
# wins the others lose.

# %% [markdown] anchor="large-scores"
# ### The trap
#
# `np.exp(710)` is infinite: the number is larger than any that 64 bits can hold. Scores of 1000 do occur, and
# then $\infty / \infty$ is `nan`, and one `nan` is enough to spoil every weight of a network in the next step.
#
# The way out is on paper. Add any $c$ to all scores of one sample, and every exponential is multiplied by
# $e^c$, and so is the sum. It cancels:
#
# $\dfrac{e^{Z_{ij} + c}}{\sum_k e^{Z_{ik} + c}} = \dfrac{e^c \, e^{Z_{ij}}}{e^c \sum_k e^{Z_{ik}}} = A_{ij}$
#
# Only *differences* of scores count. So you may choose a $c$, for each sample its own, after which no score is
# above 0 and one of them is 0: nothing can overflow then, and the sum is at least 1.

# %% [markdown]
# ### Exercise 2 · `softmax` (20 minutes, 4 points)
#
# **Goal.** Probabilities from any scores.
#
# **Given.** `Z`, of shape $(m, n)$: a row of scores for each sample. They may lie in the thousands.
#
# **Write** a function that returns `A`, of the same shape, whose rows add up to 1. (Half of the points are for
# scores of ordinary size, half for large ones.)

# %% nbgrader={"grade": false, "grade_id": "softmax-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax(Z):
    """Z (m, n) -> A (m, n), positive, with rows that add up to 1."""
    ### BEGIN SOLUTION
    E = np.exp(Z - Z.max(axis=1, keepdims=True))  # 1 for the largest score of each sample
    return E / E.sum(axis=1, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "softmax", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("softmax", softmax)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Along which axis do the classes lie? A sum or a maximum along an axis takes that axis away, unless you say
# `keepdims=True`; with an axis of length 1 in its place, the result fits beside `Z` again.
# </details><p></p>
#
# **Going further.** Divide all scores by a **temperature** $T$ first. What becomes of the probabilities when
# $T$ is very large, and when it is nearly 0? (Language models choose their words in this way.) In which sense
# is softmax of two scores, 0 and $z$, a sigmoid?

# %% [markdown] anchor="softmax-jacobian"
# ## Part 3 · The way back through softmax
#
# In ReLU each number went its own way. Here every score is in the sum, and so it moves *all* probabilities of
# its sample. Two cases, from the quotient rule:
#
# - its own probability: $\dfrac{\partial A_j}{\partial Z_j} = A_j (1 - A_j)$, it grows;
# - another probability: $\dfrac{\partial A_k}{\partial Z_j} = -A_k A_j$, it shrinks: what one wins, the others lose.
#
# With the probabilities $\frac18, \frac28, \frac58$ from above, the Jacobian of this sample is
#
# ```
#                by score 0    by score 1    by score 2
#
#   of class 0      7/64          -2/64         -5/64
#   of class 1     -2/64          12/64        -10/64
#   of class 2     -5/64         -10/64         15/64
# ```
#
# Every column adds up to 0, since probabilities only move from one class to another, and every row does, since
# only differences of scores count. For each score, the chain rule gathers what comes back along all
# probabilities:
#
# $dZ_j = \sum_k dA_k \dfrac{\partial A_k}{\partial Z_j} = dA_j A_j - A_j \sum_k dA_k A_k
# = A_j \Big( dA_j - \sum_k dA_k A_k \Big)$
#
# The sum in the bracket is the mean of $dA$, weighted by the probabilities. The gradient of a score is positive
# where its $dA$ is above that mean, and negative where it is below, in proportion to its probability. No matrix
# is needed, and no library builds one.

# %% [markdown]
# ### Exercise 3 · `softmax_backward` (20 minutes, 4 points)
#
# **Goal.** A backward pass in which every output depends on every input.
#
# **Given.** `dA`, and `A` as softmax gave it, both of shape $(m, n)$.
#
# **Write** a function that returns `dZ`, of the same shape. Samples know nothing of each other.

# %% nbgrader={"grade": false, "grade_id": "softmax_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def softmax_backward(dA, A):
    """dA (m, n), A (m, n) -> dZ (m, n)."""
    ### BEGIN SOLUTION
    mean = (dA * A).sum(axis=1, keepdims=True)  # (m, 1)
    return A * (dA - mean)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "softmax_backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("softmax_backward", softmax_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The last form of the equation can be written down nearly as it stands. Only the sum over $k$ needs care: it
# runs along the classes, gives one number for each sample, and has to fit beside `dA`.
# </details><p></p>
#
# **Going further.** Whatever `dA` is, the rows of `dZ` add up to 0. Why? And why does it follow that a network
# cannot tell, from this gradient, whether all of its scores should be larger?

# %% [markdown] anchor="surprise"
# ## Part 4 · How wrong is it?
#
# A probability of 1 for the right class would be perfect. The loss of a sample is the *surprise* at the right
# class, $-\ln A_{y}$, where $y$ is its label: 0 where its probability is 1, $0.69$ where it is one half, $4.6$
# where it is one in a hundred, and without bound where it is nearly 0. Being wrong costs, and being *sure*
# and wrong costs much more. The mean over the samples is **cross-entropy**:
#
# $L = -\dfrac1m \sum_i \ln A_{i, y_i}$
#
# By hand: with the probabilities $\frac18, \frac28, \frac58$ and the label 2, the loss is $-\ln \frac58 =
# 0.47$. With the label 0 it is $-\ln \frac18 = 2.08$.

# %% [markdown] anchor="log-sum-exp"
# ### The trap, once more
#
# With the scores 1000 and 0, the probability of the second is $e^{-1000}$, which is 0 in 64 bits, and $\ln 0$
# is $-\infty$. The loss of such a sample is in truth 1000, a number like any other. Again the way out is on
# paper: take the logarithm of the formula, not of the probability.
#
# $-\ln A_y = -\ln \dfrac{e^{Z_y}}{\sum_k e^{Z_k}} = \ln \sum_k e^{Z_k} - Z_y$
#
# and since all scores may be moved by the maximum $M$ of the sample,
#
# $-\ln A_y = \ln \sum_k e^{Z_k - M} - (Z_y - M)$
#
# whose sum is at least 1, so that its logarithm is safe. This is why libraries want the scores (they call them
# *logits*) and not the probabilities. Adding a tiny number to the probability, as one often sees, hides the
# trap: the loss stays finite, and it stays *the same* for every sample that is wrong enough, so nothing tells
# them apart.

# %% [markdown]
# ### Exercise 4 · `cross_entropy` (15 minutes, 4 points)
#
# **Goal.** One number that says how wrong a batch is, for any scores.
#
# **Given.** `y`, of shape $(m,)$: the label of each sample, a whole number from 0 to $n - 1$; and `Z`, the
# scores, of shape $(m, n)$.
#
# **Write** a function that returns the mean loss, a number. (Half of the points are for scores of ordinary
# size, half for large ones.)

# %% nbgrader={"grade": false, "grade_id": "cross_entropy-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_entropy(y, Z):
    """Labels y (m,), scores Z (m, n) -> the mean loss of the batch."""
    ### BEGIN SOLUTION
    moved = Z - Z.max(axis=1, keepdims=True)
    log_sums = np.log(np.exp(moved).sum(axis=1))  # (m,)
    return np.mean(log_sums - moved[np.arange(len(y)), y])
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "cross_entropy", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("cross_entropy", cross_entropy)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `Z[[0, 1, 2], [2, 0, 1]]` picks three numbers: from row 0 that of column 2, from row 1 that of column 0, from
# row 2 that of column 1. `np.arange(m)` counts the rows.
# </details><p></p>
#
# **Going further.** A network that knows nothing gives all of $n$ classes the same probability. What is its
# loss? (For ten digits it is $2.30$. A first loss far from it is the cheapest sign that something is wrong.)

# %% [markdown] anchor="probabilities-less-one"
# ## Part 5 · Less than the sum of its parts
#
# The gradient of the loss with respect to the probabilities is $-\frac{1}{m A_y}$ at the right class and 0
# elsewhere. Softmax takes it back to the scores. Put it into your formula of Part 3: in the sum over $k$ only
# $k = y$ is left, and $dA_y A_y = -\frac1m$, so that
#
# $dZ_j = A_j \Big( dA_j + \dfrac1m \Big)$
#
# For a wrong class, $dA_j = 0$ and $dZ_j = \frac1m A_j$. For the right one, $dZ_y = A_y \big( -\frac{1}{m A_y}
# + \frac1m \big) = \frac1m (A_y - 1)$. The division that could have blown up has cancelled:
#
# **the gradient of the scores is the probabilities, less 1 at the right class, divided by $m$.**
#
# Each wrong class is pushed down by the probability that it has and should not have, and the right one is
# pulled up by what it lacks. With the probabilities $\frac18, \frac28, \frac58$, the label 2 and $m = 1$:
# $\frac18, \frac28, -\frac38$.

# %% [markdown]
# ### Exercise 5 · `cross_entropy_gradient` (10 minutes, 4 points)
#
# **Goal.** The gradient that every classifier begins with.
#
# **Given.** `y` and `Z`, as before, with scores of any size.
#
# **Write** a function that returns `dZ`, of the shape of `Z`. (Half of the points are for scores of ordinary
# size, half for large ones.)

# %% nbgrader={"grade": false, "grade_id": "cross_entropy_gradient-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def cross_entropy_gradient(y, Z):
    """Labels y (m,), scores Z (m, n) -> dZ (m, n), the gradient of the mean loss."""
    ### BEGIN SOLUTION
    dZ = softmax(Z)
    dZ[np.arange(len(y)), y] -= 1
    return dZ / len(y)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "cross_entropy_gradient", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("cross_entropy_gradient", cross_entropy_gradient)

# %% [markdown]
# <details><summary>Hint</summary>
#
# You have `softmax`. Taking 1 off at one place of each row is the same picking of pairs as in exercise 4, on
# the left side of a `-=`.
# </details><p></p>
#
# **Going further.** Measure it, as in the second unit: move one score a little to both sides, and see by how
# much your `cross_entropy` changes. Then take 1000 for that score. Do the two still agree?

# %% [markdown] anchor="leaving-out"
# ## Part 6 · Leaving some out
#
# A network that is large enough learns its samples by heart: it *overfits*. **Dropout** makes that hard: in
# training, each number that a layer hands on is left out with some probability, the `rate`, at random and anew in
# every step, so that no unit can rely on one other alone. In prediction, nothing is left out.
#
# One thing has to be made up for. With a quarter of the numbers gone, the next layer finds only three quarters of
# what it will find in prediction. So those that stay are divided by the share that stays, $1 - \text{rate}$: on
# average, the sum is what it was.
#
# ```
#     X                chance              rate 0.25, in training
#
#     3   6   9        0.7  0.1  0.4       4   0   12
# ```
#
# The gradient goes the same way: nothing comes back through what was left out, and what stayed is scaled as
# before. So the backward pass is the same function, with `dA` for `X` and the same `chance`.

# %% [markdown]
# ### Exercise 6 · `dropout` (10 minutes, 3 points)
#
# **Goal.** Two behaviours in one function, and no surprise in prediction.
#
# **Given.** `X`, of any shape; `chance`, random numbers between 0 and 1 of the same shape, drawn for you so that
# everybody leaves out the same; `rate`, from 0 to below 1; and `training`, `True` in training and `False` in
# prediction.
#
# **Write** a function that returns `A`, of the shape of `X`: in training with 0 wherever `chance` is below
# `rate`, and the rest scaled to make up for it; in prediction, `X` as it is. Do not change
# `X` itself.

# %% nbgrader={"grade": false, "grade_id": "dropout-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def dropout(X, chance, rate, training):
    """X and chance of one shape -> A, of the same."""
    ### BEGIN SOLUTION
    if not training:
        return X
    return X * (chance >= rate) / (1 - rate)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "dropout", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("dropout", dropout)

# %% [markdown]
# <details><summary>Hint</summary>
#
# As in exercise 1, a comparison gives a mask of ones and zeros. What is left is a division, and one question
# asked first.
# </details><p></p>
#
# **Going further.** Many bugs in real networks are a `training` that was forgotten: the same photograph gets
# another answer each time. How would you test for it, without knowing what is inside the network?
#
# ### All of it at work
#
# A network of two `Dense` layers, with your ReLU, your dropout, your loss and its gradient, learns to read 1,438
# digits, and reads 359 others. The dotted line is $\ln 10$, the loss of a network that knows nothing. (The layers
# are `refold`'s own; put yours in their place if you like.)

# %% tags=["demonstration"]
from refold import Dense, load_digits


def learn_to_read():
    """A picture of the loss, step by step, and of how many held-out digits are read correctly in the end."""
    (images, labels), (held_out, held_out_labels) = load_digits()
    rows, held_out_rows = images.reshape(len(images), -1), held_out.reshape(len(held_out), -1)
    below, above, rng, losses = Dense(32, seed=1), Dense(10, seed=2), np.random.default_rng(3), []
    for _ in range(200):
        chosen = rng.integers(0, len(rows), 128)
        Z = below.forward(rows[chosen])
        chance = rng.random(Z.shape)
        scores = above.forward(dropout(np.maximum(0, Z), chance, rate=0.2, training=True))
        losses.append(cross_entropy(labels[chosen], scores))
        dA = above.backward(cross_entropy_gradient(labels[chosen], scores).astype(scores.dtype))
        below.backward(relu_backward(dropout(dA, chance, rate=0.2, training=True), Z))
        for layer in (below, above):
            layer.compute_gradients()
            for key in layer.params:
                layer.params[key] = layer.params[key] - 0.5 * layer.grads[key]
    read = above.forward(np.maximum(0, below.forward(held_out_rows))).argmax(axis=1)
    read_correctly = f"{np.mean(read == held_out_labels):.0%} of the held-out digits are read correctly"
    picture = Picture(figsize=(6, 2.6), layout="constrained")
    picture.words = (
        f"In 200 steps, the loss falls from {losses[0]:.1f} to {losses[-1]:.1f}. A dotted line marks "
        f"{np.log(10):.1f}. {read_correctly}."
    )
    ax = picture.subplots()
    ax.plot(losses, color="#24292f")
    ax.axhline(np.log(10), color="#8b949e", linestyle=":")
    ax.set(xlabel="step", ylabel="loss", ylim=(0, None))
    ax.set_title(read_correctly, fontsize=10)
    return picture


try:
    picture = learn_to_read()
except NotImplementedError:
    picture = "Once exercises 1, 2, 4, 5 and 6 are written, this cell shows what a network learns with them."
picture

# %% [markdown]
# ## Part 7 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why may the largest score of a sample be taken off before softmax, and what would happen without it? And why
# is the gradient of softmax and cross-entropy together simpler than that of each alone?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_simple", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# Adding one number to all scores of a sample multiplies all of its exponentials by the same factor, the sum as
# well, and this cancels in the fraction, so the probabilities do not change. Without it, exp of a large score
# is infinite in floating point, infinity divided by infinity is nan, and the nan spreads to all weights in the
# next step.
#
# The logarithm in the loss and the exponential in softmax undo each other. The gradient of the loss with respect
# to the probabilities has a division by the probability of the right class; the gradient of softmax has that
# probability as a factor. Together they cancel, and what is left is the probability less 1 at the right class,
# and the probability elsewhere, divided by m.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: the same factor in numerator and denominator cancels (or: only differences of scores count);
# - 1: without it, exp overflows, and infinity / infinity is nan (or: the gradient is destroyed);
# - 1: exp and log undo each other (or: the factor A and the division by A cancel);
# - 1: what is left is probabilities minus one-hot labels, which cannot blow up.

# %% [markdown]
# ## Going further
#
# **Two classes.** With two scores only their difference counts, so one is enough: softmax of $(0, z)$ gives the
# second class the probability $\sigma(z) = 1 / (1 + e^{-z})$. What does the gradient of the loss look like
# there? And how do you write $\sigma$ so that neither $z = 1000$ nor $z = -1000$ overflows?
#
# **Where gradients fade.** The slope of the sigmoid is $\frac14$ at most. What is left of a gradient after ten
# layers that end in one? This is one reason why deep networks use ReLU. It has a weakness of its own: what
# happens to a unit whose $z$ is negative for every sample?
#
# **Probabilities that are not 0 or 1.** If the labels themselves are probabilities, as when several people
# disagreed about a picture, the loss is $-\sum_j Y_j \ln A_j$. Work out its gradient: you will find that you
# know it.
#
# **Next.** You have every part of `Flatten - Dense - ReLU - Dropout - Dense - softmax` in your hands, forward and
# backward. `refold` has the same parts, and many more: `Conv2D`, the next unit, looks at small windows of an
# image, `SimpleRNN`, `GRU` and `LSTM` read a sequence step by step. Their gradients are made of what you know:
# what is shared adds up, what is left out stays out, and everything else goes back the way that it came.
