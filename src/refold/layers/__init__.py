"""The layers, one file each; `from refold.layers import Dense` finds what `from refold import Dense` does."""

from typing import Any

import refold

from ..errors import suggestion
from ..other_names import OF_NAMES


def __getattr__(name: str) -> Any:
    if name in refold.LAYERS:
        return getattr(refold, name)
    if name.startswith("_"):
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    then = f" {OF_NAMES[name]}" if name in OF_NAMES else suggestion(name, refold.LAYERS)
    raise AttributeError(f"refold has no layer {name!r}.{then}")
