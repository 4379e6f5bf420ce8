"""What becomes of answers that are pasted from elsewhere, or bound in other ways than by a plain def."""

from __future__ import annotations

import html
import random

from .documents import Document, answers, code, grade_id, retype


def pasted(document: Document, rng: random.Random) -> None:
    """From a chat, a page, or a terminal; some or all answers, some in cells of text."""
    ways = [
        lambda source: f"```python\n{source}\n```",
        lambda source: f"~ so ~\n\n```\n{source}\n```\n\n~ and so ~",
        lambda source: "\n".join(
            f"{'... ' if line[:1] in ' )' else '>>> '}{line}" for line in source.split("\n")
        ),
        lambda source: f"In [{rng.randrange(99)}]:\n{source}",
        lambda source: source.replace("    ", "\u00a0   "),
        lambda source: "\ufeff" + source.replace(" = ", "\u00a0=\u200b "),
        lambda source: source.replace("\n", "\u2028"),
        lambda source: html.escape(source).replace("(", "（").replace(", ", "，\u2009"),
        lambda source: source.replace('"', "“").replace("'", "’").replace("-", "–").replace(" ", "\u3000"),
        lambda source: "\n".join(f"    {line}" for line in source.split("\n")),
    ]
    for at in rng.sample(answers(document), rng.randint(1, len(answers(document)))):
        cell, way = document["cells"][at], rng.choice(ways)
        cell["source"] = way(cell["source"])
        if "```" in cell["source"] and rng.random() < 0.5:
            retype(cell, "markdown")


def pasted_into_a_text(document: Document, rng: random.Random) -> None:
    """Of the student's own, between words; the slot is left as a stub."""
    at = rng.choice(answers(document))
    cell = document["cells"][at]
    own = {"cell_type": "markdown", "metadata": {}, "id": f"own{rng.randrange(10**9)}"}
    own["source"] = f"My answer:\n\n```python\n{cell['source']}\n```"
    cell["source"] = cell["stub"]
    document["cells"].insert(rng.randrange(len(document["cells"]) + 1), own)


def bound_otherwise(document: Document, rng: random.Random) -> None:
    """In a cell of the student's own: under an `if`, with a type, two names at once, or imported."""
    at = rng.choice(answers(document))
    cell = document["cells"][at]
    name = grade_id(cell).removesuffix("-answer")
    name = "Flatten" if name == "flatten_layer" else name
    inner = "\n".join(f"    {line}" if line else line for line in cell["source"].split("\n"))
    under = "try:\n    import math\nfinally:\n" if rng.random() < 0.5 else "if True:\n"
    make = f"def made():\n    import math\n    import numpy as np\n{inner}\n    return {name}\n\n"
    bind = rng.choice([f"{name}: object = made()", f"{name}, other = made(), 1", f"print({name} := made())"])
    source = rng.choice([under + inner, make + bind])
    document["cells"].insert(rng.randrange(len(document["cells"]) + 1), code(source))
    cell["source"] = rng.choice(["", cell["stub"]])


def split_by_texts(document: Document, rng: random.Random) -> None:
    """At any line, with words between the parts."""
    at = rng.choice(answers(document))
    cell = document["cells"][at]
    lines = cell["source"].splitlines()
    cut = rng.randrange(1, max(2, len(lines)))
    words = {"cell_type": "markdown", "metadata": {}, "id": f"own{rng.randrange(10**9)}", "source": "Then:"}
    rest = code("\n".join(lines[cut:]), id=f"own{rng.randrange(10**9)}")
    cell["source"] = "\n".join(lines[:cut])
    document["cells"][at + 1 : at + 1] = [words, rest]
