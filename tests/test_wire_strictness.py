"""What the wire refuses, with which code and at which place; and that no refusal repeats the record."""

import json
import sys

import pytest

from iepcycle import InvalidRecordError, wire
from iepcycle.errors import PROBLEM_CODES
from iepcycle.wire.schema import keys_of

HEAD = '"format":"iepcycle.student/1","id":"S"'


def problems_of(text):
    with pytest.raises(InvalidRecordError) as refusal:
        wire.loads_student(text)
    assert refusal.value.__cause__ is None
    assert refusal.value.__context__ is None
    assert all(problem.code in PROBLEM_CODES for problem in refusal.value.problems)
    return [(problem.code, problem.path) for problem in refusal.value.problems]


def problems_of_data(data):
    with pytest.raises(InvalidRecordError) as refusal:
        wire.student_from_data(data)
    return [(problem.code, problem.path) for problem in refusal.value.problems]


def messages_of(text):
    with pytest.raises(InvalidRecordError) as refusal:
        wire.loads_student(text)
    return [problem.message for problem in refusal.value.problems]


def student(**fields):
    return {"format": "iepcycle.student/1", "id": "S", **fields}


def with_referral(**fields):
    return student(referrals=[{"id": "R1", "stage": "develop_plan", **fields}])


def with_iep(**fields):
    return with_referral(ieps=[{"id": "R1-1", "type": "initial", **fields}])


