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
# # 6 · LSTM and GRU: gates
#
# `SimpleRNN` makes its whole state anew in every step. Whatever it is to remember has to survive a matrix and a
# tanh each time, and the gradient has to survive the same on its way back. An LSTM keeps a **memory** beside
# the state, and three **gates** say what is written into it, what is kept, and what is read. Where a gate says
# "keep", the memory stays as it is, and so does its gradient.
#
# **When you are through, you can**
#
# - say why a gradient fades in a `SimpleRNN`, and by what factor in an LSTM;
# - write one step of an LSTM, with its weights laid out as in Keras and PyTorch;
# - send a gradient back through that step, and through a whole sequence;
# - write one step of a GRU, which does the same with less;
# - train an LSTM of your own that remembers what a `SimpleRNN` forgets.
#
# **What you need**: the unit on `SimpleRNN`. About an hour and a half.
#
# **To read beside it**, if you like: Hochreiter & Schmidhuber, *Long short-term memory*, 1997; Gers,
# Schmidhuber & Cummins, *Learning to forget*, 2000, which adds the forget gate; Cho et al., [*Learning phrase
# representations using RNN encoder-decoder*](https://arxiv.org/abs/1406.1078), 2014, for the GRU; Goodfellow,
# Bengio & Courville, [*Deep Learning*](https://www.deeplearningbook.org), 2016, section 10.10.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | What fades, and what stays | | 10 |
# | 2 | A gate | `sigmoid` | 5 |
# | 3 | One step | `lstm_step` | 15 |
# | 4 | A whole sequence | `lstm_forward` | 10 |
# | 5 | The way back through a step | `lstm_step_backward` | 15 |
# | 6 | The way back through time | `lstm_backward` | 20 |
# | 7 | Two gates are enough: the GRU | `gru_step` | 10 |
# | 8 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like: it
# tells you which mistake it sees, and never takes a point away. What you have written you may call later on:
# `lstm_step` your `sigmoid`, `lstm_forward` your `lstm_step`, and so on. A mistake costs its points once. No
# function may change the arrays that it is given.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="fading"
# ## Part 1 · What fades, and what stays
#
# *10 minutes, nothing to write.*
#
# Whatever is multiplied again and again fades or grows. In a `SimpleRNN` of one unit, $h_t = \tanh(x_t W +
# h_{t-1} U + b)$, the gradient passes the slope of tanh, $1 - h_t^2$, and the weight $U$ on its way from $h_t$
# to $h_{t-1}$. With $U = 0.9$ and states near $0.5$ that is a factor of $0.9 \cdot 0.75 = 0.675$ for each step.
# After 10 steps 2 % of the gradient is left, after 50 steps 3 billionths, and nobody can learn from that. A
# larger $U$ is no way out: it drives tanh to its ends, where the slope is nearly 0, or lets the gradient grow
# beyond all bounds.
#
# The way out is a quantity that is *not* rewritten. Call it the memory $C$ (many books call it the *cell
# state*), and let gates, numbers between 0 and 1, decide about it in each step: the **input gate** $i$ how
# much of a **candidate** $g$ is written, the **forget gate** $f$ how much of the old memory is kept, the
# **output gate** $o$ how much is shown to the outside:
#
# $C_t = f_t C_{t-1} + i_t g_t$ and $h_t = o_t \tanh(C_t)$
#
# Here is a unit that stores a number in the first step and gives it back in the fourth. Its gates are wide open
# or shut, to make it plain:
#
# | step | $i$ | $f$ | $g$ | $o$ | $C = f \, C_{\text{before}} + i \, g$ | $h = o \tanh(C)$ |
# |---|---|---|---|---|---|---|
# | 1 | 1 | 0 | 0.9 | 0 | $0 \cdot 0 + 1 \cdot 0.9 = 0.9$ | 0 |
# | 2 | 0 | 1 | -0.3 | 0 | $1 \cdot 0.9 + 0 \cdot (-0.3) = 0.9$ | 0 |
# | 3 | 0 | 1 | 0.5 | 0 | $1 \cdot 0.9 + 0 \cdot 0.5 = 0.9$ | 0 |
# | 4 | 0 | 1 | 0.1 | 1 | $1 \cdot 0.9 + 0 \cdot 0.1 = 0.9$ | $\tanh(0.9) = 0.716$ |
#
# What came in at steps 2 and 3 has left no trace. And on the way back? $C_t$ holds $C_{t-1}$ with the factor
# $f_t$, and **along the memory the gradient is multiplied by the forget gate, and by nothing else**: no matrix,
# no slope. With $f = 0.99$, three fifths of it are left after 50 steps. The network itself decides how long it
# listens.

# %% [markdown]
# ### The picture
#
# How much does the last state still hear from an input many steps back? Below, four layers that have learned
# nothing yet, each with 16 units, read the same random sequences of 50 steps, and a gradient goes back from the
# last state alone. The bias of the forget gate says how far it stands open at first: with 0 it lets one half
# pass, with 1 (where Keras and `refold` begin) 73 %, with 3 it is 95 %.

