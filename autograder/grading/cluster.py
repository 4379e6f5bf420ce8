"""Grading on the workers of a Dask cluster, which have Refold, but none of our files and not our sandbox.

A worker is sent a parcel: the release, what one student handed in, and the course's key. It sends back the
record and the notebook. It sees neither gradebook nor submissions of others, and keeps nothing but the
release. Whoever may connect to a Dask scheduler may run code on its workers: the network or TLS must keep
others away from it (docs/cluster.md).
"""

from __future__ import annotations

import asyncio
import logging
import pickle
import secrets
import tempfile
import threading
import zlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import lru_cache, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from autograder import exercises
from autograder.course import Course
from autograder.errors import CourseError, NoSandbox
from autograder.grading.grade_one import Task, grade_one
from autograder.grading.provenance import changed_parts, unit_hash, versions
from autograder.grading.workers import TaskLost
from autograder.intake.submission import open_submission
from autograder.sandbox.isolation import UNISOLATED, Sandbox, find_sandbox
from autograder.sandbox.limits import Limits

if TYPE_CHECKING:
    from distributed import Client

ANSWER = 10.0
"""Seconds in which a scheduler must answer."""
INSTALL = "Install the same Refold there as here (pip install '.[cluster]'), and start the cluster again."
ERRAND = "__import__('autograder.grading.cluster').grading.cluster.grade_parcel(parcel)"
"""What a worker is asked to do. As a text it arrives where Refold is missing, too, and fails with a sentence.
A reference to a function would end each worker that cannot follow it, one after another."""
_one_at_a_time = threading.Lock()
_loaded: dict[str, str] = {}


@dataclass(frozen=True)
class Cluster:
    """A Dask cluster that is connected: in `grade`, what the local machine is otherwise."""

    address: str
    client: Client

    workers = 50
    """Twice as many submissions are sent before the first is answered; a cluster may grow by that."""

    def find_sandbox(self, assignment: str, unsafe: bool, asked: str | None, limits: Limits) -> Sandbox:
        """The sandbox that each worker finds for itself, before it runs anything."""
        return Sandbox(UNISOLATED if unsafe else "cluster", partial(_no_box, unsafe, asked), limits)

    def open_executor(self) -> Executor:
        return _Executor(self)

    def __str__(self) -> str:
        workers = self.client.scheduler_info(n_workers=-1)["workers"]
        if not workers:
            return f"{self.address}: no worker yet; the run begins with the first."
        return f"{self.address}: {len(workers)} worker{'s' if len(workers) > 1 else ''}."


@contextmanager
def connect(address: str | None, say: Callable[[str], object]) -> Iterator[Cluster | None]:
    """The cluster whose scheduler is at the address (tcp://HOST:8786), None without one; `say` who is there.

    Raises:
        CourseError: the extra `cluster` is not installed, or nobody answers.
    """
    if address is None:
        yield None
        return
    try:
        from dask import config
        from distributed import Client
    except ImportError as error:
        raise CourseError(f"--scheduler needs Dask: pip install '.[cluster]' ({error}).") from error
    for name in ("distributed", "distributed.client"):  # we say ourselves what happens
        logging.getLogger(name).setLevel(logging.CRITICAL)
    with config.set({"distributed.admin.large-graph-warning-threshold": "1GB"}):
        try:
            asyncio.run(asyncio.wait_for(_greet(address), ANSWER))
            client = Client(address, timeout=ANSWER, set_as_default=False)
        except Exception as error:  # of any kind: it may be another program's address
            raise CourseError(
                f"No Dask scheduler answers at {address} within {ANSWER:g} s ({str(error) or 'silence'}). "
                "It looks like tcp://HOST:8786, or tls://HOST:8786 with the certificates in Dask's settings."
            ) from error
        with client:
            cluster = Cluster(address, client)
            say(str(cluster))
            yield cluster


async def _greet(address: str) -> None:
    """Ask who is there: Dask's own client would wait for ever for one who says nothing."""
    from distributed import Security
    from distributed.comm.core import connect

    comm = await connect(address, timeout=ANSWER, **Security().get_connection_args("client"))
    try:
        await comm.write({"op": "identity", "reply": True})
        kind = (await comm.read()).get("type")
    finally:
        comm.abort()
    if kind != "Scheduler":
        raise ValueError(f"a {kind} answered")


