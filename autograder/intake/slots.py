"""The release's cells as places for what a student handed in, and what is known of each."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from nbformat import NotebookNode

from autograder.intake.handed_in import StudentCell, squeeze
from autograder.intake.unwritten import unwritten
from autograder.judging.demonstrations import TAG
from autograder.sections import cell_id


@dataclass(eq=False)
class Slot:
    """One cell of the release, what the student put into it, and their own cells around it.

    `answer` is None while the release's own source stands; `defines` is the name that an answer must define.
    """

    cell: NotebookNode
    defines: str = ""
    answer: str | None = None
    attachments: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    taken: list[StudentCell] = field(default_factory=list)
    before: list[StudentCell] = field(default_factory=list)
    after: list[StudentCell] = field(default_factory=list)

    @property
    def id(self) -> str:
        return cell_id(self.cell)

    @property
    def exercise(self) -> str:
        return self.id.removesuffix("-answer")

    @property
    def is_answer(self) -> bool:
        return bool(self.cell.metadata.get("nbgrader", {}).get("solution"))

    @property
    def is_check(self) -> bool:
        return bool(self.cell.metadata.get("nbgrader", {}).get("grade")) and not self.is_answer

    @property
    def is_needed(self) -> bool:
        """Whether answers may need the cell: code, such as imports, that is no check and no demonstration."""
        plain = self.cell.cell_type == "code" and not self.is_answer and not self.is_check
        return plain and not self.is_demonstration

    @property
    def is_demonstration(self) -> bool:
        return TAG in self.cell.metadata.get("tags", ())

    @property
    def is_written(self) -> bool:
        return self.is_answer and self.cell.cell_type == "markdown"

    def is_untouched(self, cell: StudentCell) -> bool:
        """Whether the student's cell says what the release says, or nothing."""
        return squeeze(cell.source) in ("", squeeze(self.cell.source))

    def looks_right(self, cell: StudentCell) -> bool:
        if self.is_untouched(cell):
            return False
        return self.is_written or self.defines in cell.defined or self.defines in cell.imported

    def is_unwritten(self, cell: StudentCell) -> bool:
        """Whether what it defines for this slot still raises NotImplementedError, whatever was changed."""
        return self.defines in unwritten(cell.source)

    def marks_differ(self, cell: StudentCell) -> bool:
        """Whether the student's cell has another id or other marks of nbgrader's than the release's.

        Points and checksum are another matter: the release may have changed since it was handed out. So is
        the type, which a solution does not say, and which is looked at by itself.
        """
        marks = self.cell.metadata.get("nbgrader", {})
        kept = {key: mark for key, mark in marks.items() if key not in ("points", "checksum", "cell_type")}
        return cell.id != self.cell.id or any(str(cell.marks.get(k)) != str(v) for k, v in kept.items())


def slots_of(release: NotebookNode) -> list[Slot]:
    """The release's cells as slots; what an answer must define is what its check cell hands to `check`."""
    names = {}
    for cell in release.cells:
        match = re.search(r"""check\(\s*["'](\w+)["']\s*,\s*(\w+)\s*\)""", cell.source)
        if match and cell.cell_type == "code":
            names[f"{match[1]}-answer"] = match[2]
    return [Slot(cell, names.get(cell_id(cell), "")) for cell in release.cells]
