"""The layers, one file each; `from refold.layers import Dense` finds what `from refold import Dense` does."""

from typing import Any

import refold

from ..absent import absent


def __getattr__(name: str) -> Any:
    if name in refold.LAYERS:
        return getattr(refold, name)
    raise absent(__name__, name, refold.LAYERS)
