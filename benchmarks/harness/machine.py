"""Where and with what was measured, in words."""

import datetime
import importlib.metadata
import os
import platform
from importlib import import_module
from pathlib import Path

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
