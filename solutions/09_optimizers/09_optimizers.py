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
# # 9 · Optimizers: from a gradient to a step
#
# Up to here the optimizer was `refold`'s: your layers worked out gradients, and something made steps of them.
# That something is a few lines for each parameter, and a loop around them. In this unit you write both. Then
# everything between an image and a trained network has been in your hands.
#
# **When you are through, you can**
#
# - say why plain gradient descent is slow in a long valley, and what momentum does about it;
# - write a step of SGD with momentum, of RMSprop, Adam and AdamW, and say what each remembers;
# - say why Adam corrects its means, and why weight decay is kept out of them;
# - let the learning rate rise and fall over the steps;
# - cut samples into batches, each sample once an epoch, in another order each time;
# - write the loop that trains a network, and stop it in time.
#
# **What you need**: units 1 to 3. About an hour and a half.
#
# **To read beside it**, if you like: Goodfellow, Bengio & Courville, [*Deep
# Learning*](https://www.deeplearningbook.org), 2016, chapter 8, and 7.8 on stopping early; Kingma & Ba,
# [*Adam*](https://arxiv.org/abs/1412.6980), 2015; Loshchilov & Hutter, [*Decoupled weight decay
# regularization*](https://arxiv.org/abs/1711.05101), 2019, for AdamW.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | Downhill, by hand and in one picture | | 10 |
# | 2 | Momentum | `momentum_step` | 10 |
# | 3 | A rate for each number | `rmsprop_step` | 10 |
# | 4 | Both: Adam | `adam_step`, `adamw_step` | 20 |
# | 5 | The rate over time | `scheduled_rate` | 10 |
# | 6 | Batches | `shuffled_batches` | 10 |
# | 7 | The loop | `train` | 20 |
# | 8 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like:
# it tells you which mistake it sees, and never takes a point away.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="descent"
# ## Part 1 · Downhill, by hand and in one picture
#
# *10 minutes, nothing to write.*
#
# The gradient $G = dL/dP$ of a parameter points to where the loss grows. So the parameter goes the other way,
# and how far, the **learning rate** says: $P \leftarrow P - \text{rate} \cdot G$. This is **gradient
# descent**; when each step sees one batch only, it is called *stochastic*, **SGD**.
#
# Take a loss with two parameters, $L = \frac12 (x^2 + 10 \, y^2)$. Its smallest value is at $(0, 0)$, and its
# gradient is $(x, \; 10 \, y)$. It is a valley: flat along $x$, steep along $y$. From $(8, 4)$, with the rate
# 0.15:
#
# ```
#              x      gradient  x - 0.15 · gradient   y    gradient  y - 0.15 · gradient
#
#     step 1   8      8         6.8                    4    40       -2
#     step 2   6.8    6.8       5.78                  -2   -20        1
#     step 3   5.78   5.78      4.913                  1    10       -0.5
# ```
#
# Along $y$ each step goes too far, to the other side of the valley, and what is left halves. Along $x$ only
# 15 of 100 are gone after each step. A larger rate would help $x$: but with 0.2, $y$ would jump from 4 to -4
# and back for ever, and with more it would grow. **The steepest direction limits the rate, and the flattest
# pays for it.**
#
# ### The picture
#
# The lines are contours: places of the same loss. On the left is SGD, as above. The other two are the subject
# of this unit. Below, the first two steps of each are worked out.

# %% tags=["demonstration"]
from refold.plots import draw_descent

draw_descent(steps=10, rate=0.15, momentum=0.5)

# %% [markdown]
# Play with it. With which rate does SGD leave the valley, and does momentum leave it as well? And watch Adam:
# how long is its first step, along $x$ and along $y$, when you make the valley steeper? (Without sliders,
# change the numbers in the cell above.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(draw_descent, steps=(1, 30), rate=(0.01, 0.3, 0.01), momentum=(0, 0.95, 0.05), adam_rate=(0.1, 2, 0.1), curvature=(1, 40));

# %% [markdown] anchor="momentum"
# ## Part 2 · Momentum
#
# A ball that rolls into the valley does not turn round at once. It has a **velocity**, which keeps a share of
# what it was, and hears of the gradient:
#
# $\text{velocity} \leftarrow \text{momentum} \cdot \text{velocity} - \text{rate} \cdot G \qquad
# P \leftarrow P + \text{velocity}$
#
# The velocity has the shape of $P$ and begins at 0. It is a step, and points downhill: the rate is in it
# already, and it is added. From $x = 8$, with the rate 0.15 and the momentum 0.5:
#
# ```
#               gradient    velocity                                x
#
#     step 1    8           0.5 · 0       - 0.15 · 8    = -1.2      6.8
#     step 2    6.8         0.5 · (-1.2)  - 0.15 · 6.8  = -1.62     5.18
#     step 3    5.18        0.5 · (-1.62) - 0.15 · 5.18 = -1.587    3.593
# ```
#
# SGD was at 4.913. Steps in one direction add up: where the gradient stays the same, the velocity grows to $1
# / (1 - \text{momentum})$ times a step of SGD, with 0.9 to ten times. And steps to and fro cancel out. Along
# $y$, the gradients of the first two steps are 40 and -20, and the second velocity is $0.5 \cdot (-6) + 0.15
# \cdot 20 = 0$.

