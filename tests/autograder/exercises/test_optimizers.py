"""What is particular to 09_optimizers; what every unit has to hold stands in test_every_unit.py."""

import inspect
import re
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.optimizers import network
from autograder.exercises.optimizers.arrays import drawn_shapes, numbers
from autograder.exercises.optimizers.epochs import made
from autograder.judging.compare import difference
from autograder.judging.demonstrations import left_out
from autograder.judging.judge import judge, output_names
from autograder.judging.oracle import Cell

from ...oracles import keras

torch = pytest.importorskip("torch", reason="torch is not installed")
functional = pytest.importorskip("torch.nn.functional", reason="torch is not installed")

UNIT = unit("09_optimizers")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "09_optimizers" / "09_optimizers.py"
KEYS = ("W1", "b1", "W2", "b2")


def reference(id):
    return UNIT[id].reference


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-10, atol=1e-12)


def walk(made, P, gradients):
    """Where an optimizer of PyTorch takes P, gradient by gradient."""
    tensor = torch.tensor(P, requires_grad=True)
    optimizer, found = made([tensor]), []
    for G in gradients:
        tensor.grad = torch.tensor(G)
        optimizer.step()
        found.append(tensor.detach().numpy().copy())
    return found


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("nesterov", [False, True])
def test_momentum_is_that_of_pytorch_and_of_keras(seed, nesterov):
    rng = np.random.default_rng(seed)
    for shape in drawn_shapes(rng):
        P, gradients = numbers(rng, *shape), [numbers(rng, *shape) for _ in range(4)]
        theirs = walk(
            lambda params: torch.optim.SGD(params, lr=0.125, momentum=0.75, nesterov=nesterov), P, gradients
        )
        k = keras()
        optimizer, variable = k.optimizers.SGD(0.125, 0.75, nesterov), k.Variable(P, dtype="float64")
        velocity = np.zeros(shape)
        for G, tensor in zip(gradients, theirs, strict=True):
            P, velocity = reference("momentum_step")(P, G, velocity, 0.125, 0.75, nesterov)
            optimizer.apply([k.ops.convert_to_tensor(G)], [variable])
            same(P, tensor)
            same(P, k.ops.convert_to_numpy(variable))
            same(velocity, k.ops.convert_to_numpy(optimizer.momentums[0]))


@pytest.mark.parametrize("seed", range(5))
def test_rmsprop_is_that_of_pytorch(seed):
    rng = np.random.default_rng(seed)
    for shape in drawn_shapes(rng):
        P, V, gradients = numbers(rng, *shape), np.zeros(shape), [numbers(rng, *shape) for _ in range(4)]
        theirs = walk(lambda params: torch.optim.RMSprop(params, lr=0.1, alpha=0.8, eps=0.25), P, gradients)
        for G, tensor in zip(gradients, theirs, strict=True):
            P, V = reference("rmsprop_step")(P, G, V, 0.1, 0.8, 0.25)
            same(P, tensor)


@pytest.mark.parametrize("seed", range(5))
def test_adam_and_adamw_are_those_of_pytorch(seed):
    rng = np.random.default_rng(seed)
    for shape in drawn_shapes(rng):
        start, gradients = numbers(rng, *shape), [numbers(rng, *shape) for _ in range(4)]
        adam = walk(lambda params: torch.optim.Adam(params, 0.1, (0.8, 0.95), 0.25), start, gradients)
        adamw = walk(
            lambda params: torch.optim.AdamW(params, 0.1, eps=1e-7, weight_decay=0.5), start, gradients
        )
        P, Q, M, V, N, W = start, start, *np.zeros((4, *shape))
        for t, (G, plain, decayed) in enumerate(zip(gradients, adam, adamw, strict=True), 1):
            P, M, V = reference("adam_step")(P, G, M, V, t, 0.1, 0.8, 0.95, 0.25)
            Q, N, W = reference("adamw_step")(Q, G, N, W, t, 0.1, 0.5)
            same(P, plain)
            same(Q, decayed)


@pytest.mark.parametrize("seed", range(5))
def test_the_schedule_is_that_of_keras(seed):
    for case in UNIT["scheduled_rate"].hidden(np.random.default_rng(seed)):
        start, peak, end, warmup, decay = case.inputs.values()
        theirs = keras().optimizers.schedules.CosineDecay(
            start if warmup else peak,
            decay,
            end / peak,
            warmup_target=peak if warmup else None,
            warmup_steps=warmup,
        )
        for step in range(warmup + decay + 3):
            mine = reference("scheduled_rate")(step, **case.inputs)
            assert mine == pytest.approx(float(theirs(step)), rel=1e-5)  # Keras counts in 32 bits


