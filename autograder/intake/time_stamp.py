"""When something was handed in, as a file beside the notebook says, in a form that nbgrader reads rightly."""

from __future__ import annotations

import re

TIME = re.compile(
    r"(?P<day>(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2})[ T]"
    r"(?P<time>[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]{1,6})?)?)"
    r" ?((?P<name>[A-Z]{1,6}|[A-Z][A-Za-z_]{1,20}/[A-Za-z_-]{1,30})"
    r"|(?P<offset>[+-](0[0-9]|1[0-4]):?([0-5][0-9])?))?"
)
"""A time, and a zone: `UTC`, `+01:00`, `Europe/Paris`. nbgrader writes the first."""


def for_nbgrader(text: str) -> str | None:
    """The time stamp for nbgrader; None where nobody can say when it was: it may stop nbgrader's whole class.

    nbgrader takes a name that is no zone here, such as `CEST`, for UTC, as it does `+01:00` after a space;
    `+0100` there are a hundred seconds. What it takes for the name of a zone, it opens as a file: it is not
    given everything.

    >>> for_nbgrader("2026-11-20 12:00:00 +0100"), for_nbgrader("2026-11-20 12:00:00 MESZ")
    ('2026-11-20 12:00:00+0100', None)
    """
    if (found := TIME.fullmatch(text)) is None:
        return None
    from dateutil.tz import gettz
    from nbgrader.utils import parse_utc  # it takes a second to load, and often there is no time stamp

    if found["offset"]:
        text = f"{found['day']} {found['time']}{found['offset']}"
    elif found["name"] and found["name"] != "Z":
        if gettz(found["name"]) is None:
            return None
        text = f"{found['day']} {found['time']} {found['name']}"
    try:
        return text if parse_utc(text) is not None else None
    except (ValueError, OverflowError, TypeError):
        return None
