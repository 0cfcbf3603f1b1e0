"""What ends the duties to a student: a determination of not eligible, or services refused or revoked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.dates import recorded

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

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
    for position, referral in enumerate(student.referrals):
        determination = referral.determination
        if determination is not None and not determination.eligible:
            yield Ending(
                position=position,
                reach=_reach(position, [each.determination for each in student.referrals]),
                on=recorded(determination.decided_on),
                by_determination=True,
            )
        consent = referral.services_consent
        if consent is not None and consent.declined:
            yield Ending(
                position=position,
                reach=_reach(position, [each.services_consent for each in student.referrals]),
                on=recorded(consent.ended_on),
                by_determination=False,
            )


def _reach(position: int, decisions: Sequence[object]) -> int:
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
