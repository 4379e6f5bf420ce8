"""The tiers "docker" and "podman": the runner in a container, with the engine's limits around it.

An image with Python and what notebooks import, and nothing of Refold, is built once from
`image/Dockerfile`.
"""

from __future__ import annotations

import json
import os
import secrets
import shutil
import signal
import socket
import subprocess
from contextlib import suppress
from pathlib import Path
from typing import IO

from . import seccomp
from .inside.wire import READY
from .launch import INSIDE, Plan, Started, command, environment
from .wall import HOME, LIBRARY, SHARED_MEMORY, WORKING, disk
from .watchdog import BOX_ROOT

IMAGE = "refold-box"
RECIPE = Path(__file__).parent / "image"
START = 60.0  # seconds for the engine and the interpreter
ENGINE = 20.0  # seconds for an answer of the engine
_HERE, _DATA = f"/{BOX_ROOT}", f"/{BOX_ROOT}/data"
ENGINES = {"docker": (), "podman": ("--http-proxy=false", "--log-driver=none", "--read-only-tmpfs=false")}
"""Each engine, and the options that it alone has or needs."""


class NoContainer(Exception):
    """No container can be started; the text says why and what to do."""


def launch(engine: str, plan: Plan) -> Started:
    """Start the runner in a container of the engine, "docker" or "podman".

    Raises:
        NoContainer: the engine is not there or does not work, or there is no image.
    """
    program = shutil.which(engine)
    if program is None:
        raise NoContainer(f"{engine} is not installed, or not on the path.")
    name = f"refold-{secrets.token_hex(8)}"
    ours, theirs = socket.socketpair()
    with theirs:
        client = subprocess.Popen(
            [program, *arguments(engine, name, plan)],
            stdin=theirs.fileno(),
            stdout=theirs.fileno(),
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
    process = Container(program, name, client)
    try:
        process.begin(ours, plan)
    except BaseException:
        process.kill()
        client.wait()
        ours.close()
        raise
    return Started(process, ours, LIBRARY, isolated=False, kill=process.kill, tidy=process.tidy)


def arguments(engine: str, name: str, plan: Plan) -> list[str]:
    """The engine's whole command: no network, no powers, nothing that can be written but capped memory."""
    limits = plan.limits
    memory = f"{limits.memory * 5 // 4}"  # the watchdog, where it can look in, sees the excess first
    options = ["run", "--rm", "--interactive", f"--name={name}", "--pull=never", *ENGINES[engine]]
    options += ["--network=none", "--read-only", "--cap-drop=ALL", "--security-opt=no-new-privileges"]
    options += [
        "--user=65534:65534",
        "--hostname=box",
        "--ipc=private",
        f"--pids-limit={2 * limits.processes}",
    ]
    options += [f"--memory={memory}", f"--memory-swap={memory}", "--oom-score-adj=1000"]
    options += [
        f"--ulimit={kind}={value}:{value}" for kind, value in (("core", 0), ("nofile", 256), ("nproc", 4096))
    ]
    options += [f"--shm-size={SHARED_MEMORY}"]
    options += [f"--tmpfs=/tmp:rw,nosuid,nodev,mode=1777,size={disk(limits)}"]
    options += ["--tmpfs=/dev/pts:ro,size=4k"]  # the machine has a limit of terminals in all
    shown = {INSIDE: f"{_HERE}/inside", Path(seccomp.__file__): f"{_HERE}/seccomp.py"}
    shown |= {path.resolve(): f"{_DATA}/{file}" for file, path in plan.files}
    options += [f"--volume={source}:{target}:ro" for source, target in shown.items()]
    return [*options, "--workdir=/", IMAGE, *command("python3", _HERE, "container")]


class Container:
    """The engine's client, which runs as long as the container, and its first process where that is here."""

    def __init__(self, program: str, name: str, client: subprocess.Popen[bytes]) -> None:
        self.pid = client.pid
        self._program, self._name, self._client = program, name, client
        self._handle: int | None = None

    @property
    def stderr(self) -> IO[bytes] | None:
        return self._client.stderr

    def begin(self, connection: socket.socket, plan: Plan) -> None:
        """Tell the first process what to show, and wait until it is ready."""
        connection.settimeout(START)
        files = {f"{HOME}/{file}": f"{_DATA}/{file}" for file, _ in plan.files}
        variables = environment(HOME, "/tmp", "/usr/local/bin:/usr/bin:/bin")
        message = {"work": WORKING, "files": files, "environment": variables}
        try:
            connection.sendall(json.dumps(message).encode() + b"\n")
            ready = connection.recv(1) == READY
        except TimeoutError:
            raise NoContainer(self._why(f"it was not ready in {START:.0f} s")) from None
        except OSError:
            ready = False
        if not ready:
            raise NoContainer(self._why())
        self._find()

    def _why(self, slow: str = "") -> str:
        self.kill()
        _, errors = self._client.communicate()
        says = " ".join(errors.decode("utf-8", "replace").split())[-300:]
        says = "; ".join(filter(None, [slow, says])) or "it ended without a word"
        engine = Path(self._program).name
        build = f"`{engine} build --tag {IMAGE} {RECIPE}`"
        return f"{engine} starts no container ({says}). The image is made, once, with {build}."

    def _find(self) -> None:
        """The first process by its number here, unless the engine is on another, perhaps virtual, machine."""
        told = self._engine("inspect", "--format={{.State.Pid}}")
        if told.isdigit() and os.path.isdir(f"/proc/{told}/root{_HERE}"):
            self.pid = int(told)
            self._handle = os.pidfd_open(self.pid)

    def kill(self) -> None:
        if self._handle is not None:
            with suppress(ProcessLookupError, PermissionError):
                signal.pidfd_send_signal(self._handle, signal.SIGKILL)
                return
        if self._client.poll() is None:
            self._engine("kill")
            self._client.kill()

    def _engine(self, *asked: str) -> str:
        """What the engine says of the container; nothing when it hangs, as Docker does now and then."""
        with suppress(subprocess.TimeoutExpired):
            command = [self._program, *asked, self._name]
            return subprocess.run(command, capture_output=True, text=True, timeout=ENGINE).stdout.strip()
        return ""

    def wait(self, timeout: float | None = None) -> int:
        """The client's status, as soon as it ends; without `timeout` it is made to, when the engine hangs."""
        try:
            return self._client.wait(timeout or ENGINE)
        except subprocess.TimeoutExpired:
            if timeout is not None:
                raise
        self._client.kill()
        return self._client.wait()

    def tidy(self) -> None:
        if self._handle is not None:
            os.close(self._handle)
        self._handle = None
