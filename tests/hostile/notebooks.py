"""Attacks by the JSON of a notebook, its cells, its metadata. Each docstring is its text; see corpus.py."""

from __future__ import annotations

import json

from nbformat import NotebookNode
from nbformat.v4 import new_code_cell, new_markdown_cell

from .corpus import UNIT, Place


def edit_grade_cell(place: Place) -> None:
    """# goal: marks
    # tries: replaces the source of every check by `pass`, which no test fails
    # must: take the checks from the release
    # status: mended
    # mended: the check cell had been changed
    """
    for cell in place.cells:
        if cell.metadata.get("nbgrader", {}).get("grade") and cell.cell_type == "code":
            cell.source = "pass"


def tamper_metadata(place: Place) -> None:
    """# goal: marks
    # tries: gives its checks 500 points each, unlocks them and empties them
    # must: believe no metadata that was handed in
    # status: mended
    # mended: the check cell had been changed
    """
    for cell in place.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade") and cell.cell_type == "code":
            marks.update(points=500, solution=True, locked=False, checksum="0" * 32)
            cell.source = "pass"


def grade_id_crash(place: Place) -> None:
    """# goal: crash
    # tries: metadata of wrong types and versions that are yet to come
    # must: take the metadata of the release
    # status: mended
    # mended: they have the released ones again
    """
    for cell in place.cells:
        if "nbgrader" in cell.metadata:
            cell.metadata.nbgrader.update(schema_version=99, points="lots", grade={"a": []}, solution=None)


def invalid_json(place: Place) -> None:
    """# goal: crash
    # tries: the notebook breaks off
    # must: say so, and ask a person
    # status: needs you
    # reason: breaks off
    """
    place.write('{"cells": [')


def deep_json(place: Place) -> None:
    """# goal: crash
    # tries: a hundred thousand lists, each inside the other
    # must: say so, and ask a person
    # status: needs you
    # reason: nested too deeply
    """
    place.write('{"cells": ' + "[" * 100_000 + "]" * 100_000 + "}")


def huge_number(place: Place) -> None:
    """# goal: dos
    # tries: a number of ten million digits, which takes minutes to convert
    # control: it goes on all the same
    # must: convert no number
    # points: 3

    # %% flatten_forward
    HONEST
    """
    text = place.text().replace(
        '"nbformat": 4', f'"nbformat": 4, "n": {"9" * 10_000_000}, "m": 1e{"9" * 99}', 1
    )
    place.write(text)


def no_numbers(place: Place) -> None:
    """# goal: crash
    # tries: values that JSON does not know: NaN, infinities, keys twice over
    # control: it goes on all the same
    # must: read what can be read
    # points: 3

    # %% flatten_forward
    HONEST
    """
    odd = '"nbformat": 4, "a": NaN, "a": -Infinity, "b": [Infinity, 1e99999]'
    place.write(place.text().replace('"nbformat": 4', odd, 1))


def broken_structure(place: Place) -> None:
    """# goal: crash
    # tries: cells whose source is a number, without metadata, of kinds that do not exist
    # must: leave them out, and judge the rest
    # status: mended
    # mended: of no known kind
    # points: 3

    # %% flatten_forward
    HONEST
    """
    damaged = place.json()
    damaged["cells"][0].update(source=5, metadata=None)
    damaged["cells"] += [{"cell_type": "hologram"}, None, 7, [], {"cell_type": ["code"], "source": {}}]
    damaged["cells"].append({"cell_type": "code", "source": [None, {}, "1"], "metadata": {"nbgrader": [[]]}})
    place.write(json.dumps(damaged))


def big_notebook(place: Place) -> None:
    """# goal: dos
    # tries: 50 MB of text and formulas
    # control: nothing is kept there
    # must: open no file of that size
    # status: needs you
    # reason: no more than 20 MB are opened
    """
    place.cells.extend([new_markdown_cell("x" * 25_000_000), new_markdown_cell("$a$ <b> " * 3_000_000)])


def long_code(place: Place) -> None:
    """# goal: crash
    # tries: a cell of code that is larger than what can be sent to a box
    # control: it goes on all the same
    # must: say so, and ask a person
    # status: needs you
    # reason: The code has 3,002,
    """
    place.cells.append(new_code_cell("#" + "x" * 3_000_000))


def many_cells(place: Place) -> None:
    """# goal: dos
    # tries: more cells than anybody could have written
    # control: it goes on all the same
    # must: say so, and ask a person
    # status: needs you
    # reason: more than the 2000
    """
    place.cells.extend([new_code_cell("1") for _ in range(2100)])


