"""The dates of a history against each other, and against the status: RECORD-1 and RECORD-2."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.audit.report import called
from iepcycle.dates import PLACEHOLDER_DATES, recorded
from iepcycle.rules.record import RECORD_1, RECORD_2
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from iepcycle.audit.report import Ledger
    from iepcycle.records import IEP, Referral


def check_order_of_dates(referral: Referral, ledger: Ledger) -> None:
    """Note every step that is dated before one that must precede it (RECORD-1)."""
    determination = referral.determination
    if determination is not None:
        decided = ("decided", determination.decided_on)
        filed = ("filed", determination.filed_on)
        _in_order((decided, filed), referral, None, ledger)
    received = ("received", referral.received_on)
    for iep in referral.ieps:
        steps = [received, ("created", iep.created_on)]
        if iep.status is not IEPStatus.DRAFT or iep.activated_on is not None:
            steps.append(("activated", iep.activated_on))
        if iep.status is IEPStatus.INACTIVE or iep.inactivated_on is not None:
            steps.append(("made inactive", iep.inactivated_on))
        _in_order(steps, referral, iep, ledger)


def _in_order(
    steps: Sequence[tuple[str, date | None]], referral: Referral, iep: IEP | None, ledger: Ledger
) -> None:
    """Note every step that is dated before the one recorded before it."""
    earlier = first = None
    checked = 0
    for done, each in steps:
        on = recorded(each)
        if on is None:
            continue
        if first is not None:
            checked += 1
            if on < first:
                subject = "The determination" if iep is None else called(iep)
                before = (
                    "its referral was received" if earlier == "received" else f"it was {earlier}"
                )
                message = f"{subject} was {done} before {before}."
                ledger.find(RECORD_1, referral, iep, on, message)
        earlier, first = done, on
    ledger.checked[RECORD_1.id] += checked
    ledger.not_checked[RECORD_1.id] += len(steps) - 1 - checked


def check_status_against_dates(referral: Referral, ledger: Ledger) -> None:
    """Note every IEP whose status contradicts its dates (RECORD-2)."""
    for iep in referral.ieps:
        if iep.status is IEPStatus.INACTIVE:
            continue
        is_draft = iep.status is IEPStatus.DRAFT
        barred = [("inactivation", iep.inactivated_on)]
        if is_draft:
            barred.insert(0, ("activation", iep.activated_on))
        held = [(what, each) for what, each in barred if each is not None]
        dated = [(what, each) for what, each in held if each not in PLACEHOLDER_DATES]
        counts = ledger.not_checked if held and not dated else ledger.checked
        counts[RECORD_2.id] += 1
        if dated:
            what, on = dated[0]
            status = "a draft" if is_draft else "active"
            message = f"{called(iep)} is {status}, yet has an {what} date."
            ledger.find(RECORD_2, referral, iep, on, message)
