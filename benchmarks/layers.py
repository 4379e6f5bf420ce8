"""How fast the layers are: against PyTorch, EpyNN and numpy-ml, and against what the machine can do.

`make bench BENCH=layers` runs it; BENCH_OPTIONS=--save records the result in benchmarks/results/.
"""

from harness.fixed_costs import fixed_costs, memory
from harness.layer_cases import LAYER_CASES
from harness.machine import described, has_gpu
from harness.measure import Row, measure
from harness.options import parse, publish
from harness.rivals import absent
from harness.table import table
from harness.timing import QUICK, THOROUGH, Effort
from harness.training_cases import LOSS_CASES, TRAINING_CASES

CASES = [*LAYER_CASES, *LOSS_CASES, *TRAINING_CASES]

HOW = """\
Medians of CPU time, one thread; the contenders of a row take turns. float32; EpyNN and numpy-ml compute in
their float64. In brackets what is to be reached; **bold** falls short of it; - where there is nothing to
compare. For a training step, "forward" is `predict` and "forward with backward" one batch of `fit`, with
loss and update.

- Share of PyTorch's speed: its time divided by ours, 1 is as fast. Images are channels-first for PyTorch,
  channels-last for us. Both compute dX as well as the gradients of the parameters; a training step leaves
  out the dX that nobody reads, as PyTorch does. PyTorch's attention is the one that keeps no weights.
- Share of the limit, of Dense, Conv2D, the recurrent layers and MultiHeadAttention: the time of the bare
  matrix products of the same shapes (Z = X W, dX = dZ W^T, dW = X^T dZ; contiguous operands, transposed ones
  as views), divided by ours. For Conv2D the windows are rows already, so that gathering them is not in it.
  For the recurrent layers, products that depend on the step before are one a step; the others one for all.
- Share of the limit, of the others, is that of a copy of contiguous float32 arrays into new memory:
  MaxPooling2D one copy of X, forward and with backward alike; Embedding a copy of A, and with backward a
  dW of zeros and a copy of dA too; LayerNormalization a copy of X, and with backward one of dA too.
- x EpyNN, x numpy-ml: how many times faster than they.

A copy reads and writes once. What is composed of array functions reads and writes once in each of them:
LayerNormalization in sixteen, the way back by blocks of rows that stay in the cache; MaxPooling2D in
twenty-eight, each over the quarter of X where one element of all windows lies: eight of them reach it
32 numbers at a time.

Turns and CPU time even out what else the machine does, but for the memory and the caches that all processes
share: under load the rows that move much and compute little, such as those two, fall back against all others.
"""

GPU_HOW = """\
Time on the wall until the GPU has finished, float32; Refold on CuPy arrays. Share of the limit as on a CPU,
with CuPy's products and copies.
"""


def report(rows: list[Row], place: str) -> str:
    """The two tables of one place."""
    return "\n\n".join(
        f"## {title}\n\n{table(rows, with_backward=with_backward, place=place)}"
        for title, with_backward in (("Forward with backward", True), ("Forward", False))
    )


def failures(rows: list[Row]) -> str:
    """What rivals could not do, and who is not installed."""
    lines = [f"- {who} is not installed" for who in absent()]
    lines += [f"- {row.name}: {who} raised {what}" for row in rows for who, what in row.failed.items()]
    return "\n".join(["", "Left out:", "", *lines, ""]) if lines else ""


def on_cpu(effort: Effort) -> str:
    """The whole result of a CPU, as Markdown."""
    machine = described("cpu")
    rows = [measure(case, effort, "cpu") for case in CASES]
    return (
        f"# The layers on one CPU core\n\n{machine}\n\n{report(rows, 'cpu')}\n\n{HOW}{failures(rows)}\n"
        f"## Fixed costs\n\n{fixed_costs(effort)}\n\n"
        f"## Peak memory of a training step\n\n{memory()}"
    )


def on_gpu(effort: Effort) -> str:
    """The whole result of a GPU, as Markdown."""
    rows = [measure(case, effort, "cuda") for case in CASES]
    return (
        f"# The layers on a GPU\n\n{described('cuda')}\n\n{report(rows, 'cuda')}\n\n{GPU_HOW}{failures(rows)}"
    )


def main() -> None:
    options = parse("Compare the layers' speed with others' and with the machine's limits.")
    effort = QUICK if options.quick else THOROUGH
    publish(on_cpu(effort), "layers_cpu", options.save)
    if has_gpu():
        publish(on_gpu(effort), "layers_gpu", options.save)
    else:
        print("\nNot run on a GPU: that needs CuPy, a PyTorch with CUDA, and a GPU that both find.")


if __name__ == "__main__":
    main()
