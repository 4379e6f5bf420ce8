"""Classical test theory for one class: how scores spread, how hard an item is, and how well it separates."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

FEW = 10
"""Below so many students a correlation says more about chance than about the exercise."""
SAME = 1e-9
"""Points that differ by less are the same: sums of shares such as 2/3 do not come out exactly."""
BINS = 15


@dataclass(frozen=True)
class Bin:
    """Scores from `low` to below `high`; the last bin holds its upper edge too."""

    low: float
    high: float
    count: int


def quartiles(scores: Sequence[float]) -> tuple[float, float, float]:
    """First quartile, median, third quartile, interpolated linearly.

    >>> quartiles([1, 2, 3, 4, 5])
    (2.0, 3.0, 4.0)
    """
    low, median, high = np.quantile(scores, [0.25, 0.5, 0.75])
    return float(low), float(median), float(high)


def histogram(scores: Sequence[float], highest: float) -> list[Bin]:
    """Counts in at most 15 bins of one round width, from 0 to at least `highest`.

    >>> histogram([0, 2, 2, 3], 3)
    [Bin(low=0.0, high=1.0, count=1), Bin(low=1.0, high=2.0, count=0), Bin(low=2.0, high=3.0, count=3)]
    """
    top = max([highest, *scores, 1.0])
    width = next(w * 10**e for e in range(9) for w in (1, 2, 5) if top <= BINS * w * 10**e)
    edges = np.arange(int(np.ceil(top / width - SAME)) + 1) * float(width)
    counts, _ = np.histogram(np.round(scores, 9), edges)
    return [Bin(float(a), float(b), int(n)) for a, b, n in zip(edges[:-1], edges[1:], counts, strict=True)]


def facility(earned: Sequence[float], points: float) -> float | None:
    """The mean share of the points that was earned, from 0 to 1; None without students or points."""
    return float(np.mean(earned)) / points if len(earned) and points else None


def item_rest_correlation(item: Sequence[float], total: Sequence[float]) -> float | None:
    """The discrimination of an item: Pearson's correlation of its points with the points of all the others.

    The item itself is taken out of the total (the *corrected* item-total correlation), since otherwise it
    would be correlated with itself. None where it is undefined: fewer than two students, or no variance.

    Source: Nunnally and Bernstein, Psychometric Theory, 3rd ed., 1994, ch. 8.
    """
    ours = np.asarray(item, dtype=float)
    rest = np.asarray(total, dtype=float) - ours
    if len(ours) < 2 or np.ptp(ours) < SAME or np.ptp(rest) < SAME:
        return None
    return float(np.corrcoef(ours, rest)[0, 1])


def reading(correlation: float | None, students: int) -> str:
    """A discrimination in plain words, by the bounds of Ebel and Frisbie (1991).

    >>> reading(0.45, 30), reading(None, 30), reading(0.45, 6)
    ('separates well', 'undefined: no variance', 'too few students to say')
    """
    if students < FEW:
        return "too few students to say"
    if correlation is None:
        return "undefined: no variance"
    shown = round(correlation, 2)
    if shown >= 0.3:
        return "separates well"
    if shown >= 0.2:
        return "separates weakly"
    return "does not separate" if shown > -0.2 else "the wrong way round"