def cases_of_train(seed=0):
    exercise = UNIT["train"]
    for case in [*exercise.cases, *exercise.hidden(np.random.default_rng(seed))]:
        given = case.inputs
        params = {key: given[key] for key in KEYS}
        epochs = made(given["X"], given["y"], given["plan"], given["batch_size"])
        held_out = given["X_held_out"], given["y_held_out"]
        yield params, epochs, held_out, given["rate"], given["momentum"], given["patience"]


@pytest.mark.parametrize("seed", range(3))
def test_the_loop_learns_what_pytorch_learns(seed):
    for params, epochs, (X_held_out, y_held_out), rate, momentum, patience in cases_of_train(seed):
        if params["W1"].dtype != np.float64:
            continue
        theirs = {key: torch.tensor(P, requires_grad=True) for key, P in params.items()}
        optimizer = torch.optim.SGD(theirs.values(), lr=rate, momentum=momentum)

        def loss(X, y, theirs=theirs):
            H = torch.relu(torch.tensor(X) @ theirs["W1"] + theirs["b1"])
            return functional.cross_entropy(H @ theirs["W2"] + theirs["b2"], torch.tensor(y))

        found, losses = [], []
        for batches in epochs:
            for X, y in batches:
                optimizer.zero_grad()
                loss(X, y).backward()
                optimizer.step()
            found.append({key: P.detach().numpy().copy() for key, P in theirs.items()})
            losses.append(loss(X_held_out, y_held_out).item())
        best, mine = reference("train")(params, epochs, (X_held_out, y_held_out), rate, momentum, patience)
        same(mine, losses[: len(mine)])
        for key, P in best.items():
            same(P, found[int(np.argmin(mine))][key])


class Recorder:
    """As much of a model as Keras's EarlyStopping asks for."""

    stop_training = False

    def get_weights(self):
        return []


def keras_stops(losses, patience):
    """How many epochs Keras tries."""
    callback, model = keras().callbacks.EarlyStopping(patience=patience, mode="min"), Recorder()
    callback.set_model(model)
    callback.on_train_begin()
    for tried, loss in enumerate(losses):
        if model.stop_training:
            return tried
        callback.on_epoch_end(tried, {"val_loss": loss})
    return len(losses)


@pytest.mark.parametrize("seed", range(5))
def test_training_stops_when_keras_stops(seed):
    found = set()
    for params, epochs, held_out, rate, momentum, _ in cases_of_train(seed):
        _, every = reference("train")(params, epochs, held_out, rate, momentum, len(epochs))
        for patience in (1, 2, 3, 5):
            _, losses = reference("train")(params, epochs, held_out, rate, momentum, patience)
            assert losses == every[: keras_stops(every, patience)]
            found.add(len(epochs) - len(losses))
    assert len(found) > 3


def test_the_network_is_that_of_the_notebook_word_for_word():
    cell = next(
        cell.source for cell in jupytext.read(NOTEBOOK).cells if cell.source.startswith("def forward")
    )
    given = [network.forward, network.cross_entropies, network.cross_entropies_gradient, network.backward]
    assert cell.strip() == "\n\n".join(inspect.getsource(each) for each in given).strip()


def test_the_gradients_of_the_network_are_those_of_pytorch():
    rng = np.random.default_rng(0)
    params = {"W1": (3, 4), "b1": (4,), "W2": (4, 5), "b2": (5,)}
    params = {key: rng.normal(size=shape) for key, shape in params.items()}
    X, y = rng.normal(size=(7, 3)), rng.integers(0, 5, 7)
    Z, cache = network.forward(params, X)
    tensors = {key: torch.tensor(P, requires_grad=True) for key, P in params.items()}
    H = torch.relu(torch.tensor(X) @ tensors["W1"] + tensors["b1"])
    losses = functional.cross_entropy(H @ tensors["W2"] + tensors["b2"], torch.tensor(y), reduction="none")
    losses.sum().backward()
    same(network.cross_entropies(Z, y), losses.detach())
    for key, G in network.backward(network.cross_entropies_gradient(Z, y), params, cache).items():
        same(G, tensors[key].grad)


def test_what_is_remembered_is_an_output_of_its_own():
    assert output_names(UNIT["momentum_step"]) == ["P", "velocity", "P with Nesterov"]
    assert output_names(UNIT["adam_step"]) == ["P after the first step", "M", "V", "P after later steps"]
    assert output_names(UNIT["scheduled_rate"]) == ["warm-up", "decay"]
    assert output_names(UNIT["shuffled_batches"]) == ["sizes", "samples", "order", "seed"]
    assert len(output_names(UNIT["train"])) == 6


