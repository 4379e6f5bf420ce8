"""The progress of `fit`, `evaluate` and `predict`: a bar for people, nothing where nobody looks."""

import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from .errors import WrongValueError


class Progress:
    """Says nothing; what the others build on."""

    def batch(self, epoch: int) -> None:
        """A batch is done."""

    def epoch(self, epoch: int, results: dict[str, float]) -> None:
        """An epoch is done."""


class Lines(Progress):
    """One line an epoch."""

    def __init__(self, epochs: Sequence[str]) -> None:
        self.epochs = epochs

    def epoch(self, epoch: int, results: dict[str, float]) -> None:
        print(f"{self.epochs[epoch]} - {_in_words(results)}", flush=True)


class Bar(Progress):
    """A bar over all batches of all epochs, drawn a few times a second."""

    def __init__(self, bar: Any, epochs: Sequence[str], batches: int) -> None:
        self.bar = bar
        self.epochs = epochs
        self.task = bar.add_task("", total=len(epochs) * batches, said="")
        self.drawn = 0.0

    def batch(self, epoch: int) -> None:
        self.bar.update(self.task, advance=1, description=self.epochs[epoch])
        if time.monotonic() - self.drawn > 0.1:
            self.drawn = time.monotonic()
            self.bar.refresh()

    def epoch(self, epoch: int, results: dict[str, float]) -> None:
        self.bar.update(self.task, said=_in_words(results))


@contextmanager
def progress(verbose: Any, epochs: Sequence[str], batches: int) -> Iterator[Progress]:
    """`verbose`: 0 silent, 1 a bar, 2 a line an epoch, "auto" a bar in a terminal or a notebook, else silent.

    `epochs` are their names; what goes through the samples once has one, by another name.
    All of it goes to standard output: what is on standard error counts as a failure in nbgrader.
    """
    if getattr(verbose, "shape", ()) or verbose not in ("auto", 0, 1, 2):
        raise WrongValueError(f'Sequential: verbose must be "auto", 0, 1 or 2, got {verbose!r}.')
    if verbose == 2:
        yield Lines(epochs)
    elif verbose == 1 or (verbose == "auto" and _is_watched()):
        with _bar() as bar:
            try:
                yield Bar(bar, epochs, batches)
            finally:
                bar.refresh()  # the last state: in a notebook rich does not draw it by itself
    else:
        yield Progress()


def _bar() -> Any:
    """Rich's bar, without a thread of its own (a process that forks must have none) and nobody rerouted."""
    from rich.console import Console
    from rich.progress import BarColumn, TextColumn, TimeRemainingColumn
    from rich.progress import Progress as RichProgress

    return RichProgress(
        TextColumn("{task.description}"),
        BarColumn(),
        TimeRemainingColumn(),
        TextColumn("{task.fields[said]}"),
        console=Console(file=sys.stdout),
        auto_refresh=False,
        redirect_stdout=False,
        redirect_stderr=False,
    )


def _is_watched() -> bool:
    kernel = sys.modules.get("ipykernel.zmqshell")
    ipython = sys.modules.get("IPython")
    in_notebook = kernel is not None and ipython is not None and ipython.get_ipython() is not None
    return in_notebook or sys.stdout.isatty()


def _in_words(results: dict[str, float]) -> str:
    return " - ".join(f"{key}: {value:.4g}" for key, value in results.items())
