"""Whether the meeting of an IEP was held, and when for the first time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.dates import recorded
from iepcycle.vocabulary import ConferencePurpose, IEPStatus, IEPType

if TYPE_CHECKING:
    from collections.abc import Sequence
    from datetime import date

    from iepcycle.records import IEP


def sessions(iep: IEP) -> list[date | None]:
    """Return the day of each session of the meeting of the IEP, or ``None`` for one without a date.

    An IEP that was activated without a session had one that is not recorded.
    """
    held = [recorded(each.on) for each in iep.procedures if each.purpose is ConferencePurpose.IEP]
    return held or ([] if iep.status is IEPStatus.DRAFT else [None])


def first_conference(ieps: Sequence[IEP]) -> tuple[bool, date | None]:
    """Return whether a meeting of the IEPs was held, and the day of the first one if that is recorded.

    A session without a date may have been the first; that of a Revision, which may be agreed without one, was not.
    """
    days = [
        on
        for iep in ieps
        for on in sessions(iep)
        if on is not None or iep.type is not IEPType.REVISION
    ]
    known = [on for on in days if on is not None]
    return bool(days), min(known) if len(known) == len(days) > 0 else None