# %% [markdown] anchor="nesterov"
# ### Nesterov
#
# The velocity will carry the parameter on in any case. **Nesterov's momentum** looks ahead: it moves by what is
# left of the *new* velocity in the next step, and by the gradient's own step.
#
# $P \leftarrow P + \text{momentum} \cdot \text{velocity} - \text{rate} \cdot G$
#
# The velocity in it is the new one, and is remembered as before. In step 1 above, the velocity is -1.2, and
# $x$ moves by $0.5 \cdot (-1.2) - 0.15 \cdot 8 = -1.8$, to 6.2. (This is Keras's form of it, and PyTorch's.
# The original works the gradient out at another place, which comes to the same steps under other names.)

# %% [markdown]
# ### Exercise 1 · `momentum_step` (10 minutes, 3 points)
#
# **Goal.** One step with a velocity.
#
# **Given.** A parameter `P`, its gradient `G` and its `velocity`, three arrays of the same shape, whatever
# that is; the numbers `rate` and `momentum`; and `nesterov`, `True` or `False`.
#
# **Write** a function that returns two new arrays: `P` after the step, and the new velocity. Leave the arrays
# that you were given as they are. (One point each is for `P`, for `P` with Nesterov, and for the velocity.)

# %% nbgrader={"grade": false, "grade_id": "momentum_step-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def momentum_step(P, G, velocity, rate, momentum, nesterov=False):
    """P, G, velocity (all of one shape) -> P after the step, and the new velocity."""
    ### BEGIN SOLUTION
    velocity = momentum * velocity - rate * G
    if nesterov:
        return P + momentum * velocity - rate * G, velocity
    return P + velocity, velocity
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "momentum_step", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("momentum_step", momentum_step)

# %% [markdown]
# <details><summary>Hint</summary>
#
# First the new velocity, in a name of its own or in the old one; then the new `P` from it. `P + step` makes a
# new array, and `P += step` changes the one that you were given.
# </details><p></p>
#
# **Going further.** PyTorch keeps a buffer $B \leftarrow \text{momentum} \cdot B + G$, and steps by
# $-\text{rate} \cdot B$. When are its steps the same as yours? And when the rate changes from one step to the
# next?

# %% [markdown] anchor="rmsprop"
# ## Part 3 · A rate for each number
#
# In the valley, $y$ wants a small rate and $x$ a large one. **RMSprop** gives each number of each parameter a
# rate of its own: it divides the gradient by how large the gradients of that number have been lately. For
# this it remembers a moving mean of their squares, $V$, of the shape of $P$, which begins at 0:
#
# $V \leftarrow \rho \, V + (1 - \rho) \, G^2 \qquad
# P \leftarrow P - \text{rate} \cdot \dfrac{G}{\sqrt V + \epsilon}$
#
# $\rho$ (rho) is the share of $V$ that is kept, usually 0.9. $\epsilon$ (epsilon) is a small number, such as
# $10^{-7}$, so that a number without any gradient is not divided 0 by 0. Everything here happens element by element.
#
# By hand, with $\rho = 0.75$ and the rate 0.1, for two numbers whose gradients differ by a factor of 100:
#
# ```
#     G                       4                            0.04
#
#     V         0.75 · 0 + 0.25 · 16 = 4     0.75 · 0 + 0.25 · 0.0016 = 0.0004
#     root of V               2                            0.02
#     step          0.1 · 4 / 2 = 0.2              0.1 · 0.04 / 0.02 = 0.2
# ```
#
# Both move equally far. How steep a direction is, no longer counts; only how the gradient compares with those
# before.

# %% [markdown]
# ### Exercise 2 · `rmsprop_step` (10 minutes, 2 points)
#
# **Goal.** Steps of the same size in flat directions and in steep ones.
#
# **Given.** `P`, `G` and `V`, arrays of the same shape; the numbers `rate`, `rho` and `epsilon`.
#
# **Write** a function that returns two new arrays: `P` after the step, and the new `V`.

# %% nbgrader={"grade": false, "grade_id": "rmsprop_step-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def rmsprop_step(P, G, V, rate, rho, epsilon):
    """P, G, V (all of one shape) -> P after the step, and the new V."""
    ### BEGIN SOLUTION
    V = rho * V + (1 - rho) * G**2
    return P - rate * G / (np.sqrt(V) + epsilon), V
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "rmsprop_step", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("rmsprop_step", rmsprop_step)

# %% [markdown]
# <details><summary>Hint</summary>
#
# As before: first what is remembered, then the step. `G**2` and `np.sqrt` work element by element. Mind what
# the root goes over.
# </details><p></p>
#
# **Going further.** Keras, and so `refold.RMSprop`, divides by $\sqrt{V + \epsilon}$. For which gradients is
# this something else, and how large is the step of a number whose gradients are all $10^{-5}$, here and
# there? And what becomes of the steps of *Adagrad*, an older optimizer, whose $V$ is the sum of all squares?