class _Executor(Executor):
    """Dask's own executor, with parcels in and our errors out."""

    def __init__(self, cluster: Cluster) -> None:
        self._address = cluster.address
        self._inner = cluster.client.get_executor(pure=False)
        self._release = b""

    def submit(self, fn: Callable[..., Any], task: Any, /) -> Future[Any]:  # pyright: ignore
        """Send the task away; what cannot be opened is answered for here, since nothing of it is run."""
        outer: Future[Any] = Future()
        try:
            opened = open_submission(task.course, task.student, task.assignment, task.limits.submission)
        except Exception:
            outer.set_result(fn(task))
            return outer
        self._release = self._release or _packed(_release(task.course, task.assignment))
        parcel = BytesIO(_packed((self._release, replace(task, opened=opened), versions())))
        key = f"refold-{secrets.token_hex(8)}"  # all that Dask logs of it: what a BytesIO holds is not shown
        sent = self._inner.submit(eval, ERRAND, {"parcel": parcel}, key=key)
        sent.add_done_callback(partial(self._pass_on, outer))
        return outer

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        self._inner.shutdown(wait=wait)

    def _pass_on(self, outer: Future[Any], inner: Future[Any]) -> None:
        from distributed import KilledWorker

        if inner.cancelled():
            says = f"The scheduler {self._address} has gone. What was graded is recorded: start again."
            outer.set_exception(CourseError(says))
        elif (error := inner.exception()) is None:
            outer.set_result(_unpacked(inner.result()))
        elif isinstance(error, KilledWorker):
            outer.set_exception(TaskLost(str(error)))
        elif isinstance(error, CourseError):
            outer.set_exception(error)
        else:
            found = " ".join(f"{type(error).__name__}: {error}".split())
            outer.set_exception(CourseError(f"The cluster {self._address} cannot grade ({found}). {INSTALL}"))


def grade_parcel(parcel: BytesIO) -> bytes:
    """What a worker does: `grade_one`, if it is the same there as here, in a box that holds there; packed.

    One at a time, whatever the worker's number of threads: judging changes settings of the whole process.

    Raises:
        CourseError: this worker has another Refold; NoSandbox: it has no sandbox.
    """
    release, task, ours = _unpacked(parcel.getvalue())
    with _one_at_a_time:
        course = Course(Path(_course_of(release).name))
        try:
            _check_same(course, task, ours)
            sandbox = find_sandbox(task.assignment, *task.open_box.args, limits=task.limits)
        except CourseError as error:
            raise type(error)(f"The worker {_address()}: {error}") from None
        return _packed(grade_one(replace(task, course=course, open_box=sandbox.open_box)))


def _check_same(course: Course, task: Task, ours: dict[str, str]) -> None:
    """That this worker would judge as the machine that sent the task, with the release and the limits."""
    if task.assignment not in _loaded:  # once: the files may change later, but not what was loaded from them
        _loaded[task.assignment] = unit_hash(course, exercises.unit(task.assignment))
    sent = {"the released notebook", "the limits"}
    others = [part for part in changed_parts(_loaded[task.assignment], task.unit) if part not in sent]
    if others:
        there, here = (", ".join(f"{k} {v}" for k, v in each.items()) for each in (versions(), ours))
        raise CourseError(f"{' and '.join(others)}: not the same there ({there}) as here ({here}). {INSTALL}")


@lru_cache(maxsize=1)
def _course_of(release: bytes) -> tempfile.TemporaryDirectory[str]:
    """A course that holds nothing but the release, as long as the worker lives or until another one comes."""
    from distributed import get_worker

    folder = tempfile.TemporaryDirectory(prefix="refold-", dir=get_worker().local_directory)
    for name, data in _unpacked(release).items():
        path = Path(folder.name, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(data)
    return folder


def _address() -> str:
    from distributed import get_worker

    return get_worker().address


def _release(course: Course, assignment: str) -> dict[str, bytes]:
    """The released notebook and its data files, by their names below the course's root."""
    found = sorted((course.released / assignment).rglob("*"))
    files = [path for path in found if path.is_file() and not path.is_symlink()]
    return {path.relative_to(course.root).as_posix(): path.read_bytes() for path in files}


def _packed(data: object) -> bytes:
    return zlib.compress(pickle.dumps(data), 1)


def _unpacked(data: bytes) -> Any:
    return pickle.loads(zlib.decompress(data))


def _no_box(unsafe: bool, asked: str | None, **_: Any) -> Any:
    """Stands for the box of a worker on this machine, where none is to be opened."""
    raise NoSandbox("No box is opened on this machine where --scheduler was given.")
