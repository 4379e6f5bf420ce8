"""The accidents that happen to notebooks: each is mended and said, and no answer gets lost or is made up."""

from __future__ import annotations

import json
import re
import symtable
import time
from collections.abc import Callable

import nbformat
import pytest
from nbconvert import HTMLExporter
from nbconvert.filters.markdown_mistune import IPythonRenderer, MarkdownWithMath
from nbformat.v4 import new_code_cell, new_markdown_cell

from autograder.intake.beside import FILE_BYTES
from autograder.intake.defang import NO_BREAK
from autograder.intake.skeleton import Intake, read_release, take_in
from autograder.nbgrader_config import read_config

DOUBLE = "def double(x):\n    return x + x"
SPLIT = "def split(x):\n    return divmod(x, 2)"


@pytest.fixture
def intake(tiny) -> Callable[..., Intake]:
    """Hands in a notebook or bytes, and takes them in."""

    def take(notebook=None, **options) -> Intake:
        tiny.hand_in("ada", notebook, **options)
        return take_in(tiny.course, "ada", tiny.assignment, read_release(tiny.course, tiny.assignment))

    return take


def solved(tiny) -> nbformat.NotebookNode:
    return tiny.notebook(written="Because.", double=DOUBLE, split=SPLIT)


def index(notebook: nbformat.NotebookNode, id: str) -> int:
    return [cell.id for cell in notebook.cells].index(id)


def sources(intake: Intake) -> dict[str, str]:
    return {cell.id: cell.source for cell in intake.notebook.cells}


def test_a_notebook_as_released_and_filled_in_is_taken_as_it_is(tiny, intake) -> None:
    found = intake(solved(tiny))
    assert (found.status, found.mended) == ("graded", [])
    assert found.notebook == solved(tiny)
    assert [(cell.id, cell.role) for cell in found.cells] == [
        ("setup", "other"),
        ("double-answer", "answer"),
        ("double", "check"),
        ("split-answer", "answer"),
        ("split", "check"),
    ]


def encoded(notebook: nbformat.NotebookNode, encoding: str) -> bytes:
    return json.dumps(notebook, ensure_ascii=False).encode(encoding)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-32", "cp1252"])
def test_encodings(tiny, intake, encoding: str) -> None:
    notebook = solved(tiny)
    notebook.cells[index(notebook, "why")].source = "Né à Besançon."
    found = intake(encoded(notebook, encoding))
    assert sources(found)["why"] == "Né à Besançon."
    assert "The file" in found.mended[0]


def test_line_ends_of_windows(tiny, intake) -> None:
    notebook = solved(tiny)
    for cell in notebook.cells:
        cell.source = cell.source.replace("\n", "\r\n")
    found = intake(json.dumps(notebook, indent=1).replace("\n", "\r\n").encode())
    assert (found.status, sources(found)["double-answer"]) == ("mended", DOUBLE)
    assert found.mended == [
        "The line ends were not those of a notebook (LF), but those of Windows or an old Mac."
    ]


def test_formats_3_and_4_0_and_of_the_future(tiny, intake) -> None:
    notebook = solved(tiny)
    assert intake({**notebook, "nbformat_minor": 99}).mended == [
        "The notebook was in format 4.99; it was read as 4.5."
    ]
    old = json.loads(json.dumps(notebook))
    for cell in old["cells"]:
        del cell["id"]
        cell["source"] = cell["source"].splitlines(keepends=True)
    assert intake({**old, "nbformat_minor": 0}).mended == [
        "The notebook was in format 4.0; it was read as 4.5.",
        "9 of the released cells had lost their ids or nbgrader's marks, or had others; they have the "
        "released ones again.",
    ]
    third = nbformat.convert(solved(tiny), 3)
    found = intake(nbformat.v3.writes_json(third).encode())
    assert sources(found)["split-answer"] == SPLIT
    assert "The notebook was in an old format and was brought up to date." in found.mended


