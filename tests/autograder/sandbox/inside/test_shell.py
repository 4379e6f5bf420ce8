"""Cells run as they do in a notebook."""

import pytest

from autograder.sandbox.process import ProcessBox

PNG = b"\x89PNG"


@pytest.mark.parametrize(
    ("source", "stdout"),
    [
        ("print('hello')", "hello\n"),
        ("6 * 7", "42\n"),
        ("!echo from a shell", "from a shell\n"),
        ("import subprocess; _ = subprocess.run(['echo', 'from a child'])", "from a child\n"),
        ("import os; _ = os.write(1, b'from below')", "from below"),
        ("import asyncio\nawait asyncio.sleep(0)\nprint('awaited')", "awaited\n"),
        ("from IPython.display import display\ndisplay({'a': 1})", "{'a': 1}\n"),
        ("%%bash\necho from bash", "from bash\n"),
        ("lines = !printf 'a\\nb'\nprint(list(lines))", "['a', 'b']\n"),
        (
            "import threading\nt = threading.Thread(target=print, args=('threaded',)); t.start(); t.join()",
            "threaded\n",
        ),
        ("print(__name__, get_ipython().__class__.__name__)", "__main__ Shell\n"),
    ],
)
def test_a_cell_prints(box: ProcessBox, source: str, stdout: str) -> None:
    result = box.run_cell(source)
    assert result.error is None, result.stderr
    assert result.stdout.endswith(stdout)


def test_magics_work(box: ProcessBox) -> None:
    result = box.run_cell(
        "%matplotlib inline\n%config InlineBackend.figure_format = 'svg'\n%timeit -n1 -r1 1 + 1"
    )
    assert result.error is None, result.stderr
    assert "per loop" in result.stdout


def test_standard_error_and_warnings_are_kept_apart(box: ProcessBox) -> None:
    result = box.run_cell("import sys, warnings\nprint('aside', file=sys.stderr)\nwarnings.warn('careful')")
    assert result.stdout == ""
    assert "aside" in result.stderr and "careful" in result.stderr
    assert result.error is None


def test_an_exception_is_told_with_its_traceback(box: ProcessBox) -> None:
    result = box.run_cell("def f():\n    raise ValueError('wrong shape')\nf()")
    assert result.error is not None
    assert (result.error.kind, result.error.message) == ("ValueError", "wrong shape")
    assert "line 2" in result.stderr


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("def (:", "SyntaxError"),
        ("raise SystemExit(0)", "SystemExit"),
        ("exit()", "SystemExit"),
        ("raise KeyboardInterrupt", "KeyboardInterrupt"),
        ("def deep(): deep()\ndeep()", "RecursionError"),
        ("class Trap(Exception):\n    def __str__(self): raise SystemExit\nraise Trap", "Trap"),
        ("input()", "EOFError"),
    ],
)
def test_the_box_lives_on_after_an_exception(box: ProcessBox, source: str, kind: str) -> None:
    error = box.run_cell(source).error
    assert error is not None and error.kind in (kind, "StdinNotImplementedError", "SystemExit")
    assert box.run_cell("print('alive')").stdout == "alive\n"


def test_open_figures_become_pictures(box: ProcessBox) -> None:
    result = box.run_cell(
        "import matplotlib.pyplot as plt\nplt.plot([1, 2])\nplt.show()\nplt.figure()\nplt.imshow(np.eye(3))"
    )
    assert result.error is None, result.stderr
    assert [picture[:4] for picture in result.pictures] == [PNG, PNG]
    assert "non-interactive" not in result.stderr
    assert box.run_cell("1").pictures == ()


def test_a_figure_that_cannot_be_drawn_is_closed(box: ProcessBox) -> None:
    """As in a notebook: else each cell below it would end with its error."""
    error = box.run_cell("import matplotlib.pyplot as plt\nplt.title(r'$\\frac{$')").error
    assert error is not None and error.kind == "ValueError"
    assert box.run_cell("1").error is None


@pytest.mark.parametrize(
    "name", ["TkAgg", "tkagg", "QtAgg", "Qt5Agg", "MacOSX", "GTK3Agg", "WXAgg", "nbAgg", "WebAgg"]
)
def test_what_would_open_windows_draws_off_screen(box: ProcessBox, name: str) -> None:
    for first in ("import matplotlib.pyplot as plt\n", ""):
        result = box.run_cell(
            f"{first}import matplotlib\nmatplotlib.use({name!r})\nimport matplotlib.pyplot as plt\n"
            "plt.switch_backend(matplotlib.get_backend())\nplt.plot([1, 2])\nplt.show()"
        )
        assert result.error is None, result.stderr
        assert [picture[:4] for picture in result.pictures] == [PNG]
    box.run_cell("matplotlib.use('agg')")


def test_a_figure_as_the_last_value_becomes_a_picture_and_no_text(box: ProcessBox) -> None:
    found = box.run_cell(
        "from matplotlib.figure import Figure\nfigure = Figure(figsize=(1, 1))\nfigure.subplots()\nfigure"
    )
    assert len(found.pictures) == 1
    assert found.stdout == ""


def test_the_last_value_is_printed_unless_a_semicolon_follows(box: ProcessBox) -> None:
    assert box.run_cell("6 * 7").stdout == "42\n"
    assert box.run_cell("6 * 7;").stdout == ""


def test_pictures_are_capped_in_number(box: ProcessBox) -> None:
    source = "import matplotlib.pyplot as plt\nfor _ in range(10): plt.figure(figsize=(1, 1))"
    assert len(box.run_cell(source).pictures) == 8


def test_output_is_cut_without_making_anybody_wait(box: ProcessBox) -> None:
    for source in ("for _ in range(50): print('x' * 1_000_000)", "!yes | head -c 50000000"):
        result = box.run_cell(source)
        assert result.error is None
        assert 64 << 10 <= len(result.stdout) < (64 << 10) + 100
        assert result.stdout.endswith("[the output is cut after 64 KB]")
    assert box.run_cell("print('short')").stdout == "short\n"


def test_a_forked_child_does_not_answer_in_its_parents_place(box: ProcessBox) -> None:
    result = box.run_cell("import os\nchild = os.fork()\nif child: _ = os.waitpid(child, 0)")
    assert result.error is None
    assert box.run_cell("print('once')").stdout.endswith("once\n")
