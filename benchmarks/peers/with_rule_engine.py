"""rule-engine: five typed rules, parsed once."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rule_engine import Context, DataType, Rule, resolve_item, type_resolver_from_dict

from iepcycle import IEPType
from peers.case import facts
from peers.contender import Contender
from peers.expressions import CREATION, FACTS

if TYPE_CHECKING:
    from collections.abc import Mapping

_CONTEXT = Context(
    resolver=resolve_item,
    type_resolver=type_resolver_from_dict(dict.fromkeys(FACTS, DataType.BOOLEAN)),
)
_RULES = tuple(
    (iep_type, Rule(" and ".join(names), context=_CONTEXT)) for iep_type, names in CREATION.items()
)


def _evaluate(known: Mapping[str, bool]) -> list[str]:
    return [iep_type for iep_type, rule in _RULES if rule.matches(known)]


RULES = Contender(
    name="rule-engine, five typed rules",
    starts_from="ready facts",
    prepare=facts,
    ask=_evaluate,
    allowed=lambda names: frozenset(map(IEPType, names)),
    distribution="rule-engine",
)
CONTENDERS = (RULES,)
