"""Every date of a record: to list them, and to change them."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.records import (
    IEP,
    Determination,
    Evaluation,
    Procedure,
    Referral,
    ServicesConsent,
    StudentRecord,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

_PARTS: Final = (Determination, Evaluation, ServicesConsent, Procedure, IEP, Referral)


def dates_of(value: Any) -> Iterator[date]:  # noqa: ANN401 -- a record, or a part of one
    """Yield every date of a record or of a part of one, in the order of its fields."""
    for field in attrs.fields(type(value)):
        found = getattr(value, field.name)
        for each in found if isinstance(found, tuple) else (found,):
            if isinstance(each, date):
                yield each
            elif isinstance(each, _PARTS):
                yield from dates_of(each)


def with_dates(student: StudentRecord, change: Callable[[str, date], date | None]) -> StudentRecord:
    """Return the record with every date changed.

    Args:
        student: The record.
        change: From the name of the field and the date in it to the new date, or ``None`` for none;
            a triennial agreement is nothing but its date, so one without is dropped.

    Example:
        >>> from iepcycle import Referral, Stage
        >>> received = Referral(id="R1", stage=Stage.DEFINE_NEEDS, received_on=date(2024, 9, 3))
        >>> student = StudentRecord(id="S-1", referrals=(received,))
        >>> migrated = with_dates(student, lambda _field, _on: date(1900, 1, 1))
        >>> migrated.referral("R1").received_on
        datetime.date(1900, 1, 1)
    """
    changed: StudentRecord = _changed(student, change)
    return changed


def _changed(value: Any, change: Callable[[str, date], date | None]) -> Any:  # noqa: ANN401
    changes: dict[str, Any] = {}
    for field in attrs.fields(type(value)):
        found = getattr(value, field.name)
        if isinstance(found, date):
            changes[field.name] = change(field.name, found)
        elif isinstance(found, _PARTS):
            changes[field.name] = _changed(found, change)
        elif isinstance(found, tuple) and found and isinstance(found[0], _PARTS):
            changes[field.name] = tuple(_changed(each, change) for each in found)
        elif isinstance(found, tuple) and found and isinstance(found[0], date):
            days = (change(field.name, each) for each in found)
            changes[field.name] = tuple(day for day in days if day is not None)
    return attrs.evolve(value, **changes) if changes else value
