"""What is due, as people and programs are shown it."""

import csv
import io
import json
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle.clocks import Duty, Task, Worklist, worklist
from iepcycle.indicator import ExceptionHandling, Indicator11, NotMet, indicator_11
from iepcycle.render.duties import (
    DUTIES,
    DUTY_COLUMNS,
    duty_data,
    not_reckoned_text,
    state_of,
    worklist_csv,
    worklist_text,
)
from iepcycle.render.indicator import indicator_data, indicator_text, percent_text
from iepcycle.rules.duties import DUTIES as RULES
from iepcycle.testing import student_records

AS_OF = date(2025, 1, 10)
REVIEW = Duty(
    rule_id="DUE-1",
    referral_id="R1",
    iep_id="R1-2",
    event="the IEP date of R1-2",
    runs_from=date(2023, 12, 1),
    due_on=date(2024, 12, 1),
    as_of=AS_OF,
)
REEVALUATION = Duty(
    rule_id="DUE-3",
    referral_id="R1",
    event="the determination on R1",
    runs_from=date(2022, 2, 10),
    due_on=date(2025, 2, 10),
    opens_on=date(2024, 10, 13),
    as_of=AS_OF,
)


def listed(*duties, student_id="S-1"):
    tasks = tuple(Task(student_id=student_id, duty=duty) for duty in duties)
    return Worklist(as_of=AS_OF, tasks=tasks, not_reckoned=())


class TestText:
    """A table with a line for each duty."""

    def test_it_tells_when_what_is_due_for_whom(self):
        assert worklist_text(listed(REVIEW, REEVALUATION)).splitlines() == [
            "Due         State            Duty           Rule   Student  Referral  IEP",
            "2024-12-01  40 days overdue  Annual review  DUE-1  S-1      R1        R1-2",
            "2025-02-10  in 31 days       Reevaluation   DUE-3  S-1      R1",
        ]

    def test_where_nothing_is_due_it_says_so(self):
        assert worklist_text(listed()) == "Nothing is due as of 2025-01-10."

    def test_no_id_can_steer_the_terminal(self):
        duty = attrs.evolve(REVIEW, referral_id="R\x1b[2J", iep_id="\nR")
        told = worklist_text(listed(duty, student_id="S\t1"))
        assert "R\\x1b[2J" in told
        assert set(told) & set(map(chr, range(32))) == {"\n"}
        assert len(told.splitlines()) == 2

    @pytest.mark.parametrize(
        ("changes", "state"),
        [
            ({"as_of": date(2024, 11, 29)}, "in 2 days"),
            ({"as_of": date(2024, 11, 30)}, "in 1 day"),
            ({"as_of": date(2024, 12, 1)}, "today"),
            ({"as_of": date(2024, 12, 2)}, "1 day overdue"),
            ({"as_of": date(2030, 12, 2)}, "2,192 days overdue"),
            ({"as_of": None}, "not met"),
            ({"met_on": date(2024, 12, 1)}, "met 2024-12-01"),
            ({"met_on": date(2024, 12, 2)}, "met 2024-12-02, 1 day late"),
            ({"met_on": date(2024, 12, 3), "as_of": None}, "met 2024-12-03, 2 days late"),
        ],
    )
    def test_the_state_is_told_in_words(self, changes, state):
        assert state_of(attrs.evolve(REVIEW, **changes)) == state

    def test_every_rule_that_makes_a_duty_has_its_words(self):
        constraints = {"DUE-2", "DUE-4", "DUE-7"}
        assert set(DUTIES) == {each.id for each in RULES} - constraints

    @pytest.mark.parametrize(
        ("counts", "told"),
        [
            ([], ""),
            ([("DUE-3", 1)], "Not reckoned, for want of a recorded date: DUE-3 once."),
            (
                [("DUE-1", 1200), ("DUE-5", 2)],
                "Not reckoned, for want of a recorded date: DUE-1 1,200 times, DUE-5 2 times.",
            ),
        ],
    )
    def test_what_was_not_reckoned_is_told_in_a_sentence(self, counts, told):
        assert not_reckoned_text(counts) == told


