"""Due dates as they are asked for: overdue or not, in order, with the caller's own calendar, at the ends of time."""

from datetime import date, datetime, timedelta

import attrs
import holidays
import pytest

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
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
from iepcycle.clocks import Duty, early_steps
from iepcycle.vocabulary import AnnualInterval, LeapDay

DUE = date(2022, 10, 28)
OPEN = Duty(
    rule_id="DUE-1",
    referral_id="R1",
    event="the IEP date of R1-1",
    runs_from=date(2021, 10, 28),
    due_on=DUE,
)


def student(on):
    """Return a student on whose only referral everything happened on the one day."""
    meeting = Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=on)
    annual = IEP(id="R1-1", type=IEPType.ANNUAL, procedures=(meeting,))
    referral = Referral(
        id="R1",
        stage=Stage.IMPLEMENT_PLAN,
        evaluation=Evaluation(
            type=EvaluationType.INITIAL,
            consent_received_on=on,
            determination=Determination(eligible=True, decided_on=on),
        ),
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=on),
        ieps=(annual,),
    )
    return StudentRecord(id="S-1", referrals=(referral,))


class TestOverdue:
    """A duty is overdue only when it is not met and the day of asking is later than the due date."""

    @pytest.mark.parametrize(
        ("as_of", "days"),
        [(DUE - timedelta(1), 0), (DUE, 0), (DUE + timedelta(1), 1), (DUE + timedelta(400), 400)],
    )
    def test_it_is_overdue_from_the_day_after(self, as_of, days):
        duty = attrs.evolve(OPEN, as_of=as_of)
        assert (duty.overdue, duty.days_overdue) == (days > 0, days)

    def test_without_a_day_of_asking_nothing_is_overdue(self):
        assert (OPEN.overdue, OPEN.days_overdue) == (False, 0)

    def test_what_is_met_is_not_overdue_however_late_it_was(self):
        duty = attrs.evolve(OPEN, met_on=DUE + timedelta(9), as_of=DUE + timedelta(10))
        assert (duty.overdue, duty.days_overdue, duty.days_late) == (False, 0, 9)

    @pytest.mark.parametrize("days", [-300, -1, 0])
    def test_what_is_met_on_or_before_the_due_date_is_in_time(self, days):
        assert attrs.evolve(OPEN, met_on=DUE + timedelta(days)).days_late == 0

    def test_what_is_not_met_is_not_late_yet(self):
        assert attrs.evolve(OPEN, as_of=DUE + timedelta(10)).days_late == 0

    def test_a_duty_knows_its_rule(self):
        assert OPEN.rule.name == "annual-review"


class TestAsking:
    """The day of asking goes into every duty; it must be a day."""

    def test_the_day_of_asking_is_told_with_every_duty(self):
        as_of = date(2022, 11, 1)
        found = due_dates(student(date(2021, 10, 28)), as_of=as_of)
        assert {each.as_of for each in found} == {as_of}
        assert [each.overdue for each in found if each.rule_id == "DUE-1"] == [True]

    @pytest.mark.parametrize(
        "as_of",
        [datetime(2022, 11, 1), "2022-11-01", 7],  # noqa: DTZ001 -- just what is refused
        ids=["datetime", "text", "number"],
    )
    def test_what_is_no_date_is_refused(self, as_of):
        with pytest.raises(InvalidRecordError) as caught:
            due_dates(student(date(2021, 10, 28)), as_of=as_of)
        [problem] = caught.value.problems
        assert str(problem) == "as_of: Expected a datetime.date (not a datetime). [wrong_type]"

    def test_a_student_without_referrals_has_no_duties(self):
        assert due_dates(StudentRecord(id="S-1")) == ()


class TestOrder:
    """Duties stand in order of due date; those due on one day in the order of their rules, then of the record."""

    def test_they_stand_in_order_of_due_date(self):
        found = due_dates(student(date(2021, 10, 28)))
        assert [each.rule_id for each in found] == ["DUE-6", "DUE-5", "DUE-1", "DUE-3"]

    def test_those_due_on_one_day_stand_in_the_order_of_their_rules(self):
        found = due_dates(student(date.max))
        assert [each.rule_id for each in found] == ["DUE-1", "DUE-3", "DUE-5", "DUE-6"]

    def test_those_of_one_rule_and_day_stand_in_the_order_of_the_record(self):
        meeting = Procedure(
            kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=date(2021, 10, 28)
        )
        ids = ["R1-b", "R1-a", "R1-c"]
        ieps = tuple(IEP(id=each, type=IEPType.ANNUAL, procedures=(meeting,)) for each in ids)
        referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=ieps)
        found = due_dates(StudentRecord(id="S-1", referrals=(referral,)))
        assert [each.iep_id for each in found] == ids


