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
# # 5 · SimpleRNN: one step after the other
#
# In a sentence, a melody or a curve the order counts. A `Dense` layer after `Flatten` can read such a
# **sequence**, but it learns every place anew: what it has found out about the third step does not help it at
# the fourth. A **recurrent** layer takes one step after the other, with the same weights each time, and carries
# a **state** along (usually called the *hidden state*): what it remembers of the steps before.
#
# **When you are through, you can**
#
# - write one step of `SimpleRNN`, and all steps for a batch of sequences;
# - say what a network gains, and what it pays, when every state is handed on and not the last alone;
# - send a gradient back through one step, and through all of them;
# - say why the gradients of the weights add up over the steps, and why that of $U$ looks one step back;
# - say why a gradient fades or grows on a long way back, and what can be done about it;
# - train a network of `SimpleRNN`, `Flatten`, `Dense` and `Dropout` with functions of your own.
#
# **What you need**: the units on `Flatten`, `Dense` and softmax. About an hour and a half.
#
# **To read beside it**, if you like: Goodfellow, Bengio & Courville, [*Deep
# Learning*](https://www.deeplearningbook.org), 2016, sections 10.1 to 10.7, and 10.11 on clipping; Pascanu, Mikolov
# & Bengio, [*On the difficulty of training recurrent neural networks*](https://arxiv.org/abs/1211.5063), 2013;
# Elman, *Finding structure in time*, 1990, where the layer comes from.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | The idea, by hand and in one picture | | 10 |
# | 2 | One step | `rnn_step` | 10 |
# | 3 | All steps | `simple_rnn_forward` | 10 |
# | 4 | Every state, or the last | `count_parameters` | 5 |
# | 5 | One step back | `rnn_step_backward` | 15 |
# | 6 | Back through all steps | `simple_rnn_backward` | 15 |
# | 7 | How the weights should change | `simple_rnn_gradients` | 10 |
# | 8 | A long way back | `clip_by_global_norm` | 10 |
# | 9 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like: it
# tells you which mistake it sees, and never takes a point away. What it tries first is mostly an example that
# was worked out by hand before, so you can follow it with your own numbers. No function may change the arrays
# that it is given.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="the-state"
# ## Part 1 · The idea, by hand and in one picture
#
# *10 minutes, nothing to write.*
#
# Take a single unit, and sequences with a single number in each step. The state of that unit, $h$, is a number
# too. It begins with $h_0 = 0$, and in each step three things are added up: the new input, times a weight $W$;
# the state so far, times a weight $U$; and a bias $b$. With $W = 2$, $U = 3$, $b = 1$ and the inputs 1, -1, 2:
#
# ```
#     step 1        1 · 2 +  0 · 3 + 1 =   3
#     step 2     (-1) · 2 +  3 · 3 + 1 =   8
#     step 3        2 · 2 +  8 · 3 + 1 =  29
# ```
#
# The weights are the same in every step, and the last state has all three inputs in it. How much does each of
# them count there? The last input went through $W$ once, so it counts 2 times. The second had to go through $U$
# as well, so it counts $2 \cdot 3 = 6$ times; and the first went through $U$ twice, so it counts
# $2 \cdot 3 \cdot 3 = 18$ times. These are the gradients of the last state with respect to the inputs, and that is
# the whole way back: from the last step to the first, through $U$ once for each step.
#
# ### The picture
#
# The layer, **unrolled**: its one unit is drawn once for each step. Above, the way forward, from left to right.
# Below, the way back, from right to left. Filled cells are numbers, outlined cells are gradients: $dz$ is that of
# what a step adds up, which here is its state.

# %% tags=["demonstration"]
from refold.plots import draw_simple_rnn

draw_simple_rnn(steps=3, U=3)

# %% [markdown]
# Play with it, and watch the first gradient, on the left: for which $U$ does it shrink when there are more steps,
# and for which does it grow? Then let every state be handed on (`return_sequences`), so that each hears back from
# the layer above. (Without sliders, change the numbers in the cell above.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(draw_simple_rnn, steps=(1, 4), U=(-2, 3, 0.5));

