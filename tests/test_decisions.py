"""Which IEP may be created next: the walk of the rulebook, and what every decision keeps to."""

import attrs
import pytest
from hypothesis import given

from iepcycle import (
    ECSSS,
    IDEA,
    RULEBOOK,
    EvaluationType,
    IEPType,
    decision_table,
    explain_next_iep_types,
    next_allowed_iep_types,
)
from iepcycle.decisions import decide, name
from iepcycle.facts import facts_of, reachable_facts
from iepcycle.rules import RULEBOOK_VERSION
from iepcycle.testing import referrals

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
TABLE = decision_table()
NOTHING = frozenset()
INITIAL = frozenset({IEPType.INITIAL})
REEVALUATIONS = frozenset({IEPType.REEVALUATION_ANNUAL, IEPType.REEVALUATION_REVISION})
FOLLOWING = frozenset({IEPType.ANNUAL, IEPType.REVISION})

FIRST_REFERRAL = {
    "eligible, in Develop Plan, no IEP": ((), INITIAL),
    "Initial drafted": (("initial draft",), NOTHING),
    "Initial activated": (("initial active",), FOLLOWING),
    "Revision drafted": (("initial active", "revision draft"), FOLLOWING),
    "Revision activated": (("initial inactive", "revision active"), FOLLOWING),
    "Annual drafted, Initial still active": (("initial active", "annual draft"), NOTHING),
    "Annual drafted, Revision still active": (
        ("initial inactive", "revision active", "annual draft"),
        NOTHING,
    ),
    "Annual activated": (("initial inactive", "revision inactive", "annual active"), FOLLOWING),
    "Reevaluation activated on the next referral": (
        ("initial inactive", "revision inactive", "annual inactive"),
        NOTHING,
    ),
}
NEXT_REFERRAL = {
    "eligible, in Develop Plan, no IEP": ((), REEVALUATIONS),
    "Reevaluation/Annual drafted": (("reevaluation_annual draft",), NOTHING),
    "Reevaluation/Revision drafted": (("reevaluation_revision draft",), NOTHING),
    "Reevaluation/Annual activated": (("reevaluation_annual active",), FOLLOWING),
    "Reevaluation/Revision activated": (("reevaluation_revision active",), FOLLOWING),
    "Revision drafted": (("reevaluation_annual active", "revision draft"), FOLLOWING),
    "Annual activated": (("reevaluation_annual inactive", "annual active"), FOLLOWING),
}


class TestWalk:
    """The outline of the source, step by step (rulebook, section 4)."""

    @pytest.mark.parametrize("step", FIRST_REFERRAL)
    def test_on_the_first_referral(self, entitled_referral, step):
        steps, allowed = FIRST_REFERRAL[step]
        assert next_allowed_iep_types(entitled_referral(*steps)) == allowed

    @pytest.mark.parametrize("step", NEXT_REFERRAL)
    def test_on_the_referral_of_the_reevaluation(self, entitled_referral, step):
        steps, allowed = NEXT_REFERRAL[step]
        referral = entitled_referral(*steps, evaluation_type=EvaluationType.REEVALUATION)
        assert next_allowed_iep_types(referral) == allowed

    @pytest.mark.parametrize("steps", [("initial active",), ("reevaluation_revision active",)])
    def test_under_one_draft_at_a_time_a_drafted_revision_stops_the_walk(
        self, entitled_referral, steps
    ):
        assert next_allowed_iep_types(entitled_referral(*steps), policy=ONE_DRAFT) == FOLLOWING
        drafted = entitled_referral(*steps, "revision draft")
        assert next_allowed_iep_types(drafted, policy=ONE_DRAFT) == NOTHING


class TestAnswer:
    """The answer is a projection of the explanation."""

    @given(referrals())
    def test_the_answer_is_what_the_explanation_allows(self, referral):
        for policy in (ECSSS, ONE_DRAFT):
            decision = explain_next_iep_types(referral, policy=policy)
            answer = next_allowed_iep_types(referral, policy=policy)
            assert answer == decision.allowed
            assert answer == {each.type for each in decision.types if not each.refused_by}

    @given(referrals())
    def test_naming_the_ieps_changes_the_words_and_nothing_else(self, referral):
        told = explain_next_iep_types(referral)
        unnamed = decide(facts_of(referral))
        assert told.facts == unnamed.facts
        assert [each.refused_by for each in told.types] == [
            each.refused_by for each in unnamed.types
        ]

    @given(referrals())
    def test_the_same_question_gets_the_same_answer(self, referral):
        fresh = attrs.evolve(ECSSS)
        assert explain_next_iep_types(referral) == explain_next_iep_types(referral)
        assert explain_next_iep_types(referral) == explain_next_iep_types(referral, policy=fresh)
        assert next_allowed_iep_types(referral) is next_allowed_iep_types(referral)

    def test_the_answer_is_a_frozenset(self, entitled_referral):
        assert type(next_allowed_iep_types(entitled_referral())) is frozenset


