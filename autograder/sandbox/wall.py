"""What the box shows of the machine, as options of bubblewrap: nothing but what is named here."""

from __future__ import annotations

import glob
import os
import sys
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from .launch import INSIDE, WORK, environment
from .library import package
from .limits import MB, Limits
from .watchdog import BOX_ROOT

HOME, LIBRARY = "/tmp/student", "/tmp/library"
WORKING = f"{HOME}/{WORK}"
WARM_LIBRARY = f"/{BOX_ROOT}/library"  # of a warm process, whose forks have a new /tmp
NAMESPACES = ("--unshare-all", "--unshare-user", "--disable-userns")
_SYSTEM = ("/usr", "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime")
_ROOT_FOLDERS = ("/bin", "/sbin", "/lib", "/lib32", "/lib64")  # links into /usr nowadays
_PARTS = ("bin", "lib", "lib64", "share", "pyvenv.cfg")  # of a Python prefix, which may hold more
OURS = ("refold", "autograder")
SHARED_MEMORY = 8 * MB
_READ_ONLY_SETTINGS = ("--ro-bind", "/proc/sys", "/proc/sys")  # some belong to who made the namespaces


def sources(files: Iterable[tuple[str, Path]]) -> dict[str, str]:
    """What the box shows beside the system, read-only: path outside -> path inside."""
    shown = {path: path for path in python_parts()} | {str(INSIDE): f"/{BOX_ROOT}/inside"}
    return shown | {str(path.resolve()): f"{HOME}/{name}" for name, path in files}


def wall(limits: Limits, shown: Mapping[str, str], rules: int | None) -> list[str]:
    """bubblewrap's options. Only /tmp and /dev/shm can be written; `rules` is the system-call filter's fd.

    None is for a warm process: it keeps the powers over its own namespaces, which its forks give up.
    """
    options = [*NAMESPACES, "--die-with-parent", "--new-session"]
    options += ["--cap-add", "ALL"] if rules is None else ["--cap-drop", "ALL", "--seccomp", str(rules)]
    options += ["--uid", "1000", "--gid", "1000", "--hostname", "box"]
    for path in _SYSTEM:
        options += ["--ro-bind-try", path, path]
    for path in _ROOT_FOLDERS:
        if os.path.islink(path):
            options += ["--symlink", os.readlink(path), path]
        elif os.path.isdir(path):
            options += ["--ro-bind", path, path]
    options += [
        "--proc",
        "/proc",
        *(_READ_ONLY_SETTINGS if rules is not None else ()),  # with them, a fork could not have its own /proc
        "--dev",
        "/dev",
        *("--tmpfs", "/dev/pts", "--remount-ro", "/dev/pts"),  # the machine has a limit of terminals in all
        *_tmpfs("/dev/shm", SHARED_MEMORY),
        "--remount-ro",
        "/dev",
    ]
    options += [*_tmpfs("/tmp", disk(limits)), "--dir", HOME, "--dir", WORKING]
    for source, target in shown.items():
        options += ["--ro-bind", source, target]
    for folder in _installed():
        options += ["--tmpfs", folder, "--remount-ro", folder]
    if rules is None:
        options += [*_tmpfs(WARM_LIBRARY, 32 * MB), "--dir", f"/{BOX_ROOT}/new"]
    for name, value in variables().items():
        options += ["--setenv", name, value]
    return [*options, "--chdir", WORKING, "--remount-ro", "/"]


def variables() -> dict[str, str]:
    """The environment in a box."""
    return environment(HOME, "/tmp", f"{sys.prefix}/bin:/usr/bin:/bin")


def disk(limits: Limits) -> int:
    """The kernel's cap on /tmp, above the limit: the watchdog sees the excess and gives the reason."""
    return limits.disk * 5 // 4


def inodes(limits: Limits) -> int:
    """The same for the number of files; bubblewrap knows no such cap."""
    return limits.files * 5 // 4


def _tmpfs(path: str, size: int) -> list[str]:
    return ["--perms", "1777", "--size", str(size), "--tmpfs", path]


@cache
def _installed() -> tuple[str, ...]:
    """Our own packages where they lie beside the libraries that are shown, and must be hidden.

    Each of their places, and by each of its names: `lib64` may be another name of `lib`, and a Python that
    this one was made from, or of the system, may have a copy.
    """
    shown = (*python_parts(), *(f"/usr/{lib}" for lib in ("lib", "lib64", "local/lib", "local/lib64")))
    folders = [str(folder) for name in OURS if (folder := package(name))]
    for part in shown:
        for name in OURS:
            folders += glob.glob(f"{glob.escape(part)}/python3*/*-packages/{name}")
    return tuple(folder for folder in dict.fromkeys(folders) if _is_shown(folder, (*shown, "/usr")))


def _is_shown(folder: str, shown: Iterable[str]) -> bool:
    """Whether it lies in one of these, and not behind a link in it, which leads to a place of its own."""
    part = max((part for part in shown if folder.startswith(f"{part}/")), key=len, default="")
    return bool(part) and os.path.realpath(folder) == os.path.realpath(part) + folder.removeprefix(part)


@cache
def python_parts() -> tuple[str, ...]:
    """The folders and files of the running Python and its libraries that are not part of /usr."""
    executable = os.path.dirname(os.path.dirname(os.path.realpath(sys.executable)))
    prefixes = [sys.prefix, sys.base_prefix, executable]
    prefixes = dict.fromkeys(prefixes + [os.path.realpath(prefix) for prefix in prefixes])
    parts = (os.path.join(prefix, part) for prefix in prefixes for part in _PARTS)
    return tuple(part for part in parts if os.path.exists(part) and not part.startswith("/usr/"))
