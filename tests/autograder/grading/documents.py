"""A notebook as the JSON that is handed in: where its answers, checks and other cells stand."""

from __future__ import annotations

import random
import re
from typing import Any

Document = dict[str, Any]


def grade_id(cell: Document) -> str:
    return cell.get("metadata", {}).get("nbgrader", {}).get("grade_id", "")


def answers(document: Document) -> list[int]:
    """Where the code answers stand that were filled in."""
    return [
        n
        for n, cell in enumerate(document["cells"])
        if grade_id(cell).endswith("-answer") and cell["source"].strip() and cell["source"] != cell["stub"]
    ]


def checks(document: Document) -> list[int]:
    """Where the check cells stand that hold nothing else."""
    return [
        n
        for n, cell in enumerate(document["cells"])
        if grade_id(cell) and cell["cell_type"] == "code" and not grade_id(cell).endswith("-answer")
        if not re.search(r"\bdef |\bclass | = ", cell["source"])
    ]


def plain(document: Document) -> list[int]:
    """Cells that nbgrader has no mark on."""
    return [n for n, cell in enumerate(document["cells"]) if not grade_id(cell) and "own" not in cell["id"]]


def code(source: str, **more: Any) -> Document:
    id = more.pop("id", f"own{random.Random(source).randrange(10**8)}")
    return {
        "cell_type": "code",
        "id": id,
        "metadata": {},
        "execution_count": None,
        "outputs": [],
        "source": source,
    } | more


def retype(cell: Document, kind: str) -> None:
    cell["cell_type"] = kind
    for key in ("outputs", "execution_count"):
        cell.pop(key, None)
    if kind == "code":
        cell |= {"outputs": [], "execution_count": None}
