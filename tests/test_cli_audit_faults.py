"""The audit when something is in the way: one clear line, the right exit code, and nothing lost that was promised."""

import contextlib
import json
import os
import shlex
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from iepcycle import IEP, IEPType, Referral, Stage, StudentRecord, wire

AUDIT = [sys.executable, "-m", "iepcycle", "audit"]
BUFFERED = {name: value for name, value in os.environ.items() if name != "PYTHONUNBUFFERED"}
UNMEASURED = {name: value for name, value in BUFFERED.items() if not name.startswith("COVERAGE")}
"""The same for a command that is interrupted: amid the measuring of coverage, that would leave a lock behind."""
FULL_DISK = Path("/dev/full")
CANNOT_BE_READ = Path("/proc/self/mem")
"""A file that can be opened, and fails when it is read."""
MEGABYTE = 1 << 20


def line(number):
    annual = IEP(id=f"I-{number}", type=IEPType.ANNUAL)
    referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(annual,))
    return wire.dumps_student(StudentRecord(id=f"S-{number}", referrals=(referral,))) + "\n"


def lines(count, *, one_flawed_in=1):
    sound = wire.dumps_student(StudentRecord(id="S")) + "\n"
    return "".join(sound if each % one_flawed_in else line(each) for each in range(count))


def audit(*arguments, **options):
    return subprocess.run(
        [*AUDIT, *map(str, arguments)],
        check=False,
        encoding="utf-8",
        env=BUFFERED,
        **{"stdout": subprocess.PIPE, "stderr": subprocess.PIPE} | options,
    )


def told(finished):
    """Return the lines on standard error, none of which is of a traceback."""
    assert "Traceback" not in finished.stderr
    return finished.stderr.splitlines()


def feed(stream, text):
    with contextlib.suppress(BrokenPipeError):
        stream.write(text)
        stream.flush()


def until_written(folder, pattern):
    """Wait until a file of the folder is there and holds something."""
    for _ in range(6_000):
        if any(each.stat().st_size for each in folder.glob(pattern)):
            return
        time.sleep(0.01)
    pytest.fail("Nothing was written.")


@pytest.fixture
def export(tmp_path):
    path = tmp_path / "export.jsonl"
    path.write_text(lines(3), "utf-8")
    return path


@pytest.fixture
def rejects(tmp_path):
    return tmp_path / "rejects"


