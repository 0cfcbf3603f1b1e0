"""The ACTIVATE rules and the EFFECTs, one class for each."""

from datetime import date

import attrs
import pytest

from iepcycle import (
    ECSSS,
    IEP,
    Basis,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Referral,
    Section,
    SectionContent,
    ServicesConsent,
    Stage,
    StudentRecord,
    activate_iep,
    correct_iep,
    determine_eligibility,
    record_services_consent,
    revoke_services,
)
from iepcycle.activation import ActivationFacts, decide_activation
from iepcycle.rules import rule

READY = ActivationFacts(
    type=IEPType.INITIAL,
    status=IEPStatus.DRAFT,
    care_coordinator_assigned=True,
    has_prior_written_notice=True,
    has_iep_conference=True,
    eligible=True,
    services_consent=ConsentStatus.GIVEN,
    evaluation_withdrawn=False,
    latest_not_eligible=False,
)
ANYTHING_GOES = attrs.evolve(ECSSS, name="anything goes", activation_prerequisites=frozenset())
LATER = date(2024, 11, 4)


def refused_by(policy=ECSSS, **changes):
    """Return the rules that refuse an IEP that is ready but for the changes."""
    return decide_activation(attrs.evolve(READY, **changes), policy).refused_by


def reason(rule_id, **changes):
    """Return what the rule says of an IEP that is ready but for the changes."""
    outcomes = decide_activation(attrs.evolve(READY, **changes)).outcomes
    return next(each.reason for each in outcomes if each.rule.id == rule_id)


@pytest.mark.parametrize("iep_type", IEPType)
def test_an_iep_that_is_ready_is_refused_by_no_rule(iep_type):
    assert refused_by(type=iep_type) == ()


class TestOnlyADraft:
    """ACTIVATE-1: Only a draft can be activated."""

    rule_id = "ACTIVATE-1"

    @pytest.mark.parametrize("status", [IEPStatus.ACTIVE, IEPStatus.INACTIVE])
    def test_what_is_or_was_active_cannot_be_activated(self, status):
        assert refused_by(status=status) == ("ACTIVATE-1",)

    @pytest.mark.parametrize("status", [IEPStatus.ACTIVE, IEPStatus.INACTIVE])
    def test_no_policy_can_drop_it(self, status):
        assert refused_by(ANYTHING_GOES, status=status) == ("ACTIVATE-1",)

    def test_the_reason_names_the_status(self):
        assert reason("ACTIVATE-1", status=IEPStatus.INACTIVE) == (
            "The IEP is inactive already; only a draft can be activated."
        )

    def test_a_draft_is_called_one(self):
        assert reason("ACTIVATE-1") == "The IEP is a draft."


class TestCareCoordinatorAssigned:
    """ACTIVATE-2: A Care Coordinator is assigned."""

    rule_id = "ACTIVATE-2"

    @pytest.mark.parametrize("iep_type", IEPType)
    def test_no_type_is_activated_without_one(self, iep_type):
        assert refused_by(type=iep_type, care_coordinator_assigned=False) == ("ACTIVATE-2",)

    def test_a_policy_can_drop_it(self):
        assert refused_by(ANYTHING_GOES, care_coordinator_assigned=False) == ()

    def test_the_reason_says_what_is_missing(self):
        assert reason("ACTIVATE-2", care_coordinator_assigned=False) == (
            "No Care Coordinator is assigned to the IEP."
        )

    def test_an_assignment_is_told(self):
        assert reason("ACTIVATE-2") == "A Care Coordinator is assigned."


