"""iepcycle itself: the remembered decision, and the rules run afresh with every reason."""

from __future__ import annotations

from iepcycle import explain_next_iep_types, next_allowed_iep_types
from peers.contender import Contender, as_recorded

IEPCYCLE = Contender(
    name="iepcycle, `next_allowed_iep_types`",
    starts_from="record",
    prepare=as_recorded,
    ask=next_allowed_iep_types,
    allowed=frozenset,
)
CONTENDERS = (
    IEPCYCLE,
    Contender(
        name="iepcycle, rules run afresh with all reasons (`explain_next_iep_types`)",
        starts_from="record",
        prepare=as_recorded,
        ask=explain_next_iep_types,
        allowed=lambda decision: decision.allowed,
    ),
)
