"""The pages' Python is run as it stands."""

import datetime
import inspect
import os
import re
import shutil
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import nbformat
import numpy
import pytest
from nbgrader.utils import parse_utc

import refold

DOCS = Path(__file__).parents[1] / "docs"


def code(page: str) -> str:
    text = (DOCS / page).read_text(encoding="utf-8")
    return "\n".join(re.findall(r"```python\n(.*?)```", text, re.DOTALL))


def test_the_layer_of_the_worked_example_is_right(capsys: pytest.CaptureFixture[str]) -> None:
    names: dict = {"__name__": "example"}
    exec(code("add_a_layer.md"), names)
    assert names["check"].passed
    for arguments, shape in names["Scale"].examples:
        X = numpy.random.default_rng(0).normal(size=shape)
        found = refold.gradient_check(names["Scale"](**arguments), X)
        assert found.passed and "s" in found.errors
        layer = names["Scale"](**arguments)
        layer(X)
        with pytest.raises(refold.ShapeError, match=r"Scale\.forward: X must have 3 features"):
            layer(X[..., :2])


@pytest.mark.parametrize("cell", ["LSTM", "GRU", "SimpleRNN"])
def test_the_network_of_the_notation_runs(cell: str) -> None:
    names: dict = {}
    exec(code("notation.md").replace("LSTM", cell), names)
    A = names["model"].predict(numpy.zeros((3, 5, 4)))
    assert A.shape == (3, 2)


@pytest.mark.parametrize(
    ("layer", "gates"),
    [
        (refold.SimpleRNN(5), [""]),
        (refold.GRU(5, reset_after=False), ["z", "r", "hh"]),
        (refold.LSTM(5), ["i", "f", "g", "o"]),
    ],
)
def test_the_parameters_of_the_notation_are_where_it_says(layer: refold.Layer, gates: list[str]) -> None:
    """The gates worked out one by one, with U for the input and V for the state before."""
    rng = numpy.random.default_rng(0)
    X, h, C = rng.normal(size=(3, 4, 2)), numpy.zeros((3, 5)), numpy.zeros((3, 5))
    layer.forward(X)
    p = {
        key + gate: rng.normal(size=n)
        for key, n in {"U": (2, 5), "V": (5, 5), "b": (5,)}.items()
        for gate in gates
    }
    for x in X.swapaxes(0, 1):

        def z(gate: str, h: numpy.ndarray, x: numpy.ndarray = x) -> numpy.ndarray:
            return x @ p[f"U{gate}"] + h @ p[f"V{gate}"] + p[f"b{gate}"]

        if gates == [""]:
            h = numpy.tanh(z("", h))
        elif "hh" in gates:
            keep, see = (1.0 / (1.0 + numpy.exp(-z(gate, h))) for gate in "zr")
            h = keep * h + (1.0 - keep) * numpy.tanh(z("hh", see * h))
        else:
            i, f, o = (1.0 / (1.0 + numpy.exp(-z(gate, h))) for gate in "ifo")
            C = f * C + i * numpy.tanh(z("g", h))
            h = o * numpy.tanh(C)
    layer.set_weights([numpy.concatenate([p[key + gate] for gate in gates], axis=-1) for key in "UVb"])
    numpy.testing.assert_allclose(layer.forward(X), h, rtol=1e-12)


def test_the_page_of_the_library_runs() -> None:
    exec(code("library.md"), {})


