"""Attacks by a notebook's size, depth and odd texts. Each docstring is its text; see corpus.py."""

from __future__ import annotations

import json

from nbformat.v4 import new_code_cell

from .corpus import Place


def dense_code(place: Place) -> None:
    """# goal: dos
    # tries: hundreds of cells that take a parser as long as code can, and break off at the end
    # control: it goes on all the same
    # must: look through no more code than anybody could have written
    # status: needs you
    # reason: The code has 18,
    """
    source = "def f(): 0\n" + "a+b*c;" * 3900 + "\n"
    place.cells.extend(new_code_cell(source + "(" * (n % 2)) for n in range(800))


def nested_code(place: Place) -> None:
    """# goal: crash
    # tries: code that is nested more deeply than a parser can follow, which it says in a way of its own
    # control: it goes on all the same
    # must: take it for text
    # points: 3

    # %% flatten_forward
    HONEST
    """
    deep = [  # no deeper, since what IPython makes of it on Python 3.12 takes gigabytes
        "-" * 10_000 + "1",
        "1 if 1 else " * 2_500 + "1",
        "a" + "()" * 5_000,
        "if 1: 0\n" + "elif 1: 0\n" * 4_000,
        "f = " + "lambda: " * 2_900 + "1",
    ]
    place.cells.extend(new_code_cell(source) for source in deep)


def chains_of_helpers(place: Place) -> None:
    """# goal: dos
    # tries: wrong answers that use a helper, that uses another, and so on through a thousand cells, for a
    #   grader that looks through all of them again for each
    # control: it goes on all the same
    # must: read each cell once
    # status: mended
    # mended: it uses helper_0
    # points: 0

    # %% flatten_shapes
    def flatten_shapes(shape): return helper_0

    # %% flat_index
    def flat_index(index, dims): return helper_0

    # %% flatten_forward
    def flatten_forward(X): return helper_0
    """
    chain = [f"value_{n} = value_{n + 1}\ndef helper_{n}(): return helper_{n + 1}" for n in range(1000)]
    place.cells[1:1] = [new_code_cell(source) for source in [*chain, "value_1000 = 0"]]


def hundred_thousand_cells(place: Place) -> None:
    """# goal: dos
    # tries: a hundred thousand cells, in less bytes than a notebook may have
    # control: it goes on all the same
    # must: say so, and ask a person
    # status: needs you
    # reason: more than the 2000
    """
    document = place.json()
    document["cells"] += [{"cell_type": "code", "source": "1"}] * 100_000
    place.write(json.dumps(document))


def formats_that_are_texts(place: Place) -> None:
    """# goal: crash
    # tries: says of its format what no file can hold, what clears a terminal, and a script
    # control: it goes on all the same
    # must: quote nothing of it
    # status: mended
    # mended: in format that nobody knows
    # points: 3

    # %% flatten_forward
    HONEST
    """
    place.write(json.dumps(place.json() | {"nbformat": "\ud800\x1b[2J", "nbformat_minor": "<script>"}))


def halves_of_letters_everywhere(place: Place) -> None:
    """# goal: crash
    # tries: halves of surrogate pairs, zeros and controls in all keys and texts but the code
    # control: it goes on all the same
    # must: keep what can be written to a file
    # status: mended
    # mended: they have the released ones again
    # points: 3

    # %% flatten_forward
    HONEST
    """
    odd = "\ud83d\x00\x1b]0;x\x07\u202e"
    document = place.json()
    for n, cell in enumerate(document["cells"]):
        cell["id"] = f"{cell['id']}{odd}"
        cell[odd] = cell["metadata"][odd] = {odd: odd}
        cell["metadata"]["tags"] = [odd]
        cell["outputs"] = [{"output_type": odd, "name": odd, "ename": odd, "data": {odd: odd}}]
        cell["attachments"] = {odd: {"image/png": odd, odd: odd}, f"{n}": {"image/png": "AAAA"}}
        cell["metadata"].get("nbgrader", {})["cell_type"] = odd
    document["metadata"] = {odd: odd, "kernelspec": {"name": odd}, "language_info": {"name": odd}}
    text = json.dumps(document)
    place.write(text[:-1] + ", " + text[1:])


def deep_marks(place: Place) -> None:
    """# goal: crash
    # tries: marks as deep as JSON may be read, where whoever makes them into text is a little deeper
    # control: it goes on all the same
    # must: make no text of them, or say that it cannot
    # status: mended
    # mended: they have the released ones again
    # points: 3

    # %% flatten_forward
    HONEST
    """
    text = place.text()
    for key in ("points", "grade_id", "cell_type"):
        text = text.replace(f'"{key}": ', f'"{key}": {"[" * 900 + "]" * 900}, "{key}": ', 1)
    place.write(text.replace('"locked": false', '"locked": ' + "[" * 900 + "]" * 900))


def names_without_end(place: Place) -> None:
    """# goal: resource
    # tries: answers that use helpers by the hundred, with long names, which the record would say
    # control: nothing is recorded there
    # must: say no more than a person reads
    # status: mended
    # mended: and 295 more
    # points: 3

    # %% flatten_forward
    HONEST
    """
    names = [f"helper_{n}_{'x' * 60}" for n in range(300)]
    for at in range(0, 300, 50):
        place.cells.insert(1, new_code_cell("\n".join(f"def {name}(): 0" for name in names[at : at + 50])))
    for cell in place.cells:
        if cell.id == "flatten_shapes-answer":
            cell.source = "flatten_shapes = lambda shape: 0\n" + "\n".join(names)


def lists_in_lists(place: Place) -> None:
    """# goal: resource
    # tries: ten million lists in lists, each of which takes fifty times the memory of its two letters
    # control: it goes on all the same
    # must: count them before they are made
    # status: needs you
    # reason: lists and tables
    """
    deep = "[" * 900 + "]" * 900
    place.write(f'{place.text()[:-1]}, "x": [{",".join([deep] * 10_900)}]}}')
