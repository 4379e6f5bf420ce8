"""What is particular to 10_autodiff; what every unit has to hold stands in test_every_unit.py."""

import inspect
from functools import partial
from graphlib import TopologicalSorter
from pathlib import Path

import jupytext
import numpy as np
import pytest

from autograder.exercises import unit
from autograder.exercises.autodiff import given
from autograder.exercises.autodiff.arrays import numbers
from autograder.exercises.autodiff.graphs import FORMS as GRAPHS
from autograder.exercises.autodiff.graphs import drawn, written_anew
from autograder.exercises.autodiff.networks import FORMS as NETWORKS
from autograder.exercises.autodiff.order import IN_ORDER
from autograder.judging.judge import judge, output_names
from autograder.judging.oracle import Cell, judge_notebook
from autograder.sandbox import open_box

torch = pytest.importorskip("torch", reason="torch is not installed")

UNIT = unit("10_autodiff")
NOTEBOOK = Path(__file__).parents[3] / "solutions" / "10_autodiff" / "10_autodiff.py"
SEEDS = range(10)

#: Each operation by PyTorch.
THEIRS = {
    "add": torch.add,
    "multiply": torch.multiply,
    "divide": torch.divide,
    "matmul": torch.matmul,
    "relu": torch.relu,
    "exp": torch.exp,
    "log": torch.log,
    "sum": lambda X, axis: X.sum(axis, keepdim=True),
    "reshape": torch.reshape,
    "permute": torch.permute,
}


def reference(id, *inputs):
    return UNIT[id].reference(*inputs)


def same(mine, theirs):
    np.testing.assert_allclose(mine, np.asarray(theirs), rtol=1e-10, atol=1e-12)


def leaf(value):
    """A tensor that records gradients; settings as they are."""
    floating = isinstance(value, float | np.ndarray)
    return torch.tensor(value, dtype=torch.float64, requires_grad=True) if floating else value


def by_pytorch(graph, order, values):
    """The values of all nodes, and the gradients of the sum of the last, by PyTorch's own tape."""
    nodes = {name: leaf(value) for name, value in values.items()}
    for name in order:
        operation, *inputs = graph[name]
        nodes[name] = THEIRS[operation](*(nodes[each] for each in inputs))
        nodes[name].retain_grad()
    nodes[order[-1]].sum().backward()
    return nodes


@pytest.mark.parametrize("seed", SEEDS)
def test_the_rules_are_those_of_pytorch(seed):
    rng = np.random.default_rng(seed)
    for id, operation in (("divide_gradients", "divide"), ("matmul_gradients", "matmul")):
        for case in UNIT[id].hidden(rng):
            G, *inputs = (array.astype(np.float64) for array in case.inputs.values())
            tensors = [leaf(array) for array in inputs]
            THEIRS[operation](*tensors).backward(torch.tensor(G))
            for mine, tensor in zip(reference(id, G, *inputs), tensors, strict=True):
                same(mine, tensor.grad)


@pytest.mark.parametrize("seed", SEEDS)
def test_moved_and_repeated_numbers_come_back_as_in_pytorch(seed):
    rng = np.random.default_rng(seed)
    for case in UNIT["permute_gradient"].hidden(rng):
        G, axes = case.inputs["G"], case.inputs["axes"]
        X = torch.zeros([G.shape[axes.index(k)] for k in range(G.ndim)], requires_grad=True)
        X.permute(axes).backward(torch.tensor(G, dtype=torch.float32))
        np.testing.assert_array_equal(reference("permute_gradient", G, axes), X.grad)
    for case in UNIT["unbroadcast"].hidden(rng):
        G, X = case.inputs["G"].astype(np.float64), leaf(np.zeros(case.inputs["shape"]))
        torch.broadcast_to(X, G.shape).backward(torch.tensor(G))
        same(reference("unbroadcast", G, case.inputs["shape"]), X.grad)


