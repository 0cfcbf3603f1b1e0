"""Plans without entitlement, and reevaluations without a plan before them: RECORD-4, RECORD-5 and RECORD-6."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.audit.report import called
from iepcycle.dates import recorded
from iepcycle.rules.record import RECORD_4, RECORD_5, RECORD_6
from iepcycle.vocabulary import EvaluationType, IEPStatus

if TYPE_CHECKING:
    from iepcycle.audit.report import Ledger
    from iepcycle.records import StudentRecord
    from iepcycle.rules.definition import Rule


def check_active_without_entitlement(student: StudentRecord, ledger: Ledger) -> None:
    """Note every IEP that was or is active after the student was found not eligible or declined services.

    The latest determination and the latest services consent are read (RECORD-4, RECORD-5).
    """
    determination = student.latest_determination
    if determination is not None and not determination.eligible:
        decided, filed = recorded(determination.decided_on), recorded(determination.filed_on)
        # Filing the determination ends the plan, so without that day a plan may have ended in time.
        last = filed if decided is None or filed is None else max(decided, filed)
        why = "the latest determination finds the student not eligible"
        ended = _End(on=last or decided, last=last, why=why)
        _none_active_after(student, RECORD_4, ended, ledger)
    elif determination is not None:
        ledger.checked[RECORD_4.id] += 1
    consent = student.latest_services_consent
    if consent is not None and consent.declined:
        on = recorded(consent.ended_on)
        ended = _End(on=on, last=on, why="the parent has declined services")
        _none_active_after(student, RECORD_5, ended, ledger)
    elif consent is not None:
        ledger.checked[RECORD_5.id] += 1


@attrs.frozen(kw_only=True)
class _End:
    """The end of services to a student."""

    on: date | None
    """The day, as far as it is recorded."""
    last: date | None
    """The last day on which an IEP may have been active, if it is recorded."""
    why: str
    """What ended them, in words."""


def _none_active_after(student: StudentRecord, rule: Rule, ended: _End, ledger: Ledger) -> None:
    for referral, iep in student.ieps():
        if iep.status is IEPStatus.DRAFT:
            continue
        if iep.status is IEPStatus.ACTIVE:
            ledger.checked[rule.id] += 1
            message = f"{called(iep)} is active, although {ended.why}."
            ledger.find(rule, referral, iep, ended.on, message)
            continue
        inactivated = recorded(iep.inactivated_on)
        if inactivated is None or ended.last is None:
            ledger.not_checked[rule.id] += 1
            continue
        ledger.checked[rule.id] += 1
        if inactivated > ended.last:
            message = f"{called(iep)} stayed active, although {ended.why}."
            ledger.find(rule, referral, iep, inactivated, message)


def check_reevaluation_has_predecessor(student: StudentRecord, ledger: Ledger) -> None:
    """Note every reevaluation referral before which no IEP was activated (RECORD-6)."""
    activated = False
    for referral in student.referrals:
        evaluation = referral.evaluation
        if evaluation is not None and evaluation.type is EvaluationType.REEVALUATION:
            ledger.checked[RECORD_6.id] += 1
            if not activated:
                message = "The referral is for a reevaluation, yet no earlier IEP of the student was activated."
                ledger.find(RECORD_6, referral, None, None, message)
        activated = activated or any(
            iep.status is not IEPStatus.DRAFT or recorded(iep.activated_on) is not None
            for iep in referral.ieps
        )
