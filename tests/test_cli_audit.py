"""The command that audits exports: what it writes, what it leaves alone, and how it ends."""

import csv
import io
import json
import os
import signal
import subprocess
import sys
import tempfile
from datetime import date
from pathlib import Path

import attrs
import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    IEP,
    ConferencePurpose,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    Stage,
    StudentRecord,
    audit_student,
    wire,
)
from iepcycle.cli.app import app
from iepcycle.cli.auditing import inputs, jobs, run
from iepcycle.cli.auditing.formats import FORMATS
from iepcycle.cli.auditing.work import JSONReader, Part, Settings, audit_part
from iepcycle.cli.ending import UnusableError
from iepcycle.render.findings import FINDING_COLUMNS, finding_data
from iepcycle.tables import write_table

FORMS = list(FORMATS)


def audit(*arguments, given=None):
    return CliRunner().invoke(app, ["audit", *map(str, arguments)], input=given)


def student(student_id, *types, on=date(2024, 9, 3)):
    """Return a student whose only referral is in Develop Plan, without a determination."""
    ieps = tuple(
        IEP(id=f"{student_id}-{number}", type=each, created_on=on)
        for number, each in enumerate(types)
    )
    referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=ieps)
    return StudentRecord(id=student_id, referrals=(referral,))


def line(record):
    return f"{wire.dumps_student(record)}\n"


SOUND = student("S-0")
FLAWED = student("S-1", IEPType.ANNUAL)
WARNED = StudentRecord(
    id="S-2",
    referrals=(
        Referral(
            id="R1",
            stage=Stage.DEVELOP_PLAN,
            ieps=(IEP(id="I", type=IEPType.INITIAL, status=IEPStatus.ACTIVE),),
        ),
    ),
)


@pytest.fixture
def export(tmp_path):
    """Return a function that writes an export with the records and the lines, and returns its path."""

    def write(*records, name="export.jsonl"):
        path = tmp_path / name
        texts = [each if isinstance(each, bytes) else line(each).encode() for each in records]
        path.write_bytes(b"".join(texts))
        return path

    return write


@pytest.fixture
def table(tmp_path):
    """Return a function that writes a table with the records, and returns its path."""

    def write(*records, name="export.csv"):
        path = tmp_path / name
        path.write_text("".join(write_table(records)), "utf-8", newline="")
        return path

    return write


