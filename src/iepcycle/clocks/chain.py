"""Duties that follow each other: each runs from an event, and the next event of the kind meets it."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from iepcycle.clocks.duty import Duty, Unreckoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Sequence
    from datetime import date

    from iepcycle.clocks.endings import Ending

Place = tuple[int, int]
"""A place in recorded order: that of the referral or IEP, and that among what hangs on it."""


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
    followed_by: list[tuple[Event, date] | None] = [*dated, None]
    for (event, start), following in zip(dated, followed_by[1:], strict=True):
        after, met_on = following or (None, None)
        if not event.starts or (ends and _is_ended(ends, event, start, after, met_on)):
            continue
        backwards = met_on is not None and met_on < start
        if backwards or (undated and _is_in_doubt(undated, event, after)):
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


def _is_in_doubt(undated: list[Event], before: Event, after: Event | None) -> bool:
    return any(_may_lie_between(each, before, after) for each in undated)


def _may_lie_between(event: Event, before: Event, after: Event | None) -> bool:
    """Say whether an event without a date may lie between two others; only recorded order can tell."""
    if after is None:
        return event.place > before.place
    places = (before.place, after.place, after.latest_place or after.place)
    return min(places) < event.place < max(places)
