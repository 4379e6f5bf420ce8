"""What a cell prints, caught at the file descriptors, so that `!echo` and subprocesses are caught too."""

from __future__ import annotations

import io
import os
import secrets
import sys
import threading
from typing import TextIO

_PATIENCE = 3.0  # seconds that the end of the output may take to pass through a pipe


class Capture:
    """Keeps the first `limit` bytes written to file descriptors 1 and 2; the rest is read and dropped.

    A thread drains each pipe, so that no amount of output makes a writer wait.
    """

    def __init__(self, limit: int) -> None:
        self._streams = (_Stream(1, limit), _Stream(2, limit))
        sys.stdout, sys.stderr = (stream.file for stream in self._streams)

    def clear(self) -> None:
        """Forget what was printed so far."""
        self.take()

    def take(self) -> tuple[str, str]:
        """(standard output, standard error) since the last take."""
        for file in (sys.stdout, sys.stderr):  # the student may have put something else in their place
            try:
                file.flush()
            except Exception:
                continue
        out, err = self._streams
        return out.take(), err.take()


class _Stream:
    def __init__(self, descriptor: int, limit: int) -> None:
        self.limit = limit
        self._mark = secrets.token_bytes(16)
        self._kept, self._pending, self._dropped = bytearray(), bytearray(), False
        self._passed = threading.Event()
        self._read, self._write = os.pipe()
        os.dup2(self._write, descriptor)
        raw = io.FileIO(descriptor, "w", closefd=False)
        self.file: TextIO = io.TextIOWrapper(
            io.BufferedWriter(raw), encoding="utf-8", errors="backslashreplace", line_buffering=True
        )
        threading.Thread(target=self._drain, daemon=True).start()

    def _drain(self) -> None:
        while chunk := os.read(self._read, 1 << 16):
            self._pending += chunk
            at = self._pending.find(self._mark)
            if at >= 0:
                self._keep(at)
                del self._pending[: len(self._mark)]
                self._passed.set()
            elif len(self._pending) >= len(self._mark):  # its last bytes may be the beginning of the mark
                self._keep(len(self._pending) - len(self._mark) + 1)

    def _keep(self, size: int) -> None:
        room = max(0, self.limit - len(self._kept))
        self._kept += self._pending[: min(size, room)]
        self._dropped = self._dropped or size > room
        del self._pending[:size]

    def take(self) -> str:
        """All that was written before this call: a mark is sent through the pipe and waited for."""
        self._passed.clear()
        try:
            os.write(self._write, self._mark)
            self._passed.wait(_PATIENCE)
        except OSError:  # the student's code closed the pipe: what came before is what there is
            self._dropped = True
        text = self._kept.decode("utf-8", "replace")
        if self._dropped:
            text += f"\n[the output is cut after {self.limit >> 10} KB]"
        self._kept, self._dropped = bytearray(), False
        return text
