"""The picture of patches shows the squares that PyTorch unfolds, and what a reshape makes instead."""

import numpy as np
import pytest

from refold.plots import draw_patches

torch = pytest.importorskip("torch", reason="torch is not installed")
functional = pytest.importorskip("torch.nn.functional", reason="torch is not installed")


def numbers(figure):
    return [int(text.get_text()) for text in figure.axes[0].texts if text.get_text().isdigit()]


@pytest.mark.parametrize(("height", "width", "size"), [(4, 6, 2), (6, 3, 3), (2, 2, 1), (5, 7, 2)])
def test_rows_are_the_patches_and_the_rest_of_an_image_is_left_out(height, width, size):
    height, width = height // size * size, width // size * size
    image = np.arange(height * width)
    unfolded = functional.unfold(
        torch.tensor(image.reshape(1, 1, height, width), dtype=torch.float64), size, stride=size
    )
    found = numbers(draw_patches(height, width, size))
    assert found == [*image, *unfolded[0].T.ravel().int().tolist(), *image]


def test_the_words_say_what_the_framed_patch_holds_and_a_reshape_would():
    words = draw_patches(4, 6, 2, patch=1).words
    assert "Patch 1 is the row 2, 3, 8, 9." in words
    assert "row 1 is 4, 5, 6, 7, from patches 0, 2." in words


def test_any_patch_a_slider_sends_is_framed():
    assert draw_patches(4, 6, 2, patch=7).words == draw_patches(4, 6, 2, patch=1).words


@pytest.mark.parametrize(("height", "width", "size"), [(2, 6, 3), (8, 2, 4), (2, 3, 4)])
def test_a_patch_is_no_larger_than_the_image_whatever_the_sliders_send(height, width, size):
    assert draw_patches(height, width, size).words == draw_patches(height, width, min(height, width)).words


def test_the_widest_picture_fits_a_page():
    assert draw_patches(8, 8, 4).get_figwidth() <= 11.5
