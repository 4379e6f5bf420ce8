"""What is particular to 06_lstm; what every unit has to hold stands in test_every_unit.py."""

from typing import Any

import numpy as np
import pytest

import refold
from autograder.exercises import unit
from autograder.exercises.lstm import backward, forward, gru, step, step_backward
from autograder.exercises.lstm.batches import drawn, drawn_sizes
from autograder.judging.judge import judge, output_names
from autograder.judging.lending import is_little

from ...oracles import keras

torch = pytest.importorskip("torch", reason="torch is not installed")

UNIT = unit("06_lstm")
SEEDS = pytest.mark.parametrize("seed", range(10))


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-10, atol=1e-12)


def pytorch_lstm(inputs, layer: Any = torch.nn.LSTM, **options):
    """PyTorch's layer in float64 with our weights; all of its biases are in the first of its two."""
    W, U, b = (torch.tensor(inputs[name]) for name in ("W", "U", "b"))
    module = layer(len(W), len(U), dtype=torch.float64, **options)
    names = [name for name, _ in module.named_parameters()]
    module.load_state_dict(dict(zip(names, (W.T, U.T, b, torch.zeros_like(b)), strict=True)))
    return module


@SEEDS
def test_sigmoid_is_pytorchs(seed):
    Z = np.random.default_rng(seed).normal(scale=500, size=(4, 5))
    same(UNIT["sigmoid"].reference(Z), torch.sigmoid(torch.tensor(Z)))


@SEEDS
def test_a_step_of_an_lstm_is_pytorchs(seed):
    rng = np.random.default_rng(seed)
    for sizes in drawn_sizes(rng):
        inputs = step.drawn_inputs(rng, *sizes)
        x, h, C = (torch.tensor(inputs[name]) for name in ("x", "h_before", "C_before"))
        theirs = pytorch_lstm(inputs, torch.nn.LSTMCell)(x, (h, C))
        *_, mine_C, mine_h = UNIT["lstm_step"].reference(**inputs)
        same(mine_h, theirs[0].detach())
        same(mine_C, theirs[1].detach())


@SEEDS
def test_the_way_back_through_a_step_is_pytorchs(seed):
    rng = np.random.default_rng(seed)
    for m, _, units in drawn_sizes(rng):
        given = (drawn(rng, m, units) for _ in range(5))
        z_i, z_f, z_g, z_o, C_before = (torch.tensor(array, requires_grad=True) for array in given)
        i, f, g, o = torch.sigmoid(z_i), torch.sigmoid(z_f), torch.tanh(z_g), torch.sigmoid(z_o)
        C = f * C_before + i * g
        h = o * torch.tanh(C)
        dh, dC = drawn(rng, 2, m, units)
        torch.autograd.backward([h, C], [torch.tensor(dh), torch.tensor(dC)])
        kept = [tensor.detach().numpy() for tensor in (i, f, g, o, C, C_before)]
        mine = UNIT["lstm_step_backward"].reference(dh, dC, *kept)
        for gradient, tensor in zip(mine, (z_i, z_f, z_g, z_o, C_before), strict=True):
            same(gradient, tensor.grad)


@SEEDS
def test_whole_sequences_are_pytorchs_there_and_back(seed):
    rng = np.random.default_rng(seed)
    for (m, n, units), steps in zip(drawn_sizes(rng), forward.drawn_steps(rng), strict=True):
        inputs = forward.drawn_sequences(rng, m, steps, n, units)
        module = pytorch_lstm(inputs, batch_first=True)
        X = torch.tensor(inputs["X"], requires_grad=True)
        A, _ = module(X)
        dA = drawn(rng, m, steps, units)
        A.backward(torch.tensor(dA))
        cache = UNIT["lstm_forward"].reference(**inputs)
        same(cache["h"], A.detach())
        dX, dW, dU, db = backward.reference(dA, inputs["X"], cache, inputs["W"], inputs["U"])
        for mine, theirs in zip((dX, dW.T, dU.T, db), (X, *module.parameters()), strict=False):
            same(mine, theirs.grad)


