"""Which IEP may be created next: each GATE and TYPE rule on its own.

A class opens with the id and the statement of its rule; ``rule_id`` links the two.
"""

from datetime import date

import attrs
import pytest

from iepcycle import (
    ECSSS,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPType,
    ServicesConsent,
    Stage,
    explain_next_iep_types,
)

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
ONGOING = ("initial active",)
REEVALUATIONS = ["reevaluation_annual", "reevaluation_revision"]
OPENING = ["initial", *REEVALUATIONS]
FOLLOWING = ["annual", "revision"]
EVERY_TYPE = [iep_type.value for iep_type in IEPType]

every_type = pytest.mark.parametrize("iep_type", EVERY_TYPE)
opening_types = pytest.mark.parametrize("iep_type", OPENING)
following_types = pytest.mark.parametrize("iep_type", FOLLOWING)
reevaluation_types = pytest.mark.parametrize("iep_type", REEVALUATIONS)


class RuleTest:
    """What the tests of one rule ask of the decision."""

    rule_id: str

    def outcomes(self, referral, policy=ECSSS):
        """Return what the rule says, by type; a type to which it does not apply is absent."""
        return {
            decision.type.value: outcome
            for decision in explain_next_iep_types(referral, policy=policy).types
            for outcome in decision.outcomes
            if outcome.rule.id == self.rule_id
        }

    def refuses(self, referral, iep_type, policy=ECSSS):
        """Say whether the rule refuses the type."""
        return not self.outcomes(referral, policy)[iep_type].satisfied

    def reason(self, referral, iep_type, policy=ECSSS):
        """Return why, in words."""
        return self.outcomes(referral, policy)[iep_type].reason


class TestDevelopPlanReached(RuleTest):
    """GATE-1: The referral has reached the Develop Plan stage."""

    rule_id = "GATE-1"

    @every_type
    @pytest.mark.parametrize("stage", [Stage.EXPRESS_CONCERN, Stage.DEFINE_NEEDS])
    def test_before_develop_plan_every_type_is_refused(self, entitled_referral, iep_type, stage):
        assert self.refuses(entitled_referral(stage=stage), iep_type)

    @every_type
    @pytest.mark.parametrize("stage", [Stage.DEVELOP_PLAN, Stage.IMPLEMENT_PLAN])
    def test_from_develop_plan_on_no_type_is_refused(self, entitled_referral, iep_type, stage):
        assert not self.refuses(entitled_referral(stage=stage), iep_type)

    def test_the_reason_names_the_stage(self, entitled_referral):
        referral = entitled_referral(stage=Stage.DEFINE_NEEDS)
        assert self.reason(referral, "initial") == (
            "The referral is still in the Define Needs stage; it must reach Develop Plan first."
        )
        assert self.reason(entitled_referral(), "initial") == (
            "The referral is in the Develop Plan stage."
        )


def evaluated(determination, **changes):
    return Evaluation(type=EvaluationType.INITIAL, determination=determination, **changes)


class TestEligibleForIdea(RuleTest):
    """GATE-2: The determination on file finds the student eligible for IDEA services."""

    rule_id = "GATE-2"

    @every_type
    @pytest.mark.parametrize(
        ("evaluation", "reason"),
        [
            (None, "No determination of eligibility is on file for the referral."),
            (evaluated(None), "No determination of eligibility is on file for the referral."),
            (
                evaluated(Determination(eligible=False)),
                "The determination on file finds the student not eligible for IDEA services.",
            ),
        ],
    )
    def test_a_student_who_was_not_found_eligible_gets_no_iep(
        self, entitled_referral, iep_type, evaluation, reason
    ):
        referral = entitled_referral(evaluation=evaluation)
        assert self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == reason

    @every_type
    def test_an_eligible_student_may_get_any_type(self, entitled_referral, iep_type):
        assert not self.refuses(entitled_referral(), iep_type)
        assert self.reason(entitled_referral(), iep_type) == (
            "The determination on file finds the student eligible for IDEA services."
        )


class TestServicesNotDeclined(RuleTest):
    """GATE-3: Consent for services has not been refused and not been revoked.

    (No consent form on record does not block.)
    """

    rule_id = "GATE-3"

    @every_type
    @pytest.mark.parametrize("status", [ConsentStatus.REFUSED, ConsentStatus.REVOKED])
    def test_a_parent_who_declined_services_gets_no_iep(self, entitled_referral, iep_type, status):
        referral = entitled_referral(services_consent=ServicesConsent(status=status))
        assert self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            f"The parent has {status.value} consent for services."
        )

    @every_type
    @pytest.mark.parametrize("consent", [None, ServicesConsent(status=ConsentStatus.GIVEN)])
    def test_consent_that_is_given_or_not_recorded_blocks_no_type(
        self, entitled_referral, iep_type, consent
    ):
        referral = entitled_referral(services_consent=consent)
        assert not self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            "Consent for services has not been refused or revoked."
        )


