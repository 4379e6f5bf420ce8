"""Does the box hold on this machine? Found by trying to get out of it, not by looking for a program."""

from __future__ import annotations

import os
import socket
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from autograder.box import BoxStopped

from .bubblewrap import NoBubblewrap
from .container import ENGINES, NoContainer
from .inside import canary
from .launch import Plan, environment
from .library import package
from .limits import MB, Limits
from .process import ProcessBox
from .proxy import plain
from .seccomp import NoFilter
from .wall import python_parts


@dataclass(frozen=True)
class Tier:
    """A tier of isolation: whether it holds here, and if not, what was found, in sentences."""

    name: str
    holds: bool
    findings: tuple[str, ...] = ()


UNISOLATED = Tier("unisolated", False, ("Nothing keeps a student's code from this machine.",))
_LIMITS = Limits(memory=256 * MB, processes=24, call=30.0)
_BOMBS = {
    "memory limit": """
import time
hoard = [bytearray(b"x") * (16 << 20) for _ in range(64)]
time.sleep(25)
""",
    "process limit": """
import os, time
try:
    children = [os.fork() for _ in range(8)]  # 256 of them
except OSError:  # the kernel's own limit, above the watchdog's, which has to see it
    pass
time.sleep(25)
""",
}


@cache
def find_tier(asked: str | None = None) -> Tier:
    """The tier for this machine's classes, or the one asked for; tried out once a process (a second)."""
    if asked:
        return try_out(asked)
    if sys.platform != "linux":
        does = "Use --sandbox docker or podman, or grade on Linux (a virtual machine will do)."
        return Tier("bubblewrap", False, (f"There is no sandbox of {sys.platform}'s own. {does}",))
    warm = try_out("zygote")
    return warm if warm.holds else try_out("bubblewrap")


def try_out(tier: str) -> Tier:
    """What the canaries find in boxes of the tier."""
    try:
        # One warm process, which is its thread's, has soon forked them all; others start side by side.
        with ThreadPoolExecutor(1 if tier == "zygote" else 1 + len(_BOMBS)) as pool:
            walls = pool.submit(breaches, tier)
            bombs = {limit: pool.submit(ending, bomb, tier) for limit, bomb in _BOMBS.items()}
            findings = walls.result() + [
                f"The {limit} is not kept: the box {bomb.result()}."
                for limit, bomb in bombs.items()
                if not bomb.result().startswith(limit)
            ]
    except (NoBubblewrap, NoContainer, NoFilter, BoxStopped, OSError) as error:
        findings = [f"The sandbox cannot be started: {str(error).removesuffix('.')}."]
    return Tier(tier, not findings, tuple(findings))


def breaches(tier: str = "bubblewrap") -> list[str]:
    """What a program in a box can do that it must not, in sentences."""
    home = Path.home() if os.access(Path.home(), os.W_OK) else Path(tempfile.gettempdir())
    # Engines use the machine's own user namespace: nobody without powers has none there either.
    shared = ("user:",) if tier in ENGINES else ()
    reference = [str(root / "__init__.py") for name in ("refold", "autograder") if (root := package(name))]
    with (
        socket.create_server(("127.0.0.1", 0)) as listener,
        tempfile.NamedTemporaryFile(dir=home, prefix=".refold-canary-") as planted,
        ProcessBox(tier, Plan(_LIMITS)) as box,
    ):
        os.chmod(planted.name, 0o644)
        box.run_cell("from inside.canary import breaches")
        return list(
            plain(
                box.answer("breaches")(
                    secret=planted.name,
                    port=listener.getsockname()[1],
                    namespaces=[each for each in canary.namespaces() if not each.startswith(shared)],
                    environment=sorted(os.environ.keys() - environment("", "", "").keys()),
                    reference=reference,
                    system=["/", "/usr", "/etc", *filter(os.path.isdir, python_parts()), "/proc/sys/kernel"],
                )
            )
        )


def ending(bomb: str, tier: str = "bubblewrap") -> str:
    """What the box says when the bomb goes off in it."""
    with ProcessBox(tier, Plan(_LIMITS)) as box:
        try:
            result = box.run_cell(bomb)
        except BoxStopped as stopped:
            return stopped.reason
    return f"went on ({result.error})"
