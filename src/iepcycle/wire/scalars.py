"""Texts, dates, words of a vocabulary, yes and no: read one at a time, with the problem told.

A reader returns the value, or the problem with it.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from iepcycle.errors import Problem
from iepcycle.wire.lookups import DATES, in_utf8, members
from iepcycle.wire.schema import FORMAT

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from iepcycle.vocabulary import Term


def read_text(data: object) -> str | Problem:
    """Read a text that UTF-8 can carry."""
    if not isinstance(data, str):
        return Problem("wrong_type", "", "Expected text.")
    if not in_utf8(data):
        return Problem("bad_encoding", "", "Expected text without half of a surrogate pair.")
    return data


def read_yes_or_no(data: object) -> bool | Problem:
    """Read true or false."""
    if not isinstance(data, bool):
        return Problem("wrong_type", "", "Expected true or false.")
    return data


def read_date(data: object) -> date | Problem:
    """Read a date of the calendar."""
    if not isinstance(data, str):
        return Problem("wrong_type", "", "Expected a date as text, YYYY-MM-DD.")
    try:
        return DATES[data]
    except ValueError:
        return Problem("bad_date", "", "Expected a date of the calendar, YYYY-MM-DD.")


def read_format(data: object) -> str | Problem:
    """Read the name of the format."""
    if not isinstance(data, str) or data != FORMAT:
        return Problem("unknown_format", "", f"Expected {FORMAT}.")
    return data


def read_word(vocabulary: type[Term], data: object) -> Term | Problem:
    """Read a word of the vocabulary."""
    words = members(vocabulary)
    expected = f"Expected one of {', '.join(words)}."
    if not isinstance(data, str):
        return Problem("wrong_type", "", expected)
    return words.get(data, Problem("unknown_value", "", expected))


READERS: Final[Mapping[type, Callable[[object], object]]] = {
    str: read_text,
    bool: read_yes_or_no,
    date: read_date,
}
"""The reader for each kind of value that is no vocabulary and no record."""
