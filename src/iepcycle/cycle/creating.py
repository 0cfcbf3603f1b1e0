"""The creation of a draft, started from what copies forward."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.copy_forward import plan_copy_forward
from iepcycle.cycle.steps import steps
from iepcycle.decisions import explain_next_iep_types
from iepcycle.edits import changed_referral, refuse_before, refused
from iepcycle.errors import NotAllowedError
from iepcycle.policy import ECSSS
from iepcycle.records import IEP, SectionContent
from iepcycle.vocabulary import IEPType

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


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
    refuse_before(on, steps(student, referral))
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
        student.active_iep,
        iep_type,
        determination=student.latest_determination,
        policy=policy,
    )
    return tuple(each.content for each in plan if each.content is not None)
