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
# # 8 · Normalization: statistics over the right axis, and a gradient through them
#
# A weight that serves a feature of size 100 has to be a thousand times smaller than one that serves a feature
# of size 0.1, and one learning rate has to suit both. Worse: the layers below learn, too, so that what a
# layer is given changes all the time. **Normalization** gives every feature the mean 0 and the variance 1,
# inside the network. Two lines do it. The way back is the interesting part: each number of a batch moves the
# mean and the variance that all the others are divided by.
#
# **When you are through, you can**
#
# - say over which axes a mean is taken, for samples, sequences and images, and why;
# - send a gradient back through a mean and a variance, and check it without a computer;
# - say what a layer does in training and what in prediction, and where it keeps what it remembers;
# - write batch normalization and layer normalization, and say when each of them works;
# - train a network on features of very different sizes.
#
# **What you need**: units 1 to 3. About an hour and a half.
#
# **To read beside it**, if you like: Ioffe & Szegedy, [*Batch
# normalization*](https://arxiv.org/abs/1502.03167), 2015; Ba, Kiros & Hinton, [*Layer
# normalization*](https://arxiv.org/abs/1607.06450), 2016.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | Every feature over the batch | `batch_statistics`, `batch_norm_forward` | 20 |
# | 2 | The way back | `batch_norm_backward` | 25 |
# | 3 | What is remembered | `moving_average` | 5 |
# | 4 | The layer | `BatchNormalization` | 20 |
# | 5 | Along the other axis | `layer_norm_forward`, `layer_norm_backward` | 15 |
# | 6 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like:
# it tells you which mistake it sees, and never takes a point away.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="statistics"
# ## Part 1 · Every feature over the batch
#
# Four samples have two features each. The second one is measured in smaller units, and so has larger numbers:
#
# ```
#      X (4, 2)           X - mean            N = (X - mean) / s
#
#       1   30           -2    10              -1    1
#       1   10           -2   -10              -1   -1
#       5   10            2   -10               1   -1
#       5   30            2    10               1    1
#
# mean  3   20    variance 4   100    s         2   10
# ```
#
# The mean of the first feature is $\frac14 (1 + 1 + 5 + 5) = 3$. Its **variance** is the mean of the squares
# of the distances from it, $\frac14 (4 + 4 + 4 + 4) = 4$. It is divided by 4, the number of samples, and not
# by 3: it is the variance of this batch that is asked for, and not a guess about others. The root of the
# variance is the standard deviation, 2. In $N$, both features have the mean 0 and the variance 1, and nobody
# can tell any more which of them had the larger numbers.
#
# **Which axis?** A feature is a column here, and everything else is gone after the mean: $(m, n)$ becomes
# $(n,)$. In an image of shape $(m, \text{height}, \text{width}, \text{channels})$, a channel is one feature,
# wherever in the image it is looked at, since the same kernel made it everywhere (unit 4). So its mean runs
# over batch, height and width: again *over every axis but the last*, and $(n,)$ is left, with $n$ channels.

# %% tags=["demonstration"]
from refold.plots import draw_normalization

draw_normalization(m=4, n=3, sample=1, feature=2, factor=10, along_rows=False)

# %% [markdown]
# Three other features, the last of them ten times larger. The red numbers are what one element of $N$ is made
# of: a whole column. Make the last feature larger still, and look at what becomes of $N$. (Without sliders,
# change the numbers in the cell above.)

# %% tags=["demonstration"]
from ipywidgets import fixed, interact

sliders = {"m": (1, 6), "n": (1, 6), "sample": (0, 5), "feature": (0, 5), "factor": (1, 90)}
interact(draw_normalization, **sliders, along_rows=fixed(False));

# %% [markdown]
# ### Exercise 1 · `batch_statistics` (10 minutes, 2 points)
#
# **Goal.** What a batch says of each feature.
#
# **Given.** `X`, of shape $(m, n)$, or of any shape $(m, \dots, n)$ with more axes, such as images.
#
# **Write** a function that returns two arrays of shape $(n,)$: the mean of each feature, and its variance,
# over all axes of `X` but the last. Leave `X` as it is. One point is for each.

# %% nbgrader={"grade": false, "grade_id": "batch_statistics-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batch_statistics(X):
    """X (m, ..., n) -> mean (n,), variance (n,)."""
    ### BEGIN SOLUTION
    axes = tuple(range(X.ndim - 1))  # all but the last
    return X.mean(axis=axes), X.var(axis=axes)
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "batch_statistics", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("batch_statistics", batch_statistics)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `X.mean(axis=(0, 1, 2))` takes the mean over three axes at once. `X.ndim` says how many axes there are. Or
# make rows of everything first, as in unit 2: what is left is a matrix, whatever there was before.
# </details><p></p>
#
# **Going further.** The variance is also the mean of the squares less the square of the mean, which needs one
# walk through the numbers in place of two. Try it on `1e8 + np.array([1.0, 1.0, 5.0, 5.0])`. What has become
# of the 4, and why?

