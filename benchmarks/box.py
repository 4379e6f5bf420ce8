"""What a box costs beyond its warm process: on the wall, and of all processors, beside the kernel's part."""

import os
import statistics
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from harness.machine import described
from harness.options import parse, publish

from autograder import exercises
from autograder.sandbox import open_box
from autograder.sandbox.process import ProcessBox
from autograder.sandbox.watchdog import tree

HOW = """\
"Asked for" is until the box is ready for its first cell: when its fork was made while another box was at
work, as in a class, and when nobody had time for that, right after the box before. "The kernel alone" is a
bare Python that forks a process, which goes into the same new namespaces, mounts a /tmp, forks another, and
waits for its end. "All its processors' time" counts the grader's side and all processes of a
box, from asking for it to its end, with two cells.
"""
WORKS = 0.03  # seconds that a box is at work: the next is forked meanwhile
ALONE = """
import ctypes, os, sys, time
libc = ctypes.CDLL(None)
start = time.perf_counter()
first = os.fork()
if first == 0:
    done = libc.unshare(0x7C020000) or libc.mount(b"none", b"/tmp", b"tmpfs", 0, None)
    if os.fork() == 0:
        os._exit(0)
    os.wait()
    os._exit(done != 0)
_, status = os.waitpid(first, 0)
print(time.perf_counter() - start)
sys.exit(status)
"""  # user, mount, host name, IPC, process and network namespaces


def main() -> None:
    options = parse("Measure what a box costs beyond its warm process.")
    boxes, alone = measure(3 if options.quick else 100)
    lines = ["| | wall, ms: median | lowest tenth | highest tenth |", "| --- | ---: | ---: | ---: |"]
    for name, seconds in [("the kernel alone", alone), *boxes.items()]:
        tenths = statistics.quantiles(seconds, n=10, method="inclusive")
        shown = (statistics.median(seconds), tenths[0], tenths[-1])
        lines.append(f"| {name} | " + " | ".join(f"{1e3 * each:.2f}" for each in shown) + " |")
    text = f"All its processors' time: {1e3 * processors(5 if options.quick else 100):.1f} ms a box."
    parts = ["# What a box costs", described("cpu"), "\n".join(lines), text, HOW]
    publish("\n\n".join(parts), "box", options.save)


def measure(count: int) -> tuple[dict[str, list[float]], list[float]]:
    """Seconds of each part of a box's life; and of what the kernel alone takes, by turns."""
    found: dict[str, list[float]] = {}
    alone = []
    with a_box(), a_box():  # both ends are warm
        pass
    for _ in range(count):
        alone.append(kernel_alone())
        time.sleep(WORKS)
        box = a_box()
        note = {"asked for, forked ahead": timed(box.__enter__)}
        at_once = a_box()
        note["asked for, right after another"] = timed(at_once.__enter__)
        at_once.__exit__()
        note["first cell"] = timed(lambda box=box: box.run_cell("x = 1"))
        note["another cell"] = timed(lambda box=box: box.run_cell("x = 2"))
        time.sleep(WORKS)
        note["end"] = timed(box.__exit__)
        for name, seconds in note.items():
            found.setdefault(name, []).append(seconds)
    return found, alone


def a_box() -> ProcessBox:
    """A box as for a class of the first unit, not yet entered."""
    return open_box(withheld=tuple(exercises.unit("01_flatten").withheld), tier="zygote")


def kernel_alone() -> float:
    """Seconds that a small program takes to fork into new namespaces, fork again, and see both end."""
    ran = subprocess.run([sys.executable, "-ISc", ALONE], stdout=subprocess.PIPE, text=True, check=True)
    return float(ran.stdout)


def timed(call: Callable[[], object]) -> float:
    start = time.perf_counter()
    call()
    return time.perf_counter() - start


def processors(count: int) -> float:
    """Seconds of all processors that a box takes."""
    before = spent()
    for _ in range(count):
        with a_box() as box:
            box.run_cell("x = 1")
            box.run_cell("x = 2")
    return (spent() - before) / count


def spent() -> float:
    """Processor seconds of this process, of all that it has started, and of what these have waited for."""
    while True:
        try:
            ticks = sum(map(ticks_of, set(tree(os.getpid())) - {os.getpid()}))
        except (FileNotFoundError, ProcessLookupError):  # one ended: its time is now with who waited for it
            continue
        return time.process_time() + ticks / os.sysconf("SC_CLK_TCK")


def ticks_of(pid: int) -> int:
    """Clock ticks of a process and of the children that it has waited for."""
    fields = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rpartition(")")[2].split()
    return sum(map(int, fields[11:15]))


if __name__ == "__main__":
    main()
