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
# # 10 · Automatic differentiation: every backward from a few rules
#
# Up to here you wrote a `backward` for every `forward`, by hand, and each had its own page of derivation.
# They had something in common. Each took a computation apart into small operations, went through them from
# the last to the first, multiplied with a slope at every one, and added up where something had been used
# twice. A computer can do that: it needs one rule for each small operation, and one walk. That is **automatic
# differentiation**, and it is what PyTorch, TensorFlow and JAX are built around.
#
# **When you are through, you can**
#
# - draw a computation as a graph, and follow the gradients back through it by hand;
# - write the rule of an operation: of a quotient, a matrix product, a new order of axes;
# - undo broadcasting: what was repeated adds up;
# - put the operations of a graph in an order in which they can be worked out;
# - write the walk back, which gives the gradient of everything;
# - check gradients by differences, and say what such a check cannot tell;
# - train a network without writing a single `backward`.
#
# **What you need**: units 1 to 3; 4 to 9 are looked back upon. About an hour and a half.
#
# **To read beside it**, if you like: Baydin et al., [*Automatic differentiation in machine learning: a
# survey*](https://arxiv.org/abs/1502.05767), 2018; Goodfellow, Bengio & Courville, [*Deep
# Learning*](https://www.deeplearningbook.org), 2016, section 6.5.
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | A graph, by hand and in one picture | | 10 |
# | 2 | A rule for each operation | `divide_gradients`, `matmul_gradients`, `permute_gradient` | 20 |
# | 3 | What was repeated adds up | `unbroadcast` | 10 |
# | 4 | The order | `topological_order` | 10 |
# | 5 | The walk back | `backpropagate` | 20 |
# | 6 | A check by differences | `numerical_gradient` | 10 |
# | 7 | All of it at work | | 5 |
# | 8 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like:
# it tells you which mistake it sees, and never takes a point away.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="graph"
# ## Part 1 · A graph, by hand and in one picture
#
# *10 minutes, nothing to write.*
#
# Take $f = x \, y + \text{relu}(x)$ at $x = 2$ and $y = 3$. Each operation gets a name for its result, and a
# line of its own:
#
# ```
#              forward            back, from the last line to the first
#
#     p        x · y   = 6        dp = df · 1 = 1
#     r        relu(x) = 2        dr = df · 1 = 1
#     f        p + r   = 8        df = 1
#
#     y                           dy = dp · x = 1 · 2 = 2
#     x                           dx = dp · y + dr · 1 = 1 · 3 + 1 · 1 = 4
# ```
#
# As in all units, $dp$ is short for $df / dp$: how much $f$ moves for each step of $p$. What is new is the
# view. The names are **nodes** of a graph; $x$ and $y$, which are given, are its **leaves**. The way back
# needs three things:
#
# - the gradient of the last node by itself is **1**;
# - each operation hands on to each of its inputs: *its own gradient, times the slope* along that input.
#   Nothing else has to be known of the graph. It is the chain rule, one step of it;
# - $x$ is used twice, by $p$ and by $r$. Both ways move $f$, so **both parts are added up**: 3 + 1 = 4.
#
# ### The picture
#
# In the nodes stand the values, below them the gradients. At each arrow stands what comes back along it.

# %% tags=["demonstration"]
from refold.plots import draw_graph

draw_graph(x=2, y=3)

# %% [markdown]
# Move $x$ and $y$. For which $x$ does one of the arrows bring nothing back? Can $dx$ be 0 although both
# arrows bring something? (Without sliders, change the numbers in the cell above.)

# %% tags=["demonstration"]
from ipywidgets import interact

interact(draw_graph, x=(-4, 4), y=(-4, 4));

# %% [markdown] anchor="graph-as-data"
# ### The graph as a dictionary
#
# In Python, a line is an entry of a dictionary: under its name stand the operation and the names of its
# inputs. The values are in a second dictionary. The lines may be written in any order, and `order` says in
# which they are worked out. This cell has ten operations, and the way forward through any graph that is made
# of them. Run it.

# %%
def operate(operation, *inputs):
    """What an operation makes of its inputs."""
    operations = {
        "add": lambda X, Y: X + Y,
        "multiply": lambda X, Y: X * Y,
        "divide": lambda X, Y: X / Y,
        "matmul": lambda X, W: X @ W,
        "relu": lambda X: np.maximum(X, 0),
        "exp": lambda X: np.exp(X),
        "log": lambda X: np.log(X),
        "sum": lambda X, axis: X.sum(axis=axis, keepdims=True),
        "reshape": lambda X, shape: X.reshape(shape),
        "permute": lambda X, axes: X.transpose(axes),
    }
    return operations[operation](*inputs)


def forward(graph, order, values):
    """The values of the leaves -> the values of all nodes, worked out in this order."""
    values = dict(values)
    for name in order:
        operation, *inputs = graph[name]
        values[name] = operate(operation, *[values[each] for each in inputs])
    return values