# %% [markdown] anchor="one-step"
# ## Part 2 · One step
#
# One thing is missing. With $U = 3$ the states grow, and after a thousand steps no float can hold them. So the
# sum of each step goes through $\tanh$, which leaves small numbers nearly as they are and keeps all others
# between -1 and 1. For all samples and all units at once, step $t$ is
#
# $h_t = \tanh(x_t W + h_{t-1} U + b)$
#
# | | Shape | |
# |---|---|---|
# | $x_t$ | $(m, n)$ | the input of this step: $n$ features of each sample |
# | $h_{t-1}$ | $(m, \text{units})$ | the state before it |
# | $W$ | $(n, \text{units})$ | the **kernel**: a column for each unit, a row for each feature |
# | $U$ | $(\text{units}, \text{units})$ | the **recurrent kernel**: a column for each unit, a row for each unit |
# | $b$ | $(\text{units},)$ | the bias |
# | $h_t$ | $(m, \text{units})$ | the new state |
#
# Each unit sees all features, and the states of *all* units. By hand, for one sample, one feature and two units:
#
# ```
#     x (1, 1)     W (1, 2)     h before (1, 2)     U (2, 2)     b (2,)
#
#     1            -1   2       0.5   -0.5          2   4        0   -2
#                                                   0   2
#
#     first unit     1 · (-1) + 0.5 · 2 + (-0.5) · 0 + 0 = 0     tanh 0 = 0
#     second unit    1 ·   2  + 0.5 · 4 + (-0.5) · 2 - 2 = 1     tanh 1 = 0.76
# ```

# %% [markdown]
# ### Exercise 1 · `rnn_step` (10 minutes, 2 points)
#
# **Goal.** From one state to the next.
#
# **Given.** `x`, `h_before`, `W`, `U` and `b`, of the shapes in the table.
#
# **Write** a function that returns `h`, the state after the step, of shape $(m, \text{units})$.

# %% nbgrader={"grade": false, "grade_id": "rnn_step-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rnn_step(x, h_before, W, U, b):
    """x (m, n), h_before (m, units), W (n, units), U (units, units), b (units,) -> h (m, units)."""
    ### BEGIN SOLUTION
    return np.tanh(x @ W + h_before @ U + b)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "rnn_step", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("rnn_step", rnn_step)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Two products as in `Dense`, one for the input and one for the state before. The shapes tell which of the two
# goes with which weights, and on which side they stand. NumPy has `np.tanh`.
# </details><p></p>
#
# **Going further.** Put the input and the state before side by side, as one row of $n + \text{units}$ features,
# and $W$ on top of $U$. Which layer that you know is this?

# %% [markdown] anchor="all-steps"
# ## Part 3 · All steps
#
# A batch of sequences has the shape $(m, \text{steps}, n)$: samples first, steps second, features last. Step
# $t$ of *all* sequences is `X[:, t]`, of shape $(m, n)$, and all of them take it together. So there is one loop,
# over the steps. There is no way around it: each state needs the one before.
#
# Every state is kept, since the way back will ask for it. Here is where they go, with two sequences of three
# steps and one unit, without $\tanh$ and with the weights of Part 1. Each sequence begins with the state 0, and
# knows nothing of the other:
#
# ```
#     X (2, 3, 1)          h (2, 3, 1)
#
#     1   -1    2          3    8   29
#     0    1   -1          1    6   17
# ```

# %% [markdown]
# ### Exercise 2 · `simple_rnn_forward` (10 minutes, 4 points)
#
# **Goal.** The states of all steps, for a batch.
#
# **Given.** `X`, of shape $(m, \text{steps}, n)$, and `W`, `U`, `b` as before. The numbers in `X` may be whole
# ones, such as 0 and 1.
#
# **Write** a function that returns `h`, of shape $(m, \text{steps}, \text{units})$: at each place the state after
# that step.