# %% [markdown] anchor="normalize"
# ### From X to N
#
# $N = \dfrac{X - \text{mean}}{s} \qquad s = \sqrt{\text{variance} + \epsilon}$
#
# What is $\epsilon$ for? A feature may be the same in the whole batch. Its variance is 0, and 0 divided by 0
# is `nan`. So a small number is added, **under the root**: Keras takes $10^{-3}$, PyTorch $10^{-5}$. Beside
# the root it would save forward as well, and spoil the way back: the slope of $\sqrt v$ is
# $\frac{1}{2 \sqrt v}$, which is infinite at $v = 0$. Under the root it never is.

# %% [markdown] anchor="gamma-and-beta"
# ### And then?
#
# Mean 0 and variance 1 are a good beginning. They need not be what the next layer wants: a ReLU would cut
# away half of every feature, for good. So each feature gets two parameters, which are learned:
#
# $A = \gamma N + \beta$
#
# $\gamma$ (*gamma*) and $\beta$ (*beta*) have the shape $(n,)$ and begin as ones and zeros. With
# $\gamma = (2, 3)$ and $\beta = (10, -1)$, the first feature above becomes $8, 8, 12, 12$, and the second
# $2, -4, -4, 2$. The layer could learn to undo itself, with $\gamma = s$ and $\beta = \text{mean}$. What is
# gained is that mean and variance of $A$ are now two numbers that a gradient finds easily, and no longer the
# business of all layers below.

# %% [markdown]
# ### Exercise 2 · `batch_norm_forward` (10 minutes, 3 points)
#
# **Goal.** Batch normalization, as it is in training.
#
# **Given.** `X`, of shape $(m, \dots, n)$; `gamma` and `beta`, of shape $(n,)$; and the number `epsilon`.
#
# **Write** a function that returns three things: `A`, of the shape of `X`; and what the way back will need,
# `N`, of the same shape, and `s`, of shape $(n,)$. Leave what you were given as it is. One point is for each.
# (In the first check, `epsilon` is 0, so that you can compare with the numbers above.)

# %% nbgrader={"grade": false, "grade_id": "batch_norm_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batch_norm_forward(X, gamma, beta, epsilon=1e-3):
    """X (m, ..., n), gamma, beta (n,) -> A, N (m, ..., n), s (n,)."""
    ### BEGIN SOLUTION
    mean, variance = batch_statistics(X)
    s = np.sqrt(variance + epsilon)  # (n,)
    N = (X - mean) / s  # (m, ..., n): what has shape (n,) meets the last axis
    return gamma * N + beta, N, s
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "batch_norm_forward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("batch_norm_forward", batch_norm_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Three equations, three lines. An array of shape $(n,)$ meets the last axis of $(m, \dots, n)$ by itself, so
# that nothing has to be reshaped.
# </details><p></p>
#
# **Going further.** Before this layer stands a `Dense` with a bias $b$. Add 100 to all of its biases. What
# becomes of $A$? You will need the answer in Part 6.

# %% [markdown] anchor="back-to-gamma-and-beta"
# ## Part 2 · The way back
#
# One feature is enough, since no feature hears of another: the first one, with $N = (-1, -1, 1, 1)$, $s = 2$
# and $\gamma = 2$. Suppose that $dA = (4, 0, 2, 0)$ comes back. Follow the equations of forward from the last
# to the first.
#
# **Through $A = \gamma N + \beta$.** As in `Dense`, what is shared by all samples adds up what comes from
# each, over all axes but the last:
#
# $d\beta = \sum dA = 6 \qquad d\gamma = \sum dA \, N = -4 + 2 = -2 \qquad dN = \gamma \, dA = (8, 0, 4, 0)$

# %% [markdown] anchor="three-paths"
# ### Through the division, the variance and the mean
#
# It would be easy to go on with $dX = dN / s$, as if mean and variance were given. They are not: `X` makes
# them. There are three ways from a number to the loss. Call the distances
# $D = X - \text{mean} = (-2, -2, 2, 2)$.
#
# **$N = D / s$, by $D$.** The direct way: $dN / s = (4, 0, 2, 0)$.
#
# **$N = D / s$, by $s$.** All numbers of the feature were divided by the same $s$, and it hears from all of
# them. The slope of $1 / s$ is $-1 / s^2$:
#
# $ds = -\sum dN \, \dfrac{D}{s^2} = -\dfrac1s \sum dN \, N = -\frac12 (-8 + 4) = 2$
#
# *Through $s = \sqrt{v + \epsilon}$* the slope is $\frac{1}{2 s}$, so that the variance $v$ hears
# $dv = \frac{2}{2 \cdot 2} = \frac12$. *Through $v = \frac1m \sum D^2$* each distance hears its own slope,
# $\frac{2 D}{m}$: that is $\frac12 \cdot \frac{2 D}{4} = (-\frac12, -\frac12, \frac12, \frac12)$. Together
# with the direct way,
#
# $dD = (3.5, \, -0.5, \, 2.5, \, 0.5)$
#
# **$D = X - \text{mean}$.** Each number of `X` goes into its own distance, and with the share $\frac1m$ into
# the mean, which is taken off everywhere. So the mean of all $dD$, 1.5, is taken off each:
#
# $dX = dD - \text{mean}(dD) = (2, -2, 1, -1)$

