"""Duties that follow each other: each runs from an event, and the next event of the kind meets it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.clocks.duty import Duty, Unreckoned

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iepcycle.clocks.endings import Ending


@attrs.frozen(kw_only=True)
class Event:
    """An event that meets the duty before it, and from which the next duty runs."""

    position: int
    """The position of its referral in the record."""
    order: tuple[int, int]
    """Its place in recorded order: that of the referral or IEP, and that among what hangs on it."""
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


def duties_between(
    rule_id: str,
    events: Iterable[Event],
    due: Callable[[date], date],
    ends: tuple[Ending, ...],
) -> Iterator[Duty | Unreckoned]:
    """Yield the duty that runs from each event and is met by the next one, in order of their days.

    Where an event without a date may have met a duty, nothing is claimed of that duty.
    """
    every = tuple(events)
    dated = sorted(
        (event for event in every if event.on is not None),
        key=lambda event: (event.on, event.order),
    )
    undated = [event for event in every if event.on is None]
    for event in undated:
        yield Unreckoned(rule_id=rule_id, referral_id=event.referral_id)
    for event, following in zip(dated, [*dated, None][1:], strict=True):
        if event.on is None or not event.starts:
            continue
        end = (
            None
            if following is None or following.on is None
            else (following.position, following.on)
        )
        if any(each.interrupts((event.position, event.on), end) for each in ends):
            continue
        if any(_between(each, event, following) for each in undated):
            yield Unreckoned(rule_id=rule_id, referral_id=event.referral_id)
            continue
        yield Duty(
            rule_id=rule_id,
            referral_id=event.referral_id,
            iep_id=event.iep_id,
            event=event.words,
            runs_from=event.on,
            due_on=due(event.on),
            met_on=None if end is None else end[1],
        )


def _between(event: Event, before: Event, after: Event | None) -> bool:
    return event.order > before.order and (after is None or event.order < after.order)
