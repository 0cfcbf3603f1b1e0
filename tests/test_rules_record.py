"""The RECORD rules: each is kept by a clean record, and broken by one change."""

from datetime import date

import attrs
import pytest

from iepcycle import (
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
    Severity,
    Stage,
    StudentRecord,
    audit_student,
)

NOTICE = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=date(2024, 1, 25))
MEETING = Procedure(
    kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=date(2024, 1, 22)
)
INITIAL = IEP(
    id="I1",
    type=IEPType.INITIAL,
    status=IEPStatus.INACTIVE,
    created_on=date(2024, 1, 20),
    activated_on=date(2024, 2, 1),
    inactivated_on=date(2025, 1, 20),
    care_coordinator_assigned=True,
    procedures=(MEETING, NOTICE),
)
ANNUAL = IEP(
    id="A1",
    type=IEPType.ANNUAL,
    status=IEPStatus.ACTIVE,
    created_on=date(2025, 1, 5),
    activated_on=date(2025, 1, 20),
    care_coordinator_assigned=True,
    procedures=(attrs.evolve(MEETING, on=date(2025, 1, 10)), NOTICE),
)
REFERRAL = Referral(
    id="R1",
    stage=Stage.IMPLEMENT_PLAN,
    received_on=date(2023, 11, 1),
    evaluation=Evaluation(
        type=EvaluationType.INITIAL,
        assessment_needed=True,
        consent_received_on=date(2023, 12, 1),
        determination=Determination(
            eligible=True, decided_on=date(2024, 1, 10), filed_on=date(2024, 1, 12)
        ),
    ),
    services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2024, 1, 15)),
    ieps=(INITIAL, ANNUAL),
)
REEVALUATION = Referral(
    id="R2",
    stage=Stage.DEFINE_NEEDS,
    evaluation=Evaluation(type=EvaluationType.REEVALUATION),
)


def audit(*referrals, **options):
    return audit_student(StudentRecord(id="S1", referrals=referrals), **options)


def with_ieps(*ieps, **changes):
    return attrs.evolve(REFERRAL, ieps=ieps, **changes)


def found(report):
    return [(each.rule_id, each.referral_id, each.iep_id, each.on) for each in report.findings]


def with_determination(**changes):
    determination = attrs.evolve(REFERRAL.determination, **changes)
    return attrs.evolve(REFERRAL.evaluation, determination=determination)


def test_the_clean_record_is_clean():
    assert found(audit(REFERRAL, REEVALUATION, as_of=date(2025, 6, 1))) == []


def test_every_check_of_the_clean_record_is_counted():
    report = audit(REFERRAL, REEVALUATION, as_of=date(2025, 6, 1))
    of_two_ieps = ("GATE-1", "GATE-2", "GATE-3", "GATE-4", "RECORD-9", "DUE-1")
    of_two_activations = ("ACTIVATE-1", "ACTIVATE-2", "ACTIVATE-3", "ACTIVATE-4", "ACTIVATE-6")
    of_the_initial = ("TYPE-1", "TYPE-3", "ACTIVATE-5", "DUE-3", "DUE-5", "DUE-6")
    of_the_annual = ("TYPE-4", "TYPE-5", "RECORD-2", "RECORD-8")
    of_the_student = ("RECORD-3", "RECORD-4", "RECORD-5", "RECORD-6")
    assert report.checked == {
        **dict.fromkeys(of_two_ieps + of_two_activations, 2),
        **dict.fromkeys(of_the_initial + of_the_annual + of_the_student, 1),
        "RECORD-1": 6,
    }
    assert report.not_checked == {}


def test_every_check_that_needs_a_date_is_counted_where_none_is_recorded():
    eligible = Determination(eligible=True)
    bare = attrs.evolve(
        REFERRAL,
        received_on=None,
        evaluation=Evaluation(type=EvaluationType.INITIAL, determination=eligible),
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN),
        ieps=tuple(IEP(id=i.id, type=i.type, status=i.status) for i in REFERRAL.ieps),
    )
    again = attrs.evolve(
        REEVALUATION,
        evaluation=attrs.evolve(REEVALUATION.evaluation, determination=eligible),
    )
    report = audit(bare, again, as_of=date(2025, 6, 1))
    assert report.findings == ()
    assert report.not_checked == {
        **dict.fromkeys(("DUE-1", "DUE-3", "DUE-5"), 2),
        **dict.fromkeys(("DUE-4", "DUE-6"), 1),
        **dict.fromkeys(("RECORD-3", "RECORD-8", "RECORD-9"), 2),
        "RECORD-1": 7,
    }


