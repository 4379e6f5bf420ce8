"""next_probabilities: from the scores of a model to the probability of each token to come next."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from autograder.exercise import Alternative, Case, Exercise, in_single_precision
from autograder.exercises.language_model.arrays import LN2, LN5, numbers
from autograder.exercises.language_model.probabilities_sentences import MISTAKES
from autograder.exercises.returned import as_precise

SOME, LARGE = " of the top k", " of large scores"


def reference(z, temperature, top_k):
    left_out = np.argsort(z)[: len(z) - top_k]
    z = (z - z.max()) / temperature
    z[left_out] = -np.inf
    e = np.exp(z)
    return e / e.sum()


def run(student, z, temperature, top_k):
    kind = LARGE if np.abs(z).max() > 100 else SOME if top_k < len(z) else ""
    return {f"p{kind}": as_precise(student(z, temperature, top_k), like=z)}


def steps(z, temperature, top_k):
    """Of scores on several axes, the places of the lowest are looked up along the first, each with all."""
    return 4 * np.size(z) ** max(1, np.ndim(z)) * np.size(temperature)


def drawn(name: str, rng: np.random.Generator, vocabulary: int, some: bool, large: float = 0.0) -> Case:
    """Scores of which the highest stands neither at the beginning nor at the end."""
    z = numbers(rng, vocabulary)
    z = np.roll(z, int(rng.integers(1, vocabulary - 1)) - int(z.argmax()))
    temperature = float(rng.choice([0.4, 0.5, 0.7, 1.5, 2.0]))
    top_k = int(rng.integers(2, vocabulary)) if some else vocabulary
    return Case(name, z=z + large, temperature=temperature, top_k=top_k)


def hidden(rng: np.random.Generator) -> Sequence[Case]:
    sizes = [5, 6, 7, *(int(n) for n in rng.integers(4, 12, 4))]
    cases = [drawn("scores drawn at random", rng, n, some) for n in sizes for some in (False, True)]
    # at 2500 and more a largest score that was not divided by the temperature is noticed, whatever that is
    levels = (float(level) for level in rng.uniform(2500, 3000, 2) * [1, -1])
    large = [drawn("large scores drawn at random", rng, 6, True, level) for level in levels]
    return [*cases, *large, *map(in_single_precision, cases[:2])]


# Right answers, written in other ways.


def the_best_alone(z, temperature, top_k):
    """Only the scores of the best go through softmax."""
    best = np.argpartition(z, -top_k)[-top_k:]
    scores = z[best] / temperature
    e = np.exp(scores - scores.max())
    p = np.zeros(z.shape)
    p[best] = e / e.sum()
    return p


def shared_out_anew(z, temperature, top_k):
    """First the probabilities of all; then those of the best are shared out anew."""
    scaled = z / temperature
    p = np.exp(scaled - np.logaddexp.reduce(scaled))
    least = np.sort(z)[-top_k]
    p = np.where(z >= least, p, 0)
    return p / p.sum()


def one_by_one(z, temperature, top_k):
    ranks = [sum(other > score for other in z) for score in z]
    top = max(z)
    e = [
        np.exp((score - top) / temperature) if rank < top_k else 0.0
        for score, rank in zip(z, ranks, strict=True)
    ]
    return np.array([each / sum(e) for each in e])


def hidden_by_a_low_score(z, temperature, top_k):
    kept = np.isin(np.arange(len(z)), np.argsort(-z)[:top_k])
    scores = np.where(kept, z, z.max() - 1e9) / temperature
    e = np.exp(scores - scores.max())
    return e / e.sum()


def as_a_power(z, temperature, top_k):
    """Softmax first; each probability to the power of 1 / temperature; then shared out anew."""
    p = np.exp(z - z.max())
    p[p < np.sort(p)[::-1][top_k - 1]] = 0
    p = p ** (1 / temperature)
    return p / p.sum()


next_probabilities = Exercise(
    "next_probabilities",
    points=3,
    lent=steps,
    reference=reference,
    run=run,
    cases=[
        Case("the scores of Part 4", z=np.array([0.0, LN2, LN5]), temperature=1.0, top_k=3),
        Case("the same at half the temperature", z=np.array([0.0, LN2, LN5]), temperature=0.5, top_k=3),
        Case("the best two of them", z=np.array([0.0, LN2, LN5]), temperature=1.0, top_k=2),
        drawn("six scores", np.random.default_rng(1), 6, some=False),
        drawn("the best of seven scores", np.random.default_rng(2), 7, some=True),
        Case("the best alone", z=np.array([0.5, 2.0, -1.0, 1.0]), temperature=2.0, top_k=1),
        drawn("large scores", np.random.default_rng(3), 6, some=True, large=2000.0),
        drawn("scores far below 0", np.random.default_rng(4), 5, some=True, large=-2000.0),
    ],
    hidden=hidden,
    sums={"p": 64, f"p{SOME}": 64, f"p{LARGE}": 16000},
    misconceptions=MISTAKES,
    alternatives=[
        Alternative(the_best_alone),
        Alternative(shared_out_anew),
        Alternative(one_by_one),
        Alternative(hidden_by_a_low_score),
        Alternative(as_a_power),
    ],
)
