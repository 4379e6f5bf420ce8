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
# # 11 · A language model: one token after the other
#
# A language model reads the beginning of a text, and says how likely each next piece of it is. Ask it again
# and again, and it writes. You have built the middle of it already: attention, normalization, `Dense`. What
# is left are the two ends. A text has to become numbers before the first layer, and after the last one
# numbers have to become a text. This unit builds both, and in the end your model tells a story.
#
# **When you are through, you can**
#
# - cut a text into tokens, which are learned from the text itself;
# - say why an embedding is a `Dense` layer, and work out its gradient;
# - train on a text without a single label from a person;
# - turn scores into probabilities, more or less daring ones, and draw by them;
# - write a text in one pass through the network for each token, by remembering keys and values;
# - read from a model where a text surprises it.
#
# **What you need**: units 1 to 3, and attention (7). About an hour and forty minutes.
#
# **To read beside it**, if you like: Jurafsky & Martin, [*Speech and Language
# Processing*](https://web.stanford.edu/~jurafsky/slp3/), third edition (a draft); Sennrich, Haddow & Birch, [*Neural
# machine translation of rare words with subword units*](https://arxiv.org/abs/1508.07909), 2016, for byte pair
# encoding; Radford et al., *Language models are unsupervised multitask learners*, 2019, for the model (GPT-2).
#
# | | Part | Exercises | Minutes |
# |---|---|---|---|
# | 1 | From letters to tokens | `merge_pair` | 20 |
# | 2 | From a token to a row of numbers | `embedding_gradient` | 15 |
# | 3 | What comes next? | `next_token_loss` | 20 |
# | 4 | From scores to probabilities | `next_probabilities` | 10 |
# | 5 | A draw | `pick` | 5 |
# | 6 | One step at a time | `attend_next` | 15 |
# | 7 | All of it at work | | 10 |
# | 8 | In your own words | | 5 |
#
# As before, each exercise has a cell to write in and a cell that checks. Run the check as often as you like:
# it tells you which mistake it sees, and never takes a point away.

# %%
import numpy as np

from autograder import check

# %% [markdown] anchor="merges"
# ## Part 1 · From letters to tokens
#
# A network needs numbers. One could give each letter a number: then even a short text is a long sequence, and
# the network has to learn to spell before it learns anything else. One could give each word a number: then
# there are hundreds of thousands of them, and a word that was not in the list cannot be read at all. What is
# used is something between. It begins with letters, and **merges** what often stands side by side.
#
# Take `banana`, and the numbers 1 for `a`, 2 for `b` and 3 for `n`. The pair `an` stands there twice. It
# becomes a piece of its own, and gets the next free number, 4:
#
# ```
#     b  a  n  a  n  a
#     2  1  3  1  3  1
#        \--/  \--/           (1, 3), "an", becomes 4
#     2   4     4    1
#     b  an    an    a
# ```
#
# Now `an an` stands side by side, and could become 5. And so on: in each round the most frequent pair is
# merged, and after some rounds frequent words are a single piece. Such a piece is called a **token**, its
# number an **id**, and all tokens together the **vocabulary**. (The method is called *byte pair encoding*.)

# %% [markdown] anchor="a-token-meets-itself"
# One thing has to be agreed upon. Where the same token stands three times, as in `hmmm`, there are two places
# for the pair `mm`, and they overlap. The text is read **from the left**, and a token that has been merged is
# gone: the first two are merged, the third stays as it is.
#
# ```
#     m  m  m          m  m  m  m
#     \--/             \--/  \--/
#      mm   m           mm    mm
# ```

# %% [markdown]
# ### Exercise 1 · `merge_pair` (15 minutes, 4 points)
#
# **Goal.** Merge a pair wherever it stands.
#
# **Given.** `ids`, an array of whole numbers; `pair`, a tuple of two of them; and `new`, the id of the new
# token.
#
# **Write** a function that returns the ids after the merge, as a list (or an array). Leave `ids` as it is.
# (Half of the points are for a pair of the same token twice.)

# %% nbgrader={"grade": false, "grade_id": "merge_pair-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def merge_pair(ids, pair, new):
    """ids (n,), a pair of them, and a new id -> the ids with each such pair replaced."""
    ### BEGIN SOLUTION
    merged, i = [], 0
    while i < len(ids):
        if i + 1 < len(ids) and (ids[i], ids[i + 1]) == pair:
            merged.append(new)
            i += 2
        else:
            merged.append(ids[i])
            i += 1
    return merged
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "merge_pair", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("merge_pair", merge_pair)

