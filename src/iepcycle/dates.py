"""Calendar dates: which ones count as recorded, and how a deadline is reckoned from one.

Nothing here reads a clock.
"""

from __future__ import annotations

from datetime import date, timedelta
from typing import Final

from iepcycle.vocabulary import AnnualInterval, LeapDay

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


def years_after(start: date, years: int, leap_day: LeapDay = LeapDay.FEBRUARY_28) -> date:
    """Return the same day of the month a number of years later.

    Args:
        start: The day from which the years run.
        years: How many.
        leap_day: The day of a common year that stands for 29 February (interpretation I-6).

    Returns:
        The anniversary, or the last day of the calendar where it would lie beyond it.

    Example:
        >>> years_after(date(2024, 2, 29), 3)
        datetime.date(2027, 2, 28)
    """
    year = start.year + years
    if year > date.max.year:
        return date.max
    try:
        return start.replace(year=year)
    except ValueError:
        return date(year, 3, 1) if leap_day is LeapDay.MARCH_1 else date(year, 2, 28)


def days_after(start: date, days: int) -> date:
    """Return the day that lies a number of calendar days later; the start itself is day 0.

    Args:
        start: The day from which the days run.
        days: How many; negative for days before.

    Returns:
        The day, or the last or first of the calendar where it would lie beyond it.

    Example:
        >>> days_after(date(2024, 9, 3), 60)
        datetime.date(2024, 11, 2)
    """
    try:
        return start + timedelta(days=days)
    except OverflowError:
        return date.max if days > 0 else date.min


def year_after(
    start: date, interval: AnnualInterval, leap_day: LeapDay = LeapDay.FEBRUARY_28
) -> date:
    """Return the last day of the year that runs from a day, as the interval reckons it.

    Args:
        start: The day from which the year runs.
        interval: How the year is reckoned.
        leap_day: The day of a common year that stands for 29 February (interpretation I-6).

    Returns:
        The day, or the last day of the calendar where it would lie beyond it.

    Example:
        >>> year_after(date(2023, 3, 1), AnnualInterval.DAYS_364)
        datetime.date(2024, 2, 28)
    """
    if interval is AnnualInterval.DAYS_364:
        return days_after(start, 364)
    if interval is AnnualInterval.DAYS_365:
        return days_after(start, 365)
    anniversary = years_after(start, 1, leap_day)
    if interval is AnnualInterval.ANNIVERSARY or start.year == date.max.year:
        return anniversary
    return days_after(anniversary, -1)
