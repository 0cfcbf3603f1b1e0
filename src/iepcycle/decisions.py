"""Which IEP may be created next on a referral, and why (not).

The rules run once for each distinct facts; the decision is remembered.
The answer is a projection of the explanation, so the two cannot disagree.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any

import attrs

from iepcycle.facts import Facts, answers_of, from_answers, reachable_facts
from iepcycle.policy import ECSSS
from iepcycle.rules import RULEBOOK_VERSION
from iepcycle.rules.definition import Rule
from iepcycle.rules.next_iep import GATES, TYPES
from iepcycle.vocabulary import IEPStatus, IEPType

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from iepcycle.policy import Policy
    from iepcycle.records import IEP, Referral


@attrs.frozen(kw_only=True)
class Outcome:
    """What one rule says of a case: satisfied or not, and why, in words."""

    rule: Rule
    """The rule; its basis and its citations are the authority of this outcome."""
    satisfied: bool
    """Whether the facts satisfy it."""
    reason: str
    """Why, in a sentence that a school would understand."""


def _refusing(verdict: Verdict) -> tuple[str, ...]:
    return tuple(outcome.rule.id for outcome in verdict.outcomes if not outcome.satisfied)


def _asked(verdict: Verdict) -> tuple[str, ...]:
    return tuple(outcome.rule.id for outcome in verdict.outcomes)


@attrs.frozen(kw_only=True)
class Verdict:
    """What the rules say of one step for one type of IEP: every rule that applies, and so whether it is allowed."""

    type: IEPType
    """The type of the IEP asked about."""
    outcomes: tuple[Outcome, ...]
    """Every rule that applies, satisfied or not, in canonical order."""

    refused_by: tuple[str, ...] = attrs.field(
        init=False, repr=False, eq=False, default=attrs.Factory(_refusing, takes_self=True)
    )
    """The ids of the rules that are not satisfied."""

    asked: tuple[str, ...] = attrs.field(
        init=False, repr=False, eq=False, default=attrs.Factory(_asked, takes_self=True)
    )
    """The ids of the rules that apply."""

    @property
    def allowed(self) -> bool:
        """Whether every rule that applies is satisfied."""
        return not self.refused_by

    @property
    def refusals(self) -> str:
        """The rules that are not satisfied, each with its reason, in words."""
        return " ".join(
            f"{outcome.rule.id}: {outcome.reason}"
            for outcome in self.outcomes
            if not outcome.satisfied
        )


@attrs.frozen(kw_only=True)
class TypeDecision(Verdict):
    """Whether an IEP of one type may be created next, with every rule that applies to it."""


def _allowed_types(decision: Decision) -> frozenset[IEPType]:
    return frozenset(each.type for each in decision.types if each.allowed)


@attrs.frozen(kw_only=True)
class Decision:
    """Which types of IEP may be created next, told type by type and rule by rule."""

    facts: Facts
    """What the rules knew."""
    types: tuple[TypeDecision, ...]
    """One decision for each type, in canonical order."""
    policy: str
    """The name of the policy under which it was decided."""
    rulebook_version: str = RULEBOOK_VERSION
    """The version of the rulebook by which it was decided."""
    allowed: frozenset[IEPType] = attrs.field(
        init=False, repr=False, eq=False, default=attrs.Factory(_allowed_types, takes_self=True)
    )
    """The types that may be created: those that no rule refuses."""

    def type(self, iep_type: IEPType) -> TypeDecision:
        """Return the decision on one type."""
        return self.types[iep_type.position]


def _names(facts: Facts, ieps: Sequence[IEP]) -> dict[str, str]:
    """Return what the sentences of a decision call the IEPs that they speak of.

    Facts are finite and name no IEP; the sentence may look at the IEPs when it is told.
    """
    drafts = [iep for iep in ieps if iep.status is IEPStatus.DRAFT]
    active = [iep for iep in ieps if iep.status is IEPStatus.ACTIVE]
    unactivated = [iep for iep in drafts if iep.type is not IEPType.REVISION]
    draft_revisions = [iep for iep in drafts if iep.type is IEPType.REVISION]
    return {
        "stage": facts.stage.label,
        "first": name(ieps[:1]) or "an earlier IEP",
        "active": name(active) or "an IEP",
        "unactivated": name(unactivated) or "an IEP",
        "draft_revision": name(draft_revisions) or "a Revision IEP",
    }


def name(ieps: Sequence[IEP]) -> str:
    """Return what a sentence calls the last of the IEPs, like ``the Initial IEP R1-1``; empty if there is none."""
    return f"the {ieps[-1].type.label} {ieps[-1].id}" if ieps else ""


def judge(
    rules: Iterable[Rule],
    facts: Any,  # noqa: ANN401 -- each family reads facts of its own
    iep_type: IEPType,
    policy: Policy,
    names: Mapping[str, str],
) -> tuple[Outcome, ...]:
    """Return what every rule says of the facts that applies to the type and is in force under the policy."""
    return tuple(
        _outcome(rule, facts, names)
        for rule in rules
        if iep_type in rule.applies_to and rule.in_force(policy)
    )


def _outcome(rule: Rule, facts: Any, names: Mapping[str, str]) -> Outcome:  # noqa: ANN401
    satisfied = rule.satisfied_by(facts)
    sentence = (rule.because if satisfied else rule.refusal(facts)).format_map(names)
    return Outcome(rule=rule, satisfied=satisfied, reason=sentence[:1].upper() + sentence[1:])


def explain(facts: Facts, policy: Policy, ieps: Sequence[IEP] = ()) -> Decision:
    """Return the decision on the facts under the policy, told with the names of the IEPs that gave rise to them."""
    names = _names(facts, ieps)
    return Decision(
        facts=facts,
        types=tuple(
            TypeDecision(
                type=iep_type, outcomes=judge((*GATES, *TYPES), facts, iep_type, policy, names)
            )
            for iep_type in IEPType
        ),
        policy=policy.name,
    )


def decide(facts: Facts, policy: Policy = ECSSS) -> Decision:
    """Return the decision on the facts under the policy; it is worked out once and remembered."""
    decision = policy.memory.get(facts)
    if decision is None:
        decision = policy.memory[facts] = explain(facts, policy)
    return decision


def decide_answers(answers: tuple[Any, ...], policy: Policy) -> Decision:
    """Return the decision on the values of the facts, in canonical order."""
    decision = policy.memory.get(answers)
    if decision is None:
        decision = policy.memory[answers] = decide(from_answers(answers), policy)
    return decision


def next_allowed_iep_types(referral: Referral, *, policy: Policy = ECSSS) -> frozenset[IEPType]:
    """Return the types of IEP that may be created next on the referral.

    Args:
        referral: The referral as it stands.
        policy: The reading of the rules; eCSSS by default.

    Returns:
        The types that no GATE or TYPE rule refuses; empty if none may be created.

    Source:
        eCSSS help, *About Individualized Education Program (IEP)*; rule by rule in the explanation.

    Example:
        >>> from iepcycle import Determination, Evaluation, EvaluationType, Referral, Stage
        >>> referral = Referral(
        ...     id="R1",
        ...     stage=Stage.DEVELOP_PLAN,
        ...     evaluation=Evaluation(
        ...         type=EvaluationType.INITIAL, determination=Determination(eligible=True)
        ...     ),
        ... )
        >>> next_allowed_iep_types(referral)
        frozenset({<IEPType.INITIAL: 'initial'>})
    """
    answers = answers_of(referral)
    try:
        return policy.memory[answers].allowed  # type: ignore[no-any-return]
    except KeyError:
        return decide_answers(answers, policy).allowed


def explain_next_iep_types(referral: Referral, *, policy: Policy = ECSSS) -> Decision:
    """Return the same decision told in full: every type, every rule that applies, and why.

    Args:
        referral: The referral as it stands; its IEPs are named in the reasons.
        policy: The reading of the rules; eCSSS by default.

    Returns:
        The decision. Its ``allowed`` equals what `next_allowed_iep_types` returns.

    Example:
        >>> from iepcycle import IEPType, Referral, Stage
        >>> decision = explain_next_iep_types(Referral(id="R1", stage=Stage.DEFINE_NEEDS))
        >>> initial = decision.type(IEPType.INITIAL)
        >>> initial.refused_by
        ('GATE-1', 'GATE-2', 'TYPE-1')
        >>> initial.outcomes[0].reason
        'The referral is still in the Define Needs stage; it must reach Develop Plan first.'
    """
    return explain(from_answers(answers_of(referral)), policy, referral.ieps)


def decision_table(*, policy: Policy = ECSSS) -> Mapping[Facts, Decision]:
    """Return every reachable combination of facts with its decision, in canonical order.

    Example:
        >>> table = decision_table()
        >>> sum(1 for decision in table.values() if decision.allowed)
        24
    """
    return MappingProxyType({facts: decide(facts, policy) for facts in reachable_facts()})
