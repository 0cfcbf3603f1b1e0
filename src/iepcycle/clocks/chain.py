"""Duties that follow each other: each runs from an event, and the next event of the kind meets it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

from iepcycle.clocks.duty import Duty, Unreckoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence

    from iepcycle.clocks.endings import Ending

Place = tuple[int, int]
"""A place in recorded order: that of the referral or IEP, and that among what hangs on it."""


class Plan(NamedTuple):
    """What the record of an IEP tells of the day of its meeting; IEPs of two referrals may overlap.

    A draft that opens a referral may wait, and meanwhile the IEPs of the referral before it are reviewed.
    """

    received_on: date | None
    """The day on which its referral was received, if that is recorded: it was discussed no earlier."""
    activated_on: date | None
    """The day on which it was activated, if that is recorded: it was discussed no later."""
    waits: bool
    """Whether it is a draft."""


class Event(NamedTuple):
    """An event that meets the duty before it, and from which the next duty runs."""

    position: int
    """The position of its referral in the record."""
    place: Place
    """Its place in recorded order; the earliest, where the record leaves it open."""
    on: date | None
    """The day, if it is recorded."""
    words: str
    """What it is, in words."""
    referral_id: str
    """The referral that records it."""
    iep_id: str | None = None
    """The IEP whose event it is, if it is one's."""
    starts: bool = True
    """Whether a new duty runs from it."""
    latest_place: Place | None = None
    """Its latest place in recorded order, where the record leaves it open."""
    agreed: bool = False
    """Whether it is an agreement that the duty before it need not be done."""
    plan: Plan | None = None
    """What else the record tells of the IEP whose event it is, if it is one's."""


Dated = tuple[Event, date]
"""An event of which the day is recorded, with that day."""


def duties_between(
    rule_id: str,
    events: Sequence[Event],
    deadline: Callable[[date], tuple[date, date | None]],
    ends: tuple[Ending, ...],
    as_of: date | None,
) -> Iterator[Duty | Unreckoned]:
    """Yield the duty that runs from each event and is met by the next dated one.

    Nothing is claimed of a duty that an event without a date may have met,
    nor of one whose next event bears an earlier date.

    Args:
        rule_id: The rule that makes it a duty.
        events: The events; those with a date stand in the order in which they follow each other.
        deadline: The due date of a duty that runs from a day, and the day on which its window opens, if it has one.
        ends: What ends the duties to the student.
        as_of: The day of asking, if one was given.
    """
    undated = [event for event in events if event.on is None]
    for event in undated:
        if event.starts:
            yield Unreckoned(rule_id=rule_id, referral_id=event.referral_id)
    dated = [(event, event.on) for event in events if event.on is not None]
    followed_by: list[Dated | None] = [*dated, None]
    for this, following in zip(dated, followed_by[1:], strict=True):
        event, start = this
        after, met_on = following or (None, None)
        if not event.starts or (ends and _is_ended(ends, event, start, after, met_on)):
            continue
        backwards = met_on is not None and met_on < start
        if backwards or (undated and _is_in_doubt(undated, this, following)):
            yield Unreckoned(rule_id=rule_id, referral_id=event.referral_id)
            continue
        due_on, opens_on = deadline(start)
        yield Duty(
            rule_id=rule_id,
            referral_id=event.referral_id,
            iep_id=event.iep_id,
            event=event.words,
            runs_from=start,
            due_on=due_on,
            met_on=met_on,
            opens_on=opens_on,
            as_of=as_of,
        )


def _is_ended(
    ends: tuple[Ending, ...], event: Event, start: date, after: Event | None, met_on: date | None
) -> bool:
    end = None if after is None or met_on is None else (after.position, met_on)
    return any(each.ends((event.position, start), end) for each in ends)


def _is_in_doubt(undated: list[Event], before: Dated, after: Dated | None) -> bool:
    return any(_may_lie_between(each, before, after) for each in undated)


def _may_lie_between(event: Event, before: Dated, after: Dated | None) -> bool:
    """Say whether an event without a date may lie between two others.

    Recorded order tells, except of IEPs on different referrals.
    """
    first = before[0].place
    if after is None:
        return event.place > first or _may_be_later(event, before)
    last = after[0].latest_place or after[0].place
    places = (first, after[0].place, last)
    return (event.place > min(places) or _may_be_later(event, before)) and (
        event.place < max(places) or _may_be_earlier(event, after)
    )


def _may_be_later(event: Event, before: Dated) -> bool:
    """Say whether an IEP may have been discussed later than one that stands behind it on another referral."""
    other, start = before
    if event.plan is None or other.plan is None or event.position == other.position:
        return False
    activated_on = event.plan.activated_on
    return other.plan.waits if activated_on is None else activated_on > start


def _may_be_earlier(event: Event, after: Dated) -> bool:
    """Say whether an IEP may have been discussed earlier than one that stands before it on another referral."""
    other, met_on = after
    if event.plan is None or event.position == other.position:
        return False
    received_on = event.plan.received_on
    return received_on is None or received_on < met_on
