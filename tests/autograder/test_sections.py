from nbformat.v4 import new_code_cell, new_markdown_cell, new_notebook

from autograder.sections import sections, title

WRITTEN = {"nbgrader": {"grade_id": "why", "grade": True, "solution": True}}


def test_a_cell_belongs_to_the_heading_above_it():
    notebook = new_notebook(
        cells=[
            new_code_cell("import numpy", id="first"),
            new_markdown_cell("# The *unit*\n\n## Part `1`", id="start"),
            new_markdown_cell("No heading here.", id="paragraph"),
            new_code_cell("# no heading either", id="code"),
            new_markdown_cell("```\n# nor in a fence\n```\n### A [link](x.html)", id="fenced"),
        ]
    )
    assert title(notebook, "none") == "The unit"
    assert sections(notebook) == {
        "first": "",
        "start": "The unit",
        "paragraph": "Part 1",
        "code": "Part 1",
        "fenced": "A link",
    }


def test_a_students_heading_is_none_of_the_notebooks():
    cells = [
        new_markdown_cell("## Part 1"),
        new_markdown_cell("# Mine", metadata=WRITTEN),
        new_code_cell("", id="c"),
    ]
    found = sections(new_notebook(cells=cells))
    assert found["why"] == found["c"] == "Part 1"


def test_a_notebook_without_headings_has_its_name():
    assert title(new_notebook(), "01_flatten") == "01_flatten"
