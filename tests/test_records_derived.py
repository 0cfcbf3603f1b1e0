"""What the values of a record derive: dates, cycles, and what is in force or latest."""

from datetime import date

import pytest

from iepcycle import (
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
)
from iepcycle.dates import PLACEHOLDER_DATES

DAY = date(2024, 9, 3)
LATER = date(2024, 10, 1)
NOTICE = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE)


class TestWithdrawn:
    """An evaluation is withdrawn from the day on which that is recorded."""

    @pytest.mark.parametrize(
        ("withdrawn_on", "withdrawn"),
        [(None, False), (DAY, True), *((each, False) for each in sorted(PLACEHOLDER_DATES))],
    )
    def test_only_a_recorded_date_withdraws_an_evaluation(self, withdrawn_on, withdrawn):
        evaluation = Evaluation(type=EvaluationType.INITIAL, withdrawn_on=withdrawn_on)
        assert evaluation.withdrawn is withdrawn


@pytest.mark.parametrize(
    ("status", "declined"),
    [
        (ConsentStatus.GIVEN, False),
        (ConsentStatus.REFUSED, True),
        (ConsentStatus.REVOKED, True),
    ],
)
def test_services_are_declined_by_refusing_or_revoking_them(status, declined):
    assert ServicesConsent(status=status).declined is declined


def conference(on, purpose=ConferencePurpose.IEP):
    return Procedure(kind=ProcedureKind.CONFERENCE, on=on, purpose=purpose)


def iep_with(*procedures):
    return IEP(id="R1-1", type=IEPType.INITIAL, procedures=procedures)


class TestIEPDate:
    """The IEP date is the date of the last conference of that IEP whose purpose is IEP."""

    def test_an_iep_without_conferences_has_no_date(self):
        assert iep_with().iep_date is None

    def test_it_is_that_of_the_latest_conference_however_they_are_recorded(self):
        assert iep_with(conference(LATER), conference(DAY)).iep_date == LATER

    @pytest.mark.parametrize("purpose", [None, *list(ConferencePurpose)[1:]])
    def test_a_conference_of_another_purpose_does_not_date_it(self, purpose):
        assert iep_with(conference(DAY), conference(LATER, purpose)).iep_date == DAY

    def test_another_procedure_does_not_date_it(self):
        notice = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=LATER)
        assert iep_with(conference(DAY), notice).iep_date == DAY

    def test_a_conference_without_a_date_does_not_date_it(self):
        assert iep_with(conference(None)).iep_date is None

    @pytest.mark.parametrize("placeholder", sorted(PLACEHOLDER_DATES))
    def test_a_placeholder_does_not_date_it(self, placeholder):
        assert iep_with(conference(placeholder)).iep_date is None

    def test_all_its_conference_dates_stand_in_recorded_order(self):
        iep = iep_with(conference(LATER), conference(None), conference(DAY), NOTICE)
        assert iep.iep_conference_dates == (LATER, DAY)


class TestHasProcedure:
    """An IEP carries a procedure, dated or not."""

    @pytest.mark.parametrize("kind", ProcedureKind)
    def test_it_carries_what_was_recorded_and_nothing_else(self, kind):
        assert iep_with(NOTICE).has_procedure(kind) is (kind is NOTICE.kind)

    @pytest.mark.parametrize("purpose", ConferencePurpose)
    def test_a_conference_counts_for_its_own_purpose(self, purpose):
        iep = iep_with(conference(DAY, ConferencePurpose.ELIGIBILITY))
        assert iep.has_procedure(ProcedureKind.CONFERENCE)
        assert iep.has_procedure(ProcedureKind.CONFERENCE, purpose) is (
            purpose is ConferencePurpose.ELIGIBILITY
        )


class TestReferral:
    """A referral knows its active IEP, its determination and its cycles."""

    def test_the_active_iep_is_the_last_recorded_active_one(self, entitled_referral):
        referral = entitled_referral("initial active", "annual active", "revision draft")
        assert referral.active_iep.id == "R1-2"

    def test_drafts_and_inactive_ieps_are_not_active(self, entitled_referral):
        assert entitled_referral("initial inactive", "annual draft").active_iep is None

    def test_the_determination_is_that_of_its_evaluation(self, entitled_referral):
        assert entitled_referral().determination == Determination(eligible=True)
        assert entitled_referral(evaluation=None).determination is None

    @pytest.mark.parametrize(
        ("types", "sizes"),
        [
            ([], []),
            (["initial"], [1]),
            (["initial", "revision", "revision", "annual", "annual", "revision"], [3, 1, 2]),
            (["reevaluation_annual", "revision", "reevaluation_revision", "annual"], [2, 1, 1]),
            (["revision", "revision", "initial"], [2, 1]),
        ],
    )
    def test_a_cycle_is_an_opening_or_annual_iep_with_its_revisions(
        self, entitled_referral, types, sizes
    ):
        referral = entitled_referral(*(f"{each} draft" for each in types))
        assert [len(cycle) for cycle in referral.cycles] == sizes
        assert sum(referral.cycles, ()) == referral.ieps


@pytest.fixture
def two_referrals(entitled_referral):
    first = entitled_referral(
        "initial inactive",
        "annual active",
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN),
    )
    second = Referral(id="R2", stage=Stage.DEFINE_NEEDS)
    return StudentRecord(id="S-0001", referrals=(first, second))


class TestStudentRecord:
    """A student's latest determination and consent are those of the last referral that has one."""

    def test_ieps_are_told_with_their_referral_in_recorded_order(self, two_referrals):
        first = two_referrals.referrals[0]
        assert list(two_referrals.ieps()) == [(first, iep) for iep in first.ieps]

    def test_a_referral_is_found_by_its_id(self, two_referrals):
        assert two_referrals.referral("R2") is two_referrals.referrals[1]

    def test_an_iep_is_found_with_its_referral(self, two_referrals):
        first = two_referrals.referrals[0]
        assert two_referrals.find_iep("R1-2") == (first, first.ieps[1])

    @pytest.mark.parametrize(
        ("find", "path"), [("referral", "referral_id"), ("find_iep", "iep_id")]
    )
    def test_an_unknown_id_is_refused_and_not_repeated(self, two_referrals, find, path):
        with pytest.raises(InvalidRecordError) as caught:
            getattr(two_referrals, find)("Kaleo Example")
        (problem,) = caught.value.problems
        assert (problem.code, problem.path) == ("unknown_id", path)
        assert "Kaleo" not in str(caught.value)

    def test_an_older_referral_speaks_where_the_newer_has_nothing_to_say(self, two_referrals):
        first = two_referrals.referrals[0]
        assert two_referrals.active_iep is first.ieps[1]
        assert two_referrals.latest_determination is first.determination
        assert two_referrals.latest_services_consent is first.services_consent

    def test_the_newer_referral_speaks_first(self, two_referrals, entitled_referral):
        newer = entitled_referral(
            "reevaluation_annual active",
            id="R2",
            evaluation=Evaluation(
                type=EvaluationType.REEVALUATION, determination=Determination(eligible=False)
            ),
            services_consent=ServicesConsent(status=ConsentStatus.REVOKED),
        )
        student = StudentRecord(id="S-0001", referrals=(two_referrals.referrals[0], newer))
        assert student.active_iep is newer.ieps[0]
        assert student.latest_determination is newer.determination
        assert student.latest_services_consent is newer.services_consent

    def test_an_empty_record_knows_nothing(self):
        student = StudentRecord(id="S-0001")
        assert student.active_iep is None
        assert student.latest_determination is None
        assert student.latest_services_consent is None
        assert list(student.ieps()) == []
