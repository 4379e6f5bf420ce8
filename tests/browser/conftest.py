"""A real JupyterLab on a course folder of its own, driven by a real browser."""

from __future__ import annotations

import json
import os
import secrets
import shutil
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from autograder.building.build import build
from autograder.course import Course

ROOT = Path(__file__).parents[2]
CHROMIUM = shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
PATIENCE = 180.0
"""Seconds that the browser and JupyterLab may take for anything, on a busy machine."""
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-sync",
]


@dataclass
class Lab:
    """A running JupyterLab: `open` gives the address of one of its pages."""

    folder: Path
    port: int
    token: str

    def url(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}?token={self.token}"


@pytest.fixture(scope="module")
def course(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A course folder with the released notebooks and nbgrader's configuration."""
    folder = tmp_path_factory.mktemp("browser") / "a course"
    folder.mkdir()
    shutil.copytree(ROOT / "course", folder / "course")
    shutil.copytree(ROOT / "solutions", folder / "solutions")
    shutil.copy(ROOT / "nbgrader_config.py", folder)
    build(Course(folder))
    return folder


@pytest.fixture(scope="module")
def lab(course: Path) -> Iterator[Lab]:
    """JupyterLab started in the course folder, as `make lab` does, with settings of its own."""
    token = secrets.token_hex(16)
    home = course.parent / "home"
    home.mkdir()
    command = [sys.executable, "-m", "jupyter", "lab", "--no-browser", "--port=0"]
    command += [f"--IdentityProvider.token={token}", "--LabApp.expose_app_in_browser=True"]
    command += ["--allow-root"] if hasattr(os, "geteuid") and os.geteuid() == 0 else []
    log = (course.parent / "lab.log").open("w", encoding="utf-8")
    environment = {
        **os.environ,
        "HOME": str(home),
        "JUPYTER_RUNTIME_DIR": str(home / "runtime"),
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
    }
    process = subprocess.Popen(command, cwd=course, env=environment, stdout=log, stderr=subprocess.STDOUT)
    try:
        port = _wait_for(home / "runtime", token, process, Path(log.name))
        yield Lab(course, port, token)
    finally:
        process.terminate()
        process.wait(PATIENCE)
        log.close()


def _wait_for(runtime: Path, token: str, process: subprocess.Popen, log: Path) -> int:
    """The port that JupyterLab has chosen and written down, when it answers there."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and process.poll() is None:
        try:
            [file] = runtime.glob("jpserver-*.json")
            port = json.loads(file.read_text(encoding="utf-8"))["port"]
            urllib.request.urlopen(f"http://127.0.0.1:{port}/api/status?token={token}", timeout=2).close()
            return port
        except (OSError, ValueError):  # there is no such file, or half of one, or nobody answers yet
            time.sleep(0.2)
    raise RuntimeError(f"JupyterLab ended, or does not answer: {log.read_text(encoding='utf-8')[-2000:]}")


@pytest.fixture(scope="module")
def browser():
    """A headless browser, which keeps what it has loaded of JupyterLab from one page to the next."""
    if CHROMIUM is None:
        pytest.skip("no Chromium on this machine: the browser tests need one")
    playwright = pytest.importorskip("playwright.sync_api", reason="playwright is not installed")
    with playwright.sync_playwright() as driver:
        browser = driver.chromium.launch(executable_path=CHROMIUM, args=QUIET, timeout=1e3 * PATIENCE)
        yield browser.new_context(viewport={"width": 1280, "height": 1000})
        browser.close()


@pytest.fixture
def page(browser):
    """A page of the browser; every test has a fresh one."""
    page = browser.new_page()
    page.set_default_timeout(1e3 * PATIENCE)
    yield page
    page.close()
