"""The picture of Conv2D shows PyTorch's numbers, and works the looked-at element out."""

import numpy as np
import pytest
from matplotlib import pyplot as plt

from refold.plots import draw_conv2d

from .test_dense import captions, matrices

torch = pytest.importorskip("torch", reason="torch is not installed")
functional = pytest.importorskip("torch.nn.functional", reason="torch is not installed")

SIZES = [(4, 4, 2, 1), (2, 3, 2, 1), (5, 6, 3, 2), (6, 5, 2, 3), (2, 2, 1, 1), (7, 7, 3, 1)]


def worked_out(figure):
    """The looked-at element, from its arithmetic."""
    terms, result = " ".join(captions(figure)).split(" = ")
    assert eval(terms.replace(r"\cdot", "*")) == float(result)
    return float(result)


@pytest.mark.parametrize("sizes", SIZES)
def test_the_sums_are_those_of_pytorch(sizes):
    *_, stride = sizes
    (_, X), (_, W), (_, A) = matrices(draw_conv2d("A", *sizes))
    (_, _), (_, dA), (_, dW) = matrices(draw_conv2d("dW", *sizes))
    (_, _), (_, _), (_, dX) = matrices(draw_conv2d("dX", *sizes))
    image, kernel = (torch.tensor(each[None, None], requires_grad=True) for each in (X, W))
    theirs = functional.conv2d(image, kernel, torch.tensor([10.0], dtype=torch.float64), stride=stride)
    theirs.backward(torch.tensor(dA[None, None]))
    for mine, expected in ((A, theirs.detach()), (dW, kernel.grad), (dX, image.grad)):
        np.testing.assert_array_equal([[mine]], np.asarray(expected))


@pytest.mark.parametrize("of", ["A", "dW", "dX"])
@pytest.mark.parametrize("look", [(0, 0), (1, 2), (7, 9)])
def test_the_looked_at_element_is_worked_out(of, look):
    figure = draw_conv2d(of, 4, 5, 2, 1, *look)
    (_, _, (name, result)) = matrices(figure)
    rows, columns = result.shape
    assert name == of
    assert worked_out(figure) == result[look[0] % rows, look[1] % columns]


def test_a_pixel_that_lies_in_no_window_has_no_gradient():
    figure = draw_conv2d("dX", 4, 4, 1, 2, row=1, column=1)
    assert "$0$, since it lies in no window" in [text.get_text() for text in figure.axes[0].texts]
    assert figure.words == "dX: a pixel adds up the windows that it lies in: 0, since it lies in no window."


def test_the_words_say_what_is_shown():
    words = draw_conv2d("dX", 4, 4, 2, 1, 1, 1).words
    assert words.startswith("dX: a pixel adds up the windows that it lies in: 4 times (-3) + 3 times 1")


def test_the_figure_is_left_to_the_caller():
    before = plt.get_fignums()
    draw_conv2d()
    assert plt.get_fignums() == before


def test_a_kernel_larger_than_the_image_is_cut_to_it_and_the_widest_picture_fits_a_page():
    draw_conv2d("A", 2, 5, kernel=3).canvas.draw()
    figure = draw_conv2d("dW", 7, 7, kernel=2)
    figure.canvas.draw()
    assert figure.get_figwidth() <= 11.5
