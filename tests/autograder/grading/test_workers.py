"""Workers: results as they come, a dead one costs its own task, and none outlives the run."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest

from autograder.grading.workers import local_workers, run_all

ENDS = "__import__('os')._exit(3)"


def test_a_process_that_ends_costs_its_own_task_only() -> None:
    tasks = ["1 + 1", ENDS, "2 + 2", "3 + 3"]
    found = list(run_all(eval, tasks, local_workers(2), 2, lambda task: f"died: {task}"))
    assert sorted(map(str, found)) == ["2", "4", "6", f"died: {ENDS}"]


def test_no_more_than_a_few_are_under_way() -> None:
    begun = []

    def work(task: int) -> int:
        begun.append(task)
        return task

    results = run_all(work, range(100), lambda: ThreadPoolExecutor(2), 4, lambda task: -1)
    first = next(results)
    assert first in range(4) and len(begun) <= 8
    results.close()  # type: ignore[attr-defined]
    assert len(begun) <= 8


def test_an_error_of_the_work_is_not_hidden() -> None:
    with pytest.raises(ZeroDivisionError):
        list(run_all(lambda task: 1 // task, [0], lambda: ThreadPoolExecutor(1), 1, lambda task: -1))
