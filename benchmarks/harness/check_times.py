"""Times of `check` in a kernel that has already been used, from the request to the last of its answer."""

import statistics
import time
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import Any, NamedTuple

from jupyter_client.manager import start_new_kernel

from autograder import exercises
from autograder.exercise import Exercise

SETUP = """\
from autograder import check, exercises
unit = exercises.unit({unit!r})
for exercise in unit.exercises:  # as in a notebook where everything before is right
    globals()[exercise.name] = exercise.reference
def answer(id, number):
    exercise = unit[id]
    return exercise.misconceptions[number].answer if number >= 0 else exercise.reference
def unknown_mistake(*_):  # None, which no exercise asks for
    return None
"""


class Times(NamedTuple):
    """What the checks of one exercise took, in seconds: of its first check, and of all that follow."""

    exercise: str
    first: float
    right: list[float]
    wrong: list[float]


def measure_unit(unit_name: str, repeats: int) -> Iterator[Times]:
    """Check each exercise's right answer, its known mistakes and an unknown one, `repeats` times."""
    with _kernel() as run:
        run(SETUP.format(unit=unit_name))
        for exercise in exercises.unit(unit_name).exercises:
            right, *wrong = _checks(exercise)
            first = run(right)
            yield Times(
                exercise.id,
                first,
                [run(right) for _ in range(repeats)],
                [run(code) for code in wrong for _ in range(repeats)],
            )


def _checks(exercise: Exercise) -> Iterable[str]:
    """The code of a check cell for the right answer, then for every wrong one."""
    numbers = range(-1, len(exercise.misconceptions))
    calls = [f"check({exercise.id!r}, answer({exercise.id!r}, {number}))" for number in numbers]
    return [*calls, f"check({exercise.id!r}, unknown_mistake)"]


@contextmanager
def _kernel() -> Iterator[Any]:
    """A way to run code in a fresh kernel that says how many seconds it took."""
    manager, client = start_new_kernel(kernel_name="python3", extra_arguments=["--log-level=ERROR"])

    def run(code: str) -> float:
        start = time.perf_counter()
        reply = client.execute_interactive(code, output_hook=lambda message: None, timeout=60)["content"]
        seconds = time.perf_counter() - start
        if reply["status"] != "ok" and reply["ename"] != "CheckFailed":
            raise RuntimeError(f"{code} raised {reply['ename']}: {reply['evalue']}")
        return seconds

    try:
        yield run
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


def summary(seconds: list[float]) -> tuple[float, float]:
    """Median and longest, in milliseconds."""
    return 1e3 * statistics.median(seconds), 1e3 * max(seconds)