# %% nbgrader={"grade": false, "grade_id": "simple_rnn_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def simple_rnn_forward(X, W, U, b):
    """X (m, steps, n), W (n, units), U (units, units), b (units,) -> h (m, steps, units)."""
    ### BEGIN SOLUTION
    m, steps, _ = X.shape
    h = np.zeros((m, steps, len(b)))
    state = np.zeros((m, len(b)))
    for t in range(steps):
        state = rnn_step(X[:, t], state, W, U, b)  # (m, units)
        h[:, t] = state
    return h
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "simple_rnn_forward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("simple_rnn_forward", simple_rnn_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Begin with a state of zeros, and hand what comes out of `rnn_step` to the next call of it. Make room for all
# states before the loop, and put each one into its place; or collect them in a list, and ask `np.stack` to put
# the steps on the axis where they belong.
# </details><p></p>
#
# **Going further.** $x_t W + b$ does not ask for the state before, so it can be worked out for all steps before
# the loop, in one product. Try it, and time both with 32 sequences of 100 steps, 16 features and 64 units.

# %% [markdown] anchor="every-state"
# ## Part 4 · Every state, or the last
#
# What does the layer hand on? Keras lets you choose. With `return_sequences=True` it is every state,
# $(m, \text{steps}, \text{units})$; without it the last one alone, $(m, \text{units})$. If a `Dense` layer is to
# decide about the whole sequence, both will do:
#
# - **The last state** has read everything, the first steps a long time ago. Whatever is needed of them must have
#   survived all steps since.
# - **Every state**, put side by side by `Flatten`, which you know: `Dense` gets $\text{steps} \cdot \text{units}$
#   features, and weighs each unit at each step by itself. Nothing has to survive. But all sequences must have
#   the same number of steps, and there are more parameters.
#
# Another recurrent layer on top always needs every state: they are the sequence that it reads.
#
# By hand, for five steps of 3 features, 4 units, and 2 classes:
#
# ```
#                                                          parameters
#
#     SimpleRNN                W 3 · 4,  U 4 · 4,  b 4     12 + 16 + 4  =  32
#
#     Dense, every state       5 · 4 = 20 features          20 · 2 + 2  =  42
#     Dense, the last state    4 features                    4 · 2 + 2  =  10
# ```
#
# The 32 are the same for five steps and for five hundred. That is what sharing the weights means.

# %% [markdown]
# ### Exercise 3 · `count_parameters` (5 minutes, 3 points)
#
# **Goal.** Know the size of a network before you build it.
#
# **Given.** `X_shape`, the tuple $(m, \text{steps}, n)$; the numbers `units` and `classes`; and
# `return_sequences`, `True` or `False`. The network is `SimpleRNN(units)`, `Flatten()`, `Dense(classes)`. (A last
# state is flat already, and `Flatten` leaves it as it is.)
#
# **Write** a function that returns three whole numbers: how many features a sample brings to `Dense`, how many
# parameters `SimpleRNN` has, and how many `Dense` has.

# %% nbgrader={"grade": false, "grade_id": "count_parameters-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def count_parameters(X_shape, units, classes, return_sequences):
    """-> features of a sample before Dense, parameters of SimpleRNN, parameters of Dense."""
    ### BEGIN SOLUTION
    _, steps, n = X_shape
    features = steps * units if return_sequences else units
    return features, (n + units + 1) * units, (features + 1) * classes
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "count_parameters", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("count_parameters", count_parameters)

# %% [markdown]
# <details><summary>Hint</summary>
#
# A layer has as many parameters as there are numbers in its arrays, and the table of Part 2 has their shapes.
# `Dense` you have counted in the first unit: a weight for each feature and a bias, for each class.
# </details><p></p>
#
# **Going further.** For a sequence of 1,000 steps and 64 units, how many parameters does `Dense` have in the two
# cases? Which of the two networks can read a sequence that is longer than those it was trained with?

# %% [markdown] anchor="one-step-back"
# ## Part 5 · One step back
#
# The sum inside the $\tanh$ is called $z$, so that $h = \tanh(z)$. The slope of $\tanh$ can be told from its
# output alone: it is $1 - h^2$. So it is 1 where the state is 0, and nearly 0 where the state is close to 1 or
# -1.
#
# By hand, for one unit with $W = 2$ and $U = 3$, whose state was $h = 0.5$, and for which $dh = 4$ came back:
#
# ```
#     slope        1 - 0.5 · 0.5 = 0.75
#     dz           4 · 0.75      = 3
#     dx           3 · 2         = 6       through W, to the input
#     dh before    3 · 3         = 9       through U, to the state before
# ```
#
# So the gradient goes through $\tanh$ first, and then two ways. For many units the input hears back from each
# unit that it feeds, and so does the state before. It is `Dense` twice:
#
# $dz = dh \, (1 - h^2), \qquad dx_{ik} = \sum_j dz_{ij} W_{kj}, \qquad dh^{\text{before}}_{ik} = \sum_j dz_{ij}
# U_{kj}$
#
# $U$ is square, so both $U$ and its transpose fit, and the shapes will not warn you.