# %%
small_graph = {"p": ("multiply", "x", "y"), "r": ("relu", "x"), "f": ("add", "p", "r")}
small_values = {"x": np.array(2.0), "y": np.array(3.0)}
forward(small_graph, ["p", "r", "f"], small_values)

# %% [markdown] anchor="settings"
# The three operations in the last lines of the table have a second input that is no array of numbers to
# learn: an axis, a shape, an order of axes. It is kept in a leaf like any other, and is called a **setting**
# here. It is made of whole numbers, which cannot move a little, so that it has no gradient.

# %% [markdown] anchor="local-rules"
# ## Part 2 · A rule for each operation
#
# A rule is given $G$, the gradient of what the operation made ($dA$ in the other units), and gives the
# gradients of its inputs, each of the shape of its input. You know many of them already:
#
# ```
#     A = X + Y          dX = G              dY = G
#     A = X · Y          dX = G · Y          dY = G · X
#     A = relu(X)        dX = G · (X > 0)
#     A = exp(X)         dX = G · A
#     A = log(X)         dX = G / X
# ```
#
# All this is element by element: the loss hears of an element of $X$ by way of one element of $A$ alone. So
# its gradient is one product, that element's $G$ times the slope. (The matrix of *all* slopes, of each number
# of $A$ along each number of $X$, is the Jacobian, which you made once, in unit 1. For a hundred numbers it
# has ten thousand entries, and no library makes it. A rule gives what $G$ times that matrix would be, a
# **vector-Jacobian product**.)
#
# Now a rule that you have not met. Let $X = 6$ be divided by $Y = 2$. Then
#
# ```
#     6     / 2       = 3
#     6.001 / 2       = 3.0005       0.0005 more for 0.001 of X: a slope of  0.5
#     6     / 2.001   = 2.9985       0.0015 less for 0.001 of Y: a slope of -1.5
# ```
#
# (The last line is rounded.) If $G$ is 3, then $dX = 3 \cdot 0.5 = 1.5$ and $dY = 3 \cdot (-1.5) = -4.5$.

# %% [markdown]
# ### Exercise 1 · `divide_gradients` (5 minutes, 2 points)
#
# **Goal.** The rule of $A = X / Y$.
#
# **Given.** `G`, `X` and `Y`, arrays of the same shape.
#
# **Write** a function that returns two new arrays, the gradients of `X` and of `Y`. Leave the arrays that you
# were given as they are. One point is for each.

# %% nbgrader={"grade": false, "grade_id": "divide_gradients-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def divide_gradients(G, X, Y):
    """G, X, Y (all of one shape) -> dX, dY, of that shape, for A = X / Y."""
    ### BEGIN SOLUTION
    return G / Y, -G * X / Y**2
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "divide_gradients", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("divide_gradients", divide_gradients)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Hold $Y$ fast: $X$ is multiplied with a number, which is the slope. Then hold $X$ fast: $A = X \, Y^{-1}$,
# and the slope of a power is the exponent times a power that is less by one. Try your slopes on the example.
# </details><p></p>
#
# **Going further.** Write $dY$ with $A$ and $dX$ alone. Which of the rules above could have been written with
# $A$ in place of $X$, too, and what would `forward` not have to keep then?

# %% [markdown] anchor="matrix-product"
# ### The matrix product
#
# In `Dense` (unit 2) you worked out the gradients of $A = X W$. They do not depend on what the two matrices
# are, and so they are *the* rule of a matrix product. The shapes say how it must go. With $X$ of shape $(m,
# n)$ and $W$ of shape $(n, \text{units})$, $G$ has the shape $(m, \text{units})$, and $dX$ has to come out as
# $(m, n)$, $dW$ as $(n, \text{units})$. An example to check with, with $m = 2$, $n = 3$ and two units:
#
# ```
#      X              W             A              G              dX               dW
#
#      1  2  3        1  0           5  11         1   2          1   4   6        1  -2
#      4  5  6        2  1          14  23         0  -1          0  -1  -3        2  -1
#                     0  3                                                         3   0
# ```
#
# $X_{01} = 2$ was multiplied with the second row of $W$, which is $(2, 1)$, and went into the first row of
# $A$. So it hears $1 \cdot 2 + 2 \cdot 1 = 4$.

# %% [markdown] anchor="stacks"
# ### Stacks of matrices
#
# In attention (unit 7), a product stood for each sample and each head: `@` goes through all axes in front of
# the last two, and multiplies the matrices side by side. $X$ of shape $(h, m, n)$ and $W$ of shape $(h, n,
# \text{units})$ are stacks of $h$ matrices each. Each of these products has gradients of its own, and nothing
# is added up between them. What stands in front stays as it is.

# %% [markdown]
# ### Exercise 2 · `matmul_gradients` (10 minutes, 4 points)
#
# **Goal.** The rule of $A = X W$.
#
# **Given.** `G` $(\dots, m, \text{units})$, `X` $(\dots, m, n)$ and `W` $(\dots, n, \text{units})$. In front
# are the same axes in all three: none, one or several.
#
# **Write** a function that returns the gradients of `X` and of `W`, each of the shape of its input. Two
# points are for matrices, and two for stacks.

