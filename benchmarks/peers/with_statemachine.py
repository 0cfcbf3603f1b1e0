"""python-statemachine: a machine belongs to one case."""

from __future__ import annotations

from operator import attrgetter, methodcaller
from typing import TYPE_CHECKING

from statemachine import State, StateMachine

from peers.case import GATES, TYPE_CREATED, Case
from peers.contender import Contender

if TYPE_CHECKING:
    from iepcycle import IEPType

_INITIAL_GATES = [*GATES, "initial_evaluation"]
_REEVALUATION_GATES = [*GATES, "reevaluation"]


class Cycle(StateMachine):
    """The IEP cycle of one referral; its model is the case, which knows the state and answers the guards."""

    no_iep = State(initial=True)
    initial_drafted = State()
    reevaluation_annual_drafted = State()
    reevaluation_revision_drafted = State()
    in_force = State()
    revision_drafted = State()
    annual_drafted = State()
    both_drafted = State()
    over = State(final=True)

    create_initial = no_iep.to(initial_drafted, cond=_INITIAL_GATES)
    create_reevaluation_annual = no_iep.to(reevaluation_annual_drafted, cond=_REEVALUATION_GATES)
    create_reevaluation_revision = no_iep.to(
        reevaluation_revision_drafted, cond=_REEVALUATION_GATES
    )
    activate_initial = initial_drafted.to(in_force)
    activate_reevaluation_annual = reevaluation_annual_drafted.to(in_force)
    activate_reevaluation_revision = reevaluation_revision_drafted.to(in_force)
    create_annual = in_force.to(annual_drafted, cond=[*GATES]) | revision_drafted.to(
        both_drafted, cond=[*GATES]
    )
    create_revision = in_force.to(revision_drafted, cond=[*GATES]) | revision_drafted.to.itself(
        cond=[*GATES]
    )
    activate_annual = annual_drafted.to(in_force) | both_drafted.to(revision_drafted)
    activate_revision = revision_drafted.to(in_force) | both_drafted.to(annual_drafted)
    inactivate = in_force.to(over)


def _allowed(events: list[str]) -> frozenset[IEPType]:
    return frozenset(TYPE_CREATED[event] for event in events if event in TYPE_CREATED)


FROM_RECORD = Contender(
    name="python-statemachine, a machine per referral, `enabled_events()`",
    starts_from="record",
    prepare=lambda referral: referral,
    ask=lambda referral: Cycle(Case(referral)).enabled_events(),
    allowed=_allowed,
    distribution="python-statemachine",
)
CONTENDERS = (
    Contender(
        name="python-statemachine, `allowed_events`, ignores guards",
        starts_from="ready machine",
        prepare=lambda referral: Cycle(Case(referral)),
        ask=attrgetter("allowed_events"),
        allowed=None,
        distribution="python-statemachine",
    ),
    Contender(
        name="python-statemachine, `enabled_events()`",
        starts_from="ready machine",
        prepare=lambda referral: Cycle(Case(referral)),
        ask=methodcaller("enabled_events"),
        allowed=_allowed,
        distribution="python-statemachine",
    ),
    FROM_RECORD,
)