# %% [markdown]
# <details><summary>Hint</summary>
#
# A `for` loop takes one step each time. Here it is sometimes one and sometimes two, so a `while` loop fits
# better: look at the token at `i` and the one after it, then move `i`. Does the last token have one after it?
# </details><p></p>
#
# **Going further.** What would change if the pairs were searched for from the right? Does it matter, as long
# as it is always done in the same way?

# %% [markdown]
# ### The story
#
# Here is a text to learn from, an old rhyme in which each verse takes in the one before. The cell writes it
# down; it needs nothing but its twelve lines.

# %% tags=["demonstration"]
tale = [
    ("the house", "Jack built"),
    ("the malt", "lay in"),
    ("the rat", "ate"),
    ("the cat", "killed"),
    ("the dog", "worried"),
    ("the cow with the crumpled horn", "tossed"),
    ("the maiden all forlorn", "milked"),
    ("the man all tattered and torn", "kissed"),
    ("the priest all shaven and shorn", "married"),
    ("the cock that crowed in the morn", "waked"),
    ("the farmer sowing his corn", "kept"),
    ("the horse and the hound and the horn", "belonged to"),
]


def verse(last):
    """The verse that begins with this line of the tale."""
    lines = [f"this is {tale[last][0]}"]
    for number in range(last, 0, -1):
        lines.append(f"that {tale[number][1]} {tale[number - 1][0]}")
    return "\n".join(lines) + " that Jack built.\n"


story = "\n".join(verse(last) for last in range(11))
print(verse(3))

# %% [markdown]
# Your `merge_pair` now learns a vocabulary from the first eleven verses: letters first, then 30 merges. To
# read a new text, the same merges are done in the same order.

# %% tags=["demonstration"]
from collections import Counter
from itertools import pairwise

alphabet = sorted(set(story))
story_merges, story_tokens = [], alphabet  # until exercise 1 is written, each letter is a token


def learn_merges(written, rounds):
    """The pairs that are merged, in order, and the text of each token."""
    ids, found, spelt = np.array([alphabet.index(letter) for letter in written]), [], list(alphabet)
    for _ in range(rounds):
        pair = Counter(pairwise(map(int, ids))).most_common(1)[0][0]
        ids = np.array(merge_pair(ids, pair, len(spelt)))
        found.append(pair)
        spelt.append(spelt[pair[0]] + spelt[pair[1]])
    return found, spelt


def encode(written):
    """A text -> the ids of its tokens."""
    ids = np.array([alphabet.index(letter) for letter in written])
    for number, pair in enumerate(story_merges):
        ids = np.array(merge_pair(ids, pair, len(alphabet) + number))
    return ids


def decode(ids, between=""):
    """Ids -> the text."""
    return between.join(story_tokens[id] for id in ids)


try:
    story_merges, story_tokens = learn_merges(story, 30)
    print(f"{len(story)} letters became {len(encode(story))} tokens, of {len(story_tokens)} in the vocabulary.")
    print("The merges:", *map(repr, story_tokens[len(alphabet) :]))
    print("\nA verse, token by token:")
    print(decode(encode(verse(3)), between="|"))
except NotImplementedError:
    print("Once exercise 1 is written, this cell shows the tokens of the story.")

# %% [markdown]
# Look through the merges. Which of them are words, which are endings, and which would be of little use in
# another text? A real vocabulary is learned from gigabytes of text and has a hundred thousand tokens. The
# method is this one.

# %% [markdown] anchor="embedding"
# ## Part 2 · From a token to a row of numbers
#
# An id is a name, and not a quantity: token 8 is not twice token 4. So each token is given a row of numbers
# of its own, its **embedding**, and all rows together are a matrix $W$ of shape $(\text{vocabulary}, n)$. The
# forward pass looks rows up: `A = W[ids]`, from $(m, \text{steps})$ to $(m, \text{steps}, n)$. The rows begin
# at random, and are learned like any other parameter.
#
# You have met this layer in another form. Write each id as a row of zeros with a single 1, one-hot, and
# multiply by $W$: all but one row of $W$ are multiplied by 0. An embedding is a `Dense` layer without a bias,
# whose input is so simple that nobody multiplies.