class TestEvaluationNotWithdrawn(RuleTest):
    """GATE-4: The evaluation has not been withdrawn."""

    rule_id = "GATE-4"

    @every_type
    def test_a_withdrawn_evaluation_blocks_every_type(self, entitled_referral, iep_type):
        evaluation = evaluated(Determination(eligible=True), withdrawn_on=date(2024, 9, 3))
        referral = entitled_referral(evaluation=evaluation)
        assert self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == "The evaluation has been withdrawn."

    @every_type
    @pytest.mark.parametrize("evaluation", [None, evaluated(None)])
    def test_an_evaluation_that_is_not_withdrawn_blocks_no_type(
        self, entitled_referral, iep_type, evaluation
    ):
        referral = entitled_referral(evaluation=evaluation)
        assert not self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == "The evaluation has not been withdrawn."


class TestInitialFollowsInitialEvaluation(RuleTest):
    """TYPE-1: The evaluation is an initial evaluation."""

    rule_id = "TYPE-1"

    def test_it_is_asked_for_an_initial_iep_only(self, entitled_referral):
        assert list(self.outcomes(entitled_referral())) == ["initial"]

    def test_an_initial_iep_follows_an_initial_evaluation(self, entitled_referral):
        assert not self.refuses(entitled_referral(), "initial")
        assert self.reason(entitled_referral(), "initial") == (
            "The evaluation is an initial evaluation."
        )

    def test_an_initial_iep_cannot_be_created_for_a_reevaluation(self, entitled_referral):
        referral = entitled_referral(evaluation_type=EvaluationType.REEVALUATION)
        assert self.refuses(referral, "initial")
        assert self.reason(referral, "initial") == (
            "The evaluation is a reevaluation; an Initial IEP cannot be created for it."
        )

    def test_an_initial_iep_needs_an_evaluation(self, entitled_referral):
        assert self.refuses(entitled_referral(evaluation=None), "initial")
        assert self.reason(entitled_referral(evaluation=None), "initial") == (
            "The referral has no evaluation."
        )


class TestReevaluationFollowsReevaluation(RuleTest):
    """TYPE-2: The Evaluation Worksheet sets the evaluation type to Reevaluation."""

    rule_id = "TYPE-2"

    def test_it_is_asked_for_the_reevaluations_only(self, entitled_referral):
        assert list(self.outcomes(entitled_referral())) == REEVALUATIONS

    @reevaluation_types
    def test_a_reevaluation_iep_follows_a_reevaluation(self, entitled_referral, iep_type):
        referral = entitled_referral(evaluation_type=EvaluationType.REEVALUATION)
        assert not self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            "The Evaluation Worksheet sets the evaluation type to Reevaluation."
        )

    @reevaluation_types
    def test_a_reevaluation_iep_cannot_be_created_for_an_initial_evaluation(
        self, entitled_referral, iep_type
    ):
        assert self.refuses(entitled_referral(), iep_type)
        assert self.reason(entitled_referral(), iep_type) == (
            "The evaluation is an initial evaluation; a Reevaluation IEP follows a reevaluation."
        )

    @reevaluation_types
    def test_a_reevaluation_iep_needs_an_evaluation(self, entitled_referral, iep_type):
        assert self.refuses(entitled_referral(evaluation=None), iep_type)
        assert self.reason(entitled_referral(evaluation=None), iep_type) == (
            "The referral has no evaluation."
        )


class TestOpensTheReferral(RuleTest):
    """TYPE-3: The referral holds no IEP yet: an opening IEP is the first of its referral."""

    rule_id = "TYPE-3"

    def test_it_is_asked_for_the_opening_types_only(self, entitled_referral):
        assert list(self.outcomes(entitled_referral())) == OPENING

    @opening_types
    def test_an_opening_iep_is_the_first_of_its_referral(self, entitled_referral, iep_type):
        assert not self.refuses(entitled_referral(), iep_type)
        assert self.reason(entitled_referral(), iep_type) == "The referral holds no IEP yet."

    @opening_types
    @pytest.mark.parametrize("status", ["draft", "active", "inactive"])
    @pytest.mark.parametrize("first", EVERY_TYPE)
    def test_no_opening_iep_follows_another_iep(self, entitled_referral, iep_type, first, status):
        referral = entitled_referral(f"{first} {status}", "annual draft")
        assert self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            f"The referral already holds the {IEPType(first).label} R1-1; "
            "only the first IEP of a referral opens it."
        )