class TestParentInformed:
    """ACTIVATE-3: A Prior Written Notice has been given to the parent: the IEP carries at least one."""

    rule_id = "ACTIVATE-3"

    @pytest.mark.parametrize("iep_type", IEPType)
    def test_no_type_is_activated_without_one(self, iep_type):
        assert refused_by(type=iep_type, has_prior_written_notice=False) == ("ACTIVATE-3",)

    def test_a_policy_can_drop_it(self):
        assert refused_by(ANYTHING_GOES, has_prior_written_notice=False) == ()

    def test_the_reason_says_what_is_missing(self):
        assert reason("ACTIVATE-3", has_prior_written_notice=False) == (
            "The IEP carries no Prior Written Notice; the parent must be informed first."
        )

    def test_a_notice_is_told(self):
        assert reason("ACTIVATE-3") == "A Prior Written Notice has been given to the parent."


class TestConferenceHeld:
    """ACTIVATE-4: The IEP carries a conference with purpose IEP. Does not apply to a Revision, which may be agreed without a meeting."""

    rule_id = "ACTIVATE-4"

    @pytest.mark.parametrize("iep_type", [each for each in IEPType if each is not IEPType.REVISION])
    def test_no_other_type_than_a_revision_is_activated_without_one(self, iep_type):
        assert refused_by(type=iep_type, has_iep_conference=False) == ("ACTIVATE-4",)

    def test_a_revision_may_be_agreed_without_a_meeting(self):
        assert refused_by(type=IEPType.REVISION, has_iep_conference=False) == ()

    def test_it_is_not_asked_of_a_revision(self):
        asked = decide_activation(attrs.evolve(READY, type=IEPType.REVISION)).outcomes
        assert "ACTIVATE-4" not in [each.rule.id for each in asked]

    def test_a_policy_can_drop_it(self):
        assert refused_by(ANYTHING_GOES, has_iep_conference=False) == ()

    def test_the_reason_says_what_is_missing(self):
        assert reason("ACTIVATE-4", has_iep_conference=False) == (
            "The IEP carries no conference with purpose IEP."
        )

    def test_a_conference_is_told(self):
        assert reason("ACTIVATE-4") == "The IEP carries an IEP conference."


class TestConsentBeforeFirstServices:
    """ACTIVATE-5: Consent for services is given. Applies to an Initial IEP."""

    rule_id = "ACTIVATE-5"

    def test_an_initial_is_not_activated_without_a_form(self):
        assert refused_by(services_consent=None) == ("ACTIVATE-5",)

    @pytest.mark.parametrize("status", [ConsentStatus.REFUSED, ConsentStatus.REVOKED])
    def test_an_initial_is_not_activated_against_the_will_of_the_parent(self, status):
        assert refused_by(services_consent=status) == ("ACTIVATE-5", "ACTIVATE-6")

    @pytest.mark.parametrize("iep_type", [each for each in IEPType if each is not IEPType.INITIAL])
    def test_no_other_type_needs_a_form(self, iep_type):
        assert refused_by(type=iep_type, services_consent=None) == ()

    def test_a_policy_can_drop_it(self):
        assert refused_by(ANYTHING_GOES, services_consent=None) == ()

    @pytest.mark.parametrize(
        ("consent", "words"),
        [
            (None, "No consent for services is on record; it comes before the first services."),
            (ConsentStatus.REFUSED, "The parent has refused consent for services."),
            (ConsentStatus.REVOKED, "The parent has revoked consent for services."),
            (ConsentStatus.GIVEN, "The parent has given consent for services."),
        ],
    )
    def test_the_reason_tells_the_consent(self, consent, words):
        assert reason("ACTIVATE-5", services_consent=consent) == words


