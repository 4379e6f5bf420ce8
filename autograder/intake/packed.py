"""Reads what was handed in as a zip, in memory: nothing is unpacked to where a name in it says."""

from __future__ import annotations

import io
import zipfile
import zlib
from collections import Counter
from collections.abc import Iterator

from autograder.intake.folder import Unreadable, quoted, refuse_more

MOST = 2_000
"""Files in one zip: its table is read before anything else."""
METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""How files in a zip are packed by what people use; others may ask for gigabytes of memory."""
ENTRY = b"PK\x01\x02"
"""How the entry of a file begins in the table of a zip."""
DAMAGED = (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError, OverflowError, RuntimeError)


class Packed:
    """The files in a zip, by their names without folders where these tell them apart.

    Left out are folders and hidden files.

    Raises:
        Unreadable: it is damaged, or holds too many files.
    """

    def __init__(self, name: str, data: bytes) -> None:
        self._name = quoted(name)
        if data.count(ENTRY) > MOST:
            raise Unreadable(f"{self._name} holds more than {MOST:,} files: ask for the notebook itself.")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except DAMAGED as error:
            raise Unreadable(f"{self._name} is damaged, or no zip: ask for the notebook itself.") from error
        paths = [info.filename.replace("\\", "/") for info in self._zip.infolist()]
        shown = {path: path.rpartition("/")[2] for path in paths if not _hidden(path)}
        often = Counter(shown.values())
        self._files, self._paths = dict[str, zipfile.ZipInfo](), dict[str, str]()
        for path, info in zip(paths, self._zip.infolist(), strict=True):
            if last := shown.get(path):
                name = last if often[last] == 1 else path
                self._files[name], self._paths[name] = info, path

    def names(self) -> list[str]:
        return sorted(self._files)

    def below(self, notebook: str) -> Iterator[tuple[str, str]]:
        """The paths of files from the folder on in which the notebook lies, each with its name here."""
        folder = self._paths[notebook].rpartition("/")[0]
        inside = f"{folder}/" if folder else ""
        for name, path in self._paths.items():
            if path.startswith(inside):
                yield path.removeprefix(inside), name

    def read(self, name: str, max_bytes: int) -> bytes:
        """A file; raises Unreadable where it is too large, or cannot be unpacked."""
        info, what = self._files[name], f"{quoted(name)} in {self._name}"
        if info.flag_bits & 1:
            raise Unreadable(f"{what} is locked with a password: ask for it as it is.")
        if info.compress_type not in METHODS:
            raise Unreadable(f"{what} is packed in an unusual way: ask for it as it is.")
        try:
            with self._zip.open(info) as file:
                data = file.read(max_bytes + 1)
        except DAMAGED as error:
            raise Unreadable(f"{what} is damaged: ask for it as it is.") from error
        refuse_more(name, info.file_size if len(data) > max_bytes else 0, max_bytes)  # no more was unpacked
        return data


def _hidden(path: str) -> bool:
    """Such as what macOS and JupyterLab add."""
    parts = [part for part in path.split("/") if part not in (".", "..")]
    return any(part == "__MACOSX" or part.startswith(".") for part in parts)
