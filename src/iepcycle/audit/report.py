"""What an audit returns: findings, and how often each rule was and could not be checked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.decisions import name
from iepcycle.policy import Policy
from iepcycle.rules import RULE_ORDER, RULEBOOK_VERSION, rule

if TYPE_CHECKING:
    from collections.abc import Collection

    from iepcycle.citations import Citation, Severity
    from iepcycle.records import IEP, Referral
    from iepcycle.rules.definition import Rule


@attrs.frozen(kw_only=True)
class Finding:
    """One breach of one rule."""

    rule_id: str
    """The rule that was broken."""
    referral_id: str
    """The referral on which it was broken."""
    iep_id: str | None = None
    """The IEP with which it was broken, if it was with one."""
    on: date | None = None
    """The day of the breach, if that is recorded."""
    message: str
    """What was found, in a sentence; it names ids and nothing else of the record."""

    @property
    def rule(self) -> Rule:
        """The rule that was broken."""
        return rule(self.rule_id)

    @property
    def severity(self) -> Severity:
        """How heavy it weighs; it follows from the basis of the rule."""
        return self.rule.severity

    @property
    def citations(self) -> tuple[Citation, ...]:
        """The public sources of the rule."""
        return self.rule.citations


@attrs.frozen(kw_only=True)
class AuditReport:
    """What the audit of one student's record found."""

    student_id: str
    """The student whose record it is."""
    findings: tuple[Finding, ...]
    """The breaches, by referral, IEP and rule."""
    checked: Mapping[str, int] = attrs.field(hash=False)
    """How often each rule was checked, by rule id, in the order of the rulebook."""
    not_checked: Mapping[str, int] = attrs.field(hash=False)
    """How often each rule could not be checked for want of a date or another record, likewise."""
    placeholder_dates: int
    """How many dates of the record are placeholders of migrated records (RECORD-7)."""
    as_of: date | None
    """The day by which duties were held overdue, if one was given."""
    policy: Policy
    """The reading of the rules."""
    rulebook_version: str = RULEBOOK_VERSION
    """The version of the rulebook."""


class Ledger:
    """What is noted down while one record is audited."""

    def __init__(self) -> None:
        """Start with nothing noted."""
        self.findings: list[Finding] = []
        self.checked: dict[str, int] = defaultdict(int)
        self.not_checked: dict[str, int] = defaultdict(int)

    def find(
        self, rule: Rule, referral: Referral, iep: IEP | None, on: date | None, message: str
    ) -> None:
        """Note a breach."""
        self.findings.append(
            Finding(
                rule_id=rule.id,
                referral_id=referral.id,
                iep_id=None if iep is None else iep.id,
                on=on,
                message=message,
            )
        )

    def disclaim(self, rule_ids: Collection[str]) -> None:
        """Count as not checked what was noted of the rules."""
        self.findings = [each for each in self.findings if each.rule_id not in rule_ids]
        for rule_id in rule_ids:
            self.not_checked[rule_id] += self.checked.pop(rule_id, 0)


def by_rule(counts: Mapping[str, int]) -> dict[str, int]:
    """Return the counts that are not zero, in the order of the rulebook."""
    ordered = sorted(counts, key=RULE_ORDER.__getitem__)
    return {rule_id: counts[rule_id] for rule_id in ordered if counts[rule_id]}


def called(iep: IEP) -> str:
    """Return what a sentence calls the IEP at its beginning, like ``The Initial IEP R1-1``."""
    subject = name((iep,))
    return subject[0].upper() + subject[1:]
