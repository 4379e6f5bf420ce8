"""Ctrl-C comes between two steps, not in the middle of one."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


@contextmanager
def one_step() -> Iterator[None]:
    """Let Ctrl-C wait until the block has ended; a second one does not wait. It decorates functions, too.

    Python raises KeyboardInterrupt between any two instructions of the main thread. A library to which that
    happens may print an error of its own, leave something half-done, or swallow it: the run would go on.
    """
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    before, came = signal.getsignal(signal.SIGINT), False

    def note(number: int, frame: Any) -> None:
        nonlocal came
        if came:
            signal.default_int_handler(number, frame)
        came = True

    signal.signal(signal.SIGINT, note)
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if came and callable(before):
        before(signal.SIGINT, None)
