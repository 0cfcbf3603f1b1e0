"""The times in which IEPs were active: never two at once, and no day without one: RECORD-3 and RECORD-8."""

from __future__ import annotations

import itertools
from operator import attrgetter
from typing import TYPE_CHECKING, NamedTuple

from iepcycle.audit.report import called
from iepcycle.dates import recorded
from iepcycle.decisions import name
from iepcycle.rules.record import RECORD_3, RECORD_8
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence
    from datetime import date

    from iepcycle.audit.report import Ledger
    from iepcycle.clocks import Ending
    from iepcycle.records import IEP, Referral, StudentRecord


class Span(NamedTuple):
    """The time in which an IEP was active."""

    position: int
    """The position of its referral in the record."""
    referral: Referral
    iep: IEP
    start: date
    end: date | None
    """The day on which it was made inactive; ``None`` while it is active."""

    def overlaps(self, later: Span) -> bool:
        """Say whether both were active for more than a day; the later one did not begin before this one."""
        ends = [on for on in (self.end, later.end) if on is not None]
        return not ends or (min(ends) - later.start).days > 1

    def outlasts(self, other: Span) -> bool:
        """Say whether it ended no earlier than the other one."""
        return other.end is not None and (self.end is None or self.end >= other.end)


_BY_START = attrgetter("start")


def spans_of(student: StudentRecord) -> tuple[list[Span], int]:
    """Return the times in which IEPs were active, by their first day, and how many of them are not known.

    A time is not known whose dates are not recorded, or contradict each other.
    """
    spans = []
    unknown = 0
    for position, referral in enumerate(student.referrals):
        for iep in referral.ieps:
            if iep.status is IEPStatus.DRAFT:
                continue
            start, end = recorded(iep.activated_on), recorded(iep.inactivated_on)
            ended = end is not None or iep.status is IEPStatus.ACTIVE
            if start is None or not ended or (end is not None and end < start):
                unknown += 1
            else:
                spans.append(Span(position, referral, iep, start, end))
    return sorted(spans, key=_BY_START), unknown


def check_one_active(
    student: StudentRecord, spans: Sequence[Span], unknown: int, ledger: Ledger
) -> None:
    """Note every IEP that was or is active beside another one (RECORD-3)."""
    ledger.checked[RECORD_3.id] += 1
    ledger.not_checked[RECORD_3.id] += unknown
    active = [(r, iep) for r, iep in student.ieps() if iep.status is IEPStatus.ACTIVE]
    found = {iep.id for _, iep in active[:-1]}
    for referral, iep in active[:-1]:
        message = f"{called(iep)} is active, and so is {name((active[-1][1],))}."
        ledger.find(RECORD_3, referral, iep, None, message)
    for position, span in enumerate(spans, start=1):
        other = _first_beside(span, itertools.islice(spans, position, None))
        if other is not None and span.iep.id not in found:
            message = (
                f"{called(span.iep)} was still active when {name((other.iep,))} was activated."
            )
            ledger.find(RECORD_3, span.referral, span.iep, other.start, message)


def _first_beside(span: Span, later: Iterable[Span]) -> Span | None:
    """Return the first of the later ones that began while the span lasted and was active beside it."""
    for each in later:
        if span.end is not None and each.start >= span.end:
            return None
        if span.overlaps(each):
            return each
    return None


def check_no_gap(
    spans: Sequence[Span], unknown: int, ends: Sequence[Ending], ledger: Ledger
) -> None:
    """Note every IEP that began more than a day after the one before it had ended (RECORD-8).

    Only the days count until the student was found not eligible, or services were declined.
    An IEP whose dates are not known may have filled any gap, so then the check is not made.
    """
    if unknown:
        ledger.not_checked[RECORD_8.id] += unknown
        return
    last = None
    for span in spans:
        if last is not None and last.end is not None:
            ledger.checked[RECORD_8.id] += 1
            if _is_gap(last, last.end, span, ends):
                message = f"{called(span.iep)} was activated after days on which no IEP was active."
                ledger.find(RECORD_8, span.referral, span.iep, span.start, message)
        if last is None or span.outlasts(last):
            last = span


def _is_gap(last: Span, end: date, span: Span, ends: Sequence[Ending]) -> bool:
    """Say whether an entitled student was without a plan for a day or more between the two.

    An entitlement that ended on a day that is not recorded may have ended with the last plan.
    """
    if (span.start - end).days <= 1:
        return False
    between = ((last.position, end), (span.position, span.start))
    entitled_until = min(
        (each.on or end for each in ends if each.ends(*between)), default=span.start
    )
    return (entitled_until - end).days > 1
