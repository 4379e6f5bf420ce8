"""A figure that also says in words what it shows."""

from __future__ import annotations

import base64
import html
import io
import re

from matplotlib.figure import Figure

from ..errors import check_whole

INK, QUIET, ACCENT = "#24292f", "#8b949e", "#c4314b"
WIDEST = 11.0  # inches: what a page holds


class Picture(Figure):
    """A figure whose `words` a notebook hands to those who listen to it; a plain figure has none.

    pyplot does not know it, so that a notebook shows it once, as the cell's result.

    >>> picture = Picture(figsize=(4, 3), layout="constrained")
    >>> picture.words = "A straight line from 1 to 2."
    >>> _ = picture.subplots().plot([1, 2])
    >>> picture._repr_html_()[:39]
    '<img alt="A straight line from 1 to 2."'
    """

    words = ""

    def _repr_html_(self) -> str:
        file = io.BytesIO()
        self.savefig(file, format="png", bbox_inches="tight")
        address = f"data:image/png;base64,{base64.b64encode(file.getvalue()).decode()}"
        return f'<img alt="{html.escape(self.words)}" src="{address}">'


def check_lengths(who: str, **lengths: int) -> None:
    """Refuse a length that cannot be drawn."""
    for name, length in lengths.items():
        check_whole(f"{who}: {name}", length, least=1)


def in_words(formula: str) -> str:
    r"""A formula of a picture as it is read.

    >>> in_words(r"$dX = dA \, W^T$: $(-1) \cdot 2 + 1 \times 3$")
    'dX = dA W transposed: (-1) times 2 + 1 times 3'
    """
    for sign, word in (
        ("$", ""),
        (r"\,", ""),
        ("^T", " transposed "),
        (r"\cdot", "times"),
        (r"\times", "times"),
    ):
        formula = formula.replace(sign, word)
    return re.sub(r" +([,:.])", r"\1", " ".join(formula.split()))
