"""transitions: one machine for all cases; a case is a model of it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from transitions import Machine

from peers.case import GUARDS, POSITIONS, STEPS, TYPE_CREATED, Case
from peers.contender import Contender

if TYPE_CHECKING:
    from iepcycle import IEPType, Referral


def _machine() -> Machine:
    # Without the automatic `to_...` triggers, `get_triggers` lists steps of the cycle only, and has less to look through.
    machine = Machine(model=None, states=POSITIONS, initial=POSITIONS[0], auto_transitions=False)
    for trigger, source, destination in STEPS:
        machine.add_transition(trigger, source, destination, conditions=GUARDS.get(trigger))
    return machine


_MACHINE = _machine()


class _Model:
    """A case whose guards are methods: transitions calls those faster than it reads attributes."""

    def __init__(self, referral: Referral) -> None:
        self._case = Case(referral)
        _MACHINE.add_model(self, initial=self._case.state)

    def develop_plan_reached(self) -> bool:
        return self._case.develop_plan_reached

    def eligible(self) -> bool:
        return self._case.eligible

    def services_not_declined(self) -> bool:
        return self._case.services_not_declined

    def evaluation_not_withdrawn(self) -> bool:
        return self._case.evaluation_not_withdrawn

    def initial_evaluation(self) -> bool:
        return self._case.initial_evaluation

    def reevaluation(self) -> bool:
        return self._case.reevaluation


def _ask_guards(model: _Model) -> tuple[bool, ...]:
    return (
        model.may_create_initial(),
        model.may_create_annual(),
        model.may_create_revision(),
        model.may_create_reevaluation_annual(),
        model.may_create_reevaluation_revision(),
    )


def _allowed(answers: tuple[bool, ...]) -> frozenset[IEPType]:
    return frozenset(
        iep_type for iep_type, may in zip(TYPE_CREATED.values(), answers, strict=True) if may
    )


TRIGGERS = Contender(
    name="transitions, `get_triggers(state)`, ignores guards",
    starts_from="ready state",
    prepare=lambda referral: Case(referral).state,
    ask=_MACHINE.get_triggers,
    allowed=None,
    distribution="transitions",
)
GUARDED = Contender(
    name="transitions, five guarded `may_`",
    starts_from="ready model",
    prepare=_Model,
    ask=_ask_guards,
    allowed=_allowed,
    distribution="transitions",
)
CONTENDERS = (TRIGGERS, GUARDED)
