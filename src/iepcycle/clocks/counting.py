"""Days counted by the calendar of the caller, where the policy has one.

The library has no calendar of its own: which days are school or business days is known to the district.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

from iepcycle.dates import days_after
from iepcycle.errors import InvalidRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable


def counted_days(
    start: date, days: int, calendar: Callable[[date, int], date] | None, field: str
) -> date:
    """Return the day that lies a number of days after the start, which itself is day 0.

    Raises:
        InvalidRecordError: The calendar of the policy did not return a date (code ``bad_policy``).
    """
    if calendar is None:
        return days_after(start, days)
    day = calendar(start, days)
    if not isinstance(day, date) or isinstance(day, datetime):
        message = "Expected a function that returns a datetime.date (not a datetime)."
        raise InvalidRecordError([Problem("bad_policy", field, message)])
    return day
