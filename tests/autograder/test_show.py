"""The table that a grading run prints."""

from __future__ import annotations

import io

from rich.console import Console

from autograder.show import table
from autograder.summary import Row, Summary


def test_a_long_name_leaves_room_for_points_and_reasons() -> None:
    rows = [Row("x" * 200, "graded", 26.0, 26.0, mistakes=("column-major order",))]
    console = Console(width=80, file=io.StringIO())
    with console.capture() as printed:
        console.print(table(Summary("01_flatten", "bubblewrap", rows)))
    assert "26/26" in printed.get() and "column-major order" in printed.get()
