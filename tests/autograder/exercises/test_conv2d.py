"""What is particular to 04_conv2d; what every unit has to hold stands in test_every_unit.py."""

import itertools
import re
from pathlib import Path

import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.conv2d.images import drawn_pools, drawn_sizes, elements
from autograder.exercises.dense.batches import drawn
from autograder.judging.judge import judge, output_names
from refold import Conv2D

from ...oracles import keras

torch = pytest.importorskip("torch", reason="torch is not installed")
functional = pytest.importorskip("torch.nn.functional", reason="torch is not installed")

UNIT = unit("04_conv2d")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "04_conv2d" / "04_conv2d.py"


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-12, atol=1e-10)


def channels_last(tensor):
    return tensor.detach().permute(0, 2, 3, 1)


def tracked(array, *order):
    """A tensor that wants its gradient, and the same with its axes in PyTorch's order."""
    tensor = torch.tensor(array, requires_grad=True)
    return tensor, tensor.permute(*order).contiguous()


@pytest.mark.parametrize("seed", range(20))
def test_the_references_are_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for sizes in drawn_sizes(rng):
        given = drawn(rng, *sizes.X), drawn(rng, *sizes.W), drawn(rng, sizes.filters)
        (X, images), (W, kernels) = tracked(given[0], 0, 3, 1, 2), tracked(given[1], 3, 2, 0, 1)
        b, dA = torch.tensor(given[2], requires_grad=True), drawn(rng, *sizes.A)
        A = functional.conv2d(images, kernels, b, stride=sizes.strides)
        A.backward(torch.tensor(dA).permute(0, 3, 1, 2))
        same(UNIT["conv2d_forward"].reference(*given, sizes.strides), channels_last(A))
        dW, db = UNIT["conv2d_gradients"].reference(dA, given[0], sizes.kernel, sizes.strides)
        same(dW, W.grad)
        same(db, b.grad)
        same(UNIT["conv2d_backward"].reference(dA, given[1], sizes.X, sizes.strides), X.grad)


@pytest.mark.parametrize("seed", range(20))
def test_windows_are_those_that_pytorch_unfolds(seed):
    rng = np.random.default_rng(seed)
    for sizes in drawn_sizes(rng):
        X = drawn(rng, *sizes.X)
        columns = functional.unfold(torch.tensor(X).permute(0, 3, 1, 2), sizes.kernel, stride=sizes.strides)
        theirs = columns.reshape(len(X), sizes.X[3], *sizes.kernel, *sizes.places[1:])
        mine = UNIT["windows"].reference(X, sizes.kernel, sizes.strides)
        np.testing.assert_array_equal(mine, theirs.permute(0, 4, 5, 2, 3, 1))
        assert elements(X, sizes.kernel, sizes.strides) == mine.size


@pytest.mark.parametrize("seed", range(20))
def test_pooling_is_that_of_pytorch_ties_included(seed):
    rng = np.random.default_rng(seed)
    for sizes in drawn_pools(rng):
        for values in (drawn(rng, *sizes.X), rng.integers(-2, 2, sizes.X).astype(float)):
            X, images = tracked(values, 0, 3, 1, 2)
            A, dA = functional.max_pool2d(images, sizes.kernel, sizes.strides), drawn(rng, *sizes.pooled)
            A.backward(torch.tensor(dA).permute(0, 3, 1, 2))
            inputs = values, sizes.kernel, sizes.strides
            same(UNIT["max_pooling_forward"].reference(*inputs), channels_last(A))
            same(UNIT["max_pooling_backward"].reference(dA, *inputs), X.grad)


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_the_size_and_the_zeros_are_those_of_keras(padding):
    library = keras()
    for n, kernel, stride in itertools.product(range(1, 12), range(1, 5), range(1, 5)):
        if padding == "valid" and kernel > n:
            continue
        out, before, after = UNIT["output_size"].reference(n, kernel, stride, padding)
        X, W = np.arange(1.0, n + 1).reshape(1, n, 1, 1), np.arange(1.0, kernel + 1).reshape(kernel, 1, 1, 1)
        layer = library.layers.Conv2D(1, (kernel, 1), strides=(stride, 1), padding=padding, use_bias=False)
        layer.build(X.shape)
        layer.set_weights([W])
        theirs = library.ops.convert_to_numpy(layer(X))
        padded = np.pad(X, ((0, 0), (before, after), (0, 0), (0, 0)))
        mine = UNIT["conv2d_forward"].reference(padded, W, np.zeros(1), (stride, 1))
        assert mine.shape[1] == out
        same(mine, theirs)


