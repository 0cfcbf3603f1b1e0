"""The activation of a draft, which ends the plan before it: EFFECT-1."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.activation import explain_activation
from iepcycle.cycle.steps import inactivated, steps
from iepcycle.decisions import name
from iepcycle.edits import changed_iep, refuse_before
from iepcycle.errors import NotAllowedError
from iepcycle.policy import ECSSS
from iepcycle.rules.activation import ACTIVATE_5
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.activation import ActivationDecision
    from iepcycle.policy import Policy
    from iepcycle.records import Referral, StudentRecord


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
        InvalidRecordError: The IEP is unknown, or the day precedes a recorded step,
            such as the consent for services that ACTIVATE-5 asks for.

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
    refuse_before(on, (*steps(student, referral), _consent_asked_for(referral, decision)))
    return changed_iep(inactivated(student, on), iep_id, status=IEPStatus.ACTIVE, activated_on=on)


def _consent_asked_for(referral: Referral, decision: ActivationDecision) -> date | None:
    """Return the day of the consent for services, if ACTIVATE-5 asks for it: the first services do not precede it."""
    consent = referral.services_consent
    is_asked = any(outcome.rule is ACTIVATE_5 for outcome in decision.outcomes)
    return consent.given_on if is_asked and consent is not None else None
