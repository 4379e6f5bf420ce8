from xml.etree import ElementTree

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as hnp

from autograder.pages.picture import svg

SVG = "{http://www.w3.org/2000/svg}"


def picture(expected, got, output="A", case="a case"):
    return {"output": output, "case": case, "expected": expected.tolist(), "got": got.tolist()}


@given(st.randoms(use_true_random=False), hnp.array_shapes(min_dims=1, max_dims=3, min_side=1, max_side=4))
def test_every_misplaced_element_is_striped_and_no_other(random, shape):
    expected = np.arange(np.prod(shape), dtype=float)
    got = expected.tolist()
    random.shuffle(got)
    got = np.array(got)
    root = ElementTree.fromstring(svg(picture(expected.reshape(shape), got.reshape(shape))))
    cells = [rect for rect in root.iter(f"{SVG}rect") if rect.get("stroke") == "currentColor"]
    assert len(cells) == 2 * expected.size
    assert sum(rect.get("fill", "").startswith("url(#") for rect in cells) == (expected != got).sum()


@given(hnp.arrays(float, hnp.array_shapes(min_dims=1, max_dims=3, max_side=3), elements=st.floats(-1e9, 1e9)))
def test_a_number_stays_in_its_cell(values):
    """By the width of the bold digits of DejaVu Sans, the widest of the usual fonts: 0.7 of the size."""
    root = ElementTree.fromstring(svg(picture(values, values)))
    (width,) = {
        float(r.get("width", 0)) for r in root.iter(f"{SVG}rect") if r.get("stroke") == "currentColor"
    }
    numbers = [text.text or "" for text in root.iter(f"{SVG}text") if text.get("font-weight")]
    assert len(numbers) == 2 * values.size
    assert max(len(number) for number in numbers) * 0.7 * 13 <= width + 2


def test_says_in_words_what_it_shows():
    drawn = svg(picture(np.arange(4.0), np.array([0.0, 2.0, 1.0, 3.0])))
    assert 'aria-label="A: 2 of 4 elements are in their place"' in drawn


@pytest.mark.parametrize("text", ["<script>", '"onload="x'])
def test_names_are_escaped(text):
    drawn = svg(picture(np.arange(2.0), np.arange(2.0), output=text))
    assert text not in drawn
    ElementTree.fromstring(drawn)
