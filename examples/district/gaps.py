"""Records from which dates are missing, as they come out of old systems; none of it is a breach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.testing import with_dates

if TYPE_CHECKING:
    from datetime import date
    from random import Random

    from iepcycle import IEP, StudentRecord

LOST: Final = 0.2
"""The share of dates that are lost."""
PLACEHOLDERS: Final = tuple(sorted(PLACEHOLDER_DATES))
"""What stands in migrated records where no usable date was known."""
ARE_THEMSELVES: Final = frozenset(
    {"withdrawn_on", "early_reevaluation_agreed_on", "triennial_agreements"}
)
"""What is recorded by its date alone, so that without it nothing would be recorded."""


def with_gaps(random: Random, student: StudentRecord) -> StudentRecord:
    """Return the record with some of its dates lost."""

    def lose(field: str, on: date) -> date | None:
        return on if field in ARE_THEMSELVES or random.random() > LOST else None

    return with_dates(student, lose)


def migrated(random: Random, student: StudentRecord) -> StudentRecord:
    """Return the record with placeholders for the dates of its first referral, and without the procedures of its IEPs."""
    first = attrs.evolve(student, referrals=student.referrals[:1], triennial_agreements=())
    [moved] = with_dates(first, lambda _field, _on: random.choice(PLACEHOLDERS)).referrals
    moved = attrs.evolve(moved, ieps=tuple(map(_without_procedures, moved.ieps)))
    return attrs.evolve(student, referrals=(moved, *student.referrals[1:]))


def _without_procedures(iep: IEP) -> IEP:
    return attrs.evolve(iep, procedures=(), care_coordinator_assigned=False)