# %% [markdown] anchor="embedding-gradient"
# ### Back to the rows
#
# What does $W$ hear? From `Dense` you know $dW = X^T dA$, with the one-hot rows for $X$. In words: **what
# came out of a row goes back into it**. And a token that stands in several places was used several times, so
# that its parts add up. Here are three tokens with the ids 2, 0 and 2, of four, with two features:
#
# ```
#     ids    dA         dW (4, 2)
#
#      2     1   2      3   4      id 0
#      0     3   4      0   0      id 1
#      2     5   6      6   8      id 2
#                       0   0      id 3
# ```
#
# Token 2 stands in two places, and `1 2` and `5 6` add up to `6 8`. Tokens 1 and 3 stand nowhere. An id
# itself cannot move a little, so nothing comes back to it.

# %% [markdown]
# ### Exercise 2 · `embedding_gradient` (10 minutes, 4 points)
#
# **Goal.** Send the gradient back to the rows.
#
# **Given.** `dA`, of shape $(m, \text{steps}, n)$; `ids`, of shape $(m, \text{steps})$; and `vocabulary`, the
# number of tokens.
#
# **Write** a function that returns `dW`, of shape $(\text{vocabulary}, n)$.

# %% nbgrader={"grade": false, "grade_id": "embedding_gradient-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def embedding_gradient(dA, ids, vocabulary):
    """dA (m, steps, n), ids (m, steps) -> dW (vocabulary, n), for A = W[ids]."""
    ### BEGIN SOLUTION
    dW = np.zeros((vocabulary, dA.shape[-1]))
    np.add.at(dW, ids, dA)
    return dW
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "embedding_gradient", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("embedding_gradient", embedding_gradient)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Two loops over texts and steps are right, and fine. Of NumPy's own ways, `dW[ids] += dA` is tempting, and
# loses something: try it on the example. `np.add.at` was made for this, and a product with one-hot rows
# (`np.eye(vocabulary)[ids]`) does it, too.
# </details><p></p>
#
# **Going further.** Some tokens come often and others hardly ever. What does that mean for how fast their
# rows learn, with plain gradient descent, and with Adam (unit 9)?

# %% [markdown] anchor="next-token"
# ## Part 3 · What comes next?
#
# The model reads a text of ids, and gives at each step a score for every token of the vocabulary: what might
# come **next**. The text itself says what did come. So each text is its own answer, and no person has to
# label anything: the scores at a step are compared with the id one step later.
#
# ```
#     ids            the   cat   ate   the   malt
#     is to say      cat   ate   the   malt   -
# ```
#
# At the last step nobody knows what comes, so it does not count. The causal mask of unit 7 sees to it that no
# step has read its own answer.
#
# Softmax makes probabilities of the scores, and the loss is the cross-entropy of unit 3, now for each text
# and each step but the last: the mean of $-\log p$, where $p$ is the probability of the token that came.
# There are $m \, (\text{steps} - 1)$ of them. One text of three tokens, with the ids 0, 2, 1, and a
# vocabulary of three:
#
# ```
# step   Z                  p               next  -log p
#
#  0     0    ln 2 ln 5     1/8  2/8  5/8    2    ln 8/5
#  1     0    0    0        1/3  1/3  1/3    1    ln 3
#  2     ln 5 ln 2 0                         -
# ```
#
# The loss is $\frac12 (\ln \frac85 + \ln 3) = \frac12 \ln \frac{24}5 = 0.784$. With $e^{0.784} = 2.19$ the
# same is said in a way that is easier to read: the model was as undecided as if it had chosen among 2.19
# tokens, all equally likely. This number is called **perplexity**.

# %% [markdown] anchor="next-token-gradient"
# ### What the scores hear
#
# In unit 3 you found it out once and for all: the probabilities, minus 1 where the right one is, divided by
# the number that the mean divides by. Here this is 2:
#
# ```
# step   dZ
#
#  0     1/16   2/16  -3/16     (1/8, 2/8, 5/8 - 1) / 2
#  1     1/6   -1/3    1/6      (1/3, 1/3 - 1, 1/3) / 2
#  2     0      0      0
# ```
#
# And as in unit 3, `exp` of a large score is more than a number can hold: take the largest score of each step
# off first, and take the logarithm of the formula, not of the probability.

# %% [markdown]
# ### Exercise 3 · `next_token_loss` (15 minutes, 4 points)
#
# **Goal.** The loss of a language model, and its gradient.
#
# **Given.** `Z`, the scores, of shape $(m, \text{steps}, \text{vocabulary})$; and `ids`, the texts that the
# model has read, of shape $(m, \text{steps})$, with two steps at least.
#
# **Write** a function that returns two things: the loss, a number, and `dZ`, of the shape of `Z`. Two of the
# points are for large scores. Leave `Z` as it is.

