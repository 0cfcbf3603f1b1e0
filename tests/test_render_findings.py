"""Findings as plain data, as rows of a table, and in sum; nothing of them is obeyed by what shows them."""

import csv
import io
import json
import unicodedata
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle.audit import AuditReport, Finding, Summary
from iepcycle.policy import ECSSS
from iepcycle.render.findings import (
    FINDING_COLUMNS,
    finding_cells,
    finding_data,
    summary_data,
    summary_line,
    summary_text,
)
from iepcycle.render.spreadsheet import spreadsheet_cell, spreadsheet_rows

FORMULA_SIGNS = "=+-@\uff1d\uff0b\uff0d\uff20"
FINDING = Finding(
    rule_id="TYPE-4",
    referral_id="R1",
    iep_id="R1-1",
    on=date(2024, 9, 3),
    message="No IEP of the referral is active.",
)


def summary_of(*findings, **counts):
    summary = Summary()
    fields = {"checked": {}, "not_checked": {}, "placeholder_dates": 0} | counts
    summary.add(
        AuditReport(student_id="S-1", findings=findings, as_of=None, policy=ECSSS, **fields)
    )
    return summary


class TestOneFinding:
    def test_plain_data_names_rule_authority_and_place(self):
        assert finding_data("S-1", FINDING) == {
            "student_id": "S-1",
            "referral_id": "R1",
            "iep_id": "R1-1",
            "on": "2024-09-03",
            "severity": "violation",
            "rule": "TYPE-4",
            "name": "needs-active-iep",
            "basis": "stated",
            "message": "No IEP of the referral is active.",
            "sources": [str(each) for each in FINDING.citations],
        }

    def test_what_is_not_recorded_is_null(self):
        data = finding_data("S-1", Finding(rule_id="RECORD-6", referral_id="R1", message="."))
        assert (data["iep_id"], data["on"]) == (None, None)

    def test_the_keys_are_the_columns(self):
        assert tuple(finding_data("S-1", FINDING)) == FINDING_COLUMNS

    def test_changing_the_data_changes_no_other(self):
        finding_data("S-1", FINDING)["sources"].clear()
        assert finding_data("S-1", FINDING)["sources"]

    def test_the_cells_are_the_data_as_text(self):
        data = finding_data("S-1", FINDING)
        *cells, sources = finding_cells("S-1", FINDING)
        assert cells == list(data.values())[:-1]
        assert sources == "; ".join(data["sources"])

    def test_a_cell_without_a_value_is_empty(self):
        cells = finding_cells("S-1", Finding(rule_id="RECORD-6", referral_id="R1", message="."))
        assert cells[2:4] == ["", ""]


class TestSpreadsheet:
    @pytest.mark.parametrize("sign", FORMULA_SIGNS)
    @pytest.mark.parametrize("before", ["", " ", "\u00a0"])
    def test_what_would_be_a_formula_is_shown_instead(self, sign, before):
        assert spreadsheet_cell(f"{before}{sign}1") == f"'{before}{sign}1"

    @pytest.mark.parametrize("separator", [",", ";", "|"])
    def test_a_formula_stays_shut_where_another_separator_is_used(self, separator):
        assert spreadsheet_cell(f"a{separator}=1") == f"a{separator}'=1"

    @pytest.mark.parametrize("text", ["R1-1", "S-0001", "2024-09-03", "a=b", ""])
    def test_what_is_no_formula_stays_as_it_is(self, text):
        assert spreadsheet_cell(text) == text

    @given(st.lists(st.lists(st.text(), min_size=1), max_size=3))
    def test_no_cell_starts_a_formula_or_breaks_its_row(self, rows):
        written = spreadsheet_rows(rows)
        read = list(csv.reader(io.StringIO(written, newline="")))
        assert len(read) == written.count("\n") == len(rows)
        for cell in (cell for row in read for cell in row):
            assert not cell.lstrip().startswith(tuple(FORMULA_SIGNS))
            assert not any(unicodedata.category(each) == "Cc" for each in cell)


