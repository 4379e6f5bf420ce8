"""Right answers in the many ways in which people write Python, and what else stands in honest notebooks.

They stand in `styles.txt`. An answer of a style is worth what the plain one is worth, in the student's kernel
and in every box; the other cells work, or fail as they would at home, and cost nothing.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

TEXT = Path(__file__).with_name("styles.txt").read_text(encoding="utf-8")
_, *_PARTS = re.split(r"(?m)^# %%(?: (\w+))?\n", TEXT)
STYLES: dict[str, list[str]] = {}
CELLS: list[str] = []
for _name, _source in zip(_PARTS[::2], _PARTS[1::2], strict=True):
    (STYLES.setdefault(_name, []) if _name else CELLS).append(_source.strip())


def notebooks() -> Iterator[dict[str, str]]:
    """Answers by exercise: each style stands in one of the notebooks, the rest is answered as usual."""
    for n in range(max(map(len, STYLES.values()))):
        yield {id: sources[n] for id, sources in STYLES.items() if n < len(sources)}