@pytest.mark.parametrize("exercise", UNIT.exercises, ids=lambda exercise: exercise.id)
def test_right_answers_need_not_write_into_what_they_are_given(exercise):
    for case in exercise.hidden(np.random.default_rng(0)):
        for value in case.inputs.values():
            if isinstance(value, np.ndarray):
                value.flags.writeable = False
        expected = dict(exercise.run(exercise.reference, **case.inputs))
        for item in exercise.alternatives:
            if item.answer.__name__ in ("element_by_element", "with_a_counter", "on_copies"):
                continue  # these write into copies of their own, which are like what they are given
            got = dict(exercise.run(item.answer, **case.inputs))
            assert all(
                difference(value, got[name], exercise.terms(name)) is None for name, value in expected.items()
            )


@pytest.mark.parametrize("seed", range(200))
def test_every_draw_has_batches_that_tell_how_they_were_cut(seed):
    cases = [case.inputs for case in UNIT["shuffled_batches"].hidden(np.random.default_rng(seed))]
    sizes = [(len(given["X"]), given["batch_size"]) for given in cases]
    assert any(m % size == 1 and size > 2 and m > 3 * size for m, size in sizes)  # evened out is another
    assert all(m >= 12 for m, _ in sizes)  # no two orders are alike by chance
    assert all(m <= size or size == 1 or m >= 3 * size for m, size in sizes if m != size)


def test_batches_that_are_no_batches_are_told():
    exercise = UNIT["shuffled_batches"]
    for answer in (
        lambda X, y, *rest: [[(X, y)]] * 10**6,
        lambda X, y, *rest: [[(np.broadcast_to(X[:1], (10**9, X.shape[1])), y)]],
        lambda X, y, *rest: X,
        lambda *given: 3,
    ):
        assert judge(exercise, answer).status in ("wrong", "partly right")


def first_without_its_step(P, G, M, V, t, *rest):
    after, M, V = reference("adam_step")(P, G, M, V, t, *rest)
    return (P if t == 1 else after + 1), M, V


def gradient_corrected(P, G, M, V, t, rate, beta_1, beta_2, epsilon):
    _, M, V = reference("adam_step")(P, G, M, V, t, rate, beta_1, beta_2, epsilon)
    return P - rate * G / (1 - beta_1**t) / (np.sqrt(V / (1 - beta_2**t)) + epsilon), M, V


@pytest.mark.parametrize("answer", [first_without_its_step, gradient_corrected])
def test_what_comes_of_several_mistakes_at_the_first_step_names_none(answer):
    verdict = judge(UNIT["adam_step"], answer)
    assert {output.name: output.misconception for output in verdict.outputs}["P after the first step"] is None


def test_samples_that_come_twice_are_no_sign_of_one_mistake():
    rng = np.random.default_rng

    def longer_and_longer(X, y, batch_size, epochs, seed):
        draw = rng(seed)
        orders = [draw.permutation(len(X)) for _ in range(epochs)]
        ends = range(batch_size, len(X) + batch_size, batch_size)
        return [[(X[order[:end]], y[order[:end]]) for end in ends] for order in orders]

    verdict = judge(UNIT["shuffled_batches"], longer_and_longer, rng=rng(0))
    assert {output.name: output.misconception for output in verdict.outputs}["samples"] is None
    assert "some twice in an epoch" in verdict.says