@pytest.mark.parametrize(
    ("change", "says"),
    [
        (lambda n, at: n.cells.pop(at("double")), "double: the check cell was missing"),
        (
            lambda n, at: n.cells[at("double")].update(source="pass"),
            "double: the check cell had been changed",
        ),
        (lambda n, at: n.cells[at("double")].update(source='check("double", split)'), "had been changed"),
        (lambda n, at: n.cells.insert(0, n.cells.pop(at("split-answer"))), "in another order"),
        (lambda n, at: n.cells.append(n.cells[at("double-answer")]), "double: there were 2 cells for it"),
        (lambda n, at: n.cells[at("double-answer")].update(cell_type="raw"), "another type (raw)"),
        (lambda n, at: n.cells[at("double-answer")].update(id="x", metadata={}), "found by the name double"),
        (
            lambda n, at: n.cells[at("double-answer")].metadata.nbgrader.update(grade_id="zz"),
            "lost their ids",
        ),
        (
            lambda n, at: n.cells[at("double")].metadata.nbgrader.update(points=500, solution=True),
            "lost their ids",
        ),
        (lambda n, at: n.cells.pop(at("setup")), "1 of the released cells were missing; they were put"),
        (lambda n, at: n.cells.pop(at("start")), None),  # a text: its wording may be of an earlier release
        (
            lambda n, at: n.cells[at("double")].metadata.nbgrader.update(points=1, checksum="0"),
            None,
        ),  # so too
        (lambda n, at: n.metadata.clear(), "which kernel"),
        (lambda n, at: [cell.pop("id") for cell in n.cells], "9 of the released cells had lost their ids"),
        (lambda n, at: [cell.metadata.clear() for cell in n.cells], "or nbgrader's marks"),
        (lambda n, at: n.cells.append({"cell_type": "hologram"}), "1 cell(s) of no known kind"),
        (lambda n, at: n.cells[0].update(source=5, metadata=None, outputs="no"), None),
    ],
)
def test_accidents_cost_nothing(tiny, intake, change, says: str | None) -> None:
    notebook = solved(tiny)
    change(notebook, lambda id: index(notebook, id))
    found = intake(notebook)
    assert {id: sources(found)[id] for id in sources(solved_intake(tiny))} == sources(solved_intake(tiny))
    assert all(
        cell.metadata.get("nbgrader", {}).get("points") in (None, 2, 3, 4) for cell in found.notebook.cells
    )
    assert (says or "") in "\n".join(found.mended) and bool(says) == bool(found.mended)


def solved_intake(tiny) -> Intake:
    return Intake("graded", solved(tiny))


def test_everything_stripped_is_found_by_name(tiny, intake) -> None:
    notebook = solved(tiny)
    for cell in notebook.cells:
        cell.metadata.clear()
        del cell["id"]
    found = intake(notebook)
    assert (sources(found)["double-answer"], sources(found)["split-answer"]) == (DOUBLE, SPLIT)
    assert "split: the answer was not in its own cell; it was found by the name split." in found.mended


def test_checks_that_became_texts_are_named_and_others_told_once(tiny, intake) -> None:
    notebook = solved(tiny)
    for cell in notebook.cells:
        if cell.cell_type == "code" and not cell.id.endswith("-answer"):
            cell.update(cell_type="markdown")
    notebook.cells += [new_markdown_cell("def mine():\n    pass"), new_markdown_cell("class Mine:\n    pass")]
    wanted = [f"{id}: the check cell had another type (markdown) than code" for id in ("double", "split")]
    found = [line.partition(";")[0] for line in intake(notebook).mended]
    assert [line for line in found if "another type" in line and "released" not in line] == [
        "A cell had another type (markdown) than code",
        *wanted,
    ]