def test_a_duty_that_is_not_met_is_checked_only_with_a_day_of_asking():
    asked, unasked = audit(REFERRAL, as_of=date(2025, 6, 1)), audit(REFERRAL)
    assert (asked.checked["DUE-1"], unasked.checked["DUE-1"]) == (2, 1)


class TestDatesInOrder:
    """RECORD-1: Created on or before activated on or before made inactive; a determination is filed on or after it is decided; no step of an IEP precedes the receipt of its referral."""

    rule_id = "RECORD-1"

    def test_an_iep_activated_before_it_was_created_is_found(self):
        early = attrs.evolve(ANNUAL, created_on=date(2025, 1, 21))
        report = audit(with_ieps(INITIAL, early))
        assert ("RECORD-1", "R1", "A1", date(2025, 1, 20)) in found(report)
        finding = report.findings[-1]
        assert finding.severity is Severity.VIOLATION
        assert finding.message == "The Annual IEP A1 was activated before it was created."

    def test_an_iep_made_inactive_before_it_was_activated_is_found(self):
        ended = attrs.evolve(INITIAL, inactivated_on=date(2024, 1, 31))
        assert ("RECORD-1", "R1", "I1", date(2024, 1, 31)) in found(audit(with_ieps(ended)))

    def test_an_iep_made_inactive_before_it_was_created_is_found_without_an_activation_date(self):
        ended = attrs.evolve(INITIAL, activated_on=None, inactivated_on=date(2024, 1, 1))
        assert ("RECORD-1", "R1", "I1", date(2024, 1, 1)) in found(audit(with_ieps(ended)))

    def test_an_iep_created_before_the_referral_was_received_is_found(self):
        late = attrs.evolve(REFERRAL, received_on=date(2024, 1, 21))
        report = audit(late)
        assert found(report) == [("RECORD-1", "R1", "I1", date(2024, 1, 20))]
        assert "before its referral was received" in report.findings[0].message

    def test_a_determination_filed_before_it_was_decided_is_found(self):
        evaluation = with_determination(filed_on=date(2024, 1, 9))
        report = audit(attrs.evolve(REFERRAL, evaluation=evaluation))
        assert found(report) == [("RECORD-1", "R1", None, date(2024, 1, 9))]

    def test_steps_on_the_same_day_are_in_order(self):
        same = attrs.evolve(ANNUAL, created_on=date(2025, 1, 20))
        assert found(audit(with_ieps(INITIAL, same))) == []

    def test_a_missing_date_is_counted_as_not_checked(self):
        undated = attrs.evolve(ANNUAL, created_on=None)
        assert audit(with_ieps(INITIAL, undated)).not_checked["RECORD-1"] == 1

    def test_a_step_that_has_not_happened_is_not_missed(self):
        draft = IEP(id="V1", type=IEPType.REVISION, created_on=date(2025, 2, 1))
        assert "RECORD-1" not in audit(with_ieps(INITIAL, ANNUAL, draft)).not_checked


class TestStatusFitsDates:
    """RECORD-2: A draft has no activation date and no inactivation date; an active IEP has no inactivation date."""

    rule_id = "RECORD-2"

    def test_a_draft_with_an_activation_date_is_found(self):
        draft = attrs.evolve(ANNUAL, status=IEPStatus.DRAFT)
        assert ("RECORD-2", "R1", "A1", date(2025, 1, 20)) in found(
            audit(with_ieps(INITIAL, draft))
        )

    def test_a_draft_with_an_inactivation_date_is_found(self):
        draft = IEP(id="V1", type=IEPType.REVISION, inactivated_on=date(2025, 3, 1))
        report = audit(with_ieps(INITIAL, ANNUAL, draft))
        assert ("RECORD-2", "R1", "V1", date(2025, 3, 1)) in found(report)

    def test_an_active_iep_with_an_inactivation_date_is_found(self):
        ended = attrs.evolve(ANNUAL, inactivated_on=date(2025, 5, 1))
        assert found(audit(with_ieps(INITIAL, ended))) == [
            ("RECORD-2", "R1", "A1", date(2025, 5, 1))
        ]

    def test_a_date_is_found_beside_a_placeholder(self):
        draft = IEP(
            id="V1",
            type=IEPType.REVISION,
            activated_on=date(1900, 1, 1),
            inactivated_on=date(2025, 3, 1),
        )
        report = audit(with_ieps(INITIAL, ANNUAL, draft))
        assert [each.message for each in report.findings if each.rule_id == "RECORD-2"] == [
            "The Revision IEP V1 is a draft, yet has an inactivation date."
        ]

    def test_a_draft_is_found_once(self):
        day = date(2025, 3, 1)
        draft = IEP(id="V1", type=IEPType.REVISION, activated_on=day, inactivated_on=day)
        report = audit(with_ieps(INITIAL, ANNUAL, draft))
        assert [each.message for each in report.findings if each.rule_id == "RECORD-2"] == [
            "The Revision IEP V1 is a draft, yet has an activation date."
        ]

    def test_a_placeholder_is_no_date_and_leaves_it_unchecked(self):
        ended = attrs.evolve(ANNUAL, inactivated_on=date(1900, 1, 1))
        report = audit(with_ieps(INITIAL, ended))
        assert found(report) == []
        assert report.not_checked["RECORD-2"] == 1


