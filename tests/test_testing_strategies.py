"""The strategies for importers: they draw any record there can be, lawful or not."""

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from iepcycle import (
    IEP,
    Determination,
    Evaluation,
    IEPStatus,
    IEPType,
    Procedure,
    Referral,
    Section,
    SectionContent,
    ServicesConsent,
    Stage,
    StudentRecord,
    next_allowed_iep_types,
    testing,
)
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.vocabulary import OPENING_TYPES

STRATEGIES = {
    Determination: testing.determinations,
    Evaluation: testing.evaluations,
    ServicesConsent: testing.services_consents,
    Procedure: testing.procedures,
    SectionContent: testing.section_contents,
    IEP: testing.ieps,
    Referral: testing.referrals,
    StudentRecord: testing.student_records,
}
PATIENTLY = settings(
    max_examples=5_000,
    derandomize=True,
    database=None,
    deadline=None,
    phases=[Phase.generate],  # what is found need not be made small
)


def can_be_drawn(strategy, condition):
    """Say that the strategy draws such a value; raises if it does not."""
    return find(strategy, condition, settings=PATIENTLY) is not None


@pytest.mark.parametrize("kind", STRATEGIES)
@given(data=st.data())
def test_a_strategy_draws_values_of_its_kind(kind, data):
    assert type(data.draw(STRATEGIES[kind]())) is kind


@pytest.mark.parametrize("kind", STRATEGIES)
@given(data=st.data())
def test_the_kind_alone_is_enough_to_draw_from(kind, data):
    assert type(data.draw(st.from_type(kind))) is kind


@pytest.mark.parametrize(
    ("kind", "name"),
    [(kind, field.name) for kind in STRATEGIES for field in attrs.fields(kind)],
    ids=lambda each: each if isinstance(each, str) else each.__name__,
)
def test_every_field_is_drawn_with_more_than_one_value(kind, name):
    first = getattr(find(STRATEGIES[kind](), lambda _: True, settings=PATIENTLY), name)
    assert can_be_drawn(STRATEGIES[kind](), lambda value: getattr(value, name) != first)


@pytest.mark.parametrize("iep_type", sorted(OPENING_TYPES, key=lambda each: each.position))
def test_every_opening_type_is_allowed_by_some_referral_that_is_drawn(iep_type):
    assert can_be_drawn(
        testing.referrals(most_ieps=0), lambda each: iep_type in next_allowed_iep_types(each)
    )


@pytest.mark.parametrize("iep_type", IEPType)
@pytest.mark.parametrize("status", IEPStatus)
def test_every_type_is_drawn_in_every_status(iep_type, status):
    assert can_be_drawn(
        testing.ieps(), lambda each: each.type is iep_type and each.status is status
    )


@pytest.mark.parametrize("section", Section)
def test_every_section_is_drawn(section):
    assert can_be_drawn(testing.section_contents(), lambda each: each.section is section)


@pytest.mark.parametrize("stage", Stage)
def test_every_stage_is_drawn(stage):
    assert can_be_drawn(testing.referrals(most_ieps=0), lambda each: each.stage is stage)


def test_a_placeholder_is_drawn_now_and_then():
    assert can_be_drawn(testing.dates(), lambda each: each in PLACEHOLDER_DATES)


def test_an_unlawful_history_is_drawn():
    assert can_be_drawn(
        testing.referrals(),
        lambda each: sum(iep.status is IEPStatus.ACTIVE for iep in each.ieps) > 1,
    )


@given(testing.referrals(most_ieps=2))
def test_a_referral_holds_no_more_ieps_than_asked(referral):
    assert len(referral.ieps) <= 2


def test_a_referral_may_hold_a_dozen_ieps():
    assert can_be_drawn(testing.referrals(), lambda each: len(each.ieps) == 12)


@given(testing.student_records(most_referrals=2, most_ieps=1))
def test_a_record_holds_no_more_than_asked(student):
    assert len(student.referrals) <= 2
    assert all(len(each.ieps) <= 1 for each in student.referrals)


@given(testing.student_records())
def test_an_iep_stands_once_in_a_record(student):
    ids = [iep.id for _, iep in student.ieps()]
    assert len(ids) == len(set(ids))


def test_ieps_of_the_same_id_are_dropped_from_later_referrals(entitled_referral):
    first, second = entitled_referral("initial active"), entitled_referral("annual active")
    kept = testing.records._with_ids_of_their_own([first, second])  # noqa: SLF001 -- rarely drawn
    assert [each.ieps for each in kept] == [first.ieps, ()]