# %% tags=["demonstration"]
from refold import LSTM, SimpleRNN
from refold.plots import Picture


def heard(layer, steps=50, forget_bias=None):
    """The gradient of each input, from the last state; 1 for the last."""
    rng = np.random.default_rng(0)
    X = rng.normal(size=(64, steps, 8))
    layer.forward(X)  # draws the weights
    if forget_bias is not None:
        layer.params["b"][layer.units : 2 * layer.units] = forget_bias
    dX = layer.backward(rng.normal(size=layer.forward(X).shape))
    sizes = np.sqrt(np.sum(dX**2, axis=(0, 2)))
    return sizes / sizes[-1]


def draw_fading(steps=50):
    """The gradient of an input, by how many steps it lies back."""
    picture = Picture(figsize=(7, 3), layout="constrained")
    ax = picture.subplots()
    lines = {"SimpleRNN": heard(SimpleRNN(16, seed=0), steps)}
    for bias in (0, 1, 3):
        lines[f"LSTM, forget bias {bias}"] = heard(LSTM(16, seed=0), steps, bias)
    styles = ["#c4314b", "--"], ["#24292f", ":"], ["#24292f", "-."], ["#24292f", "-"]
    for (name, sizes), (color, dashes) in zip(lines.items(), styles):
        ax.semilogy(sizes[::-1], dashes, label=name, color=color)
    ax.set(xlabel="steps back", ylabel="gradient", ylim=(1e-12, 1e2))
    ax.legend(frameon=False, fontsize=9)
    left = ", ".join(f"{name} {sizes[0]:.0e}" for name, sizes in lines.items())
    picture.words = f"What is left of the gradient after {steps - 1} steps: {left}."
    return picture


draw_fading()

# %% [markdown]
# The scale goes by powers of ten. Look at the dotted line: with gates half open an LSTM forgets even faster
# than a `SimpleRNN`, for one half to the power of 49 is next to nothing. It is not the LSTM as such that
# remembers, but its *open* forget gates, and training can open them, unless too little comes back to learn it
# from. (The solid line lies higher than $0.95^{49} = 0.08$, since some of the gradient goes by way of the
# gates, too.)

# %% [markdown] anchor="gate"
# ## Part 2 · A gate
#
# A gate is a number between 0 and 1 that depends on what comes in. **Sigmoid** makes one of any number $z$:
#
# $\sigma(z) = \dfrac{1}{1 + e^{-z}} = \dfrac{e^z}{1 + e^z}$
#
# By hand, with powers that are easy: $\sigma(0) = \frac12$, and since $e^{\ln 3} = 3$, $\sigma(\ln 3) =
# \frac34$ and $\sigma(-\ln 3) = \frac14$. Its slope can be told from the output $a$ alone, as that of tanh can:
# $\sigma' = a (1 - a)$, which is $\frac14$ at $z = 0$, where it is steepest, and $\frac34 \cdot \frac14 =
# \frac{3}{16}$ at $\ln 3$.
#
# The two forms are the same on paper. In a computer they are not: `np.exp(1000)` is infinite. Where that happens
# in the one form, it becomes $\frac{\infty}{\infty}$, which is `nan`; where it happens in the other, it becomes
# $\frac{1}{\infty}$, which is 0 as it should be.

# %% [markdown]
# ### Exercise 1 · `sigmoid` (5 minutes, 2 points)
#
# **Goal.** Gates, for numbers of any size.
#
# **Given.** `Z`, of any shape. Its numbers may lie in the thousands, above and below 0.
#
# **Write** a function that returns `A`, of the same shape, and leaves `Z` as it is. (Half of the points are for
# numbers of ordinary size, half for arrays that hold large ones, too. NumPy may warn of an overflow: that costs
# nothing, as long as the numbers are right.)

# %% nbgrader={"grade": false, "grade_id": "sigmoid-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def sigmoid(Z):
    """Z of any shape -> A, of the same, between 0 and 1."""
    ### BEGIN SOLUTION
    return (1 + np.tanh(Z / 2)) / 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "sigmoid", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("sigmoid", sigmoid)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Put $z = 1000$ and $z = -1000$ into both forms, and see what becomes of each exponential.
# </details><p></p>
#
# **Going further.** Without any warning: sigmoid is a tanh, moved and squeezed. tanh goes from -1 to 1, and
# NumPy's is right for any number. By what do you have to multiply, and what do you have to add? (Compare the
# slopes at 0.)

