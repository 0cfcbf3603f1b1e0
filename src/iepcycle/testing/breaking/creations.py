"""Ways to create an IEP that was not allowed: the GATE and TYPE rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.edits import changed_evaluation, changed_iep, changed_referral
from iepcycle.records import IEP, ServicesConsent
from iepcycle.testing.breaking.breach import Breach, Expected, expected_at, single
from iepcycle.testing.breaking.changes import (
    day_after,
    day_before,
    was_activated,
    with_draft,
)
from iepcycle.vocabulary import (
    OPENING_TYPES,
    ConsentStatus,
    EvaluationType,
    IEPStatus,
    IEPType,
    Stage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import Referral, StudentRecord

_TOO_EARLY: Final = (Stage.EXPRESS_CONCERN, Stage.DEFINE_NEEDS)


def before_develop_plan(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """GATE-1: put a referral back to an earlier stage, although it holds IEPs."""
    for referral in student.referrals:
        for stage in _TOO_EARLY if referral.ieps else ():
            yield Breach(
                rule_id="GATE-1",
                student=changed_referral(student, referral.id, stage=stage),
                expected=expected_at("GATE-1", referral, referral.ieps),
            )


def before_determination(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """GATE-2: create the first IEP of a referral on the day before the determination."""
    for referral in student.referrals:
        found = referral.determination
        if not referral.ieps or found is None or found.decided_on is None:
            continue
        first, day = referral.ieps[0], day_before(found.decided_on)
        changed = changed_iep(student, first.id, created_on=day)
        if referral.received_on is not None:
            received = min(referral.received_on, day)
            changed = changed_referral(changed, referral.id, received_on=received)
        yield Breach(
            rule_id="GATE-2",
            student=changed,
            expected=expected_at("GATE-2", referral, [first]),
        )


def after_refusal(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """GATE-3: let the parent refuse services in place of giving consent, and draft the Initial IEP nonetheless."""
    for position, referral in enumerate(student.referrals):
        consent = referral.services_consent
        if consent is None or consent.given_on is None or not _opens_with_initial(referral):
            continue
        refused = ServicesConsent(status=ConsentStatus.REFUSED, ended_on=consent.given_on)
        draft = IEP(
            id=referral.ieps[0].id, type=IEPType.INITIAL, created_on=day_after(consent.given_on)
        )
        cut = attrs.evolve(referral, services_consent=refused, ieps=(draft,))
        agreements = [on for on in student.triennial_agreements if on < consent.given_on]
        yield Breach(
            rule_id="GATE-3",
            student=attrs.evolve(
                student,
                referrals=(*student.referrals[:position], cut),
                triennial_agreements=tuple(agreements),
            ),
            expected=expected_at("GATE-3", referral, [draft]),
        )


def _opens_with_initial(referral: Referral) -> bool:
    return referral.ieps[:1] != () and referral.ieps[0].type is IEPType.INITIAL


def after_withdrawal(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """GATE-4: withdraw the evaluation on the day before the last IEP of the referral was created."""
    for referral in student.referrals:
        created = [iep.created_on for iep in referral.ieps if iep.created_on is not None]
        if referral.evaluation is None or not created:
            continue
        day = day_before(max(created))
        later = [iep for iep in referral.ieps if iep.created_on and iep.created_on > day]
        yield Breach(
            rule_id="GATE-4",
            student=changed_evaluation(student, referral.id, withdrawn_on=day),
            expected=(
                *expected_at("GATE-4", referral, later),
                *expected_at("ACTIVATE-6", referral, activated_after(referral, day)),
            ),
        )


def activated_after(referral: Referral, day: date) -> list[IEP]:
    """Return the IEPs of the referral that were activated after the day, and of which procedures are recorded."""
    return [
        iep
        for iep in referral.ieps
        if was_activated(iep) and iep.procedures and iep.activated_on and iep.activated_on > day
    ]


def initial_for_a_reevaluation(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """TYPE-1: let the Evaluation Worksheet say Reevaluation where an Initial IEP was created."""
    activated = False
    for referral in student.referrals:
        if _opens_with_initial(referral):
            expected = expected_at("TYPE-1", referral, referral.ieps[:1])
            if not activated:
                expected += (Expected("RECORD-6", referral.id, None),)
            yield Breach(
                rule_id="TYPE-1",
                student=changed_evaluation(student, referral.id, type=EvaluationType.REEVALUATION),
                expected=expected,
            )
        activated = activated or any(map(was_activated, referral.ieps))


def reevaluation_for_an_initial(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """TYPE-2: let the Evaluation Worksheet say Initial where a Reevaluation IEP was created."""
    for referral in student.referrals:
        if referral.ieps and referral.ieps[0].type in OPENING_TYPES - {IEPType.INITIAL}:
            yield Breach(
                rule_id="TYPE-2",
                student=changed_evaluation(student, referral.id, type=EvaluationType.INITIAL),
                expected=expected_at("TYPE-2", referral, referral.ieps[:1]),
            )


def opened_twice(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """TYPE-3: open a referral a second time, on the day on which its last IEP was created."""
    for referral in student.referrals:
        if not referral.ieps or referral.ieps[-1].created_on is None:
            continue
        first, last = referral.ieps[0], referral.ieps[-1]
        changed, draft = with_draft(student, referral.id, first.type, referral.ieps[-1].created_on)
        yield single("TYPE-3", changed, referral, draft)
        if last.type is IEPType.ANNUAL and first.type is not IEPType.REEVALUATION_REVISION:
            changed = changed_iep(student, last.id, type=first.type)
            yield single("TYPE-3", changed, referral, last)


def without_an_active_iep(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """TYPE-4: draft a Revision where the plan has ended already, or let no Reevaluation IEP open its referral."""
    for referral in student.referrals:
        ended = [iep.inactivated_on for iep in referral.ieps if iep.inactivated_on is not None]
        consent = referral.services_consent
        if len(ended) == len(referral.ieps) > 0 and (consent is None or not consent.declined):
            day = day_after(max(ended))
            changed, draft = with_draft(student, referral.id, IEPType.REVISION, day)
            yield single("TYPE-4", changed, referral, draft)
        if referral.ieps and referral.ieps[0].type in _UNOPENED:
            first = referral.ieps[0]
            yield Breach(
                rule_id="TYPE-4",
                student=changed_iep(student, first.id, type=_UNOPENED[first.type]),
                expected=expected_at("TYPE-4", referral, referral.ieps),
            )


_UNOPENED: Final = {
    IEPType.REEVALUATION_ANNUAL: IEPType.ANNUAL,
    IEPType.REEVALUATION_REVISION: IEPType.REVISION,
}
"""The type that treats content and clocks alike, and does not open a referral."""


def beside_a_draft_annual(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """TYPE-5: draft an Annual IEP, and a Revision of the active IEP before the Annual is activated."""
    yield from _beside("TYPE-5", IEPType.ANNUAL, student)


def beside_a_draft_revision(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """TYPE-6: draft two Revisions of the active IEP."""
    yield from _beside("TYPE-6", IEPType.REVISION, student)


def _beside(rule_id: str, iep_type: IEPType, student: StudentRecord) -> Iterator[Breach]:
    """Create two drafts on the day on which the active IEP was activated, of which the second is a Revision."""
    for referral in student.referrals:
        active = referral.active_iep
        if active is None or active.activated_on is None:
            continue
        if any(iep.status is IEPStatus.DRAFT for iep in referral.ieps):
            continue
        changed, _ = with_draft(student, referral.id, iep_type, active.activated_on)
        changed, second = with_draft(changed, referral.id, IEPType.REVISION, active.activated_on)
        yield single(rule_id, changed, referral, second)
