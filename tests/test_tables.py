"""Tables in and out: what the columns hold is kept, and what is no table is refused with its place."""

import csv
import itertools
from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    IEP,
    ConferencePurpose,
    Determination,
    Evaluation,
    InvalidRecordError,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    audit_student,
)
from iepcycle.tables import COLUMNS, UNRECORDED, Table, TableMapping, read_table, write_table
from iepcycle.tables.rows import LONGEST_ROW
from iepcycle.testing import lawful_student_records, student_records
from iepcycle.wire import RejectedRecord

HEADER = ",".join(COLUMNS)
ROW = {
    "student_id": "S-1",
    "referral_id": "R1",
    "stage": "implement_plan",
    "evaluation_type": "initial",
    "eligible": "yes",
    "determined_on": "2024-08-20",
    "services_consent": "given",
    "iep_id": "R1-1",
    "iep_type": "initial",
    "iep_status": "active",
    "created_on": "2024-08-25",
    "iep_date": "2024-08-30",
    "activated_on": "2024-09-03",
    "inactivated_on": "",
}


def row(**changes):
    return ",".join({**ROW, **changes}.values())


def read(*rows, **options):
    return list(read_table([f"{each}\n" for each in (HEADER, *rows)], **options))


def only(found):
    (one,) = found
    return one


def problems(rejected):
    assert isinstance(rejected, RejectedRecord)
    return [(each.path, each.code) for each in rejected.problems]


def refused(*lines, mapping=None):
    with pytest.raises(InvalidRecordError) as refusal:
        read_table(lines, mapping)
    return [(each.path, each.code) for each in refusal.value.problems]


class TestReading:
    def test_every_column_has_its_place_in_the_record(self):
        conference = Procedure(
            kind=ProcedureKind.CONFERENCE, on=date(2024, 8, 30), purpose=ConferencePurpose.IEP
        )
        student = only(read(row()))
        assert (student.id, student.referrals[0].id) == ("S-1", "R1")
        assert student.referrals[0].stage is Stage.IMPLEMENT_PLAN
        assert student.referrals[0].evaluation.type.value == "initial"
        assert student.latest_determination == Determination(
            eligible=True, decided_on=date(2024, 8, 20)
        )
        assert student.latest_services_consent.status.value == "given"
        iep = student.active_iep
        assert (iep.id, iep.type.value, iep.status.value) == ("R1-1", "initial", "active")
        assert (iep.created_on, iep.activated_on) == (date(2024, 8, 25), date(2024, 9, 3))
        assert iep.inactivated_on is None
        assert iep.procedures == (conference,)

    def test_a_date_that_is_not_there_is_not_recorded(self):
        iep = only(read(row(created_on="", iep_date="", activated_on=""))).active_iep
        assert (iep.created_on, iep.iep_date, iep.activated_on) == (None, None, None)
        assert iep.procedures == ()

    def test_a_referral_without_ieps_is_one_row(self):
        assert only(read("S-1,R1,define_needs" + "," * 11)) == StudentRecord(
            id="S-1", referrals=(Referral(id="R1", stage=Stage.DEFINE_NEEDS),)
        )

    def test_a_student_without_referrals_is_one_row(self):
        assert only(read("S-1" + "," * 13)) == StudentRecord(id="S-1")

    def test_referrals_and_ieps_stand_in_the_order_of_their_rows(self):
        student = only(read(row(iep_id="B"), row(referral_id="R0", iep_id="C"), row(iep_id="A")))
        assert [each.id for each in student.referrals] == ["R1", "R0"]
        assert [each.id for each in student.referral("R1").ieps] == ["B", "A"]

    def test_the_columns_may_stand_in_any_order(self):
        names = sorted(COLUMNS, reverse=True)
        lines = [",".join(names), ",".join(ROW[name] for name in names)]
        assert list(read_table(lines)) == read(row())

    def test_students_come_in_the_order_of_their_first_rows_and_keep_scattered_rows(self):
        first, second = read(row(), row(student_id="S-0"), row(iep_id="R1-2"))
        assert (first.id, second.id) == ("S-1", "S-0")
        assert [each.id for each in first.referrals[0].ieps] == ["R1-1", "R1-2"]

    @pytest.mark.parametrize("newline", [b"\n", b"\r\n"])
    @pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
    def test_a_file_may_have_a_byte_order_mark_and_either_line_break(self, mark, newline):
        lines = [mark + HEADER.encode() + newline, row().encode() + newline]
        assert list(read_table(lines)) == read(row())

    def test_a_byte_order_mark_may_stand_before_a_quote(self):
        quoted = ",".join(f'"{name}"' for name in COLUMNS)
        assert list(read_table([f"\ufeff{quoted}\n", row()])) == read(row())

    def test_a_cell_in_quotes_may_hold_line_breaks(self):
        lines = row(iep_id='"one\r\ntwo"').splitlines(keepends=True)
        assert only(read_table([f"{HEADER}\n", *lines])).active_iep.id == "one\r\ntwo"

    def test_rows_in_which_nothing_stands_are_skipped(self):
        assert read("", "," * 13, row(), "," * 5, "\r") == read(row())