# %% [markdown] anchor="adam"
# ## Part 4 · Both: Adam
#
# **Adam** remembers both: the mean of the gradients, which is a kind of velocity, and the mean of their
# squares.
#
# $M \leftarrow \beta_1 M + (1 - \beta_1) \, G \qquad V \leftarrow \beta_2 V + (1 - \beta_2) \, G^2$
#
# The usual shares are $\beta_1 = 0.9$ and $\beta_2 = 0.999$. The step is the one mean over the root of the
# other. If all gradients of a number have the same sign and size, that is 1 or -1; if they go to and fro, $M$ is
# near 0, and so is the step. So $M / \sqrt V$ says how sure the direction is, and the rate says how far to go
# when it is sure.

# %% [markdown] anchor="bias-correction"
# ### Means that begin at 0
#
# $M$ and $V$ begin at 0, which is no gradient that anybody saw, and at first they are too small. With $\beta_1 = 0.5$
# and a first gradient of 4, $M$ is $0.5 \cdot 0 + 0.5 \cdot 4 = 2$: half of it is still the 0. After $t$
# steps, the share of that 0 is $\beta_1^t$ ($\beta_1$ to the power of $t$), and that of the gradients together is
# only $1 - \beta_1^t$. Dividing by this makes a mean of them. This is the **bias correction**:
#
# $\hat M = \dfrac{M}{1 - \beta_1^t} \qquad \hat V = \dfrac{V}{1 - \beta_2^t} \qquad
# P \leftarrow P - \text{rate} \cdot \dfrac{\hat M}{\sqrt{\hat V} + \epsilon}$
#
# The first step is $t = 1$. What is remembered are $M$ and $V$ as they are, without the correction. By hand,
# with $\beta_1 = 0.5$, $\beta_2 = 0.75$ and the rate 0.1, for the gradients 4 and then -4:
#
# ```
#                             step 1                      step 2
#
#     G                       4                           -4
#     M                       0.5 · 0 + 0.5 · 4 = 2       0.5 · 2 + 0.5 · (-4) = -1
#     V                       0.75 · 0 + 0.25 · 16 = 4    0.75 · 4 + 0.25 · 16 = 7
#     M corrected             2 / (1 - 0.5)  = 4          -1 / (1 - 0.25)  = -1.333
#     V corrected             4 / (1 - 0.75) = 16         7 / (1 - 0.5625) = 16
#     M over the root of V    4 / 4 = 1                   -1.333 / 4 = -0.333
#     P, from 1               1 - 0.1 · 1 = 0.9           0.9 - 0.1 · (-0.333) = 0.933
# ```
#
# The gradient turned round, and so the second step is a third as long as the first.

# %% [markdown]
# ### Exercise 3 · `adam_step` (15 minutes, 4 points)
#
# **Goal.** The optimizer that most networks are trained with.
#
# **Given.** `P`, `G`, `M` and `V`, arrays of the same shape; `t`, the number of this step, 1 at the first;
# and the numbers `rate`, `beta_1`, `beta_2` and `epsilon`.
#
# **Write** a function that returns three new arrays: `P` after the step, and the new `M` and `V`. (One point
# each is for `P` after the first step, `P` after later ones, `M` and `V`.)

# %% nbgrader={"grade": false, "grade_id": "adam_step-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def adam_step(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
    """P, G, M, V (all of one shape), the step t (1, 2, ...) -> P after the step, and the new M and V."""
    ### BEGIN SOLUTION
    M = beta_1 * M + (1 - beta_1) * G
    V = beta_2 * V + (1 - beta_2) * G**2
    M_corrected = M / (1 - beta_1**t)
    V_corrected = V / (1 - beta_2**t)
    return P - rate * M_corrected / (np.sqrt(V_corrected) + epsilon), M, V
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "adam_step", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("adam_step", adam_step)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Five lines, one for each equation. Give what is corrected a name of its own, since the next step needs $M$
# and $V$ without the correction. `beta_1**t` is a power.
# </details><p></p>
#
# **Going further.** Keras, and so `refold.Adam`, puts both corrections into one number, $\text{rate} \cdot
# \sqrt{1 - \beta_2^t} \, / \, (1 - \beta_1^t)$, and adds $\epsilon$ to the root of the $V$ that is not
# corrected. It saves two divisions for each element. What is the same in the two forms, and what is not?

