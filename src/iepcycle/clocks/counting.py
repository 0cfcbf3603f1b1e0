"""Days counted by the calendar of the caller, where the policy has one.

The library has no calendar of its own: which days are school or business days is known to the district.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Final

from iepcycle.dates import days_after
from iepcycle.errors import InvalidRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable

_FEWEST_OF_THE_DAYS: Final = 10
"""A calendar counts at least one day of so many; so it cannot run over the end of time before that many."""


def counted_days(
    start: date, days: int, calendar: Callable[[date, int], date] | None, field: str
) -> date:
    """Return the day that lies a number of days after the start, which itself is day 0.

    Args:
        start: The day from which the days run.
        days: How many.
        calendar: How the caller counts them; ``None`` counts calendar days.
        field: The field of the policy that holds the calendar.

    Returns:
        The day, or the last one of all where the calendar of the caller fails because it runs over it.

    Raises:
        ValueError: The calendar of the caller raises it far from the end of time.
        InvalidRecordError: The calendar of the caller did not return a date (code ``bad_policy``).
    """
    if calendar is None:
        return days_after(start, days)
    try:
        day = calendar(start, days)
    except (OverflowError, ValueError):
        if days_after(start, days * _FEWEST_OF_THE_DAYS) < date.max:
            raise
        return date.max
    if not is_day(day):
        message = "Expected a function that returns a datetime.date (not a datetime)."
        raise InvalidRecordError([Problem("bad_policy", field, message)])
    return day


def is_day(value: object) -> bool:
    """Say whether the value is a date without a time."""
    return isinstance(value, date) and not isinstance(value, datetime)


def refuse_no_day(value: object, name: str) -> None:
    """Refuse an argument that is no date.

    Raises:
        InvalidRecordError: It is none (code ``wrong_type``).
    """
    if not is_day(value):
        message = "Expected a datetime.date (not a datetime)."
        raise InvalidRecordError([Problem("wrong_type", name, message)])
