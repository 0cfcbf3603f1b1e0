"""The rules of the next IEP said a second time, in another way, and compared with the first.

Here a referral is spelled out as one line of text, and a type is allowed if the line is a sentence of that type's grammar.
There are no facts, no rules and no flags: the grammar is the outline of the source as it would be written on paper.
"""

import itertools
import re

import attrs
import pytest
from hypothesis import given

from iepcycle import (
    ECSSS,
    IEP,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Stage,
    decision_table,
    next_allowed_iep_types,
)
from iepcycle.testing import referrals

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
OPENING_IEP = IEP(
    id="longer than any id that is drawn", type=IEPType.INITIAL, status=IEPStatus.ACTIVE
)
both_policies = pytest.mark.parametrize("policy", [ECSSS, ONE_DRAFT], ids=lambda each: each.name)

ENTITLED = r"(develop_plan|implement_plan) (initial|reevaluation) eligible (silent|given):"
OPENED = r" (initial|reevaluation_annual|reevaluation_revision)=(active|inactive)"
SETTLED = r" \w+=(active|inactive)"
SOMETHING_IN_FORCE = r"(?=.*=active)"
FOLLOWING = {
    False: rf"{ENTITLED}{SOMETHING_IN_FORCE}{OPENED}({SETTLED}| revision=draft)*",
    True: rf"{ENTITLED}{SOMETHING_IN_FORCE}{OPENED}({SETTLED})*",
}


def grammar(policy):
    """Return what each type of IEP may follow, as the outline writes it."""
    following = FOLLOWING[policy.draft_revision_blocks]
    reevaluated = ENTITLED.replace("(initial|reevaluation)", "reevaluation")
    return {
        "initial": ENTITLED.replace("(initial|reevaluation)", "initial"),
        "annual": following,
        "revision": following,
        "reevaluation_annual": reevaluated,
        "reevaluation_revision": reevaluated,
    }


def spelled_out(referral):
    """Return the referral as a line: ``develop_plan initial eligible given: initial=active``."""
    consent = referral.services_consent
    told = [referral.stage.value, *evaluation_of(referral)]
    told.append("silent" if consent is None else consent.status.value)
    ieps = [f" {iep.type.value}={iep.status.value}" for iep in referral.ieps]
    return " ".join(told) + ":" + "".join(ieps)


def evaluation_of(referral):
    evaluation = referral.evaluation
    if evaluation is None:
        return
    yield evaluation.type.value
    if evaluation.withdrawn:
        yield "withdrawn"
    if evaluation.determination is not None:
        yield "eligible" if evaluation.determination.eligible else "not_eligible"


def allowed_by_grammar(referral, policy):
    line = spelled_out(referral)
    return {
        IEPType(iep_type)
        for iep_type, sentence in grammar(policy).items()
        if re.fullmatch(sentence, line)
    }


@both_policies
def test_both_formulations_agree_on_every_reachable_case(policy, referral_with):
    cases = decision_table(policy=policy)
    assert len(cases) == 3_536
    for facts, decision in cases.items():
        referral = referral_with(facts)
        allowed = allowed_by_grammar(referral, policy)
        assert next_allowed_iep_types(referral, policy=policy) == allowed, spelled_out(referral)
        assert decision.allowed == allowed, spelled_out(referral)


@both_policies
def test_both_formulations_agree_on_every_short_history(policy, entitled_referral):
    every_iep = [f"{each.value} {status.value}" for each in IEPType for status in IEPStatus]
    for length in range(4):
        for steps in itertools.product(every_iep, repeat=length):
            referral = entitled_referral(*steps)
            assert next_allowed_iep_types(referral, policy=policy) == allowed_by_grammar(
                referral, policy
            ), spelled_out(referral)


@both_policies
@given(referral=referrals())
def test_both_formulations_agree_on_any_history(policy, referral):
    assert next_allowed_iep_types(referral, policy=policy) == allowed_by_grammar(referral, policy)


@both_policies
@given(referral=referrals())
def test_both_formulations_agree_on_any_history_past_the_gates(policy, referral):
    entitled = attrs.evolve(
        referral,
        stage=Stage.DEVELOP_PLAN,
        services_consent=None,
        evaluation=Evaluation(
            type=EvaluationType.INITIAL, determination=Determination(eligible=True)
        ),
        ieps=(OPENING_IEP, *referral.ieps),
    )
    assert next_allowed_iep_types(entitled, policy=policy) == allowed_by_grammar(entitled, policy)
