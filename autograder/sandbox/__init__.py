"""Where a student's cells run: a single-use process behind walls, and stand-ins for what lives in it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from .launch import Plan, data_files, font_lists
from .limits import Limits
from .process import ProcessBox
from .proxy import Proxy, plain

__all__ = ["Limits", "ProcessBox", "Proxy", "open_box", "plain"]

IMPORTS = (
    *("IPython.core.pylabtools", "ipywidgets", "matplotlib.font_manager", "matplotlib.pyplot"),
    *("refold", "refold.data", "refold.plots"),
)
"""What the notebooks of a course import, for a warm process to import once; what is missing is left out."""


def open_box(
    limits: Limits | None = None,
    withheld: Sequence[str] = (),
    files: Mapping[str, Path] | Path | None = None,
    tier: str = "bubblewrap",
    beside: Mapping[str, bytes] | None = None,
) -> ProcessBox:
    """A box for one submission; `with open_box(...) as box:` starts it and ends it.

    Args:
        limits: what the student's code may use.
        withheld: modules of `refold`, or names in them, that are replaced by stubs (see `Unit`).
        files: data files that the notebook may read, by name, or the folder that holds them.
        tier: "zygote" or "bubblewrap", or "unisolated", which keeps nothing from a hostile program.
        beside: path in the working directory -> what is written there, and then is the student's own.

    >>> with open_box(tier="unisolated") as box:
    ...     _ = box.run_cell("def double(x): return 2 * x")
    ...     box.answer("double")(21)
    42
    """
    shown = {**font_lists(), **data_files(files)}
    plan = Plan(limits or Limits(), tuple(withheld), tuple(shown.items()), IMPORTS)
    return ProcessBox(tier, plan, beside or {})
