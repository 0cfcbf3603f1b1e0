"""The annual review: DUE-1, and DUE-2, by which a Revision does not move it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks.chain import Event, duties_between
from iepcycle.dates import year_after
from iepcycle.rules.duties import DUE_1
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.clocks.duty import Duty, Unreckoned
    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


def annual_reviews(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy
) -> Iterator[Duty | Unreckoned]:
    """Yield the annual review that runs from each IEP whose type sets the clock."""
    return duties_between(
        DUE_1.id,
        _reviews(student, policy),
        lambda start: year_after(start, policy.annual_interval, policy.leap_day),
        ends,
    )


def _reviews(student: StudentRecord, policy: Policy) -> Iterator[Event]:
    """Yield the reviews that the record holds: a draft counts once its conference is held."""
    order = 0
    for position, referral in enumerate(student.referrals):
        for iep in referral.ieps:
            order += 1
            if iep.type not in policy.annual_clock_set_by:
                continue
            on = iep.iep_date
            if on is not None or iep.status is not IEPStatus.DRAFT:
                yield Event(
                    position=position,
                    order=(order, 0),
                    on=on,
                    words=f"the IEP date of {iep.id}",
                    referral_id=referral.id,
                    iep_id=iep.id,
                )