# %% [markdown] anchor="four-sums"
# ## Part 3 · One step
#
# What opens a gate? What comes in, and the state before, each with weights of its own, and a bias: a `Dense`
# layer of $x_t$ and of $h_{t-1}$, as in `SimpleRNN`. There are four of them, one for each gate and one for the
# candidate. The gates go through sigmoid; the candidate goes through tanh, since what is written may be
# negative:
#
# $z = x_t W + h_{t-1} U + b$, in four blocks $z_i, z_f, z_g, z_o$
#
# $i = \sigma(z_i) \qquad f = \sigma(z_f) \qquad g = \tanh(z_g) \qquad o = \sigma(z_o)$

# %% [markdown] anchor="blocks"
# One product is quicker than four, so the four stand side by side, in the order `i f g o`, as in Keras and
# PyTorch (Keras calls the candidate `c`). With $n$ features and 2 units, $z$ has 8 columns: the first two are
# the input gates of both units, the next two their forget gates, and so on. $W$ has the shape $(n, 4 \cdot
# \text{units})$, $U$ $(\text{units}, 4 \cdot \text{units})$, and $b$ $(4 \cdot \text{units},)$.
#
# ```
#     unit     0    1  |  0    1  |  0    1  |  0    1
#
#     z (m, 8)  z_i    |   z_f    |   z_g    |   z_o
# ```

# %% [markdown] anchor="memory"
# With the gates at hand, the memory is written and the state is read from it. **All products are element by
# element**: each unit has a memory of its own, and gates of its own.
#
# $C_t = f \, C_{t-1} + i \, g \qquad\qquad h_t = o \, \tanh(C_t)$
#
# By hand, for one unit whose four sums came out as $z_i = 0$, $z_f = \ln 3$, $z_g = \frac12 \ln 3$ and $z_o =
# \ln 3$, and whose memory was $C_{t-1} = 1$:
#
# ```
#     i = 1/2    f = 3/4    g = 1/2    o = 3/4
#
#     C = 3/4 · 1 + 1/2 · 1/2 = 1
#     h = 3/4 · tanh(1) = 3/4 · 0.762 = 0.571
# ```
#
# Three quarters of the old memory are kept, half of the candidate is written, and three quarters of what is
# read are shown. Mind the name: the forget gate says what is *kept*. At 1 nothing is forgotten.

# %% [markdown]
# ### The picture
#
# The same step. Each gate stands beside the arrow that it opens. Filled cells are numbers, outlined cells are
# gradients: the lower half, the way back, belongs to Part 5.

# %% tags=["demonstration"]
from refold.plots import draw_lstm

draw_lstm(i=0.5, f=0.75, g=0.5, o=0.75, C_before=1, dh=2, dC=0.37)

# %% [markdown]
# ### Exercise 2 · `lstm_step` (15 minutes, 6 points)
#
# **Goal.** One step, for all samples and all units at once.
#
# **Given.** `x`, of shape $(m, n)$, what comes in; `h_before` and `C_before`, of shape $(m, \text{units})$, the
# state and the memory before; `W`, `U` and `b`, in four blocks of columns as above.
#
# **Write** a function that returns six arrays of shape $(m, \text{units})$, in the order in which they are
# worked out: `i`, `f`, `g`, `o`, `C`, `h`. Each is worth a point. Leave what you were given as it is.

# %% nbgrader={"grade": false, "grade_id": "lstm_step-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_step(x, h_before, C_before, W, U, b):
    """x (m, n) and what was before -> i, f, g, o, C, h."""
    ### BEGIN SOLUTION
    z_i, z_f, z_g, z_o = np.split(x @ W + h_before @ U + b, 4, axis=1)  # (m, units) each
    i, f, g, o = sigmoid(z_i), sigmoid(z_f), np.tanh(z_g), sigmoid(z_o)
    C = f * C_before + i * g
    return i, f, g, o, C, o * np.tanh(C)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lstm_step", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("lstm_step", lstm_step)

# %% [markdown]
# <details><summary>Hint</summary>
#
# How many units are there? `h_before`, `U` and a quarter of the columns of `W` all tell it. A block of columns
# is a slice, such as `z[:, units:2 * units]`; `np.split` cuts all four at once.
# </details><p></p>
#
# **Going further.** `x @ W + h_before @ U` can be written as a single product, of `x` and `h_before` side by
# side. With what, and why is it the same?

# %% [markdown] anchor="sequence"
# ## Part 4 · A whole sequence
#
# From here on it is a loop. State and memory begin at 0, each step takes those that the step before has left,
# and all steps share `W`, `U` and `b`. What a step has worked out will be asked for on the way back, so all of
# it is kept, in a `cache`:
#
# | `cache` | shape | at `[:, t]` |
# |---|---|---|
# | `"i"`, `"f"`, `"g"`, `"o"` | $(m, \text{steps}, \text{units})$ | the gates and the candidate of step $t$ |
# | `"C"` | $(m, \text{steps}, \text{units})$ | the memory *after* step $t$ |
# | `"h"` | $(m, \text{steps}, \text{units})$ | the state *after* step $t$: the output of the layer |
#
# (These are the names under which `refold.LSTM` keeps them.)

