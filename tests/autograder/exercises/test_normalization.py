"""What is particular to 08_normalization; what every unit has to hold stands in test_every_unit.py."""

import re
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.normalization.batches import (
    BETA_BY_HAND,
    DA_BY_HAND,
    GAMMA_BY_HAND,
    X_BY_HAND,
    features,
    gains,
    images,
    numbers,
    samples,
)
from autograder.judging.demonstrations import left_out
from autograder.judging.judge import judge, output_names
from autograder.judging.oracle import Cell

from ...oracles import keras

torch = pytest.importorskip("torch", reason="torch is not installed")

UNIT = unit("08_normalization")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "08_normalization" / "08_normalization.py"
SEEDS = range(10)


def reference(name, *inputs):
    return UNIT[name].reference(*inputs)


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-10, atol=1e-12)


def tensors(*arrays):
    return [torch.tensor(array, requires_grad=True) for array in arrays]


def channels_first(array):
    return array.movedim(-1, 1)


@pytest.mark.parametrize("seed", SEEDS)
def test_batch_normalization_and_its_gradients_are_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for shape in [*samples(rng), *images(rng)]:
        n, epsilon = shape[-1], float(rng.uniform(1e-3, 0.5))
        arrays, dA = (features(rng, *shape), gains(rng, n), gains(rng, n)), numbers(rng, *shape)
        X, gamma, beta = tensors(*arrays)
        A = torch.nn.functional.batch_norm(
            channels_first(X), None, None, gamma, beta, training=True, eps=epsilon
        )
        channels_first_dA = channels_first(torch.tensor(dA))
        A.backward(channels_first_dA)
        mine, N, s = reference("batch_norm_forward", *arrays, epsilon)
        same(channels_first(torch.tensor(mine)), A.detach())
        found = reference("batch_norm_backward", dA, arrays[1], N, s)
        for gradient, tensor in zip(found, (X, gamma, beta), strict=True):
            same(gradient, tensor.grad)


@pytest.mark.parametrize("seed", SEEDS)
def test_statistics_are_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for shape in [*samples(rng), *images(rng)]:
        X = features(rng, *shape)
        variance, mean = torch.var_mean(torch.tensor(X).flatten(0, -2), 0, correction=0)
        for mine, theirs in zip(reference("batch_statistics", X), (mean, variance), strict=True):
            same(mine, theirs)


@pytest.mark.parametrize("seed", SEEDS)
def test_layer_normalization_and_its_gradients_are_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for case in UNIT["layer_norm_forward"].hidden(rng):
        arrays = [case.inputs[name].astype(np.float64) for name in ("X", "gamma", "beta")]
        dA, epsilon = numbers(rng, *arrays[0].shape), case.inputs["epsilon"]
        X, gamma, beta = tensors(*arrays)
        A = torch.nn.functional.layer_norm(X, X.shape[-1:], gamma, beta, eps=epsilon)
        A.backward(torch.tensor(dA))
        mine, N, s = reference("layer_norm_forward", *arrays, epsilon)
        same(mine, A.detach())
        found = reference("layer_norm_backward", dA, arrays[1], N, s)
        for gradient, tensor in zip(found, (X, gamma, beta), strict=True):
            same(gradient, tensor.grad)


@pytest.mark.parametrize("shape", [(6, 3), (3, 4, 2, 5)])
def test_the_layer_moves_and_predicts_as_keras_does(shape):
    rng = np.random.default_rng(1)
    gamma, beta = gains(rng, shape[-1]), gains(rng, shape[-1])
    theirs = keras().layers.BatchNormalization(momentum=0.8, epsilon=0.02, dtype="float64")
    theirs.build(shape)
    mine = UNIT["batch_norm_layer"].reference(shape[-1], momentum=0.8, epsilon=0.02)
    theirs.set_weights([gamma, beta, *mine.buffers.values()])
    mine.params.update(gamma=gamma, beta=beta)
    for _ in range(3):
        X = features(rng, *shape)
        same(mine.forward(X, True), theirs(X, training=True).detach())
    for buffer, weight in zip(mine.buffers.values(), theirs.get_weights()[2:], strict=True):
        same(buffer, weight)
    X = torch.tensor(features(rng, *shape), requires_grad=True)
    A, dA = theirs(X, training=False), numbers(rng, *shape)
    same(mine.forward(X.detach().numpy(), False), A.detach())
    A.backward(torch.tensor(dA))
    same(mine.backward(dA), X.grad)
    mine.compute_gradients()
    for key, weight in zip(("gamma", "beta"), theirs.trainable_weights, strict=True):
        same(mine.grads[key], weight.value.grad)