# %% nbgrader={"grade": false, "grade_id": "next_token_loss-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def next_token_loss(Z, ids):
    """Z (m, steps, vocabulary), ids (m, steps) -> the loss, and dZ (m, steps, vocabulary)."""
    ### BEGIN SOLUTION
    scores, targets = Z[:, :-1], np.eye(Z.shape[-1])[ids[:, 1:]]
    scores = scores - scores.max(axis=-1, keepdims=True)
    log_p = scores - np.log(np.exp(scores).sum(axis=-1, keepdims=True))
    count = ids[:, 1:].size
    dZ = np.zeros(Z.shape)
    dZ[:, :-1] = (np.exp(log_p) - targets) / count
    return -(log_p * targets).sum() / count, dZ
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "next_token_loss", "locked": true, "points": 4, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("next_token_loss", next_token_loss)

# %% [markdown]
# <details><summary>Hint</summary>
#
# Cut first: `Z[:, :-1]` are the scores that count, and `ids[:, 1:]` what came. From there on it is unit 3
# with one axis more. `np.eye(vocabulary)[ids[:, 1:]]` has a 1 where the right token is. In the end, `dZ` has
# to be as long as `Z` again.
# </details><p></p>
#
# **Going further.** What is the loss of a model that knows nothing and gives all scores the same? What is its
# perplexity? A freshly drawn network should come near it: a good first check of any language model.

# %% [markdown] anchor="temperature"
# ## Part 4 · From scores to probabilities
#
# The model is trained, and should write. It has given the scores of the next token. One could always take the
# highest: the text is then the same every time, and soon turns in circles. So the next token is drawn, by its
# probabilities.
#
# How daring the draw is can be set. The scores are divided by a **temperature** before softmax. Below 1,
# their differences grow, and what is likely becomes more likely; above 1, they shrink, and all comes nearer
# to each other. With the scores 0, ln 2 and ln 5:
#
# ```
# temperature   scores divided       probabilities
#
#      1        0  ln 2    ln 5      1/8   2/8   5/8
#      1/2      0  2 ln 2  2 ln 5    1/30  4/30  25/30
# ```

# %% [markdown] anchor="top-k"
# ### The best of them
#
# In a vocabulary of a hundred thousand, nearly all tokens make no sense at a given place. Each is very
# unlikely, but all together they are drawn now and then, and one such token spoils a sentence. So only the
# **top k** can be drawn: those with the highest scores share a whole among them. The others get exactly 0.
# For the best two of the three, at temperature 1: $0$, $\frac27$, $\frac57$.

# %% [markdown]
# ### Exercise 4 · `next_probabilities` (10 minutes, 3 points)
#
# **Goal.** The probability of each token to come next.
#
# **Given.** `z`, the scores of one step, of shape $(\text{vocabulary},)$, no two of them alike;
# `temperature`, a number above 0; and `top_k`, how many tokens keep a probability above 0, from 1 to all.
#
# **Write** a function that returns `p`, of the shape of `z`. A third of the points is for each: the
# temperature, the best k, and large scores. Leave `z` as it is.

# %% nbgrader={"grade": false, "grade_id": "next_probabilities-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def next_probabilities(z, temperature, top_k):
    """Scores z (vocabulary,) -> probabilities p (vocabulary,), of which top_k are not 0."""
    ### BEGIN SOLUTION
    least = np.sort(z)[-top_k]
    e = np.where(z >= least, np.exp((z - z.max()) / temperature), 0.0)
    return e / e.sum()
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "next_probabilities", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("next_probabilities", next_probabilities)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `np.sort(z)` is in rising order: which of its elements is the lowest score that still belongs to the best k?
# Which score would make the exponential of the others 0? Or let their exponentials be 0, before you divide by
# the sum.
# </details><p></p>
#
# **Going further.** With a temperature near 0, what becomes of the probabilities? And with a very high one?
# Another way is to keep as many of the best as it takes to have nine tenths of the probabilities together
# (*top p*). When does that keep few, and when many?

# %% tags=["demonstration"]
from refold.plots import Picture


