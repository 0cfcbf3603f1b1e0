"""What each subcommand answers."""

import json

import attrs
import pytest
from click.testing import CliRunner

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    RULEBOOK,
    IEPType,
    Referral,
    Section,
    SectionContent,
    Stage,
    StudentRecord,
    explain_next_iep_types,
    wire,
)
from iepcycle.cli.app import app
from iepcycle.render import (
    catalogue_data,
    catalogue_text,
    decision_data,
    rule_data,
    rule_text,
    table_csv,
    table_json,
    table_markdown,
    tree_data,
    tree_text,
)
from iepcycle.rules import rule


def answered(*arguments, given=None):
    result = CliRunner().invoke(app, list(arguments), input=given)
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


@pytest.fixture
def student(entitled_referral):
    return StudentRecord(
        id="S-0001",
        referrals=(
            entitled_referral("initial active"),
            Referral(id="R2", stage=Stage.DEFINE_NEEDS),
        ),
    )


@pytest.fixture
def file(tmp_path, student):
    path = tmp_path / "student.json"
    path.write_text(wire.dumps_student(student), encoding="utf-8")
    return str(path)


class TestNext:
    def test_each_referral_is_answered_in_short(self, file):
        assert answered("next", file) == (
            "Student S-0001\n"
            "\n"
            "Referral R1\n"
            "  Allowed: Annual IEP, Revision IEP\n"
            "  Refused: Initial IEP\n"
            "    TYPE-3  The referral already holds the Initial IEP R1-1; only the first IEP of a referral opens it.\n"
            "  Refused: Reevaluation/Annual IEP, Reevaluation/Revision IEP\n"
            "    TYPE-2  The evaluation is an initial evaluation; a Reevaluation IEP follows a reevaluation.\n"
            "    TYPE-3  The referral already holds the Initial IEP R1-1; only the first IEP of a referral opens it.\n"
            "\n"
            "Referral R2\n"
            "  Allowed: no IEP\n"
            "  Refused: every IEP\n"
            "    GATE-1  The referral is still in the Define Needs stage; it must reach Develop Plan first.\n"
            "    GATE-2  No determination of eligibility is on file for the referral.\n"
            "  Refused: Initial IEP\n"
            "    TYPE-1  The referral has no evaluation.\n"
            "  Refused: Annual IEP, Revision IEP\n"
            "    TYPE-4  No IEP of the referral is active.\n"
            "  Refused: Reevaluation/Annual IEP, Reevaluation/Revision IEP\n"
            "    TYPE-2  The referral has no evaluation.\n"
        )

    def test_the_full_answer_has_every_rule_and_its_sources(self, file, student):
        told = answered("next", "--full", file)
        for verdict in explain_next_iep_types(student.referrals[0]).types:
            for outcome in verdict.outcomes:
                verb = "allows " if outcome.satisfied else "refuses"
                assert f"    {outcome.rule.id}  {verb}  " in told
                assert all(each.source.address in told for each in outcome.rule.citations)

    @pytest.mark.parametrize("policy", [ECSSS, IDEA], ids=lambda policy: policy.name)
    def test_the_json_is_the_decision_on_each_referral(self, file, student, policy):
        assert json.loads(answered("next", "--json", "--policy", policy.name, file)) == {
            "student_id": "S-0001",
            "policy": policy.name,
            "rulebook_version": "1.0",
            "referrals": [
                {
                    "referral_id": referral.id,
                    **decision_data(explain_next_iep_types(referral, policy=policy)),
                    "drafts": [],
                }
                for referral in student.referrals
            ],
        }

    @pytest.fixture
    def with_a_draft(self, student, tmp_path):
        draft = IEP(id="R1-9", type=IEPType.REVISION, created_on=None)
        first, *others = student.referrals
        referrals = (attrs.evolve(first, ieps=(*first.ieps, draft)), *others)
        drafted = attrs.evolve(student, referrals=referrals)
        path = tmp_path / "drafted.json"
        path.write_text(wire.dumps_student(drafted), encoding="utf-8")
        return str(path)

    def test_a_draft_is_followed_by_what_its_activation_lacks(self, with_a_draft):
        assert (
            "  Draft Revision IEP R1-9\n"
            "    May not be activated\n"
            "      ACTIVATE-2  No Care Coordinator is assigned to the Revision IEP R1-9.\n"
        ) in answered("next", with_a_draft)

    def test_the_full_answer_on_a_draft_has_every_rule(self, with_a_draft):
        told = answered("next", "--full", with_a_draft)
        assert "  ACTIVATE-1  allows " in told
        assert "  ACTIVATE-2  refuses  stated" in told

    def test_the_json_of_a_draft_says_whether_it_may_be_activated(self, with_a_draft):
        [draft] = json.loads(answered("next", "--json", with_a_draft))["referrals"][0]["drafts"]
        assert draft["iep_id"] == "R1-9"
        assert draft["refused_by"][:2] == ["ACTIVATE-2", "ACTIVATE-3"]

    def test_the_json_of_the_tree_says_so_too(self, with_a_draft):
        tree = json.loads(answered("tree", "--json", with_a_draft))
        draft = tree["referrals"][0]["cycles"][-1]["ieps"][-1]
        assert draft["activation"]["allowed"] is False

    def test_the_policy_is_that_of_ecsss_unless_said(self, file):
        assert json.loads(answered("next", "--json", file))["policy"] == "ecsss"

    def test_a_student_without_referrals_is_named(self):
        given = wire.dumps_student(StudentRecord(id="S-1"))
        assert answered("next", "-", given=given) == "Student S-1\n"


