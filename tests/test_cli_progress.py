"""How far the audit is, where somebody watches."""

import io
import sys

import pytest
from click.testing import CliRunner

from iepcycle import StudentRecord, wire
from iepcycle.cli.app import app
from iepcycle.cli.auditing import run
from iepcycle.cli.auditing.progress import is_watched, progress
from iepcycle.cli.auditing.results import Results
from iepcycle.cli.output import Output


class Terminal(io.StringIO):
    def isatty(self):
        return True


@pytest.fixture
def watch(monkeypatch):
    """Return a function that puts a terminal in the place of standard error."""

    def put():
        shown = Terminal()
        monkeypatch.setenv("TERM", "xterm")
        monkeypatch.setenv("COLUMNS", "100")
        monkeypatch.setattr(sys, "stderr", shown)
        return shown

    return put


def test_who_watches_sees_students_share_rate_and_time_left(watch):
    terminal = watch()
    with progress(1000, watched=True) as move:
        move(250, 1234)
    shown = terminal.getvalue()
    for told in ("1,234 students", "25%", "a second", "left"):
        assert told in shown


def test_who_watches_does_so_on_a_terminal(watch, monkeypatch):
    watch()
    assert is_watched()
    monkeypatch.setattr(sys, "stderr", io.StringIO())
    assert not is_watched()


def test_a_size_that_is_not_known_is_no_obstacle(watch):
    terminal = watch()
    with progress(None, watched=True) as move:
        move(250, 1234)
    assert "1,234 students" in terminal.getvalue()


def test_where_nobody_watches_nothing_is_shown(watch):
    terminal = watch()
    with progress(1000, watched=False) as move:
        move(250, 1234)
    assert terminal.getvalue() == ""


@pytest.mark.parametrize(
    ("form", "width", "file", "expected"),
    [
        ("jsonl", 80, None, True),
        ("jsonl", None, None, False),
        ("text", 80, None, False),
        ("jsonl", 80, io.BytesIO(), False),
    ],
)
def test_findings_share_the_terminal_where_they_are_shown_on_it_as_they_come(
    monkeypatch, form, width, file, expected
):
    monkeypatch.setattr(Output, "width", width)
    assert Results(form, file).share_the_terminal is expected


@pytest.mark.parametrize(("form", "is_shown"), [("text", True), ("jsonl", False)])
def test_a_bar_is_shown_unless_findings_share_the_terminal(monkeypatch, tmp_path, form, is_shown):
    asked = []

    def bar(size, *, watched):
        asked.append((size, watched))
        return progress(size, watched=False)

    path = tmp_path / "export.jsonl"
    path.write_text(wire.dumps_student(StudentRecord(id="S-1")), "utf-8")
    monkeypatch.setattr(run, "progress", bar)
    monkeypatch.setattr(run, "is_watched", lambda: True)
    monkeypatch.setattr(Output, "width", 80)
    CliRunner().invoke(app, ["audit", str(path), "--format", form])
    assert asked == [(path.stat().st_size, is_shown)]


@pytest.mark.parametrize("files", [["-"], ["nowhere.jsonl"]])
def test_the_size_of_files_that_cannot_be_seen_is_not_known(monkeypatch, files):
    asked = []

    def bar(size, *, watched):
        asked.append(size)
        return progress(size, watched=watched)

    monkeypatch.setattr(run, "progress", bar)
    CliRunner().invoke(app, ["audit", *files])
    assert asked == [None]
