"""A student's markdown, readable as written, in which nothing can run in the browser of whoever grades it."""

from __future__ import annotations

import html
import re

TAG = re.compile(r"<(?=[A-Za-z/!?])")
LINK = re.compile(r"(\][ \t]*[(:]\s*)([^\s)]*)")
SCHEME = re.compile(r"([A-Za-z][A-Za-z0-9+.-]*):")
HARMLESS = ("http", "https", "mailto", "attachment")
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


def _address(match: re.Match[str]) -> str:
    address = re.sub(r"[\x00-\x20\\<]", "", html.unescape(match[2]))
    scheme = SCHEME.match(address)
    if scheme is None or scheme[1].lower() in HARMLESS:
        return match[0]
    return match[1] + NO_BREAK + match[2]
