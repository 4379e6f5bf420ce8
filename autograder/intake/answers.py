"""Finds a student's answers among the cells handed in, by their ids, else by the name that they define."""

from __future__ import annotations

import re
from collections.abc import Sequence

from autograder.intake.handed_in import StudentCell, squeeze
from autograder.intake.pieces import without
from autograder.intake.slots import Slot

FEW = 5
"""Texts and demonstrations that may be missing without a word: the release may have been corrected since."""


def place_answers(slots: Sequence[Slot], cells: Sequence[StudentCell]) -> list[str]:
    """Fill the slots with the student's answers and put every other cell of theirs around them.

    Returns:
        what was mended, in sentences.
    """
    owners = _owners(slots, cells)
    mended = _find_written(slots, cells, owners)
    for cell, slot in zip(cells, owners, strict=True):
        if slot is not None:
            slot.taken.append(cell)
    mended += [line for slot in slots if slot.is_answer for line in _choose(slot, slots, cells)]
    mended += [line for slot in slots if slot.is_check for line in _check_changes(slot)]
    mended += release_changes(slots)
    for slot in slots:
        if slot.answer is not None and not slot.is_written:
            slot.answer = _without_what_may_stop_it(slot.answer, slots)
    _keep_the_rest(slots, cells, owners)
    mended += [line for slot in slots if slot.defines for line in _called_otherwise(slot, slots, cells)]
    order = [slots.index(slot) for slot in dict.fromkeys(owners) if slot is not None]
    if order != sorted(order):
        mended.append("The cells were in another order; they were put back into the released one.")
    return mended


def _owners(slots: Sequence[Slot], cells: Sequence[StudentCell]) -> list[Slot | None]:
    """For each cell the slot that it belongs to: by nbgrader's id, by its own id, or by what it says."""
    by_id = {slot.id: slot for slot in slots}
    by_text = {squeeze(slot.cell.source): slot for slot in slots if slot.cell.source.strip()}
    return [by_id.get(c.grade_id) or by_id.get(c.id) or by_text.get(squeeze(c.source)) for c in cells]


def _without_what_may_stop_it(source: str, slots: Sequence[Slot]) -> str:
    """An answer without checks and demonstrations merged into it: these stand in their own cells again.

    In an answer's cell, a check would stop it where it names what comes later, and a demonstration where it
    uses what is withheld.
    """
    return without(source, [slot.cell.source for slot in slots if slot.is_check or slot.is_demonstration])


def _find_written(
    slots: Sequence[Slot], cells: Sequence[StudentCell], owners: list[Slot | None]
) -> list[str]:
    """Give a written answer without an id to its slot: by the cells around it, else as the only text left.

    Returns:
        what was mended.
    """
    mended = []
    for n, slot in enumerate(slots):
        free = [i for i, cell in enumerate(cells) if owners[i] is None and cell.kind != "code"]
        free = [i for i in free if cells[i].source.strip()]
        if not slot.is_written or slot in owners or not free:
            continue
        around = set(slots[max(0, n - 1) : n + 2])
        beside = [i for i in free if around & {_owner_beside(owners, i, -1), _owner_beside(owners, i, 1)}]
        for i in beside or (free if len(free) == 1 else []):
            owners[i] = slot
            mended = [f"{slot.exercise}: the written answer had no id; it was found by its place."]
    return mended


def _owner_beside(owners: Sequence[Slot | None], at: int, step: int) -> Slot | None:
    """The nearest slot above (-1) or below (1) to which a cell belongs."""
    beside = owners[at + 1 :] if step > 0 else owners[:at][::-1]
    return next((owner for owner in beside if owner is not None), None)


def _choose(slot: Slot, slots: Sequence[Slot], cells: Sequence[StudentCell]) -> list[str]:
    """Decide which cell is the answer; says what was unusual about it."""
    name = slot.exercise
    right = [cell for cell in slot.taken if slot.looks_right(cell)]
    filled = right or [cell for cell in slot.taken if not slot.is_untouched(cell)]
    filled = [cell for cell in filled if cell.kind == slot.cell.cell_type] or filled  # others do not run
    checks = [cell for other in slots if other.is_check and other.id == name for cell in other.taken]
    elsewhere = [
        cell
        for cell in cells
        if cell.kind == "code" and slot.defines in cell.defined and cell not in slot.taken
        if not _is_stub(cell, slots)
    ]
    written = [cell for cell in elsewhere if not slot.is_unwritten(cell)]
    if elsewhere and all(slot.is_unwritten(cell) for cell in right):
        if written or not right:
            return _take_from_elsewhere(slot, slots, cells, _last(written or elsewhere, checks, cells))
    elif with_check := [cell for cell in written if cell in checks]:
        return _take_from_elsewhere(slot, slots, cells, with_check[-1])
    if not filled:
        if slot.taken:
            return []
        if slot.is_written:  # a person looks: it was not left as it was, it is gone
            slot.answer = f"*The cell of this answer was missing.*\n\n{slot.cell.source}"
        return [f"{name}: the answer cell was missing and no other cell holds the answer."]
    written = [cell for cell in filled if not slot.is_unwritten(cell)] if len(filled) > 1 else []
    counts = _last(written or filled, checks, cells)
    slot.answer, slot.attachments = counts.source, counts.attachments
    mended = []
    if counts.kind != slot.cell.cell_type:
        mended.append(f"{name}: the answer cell had another type ({counts.kind}); it was set right.")
    if len(slot.taken) > 1:
        which = "the last one filled in counts"
        if counts is not (written or filled)[-1]:
            which = "the last one above its check counts"
        elif counts is not filled[-1]:
            which = "the last one counts that does not raise NotImplementedError"
        mended.append(f"{name}: there were {len(slot.taken)} cells for it; {which}.")
    # What loses may still define a helper: it runs first, so that the answer that counts has the last word.
    slot.before += [cell for cell in slot.taken if cell is not counts and not slot.is_untouched(cell)]
    return mended


