"""The DUE rules of the reevaluation, one class for each."""

from datetime import date

import attrs
import pytest

from iepcycle import (
    ECSSS,
    Determination,
    Evaluation,
    EvaluationType,
    Referral,
    Stage,
    StudentRecord,
    due_dates,
)
from iepcycle.clocks import Unreckoned, early_steps


def referral(*ieps, referral_id="R1", **fields):
    """Return a referral with the IEPs."""
    return Referral(id=referral_id, stage=Stage.IMPLEMENT_PLAN, ieps=ieps, **fields)


def decided(referral_id, text, *, eligible=True, **fields):
    """Return a referral whose evaluation was closed by a determination on the day."""
    determination = Determination(eligible=eligible, decided_on=date.fromisoformat(text))
    evaluation = Evaluation(type=EvaluationType.REEVALUATION, determination=determination, **fields)
    return referral(referral_id=referral_id, evaluation=evaluation)


def student(*referrals, agreements=()):
    """Return a student with the referrals, and triennial agreements on the days."""
    notices = tuple(map(date.fromisoformat, agreements))
    return StudentRecord(id="S-1", referrals=referrals, triennial_agreements=notices)


def duties(record, rule_id, policy=ECSSS):
    """Return for each duty of the rule what it runs from, when it is due, and when it was met."""
    return [
        tuple(str(on) if on else None for on in (each.runs_from, each.due_on, each.met_on))
        for each in due_dates(record, policy=policy)
        if each.rule_id == rule_id
    ]


def too_soon(record, rule_id, policy=ECSSS):
    """Return for each step of the rule whether it was taken too soon."""
    return [each.too_soon for each in early_steps(record, policy) if each.rule_id == rule_id]


class TestReevaluation:
    """DUE-3: Due three years after the latest determination; after a triennial agreement,
    three years after the date its Prior Written Notice was provided, if that is later.
    """

    rule_id = "DUE-3"

    def test_it_is_due_three_years_after_the_determination(self):
        record = student(decided("R1", "2021-10-15"))
        assert duties(record, "DUE-3") == [("2021-10-15", "2024-10-15", None)]

    def test_the_next_determination_meets_it_and_starts_the_next_three_years(self):
        record = student(decided("R1", "2021-10-15"), decided("R2", "2024-09-01"))
        assert duties(record, "DUE-3") == [
            ("2021-10-15", "2024-10-15", "2024-09-01"),
            ("2024-09-01", "2027-09-01", None),
        ]

    def test_the_latest_determination_is_that_of_the_last_referral_that_has_one(self):
        record = student(
            decided("R1", "2023-05-01"), decided("R2", "2021-02-01"), referral(referral_id="R3")
        )
        assert duties(record, "DUE-3") == [("2021-02-01", "2024-02-01", None)]

    def test_a_triennial_agreement_meets_it_and_starts_the_next_three_years(self):
        record = student(decided("R1", "2021-10-15"), agreements=["2024-08-01"])
        assert duties(record, "DUE-3") == [
            ("2021-10-15", "2024-10-15", "2024-08-01"),
            ("2024-08-01", "2027-08-01", None),
        ]

    def test_an_agreement_follows_the_last_determination_before_it(self):
        record = student(
            decided("R1", "2015-10-15"), decided("R2", "2018-09-01"), agreements=["2021-08-01"]
        )
        assert duties(record, "DUE-3") == [
            ("2015-10-15", "2018-10-15", "2018-09-01"),
            ("2018-09-01", "2021-09-01", "2021-08-01"),
            ("2021-08-01", "2024-08-01", None),
        ]

    def test_an_agreement_before_the_determination_does_not_count(self):
        record = student(
            decided("R1", "2018-10-15"), decided("R2", "2021-10-15"), agreements=["2021-08-01"]
        )
        assert duties(record, "DUE-3")[-1] == ("2021-10-15", "2024-10-15", None)

    def test_it_says_from_which_event_it_runs(self):
        record = student(decided("R1", "2021-10-15"), agreements=["2024-08-01"])
        assert [each.event for each in due_dates(record)] == [
            "the determination on R1",
            "the notice of a triennial agreement",
        ]

    def test_agreements_follow_each_other(self):
        record = student(decided("R1", "2015-10-15"), agreements=["2021-07-01", "2018-08-01"])
        assert [due for _, due, _ in duties(record, "DUE-3")] == [
            "2018-10-15",
            "2021-08-01",
            "2024-07-01",
        ]

    def test_a_notice_recorded_twice_is_one_agreement(self):
        record = student(decided("R1", "2021-10-15"), agreements=["2024-08-01", "2024-08-01"])
        assert len(duties(record, "DUE-3")) == 2

    def test_where_it_cannot_be_waived_an_agreement_does_not_count(self):
        policy = attrs.evolve(ECSSS, reevaluation_waivable=False)
        record = student(decided("R1", "2021-10-15"), agreements=["2024-08-01"])
        assert duties(record, "DUE-3", policy) == [("2021-10-15", "2024-10-15", None)]

    def test_the_years_are_the_policys(self):
        policy = attrs.evolve(ECSSS, reevaluation_years=2)
        record = student(decided("R1", "2021-10-15"))
        assert duties(record, "DUE-3", policy) == [("2021-10-15", "2023-10-15", None)]

    def test_an_agreement_without_any_determination_starts_nothing(self):
        record = student(referral(), agreements=["2024-08-01"])
        assert due_dates(record) == ()


