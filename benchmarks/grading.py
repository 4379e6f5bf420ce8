"""Grades the same submissions with `nbgrader autograde` as it comes and with `refold grade`, by turns.

    python benchmarks/grading.py [--submissions 4] [--rounds 2] [--stock-rounds 2] [--workers 1 2] [--save]

Every round runs each way once, in a course of its own, everything included: start of the command, workers,
database, feedback pages (which stock nbgrader does not write here). nbgrader itself, which takes most of a
round, may leave out the later ones. CPU seconds are those of the command and
of all that it started; where other programs share the machine they tell more than the clock does. To look
them up takes a tenth of a core, so that our own command, which keeps all of them busy, is run once for the
clock and once for the CPU.
"""

from __future__ import annotations

import argparse
import datetime
import os
import platform
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.machine import at_once

from autograder.sandbox.watchdog import tree

ROOT = Path(__file__).parents[1]
UNIT = "01_flatten"
RESULTS = Path(__file__).with_name("results")


@dataclass(frozen=True)
class Cost:
    """Seconds of the clock and of processors, and the most memory, in MB, of the command's own process."""

    wall: float
    cpu: float
    memory: float = 0.0


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--submissions", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=2)
    parser.add_argument("--stock-rounds", type=int, help="rounds with nbgrader as it comes (all of them)")
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--save", action="store_true", help="keep the table under benchmarks/results/")
    parser.add_argument("--quick", action="store_true", help="one submission: to see that it runs")
    options = parser.parse_args()
    if options.quick:
        options.submissions, options.rounds, options.workers = 1, 1, [1]
    with tempfile.TemporaryDirectory() as folder:
        found = compare(
            Path(folder), options.submissions, options.rounds, options.stock_rounds, options.workers
        )
    text = table(found, options.submissions)
    print(text)
    if options.save:
        RESULTS.mkdir(exist_ok=True)
        today = datetime.date.today().isoformat()
        (RESULTS / f"grading-{today}.md").write_text(text, encoding="utf-8")


def compare(
    folder: Path, count: int, rounds: int, stock_rounds: int | None, workers: Sequence[int]
) -> dict[str, list[Cost]]:
    """The costs of each way in each round; the first way is nbgrader's own."""
    refold_course(folder / "course", count)
    stock_course(folder / "stock", folder / "course", count)
    program = [sys.executable, "-m"]
    ways = {"nbgrader autograde": ([*program, "nbgrader", "autograde", UNIT, "--force"], folder / "stock")}
    ways["nbgrader autograde, our preprocessor"] = (ways["nbgrader autograde"][0], folder / "course")
    for number in workers:
        grade = [*program, "autograder.cli", "grade", UNIT, "--regrade", "--workers", str(number)]
        ways[f"refold grade --workers {number}"] = (grade, folder / "course")
    found: dict[str, list[Cost]] = {name: [] for name in ways}
    for number in range(rounds):
        late = stock_rounds is not None and number >= stock_rounds
        for name, (command, place) in list(ways.items())[late:]:
            spent = cost(command, place)
            wall = seconds(command, place) if name.startswith("refold") else spent.wall
            found[name].append(Cost(wall / count, spent.cpu / count))
    return found


def refold_course(root: Path, count: int) -> None:
    """A course with that many submissions, all of them the solution."""
    root.mkdir()
    shutil.copytree(ROOT / "solutions", root / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", root)
    run([sys.executable, "-m", "autograder.cli", "build", UNIT], root)
    hand_in(root, root / "build" / "source" / UNIT / f"{UNIT}.ipynb", count)


def stock_course(root: Path, course: Path, count: int) -> None:
    """The same for nbgrader without any settings of ours."""
    shutil.copytree(course / "build" / "source", root / "source")
    hand_in(root, root / "source" / UNIT / f"{UNIT}.ipynb", count)
    run([sys.executable, "-m", "nbgrader", "generate_assignment", UNIT], root)


def hand_in(root: Path, notebook: Path, count: int) -> None:
    for number in range(count):
        folder = root / "submitted" / f"student-{number:05d}" / UNIT
        folder.mkdir(parents=True)
        shutil.copy(notebook, folder)


def seconds(command: Sequence[str], folder: Path) -> float:
    """What the command takes by the clock, when nothing looks on."""
    started = time.perf_counter()
    with started_in(folder, command) as process:
        process.wait()
    refuse_failure(process)
    return time.perf_counter() - started


def started_in(folder: Path, command: Sequence[str]) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        command, cwd=folder, env=environment(), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )


