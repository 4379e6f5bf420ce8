"""`refold` and `autograder` as the box sees them: no check, and not what students are asked to write."""

from __future__ import annotations

import ast
import importlib.util
from collections.abc import Sequence
from pathlib import Path

_CHECK = '''"""Stands in for the grader: answers are judged elsewhere."""


def check(*args, **kwargs):
    """Does nothing here."""
'''

_STUB = """
class {name}:
    def __init__(self, *args, **kwargs):
        raise RuntimeError(
            "refold's {name} is not here: this unit asks you to write it. Use your own {name} instead."
        )
"""


def library(withheld: Sequence[str]) -> dict[str, str]:
    """Path -> text of all modules that a student's code may import from us.

    Args:
        withheld: modules of `refold`, such as "layers/flatten.py", whose public names only say so.

    Raises:
        FileNotFoundError: a withheld module does not exist, so that its reference may lie under another name.
    """
    files = {"autograder/__init__.py": _CHECK}
    root = package("refold")
    for path in sorted(root.rglob("*.py")) if root else ():
        files[f"refold/{path.relative_to(root).as_posix()}"] = path.read_text(encoding="utf-8")  # type: ignore[arg-type]
    for module in withheld:
        name = f"refold/{module}"
        if name not in files:
            raise FileNotFoundError(
                f"Cannot withhold {module!r}: refold has no such module. Correct the unit's `withheld`."
            )
        files[name] = stub(files[name])
    return files


def stub(source: str) -> str:
    """A module with the public names of `source`, each of which raises when it is used."""
    kinds = (ast.ClassDef, ast.FunctionDef)
    names = [node.name for node in ast.parse(source).body if isinstance(node, kinds)]
    return "\n".join(_STUB.format(name=name) for name in names if not name.startswith("_"))


def package(name: str) -> Path | None:
    """The folder of an installed package, found without importing it."""
    spec = importlib.util.find_spec(name)
    return Path(spec.origin).parent if spec and spec.origin else None
