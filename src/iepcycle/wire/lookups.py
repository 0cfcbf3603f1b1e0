"""The texts that stand for something else: dates, and the words of the vocabularies.

Records repeat the same few thousand dates by the million, so a date is read once and then looked up.
"""

from __future__ import annotations

import functools
import re
from datetime import date
from typing import TYPE_CHECKING, Any, Final

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iepcycle.vocabulary import Term

MOST_DATES_KEPT: Final = 1 << 16
"""How many dates are remembered: 179 years of days."""

_FORM: Final = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")


class _Dates(dict[Any, date]):
    """Dates by their text; the standard library alone would read ``20240102`` and week dates too."""

    def __missing__(self, text: Any) -> date:  # noqa: ANN401 -- whatever JSON can hold
        """Read a date that was not met before; raise `ValueError` or `TypeError` if it is none."""
        if not _FORM.fullmatch(text):
            raise ValueError
        day = date.fromisoformat(text)
        if len(self) < MOST_DATES_KEPT:
            self[text] = day
        return day


DATES: Final[Mapping[Any, date]] = _Dates()
"""Every calendar date by its text, YYYY-MM-DD."""


@functools.cache
def members(vocabulary: type[Term]) -> Mapping[Any, Term]:
    """Return the members of the vocabulary by their name on the wire."""
    return {member.value: member for member in vocabulary}


def in_utf8(text: str) -> bool:
    """Say whether UTF-8 can carry the text: whether it is free of halves of surrogate pairs."""
    if text.isascii():
        return True
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True
