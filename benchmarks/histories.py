"""A synthetic district export of any size, as JSON Lines: lives that keep to the rules, and blunders in some of them.

It holds what a plain export holds: referrals, evaluations, determinations, consent, and IEPs with their dates; no procedures.
"""

from __future__ import annotations

import json
from datetime import date, timedelta
from random import Random
from typing import TYPE_CHECKING

from blunders import BLUNDERS, TYPES, lose_a_date

if TYPE_CHECKING:
    from collections.abc import Iterator

    from blunders import Record

WITH_BLUNDERS = 0.05
"""The share of students whose record holds a blunder or two."""
WITH_GAPS = 0.03
"""The share of students in whose record a date or two is missing."""
_REEVALUATIONS = TYPES[3:]
_FIRST = date(2015, 8, 3)
_WRITE = json.JSONEncoder(separators=(",", ":"), default=date.isoformat).encode


def json_lines(students: int, seed: int = 1) -> Iterator[str]:
    """Yield the line of each student; the same seed makes the same export."""
    random = Random(seed)  # noqa: S311 -- chance, not secrecy
    for number in range(students):
        student = _Life(random, f"S-{number:07}").live()
        chance = random.random()
        if chance < WITH_BLUNDERS + WITH_GAPS:
            for _ in range(random.randint(1, 2)):
                blunder = random.choice(BLUNDERS) if chance < WITH_BLUNDERS else lose_a_date
                blunder(random, student)
        yield f"{_WRITE(student)}\n"


class _Life:
    """A life that keeps to the rules, from the first referral on."""

    def __init__(self, random: Random, student_id: str) -> None:
        self.random = random
        self.referrals: list[Record] = []
        self.student = {
            "format": "iepcycle.student/1",
            "id": student_id,
            "referrals": self.referrals,
        }
        self.today = _FIRST + timedelta(days=random.randrange(1500))
        self.active: Record | None = None

    def live(self) -> Record:
        """Live some years, and return what is recorded."""
        if not self.come_under_a_plan():
            return self.student
        for _ in range(int(self.random.random() ** 2 * 4.5)):
            if not self.live_another_year():
                break
        return self.student

    def live_another_year(self) -> bool:
        """Live to the next review, and return whether services go on."""
        begun = self.today
        if self.random.random() < 0.3:
            self.revise()
        if self.random.random() < 0.03:
            self.revoke()
            return False
        days = (begun - self.determined).days
        if days > 600 or (days > 300 and self.random.random() < 0.1):
            self.today = begun + timedelta(days=230)
            return self.reevaluate()
        self.today = begun + timedelta(days=320)
        self.wait(0, 30)
        self.plan("annual")
        return True

    def wait(self, fewest: int, most: int) -> date:
        """Let so many days go by, and return the new day."""
        self.today += timedelta(days=self.random.randint(fewest, most))
        return self.today

    def come_under_a_plan(self) -> bool:
        """Begin with a referral, and return whether it comes to a plan."""
        referral = self.receive()
        fate = self.random.random()
        if fate < 0.05:
            return False
        self.begin_evaluation(referral, "initial")
        if fate < 0.08:
            referral["evaluation"]["withdrawn_on"] = self.wait(1, 50)
            return False
        if not self.determine(referral, eligible=fate > 0.14):
            return False
        day = self.wait(1, 9)
        if fate < 0.16:
            referral["services_consent"] = {"status": "refused", "ended_on": day}
            return False
        referral["services_consent"] = {"status": "given", "given_on": day}
        self.plan("initial")
        return True

    def receive(self) -> Record:
        referral = {
            "id": f"R{len(self.referrals) + 1}",
            "stage": "express_concern",
            "received_on": self.today,
            "ieps": [],
        }
        self.referrals.append(referral)
        return referral

    def begin_evaluation(self, referral: Record, kind: str) -> None:
        referral["stage"] = "define_needs"
        referral["evaluation"] = {"type": kind, "consent_received_on": self.wait(3, 20)}

    def determine(self, referral: Record, *, eligible: bool) -> bool:
        """Close the evaluation in time."""
        self.determined = self.wait(15, 58)
        referral["evaluation"]["determination"] = {
            "eligible": eligible,
            "decided_on": self.today,
            "filed_on": self.today + timedelta(days=self.random.randint(0, 3)),
        }
        if eligible:
            referral["stage"] = "develop_plan"
        else:
            self.end_the_plan()
        return eligible

    def plan(self, kind: str) -> None:
        """Create an IEP on the last referral, and activate it."""
        iep = self.draft(kind)
        self.wait(0, 9)
        self.activate(iep)

    def draft(self, kind: str) -> Record:
        ieps = self.referrals[-1]["ieps"]
        iep = {
            "id": f"{self.referrals[-1]['id']}-{len(ieps) + 1}",
            "type": kind,
            "status": "draft",
            "created_on": self.today,
        }
        ieps.append(iep)
        return iep

    def activate(self, iep: Record) -> None:
        self.end_the_plan()
        iep |= {"status": "active", "activated_on": self.today}
        self.active = iep
        self.referrals[-1]["stage"] = "implement_plan"

    def end_the_plan(self) -> None:
        if self.active is not None:
            self.active |= {"status": "inactive", "inactivated_on": self.today}

    def revise(self) -> None:
        """Draft a Revision; of five, one stays a draft."""
        self.wait(20, 130)
        iep = self.draft("revision")
        if self.random.random() < 0.8:
            self.wait(0, 9)
            self.activate(iep)

    def revoke(self) -> None:
        day = self.wait(5, 50)
        self.referrals[0]["services_consent"] |= {"status": "revoked", "ended_on": day}
        self.end_the_plan()

    def reevaluate(self) -> bool:
        """Reevaluate on a new referral, and return whether the student is still eligible."""
        referral = self.receive()
        self.begin_evaluation(referral, "reevaluation")
        if not self.determine(referral, eligible=self.random.random() > 0.1):
            return False
        self.wait(0, 4)
        self.plan(self.random.choice(_REEVALUATIONS))
        return True