@SEEDS
def test_a_step_of_a_gru_is_that_of_keras(seed):
    rng = np.random.default_rng(seed)
    for sizes in drawn_sizes(rng, 5):
        inputs = gru.drawn_inputs(rng, *sizes)
        x, h = inputs.pop("x"), inputs.pop("h_before")
        cell = keras().layers.GRUCell(h.shape[1], reset_after=False, dtype="float64")
        cell.build((None, x.shape[1]))
        cell.set_weights(list(inputs.values()))
        theirs, _ = cell(torch.tensor(x), [torch.tensor(h)])
        same(UNIT["gru_step"].reference(x, h, **inputs)[-1], theirs.detach())


@SEEDS
def test_the_names_in_the_cache_are_those_of_the_library(seed):
    rng = np.random.default_rng(seed)
    inputs = forward.drawn_sequences(rng, 3, 4, 2, 5)
    X, weights = inputs.pop("X"), list(inputs.values())
    layer = refold.LSTM(5, return_sequences=True)
    layer.forward(X)
    layer.set_weights(weights)
    layer.forward(X)
    for name, values in UNIT["lstm_forward"].reference(X, *weights).items():
        same(values, layer.cache[name])


@SEEDS
def test_the_gru_is_the_librarys_without_reset_after(seed):
    inputs = gru.drawn_inputs(np.random.default_rng(seed), 3, 2, 4)
    x, h_before = inputs.pop("x"), 0 * inputs.pop("h_before")
    layer = refold.GRU(4, reset_after=False)
    layer.forward(x[:, np.newaxis])
    layer.set_weights([inputs[name] for name in ("W", "U", "b")])
    same(UNIT["gru_step"].reference(x, h_before, **inputs)[-1], layer.forward(x[:, np.newaxis]))


def test_the_outputs_are_gate_by_gate():
    assert output_names(UNIT["lstm_step"]) == ["i", "f", "g", "o", "C", "h"]
    assert output_names(UNIT["lstm_forward"]) == ["gates", "C", "h"]
    assert output_names(UNIT["lstm_step_backward"]) == ["dz_i", "dz_f", "dz_g", "dz_o", "dC_before"]
    assert output_names(UNIT["lstm_backward"]) == ["dX", "dW", "dU", "db"]
    assert output_names(UNIT["gru_step"]) == ["z", "r", "hh", "h"]


def test_the_numbers_worked_out_by_hand_are_right():
    z = np.array([[0.0, np.log(3), np.log(3) / 2, np.log(3)]])
    zero, one = np.zeros((1, 1)), np.ones((1, 1))
    i, f, g, o, C, h = UNIT["lstm_step"].reference(zero, zero, one, np.zeros((1, 4)), np.zeros((1, 4)), z[0])
    np.testing.assert_allclose(
        [i, f, g, o, C, h], np.reshape([1 / 2, 3 / 4, 1 / 2, 3 / 4, 1, 0.571], (6, 1, 1)), atol=5e-4
    )
    by_hand = {name: np.array([[value]]) for name, value in step_backward.BY_HAND.items()}
    back = np.ravel(UNIT["lstm_step_backward"].reference(**by_hand))
    np.testing.assert_allclose(back, [0.125, 0.187, 0.375, 0.286, 0.75], atol=5e-4)
    assert back[:4] @ [0.2, 0.4, -0.2, 0.4] == pytest.approx(0.139, abs=5e-4)
    weights = {
        "W": np.zeros((1, 3)),
        "U": np.array([[0.0, 0.0, 1.0]]),
        "b": np.array([np.log(3), 0.0, 0.149]),
    }
    gates = np.ravel(UNIT["gru_step"].reference(zero, np.array([[0.8]]), **weights))
    np.testing.assert_allclose(gates, [3 / 4, 1 / 2, 1 / 2, 0.725], atol=5e-4)


def test_one_that_is_missing_costs_itself_alone():
    verdict = judge(UNIT["lstm_step"], lambda *inputs: step.reference(*inputs)[:5])
    assert (verdict.earned, verdict.misconception) == (5, "too few returned")


