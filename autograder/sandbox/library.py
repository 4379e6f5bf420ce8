"""`refold` and `autograder` as the box sees them: no check, and not what students are asked to write."""

from __future__ import annotations

import ast
import importlib.util
import re
from collections.abc import Sequence
from pathlib import Path

_GRADER = '''"""Stands in for the grader: answers are judged elsewhere."""


def check(*args, **kwargs):
    """Does nothing here."""


def answers(notebook):
    """No notebook lies beside the one that is graded."""
    raise FileNotFoundError("Other notebooks are not here. Write in this one what it needs of them.")
'''

_STUB = """
class {name}:
    def __init__(self, *args, **kwargs):
        name = type(self).__name__  # of a layer that is made of this one, its own
        raise RuntimeError(
            f"refold's {{name}} is not here: this unit asks you to write it, or what it is made of. "
            "Use your own code instead."
        )
"""

_PICTURE = '''
def {name}(*args, **kwargs):
    """Draws nothing here: what works the answers out is not here."""
'''

_EXAMPLES = re.compile(r"^    examples = .*\n(?:        .*\n|    \)\n)*", re.MULTILINE)
"""Examples are for the library's tests. Some hold layers: where these are withheld, none can be made."""


def library(withheld: Sequence[str]) -> dict[str, str]:
    """Path -> text of all modules that a student's code may import from us.

    Args:
        withheld: modules of `refold`, such as "layers/flatten.py", whose public names only say so, or one
            name in a module, "activations.py:softmax".

    Raises:
        FileNotFoundError: what is withheld does not exist, so that its reference may lie under another name.
    """
    files = {"autograder/__init__.py": _GRADER}
    root = package("refold")
    for path in sorted(root.rglob("*.py")) if root else ():
        text = path.read_text(encoding="utf-8")
        files[f"refold/{path.relative_to(root).as_posix()}"] = _EXAMPLES.sub("", text)  # type: ignore[arg-type]
    for each in withheld:
        module, _, public = each.partition(":")
        source = files.get(f"refold/{module}", "")
        if not source or (public and public not in _defined(source)):
            raise FileNotFoundError(
                f"Cannot withhold {each!r}: refold has no such module, or not that name in it. "
                "Correct the unit's `withheld`."
            )
        files[f"refold/{module}"] = without(source, public) if public else stub(source)
    return files


def stub(source: str) -> str:
    """A module with the public names of `source`, each of which raises when it is used.

    Pictures are only left out: one may stand above an answer in the same cell.
    """
    names = [name for name in _defined(source) if not name.startswith("_")]
    return "\n".join((_PICTURE if name.startswith("draw_") else _STUB).format(name=name) for name in names)


def without(source: str, name: str) -> str:
    """A module in which what has this name raises when it is used; the others are as they were."""
    node, lines = _defined(source)[name], source.splitlines()
    lines[node.lineno - 1 : node.end_lineno] = [_STUB.format(name=name)]
    return "\n".join(lines)


def _defined(source: str) -> dict[str, ast.ClassDef | ast.FunctionDef]:
    """The classes and functions of a module by name, in order."""
    return {n.name: n for n in ast.parse(source).body if isinstance(n, ast.ClassDef | ast.FunctionDef)}


def package(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
