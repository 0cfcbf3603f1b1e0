"""The finite questions that rules may ask of a referral."""

import itertools
import pickle
import subprocess
import sys
from datetime import date

import attrs
import pytest
from hypothesis import given

from iepcycle import ConsentStatus, Determination, Evaluation, EvaluationType, Referral, Stage
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.facts import (
    FACT_NAMES,
    FACT_VALUES,
    Chain,
    Facts,
    answers_of,
    facts_of,
    from_answers,
    reachable_facts,
    words,
)
from iepcycle.records import ServicesConsent
from iepcycle.testing import referrals

REACHABLE = tuple(reachable_facts())
FOLLOWING = ["annual", "revision"]
OPENING = ["initial", "reevaluation_annual", "reevaluation_revision"]
TYPES = [*OPENING, *FOLLOWING]
PICKLE = """
import pickle, sys
from iepcycle.facts import reachable_facts
facts = next(reachable_facts())
hash(facts)
sys.stdout.buffer.write(pickle.dumps(facts))
"""


def test_a_bare_referral_has_nothing_but_its_stage():
    assert facts_of(Referral(id="R1", stage=Stage.DEFINE_NEEDS)) == Facts(
        stage=Stage.DEFINE_NEEDS,
        evaluation_type=None,
        evaluation_withdrawn=False,
        eligible=None,
        services_consent=None,
        chain=Chain.EMPTY,
        has_active_iep=False,
        has_unactivated_iep=False,
        has_draft_revision=False,
    )


@pytest.mark.parametrize("stage", Stage)
def test_the_stage_is_that_of_the_referral(stage):
    assert facts_of(Referral(id="R1", stage=stage)).stage is stage


@pytest.mark.parametrize("evaluation_type", EvaluationType)
def test_the_evaluation_type_is_that_of_the_worksheet(entitled_referral, evaluation_type):
    referral = entitled_referral(evaluation_type=evaluation_type)
    assert facts_of(referral).evaluation_type is evaluation_type


@pytest.mark.parametrize("eligible", [False, True])
def test_eligible_is_what_the_determination_says(entitled_referral, eligible):
    evaluation = Evaluation(
        type=EvaluationType.INITIAL, determination=Determination(eligible=eligible)
    )
    assert facts_of(entitled_referral(evaluation=evaluation)).eligible is eligible


def test_without_a_determination_eligibility_is_not_known(entitled_referral):
    evaluation = Evaluation(type=EvaluationType.INITIAL)
    assert facts_of(entitled_referral(evaluation=evaluation)).eligible is None


@pytest.mark.parametrize("withdrawn_on", [date(2024, 9, 3), *sorted(PLACEHOLDER_DATES)])
def test_a_placeholder_does_not_withdraw_an_evaluation(entitled_referral, withdrawn_on):
    evaluation = Evaluation(type=EvaluationType.INITIAL, withdrawn_on=withdrawn_on)
    withdrawn = facts_of(entitled_referral(evaluation=evaluation)).evaluation_withdrawn
    assert withdrawn is (withdrawn_on not in PLACEHOLDER_DATES)


@pytest.mark.parametrize("status", ConsentStatus)
def test_the_services_consent_is_its_status(entitled_referral, status):
    referral = entitled_referral(services_consent=ServicesConsent(status=status))
    assert facts_of(referral).services_consent is status


@pytest.mark.parametrize("status", ["draft", "active", "inactive"])
@pytest.mark.parametrize("later", TYPES)
@pytest.mark.parametrize("first", TYPES)
def test_the_first_iep_alone_opens_the_chain(entitled_referral, first, later, status):
    referral = entitled_referral(f"{first} {status}", f"{later} draft")
    assert facts_of(referral).chain is (Chain.OPENED if first in OPENING else Chain.UNOPENED)


@pytest.mark.parametrize("iep_type", TYPES)
@pytest.mark.parametrize("steps", [("{} {}",), ("initial inactive", "{} {}", "annual inactive")])
@pytest.mark.parametrize("status", ["draft", "active", "inactive"])
def test_an_iep_counts_by_status_and_type_wherever_it_stands(
    entitled_referral, steps, iep_type, status
):
    facts = facts_of(entitled_referral(*(step.format(iep_type, status) for step in steps)))
    assert facts.has_active_iep is (status == "active")
    assert facts.has_unactivated_iep is (status == "draft" and iep_type != "revision")
    assert facts.has_draft_revision is (status == "draft" and iep_type == "revision")


class TestReachable:
    """Every case there is can be listed."""

    def test_there_are_so_many_and_no_two_alike(self):
        assert len(REACHABLE) == len(set(REACHABLE)) == 3_536

    def test_they_stand_in_canonical_order(self):
        def position(facts):
            return [FACT_VALUES[name].index(getattr(facts, name)) for name in FACT_NAMES]

        assert sorted(REACHABLE, key=position) == list(REACHABLE)

    def test_each_is_the_facts_of_some_referral(self, referral_with):
        for facts in REACHABLE:
            assert facts_of(referral_with(facts)) == facts

    @given(referrals())
    def test_the_facts_of_any_referral_are_among_them(self, referral):
        assert facts_of(referral) in frozenset(REACHABLE)

    def test_nothing_else_could_stand_together(self):
        """Without an evaluation nothing is withdrawn or determined, without an IEP none has a status."""
        everything = itertools.product(*FACT_VALUES.values())
        left_out = {from_answers(answers) for answers in everything} - set(REACHABLE)
        assert left_out
        for facts in left_out:
            determined = facts.evaluation_withdrawn or facts.eligible is not None
            has_iep = facts.has_active_iep or facts.has_unactivated_iep or facts.has_draft_revision
            assert (facts.evaluation_type is None and determined) or (
                facts.chain is Chain.EMPTY and has_iep
            )


class TestValue:
    """Facts are a key under which a decision is remembered."""

    def test_every_fact_has_its_values(self):
        assert list(FACT_VALUES) == list(FACT_NAMES) == [each.name for each in attrs.fields(Facts)]

    @given(referrals())
    def test_the_answers_are_the_facts_in_canonical_order(self, referral):
        answers = answers_of(referral)
        assert answers == tuple(getattr(facts_of(referral), name) for name in FACT_NAMES)
        assert from_answers(answers) == facts_of(referral)

    def test_facts_are_given_by_name(self):
        with pytest.raises(TypeError):
            Facts(*answers_of(Referral(id="R1", stage=Stage.DEFINE_NEEDS)))

    def test_answers_must_be_complete(self):
        with pytest.raises(ValueError, match="shorter"):
            from_answers((Stage.DEVELOP_PLAN,))

    def test_facts_survive_pickling(self, through_pickle):
        again = through_pickle(REACHABLE[-1])
        assert again == REACHABLE[-1]
        assert hash(again) == hash(REACHABLE[-1])

    def test_facts_that_were_pickled_by_another_process_are_found_here(self):
        """A hash that was worked out there is worth nothing here."""
        told = subprocess.run([sys.executable, "-c", PICKLE], capture_output=True, check=True)
        assert pickle.loads(told.stdout) in frozenset(REACHABLE)  # noqa: S301 -- pickled above


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "none"),
        (True, "yes"),
        (False, "no"),
        (Stage.DEVELOP_PLAN, "develop_plan"),
        (Chain.UNOPENED, "unopened"),
    ],
)
def test_the_value_of_a_fact_in_words(value, text):
    assert words(value) == text
