"""JSON Lines: good lines become records, bad ones are kept to the letter, and nothing is read ahead."""

import itertools
import tracemalloc

import pytest

from iepcycle import StudentRecord, wire

GOOD = '{"format":"iepcycle.student/1","id":"S-%d"}\n'
BAD = '{"format":"iepcycle.student/1", "id":null} \t\r\n'


def test_each_line_is_a_record():
    read = wire.read_students([GOOD % 1, GOOD % 2])
    assert list(read) == [StudentRecord(id="S-1"), StudentRecord(id="S-2")]


def test_a_bad_line_is_rejected_and_the_others_are_read():
    first, rejected, last = wire.read_students([GOOD % 1, BAD, GOOD % 2])
    assert (first.id, last.id) == ("S-1", "S-2")
    assert [(each.code, each.path) for each in rejected.problems] == [("wrong_type", "id")]


@pytest.mark.parametrize(
    "line",
    [BAD, BAD.encode(), BAD.strip(), "{", b"\xff\x00\n", "\ufeff{}", " \x0b\n", "\xa0", "\ud800"],
)
def test_a_rejected_line_is_kept_to_the_letter(line):
    (rejected,) = wire.read_students([line])
    assert isinstance(rejected, wire.RejectedRecord)
    assert rejected.line == line
    assert type(rejected.line) is type(line)


def test_the_line_number_counts_every_line_from_one():
    rejected = wire.read_students(["{", "\n", GOOD % 1, BAD])
    assert [each.line_number for each in rejected if isinstance(each, wire.RejectedRecord)] == [
        1,
        4,
    ]


@pytest.mark.parametrize("blank", ["", "\n", " \t\r\n", b"", b"\r\n", b" \t\n"])
def test_a_blank_line_is_skipped(blank):
    assert list(wire.read_students([blank, GOOD % 1, blank])) == [StudentRecord(id="S-1")]


def test_a_record_may_stand_on_a_last_line_without_end():
    assert list(wire.read_students([(GOOD % 1).strip().encode()])) == [StudentRecord(id="S-1")]


def test_a_byte_order_mark_is_rejected_with_its_line():
    rejected, read = wire.read_students(["\ufeff" + GOOD % 1, GOOD % 2])
    assert [each.code for each in rejected.problems] == ["bad_encoding"]
    assert read.id == "S-2"


def test_no_lines_are_no_records():
    assert list(wire.read_students([])) == []


def test_a_line_is_asked_for_only_when_its_record_is():
    asked = []

    def lines():
        for number in itertools.count(1):
            asked.append(number)
            yield GOOD % number

    read = wire.read_students(lines())
    assert asked == []
    next(read)
    assert asked == [1]
    next(read)
    assert asked == [1, 2]


def test_many_lines_take_no_more_memory_than_few():
    def peak(count):
        tracemalloc.start()
        for _ in wire.read_students((GOOD, BAD, "{")[number % 3] for number in range(count)):
            pass
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
        return peak

    peak(3_000)  # fills what Python itself keeps for reuse
    assert peak(3_000) < peak(300) + 10_000


def test_a_rejected_record_does_not_show_its_line():
    (rejected,) = wire.read_students(['{"format":"iepcycle.student/1","id":"S","Kimo":"Kāne"}'])
    assert "Kimo" not in repr(rejected)
    assert "Kāne" not in repr(rejected)
