"""Rebuilds a submission on the release's skeleton: only answers are the student's. Runs nothing."""

from __future__ import annotations

import copy
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Literal
from urllib.parse import quote

import nbformat
from nbformat import NotebookNode

from autograder.course import Course
from autograder.errors import CourseError
from autograder.intake.answers import place_answers
from autograder.intake.beside import is_module, said, written_out
from autograder.intake.defang import ATTACHED, as_code, attached, defang
from autograder.intake.folder import Unreadable
from autograder.intake.handed_in import StudentCell, read_cells
from autograder.intake.order import helpers, put_first_what_is_needed
from autograder.intake.pieces import join_split, make_bare, make_code, may_be_code, take_out_texts
from autograder.intake.slots import Slot, slots_of
from autograder.intake.submission import Submission, open_submission
from autograder.judging.demonstrations import TAG
from autograder.judging.oracle import Cell
from autograder.pages.inert import shorten
from autograder.sandbox.limits import DEFAULTS, Limits
from autograder.sections import cell_id

OWN = "extra-"
"""What the ids of a student's own cells begin with."""
TEXT = 30_000
"""Characters of a text that are kept: nbconvert's time may grow with their square."""
FORMULAS = 300
"""That begin in a text with a backslash: the end of each is looked for to the end of the text."""
QUOTE = re.compile(r"(?m)^[ \t]*>.*\n(?![ \t]*>)")
QUOTES = 50
"""That end in a text before another line, which nbconvert looks for from within: it enters a thousand."""
RUN = re.compile(r"([` ])\1{999}")
"""Of letters in a text, which is then shown as it stands: nbconvert looks at it from each of its letters."""
ALL_TEXT = 300_000
"""Characters of all texts of the student's own that are kept."""
CODE = 100_000
"""Characters of a cell of code that are run."""
ALL_CODE = 400_000
"""Characters of all code together: it is looked through before it is run, and nothing limits that time."""
COLOURED = 20_000
"""Characters of the student's code that Formgrader colours: the time it takes may grow with their square."""


@dataclass
class Intake:
    """A submission made ready: the release's notebook with the student's answers in it.

    `reason` says what stands in the way when the status is "needs you"; the notebook is then the untouched
    release. `mended` are sentences; those about one answer begin with its id and a colon. `files` are those
    that it is run beside, by path.
    """

    status: Literal["graded", "mended", "needs you"]
    notebook: NotebookNode
    mended: list[str] = field(default_factory=list)
    reason: str = ""
    sha256: str = ""
    timestamp: str | None = None
    files: dict[str, bytes] = field(default_factory=dict)

    @property
    def cells(self) -> list[Cell]:
        """The code cells, in order, as the oracle takes them; only the student's own draw their pictures."""
        return [
            Cell(
                cell_id(cell),
                cell.source,
                kind := role(cell),
                kind == "answer" or cell_id(cell).startswith(OWN),
            )
            for cell in self.notebook.cells
            if cell.cell_type == "code"
        ]


def read_release(course: Course, assignment: str) -> NotebookNode:
    """The released notebook: the skeleton of every submission.

    Raises:
        CourseError: there is none, or what is there is no notebook.
    """
    path = course.released_notebook(assignment)
    if not path.is_file():
        raise CourseError(f"{path} is missing: run `refold build {assignment}` first.")
    try:
        return nbformat.read(path, as_version=4)
    except (ValueError, TypeError, KeyError, AttributeError, nbformat.ValidationError) as error:
        raise CourseError(f"{path} is no notebook: `refold build {assignment}` makes it anew.") from error


def take_in(
    course: Course,
    student: str,
    assignment: str,
    release: NotebookNode,
    limits: Limits = DEFAULTS,
    opened: Submission | None = None,
) -> Intake:
    """Open one submission, unless it was `opened` elsewhere, and rebuild it.

    Whatever is wrong with it ends as a status, not as an exception.
    """
    intake = Intake("needs you", release)
    try:
        submission = opened or open_submission(course, student, assignment, limits.submission)
        intake.sha256, intake.timestamp = submission.sha256, submission.timestamp
        cells, odd = read_cells(submission.data, limits.cells)
        files = {path: data for path, data in submission.beside.items() if data is not None}
        intake.notebook, mended = rebuild(release, [*written_out(files), *cells])
        if submission.others and _sources(intake.notebook) == _sources(release):
            raise Unreadable(
                f"{assignment}.ipynb is as it was released, and beside it is {submission.others[0]}: which "
                "one counts? Take the other away, or rename it."
            )
    except Unreadable as error:
        intake.reason, intake.notebook = str(error), copy.deepcopy(release)
        return intake
    intake.files = {path: data for path, data in files.items() if not is_module(path)}
    intake.mended = [*submission.mended, *odd, *said(submission.beside), *mended]
    intake.status = "mended" if intake.mended else "graded"
    return intake


def _sources(notebook: NotebookNode) -> list[str]:
    return [cell.source for cell in notebook.cells]