# %% [markdown] anchor="weight-decay"
# ### Weights that decay
#
# Large weights often mean that samples were learned by heart. So one lets weights shrink a little in each
# step, unless a gradient holds against it: **weight decay**. There are two ways.
#
# - **L2 regularization** adds $\frac{\lambda}{2} \sum P^2$ to the loss. The gradient becomes $G + \lambda P$,
#   and the optimizer makes of it what it makes of any gradient.
# - **Decoupled** weight decay leaves the gradient alone, and takes a share of $P$ off directly:
#
# $P \leftarrow P - \text{rate} \cdot \dfrac{\hat M}{\sqrt{\hat V} + \epsilon} - \text{rate} \cdot
# \text{weight decay} \cdot P$
#
# with the $P$ before the step on the right. For plain SGD both are the same. Not for Adam. Here are three
# weights of 4 in their first step, with the rate 0.1 and the weight decay 0.05:
#
# ```
#     G                         0                 0.01               100
#
#     L2: the gradient          0 + 0.05 · 4      0.01 + 0.05 · 4    100 + 0.05 · 4
#                               = 0.2             = 0.21             = 100.2
#     L2: P after the step      4 - 0.1 = 3.9     4 - 0.1 = 3.9      4 - 0.1 = 3.9
#
#     decoupled: Adam's step    0                 0.1                0.1
#     decoupled: decay          0.1 · 0.05 · 4    0.1 · 0.05 · 4     0.1 · 0.05 · 4
#                               = 0.02            = 0.02             = 0.02
#     decoupled: P after it     3.98              3.88               3.88
# ```
#
# In the gradient, the decay is divided by $\sqrt{\hat V}$ with all the rest. So the weight without any
# gradient goes a whole step, however small $\lambda$ is, and the one with a large gradient does not decay at
# all. Decoupled, all weights lose the same share. Adam with that is called **AdamW**, and transformers are
# trained with it.

# %% [markdown]
# ### Exercise 4 · `adamw_step` (5 minutes, 2 points)
#
# **Goal.** Weights that decay all alike.
#
# **Given.** `P`, `G`, `M`, `V`, `t` and `rate` as before, and the number `weight_decay`. The betas and
# epsilon are the usual ones, which `adam_step` has unless others are given.
#
# **Write** a function that returns three new arrays: `P` after the step, and the new `M` and `V`. (Both points are
# for all three together.)

# %% nbgrader={"grade": false, "grade_id": "adamw_step-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def adamw_step(P, G, M, V, t, rate, weight_decay):
    """P, G, M, V (all of one shape), the step t (1, 2, ...) -> P after the step, and the new M and V."""
    ### BEGIN SOLUTION
    stepped, M, V = adam_step(P, G, M, V, t, rate)
    return stepped - rate * weight_decay * P, M, V
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "adamw_step", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("adamw_step", adamw_step)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `adam_step` does nearly all of it. What is left is the last term of the formula, with the `P` that you were
# given.
# </details><p></p>
#
# **Going further.** Biases, and the $\gamma$ and $\beta$ of a normalization (unit 8), are usually left out
# of the decay. Why would one rather not pull them to 0?
#
# ### See it
#
# Fifty steps of three weights of 4, whose gradients are nothing but noise: of the size 0.01, 1 and 100. With
# L2 in the gradient, and decoupled. The lines are what your functions make of them.

# %% tags=["demonstration"]
from refold.plots import Picture


def fifty_steps(one_step):
    """Three weights of 4 after each of fifty steps, (51, 3), with noise of three sizes for gradients."""
    rng, found = np.random.default_rng(0), [np.array([4.0, 4.0, 4.0])]
    M = V = np.zeros(3)
    for t in range(1, 51):
        G = np.array([0.01, 1, 100]) * rng.normal(size=3)
        after, M, V = one_step(found[-1], G, M, V, t)
        found.append(after)
    return np.array(found)


def draw_decay():
    """Both ways of decay, side by side."""
    ways = {
        "L2 in the gradient": lambda P, G, M, V, t: adam_step(P, G + 0.5 * P, M, V, t, 0.02),
        "decoupled": lambda P, G, M, V, t: adamw_step(P, G, M, V, t, 0.02, 0.5),
    }
    drawn, ends = Picture(figsize=(8, 2.8), layout="constrained"), []
    for ax, (title, way) in zip(drawn.subplots(1, 2, sharey=True), ways.items()):
        walk = fifty_steps(way)
        for column, style, size in zip(walk.T, ["-", "--", ":"], ["0.01", "1", "100"]):
            ax.plot(column, color="#24292f", linestyle=style, label=f"gradients of size {size}")
        ax.set(title=title, xlabel="step", ylabel="weight")
        ends.append(f"{title}: {', '.join(f'{end:.1f}' for end in walk[-1])}")
    ax.legend(frameon=False)
    drawn.words = f"Three weights of 4, with gradients of the size 0.01, 1 and 100, after fifty steps. {'; '.join(ends)}."
    return drawn


try:
    shown = draw_decay()
except NotImplementedError:
    shown = "Once exercises 3 and 4 are written, this cell shows three weights decay."
shown

# %% [markdown]
# On the left, two of the weights are pulled down at full speed, whatever the decay is, and the third hardly
# at all. On the right, all of them go down to about the same place; what sets them apart is the noise, which
# Adam follows in steps of one size.