# %% nbgrader={"grade": false, "grade_id": "matmul_gradients-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def matmul_gradients(G, X, W):
    """G (..., m, units), X (..., m, n), W (..., n, units) -> dX (..., m, n), dW (..., n, units)."""
    ### BEGIN SOLUTION
    return G @ W.swapaxes(-1, -2), X.swapaxes(-1, -2) @ G
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "matmul_gradients", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("matmul_gradients", matmul_gradients)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Write the shapes below the letters, and let what is added up meet in the middle of the product: the units
# for $dX$, the rows for $dW$. `M.swapaxes(j, k)` exchanges two axes. Which two, whatever stands in front?
# </details><p></p>
#
# **Going further.** With `np.einsum`, $A$ is `"...ij,...jk->...ik"`. Write both gradients as `einsum` too.
# How do you get their letters from those of forward, without thinking?

# %% [markdown] anchor="moved-numbers"
# ### Numbers that only move
#
# Unit 1 began with this: **where does each number go, and how does its gradient come back?** A number that
# only moves has the slope 1 along its way and 0 along all others. So the gradient makes the same way, back.
#
# - **reshape**: the numbers keep their order of reading, and get another shape. The way back is a reshape to
#   the shape that $X$ had. This is your `flatten_backward`.
# - **permute**: the axes change places. Axis $k$ of $A$ is axis `axes[k]` of $X$.
#
# What is the way back here? An example: $X$ has the shape $(2, 3, 4)$, and `axes` is `(2, 0, 1)`.
#
# ```
#     axis of A        0     1     2
#     is axis of X     2     0     1        A has the shape (4, 2, 3)
#
#     axis of X        0     1     2
#     is axis of A     1     2     0        and this is the order of the way back
# ```
#
# With `(2, 0, 1)` once more, $(4, 2, 3)$ would become $(3, 4, 2)$. Only where axes merely change places in
# pairs, as with the heads in unit 7, is there and back the same.

# %% [markdown]
# ### Exercise 3 · `permute_gradient` (5 minutes, 2 points)
#
# **Goal.** The rule of `A = X.transpose(axes)`.
#
# **Given.** `G`, an array of the shape of $A$, and `axes`, a tuple with each axis of $X$ once, counted from 0.
#
# **Write** a function that returns the gradient of $X$: the numbers of `G`, each back in its place. (One
# point is for orders that exchange two axes, one for those that move more.)

# %% nbgrader={"grade": false, "grade_id": "permute_gradient-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def permute_gradient(G, axes):
    """G, of the shape of A = X.transpose(axes) -> dX, of the shape of X."""
    ### BEGIN SOLUTION
    return G.transpose(np.argsort(axes))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "permute_gradient", "locked": true, "points": 2, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("permute_gradient", permute_gradient)

# %% [markdown]
# <details><summary>Hint</summary>
#
# For each axis of $X$, in turn: at which place in `axes` does it stand? A list has a method for that,
# `axes.index(axis)`. NumPy has a function that finds all the places at once, `np.argsort`. (Why does
# *sorting* find them?)
# </details><p></p>
#
# **Going further.** Write the order as a matrix of zeros and ones, which multiplies a vector of the axes.
# Which matrix is the way back, and why has unit 1's Jacobian of Flatten the same property?

# %% [markdown] anchor="repeated"
# ## Part 3 · What was repeated adds up
#
# In `X + b`, with $X$ of shape $(2, 3)$ and $b$ of shape $(3,)$, NumPy repeats $b$ for each row:
# **broadcasting**. Nobody wrote it down, and still each number of $b$ was used twice. So it hears from both
# places, and what comes back is added up. It is the rule of Part 1 again, and you met it in the second unit
# as $db = \sum dA$. With
#
# ```
#     G        1  2  3
#              4  5  6
#
#     back to (3,)         5  7  9            a row that was repeated downwards
#     back to (2, 1)       6                  a column that was repeated to the right
#                          15
#     back to ()           21                 a single number, repeated everywhere
# ```
#
# The other way round it holds as well: what was *added up* in forward is repeated on the way back. A sum
# along an axis hands its gradient on to every number that went into it, each with the slope 1. Repeating and
# adding up are each other's way back.

# %% [markdown] anchor="alignment"
# ### Which axes were repeated?
#
# Broadcasting lays the two shapes side by side **from the right**. Where the shorter one ends, new axes are
# put in front; and an axis of length 1 is repeated to the length of the other.
#
# ```
#     shape of G                       (5, 2, 3)        (5, 2, 3)        (5, 2, 3)
#     what was repeated had                  (3,)          (2, 1)        (5, 1, 3)
#
#     added up: new axes in front       0, 1             0                -
#     added up: axes of length 1        -                the last one     the middle one
# ```
#
# The new axes vanish. An axis of length 1 was there before, and has to be there afterwards, with length 1.

