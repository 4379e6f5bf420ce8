"""Which functions and classes of a cell are still to be written, though it is not as it was released."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

from autograder.intake.handed_in import is_python, without_magics

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@lru_cache(maxsize=256)
def unwritten(source: str) -> frozenset[str]:
    """The names of those that end in `raise NotImplementedError`; of a class, one method is enough.

    >>> sorted(unwritten("def f(x):\\n    x += 1\\n    raise NotImplementedError()\\ndef g(x): return f(x)"))
    ['f']
    >>> unwritten("def f(x):\\n    return x\\n    raise NotImplementedError()")
    frozenset()
    """
    if not is_python(source):
        return frozenset()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(without_magics(source)).body
    except (RecursionError, MemoryError):
        return frozenset()
    return frozenset(
        node.name for node in body if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and _ends_open(node)
    )


def _ends_open(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    if isinstance(node, ast.ClassDef):
        return any(isinstance(each, FUNCTIONS) and _ends_open(each) for each in node.body)
    end = next((each for each in node.body if isinstance(each, ast.Return | ast.Raise)), None)
    if not isinstance(end, ast.Raise):
        return False
    raised = end.exc.func if isinstance(end.exc, ast.Call) else end.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"
