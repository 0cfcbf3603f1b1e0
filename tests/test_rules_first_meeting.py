"""The DUE rule of the first IEP meeting."""

from datetime import date

import attrs
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
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    due_dates,
)

ELIGIBLE = Determination(eligible=True, decided_on=date(2021, 10, 15))
CONSENT = ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2021, 10, 20))


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


def entitled(*ieps, determination=ELIGIBLE, consent=CONSENT, **fields):
    """Return a referral whose initial evaluation found the student eligible, with consent for services."""
    evaluation = Evaluation(
        **{"type": EvaluationType.INITIAL, "determination": determination} | fields
    )
    return referral(*ieps, evaluation=evaluation, services_consent=consent)


LATER = attrs.evolve(entitled(type=EvaluationType.REEVALUATION, consent=None), id="R2")


class TestIEPMeeting:
    """DUE-6: The first IEP conference of the Initial IEP is due 15 days after services consent is given
    (policy ECSSS: HAR 8-60-47(c)(1)) or 30 days after the determination (policy IDEA: 34 CFR 300.323(c)(1)).
    """

    rule_id = "DUE-6"

    def test_in_hawaii_it_is_due_fifteen_days_after_consent_for_services(self):
        assert duties(student(entitled()), "DUE-6") == [("2021-10-20", "2021-11-04", None)]

    def test_by_federal_law_it_is_due_thirty_days_after_the_determination(self):
        assert duties(student(entitled()), "DUE-6", IDEA) == [("2021-10-15", "2021-11-14", None)]

    @pytest.mark.parametrize("status", [IEPStatus.DRAFT, IEPStatus.ACTIVE])
    def test_the_first_conference_of_the_initial_iep_meets_it(self, status):
        plan = iep("R1-1", "initial", "2021-11-20", "2021-10-28", status=status)
        record = student(entitled(plan))
        assert duties(record, "DUE-6") == [("2021-10-20", "2021-11-04", "2021-10-28")]

    def test_the_conference_of_another_iep_does_not_meet_it(self):
        record = student(entitled(iep("R1-1", "annual", "2021-10-28")))
        assert duties(record, "DUE-6")[0][2] is None

    def test_a_meeting_before_consent_is_in_time(self):
        record = student(entitled(iep("R1-1", "initial", "2021-10-01")))
        [duty] = [each for each in due_dates(record) if each.rule_id == "DUE-6"]
        assert (duty.met_on, duty.days_late) == (date(2021, 10, 1), 0)

    @pytest.mark.parametrize("policy", [ECSSS, IDEA])
    @pytest.mark.parametrize(
        "changes",
        [
            {"type": EvaluationType.REEVALUATION},
            {"determination": Determination(eligible=False, decided_on=date(2021, 10, 15))},
            {"determination": None},
            {"withdrawn_on": date(2021, 10, 25)},
        ],
        ids=["reevaluation", "not eligible", "undetermined", "withdrawn"],
    )
    def test_none_is_due_where_no_initial_iep_can_come(self, policy, changes):
        record = student(entitled(**changes), LATER)
        assert duties(record, "DUE-6", policy) == []

    def test_none_is_due_without_an_evaluation(self):
        assert duties(student(referral(services_consent=CONSENT)), "DUE-6") == []

    def test_an_initial_iep_that_stands_there_all_the_same_had_to_have_its_meeting(self):
        plan = iep("R1-1", "initial", "2021-12-01")
        record = student(referral(plan, services_consent=CONSENT))
        assert duties(record, "DUE-6") == [("2021-10-20", "2021-11-04", "2021-12-01")]

    def test_one_of_a_student_who_was_not_found_eligible_had_not(self):
        refused = Determination(eligible=False, decided_on=date(2021, 12, 15))
        plan = iep("R1-1", "initial", "2021-12-01")
        assert duties(student(entitled(plan, determination=refused), LATER), "DUE-6") == []

    @pytest.mark.parametrize(
        "consent", [None, ServicesConsent(status=ConsentStatus.REFUSED, given_on=date(2021, 1, 1))]
    )
    def test_in_hawaii_none_is_due_before_consent(self, consent):
        again = attrs.evolve(entitled(), id="R2")
        record = student(entitled(consent=consent), again)
        assert [each.referral_id for each in due_dates(record) if each.rule_id == "DUE-6"] == ["R2"]

    def test_consent_that_was_revoked_had_been_given(self):
        revoked = ServicesConsent(
            status=ConsentStatus.REVOKED, given_on=date(2021, 10, 20), ended_on=date(2022, 5, 2)
        )
        again = attrs.evolve(entitled(), id="R2")
        record = student(entitled(iep("R1-1", "initial", "2021-12-01"), consent=revoked), again)
        assert duties(record, "DUE-6")[0] == ("2021-10-20", "2021-11-04", "2021-12-01")

    def test_by_federal_law_none_is_due_before_the_determination(self):
        plan = iep("R1-1", "initial", "2021-12-01")
        record = student(referral(plan, services_consent=CONSENT))
        assert duties(record, "DUE-6", IDEA) == []

    @pytest.mark.parametrize(
        ("policy", "event"),
        [(ECSSS, "consent for services"), (IDEA, "the determination of eligibility")],
    )
    def test_it_says_from_which_event_it_runs(self, policy, event):
        found = due_dates(student(entitled()), policy=policy)
        assert [each.event for each in found if each.rule_id == "DUE-6"] == [event]

    def test_the_days_are_the_policys(self):
        policy = attrs.evolve(ECSSS, meeting_days=10)
        record = student(entitled())
        assert duties(record, "DUE-6", policy) == [("2021-10-20", "2021-10-30", None)]