@pytest.mark.parametrize("seed", SEEDS)
def test_values_and_gradients_of_a_graph_are_those_of_pytorch(seed):
    rng = np.random.default_rng(seed)
    for form in [form for forms in NETWORKS.values() for form in forms]:
        graph, values = form(rng)
        order = reference("topological_order", graph, list(graph)[-1])
        theirs, known = by_pytorch(graph, order, values), given.forward(graph, order, values)
        mine = reference("backpropagate", graph, order, known)
        for name, value in known.items():
            if isinstance(theirs[name], torch.Tensor):
                same(value, theirs[name].detach())
        heard = {
            name for name, node in theirs.items() if isinstance(node, torch.Tensor) and node.grad is not None
        }
        assert set(mine) == heard
        for name, G in mine.items():
            same(G, theirs[name].grad)


@pytest.mark.parametrize("seed", SEEDS)
def test_differences_come_near_the_gradients_of_pytorch(seed):
    for case in UNIT["numerical_gradient"].hidden(np.random.default_rng(seed)):
        name, graph, order, values = (case.inputs[key] for key in ("leaf", "graph", "order", "values"))
        values = {key: np.float64(v) if isinstance(v, np.ndarray) else v for key, v in values.items()}
        theirs = by_pytorch(graph, order, values)[name].grad.numpy()
        mine = reference("numerical_gradient", graph, order, values, name, 1e-5)
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6 * np.abs(theirs).max())


@pytest.mark.parametrize("seed", SEEDS)
def test_the_gradient_from_the_rules_is_no_difference_also_in_single_precision(seed):
    def by_the_rules(graph, order, values, name, h):
        nodes = given.forward(graph, order, values)
        return reference("backpropagate", graph, order, nodes)[name].astype(np.float32)

    assert judge(UNIT["numerical_gradient"], by_the_rules, rng=np.random.default_rng(seed)).earned == 0


def torch_differences(graph, order, values, name, h):
    """By PyTorch, whose sums have orders of their own."""

    def loss(X):
        nodes = {key: torch.as_tensor(v) if isinstance(v, np.ndarray) else v for key, v in values.items()}
        nodes[name] = torch.as_tensor(X)
        for each in order:
            operation, *inputs = graph[each]
            nodes[each] = THEIRS[operation](*(nodes[key] for key in inputs))
        return nodes[order[-1]].item()

    found = np.zeros_like(values[name])
    for index in np.ndindex(*found.shape):
        moved = np.zeros_like(found)
        moved[index] = h
        found[index] = (loss(values[name] + moved) - loss(values[name] - moved)) / (2 * h)
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_differences_by_pytorch_are_right_also_in_single_precision(seed):
    exercise = UNIT["numerical_gradient"]
    assert judge(exercise, torch_differences, rng=np.random.default_rng(seed)).status == "right"


def can_be_worked_out(graph, order):
    """Whether each is one of those that Python's own sorter says are ready when its turn comes."""
    sorter, ready = TopologicalSorter({name: set(graph[name][1:]) & set(graph) for name in order}), set()
    sorter.prepare()
    for name in order:
        ready |= set(sorter.get_ready())
        if name not in ready:
            return False
        sorter.done(name)
    return True


def leading(graph, target):
    """The operations that lead to the target, by following the inputs until nothing new comes."""
    found = {target}
    while new := {each for name in found for each in graph[name][1:] if each in graph} - found:
        found |= new
    return found


@pytest.mark.parametrize("seed", SEEDS)
def test_the_order_is_one_of_pythons_sorter(seed):
    rng = np.random.default_rng(seed)
    cases = [*(written_anew(name, "", rng) for name in GRAPHS), *(drawn(rng) for _ in range(20))]
    for case in cases:
        graph, target = case.inputs["graph"], case.inputs["target"]
        order = reference("topological_order", graph, target)
        assert set(order) == leading(graph, target) and len(order) == len(set(order))
        assert can_be_worked_out(graph, order)
        assert not can_be_worked_out(graph, [name for name in graph if name in order])
        assert not can_be_worked_out(graph, order[::-1])