IN_IEP = "referrals[0].ieps[0]"
WRONG = [
    # What the defaults of the decoder would let pass.
    (student(id=None), "wrong_type", "id"),
    (student(id=5), "wrong_type", "id"),
    (student(id=1.9), "wrong_type", "id"),
    (student(id=True), "wrong_type", "id"),
    (student(id=[1]), "wrong_type", "id"),
    (student(id={}), "wrong_type", "id"),
    (with_referral(stage=None), "wrong_type", "referrals[0].stage"),
    (with_referral(stage=3), "wrong_type", "referrals[0].stage"),
    (with_referral(stage=["develop_plan"]), "wrong_type", "referrals[0].stage"),
    (with_referral(recieved_on="2024-01-02"), "unknown_key", "referrals[0]"),
    (with_referral(received_on="20240102"), "bad_date", "referrals[0].received_on"),
    (with_referral(received_on="2024-W01-2"), "bad_date", "referrals[0].received_on"),
    (student(referrals="R1"), "wrong_type", "referrals"),
    (student(referrals=""), "wrong_type", "referrals"),
    (student(referrals={}), "wrong_type", "referrals"),
    (student(referrals=[None]), "wrong_type", "referrals[0]"),
    (student(referrals=["R1"]), "wrong_type", "referrals[0]"),
    (student(referrals=[[]]), "wrong_type", "referrals[0]"),
    (
        student(referrals=[[["id", "R1"], ["stage", "develop_plan"]]]),
        "wrong_type",
        "referrals[0]",
    ),
    (student(triennial_agreements="2024-01-02"), "wrong_type", "triennial_agreements"),
    (student(triennial_agreements=[None]), "wrong_type", "triennial_agreements[0]"),
    (with_referral(evaluation=[]), "wrong_type", "referrals[0].evaluation"),
    (with_referral(evaluation="initial"), "wrong_type", "referrals[0].evaluation"),
    (with_iep(care_coordinator_assigned=1), "wrong_type", f"{IN_IEP}.care_coordinator_assigned"),
    (with_iep(care_coordinator_assigned=0), "wrong_type", f"{IN_IEP}.care_coordinator_assigned"),
    (with_iep(care_coordinator_assigned=1.0), "wrong_type", f"{IN_IEP}.care_coordinator_assigned"),
    (
        with_iep(care_coordinator_assigned="true"),
        "wrong_type",
        f"{IN_IEP}.care_coordinator_assigned",
    ),
    # Dates that are none.
    (with_iep(created_on="2024-02-30"), "bad_date", f"{IN_IEP}.created_on"),
    (with_iep(created_on="0000-01-01"), "bad_date", f"{IN_IEP}.created_on"),
    (with_iep(created_on="2024-1-2"), "bad_date", f"{IN_IEP}.created_on"),
    (with_iep(created_on="2024-01-02T00:00:00"), "bad_date", f"{IN_IEP}.created_on"),
    (with_iep(created_on=" 2024-01-02"), "bad_date", f"{IN_IEP}.created_on"),
    (with_iep(created_on="2024-01-02\n"), "bad_date", f"{IN_IEP}.created_on"),
    (with_iep(created_on="2024/01/02"), "bad_date", f"{IN_IEP}.created_on"),
    (
        with_iep(created_on="\u0662\u0660\u0662\u0664-\u0660\u0661-\u0660\u0662"),
        "bad_date",
        f"{IN_IEP}.created_on",
    ),
    (with_iep(created_on=""), "bad_date", f"{IN_IEP}.created_on"),
    (with_iep(created_on=20240102), "wrong_type", f"{IN_IEP}.created_on"),
    (with_iep(created_on=True), "wrong_type", f"{IN_IEP}.created_on"),
    (with_iep(created_on={"year": 2024}), "wrong_type", f"{IN_IEP}.created_on"),
    # Words that are none.
    (with_iep(type="Initial"), "unknown_value", f"{IN_IEP}.type"),
    (with_iep(type="INITIAL"), "unknown_value", f"{IN_IEP}.type"),
    (with_iep(type=""), "unknown_value", f"{IN_IEP}.type"),
    (with_iep(status="develop_plan"), "unknown_value", f"{IN_IEP}.status"),
    (with_iep(status=[]), "wrong_type", f"{IN_IEP}.status"),
    # Keys.
    (with_iep(nmae=None), "unknown_key", IN_IEP),
    (with_iep(format="iepcycle.student/1"), "unknown_key", IN_IEP),
    (student(**{"": 1}), "unknown_key", ""),
    (student(**{"\udc80": 1}), "unknown_key", ""),
    (student(referrals=[{"stage": "develop_plan"}]), "missing_key", "referrals[0].id"),
    ({"format": "iepcycle.student/1"}, "missing_key", "id"),
    # The format.
    ({"id": "S"}, "unknown_format", "format"),
    (student(format=None), "unknown_format", "format"),
    (student(format=1), "unknown_format", "format"),
    (student(format=["iepcycle.student/1"]), "unknown_format", "format"),
    (student(format="iepcycle.student/2"), "unknown_format", "format"),
    (student(format="IEPCYCLE.STUDENT/1"), "unknown_format", "format"),
    # Texts that UTF-8 cannot carry.
    (student(id="\ud800"), "bad_encoding", "id"),
    (student(id="Kāne \udfff"), "bad_encoding", "id"),
    # What the records themselves refuse.
    (student(id=""), "empty_text", "id"),
    (with_referral(id=""), "empty_text", "referrals[0].id"),
    (with_iep(id=""), "empty_text", f"{IN_IEP}.id"),
    (
        with_iep(procedures=[{"kind": "service_record", "purpose": "iep"}]),
        "not_allowed_by_kind",
        f"{IN_IEP}.procedures[0].purpose",
    ),
    (
        with_iep(content=[{"section": "services", "body": text} for text in "ab"]),
        "duplicate_section",
        f"{IN_IEP}.content[1].section",
    ),
    (
        student(referrals=[{"id": "R1", "stage": "develop_plan"}] * 2),
        "duplicate_id",
        "referrals[1].id",
    ),
    (
        with_referral(ieps=[{"id": "R1-1", "type": "initial"}] * 2),
        "duplicate_id",
        "referrals[0].ieps[1].id",
    ),
    (
        student(
            referrals=[
                {"id": each, "stage": "develop_plan", "ieps": [{"id": "I", "type": "initial"}]}
                for each in ("R1", "R2")
            ]
        ),
        "duplicate_id",
        "referrals[1].ieps[0].id",
    ),
]


