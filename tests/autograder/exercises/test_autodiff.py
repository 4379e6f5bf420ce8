"""What is particular to 10_autodiff; what every unit has to hold stands in test_every_unit.py."""

import inspect
import re
from graphlib import TopologicalSorter
from pathlib import Path

import jupytext
import numpy as np
import pytest
import torch

from autograder.exercises import unit
from autograder.exercises.autodiff import given
from autograder.exercises.autodiff.arrays import numbers
from autograder.exercises.autodiff.graphs import FORMS as GRAPHS
from autograder.exercises.autodiff.graphs import drawn, written_anew
from autograder.exercises.autodiff.networks import FORMS as NETWORKS
from autograder.exercises.autodiff.order import IN_ORDER
from autograder.judging.demonstrations import left_out
from autograder.judging.judge import judge, output_names
from autograder.judging.oracle import Cell

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
        theirs = by_pytorch(graph, order, values)[name].grad.numpy()
        mine = reference("numerical_gradient", graph, order, values, name, 1e-5)
        np.testing.assert_allclose(mine, theirs, rtol=1e-5, atol=1e-6 * np.abs(theirs).max())


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
        return found.static_order()

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


def test_what_is_given_is_that_of_the_notebook_word_for_word():
    cells = [cell.source.strip() for cell in jupytext.read(NOTEBOOK).cells if cell.cell_type == "code"]
    sources = [inspect.getsource(each).strip() for each in (given.operate, given.forward)]
    assert "\n\n\n".join(sources) in cells
    assert inspect.getsource(given.local_gradients).strip() in cells


def test_every_operation_has_a_rule_and_every_rule_is_tried():
    table = re.compile(r'^        "(\w+)": lambda', re.MULTILINE)
    operations, rules = (
        table.findall(inspect.getsource(each)) for each in (given.operate, given.local_gradients)
    )
    assert operations == rules == list(THEIRS)
    rng = np.random.default_rng(0)
    tried = {node[0] for forms in NETWORKS.values() for form in forms for node in form(rng)[0].values()}
    assert tried == set(operations)


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


def test_a_wrong_unbroadcast_costs_once():
    exercise = UNIT["unbroadcast"]
    assert exercise.lent(numbers(np.random.default_rng(0), 3, 4), (4,)) == 24
    assert UNIT["matmul_gradients"].lent(np.zeros((2, 5)), np.zeros((2, 3)), np.zeros((3, 5))) == 60
    with pytest.raises(ValueError, match="shapes fit"):
        UNIT["matmul_gradients"].lent(np.zeros((2, 5)), np.zeros((2, 3)), np.zeros((4, 5)))
    assert UNIT["divide_gradients"].lent(np.zeros((2, 1)), np.zeros(4), 3.0) == 8


def table(part):
    """The worked examples of a part of the notebook, block by block, line by line."""
    text = NOTEBOOK.read_text(encoding="utf-8").partition(f"## Part {part} ")[2].partition("# ## Part ")[0]
    blocks = re.findall(r"# ```\n(.*?)# ```", text, re.S)
    return [[line[2:].strip() for line in block.splitlines() if line[2:].strip()] for block in blocks]


def found(text):
    return [float(number) for number in re.findall(r"(?<![\w.])-?\d+(?:\.\d+)?", text)]


BY_HAND = UNIT["backpropagate"].cases[0].inputs


def by_hand():
    known = given.forward(BY_HAND["graph"], BY_HAND["order"], BY_HAND["values"])
    return known, reference("backpropagate", BY_HAND["graph"], BY_HAND["order"], known)


def test_the_graph_of_the_first_part_is_right():
    known, gradients = by_hand()
    lines = {line.split()[0]: line for line in table(1)[0][1:]}
    assert set(lines) == set(known)
    for name, line in lines.items():
        value = re.search(r"= (\d+)  ", line)
        assert value is None or float(value[1]) == known[name]
        assert found(line)[-1] == gradients[name]


def test_the_slopes_of_a_quotient_are_right():
    slopes = table(2)[1]
    whole, by_x, by_y = [found(line) for line in slopes]
    assert whole[:3] == [6, 2, 3]
    for line in (by_x, by_y):
        assert line[2] == pytest.approx(line[0] / line[1], abs=1e-6)
        assert line[-1] == pytest.approx((line[2] - 3) / 0.001, abs=1e-6)
    dX, dY = reference("divide_gradients", 3.0, 6.0, 2.0)
    assert (dX, dY) == (1.5, -4.5)
    first = UNIT["divide_gradients"].cases[0].inputs
    assert [first[key][0] for key in ("G", "X", "Y")] == [3, 6, 2]


