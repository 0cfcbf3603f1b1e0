"""What ends the duties to a student: a determination of not eligible, or services refused or revoked."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.dates import recorded

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.records import StudentRecord


@attrs.frozen(kw_only=True)
class Ending:
    """The end of the duties that had arisen until then."""

    position: int
    """The position of the referral that records it."""
    on: date | None
    """The day on which it took effect, if that is recorded."""

    def interrupts(self, start: tuple[int, date], end: tuple[int, date] | None) -> bool:
        """Say whether it lies between the two: each the position of a referral, and a day.

        Without a date, it lies after all that its own referral records.
        On the same day, a duty is met before it ends.
        """
        if self.on is None:
            return start[0] <= self.position and (end is None or end[0] > self.position)
        return start[1] <= self.on and (end is None or end[1] > self.on)


def endings(student: StudentRecord) -> Iterator[Ending]:
    """Yield every ending that the record holds."""
    for position, referral in enumerate(student.referrals):
        determination = referral.determination
        if determination is not None and not determination.eligible:
            yield Ending(position=position, on=recorded(determination.decided_on))
        consent = referral.services_consent
        if consent is not None and consent.declined:
            yield Ending(position=position, on=recorded(consent.ended_on))


def has_left(student: StudentRecord) -> bool:
    """Say whether no duty to the student is left: found not eligible at last, or services declined at last."""
    determination = student.latest_determination
    consent = student.latest_services_consent
    return (determination is not None and not determination.eligible) or (
        consent is not None and consent.declined
    )
