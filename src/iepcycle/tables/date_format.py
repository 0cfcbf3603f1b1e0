"""How a district writes its dates."""

from __future__ import annotations

import functools
import re
import string
from datetime import date
from typing import TYPE_CHECKING, Final

from iepcycle.wire.lookups import MOST_DATES_KEPT

if TYPE_CHECKING:
    from collections.abc import Callable

ISO: Final = "YYYY-MM-DD"
"""How a table writes dates unless its mapping says otherwise."""

_PARTS: Final = {
    "YYYY": "(?P<year>[0-9]{4})",
    "MM": "(?P<month>[0-9]{2})",
    "M": "(?P<month>[0-9]{1,2})",
    "DD": "(?P<day>[0-9]{2})",
    "D": "(?P<day>[0-9]{1,2})",
}
_PART: Final = re.compile("|".join(_PARTS))


def is_date_format(form: str) -> bool:
    """Say whether the text is a form of dates: it names the year, the month and the day once each.

    Letters besides are those of a time; others would be taken for a form that is not read, like ``DD-MON-YYYY``.

    Example:
        >>> is_date_format("M/D/YYYY"), is_date_format("MM/YYYY"), is_date_format("DD-MON-YYYY")
        (True, False, False)
    """
    letters = {*_PART.sub("", form)} & {*string.ascii_letters}
    parts = sorted(part[0] for part in _PART.findall(form))
    return parts == ["D", "M", "Y"] and letters <= {"T", "Z"}


def date_reader(form: str) -> Callable[[str], date]:
    """Return a function that reads a date written in the form, and raises `ValueError` for anything else.

    Args:
        form: ``YYYY`` is the year, ``MM`` and ``DD`` are month and day in two digits, ``M`` and ``D`` in one or two.
            Every other character stands for itself.

    Example:
        >>> date_reader("M/D/YYYY 00:00")("9/3/2024 00:00")
        datetime.date(2024, 9, 3)
    """
    pattern = re.compile(
        "".join(_PARTS.get(part, re.escape(part)) for part in re.split(f"({_PART.pattern})", form))
    )

    # Tables repeat the same few thousand dates by the million.
    @functools.lru_cache(MOST_DATES_KEPT)
    def read(text: str) -> date:
        found = pattern.fullmatch(text)
        if found is None:
            raise ValueError
        return date(int(found["year"]), int(found["month"]), int(found["day"]))

    return read