# %% [markdown] anchor="together"
# ### In one line
#
# Put in, the 2 of the square and the half of the root cancel each other, and what remains is short.
# $\text{mean}$ is over all axes but the last, as in forward:
#
# $dX = \dfrac{dN - \text{mean}(dN) - N \, \text{mean}(dN \, N)}{s}$
#
# Here $\text{mean}(dN) = 3$ and $\text{mean}(dN \, N) = -1$, and the first number is
# $\frac12 (8 - 3 - 1) = 2$, as above. The first term is the direct way, the second goes through the mean, the
# third through the variance.
#
# **Two ways to check it without a computer.**
#
# - For each feature, $dX$ adds up to 0, and so does $dX$ times $N$ (for $\epsilon = 0$): $2 - 2 + 1 - 1$, and
#   $-2 + 2 + 1 - 1$. Part 6 asks you why.
# - A batch of two different numbers then always becomes $-1$ and $1$, so that $dX$ must be 0 whatever comes back.
#   Take $dN = (3, 1)$. Then $\text{mean}(dN) = 2$ and $\text{mean}(dN \, N) = -1$, and indeed
#   $3 - 2 - 1 = 0$ and $1 - 2 + 1 = 0$. Leave one of the three terms out, and it is not.

# %% [markdown]
# ### Exercise 3 · `batch_norm_backward` (25 minutes, 6 points)
#
# **Goal.** The gradient through mean and variance.
#
# **Given.** `dA`, of shape $(m, \dots, n)$; `gamma`, of shape $(n,)$; and `N` and `s`, as forward returned
# them.
#
# **Write** a function that returns three things: `dX`, of the shape of `dA`, and `dgamma` and `dbeta`, of
# shape $(n,)$. Leave what you were given as it is. One point is for each, for samples, and once more for images.

