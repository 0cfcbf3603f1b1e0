"""The DUE rule of the evaluation timeline."""

from datetime import date

import attrs
import pytest

from iepcycle import (
    ECSSS,
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
    due_dates,
)
from iepcycle.vocabulary import EvaluationEnd, TimelineException

ELIGIBLE = Determination(eligible=True, decided_on=date(2021, 10, 15))


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


def evaluated(*ieps, referral_id="R1", **fields):
    """Return a referral with an evaluation of the fields."""
    evaluation = Evaluation(type=EvaluationType.INITIAL, **fields)
    return referral(*ieps, referral_id=referral_id, evaluation=evaluation)


class TestEvaluationTimeline:
    """DUE-5: Due 60 calendar days after it starts: with assessment, on the day the school received consent;
    without, on the day the team decided none was needed; a corrected start overrides both.
    Met by the determination's decision date, or a corrected end; closed by a withdrawal.
    """

    rule_id = "DUE-5"
    CONSENT = date(2021, 9, 1)

    def test_it_is_due_sixty_days_after_consent(self):
        record = student(evaluated(assessment_needed=True, consent_received_on=self.CONSENT))
        assert duties(record, "DUE-5") == [("2021-09-01", "2021-10-31", None)]

    def test_without_assessment_it_runs_from_the_decision_that_none_is_needed(self):
        record = student(
            evaluated(
                assessment_needed=False,
                consent_received_on=self.CONSENT,
                no_assessment_decided_on=date(2021, 9, 10),
            )
        )
        assert duties(record, "DUE-5") == [("2021-09-10", "2021-11-09", None)]

    def test_with_assessment_the_decision_that_none_is_needed_starts_nothing(self):
        record = student(
            evaluated(assessment_needed=True, no_assessment_decided_on=date(2021, 9, 10))
        )
        assert duties(record, "DUE-5") == []

    @pytest.mark.parametrize(
        ("fields", "start"),
        [
            ({"consent_received_on": CONSENT}, "2021-09-01"),
            ({"no_assessment_decided_on": date(2021, 9, 10)}, "2021-09-10"),
            (
                {"consent_received_on": CONSENT, "no_assessment_decided_on": date(2021, 8, 1)},
                "2021-09-01",
            ),
        ],
    )
    def test_where_the_need_is_not_recorded_a_consent_says_that_there_is_one(self, fields, start):
        assert duties(student(evaluated(**fields)), "DUE-5")[0][0] == start

    @pytest.mark.parametrize("needed", [True, False, None])
    def test_a_corrected_start_overrides_both(self, needed):
        record = student(
            evaluated(
                assessment_needed=needed,
                consent_received_on=self.CONSENT,
                no_assessment_decided_on=date(2021, 9, 10),
                corrected_start_on=date(2021, 9, 15),
            )
        )
        assert duties(record, "DUE-5")[0][0] == "2021-09-15"

    def test_it_is_met_by_the_determination(self):
        record = student(evaluated(consent_received_on=self.CONSENT, determination=ELIGIBLE))
        assert duties(record, "DUE-5") == [("2021-09-01", "2021-10-31", "2021-10-15")]

    def test_a_corrected_end_overrides_the_determination(self):
        record = student(
            evaluated(
                consent_received_on=self.CONSENT,
                determination=ELIGIBLE,
                corrected_end_on=date(2021, 11, 5),
            )
        )
        assert duties(record, "DUE-5") == [("2021-09-01", "2021-10-31", "2021-11-05")]

    def test_a_withdrawal_closes_it(self):
        record = student(evaluated(consent_received_on=self.CONSENT, withdrawn_on=date(2022, 6, 1)))
        assert duties(record, "DUE-5") == []

    @pytest.mark.parametrize(
        ("withdrawn_on", "count"),
        [(date(2021, 10, 14), 0), (date(2021, 10, 15), 0), (date(2021, 10, 16), 1)],
    )
    def test_what_was_met_before_a_withdrawal_was_met(self, withdrawn_on, count):
        record = student(
            evaluated(
                consent_received_on=self.CONSENT,
                determination=ELIGIBLE,
                withdrawn_on=withdrawn_on,
            )
        )
        assert len(duties(record, "DUE-5")) == count

    def test_a_corrected_end_overrides_a_withdrawal(self):
        record = student(
            evaluated(
                consent_received_on=self.CONSENT,
                corrected_end_on=date(2021, 10, 1),
                withdrawn_on=date(2021, 9, 10),
            )
        )
        assert duties(record, "DUE-5") == [("2021-09-01", "2021-10-31", "2021-10-01")]

    @pytest.mark.parametrize("exception", TimelineException)
    def test_none_runs_where_the_law_excepts_it(self, exception):
        record = student(evaluated(consent_received_on=self.CONSENT, timeline_exception=exception))
        assert duties(record, "DUE-5") == []

    @pytest.mark.parametrize(
        ("field", "event"),
        [
            ("consent_received_on", "the receipt of consent for assessment"),
            ("no_assessment_decided_on", "the decision that no assessment is needed"),
            ("corrected_start_on", "the corrected start of the timeline"),
        ],
    )
    def test_it_says_from_which_event_it_runs(self, field, event):
        [duty] = due_dates(student(evaluated(**{field: self.CONSENT})))
        assert duty.event == event

    def test_none_runs_before_it_starts(self):
        assert due_dates(student(evaluated(), referral(referral_id="R2"))) == ()

    @pytest.mark.parametrize(
        ("end", "met_on"),
        [(EvaluationEnd.IEP_MEETING, "2021-10-28"), (EvaluationEnd.IEP_ACTIVATION, "2021-11-05")],
    )
    def test_a_policy_may_let_the_iep_meet_it(self, end, met_on):
        plans = (
            attrs.evolve(
                iep("R1-1", "initial", "2021-11-01", "2021-10-28"),
                activated_on=date(2021, 11, 5),
            ),
            attrs.evolve(iep("R1-2", "annual", "2022-10-01"), activated_on=date(2022, 10, 5)),
        )
        record = student(
            evaluated(*plans, consent_received_on=self.CONSENT, determination=ELIGIBLE)
        )
        policy = attrs.evolve(ECSSS, evaluation_ends_with=end)
        assert duties(record, "DUE-5", policy) == [("2021-09-01", "2021-10-31", met_on)]

    @pytest.mark.parametrize("end", [EvaluationEnd.IEP_MEETING, EvaluationEnd.IEP_ACTIVATION])
    def test_under_such_a_policy_it_runs_until_there_is_one(self, end):
        record = student(evaluated(consent_received_on=self.CONSENT, determination=ELIGIBLE))
        policy = attrs.evolve(ECSSS, evaluation_ends_with=end)
        assert duties(record, "DUE-5", policy) == [("2021-09-01", "2021-10-31", None)]

    def test_under_such_a_policy_a_determination_of_not_eligible_meets_it_all_the_same(self):
        refused = Determination(eligible=False, decided_on=date(2021, 10, 15))
        record = student(
            evaluated(consent_received_on=self.CONSENT, determination=refused),
            evaluated(referral_id="R2", determination=ELIGIBLE),
        )
        policy = attrs.evolve(ECSSS, evaluation_ends_with=EvaluationEnd.IEP_MEETING)
        assert duties(record, "DUE-5", policy) == [("2021-09-01", "2021-10-31", "2021-10-15")]

    def test_the_days_are_the_policys(self):
        policy = attrs.evolve(ECSSS, evaluation_days=90)
        record = student(evaluated(consent_received_on=self.CONSENT))
        assert duties(record, "DUE-5", policy) == [("2021-09-01", "2021-11-30", None)]
