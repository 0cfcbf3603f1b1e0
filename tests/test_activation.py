"""Whether a draft may be activated: finite facts, every rule, one remembered decision."""

import itertools
from datetime import date

import attrs
import pytest
from hypothesis import given

from iepcycle import (
    ECSSS,
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    InvalidRecordError,
    Policy,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    explain_activation,
)
from iepcycle.activation import ActivationFacts, activation_facts_of, decide_activation
from iepcycle.policy import OPTIONAL_PREREQUISITES
from iepcycle.rules import RULEBOOK_VERSION
from iepcycle.rules.activation import ACTIVATIONS
from iepcycle.testing import student_records

BOTH = (False, True)
NOTICE = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE)
MEETING = Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP)
ELIGIBLE = Determination(eligible=True)
NOT_ELIGIBLE = Determination(eligible=False)


def every_facts():
    """Yield every combination of facts that can be written down."""
    for answers in itertools.product(
        IEPType,
        IEPStatus,
        BOTH,
        BOTH,
        BOTH,
        (None, False, True),
        (None, *ConsentStatus),
        BOTH,
        BOTH,
    ):
        yield ActivationFacts(**dict(zip(attrs.fields_dict(ActivationFacts), answers, strict=True)))


def every_choice_of_prerequisites():
    """Return every set of the optional prerequisites, the empty one first."""
    return [
        frozenset(chosen)
        for size in range(len(OPTIONAL_PREREQUISITES) + 1)
        for chosen in itertools.combinations(OPTIONAL_PREREQUISITES, size)
    ]


def refusals_by_hand(facts, prerequisites):
    """Tell by which rules the activation is refused, as a person would go through a form."""
    refused = []
    if facts.status.value in ("active", "inactive"):
        refused.append("ACTIVATE-1")
    if "ACTIVATE-2" in prerequisites and not facts.care_coordinator_assigned:
        refused.append("ACTIVATE-2")
    if "ACTIVATE-3" in prerequisites and not facts.has_prior_written_notice:
        refused.append("ACTIVATE-3")
    if "ACTIVATE-4" in prerequisites and facts.type.value != "revision":  # noqa: SIM102 -- one question a line
        if not facts.has_iep_conference:
            refused.append("ACTIVATE-4")
    consent = facts.services_consent.value if facts.services_consent else "no form"
    if "ACTIVATE-5" in prerequisites and facts.type.value == "initial" and consent != "given":
        refused.append("ACTIVATE-5")
    if (
        facts.eligible in (None, False)
        or consent in ("refused", "revoked")
        or facts.evaluation_withdrawn
        or facts.latest_not_eligible
    ):
        refused.append("ACTIVATE-6")
    return tuple(refused)


@pytest.mark.parametrize(
    "prerequisites",
    every_choice_of_prerequisites(),
    ids=lambda chosen: "+".join(sorted(chosen)) or "none",
)
def test_every_decision_equals_the_one_made_by_hand(prerequisites):
    policy = Policy(name="as chosen", activation_prerequisites=prerequisites)
    for facts in every_facts():
        decision = decide_activation(facts, policy)
        by_hand = refusals_by_hand(facts, prerequisites)
        assert decision.refused_by == by_hand, facts
        assert decision.allowed is (not by_hand)


def test_a_decision_is_worked_out_once_and_remembered():
    policy = Policy(name="fresh")
    facts = next(every_facts())
    assert decide_activation(facts, policy) is decide_activation(facts, policy)


def test_a_decision_names_the_policy_and_the_version_of_the_rulebook():
    decision = decide_activation(next(every_facts()), Policy(name="of the district"))
    assert decision.policy == "of the district"
    assert decision.rulebook_version == RULEBOOK_VERSION


def test_every_rule_that_applies_is_told_in_canonical_order():
    facts = attrs.evolve(next(every_facts()), type=IEPType.INITIAL)
    told = [outcome.rule for outcome in decide_activation(facts).outcomes]
    assert told == list(ACTIVATIONS)


@given(student_records())
def test_the_explanation_is_the_decision_on_the_facts_told_with_the_id(student):
    for referral, iep in student.ieps():
        explained = explain_activation(student, iep.id)
        decided = decide_activation(activation_facts_of(student, referral, iep))
        assert explained.facts == decided.facts
        assert [(each.rule, each.satisfied) for each in explained.outcomes] == [
            (each.rule, each.satisfied) for each in decided.outcomes
        ]


@given(student_records())
def test_every_reason_is_a_whole_sentence(student):
    for _, iep in student.ieps():
        for outcome in explain_activation(student, iep.id).outcomes:
            assert outcome.reason[:1].isupper()
            assert outcome.reason.endswith(".")