class TestRefusedRows:
    @pytest.mark.parametrize(
        ("changes", "column", "code"),
        [
            ({"stage": "develop"}, "stage", "unknown_value"),
            ({"stage": "DEVELOP_PLAN"}, "stage", "unknown_value"),
            ({"evaluation_type": "annual"}, "evaluation_type", "unknown_value"),
            ({"eligible": "true"}, "eligible", "unknown_value"),
            ({"services_consent": "none"}, "services_consent", "unknown_value"),
            ({"iep_type": "Initial"}, "iep_type", "unknown_value"),
            ({"iep_status": "active "}, "iep_status", "unknown_value"),
            ({"created_on": "2024-02-30"}, "created_on", "bad_date"),
            ({"created_on": "20240902"}, "created_on", "bad_date"),
            ({"iep_date": "9/3/2024"}, "iep_date", "bad_date"),
            ({"activated_on": "２０２４-09-03"}, "activated_on", "bad_date"),  # noqa: RUF001 -- other digits
            ({"student_id": ""}, "student_id", "empty_text"),
            ({"referral_id": ""}, "referral_id", "empty_text"),
            ({"stage": ""}, "stage", "empty_text"),
            ({"evaluation_type": ""}, "evaluation_type", "empty_text"),
            ({"eligible": ""}, "eligible", "empty_text"),
            ({"iep_id": ""}, "iep_id", "empty_text"),
            ({"iep_type": ""}, "iep_type", "empty_text"),
            ({"iep_status": ""}, "iep_status", "empty_text"),
            ({"iep_id": "a\0b"}, "iep_id", "bad_csv"),
            ({"iep_id": "a\udc80"}, "iep_id", "bad_encoding"),
        ],
    )
    def test_an_unsound_cell_is_refused_with_its_line_and_column(self, changes, column, code):
        rejected = only(read(row(**changes)))
        assert problems(rejected) == [(f"line 2, column {column}", code)]

    def test_all_unsound_cells_of_a_student_are_told_at_once(self):
        rejected = only(read(row(stage="x", eligible="x"), row(iep_id="R1-2", iep_type="x")))
        assert problems(rejected) == [
            ("line 2, column stage", "unknown_value"),
            ("line 2, column eligible", "unknown_value"),
            ("line 3, column iep_type", "unknown_value"),
        ]

    def test_no_cell_is_repeated(self):
        cells = [f"Person{number}" for number in range(len(COLUMNS))]
        (rejected,) = read(",".join(cells))
        assert len(rejected.problems) == 11
        assert not any("Person" in str(each) for each in rejected.problems)
        assert "Person" not in repr(rejected)

    def test_a_student_with_one_unsound_row_is_rejected_with_all_rows_to_the_letter(self):
        good, other, bad = row(), row(student_id="S-2"), row(iep_id="R1-2", stage="x")
        rejected, sound = read(good, other, bad)
        assert (rejected.line_number, rejected.line) == (2, f"{good}\n{bad}\n")
        assert sound.id == "S-2"

    def test_bytes_are_kept_as_bytes(self):
        bad = row(iep_id="a").encode() + b"\xff\n"
        rejected = only(read_table([f"{HEADER}\n".encode(), bad]))
        assert rejected.line == bad
        assert problems(rejected) == [("line 2, column inactivated_on", "bad_date")]

    def test_text_that_is_not_utf8_is_refused_where_it_is_read(self):
        bad = row(iep_id="R\xe9").encode("latin-1")
        assert problems(only(read_table([HEADER.encode(), bad]))) == [
            ("line 2, column iep_id", "bad_encoding")
        ]

    @pytest.mark.parametrize("column", ["stage", "evaluation_type", "services_consent"])
    def test_rows_of_one_referral_say_the_same_of_it(self, column):
        other = {
            "stage": "develop_plan",
            "evaluation_type": "reevaluation",
            "services_consent": "revoked",
        }
        rejected = only(read(row(), row(iep_id="R1-2", **{column: other[column]})))
        assert problems(rejected) == [(f"line 3, column {column}", "contradiction")]

    def test_a_row_without_an_iep_stands_alone_in_its_referral(self):
        without = dict.fromkeys(list(COLUMNS)[7:], "")
        rejected = only(read(row(), row(**without)))
        assert problems(rejected) == [("line 3, column iep_id", "contradiction")]

    def test_an_iep_stands_once_in_a_student(self):
        rejected = only(read(row(), row(referral_id="R2")))
        assert problems(rejected) == [("line 3, column iep_id", "duplicate_id")]

    @pytest.mark.parametrize("bad", [row() + ",", row()[:-1], "S-1"])
    def test_a_row_of_another_width_is_rejected_with_the_student_it_names(self, bad):
        rejected = only(read(row(), bad))
        assert problems(rejected) == [("line 3", "bad_csv")]
        assert rejected.line == f"{row()}\n{bad}\n"

    def test_a_row_that_names_no_student_is_rejected_alone(self):
        rejected, student = read(row(), ",R1", row(iep_id="R1-2"))
        assert problems(rejected) == [("line 3", "bad_csv")]
        assert len(student.referrals[0].ieps) == 2