# %% [markdown]
# ### Exercise 3 · `lstm_forward` (10 minutes, 3 points)
#
# **Goal.** From a batch of sequences to every state.
#
# **Given.** `X`, of shape $(m, \text{steps}, n)$, and `W`, `U`, `b`.
#
# **Write** a function that returns the `cache`: a dict with the six names of the table. (There is one point
# for the three gates and the candidate together, one for `C`, and one for `h`.)

# %% nbgrader={"grade": false, "grade_id": "lstm_forward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_forward(X, W, U, b):
    """X (m, steps, n) -> a dict of i, f, g, o, C and h."""
    ### BEGIN SOLUTION
    m, steps, _ = X.shape
    names = ["i", "f", "g", "o", "C", "h"]
    cache = {name: np.zeros((m, steps, len(U))) for name in names}
    h = C = np.zeros((m, len(U)))
    for t in range(steps):
        kept = lstm_step(X[:, t], h, C, W, U, b)
        C, h = kept[4:]
        for name, value in zip(names, kept):
            cache[name][:, t] = value
    return cache
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lstm_forward", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("lstm_forward", lstm_forward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `X[:, t]` is what comes in at step $t$, for all samples, of shape $(m, n)$. You can make the six arrays first,
# full of zeros, and fill them step by step; or collect the steps in lists, and join each list at the end. Then
# mind on which axis the steps have to lie: `np.stack` can be told.
# </details><p></p>
#
# **Going further.** Of the two products in a step only $h_{t-1} U$ has to wait for the step before. `X @ W + b`
# can be done for all steps at once, before the loop. What does that gain, and what does it cost?

# %% [markdown] anchor="two-ways"
# ## Part 5 · The way back through a step
#
# Two gradients come back to step $t$: `dh`, of its state, and `dC`, of its memory, which is what step $t + 1$
# sends back for the share that it kept. But the memory counts in **two ways**: the next step keeps a share of
# it, and this very step reads $h_t = o \tanh(C_t)$ from it. Both add up, the second with the output gate and
# the slope of tanh:
#
# $dC_t = dC + dh \; o \; (1 - \tanh^2(C_t))$

# %% [markdown] anchor="step-backward"
# From there it is one product after the other. In $C_t = f C_{t-1} + i g$ the slope of each factor is the other
# one; in $h_t = o \tanh(C_t)$ the slope of $o$ is what it shows. Between each gate and its sum there is a
# sigmoid, between $g$ and its sum a tanh, and their slopes can be told from what they gave:
#
# | | what comes back to it | slope | back to the sum |
# |---|---|---|---|
# | $i$ | $dC_t \; g$ | $i (1 - i)$ | $dz_i = dC_t \; g \; i (1 - i)$ |
# | $f$ | $dC_t \; C_{t-1}$ | $f (1 - f)$ | $dz_f = dC_t \; C_{t-1} \; f (1 - f)$ |
# | $g$ | $dC_t \; i$ | $1 - g^2$ | $dz_g = dC_t \; i \; (1 - g^2)$ |
# | $o$ | $dh \; \tanh(C_t)$ | $o (1 - o)$ | $dz_o = dh \; \tanh(C_t) \; o (1 - o)$ |
# | $C_{t-1}$ | $dC_t \; f$ | | |
#
# The last row is the one that all of this is for: back to the memory before, times $f$, and nothing else.
#
# By hand, for the step of Part 3, where $i = \frac12$, $f = \frac34$, $g = \frac12$, $o = \frac34$, $C_{t-1} =
# 1$, $C_t = 1$ and $\tanh(C_t) = 0.762$. Suppose that `dh` is 2 and `dC` is $0.37$:
#
# ```
#     1 - tanh(1)² = 0.42
#     dC_t = 0.37 + 2 · 3/4 · 0.42     = 1.00
#
#     dz_i = 1.00 · 1/2 · 1/4          = 0.125
#     dz_f = 1.00 · 1 · 3/16           = 0.187
#     dz_g = 1.00 · 1/2 · (1 - 1/4)    = 0.375
#     dz_o = 2 · 0.762 · 3/16          = 0.286
#     dC_before = 1.00 · 3/4           = 0.75
# ```

# %% [markdown]
# Play with it. With $f = 1$ the memory before hears all that came to $C$. With $o = 0$ nothing goes from $dh$
# to the memory. With a gate at 0 or 1, what becomes of its own gradient? (Without sliders, change the numbers
# in the cell of Part 3.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(
    draw_lstm,
    **dict.fromkeys(["i", "f", "o"], (0, 1, 0.25)),
    g=(-1, 1, 0.25),
    **dict.fromkeys(["C_before", "dh", "dC"], (-2, 2, 0.25)),
);