def test_pytorch_differs_as_the_notebook_says():
    X = features(np.random.default_rng(2), 6, 3)
    theirs = torch.nn.BatchNorm1d(3, momentum=0.1, dtype=torch.float64)
    theirs(torch.tensor(X))
    mean, variance = reference("batch_statistics", X)
    same(reference("moving_average", np.zeros(3), mean, 0.9), theirs.running_mean)
    same(reference("moving_average", np.ones(3), variance * 6 / 5, 0.9), theirs.running_var)
    assert theirs.eps == 1e-5 and keras().layers.BatchNormalization().epsilon == 1e-3
    assert keras().layers.BatchNormalization().momentum == 0.99


def test_the_numbers_of_part_1_and_2_are_right():
    mean, variance = reference("batch_statistics", X_BY_HAND)
    same([mean, variance], [[3, 20], [4, 100]])
    A, N, s = reference("batch_norm_forward", X_BY_HAND, GAMMA_BY_HAND, BETA_BY_HAND, 0.0)
    same(A, [[8, 2], [8, -4], [12, -4], [12, 2]])
    same(s, [2, 10])
    dX, dgamma, dbeta = reference("batch_norm_backward", DA_BY_HAND, GAMMA_BY_HAND, N, s)
    same([dX[:, 0], N[:, 0], DA_BY_HAND[:, 0]], [[2, -2, 1, -1], [-1, -1, 1, 1], [4, 0, 2, 0]])
    assert (dgamma[0], dbeta[0]) == (-2, 6)
    steps = torch.tensor(X_BY_HAND[:, 0], requires_grad=True)
    D = steps - steps.mean()
    v = (D * D).mean()
    s = v.sqrt()
    loss = (torch.tensor([8.0, 0.0, 4.0, 0.0]) * (D / s)).sum()
    slopes = torch.autograd.grad(loss, (s, v, D, steps))
    for found, stated in zip(slopes, (2, 0.5, [3.5, -0.5, 2.5, 0.5], [2, -2, 1, -1]), strict=True):
        same(found, stated)


def test_two_numbers_get_no_gradient():
    N, s = np.array([[-1.0], [1.0]]), np.array([1.0])
    dX, _, _ = reference("batch_norm_backward", np.array([[3.0], [1.0]]), np.array([1.0]), N, s)
    same(dX, [[0], [0]])


