"""What a submission costs in small classes and in large ones, and what recording and feedback take of it.

    python benchmarks/class_size.py [--sizes 10 100] [--workers 1 2] [--recorded 1000] [--quick] [--save]

Every size is one run of `refold grade` over a class of its own, everything included, for each number of
workers, and another one in which CPU time and memory are looked up. The recording side alone is simulated
with as many stored verdicts as `--recorded` says. Feedback pages are compared with `nbgrader
generate_feedback` on the same graded notebooks.
"""

from __future__ import annotations

import argparse
import dataclasses
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path

from grading import UNIT, cost, peak_memory, refold_course, run, seconds
from harness.machine import at_once, described
from harness.options import publish

from autograder import exercises, files
from autograder.course import Course
from autograder.gradebook.recorder import Recorder
from autograder.gradebook.records import read_notebook, read_record, save_notebook, save_record
from autograder.grading.grade_one import Graded, Task, grade_one
from autograder.grading.provenance import unit_hash
from autograder.intake.skeleton import read_release
from autograder.judging.key import course_key
from autograder.pages.feedback import page
from autograder.sandbox.isolation import find_sandbox
from autograder.settings import limits_of

REFOLD = [sys.executable, "-m", "autograder.cli", "grade", UNIT]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--sizes", type=int, nargs="+", default=[10, 100])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--recorded", type=int, default=1_000)
    parser.add_argument("--quick", action="store_true", help="small numbers: to see that it runs")
    parser.add_argument("--save", action="store_true", help="record the result in benchmarks/results/")
    options = parser.parse_args()
    if options.quick:
        options.sizes, options.workers, options.recorded = [2], [1], 20
    with tempfile.TemporaryDirectory() as folder:
        parts = [
            f"# What a submission of {UNIT} costs, by the size of the class",
            described("cpu").replace("; one thread", ""),
            classes(Path(folder), options.sizes, options.workers),
            recording(Path(folder) / "recorded", options.recorded),
            feedback(class_folder(Path(folder), options.sizes[:2][-1], min(options.workers))),
        ]
    publish("\n\n".join(parts), "class_size", options.save)


def classes(folder: Path, sizes: Sequence[int], workers: Sequence[int]) -> str:
    """One row a size and number of workers: each class is graded once, by a command of its own."""
    lines = [
        "## `refold grade`, one run a class",
        "",
        "| submissions | workers | seconds in all | times as fast as with the fewest "
        "| ms a submission | CPU ms a submission | recording process, MB |",
        "|---:|---:|---:|---:|---:|---:|---:|",
    ]
    for size in sizes:
        first = None
        for number in sorted(workers):
            root = class_folder(folder, size, number)
            refold_course(root, size)
            command = [*REFOLD, "--workers", str(number)]
            wall = seconds(command, root)
            found = cost([*command, "--regrade"], root)  # CPU and memory; to look them up takes time
            first = first or wall
            each = (wall / size * 1e3, found.cpu / size * 1e3, found.memory)
            columns = [f"{size}", f"{number}", f"{wall:.1f}", f"{first / wall:.2f}"]
            lines.append(f"| {' | '.join([*columns, *(f'{value:.0f}' for value in each)])} |")
    most = max(workers)
    if most > 1:
        lines += [
            "",
            f"{most} plain Python programs at once did {at_once(most):.2f} times as much as one here.",
        ]
    return "\n".join(lines)


def class_folder(folder: Path, size: int, workers: int) -> Path:
    """Where the class of that size lies that so many workers grade."""
    return folder / f"{size} by {workers}"


def recording(root: Path, count: int) -> str:
    """The recorder alone, fed with one verdict under as many names; CPU time, by tenths of the class."""
    refold_course(root, 1)
    course = Course(root)
    graded = one_graded(course)
    tenths, took = max(1, count // 10), []
    with Recorder(course, UNIT, read_release(course, UNIT)) as recorder:
        for start in range(0, count, tenths):
            before = time.process_time()
            for number in range(start, min(count, start + tenths)):
                record = graded.record | {"student": f"student-{number:05d}"}
                recorder.save(dataclasses.replace(graded, record=record))
            recorder.write()
            took.append((time.process_time() - before) / tenths * 1e3)
    of_files = files_alone(course, graded, tenths)
    return (
        f"## Recording {count:,} stored verdicts, simulated\n\n"
        f"CPU ms a submission, gradebook and files: {took[0]:.1f} in the first tenth of the class, "
        f"{statistics.median(took):.1f} in the median, {took[-1]:.1f} in the last. "
        f"{of_files:.1f} of them are the files alone: record, notebook and page, in four new folders. "
        f"The process held {peak_memory(os.getpid()):.0f} MB at most."
    )


def files_alone(course: Course, graded: Graded, count: int) -> float:
    """CPU ms for the files of a submission, written under names that have none yet."""
    before = time.process_time()
    for number in range(count):
        record = graded.record | {"student": f"another-{number:05d}"}
        save_notebook(course, record, graded.text)
        save_record(course, record)
        files.write(course.feedback_page(record["student"], UNIT), graded.page)
    return (time.process_time() - before) / count * 1e3


def one_graded(course: Course) -> Graded:
    """The one submission of the course, graded."""
    limits = limits_of(course, UNIT)
    sandbox = find_sandbox(UNIT, False, None, limits)
    unit = unit_hash(course, exercises.unit(UNIT), limits)
    return grade_one(Task(course, "student-00000", UNIT, course_key(course), unit, sandbox.open_box, limits))


def feedback(root: Path) -> str:
    """Our page and nbgrader's, on the same notebooks that have been graded before."""
    course = Course(root)
    students = sorted(path.name for path in course.submitted.iterdir())
    unit = exercises.unit(UNIT)
    before = time.process_time()
    for student in students:
        record = read_record(course, student, UNIT)
        if record is None:
            raise SystemExit(f"{student} was not graded")
        page(unit, record, read_notebook(course, student, UNIT), {})
    ours = (time.process_time() - before) / len(students)
    theirs = feedback_of_nbgrader(root, students)
    return (
        "## Feedback pages\n\n"
        f"{1e3 * ours:.1f} CPU ms a page, reading the notebook included; `nbgrader generate_feedback` "
        f"{1e3 * theirs:.1f} on the same {len(students)} notebooks, its start not counted: "
        f"{theirs / ours:.1f} times the rate."
    )


def feedback_of_nbgrader(root: Path, students: Sequence[str]) -> float:
    """CPU seconds a page beyond those of the first: what the command needs to start is left out.

    The course's settings have the command write our pages; here it writes its own.
    """
    command = [sys.executable, "-m", "nbgrader", "generate_feedback", UNIT, "--force"]
    command.append("--GenerateFeedback.exporter_class=nbconvert.exporters.HTMLExporter")
    run([*command, "--student", students[0]], root)
    first = cost([*command, "--student", students[0]], root).cpu
    return (cost(command, root).cpu - first) / (len(students) - 1)


if __name__ == "__main__":
    main()