# %% [markdown]
# ### Exercise 4 · `lstm_step_backward` (15 minutes, 5 points)
#
# **Goal.** From what comes back to a step, on to its four sums and to the memory before.
#
# **Given.** Eight arrays of shape $(m, \text{units})$: `dh` and `dC`, what came back to state and memory; `i`,
# `f`, `g`, `o`, `C`, as the step worked them out; and `C_before`.
#
# **Write** a function that returns five arrays: `dz_i`, `dz_f`, `dz_g`, `dz_o`, `dC_before`. Each is worth a
# point. Leave what you were given as it is.

# %% nbgrader={"grade": false, "grade_id": "lstm_step_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_step_backward(dh, dC, i, f, g, o, C, C_before):
    """Arrays (m, units) -> dz_i, dz_f, dz_g, dz_o, dC_before."""
    ### BEGIN SOLUTION
    read = np.tanh(C)
    dC = dC + dh * o * (1 - read**2)  # both ways in which C counts
    dz_i = dC * g * i * (1 - i)
    dz_f = dC * C_before * f * (1 - f)
    dz_g = dC * i * (1 - g**2)
    dz_o = dh * read * o * (1 - o)
    return dz_i, dz_f, dz_g, dz_o, dC * f
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lstm_step_backward", "locked": true, "points": 5, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("lstm_step_backward", lstm_step_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Work out $dC_t$ first, into a new array: `dC += ...` would change what you were given. Four of the five
# results need it, and one does not. Test your function on the numbers above.
# </details><p></p>
#
# **Going further.** A gate that is wide open or shut, at 1 or at 0, has the slope 0. So a gate that has made up
# its mind hardly learns. When is that good, and when is it not?

# %% [markdown] anchor="through-time"
# ## Part 6 · The way back through time
#
# Now all steps, from the last to the first. From above comes `dA`, a gradient for each state, of shape $(m,
# \text{steps}, \text{units})$. Step $t$ hears from two sides:
#
# - for its **state**: $dA_t$ from above, as in `SimpleRNN`, and $dz_{t+1} U^T$ from the sums of the next step,
#   into which $h_t$ went;
# - for its **memory**: what step $t + 1$ returned as `dC_before`.
#
# After the last step nothing comes, so both begin at 0. The four gradients of a step are joined in the order of
# the blocks, $dz_t = [dz_i, dz_f, dz_g, dz_o]$ of shape $(m, 4 \cdot \text{units})$, and from there on
# everything is as in `Dense` and in `SimpleRNN`: $z_t = x_t W + h_{t-1} U + b$ is a weighted sum, so
#
# $dx_t = dz_t W^T \qquad\qquad dh_{t-1} = dA_{t-1} + dz_t U^T$

# %% [markdown] anchor="shared-by-steps"
# All steps share the weights, and what is shared adds up:
#
# $dW = \sum_t x_t^T dz_t \qquad dU = \sum_t h_{t-1}^T dz_t \qquad db = \sum_t \sum_{\text{samples}} dz_t$

# %% [markdown] anchor="first-step"
# **Before the first step** state and memory were 0. It is easily overlooked, because Python does not complain:
# `cache["h"][:, t - 1]` at $t = 0$ has the index $-1$, which is the *last* step.
#
# By hand: let the step of Part 5 be step $t$. The memory before it hears 0.75, straight along the memory. The
# state before it hears what the four gradients bring through $U$. With $U$ = `0.2 0.4 -0.2 0.4` that is $0.125
# \cdot 0.2 + 0.187 \cdot 0.4 - 0.375 \cdot 0.2 + 0.286 \cdot 0.4 = 0.139$. So step $t - 1$ begins with `dC` $=
# 0.75$ and with `dh` $= dA_{t-1} + 0.139$.

# %% [markdown]
# ### Exercise 5 · `lstm_backward` (20 minutes, 4 points)
#
# **Goal.** All gradients of the layer.
#
# **Given.** `dA`, of shape $(m, \text{steps}, \text{units})$; `X`, as it came in; the `cache` of exercise 3;
# and `W` and `U`.
#
# **Write** a function that returns four arrays: `dX`, `dW`, `dU` and `db`, each of the shape of what it is the
# gradient of.

