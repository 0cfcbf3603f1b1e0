"""Indicator 11: which evaluations count in a reporting year, which were in time, and what is counted apart."""

from datetime import date, datetime, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    Determination,
    Evaluation,
    EvaluationType,
    InvalidRecordError,
    Referral,
    Stage,
    StudentRecord,
)
from iepcycle.clocks.evaluation import evaluation_timeline
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.indicator import SOURCES, ExceptionHandling, NotMet, indicator_11
from iepcycle.testing import student_records
from iepcycle.vocabulary import TimelineException

START, END = date(2024, 7, 1), date(2025, 6, 30)
CONSENT = date(2024, 9, 3)
DUE = date(2024, 11, 2)
PLACEHOLDER = date(1900, 1, 1)
APART = ("excepted", "pending", "withdrawn", "without_consent", "not_checkable", "unplaced")


def evaluated(decided_on=None, *, eligible=True, consent=CONSENT, **fields):
    """Return an initial evaluation with consent received on the day, and its determination if it has one."""
    determination = Determination(eligible=eligible, decided_on=decided_on)
    return Evaluation(
        **{
            "type": EvaluationType.INITIAL,
            "consent_received_on": consent,
            "determination": None if decided_on is None else determination,
        }
        | fields
    )


def student(*evaluations, student_id="S-1"):
    """Return a student with a referral for each evaluation."""
    return StudentRecord(
        id=student_id,
        referrals=tuple(
            Referral(id=f"R{number}", stage=Stage.DEFINE_NEEDS, evaluation=evaluation)
            for number, evaluation in enumerate(evaluations, start=1)
        ),
    )


def indicator(*evaluations, **options):
    """Return the indicator of the school year for one student with the evaluations."""
    return indicator_11([student(*evaluations)], start=START, end=END, **options)


def counted(*evaluations, **options):
    """Return numerator and denominator, and what was counted apart by name."""
    found = indicator(*evaluations, **options)
    apart = {name: count for name in APART if (count := getattr(found, name))}
    return found.numerator, found.denominator, apart


class TestInTime:
    """The numerator holds what was completed within the timeline, the denominator what should have been."""

    def test_on_the_last_day_it_is_in_time(self):
        assert counted(evaluated(DUE)) == (1, 1, {})

    def test_the_day_after_it_is_not(self):
        assert counted(evaluated(DUE + timedelta(days=1))) == (0, 1, {})

    def test_one_that_found_the_child_not_eligible_counts_like_any_other(self):
        assert counted(evaluated(DUE, eligible=False)) == (1, 1, {})

    def test_a_child_with_two_evaluations_in_the_year_counts_twice(self):
        again = evaluated(date(2025, 5, 1), consent=date(2025, 3, 3))
        assert counted(evaluated(DUE, eligible=False), again) == (2, 2, {})

    def test_a_reevaluation_does_not_count(self):
        assert counted(evaluated(DUE, type=EvaluationType.REEVALUATION)) == (0, 0, {})

    def test_a_referral_without_an_evaluation_does_not_count(self):
        assert counted(None) == (0, 0, {})
        assert evaluation_timeline(student(None).referrals[0], ECSSS) is None

    def test_the_policy_says_how_long_the_timeline_is(self):
        policy = attrs.evolve(ECSSS, name="30 days", evaluation_days=30)
        found = indicator(evaluated(DUE), policy=policy)
        assert (found.numerator, found.denominator, found.policy) == (0, 1, "30 days")


class TestYear:
    """An evaluation counts in the year in which its timeline started; both ends belong to the year."""

    @pytest.mark.parametrize(
        ("consent", "denominator"),
        [
            (START - timedelta(days=1), 0),
            (START, 1),
            (END, 1),
            (END + timedelta(days=1), 0),
        ],
    )
    def test_both_ends_belong_to_it(self, consent, denominator):
        assert indicator(evaluated(consent, consent=consent)).denominator == denominator

    def test_one_that_was_completed_after_the_year_belongs_to_the_year_of_consent(self):
        assert counted(evaluated(END + timedelta(days=30), consent=END)) == (1, 1, {})

    def test_a_corrected_start_says_in_which_year_it_counts(self):
        assert counted(evaluated(DUE, corrected_start_on=date(2024, 6, 28))) == (0, 0, {})

    def test_the_year_is_told_with_the_indicator(self):
        found = indicator(as_of=END)
        assert (found.start, found.end, found.as_of) == (START, END, END)


