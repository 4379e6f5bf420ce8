"""Tries to do what the box must not allow, from inside."""

from __future__ import annotations

import glob
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

_KNOWN = {"PWD", "LC_CTYPE"}  # set by bubblewrap and by Python


def namespaces() -> list[str]:
    """The namespaces of this process, each as the kernel names it."""
    if sys.platform != "linux":
        return []
    return [os.readlink(f"/proc/self/ns/{kind}") for kind in ("ipc", "mnt", "net", "pid", "user", "uts")]


def breaches(
    secret: str,
    port: int,
    namespaces: Sequence[str],
    environment: Sequence[str],
    reference: Sequence[str],
    system: Sequence[str],
) -> list[str]:
    """The sentences about what could be done; the arguments say what there is outside to be got at."""
    shared = sorted(set(namespaces) & set(globals()["namespaces"]()))
    known = sorted(set(os.environ) & set(environment) - _KNOWN)
    tries: dict[str, Callable[[], object]] = {
        "A program in the box reads the files of your home folder.": lambda: os.stat(secret),
        "A program in the box reaches the network.": lambda: socket.create_connection(("127.0.0.1", port), 1),
        f"A program in the box shares {', '.join(shared)} with the machine.": lambda: expect(shared),
        f"A program in the box is told {', '.join(known)} by the environment.": lambda: expect(known),
        "A program in the box reads the environment of its starter.": lambda: expect(_first_environment()),
        "A program in the box sees the other programs of the machine.": lambda: expect(_processes() > 4),
        "A program in the box becomes root.": lambda: os.setuid(0),
        "A program in the box makes namespaces of its own.": _unshare,
        "A program in the box keeps capabilities, or may call what the kernel offers.": lambda: expect(
            not _tied()
        ),
        "A program in the box holds memory that belongs to no process.": lambda: os.memfd_create("canary"),
    }
    tries |= {f"A program in the box writes to {place}.": lambda p=place: _write(p) for place in system}
    tries["A program in the box finds Refold, with its references, in Python's own folders."] = lambda: (
        expect(_installed())
    )
    tries |= {f"A program in the box sees {path}.": lambda p=path: os.stat(p) for path in reference}
    return [sentence for sentence, attempt in tries.items() if succeeds(attempt)]


def succeeds(attempt: Callable[[], object]) -> bool:
    try:
        attempt()
    except (OSError, AttributeError):  # refused, or not even known to this Python
        return False
    return True


def expect(found: object) -> None:
    """A try that succeeds when something was found."""
    if not found:
        raise OSError("nothing found")


def _write(folder: str) -> None:
    path = Path(folder, ".refold-canary")
    path.write_text("", encoding="utf-8")
    path.unlink()


def _first_environment() -> list[str]:
    entries = Path("/proc/1/environ").read_bytes().split(b"\0")
    own = {b"=".join(pair) for pair in os.environb.items()}  # what every program in the box is given
    foreign = [entry.decode("utf-8", "replace") for entry in entries if entry and entry not in own]
    return [entry for entry in foreign if not entry.startswith("PWD=")]


def _installed() -> list[str]:
    prefixes = (sys.prefix, sys.base_prefix, "/usr", "/usr/local")
    folders = [folder for prefix in prefixes for folder in glob.glob(f"{prefix}/lib*/python3*/*-packages")]
    folders += [folder for folder in sys.path if folder.endswith("-packages")]
    ours = [Path(folder, name) for folder in dict.fromkeys(folders) for name in ("refold", "autograder")]
    return [str(each) for each in ours if (each / "__init__.py").is_file()]


def _processes() -> int:
    return sum(name.isdigit() for name in os.listdir("/proc"))


def _unshare() -> None:
    if subprocess.run(["unshare", "--user", "true"], capture_output=True).returncode:
        raise OSError("refused")


def _tied() -> bool:
    lines = Path("/proc/self/status").read_text(encoding="utf-8").splitlines()
    status = dict(line.split(":\t", 1) for line in lines if ":\t" in line)
    return int(status["CapEff"], 16) == 0 and status["NoNewPrivs"] == "1" and status["Seccomp"] == "2"
