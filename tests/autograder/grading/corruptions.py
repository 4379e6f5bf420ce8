"""What students do to the cells of a notebook between release and hand-in: none of it costs a point."""

from __future__ import annotations

import copy
import random
from collections.abc import Callable

from .documents import Document, answers, checks, code, plain, retype
from .pasting import bound_otherwise, pasted, pasted_into_a_text, split_by_texts

Damage = Callable[[Document, random.Random], None]


def answer_twice(document: Document, rng: random.Random) -> None:
    """Copied and pasted: the metadata goes along, the id does not."""
    at = rng.choice(answers(document))
    document["cells"].insert(at + 1, copy.deepcopy(document["cells"][at]) | {"id": f"own{rng.random()}"[:20]})


def answer_twice_with_its_id(document: Document, rng: random.Random) -> None:
    at = rng.choice(answers(document))
    document["cells"].append(copy.deepcopy(document["cells"][at]))


def stub_left_behind(document: Document, rng: random.Random) -> None:
    """Copied before it was filled in: the copy was filled in, or the original."""
    at = rng.choice(answers(document))
    cell = document["cells"][at]
    document["cells"].insert(at + rng.randrange(2), copy.deepcopy(cell) | {"source": cell["stub"]})


def check_twice(document: Document, rng: random.Random) -> None:
    at = rng.choice(checks(document))
    document["cells"].insert(rng.randrange(at, len(document["cells"])), copy.deepcopy(document["cells"][at]))


def text_twice(document: Document, rng: random.Random) -> None:
    at = rng.choice(plain(document))
    document["cells"].insert(at, copy.deepcopy(document["cells"][at]))


def checks_deleted(document: Document, rng: random.Random) -> None:
    gone = set(rng.sample(checks(document), rng.randint(1, len(checks(document)))))
    document["cells"] = [cell for n, cell in enumerate(document["cells"]) if n not in gone]


def texts_deleted(document: Document, rng: random.Random) -> None:
    """All that is no exercise, or more of it than a correction would change; often also the imports."""
    found = plain(document)
    gone = set(rng.sample(found, rng.randint(min(6, len(found)), len(found))))
    document["cells"] = [cell for n, cell in enumerate(document["cells"]) if n not in gone]


def shuffled(document: Document, rng: random.Random) -> None:
    rng.shuffle(document["cells"])


def turned_round(document: Document, rng: random.Random) -> None:
    document["cells"].reverse()


def one_moved(document: Document, rng: random.Random) -> None:
    cell = document["cells"].pop(rng.choice(answers(document)))
    document["cells"].insert(rng.randrange(len(document["cells"]) + 1), cell)
    if document["cells"][0] is not cell:
        document["cells"].insert(0, document["cells"].pop(document["cells"].index(cell)))


def split(document: Document, rng: random.Random) -> None:
    """At any line; the metadata stays with both parts, with the first, or with the second."""
    at = rng.choice(answers(document))
    cell = document["cells"][at]
    lines = cell["source"].splitlines()
    if len(lines) < 2:
        return answer_twice(document, rng)
    cut = rng.randrange(1, len(lines))
    first, second = copy.deepcopy(cell), copy.deepcopy(cell)
    first["source"], second["source"] = "\n".join(lines[:cut]), "\n".join(lines[cut:])
    kept = rng.randrange(3)
    for part, is_kept in ((first, kept != 2), (second, kept != 1)):
        if not is_kept:
            part["metadata"], part["id"] = {}, f"own{rng.randrange(10**9)}"
    if kept == 0:
        second["id"] = f"own{rng.randrange(10**9)}"
    document["cells"][at : at + 1] = [first, second]
    return None


def merged_with_check(document: Document, rng: random.Random) -> None:
    at = rng.choice(answers(document))
    following = document["cells"][at + 1 : at + 2]
    if following and following[0]["cell_type"] == "code":
        document["cells"][at]["source"] += "\n\n" + following[0]["source"]
        del document["cells"][at + 1]
    else:
        document["cells"][at]["source"] += '\n\nprint("done")'
        checks_deleted(document, rng) if checks(document) else None


def answers_merged(document: Document, rng: random.Random) -> None:
    """Two or more answers in one cell, the others gone."""
    found = answers(document)
    chosen = sorted(rng.sample(found, rng.randint(2, len(found)))) if len(found) > 2 else found
    source = "\n\n\n".join(document["cells"][n]["source"] for n in chosen)
    document["cells"][chosen[0]]["source"] = source
    document["cells"] = [cell for n, cell in enumerate(document["cells"]) if n not in chosen[1:]]