# %% [markdown]
# ### Exercise 4 · `unbroadcast` (10 minutes, 4 points)
#
# **Goal.** Undo broadcasting, whatever was repeated.
#
# **Given.** `G`, an array, and `shape`, a tuple: what was repeated had this shape, and `G` has the one to
# which it was repeated. The two may be the same.
#
# **Write** a function that returns the gradient of what was repeated, an array of the shape `shape`. (One
# point each is for new axes in front, for axes of length 1, for both together, and for a single number.)

# %% nbgrader={"grade": false, "grade_id": "unbroadcast-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def unbroadcast(G, shape):
    """G, of a shape to which `shape` can be repeated -> the gradient of what was repeated, of that shape."""
    ### BEGIN SOLUTION
    G = G.sum(axis=tuple(range(G.ndim - len(shape))))  # new axes in front
    repeated = tuple(axis for axis, size in enumerate(shape) if size == 1)
    return G.sum(axis=repeated, keepdims=True)
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "unbroadcast", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("unbroadcast", unbroadcast)

# %% [markdown]
# <details><summary>Hint</summary>
#
# In two steps. `G.ndim - len(shape)` is how many axes are new: add these up first. What is left has as many
# axes as `shape`, so that they can be compared one by one. `sum` takes a tuple of axes, also an empty one,
# and `keepdims=True`.
# </details><p></p>
#
# **Going further.** An axis of length 1 may stand beside another of length 1, so that nothing was repeated.
# Does your function still do the right thing? And what does it do with a batch of no samples?

# %% [markdown] anchor="all-rules"
# ### All rules in one table
#
# Here they are, yours among them. No rule has to think of broadcasting. When an array is divided by a single
# number, your rule gets an array with that number everywhere. When a stack $X$ $(h, m, n)$ meets a single $W$
# $(n, \text{units})$, your rule gets $W$ as often as there are matrices in the stack, and gives a $dW$ for each
# of them, $(h, n, \text{units})$. In both cases `unbroadcast` adds up what comes back. For a setting there is
# `None`. Run the cell.

# %%
def local_gradients(operation, G, A, *inputs):
    """G, the gradient of what an operation made, A -> those of its inputs; None for what has none."""

    def in_front(M):
        """M, repeated along the axes in front of the last two as `@` did."""
        return np.broadcast_to(M, G.shape[:-2] + M.shape[-2:])

    rules = {
        "add": lambda X, Y: (G, G),
        "multiply": lambda X, Y: (G * Y, G * X),
        "divide": lambda X, Y: divide_gradients(*np.broadcast_arrays(G, X, Y)),
        "matmul": lambda X, W: matmul_gradients(G, in_front(X), in_front(W)),
        "relu": lambda X: (G * (X > 0),),
        "exp": lambda X: (G * A,),
        "log": lambda X: (G / X,),
        "sum": lambda X, axis: (G + np.zeros_like(X), None),
        "reshape": lambda X, shape: (G.reshape(X.shape), None),
        "permute": lambda X, axes: (permute_gradient(G, axes), None),
    }
    return rules[operation](*inputs)


# %% [markdown] anchor="order"
# ## Part 4 · The order
#
# An operation can be worked out when all its inputs are there. So the operations that lead to a **target**,
# the loss for example, need an order in which each comes **after those that it needs**: a *topological
# order*. The lines of a graph may be written in any order:
#
# ```
#     f   add   p  r            needs p and r
#     r   relu  x               needs leaves alone
#     p   multiply  x  y        needs leaves alone
#
#     an order for f            p, r, f      or      r, p, f
# ```
#
# A good way to find one begins at the end. *To visit a node* means: visit all its inputs, and **then** add it
# to the list. A leaf has nothing to be worked out, and is not added. What does not lead to the target is
# never visited.

# %% [markdown] anchor="where-ways-meet"
# ### Where ways meet
#
# Several operations may use the same node. It is worked out once, so it stands in the list **once**: who
# comes to a node that is there already goes on at once. Without that, the work would double with each node
# that is used twice. In a chain of thirty additions $b = a + a$, $c = b + b$, ..., there are a thousand
# million ways from the end to the beginning.
#
# And *when* it is added matters. Here a short way and a long one lead from `e` to `a`:
#
# ```
#     e   add   a  d
#     d   log   c
#     c   relu  a
#     a   exp   x
#
#     when coming back from the inputs      a, c, d, e
#     when going to them, turned round      c, d, a, e      but c needs a
# ```

# %% [markdown]
# ### Exercise 5 · `topological_order` (10 minutes, 3 points)
#
# **Goal.** An order for any graph.
#
# **Given.** `graph`, a dictionary as in Part 1, with its lines in any order, and `target`, the name of one of
# its operations. An input that is no key of `graph` is a leaf. No node needs itself, on whatever way.
#
# **Write** a function that returns a list of names: the operations that lead to the target, each once and
# after all that it needs, the target at the end. Leaves are not in it. Leave `graph` as it is. (One point is
# for the right operations, one for their order where each is used once, and one where some are used twice.
# Any such order is right.)