def draw_temperatures():
    """Probabilities of eight tokens at three temperatures, and of the best three."""
    scores = np.array([1.0, 3.2, 0.2, 2.5, -1.0, 2.0, 0.5, 1.6])
    settings = [(0.5, 8), (1.0, 8), (2.0, 8), (1.0, 3)]
    drawn, told = Picture(figsize=(9, 2.2), layout="constrained"), []
    for ax, (temperature, top_k) in zip(drawn.subplots(1, 4, sharey=True), settings):
        probabilities = next_probabilities(scores, temperature, top_k)
        ax.bar(range(8), probabilities, color="#c4314b" if top_k == 3 else "#24292f")
        best = ", the best 3" if top_k == 3 else ""
        ax.set(title=f"temperature {temperature:g}{best}", xlabel="token", xticks=range(8))
        told.append(f"{temperature:g}{best}: {probabilities.max():.2f}")
    drawn.supylabel("probability", fontsize=10)
    drawn.words = f"The largest probability of eight tokens, at temperature {'; '.join(told)}."
    return drawn


try:
    shown = draw_temperatures()
except NotImplementedError:
    shown = "Once exercise 4 is written, this cell shows what temperature and top k do."
shown

# %% [markdown] anchor="a-draw"
# ## Part 5 · A draw
#
# To draw from probabilities, they are laid on a line, one behind the other, from 0 to 1. A random number $u$
# falls somewhere on it, everywhere as likely, and so on each part as often as it is long:
#
# ```
#     0     1/8         3/8                               1
#     |--0---|-----1-----|---------------2----------------|
#                ^ u = 0.2                ^ u = 0.7
# ```
#
# $u = 0.2$ picks token 1, and $u = 0.7$ token 2. Where two parts meet, the point belongs to the one that
# **begins** there: $u = \frac38$ picks token 2. A part that has no length is never picked.

# %% [markdown]
# ### Exercise 5 · `pick` (5 minutes, 3 points)
#
# **Goal.** The token on which a number falls.
#
# **Given.** `p`, probabilities that add up to 1, some of which may be 0; and `u`, a number from 0 to 1, but
# not 1.
#
# **Write** a function that returns the id of the token, a whole number. Half of the points are for what falls
# on a border.

# %% nbgrader={"grade": false, "grade_id": "pick-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def pick(p, u):
    """Probabilities p (vocabulary,) and a number 0 <= u < 1 -> the id of the token in whose part u lies."""
    ### BEGIN SOLUTION
    return int(np.searchsorted(np.cumsum(p), u, side="right"))
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "pick", "locked": true, "points": 3, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("pick", pick)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `np.cumsum(p)` says where each part ends. The first part whose end lies *beyond* $u$ is the right one.
# </details><p></p>
#
# **Going further.** The sums of floating-point numbers are rounded, so that the last end may be 0.9999999.
# What would your function do with a $u$ beyond it, and what should it do?

# %% [markdown] anchor="attend-next"
# ## Part 6 · One step at a time
#
# To write a text of 1,000 tokens, the model is asked 1,000 times. Each time, attention would work out
# queries, keys and values of *all* tokens so far, though only one is new. Thanks to the causal mask, the
# earlier ones do not change: a step never looks at what comes after it. So their keys and values can be
# **remembered**, and one step is all there is to do. This memory is called the *KV cache*, and it is what
# fills the memory of the large models when they talk to many people.

# %% [markdown] anchor="what-is-remembered"
# ### What is remembered
#
# For each head, the keys of the steps so far, $(\text{heads}, \text{steps}, k)$, and the values,
# $(\text{heads}, \text{steps}, v)$. There is one text, and so no axis of samples. The new step brings its own
# key and value. They are put behind the others, **before** it looks, for a step sees itself as well. Queries
# are not kept: each is used once, by its own step. (In a shape, $k$ and $v$ are numbers of features, as in
# unit 7.)

# %% [markdown] anchor="next-scores"
# ### What is worked out
#
# One query $q$ for each head, so that the scores are a row: $s_j = q \cdot k_j / \sqrt k$, over all steps $j$
# up to the new one. Softmax makes weights of them, and the context is what they take of the values. It has
# the shape of the new value, $(\text{heads}, v)$. Here are the keys and values of unit 7 once more. Those of the
# first two steps are remembered. The third step is new, and asks as step 1 did there, with $k = 4$ features in
# query and keys:
#
# ```
#       keys               values   scores      weights
#
#       0     0     2  0   48   0   0           1/8
#       ln 2  ln 2  0  2   72  24   ln 2        2/8
# new   ln 5  ln 5  0  0    0  24   ln 5        5/8
#
#       query              context
#
#       1     1     0  0   24  21
# ```