class TestFindings:
    def test_every_finding_of_every_student_is_handed_over_as_json_lines(self, export):
        path = export(SOUND, FLAWED, student("S-3", IEPType.INITIAL, IEPType.INITIAL))
        expected = [
            finding_data(each.id, finding)
            for each in (SOUND, FLAWED, student("S-3", IEPType.INITIAL, IEPType.INITIAL))
            for finding in audit_student(each).findings
        ]
        result = audit(path, "--format", "jsonl")
        assert list(map(json.loads, result.stdout.splitlines())) == expected
        assert len(expected) > 2

    def test_all_formats_hold_the_same_findings(self, export):
        path = export(FLAWED, WARNED)
        lines = [*map(json.loads, audit(path, "--format", "jsonl").stdout.splitlines())]
        whole = json.loads(audit(path, "--format", "json").stdout)
        rows = list(csv.DictReader(io.StringIO(audit(path, "--format", "csv").stdout)))
        assert whole["findings"] == lines
        assert [row["message"] for row in rows] == [each["message"] for each in lines]
        assert tuple(rows[0]) == FINDING_COLUMNS

    def test_json_is_asked_for_as_of_every_command(self, export):
        path = export(FLAWED)
        assert audit(path, "--json").stdout == audit(path, "--format", "json").stdout

    def test_json_ends_with_the_summary(self, export):
        data = json.loads(audit(export(FLAWED, b"{}\n"), "--format", "json").stdout)
        summary = data["summary"]
        assert (summary["students"], summary["rejected"], summary["complete"]) == (1, 1, True)
        assert sum(summary["by_rule"].values()) == len(data["findings"])

    def test_json_without_findings_is_json(self, export):
        assert json.loads(audit(export(SOUND), "--format", "json").stdout)["findings"] == []

    def test_json_of_findings_in_several_parts_is_json(self, export, monkeypatch):
        monkeypatch.setattr(inputs, "MOST_ITEMS", 1)
        path = export(FLAWED, SOUND, FLAWED)
        assert len(json.loads(audit(path, "--format", "json").stdout)["findings"]) == 4

    def test_the_text_is_a_summary_with_the_first_findings(self, export):
        stdout = audit(export(SOUND, FLAWED)).stdout
        assert stdout.startswith("Audited 2 students: 2 violations.\n")
        assert (
            "- S-1 R1 on 2024-09-03: The Annual IEP S-1-0 was created against TYPE-4, as things stood then."
            in stdout
        )

    def test_the_text_counts_rejected_records(self, export):
        assert audit(export(SOUND, b"{}\n")).stdout.endswith("no part of this: 1\n")

    @pytest.mark.parametrize("form", ["json", "jsonl", "csv"])
    def test_of_other_formats_the_summary_goes_to_standard_error(self, export, form):
        assert (
            audit(export(FLAWED), "--format", form).stderr == "Audited 1 student: 2 violations.\n"
        )

    def test_with_a_day_what_is_overdue_then_is_found(self, export):
        referral = attrs.evolve(FLAWED.referrals[0], ieps=())
        path = export(attrs.evolve(FLAWED, referrals=(referral,)))
        assert audit(path, "--as-of", "2024-01-01").stdout.splitlines()[1].endswith("2024-01-01.")

    def test_the_policy_can_be_chosen(self, export):
        assert "Policy idea;" in audit(export(SOUND), "--policy", "idea").stdout

    def test_several_files_are_one_export(self, export):
        both = export(FLAWED, WARNED, name="both.jsonl")
        first, second = export(FLAWED, name="1.jsonl"), export(WARNED, name="2.jsonl")
        for form in FORMS:
            apart = audit(first, second, "--format", form).stdout
            assert apart == audit(both, "--format", form).stdout

    def test_an_output_file_holds_what_standard_output_would(self, export, tmp_path):
        path = export(FLAWED)
        for form in FORMS:
            output = tmp_path / "findings"
            result = audit(path, "--format", form, "--output", output)
            assert result.stdout == ""
            assert result.stderr == "Audited 1 student: 2 violations.\n"
            assert output.read_text("utf-8") == audit(path, "--format", form).stdout

    def test_no_id_steers_the_terminal_or_runs_in_a_spreadsheet(self, export):
        path = export(student("=cmd|'/c calc'!A1\x1b[2J\n\x85", IEPType.ANNUAL))
        for form in FORMS:
            stdout = audit(path, "--format", form).stdout
            assert not {"\x1b", "\x85"} & set(stdout)
        assert audit(path, "--format", "csv").stdout.splitlines()[1].startswith("'=cmd")


class TestInput:
    def test_standard_input_is_read(self):
        assert audit("-", given=line(FLAWED)).exit_code == 1

    def test_a_document_spread_over_lines_is_one_student(self, tmp_path):
        path = tmp_path / "student.json"
        path.write_text(json.dumps(json.loads(line(FLAWED)), indent=2), "utf-8")
        assert audit(path).stdout == audit("-", given=line(FLAWED)).stdout

    def test_lines_may_come_under_any_name(self, export):
        for name in ("a.json", "a.txt", "a"):
            assert audit(export(SOUND, FLAWED, name=name)).exit_code == 1

    def test_an_object_on_a_line_may_be_a_part_of_a_document(self, tmp_path):
        path = tmp_path / "student.json"
        path.write_text(line(FLAWED).replace("{", "\n{").replace("}", "}\n"), "utf-8")
        assert audit(path).stdout == audit("-", given=line(FLAWED)).stdout

    def test_a_long_file_without_any_object_is_taken_for_lines(self, tmp_path, monkeypatch):
        monkeypatch.setattr(inputs, "MOST_LINES", 2)
        path = tmp_path / "a.json"
        path.write_text("\n\n\n1\n2\n" + line(FLAWED), "utf-8")
        result = audit(path)
        assert [each for each in result.stderr.splitlines() if "passed over" in each] == [
            f"{path}, line 4: no student record, passed over.",
            f"{path}, line 5: no student record, passed over.",
        ]
        assert result.stdout.startswith("Audited 1 student:")

    def test_tables_are_known_by_their_name_or_named(self, table):
        path = table(FLAWED)
        named = path.with_suffix(".CSV")
        other = path.with_suffix(".dat")
        named.write_bytes(path.read_bytes())
        other.write_bytes(path.read_bytes())
        for arguments in ([path], [named], [other, "--input", "csv"]):
            assert audit(*arguments).exit_code == 1
        assert audit(other).exit_code == 2

    def test_a_table_under_the_name_of_a_table_can_be_lines(self, export):
        assert audit(export(FLAWED, name="a.csv"), "--input", "jsonl").exit_code == 1

    def test_what_a_table_cannot_record_is_not_held_against_it(self, table):
        meeting = Procedure(
            kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=date(2024, 9, 3)
        )
        iep = attrs.evolve(WARNED.referrals[0].ieps[0], procedures=(meeting,))
        held = attrs.evolve(WARNED.referrals[0], ieps=(iep,))
        found, _, not_checked = audit(
            table(attrs.evolve(WARNED, referrals=(held,)))
        ).stdout.partition("Not checked")
        assert "ACTIVATE-2" not in found
        assert "ACTIVATE-2" in not_checked

    def test_a_mapping_renames_columns(self, table, tmp_path):
        path = table(FLAWED)
        path.write_text(path.read_text("utf-8").replace("student_id", "STU"), "utf-8")
        mapping = tmp_path / "mapping.toml"
        mapping.write_text('[columns]\nstudent_id = "STU"\n', "utf-8")
        assert audit(path).exit_code == 2
        assert audit(path, "--mapping", mapping).exit_code == 1

    def test_a_sorted_table_gives_the_same_findings(self, table):
        path = table(*(student(f"S-{number}", IEPType.ANNUAL) for number in range(5)))
        for form in FORMS:
            assert (
                audit(path, "--format", form).stdout
                == audit(path, "--format", form, "--sorted").stdout
            )

    def test_a_table_and_json_lines_give_the_same_findings_for_what_both_hold(self, table, export):
        records = [SOUND, FLAWED, student("S-3", IEPType.INITIAL, IEPType.INITIAL)]
        findings = {
            audit(path, "--format", "jsonl").stdout for path in (table(*records), export(*records))
        }
        assert len(findings) == 1


