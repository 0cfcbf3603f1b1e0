"""The duties of many students in one list."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    InvalidRecordError,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    due_dates,
)
from iepcycle.clocks import worklist
from iepcycle.testing import student_records

AS_OF = date(2025, 1, 10)


def reviewed(student_id, *days):
    """Return a student with an Annual IEP for each day, on which its meeting was held."""
    ieps = tuple(
        IEP(
            id=f"R1-{number}",
            type=IEPType.ANNUAL,
            status=IEPStatus.INACTIVE,
            procedures=(
                Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=on),
            ),
        )
        for number, on in enumerate(days, start=1)
    )
    referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=ieps)
    return StudentRecord(id=student_id, referrals=(referral,))


def due(*students, **options):
    """Return whose duties are due and when."""
    found = worklist(students, **{"as_of": AS_OF} | options)
    return [(task.student_id, str(task.duty.due_on)) for task in found.tasks]


class TestOrder:
    """What is due first comes first, so what is overdue stands before the rest."""

    def test_duties_of_all_students_stand_in_order_of_due_date(self):
        students = [
            reviewed("S-1", date(2024, 3, 1)),
            reviewed("S-2", date(2023, 3, 1)),
            reviewed("S-3", date(2024, 2, 1)),
        ]
        assert due(*students) == [
            ("S-2", "2024-03-01"),
            ("S-3", "2025-02-01"),
            ("S-1", "2025-03-01"),
        ]

    def test_those_due_on_one_day_stand_in_the_order_of_the_students(self):
        students = [reviewed(student_id, date(2024, 3, 1)) for student_id in ("S-2", "S-1")]
        assert [student_id for student_id, _ in due(*students)] == ["S-2", "S-1"]

    def test_every_duty_knows_the_day_of_asking(self):
        [task] = worklist([reviewed("S-1", date(2023, 3, 1))], as_of=AS_OF).tasks
        assert (task.duty.as_of, task.duty.overdue) == (AS_OF, True)


class TestChoice:
    """Told is what is not met, if asked for only within some days, and if asked for what is met too."""

    @pytest.mark.parametrize(("within", "count"), [(None, 1), (51, 1), (50, 1), (49, 0), (0, 0)])
    def test_the_last_day_within_is_within(self, within, count):
        assert len(due(reviewed("S-1", date(2024, 3, 1)), within=within)) == count

    def test_what_is_overdue_is_within_any_number_of_days(self):
        assert len(due(reviewed("S-1", date(2023, 3, 1)), within=0)) == 1

    def test_a_number_of_days_beyond_the_calendar_is_all_days(self):
        assert len(due(reviewed("S-1", date(9999, 3, 1)), within=9_999_999)) == 1

    def test_what_is_met_is_told_only_if_asked_for(self):
        student = reviewed("S-1", date(2023, 3, 1), date(2024, 2, 1))
        assert due(student) == [("S-1", "2025-02-01")]
        assert due(student, met=True) == [("S-1", "2024-03-01"), ("S-1", "2025-02-01")]

    def test_the_policy_is_heeded(self):
        consent = ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2024, 12, 2))
        evaluation = Evaluation(
            type=EvaluationType.INITIAL,
            determination=Determination(eligible=True, decided_on=date(2024, 11, 4)),
        )
        referral = Referral(
            id="R1", stage=Stage.DEVELOP_PLAN, evaluation=evaluation, services_consent=consent
        )
        student = StudentRecord(id="S-1", referrals=(referral,))
        assert due(student, policy=ECSSS)[0] == ("S-1", "2024-12-17")
        assert due(student, policy=IDEA)[0] == ("S-1", "2024-12-04")


class TestNotReckoned:
    """What could not be reckoned is counted by rule."""

    def test_it_is_counted_by_rule_in_the_order_of_the_rules(self):
        undated = Evaluation(
            type=EvaluationType.INITIAL, determination=Determination(eligible=True)
        )
        iep = IEP(id="R1-1", type=IEPType.ANNUAL, status=IEPStatus.ACTIVE)
        referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, evaluation=undated, ieps=(iep,))
        student = StudentRecord(id="S-1", referrals=(referral,))
        found = worklist([student, student], as_of=AS_OF)
        assert found.not_reckoned == (("DUE-1", 2), ("DUE-3", 2), ("DUE-5", 2))

    def test_where_all_dates_are_recorded_there_is_none(self):
        assert worklist([reviewed("S-1", date(2024, 3, 1))], as_of=AS_OF).not_reckoned == ()


class TestInput:
    """The day of asking must be a day; records are read from a stream."""

    @pytest.mark.parametrize("as_of", [None, datetime(2025, 1, 10)])  # noqa: DTZ001 -- just what is refused
    def test_what_is_no_date_is_refused(self, as_of):
        with pytest.raises(InvalidRecordError) as caught:
            worklist([], as_of=as_of)
        assert caught.value.problems[0].path == "as_of"

    def test_records_are_read_from_a_stream(self):
        stream = (reviewed(f"S-{number}", date(2024, 3, 1)) for number in range(50))
        assert len(worklist(stream, as_of=AS_OF).tasks) == 50

    @given(student=student_records(), as_of=st.dates())
    def test_for_one_student_it_holds_the_due_dates(self, student, as_of):
        found = worklist([student], as_of=as_of, met=True)
        assert tuple(task.duty for task in found.tasks) == due_dates(student, as_of=as_of)
