"""The words that a grade carries in the gradebook: what was found, what was mended, why it was stopped."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any


def comments(record: Mapping[str, Any]) -> dict[str, str]:
    """Exercise -> its comment, without those that would be empty.

    Mended lines that begin with an exercise's id belong to it; the others concern the whole notebook and
    stand with the first exercise, as does why cells were stopped that are no answers.

    >>> verdicts = [{"exercise": "a", "says": "Wrong."}, {"exercise": "b", "says": ""}]
    >>> mended = ["It was empty.", "b: it was missing."]
    >>> comments({"verdicts": verdicts, "mended": mended, "stopped": ["time limit"]})
    {'a': 'Wrong.\\nA cell was stopped: time limit.\\nMended: It was empty.', 'b': 'Mended: it was missing.'}
    """
    lines: dict[str, list[str]] = {v["exercise"]: [v["says"]] for v in record["verdicts"]}
    said = "\n".join(v["says"] for v in record["verdicts"])
    unsaid = [why for why in dict.fromkeys(record["stopped"]) if lines and why not in said]
    if unsaid:
        next(iter(lines.values())).append(f"A cell was stopped: {'; '.join(unsaid)}.")
    for mended in record["mended"]:
        exercise, colon, text = mended.partition(": ")
        if colon and exercise.isidentifier():
            lines.setdefault(exercise, []).append(f"Mended: {text}")
        elif lines:
            next(iter(lines.values())).append(f"Mended: {mended}")
    texts = {exercise: "\n".join(filter(None, found)) for exercise, found in lines.items()}
    return {exercise: text for exercise, text in texts.items() if text}
