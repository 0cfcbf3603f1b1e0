"""Strategies for histories that kept to the rules."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import attrs
from hypothesis import strategies as st

from iepcycle.decisions import next_allowed_iep_types
from iepcycle.policy import ECSSS
from iepcycle.records import (
    IEP,
    Determination,
    Evaluation,
    Referral,
    ServicesConsent,
    StudentRecord,
)
from iepcycle.testing.life import SLOWEST, Life
from iepcycle.testing.turns import BESIDES, DRAFTS, ENDINGS, ON_THE_WAY, PLANS, Turn, live
from iepcycle.vocabulary import ConsentStatus, EvaluationType, IEPStatus, IEPType, Stage

if TYPE_CHECKING:
    from iepcycle.policy import Policy

MOST_TURNS: Final = 12
"""The most turns of a drawn life; each takes up to a dozen steps."""

FEW_TURNS: Final = 2
"""The most turns of half of the lives, so that many of them are still at their beginning."""

_WEIGHTS: Final = {
    IEPType.INITIAL: 1,
    IEPType.ANNUAL: 12,
    IEPType.REVISION: 8,
    IEPType.REEVALUATION_ANNUAL: 4,
    IEPType.REEVALUATION_REVISION: 4,
}
"""How often a plan is drawn; a draft that is left open is drawn twice."""
_TURNS: Final = (
    *ON_THE_WAY * 2,
    *(
        turn
        for iep_type, weight in _WEIGHTS.items()
        for turn in (*(DRAFTS[iep_type],) * 2, *(PLANS[iep_type],) * weight)
    ),
    *BESIDES * 2,
    *ENDINGS,
)
"""What a life is drawn from; a turn shrinks to the one that stands before it."""


def lives(*, policy: Policy = ECSSS, most_turns: int = MOST_TURNS) -> st.SearchStrategy[Life]:
    """Draw a life that keeps to the rules, with the day of its latest step."""
    turns = st.builds(
        Turn,
        take=st.sampled_from(_TURNS),
        pace=st.integers(0, SLOWEST),
        detail=st.integers(0, 11),
    )
    return st.builds(
        lambda born, taken: live(Life(day=born, policy=policy), taken),
        st.dates(date(2012, 1, 1), date(2019, 12, 31)),
        st.lists(turns, max_size=most_turns)
        | st.lists(turns, min_size=min(1, most_turns), max_size=min(FEW_TURNS, most_turns)),
    )


def lawful_student_records(
    *, policy: Policy = ECSSS, most_turns: int = MOST_TURNS
) -> st.SearchStrategy[StudentRecord]:
    """Draw the record of a student whose history kept to the rules, every step dated and in time.

    It holds cycles with and without Revisions, reevaluations of both types, corrections,
    drafts that were left open, referrals that led to nothing, triennial agreements,
    and now and then a lawful end: not eligible, consent refused or revoked.
    It also keeps to the deadlines of both presets for the first meeting.

    Args:
        policy: The reading of the rules that is kept to.
        most_turns: The most turns of the life; each brings about what it needs, like an Initial IEP for a Revision.

    Example:
        >>> from hypothesis import given
        >>> from iepcycle import audit_student
        >>> @given(lawful_student_records(most_turns=5))
        ... def is_found_in_order(student):
        ...     assert audit_student(student).findings == ()
        >>> is_found_in_order()
    """
    return lives(policy=policy, most_turns=most_turns).map(lambda life: life.student)


def lawful_referrals(
    *, policy: Policy = ECSSS, most_steps: int = 12
) -> st.SearchStrategy[Referral]:
    """Draw a referral on which every IEP was allowed when it was created; quick, and without dates.

    Args:
        policy: The reading of the rules that is kept to.
        most_steps: The most drafts and activations.

    Example:
        >>> from hypothesis import given
        >>> @given(lawful_referrals())
        ... def one_iep_at_most_is_active(referral):
        ...     assert [iep.status.value for iep in referral.ieps].count("active") <= 1
        >>> one_iep_at_most_is_active()
    """
    return st.builds(
        lambda opened, steps: _grown(opened, steps, policy),
        st.builds(
            Referral,
            id=st.just("R1"),
            stage=st.sampled_from([Stage.DEVELOP_PLAN, Stage.IMPLEMENT_PLAN]),
            evaluation=st.builds(
                Evaluation,
                type=st.sampled_from(EvaluationType),
                determination=st.just(Determination(eligible=True)),
            ),
            services_consent=st.just(ServicesConsent(status=ConsentStatus.GIVEN)),
        ),
        st.lists(st.integers(0, 11), max_size=most_steps),
    )


def _grown(referral: Referral, steps: list[int], policy: Policy) -> Referral:
    """Return the referral after the steps: each activates the draft that was made last, or makes one more."""
    for number, step in enumerate(steps, start=1):
        allowed = next_allowed_iep_types(referral, policy=policy)
        creatable = sorted(allowed, key=lambda iep_type: iep_type.position)
        if creatable and not (step % 2 and _has_draft_last(referral)):
            draft = IEP(id=f"R1-{number}", type=creatable[step % len(creatable)])
            referral = attrs.evolve(referral, ieps=(*referral.ieps, draft))
        else:
            referral = attrs.evolve(referral, ieps=_with_last_activated(referral.ieps))
    return referral


def _has_draft_last(referral: Referral) -> bool:
    return referral.ieps[-1:] != () and referral.ieps[-1].status is IEPStatus.DRAFT


def _with_last_activated(ieps: tuple[IEP, ...]) -> tuple[IEP, ...]:
    """Return the IEPs with the last of them active, and inactive whatever was active before."""
    *earlier, last = ieps
    ended = (
        attrs.evolve(each, status=IEPStatus.INACTIVE) if each.status is IEPStatus.ACTIVE else each
        for each in earlier
    )
    return (*ended, attrs.evolve(last, status=IEPStatus.ACTIVE))
