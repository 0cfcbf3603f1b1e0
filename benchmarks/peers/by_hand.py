"""A chain of plain `if`, without reasons: what one would write who needs nothing but the answer."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle import ConsentStatus, EvaluationType, IEPStatus, IEPType, Stage
from iepcycle.vocabulary import OPENING_TYPES
from peers.contender import Contender, as_recorded

if TYPE_CHECKING:
    from iepcycle import Referral

_NONE = frozenset[IEPType]()
_INITIAL = frozenset({IEPType.INITIAL})
_REEVALUATIONS = frozenset({IEPType.REEVALUATION_ANNUAL, IEPType.REEVALUATION_REVISION})
_FOLLOWING = frozenset({IEPType.ANNUAL, IEPType.REVISION})


def allowed_types(referral: Referral) -> frozenset[IEPType]:
    """Return the types that may be created next."""
    evaluation = referral.evaluation
    consent = referral.services_consent
    if (
        evaluation is None
        or evaluation.determination is None
        or not evaluation.determination.eligible
        or evaluation.withdrawn
        or (referral.stage is not Stage.IMPLEMENT_PLAN and referral.stage is not Stage.DEVELOP_PLAN)
        or (consent is not None and consent.status is not ConsentStatus.GIVEN)
    ):
        return _NONE
    ieps = referral.ieps
    if not ieps:
        return _INITIAL if evaluation.type is EvaluationType.INITIAL else _REEVALUATIONS
    if ieps[0].type not in OPENING_TYPES:
        return _NONE
    active = False
    for iep in ieps:
        if iep.status is IEPStatus.ACTIVE:
            active = True
        elif iep.status is IEPStatus.DRAFT and iep.type is not IEPType.REVISION:
            return _NONE
    return _FOLLOWING if active else _NONE


CONTENDERS = (
    Contender(
        name="plain `if` chain, no reasons",
        starts_from="record",
        prepare=as_recorded,
        ask=allowed_types,
        allowed=frozenset,
    ),
)