class TestRowsThatAreShifted:
    """A comma or a quote too many shifts the id of the student; the others of its rows are not read without it."""

    MAPPING = TableMapping(ignore_other_columns=True)
    SHIFTED = [f"Doe, J,{row()}", f'"Doe, J",{row()},', f'"Doe "J",{row()}']
    SOUND = f"J,{row(iep_id='R1-2')}"

    def read(self, *rows, **options):
        lines = (f"{line}\n" for line in [f"name,{HEADER}", *rows])
        return list(read_table(lines, self.MAPPING, **options))

    @pytest.mark.parametrize("shifted", SHIFTED)
    @pytest.mark.parametrize("order", [1, -1])
    def test_the_student_is_rejected_with_all_rows_in_their_order(self, shifted, order):
        rows = [shifted, self.SOUND][::order]
        rejected = only(self.read(*rows))
        assert rejected.line == "".join(f"{line}\n" for line in rows)

    @pytest.mark.parametrize("shifted", SHIFTED)
    @pytest.mark.parametrize("order", [1, -1])
    def test_so_is_the_student_of_a_sorted_table(self, shifted, order):
        rows = [shifted, self.SOUND][::order]
        found = self.read(*rows, sorted_by_student=True)
        assert {type(each) for each in found} == {RejectedRecord}
        assert "".join(each.line for each in found) == "".join(f"{line}\n" for line in rows)

    def test_the_first_row_of_a_student_may_be_the_one_that_cannot_be_read(self):
        rows = [row(), row(student_id="S-2") + ",", row(student_id="S-2", iep_id="R1-2")]
        found = read(*rows, sorted_by_student=True)
        others = [each for each in found if isinstance(each, RejectedRecord)]
        assert [problems(each) for each in others] == [
            [("line 3", "bad_csv")],
            [("line 4", "bad_csv")],
        ]

    def test_the_student_after_that_one_is_read(self):
        found = read(row(student_id="S-2") + ",", row(student_id="S-3"), sorted_by_student=True)
        assert [type(each) for each in found] == [RejectedRecord, StudentRecord]

    def test_what_the_next_student_was_not_named_by_is_not_held_against_a_later_one(self):
        bad = row(student_id="1", referral_id="3") + ","
        found = read(bad, row(student_id="2"), row(student_id="3"), sorted_by_student=True)
        assert [type(each) for each in found] == [RejectedRecord, StudentRecord, StudentRecord]


