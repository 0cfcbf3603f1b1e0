"""From text to the structure of its JSON, losing nothing that a strict reader must see.

A JSON object becomes the tuple of its pairs, so that a key that stands twice is still there twice.
An array becomes a list.
"""

from __future__ import annotations

import json
from typing import Any, Final

from iepcycle.errors import InvalidRecordError, Problem

NOT_JSON: Final = object()
"""Stands where the text says NaN or Infinity, which JSON does not have."""

WHITESPACE: Final = " \t\n\r"
"""What may stand around JSON; Python's own idea of white space is wider."""

# No field takes a number, so its value does not matter; `float` reads any count of digits, `int` does not.
_scan: Final = json.JSONDecoder(
    object_pairs_hook=tuple, parse_constant=lambda _: NOT_JSON, parse_int=float
).raw_decode


def parse(text: str | bytes) -> object:
    """Return the structure of the JSON.

    Raises:
        InvalidRecordError: The text is no JSON, no UTF-8, or nested past any sense.
    """
    found = _parsed(text)
    # Raised here and not where it was found: the errors of the decoders hold the text, and would stay attached.
    if isinstance(found, Problem):
        raise InvalidRecordError([found])
    return found


def _parsed(text: str | bytes) -> Any:  # noqa: ANN401 -- what JSON can hold, or the problem
    if isinstance(text, bytes):
        try:
            text = text.decode()
        except UnicodeDecodeError as error:
            return _bad_encoding(
                f"Expected UTF-8; the bytes stop being UTF-8 at byte {error.start + 1}."
            )
    if text.startswith("\ufeff"):
        return _bad_encoding("Expected no byte order mark; write UTF-8 without one.")
    start = len(text) - len(text.lstrip(WHITESPACE))
    try:
        found, end = _scan(text, start)
    except json.JSONDecodeError as error:
        # From CPython 3.13 on, a comma too many is blamed itself; before, what stands after it.
        at_comma = error.msg.startswith("Illegal trailing comma")
        after_comma = len(text) - len(text[error.pos + 1 :].lstrip(WHITESPACE))
        return _bad_json(after_comma if at_comma else error.pos)
    except RecursionError:
        return Problem("too_deep", "", "Expected JSON nested no deeper than a record.")
    if text[end:].strip(WHITESPACE):
        return _bad_json(end)
    return found


def _bad_encoding(message: str) -> Problem:
    return Problem("bad_encoding", "", message)


def _bad_json(position: int) -> Problem:
    return Problem(
        "bad_json", "", f"Expected JSON; the text stops being JSON at character {position + 1}."
    )
