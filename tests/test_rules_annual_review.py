"""The DUE rules of the annual review, one class for each."""

from datetime import date

import attrs
import pytest

from iepcycle import (
    ECSSS,
    IEP,
    ConferencePurpose,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    Stage,
    StudentRecord,
    due_dates,
)


def meeting(text, purpose=ConferencePurpose.IEP):
    """Return a conference held on the day."""
    return Procedure(kind=ProcedureKind.CONFERENCE, purpose=purpose, on=date.fromisoformat(text))


def iep(iep_id, iep_type, *meetings, status=IEPStatus.INACTIVE):
    """Return an IEP with a meeting on each of the days."""
    procedures = tuple(map(meeting, meetings))
    return IEP(id=iep_id, type=IEPType(iep_type), status=status, procedures=procedures)


def referral(*ieps, referral_id="R1", **fields):
    """Return a referral with the IEPs."""
    return Referral(id=referral_id, stage=Stage.IMPLEMENT_PLAN, ieps=ieps, **fields)


def student(*referrals):
    """Return a student with the referrals."""
    return StudentRecord(id="S-1", referrals=referrals)


def duties(record, rule_id, policy=ECSSS):
    """Return for each duty of the rule what it runs from, when it is due, and when it was met."""
    return [
        tuple(str(on) if on else None for on in (each.runs_from, each.due_on, each.met_on))
        for each in due_dates(record, policy=policy)
        if each.rule_id == rule_id
    ]


class TestAnnualReview:
    """DUE-1: Due one year after the IEP date of the latest IEP, by IEP date, whose type sets the annual clock:
    INITIAL, ANNUAL, REEVALUATION_ANNUAL. Drafts count once their conference is held.
    """

    rule_id = "DUE-1"

    @pytest.mark.parametrize("kind", ["initial", "annual", "reevaluation_annual"])
    def test_it_is_due_a_year_after_the_meeting_of_an_iep_that_sets_the_clock(self, kind):
        record = student(referral(iep("R1-1", kind, "2021-10-28")))
        assert duties(record, "DUE-1") == [("2021-10-28", "2022-10-28", None)]

    def test_the_next_one_meets_it_and_starts_the_next_year(self):
        record = student(
            referral(iep("R1-1", "initial", "2021-10-28"), iep("R1-2", "annual", "2022-10-01"))
        )
        assert duties(record, "DUE-1") == [
            ("2021-10-28", "2022-10-28", "2022-10-01"),
            ("2022-10-01", "2023-10-01", None),
        ]

    def test_the_latest_is_the_latest_by_date_wherever_it_stands(self):
        record = student(
            referral(iep("R1-1", "annual", "2022-10-01"), iep("R1-2", "initial", "2021-10-28"))
        )
        assert duties(record, "DUE-1")[-1] == ("2022-10-01", "2023-10-01", None)

    def test_of_several_sessions_the_last_counts(self):
        record = student(referral(iep("R1-1", "annual", "2021-10-28", "2021-12-19", "2021-11-07")))
        assert duties(record, "DUE-1") == [("2021-12-19", "2022-12-19", None)]

    def test_a_conference_with_another_purpose_does_not_count(self):
        other = meeting("2022-01-01", ConferencePurpose.OTHER)
        plan = IEP(id="R1-1", type=IEPType.INITIAL, procedures=(meeting("2021-10-28"), other))
        assert duties(student(referral(plan)), "DUE-1")[0][0] == "2021-10-28"

    def test_a_draft_counts_once_its_conference_is_held(self):
        draft = iep("R1-2", "annual", "2022-10-01", status=IEPStatus.DRAFT)
        record = student(referral(iep("R1-1", "initial", "2021-10-28"), draft))
        assert duties(record, "DUE-1")[-1] == ("2022-10-01", "2023-10-01", None)

    def test_a_draft_without_a_conference_does_not_count(self):
        draft = iep("R1-2", "annual", status=IEPStatus.DRAFT)
        record = student(referral(iep("R1-1", "initial", "2021-10-28"), draft))
        assert duties(record, "DUE-1") == [("2021-10-28", "2022-10-28", None)]

    def test_the_ieps_of_every_referral_count(self):
        record = student(
            referral(iep("R1-1", "initial", "2021-10-28")),
            referral(iep("R2-1", "reevaluation_annual", "2022-10-01"), referral_id="R2"),
        )
        assert duties(record, "DUE-1")[-1] == ("2022-10-01", "2023-10-01", None)

    def test_a_duty_names_the_iep_that_it_runs_from(self):
        [review] = due_dates(student(referral(iep("R1-1", "annual", "2021-10-28"))))
        assert (review.referral_id, review.iep_id) == ("R1", "R1-1")
        assert review.event == "the IEP date of R1-1"


class TestRevisionKeepsAnnualDate:
    """DUE-2: A Revision and a Reevaluation/Revision do not move the annual due date."""

    rule_id = "DUE-2"

    @pytest.mark.parametrize("kind", ["revision", "reevaluation_revision"])
    def test_its_meeting_neither_meets_the_review_nor_starts_a_year(self, kind):
        record = student(
            referral(iep("R1-1", "initial", "2021-10-28"), iep("R1-2", kind, "2022-03-01"))
        )
        assert duties(record, "DUE-1") == [("2021-10-28", "2022-10-28", None)]

    def test_a_policy_may_let_it_move_the_date(self):
        policy = attrs.evolve(ECSSS, annual_clock_set_by=frozenset(IEPType))
        record = student(
            referral(iep("R1-1", "initial", "2021-10-28"), iep("R1-2", "revision", "2022-03-01"))
        )
        assert duties(record, "DUE-1", policy)[-1] == ("2022-03-01", "2023-03-01", None)
