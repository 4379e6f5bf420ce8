"""A real IPython shell in this process, for magics, `!commands`, top-level await, display and plots."""

from __future__ import annotations

import sys
import warnings
from importlib import import_module
from importlib.machinery import ModuleSpec
from io import BytesIO
from types import ModuleType
from typing import Any

from IPython.core.displayhook import DisplayHook
from IPython.core.displaypub import DisplayPublisher
from IPython.core.interactiveshell import InteractiveShell
from traitlets.config import Config


class Pictures:
    """The PNG pictures of one cell, each of at most `size` bytes; `room` is how many more there may be."""

    def __init__(self, size: int) -> None:
        self.size, self.room = size, 0
        self.kept: list[bytes] = []

    def draw(self, figure: Any) -> bytes | None:
        """A matplotlib figure as a notebook shows it; None when there is no room for it."""
        if not self.room:
            return None
        buffer = BytesIO()
        figure.savefig(buffer, format="png", bbox_inches="tight")
        return buffer.getvalue()

    def add(self, png: bytes | None) -> None:
        if png is not None and self.room and len(png) <= self.size:
            self.kept.append(png)
            self.room -= 1

    def add_open_figures(self) -> None:
        """Draw and close the figures that the cell left open, as a notebook does at the end of a cell."""
        pyplot = sys.modules.get("matplotlib.pyplot")
        if pyplot is None:
            return
        try:
            for number in pyplot.get_fignums():
                if self.room:
                    self.add(self.draw(pyplot.figure(number)))
        finally:
            pyplot.close("all")

    def take(self) -> list[bytes]:
        taken, self.kept = self.kept, []
        return taken


class Publisher(DisplayPublisher):
    """`display(...)`: pictures are kept, and what has no picture is printed."""

    pictures: Pictures

    def publish(self, data: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        png = data.get("image/png")
        if isinstance(png, bytes):
            self.pictures.add(png)
        elif "text/plain" in data:
            print(data["text/plain"])


class Result(DisplayHook):
    """The value of a cell's last line: a picture is kept, and what has no picture is printed."""

    pictures: Pictures

    def write_output_prompt(self) -> None:
        """Notebooks number the outputs themselves."""

    def write_format_data(self, format_dict: dict[str, Any], md_dict: Any = None) -> None:
        png = format_dict.get("image/png")
        if isinstance(png, bytes):
            self.pictures.add(png)
        elif "text/plain" in format_dict:
            print(format_dict["text/plain"])


class Windowless:
    """Finds, for `matplotlib.use("TkAgg")` and all else that would open windows or wait for a browser, what
    draws off screen."""

    places = tuple(
        f"matplotlib.backends.backend_{name}" for name in ("tk", "qt", "gtk", "wx", "mac", "nbagg", "webagg")
    )

    def find_spec(self, name: str, path: Any = None, target: Any = None) -> ModuleSpec | None:
        return ModuleSpec(name, self) if name.startswith(self.places) else None  # type: ignore[arg-type]

    def create_module(self, spec: ModuleSpec) -> None:
        """As Python makes one."""

    def exec_module(self, module: ModuleType) -> None:
        drawn = vars(import_module("matplotlib.backends.backend_agg"))
        vars(module).update({name: value for name, value in drawn.items() if not name.startswith("__")})


class Shell(InteractiveShell):
    """IPython without a terminal: no history file, no colours, no windows."""

    system = InteractiveShell.system_raw  # without a pseudo-terminal: the output goes to file descriptor 1
    last_traceback = ""

    def ask_exit(self) -> None:
        """`exit` and `quit`: an error like any other."""
        raise SystemExit

    def enable_gui(self, gui: str | None = None) -> None:
        """There are no windows here."""

    def enable_matplotlib(self, gui: str | None = None) -> tuple[None, str]:
        """`%matplotlib anything`: figures are drawn off screen and kept at the end of the cell."""
        return None, "agg"

    def _showtraceback(self, etype: type, evalue: BaseException, stb: list[str]) -> None:
        print("\n".join(stb), file=sys.stderr)


def start(pictures: Pictures) -> Shell:
    """The process's one shell; what it runs lives in a fresh `__main__`."""
    config = Config()
    config.HistoryManager.enabled = False
    config.InteractiveShell.colors = "nocolor"
    config.InteractiveShell.xmode = "Plain"
    shell = Shell.instance(config=config, display_pub_class=Publisher, displayhook_class=Result)
    shell.display_pub.pictures = shell.displayhook.pictures = pictures  # type: ignore[attr-defined]
    formatters = shell.display_formatter.formatters  # type: ignore[union-attr]
    formatters["image/png"].for_type_by_name("matplotlib.figure", "Figure", pictures.draw)
    warnings.filterwarnings("ignore", "FigureCanvasAgg is non-interactive")
    sys.meta_path.insert(0, Windowless())
    return shell