class TestOneFault:
    @pytest.mark.parametrize(("data", "code", "path"), WRONG)
    def test_it_is_refused_from_text(self, data, code, path):
        assert problems_of(json.dumps(data)) == [(code, path)]

    @pytest.mark.parametrize(("data", "code", "path"), WRONG)
    def test_it_is_refused_from_data(self, data, code, path):
        assert problems_of_data(data) == [(code, path)]

    @pytest.mark.parametrize("root", ["[]", "null", "true", "5", '"S"', '""', "[[]]", "1e999"])
    def test_a_root_that_is_no_object_is_refused(self, root):
        assert problems_of(root) == [("wrong_type", "")]

    @pytest.mark.parametrize("data", [(), ("id", "S"), {"id"}, b"{}", object()])
    def test_data_that_no_json_makes_is_refused(self, data):
        assert problems_of_data(data) == [("wrong_type", "")]

    def test_a_key_that_is_no_text_is_refused(self):
        assert problems_of_data(student() | {1: "x"}) == [("unknown_key", "")]

    def test_a_tuple_is_no_list(self):
        assert problems_of_data(student(referrals=())) == [("wrong_type", "referrals")]

    @pytest.mark.parametrize(
        ("text", "path"),
        [
            (f'{{{HEAD},"id":"S"}}', ""),
            (f'{{{HEAD},"format":"iepcycle.student/1"}}', ""),
            (
                f'{{{HEAD},"referrals":[{{"id":"A","stage":"develop_plan","id":"B"}}]}}',
                "referrals[0]",
            ),
            (f'{{{HEAD},"i\\u0064":"S"}}', ""),
            (f'{{{HEAD},"referrals":null,"referrals":null}}', ""),
        ],
    )
    def test_a_key_that_stands_twice_is_refused(self, text, path):
        assert problems_of(text) == [("duplicate_key", path)]

    @pytest.mark.parametrize("constant", ["NaN", "Infinity", "-Infinity"])
    @pytest.mark.parametrize("key", ["id", "referrals", "triennial_agreements"])
    def test_a_constant_that_json_does_not_have_is_refused_where_it_stands(self, constant, key):
        text = f'{{"format":"iepcycle.student/1","{key}":{constant}'
        text += "}" if key == "id" else ',"id":"S"}'
        assert problems_of(text) == [("bad_json", key)]

    def test_a_constant_that_json_does_not_have_is_refused_alone(self):
        assert problems_of("NaN") == [("bad_json", "")]

    @pytest.mark.parametrize("sign", ["", "-"])
    def test_a_number_of_more_digits_than_python_reads_is_refused(self, sign):
        digits = "7" * (sys.get_int_max_str_digits() + 1)
        assert problems_of(f'{{"format":"iepcycle.student/1","id":{sign}{digits}}}') == [
            ("wrong_type", "id")
        ]


class TestNoJSON:
    @pytest.mark.parametrize(
        ("text", "position"),
        [
            ("", 1),
            ("  ", 3),
            ("{", 2),
            ("{}{}", 3),
            ("{} x", 3),
            ("\n {'id': 1}", 4),
            ('{"id": "S",}', 12),
            ('{"id": [true , \n]}', 17),
            ('{"id": "a\nb"}', 10),
            ('{"id": "\\x"}', 9),
            ("\xa0{}", 1),
            ("{}\xa0", 3),
            ("{}\x00", 3),
        ],
    )
    def test_it_is_refused_with_the_character_where_it_ends(self, text, position):
        assert problems_of(text) == [("bad_json", "")]
        assert messages_of(text) == [
            f"Expected JSON; the text stops being JSON at character {position}."
        ]

    @pytest.mark.parametrize("opening", ["[", '{"a":', '{"format":[{"id":'])
    def test_nesting_past_any_sense_is_refused(self, opening):
        assert problems_of(opening * 200_000) == [("too_deep", "")]

    def test_nesting_that_json_can_still_read_is_refused_where_it_stands(self):
        nested = '{"a":' * 300 + "1" + "}" * 300
        assert problems_of(f'{{{HEAD},"referrals":[{nested}],"triennial_agreements":[{nested}]}}')[
            -1
        ] == ("wrong_type", "triennial_agreements[0]")

    @pytest.mark.parametrize(
        ("given", "byte"),
        [
            (b'{"id": "\xff"}', 9),
            (b"\xed\xa0\x80", 1),
            (b"\xc3", 1),
            ("{}".encode("utf-16"), 1),
        ],
    )
    def test_bytes_that_are_no_utf8_are_refused(self, given, byte):
        assert problems_of(given) == [("bad_encoding", "")]
        assert messages_of(given) == [f"Expected UTF-8; the bytes stop being UTF-8 at byte {byte}."]

    def test_a_byte_order_mark_is_refused(self):
        assert problems_of(f"\ufeff{{{HEAD}}}") == [("bad_encoding", "")]
        assert problems_of(f"{{{HEAD}}}".encode("utf-8-sig")) == [("bad_encoding", "")]


