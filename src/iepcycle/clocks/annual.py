"""The annual review: DUE-1, and DUE-2, by which a Revision does not move it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from iepcycle.clocks.chain import Event, duties_between
from iepcycle.dates import year_after
from iepcycle.rules.duties import DUE_1
from iepcycle.vocabulary import ConferencePurpose, IEPStatus, ProcedureKind

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.clocks.duty import Duty, Unreckoned
    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import IEP, StudentRecord


def annual_reviews(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy
) -> Iterator[Duty | Unreckoned]:
    """Yield the annual review that runs from each IEP whose type sets the clock, by IEP date."""
    return duties_between(
        DUE_1.id,
        sorted(_reviews(student, policy), key=lambda event: event.on or date.min),
        lambda start: year_after(start, policy.annual_interval, policy.leap_day),
        ends,
    )


def _reviews(student: StudentRecord, policy: Policy) -> Iterator[Event]:
    """Yield the reviews that the record holds, in recorded order."""
    order = 0
    for position, referral in enumerate(student.referrals):
        for iep in referral.ieps:
            order += 1
            if iep.type in policy.annual_clock_set_by and was_held(iep):
                yield Event(
                    position=position,
                    place=(order, 0),
                    on=iep.iep_date,
                    words=f"the IEP date of {iep.id}",
                    referral_id=referral.id,
                    iep_id=iep.id,
                )


def was_held(iep: IEP) -> bool:
    """Say whether the meeting of the IEP was held, dated or not: it is recorded, or the IEP was activated."""
    return iep.status is not IEPStatus.DRAFT or iep.has_procedure(
        ProcedureKind.CONFERENCE, ConferencePurpose.IEP
    )
