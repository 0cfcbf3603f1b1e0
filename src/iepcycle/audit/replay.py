"""The replay: was each IEP allowed when it was created, and due when it was activated?

Facts are folded along the history and put to the same decisions that answer what may come next.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.activation import ActivationFacts, decide_activation
from iepcycle.audit.then import (
    consent_on,
    eligible_on,
    latest_not_eligible_on,
    status_on,
    withdrawn_on,
)
from iepcycle.dates import recorded
from iepcycle.decisions import decide_answers, name
from iepcycle.facts import Chain
from iepcycle.rules.activation import ACTIVATE_5, ACTIVATE_6
from iepcycle.rules.next_iep import GATE_2, GATE_3, GATE_4
from iepcycle.rules.record import RECORD_9
from iepcycle.vocabulary import (
    OPENING_TYPES,
    ConferencePurpose,
    IEPStatus,
    IEPType,
    ProcedureKind,
)

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.audit.report import Ledger
    from iepcycle.decisions import Verdict
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
        unknown = {
            rule.id
            for rule, known in (
                (GATE_2, eligible_known),
                (GATE_3, consent_known),
                (GATE_4, withdrawn_known),
            )
            if not known
        }
        verdict = decide_answers(answers, policy).type(iep.type)
        _note(verdict, unknown, referral, iep, day, "created", ledger)


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
        facts = ActivationFacts(
            type=iep.type,
            status=IEPStatus.DRAFT,
            care_coordinator_assigned=iep.care_coordinator_assigned,
            has_prior_written_notice=iep.has_procedure(ProcedureKind.PRIOR_WRITTEN_NOTICE),
            has_iep_conference=iep.has_procedure(ProcedureKind.CONFERENCE, ConferencePurpose.IEP),
            eligible=eligible,
            services_consent=consent,
            evaluation_withdrawn=withdrawn,
            latest_not_eligible=latest_not_eligible,
        )
        unknown = set()
        if not consent_known:
            unknown.add(ACTIVATE_5.id)
        if not (eligible_known and consent_known and withdrawn_known and latest_known):
            unknown.add(ACTIVATE_6.id)
        verdict = decide_activation(facts, policy)
        _note(verdict, unknown, referral, iep, day, "activated", ledger)


def _note(  # noqa: PLR0913, PLR0917 -- what was judged, of what, on which day
    verdict: Verdict,
    unknown: set[str],
    referral: Referral,
    iep: IEP,
    day: date | None,
    done: str,
    ledger: Ledger,
) -> None:
    for outcome in verdict.outcomes:
        rule = outcome.rule
        if rule.id in unknown:
            ledger.not_checked[rule.id] += 1
            continue
        ledger.checked[rule.id] += 1
        if not outcome.satisfied:
            message = f"{name((iep,))} was {done} against {rule.id}. {outcome.reason}"
            ledger.find(rule, referral, iep, day, message[0].upper() + message[1:])
