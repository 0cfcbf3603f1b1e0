"""What is due, as a calendar to which a program can subscribe."""

from datetime import UTC, date, datetime

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st
from icalendar import Calendar

from iepcycle.clocks import Duty, Task, Worklist, worklist
from iepcycle.render.due_calendar import event_id, worklist_calendar
from iepcycle.testing import student_records

AS_OF = date(2025, 1, 10)
REVIEW = Task(
    student_id="S-1",
    duty=Duty(
        rule_id="DUE-1",
        referral_id="R1",
        iep_id="R1-2",
        event="the IEP date of R1-2",
        runs_from=date(2023, 12, 1),
        due_on=date(2024, 12, 1),
        as_of=AS_OF,
    ),
)
TIMELINE = Task(
    student_id="S-2",
    duty=attrs.evolve(REVIEW.duty, rule_id="DUE-5", iep_id=None, event="the receipt of consent"),
)


def changed(task, **changes):
    return attrs.evolve(task, duty=attrs.evolve(task.duty, **changes))


def written(*tasks):
    return worklist_calendar(Worklist(as_of=AS_OF, tasks=tasks, not_reckoned=()))


def events(*tasks):
    return Calendar.from_ical(written(*tasks)).walk("VEVENT")


class TestEvents:
    """Each duty that is not met is an all-day event on its due date."""

    def test_it_stands_on_the_due_date(self):
        [event] = events(REVIEW)
        assert event["dtstart"].dt == date(2024, 12, 1)
        assert "dtend" not in event

    def test_it_says_what_is_due_for_whom_by_ids(self):
        review, timeline = events(REVIEW, TIMELINE)
        assert review["summary"] == "Annual review due: student S-1, referral R1, IEP R1-2"
        assert timeline["summary"] == "Evaluation due: student S-2, referral R1"
        assert review["description"] == (
            "DUE-1 annual-review: runs from the IEP date of R1-2 on 2023-12-01, due on 2024-12-01."
        )

    def test_it_does_not_make_anyone_busy(self):
        assert events(REVIEW)[0]["transp"] == "TRANSPARENT"

    def test_what_is_met_is_left_out(self):
        assert events(changed(REVIEW, met_on=date(2024, 11, 1))) == []

    def test_of_a_student_who_is_listed_twice_a_duty_is_told_once_with_the_earlier_date(self):
        later = changed(REVIEW, due_on=date(2025, 6, 1))
        [event] = events(REVIEW, later, REVIEW)
        assert event["dtstart"].dt == date(2024, 12, 1)

    def test_the_last_day_of_all_can_be_a_due_date(self):
        assert events(changed(REVIEW, due_on=date.max))[0]["dtstart"].dt == date.max

    def test_no_id_can_break_out_of_its_event(self):
        hostile = attrs.evolve(REVIEW, student_id="S-1\r\nEND:VEVENT\nATTACH:x;y,z\\")
        [event] = events(hostile)
        assert "ATTACH" not in event
        assert "\\x0d\\x0aEND:VEVENT" in event["summary"]


class TestSubscription:
    """A program that reads the calendar again knows the events that it knew."""

    def test_an_event_keeps_its_id_when_its_date_moves(self):
        assert event_id(changed(REVIEW, due_on=date(2025, 1, 1))) == event_id(REVIEW)

    @pytest.mark.parametrize(
        "changes",
        [{"rule_id": "DUE-3"}, {"referral_id": "R2"}, {"iep_id": "R1-3"}, {"iep_id": None}],
    )
    def test_another_duty_has_another_id(self, changes):
        assert event_id(changed(REVIEW, **changes)) != event_id(REVIEW)

    def test_another_student_has_another_id(self):
        assert event_id(attrs.evolve(REVIEW, student_id="S-2")) != event_id(REVIEW)

    def test_the_id_is_the_same_for_ever_and_shows_no_id_of_the_record(self):
        assert events(REVIEW)[0]["uid"] == "e6ee223110745a0e8f1a81b66e83b551@iepcycle"

    def test_the_stamp_is_the_day_of_asking(self):
        assert events(REVIEW)[0]["dtstamp"].dt == datetime(2025, 1, 10, tzinfo=UTC)

    def test_the_same_question_gives_the_same_bytes(self):
        assert written(REVIEW, TIMELINE) == written(REVIEW, TIMELINE)

    def test_the_calendar_has_a_name(self):
        calendar = Calendar.from_ical(written())
        assert calendar["x-wr-calname"] == calendar["name"] == "IEP due dates"
        assert calendar["version"] == "2.0"

    @given(student=student_records(), as_of=st.dates())
    def test_any_worklist_is_a_calendar_of_distinct_events(self, student, as_of):
        found = worklist([student], as_of=as_of)
        read = Calendar.from_ical(worklist_calendar(found)).walk("VEVENT")
        assert len({str(event["uid"]) for event in read}) == len(read) == len(found.tasks)