@pytest.mark.parametrize("seed", range(5))
def test_any_order_of_pythons_sorter_earns_everything(seed):
    def by_the_sorter(graph, target):
        needed = leading(graph, target)
        found = TopologicalSorter(
            {name: sorted(set(graph[name][1:]) & needed, reverse=seed % 2 == 0) for name in sorted(needed)}
        )
        return list(found.static_order())

    verdict = judge(UNIT["topological_order"], by_the_sorter, rng=np.random.default_rng(seed))
    assert verdict.status == "right", verdict.says


def test_what_an_order_looks_like_is_told():
    exercise = UNIT["topological_order"]
    case = exercise.cases[0]

    def told(answer):
        return list(exercise.run(answer, **case.inputs).values())

    assert told(lambda graph, target: ["r", "p", "f"]) == [["f", "p", "r"], IN_ORDER]
    assert told(lambda graph, target: ("p", "f", "r")) == [["f", "p", "r"], "f comes before r"]
    assert told(lambda graph, target: {"p": 1, "f": 2}) == [["f", "p"], "r is missing"]
    assert told(lambda graph, target: []) == [[], "p is missing"]
    for nonsense in ("f", [("f",)], [1, 2]):
        with pytest.raises(ValueError, match="list of names was expected"):
            told(lambda graph, target, nonsense=nonsense: nonsense)


def test_each_point_is_an_output():
    assert output_names(UNIT["divide_gradients"]) == ["dX", "dY"]
    assert output_names(UNIT["matmul_gradients"]) == ["dX", "dW", "dX of a stack", "dW of a stack"]
    for exercise in UNIT.exercises:
        assert len(output_names(exercise)) == exercise.points


def test_values_that_are_changed_on_the_way_are_told():
    def in_place(graph, order, values, *rest):
        for value in values.values():
            if isinstance(value, np.ndarray):
                value += 1
        return {}

    for id in ("backpropagate", "numerical_gradient"):
        verdict = judge(UNIT[id], in_place)
        assert verdict.earned == 0 and verdict.misconception == "values changed in place"


def test_a_gradient_that_is_not_there_is_not_laid_to_the_order_of_the_parts():
    def operations_for_inputs(graph, order, values):
        gradients = {order[-1]: np.ones_like(values[order[-1]])}
        for name in reversed(order):
            operation, *inputs = graph[name]
            arrays = [values[each] for each in inputs]
            parts = given.local_gradients(operation, gradients[name], values[name], *arrays)
            for each, part in zip(graph[name], parts, strict=False):
                if part is not None:
                    gradients[each] = gradients.get(each, 0) + part
        return gradients

    says = judge(UNIT["backpropagate"], operations_for_inputs).says
    assert "KeyError" in says and "wrong order" not in says


def judged(*wrong):
    """The verdicts, in a box, on the notebook's solutions, some of which are replaced."""
    answers = {source.partition("(")[0].removeprefix("def "): source for source in wrong}
    cells = []
    for cell in jupytext.read(NOTEBOOK).cells:
        id = cell.metadata.get("nbgrader", {}).get("grade_id", "")
        name, _, kind = id.partition("-")
        if kind == "answer":
            cells.append(Cell(id, answers.get(name, cell.source), "answer"))
        elif cell.cell_type == "code" and not id and "demonstration" not in cell.metadata.get("tags", ()):
            cells.append(Cell(f"given-{len(cells)}", cell.source, "other"))
    boxes = partial(open_box, tier="unisolated", withheld=UNIT.withheld)
    return judge_notebook(UNIT, cells, boxes, b"key", "ada").verdicts