class TestExplanation:
    """The explanation holds every type and every rule that applies, satisfied or not."""

    @given(referrals())
    def test_every_type_stands_in_canonical_order(self, referral):
        decision = explain_next_iep_types(referral)
        assert [each.type for each in decision.types] == list(IEPType)
        assert all(decision.type(iep_type).type is iep_type for iep_type in IEPType)

    @given(referrals())
    def test_every_rule_that_applies_and_is_in_force_has_its_say(self, referral):
        for policy in (ECSSS, ONE_DRAFT):
            for each in explain_next_iep_types(referral, policy=policy).types:
                assert [outcome.rule for outcome in each.outcomes] == [
                    rule
                    for rule in RULEBOOK
                    if rule.family in {"GATE", "TYPE"}
                    and each.type in rule.applies_to
                    and rule.in_force(policy)
                ]

    @given(referrals())
    def test_a_type_is_refused_by_the_rules_that_are_not_satisfied(self, referral):
        for each in explain_next_iep_types(referral).types:
            refusing = [outcome for outcome in each.outcomes if not outcome.satisfied]
            assert each.asked == tuple(outcome.rule.id for outcome in each.outcomes)
            assert each.refused_by == tuple(outcome.rule.id for outcome in refusing)
            assert each.allowed is (not refusing)
            assert each.refusals == " ".join(
                f"{outcome.rule.id}: {outcome.reason}" for outcome in refusing
            )

    def test_every_reason_is_a_sentence_with_its_names_filled_in(self):
        for decision in decision_table(policy=ONE_DRAFT).values():
            for each in decision.types:
                for outcome in each.outcomes:
                    assert outcome.reason[0].isupper()
                    assert outcome.reason.endswith(".")
                    assert "{" not in outcome.reason

    def test_it_names_the_policy_and_the_version_of_the_rulebook(self, entitled_referral):
        decision = explain_next_iep_types(entitled_referral(), policy=IDEA)
        assert decision.policy == "idea"
        assert decision.rulebook_version == RULEBOOK_VERSION

    def test_a_reason_names_the_last_of_several_ieps(self, entitled_referral):
        referral = entitled_referral("initial active", "annual draft", "annual draft")
        assert explain_next_iep_types(referral).type(IEPType.ANNUAL).refusals == (
            "TYPE-5: The Annual IEP R1-3 is still a draft; it must be activated first."
        )

    def test_an_id_with_braces_is_told_to_the_letter(self, entitled_referral):
        referral = entitled_referral("initial draft", id="{first}")
        assert "the Initial IEP {first}-1;" in explain_next_iep_types(referral).types[0].refusals

    def test_nothing_has_no_name(self):
        assert name(()) == ""


class TestUnnamed:
    """A decision on facts alone speaks of IEPs that it cannot name."""

    @pytest.mark.parametrize(
        ("steps", "iep_type", "refusals"),
        [
            (
                ("annual inactive",),
                IEPType.REVISION,
                "TYPE-4: No IEP of the referral is active.",
            ),
            (
                ("initial active", "annual draft"),
                IEPType.REVISION,
                "TYPE-5: An IEP is still a draft; it must be activated first.",
            ),
            (
                ("initial active", "revision draft"),
                IEPType.ANNUAL,
                "TYPE-6: A Revision IEP is still a draft, and this policy takes one draft at a time.",
            ),
            (
                ("initial active",),
                IEPType.INITIAL,
                (
                    "TYPE-3: The referral already holds an earlier IEP; "
                    "only the first IEP of a referral opens it."
                ),
            ),
        ],
    )
    def test_it_says_an_iep_where_it_cannot_name_it(
        self, entitled_referral, steps, iep_type, refusals
    ):
        facts = facts_of(entitled_referral(*steps))
        assert decide(facts, ONE_DRAFT).type(iep_type).refusals == refusals


class TestTable:
    """The decision table is every reachable case with its decision."""

    def test_it_holds_every_reachable_case_in_canonical_order(self):
        assert list(TABLE) == list(reachable_facts())
        assert all(decision.facts == facts for facts, decision in TABLE.items())

    def test_few_cases_allow_anything(self):
        allowing = [each.allowed for each in TABLE.values() if each.allowed]
        assert len(allowing) == 24
        assert set(allowing) == {INITIAL, REEVALUATIONS, FOLLOWING}

    def test_it_cannot_be_changed(self):
        with pytest.raises(TypeError):
            TABLE[next(iter(TABLE))] = None

    @given(referrals())
    def test_it_answers_as_the_function_does(self, referral):
        assert TABLE[facts_of(referral)].allowed == next_allowed_iep_types(referral)
