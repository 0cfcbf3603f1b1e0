"""What is recorded of a student: what the values take, and what they refuse."""

import copy
from datetime import date, datetime
from types import UnionType
from typing import get_args, get_origin, get_type_hints

import attrs
import pytest
from hypothesis import given

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
)
from iepcycle.testing import student_records
from iepcycle.vocabulary import TimelineException

DAY = date(2024, 9, 3)
LATER = date(2024, 10, 1)
MOMENT = datetime(2024, 9, 3)  # noqa: DTZ001 -- refused with and without a zone
NOTICE = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE)
GOALS = SectionContent(section=Section.ANNUAL_GOALS, body="To read aloud.")

LEAST = {
    Determination: {"eligible": True},
    Evaluation: {"type": EvaluationType.INITIAL},
    ServicesConsent: {"status": ConsentStatus.GIVEN},
    Procedure: {"kind": ProcedureKind.CONFERENCE},
    SectionContent: {"section": Section.ANNUAL_GOALS, "body": "To read aloud."},
    IEP: {"id": "R1-1", "type": IEPType.INITIAL},
    Referral: {"id": "R1", "stage": Stage.DEVELOP_PLAN},
    StudentRecord: {"id": "S-0001"},
}
"""The fields that each value needs, and no more."""

SINGLE = [
    None,
    "text",
    7,
    1.5,
    True,
    b"text",
    DAY,
    MOMENT,
    object(),
    *(next(iter(kind)) for kind in (Stage, EvaluationType, IEPType, IEPStatus, ConsentStatus)),
    *(next(iter(kind)) for kind in (ProcedureKind, ConferencePurpose, Section, TimelineException)),
    *(kind(**fields) for kind, fields in LEAST.items()),
]
ANYTHING = [
    *SINGLE,
    *((each,) for each in SINGLE),
    *([each] for each in SINGLE),
    (),
    [],
    frozenset(),
    "initial",
    "develop_plan",
]
"""A value of every kind that a careless caller might pass."""

every_kind = pytest.mark.parametrize("kind", LEAST)
every_field = pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, field.name) for kind in LEAST for field in attrs.fields(kind)],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)


def fits(hint, value):
    """Say whether the value is exactly of the annotated type: a datetime is no date, True no number."""
    if get_origin(hint) is UnionType:
        return any(fits(each, value) for each in get_args(hint))
    if get_origin(hint) is tuple:
        return type(value) is tuple and all(fits(get_args(hint)[0], each) for each in value)
    return type(value) is hint


def problems_of(kind, /, **fields):
    """Return code and path of all that is wrong with a value of these fields."""
    with pytest.raises(InvalidRecordError) as caught:
        kind(**fields)
    return [(problem.code, problem.path) for problem in caught.value.problems]


class TestShape:
    """Every value is frozen, slotted, hashable and keyword-only."""

    @every_kind
    def test_a_value_needs_few_fields(self, kind):
        assert kind(**LEAST[kind]) == kind(**LEAST[kind])

    @every_kind
    def test_what_is_not_said_is_none_empty_or_no(self, kind):
        value = kind(**LEAST[kind])
        unsaid = {each.name for each in attrs.fields(kind)} - {*LEAST[kind], "status"}
        assert all(getattr(value, name) in (None, (), False) for name in unsaid)

    def test_an_iep_is_a_draft_unless_said(self):
        assert IEP(**LEAST[IEP]).status is IEPStatus.DRAFT

    @every_kind
    def test_a_value_cannot_be_changed(self, kind):
        value = kind(**LEAST[kind])
        for field in attrs.fields(kind):
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(value, field.name, None)

    @every_kind
    def test_a_value_has_slots_and_no_room_for_more(self, kind):
        value = kind(**LEAST[kind])
        assert not hasattr(value, "__dict__")
        assert not hasattr(value, "__weakref__")

    @every_kind
    def test_fields_are_given_by_name(self, kind):
        with pytest.raises(TypeError):
            kind(*LEAST[kind].values())

    @every_kind
    def test_a_value_is_not_an_equal_value_of_another_class(self, kind):
        assert kind(**LEAST[kind]) != tuple(LEAST[kind].values())

    @given(student_records())
    def test_equal_records_hash_alike_and_survive_copying(self, through_pickle, student):
        for again in (through_pickle(student), copy.deepcopy(student), attrs.evolve(student)):
            assert again == student
            assert hash(again) == hash(student)


