"""What is particular to 05_simple_rnn; what every unit has to hold stands in test_every_unit.py."""

import re
from pathlib import Path

import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.simple_rnn.batches import drawn_sizes, parameters, small
from autograder.judging.compare import difference
from autograder.judging.judge import judge, output_names

torch = pytest.importorskip("torch", reason="torch is not installed")

UNIT = unit("05_simple_rnn")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "05_simple_rnn" / "05_simple_rnn.py"


def reference(id):
    return UNIT[id].reference


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-10, atol=1e-13)


def pytorchs(X, W, U, b, dA):
    """h, dX, dW, dU and db of PyTorch's own RNN; its second bias is 0."""
    module = torch.nn.RNN(X.shape[2], len(b), batch_first=True).double()
    given = {"weight_ih_l0": W.T, "weight_hh_l0": U.T, "bias_ih_l0": b, "bias_hh_l0": 0 * b}
    module.load_state_dict({name: torch.tensor(value) for name, value in given.items()})
    x = torch.tensor(X, requires_grad=True)
    h, _ = module(x)
    h.backward(torch.tensor(dA))
    dW, dU, db, _ = (value.grad for value in module.parameters())
    return h.detach(), x.grad, dW.T, dU.T, db


@pytest.mark.parametrize("seed", range(20))
def test_the_references_are_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for m, steps, n, units in drawn_sizes(rng):
        X, dA = small(rng, m, steps, n), small(rng, m, steps, units)
        W, U, b = parameters(rng, n, units).values()
        h, dX, dW, dU, db = pytorchs(X, W, U, b, dA)
        same(reference("simple_rnn_forward")(X, W, U, b), h)
        dZ, mine = reference("simple_rnn_backward")(dA, h.numpy(), W, U)
        same(mine, dX)
        for mine, theirs in zip(
            reference("simple_rnn_gradients")(dZ, X, h.numpy()), (dW, dU, db), strict=True
        ):
            same(mine, theirs)


@pytest.mark.parametrize("seed", range(20))
def test_one_step_is_what_pytorch_works_out(seed):
    rng = np.random.default_rng(seed)
    for m, _, n, units in drawn_sizes(rng):
        W, U, b = parameters(rng, n, units).values()
        arrays = small(rng, m, n), small(rng, m, units), W, U, b
        x, before, W_, U_, b_ = (torch.tensor(array, requires_grad=True) for array in arrays)
        z = x @ W_ + before @ U_ + b_
        z.retain_grad()
        h, dh = torch.tanh(z), small(rng, m, units)
        h.backward(torch.tensor(dh))
        same(reference("rnn_step")(*arrays), h.detach())
        for mine, theirs in zip(
            reference("rnn_step_backward")(dh, h.detach().numpy(), W, U), (z, x, before), strict=True
        ):
            same(mine, theirs.grad)


@pytest.mark.parametrize("every", [True, False])
def test_the_parameters_are_those_that_pytorch_counts(every):
    for m, steps, n, units, classes in [(7, 5, 3, 4, 2), (1, 1, 1, 1, 1), (2, 8, 8, 16, 10)]:
        layer = torch.nn.RNN(n, units, bias=False, batch_first=True)
        recurrent = (
            sum(value.numel() for value in layer.parameters()) + units
        )  # PyTorch would have two biases
        h, last = layer(torch.zeros(m, steps, n))
        features = (h if every else last[0]).flatten(1).shape[1]
        dense = sum(value.numel() for value in torch.nn.Linear(features, classes).parameters())
        found = reference("count_parameters")((m, steps, n), units, classes, every)
        assert found == (features, recurrent, dense)