# %% [markdown]
# ### Exercise 4 · `rnn_step_backward` (15 minutes, 3 points)
#
# **Goal.** Send the gradient through one step: to its input, and to the state before.
#
# **Given.** `dh`, the gradient of the state after the step, and `h`, that state, both of shape
# $(m, \text{units})$; and `W` and `U`.
#
# **Write** a function that returns three things: `dz`, of shape $(m, \text{units})$, which the weights will ask
# for later; `dx`, of shape $(m, n)$; and `dh_before`, of shape $(m, \text{units})$. Leave what you were given as
# it is.

# %% nbgrader={"grade": false, "grade_id": "rnn_step_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rnn_step_backward(dh, h, W, U):
    """dh (m, units), h (m, units), W, U -> dz (m, units), dx (m, n), dh_before (m, units)."""
    ### BEGIN SOLUTION
    dz = dh * (1 - h**2)
    return dz, dz @ W.T, dz @ U.T
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "rnn_step_backward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("rnn_step_backward", rnn_step_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `h` has gone through $\tanh$ already, and need not do so again. Once you have `dz`, the other two are what
# `dense_backward` was. If you are not sure about $U$, try two units whose numbers differ, by hand.
# </details><p></p>
#
# **Going further.** Keras lets you choose another activation in place of $\tanh$. For which others could
# `rnn_step_backward` be written without $z$? Look back at the picture in the unit on softmax.

# %% [markdown] anchor="through-time"
# ## Part 6 · Back through all steps
#
# Every state was used twice: it was handed on to the layer above, and it went into the next step. So it hears
# back from both, and what comes along several ways adds up:
#
# $dh_t = dA_t + dh^{\text{before}}_{t+1}$
#
# where the second term is what step $t + 1$ sends to the state before it. After the last step there is
# none. So the loop runs from the last step to the first. By hand, for one unit with $W = 2$ and $U = 3$:
#
# ```
#     step                         1       2       3
#
#     state h                      0.5     0      -0.5
#     slope, 1 - h²                0.75    1       0.75
#
#     dA, from above               2       1       4
#     from the step after it      30       9       0
#     dh, both together           32      10       4
#     dz, dh times slope          24      10       3
#     dx, dz times 2              48      20       6
#     to the step before it               30       9
# ```
#
# Read it from right to left: $3 \cdot 3 = 9$ goes from step 3 to step 2, where it meets the 1 from above.
#
# If the last state alone was handed on, nothing comes from above for the others, and their `dA` is 0. The
# function is the same.

# %% [markdown]
# ### Exercise 5 · `simple_rnn_backward` (15 minutes, 4 points)
#
# **Goal.** Backpropagation through time.
#
# **Given.** `dA`, what comes from above for each state, and `h`, the states, both of shape
# $(m, \text{steps}, \text{units})$; and `W` and `U`.
#
# **Write** a function that returns two things: `dZ`, of the same shape, with the `dz` of each step at its place;
# and `dX`, of shape $(m, \text{steps}, n)$. Leave what you were given as it is.

