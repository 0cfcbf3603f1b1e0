"""``iepcycle due`` and ``iepcycle indicator-11``."""

import csv
import io
import json
import sys
from datetime import date

import pytest
from click.testing import CliRunner
from icalendar import Calendar

from iepcycle import (
    IDEA,
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    wire,
)
from iepcycle.cli.app import app
from iepcycle.clocks import worklist
from iepcycle.indicator import ExceptionHandling, indicator_11
from iepcycle.render.due_calendar import worklist_calendar
from iepcycle.render.duties import duty_data, worklist_csv, worklist_text
from iepcycle.render.indicator import indicator_data, indicator_text

AS_OF = date(2025, 1, 10)
FORMS = ["text", "json", "csv", "ics"]


def student(student_id, held_on, decided_on=date(2022, 9, 1)):
    """Return a student with an Initial IEP and every duty there is."""
    meeting = Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=held_on)
    initial = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE, procedures=(meeting,))
    referral = Referral(
        id="R1",
        stage=Stage.IMPLEMENT_PLAN,
        evaluation=Evaluation(
            type=EvaluationType.INITIAL,
            consent_received_on=date(2022, 7, 15),
            determination=Determination(eligible=True, decided_on=decided_on),
        ),
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2022, 9, 5)),
        ieps=(initial,),
    )
    return StudentRecord(id=student_id, referrals=(referral,))


STUDENTS = [student("S-1", date(2024, 2, 20)), student("S-2", date(2023, 12, 1))]
GIVEN = "".join(f"{wire.dumps_student(each)}\n" for each in STUDENTS)


def invoke(*arguments, given=GIVEN):
    return CliRunner().invoke(app, list(arguments), input=given)


def due(*options, given=GIVEN):
    result = invoke("due", "-", "--as-of", "2025-01-10", *options, given=given)
    assert (result.exit_code, result.stderr) == (0, "")
    return result.stdout


class TestForms:
    """The worklist of a file of students, as text, JSON, CSV and iCalendar."""

    FOUND = worklist(STUDENTS, as_of=AS_OF)

    def test_as_text_it_is_a_table_most_urgent_first(self):
        assert due() == f"{worklist_text(self.FOUND)}\n"
        assert [line.split()[0] for line in due().splitlines()[1:]] == [
            "2024-12-01",
            "2025-02-20",
            "2025-09-01",
            "2025-09-01",
        ]

    @pytest.mark.parametrize("option", [["--json"], ["--format", "json"]])
    def test_as_json_it_has_a_line_for_each_duty(self, option):
        told = [json.loads(line) for line in due(*option).splitlines()]
        assert told == [duty_data(task) for task in self.FOUND.tasks]

    def test_as_csv_it_has_a_row_for_each_duty(self):
        assert due("--format", "csv") == worklist_csv(self.FOUND)

    def test_as_a_calendar_it_has_an_event_for_each_duty(self):
        told = invoke("due", "-", "--as-of", "2025-01-10", "--format", "ics").stdout_bytes
        assert told == worklist_calendar(self.FOUND)
        assert len(Calendar.from_ical(told).walk("VEVENT")) == 4

    def test_for_a_single_student_it_is_the_same_table(self):
        given = json.dumps(json.loads(wire.dumps_student(STUDENTS[1])), indent=2)
        assert due(given=given) == f"{worklist_text(worklist(STUDENTS[1:], as_of=AS_OF))}\n"


class TestChoice:
    """What is told can be narrowed and widened."""

    @pytest.mark.parametrize("days", ["60d", "60"])
    def test_within_some_days_only_what_is_due_by_then(self, days):
        found = worklist(STUDENTS, as_of=AS_OF, within=60)
        assert due("--within", days) == f"{worklist_text(found)}\n"
        assert len(found.tasks) == 2

    def test_what_is_met_is_told_if_asked_for(self):
        found = worklist(STUDENTS, as_of=AS_OF, met=True)
        assert due("--met") == f"{worklist_text(found)}\n"

    def test_the_policy_is_heeded(self):
        found = worklist(STUDENTS, as_of=AS_OF, met=True, policy=IDEA)
        assert due("--met", "--policy", "idea") == f"{worklist_text(found)}\n"

    def test_nothing_due_is_told_in_a_sentence(self):
        given = wire.dumps_student(StudentRecord(id="S-1"))
        assert due(given=given) == "Nothing is due as of 2025-01-10.\n"
        assert due("--json", given=given) == ""

    @pytest.mark.parametrize("days", ["2w", "-1", "60dd", "", "d", "\u0666\u0660d", "1.5"])
    def test_what_is_no_number_of_days_is_refused(self, days):
        result = invoke("due", "-", "--as-of", "2025-01-10", f"--within={days}")
        assert result.exit_code == 2
        assert "Expected a number of days, like 60d." in result.stderr

    @pytest.mark.parametrize("day", ["20250110", "2025-W02-5", "2025-02-30", "today"])
    def test_what_is_no_date_is_refused(self, day):
        result = invoke("due", "-", "--as-of", day)
        assert result.exit_code == 2
        assert "Expected a date of the calendar, YYYY-MM-DD." in result.stderr

    def test_without_a_day_of_asking_there_is_no_answer(self):
        assert invoke("due", "-").exit_code == 2


