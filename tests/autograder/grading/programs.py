"""What programs do to notebooks when they save them, and all accidents together: `corrupted` draws some."""

from __future__ import annotations

import copy
import json
import random
import re
import string
from collections.abc import Callable
from typing import Any

import nbformat

from .corruptions import DAMAGE, TAKES_APART, Damage, Document


def metadata_stripped(document: Document, rng: random.Random) -> None:
    for cell in document["cells"]:
        cell["metadata"] = {}
    document["metadata"] = {}


def ids_stripped(document: Document, rng: random.Random) -> None:
    for cell in document["cells"]:
        cell.pop("id", None)
    document["nbformat_minor"] = rng.randrange(5)


def all_stripped(document: Document, rng: random.Random) -> None:
    metadata_stripped(document, rng)
    ids_stripped(document, rng)


def ids_renamed(document: Document, rng: random.Random) -> None:
    """As programs do that give every cell a new id."""
    for cell in document["cells"]:
        cell["id"] = "".join(rng.choices(string.ascii_letters + string.digits, k=12))


def kernelspec_lost(document: Document, rng: random.Random) -> None:
    document["metadata"].pop("kernelspec", None)


def colab(document: Document, rng: random.Random) -> None:
    for cell in document["cells"]:
        cell.pop("id", None)
        name = "".join(rng.choices(string.ascii_letters + string.digits, k=12))
        kept = cell["metadata"] if rng.random() < 0.5 else {}
        cell["metadata"] = {**kept, "id": name}
        if cell["cell_type"] == "code":
            cell["metadata"] |= {"cellView": "form", "outputId": name, "colab": {"base_uri": "https://x"}}
            cell["outputs"] = []
    document["metadata"] = {
        "colab": {"provenance": [], "toc_visible": True},
        "kernelspec": {"name": "python3", "display_name": "Python 3"},
        "language_info": {"name": "python"},
    }
    document["nbformat_minor"] = 0


def vs_code(document: Document, rng: random.Random) -> None:
    for cell in document["cells"]:
        cell.pop("id", None)
        cell["metadata"] = {**cell["metadata"], "vscode": {"languageId": "python"}}
    document["metadata"] = {"kernelspec": {"display_name": ".venv", "name": "python3"}, "orig_nbformat": 4}
    document["nbformat_minor"] = 2


def jupyterlab_3(document: Document, rng: random.Random) -> None:
    for cell in document["cells"]:
        cell.pop("id", None)
        cell["metadata"] |= {"tags": [], "execution": {"iopub.execute_input": "2026-11-20T10:00:00Z"}}
    document["metadata"]["widgets"] = {"application/vnd.jupyter.widget-state+json": {"state": {}}}
    document["nbformat_minor"] = 4


def unknown_minor(document: Document, rng: random.Random) -> None:
    document["nbformat_minor"] = rng.choice([6, 9, 99])
    document["cells"][0]["future"] = {"a": 1}


def outputs_broken(document: Document, rng: random.Random) -> None:
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell["outputs"] = rng.choice(["no", None, [None], [{"output_type": "hologram"}], {"a": 1}, [[]]])
            cell["execution_count"] = rng.choice(["x", -1, 1e9, [1]])


def format_3(document: Document, rng: random.Random) -> None:
    """Written by the nbformat package itself, as an old program would; marks and ids do not all survive."""
    for cell in document["cells"]:
        if cell["cell_type"] == "code":
            cell |= {"outputs": [], "execution_count": None}
    notebook = nbformat.from_dict(document)
    third = json.loads(nbformat.v3.writes_json(nbformat.convert(notebook, 3)))
    document.clear()
    document.update(third)


# Files: the bytes of a text.


def with_crlf(text: str) -> bytes:
    """The sources' line ends, and those of the file."""
    return text.replace("\n", "\r\n").replace("\\n", "\\r\\n").encode()


def with_cr(text: str) -> bytes:
    return text.replace("\n", "\r").replace("\\n", "\\r").encode()


def in_encoding(encoding: str) -> Callable[[str], bytes]:
    return lambda text: text.encode(encoding)


SAVED: list[Damage] = [
    metadata_stripped,
    ids_stripped,
    all_stripped,
    ids_renamed,
    kernelspec_lost,
    colab,
    vs_code,
    jupyterlab_3,
    unknown_minor,
    outputs_broken,
    format_3,
]
FILES = [with_crlf, with_cr, *map(in_encoding, ["utf-8-sig", "utf-16", "utf-16-be", "utf-16-le", "cp1252"])]
NAMES = [
    *("{} (1).ipynb", "{}-Copy1.ipynb", "{}_final.ipynb", "{}.IPYNB", "Copy of {}.ipynb", "{} - ada.ipynb"),
    *(
        "{}.ipynb.txt",
        "{}.ipynb.json",
        "{}(2).ipynb",
        "{} copy.ipynb",
        "homework.ipynb",
        "Kopie von {}.ipynb",
    ),
]


def corrupted(document: Document, name: str, rng: random.Random) -> tuple[bytes, str, list[str]]:
    """One to four accidents: the file's bytes and name, and what happened to it.

    At most one program saves it last, and what a split takes apart nobody takes further apart.
    """
    document = copy.deepcopy(document)
    chosen = rng.sample([*DAMAGE, *SAVED, *FILES, *NAMES], rng.randint(1, 4))
    happened = []
    apart = [c for c in TAKES_APART if c in chosen][:1]
    for damage in [c for c in DAMAGE if c in chosen and c not in TAKES_APART] + apart:
        damage(document, rng)
        happened.append(named(damage))
    for cell in document["cells"]:
        cell.pop("stub", None)
    for damage in [c for c in SAVED if c in chosen][:1]:
        damage(document, rng)
        happened.append(named(damage))
    text = json.dumps(document, ensure_ascii=False, indent=rng.choice([1, 4, None]))
    data = text.encode()
    for encode in [c for c in FILES if c in chosen][:1]:
        data = encode(text)
        happened.append(named(encode))
    names = [c for c in NAMES if c in chosen]
    return data, names[0].format(name) if names else f"{name}.ipynb", [*happened, *names[:1]]


def named(damage: Callable[..., Any]) -> str:
    """Which one it was; the arguments of those that have some."""
    inside = [str(cell.cell_contents) for cell in damage.__closure__ or ()]
    return re.sub(r"\.<locals>.*", "", damage.__qualname__) + "".join(f" {each}" for each in inside)
