"""Puts what was found into the notebook: points into check cells; what other cells printed, inert."""

from __future__ import annotations

import base64
from html import escape

import nbformat
from nbformat import NotebookNode

from autograder.box import CellResult
from autograder.check import Result
from autograder.exercise import Unit
from autograder.judging.oracle import Judged
from autograder.pages.inert import PICTURES, picture, shorten
from autograder.sections import cell_id

TEXT = 20_000
"""Characters of printed output kept of one cell."""


def put_outputs(notebook: NotebookNode, unit: Unit, judged: Judged) -> None:
    """Give every code cell its outputs, in place.

    A check cell gets one result whose text is the points earned, as nbgrader reads partial credit.
    """
    for cell in notebook.cells:
        if cell.cell_type != "code":
            continue
        verdict = judged.verdicts.get(cell_id(cell))
        if verdict is not None:
            earned = min(float(verdict.earned), float(cell.metadata.nbgrader["points"]))
            page = Result(verdict, unit[verdict.exercise])._repr_html_()
            cell.outputs = [_points(earned, page)]
        elif cell_id(cell) in judged.results:
            cell.outputs = _printed(judged.results[cell_id(cell)])


def put_reason(notebook: NotebookNode, reason: str) -> None:
    """Say at the head of the notebook, and at every check, why nothing could be graded; in place."""
    for cell in notebook.cells:
        marks = cell.metadata.get("nbgrader", {})
        if cell.cell_type == "code" and marks.get("grade"):
            cell.outputs = [_points(0.0, f"<div>{escape(reason)}</div>")]
    note = f"**This submission could not be graded.** {reason}\n\nBelow is the notebook as it was released."
    notebook.cells.insert(0, nbformat.v4.new_markdown_cell(note, id="needs-you"))


def _points(earned: float, page: str) -> NotebookNode:
    return nbformat.v4.new_output(
        "execute_result", data={"text/plain": repr(earned), "text/html": page}, execution_count=None
    )


def _printed(result: CellResult) -> list[NotebookNode]:
    """Text and PNG pictures, no HTML: it would be shown live."""
    outputs = [
        nbformat.v4.new_output("stream", name=name, text=shorten(text, TEXT))
        for name, text in (("stdout", result.stdout), ("stderr", result.stderr))
        if text
    ]
    for png in result.pictures[:PICTURES]:
        address = picture(base64.b64encode(png).decode("ascii"))
        if address:
            data = {"image/png": address.partition(",")[2]}
            outputs.append(nbformat.v4.new_output("display_data", data=data))
    if result.error is not None:
        kind, message = shorten(result.error.kind, 100), shorten(result.error.message, 2000)
        outputs.append(
            nbformat.v4.new_output("error", ename=kind, evalue=message, traceback=[f"{kind}: {message}"])
        )
    return outputs
