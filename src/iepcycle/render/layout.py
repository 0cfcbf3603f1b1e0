"""How lines of text are made: safe to print, wrapped where a width is given, indented."""

from __future__ import annotations

import textwrap
import unicodedata
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iepcycle.vocabulary import Term

_LEAST_WIDTH: Final = 20
"""Below this many columns of its own, text is not wrapped any narrower."""


def printable(text: str) -> str:
    r"""Return the text with every character escaped that a terminal obeys instead of showing.

    These are the characters of the Unicode categories C (control, format, such as a change of the direction
    of writing, surrogate, private, unassigned) and the line and paragraph separators.

    Example:
        >>> print(printable("R1\x1b[2J"))
        R1\x1b[2J
    """
    if text.isascii() and text.isprintable():
        return text
    return "".join(_escaped(each) if _is_unsafe(each) else each for each in text)


def _is_unsafe(character: str) -> bool:
    category = unicodedata.category(character)
    return category.startswith("C") or category in ("Zl", "Zp")


def _escaped(character: str) -> str:
    code = ord(character)
    if code <= 0xFF:  # noqa: PLR2004 -- the most that two hexadecimal digits can say
        return f"\\x{code:02x}"
    return f"\\u{code:04x}" if code <= 0xFFFF else f"\\U{code:08x}"  # noqa: PLR2004 -- likewise four


def paragraph(text: str, *, first: str = "", width: int | None = None) -> list[str]:
    """Return the text as lines.

    Args:
        text: The text.
        first: What stands before it on the first line; the other lines are indented as far.
        width: The number of columns; without one the text stays on one line.

    Example:
        >>> paragraph("No IEP of the referral is active.", first="TYPE-4  ", width=30)
        ['TYPE-4  No IEP of the referral', '        is active.']
    """
    if width is None:
        return [first + text]
    return textwrap.wrap(
        printable(text),
        max(width, len(first) + _LEAST_WIDTH),
        initial_indent=first,
        subsequent_indent=" " * len(first),
        break_long_words=False,
        break_on_hyphens=False,
    )


def joined(lines: Iterable[str]) -> str:
    """Return the lines as one text; whatever stands in them cannot break a line or steer a terminal."""
    return "\n".join(printable(line).rstrip() for line in lines)


def terms_in_words(terms: Iterable[Term]) -> str:
    """Return the labels of the terms, in canonical order, with commas between them.

    Example:
        >>> from iepcycle import IEPType
        >>> terms_in_words({IEPType.REVISION, IEPType.ANNUAL})
        'Annual IEP, Revision IEP'
    """
    return ", ".join(each.label for each in sorted(terms, key=lambda each: each.position))


def markdown_cell(text: str) -> str:
    """Return the text as it may stand in a cell of a Markdown table."""
    return printable(text).replace("|", "\\|")
