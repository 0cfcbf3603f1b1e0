"""The audits of many students taken together: counts, and the first findings of each rule."""

from __future__ import annotations

from collections import Counter
from typing import TYPE_CHECKING, NamedTuple

import attrs

from iepcycle.audit.report import Finding, by_rule
from iepcycle.citations import Severity
from iepcycle.rules import rule

if TYPE_CHECKING:
    from collections.abc import Mapping

    from iepcycle.audit.report import AuditReport

FIRST_FINDINGS: int = 3
"""How many findings of each rule a summary keeps."""


class Place(NamedTuple):
    """A finding, and the student in whose record it was made."""

    student_id: str
    finding: Finding


@attrs.define(eq=True)
class Summary:
    """What the audits of many students found, whatever their number, in little memory.

    A summary grows as reports are added to it; it is the one thing here that changes.
    Summaries of parts, merged in the order of the parts, are the summary of the whole.

    Example:
        >>> from iepcycle import IEP, IEPType, Referral, Stage, StudentRecord, audit_student
        >>> annual = IEP(id="R1-1", type=IEPType.ANNUAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(annual,))
        >>> summary = Summary()
        >>> summary.add(audit_student(StudentRecord(id="S-1", referrals=(referral,))))
        >>> summary.students, summary.findings
        (1, {'GATE-2': 1, 'TYPE-4': 1})
    """

    students: int = 0
    """How many students were audited."""
    students_with_findings: int = 0
    """How many of them have any finding."""
    placeholder_dates: int = 0
    """How many dates were placeholders of migrated records (RECORD-7)."""
    policies: list[str] = attrs.field(factory=list)
    """The names of the policies under which students were audited, in the order of their use."""
    first: dict[str, list[Place]] = attrs.field(factory=dict)
    """The first findings of each rule, by rule id."""
    _findings: Counter[str] = attrs.field(factory=Counter)
    _checked: Counter[str] = attrs.field(factory=Counter)
    _not_checked: Counter[str] = attrs.field(factory=Counter)

    def add(self, report: AuditReport) -> None:
        """Add the report of one more student."""
        self.students += 1
        self.students_with_findings += bool(report.findings)
        self.placeholder_dates += report.placeholder_dates
        self._name(report.policy.name)
        _add(self._checked, report.checked)
        _add(self._not_checked, report.not_checked)
        for finding in report.findings:
            self._findings[finding.rule_id] += 1
            self._keep(Place(report.student_id, finding))

    def merge(self, other: Summary) -> None:
        """Add what another summary holds of the students that come after those of this one."""
        self.students += other.students
        self.students_with_findings += other.students_with_findings
        self.placeholder_dates += other.placeholder_dates
        for name in other.policies:
            self._name(name)
        _add(self._checked, other._checked)
        _add(self._not_checked, other._not_checked)
        _add(self._findings, other._findings)
        for places in other.first.values():
            for place in places:
                self._keep(place)

    def _name(self, policy: str) -> None:
        if policy not in self.policies:
            self.policies.append(policy)

    def _keep(self, place: Place) -> None:
        kept = self.first.setdefault(place.finding.rule_id, [])
        if len(kept) < FIRST_FINDINGS:
            kept.append(place)

    @property
    def findings(self) -> Mapping[str, int]:
        """How many findings each rule has, by rule id, in the order of the rulebook."""
        return by_rule(self._findings)

    @property
    def checked(self) -> Mapping[str, int]:
        """How often each rule was checked, likewise."""
        return by_rule(self._checked)

    @property
    def not_checked(self) -> Mapping[str, int]:
        """How often each rule could not be checked for want of a date or another record, likewise."""
        return by_rule(self._not_checked)

    @property
    def by_severity(self) -> Mapping[Severity, int]:
        """How many findings there are of each severity, the heaviest first."""
        counts = dict.fromkeys(sorted(Severity, reverse=True), 0)
        for rule_id, count in self._findings.items():
            counts[rule(rule_id).severity] += count
        return counts

    def count_from(self, severity: Severity) -> int:
        """Return how many findings weigh as much as the severity, or more."""
        return sum(count for each, count in self.by_severity.items() if each >= severity)


def _add(counts: Counter[str], more: Mapping[str, int]) -> None:
    for rule_id, count in more.items():
        counts[rule_id] += count
