"""Mappings: a district's own names, words and dates."""

from datetime import date

import pytest

from iepcycle import InvalidRecordError
from iepcycle.tables import COLUMNS, TableMapping, read_mapping, read_table
from iepcycle.tables.date_format import date_reader

EXPORT = """\
STU;REF;STAGE;EVAL;ELIG;DECIDED;IEP;TYPE;STATE;MADE;MET;ON;OFF;NAME
S-1;R1;Plan in force;I;Y;8/20/2024;R1-1;I;A;8/25/2024;8/30/2024;9/3/2024;NULL;anything
"""
MAPPING = """
delimiter = ";"
date_format = "M/D/YYYY"
empty = ["NULL"]
ignore_other_columns = true

[columns]
student_id = "STU"
referral_id = "REF"
stage = "STAGE"
evaluation_type = "EVAL"
eligible = "ELIG"
determined_on = "DECIDED"
iep_id = "IEP"
iep_type = "TYPE"
iep_status = "STATE"
created_on = "MADE"
iep_date = "MET"
activated_on = "ON"
inactivated_on = "OFF"

[constants]
services_consent = "given"

[values.stage]
"Plan in force" = "implement_plan"

[values.evaluation_type]
I = "initial"
"n/a" = ""

[values.eligible]
Y = "yes"

[values.iep_type]
I = "initial"

[values.iep_status]
A = "active"
"""
OURS = """\
student_id,referral_id,stage,evaluation_type,eligible,determined_on,services_consent,\
iep_id,iep_type,iep_status,created_on,iep_date,activated_on,inactivated_on
S-1,R1,implement_plan,initial,yes,2024-08-20,given,R1-1,initial,active,2024-08-25,2024-08-30,2024-09-03,
"""


def refusal(**settings):
    with pytest.raises(InvalidRecordError) as refused:
        TableMapping(**settings)
    return [(each.code, each.path) for each in refused.value.problems]


def refusal_of_toml(text):
    with pytest.raises(InvalidRecordError) as refused:
        read_mapping(text)
    return refused.value.problems


def read(export, mapping):
    return list(read_table(export.splitlines(keepends=True), mapping))


def test_an_export_with_its_mapping_says_what_the_table_says():
    assert read(EXPORT, read_mapping(MAPPING)) == read(OURS, None)


def test_a_mapping_can_be_sent_to_another_process(through_pickle):
    mapping = read_mapping(MAPPING)
    assert through_pickle(mapping) == mapping


def test_an_empty_mapping_changes_nothing():
    assert read_mapping("") == TableMapping()


def test_problems_name_the_columns_as_the_export_does():
    (rejected,) = read(EXPORT.replace(";A;", ";B;"), read_mapping(MAPPING))
    (problem,) = rejected.problems
    assert str(problem) == "line 2, column STATE: Expected one of A. [unknown_value]"


def test_a_word_can_mean_that_nothing_is_recorded():
    export = EXPORT.replace(";I;Y;8/20/2024;", ";n/a;;;")
    (student,) = read(export, read_mapping(MAPPING))
    assert student.referrals[0].evaluation is None


def test_with_words_of_its_own_a_column_takes_no_others():
    (rejected,) = read(EXPORT.replace(";A;", ";active;"), read_mapping(MAPPING))
    assert [each.code for each in rejected.problems] == ["unknown_value"]


def test_a_missing_column_is_named_as_the_export_does():
    with pytest.raises(InvalidRecordError) as refused:
        read(EXPORT.replace("STATE", "STATUS"), read_mapping(MAPPING))
    assert [each.path for each in refused.value.problems] == ["column STATE"]


