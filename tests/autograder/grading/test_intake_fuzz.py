"""Whatever a notebook holds, intake ends with a status, and the skeleton is the release's."""

from __future__ import annotations

import copy
import json
import random

import nbformat
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from nbgrader.nbgraderformat import MetadataValidator

from autograder.intake.folder import Unreadable
from autograder.intake.handed_in import read_cells
from autograder.intake.skeleton import read_release, rebuild, role, take_in
from autograder.printable import printable

RIGHT = {"double": "def double(x):\n    return x + x", "split": "def split(x):\n    return divmod(x, 2)"}
SETTINGS = settings(
    max_examples=150,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
    derandomize=True,
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)
KEYS = ("cell_type", "source", "metadata", "id", "outputs", "attachments", "nbgrader", "grade_id")


def holds(release, notebook) -> None:
    """The notebook is valid, nbgrader takes it, and what the student must not change is as released."""
    nbformat.validate(notebook)
    MetadataValidator().validate_nb(notebook)
    kept = [cell for cell in notebook.cells if not cell.id.startswith("extra-")]
    assert [cell.id for cell in kept] == [cell.id for cell in release.cells]
    for cell, original in zip(kept, release.cells, strict=True):
        assert cell.metadata == original.metadata and cell.cell_type == original.cell_type
        assert role(cell) == "answer" or cell.source == original.source
    json.dumps(notebook, ensure_ascii=False).encode()


@SETTINGS
@given(seed=st.integers(0, 2**32), count=st.integers(1, 8), junk=st.lists(JSON, min_size=8, max_size=8))
def test_any_damage_to_the_cells(tiny, seed: int, count: int, junk: list) -> None:
    rng, release = random.Random(seed), read_release(tiny.course, tiny.assignment)
    document = json.loads(json.dumps(tiny.notebook(written="Because.", **RIGHT)))
    cells = document["cells"]
    for value in junk[:count]:
        cell = rng.choice(cells) if cells else {}
        damage = rng.randrange(7)
        if damage == 0 and isinstance(cell, dict):
            place = cell
            if rng.random() < 0.5 and isinstance(cell.get("metadata"), dict):
                place = cell["metadata"].get("nbgrader") or cell["metadata"]
            if isinstance(place, dict):
                place[rng.choice(KEYS)] = value
        elif damage == 1 and cells:
            cells.remove(cell)
        elif damage == 2:
            cells.insert(rng.randrange(len(cells) + 1), copy.deepcopy(cell))
        elif damage == 3:
            rng.shuffle(cells)
        elif damage == 4:
            cells.insert(rng.randrange(len(cells) + 1), value)
        elif damage == 5:
            document[rng.choice(["nbformat", "nbformat_minor", "metadata"])] = value
        elif isinstance(cell, dict) and isinstance(cell.get("source"), str):
            cell["source"] = cell["source"][: rng.randrange(len(cell["source"]) + 1)]
    try:
        read, odd = read_cells(json.dumps(document).encode())
        notebook, mended = rebuild(release, read)
    except Unreadable as error:
        assert str(error)
    else:
        holds(release, notebook)
        assert [line for line in [*odd, *mended] if printable(line) != line or len(line) > 500] == []


@SETTINGS
@given(data=st.binary(max_size=200) | st.text().map(str.encode) | JSON.map(lambda x: json.dumps(x).encode()))
def test_any_bytes(tiny, data: bytes) -> None:
    tiny.hand_in("ada", data)
    found = take_in(tiny.course, "ada", tiny.assignment, read_release(tiny.course, tiny.assignment))
    assert found.status == "needs you" and found.reason.endswith((".", "?"))


@SETTINGS
@given(cut=st.integers(0, 4000), noise=st.binary(min_size=1, max_size=4))
def test_any_cut_and_any_wrong_byte(tiny, cut: int, noise: bytes) -> None:
    data = json.dumps(tiny.notebook(**RIGHT)).encode()
    release = read_release(tiny.course, tiny.assignment)
    for damaged in (data[:cut], data[:cut] + noise + data[cut + len(noise) :]):
        tiny.hand_in("ada", damaged)
        found = take_in(tiny.course, "ada", tiny.assignment, release)
        if found.status != "needs you":
            holds(release, found.notebook)
