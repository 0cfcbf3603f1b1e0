"""The wire format, as it should be: what is read, what is written, and what importing it costs."""

import functools
import json
import operator
import subprocess
import sys
from datetime import date

import attrs
import pytest

from iepcycle import (
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    InvalidRecordError,
    Procedure,
    ProcedureKind,
    Referral,
    Section,
    SectionContent,
    ServicesConsent,
    Stage,
    StudentRecord,
    wire,
)
from iepcycle.vocabulary import TimelineException
from iepcycle.wire.lookups import DATES, MOST_DATES_KEPT
from iepcycle.wire.schema import keys_of

TEXT = """
{"format": "iepcycle.student/1", "id": "S-0001", "triennial_agreements": ["2024-05-01"],
 "referrals": [
  {"id": "R1", "stage": "implement_plan", "received_on": "2021-08-16", "filed_on": "2021-08-17",
   "evaluation": {
     "type": "initial", "assessment_needed": true, "consent_received_on": "2021-09-01",
     "timeline_exception": "changed_agency", "early_reevaluation_agreed_on": "2021-09-02",
     "determination": {"eligible": true, "decided_on": "2021-10-15", "filed_on": "2021-10-18"}},
   "services_consent": {"status": "given", "given_on": "2021-10-20"},
   "ieps": [
    {"id": "R1-1", "type": "initial", "status": "active", "created_on": "2021-10-20",
     "activated_on": "2021-11-01", "care_coordinator_assigned": true,
     "procedures": [{"kind": "conference", "on": "2021-10-28", "purpose": "iep"},
                    {"kind": "prior_written_notice", "on": "2021-10-30"}],
     "content": [{"section": "present_levels", "body": "Reads at grade level.",
                  "copied_from": "R0-1", "needs_review": true}]}]}]}
"""
STUDENT = StudentRecord(
    id="S-0001",
    triennial_agreements=(date(2024, 5, 1),),
    referrals=(
        Referral(
            id="R1",
            stage=Stage.IMPLEMENT_PLAN,
            received_on=date(2021, 8, 16),
            filed_on=date(2021, 8, 17),
            evaluation=Evaluation(
                type=EvaluationType.INITIAL,
                assessment_needed=True,
                consent_received_on=date(2021, 9, 1),
                timeline_exception=TimelineException.CHANGED_AGENCY,
                early_reevaluation_agreed_on=date(2021, 9, 2),
                determination=Determination(
                    eligible=True, decided_on=date(2021, 10, 15), filed_on=date(2021, 10, 18)
                ),
            ),
            services_consent=ServicesConsent(
                status=ConsentStatus.GIVEN, given_on=date(2021, 10, 20)
            ),
            ieps=(
                IEP(
                    id="R1-1",
                    type=IEPType.INITIAL,
                    status=IEPStatus.ACTIVE,
                    created_on=date(2021, 10, 20),
                    activated_on=date(2021, 11, 1),
                    care_coordinator_assigned=True,
                    procedures=(
                        Procedure(
                            kind=ProcedureKind.CONFERENCE,
                            on=date(2021, 10, 28),
                            purpose=ConferencePurpose.IEP,
                        ),
                        Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=date(2021, 10, 30)),
                    ),
                    content=(
                        SectionContent(
                            section=Section.PRESENT_LEVELS,
                            body="Reads at grade level.",
                            copied_from="R0-1",
                            needs_review=True,
                        ),
                    ),
                ),
            ),
        ),
    ),
)


class TestReading:
    def test_a_record_is_read_from_text(self):
        assert wire.loads_student(TEXT) == STUDENT

    def test_a_record_is_read_from_bytes(self):
        assert wire.loads_student(TEXT.encode()) == STUDENT

    def test_a_record_is_read_from_data(self):
        assert wire.student_from_data(json.loads(TEXT)) == STUDENT

    def test_the_smallest_record_holds_a_format_and_an_id(self):
        assert wire.loads_student('{"format":"iepcycle.student/1","id":"S"}') == StudentRecord(
            id="S"
        )

    def test_the_format_may_stand_last(self):
        assert wire.loads_student('{"id":"S","format":"iepcycle.student/1"}').id == "S"

    @pytest.mark.parametrize(
        ("kind", "where"),
        [
            (StudentRecord, []),
            (Referral, ["referrals", 0]),
            (Evaluation, ["referrals", 0, "evaluation"]),
            (Determination, ["referrals", 0, "evaluation", "determination"]),
            (ServicesConsent, ["referrals", 0, "services_consent"]),
            (IEP, ["referrals", 0, "ieps", 0]),
            (Procedure, ["referrals", 0, "ieps", 0, "procedures", 0]),
            (SectionContent, ["referrals", 0, "ieps", 0, "content", 0]),
        ],
    )
    def test_null_says_the_same_as_a_key_that_is_left_out(self, kind, where):
        for key in keys_of(kind):
            if not key.required:
                data = json.loads(TEXT)
                place = functools.reduce(operator.getitem, where, data)
                place.pop(key.name, None)
                left_out = wire.student_from_data(data)
                place[key.name] = None
                assert wire.student_from_data(data) == left_out
                assert wire.loads_student(json.dumps(data)) == left_out

    def test_text_beyond_ascii_is_kept_to_the_letter(self):
        student = wire.loads_student('{"format":"iepcycle.student/1","id":"Kāne \\ud83d\\ude00"}')
        assert student.id == "Kāne \N{GRINNING FACE}"

    @pytest.mark.parametrize("text", ["0001-01-01", "9999-12-31", "2024-02-29"])
    def test_every_date_of_the_calendar_is_read(self, text):
        student = wire.student_from_data(
            {"format": wire.FORMAT, "id": "S", "triennial_agreements": [text]}
        )
        assert student.triennial_agreements == (date.fromisoformat(text),)

    def test_no_more_dates_are_remembered_than_a_record_could_need(self):
        dates = type(DATES)()
        for ordinal in range(1, MOST_DATES_KEPT + 2):
            day = date.fromordinal(ordinal)
            assert dates[day.isoformat()] == day
        assert len(dates) == MOST_DATES_KEPT


