"""A student's markdown, readable as written, in which nothing can run in the browser of whoever grades it."""

from __future__ import annotations

import html
import re
from collections.abc import Mapping

TAG = re.compile(r"<(?=[A-Za-z/!?])")
FENCE = re.compile(r"((?<!`)`{3,}|(?<!~)~{3,})(?=[ \t]*[^\s`~])")
NUMBER = re.compile(r"&#0*([0-9]+)")
ELSEWHERE = re.compile(r"!(?=\[)(?!\[[\w .,:;()'+-]*\]\(attachment:[\w.~%-]+\))")
LINK = re.compile(r"(\][ \t]*[(:]\s*)([^\s)]*)")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
HARMLESS = ("http", "https", "mailto", "attachment")
IN_PLACE = re.compile(r"\]\(\s*<?attachment:")
ATTACHED = re.compile(r"attachment:([A-Za-z0-9_.~%-]+)(?=[\s)\]>\"'])")
NO_BREAK = "\N{ZERO WIDTH SPACE}"
AGAIN = 1_000_000
"""Letters of pictures that a page has more than once, in all: each place has the whole picture."""


def defang(markdown: str) -> str:
    """Part every `<` from what would make it a tag, every link from an address that is no web address, and
    every fence of code from its language: some of those that colour one of hundreds never come to an end.

    So is every `!` from the link of a picture from elsewhere: that of `/logout` logs out whoever looks at it.
    Of those that were pasted, the ones stay that are named with plain letters: others may hide a link.

    A zero-width space does it: it looks the same in text, in code and in formulas.

    >>> defang("$a<b$ and <script>alert(1)</script>").count(NO_BREAK)
    3
    >>> defang("[a](https://keras.io) [b](java&#115;cript:alert(1))").count(NO_BREAK)
    1
    >>> defang("![a](attachment:a.png) ![b](/logout)") == f"![a](attachment:a.png) !{NO_BREAK}[b](/logout)"
    True
    """
    for pattern, kept in ((TAG, "<"), (FENCE, r"\1"), (ELSEWHERE, "!")):
        markdown = pattern.sub(kept + NO_BREAK, markdown)
    return LINK.sub(_address, markdown)


def attached(markdown: str, pictures: Mapping[str, Mapping[str, str]]) -> str:
    """The text, as code where a picture is meant that is not attached: nbconvert then shows no page at all.
    So it is where a picture may be shown again and again: a page of gigabytes would come of it.

    >>> attached("![a](attachment:a.png)", {"a.png": {"image/png": "AAAA"}})
    '![a](attachment:a.png)'
    >>> attached("![a](attachm&#101;nt:b.png)", {"a.png": {"image/png": "AAAA"}})
    '    ![a](attachm&#101;nt:b.png)'
    """
    meant = unescape(re.sub(r"\\(?=[^\w\s])", "", markdown)).count("attachment:")
    found = [match[1] for match in ATTACHED.finditer(markdown)]
    in_place = len(IN_PLACE.findall(markdown))  # what is defined elsewhere may be shown any number of times
    if not meant == in_place == len(found) or not pictures.keys() >= set(found):
        return as_code(markdown)
    sizes = {name: sum(map(len, pictures[name].values())) for name in found}
    again = sum(map(sizes.__getitem__, found)) - sum(sizes.values())
    return markdown if again <= AGAIN else as_code(markdown)


def as_code(text: str) -> str:
    """The text as Markdown shows it letter by letter."""
    return "\n".join(f"    {line}" for line in text.splitlines())


def unescape(text: str) -> str:
    """The text with the letters that are meant by `&lt;` and the like; Python's own fails at numbers of
    thousands of digits.

    >>> unescape("&lt; &#060; &#x3c; &#" + 5000 * "6")
    '< < < \ufffd'
    """
    return html.unescape(NUMBER.sub(lambda match: "&#" + match[1][:8], text))  # no letter has eight


def _address(match: re.Match[str]) -> str:
    address = re.sub(r"[\x00-\x20\\<]", "", unescape(match[2]))
    scheme = SCHEME.match(address)
    if scheme is None or scheme[1].lower() in HARMLESS:
        return match[0]
    return match[1] + NO_BREAK + match[2]