# %% nbgrader={"grade": false, "grade_id": "lstm_backward-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def lstm_backward(dA, X, cache, W, U):
    """dA (m, steps, units), X (m, steps, n) -> dX, dW, dU, db."""
    ### BEGIN SOLUTION
    dX, dW, dU, db = np.zeros(X.shape), np.zeros(W.shape), np.zeros(U.shape), np.zeros(W.shape[1])
    nothing = np.zeros(dA[:, 0].shape)  # (m, units)
    dh = dC = nothing
    for t in reversed(range(X.shape[1])):
        h_before, C_before = (cache["h"][:, t - 1], cache["C"][:, t - 1]) if t > 0 else (nothing, nothing)
        kept = [cache[name][:, t] for name in ["i", "f", "g", "o", "C"]]
        *blocks, dC = lstm_step_backward(dA[:, t] + dh, dC, *kept, C_before)
        dz = np.concatenate(blocks, axis=1)  # (m, 4 units)
        dX[:, t] = dz @ W.T
        dW += X[:, t].T @ dz
        dU += h_before.T @ dz
        db += dz.sum(axis=0)
        dh = dz @ U.T
    return dX, dW, dU, db
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "lstm_backward", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("lstm_backward", lstm_backward)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Two things are handed from one turn of the loop to the next: `dh`, which is $dz_t U^T$, and `dC`. Write down
# for each turn what goes in and what comes out, before you write the loop. For the first step, the arrays
# "before" are zeros; everything else is as in the others.
# </details><p></p>
#
# **Going further.** The sums can wait until the loop is over: keep all $dz_t$ in one array, and `dW` is a
# single product of *rows*, as in the second unit. What has to be stored for `dU`?
#
# **Ask the numbers**, as in the second unit: move one weight a little to both sides, and see by how much the
# loss changes. Here it is for all weights of a small LSTM, with the loss $L = \sum dA \cdot h$. What is printed
# is how far your `dW`, `dU` and `db` are from it at most: up to rounding 0, such as `4e-11`.

# %% tags=["demonstration"]
def slopes(loss, weights, step=1e-5):
    """The slope of the loss along each element of `weights`, by central differences."""
    found = np.zeros_like(weights)
    for index in np.ndindex(*weights.shape):
        move = np.zeros_like(weights)
        move[index] = step
        found[index] = (loss(weights + move) - loss(weights - move)) / (2 * step)
    return found


def distances():
    """How far lstm_backward is from the slopes, at most, on numbers drawn at random."""
    rng = np.random.default_rng(0)
    X, W, U, b, dA = (rng.normal(size=shape) for shape in [(2, 4, 3), (3, 8), (2, 8), (8,), (2, 4, 2)])

    def loss(W, U, b):
        return np.sum(dA * lstm_forward(X, W, U, b)["h"])

    _, *gradients = lstm_backward(dA, X, lstm_forward(X, W, U, b), W, U)
    measured = [
        slopes(lambda moved: loss(moved, U, b), W),
        slopes(lambda moved: loss(W, moved, b), U),
        slopes(lambda moved: loss(W, U, moved), b),
    ]
    return [float(np.abs(mine - theirs).max()) for mine, theirs in zip(gradients, measured)]


try:
    print("dW {:.0e}, dU {:.0e}, db {:.0e}".format(*distances()))
except NotImplementedError:
    print("Once exercises 1 to 5 are written, this cell compares your gradients with measured slopes.")

# %% [markdown]
# ### Your LSTM remembers
#
# The memory test of the last unit, made harder: in the first of 30 steps one of four symbols comes in, then 29
# steps of loud noise. Which symbol was it? A guess is right one time in four. The answer is read from the
# *last* state alone, so it has to be carried through all of the noise. Your functions learn it twice: once with
# forget gates that begin half open (bias 0), and once with forget gates that begin wide open (bias 3). All else
# is the same. (It takes a few seconds.)

# %% tags=["demonstration"]
from refold import Adam, Dense, Sequential


def first_symbol(m, steps, rng):
    """Noise X (m, steps, 4), but for the first step, which shows y (m,)."""
    X, y = rng.normal(size=(m, steps, 4)), rng.integers(0, 4, m)
    X[:, 0] = 3 * np.eye(4)[y]
    return X, y


def train(model, epochs=6):
    """The share of right answers on 500 new sequences, after each epoch."""
    rng = np.random.default_rng(0)
    (X, y), new = first_symbol(1000, 30, rng), first_symbol(500, 30, rng)
    loss = "sparse_categorical_crossentropy"
    model.compile(optimizer=Adam(0.01), loss=loss, metrics=["accuracy"])
    options = {"batch_size": 64, "epochs": epochs, "verbose": 0}
    return model.fit(X, y, validation_data=new, seed=4, **options).history["val_accuracy"]


class YourLSTM:
    """The four stages, around your functions; A is the last state."""

    def __init__(self, n, units, forget_bias):
        rng, self.grads = np.random.default_rng(0), {}
        W, U = rng.normal(size=(n, 4 * units)) / 2, rng.normal(size=(units, 4 * units)) / 4
        self.params = {"W": W, "U": U, "b": np.zeros(4 * units)}
        self.params["b"][units : 2 * units] = forget_bias

    def compute_shapes(self, X):
        pass

    def forward(self, X):
        self.X, self.cache = X, lstm_forward(X, **self.params)
        return self.cache["h"][:, -1]

    def backward(self, dA):
        from_above = np.zeros(self.cache["h"].shape)
        from_above[:, -1] = dA  # the other states were not handed on
        W, U = self.params["W"], self.params["U"]
        dX, *self.gradients = lstm_backward(from_above, self.X, self.cache, W, U)
        return dX

    def compute_gradients(self):
        self.grads.update(zip(self.params, self.gradients))


