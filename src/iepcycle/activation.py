"""Whether a draft may be activated, and why (not).

The same shape as the decision on the next IEP: finite facts, rules, one decision remembered for each distinct facts.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.decisions import Verdict, judge, name
from iepcycle.policy import ECSSS
from iepcycle.rules import RULEBOOK_VERSION
from iepcycle.rules.activation import ACTIVATIONS
from iepcycle.vocabulary import (
    ConferencePurpose,
    ConsentStatus,
    IEPStatus,
    IEPType,
    ProcedureKind,
)

if TYPE_CHECKING:
    from iepcycle.policy import Policy
    from iepcycle.records import IEP, Referral, StudentRecord


@attrs.frozen(kw_only=True, cache_hash=True)
class ActivationFacts:
    """What the ACTIVATE rules know of an IEP, its referral and its student."""

    type: IEPType
    """The type of the IEP."""
    status: IEPStatus
    """Its status."""
    care_coordinator_assigned: bool
    """Whether a Care Coordinator is assigned."""
    has_prior_written_notice: bool
    """Whether it carries a Prior Written Notice."""
    has_iep_conference: bool
    """Whether it carries a conference with purpose IEP."""
    eligible: bool | None
    """What the determination on file for its referral says, if there is one."""
    services_consent: ConsentStatus | None
    """The consent to services on its referral, if a form is on record."""
    evaluation_withdrawn: bool
    """Whether the evaluation of its referral has been withdrawn."""
    latest_not_eligible: bool
    """Whether the student's latest determination is one of not eligible."""


@attrs.frozen(kw_only=True)
class ActivationDecision(Verdict):
    """Whether an IEP may be activated, with every rule that applies to it, satisfied or not."""

    facts: ActivationFacts
    """What the rules knew."""
    policy: str
    """The name of the policy under which it was decided."""
    rulebook_version: str = RULEBOOK_VERSION
    """The version of the rulebook by which it was decided."""


ACTIVATION_FACT_NAMES: Final = tuple(field.name for field in attrs.fields(ActivationFacts))
"""The names of the facts, in canonical order."""


def activation_facts_of(student: StudentRecord, referral: Referral, iep: IEP) -> ActivationFacts:
    """Return what the ACTIVATE rules know of an IEP that stands on the referral of the student."""
    evaluation = referral.evaluation
    determination = referral.determination
    consent = referral.services_consent
    latest = student.latest_determination
    return _from_answers(
        (
            *answers_of_iep(iep),
            None if determination is None else determination.eligible,
            None if consent is None else consent.status,
            evaluation is not None and evaluation.withdrawn,
            latest is not None and not latest.eligible,
        )
    )


def answers_of_iep(iep: IEP) -> tuple[IEPType, IEPStatus, bool, bool, bool]:
    """Return the values of the facts that the IEP itself holds, in canonical order."""
    return (
        iep.type,
        iep.status,
        iep.care_coordinator_assigned,
        iep.has_procedure(ProcedureKind.PRIOR_WRITTEN_NOTICE),
        iep.has_procedure(ProcedureKind.CONFERENCE, ConferencePurpose.IEP),
    )


def _from_answers(answers: tuple[Any, ...]) -> ActivationFacts:
    return ActivationFacts(**dict(zip(ACTIVATION_FACT_NAMES, answers, strict=True)))


def _decide(facts: ActivationFacts, policy: Policy, called: str) -> ActivationDecision:
    return ActivationDecision(
        type=facts.type,
        outcomes=judge(ACTIVATIONS, facts, facts.type, policy, {"iep": called}),
        facts=facts,
        policy=policy.name,
    )


def decide_activation(facts: ActivationFacts, policy: Policy = ECSSS) -> ActivationDecision:
    """Return the decision on the facts under the policy; it is worked out once and remembered."""
    decision: ActivationDecision | None = policy.memory.get(facts)
    if decision is None:
        decision = policy.memory[facts] = _decide(facts, policy, "the IEP")
    return decision


def decide_activation_answers(answers: tuple[Any, ...], policy: Policy) -> ActivationDecision:
    """Return the decision on the values of the facts, in canonical order."""
    # The key of a decision on the next IEP begins with a stage, this one with a type; so the two cannot meet.
    decision: ActivationDecision | None = policy.memory.get(answers)
    if decision is None:
        decision = policy.memory[answers] = decide_activation(_from_answers(answers), policy)
    return decision


def explain_activation(
    student: StudentRecord, iep_id: str, *, policy: Policy = ECSSS
) -> ActivationDecision:
    """Return whether the IEP may be activated: every rule that applies, satisfied or not.

    Args:
        student: The record as it stands.
        iep_id: The IEP asked about; its id is named in the reasons.
        policy: The reading of the rules; its ``activation_prerequisites`` say which are asked.

    Returns:
        The decision; `activate_iep` refuses exactly where its ``allowed`` is false.

    Raises:
        InvalidRecordError: The record has no such IEP (code ``unknown_id``).

    Source:
        eCSSS help, *IEP Actions*; rule by rule in the decision.

    Example:
        >>> from iepcycle import IEP, IEPType, Referral, Stage, StudentRecord
        >>> draft = IEP(id="R1-1", type=IEPType.REVISION, care_coordinator_assigned=True)
        >>> referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(draft,))
        >>> decision = explain_activation(StudentRecord(id="S-1", referrals=(referral,)), "R1-1")
        >>> decision.refused_by
        ('ACTIVATE-3', 'ACTIVATE-6')
    """
    referral, iep = student.find_iep(iep_id)
    return _decide(activation_facts_of(student, referral, iep), policy, name((iep,)))
