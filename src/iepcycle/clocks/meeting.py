"""The first IEP meeting: DUE-6."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks.conferences import first_conference
from iepcycle.clocks.counting import counted_days
from iepcycle.clocks.duty import Duty, Unreckoned
from iepcycle.dates import recorded
from iepcycle.rules.duties import DUE_6
from iepcycle.vocabulary import ConsentStatus, EvaluationType, IEPType, MeetingStart

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import IEP, Referral, StudentRecord


def first_meetings(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy, as_of: date | None
) -> Iterator[Duty | Unreckoned]:
    """Yield the first IEP meeting of each referral that has an Initial IEP, or is to have one."""
    for position, referral in enumerate(student.referrals):
        initials = [iep for iep in referral.ieps if iep.type is IEPType.INITIAL]
        started, start = _start(referral, policy)
        if not started or not _leads_to_an_initial_iep(referral, initials):
            continue
        held, met_on = first_conference(initials)
        if start is None or (held and met_on is None) or _may_be_withdrawn(referral, initials):
            yield Unreckoned(rule_id=DUE_6.id, referral_id=referral.id)
            continue
        end = None if met_on is None else (position, met_on)
        if not any(each.ends((position, start), end) for each in ends):
            yield _duty(referral, start, met_on, policy, as_of)


def _duty(
    referral: Referral, start: date, met_on: date | None, policy: Policy, as_of: date | None
) -> Duty:
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
        as_of=as_of,
    )


def _leads_to_an_initial_iep(referral: Referral, initials: list[IEP]) -> bool:
    """Say whether the referral has an Initial IEP, or is to have one.

    It is to have one if its initial evaluation found the student eligible and was not withdrawn.
    """
    evaluation = referral.evaluation
    determination = referral.determination
    if determination is not None and not determination.eligible:
        return False
    if initials:
        return True
    return (
        evaluation is not None
        and evaluation.type is EvaluationType.INITIAL
        and determination is not None
        and not evaluation.withdrawn
    )


def _may_be_withdrawn(referral: Referral, initials: list[IEP]) -> bool:
    """Say whether a withdrawal without a date may be why there is no Initial IEP."""
    evaluation = referral.evaluation
    undated = evaluation is not None and evaluation.withdrawn_on is not None
    return undated and not initials


def _start(referral: Referral, policy: Policy) -> tuple[bool, date | None]:
    """Return whether the event has happened from which the deadline runs, and its day if that is recorded.

    Consent that was revoked had been given before.
    """
    if policy.meeting_runs_from is MeetingStart.DETERMINATION:
        determination = referral.determination
        if determination is None:
            return False, None
        return True, recorded(determination.decided_on)
    consent = referral.services_consent
    if consent is None or consent.status is ConsentStatus.REFUSED:
        return False, None
    return True, recorded(consent.given_on)
