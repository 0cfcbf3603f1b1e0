"""The annual review: DUE-1, and DUE-2, by which a Revision does not move it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

from iepcycle.clocks.chain import Event, Plan, duties_between
from iepcycle.clocks.conferences import sessions
from iepcycle.dates import recorded, year_after
from iepcycle.rules.duties import DUE_1
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.clocks.duty import Duty, Unreckoned
    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


def annual_reviews(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy, as_of: date | None
) -> Iterator[Duty | Unreckoned]:
    """Yield the annual review that runs from each IEP whose type sets the clock, by IEP date."""
    events = sorted(_reviews(student, policy), key=lambda event: event.on or date.min)

    def deadline(start: date) -> tuple[date, None]:
        return year_after(start, policy.annual_interval, policy.leap_day), None

    return duties_between(DUE_1.id, events, deadline, ends, as_of)


def _reviews(student: StudentRecord, policy: Policy) -> Iterator[Event]:
    """Yield the reviews that the record holds, in recorded order.

    A session without a date may have been the last: it leaves open from which day the next year runs.
    """
    order = 0
    for position, referral in enumerate(student.referrals):
        for iep in referral.ieps:
            order += 1
            if iep.type not in policy.annual_clock_set_by:
                continue
            days = sessions(iep)
            known = [on for on in days if on is not None]
            is_known = len(known) == len(days)
            plan = Plan(
                received_on=recorded(referral.received_on),
                activated_on=recorded(iep.activated_on),
                waits=iep.status is IEPStatus.DRAFT,
            )
            for on in ([max(known)] if known else []) + ([] if is_known else [None]):
                yield Event(
                    position=position,
                    place=(order, 0),
                    on=on,
                    words=f"the IEP date of {iep.id}",
                    referral_id=referral.id,
                    iep_id=iep.id,
                    starts=on is None or is_known,
                    plan=plan,
                )