class TestRejects:
    BAD = (b'{"format": "iepcycle.student/1"}\n', b"\xff\xfe not text\r\n", b'{"id": "cut off')

    def test_rejected_lines_are_kept_to_the_letter_and_the_others_audited(self, export, tmp_path):
        path = export(FLAWED, self.BAD[0], SOUND, *self.BAD[1:])
        rejects = tmp_path / "rejects"
        result = audit(path, "--rejects", rejects)
        assert rejects.read_bytes() == b"".join(self.BAD)
        assert result.stdout.startswith("Audited 2 students: 2 violations.")
        assert f"Rejected records: 3; they are kept in {rejects}." in result.stderr

    def test_without_a_place_to_keep_them_the_option_is_named(self, export):
        assert "give --rejects FILE to keep them" in audit(export(b"{}\n")).stderr

    def test_where_nothing_is_rejected_the_file_is_empty(self, export, tmp_path):
        rejects = tmp_path / "rejects"
        rejects.write_text("of yesterday", "utf-8")
        audit(export(SOUND), "--rejects", rejects)
        assert rejects.read_bytes() == b""

    def test_a_line_without_its_end_does_not_run_into_the_next(self, export, tmp_path):
        first, second = export(b"{1", name="1.jsonl"), export(b"{2", name="2.jsonl")
        rejects = tmp_path / "rejects"
        audit(first, second, "--rejects", rejects)
        assert rejects.read_bytes() == b"{1\n{2"

    def test_rejected_rows_stand_under_the_first_row_so_that_they_can_be_read_again(
        self, table, tmp_path
    ):
        path = table(FLAWED, SOUND)
        sound = path.read_text("utf-8")
        path.write_text(sound.replace("develop_plan", "Develop", 1), "utf-8", newline="")
        rejects = tmp_path / "rejects.csv"
        result = audit(path, path, "--rejects", rejects)
        header, row, again = rejects.read_text("utf-8").splitlines()
        assert (header, row) == tuple(path.read_text("utf-8").splitlines()[:2])
        assert again == row
        assert (
            f"{path}, line 2: no student record, passed over.\n  line 2, column stage:"
            in result.stderr
        )

    def test_each_rejected_record_is_told_with_its_line_and_problems(self, export):
        told = audit(export(SOUND, b"\n", self.BAD[0])).stderr.splitlines()
        assert told[0].endswith("export.jsonl, line 3: no student record, passed over.")
        assert told[1].startswith("  id: ")
        assert told[1].endswith("[missing_key]")

    def test_beyond_the_first_rejected_records_are_counted(self, export):
        told = audit(export(*[b"{}\n"] * 15)).stderr.splitlines()
        assert sum("passed over" in each for each in told) == 10
        assert "and 5 more records" in told
        assert told[-1].startswith("Rejected records: 15;")

    def test_beyond_the_first_problems_of_a_record_are_counted(self, export):
        ieps = ", ".join(['{"id": 1, "type": 2}'] * 4)
        bad = f'{{"format": "iepcycle.student/1", "id": "S", "referrals": [{{"id": "R", "stage": "develop_plan", "ieps": [{ieps}]}}]}}\n'
        assert "  and 3 more problems" in audit(export(bad.encode())).stderr.splitlines()

    def test_what_is_rejected_is_not_repeated(self, export, table):
        assert "Kealoha" not in audit(export(b'{"Kealoha": "Kealoha"}\n')).output
        path = table(student("S", IEPType.ANNUAL))
        path.write_text(path.read_text("utf-8").replace("annual", "Kealoha"), "utf-8")
        assert "Kealoha" not in audit(path).output