def test_merged_answers(tiny, intake) -> None:
    notebook = solved(tiny)
    notebook.cells[index(notebook, "double-answer")].source = f"{DOUBLE}\n\n{SPLIT}"
    del notebook.cells[index(notebook, "split-answer")]
    found = intake(notebook)
    assert "def " not in sources(found)["split-answer"], "the stub would hide the answer"
    assert found.mended == ["split: the answer was found in the answer cell of double."]


def test_an_answer_cut_into_pieces_none_of_which_is_python(tiny, intake) -> None:
    notebook = tiny.notebook(written="Because.", double=DOUBLE, split="def split(x):")
    pieces = [
        new_code_cell("    for _ in range(1):"),
        new_markdown_cell("now the rest"),
        new_code_cell("        return divmod(x, 2)"),
    ]
    at = index(notebook, "split-answer") + 1
    notebook.cells[at:at] = pieces
    found = intake(notebook)
    assert sources(found)["split-answer"].endswith("for _ in range(1):\n        return divmod(x, 2)")
    assert found.mended == ["2 cell(s) had been split in the middle of a definition; they were joined."]


@pytest.mark.parametrize("kind", ["code", "markdown"])
def test_an_answer_merged_with_the_text_above_it(tiny, intake, kind: str) -> None:
    """As Jupyter's "Merge Cells" does: the new cell has the type of the one that was active."""
    path, notebook = tiny.course.released_notebook(tiny.assignment), solved(tiny)
    text, answer = (index(notebook, id) for id in ("start", "double-answer"))
    notebook.cells[text].source = "# Tiny\n\nTwice a number."
    nbformat.write(notebook, path)
    keeps = notebook.cells[answer if kind == "code" else text]
    keeps.update(cell_type=kind, source=f"{notebook.cells[text].source}\n\n{DOUBLE}")
    del notebook.cells[text if kind == "code" else answer]
    found = intake(notebook)
    assert sources(found)["double-answer"].strip() == DOUBLE
    assert "1 cell(s) of code had been merged with released texts" in found.mended[0]


def test_an_answer_written_into_the_check_cell(tiny, intake) -> None:
    notebook = tiny.notebook()
    notebook.cells[index(notebook, "double")].source = f'{DOUBLE}\ncheck("double", double)'
    found = intake(notebook)
    assert sources(found)["double-answer"].startswith(DOUBLE)
    assert sources(found)["double"] == 'check("double", double)'


def test_an_answer_in_a_cell_of_its_own_below_the_stub(tiny, intake) -> None:
    notebook = tiny.notebook()
    notebook.cells.append(new_code_cell(DOUBLE))
    found = intake(notebook)
    assert sources(found)["double-answer"] == DOUBLE
    assert sum(cell.source == DOUBLE for cell in found.notebook.cells) == 1


WRONG = "def double(x):\n    return x"


def of_double(intake: Intake) -> list[str]:
    """What the cells of the notebook define as `double` before its check, in order."""
    ids = [cell.id for cell in intake.notebook.cells]
    return [cell.source for cell in intake.notebook.cells[: ids.index("double")] if "double" in cell.source][
        1:
    ]


@pytest.mark.parametrize("marks", [True, False])
def test_a_copy_below_the_check_in_which_something_was_tried_out_does_not_count(tiny, intake, marks) -> None:
    notebook = solved(tiny)
    copy = new_code_cell(WRONG, metadata=notebook.cells[index(notebook, "double-answer")].metadata)
    notebook.cells.insert(index(notebook, "double") + 1, copy)
    if not marks:
        for cell in notebook.cells:
            cell.metadata = {}
            del cell["id"]
    found = intake(notebook)
    assert sources(found)["double-answer"] == DOUBLE
    said = "double: there were 2 cells for it; the last one above its check counts."
    assert (said in found.mended) is marks