class TestNotMet:
    """What was not in time is told one by one, with the range of days late."""

    def test_it_is_told_with_its_student_its_referral_and_its_days(self):
        [found] = indicator(evaluated(date(2024, 11, 12))).not_met
        assert found == NotMet(
            student_id="S-1",
            referral_id="R1",
            due_on=DUE,
            met_on=date(2024, 11, 12),
            days_late=10,
        )

    def test_the_range_is_from_the_least_to_the_most_days_late(self):
        late = [evaluated(DUE + timedelta(days=number)) for number in (7, 3, 90, -5)]
        assert indicator(*late).range_of_days_late == (3, 90)

    def test_there_is_no_range_where_all_were_in_time(self):
        assert indicator(evaluated(DUE)).range_of_days_late is None

    def test_what_is_overdue_on_the_day_of_asking_is_not_met(self):
        found = indicator(evaluated(), as_of=DUE + timedelta(days=4))
        assert found.not_met[0].met_on is None
        assert (found.denominator, found.range_of_days_late) == (1, (4, 4))


class TestPercent:
    """The percent is the numerator of the denominator."""

    def test_it_is_the_share_that_was_in_time(self):
        late = evaluated(DUE + timedelta(days=1))
        assert indicator(evaluated(DUE), evaluated(DUE), evaluated(DUE), late).percent == 75.0

    def test_there_is_none_where_nothing_was_to_be_judged(self):
        assert indicator().percent is None


class TestExceptions:
    """What becomes of an evaluation to which the timeframe does not apply is an explicit option."""

    LATE = DUE + timedelta(days=100)
    EXPECTED = {
        ExceptionHandling.EXCLUDED: (0, 0, {"excepted": 1}),
        ExceptionHandling.TIMELY: (1, 1, {"excepted": 1}),
        ExceptionHandling.NO_ALLOWANCE: (0, 1, {"excepted": 1}),
    }

    @pytest.mark.parametrize("exception", TimelineException)
    @pytest.mark.parametrize("handling", ExceptionHandling)
    def test_it_is_counted_as_the_option_says(self, handling, exception):
        excepted = evaluated(self.LATE, timeline_exception=exception)
        assert counted(excepted, exceptions=handling) == self.EXPECTED[handling]

    def test_by_default_it_is_left_out(self):
        excepted = evaluated(DUE, timeline_exception=TimelineException.CHANGED_AGENCY)
        assert counted(excepted) == (0, 0, {"excepted": 1})

    def test_judged_by_its_dates_it_may_be_in_time(self):
        excepted = evaluated(DUE, timeline_exception=TimelineException.CHANGED_AGENCY)
        found = counted(excepted, exceptions=ExceptionHandling.NO_ALLOWANCE)
        assert found == (1, 1, {"excepted": 1})

    @pytest.mark.parametrize("handling", ExceptionHandling)
    def test_one_that_was_withdrawn_counts_as_withdrawn(self, handling):
        excepted = evaluated(
            None, timeline_exception=TimelineException.CHANGED_AGENCY, withdrawn_on=DUE
        )
        assert counted(excepted, exceptions=handling) == (0, 0, {"withdrawn": 1})

    def test_outside_the_year_it_is_not_counted(self):
        excepted = evaluated(
            consent=date(2023, 9, 3), timeline_exception=TimelineException.CHANGED_AGENCY
        )
        assert counted(excepted) == (0, 0, {})

    def test_the_option_is_told_with_the_indicator(self):
        handling = ExceptionHandling.TIMELY
        assert indicator(exceptions=handling).exceptions is handling