def retyped(kind: str) -> Damage:
    def damage(document: Document, rng: random.Random) -> None:
        for at in rng.sample(answers(document), rng.randint(1, min(3, len(answers(document))))):
            retype(document["cells"][at], kind)

    return damage


def check_retyped(document: Document, rng: random.Random) -> None:
    for at in rng.sample(checks(document), min(2, len(checks(document)))):
        retype(document["cells"][at], rng.choice(["markdown", "raw"]))


def text_retyped(document: Document, rng: random.Random) -> None:
    for at in rng.sample(plain(document), min(3, len(plain(document)))):
        cell = document["cells"][at]
        retype(cell, rng.choice([kind for kind in ("markdown", "raw", "code") if kind != cell["cell_type"]]))


def answer_into_own_cell(document: Document, rng: random.Random) -> None:
    """The slot is emptied, left as a stub, or deleted; the answer stands anywhere else."""
    at = rng.choice(answers(document))
    cell = document["cells"][at]
    own = code(cell["source"], id=f"own{rng.randrange(10**9)}")
    if rng.random() < 0.3:
        del document["cells"][at]
    else:
        cell["source"] = rng.choice(["", "# see below", "pass"])
    document["cells"].insert(rng.randrange(len(document["cells"]) + 1), own)


def answer_into_check(document: Document, rng: random.Random) -> None:
    at = rng.choice(answers(document))
    to = rng.choice(checks(document) or answers(document))
    cell = document["cells"][at]
    other = document["cells"][to]
    if cell is not other:
        other["source"] = f"{cell['source']}\n\n{other['source']}"
        cell["source"] = ""


def answer_into_imports(document: Document, rng: random.Random) -> None:
    at = rng.choice(answers(document))
    first = next(n for n, cell in enumerate(document["cells"]) if cell["cell_type"] == "code")
    if first != at:
        document["cells"][first]["source"] += "\n\n" + document["cells"][at]["source"]
        document["cells"][at]["source"] = "\n"


def answers_swapped(document: Document, rng: random.Random) -> None:
    """Each stands in the cell of another."""
    found = answers(document)
    one, two = rng.choice(found), rng.choice(found)
    cells = document["cells"]
    cells[one]["source"], cells[two]["source"] = cells[two]["source"], cells[one]["source"]
    checks_deleted(document, rng) if one == two and checks(document) else None


def helper_taken_out(document: Document, rng: random.Random) -> None:
    """An answer goes through a helper, even a decorator, that stands in a cell of the student's own, which a
    student who runs cells in any order may have put anywhere. A check is lost on the way."""
    at = rng.choice(answers(document))
    cell, name = document["cells"][at], f"checked_{rng.randrange(10**6)}"
    if cell["source"].startswith("def "):
        cell["source"] = f"@{name}\n{cell['source']}"
    else:
        cell["source"] += f"\n\n{name}(len)\n"
    helper = f"import functools\n\ndef {name}(f):\n    @functools.wraps(f)\n    def inner(*a, **k):\n"
    own = code(f"{helper}        return f(*a, **k)\n    return inner", id=f"own{rng.randrange(10**9)}")
    document["cells"].insert(rng.randrange(len(document["cells"]) + 1), own)
    if checks(document):
        del document["cells"][rng.choice(checks(document))]


def checks_edited(document: Document, rng: random.Random) -> None:
    for at in rng.sample(checks(document), min(3, len(checks(document)))):
        cell = document["cells"][at]
        cell["source"] = rng.choice(["", "pass", f"# {cell['source']}", f"{cell['source']}\nprint(1)"])


def locks_and_points_edited(document: Document, rng: random.Random) -> None:
    for at in checks(document) + answers(document):
        marks = document["cells"][at]["metadata"]["nbgrader"]
        marks |= {"points": rng.choice([0, 99, "lots", None]), "locked": rng.random() < 0.5}
        marks |= {"schema_version": rng.choice([1, 2, 99, "x"])}


TAKES_APART = (split, split_by_texts, pasted)
DAMAGE: list[Damage] = [
    answer_twice,
    answer_twice_with_its_id,
    stub_left_behind,
    check_twice,
    text_twice,
    checks_deleted,
    texts_deleted,
    shuffled,
    turned_round,
    one_moved,
    split,
    split_by_texts,
    merged_with_check,
    answers_merged,
    retyped("markdown"),
    retyped("raw"),
    check_retyped,
    text_retyped,
    answer_into_own_cell,
    answer_into_check,
    answer_into_imports,
    pasted,
    pasted_into_a_text,
    bound_otherwise,
    answers_swapped,
    helper_taken_out,
    checks_edited,
    locks_and_points_edited,
]