# %% nbgrader={"grade": false, "grade_id": "simple_rnn_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def simple_rnn_backward(dA, h, W, U):
    """dA (m, steps, units), h (m, steps, units), W, U -> dZ (m, steps, units), dX (m, steps, n)."""
    ### BEGIN SOLUTION
    m, steps, units = dA.shape
    dZ, dX = np.zeros((m, steps, units)), np.zeros((m, steps, len(W)))
    dh_before = np.zeros((m, units))  # what the step after sends; after the last one, nothing
    for t in reversed(range(steps)):
        dZ[:, t], dX[:, t], dh_before = rnn_step_backward(dA[:, t] + dh_before, h[:, t], W, U)
    return dZ, dX
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "simple_rnn_backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("simple_rnn_backward", simple_rnn_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Before the loop, make room for what you will return, and an array of zeros for what comes from the step after.
# `reversed(range(steps))` counts down. In each step, add the two gradients up, call `rnn_step_backward`, and keep
# what it sends to the state before for the next turn of the loop.
# </details><p></p>
#
# **Going further.** Very long sequences are sometimes cut into pieces for the way back: nothing is sent from one
# piece to the piece before (*truncated* backpropagation through time). What can such a network learn, and what
# can it not?

# %% [markdown] anchor="every-step-adds"
# ## Part 7 · How the weights should change
#
# **What is shared adds up.** In `Dense`, the samples shared the weights. Here all steps of all samples do, and
# each asks for its part. By hand, for the one unit of Part 1 with its last state handed on. There was no
# $\tanh$, and $dz$ was 9, 3, 1:
#
# ```
#     step              1       2       3
#
#     input x           1      -1       2
#     state before      0       3       8
#     dz                9       3       1
#
#     dW        1 · 9 + (-1) · 3 + 2 · 1  =   8
#     dU        0 · 9 +    3 · 3 + 8 · 1  =  17
#     db            9 +        3 +     1  =  13
# ```
#
# Each weight asks what came **in** on its way, and what came **back**. The three sums are
#
# $dW_{kj} = \sum_i \sum_t X_{itk} \, dZ_{itj}, \qquad dU_{kj} = \sum_i \sum_t h_{i, t-1, k} \, dZ_{itj}, \qquad
# db_j = \sum_i \sum_t dZ_{itj}$

# %% [markdown] anchor="state-before"
# ### The state before
#
# The states in $dU$ are one step behind. What went through $U$ into step $t$ was the state after step $t - 1$, and
# at the first step it was $h_0 = 0$. But `h` holds $h_1$ to the last one: the zeros are not in it, and the last
# state went into no step at all.
#
# ```
#     h                 3    8   29
#     state before      0    3    8
# ```

# %% [markdown]
# ### Exercise 6 · `simple_rnn_gradients` (10 minutes, 3 points)
#
# **Goal.** The gradients of the layer's own parameters.
#
# **Given.** `dZ` and `h`, of shape $(m, \text{steps}, \text{units})$, and `X`, of shape $(m, \text{steps}, n)$.
#
# **Write** a function that returns three things: `dW`, `dU` and `db`, of the shapes of `W`, `U` and `b`.

# %% nbgrader={"grade": false, "grade_id": "simple_rnn_gradients-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def simple_rnn_gradients(dZ, X, h):
    """dZ and h (m, steps, units), X (m, steps, n) -> dW (n, units), dU (units, units), db (units,)."""
    ### BEGIN SOLUTION
    h_before = np.zeros_like(h)
    h_before[:, 1:] = h[:, :-1]  # the state before the first step is 0
    dZ_rows = dZ.reshape(-1, dZ.shape[2])  # (m, steps, units) -> (rows, units)
    dW = X.reshape(-1, X.shape[2]).T @ dZ_rows  # (n, rows) (rows, units) -> (n, units)
    dU = h_before.reshape(dZ_rows.shape).T @ dZ_rows  # (units, rows) (rows, units)
    return dW, dU, dZ_rows.sum(axis=0)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "simple_rnn_gradients", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("simple_rnn_gradients", simple_rnn_gradients)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Make an array of the states before first: zeros, and then `h` without its last step. What follows is
# `rows_gradients` of the unit on `Dense`: samples and steps together are rows, and the sum runs over them.
# </details><p></p>
#
# **Going further.** $dW$ and $dU$ are products over the same rows of $dZ$. With the inputs and the states before
# side by side, one product gives both. Try it.
#
# ### Ask the numbers
#
# As in the unit on `Dense`: move one parameter a little to both sides, and see by how much the loss changes. With
# $L = \sum dA \cdot h$, the gradient of the loss with respect to the states is $dA$. What is printed is how far your
# gradients are from these slopes at most: up to rounding 0, such as `3e-10`.