class TestWriting:
    def test_a_record_is_one_compact_line_with_its_keys_in_canonical_order(self):
        assert wire.dumps_student(STUDENT) == (
            '{"format":"iepcycle.student/1","id":"S-0001","referrals":[{"id":"R1",'
            '"stage":"implement_plan","received_on":"2021-08-16","filed_on":"2021-08-17",'
            '"evaluation":{"type":"initial","determination":{"eligible":true,'
            '"decided_on":"2021-10-15","filed_on":"2021-10-18"},"assessment_needed":true,'
            '"consent_received_on":"2021-09-01","timeline_exception":"changed_agency",'
            '"early_reevaluation_agreed_on":"2021-09-02"},'
            '"services_consent":{"status":"given","given_on":"2021-10-20"},"ieps":[{"id":"R1-1",'
            '"type":"initial","status":"active","created_on":"2021-10-20",'
            '"activated_on":"2021-11-01","care_coordinator_assigned":true,"procedures":['
            '{"kind":"conference","on":"2021-10-28","purpose":"iep"},'
            '{"kind":"prior_written_notice","on":"2021-10-30"}],"content":['
            '{"section":"present_levels","body":"Reads at grade level.","copied_from":"R0-1",'
            '"needs_review":true}]}]}],"triennial_agreements":["2024-05-01"]}'
        )

    def test_the_data_is_what_the_text_holds(self):
        assert wire.student_to_data(STUDENT) == json.loads(wire.dumps_student(STUDENT))

    def test_what_has_nothing_to_say_is_left_out(self):
        iep = IEP(
            id="R1-1",
            type=IEPType.INITIAL,
            content=(SectionContent(section=Section.SERVICES, body=""),),
        )
        referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(iep,))
        assert wire.student_to_data(StudentRecord(id="S", referrals=(referral,))) == {
            "format": "iepcycle.student/1",
            "id": "S",
            "referrals": [
                {
                    "id": "R1",
                    "stage": "develop_plan",
                    "ieps": [
                        {
                            "id": "R1-1",
                            "type": "initial",
                            "status": "draft",
                            "content": [{"section": "services", "body": ""}],
                        }
                    ],
                }
            ],
        }

    def test_a_record_without_referrals_says_so(self):
        assert wire.dumps_student(StudentRecord(id="S")) == (
            '{"format":"iepcycle.student/1","id":"S","referrals":[]}'
        )

    def test_no_answer_and_the_answer_no_are_told_apart(self):
        evaluation = Evaluation(type=EvaluationType.INITIAL, assessment_needed=False)
        referral = Referral(id="R1", stage=Stage.DEFINE_NEEDS, evaluation=evaluation)
        (data,) = wire.student_to_data(StudentRecord(id="S", referrals=(referral,)))["referrals"]
        assert data["evaluation"] == {"type": "initial", "assessment_needed": False}

    def test_text_beyond_ascii_stands_as_it_is(self):
        assert '"id":"Kāne"' in wire.dumps_student(StudentRecord(id="Kāne"))

    def test_a_text_that_utf8_cannot_carry_is_refused_with_its_place(self):
        referral = Referral(id="\udc80", stage=Stage.DEFINE_NEEDS)
        with pytest.raises(InvalidRecordError) as refusal:
            wire.dumps_student(StudentRecord(id="S", referrals=(referral,)))
        (problem,) = refusal.value.problems
        assert (problem.code, problem.path) == ("bad_encoding", "referrals[0].id")


class TestSchema:
    def test_every_field_of_every_record_has_its_key(self):
        for kind in (
            StudentRecord,
            Referral,
            Evaluation,
            Determination,
            ServicesConsent,
            IEP,
            Procedure,
            SectionContent,
        ):
            assert [key.name for key in keys_of(kind)] == [
                field.name for field in attrs.fields(kind)
            ]


def test_importing_the_wire_does_not_import_cattrs():
    code = (
        "import sys, iepcycle.wire as w; print('cattrs' in sys.modules);"
        'w.dumps_student(w.loads_student(\'{"format":"iepcycle.student/1","id":"S"}\'));'
        "print('cattrs' in sys.modules)"
    )
    told = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True)
    assert told.stdout.split() == ["False", "True"]