class TestApart:
    """What cannot be said to be in time or not is counted apart."""

    @pytest.mark.parametrize("as_of", [None, CONSENT, DUE])
    def test_one_that_runs_is_pending(self, as_of):
        assert counted(evaluated(), as_of=as_of) == (0, 0, {"pending": 1})

    def test_one_that_was_withdrawn_is_neither_in_time_nor_late(self):
        withdrawn = evaluated(withdrawn_on=date(2025, 3, 3))
        assert counted(withdrawn, as_of=END) == (0, 0, {"withdrawn": 1})

    def test_one_that_was_withdrawn_after_its_determination_counts(self):
        assert counted(evaluated(DUE, withdrawn_on=date(2025, 3, 3))) == (1, 1, {})

    @pytest.mark.parametrize("needed", [False, None])
    def test_one_that_needed_no_assessment_had_no_consent_to_count(self, needed):
        without = evaluated(
            DUE, consent=None, assessment_needed=needed, no_assessment_decided_on=CONSENT
        )
        assert counted(without) == (0, 0, {"without_consent": 1})

    def test_one_with_a_corrected_start_had_consent_unless_none_was_needed(self):
        corrected = evaluated(DUE, consent=None, corrected_start_on=CONSENT)
        assert counted(corrected) == (1, 1, {})
        unneeded = attrs.evolve(corrected, assessment_needed=False)
        assert counted(unneeded) == (0, 0, {"without_consent": 1})

    @pytest.mark.parametrize("no_date", [None, *sorted(PLACEHOLDER_DATES)])
    def test_one_whose_determination_bears_no_date_cannot_be_checked(self, no_date):
        determination = Determination(eligible=True, decided_on=no_date)
        assert counted(evaluated(determination=determination)) == (0, 0, {"not_checkable": 1})

    def test_one_that_was_withdrawn_on_a_day_without_a_date_cannot_be_checked(self):
        assert counted(evaluated(DUE, withdrawn_on=PLACEHOLDER)) == (0, 0, {"not_checkable": 1})

    @pytest.mark.parametrize("consent", [None, PLACEHOLDER])
    def test_one_whose_consent_bears_no_date_belongs_to_no_year(self, consent):
        assert counted(evaluated(DUE, consent=consent)) == (0, 0, {"unplaced": 1})

    def test_one_that_has_not_begun_is_not_counted(self):
        assert counted(evaluated(consent=None)) == (0, 0, {})


class TestInput:
    """A year that is none is refused; records are read once."""

    @pytest.mark.parametrize("name", ["start", "end", "as_of"])
    @pytest.mark.parametrize("value", [datetime(2024, 7, 1), "2024-07-01"])  # noqa: DTZ001 -- just what is refused
    def test_a_day_must_be_a_date(self, name, value):
        with pytest.raises(InvalidRecordError) as caught:
            indicator_11([], **{"start": START, "end": END} | {name: value})
        [problem] = caught.value.problems
        assert (problem.code, problem.path) == ("wrong_type", name)

    def test_the_option_must_be_a_member(self):
        with pytest.raises(InvalidRecordError) as caught:
            indicator(exceptions="timely")
        [problem] = caught.value.problems
        assert (problem.code, problem.path) == ("wrong_type", "exceptions")

    def test_a_year_must_not_end_before_it_starts(self):
        with pytest.raises(InvalidRecordError) as caught:
            indicator_11([], start=END, end=START)
        [problem] = caught.value.problems
        assert str(problem) == (
            "end: Expected a day that is not earlier than the start of the reporting year. "
            "[dates_out_of_order]"
        )

    def test_a_year_may_be_a_day(self):
        assert indicator_11([], start=START, end=START).denominator == 0

    def test_records_are_read_from_a_stream(self):
        stream = (student(evaluated(DUE), student_id=f"S-{number}") for number in range(50))
        assert indicator_11(stream, start=START, end=END).numerator == 50

    def test_every_source_can_be_opened(self):
        assert all(each.source.address.startswith("https://") and each.says for each in SOURCES)


class TestAnyRecords:
    """Whatever is recorded, the numbers add up."""

    @given(
        students=st.lists(student_records(), max_size=3),
        handling=st.sampled_from(ExceptionHandling),
        as_of=st.none() | st.dates(),
    )
    def test_every_initial_evaluation_is_counted_at_most_once(self, students, handling, as_of):
        found = indicator_11(
            students, start=date.min, end=date.max, exceptions=handling, as_of=as_of
        )
        initial = [
            referral.evaluation
            for each in students
            for referral in each.referrals
            if referral.evaluation and referral.evaluation.type is EvaluationType.INITIAL
        ]
        apart = found.pending + found.withdrawn + found.without_consent + found.not_checkable
        left_out = found.excepted if handling is ExceptionHandling.EXCLUDED else 0
        assert found.denominator + apart + left_out + found.unplaced <= len(initial)
        assert found.percent is None or 0 <= found.percent <= 100

    @given(students=st.lists(student_records(), max_size=3), split=st.dates())
    def test_two_years_that_meet_hold_what_the_time_from_start_to_end_holds(self, students, split):
        if split == date.max:
            return
        whole = indicator_11(students, start=date.min, end=date.max)
        parts = [
            indicator_11(students, start=date.min, end=split),
            indicator_11(students, start=split + timedelta(days=1), end=date.max),
        ]
        for name in ("numerator", "denominator", *APART[:-1]):
            assert getattr(whole, name) == sum(getattr(part, name) for part in parts)