def draw_remembering():
    """The share of right answers, epoch by epoch, for both ways to begin."""
    picture = Picture(figsize=(6, 2.6), layout="constrained")
    ax, words = picture.subplots(), []
    for bias, dashes in ((3, "o-"), (0, "o:")):
        layers = [YourLSTM(4, 16, bias), Dense(4, activation="softmax", seed=0)]
        right = train(Sequential(layers))
        ax.plot(range(1, 7), right, dashes, color="#24292f", label=f"forget bias {bias}")
        words.append(f"{right[-1]:.0%} with forget bias {bias}")
    ax.axhline(0.25, color="#8b949e", linewidth=0.8)
    ax.set(xlabel="epoch", ylabel="right answers", ylim=(0, 1.05))
    ax.legend(frameon=False)
    picture.words = f"Right answers in the end: {', '.join(words)}."
    return picture


try:
    picture = draw_remembering()
except NotImplementedError:
    picture = "Once exercises 1 to 5 are written, this cell shows what your LSTM remembers."
picture

# %% [markdown] anchor="gru"
# ## Part 7 · Two gates are enough: the GRU
#
# The **gated recurrent unit** came in 2014, 17 years after the LSTM, and asks what can be left out. It has no
# memory beside the state, and no output gate: the state is kept and shown as it is. And it has one gate in
# place of two. What is kept and what is new are shares of a whole, $z$ and $1 - z$. The other gate, $r$, says
# how much of the state before the candidate $\hat h$ (in the code `hh`) may see. (The letter $z$ stood for the
# sums so far; for the GRU all books use it for a gate.)
#
# $z = \sigma(x_t W_z + h_{t-1} U_z + b_z)$, the **update gate**: the share that is kept
#
# $r = \sigma(x_t W_r + h_{t-1} U_r + b_r)$, the **reset gate**: the share that is seen
#
# $\hat h = \tanh(x_t W_h + (r \, h_{t-1}) \, U_h + b_h)$, the candidate
#
# $h_t = z \, h_{t-1} + (1 - z) \, \hat h$
#
# The blocks stand in the order `z r h`, as in Keras, so $W$ has the shape $(n, 3 \cdot \text{units})$. By hand,
# for one unit with $h_{t-1} = 0.8$, gates $z = \frac34$ and $r = \frac12$, $U_h = 1$ and $x_t W_h + b_h =
# 0.149$:
#
# ```
#     hh = tanh(0.149 + (1/2 · 0.8) · 1)
#        = tanh(0.549) = 1/2
#     h  = 3/4 · 0.8 + 1/4 · 1/2 = 0.725
# ```
#
# Two things differ from book to book, so it is worth saying which form this is. First, $z$ is what is *kept*,
# as in Keras and PyTorch; others write it the other way round. Second, $r$ is laid on the state *before* the
# product with $U_h$, as in 2014. `GRU(reset_after=False)` does so in Keras and in `refold`. The younger form,
# `reset_after=True`, lays it on the product, $r \, (h_{t-1} U_h + c_h)$ with a second bias $c_h$, because then
# $h_{t-1} U$ is one product for all three blocks.

# %% [markdown]
# ### Exercise 6 · `gru_step` (10 minutes, 4 points)
#
# **Goal.** One step of a GRU.
#
# **Given.** `x`, of shape $(m, n)$; `h_before`, of shape $(m, \text{units})$; `W`, `U` and `b`, in three blocks
# of columns as above.
#
# **Write** a function that returns four arrays of shape $(m, \text{units})$: `z`, `r`, `hh`, `h`. Each is worth
# a point.

# %% nbgrader={"grade": false, "grade_id": "gru_step-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def gru_step(x, h_before, W, U, b):
    """x (m, n), h_before (m, units) -> z, r, hh, h."""
    ### BEGIN SOLUTION
    W_z, W_r, W_h = np.split(W, 3, axis=1)
    U_z, U_r, U_h = np.split(U, 3, axis=1)
    b_z, b_r, b_h = np.split(b, 3)
    z = sigmoid(x @ W_z + h_before @ U_z + b_z)
    r = sigmoid(x @ W_r + h_before @ U_r + b_r)
    hh = np.tanh(x @ W_h + (r * h_before) @ U_h + b_h)
    return z, r, hh, z * h_before + (1 - z) * hh
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "gru_step", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("gru_step", gru_step)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Here one product for all blocks is not enough: the third block of `U` meets another array than the first two.
# Cut `W`, `U` and `b` into three blocks first, and write the four lines of the text one by one.
# </details><p></p>
#
# **Going further.** The way back: $dh$ splits at the last line into a part for $h_{t-1}$ (which factor?), one
# for $z$ and one for $\hat h$. Write `gru_step_backward`, and ask the numbers. Where is the straight way along
# which the gradient is multiplied by one gate alone?

