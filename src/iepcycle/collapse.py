"""The decision table made small enough to check by hand.

Cases that differ only in facts that do not matter are merged into one row.
Nothing is lost: every reachable case falls under exactly one row, and the row allows what the whole table allows.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.decisions import decision_table
from iepcycle.facts import FACT_VALUES
from iepcycle.policy import ECSSS
from iepcycle.vocabulary import IEPType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.decisions import Decision
    from iepcycle.facts import Facts
    from iepcycle.policy import Policy

    Case = tuple[Facts, Decision]

SPLIT_ORDER: Final = (
    "stage",
    "eligible",
    "services_consent",
    "evaluation_withdrawn",
    "chain",
    "evaluation_type",
    "has_active_iep",
    "has_unactivated_iep",
    "has_draft_revision",
)
"""The order in which the facts are asked: what stops every type comes first."""


@attrs.frozen
class Condition:
    """The values that a fact may have in a row."""

    fact: str
    """The name of the fact."""
    values: tuple[Any, ...]
    """The values, in canonical order."""

    def met_by(self, facts: Facts) -> bool:
        """Say whether the case has one of the values."""
        return getattr(facts, self.fact) in self.values


@attrs.frozen(kw_only=True)
class CollapsedRow:
    """Cases that are decided alike."""

    conditions: tuple[Condition, ...]
    """What the cases have in common, in the order of `SPLIT_ORDER`; a fact that is not named may be any."""
    allowed: frozenset[IEPType]
    """The types that may be created in each of the cases."""
    refused_by: tuple[tuple[str, ...], ...]
    """For each type, in canonical order, the ids of the rules that refuse it in each of the cases."""
    cases: int
    """The number of reachable cases that were merged."""

    def covers(self, facts: Facts) -> bool:
        """Say whether the case is one of this row."""
        return all(condition.met_by(facts) for condition in self.conditions)

    def condition(self, fact: str) -> Condition | None:
        """Return the condition on the fact, or ``None`` where it may have any value."""
        return next((each for each in self.conditions if each.fact == fact), None)


def collapsed_decision_table(*, policy: Policy = ECSSS) -> tuple[CollapsedRow, ...]:
    """Return the decision table with the rows merged that differ only in facts that do not matter.

    Args:
        policy: The reading of the rules; eCSSS by default.

    Returns:
        Rows that exclude each other and together cover every reachable case.

    Example:
        >>> first = collapsed_decision_table()[0]
        >>> [stage.label for stage in first.condition("stage").values]
        ['Express Concern', 'Define Needs']
        >>> first.refused_by[IEPType.ANNUAL.position]
        ('GATE-1',)
    """
    return tuple(_rows(list(decision_table(policy=policy).items()), SPLIT_ORDER, ()))


def _rows(
    cases: list[Case], facts: tuple[str, ...], conditions: tuple[Condition, ...]
) -> Iterator[CollapsedRow]:
    """Yield the rows of the cases, which the conditions have told from all others."""
    if not facts:
        yield _row(cases, conditions)
        return
    fact, *rest = facts
    groups = _groups(cases, fact, tuple(rest))
    for group in groups:
        told = (Condition(fact, tuple(group.values)),) if len(groups) > 1 else ()
        yield from _rows(group.cases, tuple(rest), conditions + told)


@attrs.define
class _Group:
    """Values of one fact between which the decision never depends on the fact."""

    values: list[Any] = attrs.Factory(list)
    cases: list[Case] = attrs.Factory(list)
    verdicts: dict[tuple[Any, ...], frozenset[IEPType]] = attrs.Factory(dict)
    """What is allowed, by the values of the facts that are still to be asked."""

    def agrees(self, verdicts: dict[tuple[Any, ...], frozenset[IEPType]]) -> bool:
        """Say whether both allow the same wherever both can occur; what cannot occur agrees with anything."""
        return all(
            self.verdicts.get(rest, allowed) == allowed for rest, allowed in verdicts.items()
        )


def _groups(cases: list[Case], fact: str, rest: tuple[str, ...]) -> list[_Group]:
    groups: list[_Group] = []
    for value in FACT_VALUES[fact]:
        own = [case for case in cases if getattr(case[0], fact) is value]
        if not own:
            continue
        verdicts = {
            tuple(getattr(facts, name) for name in rest): decision.allowed
            for facts, decision in own
        }
        group = next((each for each in groups if each.agrees(verdicts)), None)
        if group is None:
            group = _Group()
            groups.append(group)
        group.values.append(value)
        group.cases += own
        group.verdicts |= verdicts
    return groups


def _row(cases: list[Case], conditions: tuple[Condition, ...]) -> CollapsedRow:
    decisions = [decision for _, decision in cases]
    return CollapsedRow(
        conditions=conditions,
        allowed=decisions[0].allowed,
        refused_by=tuple(_refused_by_all(decisions, iep_type) for iep_type in IEPType),
        cases=len(cases),
    )


def _refused_by_all(decisions: list[Decision], iep_type: IEPType) -> tuple[str, ...]:
    first, *others = (decision.type(iep_type).refused_by for decision in decisions)
    return tuple(rule_id for rule_id in first if all(rule_id in each for each in others))