@pytest.fixture
def checkout(tmp_path: Path) -> Path:
    """A copy of Refold, with the unit of the page added as the page says."""
    for part in ("autograder", "course", "solutions", "src"):
        shutil.copytree(DOCS.parent / part, tmp_path / part, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(DOCS.parent / "nbgrader_config.py", tmp_path)
    text = (DOCS / "add_a_unit.md").read_text(encoding="utf-8")
    parts = re.findall(r"^## \d\. [^`\n]*`([^`\n]+)`$.*?```python\n(.*?)```", text, re.DOTALL | re.MULTILINE)
    (module, exercises), (table, line), (solution, notebook) = parts
    (tmp_path / module).write_text(exercises, encoding="utf-8")
    before = (tmp_path / table).read_text(encoding="utf-8")
    (tmp_path / table).write_text(
        re.sub(r"(^MODULES = \{[^}]*)", rf"\1{line}", before, flags=re.MULTILINE), encoding="utf-8"
    )
    (tmp_path / solution).parent.mkdir()
    (tmp_path / solution).write_text(notebook, encoding="utf-8")
    return tmp_path


def test_the_unit_of_the_page_is_built_checked_and_graded(checkout: Path) -> None:
    def run(*arguments: str) -> tuple[int, str]:
        command = [sys.executable, "-m", "autograder.cli", *arguments]
        environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (checkout, checkout / "src")))}
        done = subprocess.run(command, cwd=checkout, env=environment, capture_output=True, text=True)
        return done.returncode, done.stdout + done.stderr

    assert run("build", "42_centre")[0] == 0
    code, said = run("check", "build/source/42_centre/42_centre.ipynb")
    assert code == 0 and "Mended" not in said
    code, said = run("check", "course/42_centre/42_centre.ipynb")
    assert code == 1 and "not attempted" in said
    released = nbformat.read(checkout / "course" / "42_centre" / "42_centre.ipynb", as_version=4)
    for student, answer in {"ada": "X - X.mean(0)", "bob": "X - X.mean()"}.items():
        for cell in released.cells:
            if cell.id == "centre-answer":
                cell.source = f"def centre(X):\n    return {answer}"
        folder = checkout / "submitted" / student / "42_centre"
        folder.mkdir(parents=True)
        nbformat.write(released, folder / "42_centre.ipynb")
    code, said = run("grade", "42_centre", "--unsafe-no-sandbox")
    assert code == 0, said
    assert re.search(r"ada +3/3 +graded", said) and re.search(r"bob +0/3 +graded +mean of everything", said)


