"""The referral tree: the referrals of a student, their IEPs grouped in cycles, and what hangs under each IEP.

The groups and their order are those of the outline in eCSSS help, *About Individualized Education Program (IEP)*.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iepcycle.activation import explain_activation
from iepcycle.dates import recorded
from iepcycle.decisions import next_allowed_iep_types
from iepcycle.policy import ECSSS
from iepcycle.render.layout import joined, terms_in_words
from iepcycle.render.outline import Branch, drawn
from iepcycle.vocabulary import ConsentStatus, IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.activation import ActivationDecision
    from iepcycle.policy import Policy
    from iepcycle.records import (
        IEP,
        Evaluation,
        Procedure,
        Referral,
        SectionContent,
        ServicesConsent,
        StudentRecord,
    )

HEADINGS: Final = (
    "Initial IEP",
    "Annual IEP",
    "Revision without an IEP to revise",
    "Reevaluation",
    "Reevaluation",
)
"""The heading of a cycle, by the type of its first IEP, in the order of `IEPType`."""


def heading_of(cycle: tuple[IEP, ...]) -> str:
    """Return the heading of a cycle.

    Example:
        >>> from iepcycle import IEP, IEPType
        >>> heading_of((IEP(id="R2-1", type=IEPType.REEVALUATION_ANNUAL),))
        'Reevaluation'
    """
    return HEADINGS[cycle[0].type.position]


def tree_text(student: StudentRecord, *, policy: Policy = ECSSS, bodies: bool = False) -> str:
    """Return the referral tree as text of at most 80 columns, unless ids or bodies are long.

    Args:
        student: The record.
        policy: The reading of the rules by which the next IEP of each referral is named.
        bodies: Show the text of the sections too, not only their names.

    Example:
        >>> from iepcycle import IEP, IEPStatus, IEPType, Referral, Stage, StudentRecord
        >>> initial = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE)
        >>> referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(initial,))
        >>> print(tree_text(StudentRecord(id="S-0001", referrals=(referral,))))
        Student S-0001
        │
        └─ Referral R1
           │  Stage: Implement Plan
           │  Evaluation: none
           │  Consent for services: no form on record
           │  May be created next: no IEP
           │
           └─ Initial IEP
                1. Initial IEP R1-1: Active
    """
    agreements = tuple(f"Triennial agreement: {_day(on)}" for on in student.triennial_agreements)
    activations = activations_of_drafts(student, policy)
    referrals = tuple(
        _referral(each, policy, activations, bodies=bodies) for each in student.referrals
    )
    return joined(drawn(Branch(f"Student {student.id}", agreements, referrals)))


def activations_of_drafts(student: StudentRecord, policy: Policy) -> dict[str, ActivationDecision]:
    """Return for each draft whether it may be activated, by its id.

    Args:
        student: The record.
        policy: The reading of the rules.
    """
    return {
        iep.id: explain_activation(student, iep.id, policy=policy)
        for _, iep in student.ieps()
        if iep.status is IEPStatus.DRAFT
    }


def _referral(
    referral: Referral,
    policy: Policy,
    activations: dict[str, ActivationDecision],
    *,
    bodies: bool,
) -> Branch:
    cycles = tuple(
        Branch(heading_of(cycle), tuple(_ieps(cycle, activations, bodies=bodies)))
        for cycle in referral.cycles
    )
    return Branch(f"Referral {referral.id}", tuple(_progress(referral, policy)), cycles)


def _progress(referral: Referral, policy: Policy) -> Iterator[str]:
    """Yield how far the referral has come, and what may come next."""
    if dates := _dates(Received=referral.received_on, filed=referral.filed_on):
        yield dates
    yield f"Stage: {referral.stage.label}"
    yield f"Evaluation: {_evaluation(referral.evaluation)}"
    yield f"Consent for services: {_consent(referral.services_consent)}"
    allowed = next_allowed_iep_types(referral, policy=policy)
    yield f"May be created next: {terms_in_words(allowed) or 'no IEP'}"


def _evaluation(evaluation: Evaluation | None) -> str:
    if evaluation is None:
        return "none"
    told = evaluation.type.label
    if evaluation.withdrawn:
        told += f", withdrawn{_on(evaluation.withdrawn_on)}"
    determination = evaluation.determination
    if determination is None:
        return f"{told}, no determination on file"
    found = "eligible" if determination.eligible else "not eligible"
    return f"{told}, found {found}{_on(determination.decided_on)}"


def _consent(consent: ServicesConsent | None) -> str:
    if consent is None:
        return "no form on record"
    given = consent.status is ConsentStatus.GIVEN
    return f"{consent.status.value}{_on(consent.given_on if given else consent.ended_on)}"


def _ieps(
    cycle: tuple[IEP, ...], activations: dict[str, ActivationDecision], *, bodies: bool
) -> Iterator[str]:
    for number, iep in enumerate(cycle, start=1):
        lead = f"{number}. "
        yield f"{lead}{iep.type.label} {iep.id}: {iep.status.label}"
        for line in _under(iep, activations.get(iep.id), bodies=bodies):
            yield " " * len(lead) + line


def _under(iep: IEP, activation: ActivationDecision | None, *, bodies: bool) -> Iterator[str]:
    """Yield what hangs under an IEP: its dates, its activation, its procedures and its content."""
    if dates := _dates(
        created=iep.created_on, activated=iep.activated_on, inactive=iep.inactivated_on
    ):
        yield dates
    if activation is not None:
        refused_by = ", ".join(activation.refused_by)
        yield f"may not be activated: {refused_by}" if refused_by else "may be activated"
    for procedure in iep.procedures:
        yield f"  {_day(procedure.on):10}  {_procedure(procedure)}"
    for content in iep.content:
        yield f"  Section: {content.section.label}{_origin(content)}"
        if bodies:
            yield from (f"    {line}" for line in content.body.splitlines())


def _procedure(procedure: Procedure) -> str:
    return procedure.kind.label + (
        "" if procedure.purpose is None else f" ({procedure.purpose.label})"
    )


def _origin(content: SectionContent) -> str:
    copied = [] if content.copied_from is None else [f"from {content.copied_from}"]
    review = ["needs review"] if content.needs_review else []
    remarks = ", ".join(copied + review)
    return f" ({remarks})" if remarks else ""


def _dates(**steps: date | None) -> str:
    return ", ".join(f"{step} {_day(on)}" for step, on in steps.items() if on is not None)


def _on(on: date | None) -> str:
    return "" if on is None else f" on {_day(on)}"


def _day(on: date | None) -> str:
    if on is None:
        return "no date"
    return on.isoformat() if recorded(on) else f"{on.isoformat()} (placeholder)"