# %% nbgrader={"grade": false, "grade_id": "topological_order-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def topological_order(graph, target):
    """The operations that lead to the target, each once, after all that it needs."""
    ### BEGIN SOLUTION
    order = []

    def visit(name):
        if name in graph and name not in order:  # a leaf has nothing to be worked out
            for each in graph[name][1:]:
                visit(each)
            order.append(name)

    visit(target)
    return order
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "topological_order", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("topological_order", topological_order)

# %% [markdown]
# <details><summary>Hint</summary>
#
# A function inside your function, which calls itself for each input, is enough: `graph[name][1:]` are the
# inputs. What are the two reasons for it to do nothing?
# </details><p></p>
#
# **Going further.** Python stops a function that calls itself a thousand times over. A recurrent network
# over long sequences is deeper than that. Write it with a list of your own in place of the calls: a name
# stays on it until all its inputs are done. And look up names in a `set`: in a list of thousands it takes
# long.

# %% [markdown] anchor="backward"
# ## Part 5 · The walk back
#
# Everything is there. All values are known from the way forward, and so is the order. The gradients are kept
# in a dictionary, by the names of the nodes:
#
# 1. The gradient of the target is 1: for an array, **ones** in the shape of its value (so that all else is
#    the gradient of the sum of its numbers).
# 2. Go through the order **from the last to the first**. When a node's turn comes, all that use it have had
#    theirs, so that its gradient is complete.
# 3. `local_gradients(operation, G, A, ...)` says what comes back to each input. `G` is the node's gradient,
#    `A` its value, and then come the values of its inputs.
# 4. What is `None` is left out. All else is brought to the shape of the input with `unbroadcast`, and added
#    up.
#
# For the graph of Part 1, with the order p, r, f:
#
# ```
#               hands on                gradients after it
#
#     begin                             f: 1
#     f         1 to p, 1 to r          f: 1, p: 1, r: 1
#     r         1 to x                  f: 1, p: 1, r: 1, x: 1
#     p         3 to x, 2 to y          f: 1, p: 1, r: 1, x: 1 + 3 = 4, y: 2
# ```

# %% [markdown] anchor="added-up"
# ### Added up, and in a new array
#
# The first time that something comes back to a node, it has no gradient yet; each further time, it is added
# to what is there. One operation may use a node for both of its inputs, as `multiply` does in $x \cdot x$:
# then two parts come back to the same name.
#
# Mind `+=` with arrays. It changes the array that is there, and that may be another node's as well: `add`
# hands the same `G` on to both of its inputs. `a = a + b` makes a new one.

# %% [markdown]
# ### Exercise 6 · `backpropagate` (20 minutes, 6 points)
#
# **Goal.** The gradients of everything, for any graph.
#
# **Given.** `graph`; `order`, as `topological_order` gives it, whose last name is the target; and `values`, a
# dictionary with the values of all nodes, leaves and settings too, as `forward` gives it.
#
# **Write** a function that returns a dictionary with the gradient of each node that leads to the target,
# operations and leaves, by name, each in the shape of its value. It has no entry for a setting, nor for what
# does not lead to the target. Leave `order` and `values` as they are. (One point each is for a chain, for
# nodes that are used twice, for what was repeated, for shapes and axes, for a target of several numbers, and
# for a whole network.)

# %% nbgrader={"grade": false, "grade_id": "backpropagate-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def backpropagate(graph, order, values):
    """The gradients of the target, order[-1], by all nodes that lead to it."""
    ### BEGIN SOLUTION
    gradients = {order[-1]: np.ones_like(values[order[-1]])}
    for name in reversed(order):
        inputs = graph[name][1:]
        arrays = [values[each] for each in inputs]
        parts = local_gradients(graph[name][0], gradients[name], values[name], *arrays)
        for each, part in zip(inputs, parts):
            if part is not None:
                gradients[each] = gradients.get(each, 0) + unbroadcast(part, values[each].shape)
    return gradients
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "backpropagate", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("backpropagate", backpropagate)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `operation, *inputs = graph[name]` takes a line apart, as in `forward`. `zip(inputs, parts)` goes through
# the inputs and what comes back to them. `gradients.get(name, 0)` is the gradient so far, or 0.
# </details><p></p>
#
# **Going further.** The gradient of an operation is not needed any more when its turn is over, and neither is
# its value. What would you have to throw away, and when, so that a deep network fits into less memory? (Some
# throw away even more, and work it out again when its turn comes: *checkpointing*.)

# %% [markdown] anchor="differences"
# ## Part 6 · A check by differences
#
# A gradient can be checked by someone who knows no rule at all. Move one number a little, up and down, and
# look at the loss:
#
# $\dfrac{dL}{dx} \approx \dfrac{L(x + h) - L(x - h)}{2 h}$
#
# This is a **central difference**. For $L = x^3$ at $x = 2$, where the slope is 12:
#
# ```
#     to one side
#         h = 0.5         (15.625 - 8) / 0.5             = 15.25
#         h = 0.25        (11.390625 - 8) / 0.25         = 13.5625
#
#     to both sides
#         h = 0.5         (15.625 - 3.375) / 1           = 12.25
#         h = 0.25        (11.390625 - 5.359375) / 0.5   = 12.0625
# ```
#
# With half the step, the one-sided difference is off by about half as much, and the central one by a quarter:
# what bends the curve makes both ends too high, and cancels out. So it is right to many digits for a small
# $h$.
#
# It costs two ways forward *for each number*: a network of a million parameters would take two million. The
# walk back costs about as much as two ways forward, for all of them together. So differences are for
# checking, on something small.