class TestOneActiveIEP:
    """RECORD-3: A student has at most one active IEP: by status now, and by dates at no time two for more than a day."""

    rule_id = "RECORD-3"

    def test_two_ieps_active_now_are_found_once_at_the_earlier(self):
        still = attrs.evolve(INITIAL, status=IEPStatus.ACTIVE, inactivated_on=None)
        report = audit(with_ieps(still, ANNUAL))
        assert found(report) == [("RECORD-3", "R1", "I1", None)]
        assert report.findings[0].severity is Severity.WARNING
        assert (
            report.findings[0].message
            == "The Initial IEP I1 is active, and so is the Annual IEP A1."
        )

    def test_two_ieps_active_for_more_than_a_day_are_found(self):
        ended = attrs.evolve(INITIAL, inactivated_on=date(2025, 1, 22))
        report = audit(with_ieps(ended, ANNUAL))
        assert found(report) == [("RECORD-3", "R1", "I1", date(2025, 1, 20))]

    @pytest.mark.parametrize("day", [20, 21])
    def test_two_ieps_active_for_a_day_are_in_order(self, day):
        ended = attrs.evolve(INITIAL, inactivated_on=date(2025, 1, day))
        assert found(audit(with_ieps(ended, ANNUAL))) == []

    def test_two_ieps_of_different_referrals_count_too(self):
        other = attrs.evolve(
            REFERRAL,
            id="R0",
            ieps=(attrs.evolve(INITIAL, id="I0", inactivated_on=None, status=IEPStatus.ACTIVE),),
        )
        assert ("RECORD-3", "R0", "I0", None) in found(audit(other, REFERRAL))

    def test_an_iep_without_dates_is_counted_as_not_checked(self):
        undated = attrs.evolve(INITIAL, inactivated_on=None)
        report = audit(with_ieps(undated, ANNUAL))
        assert found(report) == []
        assert report.not_checked["RECORD-3"] == 1


