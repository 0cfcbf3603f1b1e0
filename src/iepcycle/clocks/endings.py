"""What ends the duties to a student: a determination of not eligible, or services refused or revoked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.dates import recorded
from iepcycle.records import Determination, ServicesConsent

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.records import StudentRecord

Point = tuple[int, date]
"""Where something lies in the record: the position of its referral, and its day."""


@attrs.frozen(kw_only=True)
class Ending:
    """The end of the duties that had arisen until then."""

    position: int
    """The position of the referral that records it."""
    reach: int
    """The position of the last referral that it covers; on the next one it was decided anew."""
    on: date | None
    """The day on which it took effect, if that is recorded."""
    by_determination: bool
    """Whether a determination of not eligible made it, not a consent."""

    def interrupts(self, start: Point, end: Point | None) -> bool:
        """Say whether it lies between the two, of which the second may never have come.

        Without a date, it may lie anywhere on its own referral, and so it does if that is favourable.
        On the same day, a duty is met before it ends.
        """
        begun = start[0] <= self.position if self.on is None else start[1] <= self.on
        return begun and self.ends(start, end)

    def ends(self, start: Point, end: Point | None) -> bool:
        """Say whether it ends a duty to an entitled student: it interrupts it, or was there when it began."""
        if start[0] > self.reach:
            return False
        if end is None:
            return True
        return end[0] >= self.position if self.on is None else end[1] > self.on


def endings(student: StudentRecord) -> Iterator[Ending]:
    """Yield every ending that the record holds."""
    decided = [_decision(referral.determination) for referral in student.referrals]
    consented = [_decision(referral.services_consent) for referral in student.referrals]
    for position in range(len(student.referrals)):
        for decisions in (decided, consented):
            found = decisions[position]
            if found is not None and found[0]:
                yield Ending(
                    position=position,
                    reach=_reach(position, decisions),
                    on=found[1],
                    by_determination=decisions is decided,
                )


def _decision(what: Determination | ServicesConsent | None) -> tuple[bool, date | None] | None:
    """Return whether it ends the duties, and its day if that is recorded; ``None`` if there is none."""
    if what is None:
        return None
    if isinstance(what, Determination):
        return not what.eligible, recorded(what.decided_on)
    return what.declined, recorded(what.ended_on)


def _reach(position: int, decisions: list[tuple[bool, date | None] | None]) -> int:
    """Return the position of the last referral before the next one on which it was decided anew."""
    later = range(position + 1, len(decisions))
    return next((each for each in later if decisions[each] is not None), len(decisions)) - 1


def has_left(student: StudentRecord) -> bool:
    """Say whether no duty to the student is left: found not eligible at last, or services declined at last."""
    determination = student.latest_determination
    consent = student.latest_services_consent
    return (determination is not None and not determination.eligible) or (
        consent is not None and consent.declined
    )
