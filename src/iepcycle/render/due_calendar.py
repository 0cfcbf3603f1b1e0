"""What is due when, as an iCalendar file to which a calendar program can subscribe.

Needs the extra ``calendar``; icalendar is imported on the first call.
An event carries ids and dates, nothing personal.
The same duties on the same day of asking give the same file, to the byte.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC, datetime, time
from typing import TYPE_CHECKING, Final

from iepcycle.render.duties import DUTIES
from iepcycle.render.layout import printable

if TYPE_CHECKING:
    from icalendar import Event

    from iepcycle.clocks import Task, Worklist

PRODUCT: Final = "-//iepcycle//iepcycle due//EN"
"""How a calendar file names the program that made it."""
TITLE: Final = "IEP due dates"
"""How a calendar program names the calendar; the older ones read ``X-WR-CALNAME``."""


def worklist_calendar(worklist: Worklist) -> bytes:
    """Return the duties that are not met as a calendar of all-day events, each on its due date.

    The id of an event occurs once: of a student who is listed twice, the earlier of two dates is told.

    Raises:
        ModuleNotFoundError: icalendar is not installed.

    Source:
        RFC 5545.

    Example:
        >>> from datetime import date
        >>> from iepcycle.clocks import worklist
        >>> worklist_calendar(worklist([], as_of=date(2025, 1, 10))).splitlines()[0]
        b'BEGIN:VCALENDAR'
    """
    from icalendar import Calendar  # noqa: PLC0415 -- an optional dependency

    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("name", TITLE)
    calendar.add("x-wr-calname", TITLE)
    stamp = datetime.combine(worklist.as_of, time(), UTC)
    told: set[str] = set()
    for task in worklist.tasks:
        uid = event_id(task)
        if task.duty.met_on is None and uid not in told:
            told.add(uid)
            calendar.add_component(_event(task, uid, stamp))
    return bytes(calendar.to_ical())


def _event(task: Task, uid: str, stamp: datetime) -> Event:
    from icalendar import Event  # noqa: PLC0415 -- an optional dependency

    duty = task.duty
    where = [f"student {task.student_id}", f"referral {duty.referral_id}"]
    if duty.iep_id is not None:
        where.append(f"IEP {duty.iep_id}")
    event = Event()
    event.add("uid", uid)
    event.add("dtstamp", stamp)
    event.add("dtstart", duty.due_on)
    event.add("summary", printable(f"{DUTIES[duty.rule_id]} due: {', '.join(where)}"))
    event.add(
        "description",
        printable(
            f"{duty.rule}: runs from {duty.event} on {duty.runs_from.isoformat()}, "
            f"due on {duty.due_on.isoformat()}."
        ),
    )
    event.add("transp", "TRANSPARENT")
    return event


def event_id(task: Task) -> str:
    """Return the id of the event of a duty: a digest of ids, the same whenever and by whomever it is asked for.

    It does not depend on the due date, so a duty whose date moves stays one event.
    """
    duty = task.duty
    ids = json.dumps([task.student_id, duty.rule_id, duty.referral_id, duty.iep_id])
    return f"{hashlib.sha256(ids.encode()).hexdigest()[:32]}@iepcycle"
