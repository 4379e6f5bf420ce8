"""What is particular to 03_softmax; what every unit has to hold stands in test_every_unit.py."""

import numpy as np
import pytest
from scipy import special

from autograder.exercises import unit
from autograder.exercises.softmax.batches import drawn_sizes, far_scores, scores
from autograder.judging.judge import judge, output_names

torch = pytest.importorskip("torch", reason="torch is not installed")
functional = pytest.importorskip("torch.nn.functional", reason="torch is not installed")

UNIT = unit("03_softmax")
WAYS = [way.answer for way in UNIT["softmax"].alternatives]


def tracked(array):
    return torch.tensor(array, requires_grad=True)


@pytest.mark.parametrize("seed", range(20))
def test_the_references_are_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for m, n in drawn_sizes(rng):
        for values in (scores(rng, m, n), np.round(scores(rng, m, n)), far_scores(rng, m, n)):
            y, dA = rng.integers(0, n, m), scores(rng, m, n)
            Z = tracked(values)
            A = functional.softmax(Z, dim=1)
            A.backward(torch.tensor(dA))
            same(UNIT["softmax"].reference(values), A.detach())
            same(UNIT["softmax_backward"].reference(dA, A.detach().numpy()), Z.grad)
            Z = tracked(values)
            loss = functional.cross_entropy(Z, torch.tensor(y))
            loss.backward()
            same(UNIT["cross_entropy"].reference(y, values), loss.item())
            same(UNIT["cross_entropy_gradient"].reference(y, values), Z.grad)
            Z = tracked(values)
            torch.relu(Z).backward(torch.tensor(dA))
            same(UNIT["relu_backward"].reference(dA, values), Z.grad)


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-9, atol=1e-12)


@pytest.mark.parametrize("rate", [0.0, 0.2, 0.5, 0.9])
def test_dropout_keeps_the_sum_on_average_and_is_its_own_way_back(rate):
    rng = np.random.default_rng(0)
    X, chance = np.ones((200, 500)), rng.random((200, 500))
    dropout = UNIT["dropout"].reference
    A = dropout(X, chance, rate, training=True)
    assert A.mean() == pytest.approx(1, abs=0.03)
    assert set(np.unique(A)) <= {0.0, 1 / (1 - rate)}
    layer = tracked(X)
    (layer * torch.tensor(A)).sum().backward()
    same(dropout(np.ones_like(X), chance, rate, training=True), layer.grad)
    assert dropout(X, chance, rate, training=False) is X


def test_the_outputs_are_scores_of_ordinary_size_and_large_ones():
    assert output_names(UNIT["softmax"]) == ["A", "A of large scores"]
    assert output_names(UNIT["cross_entropy"]) == ["loss", "loss of large scores"]


def single(answer):
    return lambda Z: answer(Z.astype(np.float32))


@pytest.mark.parametrize("answer", [lambda Z: special.softmax(Z, axis=1), *WAYS])
def test_single_precision_is_right_for_scores_of_any_size(answer):
    for seed in range(20):
        assert judge(UNIT["softmax"], single(answer), rng=np.random.default_rng(seed)).status == "right"


@pytest.mark.parametrize("off", [1e-4, 1e-5])
def test_single_precision_excuses_no_more_than_its_roundings(off):
    verdict = judge(UNIT["softmax"], single(lambda Z: special.softmax(Z, axis=1) * np.float32(1 + off)))
    assert [output.earned for output in verdict.outputs] == [0, 2]


@pytest.mark.parametrize("small", [1e-15, 1e-12, 1e-10])
def test_a_little_number_beside_the_probability_costs_only_what_it_hides(small):
    def guarded(y, Z):
        A = UNIT["softmax"].reference(Z)
        return -np.mean(np.log(A[np.arange(len(y)), y] + small))

    verdict = judge(UNIT["cross_entropy"], guarded, rng=np.random.default_rng(0))
    assert [output.earned for output in verdict.outputs] == [2, 0]


def test_a_loss_of_nan_is_not_blamed_on_exp_where_it_comes_of_a_logarithm():
    def one_hot(y, Z):
        A = UNIT["softmax"].reference(Z)
        return -np.sum(np.eye(Z.shape[1])[y] * np.log(A)) / len(y)

    verdict = judge(UNIT["cross_entropy"], one_hot)
    assert [output.earned for output in verdict.outputs] == [2, 0]
    assert "0 met the logarithm of a probability that is 0" in verdict.says


