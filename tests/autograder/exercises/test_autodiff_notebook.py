"""The numbers that the notebook of 10_autodiff works out by hand, and what it gives."""

import inspect
import re

import jupytext
import numpy as np
import pytest

from autograder.exercises.autodiff import given
from autograder.exercises.autodiff.networks import FORMS as NETWORKS
from autograder.judging.demonstrations import left_out
from autograder.judging.oracle import Cell

pytest.importorskip("torch", reason="torch is not installed")

from .test_autodiff import (
    NOTEBOOK,
    THEIRS,
    UNIT,
    by_pytorch,
    can_be_worked_out,
    reference,
    same,
)


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


def test_errors_of_differences_are_as_the_notebook_tells():
    graph = {"square": ("multiply", "x", "x"), "cube": ("multiply", "square", "x"), "e": ("exp", "cube")}
    order, values = list(graph), {"x": np.array([1.1])}
    slope = by_pytorch(graph, order, values)["x"].grad.item()
    sizes = 10.0 ** np.arange(-12, 0)
    found = [reference("numerical_gradient", graph, order, values, "x", h).item() for h in sizes]
    errors = np.abs(np.array(found) / slope - 1)
    assert np.all((errors[-3:] / errors[-4:-1] > 90) & (errors[-3:] / errors[-4:-1] < 110))
    assert max(errors[6:8]) < 1e-9 and errors[0] > 1e-6  # for 1e-6 and 1e-5, and for 1e-12


def test_at_a_kink_the_rule_says_what_pytorch_says_and_a_difference_does_not():
    graph, values = {"r": ("relu", "x")}, {"x": np.zeros(1)}
    known = given.forward(graph, ["r"], values)
    assert reference("backpropagate", graph, ["r"], known)["x"] == 0
    assert by_pytorch(graph, ["r"], values)["x"].grad == 0
    assert reference("numerical_gradient", graph, ["r"], values, "x", 1e-5) == 0.5


def test_grading_trains_no_network_whatever_usual_names_an_answer_has():
    names = "A E G H P X Y Z W dX dW each found graph gradients h i index inputs k m n name operation order"
    names += " parts rng step t total values visit x y"
    cells = [Cell("answer", f"def answer(): {' = '.join(names.split())} = 0", "answer")]
    for cell in jupytext.read(NOTEBOOK).cells:
        if "demonstration" in cell.metadata.get("tags", ()):
            cells.append(Cell(cell.source, cell.source, "demonstration"))
    shown = {cell.id for cell in cells if cell.role == "demonstration"}
    assert len(shown) == 9 and shown == left_out(cells, [exercise.name for exercise in UNIT.exercises])