# %% [markdown]
# ### Exercise 7 · `numerical_gradient` (10 minutes, 3 points)
#
# **Goal.** A gradient that needs no rules.
#
# **Given.** `graph` and `order`; `values`, with the values of the leaves and settings; `name`, a leaf; and
# the number `h`. The target's value holds one number, in an array of any number of axes: `.item()` takes it
# out.
#
# **Write** a function that returns the central differences of the target by each number of that leaf, an
# array of the leaf's shape. Move one number at a time, by `h` up and by `h` down, and let `forward` work out
# the target. The arrays in `values` are to be afterwards as they were. (One point each is for vectors, for
# matrices, and for leaves that are used twice.)

# %% nbgrader={"grade": false, "grade_id": "numerical_gradient-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def numerical_gradient(graph, order, values, name, h=1e-5):
    """The central differences of the target, order[-1], by each number of the leaf `name`, in its shape."""
    ### BEGIN SOLUTION
    found = np.zeros_like(values[name])
    for index in np.ndindex(found.shape):
        losses = []
        for step in (h, -h):
            moved = values[name].copy()
            moved[index] += step
            losses.append(forward(graph, order, {**values, name: moved})[order[-1]].item())
        found[index] = (losses[0] - losses[1]) / (2 * h)
    return found
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "numerical_gradient", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("numerical_gradient", numerical_gradient)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `np.ndindex(found.shape)` goes through all places of an array, however many axes it has. `X.copy()` is a new
# array. `{**values, name: moved}` is a new dictionary in which one entry is another.
# </details><p></p>
#
# **Going further.** What is the error of a central difference, and why? Write $L(x + h)$ and $L(x - h)$ as
# series, and see which terms are left.

# %% [markdown] anchor="limits-of-differences"
# ### How small an h, and what the check cannot tell
#
# The smaller $h$ is, the better the difference, up to a point: the two losses become so much alike that the
# rounding of their last digits is all that is left, and it is divided by a tiny number. The cell compares
# your two gradients for many $h$.

# %% tags=["demonstration"]
from refold.plots import Picture

cube_graph = {"square": ("multiply", "x", "x"), "cube": ("multiply", "square", "x"), "e": ("exp", "cube")}


def errors_of_differences(sizes):
    """How far the differences of exp(x^3) at 1.1 are from your gradient, for each h, as a share of it."""
    names, at = ["square", "cube", "e"], {"x": np.array([1.1])}
    slope = backpropagate(cube_graph, names, forward(cube_graph, names, at))["x"]
    return [abs(numerical_gradient(cube_graph, names, at, "x", size) / slope - 1).item() for size in sizes]


def draw_errors():
    """The errors over h, both on scales of powers of ten."""
    sizes = 10.0 ** np.arange(-12, 0)
    errors = errors_of_differences(sizes)
    drawn = Picture(figsize=(6, 2.8), layout="constrained")
    ax = drawn.subplots()
    ax.loglog(sizes, errors, color="#c4314b", marker="o", markersize=4)
    ax.set(xlabel="h", ylabel="relative error")
    best = int(np.argmin(errors))
    ends = " and ".join(f"{errors[k]:.0e} for {sizes[k]:.0e}" for k in (-1, 0))
    drawn.words = f"The error is smallest, {errors[best]:.0e}, for h = {sizes[best]:.0e}; it is {ends}."
    return drawn


try:
    shown = draw_errors()
except NotImplementedError:
    shown = "Once exercises 6 and 7 are written, this cell shows how exact differences are."
shown

# %% [markdown]
# To the right, a step of a tenth of the size makes the error a hundred times smaller. To the left it grows
# again. Between them, nine or ten digits are right, and an $h$ of about $10^{-5}$ is a good one for numbers
# of about 1.
#
# **What it cannot tell.** At a kink there is no slope. For $\text{relu}(x)$ at $x = 0$, the central
# difference is $(h - 0) / (2 h) = \frac12$, whatever $h$ is, and the rule says 0. Neither is wrong: any
# number from 0 to 1 would do, and libraries choose 0. If a check fails for a few numbers out of many, look
# whether they lie near a kink. And it only tells about the point that it was tried at: where `relu` is 0, a
# rule that is wrong for positive numbers passes.

# %% tags=["demonstration"]
try:
    kinked = {"r": ("relu", "x")}
    print("difference:", numerical_gradient(kinked, ["r"], {"x": np.zeros(1)}, "x"))
    print("rule:", backpropagate(kinked, ["r"], {"x": np.zeros(1), "r": np.zeros(1)})["x"])
except NotImplementedError:
    print("Once exercises 6 and 7 are written, this cell looks at a kink.")

