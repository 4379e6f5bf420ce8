"""The rows as Markdown: our time, and how it stands to the others', beside what was to be reached."""

from collections.abc import Mapping, Sequence

from .calls import Target
from .measure import Row

NO_TARGET = Target()
COLUMNS = ("PyTorch", "limit", "EpyNN", "numpy-ml")
HEADINGS = ("share of PyTorch's speed", "share of the limit", "x EpyNN", "x numpy-ml")


def table(rows: Sequence[Row], *, with_backward: bool, place: str) -> str:
    """One line a row. Targets are for forward with backward on a CPU, and only beside those."""
    columns = COLUMNS if place == "cpu" else COLUMNS[:2]
    lines = [_line(["layer", "our time", *HEADINGS[: len(columns)]]), _line(["---"] * (2 + len(columns)))]
    for row in rows:
        seconds = row.both if with_backward else row.forward
        target = row.target if with_backward and place == "cpu" else NO_TARGET
        asked = (target.pytorch, target.limit, target.epynn, None)
        cells = [_cell(seconds, column, goal) for column, goal in zip(columns, asked, strict=False)]
        lines.append(_line([row.name, in_units(seconds["Refold"]), *cells]))
    return "\n".join(lines)


def _line(cells: Sequence[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _cell(seconds: Mapping[str, float], contender: str, goal: float | None) -> str:
    if contender not in seconds:
        return "-" if goal is None else f"- ({goal:g})"
    return against(seconds[contender] / seconds["Refold"], goal)


def against(reached: float, goal: float | None) -> str:
    """A number with its goal behind it; bold where it falls short, as the two digits shown say."""
    shown = f"{reached:.0f}" if reached >= 10 else f"{reached:.2f}"
    if goal is None:
        return shown
    return f"{shown} ({goal:g})" if float(shown) >= goal else f"**{shown}** ({goal:g})"


def in_units(seconds: float) -> str:
    """Three digits, in microseconds or milliseconds."""
    return f"{seconds * 1e6:.3g} us" if seconds < 1e-3 else f"{seconds * 1e3:.3g} ms"
