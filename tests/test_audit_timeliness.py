"""What an audit says of duties that were met late or are overdue, and of steps that were taken too soon."""

from datetime import date

import pytest

from iepcycle import (
    IEP,
    ConferencePurpose,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    Stage,
    StudentRecord,
    audit_student,
)


def reviewed(iep_id, iep_type, on, status=IEPStatus.INACTIVE):
    meeting = Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=on)
    return IEP(id=iep_id, type=iep_type, status=status, procedures=(meeting,))


def referral(referral_id, decided_on, *ieps, **evaluation):
    determination = Determination(eligible=True, decided_on=decided_on)
    return Referral(
        id=referral_id,
        stage=Stage.IMPLEMENT_PLAN,
        evaluation=Evaluation(
            type=EvaluationType.INITIAL, determination=determination, **evaluation
        ),
        ieps=ieps,
    )


def told(*referrals, as_of=None):
    """Return the DUE findings: rule, referral, IEP, day, sentence."""
    report = audit_student(StudentRecord(id="S-1", referrals=referrals), as_of=as_of)
    return [
        (each.rule_id, each.referral_id, each.iep_id, each.on, each.message)
        for each in report.findings
        if each.rule_id.startswith("DUE")
    ]


INITIAL = reviewed("I", IEPType.INITIAL, date(2023, 1, 10))


@pytest.mark.parametrize(
    ("held", "late"), [(date(2024, 1, 11), "1 day"), (date(2024, 1, 20), "10 days")]
)
def test_a_review_that_was_late_is_found_on_the_day_on_which_it_was_due(held, late):
    annual = reviewed("A", IEPType.ANNUAL, held, IEPStatus.ACTIVE)
    sentence = (
        f"The annual review that runs from the IEP date of I was due, and was met {late} late."
    )
    assert told(referral("R", date(2023, 1, 2), INITIAL, annual)) == [
        ("DUE-1", "R", "I", date(2024, 1, 10), sentence)
    ]


def test_a_review_that_is_overdue_is_found_with_a_day_of_asking():
    record = referral("R", date(2023, 1, 2), INITIAL)
    sentence = "The annual review that runs from the IEP date of I was due, and is 2 days overdue."
    assert told(record) == []
    assert told(record, as_of=date(2024, 1, 12)) == [
        ("DUE-1", "R", "I", date(2024, 1, 10), sentence)
    ]


def test_a_reevaluation_that_was_late_is_found_on_its_referral():
    late = referral("R2", date(2026, 1, 4))
    sentence = (
        "The reevaluation that runs from the determination on R was due, and was met 2 days late."
    )
    assert told(referral("R", date(2023, 1, 2)), late) == [
        ("DUE-3", "R", None, date(2026, 1, 2), sentence)
    ]


def test_an_evaluation_that_was_late_is_found():
    record = referral("R", date(2023, 3, 5), consent_received_on=date(2023, 1, 2))
    sentence = (
        "The evaluation that runs from the receipt of consent for assessment was due, "
        "and was met 2 days late."
    )
    assert told(record) == [("DUE-5", "R", None, date(2023, 3, 3), sentence)]


def test_a_determination_that_was_too_soon_is_found_on_its_day():
    soon = referral("R2", date(2023, 12, 31))
    sentence = "The next determination was 2 days too soon."
    assert told(referral("R", date(2023, 1, 2)), soon) == [
        ("DUE-4", "R2", None, date(2023, 12, 31), sentence)
    ]


def test_every_step_that_may_be_too_soon_is_counted():
    referrals = referral("R", date(2020, 1, 2)), referral("R2", date(2023, 1, 2))
    report = audit_student(StudentRecord(id="S-1", referrals=referrals))
    assert report.checked["DUE-4"] == 1
