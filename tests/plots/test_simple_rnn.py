"""The picture of SimpleRNN shows the numbers that PyTorch's chain rule gives, and works each of them out."""

import pytest
from matplotlib import pyplot as plt

from refold.plots import draw_simple_rnn

torch = pytest.importorskip("torch", reason="torch is not installed")

X, W, B = (1.0, -1.0, 2.0, 1.0), 2.0, 1.0


def cells(figure):
    """The number in each cell, by the name that stands over or under it."""
    texts = [(*text.get_position(), text.get_text()) for text in figure.axes[0].texts]
    numbers = {(x, y): text for x, y, text in texts if "$" not in text}
    names = [(x, y, text.strip("$")) for x, y, text in texts if "_" in text]
    return {
        name: float(min(numbers.items(), key=lambda item: abs(item[0][0] - x) + abs(item[0][1] - y))[1])
        for x, y, name in names
    }


def unrolled(steps, U, every):
    """h, and the gradients by the sums and by the inputs."""
    x, h, sums, states = torch.tensor(X[:steps], requires_grad=True), torch.tensor(0.0), [], []
    for t in range(steps):
        h = x[t] * W + h * U + B
        h.retain_grad()
        sums.append(h)
        states.append(h.item())
    (sum(sums) if every else sums[-1]).backward()
    return states, [z.grad.item() for z in sums], x.grad.tolist()


@pytest.mark.parametrize("every", [False, True])
@pytest.mark.parametrize(("steps", "U"), [(1, 3.0), (3, 3.0), (4, -0.5), (2, 0.0)])
def test_the_numbers_are_those_of_pytorch(steps, U, every):
    shown = cells(draw_simple_rnn(steps, U, return_sequences=every))
    for name, values in zip(("h", "dz", "dx"), unrolled(steps, U, every), strict=True):
        assert [shown[f"{name}_{t + 1}"] for t in range(steps)] == pytest.approx(values, rel=5e-3)
    assert shown["h_0"] == 0 and len(shown) == 4 * steps + 1


@pytest.mark.parametrize(("steps", "U"), [(3, 3.0), (4, 0.5), (4, -2.0)])
def test_each_number_is_worked_out(steps, U):
    texts = [text.get_text().strip("$") for text in draw_simple_rnn(steps, U).axes[0].texts]
    captions = [text for text in texts if "=" in text]
    assert len(captions) == 2 * steps
    for caption in captions:
        terms, result = caption.replace(r"\cdot", "*").split("=")
        assert eval(terms) == pytest.approx(float(result), rel=5e-3)


def test_the_picture_in_words():
    words = draw_simple_rnn(2).words
    assert words == (
        "Forward, from left to right, h 1: 1 times 2 + 0 times 3 + 1 = 3; h 2: (-1) times 2 + 3 times 3 + 1 "
        "= 8. Backward, from right to left, dz 2: 1 + 0 times 3 = 1; dz 1: 0 + 1 times 3 = 3."
    )


def test_the_figure_is_left_to_the_caller():
    before = plt.get_fignums()
    draw_simple_rnn()
    assert plt.get_fignums() == before


def test_the_widest_picture_fits_a_page():
    figure = draw_simple_rnn(4, return_sequences=True)
    figure.canvas.draw()
    assert figure.get_figwidth() <= 11.5
