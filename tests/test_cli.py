"""What all subcommands share: reading, writing, and how they end."""

import contextlib
import importlib.metadata
import io
import json
import os
import re
import runpy
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

import iepcycle.cli
from iepcycle import EvaluationType, InvalidRecordError, Referral, Stage, StudentRecord, wire
from iepcycle.cli.app import app, run
from iepcycle.cli.ending import UnusableError
from iepcycle.rules import rule

FULL_DISK = Path("/dev/full")
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
UNMEASURED = {name: value for name, value in os.environ.items() if not name.startswith("COVERAGE")}
"""For a command that is interrupted: amid the measuring of coverage, that would leave a lock behind."""
MODULE = [sys.executable, "-m", "iepcycle"]


def invoke(*arguments, given=None, **environment):
    return CliRunner().invoke(app, list(arguments), input=given, env=environment)


def line(student_id="S-1"):
    referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN)
    return wire.dumps_student(StudentRecord(id=student_id, referrals=(referral,))) + "\n"


def told_students(stdout):
    return [each for each in stdout.splitlines() if each.startswith("Student")]


class TestReading:
    def test_one_student_may_be_spread_over_many_lines(self):
        given = json.dumps(json.loads(line()), indent=2)
        assert told_students(invoke("next", "-", given=given).stdout) == ["Student S-1"]

    @pytest.mark.parametrize("indent", [0, 2])
    def test_an_object_on_a_line_may_be_a_part_of_a_document(self, indent):
        head, referral, tail = re.fullmatch(r"(.*\[)(\{.*\})(\]\}\n)", line()).groups()
        given = "\n".join([head, " " * indent + referral, tail])
        result = invoke("next", "-", given=given)
        assert (told_students(result.stdout), result.exit_code) == (["Student S-1"], 0)

    def test_json_lines_hold_a_student_on_each_line(self):
        result = invoke("next", "-", given=line("S-1") + "\n" + line("S-2"))
        assert told_students(result.stdout) == ["Student S-1", "Student S-2"]
        assert result.exit_code == 0

    def test_students_are_told_apart_by_an_empty_line(self):
        one, two, both = (
            invoke("tree", "-", given=given).stdout
            for given in (line("S-1"), line("S-2"), line("S-1") + line("S-2"))
        )
        assert both == f"{one}\n{two}"

    def test_json_of_many_students_is_json_lines(self):
        stdout = invoke("next", "--json", "-", given=line("S-1") + line("S-2")).stdout
        assert [json.loads(each)["student_id"] for each in stdout.splitlines()] == ["S-1", "S-2"]

    def test_the_lines_that_are_students_are_answered_around_those_that_are_not(self):
        given = line("S-1") + '{"broken"\n\n{}\n' + line("S-2")
        result = invoke("next", "-", given=given)
        assert told_students(result.stdout) == ["Student S-1", "Student S-2"]
        assert result.exit_code == 2

    def test_a_rejected_line_is_reported_with_its_number_and_all_its_problems(self):
        with pytest.raises(InvalidRecordError) as refused:
            wire.loads_student("{}")
        assert len(refused.value.problems) > 1
        assert invoke("next", "-", given=line() + "\n{}\n").stderr.splitlines() == [
            "standard input, line 3: no student record, passed over.",
            *(f"  {problem}" for problem in refused.value.problems),
        ]

    def test_json_lines_may_begin_with_a_line_that_is_no_object(self):
        result = invoke("next", "-", given="id,stage\n" + line("S-1"))
        assert told_students(result.stdout) == ["Student S-1"]
        assert "standard input, line 1:" in result.stderr

    def test_a_document_that_is_no_student_is_reported_with_all_its_problems(self, tmp_path):
        path = tmp_path / "student.json"
        path.write_text('{\n  "format": "iepcycle.student/1", "referrals": "R1"\n}', "utf-8")
        result = invoke("tree", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr.splitlines()[0] == f"{path}: no student record, passed over."
        assert {each.partition(":")[0] for each in result.stderr.splitlines()[1:]} == {
            "  id",
            "  referrals",
        }

    def test_a_file_that_is_not_utf_8_is_refused(self, tmp_path):
        path = tmp_path / "utf-16.json"
        path.write_text(line(), "utf-16")
        result = invoke("next", str(path))
        assert (result.exit_code, result.stdout) == (2, "")
        assert "[bad_encoding]" in result.stderr

    @pytest.mark.parametrize("given", ["", "\n", " \n\t\n"])
    def test_an_empty_file_is_refused_in_one_line(self, given):
        result = invoke("next", "-", given=given)
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == (
            "Error: Cannot read standard input: it is empty; expected a student as JSON.\n"
        )

    def test_a_file_that_is_not_there_is_refused_in_one_line(self):
        result = invoke("next", "nowhere.json")
        assert (result.exit_code, result.stdout) == (2, "")
        assert result.stderr == "Error: Cannot read nowhere.json: No such file or directory.\n"

    def test_a_folder_is_refused_in_one_line(self, tmp_path):
        result = invoke("next", str(tmp_path))
        assert result.exit_code == 2
        assert result.stderr == f"Error: Cannot read {tmp_path}: Is a directory.\n"

    def test_the_name_of_a_file_cannot_steer_the_terminal(self):
        assert r"Cannot read a\x1b[2J:" in invoke("next", "a\x1b[2J").stderr

    def test_what_a_rejected_line_holds_is_not_repeated(self):
        assert "Kealoha" not in invoke("next", "-", given='{"Kealoha": "Kealoha"}').stderr


class TestArguments:
    def test_an_unknown_policy_is_refused_with_those_there_are(self):
        result = invoke("next", "-", "--policy", "nowhere")
        assert result.exit_code == 2
        assert "'ecsss', 'idea'" in result.stderr

    def test_an_unknown_command_is_refused(self):
        assert invoke("nonsense").exit_code == 2

    @pytest.mark.parametrize("command", [[], ["next"], ["tree"], ["rules"], ["table"]])
    def test_every_command_has_help(self, command):
        result = invoke(*command, "--help")
        assert result.exit_code == 0
        assert result.stdout.startswith("Usage: ")

    def test_the_version_is_that_of_the_package_and_of_the_rulebook(self):
        version = importlib.metadata.version("iepcycle")
        assert invoke("--version").stdout.endswith(f" {version}, rulebook 1.0\n")


class TestWriting:
    TERMINAL = {"FORCE_COLOR": "1", "TERM": "xterm", "COLUMNS": "60"}

    @pytest.fixture(autouse=True)
    def _no_colour_of_the_outside(self, monkeypatch):
        for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "TTY_INTERACTIVE"):
            monkeypatch.delenv(name, raising=False)

    def test_what_is_piped_is_plain_and_not_wrapped(self):
        stdout = invoke("rules", COLUMNS="40").stdout
        assert "\x1b" not in stdout
        assert max(map(len, stdout.splitlines())) > 80

    def test_a_terminal_is_written_in_colour_and_wrapped_to_its_width(self):
        stdout = invoke("next", "-", given=line(), **self.TERMINAL).stdout
        assert "\x1b[31mRefused:" in stdout
        plain = re.sub(r"\x1b\[[0-9;]*m", "", stdout)
        assert 50 < max(map(len, plain.splitlines())) <= 60

    def test_the_colours_change_no_text(self):
        stdout = invoke("tree", "-", given=line(), **self.TERMINAL).stdout
        plain = re.sub(r"\x1b\[[0-9;]*m", "", stdout)
        assert plain == invoke("tree", "-", given=line()).stdout

    def test_an_address_is_not_broken_on_a_narrow_terminal(self):
        address = rule("TYPE-4").citations[0].source.address
        assert address in invoke("rules", "TYPE-4", **self.TERMINAL).stdout

    def test_no_color_is_respected(self):
        stdout = invoke("next", "-", given=line(), **self.TERMINAL, NO_COLOR="1").stdout
        assert "\x1b[3" not in stdout

    def test_no_id_can_steer_the_terminal(self):
        given = line("S\x1b[31m\u202e\u2028\n")
        for command in ("next", "tree"):
            stdout = invoke(command, "-", given=given).stdout
            assert stdout.startswith(r"Student S\x1b[31m\u202e\u2028\x0a" + "\n")

    def test_json_is_ascii_so_that_no_id_can_steer_the_terminal_there(self):
        for command in ("next", "tree"):
            assert invoke(command, "--json", "-", given=line("S\x1b\u202eē")).stdout.isascii()

    def test_utf_8_is_written_whatever_the_locale(self, tmp_path):
        path = tmp_path / "student.json"
        path.write_text(line("Kīlauea"), "utf-8")
        finished = subprocess.run(
            [*MODULE, "tree", str(path)],
            capture_output=True,
            check=True,
            env=os.environ | {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"},
        )
        assert finished.stdout.decode("utf-8").startswith("Student Kīlauea\n│\n└─ Referral R1")

    def test_output_that_cannot_be_set_to_utf_8_is_left_as_it_is(self):
        with contextlib.redirect_stdout(io.StringIO()) as stdout, pytest.raises(SystemExit):
            run(["--version"])
        assert "rulebook" in stdout.getvalue()


class TestEnding:
    def test_an_interrupt_ends_the_command_as_shells_count_it(self, monkeypatch):
        monkeypatch.setattr(iepcycle.cli.next_command, "Students", interrupt)
        assert invoke("next", "-").exit_code == 130

    @pytest.mark.skipif(os.name == "nt", reason="Windows sends no SIGINT to a single process")
    def test_an_interrupt_while_waiting_for_input_is_quiet(self):
        with subprocess.Popen(
            [*MODULE, "next", "--json", "-"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=UNMEASURED,
        ) as process:
            process.stdin.write(b"{}\n")
            process.stdin.flush()
            told = process.stderr.read(14)  # it is reading, and waits for the next line
            process.send_signal(signal.SIGINT)
            stderr = process.communicate()[1]
        assert (process.returncode, told) == (130, b"standard input")
        assert b"Traceback" not in stderr

    def test_a_reader_that_has_seen_enough_ends_the_command_quietly(self, tmp_path):
        path = tmp_path / "students.jsonl"
        path.write_text(line() * 2_000, "utf-8")
        with subprocess.Popen(
            [*MODULE, "next", str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            env=BUFFERED,
        ) as process:
            first = process.stdout.readline()
            process.stdout.close()
            stderr = process.stderr.read()
        assert (process.returncode, first, stderr) == (141, b"Student S-1" + LINE_END, b"")

    def test_messages_that_nobody_reads_end_the_command_quietly_too(self, tmp_path):
        path = tmp_path / "students.jsonl"
        path.write_text((line() + "{}\n") * 2_000, "utf-8")
        with subprocess.Popen(
            [*MODULE, "next", str(path)],
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=BUFFERED,
        ) as process:
            process.stdout.readline()
            process.stdout.close()
        assert process.returncode == 141

    def test_the_rest_of_the_output_is_led_nowhere(self, monkeypatch):
        reading, writing = os.pipe()
        os.close(reading)
        with os.fdopen(writing, "w") as stdout, os.fdopen(os.dup(writing), "w") as stderr:
            monkeypatch.setattr(sys, "stdout", stdout)
            monkeypatch.setattr(sys, "stderr", stderr)
            with pytest.raises(SystemExit) as end:
                run(["rules"])
            monkeypatch.undo()
        assert end.value.code == 141

    @pytest.mark.skipif(not FULL_DISK.exists(), reason="needs a disk that is full")
    @pytest.mark.parametrize("argument", ["rules", "--help", "--version"])
    def test_a_full_disk_is_told_in_one_line(self, monkeypatch, capsys, argument):
        with FULL_DISK.open("w", encoding="utf-8") as stdout:
            monkeypatch.setattr(sys, "stdout", stdout)
            with pytest.raises(SystemExit) as end:
                run([argument])
            monkeypatch.undo()
        assert end.value.code == UnusableError.exit_code
        assert capsys.readouterr().err.startswith("Error: Cannot write the output: ")

    @pytest.mark.skipif(os.name == "nt", reason="needs a shell that can close a stream")
    @pytest.mark.parametrize("command", ["next", "audit"])
    @pytest.mark.parametrize(
        ("closed", "told"),
        [
            ("<&-", b"Cannot read standard input: Bad file descriptor.\n"),
            (">&-", b"Cannot write the output: Bad file descriptor.\n"),
            ("2>&-", b""),
        ],
    )
    def test_a_standard_stream_that_is_missing_is_told_in_one_line(
        self, tmp_path, command, closed, told
    ):
        path = tmp_path / "students.jsonl"
        path.write_text("{}\n" if closed == "2>&-" else line(), "utf-8")
        file = "-" if closed == "<&-" else str(path)
        finished = subprocess.run(
            ["/bin/sh", "-c", f'exec "$0" "$@" {closed}', *MODULE, command, file],
            capture_output=True,
            check=False,
        )
        assert finished.returncode == UnusableError.exit_code
        assert finished.stderr.removeprefix(b"Error: ") == told

    def test_the_output_is_complete_when_a_record_was_passed_over(self, tmp_path):
        path = tmp_path / "students.jsonl"
        path.write_text(line() + "{}\n", "utf-8")
        finished = subprocess.run([*MODULE, "next", str(path)], capture_output=True, check=False)
        assert (finished.returncode, finished.stdout[:11]) == (2, b"Student S-1")


class TestInstallation:
    @pytest.mark.parametrize("missing", ["click", "rich"])
    def test_without_its_extra_the_command_says_how_to_install_it(
        self, monkeypatch, capsys, missing
    ):
        hide(monkeypatch, missing)
        with pytest.raises(SystemExit) as end:
            iepcycle.cli.main()
        assert end.value.code == 2
        assert capsys.readouterr() == (
            "",
            "The command iepcycle needs an extra: pip install 'iepcycle[cli]'\n",
        )

    def test_any_other_missing_module_is_not_hidden(self, monkeypatch):
        hide(monkeypatch, "json")
        with pytest.raises(ModuleNotFoundError, match="json"):
            iepcycle.cli.main()

    def test_the_arguments_are_those_of_the_process(self, monkeypatch, capsys):
        monkeypatch.setattr(sys, "argv", ["iepcycle", "--version"])
        with pytest.raises(SystemExit) as end:
            iepcycle.cli.main()
        assert (end.value.code, capsys.readouterr().out[:9]) == (0, "iepcycle ")

    def test_the_package_is_a_command_too(self, monkeypatch, capsys):
        monkeypatch.setattr(sys, "argv", ["anything", "--version"])
        with pytest.raises(SystemExit) as end:
            runpy.run_module("iepcycle", run_name="__main__")
        assert (end.value.code, capsys.readouterr().out[:9]) == (0, "iepcycle ")


LINE_END = os.linesep.encode()

EVERY_COMMAND = """
import contextlib, sys
from iepcycle.cli.app import app
file = sys.argv[1]
for arguments in (
    ["next", file],
    ["next", "--full", file],
    ["next", "--json", file],
    ["next", "--policy", "idea", file],
    ["tree", file],
    ["tree", "--bodies", file],
    ["tree", "--json", file],
    ["rules"],
    ["rules", "--json"],
    ["rules", "TYPE-4"],
    ["rules", "--json", "TYPE-4"],
    ["table"],
    ["table", "--format", "csv"],
    ["table", "--format", "json"],
    ["--help"],
):
    with contextlib.suppress(SystemExit):
        app.main(arguments, prog_name="iepcycle")
"""


def test_every_command_prints_the_same_bytes_whatever_the_hash_seed(tmp_path, entitled_referral):
    path = tmp_path / "student.json"
    referrals = (
        entitled_referral("initial active", "revision draft"),
        entitled_referral("initial active", "annual draft", id="R2"),
        entitled_referral(evaluation_type=EvaluationType.REEVALUATION, id="R3"),
    )
    path.write_text(wire.dumps_student(StudentRecord(id="S-1", referrals=referrals)), "utf-8")
    printed = {
        subprocess.run(
            [sys.executable, "-c", EVERY_COMMAND, str(path)],
            capture_output=True,
            check=True,
            env=os.environ | {"PYTHONHASHSEED": seed},
        ).stdout
        for seed in ("0", "1", "2")
    }
    assert len(printed) == 1
    assert printed.pop().count(b"Student S-1") == 5


def interrupt(_file):
    raise KeyboardInterrupt


def hide(monkeypatch, module):
    """Make the module one that cannot be imported, and forget the command, so that it is imported anew."""
    for name in list(sys.modules):
        if name.startswith(("iepcycle.cli.", f"{module}.")):
            monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, module, None)
