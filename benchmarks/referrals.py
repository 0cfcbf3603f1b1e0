"""Synthetic referrals for the benchmarks."""

from __future__ import annotations

import itertools
from datetime import date

from iepcycle import (
    IEP,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Referral,
    ServicesConsent,
    Stage,
)

_DRAFT, _ACTIVE, _INACTIVE = IEPStatus
_WITHDRAWN_ON = date(2024, 3, 1)


def referral(
    *ieps: tuple[IEPType, IEPStatus],
    stage: Stage = Stage.IMPLEMENT_PLAN,
    evaluation: EvaluationType | None = EvaluationType.INITIAL,
    eligible: bool | None = True,
    consent: ConsentStatus | None = ConsentStatus.GIVEN,
    withdrawn: bool = False,
) -> Referral:
    """Return a referral with these IEPs and facts."""
    determination = None if eligible is None else Determination(eligible=eligible)
    return Referral(
        id="R1",
        stage=stage,
        evaluation=None
        if evaluation is None
        else Evaluation(
            type=evaluation,
            determination=determination,
            withdrawn_on=_WITHDRAWN_ON if withdrawn else None,
        ),
        services_consent=None if consent is None else ServicesConsent(status=consent),
        ieps=tuple(
            IEP(id=f"R1-{number}", type=iep_type, status=status)
            for number, (iep_type, status) in enumerate(ieps, start=1)
        ),
    )


def with_two_ieps() -> list[Referral]:
    """Return the referrals that are timed: half of them allow a next IEP, half do not."""
    reevaluation = EvaluationType.REEVALUATION
    return [
        referral((IEPType.INITIAL, _ACTIVE), (IEPType.REVISION, _DRAFT)),
        referral((IEPType.INITIAL, _INACTIVE), (IEPType.REVISION, _ACTIVE)),
        referral((IEPType.INITIAL, _INACTIVE), (IEPType.ANNUAL, _ACTIVE), consent=None),
        referral(
            (IEPType.REEVALUATION_ANNUAL, _ACTIVE),
            (IEPType.REVISION, _DRAFT),
            evaluation=reevaluation,
        ),
        referral((IEPType.INITIAL, _ACTIVE), (IEPType.ANNUAL, _DRAFT)),
        referral((IEPType.INITIAL, _INACTIVE), (IEPType.ANNUAL, _INACTIVE)),
        referral((IEPType.INITIAL, _ACTIVE), (IEPType.REVISION, _DRAFT), eligible=False),
        referral(
            (IEPType.REEVALUATION_REVISION, _INACTIVE),
            (IEPType.ANNUAL, _ACTIVE),
            evaluation=reevaluation,
            consent=ConsentStatus.REVOKED,
        ),
    ]


_CHAINS = (
    (),
    ((IEPType.INITIAL, _DRAFT),),
    ((IEPType.INITIAL, _ACTIVE),),
    ((IEPType.REEVALUATION_ANNUAL, _DRAFT),),
    ((IEPType.REEVALUATION_REVISION, _INACTIVE),),
    ((IEPType.ANNUAL, _ACTIVE),),
    ((IEPType.REVISION, _DRAFT),),
    ((IEPType.INITIAL, _ACTIVE), (IEPType.REVISION, _DRAFT)),
    ((IEPType.INITIAL, _ACTIVE), (IEPType.ANNUAL, _DRAFT)),
    ((IEPType.INITIAL, _ACTIVE), (IEPType.REVISION, _DRAFT), (IEPType.ANNUAL, _DRAFT)),
    ((IEPType.INITIAL, _INACTIVE), (IEPType.REVISION, _DRAFT)),
    ((IEPType.INITIAL, _DRAFT), (IEPType.REVISION, _ACTIVE)),
    ((IEPType.ANNUAL, _ACTIVE), (IEPType.INITIAL, _DRAFT)),
)
"""Lawful and unlawful beginnings, which together give the facts on the chain every combination that matters."""


def every_combination() -> list[Referral]:
    """Return a referral for each combination of stage, evaluation, consent and chain."""
    return [
        referral(
            *chain,
            stage=stage,
            evaluation=evaluation,
            eligible=eligible,
            consent=consent,
            withdrawn=withdrawn,
        )
        for stage, evaluation, eligible, consent, withdrawn, chain in itertools.product(
            Stage,
            (None, *EvaluationType),
            (None, False, True),
            (None, *ConsentStatus),
            (False, True),
            _CHAINS,
        )
        if evaluation is not None or (eligible is None and not withdrawn)
    ]
