"""What an audit found: one finding as plain data and as the cells of a row, and many in sum."""

from __future__ import annotations

import functools
from typing import TYPE_CHECKING, Any, Final

from iepcycle.render.layout import joined, paragraph
from iepcycle.rules import RULEBOOK_VERSION, rule

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.audit import Finding, Summary
    from iepcycle.citations import Severity

FINDING_COLUMNS: Final = (
    "student_id",
    "referral_id",
    "iep_id",
    "on",
    "severity",
    "rule",
    "name",
    "basis",
    "message",
    "sources",
)
"""The keys of a finding as plain data, and its columns in a table."""

_PLURALS: Final = {"advisory": "advisories"}


def finding_data(student_id: str, finding: Finding) -> dict[str, Any]:
    """Return the finding as plain data.

    Example:
        >>> from iepcycle.audit import Finding
        >>> finding = Finding(rule_id="RECORD-8", referral_id="R1", message="There was a gap.")
        >>> finding_data("S-1", finding)["severity"]
        'advisory'
    """
    of_rule = _of_rule(finding.rule_id)
    return {
        "student_id": student_id,
        "referral_id": finding.referral_id,
        "iep_id": finding.iep_id,
        "on": None if finding.on is None else finding.on.isoformat(),
        **of_rule,
        "message": finding.message,
        "sources": list(of_rule["sources"]),
    }


@functools.cache
def _of_rule(rule_id: str) -> dict[str, Any]:
    """Return what is the same in all findings of a rule."""
    broken = rule(rule_id)
    return {
        "severity": broken.severity.value,
        "rule": broken.id,
        "name": broken.name,
        "basis": broken.basis.value,
        "message": "",
        "sources": [str(each) for each in broken.citations],
    }


def finding_cells(student_id: str, finding: Finding) -> list[str]:
    """Return the finding as the cells of a row, in the order of `FINDING_COLUMNS`."""
    data = finding_data(student_id, finding)
    data["sources"] = "; ".join(data["sources"])
    return [data[column] or "" for column in FINDING_COLUMNS]


def summary_data(summary: Summary, *, as_of: date | None = None) -> dict[str, Any]:
    """Return the summary as plain data.

    Args:
        summary: What the audits of many students found.
        as_of: The day by which duties were held overdue, if one was given.

    Example:
        >>> from iepcycle.audit import Summary
        >>> summary_data(Summary())["by_severity"]
        {'violation': 0, 'warning': 0, 'advisory': 0}
    """
    return {
        "rulebook_version": RULEBOOK_VERSION,
        "policies": summary.policies,
        "as_of": None if as_of is None else as_of.isoformat(),
        "students": summary.students,
        "students_with_findings": summary.students_with_findings,
        "by_severity": {each.value: count for each, count in summary.by_severity.items()},
        "by_rule": dict(summary.findings),
        "checked": dict(summary.checked),
        "not_checked": dict(summary.not_checked),
        "placeholder_dates": summary.placeholder_dates,
    }


def summary_line(summary: Summary) -> str:
    """Return the summary in one sentence.

    Example:
        >>> from iepcycle.audit import Summary
        >>> summary_line(Summary())
        'Audited 0 students: no findings.'
    """
    told = [_count(count, each) for each, count in summary.by_severity.items() if count]
    return f"Audited {_number(summary.students, 'student')}: {', '.join(told) or 'no findings'}."


def summary_text(summary: Summary, *, as_of: date | None = None, width: int | None = None) -> str:
    """Return the summary by severity and rule, with the first findings, and what could not be checked.

    Args:
        summary: What the audits of many students found.
        as_of: The day by which duties were held overdue, if one was given.
        width: The number of columns; without one no line is wrapped.

    Example:
        >>> from iepcycle.audit import Summary
        >>> print(summary_text(Summary()).splitlines()[0])
        Audited 0 students: no findings.
    """
    lines = [
        summary_line(summary),
        f"Policy {' and '.join(summary.policies) or 'none'}; rulebook {RULEBOOK_VERSION}; "
        + ("duties met late" if as_of is None else f"duties as of {as_of.isoformat()}")
        + ".",
    ]
    for severity, count in summary.by_severity.items():
        if count:
            lines += ["", _count(count, severity), *_of_severity(summary, severity, width)]
    lines += _not_checked(summary)
    return joined(lines)


def _of_severity(summary: Summary, severity: Severity, width: int | None) -> Iterator[str]:
    for rule_id, count in summary.findings.items():
        broken = rule(rule_id)
        if broken.severity is severity:
            yield ""
            yield f"  {rule_id}  {broken.name} ({broken.basis.value}): {_number(count, 'finding')}"
            yield from paragraph(broken.statement, first="      ", width=width)
            for citation in broken.citations:
                yield from paragraph(f"{citation}", first="      Source: ", width=width)
            for student_id, finding in summary.first[rule_id]:
                day = "" if finding.on is None else f" on {finding.on.isoformat()}"
                told = f"{student_id} {finding.referral_id}{day}: {finding.message}"
                yield from paragraph(told, first="      - ", width=width)
            if others := count - len(summary.first[rule_id]):
                yield f"      and {others:,} more"


def _not_checked(summary: Summary) -> Iterator[str]:
    if summary.not_checked:
        yield ""
        yield "Not checked, for want of a date or another record"
    for rule_id, count in summary.not_checked.items():
        whole = count + summary.checked.get(rule_id, 0)
        yield f"  {rule_id}  {rule(rule_id).name}: {count:,} of {whole:,}"
    if summary.placeholder_dates:
        yield ""
        yield f"Placeholder dates, which count as not recorded (RECORD-7): {summary.placeholder_dates:,}"


def _count(count: int, severity: Severity) -> str:
    return _number(count, severity.value)


def _number(count: int, noun: str) -> str:
    return f"{count:,} {noun if count == 1 else _PLURALS.get(noun, f'{noun}s')}"
