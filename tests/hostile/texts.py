"""Attacks on those who read a notebook, by its texts. Each docstring is its text; see corpus.py."""

from __future__ import annotations

import json

from nbformat.v4 import new_code_cell, new_markdown_cell

from .corpus import Place

SCRIPT = "<script>document.title='ran'</script><img src=x onerror=\"document.title='ran'\">"
MARKDOWN = f"""{SCRIPT}
[a](javascript:document.title='ran') [b](java&#115;cript:document.title='ran')
![c](javascript:document.title='ran')
[d][e] <javascript:document.title='ran'> $\\href{{javascript:document.title='ran'}}{{f}}$
&#36;&#92;href{{javascript:document.title='ran'}}{{g}}&#36; <svg onload="document.title='ran'"></svg>
![j](/logout) ![k][l] ![m](../../logout) ![n](\\/logout)
<iframe srcdoc="{SCRIPT}"></iframe> <base href="//evil">

```mermaid
graph TD; A-->B; click A "javascript:document.title='ran'"
```

[e]: javascript:document.title='ran'
[l]: </logout>
"""
PASTED = "![h](attachment:a.png) ![i](attachment:missing.png)"
"""With it, a text is shown as code, since nbconvert shows no page without the picture that is missing."""


def long_texts(place: Place) -> None:
    """# goal: resource
    # tries: texts, pictures and metadata that are as large together as a notebook may be
    # control: nothing is kept there
    # must: keep what a reader could read
    # points: 3

    # %% flatten_forward
    HONEST
    """
    picture = {"a.png": {"image/png": "A" * 6_000_000, "text/html": SCRIPT}}
    place.cells.extend(
        [new_markdown_cell("![p](attachment:a.png)" + "$a$ <b> " * 800_000, attachments=picture)]
    )
    place.notebook.metadata["deep"] = {str(n): [{}] * 9 for n in range(60_000)}


def markdown_scripts(place: Place) -> None:
    """# goal: xss
    # tries: scripts in the written answer and in texts of its own, in every way that Markdown knows
    # control: no page is made there
    # must: show them as text
    """
    evil = '" onerror="document.title=\'ran\'" x="'
    pasted = {
        "a.png": {"image/svg+xml": SCRIPT, "text/html": SCRIPT, "image/png": evil},
        "b\ud800": {"image/png": "\ud800"},
    }
    for cell in place.cells:
        if cell.id == "why_backward":
            cell.source, cell.attachments = MARKDOWN, pasted
    place.cells.append(new_markdown_cell(MARKDOWN, attachments=pasted))
    place.cells.append(new_markdown_cell(MARKDOWN + PASTED, attachments=pasted))
    place.cells.append(new_code_cell("pass", outputs=[]))
    damaged = place.json()
    damaged["cells"] += [{"cell_type": "raw", "source": SCRIPT, "metadata": {"format": "text/html"}}]
    damaged["metadata"]["title"] = damaged["metadata"]["language_info"] = SCRIPT
    place.write(json.dumps(damaged))


def names_that_turn(place: Place) -> None:
    """# goal: xss
    # tries: letters that look like others, that cannot be seen, and that turn the direction of writing
    # control: no page is made there
    # must: show what is there
    # status: mended
    # mended: flatten_shapes: the answer was found
    # points: 3

    # %% flatten_forward
    HONEST
    print("\\u202e" + "\\u2066" + "\\x00" + "\\ud800" + "\\u200b")
    ｆlatten_shapes = lambda shape: (0, 0)
    """
    place.cells.append(new_code_cell("# \u202e } ⁦if admin⁩ ⁦ begin admins only \ud800", id="turned"))
    place.write(json.dumps(place.notebook))


def texts_that_hold_up(place: Place) -> None:
    """# goal: dos
    # tries: marks that go on and on, quotes in lists in quotes, and languages that are coloured for hours
    # control: no page is made there
    # must: look at each letter of a text once, colour no other language, and go on with the class
    # points: 3

    # %% flatten_forward
    HONEST
    """
    texts = ["`" * 30_000, "~" * 30_000, "> a\n- b\n" * 3000, "> ```" * 6000, "~~~```" * 5000]
    place.cells.extend(new_markdown_cell(text) for text in texts * 50)
    place.cells.extend(new_code_cell(f"%%{magic}\n" + '<r"**=$((`' * 3000) for magic in ("R", "perl"))
