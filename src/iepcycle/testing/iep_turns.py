"""The turns of a lawful life on its IEPs: drafts, plans in force, and what is done with them."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iepcycle.activation import activation_facts_of, decide_activation
from iepcycle.dates import days_after
from iepcycle.decisions import next_allowed_iep_types
from iepcycle.testing import iep_steps, referral_steps
from iepcycle.testing.deadlines import deadline, latest_decision, reevaluation_due, was_discussed
from iepcycle.testing.life import SLOWEST, Life, Step
from iepcycle.testing.referral_turns import consent, decide
from iepcycle.vocabulary import OPENING_TYPES, IEPStatus, IEPType

if TYPE_CHECKING:
    from datetime import date


def revoke(life: Life, detail: int) -> None:
    """Revoke the consent for services."""
    be_under_a_plan(life, detail)
    referral_steps.revoke_consent(life, detail)


def draft(iep_type: IEPType) -> Step:
    """Return the turn that creates a draft of the type, where it is allowed."""

    def draft_one(life: Life, detail: int) -> None:
        if iep_type is IEPType.INITIAL:
            if life.is_under_a_plan:
                return
            _come_to_an_initial(life, detail)
        else:
            be_under_a_plan(life, detail)
            if iep_type in OPENING_TYPES:
                decide(life, detail)
            else:
                _clear_the_desk(life, detail)
        opens = iep_type in OPENING_TYPES
        referral = life.referral if opens else life.plan_in_force[0]
        if iep_type in next_allowed_iep_types(referral, policy=life.policy):
            iep_steps.create(life, referral, iep_type)
            for number in range(detail % 3):
                iep_steps.write(life, detail + number)

    return draft_one


def _come_to_an_initial(life: Life, detail: int) -> None:
    """Find the student eligible; the draft is now and then begun before consent is given."""
    if detail % 2:
        decide(life, detail)
    else:
        consent(life, detail)


def _clear_the_desk(life: Life, detail: int) -> None:
    """Finish the draft that the team works on, or leave it open where that blocks nothing."""
    if not life.draft_id:
        return
    may_wait = life.draft.type in OPENING_TYPES or (
        life.draft.type is IEPType.REVISION and not life.policy.draft_revision_blocks
    )
    if may_wait and detail % 2:
        life.draft_id = ""
    else:
        finish(life, detail)


def plan(iep_type: IEPType) -> Step:
    """Return the turn that creates a draft of the type and activates it."""
    draft_one = draft(iep_type)

    def draft_and_finish(life: Life, detail: int) -> None:
        draft_one(life, detail)
        finish(life, detail)

    return draft_and_finish


def be_under_a_plan(life: Life, detail: int) -> None:
    """See to it that a plan is in force."""
    if not life.is_under_a_plan:
        draft(IEPType.INITIAL)(life, detail)
        finish(life, detail)


def finish(life: Life, detail: int) -> None:
    """Prepare the draft that the team works on, or the one that waits on the latest referral, and activate it."""
    if not life.draft_id:
        life.draft_id = _waiting(life)
    if not life.draft_id:
        return
    consent(life, detail)
    for rule_id, step in PREPARATIONS:
        if rule_id in _refused_by(life) or (rule_id == "ACTIVATE-4" and _is_owed_a_meeting(life)):
            step(life, detail)
    iep_steps.activate(life, detail)


def confer(life: Life, detail: int) -> None:
    """Hold a conference on the draft, now and then in two sessions, unless that would make the review late."""
    for _ in range(1 + detail % 3 // 2):
        if iep_steps.conference_due(life) >= life.day:
            iep_steps.hold_conference(life, detail)


PREPARATIONS: Final = (
    ("ACTIVATE-4", confer),
    ("ACTIVATE-3", iep_steps.give_notice),
    ("ACTIVATE-2", iep_steps.assign),
)
"""What an activation is refused for the want of, and the step that mends it."""


def _refused_by(life: Life) -> tuple[str, ...]:
    referral, iep = life.student.find_iep(life.draft_id)
    facts = activation_facts_of(life.student, referral, iep)
    return decide_activation(facts, life.policy).refused_by


def _is_owed_a_meeting(life: Life) -> bool:
    """Say whether the draft needs a conference, whatever the policy asks for: its date sets clocks."""
    return life.draft.type is not IEPType.REVISION and not was_discussed(life.draft)


def _waiting(life: Life) -> str:
    """Return the id of the draft that would open the latest referral, if there is one."""
    ieps = life.referral.ieps if life.student.referrals else ()
    return ieps[0].id if len(ieps) == 1 and ieps[0].status is IEPStatus.DRAFT else ""


def on_the_draft(step: Step) -> Step:
    """Return the turn that takes the step if the team works on a draft."""

    def take(life: Life, detail: int) -> None:
        if life.draft_id:
            step(life, detail)

    return take


def give_up(life: Life, detail: int) -> None:
    """Remove the draft, unless it was discussed already."""
    if not was_discussed(life.draft):
        iep_steps.give_up(life, detail)


def under_the_plan(step: Step) -> Step:
    """Return the turn that takes the step once a plan is in force."""

    def take(life: Life, detail: int) -> None:
        be_under_a_plan(life, detail)
        step(life, detail)

    return take


def agree_on_no_reevaluation(life: Life, detail: int) -> None:
    """Review the plan year by year until the window opens, and make the first agreement since the determination."""
    for _ in range(life.policy.reevaluation_years):
        if _window_opens(life) > deadline(life.present, life.policy):
            life.pace = SLOWEST
            plan(IEPType.ANNUAL)(life, detail)
    decided = latest_decision(life.present) or life.day
    opens = max(_window_opens(life), days_after(decided, 1))
    if (
        life.policy.reevaluation_waivable
        and all(on < decided for on in life.student.triennial_agreements)
        and opens <= deadline(life.present, life.policy)
    ):
        referral_steps.agree_on_no_reevaluation(life, opens)


def _window_opens(life: Life) -> date:
    due = reevaluation_due(life.present, life.policy)
    return days_after(due, -life.policy.triennial_window_days)
