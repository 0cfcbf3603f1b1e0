"""The audits of many students taken together."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import IDEA, Severity, audit_student
from iepcycle.audit import AuditReport, Finding, Summary
from iepcycle.audit.summary import FIRST_FINDINGS
from iepcycle.policy import ECSSS
from iepcycle.rules import RULE_ORDER
from iepcycle.testing import student_records

VIOLATION, WARNING, ADVISORY = "TYPE-4", "TYPE-3", "RECORD-8"
RULES = st.sampled_from([VIOLATION, WARNING, ADVISORY, "GATE-2"])
COUNTS = st.dictionaries(RULES, st.integers(1, 9))


def finding(rule_id, referral_id="R1"):
    return Finding(rule_id=rule_id, referral_id=referral_id, message="It broke the rule.")


def report(student_id="S-1", *rule_ids, **fields):
    fields = {"checked": {}, "not_checked": {}, "placeholder_dates": 0, "policy": ECSSS} | fields
    findings = tuple(map(finding, rule_ids))
    return AuditReport(student_id=student_id, findings=findings, as_of=None, **fields)


def summed(reports):
    summary = Summary()
    for each in reports:
        summary.add(each)
    return summary


def reports():
    return st.builds(
        lambda student_id, rule_ids, **fields: report(student_id, *rule_ids, **fields),
        st.text(max_size=3),
        st.lists(RULES, max_size=6),
        checked=COUNTS,
        not_checked=COUNTS,
        placeholder_dates=st.integers(0, 3),
        policy=st.sampled_from([ECSSS, IDEA]),
    )


def test_students_and_findings_are_counted():
    summary = summed([report("S-1", VIOLATION, VIOLATION), report("S-2"), report("S-3", WARNING)])
    assert (summary.students, summary.students_with_findings) == (3, 2)
    assert summary.findings == {VIOLATION: 2, WARNING: 1}


def test_counts_stand_in_the_order_of_the_rulebook():
    counts = {WARNING: 1, "GATE-2": 2}
    summary = summed(
        [report("S-1", ADVISORY, WARNING, "GATE-2", checked=counts, not_checked=counts)]
    )
    for each in (summary.findings, summary.checked, summary.not_checked):
        assert list(each) == sorted(each, key=RULE_ORDER.__getitem__)
    assert summary.checked == counts


def test_counts_of_what_was_and_was_not_checked_add_up():
    summary = summed(report(checked={"GATE-2": 2}, not_checked={"GATE-2": 1}) for _ in range(3))
    assert (summary.checked, summary.not_checked) == ({"GATE-2": 6}, {"GATE-2": 3})


def test_placeholder_dates_add_up():
    assert summed([report(placeholder_dates=2), report(placeholder_dates=1)]).placeholder_dates == 3


def test_the_heaviest_findings_are_counted_first():
    summary = summed([report("S-1", ADVISORY, VIOLATION, WARNING, WARNING)])
    assert list(summary.by_severity.items()) == [
        (Severity.VIOLATION, 1),
        (Severity.WARNING, 2),
        (Severity.ADVISORY, 1),
    ]


@pytest.mark.parametrize(
    ("severity", "count"),
    [(Severity.VIOLATION, 1), (Severity.WARNING, 3), (Severity.ADVISORY, 4)],
)
def test_findings_are_counted_from_a_severity_on(severity, count):
    summary = summed([report("S-1", ADVISORY, VIOLATION, WARNING, WARNING)])
    assert summary.count_from(severity) == count


def test_the_first_findings_of_each_rule_are_kept():
    many = [report(f"S-{number}", VIOLATION) for number in range(FIRST_FINDINGS + 2)]
    kept = summed(many).first[VIOLATION]
    assert [student_id for student_id, _ in kept] == [f"S-{n}" for n in range(FIRST_FINDINGS)]


def test_the_policies_are_named_once_in_the_order_of_their_use():
    used = [report(policy=IDEA), report(policy=ECSSS), report(policy=IDEA)]
    assert summed(used).policies == ["idea", "ecsss"]


@given(st.lists(st.lists(reports(), max_size=4), max_size=4))
def test_the_merged_summaries_of_parts_are_the_summary_of_the_whole(parts):
    merged = Summary()
    for part in parts:
        merged.merge(summed(part))
    assert merged == summed(each for part in parts for each in part)


def test_a_summary_can_be_sent_to_another_process(through_pickle):
    summary = summed([report("S-1", VIOLATION, checked={"GATE-2": 1})])
    assert through_pickle(summary) == summary


@given(st.lists(student_records(most_referrals=2, most_ieps=2), max_size=3))
def test_no_finding_and_no_check_of_a_report_is_lost(students):
    found = [audit_student(each, as_of=date(2025, 1, 1)) for each in students]
    summary = summed(found)
    assert sum(summary.findings.values()) == sum(len(each.findings) for each in found)
    assert sum(summary.checked.values()) == sum(sum(each.checked.values()) for each in found)
