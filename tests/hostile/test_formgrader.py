"""Formgrader's view of hostile notebooks, in a real browser: everything is there, and nothing runs."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import nbformat
import pytest
from nbformat import NotebookNode
from nbgrader.api import Gradebook

from autograder.gradebook.records import autograded_notebook

from ..browser.conftest import browser, lab, page  # noqa: F401
from .conftest import Class
from .corpus import UNIT, corpus
from .texts import SCRIPT

SHOWN = {"markdown_scripts", "raise_in_cells", "names_that_turn", "picture_bomb", "weird_notebook_names"}
SHOWN |= {"long_texts", "colliding_ids", "hostile_exceptions", "texts_that_hold_up"}
LIVE = """() => {
  const all = selector => [...document.querySelectorAll(`#notebook-container ${selector}`)];
  const tags = all(":is(iframe, object, embed, base, form, [onerror], [onload], [onclick], [srcdoc])");
  const scripts = all("script").filter(script => !/^text\\/x-|^application\\/vnd/.test(script.type));
  const bad = /^\\s*(javascript|vbscript|data:(?!image\\/(png|jpeg|gif)))/i;
  const links = all(":is([href], [src])").filter(element => bad.test(element.href || element.src));
  return [...tags, ...scripts, ...links].map(element => element.outerHTML.slice(0, 200));
}"""
"""What could run, or be clicked to run, in the part of the page that shows the notebook."""


@pytest.fixture(scope="module")
def made(make_class: Any) -> Class:
    return make_class([attack for attack in corpus() if attack.name in SHOWN])


@pytest.fixture(scope="module")
def course(made: Class) -> Path:
    """What JupyterLab is started in."""
    return made.course.root


@pytest.fixture
def happened(page: Any) -> list[str]:  # noqa: F811
    """What scripts said aloud."""
    said: list[str] = []
    page.on("dialog", lambda dialog: (said.append(dialog.message), dialog.dismiss()))
    return said


def test_nothing_runs_in_formgrader(
    made: Class,
    lab: Any,  # noqa: F811
    page: Any,  # noqa: F811
    happened: list[str],
) -> None:
    with Gradebook(f"sqlite:///{made.course.gradebook}") as gradebook:
        found: Any = gradebook.assignment_submissions(UNIT)
        addresses = {s.student_id: f"formgrader/submissions/{s.notebooks[0].id}" for s in found}
    assert len(addresses) == len(SHOWN) + 2

    page.goto(lab.url("tree"), wait_until="domcontentloaded")  # where whoever grades comes from, and logs in

    def open_page(student: str) -> str:
        answer = page.goto(lab.url(addresses[student]).partition("?")[0], wait_until="domcontentloaded")
        assert answer.status == 200, student
        page.wait_for_timeout(300)
        return page.inner_text("#notebook-container")

    for student in addresses:
        assert "Student's answer" in open_page(student), student
        assert any(cookie["name"].startswith("username") for cookie in page.context.cookies()), student
        assert page.evaluate(LIVE) == [], student
        assert page.title() != "ran" and happened == [], student
    student = next(student for student in addresses if "markdown-scripts" in student)
    assert "document.title='ran'" in open_page(student)
    make_hole(autograded_notebook(made.course, student, UNIT))
    open_page(student)
    assert page.evaluate(LIVE) != [] and page.title() == "ran", "the test would not have seen it"


def make_hole(path: Path) -> None:
    """Put a live output into a graded notebook."""
    notebook = nbformat.read(path, as_version=4)
    output = {"output_type": "display_data", "metadata": {}, "data": {"text/html": SCRIPT}}
    code = next(cell for cell in notebook.cells if cell.cell_type == "code")
    code.outputs.append(NotebookNode(output))
    nbformat.write(notebook, path)
