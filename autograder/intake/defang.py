"""A student's markdown, readable as written, in which nothing can run in the browser of whoever grades it."""

from __future__ import annotations

import html
import re
from collections.abc import Collection

TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"(\][ \t]*[(:]\s*)([^\s)]*)")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
HARMLESS = ("http", "https", "mailto", "attachment")
ATTACHED = re.compile(r"attachment:([A-Za-z0-9_.~%-]+)(?=[\s)\]>\"'])")
NO_BREAK = "\N{ZERO WIDTH SPACE}"


def defang(markdown: str) -> str:
    """Part every `<` from what would make it a tag, and every link from an address that is no web address.

    A zero-width space does it: it looks the same in text, in code and in formulas.

    >>> defang("$a<b$ and <script>alert(1)</script>").count(NO_BREAK)
    3
    >>> defang("[a](https://keras.io) [b](java&#115;cript:alert(1))").count(NO_BREAK)
    1
    """
    return LINK.sub(_address, TAG.sub("<" + NO_BREAK, markdown))


def attached(markdown: str, names: Collection[str]) -> str:
    """The text, as code where a picture is meant that is not attached: nbconvert then shows no page at all.

    >>> attached("![a](attachment:a.png)", ["a.png"])
    '![a](attachment:a.png)'
    >>> attached("![a](attachm&#101;nt:b.png)", ["a.png"])
    '    ![a](attachm&#101;nt:b.png)'
    """
    meant = html.unescape(re.sub(r"\\(?=[^\w\s])", "", markdown)).count("attachment:")
    found = [match[1] in names for match in ATTACHED.finditer(markdown)]
    return markdown if meant == len(found) and all(found) else as_code(markdown)


def as_code(text: str) -> str:
    """The text as Markdown shows it letter by letter."""
    return "\n".join(f"    {line}" for line in text.splitlines())


def _address(match: re.Match[str]) -> str:
    address = re.sub(r"[\x00-\x20\\<]", "", html.unescape(match[2]))
    scheme = SCHEME.match(address)
    if scheme is None or scheme[1].lower() in HARMLESS:
        return match[0]
    return match[1] + NO_BREAK + match[2]
