"""The picture of an LSTM's step shows the numbers that PyTorch's chain rule gives, and works each out."""

import pytest
from matplotlib import pyplot as plt

from refold.plots import draw_lstm

torch = pytest.importorskip("torch", reason="torch is not installed")

STEPS = [
    {},
    {"i": 0.1, "f": 0.9, "g": -0.6, "o": 0.3, "C_before": -1.5, "dh": -2.0, "dC": 0.7},
    {"f": 0.0, "o": 1.0, "dh": 0.0},
]
FIRST = {"i": 0.5, "f": 0.75, "g": 0.5, "o": 0.75, "C_before": 1.0, "dh": 2.0, "dC": 0.37}


def cells(figure):
    """The number in each cell, by the name that stands beside or over it, to the left."""
    texts = [(*text.get_position(), text.get_text()) for text in figure.axes[0].texts]
    numbers = {(x, y): text for x, y, text in texts if text.lstrip("-")[:1].isdigit()}
    found = {}
    for x, y, text in texts:
        if text.startswith("$") and "=" not in text and "tanh" not in text:
            nearest = min(numbers, key=lambda place: abs(place[0] - x) + abs(place[1] - y))
            found[text.strip("$").replace("_{before}", "_before")] = float(numbers[nearest])
    return found


def by_pytorch(i, f, g, o, C_before, dh, dC):
    """What stands in the cells, with the gates made from sums by the inverse of their functions."""
    gates = {name: torch.tensor(value, dtype=torch.float64) for name, value in (("i", i), ("f", f), ("o", o))}
    z = {name: torch.logit(value).requires_grad_() for name, value in gates.items()}
    z["g"] = torch.atanh(torch.tensor(g, dtype=torch.float64)).requires_grad_()
    before = torch.tensor(C_before, dtype=torch.float64, requires_grad=True)
    C = torch.sigmoid(z["f"]) * before + torch.sigmoid(z["i"]) * torch.tanh(z["g"])
    C.retain_grad()
    h = torch.sigmoid(z["o"]) * torch.tanh(C)
    (dh * h + dC * C).backward()
    gradients = {f"dz_{name}": tensor.grad.item() for name, tensor in z.items()}
    memory = {"C": C.item(), "C_before": C_before, "dC": C.grad.item(), "dC_before": before.grad.item()}
    return {"i": i, "f": f, "g": g, "o": o, "h": h.item(), "dh": dh, **memory, **gradients}


@pytest.mark.parametrize("changed", STEPS[:2])
def test_the_numbers_are_those_of_pytorch(changed):
    assert cells(draw_lstm(**changed)) == pytest.approx(by_pytorch(**{**FIRST, **changed}), rel=5e-3)


def test_a_gate_that_is_wide_open_or_shut_has_no_slope():
    shown = cells(draw_lstm(i=1, f=0, o=1))
    assert shown["dz_i"] == shown["dz_f"] == shown["dz_o"] == shown["dC_before"] == 0
    assert shown["C"] == shown["g"]


@pytest.mark.parametrize("changed", STEPS)
def test_each_number_is_worked_out(changed):
    texts = [text.get_text().strip("$") for text in draw_lstm(**changed).axes[0].texts]
    lines = [text for text in texts if "=" in text]
    assert len(lines) == 2 + 6
    for line in lines:
        _, terms, result = line.replace(r"\cdot", "*").split("=")
        assert eval(terms) == pytest.approx(float(result), rel=2e-2)


def test_the_picture_in_words():
    assert draw_lstm(f=1, o=0).words == (
        "Forward, C = 1 times 1 + 0.5 times 0.5 = 1.25; h = 0 times 0.848 = 0. Backward, dC = 0.37 + 2 times "
        "0 times 0.28 = 0.37; dz_i = 0.37 times 0.5 times 0.25 = 0.0462; dz_f = 0.37 times 1 times 0 = 0; "
        "dz_g = 0.37 times 0.5 times 0.75 = 0.139; dz_o = 2 times 0.848 times 0 = 0; dC before = 0.37 times "
        "1 = 0.37."
    )


def test_the_figure_is_left_to_the_caller_and_fits_a_page():
    before = plt.get_fignums()
    figure = draw_lstm(C_before=-2.33, dh=-2.33, dC=-2.33)
    figure.canvas.draw()
    assert plt.get_fignums() == before
    assert figure.get_figwidth() <= 11.5