# %% [markdown] anchor="at-work"
# ## Part 7 · All of it at work
#
# *5 minutes, nothing to write.*
#
# Nobody likes to write a graph as a dictionary. So let it be written down while it is worked out: a **tape**.
# Below, `do("matmul", "X", "W1")` does the operation at once, notes it, and gives the name of the result.
# This is how PyTorch does it, too; there the names are the arrays themselves.
#
# The network is that of the first units: Flatten, Dense, ReLU, Dense and cross-entropy. It says how the loss
# is worked out. There is no word of a gradient in it. (The largest score is not taken off before `exp`, as it
# was in unit 3: these scores are small.)

# %% tags=["demonstration"]
class Tape:
    """Does operations and writes them down: the graph, and the values of all its nodes."""

    def __init__(self, **leaves):
        self.graph, self.values = {}, leaves

    def __call__(self, operation, *inputs):
        """Do one operation with the nodes of these names -> the name of the new one."""
        new = f"{operation} {len(self.graph)}"
        self.graph[new] = (operation, *inputs)
        self.values[new] = operate(operation, *[self.values[each] for each in inputs])
        return new


def digit_loss(network, images, labels):
    """One way forward -> the tape, and the names of the scores and of the loss."""
    m = len(images)
    settings = {"rows": (m, -1), "last": 1, "both": (0, 1)}
    fixed = {"Y": np.eye(10)[labels], "minus 1": np.array(-1.0), "m": np.array(float(m))}
    do = Tape(X=images, **network, **settings, **fixed)
    H = do("relu", do("add", do("matmul", do("reshape", "X", "rows"), "W1"), "b1"))  # (m, units)
    Z = do("add", do("matmul", H, "W2"), "b2")  # (m, 10): the scores
    of_label = do("sum", do("multiply", Z, "Y"), "last")  # (m, 1)
    losses = do("add", do("log", do("sum", do("exp", Z), "last")), do("multiply", of_label, "minus 1"))
    return do, Z, do("divide", do("sum", losses, "both"), "m")


def tape_gradients(network, images, labels):
    """The loss, and your gradients of it."""
    do, _, loss = digit_loss(network, images, labels)
    return do.values[loss].item(), backpropagate(do.graph, topological_order(do.graph, loss), do.values)


# %% [markdown]
# Are these the gradients of the layers that were written by hand? `refold` has Flatten, Dense, ReLU, softmax
# and cross-entropy with the `backward` of units 1 to 3. The same weights, the same digits:

# %% tags=["demonstration"]
import refold


def new_digit_network(units=32):
    """Parameters for 64 pixels and ten classes, always the same ones."""
    rng = np.random.default_rng(0)
    shapes = {"W1": (64, units), "b1": (units,), "W2": (units, 10), "b2": (10,)}
    return {key: rng.normal(size=shape) / np.sqrt(shape[0]) for key, shape in shapes.items()}


def by_refold(network, images, labels):
    """The gradients of the four parameters by refold's layers."""
    dense = [refold.Dense(network["b1"].size), refold.Dense(10, activation="softmax")]
    model = refold.Sequential([refold.Flatten(), dense[0], refold.ReLU(), dense[1]])
    model.forward(images)
    model.set_weights(list(network.values()))
    model.backward(refold.SparseCategoricalCrossentropy().gradient(labels, model.forward(images)))
    return dict(zip(network, [layer.grads[key] for layer in dense for key in ("W", "b")]))


(digits, digit_labels), (new_digits, new_labels) = refold.load_digits()
digits, new_digits = digits.astype(np.float64), new_digits.astype(np.float64)
try:
    yours = tape_gradients(new_digit_network(), digits[:100], digit_labels[:100])[1]
    for key, theirs in by_refold(new_digit_network(), digits[:100], digit_labels[:100]).items():
        apart = abs(yours[key] - theirs).max()
        print(f"{key}: the largest gradient is {abs(theirs).max():.3f}, and yours differ by {apart:.0e}")
except NotImplementedError:
    print("Once exercises 1 to 6 are written, this cell compares your gradients with those of the layers.")

# %% [markdown]
# Not a word was said of softmax minus one-hot, the pride of unit 3. It is in there all the same: the rules of
# `exp`, `sum`, `log` and `multiply` add up to it. Here is what your walk gives for the ten scores of one
# digit. What is their sum, and which of them is negative?

# %% tags=["demonstration"]
def gradient_of_scores(network):
    """The gradient of the scores of the first digit, (1, 10)."""
    do, Z, loss = digit_loss(network, digits[:1], digit_labels[:1])
    return backpropagate(do.graph, topological_order(do.graph, loss), do.values)[Z]


try:
    print(f"label {digit_labels[0]}:", np.round(gradient_of_scores(new_digit_network()), 3))
except NotImplementedError:
    print("Once exercises 1 to 6 are written, this cell shows the gradient of the scores.")

# %% [markdown]
# Now train, with plain gradient descent.

