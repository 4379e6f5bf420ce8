"""The paths in the picture are those of PyTorch's optimizers, and each step is worked out."""

import re

import numpy as np
import pytest
from matplotlib import pyplot as plt

from refold.plots import draw_descent

torch = pytest.importorskip("torch", reason="torch is not installed")

WAYS = [
    {},
    {"steps": 25, "rate": 0.02, "momentum": 0.9, "adam_rate": 0.3},
    {"steps": 3, "rate": 0.3, "momentum": 0.0, "curvature": 2},
    {"steps": 1, "curvature": 40.0},
]
FIRST = {"steps": 10, "rate": 0.15, "momentum": 0.5, "adam_rate": 1.0, "curvature": 10.0}


def by_pytorch(made, steps, curvature):
    """The points that an optimizer of PyTorch comes through."""
    point = torch.tensor([8.0, 4.0], dtype=torch.float64, requires_grad=True)
    optimizer, points = made([point]), [point.tolist()]
    for _ in range(steps):
        optimizer.zero_grad()
        ((point[0] ** 2 + curvature * point[1] ** 2) / 2).backward()
        optimizer.step()
        points.append(point.tolist())
    return points


@pytest.mark.parametrize("changed", WAYS)
def test_the_paths_are_those_of_pytorch(changed):
    given = {**FIRST, **changed}
    theirs = [
        lambda params: torch.optim.SGD(params, lr=given["rate"]),
        lambda params: torch.optim.SGD(params, lr=given["rate"], momentum=given["momentum"]),
        lambda params: torch.optim.Adam(params, lr=given["adam_rate"], eps=1e-7),
    ]
    panels = draw_descent(**changed).axes[:3]
    for panel, made in zip(panels, theirs, strict=True):
        points = by_pytorch(made, given["steps"], given["curvature"])
        np.testing.assert_allclose(panel.lines[0].get_xydata(), points, rtol=1e-10)
        x, y = points[-1]
        left = (x**2 + given["curvature"] * y**2) / 2
        assert panel.get_title().endswith(f": L = {left:.3g} after {given['steps']} steps")


@pytest.mark.parametrize("changed", WAYS)
def test_each_number_is_worked_out(changed):
    for text in draw_descent(**changed).axes[3:]:
        lines = text.texts[0].get_text().replace("$", "").splitlines()
        assert len(lines) == 2 * min(2, {**FIRST, **changed}["steps"])
        for line in lines:
            _, terms, result = line.replace(r"\cdot", "*").split("=")
            terms = re.sub(r"\\sqrt\{([^}]*)\}", r"(\1) ** 0.5", terms)
            assert eval(terms) == pytest.approx(float(result), rel=1e-2, abs=0.02)


def test_the_picture_in_words():
    words = draw_descent(2).words
    assert words.startswith(
        "SGD from (8, 4): x 1 = 8 - 0.15 times 8 = 6.8; y 1 = 4 - 0.15 times 40 = -2; x 2 = 6.8 - 0.15 times "
        "6.8 = 5.78; y 2 = (-2) - 0.15 times (-20) = 1. After 2 steps it is at (5.78, 1), where L = 21.7."
    )
    assert "Adam from (8, 4): x 1 = 8 - 1 times 8 over the root of 64 = 7;" in words


def test_the_figure_is_left_to_the_caller_and_fits_a_page():
    before = plt.get_fignums()
    figure = draw_descent(rate=0.25, curvature=20, steps=30)
    figure.canvas.draw()
    assert plt.get_fignums() == before
    assert figure.get_figwidth() <= 11.5
