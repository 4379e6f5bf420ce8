"""How far a grading run is, and how long the rest will take: a bar on a terminal, lines in a log."""

from __future__ import annotations

import datetime
import time
from collections.abc import Iterator
from contextlib import contextmanager

from rich import progress
from rich.console import Console

from autograder.grading.summary import Progress, Row

EVERY = 30.0
"""Seconds between two lines about the progress where there is no terminal to draw a bar on."""


@contextmanager
def progress_bar(console: Console, doing: str) -> Iterator[Progress]:
    """The number done and an estimate of the time left, as a bar; gives what to call after each one.

    In a file, such as the log of a job, it is a line now and then.
    """
    if not console.is_terminal:
        yield _lines(console, doing)
        return
    columns = (
        progress.TextColumn("{task.description}"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeElapsedColumn(),
        progress.TextColumn("left"),
        progress.TimeRemainingColumn(),
    )
    with progress.Progress(*columns, console=console) as bar:
        task = bar.add_task(doing, total=None)

        def report(done: int, total: int, row: Row) -> None:
            bar.update(task, completed=done, total=total)

        yield report
        if bar.tasks[0].total is None:
            bar.update(task, visible=False)


def _lines(console: Console, doing: str) -> Progress:
    start = said = time.monotonic()

    def report(done: int, total: int, row: Row) -> None:
        nonlocal said
        now = time.monotonic()
        if now - said >= EVERY:
            said = now
            left = datetime.timedelta(seconds=round((now - start) / done * (total - done)))
            console.print(f"{doing}: {done} of {total}, about {left} left", soft_wrap=True)

    return report
