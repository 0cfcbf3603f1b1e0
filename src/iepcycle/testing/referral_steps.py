"""Single steps of a referral until its first IEP: receipt, evaluation, determination, consent.

Each step takes for granted that it may be taken; the turns of a life see to that.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.cycle import determine_eligibility, record_services_consent, revoke_services
from iepcycle.dates import days_after
from iepcycle.edits import (
    add_referral,
    changed_evaluation,
    move_to_stage,
    record_evaluation,
)
from iepcycle.records import Determination, Evaluation, Referral
from iepcycle.testing.deadlines import deadline, reevaluation_opens
from iepcycle.vocabulary import ConsentStatus, EvaluationType, Stage

if TYPE_CHECKING:
    from iepcycle.testing.life import Life

CATEGORIES: Final = (
    "Specific learning disability",
    "Speech or language impairment",
    "Other health impairment",
    "Autism",
)
"""Some of the categories of 34 CFR 300.8(c)."""
AS_AGREED: Final = 3
"""The remainder of a detail by which an evaluation begins without waiting for a year to pass."""


def receive_referral(life: Life, _detail: int) -> None:
    """Receive a referral; after an ending it begins a life anew."""
    on = life.wait(dozens=life.is_under_a_plan or life.has_ended)
    if life.has_ended:
        life.earlier_referrals = len(life.student.referrals)
    referral = Referral(
        id=f"R{len(life.student.referrals) + 1}",
        stage=Stage.EXPRESS_CONCERN,
        received_on=on,
        filed_on=on,
    )
    life.student = add_referral(life.student, referral)


def begin_evaluation(life: Life, detail: int) -> None:
    """Begin the evaluation, with assessment or without; now and then sooner than a year after the last, as agreed."""
    opens = reevaluation_opens(life.student, life.policy)
    on = life.wait(not_before=date.min if detail % 4 == AS_AGREED else opens)
    is_first = not life.is_under_a_plan
    needed = detail % 2 == 0
    evaluation = Evaluation(
        type=EvaluationType.INITIAL if is_first else EvaluationType.REEVALUATION,
        assessment_needed=needed,
        consent_received_on=on if needed else None,
        no_assessment_decided_on=None if needed else on,
        early_reevaluation_agreed_on=on if on < opens else None,
    )
    student = record_evaluation(life.student, life.referral.id, evaluation)
    life.student = move_to_stage(student, life.referral.id, Stage.DEFINE_NEEDS)


def find_eligible(life: Life, detail: int) -> None:
    """Decide that the student is eligible; from then on the plan is developed."""
    _determine(life, detail, eligible=True)
    life.student = move_to_stage(life.student, life.referral.id, Stage.DEVELOP_PLAN)


def find_not_eligible(life: Life, detail: int) -> None:
    """Decide that the student is not eligible; what is in force ends."""
    _determine(life, detail, eligible=False)
    life.draft_id = ""


def _determine(life: Life, detail: int, *, eligible: bool) -> None:
    """Record the determination; it is filed up to three days after it is decided."""
    decided = life.wait()
    found = Determination(
        eligible=eligible,
        decided_on=decided,
        category=CATEGORIES[detail % len(CATEGORIES)] if eligible else None,
    )
    student = determine_eligibility(life.student, life.referral.id, found)
    present = attrs.evolve(student, referrals=student.referrals[life.earlier_referrals :])
    life.day = min(days_after(decided, detail % 4), deadline(present, life.policy))
    life.student = determine_eligibility(
        life.student, life.referral.id, attrs.evolve(found, filed_on=life.day)
    )


def withdraw(life: Life, _detail: int) -> None:
    """Withdraw the evaluation."""
    life.student = changed_evaluation(life.student, life.referral.id, withdrawn_on=life.wait())


def give_consent(life: Life, _detail: int) -> None:
    """Give consent for services."""
    life.student = record_services_consent(
        life.student, life.referral.id, ConsentStatus.GIVEN, on=life.wait()
    )


def refuse_consent(life: Life, _detail: int) -> None:
    """Refuse consent for services."""
    life.student = record_services_consent(
        life.student, life.referral.id, ConsentStatus.REFUSED, on=life.wait()
    )
    life.draft_id = ""


def revoke_consent(life: Life, _detail: int) -> None:
    """Revoke the consent for services on the referral that holds it; what is in force ends."""
    holds = [each.id for each in life.present.referrals if each.services_consent is not None]
    life.student = revoke_services(life.student, holds[-1], on=life.wait())
    life.draft_id = ""


def agree_on_no_reevaluation(life: Life, opens: date) -> None:
    """Agree that the reevaluation is unnecessary, once the window is open."""
    agreements = (*life.student.triennial_agreements, life.wait(not_before=opens))
    life.student = attrs.evolve(life.student, triennial_agreements=agreements)