class TestQuotesThatGoWrong:
    OTHERS = (row(student_id="S-2"), row(student_id="S-3"))

    @pytest.mark.parametrize(
        "bad",
        [
            row(iep_id='"R1-1'),
            row(inactivated_on='"'),
            row(iep_id='"R1"-1'),
            row(iep_id="R1\r-1"),
        ],
    )
    def test_only_the_line_itself_is_lost_to_a_bad_quote(self, bad):
        rejected, *students = read(bad, *self.OTHERS)
        assert problems(rejected) == [("line 2", "bad_csv")]
        assert rejected.line == f"{bad}\n"
        assert [each.id for each in students] == ["S-2", "S-3"]

    def test_a_quote_that_closes_in_a_later_row_costs_the_first_line_alone(self):
        bad = row(inactivated_on='"')
        closing = row(student_id="S-2", iep_id='R"')
        rejected, student = read(bad, closing)
        assert problems(rejected) == [("line 2", "bad_csv")]
        assert student.active_iep.id == 'R"'

    def test_no_more_than_a_row_is_held_while_a_closing_quote_is_looked_for(self):
        others = [row(student_id=f"S-{number}") for number in range(2, LONGEST_ROW // 100)]
        taken = itertools.count(1)
        lines = ((next(taken), f"{line}\n")[1] for line in [HEADER, row(iep_id='"'), *others])
        table = Table(lines)
        next(table.rows_by_student(sorted_by_student=True))
        assert next(taken) * len(others[0]) < 2 * LONGEST_ROW

    def test_a_row_that_is_too_long_is_refused_before_its_cells_are_made(self):
        rejected, student = read("," * (LONGEST_ROW + 1), row())
        assert problems(rejected) == [("line 2", "bad_csv")]
        assert student.id == "S-1"

    def test_the_lines_of_a_refused_row_are_numbered_on(self):
        _, rejected = read(row(iep_id='"R1'), row(student_id="S-2", stage="x"))
        assert problems(rejected) == [("line 3, column stage", "unknown_value")]

    def test_the_lines_of_a_row_with_line_breaks_are_counted(self):
        rows = [HEADER, row(iep_id='"a\nb\nc"'), row(student_id="S-2", stage="x")]
        lines = "\n".join(rows).splitlines(keepends=True)
        _, rejected = read_table(lines)
        assert problems(rejected) == [("line 5, column stage", "unknown_value")]


class TestRefusedHeaders:
    def test_a_missing_column_is_named(self):
        assert refused(HEADER.replace("stage,", "")) == [("column stage", "missing_column")]

    def test_an_extra_column_is_refused_by_its_number(self):
        found = refused(HEADER + ",Jane Doe")
        assert found == [("column 15", "unknown_column")]

    def test_a_doubled_column_is_refused_by_its_number(self):
        assert refused(HEADER + ",stage") == [("column 15", "duplicate_column")]

    def test_extra_columns_can_be_allowed_even_twice(self):
        mapping = TableMapping(ignore_other_columns=True)
        lines = [f"note,{HEADER},note\n", '"one\n', f'two",{row()},3\n']
        assert list(read_table(lines, mapping)) == read(row())

    @pytest.mark.parametrize("lines", [[], [""], ["\n", ",,,\n"]])
    def test_a_table_without_a_first_row_is_refused(self, lines):
        assert refused(*lines) == [("line 1", "missing_column")]

    @pytest.mark.parametrize("line", ["S-1,R1\n", "%PDF-1.7\n", "PK\x03\x04\0\0\n"])
    def test_a_first_row_without_any_of_the_columns_is_one_problem(self, line):
        assert refused(line) == [("line 1", "missing_column")]

    def test_a_first_row_that_is_no_csv_is_refused(self):
        assert refused('"student_id\n') == [("line 1", "bad_csv")]

    @pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
    def test_a_first_row_that_is_not_utf8_is_refused(self, encoding):
        assert refused(f"{HEADER},é".encode(encoding)) == [("line 1", "bad_encoding")]


class TestSorted:
    def read(self, *ids):
        return read(
            *(row(student_id=each, iep_id=f"I{n}") for n, each in enumerate(ids)),
            sorted_by_student=True,
        )

    @pytest.mark.parametrize(
        "ids", [["A", "A", "B", "C"], ["9", "9", "10", "11"], ["10", "11", "9"], ["7"], []]
    )
    def test_students_sorted_as_texts_or_as_numbers_are_read(self, ids):
        assert [each.id for each in self.read(*ids)] == list(dict.fromkeys(ids))

    def test_a_student_comes_as_soon_as_the_next_one_begins(self):
        lines = iter([HEADER, row(), row(student_id="S-2"), row(student_id="S-3")])
        next(read_table(lines, sorted_by_student=True))
        assert next(lines) == row(student_id="S-3")

    @pytest.mark.parametrize(
        "ids", [["B", "A"], ["9", "10", "9"], ["A", "B", "A"], ["2", "10", "1"]]
    )
    def test_a_student_who_is_out_of_order_is_rejected(self, ids):
        *_, student, rejected = sorted(
            self.read(*ids), key=lambda each: isinstance(each, RejectedRecord)
        )
        assert isinstance(student, StudentRecord)
        assert problems(rejected) == [(f"line {len(ids) + 1}", "not_sorted")]

    def test_every_row_of_a_student_out_of_order_is_rejected(self):
        assert [type(each) for each in self.read("B", "A", "A", "C")] == [
            RejectedRecord,
            RejectedRecord,
            StudentRecord,
            StudentRecord,
        ]

    def test_a_row_that_cannot_be_read_does_not_upset_the_order(self):
        found = read(row(), "zzz,", row(student_id="S-2"), sorted_by_student=True)
        assert [type(each) for each in found] == [RejectedRecord, StudentRecord, StudentRecord]

    def test_a_row_without_a_student_is_rejected_alone(self):
        found = read(row(), row(student_id=""), row(iep_id="R1-2"), sorted_by_student=True)
        assert [type(each) for each in found] == [RejectedRecord, StudentRecord]

    def test_a_row_that_cannot_be_read_spoils_its_student(self):
        assert problems(only(read(row(), "S-1,", sorted_by_student=True))) == [
            ("line 3", "bad_csv")
        ]


def kept(student):
    """Return what the columns hold of the student."""
    return StudentRecord(id=student.id, referrals=tuple(map(_kept_of_referral, student.referrals)))


def _kept_of_referral(referral):
    found, consent = referral.determination, referral.services_consent
    return Referral(
        id=referral.id,
        stage=referral.stage,
        evaluation=referral.evaluation
        and Evaluation(
            type=referral.evaluation.type,
            determination=found
            and Determination(eligible=found.eligible, decided_on=found.decided_on),
        ),
        services_consent=consent and ServicesConsent(status=consent.status),
        ieps=tuple(map(_kept_of_iep, referral.ieps)),
    )


def _kept_of_iep(iep):
    conference = Procedure(
        kind=ProcedureKind.CONFERENCE, on=iep.iep_date, purpose=ConferencePurpose.IEP
    )
    return attrs.evolve(
        iep,
        care_coordinator_assigned=False,
        content=(),
        procedures=() if iep.iep_date is None else (conference,),
    )


def carried(student):
    """Say whether a table can carry the ids of the student."""
    ids = [student.id, *(r.id for r in student.referrals), *(iep.id for _, iep in student.ieps())]
    return "\0" not in "".join(ids)


STUDENTS = st.lists(
    student_records(most_referrals=2, most_ieps=3).filter(carried),
    unique_by=lambda each: each.id,
    max_size=3,
)


class TestWriting:
    @given(STUDENTS)
    def test_what_is_written_is_read_again(self, students):
        assert list(read_table(write_table(students))) == list(map(kept, students))

    @given(STUDENTS)
    def test_what_is_written_is_read_again_from_the_bytes_of_a_file(self, students):
        lines = "".join(write_table(students)).encode().splitlines(keepends=True)
        split_at_line_feeds = b"".join(lines).split(b"\n")
        apart = [line + b"\n" for line in split_at_line_feeds[:-1]]
        assert list(read_table(apart)) == list(map(kept, students))

    @given(STUDENTS, st.randoms(use_true_random=False))
    def test_scattering_the_rows_of_students_changes_no_student(self, students, chance):
        header, *rows = write_table(students)
        queues = {}
        for line in rows:
            queues.setdefault(next(csv.reader([line], strict=True))[0], []).append(line)
        scattered = []
        while waiting := [queue for queue in queues.values() if queue]:
            scattered.append(chance.choice(waiting).pop(0))
        by_id = {each.id: each for each in read_table([header, *scattered])}
        assert by_id == {each.id: kept(each) for each in students}

    @pytest.mark.parametrize("text", ["a\0b", "\ud800"])
    @pytest.mark.parametrize("place", ["id", "referrals[0].id", "referrals[0].ieps[0].id"])
    def test_an_id_that_a_table_cannot_carry_is_refused(self, text, place):
        ids = {"id": "S", "referrals[0].id": "R", "referrals[0].ieps[0].id": "I", place: text}
        iep = IEP(id=ids["referrals[0].ieps[0].id"], type=only(read(row())).active_iep.type)
        referral = Referral(id=ids["referrals[0].id"], stage=Stage.DEVELOP_PLAN, ieps=(iep,))
        with pytest.raises(InvalidRecordError) as refusal:
            list(write_table([StudentRecord(id=ids["id"], referrals=(referral,))]))
        assert [each.path for each in refusal.value.problems] == [place]


@given(st.lists(st.binary(max_size=60), max_size=8), st.randoms(use_true_random=False))
def test_no_line_is_lost_whatever_stands_in_it(lines, chance):
    """Every line is in a record, in a rejected record, or blank; arbitrary bytes raise nothing."""
    good = [row(student_id="S-9", iep_id=f"I{number}").encode() for number in range(3)]
    given_lines = [each.replace(b"\n", b"") + b"\n" for each in [*good, *lines]]
    chance.shuffle(given_lines)
    found = list(read_table([HEADER.encode() + b"\n", *given_lines]))
    lost = b"".join(each.line for each in found if isinstance(each, RejectedRecord))
    ieps = [iep for each in found if isinstance(each, StudentRecord) for _, iep in each.ieps()]
    spoken = [each for each in given_lines if each.strip(b',\r\n"')]
    assert lost.count(b"\n") + len(ieps) >= len(spoken)


def test_what_a_table_has_no_column_for_is_not_held_against_it():
    student = only(read(row()))
    asked = audit_student(student).findings
    assert {each.rule_id for each in asked} == {"ACTIVATE-2", "ACTIVATE-3"}
    assert audit_student(student, unrecorded=UNRECORDED).findings == ()


def test_a_layout_can_be_sent_to_another_process(through_pickle):
    table = Table([f"{HEADER}\n", row()])
    assert through_pickle(table.layout) == table.layout


@given(lawful_student_records())
def test_a_lawful_record_that_has_been_through_a_table_is_not_accused(student):
    for each in read_table(write_table([student])):
        assert audit_student(each, unrecorded=UNRECORDED).findings == ()
