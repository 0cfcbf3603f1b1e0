"""The first IEP meeting: DUE-6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks.counting import counted_days
from iepcycle.clocks.duty import Duty, Unreckoned
from iepcycle.dates import recorded
from iepcycle.rules.duties import DUE_6
from iepcycle.vocabulary import ConsentStatus, EvaluationType, IEPStatus, IEPType, MeetingStart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import Referral, StudentRecord


def first_meetings(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy
) -> Iterator[Duty | Unreckoned]:
    """Yield the first IEP meeting of each referral that is to have an Initial IEP."""
    for position, referral in enumerate(student.referrals):
        if not _leads_to_an_initial_iep(referral):
            continue
        started, start = _start(referral, policy)
        met, met_on = _meeting(referral)
        if started and (start is None or (met and met_on is None)):
            yield Unreckoned(rule_id=DUE_6.id, referral_id=referral.id)
        elif start is not None:
            end = None if met_on is None else (position, met_on)
            if not any(each.interrupts((position, start), end) for each in ends):
                yield _duty(referral, start, met_on, policy)


def _duty(referral: Referral, start: date, met_on: date | None, policy: Policy) -> Duty:
    from_consent = policy.meeting_runs_from is MeetingStart.SERVICES_CONSENT
    return Duty(
        rule_id=DUE_6.id,
        referral_id=referral.id,
        event="consent for services" if from_consent else "the determination of eligibility",
        runs_from=start,
        due_on=counted_days(
            start, policy.meeting_days, policy.meeting_calendar, "meeting_calendar"
        ),
        met_on=met_on,
    )


def _leads_to_an_initial_iep(referral: Referral) -> bool:
    """Say whether the referral is one for an initial evaluation that found the student eligible."""
    evaluation = referral.evaluation
    return (
        evaluation is not None
        and evaluation.type is EvaluationType.INITIAL
        and evaluation.determination is not None
        and evaluation.determination.eligible
        and not evaluation.withdrawn
    )


def _start(referral: Referral, policy: Policy) -> tuple[bool, date | None]:
    """Return whether the event has happened from which the deadline runs, and its day if that is recorded."""
    if policy.meeting_runs_from is MeetingStart.DETERMINATION:
        determination = referral.determination
        return True, None if determination is None else recorded(determination.decided_on)
    consent = referral.services_consent
    given = consent is not None and consent.status is ConsentStatus.GIVEN
    return given, recorded(consent.given_on) if consent is not None and given else None


def _meeting(referral: Referral) -> tuple[bool, date | None]:
    """Return whether the Initial IEP has had its meeting, and the day of the first if that is recorded."""
    initials = [iep for iep in referral.ieps if iep.type is IEPType.INITIAL]
    days = [on for iep in initials for on in iep.iep_conference_dates]
    activated = any(iep.status is not IEPStatus.DRAFT for iep in initials)
    return bool(days) or activated, min(days, default=None)
