"""The turns that a lawful life may take.

A turn first brings about what it needs: a Revision needs a plan in force, that an Initial IEP, that a referral.
So a single turn makes a whole record, a list of turns can be cut anywhere, and a drawn record shrinks to what matters.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.testing import iep_steps
from iepcycle.testing.iep_turns import (
    agree_on_no_reevaluation,
    confer,
    draft,
    give_up,
    on_the_draft,
    plan,
    revoke,
    under_the_plan,
)
from iepcycle.testing.life import Life, Step
from iepcycle.testing.referral_turns import (
    consent,
    decide,
    evaluate,
    find_not_eligible,
    receive,
    refuse,
    withdraw,
)
from iepcycle.vocabulary import IEPType

if TYPE_CHECKING:
    from collections.abc import Iterable

DRAFTS: Final = {iep_type: draft(iep_type) for iep_type in IEPType}
"""The turns that leave a draft open."""
PLANS: Final = {iep_type: plan(iep_type) for iep_type in IEPType}
"""The turns that bring a plan into force."""
ON_THE_WAY: Final = (receive, evaluate, decide, consent)
"""The turns towards a first IEP."""
ENDINGS: Final = (withdraw, find_not_eligible, refuse, revoke)
"""The turns that end a referral or the whole cycle."""
BESIDES: Final = (
    *map(
        on_the_draft,
        (
            confer,
            give_up,
            iep_steps.give_notice,
            iep_steps.assign,
            iep_steps.write,
            iep_steps.confer_on_the_draft,
        ),
    ),
    *map(under_the_plan, (iep_steps.report, iep_steps.correct, agree_on_no_reevaluation)),
)
"""The turns that change a draft or a plan in force, and the agreement that no reevaluation is needed."""


@attrs.frozen(kw_only=True)
class Turn:
    """What chance decides of one turn."""

    take: Step
    """What is done."""
    pace: int
    """How long it takes until it begins, from 0 to `SLOWEST`."""
    detail: int
    """In which of several ways, where there are several."""


def live(life: Life, turns: Iterable[Turn]) -> Life:
    """Take the turns, and return the life; after an ending only a new referral counts."""
    for turn in turns:
        if turn.take is receive or not (life.student.referrals and life.has_ended):
            life.pace = turn.pace
            turn.take(life, turn.detail)
    return life