# %% tags=["demonstration"]
from functools import partial


def slopes(loss, W, step=1e-5):
    """The slope of the loss along each element of W, by central differences."""
    found = np.zeros_like(W)
    for index in np.ndindex(*W.shape):
        move = np.zeros_like(W)
        move[index] = step
        found[index] = (loss(W + move) - loss(W - move)) / (2 * step)
    return found


def distances():
    """How far each gradient is from its slopes, at most, on numbers drawn at random."""
    rng = np.random.default_rng(0)
    shapes = {"X": (3, 5, 2), "W": (2, 4), "U": (4, 4), "b": (4,)}
    given = {name: rng.normal(size=shape) / 2 for name, shape in shapes.items()}
    dA, h = rng.normal(size=(3, 5, 4)), simple_rnn_forward(**given)
    dZ, dX = simple_rnn_backward(dA, h, given["W"], given["U"])
    dW, dU, db = simple_rnn_gradients(dZ, given["X"], h)

    def loss(name, moved):
        return np.sum(dA * simple_rnn_forward(**{**given, name: moved}))

    for name, gradient in {"X": dX, "W": dW, "U": dU, "b": db}.items():
        measured = slopes(partial(loss, name), given[name])
        print(f"d{name}: {np.abs(measured - gradient).max():.0e}")


try:
    distances()
except NotImplementedError:
    print("Once exercises 2, 5 and 6 are written, this cell compares your gradients with slopes.")

# %% [markdown] anchor="clipping"
# ## Part 8 · A long way back
#
# In Part 1 the gradient was multiplied by $U = 3$ in each step: 1, 3, 9. After 20 steps back, it is
# $3^{20} \approx 3{,}500{,}000{,}000$. With $U = 0.5$ it is $0.5^{20} \approx 0.000001$. What is multiplied by
# the same number again and again fades or grows, unless that number is 1 or -1. The slopes of $\tanh$ are factors,
# too, one in each step, and they are at most 1.
#
# The same goes for a matrix $U$. Below, it is a matrix that turns rows and leaves their lengths as they are (an
# *orthogonal* one), times 0.5, 1 or 2. The last state alone hears from above, and the picture shows what your
# functions make of its gradient, step by step back. Mind the axis: from line to line it is a factor of 100.

# %% tags=["demonstration"]
from refold.plots import Picture


def lengths_of_gradients(factor, steps=30, units=16):
    """How long dZ is at each step, from the last to the first, compared with the last."""
    rng = np.random.default_rng(0)
    U = factor * np.linalg.qr(rng.normal(size=(units, units)))[0]  # lengths change by the factor
    W, X = rng.normal(size=(4, units)) / 2, 0.1 * rng.normal(size=(8, steps, 4))
    dA = np.zeros((8, steps, units))
    dA[:, -1] = rng.normal(size=(8, units))
    dZ, _ = simple_rnn_backward(dA, simple_rnn_forward(X, W, U, np.zeros(units)), W, U)
    lengths = np.linalg.norm(dZ, axis=(0, 2))[::-1]
    return lengths / lengths[0]


def draw_fading():
    """How gradients fade or grow, for three sizes of U."""
    picture, ends = Picture(figsize=(7, 3), layout="constrained"), []
    ax = picture.subplots()
    for factor, color, style in [(2, "#c4314b", "-"), (1, "#24292f", "--"), (0.5, "#57606a", ":")]:
        lengths = lengths_of_gradients(factor)
        ax.semilogy(lengths, color=color, linestyle=style, label=f"times {factor:g}")
        ends.append(f"times {factor:g} it is {lengths[-1]:.1g}")
    ax.set(xlabel="steps back", ylabel="length of dZ", yticks=[100.0**power for power in range(-4, 3)])
    ax.grid(axis="y", color="#d0d7de", linewidth=0.6)
    ax.legend(frameon=False)
    picture.words = f"The length of dZ is 1 at the last step. 29 steps back, with U {', '.join(ends)}."
    return picture


try:
    picture = draw_fading()
except NotImplementedError:
    picture = "Once exercises 2 and 5 are written, this cell shows how far back your gradients reach."
picture