def refuse_failure(process: subprocess.Popen[bytes]) -> None:
    if process.returncode:
        raise SystemExit(f"{process.args} failed: {process.returncode}")


def cost(command: Sequence[str], folder: Path) -> Cost:
    """What the command takes, with all that it starts: looked up every 20 ms, since boxes have no heirs."""
    started = time.perf_counter()
    with started_in(folder, command) as process:
        spent: dict[tuple[int, str], int] = {}
        memory = 0.0
        while process.poll() is None:
            memory = peak_memory(process.pid) or memory
            for pid in tree(process.pid):
                note_time(spent, pid)
            time.sleep(0.02)
        wall = time.perf_counter() - started
    refuse_failure(process)
    return Cost(wall, sum(spent.values()) / os.sysconf("SC_CLK_TCK"), memory)


def peak_memory(pid: int) -> float:
    """The most resident memory that the process has had, in MB; 0 when it has ended."""
    try:
        status = Path(f"/proc/{pid}/status").read_text(encoding="utf-8")
    except OSError:
        return 0.0
    return next((int(line.split()[1]) / 1024 for line in status.splitlines() if "VmHWM" in line), 0.0)


def note_time(spent: dict[tuple[int, str], int], pid: int) -> None:
    """The processor time of a process up to now; a number that is used again is told by the time of start."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    except OSError:  # it has ended
        return
    spent[pid, fields[19]] = int(fields[11]) + int(fields[12])


def environment() -> dict[str, str]:
    path = os.pathsep.join([str(Path(sys.executable).parent), os.environ.get("PATH", os.defpath)])
    return os.environ | {"PATH": path}


def run(command: Sequence[str], folder: Path) -> None:
    ran = subprocess.run(command, cwd=folder, env=environment(), capture_output=True, text=True, check=False)
    if ran.returncode:
        raise SystemExit(f"{' '.join(command)} failed:\n{ran.stdout[-2000:]}{ran.stderr[-2000:]}")


def table(found: dict[str, list[Cost]], count: int) -> str:
    """The medians, and how many times as fast as the first way each is."""
    lines = [
        f"# Grading {count} submissions of {UNIT}, by turns",
        "",
        f"{datetime.date.today().isoformat()}, {machine()}, Python {platform.python_version()}, "
        f"load average {os.getloadavg()[0]:.1f}. Medians, per submission; each run starts its command anew.",
        "",
        "| | rounds | seconds | times as fast | CPU seconds | times less |",
        "|---|---:|---:|---:|---:|---:|",
    ]
    stock = median(next(iter(found.values())))
    for name, costs in found.items():
        own = median(costs)
        times = (own.wall, stock.wall / own.wall, own.cpu, stock.cpu / own.cpu)
        lines.append(f"| `{name}` | {len(costs)} | " + " | ".join(f"{time:.2f}" for time in times) + " |")
    one, two = (found.get(f"refold grade --workers {number}") for number in (1, 2))
    if one and two:
        times = median(one).wall / median(two).wall
        lines += [
            "",
            f"Two workers are {times:.2f} times as fast as one. Two plain Python programs at once did "
            f"{at_once(2):.2f} times as much as one in the same time.",
        ]
    return "\n".join(lines) + "\n"


def median(costs: Sequence[Cost]) -> Cost:
    return Cost(statistics.median(c.wall for c in costs), statistics.median(c.cpu for c in costs))


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, shared with other programs"


if __name__ == "__main__":
    main()
