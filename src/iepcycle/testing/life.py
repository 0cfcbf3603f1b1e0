"""A life that keeps to the rules: a record, the day it is there, and how fast time goes by.

A life is lived with the public operations, so nothing in it is made up that the library would refuse.
No step is taken later than the first deadline that stands open; a step that would take longer falls on that deadline.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

import attrs

from iepcycle.dates import days_after
from iepcycle.policy import ECSSS, Policy
from iepcycle.records import IEP, Referral, StudentRecord
from iepcycle.testing.deadlines import deadline, has_ended
from iepcycle.vocabulary import IEPStatus

SLOWEST: Final = 31
"""The slowest pace: twelve such waits are longer than a year."""
SOON: Final = 7
"""What follows on a step follows within so many days."""


@attrs.define(kw_only=True)
class Life:
    """The record of a student who lives by the rules, and the day it is there."""

    day: date
    """The day of the latest step."""
    policy: Policy = ECSSS
    """The reading of the rules that is kept to."""
    student: StudentRecord = attrs.field(factory=lambda: StudentRecord(id="S-0001"))
    """The record so far."""
    draft_id: str = ""
    """The draft that the team works on; empty if there is none."""
    earlier_referrals: int = 0
    """How many referrals came before the student was found not eligible, or services were declined."""
    pace: int = 0
    """How many days the next step takes, or how many dozens of days where a year may lie between."""

    def wait(
        self, *, dozens: bool = False, not_before: date = date.min, by: date = date.max
    ) -> date:
        """Let days go by, up to the first deadline, and return the new day; what follows, follows soon."""
        later = max(days_after(self.day, self.pace * (12 if dozens else 1)), not_before)
        self.day = max(self.day, min(later, by, deadline(self.present, self.policy)))
        self.pace %= SOON
        return self.day

    @property
    def present(self) -> StudentRecord:
        """The record since services began, or began anew: no duty from before that is open."""
        if not self.earlier_referrals:
            return self.student
        return attrs.evolve(
            self.student, referrals=self.student.referrals[self.earlier_referrals :]
        )

    @property
    def has_ended(self) -> bool:
        """Whether the student was found not eligible, or services were declined, and no referral came since."""
        return has_ended(self.present)

    @property
    def referral(self) -> Referral:
        """The latest referral."""
        return self.student.referrals[-1]

    @property
    def draft(self) -> IEP:
        """The draft that the team works on."""
        return self.student.find_iep(self.draft_id)[1]

    @property
    def plan_in_force(self) -> tuple[Referral, IEP]:
        """The active IEP, with its referral."""
        return next(each for each in self.student.ieps() if each[1].status is IEPStatus.ACTIVE)

    @property
    def is_under_a_plan(self) -> bool:
        """Whether an IEP is active."""
        return self.student.active_iep is not None


Step = Callable[[Life, int], None]
"""Something that is done in a life, in one of several ways; nothing, where it may not be done."""
