"""What is due when: a table for people, and rows and plain data for programs."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from iepcycle.render.layout import joined, printable
from iepcycle.render.plain import plain
from iepcycle.render.spreadsheet import spreadsheet_rows

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iepcycle.clocks import Duty, Task, Worklist

DUTY_COLUMNS: Final = (
    "due_on",
    "rule",
    "name",
    "student_id",
    "referral_id",
    "iep_id",
    "event",
    "runs_from",
    "opens_on",
    "met_on",
    "days_late",
    "days_overdue",
)
"""The keys of a duty as plain data, and its columns in a table."""

DUTIES: Final = {
    "DUE-1": "Annual review",
    "DUE-3": "Reevaluation",
    "DUE-5": "Evaluation",
    "DUE-6": "First IEP meeting",
}
"""What has to be done, by the rule that makes it a duty."""

_HEADINGS: Final = ("Due", "State", "Duty", "Rule", "Student", "Referral", "IEP")
_GAP: Final = "  "


def duty_data(task: Task) -> dict[str, Any]:
    """Return a duty to a student as plain data, under the keys of `DUTY_COLUMNS`."""
    duty = task.duty
    told = {
        "rule": duty.rule_id,
        "name": duty.rule.name,
        "student_id": task.student_id,
    }
    return {
        column: told[column] if column in told else plain(getattr(duty, column))
        for column in DUTY_COLUMNS
    }


def worklist_csv(worklist: Worklist) -> str:
    """Return the worklist as CSV of which a spreadsheet runs nothing.

    Example:
        >>> from datetime import date
        >>> from iepcycle.clocks import worklist
        >>> print(worklist_csv(worklist([], as_of=date(2025, 1, 10))), end="")
        due_on,rule,name,student_id,referral_id,iep_id,event,runs_from,opens_on,met_on,days_late,days_overdue
    """
    rows = [[_cell(value) for value in duty_data(task).values()] for task in worklist.tasks]
    return spreadsheet_rows([DUTY_COLUMNS, *rows])


def _cell(value: object) -> str:
    return "" if value is None else str(value)


def worklist_text(worklist: Worklist) -> str:
    """Return the worklist as a table, a line for each duty.

    Example:
        >>> from datetime import date
        >>> from iepcycle.clocks import worklist
        >>> print(worklist_text(worklist([], as_of=date(2025, 1, 10))))
        Nothing is due as of 2025-01-10.
    """
    if not worklist.tasks:
        return f"Nothing is due as of {worklist.as_of.isoformat()}."
    rows = [_HEADINGS, *map(_row, worklist.tasks)]
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return joined(
        _GAP.join(cell.ljust(width) for cell, width in zip(row, widths, strict=True))
        for row in rows
    )


def _row(task: Task) -> tuple[str, ...]:
    duty = task.duty
    return (
        duty.due_on.isoformat(),
        state_of(duty),
        DUTIES[duty.rule_id],
        duty.rule_id,
        printable(task.student_id),
        printable(duty.referral_id),
        printable(duty.iep_id or ""),
    )


def state_of(duty: Duty) -> str:
    """Return in words how a duty stands on the day of asking.

    Example:
        >>> from datetime import date
        >>> from iepcycle.clocks import Duty
        >>> day = date(2024, 9, 3)
        >>> state_of(Duty(rule_id="DUE-1", referral_id="R1", event="it", runs_from=day, due_on=day))
        'not met'
    """
    if duty.met_on is not None:
        late = f", {_days(duty.days_late)} late" if duty.days_late else ""
        return f"met {duty.met_on.isoformat()}{late}"
    if duty.as_of is None:
        return "not met"
    if duty.overdue:
        return f"{_days(duty.days_overdue)} overdue"
    left = (duty.due_on - duty.as_of).days
    return f"in {_days(left)}" if left else "today"


def _days(number: int) -> str:
    return "1 day" if number == 1 else f"{number:,} days"


def not_reckoned_text(not_reckoned: Iterable[tuple[str, int]]) -> str:
    """Return in a sentence how many duties could not be reckoned; empty if there are none.

    Example:
        >>> not_reckoned_text([("DUE-1", 2), ("DUE-5", 1)])
        'Not reckoned, for want of a recorded date: DUE-1 2 times, DUE-5 once.'
    """
    told = [
        f"{rule_id} {'once' if count == 1 else f'{count:,} times'}"
        for rule_id, count in not_reckoned
    ]
    return f"Not reckoned, for want of a recorded date: {', '.join(told)}." if told else ""