def pictures_in_every_cell(place: Place) -> None:
    """# goal: resource
    # tries: shows eight large pictures and much text in each of a hundred cells
    # must: limit what is kept of a notebook, not only of a cell
    # control: nothing is kept there

    # %% first
    from IPython.display import Image
    noise = np.random.default_rng(0).bytes(999_000)
    png = b"\\x89PNG\\r\\n\\x1a\\n" + b"\\0\\0\\0\\rIHDR" + b"\\0\\0\\1\\0" * 2 + noise
    """
    show = "for _ in range(8): display(Image(png))\nprint('x' * 60_000)"
    place.cells.extend([new_code_cell(show) for _ in range(100)])


def missing_kernelspec(place: Place) -> None:
    """# goal: crash
    # tries: a notebook without any metadata
    # control: any kernel would do there
    # must: run it as the course runs
    # status: mended
    # mended: which kernel
    # points: 3

    # %% flatten_forward
    HONEST
    """
    place.notebook.metadata = {}


def other_kernel(place: Place) -> None:
    """# goal: poison
    # tries: asks for a kernel and a template of its own making
    # control: any kernel would do there
    # must: run it as the course runs
    # points: 3

    # %% flatten_forward
    HONEST
    """
    place.notebook.metadata = {
        "kernelspec": {"name": "../../evil", "argv": ["touch", "/tmp/refold_drop_kernel"]}
    }


def colliding_ids(place: Place) -> None:
    """# goal: marks
    # tries: cells of its own with the ids of checks, of answers, and of what the grader adds, twice over
    # control: nothing goes by ids there
    # must: take the released check once, and run nothing in its place
    # status: mended
    # mended: the check cell had been changed
    """
    names = ("flatten_forward", "flat_index-answer", "extra-1", "needs-you", "why_backward", "x" * 5000)
    for name in names:
        marks = {"nbgrader": {"grade_id": name, "grade": True}}
        cell = {"cell_type": "code", "id": name, "metadata": marks, "outputs": [], "execution_count": None}
        place.cells.extend(NotebookNode(cell | {"source": source}) for source in ("3.0", "26.0"))


def imitate_the_record(place: Place) -> None:
    """# goal: marks
    # tries: hands in records, grades, an autograded notebook and a page, as the grader writes them
    # control: nothing reads records there
    # must: read one notebook, and nothing else
    """
    record = json.dumps(
        {"student": place.folder.parent.name, "status": "graded", "earned": 26.0, "points": 26.0}
    )
    for name in ("record.json", f"{UNIT}.json", f"{UNIT}.html", "gradebook.db", "timestamp.txt.bak"):
        (place.folder / name).write_text(record, encoding="utf-8")


def keys_that_contradict(place: Place) -> None:
    """# goal: marks
    # tries: keys twice over, for readers of which each believes another one: cells, points and marks;
    #   worksheets beside the cells, and inputs beside the sources, which say something else
    # must: read it once, and take the answers alone
    # control: what it earns is honest
    # points: 3

    # %% flatten_forward
    HONEST
    """
    document = place.json()
    for cell in document["cells"]:
        cell |= {"input": "raise SystemExit", "prompt_number": 5}
    document["worksheets"] = [{"cells": [{"cell_type": "code", "input": "def flatten_forward(X): 1 / 0"}]}]
    text = json.dumps(document)
    text = text.replace('"grade": true', '"grade": false, "points": 1e999, "grade": true')
    place.write(
        text.replace('"cells": [', '"cells": [{"cell_type": "code", "source": "pass"}], "cells": [', 1)
    )


def marks_of_others(place: Place) -> None:
    """# goal: marks
    # tries: gives an answer the marks of another one and of other units, makes code of the written answer
    #   and texts of code, each worth forty points
    # must: believe no marks but those of the release
    # control: what it earns is honest
    # status: mended
    # mended: flat_index: the answer cell was missing
    # points: 3

    # %% flatten_forward
    HONEST
    """
    worth = dict.fromkeys(("grade", "solution", "task"), True) | {"points": 40, "schema_version": 3}
    for cell in place.cells:
        marks = cell.metadata.get("nbgrader", {})
        if marks.get("grade_id", "").startswith("flat_index"):
            marks.grade_id = marks.grade_id.replace("flat_index", "flatten_forward")
    for id in ("divide_gradients", "why_backward", "flatten_layer", "dense_shapes"):
        place.cells.append(new_code_cell("1", metadata={"nbgrader": worth | {"grade_id": id}}))
        place.cells.append(
            new_markdown_cell("1", metadata={"nbgrader": worth | {"grade_id": f"{id}-answer"}})
        )