@pytest.mark.parametrize("marks", [True, False])
def test_a_second_try_above_a_copy_of_the_check_counts(tiny, intake, marks) -> None:
    notebook = tiny.notebook(written="Because.", double=WRONG, split=SPLIT)
    at = index(notebook, "double")
    check = new_code_cell(notebook.cells[at].source, metadata=notebook.cells[at].metadata if marks else {})
    notebook.cells[at + 1 : at + 1] = [new_code_cell(DOUBLE), new_code_cell("1 + 1"), check]
    assert of_double(intake(notebook)) == [WRONG, DOUBLE]


def test_an_answer_above_the_check_in_its_cell_counts_and_not_that_in_the_cell_before(tiny, intake) -> None:
    notebook = tiny.notebook(double=WRONG)
    notebook.cells[index(notebook, "double")].source = f'{DOUBLE}\n\ncheck("double", double)'
    assert of_double(intake(notebook)) == [WRONG, DOUBLE]


@pytest.mark.parametrize(
    "answer", ["from mine import double", "%run mine.py", "exec(open('mine.py').read())"]
)
def test_an_answer_that_is_imported_or_run_comes_after_a_draft_above_it(tiny, intake, answer: str) -> None:
    notebook = tiny.notebook(double=answer)
    notebook.cells.insert(index(notebook, "double-answer"), new_code_cell(WRONG))
    found = [cell.source for cell in intake(notebook).notebook.cells]
    assert found.index(WRONG) < found.index(answer)


def test_a_stub_left_above_the_answer_in_its_cell_leaves_it_written(tiny, intake) -> None:
    """Below its check, something else has its name: that is no answer found elsewhere."""
    notebook = tiny.notebook(double=f"def double(x):\n    raise NotImplementedError()\n\n{DOUBLE}")
    notebook.cells.insert(index(notebook, "double") + 1, new_code_cell("double = None"))
    assert DOUBLE in sources(intake(notebook))["double-answer"]


def test_a_line_left_behind_that_is_never_reached_makes_no_answer_unwritten(tiny, intake) -> None:
    branches = "def double(x):\n    if x:\n        return x + x\n    else:\n        return x\n    "
    notebook = tiny.notebook(double=f"{branches}raise NotImplementedError()")
    first = new_code_cell(WRONG, metadata=notebook.cells[index(notebook, "double-answer")].metadata)
    notebook.cells.insert(index(notebook, "double-answer"), first)
    assert sources(intake(notebook))["double-answer"].startswith(branches)


def test_modules_that_the_notebook_imports_are_there(tiny, intake) -> None:
    """Also those that these import; not what happens to lie beside it."""
    beside = {
        "mine.py": b"\xef\xbb\xbfimport math\r\nfrom others import twice as double\r\n",
        "others.py": "def twice(x):\n    return x + x  # \u00fc\n".encode("cp1252"),
        "double.py": b"print('an export of the notebook')",
    }
    for name, data in beside.items():
        (tiny.folder("ada") / name).write_bytes(data)
    found = intake(tiny.notebook(written="Because.", double="from mine import double", split=SPLIT))
    assert [cell.source for cell in found.notebook.cells[:2]] == [
        "%%writefile mine.py\nimport math\nfrom others import twice as double\n",
        "%%writefile others.py\ndef twice(x):\n    return x + x  # \u00fc\n",
    ]
    assert found.mended == [
        f"{name}, handed in beside the notebook, is there to be imported."
        for name in ("mine.py", "others.py")
    ]


