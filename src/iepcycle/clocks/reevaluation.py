"""The reevaluation: DUE-3, and the window of a triennial agreement, DUE-7."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from iepcycle.clocks.chain import Event, duties_between
from iepcycle.clocks.duty import Duty
from iepcycle.dates import days_after, recorded, years_after
from iepcycle.rules.duties import DUE_3

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.clocks.duty import Unreckoned
    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


def reevaluations(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy
) -> Iterator[Duty | Unreckoned]:
    """Yield the reevaluation that runs from each determination of eligible and each triennial agreement.

    An agreement that the reevaluation is unnecessary meets the duty, and the next one runs from its notice.
    """
    for duty in duties_between(
        DUE_3.id,
        (*determinations(student), *_agreements(student, policy)),
        lambda start: years_after(start, policy.reevaluation_years, policy.leap_day),
        ends,
    ):
        if isinstance(duty, Duty) and policy.reevaluation_waivable:
            yield attrs.evolve(
                duty, opens_on=days_after(duty.due_on, -policy.triennial_window_days)
            )
        else:
            yield duty


def determinations(student: StudentRecord) -> Iterator[Event]:
    """Yield the determinations that the record holds; one of not eligible starts no duty."""
    for position, referral in enumerate(student.referrals):
        determination = referral.determination
        if determination is not None:
            yield Event(
                position=position,
                order=(position, 0),
                on=recorded(determination.decided_on),
                words=f"the determination on {referral.id}",
                referral_id=referral.id,
                starts=determination.eligible,
            )


def _agreements(student: StudentRecord, policy: Policy) -> Iterator[Event]:
    """Yield the triennial agreements, each under the last referral that was determined before it."""
    if not policy.reevaluation_waivable:
        return
    known = [event for event in determinations(student) if event.on is not None]
    for number, notice in enumerate(student.triennial_agreements, start=1):
        on = recorded(notice)
        earlier = [event for event in known if on is None or (event.on and event.on <= on)]
        if earlier:
            last = max(earlier, key=lambda event: (event.on, event.order))
            yield attrs.evolve(
                last,
                on=on,
                order=(last.position, number),
                words="the notice of a triennial agreement",
            )
