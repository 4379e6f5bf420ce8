"""Puts cells right before answers are looked for in them: split ones are joined, code is made code again."""

from __future__ import annotations

import html
import re
import textwrap
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from autograder.intake.handed_in import MAX_PARSED, StudentCell, defined, is_python, squeeze

DEFINES = re.compile(r"(?m)^(async def|def|class) ")
PROMPT = re.compile(r"(?m)^(?:In ?\[[ 0-9]*\]:|>>>|\.\.\.|[ ]+\.\.\.:)[ ]?")
LOOKS_LIKE = dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("‐‑‒–−", "-")
"""What word processors, pages and chats put into code -> the letter of Python that it looks like."""


def make_bare(cells: Sequence[StudentCell], wanted: Collection[str]) -> tuple[list[StudentCell], list[str]]:
    """Take the code out of what came with it when it was pasted into cells of code.

    Args:
        wanted: the names that answers define.

    Returns:
        the cells, and what was mended.
    """
    made = [_bared(cell, wanted) if cell.kind == "code" else cell for cell in cells]
    count = sum(new is not old for new, old in zip(made, cells, strict=True))
    says = (
        f"{count} cell(s) of code had been pasted with fences, prompts or letters that Python does not know."
    )
    return made, [says] * (count > 0)


def _bared(cell: StudentCell, wanted: Collection[str]) -> StudentCell:
    """The cell with the code alone, where only that is Python; the same cell where it is not."""
    code = bare(cell.source)
    if code == cell.source or cell.is_python or not is_python(code):
        return cell
    pasted = code != textwrap.dedent(cell.source)  # else it may be a part of a class
    return replace(cell, source=code) if pasted or defined(code) & set(wanted) else cell


def bare(source: str) -> str:
    """The code in a text: between its fences where it has some, without prompts, from the margin on.

    >>> bare("So:\\n```python\\n>>> x = 1\\n```"), bare("x = “1” &lt; –1")
    ('x = 1', 'x = "1" < -1')
    """
    text = html.unescape(source)
    text = text.translate({ord(letter): _meant(letter) for letter in set(text)})
    fenced, inside = list[str](), False
    for line in text.split("\n") if "```" in text else ():
        if line.lstrip().startswith("```"):
            inside = not inside
        elif inside:
            fenced.append(line)
    return textwrap.dedent(PROMPT.sub("", "\n".join(fenced) or text))


def _meant(letter: str) -> str:
    """What a letter stands for in code that came through another program; nothing for what is not seen."""
    if letter in LOOKS_LIKE:
        return LOOKS_LIKE[letter]
    if "！" <= letter <= "～":  # as wide as Chinese ones
        return unicodedata.normalize("NFKC", letter)
    if letter == "\v":  # a line end within a paragraph
        return "\n"
    category = unicodedata.category(letter)
    return {"Zs": " ", "Zl": "\n", "Zp": "\n", "Cf": ""}.get(category, "" if letter == "\0" else letter)


def may_be_code(cell: StudentCell) -> bool:
    """Whether it is looked through as Python: a text that defines nothing is not."""
    return cell.kind == "code" or bool(DEFINES.search(bare(cell.source)))


def join_split(cells: Sequence[StudentCell]) -> tuple[list[StudentCell], list[str]]:
    """Join neighbours that are Python only together, as the two halves of a function are.

    Returns:
        the cells, and what was mended.
    """
    joined: list[StudentCell] = []
    count = 0
    for cell in cells:
        # Texts may stand between the pieces.
        at = next((n for n in reversed(range(len(joined))) if joined[n].kind in ("code", cell.kind)), None)
        whole = None if at is None else _joined(joined[at], cell)
        if at is not None and whole is not None:
            joined[at] = whole
            count += 1
        else:
            joined.append(cell)
    return joined, [f"{count} cell(s) had been split in the middle of a definition; they were joined."] * (
        count > 0
    )


def _joined(first: StudentCell, second: StudentCell) -> StudentCell | None:
    """Both as one cell, where one of them is no Python without the other; else None."""
    ids = {first.grade_id, second.grade_id} - {""}
    length = len(first.source) + len(second.source)
    if first.kind != second.kind or len(ids) > 1 or length > MAX_PARSED:
        return None
    if not first.source.strip() or not second.source.strip():
        return None
    if not DEFINES.search(f"{first.source}\n{second.source}"):
        return None
    if first.is_python and second.is_python:
        return None
    owner = first if first.grade_id or not second.grade_id else second
    whole = replace(owner, source=f"{first.source}\n{second.source}")
    return whole if whole.is_python else None


def make_code(
    cells: Sequence[StudentCell], released: Mapping[str, str], wanted: Collection[str]
) -> tuple[list[StudentCell], list[str]]:
    """Make code cells of what is code in a cell of text: an answer by its id, or what nothing else defines.

    A second version in a raw cell, where it does not run, stays there, as do the words around pasted code.

    Args:
        released: id -> source of the release's code cells.
        wanted: the names that answers define.

    Returns:
        the cells, and what was mended.
    """
    untouched = {"", *map(squeeze, released.values())}
    running = [cell for cell in cells if cell.kind == "code" and squeeze(cell.source) not in untouched]
    known = frozenset[str]().union(*(cell.defined for cell in running))
    filled = {id for cell in running for id in (cell.grade_id, cell.id)}
    made, changed = list[StudentCell](), list[str]()
    for cell in cells:
        id = cell.grade_id if cell.grade_id in released else cell.id
        is_answer = id in released and id not in filled
        code = cell if cell.kind == "code" else _bared(cell, wanted)
        found = code.defined & set(wanted) if code is not cell else _is_code(cell)
        if cell.kind == "code" or not (is_answer or (found and not code.defined & known)):
            made.append(cell)
            continue
        if code is not cell:
            made.append(replace(cell, marks={}, id="") if is_answer else cell)
        made.append(
            replace(code, kind="code") if is_answer or code is cell else StudentCell("code", code.source)
        )
        name = id.removesuffix("-answer")
        whose = f"{name}: the answer" if name != id and id in released else "A"
        if f"{id}-answer" in released:
            whose = f"{id}: the check"
        changed.append(f"{whose} cell had another type ({cell.kind}) than code; it was set right.")
    return made, list(dict.fromkeys(changed))


def _is_code(cell: StudentCell) -> bool:
    return bool(DEFINES.search(cell.source)) and cell.is_python
