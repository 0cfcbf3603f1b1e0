"""A decision as a value: remembered, copied and told alike in every process."""

import os
import subprocess
import sys

import attrs
import pytest
from hypothesis import given

from iepcycle import (
    ECSSS,
    IEPType,
    Policy,
    decision_table,
    explain_next_iep_types,
    next_allowed_iep_types,
)
from iepcycle.decisions import Decision, Outcome, TypeDecision, Verdict, decide, decide_answers
from iepcycle.facts import answers_of, facts_of
from iepcycle.testing import referrals

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)


class TestValues:
    """A decision is a value, and what follows from its outcomes cannot be set apart from them."""

    @pytest.mark.parametrize("kind", [Outcome, Verdict, TypeDecision, Decision])
    def test_its_parts_are_given_by_name(self, kind):
        assert all(each.kw_only for each in attrs.fields(kind) if each.init)

    @pytest.mark.parametrize(
        ("kind", "fields", "derived"),
        [
            (TypeDecision, {"type": IEPType.ANNUAL, "outcomes": ()}, "refused_by"),
            (TypeDecision, {"type": IEPType.ANNUAL, "outcomes": ()}, "asked"),
            (Decision, {"facts": None, "types": (), "policy": "ecsss"}, "allowed"),
        ],
    )
    def test_what_follows_from_the_outcomes_cannot_be_set(self, kind, fields, derived):
        assert not getattr(kind(**fields), derived)
        with pytest.raises(TypeError, match="unexpected keyword"):
            kind(**fields, **{derived: ()})

    def test_it_is_shown_without_what_follows_and_without_a_set(self, entitled_referral):
        """The order of a set changes from run to run, and so would the text."""
        shown = repr(explain_next_iep_types(entitled_referral()))
        assert not any(derived in shown for derived in ("refused_by=", "asked=", "allowed="))
        assert "frozenset" not in shown


class TestMemory:
    """A decision is remembered under its policy alone."""

    def test_it_is_worked_out_once(self, entitled_referral):
        policy = Policy(name="a district")
        facts = facts_of(entitled_referral())
        decision = decide(facts, policy)
        assert decide(facts, policy) is decision
        for _ in range(2):
            assert decide_answers(answers_of(entitled_referral()), policy) is decision

    def test_equal_policies_with_other_names_remember_their_own(self, entitled_referral):
        facts = facts_of(entitled_referral())
        renamed = attrs.evolve(ECSSS, name="renamed")
        assert decide(facts, ECSSS).policy == "ecsss"
        assert decide(facts, renamed).policy == "renamed"

    def test_a_changed_policy_does_not_answer_from_the_memory_of_the_old(self, entitled_referral):
        referral = entitled_referral("initial active", "revision draft")
        policy = Policy(name="a district")
        assert next_allowed_iep_types(referral, policy=policy) == {IEPType.ANNUAL, IEPType.REVISION}
        changed = attrs.evolve(policy, draft_revision_blocks=True)
        assert next_allowed_iep_types(referral, policy=changed) == frozenset()
        assert next_allowed_iep_types(referral, policy=policy) == {IEPType.ANNUAL, IEPType.REVISION}


@given(referrals(most_ieps=3))
def test_a_decision_survives_pickling(through_pickle, referral):
    decision = explain_next_iep_types(referral, policy=ONE_DRAFT)
    again = through_pickle(decision)
    assert again == decision
    assert hash(again) == hash(decision)
    assert again.allowed == decision.allowed
    assert again.types[0].outcomes[0].rule is decision.types[0].outcomes[0].rule


TELL_THE_TABLE = """
import attrs
from iepcycle import ECSSS, decision_table
for blocks in (False, True):
    policy = attrs.evolve(ECSSS, draft_revision_blocks=blocks)
    for facts, decision in decision_table(policy=policy).items():
        print(facts, [(each.type, each.refusals) for each in decision.types])
        print(sorted(decision.allowed, key=lambda each: each.position))
"""


def test_the_table_is_the_same_under_every_hash_seed():
    told = {
        subprocess.run(
            [sys.executable, "-c", TELL_THE_TABLE],
            env=os.environ | {"PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(told) == 1
    assert len(told.pop().splitlines()) == 4 * len(decision_table())
