"""The audit of one student's record."""

from __future__ import annotations

from datetime import date
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.audit.entitlement import (
    check_active_without_entitlement,
    check_reevaluation_has_predecessor,
)
from iepcycle.audit.order import check_order_of_dates, check_status_against_dates
from iepcycle.audit.replay import replay_activations, replay_creations
from iepcycle.audit.report import AuditReport, Finding, Ledger, by_rule
from iepcycle.audit.spans import check_no_gap, check_one_active, spans_of
from iepcycle.audit.timeliness import check_duties, check_early_steps
from iepcycle.clocks import endings
from iepcycle.clocks.counting import refuse_no_day
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.policy import ECSSS
from iepcycle.records import IEP, Determination, Evaluation, Referral, ServicesConsent
from iepcycle.rules import RULE_ORDER

if TYPE_CHECKING:
    from collections.abc import Callable
    from collections.abc import Set as AbstractSet

    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


def audit_student(
    student: StudentRecord,
    *,
    as_of: date | None = None,
    policy: Policy = ECSSS,
    unrecorded: AbstractSet[str] = frozenset(),
) -> AuditReport:
    """Return what in the recorded history broke which rule, and what could not be checked.

    Args:
        student: The record.
        as_of: The day by which an unmet duty is overdue; without it only duties that were met late are reported.
        policy: The reading of the rules.
        unrecorded: The ids of the rules that rest on something for which the source of the record has no place.
            What a record does not hold has not happened, but such a source does not say so; they count as not checked.

    Returns:
        The report. Its findings stand in the order of the referrals, their IEPs and the rules.

    Raises:
        InvalidRecordError: The day of asking is no date (code ``wrong_type``), a rule has no such id (code ``unknown_id``),
            or a calendar of the policy did not return a date (code ``bad_policy``).

    Example:
        >>> from iepcycle import IEP, IEPType, Referral, Stage, StudentRecord
        >>> annual = IEP(id="R1-1", type=IEPType.ANNUAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(annual,))
        >>> report = audit_student(StudentRecord(id="S-1", referrals=(referral,)))
        >>> for finding in report.findings:
        ...     print(finding.rule_id, finding.severity.value, finding.message)
        GATE-2 violation The Annual IEP R1-1 was created against GATE-2, as things stood then. No ...
        TYPE-4 violation The Annual IEP R1-1 was created against TYPE-4, as things stood then. No ...
    """
    _refuse(as_of, unrecorded)
    ledger = Ledger()
    for referral in student.referrals:
        replay_creations(referral, policy, ledger)
        replay_activations(student, referral, policy, ledger)
        check_order_of_dates(referral, ledger)
        check_status_against_dates(referral, ledger)
    spans, unknown = spans_of(student)
    ends = tuple(endings(student))
    check_one_active(student, spans, unknown, ledger)
    check_active_without_entitlement(student, ledger)
    check_reevaluation_has_predecessor(student, ledger)
    check_no_gap(spans, unknown, ends, ledger)
    check_duties(student, as_of, policy, ledger)
    check_early_steps(student, policy, ledger)
    if unrecorded:
        ledger.disclaim(unrecorded)
    return AuditReport(
        student_id=student.id,
        findings=_in_order(student, ledger.findings),
        checked=by_rule(ledger.checked),
        not_checked=by_rule(ledger.not_checked),
        placeholder_dates=_placeholders(student),
        as_of=as_of,
        policy=policy,
    )


def _refuse(as_of: date | None, unrecorded: AbstractSet[str]) -> None:
    if as_of is not None:
        refuse_no_day(as_of, "as_of")
    if not unrecorded <= RULE_ORDER.keys():
        message = "Expected ids of rules."
        raise InvalidRecordError([Problem("unknown_id", "unrecorded", message)])


def _in_order(student: StudentRecord, findings: list[Finding]) -> tuple[Finding, ...]:
    """Return the findings in the order of the referrals, their IEPs, and the rules."""
    if len(findings) <= 1:
        return tuple(findings)
    places: dict[tuple[str, str | None], int] = {}
    for referral in student.referrals:
        for iep_id in (None, *(iep.id for iep in referral.ieps)):
            places[referral.id, iep_id] = len(places)
    return tuple(
        sorted(
            findings,
            key=lambda found: (
                places[found.referral_id, found.iep_id],
                RULE_ORDER[found.rule_id],
                found.on or date.min,
            ),
        )
    )


def _placeholders(student: StudentRecord) -> int:
    """Return how many dates of the record are placeholders."""
    dates: list[date | None] = [*student.triennial_agreements]
    for referral in student.referrals:
        dates += _DATES_OF_REFERRAL(referral)
        if referral.evaluation is not None:
            dates += _DATES_OF_EVALUATION(referral.evaluation)
        if referral.determination is not None:
            dates += _DATES_OF_DETERMINATION(referral.determination)
        if referral.services_consent is not None:
            dates += _DATES_OF_CONSENT(referral.services_consent)
        for iep in referral.ieps:
            dates += _DATES_OF_IEP(iep)
            dates += [procedure.on for procedure in iep.procedures]
    return sum(map(PLACEHOLDER_DATES.__contains__, dates))


def _dates_of(kind: type[attrs.AttrsInstance]) -> Callable[[object], tuple[date | None, ...]]:
    return attrgetter(*(each.name for each in attrs.fields(kind) if each.name.endswith("_on")))


_DATES_OF_REFERRAL: Final = _dates_of(Referral)
_DATES_OF_EVALUATION: Final = _dates_of(Evaluation)
_DATES_OF_DETERMINATION: Final = _dates_of(Determination)
_DATES_OF_CONSENT: Final = _dates_of(ServicesConsent)
_DATES_OF_IEP: Final = _dates_of(IEP)
