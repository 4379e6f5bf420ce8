"""Puts cells right before answers are looked for in them: split ones are joined, code is made code again."""

from __future__ import annotations

import re
import textwrap
import unicodedata
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace

from autograder.intake.defang import unescape
from autograder.intake.handed_in import CELL_MAGIC, MAX_PARSED, StudentCell, defined, is_python, squeeze

DEFINES = re.compile(r"(?m)^(async def|def|class) ")
PROMPT = re.compile(r"(?m)^(?:In ?\[[ 0-9]*\]:|>>>|\.\.\.|[ ]+\.\.\.:)[ ]?")
LOOKS_LIKE = dict.fromkeys("“”„‟″", '"') | dict.fromkeys("‘’‚‛′", "'") | dict.fromkeys("‐‑‒–−", "-")
"""What word processors, pages and chats put into code -> the letter of Python that it looks like."""
MOST_PIECES = 4
"""That a cell is put together from: each more is parsed again with all others."""


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
    if code == cell.source or cell.is_python or CELL_MAGIC.match(cell.source) or not is_python(code):
        return cell
    pasted = code != textwrap.dedent(cell.source)  # else it may be a part of a class
    return replace(cell, source=code) if pasted or defined(code) & set(wanted) else cell


def bare(source: str) -> str:
    """The code in a text: between its fences where it has some, without prompts, from the margin on.

    >>> bare("So:\\n```python\\n>>> x = 1\\n```"), bare("x = “1” &lt; –1")
    ('x = 1', 'x = "1" < -1')
    """
    text = unescape(source)
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


def take_out_texts(
    cells: Sequence[StudentCell], texts: Collection[str], wanted: Collection[str]
) -> tuple[list[StudentCell], list[str]]:
    """Make code again of answers that were merged with released texts, which are no Python.

    Args:
        texts: the release's cells of text.
        wanted: the names that answers define.

    Returns:
        the cells, and what was mended.
    """
    made = [_without_texts(cell, texts, wanted) for cell in cells]
    count = sum(new is not old for new, old in zip(made, cells, strict=True))
    says = f"{count} cell(s) of code had been merged with released texts, which were taken out of them."
    return made, [says] * (count > 0)


def _without_texts(cell: StudentCell, texts: Collection[str], wanted: Collection[str]) -> StudentCell:
    if cell.is_python or not DEFINES.search(cell.source):
        return cell
    code = without(cell.source, texts)
    if code == cell.source or not defined(code) & set(wanted) or not is_python(code):
        return cell
    return replace(cell, source=code) if cell.kind == "code" else StudentCell("code", code)


def without(source: str, texts: Collection[str]) -> str:
    """A source without the lines of each of these texts that stands in it as a whole.

    >>> without("# Sums\\n\\nAdd.\\n\\ndef f(): 0", ["# Sums\\n\\nAdd."])
    '\\ndef f(): 0'
    """
    begins: dict[str, list[list[str]]] = {}  # by their first lines: a source may have a million of its own
    for text in sorted(filter(None, map(squeeze, texts)), key=len, reverse=True):
        begins.setdefault(text.split("\n")[0], []).append(text.split("\n"))
    lines, kept, at = source.split("\n"), list[str](), 0
    while at < len(lines):
        for text in begins.get(lines[at].rstrip(), ()):
            if [line.rstrip() for line in lines[at : at + len(text)]] == text:
                at += len(text)
                break
        else:
            kept.append(lines[at])
            at += 1
    return "\n".join(kept)


def join_split(cells: Sequence[StudentCell]) -> tuple[list[StudentCell], list[str]]:
    """Join neighbours that are Python only together, as the pieces of a function are.

    Returns:
        the cells, and what was mended.
    """
    joined: list[StudentCell] = []
    count = 0
    for cell in cells:
        places, whole = _pieces_above(joined, cell)
        for at in places[:-1]:
            del joined[at]
        if whole is not None:
            joined[places[-1]] = whole
            count += len(places)
        else:
            joined.append(cell)
    return joined, [f"{count} cell(s) had been split in the middle of a definition; they were joined."] * (
        count > 0
    )


def _pieces_above(cells: Sequence[StudentCell], last: StudentCell) -> tuple[list[int], StudentCell | None]:
    """The places, upwards, of the pieces that are Python only with the last one, and what they make."""
    places, pieces = list[int](), [last]
    for n in reversed(range(len(cells))):
        if cells[n].kind not in ("code", last.kind):
            continue  # texts may stand between the pieces
        places, pieces = [*places, n], [cells[n], *pieces]
        if (whole := _joined(pieces)) is not None:
            return places, whole
        if cells[n].is_python or len(pieces) == MOST_PIECES:
            break
    return [], None


def _joined(pieces: Sequence[StudentCell]) -> StudentCell | None:
    """All as one cell, where they are no Python without each other; else None."""
    ids = {piece.grade_id for piece in pieces} - {""}
    source = "\n".join(piece.source for piece in pieces)
    if len({piece.kind for piece in pieces}) > 1 or len(ids) > 1 or len(source) > MAX_PARSED:
        return None
    if not all(piece.source.strip() for piece in pieces) or not DEFINES.search(source):
        return None
    if all(piece.is_python for piece in pieces):
        return None
    owner = next((piece for piece in pieces if piece.grade_id), pieces[0])
    whole = replace(owner, source=source)
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
