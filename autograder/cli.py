"""The command `refold`: words and options here, the work in the modules of the same names."""

from __future__ import annotations

import json
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import asdict
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Column, Table
from rich.text import Text

from autograder.command.ending import NOT_RIGHT, RIGHT, Commands, NotRight
from autograder.command.lookup import find_course, nothing_handed_in, one_of, released
from autograder.course import Course
from autograder.grading.quick_start import quick_start

out = Console(highlight=False, markup=False)
err = Console(highlight=False, markup=False, stderr=True)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="refold", prog_name="refold")
def main() -> None:
    """Build, release, check and grade the notebooks of a course.

    Exit codes: 0 fine; 1 what you asked about is not right; 2 it cannot be done (wrong use, a full disk);
    3 no sandbox, nothing was run.
    """
    quick_start()


in_course = click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=lambda ctx, option, root: find_course(root),
    metavar="DIR",
    help="The course's root; without it, the nearest folder upwards that holds a course.",
)


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, indent=2, sort_keys=True))


@main.command()
@click.argument("assignments", nargs=-1, metavar="[UNIT]...")
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when course/ is not what solutions/ give.")
@in_course
def build(course: Course, assignments: tuple[str, ...], check: bool) -> None:
    """Make course/ from solutions/: all units, or those named."""
    from autograder.building import build as builder

    known = builder.assignments(course)
    names = [one_of(name, known, "unit") for name in dict.fromkeys(assignments)]
    built = builder.build(course, names or None, check=check)
    for path in built.changed:
        out.print(f"{'stale' if check else 'wrote'}: {path}")
    if built.kept:
        out.print(f"What was there, such as somebody's answers, is in {built.kept}/.", soft_wrap=True)
    for path in built.left:
        out.print(f"left over: {path} has no solution. Delete it, or put its solution back.", soft_wrap=True)
    if check and (built.changed or built.left):
        raise NotRight("course/ is not what solutions/ give: run `refold build` and commit the result.")
    if not built.changed and not built.left:
        out.print(f"course/ is up to date: {', '.join(built.assignments)}.")


@main.command()
@click.argument("assignment", metavar="UNIT")
@click.option(
    "--to",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the folder and the zip are written.",
)
@in_course
def release(course: Course, assignment: str, to: Path) -> None:
    """Make the folder and the zip that students get.

    They hold the notebook, its data, the library with its checks, and how to install it; no solutions.
    """
    from autograder.building import release as releaser

    name = one_of(assignment, released(course), "unit")
    folder, archive = releaser.release(course, name, to)
    out.print(f"Students get {archive} (the same as the folder {folder}).", soft_wrap=True)


@main.command()
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--timeout",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    metavar="SECONDS",
    help="How long one cell may run.",
)
@as_json
def check(notebook: Path, timeout: int, as_json: bool) -> None:
    """Say which exercises of a notebook are right.

    What is odd about it is mended as for a grade, in a copy. That runs in a fresh kernel, without a sandbox:
    use `refold grade` for what others hand in.
    """
    from autograder.check_notebook import check_notebook

    verdicts, mended = check_notebook(notebook, timeout)
    right = sum(verdict.status == "right" for verdict in verdicts)
    if as_json:
        print_json([verdict.to_json() for verdict in verdicts])
    else:
        table = Table("exercise", "", "points", "what was found", box=None, pad_edge=False)
        for each in verdicts:
            says = each.says.partition("\n")[2] if each.status == "not attempted" else each.says
            table.add_row(each.exercise, each.status, f"{each.earned:g}/{each.points:g}", Text(says))
        out.print(table)
        earned, points = sum(each.earned for each in verdicts), sum(each.points for each in verdicts)
        out.print(f"\n{right} of {len(verdicts)} exercises are right, {earned:g} of {points:g} points.")
        out.print("This is the notebook as it was last saved.")
        if mended:
            out.print("\nMended here, as when it is graded, at no cost; your file is as it was:")
            out.print("\n".join(f"- {each}" for each in mended))
    sys.exit(RIGHT if right == len(verdicts) else NOT_RIGHT)