@pytest.mark.parametrize(
    ("settings", "path"),
    [
        ({"columns": "student_id"}, "columns"),
        ({"columns": {"stage": 1}}, "columns"),
        ({"columns": {"grade": "GRADE"}}, "columns.grade"),
        ({"columns": {"stage": "iep_type"}}, "columns.stage"),
        ({"constants": ["stage"]}, "constants"),
        ({"constants": {"grade": "5"}}, "constants.grade"),
        ({"constants": {"student_id": "S-1"}}, "constants.student_id"),
        ({"constants": {"iep_id": ""}}, "constants.iep_id"),
        ({"constants": {"stage": "develop"}}, "constants.stage"),
        ({"constants": {"created_on": "2024-09-03"}}, "constants.created_on"),
        ({"values": {"stage": "develop_plan"}}, "values"),
        ({"values": {"grade": {"5": "five"}}}, "values.grade"),
        ({"values": {"created_on": {"never": ""}}}, "values.created_on"),
        ({"values": {"stage": {"4": "develop"}}}, "values.stage"),
        ({"values": {"stage": {"": "develop_plan"}}}, "values.stage"),
        ({"empty": "NULL"}, "empty"),
        ({"empty": (None,)}, "empty"),
        ({"date_format": "MM/YYYY"}, "date_format"),
        ({"date_format": "YYYY-MM-DD MM"}, "date_format"),
        ({"date_format": "DD-MON-YYYY"}, "date_format"),
        ({"date_format": "MM/DD/YYYY HH:MI"}, "date_format"),
        ({"date_format": None}, "date_format"),
        ({"delimiter": ""}, "delimiter"),
        ({"delimiter": '"'}, "delimiter"),
        ({"ignore_other_columns": "yes"}, "ignore_other_columns"),
    ],
)
def test_what_cannot_be_meant_is_refused(settings, path):
    assert ("bad_mapping", path) in refusal(**settings)


def test_a_name_that_two_columns_share_is_refused_at_both():
    assert refusal(columns={"stage": "X", "iep_type": "X"}) == [
        ("bad_mapping", "columns.stage"),
        ("bad_mapping", "columns.iep_type"),
    ]


def test_a_column_has_a_name_or_a_constant():
    assert refusal(columns={"stage": "STAGE"}, constants={"stage": "develop_plan"}) == [
        ("bad_mapping", "columns.stage")
    ]


def test_a_constant_frees_its_name():
    mapping = TableMapping(columns={"iep_type": "stage"}, constants={"stage": "develop_plan"})
    assert mapping.called("iep_type") == "stage"


def test_any_text_is_taken_as_the_id_of_the_one_referral_of_each_student():
    assert TableMapping(constants={"referral_id": "R1"}).constants == {"referral_id": "R1"}


def test_text_that_is_no_toml_is_refused():
    (problem,) = refusal_of_toml("delimiter = ;")
    assert problem.code == "bad_mapping"
    assert "line 1" in problem.message


def test_unknown_settings_are_refused_all_at_once():
    found = refusal_of_toml("colums = 1\ncalendar = 2")
    assert [each.path for each in found] == ["colums", "calendar"]


def test_a_list_of_toml_is_taken_for_the_words_that_say_nothing():
    assert read_mapping('empty = ["NULL", "-"]').empty == ("NULL", "-")


@pytest.mark.parametrize(
    ("form", "text", "expected"),
    [
        ("YYYY-MM-DD", "2024-09-03", date(2024, 9, 3)),
        ("MM/DD/YYYY", "09/03/2024", date(2024, 9, 3)),
        ("M/D/YYYY", "9/3/2024", date(2024, 9, 3)),
        ("M/D/YYYY", "12/31/2024", date(2024, 12, 31)),
        ("YYYYMMDD", "20240903", date(2024, 9, 3)),
        ("D.M.YYYY", "3.9.2024", date(2024, 9, 3)),
        ("YYYY-MM-DD 00:00:00.0", "2024-09-03 00:00:00.0", date(2024, 9, 3)),
    ],
)
def test_dates_are_read_in_the_form_of_the_export(form, text, expected):
    assert date_reader(form)(text) == expected


@pytest.mark.parametrize(
    ("form", "text"),
    [
        ("YYYY-MM-DD", "2024-9-3"),
        ("YYYY-MM-DD", "2024-09-03 "),
        ("MM/DD/YYYY", "9/3/2024"),
        ("M/D/YYYY", "31/12/2024"),
        ("D.M.YYYY", "3x9x2024"),
        ("YYYY-MM-DD", "2024-02-30"),
        ("YYYY-MM-DD", "0000-01-01"),
        ("YYYY-MM-DD 00:00", "2024-09-03 09:30"),
    ],
)
def test_dates_in_another_form_are_refused(form, text):
    with pytest.raises(ValueError, match=r"^$|month|day|year"):
        date_reader(form)(text)


def test_every_column_can_be_named():
    mapping = TableMapping(columns={name: name.upper() for name in COLUMNS})
    export = OURS.splitlines(keepends=True)
    assert read(export[0].upper() + export[1], mapping) == read(OURS, None)
