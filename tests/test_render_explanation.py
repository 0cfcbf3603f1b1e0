"""Decisions told in short, in full and as plain data."""

import json

import attrs
import pytest
from hypothesis import given

from iepcycle import (
    IEP,
    Determination,
    Evaluation,
    EvaluationType,
    IEPType,
    Referral,
    Stage,
    StudentRecord,
    explain_activation,
    explain_next_iep_types,
)
from iepcycle.render import (
    decision_data,
    decision_summary,
    decision_text,
    printable,
    verdict_data,
    verdict_text,
)
from iepcycle.rules import RULEBOOK
from iepcycle.testing import referrals

NOT_ELIGIBLE = Referral(
    id="R1",
    stage=Stage.DEVELOP_PLAN,
    evaluation=Evaluation(
        type=EvaluationType.REEVALUATION, determination=Determination(eligible=False)
    ),
)


@pytest.fixture(scope="module")
def in_draft(entitled_referral):
    return explain_next_iep_types(entitled_referral("initial active", "annual draft"))


class TestTheSummary:
    def test_what_is_allowed_stands_first(self, entitled_referral):
        decision = explain_next_iep_types(entitled_referral("initial active"))
        assert decision_summary(decision).splitlines()[0] == "Allowed: Annual IEP, Revision IEP"

    def test_every_refusal_has_its_line(self, in_draft):
        assert decision_summary(in_draft).splitlines() == [
            "Allowed: no IEP",
            "Refused: Initial IEP",
            "  TYPE-3  The referral already holds the Initial IEP R1-1; only the first IEP of a referral opens it.",
            "Refused: Annual IEP, Revision IEP",
            "  TYPE-5  The Annual IEP R1-2 is still a draft; it must be activated first.",
            "Refused: Reevaluation/Annual IEP, Reevaluation/Revision IEP",
            "  TYPE-2  The evaluation is an initial evaluation; a Reevaluation IEP follows a reevaluation.",
            "  TYPE-3  The referral already holds the Initial IEP R1-1; only the first IEP of a referral opens it.",
        ]

    def test_what_refuses_every_type_is_told_once(self):
        assert decision_summary(explain_next_iep_types(NOT_ELIGIBLE)).splitlines() == [
            "Allowed: no IEP",
            "Refused: every IEP",
            "  GATE-2  The determination on file finds the student not eligible for IDEA services.",
            "Refused: Initial IEP",
            "  TYPE-1  The evaluation is a reevaluation; an Initial IEP cannot be created for it.",
            "Refused: Annual IEP, Revision IEP",
            "  TYPE-4  No IEP of the referral is active.",
        ]

    def test_a_width_wraps_the_reasons(self, in_draft):
        assert max(map(len, decision_summary(in_draft, width=60).splitlines())) <= 60

    @given(referrals())
    def test_every_rule_that_refuses_a_type_is_named_under_it(self, referral):
        decision = explain_next_iep_types(referral)
        told = {each: set() for each in IEPType}
        subjects = []
        for line in decision_summary(decision).splitlines()[1:]:
            if line.startswith("Refused: "):
                words = line.removeprefix("Refused: ")
                subjects = [
                    each
                    for each in IEPType
                    if words == "every IEP" or each.label in words.split(", ")
                ]
            else:
                for each in subjects:
                    told[each].add(line.split()[0])
        assert told == {each.type: set(each.refused_by) for each in decision.types}


