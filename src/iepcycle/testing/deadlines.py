"""By when the next step of a lawful life must be taken, and from when it may be.

Written down anew for the strategies, from the statements of the DUE rules and not from their code,
so that a history drawn here is evidence when it is audited.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

from iepcycle.dates import days_after, year_after, years_after
from iepcycle.vocabulary import (
    ConferencePurpose,
    ConsentStatus,
    EvaluationEnd,
    EvaluationType,
    IEPType,
    MeetingStart,
    ProcedureKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.policy import Policy
    from iepcycle.records import IEP, Referral, StudentRecord

HAWAII_MEETING_DAYS: Final = 15
"""The days from consent for services to the first IEP meeting: HAR 8-60-47(c)(1)."""
FEDERAL_MEETING_DAYS: Final = 30
"""The days from the determination to the first IEP meeting: 34 CFR 300.323(c)(1)."""


def deadline(student: StudentRecord, policy: Policy) -> date:
    """Return the last day on which every duty that stands open is still in time."""
    return min(_open_duties(student, policy), default=date.max)


def _open_duties(student: StudentRecord, policy: Policy) -> Iterator[date]:
    for referral in student.referrals:
        yield from _evaluation(referral, policy)
        yield from _first_meeting(referral, policy)
    if not has_ended(student):
        yield from _annual_review(student, policy)
        yield reevaluation_due(student, policy)


def has_ended(student: StudentRecord) -> bool:
    """Say whether the student was found not eligible at last, or services were declined at last."""
    determination = student.latest_determination
    consent = student.latest_services_consent
    return (determination is not None and not determination.eligible) or (
        consent is not None and consent.declined
    )


def was_discussed(iep: IEP) -> bool:
    """Say whether the IEP carries a conference with purpose IEP."""
    return iep.has_procedure(ProcedureKind.CONFERENCE, ConferencePurpose.IEP)


def _annual_review(student: StudentRecord, policy: Policy) -> Iterator[date]:
    held = [
        iep.iep_date
        for _, iep in student.ieps()
        if iep.type in policy.annual_clock_set_by and iep.iep_date is not None
    ]
    if held:
        yield year_after(max(held), policy.annual_interval, policy.leap_day)


def reevaluation_due(student: StudentRecord, policy: Policy) -> date:
    """Return the day by which the student must be reevaluated."""
    decided = latest_decision(student)
    if decided is None:
        return date.max
    agreed = student.triennial_agreements if policy.reevaluation_waivable else ()
    return years_after(max((decided, *agreed)), policy.reevaluation_years, policy.leap_day)


def reevaluation_opens(student: StudentRecord, policy: Policy) -> date:
    """Return the first day on which the student may be determined again without an agreement."""
    decided = latest_decision(student)
    if decided is None:
        return date.min
    return years_after(decided, policy.reevaluation_gap_years, policy.leap_day)


def latest_decision(student: StudentRecord) -> date | None:
    """Return the decision date of the latest determination, if there is one."""
    latest = student.latest_determination
    return None if latest is None else latest.decided_on


def _evaluation(referral: Referral, policy: Policy) -> Iterator[date]:
    evaluation = referral.evaluation
    if evaluation is None or evaluation.withdrawn or _has_closed(referral, policy):
        return
    starts = (evaluation.consent_received_on, evaluation.no_assessment_decided_on)
    count = policy.evaluation_calendar or days_after
    yield from (count(on, policy.evaluation_days) for on in starts if on is not None)


def _has_closed(referral: Referral, policy: Policy) -> bool:
    """Say whether the event has happened that meets the evaluation timeline."""
    found = referral.determination
    if (
        found is None
        or not found.eligible
        or policy.evaluation_ends_with is EvaluationEnd.DETERMINATION
    ):
        return found is not None
    if policy.evaluation_ends_with is EvaluationEnd.IEP_MEETING:
        return any(map(was_discussed, referral.ieps))
    return any(iep.activated_on is not None for iep in referral.ieps)


def _first_meeting(referral: Referral, policy: Policy) -> Iterator[date]:
    """Yield the deadlines of the first meeting: that of the policy, and those of both presets."""
    evaluation, found = referral.evaluation, referral.determination
    if evaluation is None or evaluation.type is not EvaluationType.INITIAL:
        return
    if found is None or not found.eligible or found.decided_on is None:
        return
    if any(iep.type is IEPType.INITIAL and was_discussed(iep) for iep in referral.ieps):
        return
    count = policy.meeting_calendar or days_after
    yield days_after(found.decided_on, FEDERAL_MEETING_DAYS)
    if policy.meeting_runs_from is MeetingStart.DETERMINATION:
        yield count(found.decided_on, policy.meeting_days)
    consent = referral.services_consent
    if consent is None or consent.given_on is None or consent.status is not ConsentStatus.GIVEN:
        return
    yield days_after(consent.given_on, HAWAII_MEETING_DAYS)
    if policy.meeting_runs_from is MeetingStart.SERVICES_CONSENT:
        yield count(consent.given_on, policy.meeting_days)
