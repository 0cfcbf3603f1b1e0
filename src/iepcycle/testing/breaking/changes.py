"""Changes to a record that the ways to break a rule have in common."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.dates import days_after
from iepcycle.edits import add_referral, changed_iep, changed_referral
from iepcycle.records import IEP, Determination, Evaluation, Referral
from iepcycle.testing.dates import dates_of
from iepcycle.vocabulary import ConferencePurpose, EvaluationType, IEPStatus, Stage

if TYPE_CHECKING:
    from collections.abc import Callable

    from iepcycle.records import StudentRecord
    from iepcycle.vocabulary import IEPType


def latest_day(student: StudentRecord) -> date:
    """Return the day of the latest step in the record."""
    return max(dates_of(student), default=date.min)


def day_before(on: date) -> date:
    """Return the day before."""
    return days_after(on, -1)


def day_after(on: date) -> date:
    """Return the day after."""
    return days_after(on, 1)


def was_activated(iep: IEP) -> bool:
    """Say whether the IEP is active or was."""
    return iep.status is not IEPStatus.DRAFT


def with_draft(
    student: StudentRecord, referral_id: str, iep_type: IEPType, on: date
) -> tuple[StudentRecord, IEP]:
    """Return the record with one more draft on the referral, and the draft."""
    held = student.referral(referral_id).ieps
    draft = IEP(id=f"{referral_id}-{len(held) + 1}", type=iep_type, created_on=on)
    return changed_referral(student, referral_id, ieps=(*held, draft)), draft


def with_conferences_on(student: StudentRecord, iep: IEP, on: date) -> StudentRecord:
    """Return the record with every conference of the IEP on that day whose purpose is IEP."""
    procedures = tuple(
        attrs.evolve(each, on=on) if each.purpose is ConferencePurpose.IEP else each
        for each in iep.procedures
    )
    return changed_iep(student, iep.id, procedures=procedures)


def with_reevaluation(
    student: StudentRecord, on: date, *, eligible: bool, agreed: bool
) -> tuple[StudentRecord, Referral]:
    """Return the record with a reevaluation that was received, decided and filed on one day, and its referral.

    Args:
        student: The record.
        on: The day.
        eligible: What was decided.
        agreed: Whether parent and agency agreed that it need not wait for a year.
    """
    referral = Referral(
        id=f"R{len(student.referrals) + 1}",
        stage=Stage.DEVELOP_PLAN if eligible else Stage.DEFINE_NEEDS,
        received_on=on,
        filed_on=on,
        evaluation=Evaluation(
            type=EvaluationType.REEVALUATION,
            assessment_needed=False,
            no_assessment_decided_on=on,
            early_reevaluation_agreed_on=on if agreed else None,
            determination=Determination(eligible=eligible, decided_on=on, filed_on=on),
        ),
    )
    return add_referral(student, referral), referral


def last_day_before(end: date, due: Callable[[date], date]) -> date:
    """Return the last day from which a deadline runs out before the end."""
    day = end
    while due(day) >= end:
        day = day_before(day)
    return day