def test_packages_that_it_imports_and_files_that_it_reads_are_there(tiny, intake) -> None:
    """Also those which these need; not what happens to lie beside it, and not in place of what was given."""
    folder, given = tiny.folder("ada"), tiny.course.released / tiny.assignment
    (given / "given.csv").write_text("1", encoding="utf-8")
    files = {"mine/__init__.py": "from mine.sums import double", "mine/sums.py": "import used"}
    files |= {"used.py": "open('read by used.txt')", "read by used.txt": "", "mine/rows.txt": "1"}
    files |= {"W0.npy": "0", "W1.npy": "1", "data/big.csv": "1" * (FILE_BYTES + 1), "given.csv": "2"}
    files |= {"notes.pdf": "", "other/__init__.py": "", "plot.png": "", "tests.py": ""}
    for path, text in files.items():
        (folder / path).parent.mkdir(exist_ok=True)
        (folder / path).write_text(text, encoding="utf-8")
    reads = 'W = [np.load(f"W{n}.npy") for n in range(2)]\nopen("data/big.csv"); open("given.csv")'
    found = intake(tiny.notebook(written="Because.", double=f"from mine import double\n{reads}", split=SPLIT))
    there = ["W0.npy", "W1.npy", "mine/__init__.py", "mine/rows.txt", "mine/sums.py", "read by used.txt"]
    assert list(found.files) == there and found.files["W1.npy"] == b"1"
    assert found.notebook.cells[0].source == "%%writefile used.py\nopen('read by used.txt')"
    assert found.mended == [
        "used.py, handed in beside the notebook, is there to be imported.",
        f"Handed in beside the notebook, and there when it is run: {', '.join(there[:5])} and 1 more.",
        "Beside the notebook, and not there when it is run: data/big.csv; links are not taken along, nor is "
        "more than 1 MB (of Python 96 kB), 100 files and 4 MB in all.",
    ]


def test_a_notebook_that_it_runs_is_there_and_no_other(tiny, intake) -> None:
    for name in ("mine.ipynb", "01_tiny (1).ipynb"):
        (tiny.folder("ada") / name).write_text("{}", encoding="utf-8")
    found = intake(tiny.notebook(double="%run 'mine.ipynb'\ndef double(x): return twice(x)"))
    assert list(found.files) == ["mine.ipynb"]


def test_a_module_in_which_nothing_is_can_be_imported(tiny, intake) -> None:
    """IPython writes no file from a cell without a text."""
    (tiny.folder("ada") / "mine.py").touch()
    found = intake(tiny.notebook(double="import mine\ndef double(x): return x + x"))
    assert found.notebook.cells[0].source == "%%writefile mine.py\n\n"


def test_a_long_module_stays_as_it_is(tiny, intake) -> None:
    """What stands in fences in its docstring is not all of it."""
    text = '"""Doubles.\n```\nprint(double(1))\n```\n"""\n' + f"{DOUBLE}\n" + 6000 * "# and on\n"
    (tiny.folder("ada") / "mine.py").write_text(text, encoding="utf-8")
    found = intake(tiny.notebook(double="from mine import double"))
    assert found.notebook.cells[0].source == f"%%writefile mine.py\n{text}"


def test_own_cells_stay_where_they_were(tiny, intake) -> None:
    notebook = solved(tiny)
    notebook.cells.insert(index(notebook, "split-answer"), new_code_cell("helper = 1"))
    notebook.cells.insert(0, new_markdown_cell("mine"))
    notebook.cells[index(notebook, "setup")].source += "\nimport math"
    found = intake(notebook)
    ids = [cell.id for cell in found.notebook.cells]
    assert found.mended == []
    assert ids.index("extra-1") == 0 and sources(found)["extra-1"] == "mine"
    assert (
        sources(found)["extra-2"].endswith("import math") and ids.index("extra-2") == ids.index("setup") + 1
    )
    assert sources(found)["extra-3"] == "helper = 1" and ids.index("extra-3") == ids.index("split-answer") - 1


def test_each_cell_is_read_a_few_times_where_each_needs_the_next(tiny, intake, monkeypatch) -> None:
    """Reading all that come below it again for each cell took a worker minutes, which no limit counts."""
    count, read, parse = 600, [], symtable.symtable  # more cells than are remembered
    monkeypatch.setattr(symtable, "symtable", lambda text, *rest: read.append(text) or parse(text, *rest))
    notebook = solved(tiny)
    notebook.cells[1:1] = [new_code_cell(f"name_{n} = name_{n + 1}") for n in range(count)]
    found = intake(notebook)
    assert any(line.startswith(f"{count - 1} cell(s)") for line in found.mended)
    assert len(read) < 6 * len(found.notebook.cells)