class TestAllFaultsAtOnce:
    def test_a_record_with_seven_different_faults_has_seven_problems(self):
        text = """
        {"format": "iepcycle.student/1", "id": null, "referrals": [
          {"id": "R1", "stage": "plan", "received_on": "16.08.2021", "name": "x",
           "ieps": [{"id": "I-1", "type": "initial", "created_on": 5},
                    {"id": "I-2", "type": "annual",
                     "procedures": [{"kind": "conference", "kind": "conference"}]}]},
          {"id": "R2", "stage": "develop_plan",
           "ieps": [{"id": "I-1", "type": "revision"}]}]}
        """
        assert problems_of(text) == [
            ("wrong_type", "id"),
            ("unknown_key", "referrals[0]"),
            ("unknown_value", "referrals[0].stage"),
            ("bad_date", "referrals[0].received_on"),
            ("wrong_type", "referrals[0].ieps[0].created_on"),
            ("duplicate_key", "referrals[0].ieps[1].procedures[0]"),
            ("duplicate_id", "referrals[1].ieps[0].id"),
        ]

    def test_an_id_that_stands_twice_is_found_beside_other_faults_of_its_record(self):
        data = student(
            referrals=[
                {"id": "R1", "stage": "x", "ieps": [{"id": "I", "type": "x", "status": 1}]},
                {"id": "R1", "ieps": [5, {"id": "I", "type": "initial", "created_on": "x"}]},
            ]
        )
        assert problems_of(json.dumps(data)) == [
            ("unknown_value", "referrals[0].stage"),
            ("unknown_value", "referrals[0].ieps[0].type"),
            ("wrong_type", "referrals[0].ieps[0].status"),
            ("missing_key", "referrals[1].stage"),
            ("wrong_type", "referrals[1].ieps[0]"),
            ("bad_date", "referrals[1].ieps[1].created_on"),
            ("duplicate_id", "referrals[1].id"),
            ("duplicate_id", "referrals[1].ieps[1].id"),
        ]

    def test_an_id_that_stands_twice_is_found_beside_what_its_record_itself_refuses(self):
        faulty = {"type": "initial", "content": [{"section": "services", "body": ""}] * 2}
        referrals = [
            {"id": "R1", "stage": "develop_plan", "ieps": [{"id": "I"} | faulty]},
            {
                "id": "R2",
                "stage": "develop_plan",
                "ieps": [{"id": "J"} | faulty, {"id": "I"} | faulty],
            },
        ]
        assert problems_of(json.dumps(student(referrals=referrals))) == [
            ("duplicate_section", "referrals[0].ieps[0].content[1].section"),
            ("duplicate_section", "referrals[1].ieps[0].content[1].section"),
            ("duplicate_section", "referrals[1].ieps[1].content[1].section"),
            ("duplicate_id", "referrals[1].ieps[1].id"),
        ]

    def test_records_that_refuse_themselves_keep_the_ids_that_tell_them_apart(self):
        faulty = {"type": "initial", "content": [{"section": "services", "body": ""}] * 2}
        ieps = [{"id": "I"} | faulty, {"id": "J"} | faulty]
        assert problems_of(json.dumps(with_referral(ieps=ieps))) == [
            ("duplicate_section", "referrals[0].ieps[0].content[1].section"),
            ("duplicate_section", "referrals[0].ieps[1].content[1].section"),
        ]

    def test_an_empty_id_is_found_beside_other_faults_of_its_record(self):
        assert problems_of(json.dumps(with_iep(id="", type="x", created_on="x"))) == [
            ("unknown_value", f"{IN_IEP}.type"),
            ("bad_date", f"{IN_IEP}.created_on"),
            ("empty_text", f"{IN_IEP}.id"),
        ]

    def test_a_purpose_is_refused_beside_a_bad_date(self):
        procedure = {"kind": "service_record", "on": "x", "purpose": "iep"}
        assert problems_of(json.dumps(with_iep(procedures=[procedure]))) == [
            ("bad_date", f"{IN_IEP}.procedures[0].on"),
            ("not_allowed_by_kind", f"{IN_IEP}.procedures[0].purpose"),
        ]

    def test_a_purpose_is_not_refused_for_a_kind_that_is_misspelt(self):
        procedure = {"kind": "conferense", "purpose": "iep"}
        assert problems_of(json.dumps(with_iep(procedures=[procedure]))) == [
            ("unknown_value", f"{IN_IEP}.procedures[0].kind")
        ]

    def test_sections_that_are_misspelt_do_not_stand_twice(self):
        content = [{"section": each, "body": ""} for each in ("x", "x", "services", "x")]
        assert problems_of(json.dumps(with_iep(content=content))) == [
            ("unknown_value", f"{IN_IEP}.content[{position}].section") for position in (0, 1, 3)
        ]

    def test_ids_that_are_missing_do_not_stand_twice(self):
        assert problems_of(json.dumps(student(referrals=[{"stage": "develop_plan"}] * 2))) == [
            ("missing_key", "referrals[0].id"),
            ("missing_key", "referrals[1].id"),
        ]

    def test_elements_that_are_no_records_are_not_accused_of_more(self):
        data = with_iep(procedures=[1, 2], content=[3, {}], created_on=4)
        assert problems_of(json.dumps(data)) == [
            ("wrong_type", f"{IN_IEP}.created_on"),
            ("wrong_type", f"{IN_IEP}.procedures[0]"),
            ("wrong_type", f"{IN_IEP}.procedures[1]"),
            ("wrong_type", f"{IN_IEP}.content[0]"),
            ("missing_key", f"{IN_IEP}.content[1].section"),
            ("missing_key", f"{IN_IEP}.content[1].body"),
        ]

    def test_a_determination_without_its_answer_is_one_fault(self):
        evaluation = {"type": "initial", "determination": {"decided_on": "2024-01-02"}}
        assert problems_of(json.dumps(with_referral(evaluation=evaluation))) == [
            ("missing_key", "referrals[0].evaluation.determination.eligible")
        ]

    def test_faults_of_the_triennial_agreements_are_found_one_by_one(self):
        dates = ["2024-01-02", "x", 5]
        assert problems_of(json.dumps(student(triennial_agreements=dates))) == [
            ("bad_date", "triennial_agreements[1]"),
            ("wrong_type", "triennial_agreements[2]"),
        ]