class TestExitCode:
    @pytest.mark.parametrize(
        ("record", "codes"),
        [(SOUND, (0, 0, 0, 0)), (WARNED, (1, 1, 1, 0)), (FLAWED, (1, 1, 1, 0))],
    )
    def test_findings_count_from_the_severity_that_was_asked_for(self, export, record, codes):
        path = export(record)
        asked = ("violation", "warning", "advisory", "never")
        assert tuple(audit(path, "--fail-on", each).exit_code for each in asked) == codes

    def test_a_warning_does_not_count_as_a_violation(self, export, entitled_referral):
        referral = entitled_referral("initial inactive", "initial active")
        path = export(StudentRecord(id="S-1", referrals=(referral,)))
        assert "warning" in audit(path).stdout
        assert [audit(path, "--fail-on", each).exit_code for each in ("violation", "warning")] == [
            0,
            1,
        ]

    def test_what_cannot_be_read_weighs_more_than_findings(self, export):
        assert audit(export(FLAWED, b"{}\n")).exit_code == 2
        assert audit(export(FLAWED, b"{}\n"), "--fail-on", "never").exit_code == 2

    def test_a_file_that_cannot_be_used_weighs_more_than_findings(self, export, tmp_path):
        result = audit(export(FLAWED), tmp_path / "nowhere.jsonl")
        assert result.exit_code == 2
        assert result.stdout.startswith("Audited 1 student: 2 violations.")
        assert (
            result.stderr
            == f"Cannot read {tmp_path / 'nowhere.jsonl'}: No such file or directory.\n"
        )


PART = Part(JSONReader(), [(7, line(FLAWED).encode()), (9, b"{}")])
SETTINGS = Settings(policy=ECSSS, as_of=None, form="jsonl")


class Pipe:
    """A pipe through which some parts come, before it is closed."""

    def __init__(self, parts):
        self.parts = iter(parts)
        self.sent = []

    def recv(self):
        for part in self.parts:
            return part
        raise EOFError

    def send(self, result):
        self.sent.append(result)


