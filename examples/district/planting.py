"""The district: students who keep to the rules, and among them some with one breach each."""

from __future__ import annotations

import itertools
from random import Random
from typing import TYPE_CHECKING, Final

from district.gaps import migrated, with_gaps
from district.lives import lawful_student
from iepcycle import ECSSS
from iepcycle.testing import breakable_rules, dates_of, ways_to_break

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle import Policy, StudentRecord
    from iepcycle.testing import Breach

EVERY: Final = 10
"""One student in so many has a breach."""
WITH_GAPS: Final = 0.1
"""The share of the others from whose records dates are lost."""
MIGRATED: Final = 0.05
"""The share of the others whose first referral is migrated."""


def district(
    students: int, *, seed: int, as_of: date, policy: Policy = ECSSS
) -> Iterator[tuple[StudentRecord, Breach | None]]:
    """Yield every student of a district, with the breach that is planted in the record, if one is.

    The rules are broken in turn, so that a few hundred students hold a breach of each.

    Args:
        students: How many students the district has.
        seed: What chance hangs on; the same seed makes the same district.
        as_of: The day of asking, up to which the records go; on it nothing is overdue but what is planted.
        policy: The reading of the rules that is kept to and broken.
    """
    random = Random(seed)  # noqa: S311 -- chance, not secrecy
    rules = itertools.cycle(breakable_rules(policy))
    for number in range(students):
        student_id = f"S-{number + 1:06}"
        if number % EVERY == EVERY - 1:
            breach = _planted(random, student_id, as_of, policy, next(rules))
            yield breach.student, breach
        else:
            yield _lawful(random, student_id, as_of, policy), None


def _lawful(random: Random, student_id: str, as_of: date, policy: Policy) -> StudentRecord:
    """Return a student whose record keeps to the rules, with all of its dates or without some."""
    student = _complete(random, student_id, as_of, policy)
    share = random.random()
    if share < WITH_GAPS:
        return with_gaps(random, student)
    if share < WITH_GAPS + MIGRATED:
        return migrated(random, student)
    return student


def _complete(random: Random, student_id: str, as_of: date, policy: Policy) -> StudentRecord:
    leaves_drafts = not policy.draft_revision_blocks
    return lawful_student(random, student_id, as_of, leaves_drafts=leaves_drafts)


def _planted(random: Random, student_id: str, as_of: date, policy: Policy, rule_id: str) -> Breach:
    """Return a breach of the rule in the record of the first student in whose record it can be broken."""
    while True:
        student = _complete(random, student_id, as_of, policy)
        ways = [
            breach
            for breach in ways_to_break(rule_id, student, as_of=as_of, policy=policy)
            if max(dates_of(breach.student)) <= as_of
        ]
        if ways:
            return random.choice(ways)