class TestData:
    """Rows and plain data for programs."""

    def test_a_duty_is_told_whole(self):
        assert duty_data(Task(student_id="S-1", duty=REEVALUATION)) == {
            "due_on": "2025-02-10",
            "rule": "DUE-3",
            "name": "reevaluation",
            "student_id": "S-1",
            "referral_id": "R1",
            "iep_id": None,
            "event": "the determination on R1",
            "runs_from": "2022-02-10",
            "opens_on": "2024-10-13",
            "met_on": None,
            "days_late": 0,
            "days_overdue": 0,
        }

    def test_csv_has_a_row_for_each_duty(self):
        head, review, reevaluation = csv.reader(
            io.StringIO(worklist_csv(listed(REVIEW, REEVALUATION)))
        )
        assert tuple(head) == DUTY_COLUMNS
        assert review[:6] == ["2024-12-01", "DUE-1", "annual-review", "S-1", "R1", "R1-2"]
        assert review[-4:] == ["", "", "0", "40"]
        assert reevaluation[5] == ""

    @pytest.mark.parametrize("start", "=+-@\t\r")
    def test_no_id_is_run_as_a_formula(self, start):
        told = worklist_csv(listed(REVIEW, student_id=f"{start}1"))
        cell = next(csv.DictReader(io.StringIO(told)))["student_id"]
        assert cell[0] not in "=+-@\t\r"

    @given(student=student_records(), as_of=st.dates())
    def test_any_duty_can_be_told_in_every_form(self, student, as_of):
        found = worklist([student], as_of=as_of, met=True)
        rows = list(csv.reader(io.StringIO(worklist_csv(found))))
        assert len(rows) == len(found.tasks) + 1
        assert len(worklist_text(found).split("\n")) == max(len(rows), 2) - (len(rows) == 1)
        for task in found.tasks:
            assert tuple(json.loads(json.dumps(duty_data(task)))) == DUTY_COLUMNS


def indicator(numerator, *days_late, **fields):
    """Return an indicator with so many evaluations in time, and others so many days late."""
    empty = indicator_11([], start=date(2024, 7, 1), end=date(2025, 6, 30))
    not_met = tuple(
        NotMet(
            student_id=f"S-{number}",
            referral_id="R1",
            due_on=date(2024, 11, 2),
            met_on=None if days == 1 else date(2024, 12, 2),
            days_late=days,
        )
        for number, days in enumerate(days_late)
    )
    return attrs.evolve(empty, numerator=numerator, not_met=not_met, **fields)


class TestIndicator:
    """Indicator 11 as text and as plain data."""

    def test_the_text_tells_the_numbers_and_what_was_counted_apart(self):
        told = indicator_text(
            indicator(1070, 30, 1, pending=3, exceptions=ExceptionHandling.TIMELY)
        )
        assert told.splitlines() == [
            "Indicator 11, Child Find, consent received from 2024-07-01 to 2025-06-30: 99.81 %",
            "  Evaluated within the timeline: 1,070 of 1,072",
            "  Not within the timeline: 2, by 1 to 30 days",
            "  Policy ecsss; exceptions counted as in time",
            "",
            "Counted apart",
            "  With an exception of 34 CFR 300.301(d): 0",
            "  Not completed: 3",
            "  Withdrawn: 0",
            "  Without assessment, and so without consent: 0",
            "  Completed or withdrawn on a day that is not recorded: 0",
            "  Started on a day that is not recorded, in whichever year: 0",
            "",
            "Not within the timeline",
            "  S-0 R1: due 2024-11-02, completed 2024-12-02, 30 days late",
            "  S-1 R1: due 2024-11-02, not completed, 1 day late",
        ]

    def test_with_a_day_of_asking_what_is_pending_is_not_overdue_on_it(self):
        told = indicator_text(indicator(1, as_of=AS_OF))
        assert "  Not completed, and not overdue on 2025-01-10: 0" in told.splitlines()

    @pytest.mark.parametrize("handling", ExceptionHandling)
    def test_what_became_of_the_exceptions_is_told_in_words(self, handling):
        assert "; exceptions " in indicator_text(indicator(1, exceptions=handling))

    @pytest.mark.parametrize(
        ("numerator", "late", "told"),
        [(0, [], "none"), (1, [], "100.00 %"), (0, [5], "0.00 %"), (2, [5], "66.66 %")],
    )
    def test_the_percent_has_two_decimals(self, numerator, late, told):
        assert percent_text(indicator(numerator, *late)) == told

    def test_all_but_one_of_very_many_are_not_told_as_all(self):
        assert percent_text(indicator(1_000_000, 5)) == "99.99 %"

    def test_the_data_holds_every_field_and_what_follows_from_them(self):
        data = indicator_data(indicator(3, 30))
        assert {field.name for field in attrs.fields(Indicator11)} < set(data)
        assert (data["denominator"], data["percent"]) == (4, 75.0)
        assert data["range_of_days_late"] == [30, 30]
        assert data["not_met"][0]["due_on"] == "2024-11-02"
        assert json.loads(json.dumps(data)) == data

    def test_where_nothing_was_late_there_is_no_range(self):
        assert indicator_data(indicator(1))["range_of_days_late"] is None