def test_a_missing_answer_is_not_attempted_and_a_missing_text_is_looked_at(tiny, intake) -> None:
    notebook = solved(tiny)
    for id in ("double-answer", "why"):
        del notebook.cells[index(notebook, id)]
    found = intake(notebook)
    assert "NotImplementedError" in sources(found)["double-answer"]
    assert sources(found)["why"].startswith("*The cell of this answer was missing.*")
    assert len(found.mended) == 2


def test_nothing_of_a_students_markdown_can_run(tiny, intake) -> None:
    notebook = solved(tiny)
    notebook.cells[index(notebook, "why")].source = "<script>alert(1)</script> [a](javascript:alert(2)) $a<b$"
    notebook.cells.append({"cell_type": "raw", "source": "<img src=x onerror=alert(3)>", "metadata": {}})
    found = intake(notebook)
    page = "\n".join(cell.source for cell in found.notebook.cells if cell.cell_type != "code")
    assert "<script" not in page and "<img" not in page and "](javascript" not in page
    assert all(cell.cell_type != "raw" for cell in found.notebook.cells)


def test_endless_text_is_shortened(tiny, intake) -> None:
    notebook = solved(tiny)
    notebook.cells[index(notebook, "why")].source = "why? " * 1_000_000
    notebook.cells.append(new_markdown_cell("x" * 5_000_000))
    assert sum(len(cell.source) for cell in intake(notebook).notebook.cells) < 201_000


@pytest.mark.parametrize("formula", [r"\\(a\\) ", r"\\[a\\] ", r"\begin{align}a\end{align} ", "$a$ "])
def test_a_text_of_nothing_but_beginnings_of_formulas_is_shown_letter_by_letter(
    tiny, intake, formula
) -> None:
    """nbconvert takes seconds for it, and a page shows many texts."""
    solution = solved(tiny)
    kept, shown = formula * 200, formula.partition("a")[0] * 2000
    solution.cells += [new_markdown_cell(kept), new_markdown_cell(shown)]
    *_, first, second = (cell.source for cell in intake(solution).notebook.cells)
    assert first == kept
    assert second in ((shown,) if formula == "$a$ " else (f"    {shown}",))


@pytest.mark.parametrize("show", ["![](attachment:a.png)", "![][b]"])
def test_a_picture_that_is_shown_again_and_again_is_not(tiny, intake, show: str) -> None:
    """Each place would have a copy: a thousand of a few megabytes, in the process that shows them all."""
    notebook = solved(tiny)
    why = notebook.cells[index(notebook, "why")]
    why.attachments = {"a.png": {"image/png": "A" * 300_000}}
    why.source = f"{show}\n" * 3 + ("" if "attachment" in show else "\n[b]: attachment:a.png\n")
    assert (intake(notebook).notebook.cells[-1].source == why.source) == ("attachment" in show)
    why.source = f"{show}\n" * 50 + ("" if "attachment" in show else "\n[b]: attachment:a.png\n")
    assert intake(notebook).notebook.cells[-1].source.startswith("    !")


@pytest.mark.parametrize(
    "source",
    [
        "```scala\nval x = 1\n```",
        "~~~~ scala\nval x = 1\n~~~~",
        "> ```mermaid\n> val x = 1\n> ```",
        "- ```scala\n  val x = 1\n  ```",
    ],
)
def test_code_in_a_text_is_not_coloured_by_what_may_never_end(tiny, intake, source: str) -> None:
    """Formgrader colours any language that a text names, and the time that takes may double with a letter."""
    coloured = re.compile('class="(highlight|jp-Mermaid)')
    assert coloured.search(shown(source))
    notebook = solved(tiny)
    notebook.cells[index(notebook, "why")].source = source
    page = shown(intake(notebook).notebook.cells[-1].source)
    assert "<pre" in page and "val x = 1" in page and not coloured.search(page)