# %% [markdown] anchor="schedule"
# ## Part 5 · The rate over time
#
# At the start, gradients are large and means know little: small steps are safer. Then large ones bring it
# forward. Near the end, small ones find the bottom that large ones jump across. So the rate becomes a
# function of the step, a **schedule**. A usual one has two parts:
#
# - a **warm-up**: on a line from `start`, at step 0, to `peak`, at step `warmup_steps`;
# - a **cosine decay**: from there along half a cosine down to `end`, in `decay_steps` steps. After them the
#   rate stays at `end`.
#
# Steps are counted from 0 here: the step is how many were taken before. Half a cosine goes from 1 to -1 while
# its angle goes from 0 to $\pi$, so that $\frac12 (1 + \cos)$ goes from 1 to 0: slowly at first, fast in the
# middle, and slowly again. That is the share of the way from `end` up to `peak`. By hand, with `start` 0.1,
# `peak` 0.9, `end` 0.1, 4 steps of warm-up and 8 of decay:
#
# ```
#     step      0      1      2      3      4      6      8      10     12     13
#
#     angle                                 0      π/4    π/2    3π/4   π
#     cosine                                1      0.707  0      -0.707 -1
#     share                                 1      0.854  0.5    0.146  0
#     rate      0.1    0.3    0.5    0.7    0.9    0.783  0.5    0.217  0.1    0.1
# ```

# %% [markdown]
# ### Exercise 5 · `scheduled_rate` (10 minutes, 3 points)
#
# **Goal.** The learning rate of a step.
#
# **Given.** `step`, a whole number from 0 on; the rates `start`, `peak` and `end`; and the whole numbers
# `warmup_steps`, which may be 0, and `decay_steps`.
#
# **Write** a function that returns the rate of that step, a number. (Half of the points are for the warm-up,
# half for the decay and what comes after it.)

# %% nbgrader={"grade": false, "grade_id": "scheduled_rate-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def scheduled_rate(step, start, peak, end, warmup_steps, decay_steps):
    """The rate of a step (0, 1, ...): up on a line from start to peak, down along half a cosine to end."""
    ### BEGIN SOLUTION
    if step < warmup_steps:
        return start + (peak - start) * step / warmup_steps
    share = min(1, (step - warmup_steps) / decay_steps)  # of the decay that is over
    return end + (peak - end) * (1 + np.cos(np.pi * share)) / 2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "scheduled_rate", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("scheduled_rate", scheduled_rate)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Ask first whether the step belongs to the warm-up. If not, which share of the decay is over? It is 0 at the
# peak, and never more than 1. `np.cos` takes its angle in radians: half a turn is `np.pi`.
# </details><p></p>
#
# **Going further.** `refold.CosineDecay` is the same, under Keras's names. Which of its arguments is your
# `peak`, and what is its `alpha`?

# %% tags=["demonstration"]
def draw_schedule(start=0.0, peak=0.1, end=0.005, warmup_steps=40, decay_steps=200):
    """The rate of each step, on into those after the decay."""
    total = warmup_steps + decay_steps + 40
    rates = [scheduled_rate(step, start, peak, end, warmup_steps, decay_steps) for step in range(total)]
    drawn = Picture(figsize=(6, 2.4), layout="constrained")
    ax = drawn.subplots()
    ax.plot(rates, color="#c4314b")
    ax.set(xlabel="step", ylabel="rate", ylim=(0, None))
    highest = int(np.argmax(rates))
    drawn.words = f"The rate is {rates[0]:g} at step 0, highest at step {highest}, {rates[highest]:g}, and {rates[-1]:g} at the end."
    return drawn


try:
    shown = draw_schedule()
except NotImplementedError:
    shown = "Once exercise 5 is written, this cell draws your schedule."
shown

# %% [markdown] anchor="batches"
# ## Part 6 · Batches
#
# A gradient over all samples is exact, and costs a look at all of them for a single step. A **batch** of 32
# gives nearly the same direction for a fraction of that. One pass through all samples is an **epoch**. Three
# things make batches good ones:
#
# - in each epoch **every sample comes once**: none is left out, and none comes twice. If the number of
#   samples does not divide, the last batch is a smaller one;
# - the **order is another one in each epoch**, so that no sample always has the same company, and nothing of
#   the order in which samples were collected is left;
# - it is **set by a seed**, so that whoever repeats the experiment gets the same.
#
# And every sample keeps its own target. For five samples, batches of two and two epochs, it might be
#
# ```
#     X            a  b  c  d  e
#     y            0  1  2  3  4
#
#     epoch 1      c  a     e  b     d
#                  2  0     4  1     3
#
#     epoch 2      b  e     a  d     c
#                  1  4     0  3     2
# ```

# %% [markdown]
# ### Exercise 6 · `shuffled_batches` (10 minutes, 4 points)
#
# **Goal.** All that a training loop will be fed with.
#
# **Given.** `X`, of shape $(m, n)$, and `y`, of shape $(m,)$; the whole numbers `batch_size` and `epochs`;
# and `seed`, a whole number.
#
# **Write** a function that returns a list with an entry for each epoch. An entry is the list of its batches,
# and a batch is a pair `(X_batch, y_batch)`. Leave `X` and `y` as they are. (How you draw is up to you. One
# point each is for the sizes of the batches, for every sample once an epoch with its own target, for the
# order, and for the seed.)