def test_the_check_of_the_unit_of_the_page_is_fair(checkout: Path) -> None:
    page = (DOCS / "add_a_unit.md").read_text(encoding="utf-8")
    [command] = re.findall(r"^    pytest (.*)$", page, re.MULTILINE)
    shutil.copytree(DOCS.parent / "tests", checkout / "tests", ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(DOCS.parent / "pyproject.toml", checkout)
    environment = {**os.environ, "PYTHONPATH": os.pathsep.join(map(str, (checkout, checkout / "src")))}
    arguments = [sys.executable, "-m", "pytest", "-q", "-n0", "-p", "no:cacheprovider", *command.split()]
    done = subprocess.run(arguments, cwd=checkout, env=environment, capture_output=True, text=True)
    assert done.returncode == 0 and "passed" in done.stdout, done.stdout[-3000:]


@pytest.mark.parametrize("name", refold.__all__)
def test_every_public_name_is_on_the_page_of_the_library_and_says_what_it_is(name: str) -> None:
    assert re.search(rf"`{name}\b", (DOCS / "library.md").read_text(encoding="utf-8"))
    assert inspect.getdoc(getattr(refold, name))


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_files_that_a_page_names_are_there(page: str) -> None:
    text = (DOCS / page).read_text(encoding="utf-8")
    named = re.findall(r"`((?:src|tests|autograder|solutions|docs|benchmarks)/[\w./]+\.\w+)`", text)
    example = {
        "src/refold/layers/scale.py",
        "tests/layers/test_scale.py",
        "solutions/NN_name/NN_name.py",
        "autograder/exercises/centre.py",
        "solutions/42_centre/42_centre.py",
    }
    assert [path for path in named if path not in example and not (DOCS.parent / path).exists()] == []


@pytest.mark.parametrize("page", ["README.md", *sorted(f"docs/{path.name}" for path in DOCS.glob("*.md"))])
def test_links_lead_somewhere(page: str) -> None:
    here = DOCS.parent / page
    for link in re.findall(r"\]\((?!https?:)([^)]+)\)", here.read_text(encoding="utf-8")):
        path, _, anchor = link.partition("#")
        there = here.parent / path if path else here
        assert there.exists(), link
        headings = re.findall(r"^#+ (.*)$", there.read_text(encoding="utf-8"), re.MULTILINE) if anchor else []
        ids = [re.sub(r"[^\w -]", "", heading.lower()).replace(" ", "-") for heading in headings]
        assert not anchor or anchor in ids, link


@pytest.mark.parametrize(
    "made", ["students.csv", "grades.csv", "downloaded/", "handout/", "submitted/", "build/"]
)
def test_what_holds_students_data_is_never_committed(made: str) -> None:
    """The folders and files that docs/instructors.md makes in the course's folder."""
    assert made in (DOCS / "instructors.md").read_text(encoding="utf-8")
    ignored = (DOCS.parent / ".gitignore").read_text(encoding="utf-8").split()
    assert f"/{made}" in ignored or ("/*.csv" in ignored and made.endswith(".csv"))


def test_a_new_term_begins_without_the_old_class() -> None:
    text = (DOCS / "instructors.md").read_text(encoding="utf-8")
    [moved] = re.findall(r"^    mkdir .* && mv (.*) \S+/$", text, re.MULTILINE)
    assert {"submitted", "build", "downloaded"} == set(moved.split())


@pytest.mark.parametrize("unit", sorted(path.name for path in (DOCS.parent / "solutions").iterdir()))
def test_the_file_names_of_an_archive_are_those_of_the_expressions(unit: str) -> None:
    text = (DOCS / "instructors.md").read_text(encoding="utf-8")
    [first, *others] = re.findall(r'r"(\.\*.*\(\?P<student_id>.*)"', text)
    names = re.findall(r"^   \| `([^`]*\.ipynb)` \(\w+\) \|", text, re.MULTILINE)
    students = ["ada", "lovelaceada", "Ada Lovelace"]
    for expression, name, student in zip([first, *others], names, students, strict=True):
        name = name.replace("01_flatten", unit)
        for folder in ("", "gradebook (1)/"):
            found = re.match(expression, f"/extracted/{folder}{name}")
            assert found is not None
            given = {key: value for key, value in found.groupdict().items() if key != "timestamp"}
            assert given == {"student_id": student, "file_id": unit + name.rpartition(unit)[2]}
    found = re.match(first, f"/extracted/{names[0]}")
    assert found is not None and found["timestamp"] == "2026-11-20-10-05-41"


def test_user_names_of_blackboard_may_hold_an_underscore() -> None:
    text = (DOCS / "instructors.md").read_text(encoding="utf-8")
    [expression, *_] = re.findall(r'r"(\.\*.*\(\?P<student_id>.*)"', text)
    [beginning] = re.findall(r"`(\.\*/01_flatten_.*_attempt_)`", text)
    expression = beginning + expression.partition("_attempt_")[2]
    found = re.match(
        expression, "/x/01_flatten_a_smith_attempt_2026-11-20-10-05-41_x_b_attempt_1_01_flatten.ipynb"
    )
    assert found is not None and found["student_id"] == "a_smith"
    assert found["file_id"] == "x_b_attempt_1_01_flatten.ipynb"


def test_the_times_in_blackboards_names_are_read() -> None:
    """nbgrader alone takes the seconds for a time zone."""
    text = (DOCS / "instructors.md").read_text(encoding="utf-8")
    [expression, *_] = re.findall(r'r"(\.\*.*\(\?P<student_id>.*)"', text)
    [plugin] = re.findall(r"^       from nbgrader.plugins.*?return found$", text, re.MULTILINE | re.DOTALL)
    names: dict[str, Any] = {}
    exec(textwrap.dedent(plugin), names)
    collector = names["Blackboard"]()
    collector.named_regexp = expression
    for time in ("2026-11-20 10:05:41", "2026-11-20 00:59:07", "2026-11-20 23:00:00"):
        name = f"01_flatten_ada_attempt_{re.sub('[ :]', '-', time)}_01_flatten.ipynb"
        found = collector.collect(f"/extracted/{name}")
        assert parse_utc(found["timestamp"]) == datetime.datetime.fromisoformat(time)
    assert collector.collect("/extracted/readme.ipynb") is None
    exec(textwrap.dedent(plugin).replace(" UTC", " Europe/Berlin"), names)
    collector = names["Blackboard"]()
    collector.named_regexp = expression
    found = collector.collect("/extracted/01_flatten_ada_attempt_2026-07-20-10-05-41_01_flatten.ipynb")
    assert parse_utc(found["timestamp"]) == datetime.datetime(2026, 7, 20, 8, 5, 41)