def student_with(iep, **fields):
    """Return a student with the IEP on a referral that has the fields."""
    referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(iep,), **fields)
    return StudentRecord(id="S-1", referrals=(referral,))


def facts_in(student):
    """Return the facts of the student's first IEP."""
    referral, iep = next(student.ieps())
    return activation_facts_of(student, referral, iep)


def test_an_iep_on_a_bare_referral_has_nothing_to_show():
    assert facts_in(student_with(IEP(id="R1-1", type=IEPType.ANNUAL))) == ActivationFacts(
        type=IEPType.ANNUAL,
        status=IEPStatus.DRAFT,
        care_coordinator_assigned=False,
        has_prior_written_notice=False,
        has_iep_conference=False,
        eligible=None,
        services_consent=None,
        evaluation_withdrawn=False,
        latest_not_eligible=False,
    )


def test_what_is_recorded_of_the_iep_is_read():
    iep = IEP(
        id="R1-1",
        type=IEPType.INITIAL,
        status=IEPStatus.INACTIVE,
        care_coordinator_assigned=True,
        procedures=(MEETING, NOTICE),
    )
    facts = facts_in(student_with(iep))
    assert facts.type is IEPType.INITIAL
    assert facts.status is IEPStatus.INACTIVE
    assert facts.care_coordinator_assigned
    assert facts.has_prior_written_notice
    assert facts.has_iep_conference


@pytest.mark.parametrize("purpose", [None, *ConferencePurpose])
def test_only_a_conference_with_purpose_iep_counts(purpose):
    meeting = Procedure(kind=ProcedureKind.CONFERENCE, purpose=purpose)
    facts = facts_in(student_with(IEP(id="R1-1", type=IEPType.INITIAL, procedures=(meeting,))))
    assert facts.has_iep_conference is (purpose is ConferencePurpose.IEP)


@pytest.mark.parametrize("eligible", BOTH)
def test_the_determination_of_the_referral_is_read(eligible):
    evaluation = Evaluation(
        type=EvaluationType.INITIAL, determination=Determination(eligible=eligible)
    )
    facts = facts_in(student_with(IEP(id="R1-1", type=IEPType.INITIAL), evaluation=evaluation))
    assert facts.eligible is eligible
    assert facts.latest_not_eligible is not eligible


@pytest.mark.parametrize("status", ConsentStatus)
def test_the_consent_of_the_referral_is_read(status):
    facts = facts_in(
        student_with(
            IEP(id="R1-1", type=IEPType.INITIAL), services_consent=ServicesConsent(status=status)
        )
    )
    assert facts.services_consent is status


@pytest.mark.parametrize(
    ("on", "withdrawn"), [(None, False), (date(2024, 9, 3), True), (date(1900, 1, 1), False)]
)
def test_a_withdrawal_of_the_evaluation_is_read_unless_a_placeholder_stands_for_it(on, withdrawn):
    evaluation = Evaluation(type=EvaluationType.INITIAL, withdrawn_on=on)
    facts = facts_in(student_with(IEP(id="R1-1", type=IEPType.INITIAL), evaluation=evaluation))
    assert facts.evaluation_withdrawn is withdrawn


def test_the_latest_determination_may_stand_on_a_later_referral():
    found = Evaluation(type=EvaluationType.INITIAL, determination=ELIGIBLE)
    lost = Evaluation(type=EvaluationType.REEVALUATION, determination=NOT_ELIGIBLE)
    first = Referral(
        id="R1",
        stage=Stage.DEVELOP_PLAN,
        evaluation=found,
        ieps=(IEP(id="R1-1", type=IEPType.INITIAL),),
    )
    second = Referral(id="R2", stage=Stage.DEFINE_NEEDS, evaluation=lost)
    facts = facts_in(StudentRecord(id="S-1", referrals=(first, second)))
    assert facts.eligible is True
    assert facts.latest_not_eligible is True


def test_the_explanation_names_the_iep():
    decision = explain_activation(student_with(IEP(id="R1-1", type=IEPType.REVISION)), "R1-1")
    assert (
        decision.outcomes[1].reason == "No Care Coordinator is assigned to the Revision IEP R1-1."
    )


def test_the_explanation_is_made_under_the_policy_it_is_given():
    lenient = attrs.evolve(ECSSS, name="lenient", activation_prerequisites=frozenset())
    student = student_with(IEP(id="R1-1", type=IEPType.REVISION))
    decision = explain_activation(student, "R1-1", policy=lenient)
    assert decision.refused_by == ("ACTIVATE-6",)
    assert decision.policy == "lenient"


def test_an_iep_that_the_record_does_not_hold_is_refused():
    with pytest.raises(InvalidRecordError) as caught:
        explain_activation(StudentRecord(id="S-1"), "R1-1")
    assert [problem.code for problem in caught.value.problems] == ["unknown_id"]
