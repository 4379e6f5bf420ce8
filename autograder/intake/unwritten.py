"""Which functions and classes of a cell are still to be written, though it is not as it was released."""

from __future__ import annotations

import ast
import warnings
from functools import lru_cache

from autograder.intake.handed_in import is_python, without_magics

FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


@lru_cache(maxsize=256)
def unwritten(source: str) -> frozenset[str]:
    """The names of those that end in `raise NotImplementedError`; of a class, one method is enough. Of two of
    one name the last counts: the stub may be left above what was written.

    >>> sorted(unwritten("def f(x):\\n    x += 1\\n    raise NotImplementedError()\\ndef g(x): return f(x)"))
    ['f']
    >>> unwritten("def f(x):\\n    if x: return x\\n    else: return 0\\n    raise NotImplementedError()")
    frozenset()
    >>> unwritten("def f(x): raise NotImplementedError()\\ndef f(x): return x")
    frozenset()
    """
    if not is_python(source):
        return frozenset()
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            body = ast.parse(without_magics(source)).body
        last = {name: node for node in body for name in _names(node)}
        return frozenset(
            name
            for name, node in last.items()
            if isinstance(node, (*FUNCTIONS, ast.ClassDef)) and _ends_open(node)
        )
    except (RecursionError, MemoryError):
        return frozenset()


def _names(statement: ast.stmt) -> list[str]:
    """The names that a definition or an assignment binds."""
    if isinstance(statement, (*FUNCTIONS, ast.ClassDef)):
        return [statement.name]
    targets = statement.targets if isinstance(statement, ast.Assign) else ()
    return [target.id for target in targets if isinstance(target, ast.Name)]


def _ends_open(node: ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef) -> bool:
    if isinstance(node, ast.ClassDef):
        return any(isinstance(each, FUNCTIONS) and _ends_open(each) for each in node.body)
    end = next(filter(_leaves, node.body), None)
    if not isinstance(end, ast.Raise):
        return False
    raised = end.exc.func if isinstance(end.exc, ast.Call) else end.exc
    return isinstance(raised, ast.Name) and raised.id == "NotImplementedError"


def _leaves(statement: ast.stmt) -> bool:
    """Whether the function is left here in any case, so that what stands below is not reached."""
    match statement:
        case ast.Return() | ast.Raise():
            return True
        case ast.If(body=body, orelse=other):
            return any(map(_leaves, body)) and any(map(_leaves, other))
        case ast.With(body=body):
            return any(map(_leaves, body))
        case ast.Try(body=body, handlers=handlers):
            return any(map(_leaves, body)) and all(any(map(_leaves, each.body)) for each in handlers)
    return False
