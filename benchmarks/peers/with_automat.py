"""automat: five inputs, which every state answers; it has no guards, so an answer asks the case."""

from __future__ import annotations

from typing import TYPE_CHECKING, Protocol

from automat import TypeMachineBuilder

from peers.case import GUARDS, IN_FORCE, NO_IEP, POSITIONS, REVISION_DRAFTED, TYPE_CREATED, Case
from peers.contender import Contender

if TYPE_CHECKING:
    from collections.abc import Callable

    from iepcycle import IEPType, Referral


class _Cycle(Protocol):
    """The inputs: may an IEP of the type be created now?"""

    def create_initial(self) -> bool: ...
    def create_annual(self) -> bool: ...
    def create_revision(self) -> bool: ...
    def create_reevaluation_annual(self) -> bool: ...
    def create_reevaluation_revision(self) -> bool: ...


_CREATABLE = {
    NO_IEP: ("create_initial", "create_reevaluation_annual", "create_reevaluation_revision"),
    IN_FORCE: ("create_annual", "create_revision"),
    REVISION_DRAFTED: ("create_annual", "create_revision"),
}
_BUILDER = TypeMachineBuilder(_Cycle, Case)
_STATES = {name: _BUILDER.state(name) for name in POSITIONS}


def _asking(guards: tuple[str, ...]) -> Callable[[_Cycle, Case], bool]:
    def answer(_cycle: _Cycle, case: Case) -> bool:
        return all(getattr(case, guard) for guard in guards)

    return answer


for _name, _state in _STATES.items():
    for _input in TYPE_CREATED:
        _step = _state.upon(getattr(_Cycle, _input)).loop()
        if _input in _CREATABLE.get(_name, ()):
            _step(_asking(GUARDS[_input]))
        else:
            _step.returns(False)
_MACHINE = _BUILDER.build()


def _ready(referral: Referral) -> _Cycle:
    case = Case(referral)
    return _MACHINE(case, _STATES[case.state])


def _ask(cycle: _Cycle) -> tuple[bool, ...]:
    return (
        cycle.create_initial(),
        cycle.create_annual(),
        cycle.create_revision(),
        cycle.create_reevaluation_annual(),
        cycle.create_reevaluation_revision(),
    )


def _allowed(answers: tuple[bool, ...]) -> frozenset[IEPType]:
    return frozenset(
        iep_type for iep_type, may in zip(TYPE_CREATED.values(), answers, strict=True) if may
    )


CONTENDERS = (
    Contender(
        name="automat, five inputs",
        starts_from="ready machine",
        prepare=_ready,
        ask=_ask,
        allowed=_allowed,
        distribution="Automat",
    ),
)
