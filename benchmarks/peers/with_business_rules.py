"""business-rules: five rules as data, run over variables with an action that collects the types."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from business_rules import run_all
from business_rules.actions import BaseActions, rule_action
from business_rules.fields import FIELD_TEXT
from business_rules.variables import BaseVariables, boolean_rule_variable

from iepcycle import IEPType
from peers.case import facts
from peers.contender import Contender
from peers.expressions import CREATION

if TYPE_CHECKING:
    from collections.abc import Mapping


class _Variables(BaseVariables):
    """The facts of one referral."""

    def __init__(self, known: Mapping[str, bool]) -> None:
        self._known = known

    @boolean_rule_variable
    def develop_plan_reached(self) -> bool:
        return self._known["develop_plan_reached"]

    @boolean_rule_variable
    def eligible(self) -> bool:
        return self._known["eligible"]

    @boolean_rule_variable
    def services_not_declined(self) -> bool:
        return self._known["services_not_declined"]

    @boolean_rule_variable
    def evaluation_not_withdrawn(self) -> bool:
        return self._known["evaluation_not_withdrawn"]

    @boolean_rule_variable
    def initial_evaluation(self) -> bool:
        return self._known["initial_evaluation"]

    @boolean_rule_variable
    def reevaluation(self) -> bool:
        return self._known["reevaluation"]

    @boolean_rule_variable
    def has_no_iep(self) -> bool:
        return self._known["has_no_iep"]

    @boolean_rule_variable
    def next_is_open(self) -> bool:
        return self._known["next_is_open"]


class _Actions(BaseActions):
    """What a rule does that is satisfied: it allows a type."""

    def __init__(self) -> None:
        self.allowed: list[str] = []

    @rule_action(params={"iep_type": FIELD_TEXT})
    def allow(self, iep_type: str) -> None:
        self.allowed.append(iep_type)


_RULES: list[dict[str, Any]] = [
    {
        "conditions": {
            "all": [{"name": name, "operator": "is_true", "value": True} for name in names]
        },
        "actions": [{"name": "allow", "params": {"iep_type": iep_type}}],
    }
    for iep_type, names in CREATION.items()
]


def _run(known: Mapping[str, bool]) -> list[str]:
    actions = _Actions()
    run_all(_RULES, _Variables(known), actions)
    return actions.allowed


RULES = Contender(
    name="business-rules, five rules",
    starts_from="ready facts",
    prepare=facts,
    ask=_run,
    allowed=lambda names: frozenset(map(IEPType, names)),
    distribution="business-rules",
)
CONTENDERS = (RULES,)