class TestSummary:
    def test_the_line_counts_findings_by_severity(self):
        advisory = Finding(rule_id="RECORD-8", referral_id="R1", message=".")
        summary = summary_of(FINDING, FINDING, advisory)
        assert summary_line(summary) == "Audited 1 student: 2 violations, 1 advisory."

    def test_more_than_one_advisory_are_advisories(self):
        advisory = Finding(rule_id="RECORD-8", referral_id="R1", message=".")
        assert summary_line(summary_of(advisory, advisory)).endswith(": 2 advisories.")

    def test_the_text_names_policy_rulebook_and_day(self):
        second = summary_text(summary_of(), as_of=date(2025, 1, 1)).splitlines()[1]
        assert second == "Policy ecsss; rulebook 1.0; duties as of 2025-01-01."

    def test_without_a_day_the_text_says_which_duties_are_reported(self):
        assert "duties met late" in summary_text(summary_of())

    def test_a_finding_is_told_with_rule_basis_statement_and_source(self):
        text = summary_text(summary_of(FINDING))
        for told in (
            "\n1 violation\n",
            "\n  TYPE-4  needs-active-iep (stated): 1 finding\n",
            f"\n      {FINDING.rule.statement}\n",
            f"\n      Source: {FINDING.citations[0]}\n",
            "\n      - S-1 R1 on 2024-09-03: No IEP of the referral is active.",
        ):
            assert told in text

    def test_findings_beyond_the_first_are_counted(self):
        assert summary_text(summary_of(*[FINDING] * 5)).endswith("\n      and 2 more")

    def test_a_finding_without_a_day_is_told_without_one(self):
        undated = Finding(rule_id="RECORD-6", referral_id="R1", message="None was activated.")
        assert "- S-1 R1: None was activated." in summary_text(summary_of(undated))

    def test_the_heaviest_findings_stand_first(self):
        warning = Finding(rule_id="TYPE-3", referral_id="R1", message=".")
        text = summary_text(summary_of(warning, FINDING))
        assert text.index("1 violation\n") < text.index("1 warning\n")

    def test_what_was_not_checked_is_counted_by_rule(self):
        text = summary_text(summary_of(checked={"RECORD-1": 6}, not_checked={"RECORD-1": 2}))
        assert (
            "\nNot checked, for want of a date or another record\n  RECORD-1  dates-in-order: 2 of 8"
            in text
        )

    def test_placeholder_dates_are_counted(self):
        assert summary_text(summary_of(placeholder_dates=4)).endswith("(RECORD-7): 4")

    def test_nothing_is_said_of_what_did_not_occur(self):
        assert len(summary_text(summary_of()).splitlines()) == 2

    def test_lines_are_wrapped_where_a_width_is_given(self):
        wrapped = summary_text(summary_of(FINDING), width=60).splitlines()[2:]
        assert max(map(len, wrapped)) <= 60
        assert len(wrapped) > len(summary_text(summary_of(FINDING)).splitlines()[2:])

    @given(st.text(st.characters(codec="utf-8"), min_size=1))
    def test_no_id_can_steer_a_terminal(self, hostile):
        finding = Finding(rule_id="TYPE-4", referral_id=hostile, message=hostile)
        lines = summary_text(summary_of(finding)).split("\n")
        assert all(each.isprintable() or not _is_control(each) for each in lines)
        assert len(lines) == len(summary_text(summary_of(FINDING)).split("\n"))

    def test_plain_data_holds_all_counts(self):
        counts = {"checked": {"TYPE-4": 3}, "not_checked": {"RECORD-1": 2}, "placeholder_dates": 1}
        data = summary_data(summary_of(FINDING, **counts), as_of=date(2025, 1, 1))
        assert json.loads(json.dumps(data)) == {
            "rulebook_version": "1.0",
            "policies": ["ecsss"],
            "as_of": "2025-01-01",
            "students": 1,
            "students_with_findings": 1,
            "by_severity": {"violation": 1, "warning": 0, "advisory": 0},
            "by_rule": {"TYPE-4": 1},
            "checked": {"TYPE-4": 3},
            "not_checked": {"RECORD-1": 2},
            "placeholder_dates": 1,
        }

    def test_plain_data_without_a_day_says_so(self):
        assert summary_data(Summary())["as_of"] is None


def _is_control(text):
    return any(unicodedata.category(each)[0] == "C" for each in text)
