"""What a report says besides what was found."""

from datetime import date

import attrs

from iepcycle import ECSSS, IEP, IEPType, Referral, Severity, Stage, StudentRecord, audit_student
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