class TestNoActiveWithoutEligibility:
    """RECORD-4: No IEP is active while the latest determination is not eligible."""

    rule_id = "RECORD-4"
    LOST = attrs.evolve(
        REEVALUATION,
        evaluation=Evaluation(
            type=EvaluationType.REEVALUATION,
            determination=Determination(
                eligible=False, decided_on=date(2025, 3, 1), filed_on=date(2025, 3, 4)
            ),
        ),
    )

    def test_an_iep_active_after_the_student_was_found_not_eligible_is_found(self):
        report = audit(REFERRAL, self.LOST)
        assert found(report) == [("RECORD-4", "R1", "A1", date(2025, 3, 4))]
        assert report.findings[0].severity is Severity.VIOLATION

    def test_an_iep_that_stayed_active_past_the_filing_is_found(self):
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, 5))
        report = audit(with_ieps(INITIAL, ended), self.LOST)
        assert found(report) == [("RECORD-4", "R1", "A1", date(2025, 3, 5))]

    @pytest.mark.parametrize("day", [1, 4])
    def test_an_iep_that_ended_by_the_filing_is_in_order(self, day):
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, day))
        assert found(audit(with_ieps(INITIAL, ended), self.LOST)) == []

    def test_where_filing_and_decision_stand_the_other_way_round_the_later_day_counts(self):
        determination = Determination(
            eligible=False, decided_on=date(2025, 3, 4), filed_on=date(2025, 3, 1)
        )
        lost = attrs.evolve(
            self.LOST, evaluation=attrs.evolve(self.LOST.evaluation, determination=determination)
        )
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, 4))
        report = audit(with_ieps(INITIAL, ended), lost)
        assert [each.rule_id for each in report.findings] == ["RECORD-1"]

    def test_without_a_date_of_the_end_it_is_not_checked(self):
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE)
        report = audit(with_ieps(INITIAL, ended), self.LOST)
        assert found(report) == []
        assert report.not_checked["RECORD-4"] == 1

    def test_every_iep_that_was_ever_active_is_counted(self):
        draft = IEP(id="V1", type=IEPType.REVISION, created_on=date(2025, 2, 1))
        undated = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE)
        active = audit(with_ieps(INITIAL, ANNUAL, draft), self.LOST)
        ended = audit(with_ieps(INITIAL, undated, draft), self.LOST)
        assert (active.checked["RECORD-4"], active.not_checked.get("RECORD-4")) == (2, None)
        assert (ended.checked["RECORD-4"], ended.not_checked.get("RECORD-4")) == (1, 1)

    def test_a_later_determination_of_eligible_lifts_it(self):
        again = attrs.evolve(
            REEVALUATION,
            id="R3",
            evaluation=Evaluation(
                type=EvaluationType.REEVALUATION, determination=Determination(eligible=True)
            ),
        )
        assert not [f for f in found(audit(REFERRAL, self.LOST, again)) if f[0] == "RECORD-4"]


class TestNoActiveAfterRevocation:
    """RECORD-5: No IEP is active after services consent was refused or revoked."""

    rule_id = "RECORD-5"
    REVOKED = ServicesConsent(
        status=ConsentStatus.REVOKED, given_on=date(2024, 1, 15), ended_on=date(2025, 3, 1)
    )

    def test_an_iep_active_after_a_revocation_is_found(self):
        report = audit(attrs.evolve(REFERRAL, services_consent=self.REVOKED))
        assert found(report) == [("RECORD-5", "R1", "A1", date(2025, 3, 1))]
        assert report.findings[0].severity is Severity.WARNING

    def test_an_iep_that_ended_with_the_revocation_is_in_order(self):
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, 1))
        assert found(audit(with_ieps(INITIAL, ended, services_consent=self.REVOKED))) == []

    def test_an_iep_that_ended_after_the_revocation_is_found(self):
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, 2))
        report = audit(with_ieps(INITIAL, ended, services_consent=self.REVOKED))
        assert found(report) == [("RECORD-5", "R1", "A1", date(2025, 3, 2))]

    def test_a_draft_is_not_active(self):
        draft = IEP(id="V1", type=IEPType.REVISION, created_on=date(2025, 2, 1))
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, 1))
        assert found(audit(with_ieps(INITIAL, ended, draft, services_consent=self.REVOKED))) == []


class TestReevaluationHasPredecessor:
    """RECORD-6: A reevaluation referral follows an earlier referral of the student with an IEP that was activated."""

    rule_id = "RECORD-6"

    def test_a_reevaluation_without_an_earlier_referral_is_found(self):
        report = audit(REEVALUATION)
        assert found(report) == [("RECORD-6", "R2", None, None)]
        assert report.findings[0].severity is Severity.WARNING

    def test_a_reevaluation_after_drafts_alone_is_found(self):
        draft = attrs.evolve(
            INITIAL, status=IEPStatus.DRAFT, activated_on=None, inactivated_on=None
        )
        assert found(audit(with_ieps(draft), REEVALUATION)) == [("RECORD-6", "R2", None, None)]

    def test_a_reevaluation_after_an_activated_iep_is_in_order(self):
        assert found(audit(REFERRAL, REEVALUATION)) == []