class TestMessages:
    def test_an_unknown_word_is_told_the_words_there_are(self):
        (message,) = messages_of(json.dumps(with_iep(status="activ")))
        assert message == "Expected one of draft, active, inactive."

    def test_an_unknown_key_is_told_the_keys_there_are(self):
        (message,) = messages_of(f'{{{HEAD},"Kimo Kāne":1,"x":2}}')
        assert message == (
            "Expected no keys but format, id, referrals, triennial_agreements; found 2 more."
        )

    def test_a_number_for_an_answer_is_told_the_answers_of_json(self):
        with pytest.raises(InvalidRecordError, match="Expected true or false"):
            wire.student_from_data(with_iep(care_coordinator_assigned=1))

    def test_every_problem_says_what_was_expected(self):
        for data, _, _ in WRONG:
            assert all(each.startswith("Expected ") for each in messages_of(json.dumps(data)))


def test_every_key_that_must_be_given_is_missed():
    data = student(
        referrals=[
            {
                "evaluation": {"determination": {}},
                "services_consent": {},
                "ieps": [{"procedures": [{}], "content": [{}]}],
            }
        ]
    )
    missed = {path.rpartition(".")[2] for _, path in problems_of(json.dumps(data))}
    assert missed == {"id", "stage", "type", "eligible", "status", "kind", "section", "body"}


def test_the_keys_of_a_student_are_those_of_the_record():
    assert [key.name for key in keys_of(wire.loads_student(f"{{{HEAD}}}").__class__)] == [
        "id",
        "referrals",
        "triennial_agreements",
    ]