# %% nbgrader={"grade": false, "grade_id": "batch_norm_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def batch_norm_backward(dA, gamma, N, s):
    """dA, N (m, ..., n), gamma, s (n,) -> dX (m, ..., n), dgamma (n,), dbeta (n,)."""
    ### BEGIN SOLUTION
    axes = tuple(range(dA.ndim - 1))
    dbeta = dA.sum(axis=axes)
    dgamma = (dA * N).sum(axis=axes)
    dN = gamma * dA
    dX = (dN - dN.mean(axis=axes) - N * (dN * N).mean(axis=axes)) / s
    return dX, dgamma, dbeta
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "batch_norm_backward", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("batch_norm_backward", batch_norm_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The first check case is the example above, with a second feature beside it: print what you have after each
# line, and compare. The means of this exercise run over the same axes as those of `batch_statistics`.
# </details><p></p>
#
# **Going further.** The two sums that you need for $d\gamma$ and $d\beta$ are also in the two means in $dX$: by
# which factors do they differ? Write $dX$ with them, as libraries do: then nothing has to be added up twice.

# %% [markdown]
# Is it the gradient? The cell below moves one number of a batch of images a little, and compares what becomes
# of a loss with what your `dX` says. It prints by how much they differ, and by how much $dN / s$ alone would.

# %% tags=["demonstration"]
def compared():
    """How far dX is from a central difference, and how far the direct way alone is."""
    rng = np.random.default_rng(0)
    X, dA = rng.normal(size=(2, 3, 4, 4, 2))  # each (3, 4, 4, 2)
    gamma, beta = np.ones(2), np.zeros(2)
    _, N, s = batch_norm_forward(X, gamma, beta)
    there, h = (1, 2, 0, 1), 1e-5
    losses = []
    for step in (h, -h):
        moved = X.copy()
        moved[there] += step
        losses.append((batch_norm_forward(moved, gamma, beta)[0] * dA).sum())
    slope = (losses[0] - losses[1]) / (2 * h)
    dX, _, _ = batch_norm_backward(dA, gamma, N, s)
    return abs(dX[there] - slope), abs(dA[there] / s[1] - slope)


try:
    apart, direct_way_apart = compared()
    print(f"dX differs by {apart:.0e}, the direct way alone by {direct_way_apart:.0e}")
except NotImplementedError:
    print("Once exercises 2 and 3 are written, this cell compares them with a difference.")

# %% [markdown] anchor="moving"
# ## Part 3 · What is remembered
#
# After training, one sample comes alone. Its mean is the sample itself, its variance is 0, and nothing would
# be left of it: $N = 0$. Or a thousand come, and what the network says of one would depend on the others. A
# prediction should not.
#
# So the layer remembers mean and variance from training, and uses these in prediction. Every batch has
# others, and the weights below change; the average should forget slowly. A **moving average** keeps a share
# of what it knew, `momentum`, and takes the rest from the batch:
#
# $\text{moving} \leftarrow \text{momentum} \cdot \text{moving} + (1 - \text{momentum}) \cdot \text{batch}$
#
# It begins with the mean 0 and the variance 1. With a momentum of 0.9, the batch of Part 1 makes the moving
# means $0.9 \cdot 0 + 0.1 \cdot 3 = 0.3$ and $0.1 \cdot 20 = 2$, and the moving variances
# $0.9 \cdot 1 + 0.1 \cdot 4 = 1.3$ and $0.9 + 10 = 10.9$. Those are far from the batch still. After $k$
# batches, $0.9^k$ of the beginning is left: after 22 of them, a tenth.
#
# This is how Keras does it, with a momentum of 0.99. **PyTorch differs in two ways.** There, `momentum` is
# the share of the *batch*: its 0.1 is 0.9 here. And the variance that it remembers (not the one that it
# divides by in training) is the sum of squares divided by one less than there are numbers. Who carries
# weights from one to the other has to know.

# %% [markdown]
# ### Exercise 4 · `moving_average` (5 minutes, 1 point)
#
# **Goal.** Remember, and forget slowly.
#
# **Given.** `moving`, what is remembered, and `batch`, what the new batch says, both of shape $(n,)$; and the
# number `momentum`, the share that stays.
#
# **Write** a function that returns the new moving values, as a new array.

# %% nbgrader={"grade": false, "grade_id": "moving_average-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def moving_average(moving, batch, momentum):
    """moving, batch (n,) -> (n,)."""
    ### BEGIN SOLUTION
    return momentum * moving + (1 - momentum) * batch
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "moving_average", "locked": true, "points": 1, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("moving_average", moving_average)

# %% [markdown]
# <details><summary>Hint</summary>
#
# The formula is one line of Python as it stands. The first two check cases are the means and the variances above.
# </details><p></p>
#
# **Going further.** In the beginning, the moving mean leans towards 0, where it began. Divided by
# $1 - \text{momentum}^k$ after $k$ batches, it would not. You will meet this again in the optimizer Adam.

# %% [markdown] anchor="two-modes"
# ## Part 4 · The layer
#
# `Dropout` was the first layer that did one thing in training and another in prediction. This is the second:
#
# | | in training | in prediction |
# |---|---|---|
# | mean and variance | of the batch | the moving ones |
# | the moving ones | follow the batch | stay as they are |
# | gradient | through mean and variance | mean and variance are constants: $dX = \gamma \, dA / s$ |
#
# Everything else is the same: the same $s$ with $\epsilon$ under the root, the same $\gamma$ and $\beta$. The
# gradient in prediction is needed where a layer is frozen, or an image is changed to please a network. It is
# the one that would have been a mistake in Part 2, and is right here: `X` does not move what comes from the
# memory.

# %% [markdown] anchor="state"
# ### Where it is kept
#
# - `params` holds `gamma` and `beta`, and `grads` a gradient for each, under the same keys. An optimizer
#   looks there.
# - `buffers` holds `moving_mean` and `moving_variance`: what is saved with the weights, and is not trained.
# - `cache` holds what forward leaves for the way back. Which of the two ways it was is part of it.
#
# All are read where they are, each time: a step of the optimizer puts new arrays into `params`, and a file
# into both.

# %% [markdown]
# ### Exercise 5 · `BatchNormalization` (20 minutes, 7 points)
#
# **Goal.** A layer with a memory.
#
# **Given.** The dictionaries, made anew for each object, and `compute_shapes`.
#
# **Write** the other three stages, for inputs of any shape $(m, \dots, n)$:
#
# - `forward(X, training)` returns `A`, and moves the buffers where `training` is `True`;
# - `backward(dA)` returns `dX`, for the way that forward went last;
# - `compute_gradients()` fills `self.grads["gamma"]` and `self.grads["beta"]`.
#
# Leave `X` and `dA` as they are. The check tries your layer in training, also after a step of the optimizer, in
# prediction with buffers that come from a file, after several batches with a prediction between them, and beside
# a second layer. (One point each is for `A`, `dX` and the gradients in training, for the buffers, for `A` and
# `dX` in prediction, and for two layers.)

# %% nbgrader={"grade": false, "grade_id": "batch_norm_layer-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
class BatchNormalization:
    """Mean 0 and variance 1, then gamma and beta: X (m, ..., n) -> A (m, ..., n)."""

    def __init__(self, n, momentum=0.99, epsilon=1e-3):
        self.momentum = momentum
        self.epsilon = epsilon
        self.dims = {}  # m, n
        self.shapes = {}  # X, A
        self.cache = {}  # what backward and compute_gradients will read
        self.params = {"gamma": np.ones(n), "beta": np.zeros(n)}
        self.grads = {}  # gamma, beta: of the same shapes
        self.buffers = {"moving_mean": np.zeros(n), "moving_variance": np.ones(n)}

    def compute_shapes(self, X):
        """Fill dims and shapes."""
        self.dims.update(m=X.shape[0], n=X.shape[-1])
        self.shapes.update(X=X.shape, A=X.shape)

    def forward(self, X, training=False):
        """X (m, ..., n) -> A (m, ..., n)."""
        self.compute_shapes(X)
        ### BEGIN SOLUTION
        gamma, beta = self.params["gamma"], self.params["beta"]
        if training:
            A, N, s = batch_norm_forward(X, gamma, beta, self.epsilon)
            mean, variance = batch_statistics(X)
            for key, batch in (("moving_mean", mean), ("moving_variance", variance)):
                self.buffers[key] = moving_average(self.buffers[key], batch, self.momentum)
        else:
            s = np.sqrt(self.buffers["moving_variance"] + self.epsilon)
            N = (X - self.buffers["moving_mean"]) / s
            A = gamma * N + beta
        self.cache.update(N=N, s=s, training=training)
        return A
        ### END SOLUTION

    def backward(self, dA):
        """dA (m, ..., n) -> dX (m, ..., n)."""
        ### BEGIN SOLUTION
        gamma, N, s = self.params["gamma"], self.cache["N"], self.cache["s"]
        dX, dgamma, dbeta = batch_norm_backward(dA, gamma, N, s)
        self.cache.update(dgamma=dgamma, dbeta=dbeta)
        return dX if self.cache["training"] else gamma * dA / s
        ### END SOLUTION

    def compute_gradients(self):
        """Fill grads, one for each of params."""
        ### BEGIN SOLUTION
        self.grads["gamma"], self.grads["beta"] = self.cache["dgamma"], self.cache["dbeta"]
        ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "batch_norm_layer", "locked": true, "points": 7, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("batch_norm_layer", BatchNormalization)

# %% [markdown]
# <details><summary>Hint</summary>
#
# In training, `forward` is your `batch_norm_forward`, and two calls of `moving_average`. In prediction there
# is nothing to call: write the same three lines with the moving mean and variance. `backward` finds out in
# the cache which way forward went. The gradients of `gamma` and `beta` are the same sums in both.
# </details><p></p>
#
# **Going further.** In prediction all is fixed, so that $A = a X + c$ with two numbers for each feature.
# Which? If a `Dense` stands before the layer, both can go into its weights and its bias, and the layer costs
# nothing any more.

# %% [markdown] anchor="layer-normalization"
# ## Part 5 · Along the other axis
#
# A batch is an odd thing to depend on. With one sample nothing is left; at step 40, a batch of sentences has only
# as many words as there are long sentences in it; and two machines that share a batch have to tell each other
# their means.
#
# **Layer normalization** takes the other axis. Each row (a sample, or a step of a sequence) is normalized
# *along its features*. Transpose the example of Part 1:
#
# ```
#     X (2, 4)                mean      s          N (2, 4)
#
#      1    1    5    5          3      2          -1   -1    1    1
#     30   10   10   30         20     10           1   -1   -1    1
# ```
#
# The numbers are the same, and so is the mathematics. What differs is the axis, and what follows from it:
#
# - Mean and $s$ belong to a row. They keep an axis of length 1, $(m, \dots, 1)$, to meet it: `keepdims=True`.
# - $\gamma$ and $\beta$ still belong to the features, $(n,)$. With $\gamma = (1, 2, 3, 4)$ and
#   $\beta = (0, 0, 10, 10)$, the first row becomes $-1, -2, 13, 14$.
# - No row knows of another. Training and prediction are the same, nothing is remembered, and there are no
#   buffers.
#
# Both at once: red is what the two framed elements are made of.

# %% tags=["demonstration"]
draw_normalization(m=4, n=3, sample=1, feature=2, factor=10)

# %% [markdown]
# Make the last feature larger, and look at both. Then take a single sample, `m=1`.

# %% tags=["demonstration"]
interact(draw_normalization, **sliders, along_rows=fixed(True));

# %% [markdown]
# ### Exercise 6 · `layer_norm_forward` (5 minutes, 2 points)
#
# **Goal.** Layer normalization.
#
# **Given.** As in exercise 2: `X`, of shape $(m, \dots, n)$; `gamma` and `beta`, of shape $(n,)$; and
# `epsilon`.
#
# **Write** a function that returns three things: `A` and `N`, of the shape of `X`, and `s`, of shape
# $(m, \dots, 1)$. Leave what you were given as it is. One point is for `A`, one for `N` and `s`.

# %% nbgrader={"grade": false, "grade_id": "layer_norm_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def layer_norm_forward(X, gamma, beta, epsilon=1e-3):
    """X (m, ..., n), gamma, beta (n,) -> A, N (m, ..., n), s (m, ..., 1)."""
    ### BEGIN SOLUTION
    mean, variance = X.mean(axis=-1, keepdims=True), X.var(axis=-1, keepdims=True)
    s = np.sqrt(variance + epsilon)  # (m, ..., 1)
    N = (X - mean) / s
    return gamma * N + beta, N, s
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "layer_norm_forward", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("layer_norm_forward", layer_norm_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# It is exercise 2 with another axis. Without `keepdims=True`, the means have the shape $(m,)$, and would lie
# along the features.
# </details><p></p>
#
# **Going further.** Language models of today often leave out the mean, and divide by the root of the mean of
# the squares alone (*RMSNorm*). Which of the three terms of $dX$ goes with it?

# %% [markdown] anchor="rows-back"
# ### The way back, once more
#
# Nothing in Part 2 said that the numbers of a feature were samples. A row is a handful of numbers with a mean
# and a variance, so that the same line holds, with means along the row:
#
# $dX = \dfrac{dN - \text{mean}(dN) - N \, \text{mean}(dN \, N)}{s}$
#
# Let $dA = (4, 0, 2, 0)$ come back to the first row of the example. With $\gamma = (1, 2, 3, 4)$, $dN$ is
# $(4, 0, 6, 0)$, its mean 2.5, the mean of $dN \, N$ is $\frac14 (-4 + 6) = 0.5$, and $dX$ is
# $(1, -1, 1.5, -1.5)$.
#
# One thing needs care. In batch normalization, everything went over the same axes. Here the *means* go along
# the features, and $d\gamma$ and $d\beta$ still add up over all *rows*, since every row uses the same
# $\gamma$. And $\gamma$, which was one number for all that was averaged, now differs from feature to feature:
# it has to be in $dN$ before the means are taken.

# %% [markdown]
# ### Exercise 7 · `layer_norm_backward` (10 minutes, 3 points)
#
# **Goal.** The same gradient, along the other axis.
#
# **Given.** `dA`, of shape $(m, \dots, n)$; `gamma`, of shape $(n,)$; and `N` and `s`, as
# `layer_norm_forward` returned them.
#
# **Write** a function that returns `dX`, of the shape of `dA`, and `dgamma` and `dbeta`, of shape $(n,)$. Leave
# what you were given as it is. One point is for each.

# %% nbgrader={"grade": false, "grade_id": "layer_norm_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def layer_norm_backward(dA, gamma, N, s):
    """dA, N (m, ..., n), gamma (n,), s (m, ..., 1) -> dX (m, ..., n), dgamma (n,), dbeta (n,)."""
    ### BEGIN SOLUTION
    rows = tuple(range(dA.ndim - 1))
    dgamma, dbeta = (dA * N).sum(axis=rows), dA.sum(axis=rows)
    dN = gamma * dA
    dX = (dN - dN.mean(axis=-1, keepdims=True) - N * (dN * N).mean(axis=-1, keepdims=True)) / s
    return dX, dgamma, dbeta
    ### END SOLUTION

# %% nbgrader={"grade": true, "grade_id": "layer_norm_backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("layer_norm_backward", layer_norm_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Take your `batch_norm_backward`, and ask of each of its four sums and means whether it goes along a row or
# over the rows. Two of them change.
# </details><p></p>
#
# **Going further.** Write one function that normalizes over any axes, and its way back, and make both layers
# of it. What does it have to be told besides the axes? For images, normalize each sample over height and width
# alone, or over these and a group of channels: both are in use, and have names (*instance* and *group
# normalization*).

# %% [markdown]
# ### All of it at work
#
# Your class and your functions, as layers of a `refold.Sequential`. `training` is what `fit` sets.

# %% tags=["demonstration"]
import refold


class Normalized(refold.Layer):
    """Your layer normalization: X (m, n) -> A (m, n)."""

    def compute_shapes(self, X):
        self.shapes.update(X=X.shape, A=X.shape)

    def build(self, X):
        self.add_param("gamma", X.shape[-1:], "ones")
        self.add_param("beta", X.shape[-1:], "zeros")

    def forward(self, X):
        self.compute_shapes(X)
        gamma, beta = self.params.values()
        A, self.cache["N"], self.cache["s"] = layer_norm_forward(X, gamma, beta)
        return A

    def backward(self, dA):
        found = layer_norm_backward(dA, self.params["gamma"], self.cache["N"], self.cache["s"])
        dX, self.cache["gamma"], self.cache["beta"] = found
        return dX

    def compute_gradients(self):
        self.grads.update(gamma=self.cache["gamma"], beta=self.cache["beta"])


class BatchNormalized(Normalized):
    """Your BatchNormalization, which is handed the parameters that the optimizer changes."""

    def build(self, X):
        super().build(X)
        self.yours = BatchNormalization(X.shape[-1], momentum=0.9)

    def forward(self, X):
        self.compute_shapes(X)
        self.yours.params = self.params
        return self.yours.forward(X, self.training)

    def backward(self, dA):
        return self.yours.backward(dA)

    def compute_gradients(self):
        self.yours.compute_gradients()
        self.grads.update(self.yours.grads)

# %% [markdown]
# **Features of very different sizes.** 1,438 digits, 64 pixels each, and every pixel is measured in a unit of
# its own: some are a hundred times as large as they should be, some a hundredth. Three networks read them: 64
# features to 32 to 10, once as they are, once with your batch normalization in front and before the ReLU,
# once with your layer normalization there. Each learns with plain gradient descent at several learning rates,
# and reads 359 other digits.

# %% tags=["demonstration"]
from refold import load_digits
from refold.plots import Picture

(images, labels), (held_out, held_out_labels) = load_digits()
units = 10.0 ** np.random.default_rng(0).uniform(-2, 2, 64)
pixels, held_out_pixels = (each.reshape(len(each), 64) * units for each in (images, held_out))
RATES = (0.001, 0.003, 0.01, 0.03, 0.1, 0.3, 1.0)


def network(normalization, rate):
    """64 features to 32 to 10, with a normalization twice, or without."""
    layers = [refold.Dense(32), refold.ReLU(), refold.Dense(10, activation="softmax")]
    if normalization:
        layers = [normalization(), layers[0], normalization(), *layers[1:]]
    made = refold.Sequential(layers, seed=0)
    made.compile(refold.SGD(rate), "sparse_categorical_crossentropy", ["accuracy"])
    return made


def learned(normalization, rate):
    """The share of held-out digits that a network reads correctly after five epochs."""
    made = network(normalization, rate)
    made.fit(pixels, labels, epochs=5, batch_size=64, verbose=0)
    return made.evaluate(held_out_pixels, held_out_labels, verbose=0)[1]


def draw_learning():
    """What each of the three networks reads, by the learning rate."""
    picture = Picture(figsize=(8, 3.4), layout="constrained")
    axes = picture.subplots()
    words = []
    networks = {
        "as they are": (None, ":s"),
        "layer normalization": (Normalized, "--^"),
        "batch normalization": (BatchNormalized, "-o"),
    }
    for name, (normalization, style) in networks.items():
        read = [learned(normalization, rate) for rate in RATES]
        axes.semilogx(RATES, read, style, label=f"{name}: at best {max(read):.0%}")
        shares = ", ".join(f"{share:.0%} at {rate:g}" for rate, share in zip(RATES, read))
        words.append(f"{name}: {shares}")
    axes.set(xlabel="learning rate", ylabel="share read correctly", ylim=(0, 1.02))
    picture.legend(loc="outside upper center", ncols=3, fontsize=9, frameon=False)
    said = "; ".join(words)
    picture.words = f"Held-out digits that are read correctly, by the learning rate. {said}."
    return picture


try:
    shown = draw_learning()
except NotImplementedError:
    shown = "Once all exercises are written, this cell trains networks with your layers and without."
shown

# %% [markdown] anchor="which-of-the-two"
# With batch normalization, 98 of 100 were read correctly at best when this was written, and no fewer than 94 with
# any learning rate from 0.1 to 1. As they are, no learning rate suits large and small features at once: 69 of 100
# at best. Layer normalization lies between: it divides *all* features of a digit by the same number, so that the
# large ones are still large beside the small ones. It mends what differs between samples, and this differs
# between features.
#
# **A batch of one.** Now the other way round: the digits as they come, all pixels between 0 and 1, but one
# sample at a time.

# %% tags=["demonstration"]
def one_at_a_time(normalization):
    """The share of held-out digits that is read correctly by a network that learned from one sample at a time."""
    made = network(normalization, 0.02)
    made.fit(images.reshape(-1, 64), labels, epochs=1, batch_size=1, verbose=0)
    return made.evaluate(held_out.reshape(-1, 64), held_out_labels, verbose=0)[1]


try:
    alone = images[:1].reshape(1, 64)
    ones, zeros = np.ones(64), np.zeros(64)
    print("batch normalization makes of one digit:", np.unique(batch_norm_forward(alone, ones, zeros)[0]))
    print("layer normalization:", np.round(layer_norm_forward(alone, ones, zeros)[0][0, :8], 2), "...")
    print(f"trained on one at a time, as they are: {one_at_a_time(None):.0%} are read correctly")
    print(f"with batch normalization: {one_at_a_time(BatchNormalized):.0%}")
    print(f"with layer normalization: {one_at_a_time(Normalized):.0%}")
except NotImplementedError:
    print("Once all exercises are written, this cell normalizes a single digit in both ways.")

# %% [markdown]
# Each pixel of a single digit is its own mean, and nothing is left but $\beta$: the network is shown nothing.
# (PyTorch refuses such a batch with an error, Keras lets it pass.) A row of 64 features does not mind being
# alone. This is why image networks with large batches use the one, and transformers, whose sentences have
# different lengths and are written one word at a time, the other.
#
# **Alone or with others.** In prediction, the memory of your layer makes the difference. The same digit is
# read alone and among 359, by the network as it is used, and once with `training=True`:

# %% tags=["demonstration"]
def alone_and_with_others():
    """How far what is said of one digit depends on those beside it, in prediction and in training."""
    made = network(BatchNormalized, 0.3)
    made.fit(pixels, labels, epochs=5, batch_size=64, verbose=0)
    apart = []
    for training in (False, True):
        for layer in made.layers:
            layer.training = training
        alone, others = made.forward(held_out_pixels[:1]), made.forward(held_out_pixels)
        apart.append(np.abs(alone[0] - others[0]).max())
    return apart


try:
    in_prediction, in_training = alone_and_with_others()
    print(f"in prediction they differ by {in_prediction:.0e}, in training by {in_training:.2f}")
except NotImplementedError:
    print("Once exercises 1 to 5 are written, this cell reads one digit alone and among others.")

# %% [markdown]
# ## Part 6 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why does $dX$ of a batch normalization, for each feature, add up to 0 over the batch, and why does
# $\sum dX \, N$ vanish as well (for $\epsilon = 0$)? And why does the bias of a `Dense` do nothing when a
# batch normalization follows, neither forward nor in training?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_nothing_along_ones", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# If the same number is added to a feature in the whole batch, its mean grows by that number, and the
# distances from it are the same: N, and with it the loss, do not change. The gradient has no component in a
# direction in which the loss does not change, so dX times the vector of ones, which is its sum, is 0. If all
# distances are multiplied by a factor, so is s, and N does not change either. That is the direction of N, so
# the sum of dX N is 0. (With an epsilon it is a small number, since s does not grow by quite the same
# factor.)
#
# A bias adds the same number to its feature in every sample, which is the direction of ones: forward takes it
# off with the mean. Its gradient is the sum of dX over the batch, which is 0, so that training never moves
# it. What it should have done is done by beta, behind the normalization. So Dense can be made with
# use_bias=False.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: the same number added to all samples changes nothing in N, so that the gradient has no component along
#   ones (or: worked out from the formula, since N has the mean 0);
# - 1: stretched distances change nothing in N, so that there is none along N (or: worked out, since the mean
#   of N squared is 1);
# - 1: forward, the bias goes into the mean and is taken off with it;
# - 1: the gradient of the bias is the sum of dX, and so 0 (and beta does its work).

# %% [markdown]
# ## Going further
#
# **A long memory.** `BatchNormalized` has a momentum of 0.9. Make it 0.99, as in Keras, and train with the
# rate 0.3 again: five epochs are 115 batches. How much of the beginning is left in the buffers, and what does
# it do to what is read? What would you tell a friend whose network is right in training and wrong in
# prediction?
#
# **Scale it before?** `refold.StandardScaler` gives every feature mean 0 and variance 1 once, before
# training. Put it in front of the network without normalization. What can it not do for the layers inside?
#
# **Noise.** The statistics of a batch of 64 are not those of all digits, and differ from batch to batch. In
# which way is this like `Dropout`, and what becomes of it in large batches?
#
# **With a mask.** In sequences of different lengths, steps that were filled in should not count. What changes
# in the means, and what in $dX$ of a step that does not count? `refold.BatchNormalization` takes such a mask:
# look into its docstring when you have an idea.
#
# **Next.** Normalization makes one learning rate suit all features. The next unit looks at the step itself:
# what *optimizers* make of a gradient, and why some of them give each weight a rate of its own.
