"""The benchmarks run and print their rows. No time is asserted: the machine may be busy."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from autograder import exercises

ROOT = Path(__file__).parents[1]


def output(program: str) -> str:
    done = subprocess.run(
        [sys.executable, f"benchmarks/{program}.py", "--quick"],
        cwd=ROOT,
        # A class that was graded in this process has set it, for its workers.
        env={name: value for name, value in os.environ.items() if name != "PYTHONSAFEPATH"},
        capture_output=True,
        text=True,
        encoding="utf-8",
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def layers() -> str:
    return output("layers")


@pytest.mark.parametrize(
    "row",
    [
        "Flatten 64x28x28x1",
        "Dense 256x784->512",
        "Dense (64, 50, 128)->256",
        "Conv2D 28x28x1->8",
        "Conv2D 32x32x16->32",
        "MaxPooling2D 2x2",
        "SimpleRNN",
        "LSTM m=64",
        "GRU",
        "Embedding",
        "LayerNormalization",
        "MultiHeadAttention",
        "softmax cross-entropy",
        "small CNN",
        "LSTM-Flatten-Dense",
    ],
)
def test_each_layer_has_a_row_in_both_tables(layers: str, row: str) -> None:
    backward, _, forward = layers.partition("## Forward\n")
    for table in (backward, forward.partition("## Fixed costs")[0]):
        lines = [line for line in table.splitlines() if line.startswith(f"| {row}")]
        assert len(lines) == 1
        assert lines[0].split(" | ")[1].endswith((" us", " ms"))


def test_targets_stand_beside_what_forward_with_backward_reached(layers: str) -> None:
    backward, _, forward = layers.partition("## Forward\n")
    assert "(0.85)" in backward
    assert "(0.85)" not in forward


def test_fixed_costs_and_memory_are_shown(layers: str) -> None:
    assert "`import refold`, beyond importing NumPy: " in layers
    assert "MB | " in layers.partition("## Peak memory")[2]


def test_it_says_where_it_ran(layers: str) -> None:
    assert " cores of " in layers
    assert "Not run on a GPU" in layers or "# The layers on a GPU" in layers


def test_each_exercise_has_a_row_of_check_times() -> None:
    printed = output("check_latency")
    for exercise in exercises.unit("01_flatten").exercises:
        assert f"| {exercise.id} | " in printed


@pytest.mark.skipif(sys.platform != "linux", reason="classes are graded in a sandbox, which needs Linux")
@pytest.mark.parametrize(
    ("program", "rows"),
    [
        ("grading", ["| `nbgrader autograde` | ", "| `refold grade --workers 1` | "]),
        ("box", ["| the kernel alone | ", "| asked for, forked ahead | ", "| first cell | ", " ms a box."]),
        ("class_size", ["| 2 | ", "CPU ms a submission, gradebook and files: ", "CPU ms a page"]),
    ],
)
def test_grading_is_measured_beside_nbgrader_and_by_size_of_class(program: str, rows: list[str]) -> None:
    printed = output(program)
    assert [row for row in rows if row not in printed] == []
