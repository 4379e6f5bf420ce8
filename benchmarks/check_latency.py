"""How long a student waits for `check`: right answers, wrong ones, in a kernel that is warm."""

from harness.check_times import Times, measure_unit, summary
from harness.machine import described
from harness.options import parse, publish

from autograder import exercises

HOW = """\
Milliseconds on the wall, from sending the cell to a running kernel until its output and reply are here: what
a student waits for. "First" is the first check of an exercise in a kernel, of the right answer; the others
follow it. Wrong answers are every known mistake and one that no exercise knows; they must be told within
100 ms.
"""


def table(times: list[Times]) -> str:
    """One line an exercise."""
    lines = [
        "| exercise | first | right: p50 | right: max | wrong: p50 | wrong: max |",
        "| --- | --- | --- | --- | --- | --- |",
    ]
    for each in times:
        cells = [1e3 * each.first, *summary(each.right), *summary(each.wrong)]
        lines.append(f"| {each.exercise} | {' | '.join(f'{cell:.1f}' for cell in cells)} |")
    return "\n".join(lines)


def main() -> None:
    options = parse("Measure how long `check` takes in a warm kernel.")
    parts = ["# How long a check takes", described("cpu")]
    for unit in exercises.units()[: 1 if options.quick else None]:
        times = list(measure_unit(unit.name, repeats=1 if options.quick else 15))
        parts += [f"## {unit.name}", table(times)]
    publish("\n\n".join([*parts, HOW]), "check_latency", options.save)


if __name__ == "__main__":
    main()
