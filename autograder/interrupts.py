"""Ctrl-C comes between two steps, not in the middle of one."""

from __future__ import annotations

import _thread
import signal
import sys
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


@contextmanager
def insisting() -> Iterator[None]:
    """Have a Ctrl-C that got lost come again.

    Python says of an exception at the end of an object, or in what is called at its end, that it is ignored,
    and goes on. There a Ctrl-C is seen that came while it collected what is not used any more.
    """
    before = sys.unraisablehook

    def hook(lost: Any) -> None:
        if lost.exc_type is KeyboardInterrupt:
            threading.Timer(0.05, press_again).start()
        else:
            before(lost)

    sys.unraisablehook = hook
    try:
        yield
    finally:
        sys.unraisablehook = before


def press_again() -> None:
    """What Ctrl-C does to the main thread, which wakes up where it waits."""
    if sys.platform == "win32":
        _thread.interrupt_main()
    else:
        signal.pthread_kill(threading.main_thread().ident or 0, signal.SIGINT)
