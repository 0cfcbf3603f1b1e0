"""Calendar dates: which ones count as recorded, and how a deadline is reckoned from one.

Nothing here reads a clock.
"""

from __future__ import annotations

from datetime import date
from typing import Final

PLACEHOLDER_DATES: Final = frozenset(
    {date(1900, 1, 1), date(1901, 1, 1), date(1911, 1, 1), date(1922, 2, 2)}
)
"""Dates that stand in migrated records where no usable date was known (RECORD-7; eCSSS help, *Background*)."""


def recorded(on: date | None) -> date | None:
    """Return the date, or ``None`` where a placeholder stands in its place.

    Example:
        >>> recorded(date(2024, 9, 3))
        datetime.date(2024, 9, 3)
        >>> recorded(date(1900, 1, 1)) is None
        True
    """
    return None if on in PLACEHOLDER_DATES else on