@pytest.mark.parametrize("limit", [0.1, 1.0, 5.0, 100.0])
def test_gradients_are_clipped_as_pytorch_clips_them(limit):
    rng = np.random.default_rng(0)
    grads = {"W": small(rng, 3, 4), "U": 4 * small(rng, 4, 4), "b": small(rng, 4)}
    values = [torch.zeros(G.shape, dtype=torch.float64, requires_grad=True) for G in grads.values()]
    for value, G in zip(values, grads.values(), strict=True):
        value.grad = torch.tensor(G)
    torch.nn.utils.clip_grad_norm_(values, limit)
    clipped = reference("clip_by_global_norm")(grads, limit)
    for value, G in zip(values, clipped.values(), strict=True):
        np.testing.assert_allclose(G, value.grad, rtol=2e-5)  # PyTorch adds 1e-6 to the length


def test_each_gradient_is_an_output_of_its_own():
    assert output_names(UNIT["rnn_step_backward"]) == ["dz", "dx", "dh_before"]
    assert output_names(UNIT["simple_rnn_backward"]) == ["dZ", "dX"]
    assert output_names(UNIT["simple_rnn_gradients"]) == ["dW", "dU", "db"]


def test_two_different_mistakes_are_both_named():
    def two(dZ, X, h):
        dW, _, _ = UNIT["simple_rnn_gradients"].reference(dZ, X, h)
        return dW, np.einsum("itk,itj->kj", h, dZ), dZ.sum(axis=0)

    outputs = judge(UNIT["simple_rnn_gradients"], two).outputs
    mistakes = [None, "U meets the state of the same step", "db summed over the batch alone"]
    assert [output.misconception for output in outputs] == mistakes


@pytest.mark.parametrize("exercise", [each for each in UNIT.exercises if each.id != "count_parameters"])
def test_right_answers_need_not_write_into_what_they_are_given(exercise):
    for case in exercise.hidden(np.random.default_rng(0)):
        for value in case.inputs.values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
        expected = dict(exercise.run(exercise.reference, **case.inputs))
        for item in exercise.alternatives:
            got = dict(exercise.run(item.answer, **case.inputs))
            assert all(
                difference(value, got[name], exercise.sums) is None for name, value in expected.items()
            )


def shown(name, part):
    """The numbers behind a name in the last worked example of a part of the notebook that has it."""
    text = NOTEBOOK.read_text(encoding="utf-8").partition(f"## Part {part} ")[2].partition("# ## Part ")[0]
    lines = re.findall(rf"^# {{5}}{re.escape(name)} {{2,}}(.*)$", text, re.MULTILINE)
    return [float(number) for number in re.findall(r"-?\d+(?:\.\d+)?", lines[-1])]


def one_unit(*numbers):
    """One sequence with one number in each step."""
    return np.array(numbers)[np.newaxis, :, np.newaxis]


def test_the_worked_example_of_the_way_back_is_right():
    h = shown("state h", 6)
    dA, weights = one_unit(*shown("dA, from above", 6)), (np.array([[2.0]]), np.array([[3.0]]))
    dZ, dX = reference("simple_rnn_backward")(dA, one_unit(*h), *weights)
    assert shown("slope, 1 - h²", 6) == [1 - state**2 for state in h]
    assert shown("dz, dh times slope", 6) == dZ.ravel().tolist()
    assert shown("dx, dz times 2", 6) == dX.ravel().tolist()
    assert shown("to the step before it", 6) == (3 * dZ[0, 1:, 0]).tolist()
    assert shown("from the step after it", 6) == [*shown("to the step before it", 6), 0]
    assert shown("dh, both together", 6) == (dA[0, :, 0] + shown("from the step after it", 6)).tolist()


def test_the_worked_example_of_the_gradients_is_right():
    h, before = shown("h", 7), shown("state before", 7)
    assert before == [0, *h[:-1]]
    given = one_unit(*shown("dz", 7)), one_unit(*shown("input x", 7)), one_unit(*h)
    found = {name: shown(name, 7)[-1] for name in ("dW", "dU", "db")}
    assert list(found.values()) == [G.item() for G in reference("simple_rnn_gradients")(*given)]


