"""The tier "unisolated": the same runner in an ordinary process. It keeps nothing from a hostile program."""

from __future__ import annotations

import os
import secrets
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from contextlib import suppress
from functools import partial
from pathlib import Path

from .inside.wire import exactly, within
from .launch import INSIDE, WORK, Plan, Started, command, environment

_PATIENCE = 20.0  # seconds until the process must have called back
_KEPT = ("SYSTEMROOT", "WINDIR", "COMSPEC", "PATHEXT")  # without these no program starts on Windows


def launch(plan: Plan) -> Started:
    """Start the runner as a child with a throw-away home; it calls back on a loopback port, with a token."""
    root = Path(tempfile.mkdtemp(prefix="refold-"))
    home = root / "home"
    (home / WORK).mkdir(parents=True)
    for name, source in plan.files:
        (home / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, home / name)
    kept = {name: os.environ[name] for name in _KEPT if name in os.environ}
    path = os.pathsep.join([str(Path(sys.executable).parent), os.defpath])
    tidy = partial(shutil.rmtree, root, ignore_errors=True)
    with socket.create_server(("127.0.0.1", 0)) as server:
        process = subprocess.Popen(
            command(sys.executable, INSIDE.parent),
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            env=kept | environment(str(home), str(root), path),
            cwd=home / WORK,
            start_new_session=True,
        )
        try:
            connection = _called_back(server, process)
        except OSError:
            end(process)
            tidy()
            raise
    return Started(process, connection, str(root / "library"), False, partial(end, process), tidy)


def end(process: subprocess.Popen[bytes]) -> None:
    """End the process and its children; those that went into a session of their own are out of reach."""
    if sys.platform == "win32":
        process.kill()
        return
    with suppress(ProcessLookupError):  # they have ended
        os.killpg(process.pid, signal.SIGKILL)


def _called_back(server: socket.socket, process: subprocess.Popen[bytes]) -> socket.socket:
    token = secrets.token_hex(16)
    server.settimeout(_PATIENCE)
    assert process.stdin is not None  # for the type checker: it is a pipe
    process.stdin.write(f"{server.getsockname()[1]} {token}\n".encode())
    process.stdin.close()
    connection, _ = server.accept()
    connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
    if not secrets.compare_digest(exactly(connection, len(token), within(_PATIENCE)), token.encode()):
        connection.close()
        raise ConnectionError("Another program answered in place of the student's process. Try again.")
    return connection