# %% [markdown]
# A gradient that **fades** (*vanishes*) leaves the first steps without a say: the network cannot learn that they
# matter. Handing every state on helps, since each then hears from above directly. The next units have more to
# say about it.
#
# A gradient that **grows** (*explodes*) is followed by one huge step, which spoils in a moment what was learned
# before. Against that there is a simple remedy. Where the gradients are too long, all of them together, they are
# made shorter: **clipped** to a limit, all by the same factor, so that they still point the same way.
#
# The length of all gradients together, their **global norm**, is $\sqrt{\sum G^2}$, over every number in every
# array. By hand, with the limit 5.5:
#
# ```
#     dW      1   -2            1 + 4  =   5
#     dU      4    0
#             0   -6          16 + 36  =  52
#     db      8    0               64  =  64
#                                        121, so the length is 11
# ```
#
# That is twice the limit, so every number is halved. With the limit 20, all would have stayed as they are.

# %% [markdown]
# ### Exercise 7 · `clip_by_global_norm` (10 minutes, 3 points)
#
# **Goal.** Steps that are never too large.
#
# **Given.** `grads`, a dictionary of arrays of any shape, as a layer has it; and `limit`, a positive number. The
# gradients may all be 0.
#
# **Write** a function that returns a new dictionary with the same keys. If all gradients together are longer than
# the limit, they are shortened by one factor, so that their length is exactly the limit; else they stay as they
# are. Leave the arrays that you were given as they are.

# %% nbgrader={"grade": false, "grade_id": "clip_by_global_norm-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def clip_by_global_norm(grads, limit):
    """A dictionary of arrays -> one with the same keys, no longer than the limit together."""
    ### BEGIN SOLUTION
    norm = np.sqrt(sum(np.sum(G**2) for G in grads.values()))
    factor = limit / norm if norm > limit else 1.0
    return {key: factor * G for key, G in grads.items()}
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "clip_by_global_norm", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("clip_by_global_norm", clip_by_global_norm)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Two loops over the dictionary: one for the sum of all squares, one that makes the new arrays. Ask whether the
# length is above the limit before you divide by it.
# </details><p></p>
#
# **Going further.** Another way is to cut off each number at a limit by itself. In which direction does the step
# go then, if one number was huge and all others were small?
#
# ### All of it at work
#
# A memory test. A sequence has 30 symbols, each one of four, drawn at random, and its class is the symbol that
# came **first**. All others are there to be ignored. Two networks learn it, with 16 of your units, your gradients
# and your clipping. One hands every state on to `Flatten`, the other the last state alone. (`Dense`, `Dropout` and
# the optimizer are `refold`'s.) It takes a few seconds.

# %% tags=["demonstration"]
from refold import Dense, Dropout, Flatten, Sequential


class YourSimpleRNN:
    """Your functions as the four stages of a layer."""

    def __init__(self, n, units, return_sequences):
        rng = np.random.default_rng(0)
        W, U = rng.normal(size=(n, units)) / np.sqrt(n), rng.normal(size=(units, units))
        self.params = {"W": W, "U": np.linalg.qr(U)[0], "b": np.zeros(units)}
        self.grads = {}
        self.return_sequences = return_sequences

    def compute_shapes(self, X):
        pass

    def forward(self, X):
        self.X, self.h = X, simple_rnn_forward(X, **self.params)
        return self.h if self.return_sequences else self.h[:, -1]

    def backward(self, dA):
        from_above = np.zeros_like(self.h)
        if self.return_sequences:
            from_above[:] = dA
        else:
            from_above[:, -1] = dA
        self.dZ, dX = simple_rnn_backward(from_above, self.h, self.params["W"], self.params["U"])
        return dX

    def compute_gradients(self):
        dW, dU, db = simple_rnn_gradients(self.dZ, self.X, self.h)
        self.grads = clip_by_global_norm({"W": dW, "U": dU, "b": db}, limit=1.0)


def memory_test(m, steps=30, symbols=4, seed=0):
    """Sequences of symbols, each a row with a 1 at its place, and the symbol that came first."""
    drawn = np.random.default_rng(seed).integers(0, symbols, (m, steps))
    return np.eye(symbols)[drawn], drawn[:, 0]