def _last(
    found: Sequence[StudentCell], checks: Sequence[StudentCell], cells: Sequence[StudentCell]
) -> StudentCell:
    """The last of them that stands above the last of the answer's checks, or in it, as when the notebook is
    run from the top; where none does, the last of all."""
    end = cells.index(checks[-1]) if checks else len(cells)
    above = [cell for cell in found if cells.index(cell) <= end]
    return (above or found)[-1]


def _take_from_elsewhere(
    slot: Slot, slots: Sequence[Slot], cells: Sequence[StudentCell], found: StudentCell
) -> list[str]:
    """The answer stands in a cell that belongs to another slot (or to none)."""
    name = slot.exercise
    kept = [cell for cell in slot.taken if not slot.is_untouched(cell)]
    owner = next((other for other in slots if found in other.taken), None)
    if owner is not None and owner.is_answer:
        slot.before += kept
        slot.answer = f"# {slot.defines} is defined in the cell of {owner.exercise}."
        return [f"{name}: the answer was found in the answer cell of {owner.exercise}."]
    slot.answer = found.source
    slot.taken.append(found)
    if owner is not None:
        slot.before += kept
        slot.answer = squeeze(found.source).replace(squeeze(owner.cell.source), "").strip()
        return [f"{name}: the answer was found in the cell {owner.id}."]
    if kept and slot.defines not in kept[-1].defined and cells.index(found) < cells.index(kept[-1]):
        # Its own cell runs after it, and may define another in a way that cannot be seen: %run, exec.
        slot.before += [found, *kept[:-1]]
        slot.answer = kept[-1].source
    else:
        slot.before += kept
    return [f"{name}: the answer was not in its own cell; it was found by the name {slot.defines}."]


def _called_otherwise(slot: Slot, slots: Sequence[Slot], cells: Sequence[StudentCell]) -> list[str]:
    """Give an answer its name where only one of another name was written, and handed to its check."""
    code = [cell for cell in cells if cell.kind == "code"]
    named = [cell for cell in code if slot.defines in cell.defined | cell.imported]
    if any(not slot.is_unwritten(cell) for cell in named):
        return []
    call = rf"""check\(\s*["']{slot.exercise}["']\s*,\s*([^\W\d][\w.]*)\s*(?:,\s*)?\)"""
    handed = re.compile(rf"(?m)^[^#\n]*\b{call}")  # not where it is commented out
    checks = [cell for other in slots if other.is_check and other.id == slot.exercise for cell in other.taken]
    found = [name for cell in checks for name in handed.findall(cell.source) if name != slot.defines]
    if not found:
        return []
    slot.after.append(StudentCell("code", f"{slot.defines} = {found[-1]}"))
    return [f"{slot.exercise}: its check was handed {found[-1][:80]}, which counts as {slot.defines}."]


def _is_stub(cell: StudentCell, slots: Sequence[Slot]) -> bool:
    return any(squeeze(cell.source) == squeeze(slot.cell.source) for slot in slots)


def _check_changes(slot: Slot) -> list[str]:
    if not slot.taken:
        return [f"{slot.id}: the check cell was missing; it was put back."]
    if any(squeeze(cell.source) != squeeze(slot.cell.source) for cell in slot.taken):
        return [f"{slot.id}: the check cell had been changed; the released one was used."]
    return []


def release_changes(slots: Sequence[Slot]) -> list[str]:
    """What became of cells that are no answers, and of the marks by which cells are known."""
    others = [slot for slot in slots if not slot.is_answer]
    missing = [slot for slot in others if not slot.taken]
    if len(missing) <= FEW:
        missing = [slot for slot in missing if slot.is_needed]
    counts = {
        "were missing; they were put back": len(missing),
        "were there more than once; one of each was kept": sum(len(slot.taken) > 1 for slot in others),
        "had another type; they were set right": sum(
            any(cell.kind != slot.cell.cell_type for cell in slot.taken) for slot in others
        ),
        "had lost their ids or nbgrader's marks, or had others; they have the released ones again": sum(
            any(slot.marks_differ(cell) for cell in slot.taken) for slot in slots
        ),
    }
    return [f"{count} of the released cells {what}." for what, count in counts.items() if count]


def _keep_the_rest(
    slots: Sequence[Slot], cells: Sequence[StudentCell], owners: Sequence[Slot | None]
) -> None:
    """The student's own cells, and released ones that they changed, follow the cell that they followed.

    The place of a check that is there more than once is the last: a second try has a copy of it below.
    """
    last: Slot | None = None
    for cell, owner in zip(cells, owners, strict=True):
        if owner is not None and (not owner.is_check or cell is owner.taken[-1]):
            last = owner
        if not cell.source.strip() or any(cell in slot.taken for slot in slots if slot is not owner):
            continue
        if owner is None:
            (last.after if last else slots[0].before).append(cell)
        elif (
            not owner.is_answer and not owner.is_check and squeeze(cell.source) != squeeze(owner.cell.source)
        ):
            owner.after.append(cell)