class TestJobs:
    @pytest.fixture
    def big(self, export):
        records = [
            student(f"S-{number}", *[IEPType.ANNUAL] * (number % 3)) for number in range(1200)
        ]
        return export(*records[:700], b"{}\n", *records[700:], b"{cut off")

    @pytest.mark.parametrize("form", FORMS)
    def test_the_number_of_processes_changes_no_byte(self, big, tmp_path, form):
        written = []
        for number in ("1", "2"):
            output, rejects = tmp_path / f"output-{number}", tmp_path / f"rejects-{number}"
            result = audit(
                *(big, "--format", form, "--jobs", number, "--output", output, "--rejects", rejects)
            )
            told = result.stderr.replace(str(rejects), "")
            written.append((result.exit_code, told, output.read_bytes(), rejects.read_bytes()))
        assert written[0] == written[1]
        assert written[0][3] == b"{}\n{cut off"

    def test_the_rows_of_a_table_can_be_sent_to_processes(self, table):
        path = table(*(student(f"S-{number}", IEPType.ANNUAL) for number in range(600)))
        one, two = (audit(path, "--format", "csv", "--jobs", each).stdout for each in "12")
        assert one == two

    def test_no_more_is_read_ahead_than_a_part_for_each_process(self):
        taken = []

        def parts():
            for number in range(9):
                taken.append(number)
                yield number, PART

        results = jobs.audited(parts(), SETTINGS, 2)
        assert next(results)[0] == 0
        assert len(taken) == 3
        assert [origin for origin, _ in results] == list(range(1, 9))

    @pytest.mark.parametrize("step", ["send", "receive"])
    def test_a_process_that_is_ended_from_outside_is_told_in_one_line(self, step):
        with jobs.Worker(SETTINGS) as worker:
            worker.process.kill()
            worker.process.join()
            arguments = [PART] if step == "send" else []
            with pytest.raises(UnusableError) as told:
                getattr(worker, step)(*arguments)
        assert str(told.value) == (
            "A process of the audit was ended from outside; try fewer --jobs."
        )

    @pytest.mark.parametrize("gone", [EOFError, BrokenPipeError, ConnectionResetError])
    def test_a_worker_that_nobody_listens_to_ends_without_a_word(self, gone, monkeypatch):
        def send(_):
            raise gone

        pipe = Pipe([PART])
        monkeypatch.setattr(pipe, "send", send)
        before = signal.getsignal(signal.SIGINT)
        try:
            jobs.serve(pipe, SETTINGS)
        finally:
            signal.signal(signal.SIGINT, before)

    def test_a_worker_audits_what_it_is_sent_and_ignores_interrupts(self):
        pipe = Pipe([PART, PART])
        before = signal.getsignal(signal.SIGINT)
        try:
            jobs.serve(pipe, SETTINGS)
            assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
        finally:
            signal.signal(signal.SIGINT, before)
        assert pipe.sent == [audit_part(PART, SETTINGS)] * 2
        assert [each.line_number for each in pipe.sent[0].rejected] == [9]


class TestInterrupted:
    """An interrupt after the first part; that Ctrl-C is one is seen with the faults."""

    @pytest.fixture
    def interrupted(self, monkeypatch, export):
        def audited(*arguments):
            for origin, result in jobs.audited(*arguments):
                yield origin, result
                raise KeyboardInterrupt

        monkeypatch.setattr(run, "audited", audited)
        return lambda *options: audit(export(FLAWED), *options)

    def test_what_was_done_is_told(self, interrupted):
        result = interrupted()
        assert result.exit_code == 130
        assert "TYPE-4" in result.stdout
        assert result.stderr.startswith("Interrupted. Audited 1 student: ")

    def test_files_are_not_written(self, interrupted, tmp_path):
        paths = tmp_path / "findings", tmp_path / "rejects"
        result = interrupted("--output", paths[0], "--rejects", paths[1])
        assert result.exit_code == 130
        assert result.stderr.splitlines()[1:] == [
            f"Not written: {paths[1]}.",
            f"Not written: {paths[0]}.",
        ]
        assert not any(path.exists() for path in paths)


class TestWhatChangesNoFinding:
    RECORDS = tuple(student(f"S-{number}", *[IEPType.ANNUAL] * (number % 4)) for number in range(9))

    def findings(self, *texts):
        """Return the findings of each student, of files with the texts."""
        with tempfile.TemporaryDirectory() as folder:
            paths = [Path(folder, f"{number}.jsonl") for number in range(len(texts))]
            for path, text in zip(paths, texts, strict=True):
                path.write_text(text, "utf-8")
            stdout = audit(*paths, "--format", "jsonl").stdout
        found = {}
        for each in map(json.loads, stdout.splitlines()):
            found.setdefault(each["student_id"], []).append(each)
        return found

    @given(st.permutations(RECORDS), st.integers(1, 8))
    def test_shuffling_and_splitting_an_export(self, shuffled, cut):
        lines = list(map(line, shuffled))
        assert self.findings("".join(lines[:cut]), "".join(lines[cut:])) == self.findings(
            "".join(map(line, self.RECORDS))
        )

    def test_running_twice(self, export):
        path = export(*self.RECORDS)
        for form in FORMS:
            assert (
                audit(path, "--format", form).stdout_bytes
                == audit(path, "--format", form).stdout_bytes
            )

    def test_another_seed_of_hashes(self, export):
        path = export(*self.RECORDS)
        told = {
            subprocess.run(
                [sys.executable, "-m", "iepcycle", "audit", str(path), "--format", form],
                capture_output=True,
                check=False,
                env=os.environ | {"PYTHONHASHSEED": seed},
            ).stdout
            for seed in ("1", "2")
            for form in ("json",)
        }
        assert len(told) == 1