def rebuild(release: NotebookNode, cells: Sequence[StudentCell]) -> tuple[NotebookNode, list[str]]:
    """The release with the student's answers in their slots and their own cells between them.

    Raises:
        Unreadable: nothing in the cells belongs to this assignment, or one is too long to be run.
    """
    slots = slots_of(release)
    length = sum(len(cell.source) for cell in cells if may_be_code(cell))
    if length > ALL_CODE:
        raise Unreadable(f"The code has {length:,} characters, more than the {ALL_CODE:,} that are run.")
    wanted = {slot.defines for slot in slots if slot.defines}
    texts = [slot.cell.source for slot in slots if slot.cell.cell_type == "markdown" and not slot.is_written]
    cells, parted = take_out_texts(cells, texts, wanted)
    cells, bared = make_bare(cells, wanted)
    cells, joined = join_split(cells)
    released = {slot.id: slot.cell.source for slot in slots if slot.cell.cell_type == "code"}
    cells, made = make_code(cells, released, wanted)
    mended = [*parted, *bared, *joined, *made, *place_answers(slots, cells)]
    if not any(slot.taken for slot in slots if slot.is_answer or slot.is_check):
        raise Unreadable("No cell of this unit is in the notebook: is it that of another one?")
    notebook = copy.copy(release)
    notebook.metadata, notebook.cells = copy.deepcopy(release.metadata), []
    used = {cell_id(slot.cell) for slot in slots}
    for slot in slots:
        notebook.cells += [_own_cell(cell, used) for cell in slot.before]
        notebook.cells.append(_filled(slot))
        notebook.cells += [_own_cell(cell, used) for cell in slot.after]
    _limit_lengths(notebook)
    if moved := put_first_what_is_needed(notebook.cells, OWN):
        mended.append(f"{moved} cell(s) of the student's own were moved up to where they are needed.")
    answers = {slot.id: slot.exercise for slot in slots if slot.is_answer}
    for id, names in helpers(notebook.cells, OWN).items():
        if id in answers:
            which = ", ".join(name[:40] for name in names[:5])
            which += f" and {len(names) - 5} more" if len(names) > 5 else ""
            mended.append(f"{answers[id]}: it uses {which}, kept from the student's own cells.")
    return notebook, mended


def _limit_lengths(notebook: NotebookNode) -> None:
    """Shorten the student's own texts where they are too long together; Unreadable where it is code.
    Code that is not too long to be run may be too long to be shown in colours."""
    code = (cell for cell in notebook.cells if cell.cell_type == "code")
    if sum(len(cell.source) for cell in code if role(cell) == "answer" or cell.id.startswith(OWN)) > COLOURED:
        notebook.metadata.setdefault("language_info", NotebookNode(name="python")).pygments_lexer = "text"
    room = ALL_TEXT
    for cell in notebook.cells:
        length = len(cell.source)
        if cell.cell_type == "code" and length > CODE:
            raise Unreadable(
                f"A cell of code has {length:,} characters, more than the {CODE:,} that are run."
            )
        if cell.cell_type == "markdown" and cell.id.startswith(OWN):
            cell.source = shorten(cell.source, room)
            room = max(0, room - length)


def role(cell: NotebookNode) -> Literal["answer", "check", "other", "demonstration"]:
    """What a cell is to the oracle, by nbgrader's metadata and the release's tags."""
    marks = cell.metadata.get("nbgrader", {})
    if marks.get("solution"):
        return "answer"
    if marks.get("grade"):
        return "check"
    return "demonstration" if TAG in cell.metadata.get("tags", ()) else "other"


def _filled(slot: Slot) -> NotebookNode:
    """The release's cell, metadata and all, with the student's source where it is an answer."""
    cell = copy.deepcopy(slot.cell)
    if cell.cell_type == "code":
        cell.outputs, cell.execution_count = [], None
    if slot.answer is not None:
        cell.source = slot.answer
        if cell.cell_type == "markdown":
            attachments = _attachments(slot.attachments, cell.source)
            cell.source = _shown(cell.source, attachments)
            cell |= {"attachments": attachments} if attachments else {}
    return cell


def _own_cell(cell: StudentCell, used: set[str]) -> NotebookNode:
    """A cell of the student's own, with a new id. A raw cell would be shown as live HTML: it becomes text."""
    number = sum(name.startswith(OWN) for name in used) + 1
    used.add(name := f"{OWN}{number}")
    if cell.kind == "code":
        return nbformat.v4.new_code_cell(cell.source, id=name)
    source = cell.source if cell.kind == "markdown" else as_code(cell.source)
    attachments = _attachments(cell.attachments, source)
    return nbformat.v4.new_markdown_cell(_shown(source, attachments), id=name, attachments=attachments)


def _shown(markdown: str, attachments: Mapping[str, Mapping[str, str]]) -> str:
    """A student's text as it may be shown: not too long, and with nothing in it that runs."""
    text = shorten(markdown, TEXT)
    formulas = sum(map(text.count, ("\\\\(", "\\\\[", "\\begin{")))
    if formulas > FORMULAS or len(QUOTE.findall(text)) > QUOTES or RUN.search(text):
        text = as_code(text)
    return defang(attached(text, attachments))


def _attachments(pictures: Mapping[str, Mapping[str, str]], markdown: str) -> dict[str, dict[str, str]]:
    """Those that the text shows, by their names as it writes them: nbconvert looks for nothing else."""
    meant = set(ATTACHED.findall(markdown))
    names = {key: name for name in pictures for key in (name, quote(name)) if key in meant}
    return {key: dict(pictures[name]) for key, name in names.items()}