@pytest.mark.parametrize(
    "source",
    [
        "def divide_gradients(G, X, Y):\n    return G / Y, G * X / Y**2",
        "def matmul_gradients(G, X, W):\n    return G @ W.T, X.T @ G",
        "def permute_gradient(G, axes):\n    return G.transpose(axes)",
        "def unbroadcast(G, shape):\n    return G",
        "def topological_order(graph, target):\n    return list(graph)",
    ],
)
def test_one_mistake_costs_once_in_a_box(source):
    verdicts = judged(source)
    wrong = {id for id, verdict in verdicts.items() if verdict.status != "right"}
    assert wrong == {source.partition("(")[0].removeprefix("def ")}
    assert verdicts[wrong.pop()].misconception


def test_rules_for_shapes_as_they_are_stated_are_enough_for_the_walk():
    """Element by element, and matrix by matrix: broadcasting is what the notebook's table undoes."""
    by_elements = (
        "def divide_gradients(G, X, Y):\n"
        "    places = [*np.ndindex(G.shape)]\n"
        "    dX, dY = np.zeros(X.shape), np.zeros(Y.shape)\n"
        "    for at in places:\n"
        "        dX[at], dY[at] = G[at] / Y[at], -G[at] * X[at] / Y[at] ** 2\n"
        "    return dX, dY"
    )
    by_matrices = (
        "def matmul_gradients(G, X, W):\n"
        "    dX, dW = np.zeros(X.shape), np.zeros(W.shape)\n"
        "    for at in np.ndindex(X.shape[:-2]):\n"
        "        dX[at], dW[at] = G[at] @ W[at].T, X[at].T @ G[at]\n"
        "    return dX, dW"
    )
    assert {verdict.status for verdict in judged(by_elements, by_matrices).values()} == {"right"}


@pytest.mark.parametrize(
    ("source", "status"),
    [
        ("def topological_order(graph, target):\n    yield target", "names one by one"),
        (
            "def topological_order(graph, target):\n    order = []\n    def visit(name):\n"
            "        for each in graph.pop(name)[1:]:\n            if each in graph:\n"
            "                visit(each)\n        order.append(name)\n    visit(target)\n    return order",
            None,
        ),
    ],
    ids=["a generator", "a graph that is used up"],
)
def test_a_check_and_a_box_say_the_same(source, status):
    names: dict = {}
    exec(source, names)
    here = judge(UNIT["topological_order"], names["topological_order"])
    there = judged(source)["topological_order"]
    assert here.misconception == there.misconception == status
    assert here.earned == there.earned


def test_what_came_back_alone_is_the_first_of_two():
    verdict = judge(UNIT["divide_gradients"], lambda G, X, Y: G / Y)
    assert (verdict.earned, verdict.misconception) == (1, "dX alone")
    verdict = judge(UNIT["divide_gradients"], lambda G, X, Y: {"dX": G / Y, "dY": -G * X / Y**2})
    assert verdict.earned == 0 and "got a dict" in verdict.says


def test_what_has_no_name_of_a_node_is_listed():
    verdict = judge(UNIT["backpropagate"], lambda graph, order, values: {"df": 1.0})
    assert "expected an entry 'p', got only df" in verdict.says


def test_the_work_of_what_is_lent_is_counted():
    exercise = UNIT["unbroadcast"]
    assert exercise.lent(numbers(np.random.default_rng(0), 3, 4), (4,)) == 24
    assert UNIT["matmul_gradients"].lent(np.zeros((2, 5)), np.zeros((2, 3)), np.zeros((3, 5))) == 60
    with pytest.raises(ValueError, match="shapes fit"):
        UNIT["matmul_gradients"].lent(np.zeros((2, 5)), np.zeros((2, 3)), np.zeros((4, 5)))
    assert UNIT["divide_gradients"].lent(np.zeros((2, 1)), np.zeros(4), 3.0) == 8


@pytest.mark.parametrize("function", [given.operate, given.forward, given.local_gradients])
def test_what_the_notebook_gives_is_what_answers_are_judged_with(function) -> None:
    assert inspect.getsource(function) in NOTEBOOK.read_text(encoding="utf-8")
