"""The reevaluation: DUE-3, and the window of a triennial agreement, DUE-7."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks.chain import Event, duties_between
from iepcycle.clocks.duty import Unreckoned
from iepcycle.dates import days_after, recorded, years_after
from iepcycle.rules.duties import DUE_3

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.clocks.duty import Duty
    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


def reevaluations(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy, as_of: date | None
) -> Iterator[Duty | Unreckoned]:
    """Yield the reevaluation that runs from each determination of eligible and each triennial agreement.

    An agreement that the reevaluation is unnecessary meets the duty, and the next one runs from its notice.
    An agreement without a date may have met any of them, so then nothing is claimed.
    """
    waivable = policy.reevaluation_waivable
    unsure = waivable and not all(map(recorded, student.triennial_agreements))

    def deadline(start: date) -> tuple[date, date | None]:
        due_on = reevaluation_due(start, policy)
        return due_on, window_opens(due_on, policy) if waivable else None

    events = reevaluation_events(student, policy)
    for duty in duties_between(DUE_3.id, events, deadline, ends, as_of):
        yield Unreckoned(rule_id=DUE_3.id, referral_id=duty.referral_id) if unsure else duty


def reevaluation_due(start: date, policy: Policy) -> date:
    """Return the due date of the reevaluation that runs from the day."""
    return years_after(start, policy.reevaluation_years, policy.leap_day)


def window_opens(due_on: date, policy: Policy) -> date:
    """Return the first day on which a triennial agreement may be made (DUE-7)."""
    return days_after(due_on, -policy.triennial_window_days)


def determinations(student: StudentRecord) -> Iterator[Event]:
    """Yield the determinations, in the order of their referrals; one of not eligible starts no duty."""
    for position, referral in enumerate(student.referrals):
        determination = referral.determination
        if determination is not None:
            yield Event(
                position=position,
                place=(position, 0),
                on=recorded(determination.decided_on),
                words=f"the determination on {referral.id}",
                referral_id=referral.id,
                starts=determination.eligible,
            )


def reevaluation_events(student: StudentRecord, policy: Policy) -> list[Event]:
    """Return the determinations and, where they count, the dated agreements, in the order in which they follow."""
    decided = list(determinations(student))
    notices = student.triennial_agreements if policy.reevaluation_waivable else ()
    if not decided or not notices:
        return decided
    return sorted([*decided, *_agreements(decided, notices)], key=lambda event: event.place)


def _agreements(decided: list[Event], notices: tuple[date, ...]) -> Iterator[Event]:
    """Yield each dated agreement, behind the last determination that was decided before it.

    Behind that one there may be determinations without a date, and the agreement may lie before or after them.
    An agreement presupposes a determination; if the first is dated and not earlier, it is not recorded.
    """
    for number, on in enumerate(sorted(set(filter(recorded, notices))), start=1):
        earlier = [event for event in decided if event.on is not None and event.on < on]
        if not earlier and decided[0].on is not None:
            continue
        last = earlier[-1] if earlier else decided[0]
        later = [event for event in decided if event.on is not None and event.place > last.place]
        yield last._replace(
            place=(last.position, number),
            latest_place=later[0].place if later else (decided[-1].position + 1, 0),
            on=on,
            words="the notice of a triennial agreement",
            agreed=True,
        )