class TestTypes:
    """A field takes what its annotation says, and nothing that merely resembles it."""

    @every_field
    def test_a_field_takes_exactly_its_annotated_type(self, kind, name):
        hint = get_type_hints(kind)[name]
        for value in ANYTHING:
            fields = LEAST[kind] | {name: value}
            if fits(hint, value):
                assert getattr(kind(**fields), name) is value
            else:
                assert problems_of(kind, **fields) == [("wrong_type", name)], value

    @every_kind
    def test_everything_wrong_is_reported_together_in_the_order_of_the_fields(self, kind):
        names = [field.name for field in attrs.fields(kind)]
        found = problems_of(kind, **dict.fromkeys(names, object()))
        assert [problem for problem in found if problem[0] == "wrong_type"] == [
            ("wrong_type", name) for name in names
        ]

    @every_field
    def test_the_types_are_checked_even_where_validators_are_switched_off(self, kind, name):
        with attrs.validators.disabled():
            assert problems_of(kind, **LEAST[kind] | {name: object()})[0] == ("wrong_type", name)

    @every_field
    def test_a_change_is_checked_as_well(self, kind, name):
        value = kind(**LEAST[kind])
        with pytest.raises(InvalidRecordError):
            attrs.evolve(value, **{name: object()})

    def test_a_wrong_element_is_found_among_right_ones(self):
        assert problems_of(IEP, **LEAST[IEP], procedures=(NOTICE, GOALS)) == [
            ("wrong_type", "procedures")
        ]

    def test_what_was_sound_once_does_not_excuse_what_is_not(self):
        StudentRecord(id="S-0001", triennial_agreements=(DAY,))
        assert problems_of(StudentRecord, id="S-0001", triennial_agreements=(DAY, MOMENT)) == [
            ("wrong_type", "triennial_agreements")
        ]

    def test_a_tuple_of_a_class_of_its_own_is_looked_into_each_time(self):
        class Row(tuple):
            __slots__ = ()

        StudentRecord(id="S-0001", triennial_agreements=Row((DAY,)))
        assert problems_of(StudentRecord, id="S-0001", triennial_agreements=Row((MOMENT,))) == [
            ("wrong_type", "triennial_agreements")
        ]

    def test_the_message_says_what_was_expected(self):
        with pytest.raises(InvalidRecordError) as caught:
            Referral(id=7, stage="develop_plan", received_on=MOMENT, ieps=[])
        assert str(caught.value).splitlines() == [
            "id: Expected text. [wrong_type]",
            "stage: Expected a member of Stage. [wrong_type]",
            "received_on: Expected a datetime.date (not a datetime) or None. [wrong_type]",
            "ieps: Expected a tuple of IEP. [wrong_type]",
        ]


