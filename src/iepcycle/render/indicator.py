"""Indicator 11 as text and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from iepcycle.render.layout import joined
from iepcycle.render.plain import plain
from iepcycle.rules import RULEBOOK_VERSION

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.indicator import Indicator11, NotMet

_APART: Final = {
    "excepted": "With an exception of 34 CFR 300.301(d)",
    "pending": "Not completed",
    "withdrawn": "Withdrawn",
    "without_consent": "Without assessment, and so without consent",
    "not_checkable": "Completed or withdrawn on a day that is not recorded",
    "unplaced": "Started on a day that is not recorded, in whichever year",
}
_HANDLING: Final = {
    "excluded": "left out",
    "timely": "counted as in time",
    "no_allowance": "judged by their dates",
}


def indicator_data(indicator: Indicator11) -> dict[str, Any]:
    """Return the indicator as plain data."""
    days_late = indicator.range_of_days_late
    return {
        "rulebook_version": RULEBOOK_VERSION,
        "denominator": indicator.denominator,
        "percent": indicator.percent,
        "range_of_days_late": None if days_late is None else list(days_late),
        **plain(indicator),
    }


def percent_text(indicator: Indicator11) -> str:
    """Return the percent with two decimals, cut and not rounded, so that 100.00 means every one.

    Example:
        >>> from datetime import date
        >>> from iepcycle.indicator import indicator_11
        >>> percent_text(indicator_11([], start=date(2024, 7, 1), end=date(2025, 6, 30)))
        'none'
    """
    if not indicator.denominator:
        return "none"
    hundredths = 10_000 * indicator.numerator // indicator.denominator
    return f"{hundredths // 100}.{hundredths % 100:02d} %"


def indicator_text(indicator: Indicator11) -> str:
    """Return the indicator as text: the numbers, what was counted apart, and what was not in time.

    Example:
        >>> from datetime import date
        >>> from iepcycle.indicator import indicator_11
        >>> found = indicator_11([], start=date(2024, 7, 1), end=date(2025, 6, 30))
        >>> print(indicator_text(found).splitlines()[0])
        Indicator 11, Child Find, consent received from 2024-07-01 to 2025-06-30: none
    """
    return joined(_lines(indicator))


def _lines(indicator: Indicator11) -> Iterator[str]:
    year = f"from {indicator.start.isoformat()} to {indicator.end.isoformat()}"
    yield f"Indicator 11, Child Find, consent received {year}: {percent_text(indicator)}"
    yield f"  Evaluated within the timeline: {indicator.numerator:,} of {indicator.denominator:,}"
    if indicator.range_of_days_late is not None:
        least, most = indicator.range_of_days_late
        yield f"  Not within the timeline: {len(indicator.not_met):,}, by {least:,} to {most:,} days"
    yield f"  Policy {indicator.policy}; exceptions {_HANDLING[indicator.exceptions.value]}"
    yield ""
    yield "Counted apart"
    for name, words in _APART.items():
        not_yet = name == "pending" and indicator.as_of is not None
        told = f"{words}, and not overdue on {indicator.as_of}" if not_yet else words
        yield f"  {told}: {getattr(indicator, name):,}"
    if indicator.not_met:
        yield ""
        yield "Not within the timeline"
        yield from map(_not_met, indicator.not_met)


def _not_met(each: NotMet) -> str:
    done = "not completed" if each.met_on is None else f"completed {each.met_on.isoformat()}"
    days = "1 day" if each.days_late == 1 else f"{each.days_late:,} days"
    return f"  {each.student_id} {each.referral_id}: due {each.due_on.isoformat()}, {done}, {days} late"
