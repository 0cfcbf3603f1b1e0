"""The turns of a lawful life on a referral: each sees to it that something has happened there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.testing import referral_steps

if TYPE_CHECKING:
    from iepcycle.testing.life import Life


def receive(life: Life, detail: int) -> None:
    """See to it that a referral is open that has not led to a plan yet."""
    if not life.student.referrals or _is_settled(life):
        referral_steps.receive_referral(life, detail)


def _is_settled(life: Life) -> bool:
    """Say whether the latest referral has led to a plan, or to nothing."""
    evaluation = life.referral.evaluation
    return (
        life.has_ended
        or any(iep.activated_on for iep in life.referral.ieps)
        or (evaluation is not None and evaluation.withdrawn)
    )


def evaluate(life: Life, detail: int) -> None:
    """See to it that the student is being evaluated."""
    receive(life, detail)
    if life.referral.evaluation is None:
        referral_steps.begin_evaluation(life, detail)


def decide(life: Life, detail: int) -> None:
    """See to it that the student is found eligible."""
    evaluate(life, detail)
    if life.referral.determination is None:
        referral_steps.find_eligible(life, detail)


def withdraw(life: Life, detail: int) -> None:
    """Withdraw an evaluation that is not decided."""
    evaluate(life, detail)
    if life.referral.determination is None:
        referral_steps.withdraw(life, detail)


def find_not_eligible(life: Life, detail: int) -> None:
    """Close an evaluation with a determination of not eligible."""
    evaluate(life, detail)
    if life.referral.determination is None:
        referral_steps.find_not_eligible(life, detail)


def consent(life: Life, detail: int) -> None:
    """See to it that consent for services is given, where it is asked for."""
    if _is_consent_awaited(life, detail):
        referral_steps.give_consent(life, detail)


def refuse(life: Life, detail: int) -> None:
    """Refuse services, where consent is asked for."""
    if _is_consent_awaited(life, detail):
        referral_steps.refuse_consent(life, detail)


def _is_consent_awaited(life: Life, detail: int) -> bool:
    """Say whether the parent has yet to answer, once the student is found eligible for the first time."""
    if life.is_under_a_plan:
        return False
    decide(life, detail)
    return life.referral.services_consent is None