class TestStillEntitled:
    """ACTIVATE-6: GATE-2, GATE-3 and GATE-4 hold for its referral, and the student's latest determination is not one of not eligible."""

    rule_id = "ACTIVATE-6"

    @pytest.mark.parametrize(
        "change",
        [
            {"eligible": None},
            {"eligible": False},
            {"evaluation_withdrawn": True},
            {"latest_not_eligible": True},
        ],
    )
    @pytest.mark.parametrize("policy", [ECSSS, ANYTHING_GOES], ids=lambda policy: policy.name)
    def test_a_student_who_is_not_entitled_gets_no_plan_in_force(self, policy, change):
        assert refused_by(policy, **change) == ("ACTIVATE-6",)

    @pytest.mark.parametrize("status", [ConsentStatus.REFUSED, ConsentStatus.REVOKED])
    def test_services_that_were_declined_end_the_entitlement(self, status):
        assert refused_by(ANYTHING_GOES, services_consent=status) == ("ACTIVATE-6",)

    @pytest.mark.parametrize(
        ("change", "words"),
        [
            ({}, "The student is still entitled to services."),
            ({"eligible": None}, "No determination of eligibility is on file for the referral."),
            ({"evaluation_withdrawn": True}, "The evaluation has been withdrawn."),
            (
                {"services_consent": ConsentStatus.REVOKED},
                "The parent has revoked consent for services.",
            ),
            (
                {"latest_not_eligible": True},
                "The latest determination finds the student not eligible for IDEA services.",
            ),
        ],
    )
    def test_the_reason_is_that_of_what_ended_the_entitlement(self, change, words):
        assert reason("ACTIVATE-6", **change) == words


def student(*referrals):
    """Return a student with a referral for each tuple of IEPs, on all of which services stand."""
    return StudentRecord(
        id="S-1",
        referrals=tuple(
            Referral(
                id=f"R{number}",
                stage=Stage.IMPLEMENT_PLAN,
                evaluation=Evaluation(
                    type=EvaluationType.INITIAL, determination=Determination(eligible=True)
                ),
                services_consent=ServicesConsent(status=ConsentStatus.GIVEN),
                ieps=ieps,
            )
            for number, ieps in enumerate(referrals, start=1)
        ),
    )


def iep(iep_id, status, **fields):
    """Return an Annual IEP of the id and status."""
    return IEP(id=iep_id, type=IEPType.ANNUAL, status=status, **fields)


def statuses(record):
    """Return the status of every IEP by its id."""
    return {each.id: each.status for _, each in record.ieps()}


class TestOnePlanInForce:
    """EFFECT-1: Activating an IEP makes every other active IEP of the student inactive, on the same day, whichever referral it stands on."""

    rule_id = "EFFECT-1"

    @pytest.fixture
    def activated(self):
        """Return a record in which R2-1 has replaced what was active on two referrals."""
        before = student(
            (iep("R1-1", IEPStatus.INACTIVE), iep("R1-2", IEPStatus.ACTIVE)),
            (iep("R2-1", IEPStatus.DRAFT), iep("R2-2", IEPStatus.ACTIVE)),
            (iep("R3-1", IEPStatus.DRAFT),),
        )
        return activate_iep(before, "R2-1", on=LATER, policy=ANYTHING_GOES)

    def test_every_other_active_iep_becomes_inactive_on_every_referral(self, activated):
        assert statuses(activated) == {
            "R1-1": IEPStatus.INACTIVE,
            "R1-2": IEPStatus.INACTIVE,
            "R2-1": IEPStatus.ACTIVE,
            "R2-2": IEPStatus.INACTIVE,
            "R3-1": IEPStatus.DRAFT,
        }

    def test_it_happens_on_the_same_day(self, activated):
        assert activated.find_iep("R2-1")[1].activated_on == LATER
        assert activated.find_iep("R1-2")[1].inactivated_on == LATER
        assert activated.find_iep("R2-2")[1].inactivated_on == LATER

    def test_what_was_inactive_keeps_its_day(self, activated):
        assert activated.find_iep("R1-1")[1].inactivated_on is None


