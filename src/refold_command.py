"""Where the program `refold` begins: while it is being loaded, Ctrl-C ends it with a sentence, as later on.

It belongs to neither package, since importing anything from one loads it.
"""

from __future__ import annotations

import os
import signal
import sys
from typing import Any, NoReturn


def main() -> None:
    """Load the command, and run it."""
    if signal.getsignal(signal.SIGINT) is signal.default_int_handler:
        signal.signal(signal.SIGINT, _stop)
    from autograder.cli import main as refold

    if signal.getsignal(signal.SIGINT) is _stop:
        signal.signal(signal.SIGINT, signal.default_int_handler)
    refold()


def _stop(number: int, frame: Any) -> NoReturn:
    """At once: an exception could be swallowed by what is being imported, and there is nothing to tidy."""
    sys.stderr.write("Error: stopped. Nothing was done yet.\n")
    os._exit(130)
