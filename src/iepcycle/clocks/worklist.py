"""The duties of many students in one list, by due date: what a case manager has to do next."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.clocks.counting import refuse_no_day
from iepcycle.clocks.duties import reckon
from iepcycle.clocks.duty import Duty
from iepcycle.dates import days_after
from iepcycle.policy import ECSSS

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


@attrs.frozen(kw_only=True)
class Task:
    """A duty to a student."""

    student_id: str
    """The student."""
    duty: Duty
    """The duty, with the day of asking."""


@attrs.frozen(kw_only=True)
class Worklist:
    """The duties of many students on the day of asking."""

    as_of: date
    """The day of asking."""
    tasks: tuple[Task, ...]
    """The duties, in order of due date, so that what is overdue comes first; then of the students and their records."""
    not_reckoned: tuple[tuple[str, int], ...]
    """How many duties could not be reckoned for want of a recorded date, by rule."""


def worklist(
    students: Iterable[StudentRecord],
    *,
    as_of: date,
    within: int | None = None,
    met: bool = False,
    policy: Policy = ECSSS,
) -> Worklist:
    """Return what is to be done for the students, most urgent first.

    Args:
        students: The records; they are read once, and only the duties told are kept.
        as_of: The day of asking.
        within: The number of days from then within which a duty is due; without it, all are told.
        met: Tell the duties that are met, too.
        policy: The reading of the rules.

    Raises:
        InvalidRecordError: The day of asking is no date (code ``wrong_type``),
            or a calendar of the policy did not return one (code ``bad_policy``).

    Example:
        >>> from iepcycle import StudentRecord
        >>> worklist([StudentRecord(id="S-1")], as_of=date(2025, 1, 10)).tasks
        ()
    """
    refuse_no_day(as_of, "as_of")
    until = date.max if within is None else days_after(as_of, within)
    tasks = []
    not_reckoned: Counter[str] = Counter()
    for student in students:
        for each in reckon(student, policy, as_of):
            if not isinstance(each, Duty):
                not_reckoned[each.rule_id] += 1
            elif each.due_on <= until and (met or each.met_on is None):
                tasks.append(Task(student_id=student.id, duty=each))
    return Worklist(
        as_of=as_of,
        tasks=tuple(sorted(tasks, key=lambda task: task.duty.due_on)),
        not_reckoned=tuple(sorted(not_reckoned.items())),
    )