# %% [markdown]
# ### All three, side by side
#
# The same task, the library's three layers, each with 16 units and gates that begin open, and two networks: in
# one the layers above see *every* state, `LSTM(return_sequences=True) - Flatten - Dense - Dropout - Dense`, in
# the other the last state alone. Before you run it: which of the six will learn the task? (It takes a quarter
# of a minute.)

# %% tags=["demonstration"]
from refold import GRU, Dropout, Flatten

UNITS = 16


def open_at_first(block):
    """An initializer of biases: 3 in one block of units, 0 elsewhere."""

    def biases(shape, rng):
        b = np.zeros(shape)
        b[block * UNITS : (block + 1) * UNITS] = 3
        return b

    return biases


LAYERS = {
    "SimpleRNN": (SimpleRNN, {}),
    "GRU": (GRU, {"reset_after": False, "bias_initializer": open_at_first(0)}),
    "LSTM": (LSTM, {"unit_forget_bias": False, "bias_initializer": open_at_first(1)}),
}


def network(name, every_state):
    """A recurrent layer, and two Dense layers that see every state, or the last."""
    layer, options = LAYERS[name]
    layers = [layer(UNITS, return_sequences=every_state, seed=1, **options)]
    layers += [Flatten()] if every_state else []
    layers += [Dense(32, activation="relu", seed=2), Dropout(0.2, seed=3)]
    return Sequential([*layers, Dense(4, activation="softmax", seed=4)])


for every_state in (True, False):
    print("every state, through Flatten" if every_state else "the last state alone")
    for kind in LAYERS:
        print(f"    {kind:10} {train(network(kind, every_state), epochs=10)[-1]:4.0%}")

# %% [markdown]
# With `Flatten` all three know the answer, and it says nothing about memory: the first state is laid before
# `Dense` as it is, and nobody has to carry anything. Through the last state alone the symbol has to survive 29
# steps, and there the gates make the difference. (They do so because they began open: with the biases at 0 none
# of the three learns it in these ten epochs, and with 1, where Keras begins, only the LSTM does, after eight or
# nine. With the batches in another order, the `seed` in `train`, it may need five, or twelve. Try it.)
#
# **How many parameters?** Each of the four blocks of an LSTM has a weight for every feature and for every unit,
# and a bias: $4 \, (n + \text{units} + 1) \, \text{units}$. Work out the number for 4 features and 16 units
# before you run the next cell. How many has the GRU, and how many `SimpleRNN`?

# %% tags=["demonstration"]
for kind in LAYERS:
    model = network(kind, every_state=True)
    model.forward(np.zeros((1, 30, 4)))
    model.summary()

# %% [markdown]
# ## Part 8 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Why does a gradient fade over many steps of a `SimpleRNN`, and why need it not in an LSTM? And why does it
# help if the forget gates stand open when training begins?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_gates", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# In a SimpleRNN every step rewrites the whole state, so on its way back the gradient is multiplied in each step
# by U transposed and by the slope of tanh, which is at most 1. Over many steps these factors multiply, and the
# product shrinks towards 0 (or grows without bound).
#
# In an LSTM the memory is a sum, C_t = f C_{t-1} + i g. The derivative of C_t with respect to C_{t-1} along it
# is f alone, with no matrix and no slope of an activation. Where the network keeps f near 1, the gradient
# comes through many steps nearly unchanged.
#
# At first f is the sigmoid of about the bias. With a bias of 0 it is 1/2, and after 30 steps nothing is left to
# learn from. With a large bias f begins near 1, the gradient reaches the first steps, and the network can learn
# what to forget.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: in a SimpleRNN each step multiplies the gradient by the matrix U and by the slope of tanh, and over many
#   steps the product shrinks (or explodes);
# - 1: the memory is carried on by addition (the path is a sum, not rewritten);
# - 1: along it the factor is the forget gate alone, so near 1 the gradient stays;
# - 1: a forget gate that begins at one half fades the gradient before anything is learned; one that begins near
#   1 lets it through.

# %% [markdown]
# ## Going further
#
# **What the gates see.** The gates see $h_{t-1}$ and not the memory itself. With *peepholes* they see it, too:
# $z_f$ also gets $p_f C_{t-1}$, with a weight for each unit. What changes on the way back?
#
# **When gradients grow.** A gate keeps a gradient from fading along the memory. Through $U$ it can still grow
# without bound, and then one step of the optimizer can spoil all. `Adam(global_clipnorm=1.0)` makes all
# gradients together no longer than 1 before the step. What does that leave as it is, and what does it change?
#
# **Both directions.** `Bidirectional(LSTM(16))` reads a sequence from both ends, with weights of its own for
# each. For which tasks is that allowed, and for which not?
#
# **Next.** A gate carries what is needed from step to step. *Attention*, the next unit, does without the way
# through time: every step may look at every other one directly.
