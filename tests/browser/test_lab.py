"""The unit as a student and an instructor see it: JupyterLab in a real browser."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import nbformat
import pytest

from autograder.exercises import units

from .conftest import PATIENCE

NOTEBOOK = "course/01_flatten/01_flatten.ipynb"
FORTRAN = "def flatten_forward(X):\n    return X.reshape(len(X), -1, order='F'), X.shape"
OPEN = """async path => {
  const app = window.jupyterapp;
  await app.restored;
  const widget = await app.commands.execute("docmanager:open", { path });
  await widget.context.ready;
  await widget.context.sessionContext.ready;
}"""
READ = """async path => {
  const app = window.jupyterapp;
  await app.restored;
  for (const read of [...app.shell.widgets("main")]) read.dispose();
  const kernelPreference = { shouldStart: false };
  const widget = await app.commands.execute("docmanager:open", { path, kernelPreference });
  await widget.context.ready;
}"""
RUN_ALL = """() => { window.jupyterapp.commands.execute("notebook:run-all-cells"); }"""
ALL_RAN = """() => [...window.jupyterapp.shell.currentWidget.content.model.cells]
  .every(cell => cell.type !== "code" || (cell.executionCount !== null && cell.executionState === "idle"))"""
SAVE = """() => window.jupyterapp.shell.currentWidget.context.save()"""


@pytest.fixture
def notebook(course: Path) -> Iterator[Path]:
    """The released notebook in which one answer has its axes in column-major order."""
    path = course / NOTEBOOK
    before = path.read_bytes()
    released = nbformat.reads(before.decode(), as_version=4)
    for cell in released.cells:
        if cell.id == "flatten_forward-answer":
            cell.source = FORTRAN
    nbformat.write(released, path)
    yield path
    path.write_bytes(before)


def open_in_lab(page, lab, path: str) -> None:
    page.goto(lab.url("lab") + "&reset")  # with nothing open of what another test has looked at
    page.wait_for_function("() => window.jupyterapp !== undefined")
    page.evaluate(OPEN, path)


def outputs(path: Path) -> dict[str, list]:
    cells = nbformat.read(path, as_version=4).cells
    return {cell.id: cell.outputs for cell in cells if cell.cell_type == "code"}


def test_a_student_reads_the_sentence_and_sees_the_misplaced_elements(notebook, lab, page, tmp_path):
    open_in_lab(page, lab, NOTEBOOK)
    page.evaluate(RUN_ALL)
    page.wait_for_function(ALL_RAN)
    page.evaluate(SAVE)
    ran = outputs(notebook)
    picture, error = ran["flatten_forward"]
    assert "yours</text>" in picture["data"]["text/html"]
    assert error["output_type"] == "error" and "column-major" in error["evalue"]
    assert "Not attempted yet" in ran["flatten_shapes"][0]["evalue"]
    sentence = page.get_by_text("column-major (Fortran) order").last
    sentence.scroll_into_view_if_needed()
    shown = page.locator(".jp-OutputArea-output svg[role=img]").first
    shown.wait_for(state="visible")
    assert "elements are in their place" in shown.get_attribute("aria-label")
    assert "Traceback" not in page.locator(".jp-NotebookPanel").inner_text()
    page.screenshot(path=tmp_path / "check.png")


def test_validate_reads_the_same_cells(notebook, lab, page):
    open_in_lab(page, lab, NOTEBOOK)
    page.get_by_role("button", name="Validate").click()
    dialog = page.locator(".jp-Dialog")
    dialog.wait_for()
    text = dialog.inner_text()
    assert "column-major" in text
    assert "autograder/judging/judge.py" not in text


def test_formgrader_shows_the_course(lab, page):
    page.goto(lab.url("formgrader"))
    row = page.get_by_role("row").filter(has_text="01_flatten")
    row.wait_for()


@pytest.fixture(scope="module")
def tall_page(browser, lab):
    """JupyterLab, loaded once for all units, so tall that every cell of a notebook is in view."""
    page = browser.new_page()
    page.set_default_timeout(1e3 * PATIENCE)
    page.set_viewport_size({"width": 1000, "height": 16_000})
    page.goto(lab.url("lab") + "&reset")
    page.wait_for_function("() => window.jupyterapp !== undefined")
    yield page
    page.close()


@pytest.mark.parametrize("unit", units(), ids=lambda unit: unit.name)
def test_the_mathematics_of_a_unit_is_set(unit, lab, tall_page):
    tall_page.evaluate(READ, f"course/{unit.name}/{unit.name}.ipynb")
    source = (lab.folder / "course" / unit.name / f"{unit.name}.ipynb").read_text(encoding="utf-8")
    formulas = tall_page.locator(".jp-MarkdownOutput mjx-container")
    formulas.nth(source.count("$") // 2 - 1).wait_for(timeout=60_000)
    assert tall_page.locator(".jp-MarkdownOutput mjx-merror").count() == 0
    assert not [text for text in tall_page.locator(".jp-MarkdownOutput").all_inner_texts() if "$" in text]