def weekdays(start, days):
    """Return the day that lies a number of weekdays later."""
    day = start
    while days:
        day += timedelta(days=1)
        days -= day.weekday() < 5
    return day


class TestCalendars:
    """Where the policy has a calendar, its owner counts the days."""

    POLICY = attrs.evolve(
        ECSSS,
        evaluation_days=45,
        evaluation_calendar=weekdays,
        meeting_days=5,
        meeting_calendar=weekdays,
    )

    def due(self, rule_id, policy, on=date(2024, 3, 1)):
        found = due_dates(student(on), policy=policy)
        return next(each.due_on for each in found if each.rule_id == rule_id)

    def test_it_counts_the_evaluation_timeline(self):
        assert self.due("DUE-5", self.POLICY) == date(2024, 5, 3)

    def test_it_counts_the_days_before_the_first_meeting(self):
        assert self.due("DUE-6", self.POLICY) == date(2024, 3, 8)

    def test_a_calendar_that_runs_over_the_end_of_time_gives_its_last_day(self):
        assert self.due("DUE-5", self.POLICY, date(9999, 12, 1)) == date.max

    @pytest.mark.parametrize("raised", [OverflowError, ValueError])
    def test_a_calendar_that_fails_elsewhere_is_not_silenced(self, raised):
        def broken(_start, _days):
            raise raised

        policy = attrs.evolve(ECSSS, evaluation_calendar=broken)
        with pytest.raises(raised):
            self.due("DUE-5", policy)
        assert self.due("DUE-5", policy, date(9998, 12, 31)) == date.max

    def test_the_calendar_of_a_kept_library_can_be_used(self):
        hawaii = holidays.country_holidays("US", subdiv="HI")
        policy = attrs.evolve(ECSSS, meeting_days=5, meeting_calendar=hawaii.get_nth_working_day)
        assert self.due("DUE-6", policy, date(2024, 6, 28)) == date(2024, 7, 8)
        assert self.due("DUE-6", policy, date(9999, 12, 30)) == date.max

    @pytest.mark.parametrize("field", ["evaluation_calendar", "meeting_calendar"])
    @pytest.mark.parametrize(
        "answer",
        [None, "2024-03-08", datetime(2024, 3, 8)],  # noqa: DTZ001 -- just what is refused
        ids=["nothing", "text", "datetime"],
    )
    def test_a_calendar_that_returns_no_date_is_refused(self, field, answer):
        policy = attrs.evolve(ECSSS, **{field: lambda *_: answer})
        with pytest.raises(InvalidRecordError) as caught:
            due_dates(student(date(2024, 3, 1)), policy=policy)
        [problem] = caught.value.problems
        assert (problem.code, problem.path) == ("bad_policy", field)
        assert (
            problem.message == "Expected a function that returns a datetime.date (not a datetime)."
        )


class TestEndsOfTheCalendar:
    """Whatever the calendar cannot hold is its last or first day, never an error."""

    @pytest.mark.parametrize("policy", [ECSSS, IDEA])
    @pytest.mark.parametrize("interval", AnnualInterval)
    def test_from_the_last_day_everything_is_due_on_it(self, policy, interval):
        policy = attrs.evolve(policy, annual_interval=interval)
        found = due_dates(student(date.max), as_of=date.max, policy=policy)
        assert {each.due_on for each in found} == {date.max}
        assert not any(each.overdue for each in found)

    def test_from_the_first_day_everything_has_its_date(self):
        found = due_dates(student(date.min), as_of=date.max)
        assert [str(each.due_on) for each in found] == [
            "0001-01-16",
            "0001-03-02",
            "0002-01-01",
            "0004-01-01",
        ]

    def test_a_window_does_not_open_before_the_first_day(self):
        policy = attrs.evolve(ECSSS, reevaluation_years=1, triennial_window_days=9999)
        found = due_dates(student(date.min), policy=policy)
        assert found[-1].opens_on == date.min

    def test_a_step_too_soon_for_the_calendar_is_too_soon(self):
        late, last = student(date(9999, 6, 1)).referrals[0], student(date.max).referrals[0]
        again = attrs.evolve(last, id="R2", ieps=())
        [step] = early_steps(StudentRecord(id="S-1", referrals=(late, again)), ECSSS)
        assert (step.not_before, step.too_soon) == (date.max, False)

    @pytest.mark.parametrize(
        ("leap_day", "due_on"),
        [(LeapDay.FEBRUARY_28, date(2025, 2, 28)), (LeapDay.MARCH_1, date(2025, 3, 1))],
    )
    def test_a_review_on_29_february_is_due_on_the_day_that_stands_for_it(self, leap_day, due_on):
        policy = attrs.evolve(ECSSS, leap_day=leap_day)
        found = due_dates(student(date(2024, 2, 29)), policy=policy)
        assert next(each.due_on for each in found if each.rule_id == "DUE-1") == due_on
