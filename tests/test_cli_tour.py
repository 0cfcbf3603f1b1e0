"""``iepcycle tour``: what it tells of each step."""

import json

import pytest
from click.testing import CliRunner

from iepcycle.cli.app import app
from iepcycle.policy import ECSSS, IDEA
from iepcycle.render import tree_data, tree_text
from iepcycle.tour import tour

STEPS = tour()


def told(*arguments):
    result = CliRunner().invoke(app, ["tour", *arguments])
    assert result.exit_code == 0, result.output
    assert result.stderr == ""
    return result.stdout


def told_as_data(*arguments):
    return [json.loads(line) for line in told("--json", *arguments).splitlines()]


class TestText:
    def test_every_step_is_told_with_its_number(self):
        lines = told("--brief").splitlines()
        numbered = [line for line in lines if line[:1].isdigit()]
        assert numbered == [f"{n}. {step.title}" for n, step in enumerate(STEPS, start=1)]

    def test_a_step_tells_what_may_follow_and_what_was_copied(self):
        steps = told("--brief").split("\n\n")
        assert steps[10].splitlines() == [
            "11. The Annual IEP R1-4 is drafted.",
            "   May be created next on R1: no IEP",
            (
                "   Copied for review from R1-3: Present Levels, Annual Goals, Services, "
                "Assessment Accommodations"
            ),
            "   Read anew: Eligibility Category",
        ]

    def test_a_step_that_drafts_nothing_tells_of_no_copy(self):
        steps = told("--brief").split("\n\n")
        assert steps[18].splitlines() == [
            "19. The student is found eligible; referral R2 reaches Develop Plan.",
            "   May be created next on R1: Annual IEP, Revision IEP",
            "   May be created next on R2: Reevaluation/Annual IEP, Reevaluation/Revision IEP",
        ]

    def test_the_referral_tree_is_shown_at_each_step(self):
        text = told()
        for step in STEPS:
            tree = tree_text(step.student).splitlines()
            assert "\n".join(f"   {line}".rstrip() for line in tree) in text

    def test_in_brief_there_is_no_tree(self):
        assert "Student S-0001" not in told("--brief")


class TestData:
    def test_each_step_is_one_line(self):
        lines = told_as_data()
        assert [(line["step"], line["title"]) for line in lines] == [
            (number, step.title) for number, step in enumerate(STEPS, start=1)
        ]

    def test_a_line_holds_the_allowed_types_in_canonical_order(self):
        assert told_as_data()[18]["allowed"] == {
            "R1": ["annual", "revision"],
            "R2": ["reevaluation_annual", "reevaluation_revision"],
        }

    def test_a_line_holds_what_was_copied(self):
        assert told_as_data()[6]["copied"] == [
            {
                "section": section,
                "action": action,
                "rule": "COPY-5",
                "copied_from": source,
                "needs_review": False,
            }
            for section, action, source in [
                ("present_levels", "copy", "R1-1"),
                ("annual_goals", "copy", "R1-1"),
                ("services", "copy", "R1-1"),
                ("eligibility_category", "refresh", None),
            ]
        ]

    @pytest.mark.parametrize("policy", [ECSSS, IDEA], ids=lambda policy: policy.name)
    def test_a_line_holds_the_tree_under_the_policy(self, policy):
        for line, step in zip(told_as_data("--policy", policy.name), STEPS, strict=True):
            assert line["tree"] == tree_data(step.student, policy=policy)

    def test_in_brief_there_is_no_tree(self):
        assert not any("tree" in line for line in told_as_data("--brief"))
