"""The decision table, whole and collapsed."""

import csv
import io
import json

import attrs
import pytest

from iepcycle import ECSSS, RULEBOOK, IEPType, decision_table
from iepcycle.collapse import collapsed_decision_table
from iepcycle.facts import FACT_NAMES, words
from iepcycle.render import table_csv, table_json, table_markdown

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft | at a time", draft_revision_blocks=True)


@pytest.fixture(scope="module")
def whole():
    return decision_table()


@pytest.fixture(scope="module")
def rows():
    return list(csv.reader(io.StringIO(table_csv())))


class TestCSV:
    def test_the_columns_are_the_facts_then_the_types(self, rows):
        assert rows[0] == [*FACT_NAMES, *(each.value for each in IEPType)]

    def test_it_holds_every_reachable_case_once_and_in_order(self, rows, whole):
        cases = [[words(getattr(facts, name)) for name in FACT_NAMES] for facts in whole]
        assert [row[: len(FACT_NAMES)] for row in rows[1:]] == cases

    def test_a_type_is_allowed_or_names_the_rules_that_refuse_it(self, rows, whole):
        for row, decision in zip(rows[1:], whole.values(), strict=True):
            for cell, verdict in zip(row[len(FACT_NAMES) :], decision.types, strict=True):
                assert cell == ("allowed" if verdict.allowed else " ".join(verdict.refused_by))

    def test_it_ends_lines_with_a_line_feed_alone(self):
        assert "\r" not in table_csv()


class TestJSON:
    def test_it_names_the_policy_and_the_version_of_the_rulebook(self):
        data = json.loads(table_json(policy=ONE_DRAFT))
        assert (data["policy"], data["rulebook_version"]) == ("one draft | at a time", "1.0")

    def test_it_holds_every_reachable_case_with_its_answer(self, whole):
        cases = json.loads(table_json())["cases"]
        for case, decision in zip(cases, whole.values(), strict=True):
            assert case["allowed"] == [each.type.value for each in decision.types if each.allowed]
            assert case["refused_by"] == {
                each.type.value: list(each.refused_by)
                for each in decision.types
                if not each.allowed
            }

    def test_the_facts_are_plain(self):
        assert json.loads(table_json())["cases"][0]["facts"] == {
            "stage": "express_concern",
            "evaluation_type": None,
            "evaluation_withdrawn": False,
            "eligible": None,
            "services_consent": None,
            "chain": "empty",
            "has_active_iep": False,
            "has_unactivated_iep": False,
            "has_draft_revision": False,
        }

    def test_every_case_has_a_line_of_its_own(self, whole):
        assert len(table_json().splitlines()) == len(whole) + 2


class TestMarkdown:
    @staticmethod
    def cells(policy=ECSSS):
        lines = [line for line in table_markdown(policy=policy).splitlines() if line[:1] == "|"]
        return [[cell.strip() for cell in line.strip("|").split("|")] for line in lines]

    def test_it_has_a_line_for_each_collapsed_row(self):
        heading, rule, *body = self.cells()
        assert [row[0] for row in body] == [str(number) for number in range(1, 11)]
        assert {len(row) for row in (heading, rule, *body)} == {len(heading)}

    def test_facts_that_never_matter_have_no_column(self):
        assert "Draft Revision" not in self.cells()[0]
        assert "Draft Revision" in self.cells(ONE_DRAFT)[0]

    def test_types_that_never_differ_share_a_column(self):
        assert self.cells()[0][-4:] == [
            "Initial",
            "Annual, Revision",
            "Reevaluation/Annual, Reevaluation/Revision",
            "Cases",
        ]

    def test_a_row_says_when_and_what_in_words(self):
        assert self.cells()[7] == [
            "6",
            "Develop Plan, Implement Plan",
            "Yes",
            "None, Given",
            "No",
            "Opened",
            "",
            "Yes",
            "No",
            "TYPE-3",
            "allowed",
            "TYPE-3",
            "16",
        ]

    def test_the_cases_of_the_rows_add_up(self, whole):
        assert sum(int(row[-1]) for row in self.cells()[2:]) == len(whole)

    def test_every_rule_named_in_the_table_is_stated_below_it(self):
        named = {
            rule_id
            for row in collapsed_decision_table()
            for rule_ids in row.refused_by
            for rule_id in rule_ids
        }
        stated = [
            line[2:]
            for line in table_markdown().splitlines()
            if line.startswith(("- GATE", "- TYPE"))
        ]
        assert stated == [f"{each}: {each.statement}" for each in RULEBOOK if each.id in named]

    def test_the_columns_stand_under_each_other_in_plain_text(self):
        lines = [line for line in table_markdown().splitlines() if line.startswith("|")]
        assert len({len(line) for line in lines}) == 1

    def test_the_name_of_a_policy_cannot_break_the_table(self):
        assert r"policy one draft \| at a time" in table_markdown(policy=ONE_DRAFT)
