"""The rulebook: every rule as one object, in one explicit tuple.

A rule is data: id, name, statement, basis, citations, and at most one predicate over finite facts.
The published catalogue, the decision table and every explanation are made from these objects.

Example:
    >>> rule("GATE-2").name
    'eligible-for-idea'
    >>> rule("GATE-9")
    Traceback (most recent call last):
        ...
    iepcycle.errors.UnknownRuleError: The rulebook has no rule of that id; it has GATE-1, ...
"""

from __future__ import annotations

from typing import Final

from iepcycle.errors import UnknownRuleError
from iepcycle.rules.activation import ACTIVATIONS, EFFECTS
from iepcycle.rules.copying import COPYING
from iepcycle.rules.definition import Rule
from iepcycle.rules.duties import DUTIES
from iepcycle.rules.next_iep import GATES, TYPES
from iepcycle.rules.record import RECORDS

RULEBOOK_VERSION: Final = "1.0"
"""The version of the rulebook: the first number rises when a verdict changes, the second when a rule is added."""

RULEBOOK: Final = (*GATES, *TYPES, *ACTIVATIONS, *EFFECTS, *COPYING, *DUTIES, *RECORDS)
"""Every rule, in canonical order."""

RULE_ORDER: Final = {each.id: position for position, each in enumerate(RULEBOOK)}
"""The place of each rule in canonical order, by its id."""

_BY_ID: Final = {each.id: each for each in RULEBOOK}


def rule(rule_id: str) -> Rule:
    """Return the rule with that id.

    Raises:
        UnknownRuleError: The rulebook has no such rule.
    """
    try:
        return _BY_ID[rule_id]
    except KeyError:
        raise UnknownRuleError(_BY_ID) from None


__all__ = ["RULEBOOK", "RULEBOOK_VERSION", "RULE_ORDER", "Rule", "rule"]