class TestInvariants:
    """Ids are named and stand once, a section stands once, and only a conference has a purpose."""

    @pytest.mark.parametrize("kind", [IEP, Referral, StudentRecord])
    def test_an_id_names_something(self, kind):
        assert problems_of(kind, **LEAST[kind] | {"id": ""}) == [("empty_text", "id")]

    @pytest.mark.parametrize("kind", [each for each in ProcedureKind if each.value != "conference"])
    def test_only_a_conference_has_a_purpose(self, kind):
        assert problems_of(Procedure, kind=kind, purpose=ConferencePurpose.IEP) == [
            ("not_allowed_by_kind", "purpose")
        ]

    @pytest.mark.parametrize("purpose", [None, *ConferencePurpose])
    def test_a_conference_may_have_any_purpose_or_none(self, purpose):
        assert Procedure(kind=ProcedureKind.CONFERENCE, purpose=purpose).purpose is purpose

    def test_a_section_stands_at_most_once_in_an_iep(self):
        levels = SectionContent(section=Section.PRESENT_LEVELS, body="Reads words.")
        assert problems_of(IEP, **LEAST[IEP], content=(GOALS, levels, GOALS, levels)) == [
            ("duplicate_section", "content[2].section"),
            ("duplicate_section", "content[3].section"),
        ]

    def test_an_iep_id_stands_at_most_once_on_a_referral(self):
        first, second = (IEP(id=each, type=IEPType.INITIAL) for each in ("R1-1", "R1-2"))
        assert problems_of(Referral, **LEAST[Referral], ieps=(first, second, first)) == [
            ("duplicate_id", "ieps[2].id")
        ]

    def test_ids_stand_at_most_once_in_a_student_record(self):
        first, second = (IEP(id=each, type=IEPType.INITIAL) for each in ("R1-1", "R1-2"))
        referrals = (
            Referral(**LEAST[Referral], ieps=(first,)),
            Referral(**LEAST[Referral], ieps=(second, first)),
        )
        assert problems_of(StudentRecord, id="S-0001", referrals=referrals) == [
            ("duplicate_id", "referrals[1].id"),
            ("duplicate_id", "referrals[1].ieps[1].id"),
        ]

    def test_a_referral_and_an_iep_may_share_an_id(self):
        referral = Referral(**LEAST[Referral], ieps=(IEP(id="R1", type=IEPType.INITIAL),))
        assert StudentRecord(id="R1", referrals=(referral,)).find_iep("R1")[0] is referral

    def test_an_empty_id_and_a_repeated_one_are_reported_together(self):
        iep = IEP(id="R1-1", type=IEPType.INITIAL)
        fields = LEAST[Referral] | {"id": "", "ieps": (iep, iep)}
        assert problems_of(Referral, **fields) == [
            ("duplicate_id", "ieps[1].id"),
            ("empty_text", "id"),
        ]

    def test_invariants_are_checked_even_where_validators_are_switched_off(self):
        with attrs.validators.disabled():
            assert problems_of(IEP, **LEAST[IEP], content=(GOALS, GOALS))
            assert problems_of(
                Procedure, kind=ProcedureKind.SERVICE_RECORD, purpose=ConferencePurpose.IEP
            )


def test_no_message_repeats_a_text_of_the_record():
    """A shifted column may put a name where a stage belongs."""
    name = "Kaleo Example"
    section = SectionContent(section=Section.ANNUAL_GOALS, body=name, copied_from=name)
    iep = IEP(id=name, type=IEPType.INITIAL, content=(section,))
    referral = Referral(id=name, stage=Stage.DEVELOP_PLAN, ieps=(iep,))
    attempts = [
        (Determination, {"eligible": name, "category": [name]}),
        (Evaluation, {"type": name, "determination": name}),
        (ServicesConsent, {"status": name}),
        (Procedure, {"kind": name, "purpose": ConferencePurpose.IEP, "on": name}),
        (SectionContent, {"section": name, "body": [name]}),
        (IEP, {"id": name, "type": IEPType.INITIAL, "content": (section, section)}),
        (IEP, {"id": [name], "type": name, "content": name}),
        (Referral, {"id": name, "stage": name}),
        (Referral, {"id": name, "stage": Stage.DEVELOP_PLAN, "ieps": (iep, iep)}),
        (StudentRecord, {"id": name, "referrals": (referral, referral)}),
    ]
    for kind, fields in attempts:
        with pytest.raises(InvalidRecordError) as caught:
            kind(**fields)
        assert name not in str(caught.value)
        assert name not in repr(caught.value)