def shown(markdown: str) -> str:
    return MarkdownWithMath(renderer=IPythonRenderer(escape=False)).render(markdown)


@pytest.mark.parametrize("magic", ["", "%%R\n", "%%perl\n"])
def test_long_code_is_shown_without_colours(tiny, intake, magic: str) -> None:
    """The time it takes to colour it may grow with the square of its length, in other languages further."""
    notebook = solved(tiny)
    assert "pygments_lexer" not in str(intake(notebook).notebook.metadata)
    notebook.cells.append(new_code_cell(f"{magic}x = '%{'0' * 30_000}'"))
    found = intake(notebook).notebook
    assert found.metadata.language_info.pygments_lexer == "text"
    page, _ = HTMLExporter(config=read_config(tiny.course)).from_notebook_node(found)
    assert "<span" not in page.partition("%0000")[2].partition("</pre>")[0]


@pytest.mark.parametrize(
    "source",
    [
        *("![a](/logout)", "![a][b]\n\n[b]: /logout", "[![a](http://localhost/)](#)", "![[a]](/logout)"),
        *(f"![{alt}](attachment:a.png){alt}](/logout)" for alt in ("`", "$")),
        *("![\\](attachment:a.png)](/logout)", "![a](attachment:a.png](/logout)"),
    ],
)
def test_a_picture_from_elsewhere_is_a_link(tiny, intake, source: str) -> None:
    """Whoever looked at a text with one of /logout had to log in again."""
    pasted = {"a.png": {"image/png": "AAAA"}}
    notebook = solved(tiny)
    notebook.cells.append(new_markdown_cell(f"![a (1).png](attachment:a.png) {source}", attachments=pasted))
    text = intake(notebook).notebook.cells[-1].source
    page = MarkdownWithMath(renderer=IPythonRenderer(escape=False, attachments=pasted)).render(text)
    assert all(address.startswith("data:") for address in re.findall('<img src="([^"]*)"', page))


def test_marks_that_go_on_and_on_take_no_time(tiny, intake) -> None:
    """A fence is looked for where its marks begin, and not at each of them: a cell took half a minute."""
    notebook = solved(tiny)
    notebook.cells += [new_markdown_cell(mark * 30_000) for mark in "`~"]
    before = time.process_time()
    intake(notebook)
    assert time.process_time() - before < 10


@pytest.mark.parametrize("source", ["> a\n- b\n", "> - a\n1. b\n", "> a\n# b\n- c\n"])
def test_quotes_in_lists_in_quotes_are_shown_as_they_stand(tiny, intake, source: str) -> None:
    """nbconvert looks for the end of each from within the one before, and came to no end of its own."""
    notebook = solved(tiny)
    notebook.cells[index(notebook, "why")].source = f"Because.\n\n{10 * source}"
    assert "<blockquote>" in shown(intake(notebook).notebook.cells[-1].source)
    notebook.cells[index(notebook, "why")].source = 1000 * source
    page = shown(intake(notebook).notebook.cells[-1].source)
    assert "<blockquote>" not in page and "&gt; " in page


@pytest.mark.parametrize("kind", [new_code_cell, new_markdown_cell])
def test_numbers_of_letters_may_have_any_length(tiny, intake, kind: Callable) -> None:
    notebook = solved(tiny)
    notebook.cells.append(kind(f"# [a](&#{'1' * 5000};) &#{'0' * 5000}65;"))
    assert intake(notebook).status == "graded"