def test_the_matrices_of_the_notebook_are_right():
    text = NOTEBOOK.read_text(encoding="utf-8").partition("### The matrix product")[2]
    rows = [line[2:] for line in text.partition("# ```\n")[2].partition("# ```")[0].splitlines()]
    starts = [rows[0].index(name) for name in ("X", "W", "A ", "G", "dX", "dW")]
    blocks = {}
    for name, start, end in zip("XWAG", starts, starts[1:], strict=False):
        blocks[name] = [found(row[start - 2 : end - 2]) for row in rows[2:]]
    blocks["dX"], blocks["dW"] = (
        [found(row[start:end]) for row in rows[2:]]
        for start, end in ((starts[4] - 2, starts[5] - 2), (starts[5] - 2, None))
    )
    X, W, A, G, dX, dW = (
        np.array([row for row in blocks[key] if row]) for key in ("X", "W", "A", "G", "dX", "dW")
    )
    same(X @ W, A)
    for mine, shown in zip(reference("matmul_gradients", G, X, W), (dX, dW), strict=True):
        same(mine, shown)
    first = UNIT["matmul_gradients"].cases[0].inputs
    assert all(np.array_equal(first[key], value) for key, value in {"G": G, "X": X, "W": W}.items())


def test_the_axes_of_the_notebook_are_right():
    text = NOTEBOOK.read_text(encoding="utf-8")
    axes = tuple(int(n) for n in re.search(r"is axis of X +(\d) +(\d) +(\d)", text).groups())
    back = [int(n) for n in re.search(r"is axis of A +(\d) +(\d) +(\d)", text).groups()]
    A = np.zeros((2, 3, 4)).transpose(axes)
    assert A.shape == (4, 2, 3) and A.transpose(axes).shape == (3, 4, 2)
    assert reference("permute_gradient", A, axes).shape == A.transpose(back).shape == (2, 3, 4)
    assert UNIT["permute_gradient"].cases[0].inputs["axes"] == axes


def test_what_was_repeated_in_the_notebook_adds_up():
    block, alignment = table(3)
    G = np.array([found(line) for line in block[:2]])
    same(G, UNIT["unbroadcast"].cases[0].inputs["G"])
    same(reference("unbroadcast", G, (3,)), found(block[2].partition(")")[2]))
    column = [found(line.partition(")")[2] if "back" in line else line) for line in block[3:5]]
    same(reference("unbroadcast", G, (2, 1)), column)
    same(reference("unbroadcast", G, ()), found(block[5].partition(")")[2])[0])
    shapes = re.findall(r"\(([\d, ]+)\)", "".join(alignment[:2]))
    for whole, shape in zip(shapes[:3], shapes[3:], strict=True):
        whole, shape = (tuple(int(n) for n in text.split(",") if n.strip()) for text in (whole, shape))
        assert np.broadcast_shapes(whole, shape) == whole
        assert reference("unbroadcast", np.ones(whole), shape).shape == shape


def test_the_orders_of_the_notebook_are_orders():
    first, second = table(4)
    graphs = []
    for block in (first, second):
        lines = [line.partition("  needs")[0].split() for line in block if re.match(r"[a-z] ", line)]
        graphs.append({name: tuple(rest) for name, *rest in lines if rest[0] in THEIRS})
    assert graphs[0] == UNIT["topological_order"].cases[0].inputs["graph"]
    for order in re.findall(r"\b([a-z], [a-z], [a-z])\b", first[-1]):
        assert can_be_worked_out(graphs[0], order.split(", "))
    order = re.search(r"[a-z](?:, [a-z]){3}", second[-2])[0].split(", ")
    assert set(order) == set(graphs[1]) and can_be_worked_out(graphs[1], order)


def test_the_walk_of_the_notebook_is_right():
    _, gradients = by_hand()
    last = table(5)[0][-1]
    shown = {name: float(value) for name, value in re.findall(r"(\w): (?:[\d +]+= )?(\d+)(?=,|$)", last)}
    assert shown == {name: float(G) for name, G in gradients.items()}


def test_the_differences_of_the_notebook_are_right():
    (lines,) = table(6)
    for k, h in enumerate(found(lines[0])):
        one, both = (found(line)[4 * k :][:4] for line in lines[1:])
        assert one == [(2 + h) ** 3, pytest.approx(8), h, pytest.approx(((2 + h) ** 3 - 8) / h)]
        assert both[:3] == [(2 + h) ** 3, pytest.approx((2 - h) ** 3), 2 * h]
        cube = {"q": ("multiply", "x", "x"), "c": ("multiply", "q", "x")}
        mine = reference("numerical_gradient", cube, ["q", "c"], {"x": np.array([2.0])}, "x", h)
        same(mine, [both[3]])


def test_grading_trains_no_network_whatever_usual_names_an_answer_has():
    names = "A E G H P X Y Z W dX dW each found graph gradients h i index inputs k m n name operation order"
    names += " parts rng step t total values visit x y"
    cells = [Cell("answer", f"def answer(): {' = '.join(names.split())} = 0", "answer")]
    for cell in jupytext.read(NOTEBOOK).cells:
        if "demonstration" in cell.metadata.get("tags", ()):
            cells.append(Cell(cell.source, cell.source, "demonstration"))
    shown = {cell.id for cell in cells if cell.role == "demonstration"}
    assert len(shown) == 8 and shown == left_out(cells, [exercise.name for exercise in UNIT.exercises])
