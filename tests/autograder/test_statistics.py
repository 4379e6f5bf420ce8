import statistics as stdlib
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from autograder.pages.statistics import facility, histogram, item_rest_correlation, quartiles, reading

scipy_stats = pytest.importorskip("scipy.stats")
scores = st.lists(st.sampled_from([0, 0.5, 2 / 3, 1, 4 / 3, 2, 3]), min_size=2, max_size=40)


@given(scores, scores)
def test_discrimination_is_pearsons_correlation_with_the_rest(item, others):
    n = min(len(item), len(others))
    item, others = item[:n], others[:n]
    found = item_rest_correlation(item, [a + b for a, b in zip(item, others, strict=True)])
    if len(set(item)) == 1 or len(set(others)) == 1:
        assert found is None
    else:
        assert found == pytest.approx(scipy_stats.pearsonr(item, others).statistic, abs=1e-6)


def test_the_item_itself_is_not_part_of_its_rest():
    item, others = [0, 3, 0, 3], [1, 1, 2, 2]
    total = np.add(item, others)
    assert np.corrcoef(item, total)[0, 1] > 0.9
    assert item_rest_correlation(item, total) == pytest.approx(0, abs=1e-12)


def test_rounding_is_not_variance():
    assert item_rest_correlation([0.1, 0.2, 0.3], [0.1 + 0.7, 0.2 + 0.7, 0.3 + 0.7]) is None


def test_nothing_can_be_said_of_nobody():
    assert item_rest_correlation([], []) is None
    assert item_rest_correlation([1], [2]) is None
    assert facility([], 3) is None


def test_facility_is_the_mean_share():
    assert facility([0, 1.5, 3], 3) == 0.5


@given(scores)
def test_quartiles_agree_with_the_standard_library(values):
    assert quartiles(values) == pytest.approx(stdlib.quantiles(values, n=4, method="inclusive"))


@given(st.lists(st.floats(0, 30), max_size=60), st.sampled_from([1, 7.5, 16, 26, 30]))
def test_every_score_is_in_one_bin(values, highest):
    bins = histogram(values, highest)
    assert sum(bin.count for bin in bins) == len(values)
    assert 1 <= len(bins) <= 15
    assert bins[0].low == 0 and bins[-1].high >= highest
    assert all(a.high == b.low for a, b in pairwise(bins))


def test_the_best_score_is_in_the_last_bin():
    assert [bin.count for bin in histogram([26, 25.9, 24], 26)][-1] == 3


@pytest.mark.parametrize(
    ("correlation", "students", "words"),
    [
        (0.9, 9, "too few students to say"),
        (None, 30, "undefined: no variance"),
        (0.296, 30, "separates well"),  # read as it is shown, 0.30
        (0.25, 30, "separates weakly"),
        (0.0, 30, "does not separate"),
        (-0.5, 30, "the wrong way round"),
    ],
)
def test_readings(correlation, students, words):
    assert reading(correlation, students) == words