class TestNeedsActiveIEP(RuleTest):
    """TYPE-4: An IEP of the referral is active, in a chain opened by an Initial or Reevaluation IEP."""

    rule_id = "TYPE-4"

    def test_it_is_asked_for_annual_and_revision_only(self, entitled_referral):
        assert list(self.outcomes(entitled_referral())) == FOLLOWING

    @following_types
    @pytest.mark.parametrize("first", OPENING)
    def test_an_active_opening_iep_can_be_followed(self, entitled_referral, iep_type, first):
        assert not self.refuses(entitled_referral(f"{first} active"), iep_type)

    @following_types
    @pytest.mark.parametrize("active", FOLLOWING)
    def test_the_active_iep_may_itself_be_an_annual_or_a_revision(
        self, entitled_referral, iep_type, active
    ):
        """Interpretation I-1: the chain must have been opened by one, and some IEP must be active."""
        referral = entitled_referral("initial inactive", f"{active} active")
        assert not self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            f"The {IEPType(active).label} R1-2 is active, and the Initial IEP R1-1 opened the referral."
        )

    @following_types
    @pytest.mark.parametrize("steps", [(), ("initial draft",), ("initial inactive",)])
    def test_without_an_active_iep_nothing_follows(self, entitled_referral, iep_type, steps):
        assert self.refuses(entitled_referral(*steps), iep_type)
        assert self.reason(entitled_referral(*steps), iep_type) == (
            "No IEP of the referral is active."
        )

    @following_types
    @pytest.mark.parametrize("first", FOLLOWING)
    def test_in_a_chain_that_was_not_opened_nothing_follows(
        self, entitled_referral, iep_type, first
    ):
        referral = entitled_referral(f"{first} inactive", "initial active")
        assert self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            f"The referral was opened by the {IEPType(first).label} R1-1, "
            "not by an Initial or Reevaluation IEP."
        )


class TestActivateBeforeNext(RuleTest):
    """TYPE-5: No Initial, Annual or Reevaluation IEP of the referral is still a draft."""

    rule_id = "TYPE-5"

    def test_it_is_asked_for_annual_and_revision_only(self, entitled_referral):
        assert list(self.outcomes(entitled_referral())) == FOLLOWING

    @following_types
    @pytest.mark.parametrize("draft", [*OPENING, "annual"])
    def test_a_draft_of_these_types_must_be_activated_first(
        self, entitled_referral, iep_type, draft
    ):
        referral = entitled_referral("initial active", f"{draft} draft", "revision active")
        assert self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            f"The {IEPType(draft).label} R1-2 is still a draft; it must be activated first."
        )

    @following_types
    @pytest.mark.parametrize("step", ["annual active", "annual inactive", "revision draft"])
    def test_nothing_else_must_be_activated_first(self, entitled_referral, iep_type, step):
        referral = entitled_referral("initial active", step)
        assert not self.refuses(referral, iep_type)
        assert self.reason(referral, iep_type) == (
            "No Initial, Annual or Reevaluation IEP of the referral is still a draft."
        )


class TestOneDraftRevision(RuleTest):
    """TYPE-6: No Revision is still a draft.

    Applies only under a policy with `draft_revision_blocks=True`; the default is `False`.
    """

    rule_id = "TYPE-6"

    def test_it_is_not_asked_by_default(self, entitled_referral):
        """Interpretation I-2: the outline attaches its remark to no Revision line."""
        assert self.outcomes(entitled_referral(*ONGOING, "revision draft")) == {}

    def test_under_the_policy_it_is_asked_for_annual_and_revision_only(self, entitled_referral):
        assert list(self.outcomes(entitled_referral(), ONE_DRAFT)) == FOLLOWING

    @following_types
    def test_under_the_policy_a_draft_revision_blocks(self, entitled_referral, iep_type):
        referral = entitled_referral(*ONGOING, "revision draft", "revision active")
        assert self.refuses(referral, iep_type, ONE_DRAFT)
        assert self.reason(referral, iep_type, ONE_DRAFT) == (
            "The Revision IEP R1-2 is still a draft, and this policy takes one draft at a time."
        )

    @following_types
    @pytest.mark.parametrize("step", ["annual draft", "revision active", "revision inactive"])
    def test_nothing_but_a_draft_revision_blocks(self, entitled_referral, iep_type, step):
        referral = entitled_referral(*ONGOING, step)
        assert not self.refuses(referral, iep_type, ONE_DRAFT)
        assert self.reason(referral, iep_type, ONE_DRAFT) == (
            "No Revision of the referral is still a draft."
        )