class TestIneligibilityEndsThePlan:
    """EFFECT-2: Recording a determination of not eligible makes the student's active IEP inactive."""

    rule_id = "EFFECT-2"

    @pytest.mark.parametrize("referral_id", ["R1", "R2"])
    def test_the_active_iep_ends_on_whichever_referral_it_was_decided(self, referral_id):
        before = student((iep("R1-1", IEPStatus.ACTIVE),), ())
        decided = Determination(eligible=False, decided_on=LATER)
        after = determine_eligibility(before, referral_id, decided)
        assert statuses(after) == {"R1-1": IEPStatus.INACTIVE}
        assert after.find_iep("R1-1")[1].inactivated_on == LATER

    def test_the_day_of_filing_stands_for_a_decision_that_is_not_dated(self):
        before = student((iep("R1-1", IEPStatus.ACTIVE),))
        after = determine_eligibility(before, "R1", Determination(eligible=False, filed_on=LATER))
        assert after.find_iep("R1-1")[1].inactivated_on == LATER

    def test_a_determination_of_eligible_ends_nothing(self):
        before = student((iep("R1-1", IEPStatus.ACTIVE),))
        after = determine_eligibility(before, "R1", Determination(eligible=True, decided_on=LATER))
        assert statuses(after) == {"R1-1": IEPStatus.ACTIVE}

    def test_drafts_stay_drafts(self):
        before = student((iep("R1-1", IEPStatus.DRAFT),))
        after = determine_eligibility(before, "R1", Determination(eligible=False, decided_on=LATER))
        assert statuses(after) == {"R1-1": IEPStatus.DRAFT}


class TestRevocationEndsThePlan:
    """EFFECT-3: Recording the revocation of services consent makes the student's active IEP inactive."""

    rule_id = "EFFECT-3"

    @pytest.mark.parametrize("referral_id", ["R1", "R2"])
    def test_the_active_iep_ends_on_whichever_referral_consent_is_revoked(self, referral_id):
        before = student((iep("R1-1", IEPStatus.ACTIVE),), ())
        after = revoke_services(before, referral_id, on=LATER)
        assert statuses(after) == {"R1-1": IEPStatus.INACTIVE}
        assert after.find_iep("R1-1")[1].inactivated_on == LATER

    def test_a_refusal_ends_it_too(self):
        before = student((iep("R1-1", IEPStatus.ACTIVE),))
        after = record_services_consent(before, "R1", ConsentStatus.REFUSED, on=LATER)
        assert statuses(after) == {"R1-1": IEPStatus.INACTIVE}

    def test_consent_given_ends_nothing(self):
        before = student((iep("R1-1", IEPStatus.ACTIVE),))
        after = record_services_consent(before, "R1", ConsentStatus.GIVEN, on=LATER)
        assert statuses(after) == {"R1-1": IEPStatus.ACTIVE}

    def test_drafts_stay_drafts(self):
        before = student((iep("R1-1", IEPStatus.DRAFT),))
        assert statuses(revoke_services(before, "R1", on=LATER)) == {"R1-1": IEPStatus.DRAFT}


class TestCorrectionIsNoRevision:
    """EFFECT-4: A correction (eCSSS "New Version") changes content of an active IEP without a new IEP, type or status; it is not a Revision."""

    rule_id = "EFFECT-4"

    def test_only_the_content_changes(self):
        before = student((iep("R1-1", IEPStatus.ACTIVE, activated_on=LATER),))
        goals = SectionContent(section=Section.ANNUAL_GOALS, body="Reads 90 words a minute.")
        after = correct_iep(before, "R1-1", [goals])
        corrected = attrs.evolve(before.find_iep("R1-1")[1], content=(goals,))
        assert list(after.ieps()) == [(after.referral("R1"), corrected)]


@pytest.mark.parametrize(
    ("rule_id", "basis"),
    [
        ("ACTIVATE-1", Basis.STATED),
        ("ACTIVATE-2", Basis.STATED),
        ("ACTIVATE-3", Basis.STATED),
        ("ACTIVATE-4", Basis.INFERRED),
        ("ACTIVATE-5", Basis.INFERRED),
        ("ACTIVATE-6", Basis.INFERRED),
        ("EFFECT-1", Basis.INFERRED),
        ("EFFECT-2", Basis.STATED),
        ("EFFECT-3", Basis.INFERRED),
        ("EFFECT-4", Basis.STATED),
    ],
)
def test_each_rule_claims_no_more_authority_than_it_has(rule_id, basis):
    assert rule(rule_id).basis is basis