class TestTree:
    def test_the_tree_is_drawn(self, file, student):
        assert answered("tree", file) == tree_text(student) + "\n"

    def test_the_json_is_the_tree_as_plain_data(self, file, student):
        assert json.loads(answered("tree", "--json", "--policy", "idea", file)) == tree_data(
            student, policy=IDEA
        )

    def test_the_text_of_sections_is_shown_when_asked_for(self):
        content = (SectionContent(section=Section.SERVICES, body="Twice a week."),)
        iep = IEP(id="R1-1", type=IEPType.INITIAL, content=content)
        referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(iep,))
        given = wire.dumps_student(StudentRecord(id="S-1", referrals=(referral,)))
        assert "Twice a week." not in answered("tree", "-", given=given)
        assert "Twice a week." in answered("tree", "--bodies", "-", given=given)
        assert "Twice a week." not in answered("tree", "--json", "-", given=given)
        assert "Twice a week." in answered("tree", "--json", "--bodies", "-", given=given)


class TestRules:
    def test_without_an_id_every_rule_is_listed(self):
        assert answered("rules") == catalogue_text() + "\n"

    def test_with_an_id_all_that_is_known_of_it_is_told(self):
        assert answered("rules", "TYPE-4") == rule_text(rule("TYPE-4")) + "\n"

    def test_an_id_may_be_written_small(self):
        assert answered("rules", "type-4") == answered("rules", "TYPE-4")

    def test_the_json_is_the_whole_catalogue(self):
        assert json.loads(answered("rules", "--json")) == catalogue_data()

    def test_the_json_of_one_rule_is_that_rule(self):
        assert json.loads(answered("rules", "--json", "TYPE-4")) == rule_data(rule("TYPE-4"))

    def test_an_unknown_id_is_answered_with_the_ids_there_are(self):
        result = CliRunner().invoke(app, ["rules", "GATE-9"])
        assert (result.exit_code, result.stdout) == (2, "")
        assert all(each.id in result.stderr for each in RULEBOOK)
        assert len(result.stderr.splitlines()) == 1


class TestTable:
    def test_the_table_is_collapsed_unless_said(self):
        assert answered("table") == table_markdown()

    @pytest.mark.parametrize(
        ("form", "render"), [("csv", table_csv), ("json", table_json), ("markdown", table_markdown)]
    )
    def test_the_table_is_printed_in_the_format_and_under_the_policy_asked_for(self, form, render):
        assert answered("table", "--format", form, "--policy", "idea") == render(policy=IDEA)

    def test_the_json_is_asked_for_as_of_every_command(self):
        assert answered("table", "--json") == table_json()