@main.command()
@click.argument("assignment", metavar="UNIT")
@click.option(
    "--student", "students", multiple=True, metavar="NAME", help="Grade only this one (repeatable)."
)
@click.option(
    "--workers", type=click.IntRange(1), metavar="N", help="Processes; without it, one for each core."
)
@click.option(
    "--unsafe-no-sandbox", "unsafe", is_flag=True, help="Run students' code on this machine unprotected."
)
@click.option(
    "--sandbox",
    type=click.Choice(["zygote", "bubblewrap", "docker", "podman"]),
    help="Where students' code runs; without it, the fastest of the first two that holds here.",
)
@click.option("--scheduler", metavar="ADDRESS", help="Grade on a Dask cluster, such as tcp://HOST:8786.")
@click.option("--regrade", "--force", is_flag=True, help="Grade again what has not changed, too.")
@click.option("--dry-run", is_flag=True, help="Write nothing; say whose points would change, and why.")
@as_json
@in_course
def grade(
    course: Course,
    assignment: str,
    students: tuple[str, ...],
    scheduler: str | None,
    as_json: bool,
    dry_run: bool,
    **options: Any,
) -> None:
    """Grade what is new, into gradebook, feedback pages and report."""
    from autograder.grading.workers import get_ready
    from autograder.intake import submission
    from autograder.nbgrader_config import check_folders
    from autograder.sandbox.isolation import find_tier

    check_folders(course)
    name = one_of(assignment, released(course), "unit")
    known = submission.students(course, name)
    if not known:
        raise NotRight(nothing_handed_in(course, name))
    only = [one_of(student, known, "submission of") for student in students] or None
    with ThreadPoolExecutor(1) as beside:  # the sandbox is tried out while what comes next is loaded
        tier = None
        if not scheduler:
            tier = beside.submit(find_tier, options["unsafe"], options["sandbox"])
            with suppress(TimeoutError):
                tier.result(timeout=0.1)  # where there is none at all, nothing more is loaded
            get_ready()
        from autograder.command import show
        from autograder.command.progress import progress_bar
        from autograder.grading import grade as grader
        from autograder.grading.cluster import connect
    if tier is not None:
        tier.result()  # refuses before anything is written

    title = f"{'judging' if dry_run else 'grading'} {name}"
    with connect(scheduler, err.print) as cluster, progress_bar(err, title) as progress:
        summary = grader.grade(
            course, name, only, dry_run=dry_run, progress=progress, cluster=cluster, **options
        )
    if as_json:
        print_json(asdict(summary))
    else:
        show.show(out, course, summary)
    sys.exit(NOT_RIGHT if summary.needs_you else RIGHT)


@main.command()
@click.argument("assignment", metavar="UNIT")
@as_json
@in_course
def report(course: Course, assignment: str, as_json: bool) -> None:
    """Write the class report: one HTML page and a CSV."""
    from autograder.pages import report as reporter

    name = one_of(assignment, released(course), "unit")
    written = reporter.write_report(course, name)
    if as_json:
        print_json(reporter.report_data(course, name))
    else:
        out.print(f"{written.html}\n{written.csv}", soft_wrap=True)


@main.command()
@as_json
@click.option(
    "--course",
    "root",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    metavar="DIR",
    help="The course's root; without it, this folder.",
)
def doctor(root: Path | None, as_json: bool) -> None:
    """Say what works on this machine, and how to mend the rest."""
    from autograder.command.doctor import examine

    findings = examine(root or Path.cwd())
    if as_json:
        print_json([asdict(finding) for finding in findings])
    else:
        says = Column(overflow="fold")  # paths are shown whole
        shown = Table("", "", says, box=None, show_header=False, pad_edge=False)
        for each in findings:
            shown.add_row(each.name, each.state, Text(f"{each.says}\n{each.do}".strip()))
        out.print(shown)
    sys.exit(NOT_RIGHT if any(finding.state == "fails" for finding in findings) else RIGHT)


@main.command()
@click.option("--clean", is_flag=True, help="Take the sample class out again.")
@in_course
def demo(course: Course, clean: bool) -> None:
    """Grade a sample class, and say where to look."""
    from autograder.command import show
    from autograder.command.progress import progress_bar
    from autograder.demo import demo as demonstration

    if clean:
        out.print(f"{demonstration.clean(course)} sample students were taken out.")
        return
    with progress_bar(err, f"grading {demonstration.ASSIGNMENT}") as progress:
        shown = demonstration.demo(course, progress)
    show.show(out, course, shown.summary)
    if shown.no_sandbox:
        out.print(f"Graded without a sandbox; left out: {', '.join(shown.left_out)}. {shown.no_sandbox}")
    out.print(show.where_to_look(course, shown.summary, shown.report), soft_wrap=True)


if __name__ == "__main__":
    main()