class TestInputThatIsDamaged:
    def test_of_a_truncated_file_the_whole_lines_are_audited(self, export, rejects):
        cut = export.read_bytes()[:-20]
        export.write_bytes(cut)
        finished = audit(export, "--rejects", rejects)
        assert finished.returncode == 2
        assert finished.stdout.startswith("Audited 2 students")
        assert rejects.read_bytes() == cut.splitlines()[-1]
        assert told(finished)[0] == f"{export}, line 3: no student record, passed over."
        assert told(finished)[-1] == f"Rejected records: 1; they are kept in {rejects}."

    @pytest.mark.parametrize("name", ["a.jsonl", "a.json", "a"])
    def test_a_binary_file_is_rejected_to_the_letter(self, tmp_path, rejects, name):
        path = tmp_path / name
        path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 50)
        finished = audit(path, "--rejects", rejects)
        assert finished.returncode == 2
        assert told(finished)[-1].startswith("Rejected records: ")
        assert rejects.read_bytes() == path.read_bytes()

    def test_a_binary_table_is_refused_in_one_line_with_its_reason(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_bytes(b"PK\x03\x04" + bytes(range(256)) * 50)
        finished = audit(path)
        assert finished.returncode == 2
        assert told(finished)[0] == f"Cannot read {path} as a table."
        assert len(told(finished)) == 2

    @pytest.mark.parametrize("end", [b"", b"\n"])
    def test_a_line_of_100_megabytes_is_rejected_and_the_others_audited(self, export, rejects, end):
        long = b"x" * (100 * MEGABYTE) + end
        before = export.read_bytes()
        export.write_bytes(before + long)
        finished = audit(export, "--rejects", rejects)
        assert finished.returncode == 2
        assert finished.stdout.startswith("Audited 3 students")
        assert told(finished) == [
            f"{export}, line 4: no student record, passed over.",
            "  Expected JSON; the text stops being JSON at character 1. [bad_json]",
            f"Rejected records: 1; they are kept in {rejects}.",
        ]
        assert rejects.stat().st_size == len(long)

    @pytest.mark.parametrize("character", [b"[", b"{", b'"', b"1", b"\xff"])
    def test_a_long_line_of_any_kind_ends_in_order(self, tmp_path, character):
        path = tmp_path / "a.jsonl"
        path.write_bytes(character * MEGABYTE)
        finished = audit(path)
        assert finished.returncode == 2
        assert len(told(finished)) == 3

    def test_a_row_of_100_megabytes_is_rejected(self, tmp_path, rejects):
        path = tmp_path / "a.csv"
        path.write_bytes(b"student_id,iep_id,referral_id\n" + b"," * (100 * MEGABYTE) + b"\n")
        constants = tmp_path / "mapping.toml"
        constants.write_text(
            "[constants]\nstage = 'develop_plan'\niep_type = 'annual'\niep_status = 'draft'\n"
            + "".join(
                f"{each} = ''\n"
                for each in (
                    *("evaluation_type", "eligible", "determined_on", "services_consent"),
                    *("created_on", "iep_date", "activated_on", "inactivated_on"),
                )
            ),
            "utf-8",
        )
        finished = audit(path, "--mapping", constants, "--rejects", rejects)
        assert finished.returncode == 2
        assert told(finished)[0] == f"{path}, line 2: no student record, passed over."
        assert rejects.read_bytes() == path.read_bytes()

    @pytest.mark.parametrize("name", ["a.jsonl", "a.json"])
    @pytest.mark.parametrize("text", ["", "\n \n"])
    def test_an_empty_export_is_no_export(self, tmp_path, name, text):
        path = tmp_path / name
        path.write_text(text, "utf-8")
        finished = audit(path)
        assert finished.returncode == 2
        assert told(finished) == [f"Cannot use {path}: it holds no student."]

    def test_a_table_without_rows_is_no_export(self, tmp_path):
        path = tmp_path / "a.csv"
        path.write_text("\n", "utf-8")
        assert audit(path).returncode == 2


class TestInputThatCannotBeRead:
    def test_a_file_that_is_not_there_is_told_and_the_others_are_audited(self, export, tmp_path):
        missing = tmp_path / "missing.jsonl"
        finished = audit(missing, export)
        assert finished.returncode == 2
        assert told(finished) == [f"Cannot read {missing}: No such file or directory."]
        assert finished.stdout.startswith("Audited 3 students")

    def test_a_folder_is_told_in_one_line(self, tmp_path):
        finished = audit(tmp_path)
        assert finished.returncode == 2
        assert told(finished) == [f"Cannot read {tmp_path}: Is a directory."]

    @pytest.mark.skipif(not CANNOT_BE_READ.exists(), reason="there is no /proc")
    def test_a_file_that_fails_while_it_is_read_is_told_in_one_line(self, export):
        finished = audit(export, CANNOT_BE_READ)
        assert finished.returncode == 2
        assert told(finished) == [f"Cannot read {CANNOT_BE_READ}: Input/output error."]
        assert finished.stdout.startswith("Audited 3 students")

    @pytest.mark.parametrize(
        ("text", "reason"),
        [
            (None, "Cannot read {}: No such file or directory."),
            (b"\xff", "Cannot read {}: it is not UTF-8."),
            (b"delimiter", "{} is no mapping."),
            (b"delimiter = ''", "{} is no mapping."),
        ],
    )
    def test_a_mapping_that_cannot_be_used_is_told(self, export, tmp_path, text, reason):
        mapping = tmp_path / "mapping.toml"
        if text is not None:
            mapping.write_bytes(text)
        finished = audit(export, "--mapping", mapping)
        assert finished.returncode == 2
        assert told(finished)[0] == f"Error: {reason.format(mapping)}"

    @pytest.mark.parametrize("day", ["today", "2024-02-30", "20240903", "2024-9-3"])
    def test_a_day_that_is_none_is_told(self, export, day):
        finished = audit(export, "--as-of", day)
        assert finished.returncode == 2
        assert told(finished)[-1].endswith("Expected a date of the calendar, YYYY-MM-DD.")


class TestOutputThatCannotBeWritten:
    @pytest.mark.skipif(not FULL_DISK.exists(), reason="there is no /dev/full")
    @pytest.mark.parametrize("form", ["text", "json", "jsonl", "csv"])
    def test_a_full_disk_behind_standard_output(self, export, form):
        with FULL_DISK.open("w") as full:
            finished = audit(*(export, "--format", form), stdout=full)
        assert finished.returncode == 2
        assert told(finished)[-1] == "Error: Cannot write the output: No space left on device."

    @pytest.mark.skipif(not FULL_DISK.exists(), reason="there is no /dev/full")
    @pytest.mark.parametrize("option", ["--output", "--rejects"])
    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_full_disk_behind_a_file(self, export, option, jobs):
        export.write_text("broken\n" + export.read_text("utf-8"), "utf-8")
        finished = audit(export, option, FULL_DISK, "--jobs", jobs)
        assert finished.returncode == 2
        assert told(finished) == ["Error: Cannot write /dev/full: No space left on device."]

    def test_a_disk_that_fills_up_leaves_the_files_of_yesterday(self, export, rejects, tmp_path):
        output = tmp_path / "findings.jsonl"
        output.write_text("of yesterday", "utf-8")
        rejects.write_text("of yesterday", "utf-8")
        export.write_text("broken\n" + lines(4000), "utf-8")
        command = shlex.join(
            map(
                str,
                [*AUDIT, export, "--format", "jsonl", "--output", output, "--rejects", rejects],
            )
        )
        limited = ["/bin/sh", "-c", f"ulimit -f 2000; exec {command}"]
        finished = subprocess.run(limited, capture_output=True, check=False, encoding="utf-8")
        assert finished.returncode == 2
        assert told(finished) == [f"Error: Cannot write {output}: File too large."]
        assert output.read_text("utf-8") == rejects.read_text("utf-8") == "of yesterday"
        assert {each.name for each in tmp_path.iterdir()} == {
            "export.jsonl",
            "findings.jsonl",
            "rejects",
        }

    @pytest.mark.parametrize("option", ["--output", "--rejects"])
    def test_a_path_that_leads_nowhere_is_told_before_anything_is_read(
        self, export, tmp_path, option
    ):
        path = tmp_path / "nowhere" / "file"
        finished = audit(export, option, path)
        assert (finished.returncode, finished.stdout) == (2, "")
        assert told(finished) == [f"Error: Cannot write {path}: No such file or directory."]

    @pytest.mark.parametrize("option", ["--output", "--rejects"])
    def test_what_is_read_is_never_written_over(self, export, option):
        before = export.read_bytes()
        indirect = export.parent / ".." / export.parent.name / export.name
        finished = audit(export, option, indirect)
        assert finished.returncode == 2
        assert told(finished) == [f"Error: Cannot write {indirect}: it is a file to be audited."]
        assert export.read_bytes() == before

    def test_findings_and_rejects_do_not_share_a_file(self, export, tmp_path):
        finished = audit(export, "--output", tmp_path / "a", "--rejects", tmp_path / "a")
        assert finished.returncode == 2
        assert told(finished) == ["Error: Expected different files for --output and --rejects."]

    def test_findings_and_rejects_may_both_go_nowhere(self, export):
        assert audit(export, "--output", os.devnull, "--rejects", os.devnull).returncode == 1

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_closed_pipe_ends_the_audit_quietly(self, export, jobs):
        export.write_text(lines(4000), "utf-8")
        command = [*AUDIT, str(export), "--format", "jsonl", "--jobs", jobs]
        with subprocess.Popen(
            command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=BUFFERED
        ) as process:
            first = json.loads(process.stdout.readline())
            process.stdout.close()
            errors = process.stderr.read()
        assert first["student_id"] == "S-0"
        assert (process.returncode, errors) == (141, b"")


class TestInterrupt:
    """The audit waits for more of standard input when Ctrl-C comes, so it is always in its middle."""

    @pytest.fixture
    def interrupted(self, tmp_path):
        """Return a function that gives the audit a text, presses Ctrl-C once something is written, and tells how it ended."""

        def run(*arguments, text, once_written, by=signal.SIGINT):
            with (
                (tmp_path / "stdout").open("w+", encoding="utf-8") as stdout,
                subprocess.Popen(
                    [*AUDIT, "-", *map(str, arguments)],
                    stdin=subprocess.PIPE,
                    stdout=stdout,
                    stderr=subprocess.PIPE,
                    encoding="utf-8",
                    env=UNMEASURED,
                    start_new_session=True,
                ) as process,
            ):
                process.stdin.write(text)
                process.stdin.flush()
                until_written(tmp_path, once_written)
                os.killpg(process.pid, by)
                stderr = process.stderr.read()
                code = process.wait()
                stdout.seek(0)
                return code, stdout.read(), stderr

        return run

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_what_was_done_is_told_and_its_findings_are_whole(self, interrupted, jobs):
        code, stdout, stderr = interrupted(
            *("--format", "jsonl", "--jobs", jobs), text=lines(5000), once_written="stdout"
        )
        done = len({json.loads(each)["student_id"] for each in stdout.splitlines()})
        assert code == 130
        assert done
        assert len(stderr.splitlines()) == 1
        assert stderr.startswith(f"Interrupted. Audited {done:,} students: ")

    def test_json_is_ended_and_says_that_it_is_not_complete(self, interrupted):
        code, stdout, _ = interrupted(
            *("--format", "json"), text=lines(1200), once_written="stdout"
        )
        assert code == 130
        assert json.loads(stdout)["summary"]["complete"] is False

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_no_half_written_file_takes_the_place_of_a_good_one(
        self, interrupted, tmp_path, rejects, jobs
    ):
        output = tmp_path / "findings.jsonl"
        output.write_text("of yesterday", "utf-8")
        rejects.write_text("of yesterday", "utf-8")
        code, stdout, stderr = interrupted(
            *("--format", "jsonl", "--output", output, "--rejects", rejects, "--jobs", jobs),
            text=lines(5000),
            once_written=".findings.jsonl.*.part",
        )
        assert (code, stdout) == (130, "")
        assert "Interrupted. Audited " in stderr
        assert stderr.endswith(f"Not written: {rejects}.\nNot written: {output}.\n")
        assert output.read_text("utf-8") == rejects.read_text("utf-8") == "of yesterday"
        assert {each.name for each in tmp_path.iterdir()} == {"findings.jsonl", "rejects", "stdout"}

    @pytest.mark.parametrize("jobs", ["1", "2"])
    def test_a_request_to_terminate_leaves_no_half_written_file(self, interrupted, tmp_path, jobs):
        output = tmp_path / "findings.jsonl"
        output.write_text("of yesterday", "utf-8")
        code, *_ = interrupted(
            *("--format", "jsonl", "--output", output, "--jobs", jobs),
            text=lines(5000),
            once_written=".findings.jsonl.*.part",
            by=signal.SIGTERM,
        )
        assert code == 143
        assert output.read_text("utf-8") == "of yesterday"
        assert {each.name for each in tmp_path.iterdir()} == {"findings.jsonl", "stdout"}

    def test_the_text_says_that_it_was_interrupted(self, interrupted, rejects):
        code, stdout, _ = interrupted(
            *("--input", "jsonl", "--rejects", rejects),
            text="broken\n" * 5000,
            once_written=".rejects.*.part",
        )
        assert code == 130
        assert stdout.startswith("Interrupted; this is what was done.\n\nAudited ")
