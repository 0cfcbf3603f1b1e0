"""The DUE findings: what was late, what is overdue, and what was too soon."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks import Duty, EarlyStep, early_steps, reckon
from iepcycle.rules.duties import DUE_1, DUE_3, DUE_4, DUE_5, DUE_6, DUE_7

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.audit.report import Ledger
    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord

_WHAT = {
    DUE_1.id: "The annual review",
    DUE_3.id: "The reevaluation",
    DUE_4.id: "The next determination",
    DUE_5.id: "The evaluation",
    DUE_6.id: "The first IEP meeting",
    DUE_7.id: "The triennial agreement",
}


def check_duties(
    student: StudentRecord, as_of: date | None, policy: Policy, ledger: Ledger
) -> None:
    """Note every duty that was met late, or that is overdue on the day of asking."""
    for each in reckon(student, policy, as_of):
        if not isinstance(each, Duty):
            ledger.not_checked[each.rule_id] += 1
            continue
        if each.met_on is None and as_of is None:
            continue
        ledger.checked[each.rule_id] += 1
        if each.days_late:
            _find(each, student, f"was met {_days(each.days_late)} late", ledger)
        elif each.overdue:
            _find(each, student, f"is {_days(each.days_overdue)} overdue", ledger)


def _find(duty: Duty, student: StudentRecord, how: str, ledger: Ledger) -> None:
    message = f"{_WHAT[duty.rule_id]} that runs from {duty.event} was due, and {how}."
    referral = student.referral(duty.referral_id)
    iep = None if duty.iep_id is None else student.find_iep(duty.iep_id)[1]
    ledger.find(duty.rule, referral, iep, duty.due_on, message)


def check_early_steps(student: StudentRecord, policy: Policy, ledger: Ledger) -> None:
    """Note every step that was taken too soon."""
    for each in early_steps(student, policy):
        if not isinstance(each, EarlyStep):
            ledger.not_checked[each.rule_id] += 1
            continue
        ledger.checked[each.rule_id] += 1
        if each.too_soon:
            days = _days((each.not_before - each.taken_on).days)
            referral = student.referral(each.referral_id)
            message = f"{_WHAT[each.rule_id]} was {days} too soon."
            ledger.find(each.rule, referral, None, each.taken_on, message)


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number} days"
