"""The libraries that we are compared with: each is called where it is installed, and left out where not."""

import importlib.util
from collections.abc import Sequence

MODULES = {"PyTorch": "torch", "EpyNN": "epynn", "numpy-ml": "numpy_ml"}
"""A rival's column, and the module that it is imported as."""


def installed(contender: str) -> bool:
    """Whether a contender can take part; we and the machine's limit always can."""
    return contender not in MODULES or importlib.util.find_spec(MODULES[contender]) is not None


def absent() -> Sequence[str]:
    """The rivals that are not installed."""
    return [contender for contender in MODULES if not installed(contender)]
