"""Every way in which a record that kept to the rules can be made to break one of them.

Each way changes as little as it can, and says what an audit must find after it: the breach, and what follows from it.
No way asks the audit, so that what it says is evidence when the record is audited.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Final

from iepcycle.policy import ECSSS, Policy
from iepcycle.records import StudentRecord
from iepcycle.rules import rule
from iepcycle.testing.breaking import activations, beginnings, creations, histories, reviews
from iepcycle.testing.breaking.breach import Breach, Expected

Way = Callable[[StudentRecord, date, Policy], Iterator[Breach]]
"""From a lawful record, the day up to which it is complete, and the policy to the breaches of one rule."""

WAYS: Final[dict[str, Way]] = {
    "GATE-1": creations.before_develop_plan,
    "GATE-2": creations.before_determination,
    "GATE-3": creations.after_refusal,
    "GATE-4": creations.after_withdrawal,
    "TYPE-1": creations.initial_for_a_reevaluation,
    "TYPE-2": creations.reevaluation_for_an_initial,
    "TYPE-3": creations.opened_twice,
    "TYPE-4": creations.without_an_active_iep,
    "TYPE-5": creations.beside_a_draft_annual,
    "TYPE-6": creations.beside_a_draft_revision,
    "ACTIVATE-2": activations.without_care_coordinator,
    "ACTIVATE-3": activations.without_notice,
    "ACTIVATE-4": activations.without_conference,
    "ACTIVATE-5": activations.before_consent,
    "ACTIVATE-6": activations.after_the_end,
    "DUE-1": reviews.annual_review,
    "DUE-3": reviews.reevaluation,
    "DUE-4": reviews.reevaluation_too_soon,
    "DUE-5": beginnings.evaluation,
    "DUE-6": beginnings.first_meeting,
    "DUE-7": reviews.agreement_too_soon,
    "RECORD-1": histories.out_of_order,
    "RECORD-2": histories.against_status,
    "RECORD-3": histories.two_active,
    "RECORD-4": histories.active_without_eligibility,
    "RECORD-5": histories.active_after_revocation,
    "RECORD-6": histories.without_predecessor,
    "RECORD-8": histories.gap_in_service,
}
"""How to break each rule that an audit can report, in the order of the rulebook."""


def breakable_rules(policy: Policy = ECSSS) -> tuple[str, ...]:
    """Return the ids of the rules that an audit under the policy can report, in the order of the rulebook.

    Example:
        >>> "TYPE-6" in breakable_rules()
        False
    """
    waived = () if policy.reevaluation_waivable else ("DUE-7",)
    return tuple(each for each in WAYS if rule(each).in_force(policy) and each not in waived)


def ways_to_break(
    rule_id: str, student: StudentRecord, *, as_of: date, policy: Policy = ECSSS
) -> Iterator[Breach]:
    """Yield every way in which the record can be made to break the rule once.

    Args:
        rule_id: One of `breakable_rules`.
        student: A record that kept to the rules, with every date that a rule needs.
        as_of: A day on which it is complete, so that no duty is overdue.
        policy: The reading of the rules.

    Raises:
        ValueError: An audit under the policy never reports the rule.
    """
    if rule_id not in breakable_rules(policy):
        message = f"Expected a rule that an audit can report: one of {breakable_rules(policy)}."
        raise ValueError(message)
    yield from WAYS[rule_id](student, as_of, policy)


__all__ = ["WAYS", "Breach", "Expected", "Way", "breakable_rules", "ways_to_break"]