# %% nbgrader={"grade": false, "grade_id": "shuffled_batches-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def shuffled_batches(X, y, batch_size, epochs, seed):
    """X (m, n), y (m,) -> for each epoch a list of batches, each a pair (X_batch, y_batch)."""
    ### BEGIN SOLUTION
    rng = np.random.default_rng(seed)
    found = []
    for _ in range(epochs):
        order = rng.permutation(len(X))  # another one each time
        rows = [order[start : start + batch_size] for start in range(0, len(X), batch_size)]
        found.append([(X[each], y[each]) for each in rows])
    return found
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "shuffled_batches", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("shuffled_batches", shuffled_batches)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `rng = np.random.default_rng(seed)` makes a generator, and each call of `rng.permutation(m)` draws another
# order of the numbers below `m`. `X[rows]` takes those samples. The end of a slice may lie beyond the array:
# it then ends where the array does.
# </details><p></p>
#
# **Going further.** A list of all batches of all epochs holds every sample once an epoch in memory. Write it
# as a *generator*, with `yield`, so that each batch is made when it is asked for.

# %% [markdown] anchor="the-loop"
# ## Part 7 · The loop
#
# Here is a network of the layers that you know, `Dense`, ReLU, `Dense` and softmax, with its parameters in a
# dictionary. These are the functions of units 2 and 3, put together. Run the cell: your loop will call them.

# %%
def forward(params, X):
    """X (m, n) -> the scores Z (m, classes), and the cache that backward needs."""
    H = np.maximum(0, X @ params["W1"] + params["b1"])  # (m, units)
    return H @ params["W2"] + params["b2"], (X, H)


def cross_entropies(Z, y):
    """Scores Z (m, classes), labels y (m,) -> the loss of each sample (m,)."""
    Z = Z - Z.max(axis=1, keepdims=True)
    return np.log(np.exp(Z).sum(axis=1)) - Z[np.arange(len(y)), y]


def cross_entropies_gradient(Z, y):
    """Scores Z (m, classes), labels y (m,) -> the gradient of each sample's own loss, (m, classes)."""
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    dZ = E / E.sum(axis=1, keepdims=True)
    dZ[np.arange(len(y)), y] -= 1
    return dZ


def backward(dZ, params, cache):
    """dZ (m, classes) -> the gradients, with the keys and shapes of params, added up over the samples."""
    X, H = cache
    dH = dZ @ params["W2"].T * (H > 0)  # (m, units)
    return {"W1": X.T @ dH, "b1": dH.sum(axis=0), "W2": H.T @ dZ, "b2": dZ.sum(axis=0)}


# %% [markdown]
# The **loss of a batch is the mean** of the losses of its samples. So the gradient of the batch, by the
# scores of one sample, is that sample's own gradient divided by the number of samples in the batch. (Then a
# step does not depend on how large a batch is. Added up, a batch of 64 would step twice as far as one of 32,
# and the smaller last one not far enough.) For each batch there are four things to do:
#
# 1. **forward**: `forward` gives the scores, and a cache;
# 2. **loss**: `cross_entropies_gradient` gives the gradient of each sample's loss, and divided by how many
#    there are, that of the batch's;
# 3. **backward**: `backward` gives the gradients of all parameters;
# 4. **step**: `momentum_step`, for each parameter.

# %% [markdown] anchor="state-of-each"
# ### What is remembered, for each
#
# **Each parameter has a velocity of its own**, of its own shape. The velocities are kept in a dictionary with
# the keys of `params`, are 0 at the very first step, and go on from batch to batch and from epoch to epoch.
# All gradients are worked out before the first parameter moves: they belong to one forward pass.

# %% [markdown] anchor="early-stopping"
# ### Stopping in time
#
# The loss on what is learned from falls and falls. The loss on samples that were **held out** falls at first,
# and rises when the network begins to learn by heart. So it is measured after each epoch, on the held-out
# part, as the mean over its samples. When `patience` epochs in a row have brought no loss smaller than all
# before, training stops, and what counts are the parameters *of the best epoch*. With a patience of 2:
#
# ```
#     epoch             1      2      3      4      5
#     held-out loss     0.9    1.1    0.7    0.8    0.75
#     in a row          0      1      0      1      2      stop: the best was epoch 3
# ```
#
# Epoch 5 is better than epoch 4, and no better than the best. The parameters of epoch 3 must have been kept
# when it was the best so far. `best = params` keeps nothing: it is a second name for the same dictionary, and
# shows whatever happens to it later. A new dictionary, `dict(params)`, goes on holding the arrays of that
# moment, since your steps make new arrays. (If they changed arrays in place, as most libraries do, each array
# would have to be copied, too.)

# %% [markdown]
# ### Exercise 7 · `train` (20 minutes, 6 points)
#
# **Goal.** Put it all together.
#
# **Given.** `params`, a dictionary of arrays; `epochs`, as your `shuffled_batches` makes them; `held_out`, a
# pair `(X_held_out, y_held_out)`; the numbers `rate` and `momentum`; and the whole number `patience`.
#
# **Write** a function that takes a step (plain momentum, not Nesterov's) after each batch, and returns two
# things: the parameters of the best epoch, a dictionary, and the list of held-out losses, one for each epoch
# that was tried. Leave the arrays in `params` as they are. (One point each is for the parameters after a
# batch, after an epoch and after several, for the losses, for stopping in time and for keeping the best.)

