"""What is particular to 02_dense; what every unit has to hold stands in test_every_unit.py."""

import itertools
import tracemalloc

import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.dense import layer
from autograder.exercises.dense.batches import drawn, drawn_sizes
from autograder.exercises.dense.right_layer import Dense
from autograder.judging.judge import judge, output_names

torch = pytest.importorskip("torch", reason="torch is not installed")

UNIT = unit("02_dense")


@pytest.mark.parametrize("seed", range(20))
def test_the_references_are_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for shape in [(m, n) for m, n, _ in drawn_sizes(rng)] + [(2, 3, 4), (2, 1, 3, 5)]:
        units = int(rng.integers(1, 5))
        arrays = drawn(rng, *shape), drawn(rng, shape[-1], units), drawn(rng, units)
        X, W, b = (torch.tensor(array, requires_grad=True) for array in arrays)
        A = X @ W + b
        dA = drawn(rng, *A.shape)
        A.backward(torch.tensor(dA))
        dX, dW, db = (tensor.grad.numpy() for tensor in (X, W, b))
        given = [tensor.detach().numpy() for tensor in (X, W, b)]
        if len(shape) == 2:
            np.testing.assert_allclose(UNIT["dense_forward"].reference(*given), A.detach(), rtol=1e-12)
            np.testing.assert_allclose(UNIT["dense_backward"].reference(dA, given[1]), dX, rtol=1e-12)
            for mine, theirs in zip(UNIT["dense_gradients"].reference(dA, given[0]), (dW, db), strict=True):
                np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-12)
        for mine, theirs in zip(UNIT["rows_gradients"].reference(dA, given[0]), (dW, db), strict=True):
            np.testing.assert_allclose(mine, theirs, rtol=1e-12, atol=1e-12)


def test_the_reference_gives_every_output_of_the_layer():
    first, later = ["shapes", "A", "dX", "dW", "db", "params"], ["dW of the last batch", "two layers"]
    assert output_names(UNIT["dense_layer"]) == [*first, *later, "A after a step", "digits"]
    assert output_names(UNIT["dense_gradients"]) == ["dW", "db"]


@pytest.mark.parametrize(
    ("exercise", "answer", "mistake"),
    [
        ("dense_forward", lambda X, W, b: np.dot(X, W.T) + b, "W transposed"),
        ("dense_backward", lambda dA, W: dA.dot(W), "W not transposed"),
        ("dense_gradients", lambda dA, X: (np.dot(X, dA), dA.sum(0)), "X not transposed"),
    ],
)
def test_a_mistake_is_the_same_with_dot_whose_words_for_matrices_that_do_not_fit_are_others(
    exercise, answer, mistake
):
    assert judge(UNIT[exercise], answer).misconception == mistake


def test_two_different_mistakes_are_both_named():
    verdict = judge(UNIT["dense_gradients"], lambda dA, X: (dA.T @ X, dA.mean(axis=0)))
    assert [output.misconception for output in verdict.outputs] == ["dW transposed", "db averaged"]


def test_a_key_that_is_missing_in_compute_gradients_is_no_gradient_that_is_missing_in_grads():
    class LookedUpInTheCache(Dense):
        def compute_gradients(self):
            self.cache["W"]

    says = judge(UNIT["dense_layer"], LookedUpInTheCache).says
    assert "compute_gradients works" not in says and "KeyError: 'W'" in says


def test_a_layer_that_does_not_learn_misses_the_digits_alone():
    class FailsOnLargeBatches(layer.Dense):
        def compute_gradients(self):
            super().compute_gradients()
            if self.dims["m"] > 32:
                self.grads["W"] = -self.grads["W"]

    verdict = judge(UNIT["dense_layer"], FailsOnLargeBatches)
    assert {output.name for output in verdict.outputs if not output.earned} == {"digits"}


def test_a_way_back_that_is_not_written_costs_no_point_of_the_way_there():
    class ForwardAlone(layer.Dense):
        def backward(self, dA):
            raise NotImplementedError

    verdict = judge(UNIT["dense_layer"], ForwardAlone, rng=np.random.default_rng(0))
    assert {output.name for output in verdict.outputs if output.earned} == {"shapes", "A", "A after a step"}


def test_training_ends_after_its_epochs():
    made = []

    class Counted(layer.Dense):
        def __init__(self, W, b):
            super().__init__(W, b)
            made.append(self)

        def compute_gradients(self):
            self.grads.update(W=0 * self.params["W"], b=0 * self.params["b"])

    assert list(layer.reading_digits(Counted)) == [("digits", False)]
    assert len(made) == layer.EPOCHS * (2 * 12 + 2)  # each with its reading


def test_a_slow_answer_reads_the_digits(monkeypatch):
    """Such as one of loops on a busy machine, or one that draws a figure at each call."""
    monkeypatch.setattr("time.monotonic", itertools.count(step=100).__next__)
    assert list(layer.reading_digits(layer.Dense)) == [("digits", True)]


def test_entries_of_params_may_be_kept_by_reference_or_by_copy():
    class Copies(layer.Dense):
        def __init__(self, W, b):
            super().__init__(W.copy(), b.copy())

    assert judge(UNIT["dense_layer"], Copies).status == "right"


@pytest.mark.parametrize("at", ["backward", "gradients", "prediction"])
def test_a_network_takes_no_arrays_that_would_make_large_ones_together(at):
    class Wide:
        rows = 0

        def __init__(self, W, b):
            self.is_first, self.grads = len(W) == 64, {"W": W, "b": b}

        def forward(self, X):
            if self.is_first:
                Wide.rows = len(X)
                return np.ones((1, 10_000) if at == "backward" else (len(X), 24))
            return np.ones((10**6, 1, 1) if at == "prediction" and Wide.rows > 200 else (Wide.rows, 10))

        def backward(self, dA):
            return np.ones((10_000, 1) if at == "backward" else (len(dA), 24))

        def compute_gradients(self):
            if at == "gradients":
                self.grads["W"] = np.ones((10_000, 1, 1))

    tracemalloc.start()
    with pytest.raises(ValueError, match="was expected"):
        list(layer.reading_digits(Wide))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 100 << 20
