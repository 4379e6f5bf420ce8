"""The command `refold`: words and options here, the work in the modules of the same names."""

from __future__ import annotations

import difflib
import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import click
from rich.console import Console
from rich.table import Table
from rich.text import Text

from autograder.course import Course
from autograder.errors import CourseError

RIGHT, NOT_RIGHT, WRONG_USE, NO_SANDBOX = 0, 1, 2, 3
"""What the exit codes mean."""

out = Console(highlight=False)
as_json = click.option("--json", "as_json", is_flag=True, help="Print JSON for a script to read.")


class Stop(click.ClickException):
    """Ends the command with a sentence on stderr."""

    exit_code = WRONG_USE


class NotRight(click.ClickException):
    """The same, when what was asked about is not right."""

    exit_code = NOT_RIGHT


class Commands(click.Group):
    """A group that turns a CourseError of the course's own modules into a sentence."""

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except CourseError as error:
            raise Stop(str(error)) from error


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="refold", prog_name="refold")
def main() -> None:
    """Build, release, check and grade the notebooks of a course.

    Exit codes: 0 fine; 1 what you asked about is not right; 2 wrong use; 3 no sandbox, nothing was run.
    """


def find_course(root: Path | None, start: Path | None = None) -> Course:
    """The course at `root`, else at the nearest folder upwards that looks like one."""
    here = (start or Path.cwd()).resolve()
    for folder in [root.resolve()] if root else [here, *here.parents]:
        holds_course = (folder / "solutions").is_dir() or (folder / "course").is_dir()
        if holds_course and (folder / "nbgrader_config.py").is_file():
            return Course(folder)
    raise CourseError(
        f"{root or here} is no course: a course has a nbgrader_config.py beside solutions/ or course/. "
        "Go to its folder, or say where it is with --course DIR."
    )


in_course = click.option(
    "--course",
    type=click.Path(exists=True, file_okay=False, path_type=Path),
    callback=lambda ctx, option, root: find_course(root),
    metavar="DIR",
    help="The course's root; without it, the nearest folder upwards that holds a course.",
)


def one_of(name: str, known: Iterable[str], what: str) -> str:
    """`name` when it is known, else a sentence with the nearest name that is."""
    known = sorted(known)
    if name in known:
        return name
    near = difflib.get_close_matches(name, known, n=1, cutoff=0.4)
    hint = f"did you mean {near[0]}?" if near else f"there is {', '.join(known) or 'none yet'}."
    raise CourseError(f"There is no {what} {name}: {hint}")


def print_json(data: Any) -> None:
    click.echo(json.dumps(data, indent=2, sort_keys=True))


@main.command()
@click.argument("assignments", nargs=-1)
@click.option("--check", is_flag=True, help="Write nothing; exit 1 when course/ is not what the build gives.")
@in_course
def build(course: Course, assignments: tuple[str, ...], check: bool) -> None:
    """Make course/ from solutions/ (all units, or those that are named)."""
    from autograder import build as builder

    known = builder.assignments(course)
    names = [one_of(name, known, "assignment") for name in assignments]
    built = builder.build(course, names or None, check=check)
    for path in built.changed:
        out.print(f"{'stale' if check else 'wrote'}: {path}")
    if check and built.changed:
        raise NotRight("course/ is not what solutions/ give: run `refold build` and commit the result.")
    if not built.changed:
        out.print(f"course/ is up to date: {', '.join(built.assignments)}.")


@main.command()
@click.argument("assignment")
@click.option(
    "--to",
    required=True,
    type=click.Path(file_okay=False, path_type=Path),
    metavar="DIR",
    help="Where the folder and the zip are written.",
)
@in_course
def release(course: Course, assignment: str, to: Path) -> None:
    """Make the folder and the zip that students get: notebook, data, how to install; no solutions."""
    from autograder import release as releaser

    name = one_of(assignment, releaser.released(course), "assignment")
    folder, archive = releaser.release(course, name, to)
    out.print(f"Students get {archive} (the same as the folder {folder}).", soft_wrap=True)


@main.command()
@click.argument("notebook", type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option(
    "--timeout", default=60, show_default=True, metavar="SECONDS", help="How long one cell may run."
)
@as_json
def check(notebook: Path, timeout: int, as_json: bool) -> None:
    """Run a notebook's checks in a fresh kernel, as Validate does, and say which exercises are right.

    The notebook's own code runs without a sandbox: use `refold grade` for what others hand in.
    """
    from autograder.check_notebook import check_notebook

    verdicts = check_notebook(notebook, timeout)
    right = sum(verdict.status == "right" for verdict in verdicts)
    if as_json:
        print_json([verdict.to_json() for verdict in verdicts])
    else:
        table = Table("exercise", "", "points", "what was found", box=None, pad_edge=False)
        for each in verdicts:
            table.add_row(each.exercise, each.status, f"{each.earned:g}/{each.points:g}", Text(each.says))
        out.print(table)
        out.print(f"\n{right} of {len(verdicts)} exercises are right.")
    sys.exit(RIGHT if right == len(verdicts) else NOT_RIGHT)


if __name__ == "__main__":
    main()
