"""The RECORD rules: what a history must keep to besides the decisions."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.clocks.endings import endings
from iepcycle.dates import PLACEHOLDER_DATES, recorded
from iepcycle.decisions import name
from iepcycle.records import IEP, Referral
from iepcycle.rules.record import (
    RECORD_1,
    RECORD_2,
    RECORD_3,
    RECORD_4,
    RECORD_5,
    RECORD_6,
    RECORD_8,
)
from iepcycle.vocabulary import EvaluationType, IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iepcycle.audit.report import Ledger
    from iepcycle.records import StudentRecord
    from iepcycle.rules.definition import Rule


def check_order_of_dates(referral: Referral, ledger: Ledger) -> None:
    """Note every step that is dated before one that must precede it (RECORD-1)."""
    determination = referral.determination
    if determination is not None:
        steps = [("decided", determination.decided_on), ("filed", determination.filed_on)]
        _in_order(steps, "The determination", referral, None, ledger)
    for iep in referral.ieps:
        steps = [("received", referral.received_on), ("created", iep.created_on)]
        if iep.status is not IEPStatus.DRAFT or iep.activated_on is not None:
            steps.append(("activated", iep.activated_on))
        if iep.status is IEPStatus.INACTIVE or iep.inactivated_on is not None:
            steps.append(("made inactive", iep.inactivated_on))
        _in_order(steps, _called(iep), referral, iep, ledger)


def _in_order(
    steps: list[tuple[str, date | None]],
    subject: str,
    referral: Referral,
    iep: IEP | None,
    ledger: Ledger,
) -> None:
    """Note every step that is dated before the one recorded before it."""
    known = [(done, on) for done, each in steps if (on := recorded(each)) is not None]
    ledger.not_checked[RECORD_1.id] += len(steps) - len(known)
    for (earlier, first), (later, then) in itertools.pairwise(known):
        ledger.checked[RECORD_1.id] += 1
        if then < first:
            before = "its referral was received" if earlier == "received" else f"it was {earlier}"
            ledger.find(RECORD_1, referral, iep, then, f"{subject} was {later} before {before}.")


def check_status_against_dates(referral: Referral, ledger: Ledger) -> None:
    """Note every IEP whose status contradicts its dates (RECORD-2)."""
    for iep in referral.ieps:
        if iep.status is IEPStatus.INACTIVE:
            continue
        held = [iep.inactivated_on]
        if iep.status is IEPStatus.DRAFT:
            held.insert(0, iep.activated_on)
        if any(on in PLACEHOLDER_DATES for on in held):
            ledger.not_checked[RECORD_2.id] += 1
            continue
        ledger.checked[RECORD_2.id] += 1
        for on in held:
            if on is not None:
                message = f"{_called(iep)} is {iep.status.value}, yet has a date on which it ceased to be."
                ledger.find(RECORD_2, referral, iep, on, message)
                break


def check_one_active(student: StudentRecord, ledger: Ledger) -> None:
    """Note every IEP that was or is active beside another one (RECORD-3)."""
    ledger.checked[RECORD_3.id] += 1
    active = [(r, iep) for r, iep in student.ieps() if iep.status is IEPStatus.ACTIVE]
    found = {iep.id for _, iep in active[:-1]}
    for referral, iep in active[:-1]:
        message = f"{_called(iep)} is active, and so is {name((active[-1][1],))}."
        ledger.find(RECORD_3, referral, iep, None, message)
    spans, unknown = _spans(student)
    ledger.not_checked[RECORD_3.id] += unknown
    for position, span in enumerate(spans):
        if span.iep.id in found:
            continue
        other = next(filter(span.overlaps, span.begun_within(spans[position + 1 :])), None)
        if other is not None:
            message = (
                f"{_called(span.iep)} was still active when {name((other.iep,))} was activated."
            )
            ledger.find(RECORD_3, span.referral, span.iep, other.start, message)


@attrs.frozen(kw_only=True)
class _Span:
    """The time in which an IEP was active."""

    position: int
    """The position of its referral in the record."""
    referral: Referral
    iep: IEP
    start: date
    end: date | None
    """The day on which it was made inactive; ``None`` while it is active."""

    def begun_within(self, later: Iterable[_Span]) -> Iterator[_Span]:
        """Return the later ones that began while this one was active."""
        return itertools.takewhile(lambda each: self.end is None or each.start < self.end, later)

    def overlaps(self, later: _Span) -> bool:
        """Say whether both were active for more than a day; the later one did not begin before this one."""
        ends = [on for on in (self.end, later.end) if on is not None]
        return not ends or (min(ends) - later.start).days > 1


def _spans(student: StudentRecord) -> tuple[list[_Span], int]:
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
                continue
            spans.append(_Span(position=position, referral=referral, iep=iep, start=start, end=end))
    return sorted(spans, key=lambda span: span.start), unknown


def check_active_without_entitlement(student: StudentRecord, ledger: Ledger) -> None:
    """Note every IEP that was or is active after the student was found not eligible or declined services.

    The latest determination and the latest services consent are read (RECORD-4, RECORD-5).
    """
    determination = student.latest_determination
    if determination is not None and not determination.eligible:
        decided, filed = recorded(determination.decided_on), recorded(determination.filed_on)
        # Filing the determination ends the plan, so without that day a plan may have ended in time.
        last = filed if decided is None or filed is None else max(decided, filed)
        why = "the latest determination finds the student not eligible"
        ended = _End(on=last or decided, last=last, why=why)
        _none_active_after(student, RECORD_4, ended, ledger)
    elif determination is not None:
        ledger.checked[RECORD_4.id] += 1
    consent = student.latest_services_consent
    if consent is not None and consent.declined:
        on = recorded(consent.ended_on)
        ended = _End(on=on, last=on, why="the parent has declined services")
        _none_active_after(student, RECORD_5, ended, ledger)
    elif consent is not None:
        ledger.checked[RECORD_5.id] += 1


@attrs.frozen(kw_only=True)
class _End:
    """The end of services to a student."""

    on: date | None
    """The day, as far as it is recorded."""
    last: date | None
    """The last day on which an IEP may have been active, if it is recorded."""
    why: str
    """What ended them, in words."""


def _none_active_after(student: StudentRecord, rule: Rule, ended: _End, ledger: Ledger) -> None:
    for referral, iep in student.ieps():
        if iep.status is IEPStatus.DRAFT:
            continue
        if iep.status is IEPStatus.ACTIVE:
            ledger.checked[rule.id] += 1
            message = f"{_called(iep)} is active, although {ended.why}."
            ledger.find(rule, referral, iep, ended.on, message)
            continue
        inactivated = recorded(iep.inactivated_on)
        if inactivated is None or ended.last is None:
            ledger.not_checked[rule.id] += 1
            continue
        ledger.checked[rule.id] += 1
        if inactivated > ended.last:
            message = f"{_called(iep)} stayed active, although {ended.why}."
            ledger.find(rule, referral, iep, inactivated, message)


def check_reevaluation_has_predecessor(student: StudentRecord, ledger: Ledger) -> None:
    """Note every reevaluation referral before which no IEP was activated (RECORD-6)."""
    activated = False
    for referral in student.referrals:
        evaluation = referral.evaluation
        if evaluation is not None and evaluation.type is EvaluationType.REEVALUATION:
            ledger.checked[RECORD_6.id] += 1
            if not activated:
                message = "The referral is for a reevaluation, yet no earlier IEP of the student was activated."
                ledger.find(RECORD_6, referral, None, None, message)
        activated = activated or any(
            iep.status is not IEPStatus.DRAFT or recorded(iep.activated_on) is not None
            for iep in referral.ieps
        )


def check_no_gap(student: StudentRecord, ledger: Ledger) -> None:
    """Note every IEP that began more than a day after the one before it had ended (RECORD-8).

    There is none where the student had been found not eligible, or services had been declined, before it was over.
    An IEP whose dates are not known may have filled any gap, so then the check is not made.
    """
    spans, unknown = _spans(student)
    if unknown:
        ledger.not_checked[RECORD_8.id] += unknown
        return
    ends = tuple(endings(student))
    last = None
    for span in spans:
        if last is not None and last.end is not None:
            ledger.checked[RECORD_8.id] += 1
            start, end = (last.position, last.end), (span.position, span.start)
            gap = (span.start - last.end).days > 1
            if gap and not any(each.ends(start, end) for each in ends):
                message = (
                    f"{_called(span.iep)} was activated after days on which no IEP was active."
                )
                ledger.find(RECORD_8, span.referral, span.iep, span.start, message)
        if last is None or _outlasts(span, last):
            last = span


def _outlasts(span: _Span, other: _Span) -> bool:
    return other.end is not None and (span.end is None or span.end >= other.end)


def _called(iep: IEP) -> str:
    called = name((iep,))
    return called[0].upper() + called[1:]
