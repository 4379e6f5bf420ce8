"""What no large array explains: calls on two numbers, `import refold`, and the memory of a training step."""

import statistics
import subprocess
import sys
import tracemalloc
from collections.abc import Iterator

import numpy

import refold

from .arrays import integers, normal
from .calls import Call
from .table import in_units
from .timing import Effort, clock, medians
from .training_cases import CLASSES, TRAINING_CASES, TrainingCase

TINY = {"Flatten": (1, 1, 2), "Linear": (1, 2), "Dense": (1, 2)}  # layers and the X that they get
IMPORT = "import time, numpy; start = time.process_time(); import refold; print(time.process_time() - start)"


def fixed_costs(effort: Effort) -> str:
    """The table of calls on two numbers, and of the import."""
    lines = ["| what | measured | at most |", "| --- | --- | --- |"]
    calls = {key: call for name, shape in TINY.items() for key, call in _tiny(name, shape)}
    for (name, kind), seconds in medians(calls, effort, clock("cpu")).items():
        goal = "" if name == "Dense" else {"forward": "3 us", "forward with backward": "6 us"}[kind]
        lines.append(f"| {name} on two numbers, {kind} | {in_units(seconds)} | {goal} |")
    seconds = statistics.median(_import_seconds() for _ in range(min(effort.rounds, 7)))
    lines.append(f"| `import refold`, beyond importing NumPy | {in_units(seconds)} | 150 ms |")
    return "\n".join(lines)


def _tiny(name: str, shape: tuple[int, ...]) -> Iterator[tuple[tuple[str, str], Call]]:
    layer = refold.Dense(2) if name == "Dense" else getattr(refold, name)()
    X = numpy.ones(shape, "float32")
    A = layer.forward(X)

    def both() -> None:
        layer.forward(X)
        layer.backward(A)
        layer.compute_gradients()

    yield (name, "forward"), lambda: layer.forward(X)
    yield (name, "forward with backward"), both


def _import_seconds() -> float:
    return float(subprocess.check_output([sys.executable, "-c", IMPORT], text=True))


def memory() -> str:
    """The table of a training step's peak memory, for batches of m, 2 m and 4 m samples."""
    lines = ["| training step | m=64 | m=128 | m=256 |", "| --- | --- | --- | --- |"]
    for case in TRAINING_CASES:
        peaks = [f"{_peak(case, m) / 1e6:.1f} MB" for m in (64, 128, 256)]
        lines.append(f"| {case.name.partition(',')[0]} | {' | '.join(peaks)} |")
    return "\n".join(lines)


def _peak(case: TrainingCase, m: int) -> int:
    """Bytes that are asked for at the most during a step, beyond data and weights."""
    X = normal(m, *case.X.shape[1:])
    step = case.ours(X, integers(CLASSES, m), "cpu").both
    step()
    tracemalloc.start()
    step()
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return peak
