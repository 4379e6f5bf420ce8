import base64
import io
import struct

import matplotlib.image
import numpy as np
import pytest
from nbformat.v4 import new_code_cell, new_output

from autograder.pages.inert import (
    CODE,
    HIGHLIGHTED,
    PICTURE_BYTES,
    PICTURES,
    TEXT,
    code,
    picture,
    shorten,
    shown,
)


def png(side: int = 2) -> bytes:
    file = io.BytesIO()
    matplotlib.image.imsave(file, np.zeros((side, side)), format="png")
    return file.getvalue()


def encoded(data: bytes) -> str:
    return base64.b64encode(data).decode()


@pytest.mark.parametrize("length", [10, HIGHLIGHTED + 10, CODE + 10])
def test_no_length_of_code_leaves_markup_alive(length):
    html = code("x = '<script>alert(1)</script>' & 1\n" * (length // 30 + 1))
    assert "<script" not in html
    assert "&lt;script&gt;" in html


def test_code_keeps_its_text_and_indentation():
    source = "def f(X):\n    if X:\n\n        return X"
    text = code(source).striptags()
    assert text == " ".join(source.split())
    assert "\n    " in code(source)


def test_code_that_is_no_python_is_shown_too():
    assert "def (((" in code("def (((\x00\ud800 '''").striptags()


def test_long_text_says_how_much_is_left_out():
    assert shorten("a" * (TEXT + 1234), TEXT).endswith("\n... (1,234 more characters)")


def test_a_png_becomes_a_data_address():
    assert picture(encoded(png())) == "data:image/png;base64," + encoded(png())


@pytest.mark.parametrize(
    "bad",
    [
        "javascript:alert(1)",
        encoded(b"<svg onload='alert(1)'>"),
        encoded(png())[:-5] + "!!!!!",
        encoded(png() + bytes(PICTURE_BYTES)),
        encoded(png()[:16] + struct.pack(">II", 50_000, 50_000) + png()[24:]),
        encoded(png()[:20]),
        "é" * 40,
        ["a", "list"],
        None,
    ],
)
def test_what_is_no_sensible_png_is_not_shown(bad):
    assert picture(bad) == ""


def test_outputs_are_text_and_pictures_only():
    html = {"text/html": "<b>bold</b>", "text/plain": "plain", "application/javascript": "alert(1)"}
    cell = new_code_cell(
        "1",
        outputs=[
            new_output("stream", text="\x1b[31mred\x1b[0m\n"),
            new_output("display_data", data=html),
            new_output("error", ename="ValueError", evalue="no", traceback=["secret path"]),
            *[new_output("display_data", data={"image/png": encoded(png())})] * (PICTURES + 2),
        ],
    )
    work = shown(cell)
    assert work.output == "red\nplain\nValueError: no"
    assert len(work.pictures) == PICTURES
    assert work.left_out == "2 pictures too large or too many to show"