class TestPlaceholderDates:
    """RECORD-7: 1900-01-01, 1901-01-01, 1911-01-01 and 1922-02-02 mark migrated records without a usable date. They count as not recorded: a check that needs one is listed as not checked, and the report counts them. They are no finding."""

    rule_id = "RECORD-7"

    @pytest.mark.parametrize(
        "day", [date(1900, 1, 1), date(1901, 1, 1), date(1911, 1, 1), date(1922, 2, 2)]
    )
    def test_a_placeholder_is_counted_and_is_no_finding(self, day):
        migrated = attrs.evolve(ANNUAL, created_on=day)
        report = audit(with_ieps(INITIAL, migrated))
        assert found(report) == []
        assert report.placeholder_dates == 1

    def test_placeholders_are_counted_wherever_they_stand(self):
        day = date(1900, 1, 1)
        evaluation = with_determination(decided_on=day, filed_on=day)
        notice = attrs.evolve(NOTICE, on=day)
        student = StudentRecord(
            id="S1",
            triennial_agreements=(day,),
            referrals=(
                with_ieps(
                    attrs.evolve(INITIAL, procedures=(MEETING, notice)),
                    evaluation=attrs.evolve(evaluation, consent_received_on=day),
                    services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=day),
                    received_on=day,
                ),
            ),
        )
        assert audit_student(student).placeholder_dates == 7


class TestNoGapInService:
    """RECORD-8: Between two IEPs of a student that follow each other there is no day without an active IEP, while the student is eligible and consent stands."""

    rule_id = "RECORD-8"

    def gap(self, day):
        return attrs.evolve(INITIAL, inactivated_on=date(2025, 1, day))

    def test_days_without_an_active_iep_are_found(self):
        report = audit(with_ieps(self.gap(18), ANNUAL, evaluation=REFERRAL.evaluation))
        assert ("RECORD-8", "R1", "A1", date(2025, 1, 20)) in found(report)
        [gap] = [each for each in report.findings if each.rule_id == "RECORD-8"]
        assert gap.severity is Severity.ADVISORY

    def test_an_iep_activated_on_the_next_day_leaves_no_gap(self):
        assert not [f for f in found(audit(with_ieps(self.gap(19), ANNUAL))) if f[0] == "RECORD-8"]

    def test_a_gap_that_began_with_ineligibility_is_none(self):
        lost = attrs.evolve(
            TestNoActiveWithoutEligibility.LOST,
            evaluation=Evaluation(
                type=EvaluationType.REEVALUATION,
                determination=Determination(eligible=False, decided_on=date(2025, 1, 10)),
            ),
        )
        back = attrs.evolve(
            REFERRAL, id="R3", ieps=(attrs.evolve(ANNUAL, id="I3", type=IEPType.INITIAL),)
        )
        report = audit(with_ieps(self.gap(10)), lost, back)
        assert not [f for f in found(report) if f[0] == "RECORD-8"]

    @pytest.mark.parametrize(
        ("decided_on", "is_found"),
        [(date(2025, 1, 11), False), (date(2025, 1, 12), True), (None, False)],
    )
    def test_a_gap_counts_until_ineligibility(self, decided_on, is_found):
        determination = Determination(eligible=False, decided_on=decided_on)
        lost = attrs.evolve(
            TestNoActiveWithoutEligibility.LOST,
            evaluation=Evaluation(type=EvaluationType.REEVALUATION, determination=determination),
        )
        back = attrs.evolve(
            REFERRAL, id="R3", ieps=(attrs.evolve(ANNUAL, id="I3", type=IEPType.INITIAL),)
        )
        report = audit(with_ieps(self.gap(10)), lost, back)
        assert [f[2] for f in found(report) if f[0] == "RECORD-8"] == ["I3"] * is_found

    def test_an_iep_without_dates_may_have_filled_the_gap(self):
        undated = IEP(id="V1", type=IEPType.REVISION, status=IEPStatus.INACTIVE)
        report = audit(with_ieps(self.gap(10), undated, ANNUAL))
        assert not [f for f in found(report) if f[0] == "RECORD-8"]
        assert report.not_checked["RECORD-8"] == 1

    def test_a_short_iep_within_a_longer_one_leaves_no_gap(self):
        short = attrs.evolve(
            INITIAL,
            id="V1",
            type=IEPType.REVISION,
            activated_on=date(2024, 3, 1),
            inactivated_on=date(2024, 3, 5),
        )
        report = audit(with_ieps(INITIAL, short, ANNUAL))
        assert not [f for f in found(report) if f[0] == "RECORD-8"]


