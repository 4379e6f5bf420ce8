"""The gradients in the picture of a graph are those of PyTorch, and each is worked out."""

import re

import numpy as np
import pytest
from matplotlib import pyplot as plt
from matplotlib.text import Annotation

from refold.plots import draw_graph

torch = pytest.importorskip("torch", reason="torch is not installed")

PLACES = [(2, 3), (-4, 3), (0, -2), (3, -1), (-1.5, 0)]


def by_pytorch(x, y):
    leaves = [torch.tensor(float(each), dtype=torch.float64, requires_grad=True) for each in (x, y)]
    p, r = leaves[0] * leaves[1], torch.relu(leaves[0])
    nodes = dict(zip("xyprf", [*leaves, p, r, p + r], strict=True))
    for node in nodes.values():
        node.retain_grad()
    nodes["f"].backward()
    return {name: (node.item(), node.grad.item()) for name, node in nodes.items()}


def texts(figure):
    return [text.get_text().strip("$") for text in figure.axes[0].texts]


@pytest.mark.parametrize("at", PLACES)
def test_values_and_gradients_are_those_of_pytorch(at):
    shown = {line.split(" = ")[0]: line for line in texts(draw_graph(*at)) if " = " in line}
    for name, (value, gradient) in by_pytorch(*at).items():
        assert float(shown[name].split(" = ")[-1]) == pytest.approx(value)
        assert float(shown[f"d{name}"].split(" = ")[-1]) == pytest.approx(gradient)


@pytest.mark.parametrize("at", PLACES)
def test_each_gradient_is_the_sum_of_what_comes_back_along_the_arrows(at):
    lines = texts(draw_graph(*at))
    arrows = [line for line in lines if re.fullmatch(r"[-()\d.]+ \\cdot [-()\d.]+", line)]
    assert len(arrows) == 5
    for line in lines:
        if re.match(r"d[xypr] = ", line):
            _, terms, result = line.split(" = ")
            assert eval(terms.replace(r"\cdot", "*")) == pytest.approx(float(result))
            for term in terms.split(" + "):
                arrows.remove(term)
    assert not arrows


@pytest.mark.parametrize("at", PLACES)
def test_each_arrow_goes_from_the_edge_of_a_box_to_the_edge_of_another(at):
    figure = draw_graph(*at)
    figure.draw_without_rendering()
    shown = figure.axes[0].texts
    boxes = [text.get_bbox_patch().get_window_extent() for text in shown if text.get_bbox_patch()]
    for arrow in [text.arrow_patch for text in shown if isinstance(text, Annotation)]:
        corners = arrow.get_path().vertices
        for end in (corners[0], corners[corners[:, 0].argmax()]):
            outside = [np.maximum(box.min - end, end - box.max).clip(0) for box in boxes]
            assert 0 < min(np.hypot(*each) for each in outside) < 8  # pixels


def test_the_picture_in_words():
    assert draw_graph(2, -3).words == (
        "Forward: x = 2, y = -3, p = x times y = -6, r = relu(x) = 2, f = p + r = -4. Back: df = 1, dr = 1 "
        "times 1 = 1, dp = 1 times 1 = 1, dy = 1 times 2 = 2, dx = 1 times (-3) + 1 times 1 = -2."
    )


def test_the_figure_is_left_to_the_caller_and_fits_a_page():
    before = plt.get_fignums()
    figure = draw_graph(-1.25, 3.75)
    figure.canvas.draw()
    assert plt.get_fignums() == before
    assert figure.get_figwidth() <= 11.5
