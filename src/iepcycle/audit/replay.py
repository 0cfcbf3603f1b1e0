"""The replay: was each IEP allowed when it was created, and due when it was activated?

Facts are folded along the history and put to the same decisions that answer what may come next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import attrs

from iepcycle.activation import answers_of_iep, decide_activation_answers
from iepcycle.audit.report import called
from iepcycle.audit.then import (
    consent_on,
    eligible_on,
    latest_not_eligible_on,
    status_on,
    withdrawn_on,
)
from iepcycle.dates import recorded
from iepcycle.decisions import TypeDecision, decide_answers, explain
from iepcycle.facts import Chain, from_answers
from iepcycle.rules.activation import ACTIVATE_5, ACTIVATE_6
from iepcycle.rules.next_iep import GATE_2, GATE_3, GATE_4
from iepcycle.rules.record import RECORD_9
from iepcycle.vocabulary import (
    OPENING_TYPES,
    IEPStatus,
    IEPType,
)

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.audit.report import Ledger
    from iepcycle.decisions import Decision, Verdict
    from iepcycle.policy import Policy
    from iepcycle.records import IEP, Referral, StudentRecord


def replay_creations(referral: Referral, policy: Policy, ledger: Ledger) -> None:
    """Note every IEP of the referral that was created although a GATE or TYPE rule refused it."""
    evaluation = referral.evaluation
    evaluation_type = None if evaluation is None else evaluation.type
    for position, iep in enumerate(referral.ieps):
        day = recorded(iep.created_on)
        eligible, eligible_known = eligible_on(referral.determination, day)
        consent, consent_known = consent_on(referral.services_consent, day)
        withdrawn, withdrawn_known = withdrawn_on(evaluation, day)
        answers = (
            referral.stage,
            evaluation_type,
            withdrawn,
            eligible,
            consent,
            *_chain_on(referral.ieps[:position], day),
        )
        unknown = [] if eligible_known else [GATE_2.id]
        if not consent_known:
            unknown.append(GATE_3.id)
        if not withdrawn_known:
            unknown.append(GATE_4.id)
        verdict = decide_answers(answers, policy).type(iep.type)
        if not verdict.allowed:
            verdict = _told(answers, referral.ieps[:position], day, policy).type(iep.type)
        _note(verdict, unknown, referral, iep, day, ledger)


def _chain_on(earlier: tuple[IEP, ...], day: date | None) -> tuple[Chain, bool, bool, bool]:
    """Return the facts about the IEPs recorded earlier, as they stood on the day."""
    has_active = has_unactivated = has_draft_revision = False
    for iep in earlier:
        status = status_on(iep, day)
        if status is IEPStatus.ACTIVE:
            has_active = True
        elif status is IEPStatus.DRAFT:
            if iep.type is IEPType.REVISION:
                has_draft_revision = True
            else:
                has_unactivated = True
    if not earlier:
        chain = Chain.EMPTY
    else:
        chain = Chain.OPENED if earlier[0].type in OPENING_TYPES else Chain.UNOPENED
    return chain, has_active, has_unactivated, has_draft_revision


def _told(
    answers: tuple[Any, ...], earlier: tuple[IEP, ...], day: date | None, policy: Policy
) -> Decision:
    """Return the decision with the names of the IEPs that stood in the way."""
    then = [attrs.evolve(iep, status=status_on(iep, day)) for iep in earlier]
    return explain(from_answers(answers), policy, then)


def replay_activations(
    student: StudentRecord, referral: Referral, policy: Policy, ledger: Ledger
) -> None:
    """Note every IEP of the referral that was activated although an ACTIVATE rule refused it (RECORD-9).

    An IEP without any procedure is not asked: its procedures were not recorded.
    """
    for iep in referral.ieps:
        if iep.status is IEPStatus.DRAFT:
            continue
        if not iep.procedures:
            ledger.not_checked[RECORD_9.id] += 1
            continue
        ledger.checked[RECORD_9.id] += 1
        day = recorded(iep.activated_on)
        eligible, eligible_known = eligible_on(referral.determination, day)
        consent, consent_known = consent_on(referral.services_consent, day)
        withdrawn, withdrawn_known = withdrawn_on(referral.evaluation, day)
        latest_not_eligible, latest_known = latest_not_eligible_on(student, day)
        iep_type, _, *held = answers_of_iep(iep)
        answers = (
            iep_type,
            IEPStatus.DRAFT,
            *held,
            eligible,
            consent,
            withdrawn,
            latest_not_eligible,
        )
        unknown = [] if consent_known else [ACTIVATE_5.id]
        if not (eligible_known and consent_known and withdrawn_known and latest_known):
            unknown.append(ACTIVATE_6.id)
        verdict = decide_activation_answers(answers, policy)
        _note(verdict, unknown, referral, iep, day, ledger)


def _note(
    verdict: Verdict,
    unknown: list[str],
    referral: Referral,
    iep: IEP,
    day: date | None,
    ledger: Ledger,
) -> None:
    """Note what the verdict says, but for the rules that read what is not known."""
    for rule_id in verdict.asked:
        counts = ledger.not_checked if rule_id in unknown else ledger.checked
        counts[rule_id] += 1
    if verdict.allowed:
        return
    done = "created" if isinstance(verdict, TypeDecision) else "activated"
    for outcome in verdict.outcomes:
        if not outcome.satisfied and outcome.rule.id not in unknown:
            breach = f"{called(iep)} was {done} against {outcome.rule.id}, as things stood then."
            message = f"{breach} {outcome.reason}"
            ledger.find(outcome.rule, referral, iep, day, message)
