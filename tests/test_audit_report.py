"""What a report says besides what was found."""

from datetime import UTC, date, datetime

import attrs
import pytest

from iepcycle import (
    ECSSS,
    IEP,
    IEPType,
    InvalidRecordError,
    Referral,
    Severity,
    Stage,
    StudentRecord,
    audit_student,
)
from iepcycle.rules import RULEBOOK_VERSION, rule

ANNUAL = IEP(id="R1-1", type=IEPType.ANNUAL)
STUDENT = StudentRecord(
    id="S-1", referrals=(Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(ANNUAL,)),)
)


def test_a_report_names_the_student_the_day_the_policy_and_the_version_of_the_rulebook():
    policy = attrs.evolve(ECSSS, name="ours")
    report = audit_student(STUDENT, as_of=date(2026, 8, 1), policy=policy)
    assert (report.student_id, report.as_of) == ("S-1", date(2026, 8, 1))
    assert report.policy is policy
    assert report.rulebook_version == RULEBOOK_VERSION


def test_a_finding_has_the_severity_and_the_citations_of_its_rule():
    finding = audit_student(STUDENT).findings[-1]
    assert finding.rule is rule("TYPE-4")
    assert finding.severity is Severity.VIOLATION
    assert finding.citations == rule("TYPE-4").citations


def test_reports_on_the_same_record_are_equal():
    assert audit_student(STUDENT) == audit_student(STUDENT)
    assert hash(audit_student(STUDENT)) == hash(audit_student(STUDENT))


@pytest.mark.parametrize("as_of", ["2026-08-01", datetime(2026, 8, 1, tzinfo=UTC)])
def test_a_day_of_asking_that_is_no_date_is_refused(as_of):
    with pytest.raises(InvalidRecordError) as caught:
        audit_student(STUDENT, as_of=as_of)
    assert [(each.code, each.path) for each in caught.value.problems] == [("wrong_type", "as_of")]


def test_what_is_not_recorded_is_named_by_the_ids_of_rules():
    with pytest.raises(InvalidRecordError) as caught:
        audit_student(STUDENT, unrecorded={"DUE-33"})
    assert [(each.code, each.path) for each in caught.value.problems] == [
        ("unknown_id", "unrecorded")
    ]


def test_what_the_source_cannot_record_counts_as_not_checked():
    whole = audit_student(STUDENT)
    rule_id = whole.findings[0].rule_id
    report = audit_student(STUDENT, unrecorded={rule_id})
    assert report.findings == tuple(each for each in whole.findings if each.rule_id != rule_id)
    assert rule_id not in report.checked
    before = whole.checked[rule_id] + whole.not_checked.get(rule_id, 0)
    assert report.not_checked[rule_id] == before