@SEEDS
def test_a_mistake_has_its_name_though_part_of_it_is_worked_out_in_double_precision(seed):
    def overwritten(dA, X, cache, W, U):
        dX, _, dU, db = backward.reference(dA, X, cache, W, U)
        dh, dC, dW = 0.0, np.zeros((len(X), len(U))), 0.0
        before = np.pad(cache["C"], ((0, 0), (1, 0), (0, 0)))
        for t in reversed(range(X.shape[1])):
            kept = {name: cache[name][:, t] for name in ("i", "f", "g", "o", "C")}
            *blocks, dC = step_backward.reference(dA[:, t] + dh, dC, **kept, C_before=before[:, t])
            dz = np.concatenate(blocks, axis=1)
            dW = X[:, t].T @ dz
            dh = dz @ U.T
        return dX, dW, dU, db

    verdict = judge(UNIT["lstm_backward"], overwritten, rng=np.random.default_rng(seed))
    assert (verdict.earned, verdict.misconception) == (3, "overwritten by each step")


@pytest.mark.parametrize("exercise", UNIT.exercises, ids=lambda exercise: exercise.id)
def test_an_answer_in_single_precision_is_right(exercise):
    def halved(value):
        if isinstance(value, dict):
            return {name: halved(array) for name, array in value.items()}
        return tuple(map(halved, value)) if isinstance(value, tuple) else value.astype(np.float32)

    def single(*inputs):
        return halved(exercise.reference(*inputs))

    for seed in range(3):
        verdict = judge(exercise, single, rng=np.random.default_rng(seed))
        assert verdict.status == "right", verdict.says


def test_blocks_in_an_order_that_nobody_expects_are_told_as_no_other_order():
    def output_gate_first(x, h_before, C_before, W, U, b):
        o, i, f, g = np.split(x @ W + h_before @ U + b, 4, axis=1)
        i, f, o = (1 / (1 + np.exp(-each)) for each in (i, f, o))
        C = f * C_before + i * np.tanh(g)
        return i, f, np.tanh(g), o, C, o * np.tanh(C)

    verdict = judge(UNIT["lstm_step"], output_gate_first)
    assert (verdict.earned, verdict.misconception) == (0, None)


def laid_beside_the_recurrent_weights(x, h_before, W, U, b):
    """The state is multiplied with U number by number, which fits for as many samples as units alone."""
    z, r, *_ = UNIT["gru_step"].reference(x, h_before, W, U, b)
    k = len(U)
    hh = np.tanh(x @ W[:, 2 * k :] + r * h_before * U[:, 2 * k :] + b[2 * k :])
    return z, r, hh, z * h_before + (1 - z) * hh


def samples_for_units(x, h_before, C_before, W, U, b):
    i, f, g, o, _, _ = UNIT["lstm_step"].reference(x, h_before, C_before, W, U, b)
    C = f @ C_before.T + i @ g.T
    return i, f, g, o, C, o * np.tanh(C)


@pytest.mark.parametrize(
    ("id", "answer"), [("gru_step", laid_beside_the_recurrent_weights), ("lstm_step", samples_for_units)]
)
def test_what_fits_for_as_many_samples_as_units_alone_earns_in_the_check_what_it_earns_in_the_grade(
    id, answer
):
    verdicts = [judge(UNIT[id], answer)]
    verdicts += [judge(UNIT[id], answer, rng=np.random.default_rng(seed)) for seed in range(10)]
    assert {verdict.earned for verdict in verdicts} == {0}


def test_a_step_is_lent_for_little_work_alone():
    inputs = step.drawn_inputs(np.random.default_rng(0), 3, 2, 4)
    assert is_little(UNIT["lstm_step"], *inputs.values())
    assert not is_little(UNIT["lstm_step"], *{**inputs, "C_before": np.zeros((1000, 1000, 3, 4))}.values())
    back = step_backward.drawn_inputs(np.random.default_rng(0), 3, 2, 4)
    assert is_little(UNIT["lstm_step_backward"], *back.values())
    assert is_little(UNIT["lstm_step_backward"], *{**back, "dC": 0.0}.values())
    wide = {**back, "dh": np.zeros((2000, 1, 1)), "dC": np.zeros((2000, 1, 1, 1))}
    assert not is_little(UNIT["lstm_step_backward"], *wide.values())


@pytest.mark.parametrize(
    ("id", "order"), [("lstm_step", (5, 4, 3, 2, 1, 0)), ("lstm_step_backward", (0, 4, 1, 2, 3))]
)
def test_all_that_is_asked_for_in_another_order_is_not_said_to_be_fewer_arrays(id, order):
    def answer(*args):
        results = UNIT[id].reference(*args)
        return tuple(results[number] for number in order)

    says = judge(UNIT[id], answer).says
    assert "missing" not in says and "as one array" not in says