# %% nbgrader={"grade": false, "grade_id": "train-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def train(params, epochs, held_out, rate, momentum, patience):
    """-> the parameters of the best epoch, and the held-out loss after each epoch."""
    ### BEGIN SOLUTION
    params = dict(params)
    velocity = {key: np.zeros_like(P) for key, P in params.items()}
    X_held_out, y_held_out = held_out
    losses, best, waited = [], params, 0
    for batches in epochs:
        for X, y in batches:
            Z, cache = forward(params, X)
            dZ = cross_entropies_gradient(Z, y) / len(y)
            grads = backward(dZ, params, cache)
            for key, G in grads.items():
                params[key], velocity[key] = momentum_step(params[key], G, velocity[key], rate, momentum)
        Z, _ = forward(params, X_held_out)
        loss = cross_entropies(Z, y_held_out).mean()
        smallest = loss < min(losses, default=np.inf)
        losses.append(loss)
        if smallest:
            best, waited = dict(params), 0
        else:
            waited += 1
            if waited == patience:
                break
    return best, losses
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "train", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("train", train)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Write the two loops first, over the epochs and over the batches of one, and in them the four things from
# above: the first two points are yours then. Next comes the loss after each epoch: is it smaller than all in
# the list, before it comes there itself? A counter says how many epochs in a row it was not.
# </details><p></p>
#
# **Going further.** Let the rate come from `scheduled_rate`: what has to be counted, and where does the
# counter begin?
#
# ### All of it at work: digits
#
# Real digits, in three parts: 300 to learn from, 287 that tell when to stop, and 359 that are only looked at
# in the end. (With so few, a network of 64 units can learn them all by heart.) Your batches, your loop, your
# steps.

# %% tags=["demonstration"]
from refold import load_digits


def three_parts():
    """Digits as rows of 64 numbers, and their labels: to learn from, to stop by, to test on."""
    (x, labels), (x_test, labels_test) = load_digits()
    x, x_test = (images.reshape(len(images), -1).astype(np.float64) for images in (x, x_test))
    return (x[:300], labels[:300]), (x[-287:], labels[-287:]), (x_test, labels_test)


def new_network(units=64):
    """Parameters for 64 pixels and ten classes, always the same ones."""
    rng = np.random.default_rng(1)
    W1, W2 = rng.normal(size=(64, units)) / 8, rng.normal(size=(units, 10)) / np.sqrt(units)
    return {"W1": W1, "b1": np.zeros(units), "W2": W2, "b2": np.zeros(10)}


def read_correctly(network, digits, labels):
    """The share of digits whose highest score is that of their label."""
    return np.mean(forward(network, digits)[0].argmax(axis=1) == labels)


def draw_training(patience=5, most=100):
    """The held-out loss, epoch by epoch, and where your loop stops."""
    learned, held, tested = three_parts()
    best, curve = train(new_network(), shuffled_batches(*learned, 32, most, 0), held, 0.1, 0.9, patience)
    lowest, correctly = int(np.argmin(curve)), read_correctly(best, *tested)
    drawn = Picture(figsize=(7, 2.8), layout="constrained")
    ax = drawn.subplots()
    ax.plot(range(1, len(curve) + 1), curve, color="#24292f", marker="o", markersize=3)
    ax.plot(lowest + 1, curve[lowest], color="#c4314b", marker="o")
    title = f"stopped after {len(curve)} epochs, the best was {lowest + 1}: {correctly:.0%} of new digits are read correctly"
    ax.set(xlabel="epoch", ylabel="held-out loss")
    ax.set_title(title, fontsize=10)
    drawn.words = f"The held-out loss falls to {curve[lowest]:.3f} in epoch {lowest + 1}; {title}."
    return drawn


try:
    shown = draw_training()
except NotImplementedError:
    shown = "Once exercises 1, 6 and 7 are written, this cell trains a network on digits."
shown

# %% [markdown]
# And the optimizers, side by side: the same network, the same batches, 20 epochs of 1,100 digits each. SGD
# and momentum have the same rate. Watch the first epochs, and then the last.

# %% tags=["demonstration"]
def one_curve(one_step, epochs=20):
    """The held-out loss after each epoch; `one_step(P, G, state, t)` gives P, and what is remembered of it."""
    (x, labels), _ = load_digits()
    x = x.reshape(len(x), -1).astype(np.float64)
    network, state, t, curve = new_network(), {}, 0, []
    for epoch in shuffled_batches(x[:1100], labels[:1100], 32, epochs, 0):
        for X, y in epoch:
            Z, cache = forward(network, X)
            t += 1
            for key, G in backward(cross_entropies_gradient(Z, y) / len(y), network, cache).items():
                remembered = state.get(key, (np.zeros_like(G), np.zeros_like(G)))
                network[key], *state[key] = one_step(network[key], G, remembered, t)
        curve.append(cross_entropies(forward(network, x[1100:])[0], labels[1100:]).mean())
    return curve