# %% [markdown]
# ### Exercise 6 · `attend_next` (15 minutes, 6 points)
#
# **Goal.** Attention for one new step.
#
# **Given.** `q` and `k`, the new query and key, of shape $(\text{heads}, k)$; `v`, the new value, of shape
# $(\text{heads}, v)$; and `keys` and `values` of the steps before, of shapes $(\text{heads}, \text{steps},
# k)$ and $(\text{heads}, \text{steps}, v)$. At the very first step there are none: `steps` is 0.
#
# **Write** a function that returns three things: the context `c`, of shape $(\text{heads}, v)$, and `keys`
# and `values` with one step more. Leave what you were given as it is. A quarter of the points is for each,
# and for large scores.

# %% nbgrader={"grade": false, "grade_id": "attend_next-answer", "locked": false, "schema_version": 3, "solution": true, "task": false}
def attend_next(q, k, v, keys, values):
    """q, k (heads, k), v (heads, v), keys and values (heads, steps, ...) -> c (heads, v), keys, values."""
    ### BEGIN SOLUTION
    keys = np.concatenate([keys, k[:, np.newaxis]], axis=1)
    values = np.concatenate([values, v[:, np.newaxis]], axis=1)
    s = (keys * q[:, np.newaxis]).sum(axis=-1) / np.sqrt(q.shape[-1])  # (heads, steps + 1)
    e = np.exp(s - s.max(axis=-1, keepdims=True))
    p = e / e.sum(axis=-1, keepdims=True)
    return (p[..., np.newaxis] * values).sum(axis=1), keys, values
    ### END SOLUTION


# %% nbgrader={"grade": true, "grade_id": "attend_next", "locked": true, "points": 6, "schema_version": 3, "solution": false, "task": false} tags=["raises-exception"]
check("attend_next", attend_next)

# %% [markdown]
# <details><summary>Hint</summary>
#
# `k[:, np.newaxis]` has the shape $(\text{heads}, 1, k)$: one step. `np.concatenate([...], axis=1)` joins
# along the steps. If `@` and three axes give you trouble, write the sums: `(keys * q[:,
# np.newaxis]).sum(axis=-1)` is a score for each head and step.
# </details><p></p>
#
# **Going further.** How many numbers does the memory hold, for 32 layers with 32 heads of 128 features, and a
# text of 8,000 tokens? How many bytes is that, at two for each number, and how many talks fit on one GPU?

# %% [markdown]
# ## Part 7 · All of it at work
#
# *10 minutes, nothing to write.*
#
# A small transformer around your functions: your embedding below, two blocks as in unit 7 in the middle, your
# loss on top. It learns from the first eleven verses, in pieces of 48 tokens that overlap. The twelfth it
# never sees. It takes some ten seconds, or a few more.

# %% tags=["demonstration"]
import functools

import refold

STEPS = 48


class YourEmbedding:
    """Your gradient as a layer: ids (m, steps) -> A (m, steps, n)."""

    def __init__(self, tokens, n):
        self.params = {"W": np.random.default_rng(0).uniform(-0.05, 0.05, (tokens, n)).astype(np.float32)}
        self.grads = {}

    def compute_shapes(self, ids):
        pass

    def forward(self, ids):
        self.ids = ids
        return self.params["W"][ids]

    def backward(self, dA):
        self.dA = dA
        return np.zeros(self.ids.shape)

    def compute_gradients(self):
        dW = embedding_gradient(self.dA, self.ids, len(self.params["W"]))
        self.grads = {"W": np.asarray(dW, dtype=np.float32)}


class YourLoss(refold.Loss):
    """Your loss, for `fit`: the targets are the texts themselves."""

    per_sample = slope = None

    def with_gradient(self, ids, Z, *_):
        value, dZ = next_token_loss(Z, ids)
        return float(value), np.asarray(dZ, dtype=np.float32)

    def __call__(self, ids, Z, *_):
        return self.with_gradient(ids, Z)[0]


