"""Unpacks what a learning platform gives for a class, for `nbgrader zip_collect`."""

from __future__ import annotations

import shutil
from pathlib import Path

from nbgrader.plugins import ExtractorPlugin
from nbgrader.utils import unzip


class Extractor(ExtractorPlugin):
    """Unpacks the platform's archives, and none that a student handed in.

    nbgrader opens those, too: it takes their files for the platform's, be they named after another student,
    whose work they replace, and it stops the class at one that is damaged.
    """

    def extract(self, archive_path: str, extracted_path: str) -> None:
        """Into `extracted_path` come the contents of each archive, and files as they are."""
        for path in sorted(Path(archive_path).rglob("*")):
            if not path.is_file():
                continue
            folder = Path(extracted_path, path.parent.relative_to(archive_path))
            folder.mkdir(parents=True, exist_ok=True)
            self.log.info("Extracting %s to %s", path, folder)
            if path.suffix in self.zip_ext:
                unzip(str(path), str(folder), zip_ext=self.zip_ext, create_own_folder=True)
            else:
                shutil.copy(path, folder)