def draw_optimizers():
    """The curves of four optimizers, made of your functions."""
    def warm(t):
        return scheduled_rate(t, 0.0, 0.005, 0.0005, 70, 630)

    ways = {
        "SGD": lambda P, G, kept, t: momentum_step(P, G, kept[0], 0.05, 0.0),
        "momentum": lambda P, G, kept, t: momentum_step(P, G, kept[0], 0.05, 0.9),
        "RMSprop": lambda P, G, kept, t: rmsprop_step(P, G, kept[0], 0.002, 0.9, 1e-7),
        "AdamW, scheduled": lambda P, G, kept, t: adamw_step(P, G, *kept, t, warm(t), 0.01),
    }
    drawn, ends = Picture(figsize=(7, 3.2), layout="constrained"), []
    ax = drawn.subplots()
    for (name, way), style, color in zip(ways.items(), [":", "-", "--", "-"], ["#24292f", "#24292f", "#57606a", "#c4314b"]):
        curve = one_curve(way)
        ax.semilogy(range(1, len(curve) + 1), curve, linestyle=style, color=color, label=name)
        ends.append(f"{name} {curve[0]:.2f} after the first epoch and {curve[-1]:.3f} after the last")
    ax.set(xlabel="epoch", ylabel="held-out loss", xticks=range(0, 21, 5))
    ax.legend(frameon=False)
    drawn.words = f"The held-out losses of four optimizers: {'; '.join(ends)}."
    return drawn


try:
    shown = draw_optimizers()
except NotImplementedError:
    shown = "Once exercises 1 to 6 are written, this cell compares your optimizers."
shown

# %% [markdown]
# With the same rate, momentum is further after four epochs than SGD after twenty, since its steps add up to
# ten times as far; and now and then it goes too far. AdamW warms up for two epochs and so begins slowly. Its
# curve is smooth in the end, where the rate has become small. None of them is the best for everything. Change
# the rates, and see how much of what you saw depends on them.

# %% [markdown]
# ## Part 8 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **With the usual betas, 0.9 and 0.999, how long would Adam's first step be without the bias correction? Why
# does the length of its first step, with the correction or without, hardly depend on the gradient? And why is
# weight decay kept out of the gradient in AdamW?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_corrected", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# Without the correction, M is 0.1 G and the root of V is the root of 0.001 times the size of G, some 0.0316
# of it. So the step would be 0.1 / 0.0316, about 3.2 times the rate, more than three times too long, just
# when least is known. With it, M is G and the root of V is the size of G, and the step is the rate.
#
# The gradient stands above and below the line: M is proportional to it, and so is the root of V. What is left
# is its sign. A gradient that is a hundred times as large gives the same first step (as long as it is not as
# small as epsilon).
#
# What is in the gradient is divided by the root of V as well. So the decay would be weak just where gradients
# are large, and weights with hardly any gradient would go a whole step towards 0, however small the decay was
# meant to be. Taken off directly, it is the same share of every weight.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: without the correction the step is (1 - 0.9) / root of (1 - 0.999), about 3.2, times the rate;
# - 1: M and the root of V are both proportional to the gradient, and it cancels out but for the sign;
# - 1: in the gradient, the decay is divided by the root of V with the rest;
# - 1: so it is weak where gradients are large, or strong where they are small; decoupled, every weight loses
#   the same share.

# %% [markdown]
# ## Going further
#
# **Where momentum is too much.** In the picture of Part 1, set the momentum to 0.95. What does the ball do at
# the bottom? For a valley with curvatures 1 and $c$, look for the best pair of rate and momentum by trying,
# for $c = 10$ and $c = 40$.
#
# **Your optimizer in `refold`.** `refold.optimizers.Optimizer` is what `refold`'s own build on. A class on
# top of it has a method `follow(key, P, G)`, which gives what is to be added to `P`; `self.steps` is the
# number of the step, and `self.rate` its rate. `self.remember(key, P, "M", "V")` is a dictionary with `M` and `V`
# of that parameter, zeros at first, for you to read and to fill. Write one around your `adam_step`, and train the
# model of another unit with it.
#
# **A network of your own.** After `from autograder import answers`, what another notebook of yours defines is at
# hand: `answers("../02_dense/02_dense.ipynb").Dense` is your layer. With the layers of units 1, 2 and 4, the loss of
# unit 3, and the batches and Adam of this one, every line of a network that reads digits is yours. Put them
# together. (Where you are stuck, `docs/own_network.md` of Refold does it.)
#
# **Large batches.** Train on the digits with batches of 8, of 32 and of 256, for the same number of epochs.
# How does the rate have to change, so that they learn about equally fast? Why not in proportion to the size
# for ever?
#
# **Next.** Layers, losses, gradients, optimizers and the loop have all been in your hands. One thing is left:
# you worked out every `backward` by yourself, and libraries do not. The next unit, *automatic
# differentiation*, makes all of them from a few rules and one walk through a graph.
