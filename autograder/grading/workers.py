"""Runs tasks on an executor, a few at a time; a worker that dies costs its own task and no other."""

from __future__ import annotations

import multiprocessing
import os
import signal
import sys
import tempfile
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import suppress
from functools import partial
from multiprocessing import forkserver, resource_tracker, util
from typing import Any, Literal, TypeVar

from autograder.errors import CourseError
from autograder.grading.quick_start import quick_start
from autograder.interrupts import one_step

T = TypeVar("T")
R = TypeVar("R")

OpenExecutor = Callable[[], Executor]


class TaskLost(Exception):
    """An executor gave a task up: one worker after another ended while it had it. Others go on."""


def run_all(
    work: Callable[[T], R],
    tasks: Iterable[T],
    open_executor: OpenExecutor,
    at_once: int,
    died: Callable[[T], R],
) -> Generator[R]:
    """The results of `work` on all tasks, as they come; `died(task)` where the worker itself ended.

    Workers have begun when this returns, and end with what it returns.
    """
    results = _run_all(work, deque(tasks), open_executor, at_once, died)
    next(results)
    return results


def _run_all(
    work: Callable[[T], R],
    queue: deque[T],
    open_executor: OpenExecutor,
    at_once: int,
    died: Callable[[T], R],
) -> Generator[Any]:
    """None when work has begun, then the results."""
    lost: list[T] = []
    results = _run(work, queue, open_executor, at_once, died, lost)
    yield next(results, None)
    yield from results
    while lost or queue:
        for task in lost:  # one of these killed its worker, the others were at work beside it
            alone: list[T] = []
            yield from list(_run(work, deque([task]), open_executor, 1, died, alone))[1:]
            if alone:
                yield died(task)
        lost.clear()
        results = _run(work, queue, open_executor, at_once, died, lost)
        next(results, None)
        yield from results


def _run(
    work: Callable[[T], R],
    queue: deque[T],
    open_executor: OpenExecutor,
    at_once: int,
    died: Callable[[T], R],
    lost: list[T],
) -> Generator[Any]:
    """None when work has begun, then results until the queue is empty or the executor breaks: `lost` are then
    what was under way."""
    if not queue:
        return
    with one_step():  # Python would say more of one that is half made
        executor = open_executor()
    running: dict[Future[R], T] = {}
    finished = False

    def keep_busy() -> None:
        while queue and len(running) < at_once:
            with one_step():  # no worker is left half-started
                future = executor.submit(work, queue[0])
            running[future] = queue.popleft()

    try:
        keep_busy()
        yield None
        while running:
            for future in wait(running, return_when=FIRST_COMPLETED).done:
                try:
                    result = future.result()
                except TaskLost:
                    result = died(running[future])
                del running[future]
                yield result
            keep_busy()
        finished = True
    except BrokenExecutor:
        lost += running.values()
    finally:
        executor.shutdown(wait=finished, cancel_futures=True)


def get_ready() -> Literal["forkserver", "spawn"]:
    """Begin to load what workers need, while this process does something else; gives how they are started.

    On Linux they are forked from a process that only loads what they need; elsewhere each does so itself. A
    copy of this process would share its database.

    Raises:
        CourseError: the folder of temporary files has a longer name than a socket in it may have.
    """
    # None of them imports a student's numpy.py from the folder in which this process was started.
    os.environ["PYTHONSAFEPATH"] = "1"
    if sys.platform == "linux":
        with suppress(ChildProcessError):  # this is itself a copy, of a process that has workers
            forkserver.set_forkserver_preload(["autograder.grading.worker_modules"])
            # It ends with this process, and takes its socket's folder along when this one was killed.
            os.environ["REFOLD_WORKERS_LISTEN_AT"] = util.get_temp_dir()
            resource_tracker.ensure_running()  # it lets Ctrl-C through again
            # The process inherits that Ctrl-C waits, and so do workers, until they can end without a word.
            before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
            try:
                forkserver.ensure_running()
            except OSError as error:
                if "too long" in str(error):
                    folder = tempfile.gettempdir()
                    raise CourseError(
                        f"Workers are reached by a socket in {folder}, and its name is too long for one. "
                        "Put TMPDIR=/tmp before the command."
                    ) from None
                raise
            finally:
                signal.pthread_sigmask(signal.SIG_SETMASK, before)
            return "forkserver"
    return "spawn"


def local_workers(count: int, begin: Callable[[], None] | None = None) -> OpenExecutor:
    """Opens processes of this machine, each of which calls `begin` first."""
    context = multiprocessing.get_context(get_ready())
    return partial(_Workers, count, mp_context=context, initializer=_begin, initargs=(begin,))


class _Workers(ProcessPoolExecutor):
    """When nobody waits for what they are doing, they end; Python would wait for it at its own end."""

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        for process in () if wait else tuple((self._processes or {}).values()):
            process.terminate()
        super().shutdown(wait, cancel_futures=cancel_futures)


def cores() -> int:
    """The processor cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _begin(more: Callable[[], None] | None) -> None:
    """A worker ends at once when the run is interrupted or killed, and its boxes with it."""
    quick_start()
    signal.signal(signal.SIGINT, signal.SIG_DFL)
    if sys.platform != "win32":
        signal.pthread_sigmask(signal.SIG_UNBLOCK, {signal.SIGINT})
    threading.Thread(target=_wait_for_parent, daemon=True).start()
    if more:
        more()


def _wait_for_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