# %% tags=["demonstration"]
def trained(epochs=15, rate=0.5, batch=64):
    """A network that learned from your gradients, and the loss of each batch."""
    network, losses = new_digit_network(), []
    for _ in range(epochs):
        for start in range(0, len(digits), batch):
            rows = slice(start, start + batch)
            loss, found = tape_gradients(network, digits[rows], digit_labels[rows])
            network = {key: P - rate * found[key] for key, P in network.items()}
            losses.append(loss)
    return network, losses


def share_read_correctly(network):
    """The share of new digits whose highest score is that of their label."""
    do, Z, _ = digit_loss(network, new_digits, new_labels)
    return np.mean(do.values[Z].argmax(axis=1) == new_labels)


try:
    network, curve = trained()
    print(f"loss {curve[0]:.2f} at first, {np.mean(curve[-20:]):.3f} in the end")
    print(f"{share_read_correctly(network):.0%} of new digits are read correctly")
except NotImplementedError:
    print("Once exercises 1 to 6 are written, this cell trains a network with your gradients.")

# %% [markdown] anchor="layer-norm"
# ### A page of derivation, in eight lines
#
# In unit 8, the gradient through mean and variance took a page, and three ways had to be added up. Here is
# layer normalization as a graph, and your walk through it beside `refold`'s formula. (The root is $e^{\frac12
# \log v}$: we have no `sqrt`.)

# %% tags=["demonstration"]
def layer_norm_apart():
    """How far your dX is from that of refold's LayerNormalization, whose formula was worked out by hand."""
    rng = np.random.default_rng(0)
    X, dA = rng.normal(size=(2, 6, 5))
    fixed = {"n": 5.0, "minus": -1.0, "half": 0.5, "epsilon": 1e-3}
    do = Tape(X=X, dA=dA, last=1, both=(0, 1), **{key: np.array(value) for key, value in fixed.items()})
    mean = do("divide", do("sum", "X", "last"), "n")
    D = do("add", "X", do("multiply", mean, "minus"))
    variance = do("divide", do("sum", do("multiply", D, D), "last"), "n")
    s = do("exp", do("multiply", do("log", do("add", variance, "epsilon")), "half"))
    N = do("divide", D, s)
    target = do("sum", do("multiply", N, "dA"), "both")  # whose gradient by N is dA
    layer = refold.LayerNormalization(epsilon=1e-3)
    layer.forward(X)
    theirs = layer.backward(dA)
    yours = backpropagate(do.graph, topological_order(do.graph, target), do.values)["X"]
    return abs(yours - theirs).max()


try:
    print(f"they differ by {layer_norm_apart():.0e}")
except NotImplementedError:
    print("Once exercises 1 to 6 are written, this cell goes back through layer normalization.")

# %% [markdown]
# So why did anybody derive it by hand? The formula needs three passes through the numbers, and the graph
# keeps and walks some dozen arrays. Libraries do both: a rule for each small operation, and rules written by
# hand for what is used most. A whole layer is just a larger operation: its `backward` is its local rule.

# %% [markdown]
# ## Part 8 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **In the first unit, the gradient of Flatten was a reshape. What is its gradient in the view of this unit,
# and why does nothing have to be added up there, other than for a bias? And why does the walk go through the
# order from its end: what would be wrong if a node had its turn before all that use it?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_backwards", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# Flatten is one operation, a reshape, whose numbers only move. Its local rule sends each number of G back to
# where its number of X stood: a reshape to the shape of X, with the slope 1 everywhere. Each number of X goes
# to exactly one place, so that it hears from one place alone. A bias is repeated for each sample by
# broadcasting: each of its numbers is used in many places, and hears from all of them, which is a sum.
#
# The gradient of a node is the sum over all that use it. In the order, these stand behind it, so that from
# the end they all come first. If its turn came earlier, only a part of the sum would be there (or nothing at
# all), and this part would be handed on to its inputs, whose gradients would be wrong; what came later
# would never be handed on.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: the local rule of Flatten is a reshape back to the shape of X (each number has the slope 1);
# - 1: each number goes to exactly one place, while a bias is used in several (broadcasting), and these are
#   added up;
# - 1: a node's gradient is the sum over all operations that use it, and from the end these have had their
#   turn;
# - 1: otherwise an incomplete gradient would be handed on to its inputs.

# %% [markdown]
# ## Going further
#
# **Operators.** Write a class `Node` on top of `Tape`, with `__add__`, `__mul__`, `__matmul__` and so on, so
# that a loss reads `((X @ W + b).relu() * Y).sum()`. Give it a method `backward()`.
#
# **One more operation.** Add `max` along an axis, or `tanh`, or a convolution with unit 4's functions: one
# line in `operate`, one in `local_gradients`. Check it by differences.
#
# **Forwards.** The slopes could also be multiplied from the leaves to the loss. What would one such walk
# give, and for which functions is that the better way? (It is called *forward mode*.)
#
# **Twice.** The rules are themselves made of operations of the table. If the walk back wrote *its* operations
# on a tape as well, what could be worked out from that tape?
#
# **Next.** You have now written all parts of it: layers, losses, gradients, optimizers, the loop, and the
# machine that makes the gradients. The last unit puts attention to what it is best known for: a model that
# reads a text, and goes on with it.
