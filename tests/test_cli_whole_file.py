"""A file is written whole or not at all."""

import contextlib
import os
import stat
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

from iepcycle.cli.ending import UnusableError
from iepcycle.cli.whole_file import WholeFile

FULL_DISK = Path("/dev/full")
SHARED_MEMORY = Path("/dev/shm")  # noqa: S108 -- the test makes a folder of its own there


@pytest.fixture
def path(tmp_path):
    return tmp_path / "findings.jsonl"


def write(path, *, keep=True):
    with WholeFile(str(path)) as file:
        file.write(b"new")
        if keep:
            file.keep()


def test_what_was_kept_is_in_its_place_and_nothing_beside_it(path):
    write(path)
    assert path.read_bytes() == b"new"
    assert list(path.parent.iterdir()) == [path]


def test_what_was_not_kept_is_nowhere(path):
    write(path, keep=False)
    assert list(path.parent.iterdir()) == []


def test_the_file_in_its_place_stays_until_the_new_one_is_whole(path):
    path.write_bytes(b"old")
    with WholeFile(str(path)) as file:
        file.write(b"new")
        assert path.read_bytes() == b"old"
        file.keep()
    assert path.read_bytes() == b"new"


@pytest.mark.parametrize("interrupt", [KeyboardInterrupt, BrokenPipeError, ZeroDivisionError])
def test_whatever_comes_between_the_file_in_its_place_stays(path, interrupt):
    path.write_bytes(b"old")
    with contextlib.suppress(interrupt), WholeFile(str(path)) as file:
        file.write(b"new")
        raise interrupt
    assert path.read_bytes() == b"old"
    assert list(path.parent.iterdir()) == [path]


def test_the_permissions_of_the_file_in_its_place_are_kept(path):
    path.write_bytes(b"old")
    path.chmod(0o640)
    write(path)
    assert stat.S_IMODE(path.stat().st_mode) == 0o640


def test_a_new_file_has_the_permissions_of_any_other(path):
    other = path.with_name("other")
    other.touch()
    write(path)
    assert path.stat().st_mode == other.stat().st_mode


def test_what_a_killed_process_of_the_same_number_left_is_not_in_the_way(path):
    with WholeFile(str(path)):  # in a container, every night has the same number
        [left] = path.parent.iterdir()
        write(path)
        assert path.read_bytes() == b"new"
        assert {*path.parent.iterdir()} == {left, path}


@pytest.mark.skipif(not SHARED_MEMORY.exists(), reason="there is no /dev/shm")
def test_a_file_in_shared_memory_is_replaced_like_any_other():
    with tempfile.TemporaryDirectory(dir=SHARED_MEMORY) as folder:
        nested = Path(folder) / "findings.jsonl"
        nested.write_bytes(b"old")
        write(nested)
        assert nested.read_bytes() == b"new"


def test_a_link_stays_a_link(path):
    target = path.with_name("target")
    target.write_bytes(b"old")
    path.symlink_to(target)
    write(path)
    assert path.is_symlink()
    assert target.read_bytes() == b"new"


def test_a_pipe_is_written_as_it_comes(path):
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    write(path)
    assert os.read(reader, 10) == b"new"
    assert stat.S_ISFIFO(path.stat().st_mode)
    os.close(reader)


def test_a_pipe_that_nobody_reads_is_no_disk_that_is_full(path):
    os.mkfifo(path)
    reader = os.open(path, os.O_RDONLY | os.O_NONBLOCK)
    with WholeFile(str(path)) as file:
        file.write(b"new")
        os.close(reader)
        with pytest.raises(BrokenPipeError):
            file.keep()


@pytest.mark.skipif(not FULL_DISK.exists(), reason="there is no /dev/full")
def test_a_full_disk_is_told_in_one_line():
    with pytest.raises(UnusableError, match=r"^Cannot write /dev/full: No space left on device\.$"):
        write(FULL_DISK)


@pytest.mark.skipif(not FULL_DISK.exists(), reason="there is no /dev/full")
def test_a_disk_that_fills_up_is_told_when_it_does():
    with WholeFile(str(FULL_DISK)) as file, pytest.raises(UnusableError):
        file.write(b"new" * 100_000)


def test_a_folder_that_is_not_there_is_told_in_one_line(path):
    with pytest.raises(UnusableError, match=r"No such file or directory\.$"):
        write(path / "nowhere")


def test_a_folder_is_no_file(path):
    with pytest.raises(UnusableError, match=r"Is a directory\.$"):
        write(path.parent)


@pytest.mark.skipif(os.geteuid() == 0, reason="root may write anything")
def test_a_file_that_is_protected_is_not_replaced(path):
    path.write_bytes(b"old")
    path.chmod(0o444)
    with pytest.raises(UnusableError, match=r"Permission denied\.$"):
        write(path)
    assert path.read_bytes() == b"old"


def test_the_name_of_a_file_cannot_steer_the_terminal(tmp_path):
    with pytest.raises(UnusableError, match=r"a\\x1b\[2J"):
        write(tmp_path / "nowhere" / "a\x1b[2J")


@pytest.mark.skipif(not Path("/dev/stdout").exists(), reason="there is no /dev/stdout")
def test_standard_output_is_added_to_wherever_it_leads(path):
    script = (
        "from iepcycle.cli.whole_file import WholeFile\n"
        "print('first', flush=True)\n"
        "with WholeFile('/dev/stdout') as file:\n"
        "    file.write(b'second')\n"
        "    file.keep()\n"
    )
    with path.open("wb") as stdout:
        subprocess.run([sys.executable, "-c", script], check=True, stdout=stdout)
    assert path.read_bytes() == b"first\nsecond"