def test_the_numbers_of_part_3_and_5_are_right():
    mean, variance = reference("batch_statistics", X_BY_HAND)
    same(reference("moving_average", np.zeros(2), mean, 0.9), [0.3, 2])
    same(reference("moving_average", np.ones(2), variance, 0.9), [1.3, 10.9])
    assert pytest.approx(0.1, abs=0.002) == 0.9**22 and 5 * -(-1438 // 64) == 115
    gamma, beta = np.array([1.0, 2.0, 3.0, 4.0]), np.array([0.0, 0.0, 10.0, 10.0])
    A, N, s = reference("layer_norm_forward", X_BY_HAND.T, gamma, beta, 0.0)
    same(A[0], [-1, -2, 13, 14])
    same(s, [[2], [10]])
    dX, _, _ = reference("layer_norm_backward", DA_BY_HAND.T, gamma, N, s)
    same(dX[0], [1, -1, 1.5, -1.5])


def test_the_tables_of_the_notebook_are_right():
    text = NOTEBOOK.read_text(encoding="utf-8")
    number = r"(-?\d+)"
    rows = re.findall(rf"^# +{'[ ]+'.join([number] * 6)}$", text, re.MULTILINE)
    table = np.array(rows, dtype=float)
    _, N, _ = reference("batch_norm_forward", X_BY_HAND, GAMMA_BY_HAND, BETA_BY_HAND, 0.0)
    same(table, np.hstack([X_BY_HAND, X_BY_HAND - X_BY_HAND.mean(axis=0), N]))
    rows = re.findall(rf"^# +{'[ ]+'.join([number] * 10)}$", text, re.MULTILINE)
    _, N, s = reference("layer_norm_forward", X_BY_HAND.T, 1.0, 0.0, 0.0)
    same(np.array(rows, dtype=float), np.hstack([X_BY_HAND.T, X_BY_HAND.mean(axis=0)[:, np.newaxis], s, N]))


def test_what_is_asked_in_the_end_is_true():
    rng = np.random.default_rng(3)
    X, dA, gamma, beta = features(rng, 6, 3), numbers(rng, 6, 3), gains(rng, 3), gains(rng, 3)
    A, N, s = reference("batch_norm_forward", X, gamma, beta, 0.0)
    dX, _, _ = reference("batch_norm_backward", dA, gamma, N, s)
    same([dX.sum(axis=0), (dX * N).sum(axis=0)], np.zeros((2, 3)))
    same(reference("batch_norm_forward", X + 100, gamma, beta, 0.0)[0], A)


def test_a_batch_of_one_becomes_beta_which_pytorch_refuses_and_keras_does_not():
    X, beta = features(np.random.default_rng(4), 1, 3), np.array([1.0, -2.0, 3.0])
    same(reference("batch_norm_forward", X, np.ones(3), beta, 1e-3)[0], [beta])
    with pytest.raises(ValueError, match="more than 1 value per channel"):
        torch.nn.BatchNorm1d(3, dtype=torch.float64)(torch.tensor(X))
    theirs = keras().layers.BatchNormalization(dtype="float64", beta_initializer=lambda *_, **__: beta)
    same(theirs(X, training=True).detach(), [beta])


def test_a_layer_that_hands_its_epsilon_on_in_prediction_alone_is_told_so():
    """As with batch_norm_forward(X, gamma, beta), whose epsilon is then the usual one."""

    class Layer(UNIT["batch_norm_layer"].reference):
        def normalize(self, X, mean, variance, training):
            usual = variance - self.epsilon + 1e-3
            return super().normalize(X, mean, usual if training else variance, training)

    verdict = judge(UNIT["batch_norm_layer"], Layer)
    assert verdict.misconception == "epsilon of its own"
    assert [output.name for output in verdict.outputs if output.earned] == [
        "buffers",
        "A in prediction",
        "dX in prediction",
    ]


def test_the_outputs_are_named_apart():
    assert output_names(UNIT["batch_statistics"]) == ["mean", "variance"]
    assert output_names(UNIT["batch_norm_forward"]) == ["A", "N", "s"]
    gradients = ["dX", "dgamma", "dbeta"]
    assert output_names(UNIT["batch_norm_backward"]) == [
        *gradients,
        *(f"{name} of images" for name in gradients),
    ]
    layer = ["A", "dX", "grads", "buffers", "A in prediction", "dX in prediction", "two layers"]
    assert output_names(UNIT["batch_norm_layer"]) == layer
    assert output_names(UNIT["layer_norm_forward"]) == ["A", "N and s"]
    assert output_names(UNIT["layer_norm_backward"]) == gradients


def test_grading_trains_nothing_whatever_usual_names_an_answer_has():
    names = "A D N X axes axis batch beta dA dN dX dbeta dgamma epsilon gamma j key m mean momentum moving n"
    names += " rows s std training v var variance x"
    cells = [Cell("answer", f"def answer(): {' = '.join(names.split())} = 0", "answer")]
    for cell in jupytext.read(NOTEBOOK).cells:
        if "demonstration" in cell.metadata.get("tags", ()):
            cells.append(Cell(cell.source, cell.source, "demonstration"))
    training = {cell.id for cell in cells if re.search(r"learned\(|network\(|one_at_a_time\(", cell.source)}
    assert len(training) == 3 and training <= left_out(cells, [exercise.name for exercise in UNIT.exercises])