def remember(return_sequences, epochs=10):
    """The share of held-out sequences that are classified correctly, after each epoch."""
    layer = YourSimpleRNN(4, 16, return_sequences)
    rest = [Flatten(), Dense(32, activation="relu"), Dropout(0.2), Dense(4, activation="softmax")]
    model = Sequential([layer, *rest], seed=1)
    model.compile(optimizer="adam", loss="sparse_categorical_crossentropy", metrics=["accuracy"])
    X, y = memory_test(2000)
    held_out = memory_test(500, seed=1)
    history = model.fit(X, y, epochs=epochs, batch_size=50, verbose=0, validation_data=held_out)
    return history.history["val_accuracy"]


def draw_memory():
    """The accuracy of both networks, epoch by epoch."""
    picture = Picture(figsize=(7, 3), layout="constrained")
    ax, found = picture.subplots(), []
    for every, name, color, style in [
        (True, "every state", "#24292f", "-"),
        (False, "the last state", "#c4314b", "--"),
    ]:
        accuracy = remember(every)
        ax.plot(range(1, len(accuracy) + 1), accuracy, color=color, linestyle=style, label=name)
        found.append(f"{name}: {accuracy[-1]:.0%}")
    ax.axhline(1 / 4, color="#8b949e", linestyle=":")
    ax.set(xlabel="epoch", ylabel="classified correctly", ylim=(0, 1.05), title=", ".join(found))
    ax.legend(frameon=False, loc="center right")
    picture.words = f"Held-out sequences that are classified correctly after ten epochs: {', '.join(found)}."
    return picture


try:
    picture = draw_memory()
except NotImplementedError:
    picture = "Once exercises 2, 5, 6 and 7 are written, this cell trains two networks with them."
picture

# %% [markdown]
# The dotted line is chance. The network that sees every state reads the first symbol off the first state. The other
# one would have to keep it for 29 steps while other symbols come in, and the gradient that would teach it to do
# so has to go back all the way. Make the sequences shorter, 15 steps or 20: then it begins to learn, later than the
# first and less well.

# %% [markdown]
# ## Part 9 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why does a gradient fade or grow on a long way back through the steps? And what does handing every state on
# to `Flatten` change about that, and what does it cost?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_fading", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# On its way from one step to the step before, a gradient is multiplied by the slope of tanh and by the same U, and
# so it is multiplied by them once for each step. A product of many factors below 1 goes to 0, one of many factors
# above 1 grows without bound, in both cases exponentially with the number of steps. The slopes of tanh are at
# most 1, so they only make it smaller.
#
# If every state is handed on, the loss is connected with each state directly. What is needed of an early step
# need not survive in the state, and its gradient comes from above at that very step, without the way through
# all later ones. The price is a Dense layer with steps times units features, so that its number of
# parameters grows with the steps, and a number of steps that is the same for all sequences.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: the gradient is multiplied by U (and the slope of tanh) once for each step;
# - 1: so it shrinks or grows exponentially, by whether these factors are below or above 1;
# - 1: with every state handed on, early states hear from the loss directly (a short way);
# - 1: the price: more parameters in Dense, growing with the steps, or a fixed number of steps.

# %% [markdown]
# ## Going further
#
# **What a state can hold.** Give one unit the inputs 0 and 1, and look for $W$, $U$ and $b$ with which its last
# state tells whether there was a 1 anywhere. Then for two units that tell whether the number of ones is even.
# Which of the two is harder to find by following gradients?
#
# **Where the weights begin.** `refold.SimpleRNN` draws $U$ as a matrix that leaves lengths as they are, as in the
# picture of Part 8 with the factor 1. Why is that a good choice? In the memory test with 15 steps, begin with a $U$
# of half the size, and see what becomes of the second network.
#
# **Two directions.** A word is often easier to understand when you know what comes after it. `Bidirectional` reads
# a sequence from both ends, with two layers. What is $dX$ then?
#
# **Next.** The state of `SimpleRNN` is made anew in each step. An `LSTM` decides in each step what to keep and what
# to forget, and what it keeps goes on as it is, multiplied by a number near 1. So its gradients reach further
# back. All that you have written here, you will need there.