@pytest.mark.parametrize("letter", "` ")
def test_a_text_with_a_run_of_thousands_of_letters_is_shown_letter_by_letter(tiny, intake, letter) -> None:
    """nbconvert takes a minute for the longest."""
    notebook = solved(tiny)
    kept, shown = f"a{letter * 100}b", f"a{letter * 2000}b"
    notebook.cells += [new_markdown_cell(kept), new_markdown_cell(shown)]
    found = [cell.source.replace(NO_BREAK, "") for cell in intake(notebook).notebook.cells[-2:]]
    assert found == [kept, f"    {shown}"]


def test_pictures_pasted_into_a_written_answer_stay_and_svg_does_not(tiny, intake) -> None:
    notebook = solved(tiny)
    pasted = {name: {"image/png": "iVBO"} for name in ("a.png", "not shown.png")}
    pasted["b.svg"] = {"image/svg+xml": "<svg onload=alert(1)>"}
    why = notebook.cells[index(notebook, "why")]
    why.source, why.attachments = "![](attachment:a.png) ![](attachment:b.svg)", pasted
    assert intake(notebook).notebook.cells[-1].attachments == {"a.png": {"image/png": "iVBO"}}


def test_lines_without_ends_kinds_that_nobody_knows_and_sources_of_no_text(tiny, intake) -> None:
    notebook = json.loads(json.dumps(solved(tiny)))
    for cell in notebook["cells"]:
        cell["source"] = cell["source"].split("\n")
    notebook["cells"][0]["source"] = {"text": "# Tiny"}
    notebook["cells"][3]["cell_type"] = "Code"
    notebook["cells"][-1]["cell_type"] = "essay"
    found = intake(notebook)
    assert (sources(found)["double-answer"], sources(found)["why"]) == (DOUBLE, "Because.")
    assert any(
        line == "The lines of 2 cell(s) had lost their ends; they were put back." for line in found.mended
    )
    assert "The source of 1 cell(s) was no text; nothing of it could be read." in found.mended
    assert any(line.startswith("1 cell(s) of no known kind were read as text") for line in found.mended)


@pytest.mark.parametrize(
    "name", ["01_tiny (1).ipynb", "01_tiny-Copy1.ipynb", "homework.ipynb", "01_TINY.IPYNB"]
)
def test_other_file_names(tiny, intake, name: str) -> None:
    found = intake(solved(tiny), name=name)
    assert found.mended == [f'The notebook was called "{name}", not 01_tiny.ipynb.']
    assert sources(found)["split-answer"] == SPLIT


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "is empty"),
        (b'{"cells": [', "breaks off or goes wrong at line 1, column 12"),
        (b"[]", "no table of cells"),
        (b'{"cells": 5}', "no list of cells"),
        (b"[" * 100_000, "nested too deeply"),
        (b'{\n<<<<<<< HEAD\n "cells": []\n>>>>>>> b', "conflict marks"),
        (b'{"cells": [{"cell_type": "code", "source": "1"}]}', "is it that of another one?"),
        (b'{"cells": []}', "is it that of another one?"),
        (b'{"nbformat": ' + b"9" * 100_000 + b', "cells": []}', "is it that of another one?"),
        (b"\x00\xff" * 50, "no notebook"),
        (b"PK\x03\x04\x14\x00", "but a zip archive"),
        (b"\x1f\x8b\x08\x00", "but a gzip archive"),
        (b"%PDF-1.7", "but a PDF"),
        (b"<!DOCTYPE html>", "but a web page"),
        (b"version https://git-lfs.github.com/spec/v1\noid sha256:4d7a", "a pointer of Git LFS"),
        (b"# %% Double\ndef double(x):\n    return 2 * x\n", "but a text with Python in it"),
        (b" " * 30_000_000, "no more than 20 MB"),
    ],
    ids=lambda value: value[:20] if isinstance(value, str) else "",
)
def test_what_cannot_be_read_has_a_reason(tiny, intake, data: bytes, says: str) -> None:
    found = intake(data)
    assert found.status == "needs you" and says in found.reason
    assert found.notebook == tiny.notebook()