@pytest.mark.parametrize("share", [lambda step, steps: 0, lambda step, steps: step // steps])
def test_a_warm_up_that_stays_is_asked_about_its_division(share):
    def stays(step, start, peak, end, warmup_steps, decay_steps):
        if step < warmup_steps:
            return start + (peak - start) * share(step, warmup_steps)
        return reference("scheduled_rate")(step, start, peak, end, warmup_steps, decay_steps)

    assert "Was it divided with //" in judge(UNIT["scheduled_rate"], stays).says


def test_orders_are_told_apart():
    exercise = UNIT["shuffled_batches"]
    case = exercise.cases[0]

    def label(answer):
        return dict(exercise.run(answer, **case.inputs))["order"]

    assert label(exercise.reference) == "another one in each epoch"
    labels = {item.name: label(item.answer) for item in exercise.misconceptions if "shuffled" in item.name}
    assert labels == {
        "not shuffled": "as they came",
        "first epoch not shuffled": "as they came, in the first epoch",
        "moved on, not shuffled": "another one of the same neighbours",
        "batches shuffled, not samples": "another one of the same batches",
        "shuffled within the batches": "another one within the batches alone",
    }


@pytest.mark.parametrize("sign_of", ["M", "V"])
def test_a_mean_with_a_wrong_sign_is_not_taken_for_a_mistake_in_the_step(sign_of):
    """After one step alone it comes to the same: nan, or a step uphill."""

    def answer(P, G, M, V, t, rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-7):
        M = beta_1 * M + (1 - beta_1) * G * (-1 if sign_of == "M" else 1)
        V = beta_2 * V + (1 - beta_2) * G**2 * (-1 if sign_of == "V" else 1)
        step = M / (1 - beta_1**t) / (np.sqrt(V / (1 - beta_2**t)) + epsilon)
        return P - rate * step, M, V

    says = judge(UNIT["adam_step"], answer).says
    assert f"{sign_of}: expected" in says and "Your correction" not in says and "was added" not in says


def test_batches_that_are_drawn_one_by_one_are_not_said_to_have_been_there_already():
    def drawn_whole(X, y, batch_size, epochs, seed):
        rng, starts = np.random.default_rng(seed), range(0, len(X), batch_size)
        rows = [[rng.integers(0, len(X), batch_size) for _ in starts] for _ in range(epochs)]
        return [[(X[each], y[each]) for each in epoch] for epoch in rows]

    says = judge(UNIT["shuffled_batches"], drawn_whole).says
    assert "as large as the others" in says and "some twice in an epoch, and others never" in says


def test_pairs_are_told_by_what_was_given_though_it_was_shuffled():
    """X and y shuffled apart from each other: by what they are then, every pair would be right."""

    def shuffled_apart(X, y, batch_size, epochs, seed):
        rng = np.random.default_rng(seed)
        rng.shuffle(X)
        rng.shuffle(y)
        starts = range(0, len(X), batch_size)
        return [[(X[i : i + batch_size], y[i : i + batch_size]) for i in starts]] * epochs

    verdict = judge(UNIT["shuffled_batches"], shuffled_apart, rng=np.random.default_rng(0))
    assert verdict.earned == 0
    assert "X itself was changed" in verdict.says and "targets of others" in verdict.says


def table(part):
    """The worked examples of a part of the notebook, line by line."""
    text = NOTEBOOK.read_text(encoding="utf-8").partition(f"## Part {part} ")[2].partition("# ## Part ")[0]
    return [
        line[2:].strip()
        for block in re.findall(r"# ```\n(.*?)# ```", text, re.S)
        for line in block.splitlines()
    ]


def found(line):
    return [float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", line)]


def results(line):
    """The numbers behind the signs of equality."""
    return [float(number) for number in re.findall(r"= (-?\d+(?:\.\d+)?)", line)]


def test_the_steps_of_the_first_part_are_right():
    P = np.array([8.0, 4.0])
    for line in [line for line in table(1) if line.startswith("step")]:
        (_, x, dx, x_next, y, dy, y_next), G = found(line), P * [1, 10]
        same([x, y, dx, dy], [*P, *G])
        P, _ = reference("momentum_step")(P, G, np.zeros(2), 0.15, 0.0)
        same([x_next, y_next], P)


def test_the_steps_with_momentum_are_right():
    P, velocity = np.array([8.0]), np.zeros(1)
    lines = [line for line in table(2) if line.startswith("step")]
    assert len(lines) == 3
    for line in lines:
        _, gradient, share, before, rate, again, velocity_shown, P_shown = (abs(n) for n in found(line))
        assert [share, rate] == [0.5, 0.15]
        same([gradient, again, before], [*P, *P, *-velocity])
        P, velocity = reference("momentum_step")(P, P, velocity, 0.15, 0.5)
        same([P_shown, velocity_shown], [*P, *-velocity])
    ahead, _ = reference("momentum_step")(np.array([8.0]), np.array([8.0]), np.zeros(1), 0.15, 0.5, True)
    same(ahead, [6.2])
    _, along_y = reference("momentum_step")(-2.0, -20.0, -6.0, 0.15, 0.5)
    assert along_y == 0


def test_the_steps_of_rmsprop_are_right():
    G, lines = np.array([4.0, 0.04]), {line.split("  ")[0]: line for line in table(3)}
    P, V = reference("rmsprop_step")(np.zeros(2), G, np.zeros(2), 0.1, 0.75, 1e-12)
    same(found(lines["G"]), G)
    same(results(lines["V"]), V)
    same(found(lines["root of V"]), np.sqrt(V))
    np.testing.assert_allclose(results(lines["step"]), -P, rtol=1e-8)


def test_the_steps_of_adam_are_right():
    lines = {line.split("  ")[0]: results(line) for line in table(4)}
    P, M, V = np.array([1.0]), np.zeros(1), np.zeros(1)
    for t, G in ((1, 4.0), (2, -4.0)):
        P, M, V = reference("adam_step")(P, np.array([G]), M, V, t, 0.1, 0.5, 0.75, 1e-12)
        M_corrected, V_corrected = M / (1 - 0.5**t), V / (1 - 0.75**t)
        shown = {
            "M": M,
            "V": V,
            "M corrected": M_corrected,
            "V corrected": V_corrected,
            "M over the root of V": M_corrected / np.sqrt(V_corrected),
            "P, from 1": P,
        }
        assert {key: [lines[key][t - 1]] for key in shown} == {
            key: pytest.approx(value, abs=5e-4) for key, value in shown.items()
        }


def test_the_weights_that_decay_are_right():
    P, G, zeros = np.full(3, 4.0), np.array([0, 0.01, 100]), np.zeros(3)
    lines = {line.split("  ")[0]: line for line in table(4)}
    coupled, *_ = reference("adam_step")(P, G + 0.05 * P, zeros, zeros, 1, 0.1)
    np.testing.assert_allclose(results(lines["L2: P after the step"]), coupled, rtol=1e-6)
    decoupled, *_ = reference("adamw_step")(P, G, zeros, zeros, 1, 0.1, 0.05)
    np.testing.assert_allclose(found(lines["decoupled: P after it"]), decoupled, rtol=1e-5)
    same(results(table(4)[table(4).index(lines["L2: the gradient"]) + 1]), G + 0.05 * P)


def test_the_schedule_of_the_notebook_is_right():
    lines = {line.split("  ")[0]: found(line) for line in table(5)}
    rates = [reference("scheduled_rate")(int(step), 0.1, 0.9, 0.1, 4, 8) for step in lines["step"]]
    assert lines["rate"] == pytest.approx(rates, abs=5e-4) and len(rates) == 10
    angles = np.pi * (np.array(lines["step"][4:9]) - 4) / 8
    assert lines["cosine"] == pytest.approx(np.cos(angles), abs=5e-4)
    assert lines["share"] == pytest.approx((1 + np.cos(angles)) / 2, abs=5e-4)


def test_the_example_of_stopping_is_right():
    losses = next(found(line) for line in table(7) if line.startswith("held-out"))
    assert keras_stops([*losses, 0.5], 2) == 5 and losses.index(min(losses)) == 2


def test_the_batches_of_the_notebook_are_batches():
    lines = table(6)
    samples = [re.findall(r"\b[a-e]\b", line) for line in lines if line.startswith("epoch")]
    targets = [found(line) for line in lines if re.match(r"\d", line)]
    assert all(sorted(epoch) == list("abcde") for epoch in samples) and samples[0] != samples[1]
    assert targets == [["abcde".index(letter) for letter in epoch] for epoch in samples]


def test_grading_trains_no_network_whatever_usual_names_an_answer_has():
    names = "A E G H M P V X Z b best cache epoch grads i k losses m n order params rng step t velocity y"
    cells = [Cell("answer", f"def answer(): {' = '.join(names.split())} = 0", "answer")]
    for cell in jupytext.read(NOTEBOOK).cells:
        if "demonstration" in cell.metadata.get("tags", ()):
            cells.append(Cell(cell.source, cell.source, "demonstration"))
    shown = {cell.id for cell in cells if cell.role == "demonstration"}
    assert len(shown) == 6 and shown == left_out(cells, [exercise.name for exercise in UNIT.exercises])


@pytest.mark.parametrize("off", [{"epsilon": 1e-3}, {"beta_2": 1e-5}, {"rate": 1e-4}], ids=str)
def test_the_tolerance_is_for_rounding_alone(off):
    exercise = UNIT["adam_step"]

    def moved(P, G, M, V, t, rate, beta_1, beta_2, epsilon):
        rates = {"rate": rate, "beta_1": beta_1, "beta_2": beta_2, "epsilon": epsilon}
        return exercise.reference(P, G, M, V, t, **{key: n + off.get(key, 0) for key, n in rates.items()})

    for case in exercise.cases[2:6]:
        expected, got = (dict(exercise.run(answer, **case.inputs)) for answer in (exercise.reference, moved))
        assert any(difference(value, got[name], exercise.terms(name)) for name, value in expected.items())
