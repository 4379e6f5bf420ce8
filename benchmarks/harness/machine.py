"""Where and with what was measured, in words."""

import datetime
import importlib.metadata
import os
import platform
import statistics
import subprocess
import sys
import time
from importlib import import_module
from pathlib import Path

WORK = "sum(number * number for number in range(10_000_000))"
PACKAGES = ("numpy", "scipy", "torch", "cupy", "cupy-cuda12x", "cupy-cuda13x", "EpyNN", "numpy-ml")


def has_gpu() -> bool:
    """Whether CuPy and PyTorch are installed and both find a GPU."""
    try:
        cupy, torch = import_module("cupy"), import_module("torch")
    except ImportError:
        return False
    return torch.cuda.is_available() and cupy.is_available()


def described(place: str) -> str:
    """Date, machine, versions and load, as lines of Markdown."""
    lines = [
        f"- {datetime.date.today().isoformat()}, {_processor(place)}",
        f"- {platform.system()}, Python {platform.python_version()}, {_versions()}",
        f"- load while measuring began: {_load()}",
    ]
    return "\n".join(lines)


def at_once(count: int, rounds: int = 5) -> float:
    """How many times as much as one plain Python program so many of them do at once, in the same time.

    No more can be had of so many workers: cores may share what they compute with, or be lent to others.
    """
    alone, together = [], []
    for _ in range(rounds):
        alone.append(_seconds_of(1))
        together.append(_seconds_of(count))
    return count * statistics.median(alone) / statistics.median(together)


def _seconds_of(count: int) -> float:
    started = time.perf_counter()
    programs = [subprocess.Popen([sys.executable, "-c", WORK]) for _ in range(count)]
    for program in programs:
        program.wait()
    return time.perf_counter() - started


def _processor(place: str) -> str:
    if place == "cuda":
        import torch

        return f"GPU: {torch.cuda.get_device_name()}"
    return f"{os.cpu_count()} cores of {_cpu_model()}; one thread"


def _cpu_model() -> str:
    """The processor's name, and on Linux its family and model, where the name alone says little."""
    info = Path("/proc/cpuinfo")
    if not info.exists():
        return platform.processor() or platform.machine()
    lines = [line.split(":", 1) for line in info.read_text(encoding="utf-8").splitlines() if ":" in line]
    fields = {key.strip(): value.strip() for key, value in lines}
    name, family = fields.get("model name", platform.machine()), fields.get("cpu family", "?")
    return f"{name} (family {family}, model {fields.get('model', '?')})"


def _versions() -> str:
    found = []
    for package in PACKAGES:
        try:
            found.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            continue
    return ", ".join(found)


def _load() -> str:
    return f"{os.getloadavg()[0]:.1f}" if hasattr(os, "getloadavg") else "unknown"