class TestMessages:
    """What could not be reckoned or read is told on standard error."""

    def test_what_was_not_reckoned_is_counted(self):
        undated = student("S-3", None, None)
        result = invoke("due", "-", "--as-of", "2025-01-10", given=wire.dumps_student(undated))
        assert (result.exit_code, result.stdout) == (0, "Nothing is due as of 2025-01-10.\n")
        assert result.stderr == (
            "Not reckoned, for want of a recorded date: "
            "DUE-1 once, DUE-3 once, DUE-5 once, DUE-6 once.\n"
        )

    @pytest.mark.parametrize(
        "command",
        [
            ["due", "-", "--as-of", "2025-01-10"],
            ["indicator-11", "-", "--from", "2022-07-01", "--to", "2023-06-30"],
        ],
    )
    def test_a_line_that_cannot_be_read_is_reported_and_the_others_answered(self, command):
        result = invoke(*command, given='{"broken"}\n' + GIVEN)
        assert result.exit_code == 2
        assert "standard input, line 1: no student record, passed over." in result.stderr
        assert result.stdout == invoke(*command).stdout

    @pytest.mark.parametrize("given", ['{"broken"}\n{}\n', "{\n}"], ids=["lines", "document"])
    @pytest.mark.parametrize(
        "command",
        [
            *(["due", "--as-of", "2025-01-10", "--format", form] for form in FORMS),
            ["indicator-11", "--from", "2022-07-01", "--to", "2023-06-30"],
            ["indicator-11", "--from", "2022-07-01", "--to", "2023-06-30", "--json"],
        ],
    )
    def test_where_no_record_can_be_read_there_is_no_answer(self, command, given):
        result = invoke(*command, "-", given=given)
        assert (result.exit_code, result.stdout) == (2, "")
        assert "no student record, passed over." in result.stderr
        assert result.stderr.splitlines()[-1] == (
            "Error: Cannot use standard input: no record in it is that of a student."
        )


class TestMissingLibrary:
    """Only the calendar needs icalendar, and says so."""

    def test_without_icalendar_a_calendar_is_refused_in_one_line(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "icalendar", None)
        result = invoke("due", "-", "--as-of", "2025-01-10", "--format", "ics")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "Error: A calendar needs icalendar here: pip install 'iepcycle[calendar]'\n"
        )

    def test_without_icalendar_the_other_forms_are_told(self, monkeypatch):
        monkeypatch.setitem(sys.modules, "icalendar", None)
        assert len(list(csv.reader(io.StringIO(due("--format", "csv"))))) == 5

    def test_another_missing_module_is_no_matter_of_the_extra(self, monkeypatch):
        def broken(_worklist):
            raise ModuleNotFoundError(name="zoneinfo")

        monkeypatch.setattr("iepcycle.cli.due_command.worklist_calendar", broken)
        result = invoke("due", "-", "--as-of", "2025-01-10", "--format", "ics")
        assert isinstance(result.exception, ModuleNotFoundError)


class TestIndicator:
    """Indicator 11 for a reporting year."""

    YEAR = ("--from", "2022-07-01", "--to", "2023-06-30")
    DAYS = {"start": date(2022, 7, 1), "end": date(2023, 6, 30)}

    def indicator(self, *options):
        result = invoke("indicator-11", "-", *self.YEAR, *options)
        assert (result.exit_code, result.stderr) == (0, "")
        return result.stdout

    def test_as_text(self):
        assert self.indicator() == f"{indicator_text(indicator_11(STUDENTS, **self.DAYS))}\n"

    def test_as_json_on_one_line(self):
        told = self.indicator("--json")
        assert json.loads(told) == indicator_data(indicator_11(STUDENTS, **self.DAYS))
        assert told.count("\n") == 1

    @pytest.mark.parametrize("handling", ExceptionHandling)
    def test_what_becomes_of_exceptions_is_an_option(self, handling):
        option = handling.value.replace("_", "-")
        told = json.loads(self.indicator("--json", "--exceptions", option))
        assert told["exceptions"] == handling.value

    def test_the_day_of_asking_and_the_policy_are_heeded(self):
        told = json.loads(self.indicator("--json", "--as-of", "2025-01-10", "--policy", "idea"))
        assert (told["as_of"], told["policy"]) == ("2025-01-10", "idea")

    def test_a_year_that_ends_before_it_starts_is_refused_in_one_line(self):
        result = invoke("indicator-11", "-", "--from", "2023-06-30", "--to", "2022-07-01")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: Expected --to to be no earlier than --from.\n"