def language_model(n=32, heads=4, blocks=2):
    """Scores (m, steps, vocabulary) of texts (m, steps)."""
    layers = [YourEmbedding(len(story_tokens), n), refold.PositionalEmbedding(STEPS)]
    options = {"use_causal_mask": True, "kernel_initializer": "random_normal"}  # small at first, as in GPT-2
    for _ in range(blocks):
        looks = refold.MultiHeadAttention(heads, n // heads, **options)
        thinks = [refold.Dense(2 * n, activation="relu"), refold.Dense(n)]
        layers += [refold.Residual([refold.LayerNormalization(), looks])]
        layers += [refold.Residual([refold.LayerNormalization(), *thinks])]
    made = refold.Sequential([*layers, refold.LayerNormalization(), refold.Dense(len(story_tokens))], seed=0)
    made.compile(refold.Adam(0.003), YourLoss())
    return made


@functools.cache
def read_the_story(epochs=8):
    """A model that has read all pieces of the story, and its loss before that and in each epoch."""
    ids = encode(story)
    pieces = np.stack([ids[start : start + STEPS] for start in range(len(ids) - STEPS + 1)])
    made = language_model()
    before = made.evaluate(pieces, pieces, verbose=0)
    return made, [before, *made.fit(pieces, pieces, epochs=epochs, batch_size=16, verbose=0).history["loss"]]


try:
    print("perplexity:", *np.round(np.exp(read_the_story()[1]), 2))
except NotImplementedError:
    print("Once exercises 1 to 3 are written, this cell trains a language model with them.")

# %% [markdown]
# Before it has learned, the model does worse than one that gives all 56 tokens the same probability: it has
# opinions, and they are drawn at random. In the end it hardly hesitates. It has learned these verses by
# heart, which is nothing to be proud of yet. What does it make of a verse that it has never seen?
#
# ### Where a text surprises it
#
# The picture shows $-\log p$ of each token of the twelfth verse, read from its beginning. Each bar says how
# surprised the model was. (The beginning is shown. The other tokens, to the end, look like the last ones
# here.)

# %% tags=["demonstration"]
def surprises(ids, begin):
    """-log p of each token from `begin` on, given the tokens before it, as many as the model can read."""
    teller, found = read_the_story()[0], []
    for place in range(begin, len(ids)):
        read = ids[np.newaxis, max(0, place - STEPS + 1) : place]  # the last step never learned to predict
        scores = teller.predict(read, verbose=0)[0, -1]
        found.append(-np.log(next_probabilities(scores.astype(float), 1.0, len(scores))[ids[place]]))
    return np.array(found)


def draw_surprises():
    """How surprised the model is by the verse that it has not read, token by token."""
    heard = encode(f"{story}\n")
    ids = np.concatenate([heard, encode(verse(11))])
    height, tokens = surprises(ids, len(heard)), [story_tokens[id] for id in ids[len(heard) :]]
    shown = range(48)
    drawn = Picture(figsize=(8, 2.8), layout="constrained")
    ax = drawn.subplots()
    ax.bar(shown, height[:48], color="#c4314b")
    ax.set_xticks(shown, [token.replace("\n", "⏎") for token in tokens[:48]], rotation=90, family="monospace")
    ax.tick_params(axis="x", labelsize=8, length=0)
    ax.set_ylabel("surprise")
    ax.margins(x=0.01)
    early = int(np.flatnonzero(height > 3)[-1]) + 1
    told = f"{height[:early].mean():.1f} in its first {early} tokens, {height[early:].mean():.2f} in the others"
    ax.set_title(f"mean surprise: {told}", fontsize=10)
    drawn.words = f"The mean surprise by the twelfth verse is {told}."
    return drawn


try:
    shown = draw_surprises()
except NotImplementedError:
    shown = "Once exercises 1 to 4 are written, this cell shows where a new verse surprises the model."
shown

# %% [markdown]
# The horse and the hound are new, and the horn was the cow's: nothing prepared the model for them here. As
# soon as the farmer is there, it knows how the story goes on, though it has never met him in this place. In
# which tokens of the new line is it *not* surprised, and why?
#
# ### It tells the story
#
# Now it writes: your probabilities, your draw, and your attention, one step at a time. The cell also does it
# the long way, in which all steps are worked out anew for each token, and compares.

# %% tags=["demonstration"]
import time


def scores_of_next(teller, id, place, memory):
    """One step through the model: the scores of what comes after this token, which stands at this place."""
    embedding, places, *blocks, normalize, last = teller.layers
    x = embedding.params["W"][id] + places.params["P"][place]
    for number, block in enumerate(blocks):
        added = x
        for step in block.steps:
            if isinstance(step.layer, refold.MultiHeadAttention):
                P = step.layer.params
                q, k, v = (np.einsum("n,nhk->hk", added, P[f"W{kind}"]) + P[f"b{kind}"] for kind in "qkv")
                c, *memory[number] = attend_next(q, k, v, *memory[number])
                added = np.einsum("hv,hvn->n", c, P["Wo"]) + P["bo"]
            else:
                added = step.layer.forward(added[np.newaxis, np.newaxis])[0, 0]
        x = x + added
    return last.forward(normalize.forward(x[np.newaxis, np.newaxis]))[0, 0]


def write(begin, temperature=0.7, top_k=5, seed=1, remembering=True):
    """A text that goes on from its beginning, as long as the model has places."""
    teller, rng, ids = read_the_story()[0], np.random.default_rng(seed), list(encode(begin))
    memory = [[np.zeros((4, 0, 8), np.float32)] * 2 for _ in range(4)]
    for place in range(STEPS - 1):
        if remembering:
            scores = scores_of_next(teller, ids[place], place, memory)
        elif place >= len(ids) - 1:
            scores = teller.predict(np.array([ids]), verbose=0)[0, -1]
        if place >= len(ids) - 1:  # the beginning has been read
            ids.append(pick(next_probabilities(scores.astype(float), temperature, top_k), rng.random()))
    return decode(ids)


try:
    started = time.perf_counter()
    quickly = write("this is the ")
    between = time.perf_counter()
    slowly = write("this is the ", remembering=False)
    longer = (time.perf_counter() - between) / (between - started)
    print(quickly)
    print(f"\nThe same the long way: {slowly == quickly}. It took {longer:.1f} times as long.")
except NotImplementedError:
    print("Once all exercises are written, this cell tells a story.")

# %% [markdown]
# Change the seed, the temperature and `top_k` in `write`, and try other beginnings: `this is the dog`, or one
# that makes no sense (in letters of the story: for others, there is no token). At which temperature do new
# words appear, and at which does every seed give the same text?
#
# With 48 tokens and a small network, remembering saves only half of the time or somewhat more, since most of
# it goes into calling Python. In a long text it saves nearly everything: one step goes through the layers for
# each token, and only its look back takes longer as the text grows; without memory, all steps so far go
# through them again.
#
# ### What it is, and what it is not
#
# Everything that large language models do while they write is in this notebook: tokens, embeddings, blocks of
# attention and `Dense`, scores, temperature, a draw, a cache. What differs is the size, many million times as
# many parameters and as much text, and what comes after: they are trained further on what people find
# helpful. The loss is the one that you wrote.

# %% [markdown]
# ## Part 8 · In your own words (5 minutes, 4 points)
#
# Your instructor reads this answer. Three to six sentences are enough. Double-click on `YOUR ANSWER HERE` to
# write in its place, and press Shift+Enter when you are done.
#
# **Nobody labels the texts that a language model learns from. Where do the right answers come from, and what
# would go wrong without the causal mask? And why may keys and values of earlier steps be remembered, and why
# are queries not?**

# %% [markdown] nbgrader={"grade": true, "grade_id": "why_remembered", "locked": false, "points": 4, "schema_version": 3, "solution": true, "task": false}
# The right answer at each step is the token that follows in the text itself: the ids, moved by one step.
# Without the causal mask a step could look at the token after it, which is its own answer. It would copy it,
# the loss would fall to nearly 0, and nothing would have been learned that helps where the next token is not
# there yet.
#
# With the mask, what a step makes of its token depends only on itself and the steps before it. Tokens that
# are written later change neither its key nor its value, so these would come out the same each time. A query
# is used by its own step alone, to look back, and later steps look with their own: it is never needed again.
#
# **Rubric** (4 points, whole or half points)
#
# - 1: the answers are the next tokens of the text itself;
# - 1: without the mask a step reads its own answer, and learns to copy, which does not help when writing;
# - 1: keys and values of earlier steps do not depend on later tokens (because of the mask), and stay as they
#   are;
# - 1: a query is only used by its own step.

# %% [markdown]
# ## Going further
#
# **Another text.** Put a text of your own into `story`, a few pages of it, keep the last page for the picture
# of the surprises, and train. How many merges are good? Where is the model surprised, and are you surprised
# there, too?
#
# **Longer than the places.** The model has 48 places, and so writes 48 tokens. To go on, the oldest token
# could be dropped. Why can the remembered keys not simply be shifted with it? (With other ways to tell a
# model where a token stands, such as *rotary embeddings*, they can stay as they are.)
#
# **One matrix less.** The last `Dense` layer has a column for each token, and the embedding a row. They may
# be the same matrix. How would its gradient be worked out, and what is saved?
#
# **Many at once.** Let `attend_next` have an axis of samples in front. What is to be done when one text is
# longer than another?
#
# **The end.** You have now written all parts of it: layers, losses, gradients, optimizers, the loop, the
# machine that makes the gradients, and a model that tells a story. Take data that you care about, hold a part
# of it out before you look, and build the smallest network that might do. `refold` has the layers and
# optimizers that you wrote, under Keras's names, and nothing of PyTorch is a closed box to you any more.
