"""The layers, one file each; `from refold.layers import Dense` finds what `from refold import Dense` does."""

from typing import Any

import refold


def __getattr__(name: str) -> Any:
    if name in refold.LAYERS:
        return getattr(refold, name)
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
