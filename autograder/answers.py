"""`answers`: what a student has written in a notebook, to build with it elsewhere."""

from __future__ import annotations

import ast
import linecache
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, redirect_stdout
from io import StringIO
from pathlib import Path
from types import ModuleType
from typing import Any, NoReturn

from autograder.course import refuse_what_was_handed_in
from autograder.errors import CourseError
from autograder.judging.demonstrations import at_the_top
from refold.errors import meant


def answers(notebook: str | Path) -> ModuleType:
    """The functions, classes and constants of a notebook of yours, as if it were a module.

        dense = answers("../02_dense/02_dense.ipynb")
        A = dense.dense_forward(X, W, b)

    The notebook is read as it was saved. Its answers are run whole, of other cells only imports, functions,
    classes and constants: nothing is checked, drawn or trained.

    Raises:
        CourseError: there is no such file, it is no notebook, or somebody else handed it in.
        AttributeError: when it is asked for what the notebook does not define; says which cells failed.
    """
    path = Path(notebook)
    refuse_what_was_handed_in(path)
    module = ModuleType(path.stem)
    with _beside(path), redirect_stdout(StringIO()):
        failed = _run(path, module.__dict__)

    def missing(name: str) -> NoReturn:
        near = meant(name, [each for each in vars(module) if not each.startswith("_")])
        raise AttributeError(f"{path} does not define {name}.{near}{''.join(failed)}")

    module.__dict__["__getattr__"] = missing
    return module


def _run(path: Path, names: dict[str, Any]) -> list[str]:
    """Run what the notebook defines; a sentence for each part that failed and left the others as they are."""
    failed, flags = list[str](), 0
    for number, source, is_answer in _cells(path):
        name = f"{path.name}, cell {number}"
        linecache.cache[name] = (len(source), None, source.splitlines(keepends=True), name)
        for part in [source] if is_answer else _definitions(source):
            try:
                code = compile(part, name, "exec", flags, dont_inherit=True)
                flags |= code.co_flags & annotations.compiler_flag  # in later cells too, as in JupyterLab
                exec(code, names)
            except (Exception, SystemExit) as error:
                failed.append(f" Its cell {number} ended with {type(error).__name__}: {error}.")
    return failed


def _cells(path: Path) -> Iterator[tuple[int, str, bool]]:
    """The number, the source and whether it is an answer, of each cell with Python code."""
    from autograder.intake.folder import Unreadable
    from autograder.intake.handed_in import CELL_MAGIC, read_cells, without_magics  # not needed by a check

    try:
        cells, _ = read_cells(path.read_bytes())
    except (OSError, Unreadable) as error:
        why = error.strerror if isinstance(error, OSError) else error
        raise CourseError(f"answers: {path.resolve()} cannot be read as a notebook: {why}") from error
    for number, cell in enumerate(cells, 1):
        if cell.kind == "code" and not CELL_MAGIC.match(cell.source):
            yield number, without_magics(cell.source), bool(cell.marks.get("solution"))


def _definitions(source: str) -> Sequence[str | ast.Module]:
    """The parts of a cell that define something, each on its own; a cell that is no Python is one part."""
    try:
        tree = ast.parse(source)
    except Exception:  # with which it will end when it is compiled
        return [source]
    return [ast.Module([part], []) for part in tree.body if _defines(part)]


def _defines(part: ast.stmt) -> bool:
    """Whether it is an import, a function, a class or a constant."""
    if isinstance(part, ast.Import | ast.ImportFrom | ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        return True
    called = (node for node in at_the_top(part) if isinstance(node, ast.Call | ast.Await | ast.comprehension))
    return isinstance(part, ast.Assign | ast.AnnAssign) and next(called, None) is None


@contextmanager
def _beside(path: Path) -> Iterator[None]:
    """Modules beside the notebook can be imported, as in JupyterLab."""
    folder = str(path.resolve().parent)
    sys.path.insert(0, folder)
    try:
        yield
    finally:
        sys.path.remove(folder)