@pytest.mark.parametrize(
    ("id", "part", "rows"),
    [
        ("simple_rnn_backward", 6, {"dA": "dA, from above", "h": "state h"}),
        ("simple_rnn_gradients", 7, {"dZ": "dz", "X": "input x", "h": "h"}),
    ],
)
def test_the_first_case_is_what_the_notebook_works_out(id, part, rows):
    given = UNIT[id].cases[0].inputs
    assert {name: given[name].ravel().tolist() for name in rows} == {
        name: shown(row, part) for name, row in rows.items()
    }


def test_the_states_of_the_notebooks_batch_are_right(monkeypatch):
    monkeypatch.setattr(np, "tanh", lambda z: z)
    X, weights = np.array([[1.0, -1, 2], [0, 1, -1]])[..., np.newaxis], ([[2.0]], [[3.0]], [1.0])
    h = reference("simple_rnn_forward")(X, *map(np.array, weights))
    assert h[..., 0].tolist() == [[3, 8, 29], [1, 6, 17]]


def test_the_step_of_the_notebook_is_right():
    arrays = [[1.0]], [[0.5, -0.5]], [[-1.0, 2.0]], [[2.0, 4.0], [0.0, 2.0]], [0.0, -2.0]
    same(reference("rnn_step")(*map(np.array, arrays)), np.tanh([[0, 1]]))
    assert round(np.tanh(1), 2) == 0.76


def test_the_counts_of_the_notebook_are_right():
    count = reference("count_parameters")
    assert count((7, 5, 3), 4, 2, True) == (20, shown("SimpleRNN", 4)[-1], shown("Dense, every state", 4)[-1])
    assert count((7, 5, 3), 4, 2, False) == (4, 32, shown("Dense, the last state", 4)[-1])


def earned(id, answer):
    """Of the check, and of the grade for some draws; `answer` makes one anew each time."""
    verdicts = [judge(UNIT[id], answer())]
    verdicts += [judge(UNIT[id], answer(), rng=np.random.default_rng(seed)) for seed in range(10)]
    return {verdict.earned for verdict in verdicts}


def test_a_state_that_is_kept_from_call_to_call_is_seen_in_the_check():
    def keeping():
        kept = []

        def rnn_step(x, h_before, W, U, b):
            if not kept or kept[-1].shape != h_before.shape:
                kept.append(h_before)
            kept.append(np.tanh(x @ W + kept[-1] @ U + b))
            return kept[-1]

        return rnn_step

    assert earned("rnn_step", keeping) == {0}


def test_gradients_are_clipped_whatever_their_names():
    def of_three_names(grads, limit):
        return {key: reference("clip_by_global_norm")(grads, limit)[key] for key in ("W", "U", "b")}

    assert earned("clip_by_global_norm", lambda: of_three_names) == {0}
    verdict = judge(UNIT["clip_by_global_norm"], of_three_names)
    assert verdict.misconception == "W, U and b alone"


def test_short_gradients_that_are_made_longer_are_not_laid_to_a_square():
    def never_divided_by_0(grads, limit):
        norm = np.sqrt(sum((G**2).sum() for G in grads.values()))
        return {key: G * (limit / max(norm, 1e-12)) for key, G in grads.items()}

    verdict = judge(UNIT["clip_by_global_norm"], never_divided_by_0)
    assert verdict.misconception == "small ones made larger, unless they are 0"


@pytest.mark.parametrize("id", ["rnn_step_backward", "simple_rnn_backward", "simple_rnn_gradients"])
def test_one_array_that_is_taken_apart_is_said_to_be(id):
    def answer(*args):
        return reference(id)(*args)[0]

    assert "it was taken apart along its first axis" in judge(UNIT[id], answer).says


@pytest.mark.parametrize("kept", [(2, 0, 1), (0, 2)])
def test_results_in_another_order_or_too_few_are_not_said_to_go_through_other_weights(kept):
    def answer(*args):
        results = reference("rnn_step_backward")(*args)
        return tuple(results[number] for number in kept)

    says = judge(UNIT["rnn_step_backward"], answer).says
    assert "in another order" in says or "dx is not among them" in says, says
