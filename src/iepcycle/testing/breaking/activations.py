"""Ways to activate an IEP that was not due: the ACTIVATE rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from iepcycle.edits import changed_evaluation, changed_iep, changed_referral
from iepcycle.records import IEP, Procedure
from iepcycle.testing.breaking.breach import Breach, Expected, expected_at, single
from iepcycle.testing.breaking.changes import day_after, was_activated, with_reevaluation
from iepcycle.testing.breaking.creations import activated_after
from iepcycle.testing.deadlines import has_ended, was_discussed
from iepcycle.vocabulary import (
    ConferencePurpose,
    ConsentStatus,
    IEPStatus,
    IEPType,
    ProcedureKind,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import Referral, StudentRecord


def without_care_coordinator(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """ACTIVATE-2: take the Care Coordinator away from an activated IEP."""
    for referral, iep in _activated(student):
        changed = changed_iep(student, iep.id, care_coordinator_assigned=False)
        yield single("ACTIVATE-2", changed, referral, iep)


def without_notice(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """ACTIVATE-3: record another procedure in the place of each Prior Written Notice of an activated IEP."""
    for referral, iep in _activated(student):
        others = tuple(
            Procedure(kind=ProcedureKind.PROGRESS_REPORT, on=each.on)
            if each.kind is ProcedureKind.PRIOR_WRITTEN_NOTICE
            else each
            for each in iep.procedures
        )
        changed = changed_iep(student, iep.id, procedures=others)
        yield single("ACTIVATE-3", changed, referral, iep)


def without_conference(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """ACTIVATE-4: give another purpose to the IEP conferences of an activated IEP."""
    for referral, iep in _activated(student):
        if iep.type is IEPType.REVISION or not was_discussed(iep):
            continue
        others = tuple(
            attrs.evolve(each, purpose=ConferencePurpose.OTHER)
            if each.purpose is ConferencePurpose.IEP
            else each
            for each in iep.procedures
        )
        changed = changed_iep(student, iep.id, procedures=others)
        yield single("ACTIVATE-4", changed, referral, iep)


def before_consent(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """ACTIVATE-5: let the parent give consent on the day after the Initial IEP was activated, or never."""
    consents = [each.services_consent for each in student.referrals if each.services_consent]
    for referral, iep in _activated(student):
        consent = referral.services_consent
        if iep.type is not IEPType.INITIAL or consent is None or iep.activated_on is None:
            continue
        late = attrs.evolve(consent, given_on=day_after(iep.activated_on))
        # Without its form, a second life would stand under what the parent said in the first.
        is_alone = consents == [consent] and consent.status is ConsentStatus.GIVEN
        for form in (late, None) if is_alone else (late,):
            changed = changed_referral(student, referral.id, services_consent=form)
            yield single("ACTIVATE-5", changed, referral, iep)


def after_the_end(student: StudentRecord, as_of: date, policy: Policy) -> Iterator[Breach]:
    """ACTIVATE-6: activate an IEP although its evaluation was withdrawn, or the student found not eligible."""
    yield from _after_a_withdrawal(student, as_of, policy)
    yield from _after_ineligibility(student, as_of, policy)


def _after_a_withdrawal(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """Withdraw the evaluation on the day on which the last IEP was created."""
    for referral in student.referrals:
        created = [iep.created_on for iep in referral.ieps if iep.created_on is not None]
        if referral.evaluation is None or not created:
            continue
        later = activated_after(referral, max(created))
        if later:
            yield Breach(
                rule_id="ACTIVATE-6",
                student=changed_evaluation(student, referral.id, withdrawn_on=max(created)),
                expected=expected_at("ACTIVATE-6", referral, later),
            )


def _after_ineligibility(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """Find the student not eligible on the day on which the active IEP was created; it stays active, against RECORD-4."""
    for referral, iep in student.ieps():
        if iep.status is not IEPStatus.ACTIVE or iep.created_on is None or has_ended(student):
            continue
        day = iep.created_on
        others = [other for _, other in student.ieps() if other is not iep]
        if _begins_after(iep, day) and not any(_begins_after(other, day) for other in others):
            changed, _ = with_reevaluation(student, day, eligible=False, agreed=True)
            for other in others:
                if other.inactivated_on is not None:
                    ended = min(other.inactivated_on, day)
                    changed = changed_iep(changed, other.id, inactivated_on=ended)
            broken = ("ACTIVATE-6", "RECORD-4")
            expected = (Expected(rule_id, referral.id, iep.id) for rule_id in broken)
            yield Breach(rule_id="ACTIVATE-6", student=changed, expected=tuple(expected))


def _begins_after(iep: IEP, day: date) -> bool:
    return any(on is not None and on > day for on in (iep.created_on, iep.activated_on))


def _activated(student: StudentRecord) -> Iterator[tuple[Referral, IEP]]:
    """Yield every IEP that was activated and of which procedures are recorded."""
    for referral, iep in student.ieps():
        if was_activated(iep) and iep.procedures:
            yield referral, iep
