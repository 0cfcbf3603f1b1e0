"""The living cycle: create the draft that was allowed, activate it, and carry through what that changes.

Every function returns a new record and leaves its argument as it was; one that refuses leaves nothing behind.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.activation import explain_activation
from iepcycle.copy_forward import plan_copy_forward
from iepcycle.decisions import explain_next_iep_types, name
from iepcycle.edits import (
    changed_evaluation,
    changed_iep,
    changed_referral,
    merged_content,
    refuse_before,
    refused,
)
from iepcycle.errors import NotAllowedError
from iepcycle.policy import ECSSS
from iepcycle.records import IEP, ServicesConsent
from iepcycle.vocabulary import ConsentStatus, IEPStatus, IEPType

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import Determination, Referral, SectionContent, StudentRecord


def create_iep(
    student: StudentRecord,
    referral_id: str,
    iep_type: IEPType,
    *,
    iep_id: str,
    on: date,
    policy: Policy = ECSSS,
) -> StudentRecord:
    """Return the record with a new draft on the referral, started from what copies forward.

    Args:
        student: The record as it stands.
        referral_id: The referral on which the IEP is created.
        iep_type: The type of the new IEP.
        iep_id: Its id; unique among the IEPs of the student.
        on: The day on which it is created.
        policy: The reading of the rules.

    Returns:
        The new record. The draft starts from the student's active IEP, on whichever referral it stands;
        an Initial starts from nothing.

    Raises:
        NotAllowedError: A GATE or TYPE rule refuses the type; carries the `Decision`.
        InvalidRecordError: The referral is unknown, the id is taken, or the day precedes a recorded step.

    Example:
        >>> from iepcycle import Determination, Evaluation, EvaluationType, IEPType, Referral
        >>> from iepcycle import Stage, StudentRecord
        >>> from datetime import date
        >>> found = Evaluation(
        ...     type=EvaluationType.INITIAL, determination=Determination(eligible=True)
        ... )
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, evaluation=found)
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> student = create_iep(student, "R1", IEPType.INITIAL, iep_id="R1-1", on=date(2024, 9, 3))
        >>> student.referral("R1").ieps[0].status
        <IEPStatus.DRAFT: 'draft'>
        >>> create_iep(student, "R1", IEPType.ANNUAL, iep_id="R1-2", on=date(2024, 9, 3))
        Traceback (most recent call last):
            ...
        iepcycle.errors.NotAllowedError: An Annual IEP may not be created on R1. TYPE-4: ...
    """
    if not isinstance(iep_type, IEPType):
        raise refused("wrong_type", "iep_type", "Expected a member of IEPType.")
    referral = student.referral(referral_id)
    decision = explain_next_iep_types(referral, policy=policy)
    if iep_type not in decision.allowed:
        article = "A" if iep_type.label.startswith("R") else "An"
        message = (
            f"{article} {iep_type.label} may not be created on {referral_id}. "
            f"{decision.type(iep_type).refusals}"
        )
        raise NotAllowedError(message, decision)
    refuse_before(on, _steps(student, referral))
    draft = IEP(
        id=iep_id,
        type=iep_type,
        created_on=on,
        content=_first_content(student, iep_type, policy),
    )
    return changed_referral(student, referral_id, ieps=(*referral.ieps, draft))


def _first_content(
    student: StudentRecord, iep_type: IEPType, policy: Policy
) -> tuple[SectionContent, ...]:
    plan = plan_copy_forward(
        None if iep_type is IEPType.INITIAL else student.active_iep,
        iep_type,
        determination=student.latest_determination,
        policy=policy,
    )
    return tuple(each.content for each in plan if each.content is not None)


def _steps(student: StudentRecord, referral: Referral) -> Iterator[date | None]:
    """Yield the recorded days that a new step on the referral must not precede."""
    yield referral.received_on
    determination = referral.determination
    yield None if determination is None else determination.decided_on
    for _, iep in student.ieps():
        yield from (iep.created_on, iep.activated_on, iep.inactivated_on)


def activate_iep(
    student: StudentRecord, iep_id: str, *, on: date, policy: Policy = ECSSS
) -> StudentRecord:
    """Return the record with the draft activated, and every other active IEP made inactive (EFFECT-1).

    Args:
        student: The record as it stands.
        iep_id: The draft to activate.
        on: Its first active day; the IEP that it replaces becomes inactive on the same day.
        policy: The reading of the rules.

    Returns:
        The new record; it has one active IEP.

    Raises:
        NotAllowedError: An ACTIVATE rule refuses; carries the `ActivationDecision`.
        InvalidRecordError: The IEP is unknown, or the day precedes a recorded step.

    Source:
        eCSSS help, *IEP Actions* and *Reminders*.

    Example:
        >>> from datetime import date
        >>> from iepcycle import IEP, IEPType, NotAllowedError, Referral, Stage, StudentRecord
        >>> draft = IEP(id="R1-1", type=IEPType.INITIAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(draft,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> try:
        ...     activate_iep(student, "R1-1", on=date(2024, 9, 3))
        ... except NotAllowedError as error:
        ...     print(error.decision.refused_by)
        ('ACTIVATE-2', 'ACTIVATE-3', 'ACTIVATE-4', 'ACTIVATE-5', 'ACTIVATE-6')
    """
    decision = explain_activation(student, iep_id, policy=policy)
    referral, iep = student.find_iep(iep_id)
    if not decision.allowed:
        called = name((iep,))
        message = f"{called[:1].upper()}{called[1:]} may not be activated. {decision.refusals}"
        raise NotAllowedError(message, decision)
    refuse_before(on, _steps(student, referral))
    return changed_iep(_inactivated(student, on), iep_id, status=IEPStatus.ACTIVE, activated_on=on)


def _inactivated(student: StudentRecord, on: date | None) -> StudentRecord:
    """Return the record with every active IEP made inactive on the day."""
    for _, iep in student.ieps():
        if iep.status is IEPStatus.ACTIVE:
            student = changed_iep(student, iep.id, status=IEPStatus.INACTIVE, inactivated_on=on)
    return student


def _activations(student: StudentRecord) -> Iterator[date | None]:
    """Yield the first active day of every active IEP."""
    return (iep.activated_on for _, iep in student.ieps() if iep.status is IEPStatus.ACTIVE)


def determine_eligibility(
    student: StudentRecord, referral_id: str, determination: Determination
) -> StudentRecord:
    """Return the record with the determination on the referral; one of not eligible ends the active IEP (EFFECT-2).

    Args:
        student: The record as it stands.
        referral_id: The referral whose evaluation it closes.
        determination: What was decided; its decision date is the day on which an active IEP becomes inactive.

    Raises:
        InvalidRecordError: The referral is unknown or has no evaluation,
            or a determination of not eligible precedes the activation of the IEP that it ends.

    Source:
        eCSSS help, *Eligibility Decision Tab - IDEA*.

    Example:
        >>> from datetime import date
        >>> from iepcycle import IEP, Determination, Evaluation, EvaluationType, IEPStatus
        >>> from iepcycle import IEPType, Referral, Stage, StudentRecord
        >>> referral = Referral(
        ...     id="R1",
        ...     stage=Stage.IMPLEMENT_PLAN,
        ...     evaluation=Evaluation(type=EvaluationType.INITIAL),
        ...     ieps=(IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE),),
        ... )
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> rescinded = Determination(eligible=False, decided_on=date(2024, 9, 3))
        >>> determine_eligibility(student, "R1", rescinded).active_iep is None
        True
    """
    student = changed_evaluation(student, referral_id, determination=determination)
    if determination.eligible:
        return student
    on = determination.decided_on or determination.filed_on
    refuse_before(on, _activations(student), path="determination.decided_on")
    return _inactivated(student, on)


def record_services_consent(
    student: StudentRecord, referral_id: str, status: ConsentStatus, *, on: date
) -> StudentRecord:
    """Return the record with the answer of the parent to services; a refusal or revocation ends the active IEP.

    Args:
        student: The record as it stands.
        referral_id: The referral under whose notice the consent form stands.
        status: What the parent said.
        on: The day on which it was said.

    Raises:
        InvalidRecordError: The referral is unknown, services were declined before,
            or the day precedes the consent or the activation of the IEP that it ends.

    Source:
        34 CFR 300.300(b); eCSSS help, *Revocation of Consent*.

    Example:
        >>> from datetime import date
        >>> from iepcycle import ConsentStatus, Referral, Stage, StudentRecord
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN)
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> given = record_services_consent(student, "R1", ConsentStatus.GIVEN, on=date(2024, 9, 3))
        >>> given.latest_services_consent.given_on
        datetime.date(2024, 9, 3)
    """
    before = student.referral(referral_id).services_consent
    if before is not None and before.declined:
        raise refused(
            "already_declined", "referral_id", "Expected services that were not declined before."
        )
    if status is ConsentStatus.GIVEN:
        consent = ServicesConsent(status=status, given_on=on)
        return changed_referral(student, referral_id, services_consent=consent)
    given_on = None if before is None else before.given_on
    refuse_before(on, (given_on, *_activations(student)))
    consent = ServicesConsent(status=status, given_on=given_on, ended_on=on)
    return _inactivated(changed_referral(student, referral_id, services_consent=consent), on)


def revoke_services(student: StudentRecord, referral_id: str, *, on: date) -> StudentRecord:
    """Return the record with the consent to services revoked, and the active IEP inactive (EFFECT-3).

    Args:
        student: The record as it stands.
        referral_id: The referral whose services consent is revoked.
        on: The day on which the school received the revocation; the IEP becomes inactive on it.

    Raises:
        InvalidRecordError: The referral is unknown, services were declined before,
            or the day precedes the consent or the activation of the IEP that it ends.

    Source:
        34 CFR 300.300(b)(4); eCSSS help, *Revocation of Consent*.

    Example:
        >>> from datetime import date
        >>> from iepcycle import IEP, IEPStatus, IEPType, Referral, Stage, StudentRecord
        >>> active = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE)
        >>> referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(active,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> _, iep = revoke_services(student, "R1", on=date(2024, 9, 3)).find_iep("R1-1")
        >>> iep.status, iep.inactivated_on
        (<IEPStatus.INACTIVE: 'inactive'>, datetime.date(2024, 9, 3))
    """
    return record_services_consent(student, referral_id, ConsentStatus.REVOKED, on=on)


def correct_iep(
    student: StudentRecord, iep_id: str, content: Iterable[SectionContent]
) -> StudentRecord:
    """Return the record with sections of an active IEP corrected, as by an eCSSS "New Version" (EFFECT-4).

    A correction mends a slip; a change of the plan is a Revision.

    Args:
        student: The record as it stands.
        iep_id: The active IEP.
        content: The sections to replace; the others stay as they are.

    Raises:
        InvalidRecordError: The IEP is unknown or not active, or a section stands twice.

    Source:
        eCSSS help, *Reminders*.

    Example:
        >>> from iepcycle import IEP, IEPStatus, IEPType, Referral, Section, SectionContent
        >>> from iepcycle import Stage, StudentRecord
        >>> slip = SectionContent(section=Section.ANNUAL_GOALS, body="Raeds aloud.")
        >>> active = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE, content=(slip,))
        >>> referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(active,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> mended = SectionContent(section=Section.ANNUAL_GOALS, body="Reads aloud.")
        >>> correct_iep(student, "R1-1", [mended]).active_iep.content[0].body
        'Reads aloud.'
    """
    _, iep = student.find_iep(iep_id)
    if iep.status is not IEPStatus.ACTIVE:
        raise refused(
            "not_active", "iep_id", "Expected the id of an active IEP; a draft is written instead."
        )
    return changed_iep(student, iep_id, content=merged_content(iep.content, tuple(content)))