class TestActivationWasDue:
    """RECORD-9: An IEP that was activated met the ACTIVATE prerequisites. Checked only for an IEP that has any procedure recorded."""

    rule_id = "RECORD-9"

    def broken(self, **changes):
        return found(audit(with_ieps(attrs.evolve(INITIAL, **changes), ANNUAL)))

    def test_an_iep_activated_without_a_care_coordinator_is_found(self):
        day = date(2024, 2, 1)
        assert self.broken(care_coordinator_assigned=False) == [("ACTIVATE-2", "R1", "I1", day)]

    def test_an_iep_activated_without_a_notice_is_found(self):
        assert self.broken(procedures=(MEETING,)) == [("ACTIVATE-3", "R1", "I1", date(2024, 2, 1))]

    def test_an_iep_without_procedures_is_not_checked(self):
        bare = attrs.evolve(INITIAL, procedures=(), care_coordinator_assigned=False)
        report = audit(with_ieps(bare, ANNUAL))
        assert found(report) == []
        assert report.not_checked["RECORD-9"] == 1

    def test_an_initial_activated_before_consent_is_found(self):
        late = ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2024, 2, 2))
        report = audit(attrs.evolve(REFERRAL, services_consent=late))
        assert [(f.rule_id, f.iep_id) for f in report.findings if f.rule_id[0] == "A"] == [
            ("ACTIVATE-5", "I1")
        ]

    def test_an_initial_activated_on_the_day_of_consent_is_in_order(self):
        same_day = ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2024, 2, 1))
        report = audit(attrs.evolve(REFERRAL, services_consent=same_day))
        assert "ACTIVATE-5" not in {each.rule_id for each in report.findings}

    def test_an_initial_activated_before_a_revocation_had_consent(self):
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, 1))
        revoked = TestNoActiveAfterRevocation.REVOKED
        assert found(audit(with_ieps(INITIAL, ended, services_consent=revoked))) == []

    def test_an_initial_activated_before_a_refusal_had_none(self):
        refused = ServicesConsent(status=ConsentStatus.REFUSED, ended_on=date(2025, 3, 1))
        ended = attrs.evolve(ANNUAL, status=IEPStatus.INACTIVE, inactivated_on=date(2025, 3, 1))
        report = audit(with_ieps(INITIAL, ended, services_consent=refused))
        assert [f.rule_id for f in report.findings] == ["ACTIVATE-5"]

    def test_what_cannot_be_dated_is_not_judged(self):
        undated = ServicesConsent(status=ConsentStatus.REVOKED)
        report = audit(attrs.evolve(REFERRAL, services_consent=undated))
        assert report.not_checked["ACTIVATE-5"] == 1
        assert report.not_checked["ACTIVATE-6"] == 2

    def test_an_iep_activated_after_the_student_was_found_not_eligible_is_found(self):
        other = Referral(
            id="R0",
            stage=Stage.DEFINE_NEEDS,
            evaluation=Evaluation(
                type=EvaluationType.INITIAL,
                determination=Determination(eligible=False, decided_on=date(2025, 1, 15)),
            ),
        )
        report = audit(REFERRAL, attrs.evolve(other, id="R2"))
        assert ("ACTIVATE-6", "R1", "A1", date(2025, 1, 20)) in found(report)
        assert ("ACTIVATE-6", "R1", "I1", date(2024, 2, 1)) not in found(report)

    def test_an_undated_determination_of_not_eligible_leaves_it_unchecked(self):
        other = Referral(
            id="R2",
            stage=Stage.DEFINE_NEEDS,
            evaluation=Evaluation(
                type=EvaluationType.INITIAL, determination=Determination(eligible=False)
            ),
        )
        assert audit(REFERRAL, other).not_checked["ACTIVATE-6"] == 2

    def test_what_was_decided_later_hides_nothing_that_was_decided_before(self):
        def lost(referral_id, decided_on):
            determination = Determination(eligible=False, decided_on=decided_on)
            evaluation = Evaluation(type=EvaluationType.INITIAL, determination=determination)
            return Referral(id=referral_id, stage=Stage.DEFINE_NEEDS, evaluation=evaluation)

        before, later = lost("R2", date(2025, 1, 15)), lost("R3", date(2025, 2, 15))
        report = audit(REFERRAL, before, later)
        assert ("ACTIVATE-6", "R1", "A1", date(2025, 1, 20)) in found(report)

    def test_without_any_determination_an_activation_is_found(self):
        evaluation = attrs.evolve(REFERRAL.evaluation, determination=None)
        report = audit(attrs.evolve(REFERRAL, evaluation=evaluation))
        assert ("ACTIVATE-6", "R1", "A1", date(2025, 1, 20)) in found(report)