@pytest.mark.parametrize("padding", ["valid", "same"])
def test_the_library_has_the_same_layer(padding):
    X = drawn(np.random.default_rng(0), 2, 7, 6, 3)
    layer = Conv2D(4, (3, 2), strides=(2, 1), padding=padding, seed=0)
    A = layer.forward(X)
    zeros = [UNIT["output_size"].reference(*axis, padding)[1:] for axis in ((7, 3, 2), (6, 2, 1))]
    P = np.pad(X, ((0, 0), *zeros, (0, 0)))
    same(UNIT["conv2d_forward"].reference(P, layer.params["W"], layer.params["b"], (2, 1)), A)


@pytest.mark.parametrize(
    "id", ["windows", "conv2d_forward", "conv2d_gradients", "conv2d_backward", "max_pooling_backward"]
)
def test_the_first_case_is_what_the_notebook_works_out(id):
    """Each row of its images, and of what comes of them, stands in a line of the notebook."""
    exercise = UNIT[id]
    given = exercise.cases[0].inputs
    found = dict(exercise.run(exercise.reference, **given)).values()
    rows = [
        row
        for array in [given.get("X"), *found]
        if array is not None and array.ndim > 1
        for row in array.reshape(-1, array.shape[-1] if array.shape[-1] > 1 else array.shape[-2])
    ]
    text = NOTEBOOK.read_text(encoding="utf-8")
    lines = [" ".join(re.findall(r"-?\b\d+\b", line)) for line in text.splitlines()]
    for row in rows:
        wanted = " ".join(f"{number:g}" for number in row)
        assert any(wanted in line for line in lines), wanted


def test_the_outputs():
    assert output_names(UNIT["output_size"]) == ["out", "zeros"]
    assert output_names(UNIT["conv2d_gradients"]) == ["dW", "db"]


def test_two_different_mistakes_are_both_named():
    def both(dA, X, kernel, strides):
        dW, _ = UNIT["conv2d_gradients"].reference(dA, X, kernel, strides)
        return dW[::-1, ::-1], dA.mean(axis=(0, 1, 2))

    verdict = judge(UNIT["conv2d_gradients"], both)
    assert [output.misconception for output in verdict.outputs] == ["kernel flipped", "db averaged"]


def test_a_half_that_is_rounded_to_the_nearest_is_seen_in_the_check():
    def rounded(n, kernel, stride, padding):
        out, before, after = UNIT["output_size"].reference(n, kernel, stride, padding)
        half = round((before + after) / 2)
        return out, half, before + after - half

    verdicts = [judge(UNIT["output_size"], rounded)]
    verdicts += [judge(UNIT["output_size"], rounded, rng=np.random.default_rng(seed)) for seed in range(10)]
    assert {verdict.earned for verdict in verdicts} == {2}
    assert verdicts[0].misconception == "half rounded to the nearest"


def test_adding_at_repeated_positions_is_told_to_lose_some():
    """`dX[positions] += dA` counts each position once, which is the mistake of overwriting."""

    def fancy(dA, X, size, strides):
        every = UNIT["windows"].reference(X, size, strides)
        i, j = np.divmod(every.reshape(*dA.shape[:3], -1, dA.shape[3]).argmax(axis=3), size[1])
        n, y, x, c = np.indices(dA.shape)
        dX = np.zeros(X.shape)
        dX[n, y * strides[0] + i, x * strides[1] + j, c] += dA
        return dX

    verdict = judge(UNIT["max_pooling_backward"], fancy, rng=np.random.default_rng(0))
    assert verdict.misconception == "overwritten where windows overlap"


@pytest.mark.parametrize(
    ("size", "strides"),
    [((0, 1), (1, 1)), ((1, 9), (1, 1)), ((-1, 1), (1, 1)), ((2, 2), (0, 1)), ((2, 2), (1, -1))],
)
def test_windows_that_do_not_fit_or_do_not_move_on_are_not_lent(size, strides):
    with pytest.raises(ValueError, match="no window fits"):
        elements(np.ones((1, 4, 4, 1)), size, strides)