class TestReevaluationNotTooSoon:
    """DUE-4: Determinations that close two evaluations in a row are at least one year apart,
    unless agreed otherwise.
    """

    rule_id = "DUE-4"

    @pytest.mark.parametrize(
        ("second", "expected"), [("2022-10-14", [True]), ("2022-10-15", [False])]
    )
    def test_the_second_may_be_made_on_the_anniversary_of_the_first(self, second, expected):
        record = student(decided("R1", "2021-10-15"), decided("R2", second))
        assert too_soon(record, "DUE-4") == expected

    def test_it_may_be_made_earlier_where_that_was_agreed(self):
        agreed = decided("R2", "2022-01-10", early_reevaluation_agreed_on=date(2021, 12, 1))
        assert too_soon(student(decided("R1", "2021-10-15"), agreed), "DUE-4") == []

    def test_of_two_whose_dates_are_the_other_way_round_nothing_is_claimed(self):
        record = student(decided("R1", "2021-05-01"), decided("R2", "2021-02-01"))
        assert list(early_steps(record, ECSSS)) == [Unreckoned(rule_id="DUE-4", referral_id="R2")]

    def test_two_on_the_same_day_are_too_close(self):
        record = student(decided("R1", "2021-02-01"), decided("R2", "2021-02-01"))
        assert too_soon(record, "DUE-4") == [True]

    def test_a_determination_of_not_eligible_closes_an_evaluation_too(self):
        record = student(decided("R1", "2021-10-15", eligible=False), decided("R2", "2022-03-01"))
        assert too_soon(record, "DUE-4") == [True]

    def test_the_years_are_the_policys(self):
        policy = attrs.evolve(ECSSS, reevaluation_gap_years=2)
        record = student(decided("R1", "2021-10-15"), decided("R2", "2022-10-15"))
        assert too_soon(record, "DUE-4", policy) == [True]

    def test_the_step_names_its_rule_its_referral_and_its_days(self):
        record = student(decided("R1", "2021-10-15"), decided("R2", "2022-03-01"))
        [step] = early_steps(record, ECSSS)
        assert (step.rule.id, step.referral_id) == ("DUE-4", "R2")
        assert (step.taken_on, step.not_before) == (date(2022, 3, 1), date(2022, 10, 15))


class TestTriennialAgreementWindow:
    """DUE-7: A triennial agreement may be made from 120 days before the reevaluation due date."""

    rule_id = "DUE-7"

    @pytest.mark.parametrize(
        ("notice", "expected"), [("2024-06-16", [True]), ("2024-06-17", [False])]
    )
    def test_it_may_be_made_on_the_first_day_of_its_window(self, notice, expected):
        assert (
            too_soon(student(decided("R1", "2021-10-15"), agreements=[notice]), "DUE-7") == expected
        )

    def test_a_reevaluation_that_is_due_says_when_the_window_opens(self):
        [duty] = due_dates(student(decided("R1", "2021-10-15")))
        assert duty.opens_on == date(2024, 6, 17)

    def test_the_window_of_the_second_agreement_follows_from_the_first(self):
        record = student(decided("R1", "2015-10-15"), agreements=["2018-08-01", "2021-04-02"])
        assert too_soon(record, "DUE-7") == [False, True]

    def test_on_the_day_of_a_determination_it_counts_as_made_before_it(self):
        record = student(
            decided("R1", "2021-10-15"), decided("R2", "2024-10-15"), agreements=["2024-10-15"]
        )
        assert too_soon(record, "DUE-7") == [False]

    def test_after_a_determination_of_not_eligible_there_is_no_window(self):
        record = student(decided("R1", "2021-10-15", eligible=False), agreements=["2021-11-01"])
        assert too_soon(record, "DUE-7") == []

    def test_where_it_cannot_be_waived_there_is_no_window(self):
        policy = attrs.evolve(ECSSS, reevaluation_waivable=False)
        record = student(decided("R1", "2021-10-15"), agreements=["2021-11-01"])
        assert too_soon(record, "DUE-7", policy) == []
        [duty] = due_dates(record, policy=policy)
        assert duty.opens_on is None

    def test_the_days_are_the_policys(self):
        policy = attrs.evolve(ECSSS, triennial_window_days=10)
        record = student(decided("R1", "2021-10-15"), agreements=["2024-10-04"])
        assert too_soon(record, "DUE-7", policy) == [True]