def of_two_axes(X, chance, rate, training):
    A = X.copy()
    for i in range(X.shape[0] if training else 0):
        for j in range(X.shape[1]):
            A[i, j] = 0 if chance[i, j] < rate else X[i, j] / (1 - rate)
    return A


def of_three_classes(Z):
    E = np.exp(Z - Z.max(axis=1, keepdims=True))
    return E / (E[:, :1] + E[:, 1:2] + E[:, 2:3])


def as_many_classes_as_samples(y, Z):
    return UNIT["cross_entropy"].reference(y, Z) * len(y) / Z.shape[1]


def as_many_classes_as_labels(y, Z):
    shifted = Z - Z.max(axis=1, keepdims=True)
    logarithms = shifted - np.log(np.exp(shifted).sum(axis=1, keepdims=True))
    return -np.sum(np.eye(y.max() + 1)[y] * logarithms) / len(y)


def through_the_probabilities(y, Z):
    A = UNIT["softmax"].reference(Z)
    dA = np.zeros_like(A)
    dA[np.arange(len(y)), y] = -1 / (len(y) * A[np.arange(len(y)), y])
    return UNIT["softmax_backward"].reference(dA, A)


@pytest.mark.parametrize(
    ("id", "answer", "earned"),
    [
        ("dropout", of_two_axes, 0),
        ("softmax", of_three_classes, 0),
        ("cross_entropy", as_many_classes_as_samples, 0),
        ("cross_entropy", as_many_classes_as_labels, 0),
        ("cross_entropy_gradient", through_the_probabilities, 2),
    ],
)
def test_what_is_right_for_some_shapes_or_scores_alone_earns_in_the_check_what_it_earns_in_the_grade(
    id, answer, earned
):
    verdicts = [judge(UNIT[id], answer)]
    verdicts += [judge(UNIT[id], answer, rng=np.random.default_rng(seed)) for seed in range(20)]
    assert {verdict.earned for verdict in verdicts} == {earned}


@pytest.mark.parametrize("taken_off", [lambda Z: 1000, lambda Z: np.abs(Z).max(axis=1, keepdims=True)])
def test_another_amount_that_is_taken_off_is_not_said_to_be_the_largest_of_the_batch(taken_off):
    def answer(Z):
        with np.errstate(all="ignore"):
            E = np.exp(Z - taken_off(Z))
            return E / E.sum(axis=1, keepdims=True)

    assert "the whole batch" not in judge(UNIT["softmax"], answer).says


def test_a_first_score_that_is_taken_off_is_not_said_to_be_the_mean():
    def answer(Z):
        E = np.exp(Z - Z[:, :1])
        return E / E.sum(axis=1, keepdims=True)

    says = judge(UNIT["softmax"], answer).says
    assert "leaves some of its scores far above 0" in says and "mean" not in says


@pytest.mark.parametrize("small", [1e-8, 1e-12])
def test_a_little_number_beside_the_sum_of_softmax_costs_nothing(small):
    def guarded(Z):
        E = np.exp(Z - Z.max(axis=1, keepdims=True))
        return E / (E.sum(axis=1, keepdims=True) + small)

    assert judge(UNIT["softmax"], guarded, rng=np.random.default_rng(0)).status == "right"


def test_warnings_of_an_overflow_cost_nothing_where_the_numbers_are_right():
    def both_ways(Z):
        with np.errstate(all="warn"):
            np.exp(Z)  # overflows
        return UNIT["softmax"].reference(Z)

    assert judge(UNIT["softmax"], both_ways).status == "right"


@pytest.mark.parametrize("private", [True, False])
def test_random_numbers_of_ones_own_are_told_from_those_of_chance(private):
    def own(X, chance, rate, training):
        return X * (np.random.default_rng().random(X.shape) >= rate) / (1 - rate) if training else X

    assert "random numbers of its own" in judge(UNIT["dropout"], own, private=private).says
    for item in UNIT["dropout"].misconceptions:
        says = judge(UNIT["dropout"], item.answer, private=private).says
        assert ("came back different" in says) == (item.name == "chance of its own")
