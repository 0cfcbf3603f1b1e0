"""The steps of a record that others must not precede, and the end of a plan that several of them bring about."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.edits import changed_iep
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.records import Referral, StudentRecord


def steps(student: StudentRecord, referral: Referral) -> Iterator[date | None]:
    """Yield the recorded days that a new step on the referral must not precede."""
    yield referral.received_on
    determination = referral.determination
    yield None if determination is None else determination.decided_on
    for _, iep in student.ieps():
        yield from (iep.created_on, iep.activated_on, iep.inactivated_on)


def activations(student: StudentRecord) -> Iterator[date | None]:
    """Yield the first active day of every active IEP."""
    return (iep.activated_on for _, iep in student.ieps() if iep.status is IEPStatus.ACTIVE)


def inactivated(student: StudentRecord, on: date | None) -> StudentRecord:
    """Return the record with every active IEP made inactive on the day."""
    for _, iep in student.ieps():
        if iep.status is IEPStatus.ACTIVE:
            student = changed_iep(student, iep.id, status=IEPStatus.INACTIVE, inactivated_on=on)
    return student