class TestTheText:
    def test_a_refusing_rule_has_its_basis_its_reason_and_its_source(self, entitled_referral):
        decision = explain_next_iep_types(entitled_referral("initial draft"))
        assert decision_text(decision).splitlines()[:2] == [
            "Initial IEP: refused",
            "  TYPE-3  refuses  inferred  The referral already holds the Initial IEP R1-1; only the first IEP of a referral opens it. [1]",
        ]

    def test_types_stand_in_canonical_order(self, in_draft):
        headings = [
            line
            for line in decision_text(in_draft).splitlines()
            if line.endswith((": allowed", ": refused"))
        ]
        assert headings == [f"{each.label}: refused" for each in IEPType]

    def test_an_allowed_type_has_nothing_to_tell_unless_every_rule_is_asked_for(
        self, entitled_referral
    ):
        decision = explain_next_iep_types(entitled_referral())
        assert decision_text(decision).splitlines()[:2] == ["Initial IEP: allowed", ""]
        assert (
            decision_text(decision, every_rule=True)
            .splitlines()[1]
            .startswith("  GATE-1  allows   stated    The referral is in the Develop Plan stage.")
        )

    def test_every_rule_that_applies_is_told_when_asked_for(self, in_draft):
        told = decision_text(in_draft, every_rule=True)
        for verdict in in_draft.types:
            assert verdict_text(verdict, every_rule=True).partition("\n\n")[0].count("\n") == len(
                verdict.outcomes
            )
        assert all(outcome.rule.id in told for each in in_draft.types for outcome in each.outcomes)

    def test_sources_are_listed_once_with_title_and_address(self, in_draft):
        sources = decision_text(in_draft, every_rule=True).partition("Sources\n")[2].splitlines()
        titles = [line.partition("] ")[2] for line in sources[::2]]
        assert len(titles) == len(set(titles)) > 3
        assert all(line.strip().startswith("https://") for line in sources[1::2])

    def test_the_number_of_a_citation_is_that_of_its_source(self, in_draft):
        text = decision_text(in_draft)
        number = text.splitlines()[1].rpartition("[")[2].rstrip("]")
        (rule,) = [rule for rule in RULEBOOK if rule.id == "TYPE-3"]
        assert f"  [{number}] {rule.citations[0]}\n" in text

    def test_a_rule_without_citations_has_no_number_and_no_sources(self, in_draft):
        definition = next(rule for rule in RULEBOOK if not rule.citations)
        outcome = attrs.evolve(in_draft.types[0].outcomes[0], rule=definition, satisfied=False)
        text = verdict_text(attrs.evolve(in_draft.types[0], outcomes=(outcome,)))
        assert text.splitlines()[1].endswith(outcome.reason)
        assert "Sources" not in text

    def test_a_width_wraps_everything_but_addresses(self, in_draft):
        lines = decision_text(in_draft, every_rule=True, width=70).splitlines()
        assert max(len(line) for line in lines if "https://" not in line) <= 70

    def test_an_activation_is_told_in_the_same_way(self, entitled_referral):
        student = StudentRecord(id="S-1", referrals=(entitled_referral("revision draft"),))
        assert verdict_text(explain_activation(student, "R1-1")).splitlines()[:2] == [
            "Revision IEP: refused",
            "  ACTIVATE-2  refuses  stated    No Care Coordinator is assigned to the Revision IEP R1-1. [1][2]",
        ]

    @given(referrals())
    def test_no_referral_can_steer_the_terminal(self, referral):
        decision = explain_next_iep_types(referral)
        texts = (decision_summary(decision, width=40), decision_text(decision, every_rule=True))
        for line in "\n".join(texts).split("\n"):
            assert printable(line) == line


class TestThePlainData:
    def test_it_holds_the_answer_and_the_facts(self, entitled_referral):
        data = decision_data(explain_next_iep_types(entitled_referral("initial active")))
        assert data["allowed"] == ["annual", "revision"]
        assert data["facts"] == {
            "stage": "develop_plan",
            "evaluation_type": "initial",
            "evaluation_withdrawn": False,
            "eligible": True,
            "services_consent": None,
            "chain": "opened",
            "has_active_iep": True,
            "has_unactivated_iep": False,
            "has_draft_revision": False,
        }

    def test_it_holds_every_outcome(self, in_draft):
        (annual,) = [each for each in decision_data(in_draft)["types"] if each["type"] == "annual"]
        assert annual["refused_by"] == ["TYPE-5"]
        assert annual["outcomes"][-1] == {
            "rule": "TYPE-5",
            "name": "activate-before-next",
            "basis": "stated",
            "satisfied": False,
            "reason": "The Annual IEP R1-2 is still a draft; it must be activated first.",
        }

    @given(referrals())
    def test_it_is_json(self, referral):
        data = decision_data(explain_next_iep_types(referral))
        assert json.loads(json.dumps(data)) == data

    def test_an_activation_has_the_same_shape(self):
        draft = IEP(id="R1-1", type=IEPType.REVISION)
        referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(draft,))
        student = StudentRecord(id="S-1", referrals=(referral,))
        data = verdict_data(explain_activation(student, "R1-1"))
        assert (data["type"], data["allowed"]) == ("revision", False)
