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
from .floors import FLOORS
from .table import in_units
from .timing import Effort, clock, medians
from .training_cases import CLASSES, TRAINING_CASES, TrainingCase

TINY: dict[str, tuple[tuple[int, ...], tuple[int, ...]]] = {
    "Flatten": ((), (1, 1, 2)),
    "Linear": ((), (1, 2)),
    "ReLU": ((), (1, 2)),
    "Dense": ((2,), (1, 2)),
    "Embedding": ((3, 2), (1, 2)),
    "BatchNormalization": ((), (1, 2)),
    "LayerNormalization": ((), (1, 2)),
    "MultiHeadAttention": ((1, 2), (1, 2, 2)),
}
"""Layers, the constructor's arguments, and the shape of X."""
GOALS = {"forward": 3e-6, "forward with backward": 6e-6}
HOW = """\
On two numbers (MultiHeadAttention: two steps of two). To be reached: 3 us forward, 6 us with backward;
**bold** takes longer. "NumPy alone" is the bare arithmetic of the same formulas: what is beyond it is ours.
"""
IMPORT = "import time, numpy; start = time.process_time(); import refold; print(time.process_time() - start)"


def fixed_costs(effort: Effort) -> str:
    """The table of calls on arrays of two or four numbers, and of the import."""
    lines = [
        "| layer | forward | NumPy alone | with backward | NumPy alone |",
        "| --- | --- | --- | --- | --- |",
    ]
    for name, (arguments, shape) in TINY.items():
        seconds = medians(dict(_tiny(name, arguments, shape)), effort, clock("cpu"))
        cells = [
            text
            for kind, goal in GOALS.items()
            for text in (_cell(seconds[kind], goal), in_units(seconds[f"{kind}, NumPy alone"]))
        ]
        lines.append(f"| {' | '.join([name, *cells])} |")
    seconds = statistics.median(_import_seconds() for _ in range(min(effort.rounds, 7)))
    return "\n".join(
        [*lines, "", HOW, f"`import refold`, beyond importing NumPy: {in_units(seconds)} (at most 150 ms)."]
    )


def _cell(seconds: float, goal: float) -> str:
    shown = in_units(seconds)
    return shown if seconds <= goal else f"**{shown}**"


def _tiny(name: str, arguments: tuple[int, ...], shape: tuple[int, ...]) -> Iterator[tuple[str, Call]]:
    layer = getattr(refold, name)(*arguments, seed=0)
    X = numpy.ones(shape, layer.input_dtype if layer.input_dtype == "int64" else "float32")
    dA = numpy.ones_like(layer.forward(X))

    def both() -> None:
        layer.forward(X)
        layer.backward(dA)
        layer.compute_gradients()

    forward_alone, both_alone = FLOORS[name](layer.params, X, dA)
    yield "forward", lambda: layer.forward(X)
    yield "forward, NumPy alone", forward_alone
    yield "forward with backward", both
    yield "forward with backward, NumPy alone", both_alone


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
