"""What a new IEP starts from, whatever the policy and the IEP before it."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    IEP,
    CopyAction,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    InvalidRecordError,
    Policy,
    Referral,
    Section,
    SectionContent,
    Stage,
    StudentRecord,
    create_iep,
    plan_copy_forward,
)
from iepcycle.copy_table import DEFAULT_COPY_TABLE, CopyTable
from iepcycle.policy import OPTIONAL_PREREQUISITES
from iepcycle.testing import determinations, ieps

CELLS = tuple(DEFAULT_COPY_TABLE.cells())
CARRYING = (CopyAction.COPY, CopyAction.REVIEW)


def copy_tables():
    """Draw any table: an action for every section and type."""
    actions = st.lists(st.sampled_from(CopyAction), min_size=len(CELLS), max_size=len(CELLS))
    return actions.map(lambda drawn: CopyTable.of(dict(zip(CELLS, drawn, strict=True))))


def policies():
    """Draw any reading of the rules, as far as the living cycle asks about it."""
    return st.builds(
        Policy,
        name=st.just("drawn"),
        draft_revision_blocks=st.booleans(),
        activation_prerequisites=st.frozensets(st.sampled_from(OPTIONAL_PREREQUISITES)),
        copy_table=copy_tables(),
    )


def texts_to_start_from(source, iep_type):
    """Return the sections of the source by name; an Initial starts from nothing."""
    if source is None or iep_type is IEPType.INITIAL:
        return {}
    return {each.section: each for each in source.content}


every_plan = given(
    source=st.none() | ieps(),
    iep_type=st.sampled_from(IEPType),
    determination=st.none() | determinations(),
    policy=policies(),
)


@every_plan
def test_the_action_applied_equals_the_table(source, iep_type, determination, policy):
    plan = plan_copy_forward(source, iep_type, determination=determination, policy=policy)
    assert [(each.section, each.action) for each in plan] == [
        (section, policy.copy_table.action(section, iep_type)) for section in Section
    ]


@every_plan
def test_what_is_carried_is_the_text_of_the_source_to_the_letter(
    source, iep_type, determination, policy
):
    texts = texts_to_start_from(source, iep_type)
    for each in plan_copy_forward(source, iep_type, determination=determination, policy=policy):
        if each.action in CARRYING:
            old = texts.get(each.section)
            assert (each.content is None) is (old is None)
            if old is not None:
                assert each.content.section is each.section
                assert each.content.body == old.body
                assert each.content.copied_from == source.id


@every_plan
def test_what_is_carried_for_review_is_marked_so(source, iep_type, determination, policy):
    texts = texts_to_start_from(source, iep_type)
    for each in plan_copy_forward(source, iep_type, determination=determination, policy=policy):
        if each.action in CARRYING and each.content is not None:
            was_marked = texts[each.section].needs_review
            marked = each.action is CopyAction.REVIEW or was_marked
            assert each.content.needs_review is marked


@every_plan
def test_what_is_blank_starts_empty(source, iep_type, determination, policy):
    for each in plan_copy_forward(source, iep_type, determination=determination, policy=policy):
        if each.action is CopyAction.BLANK:
            assert each.content is None


@every_plan
def test_what_is_refreshed_is_never_read_from_the_old_iep(source, iep_type, determination, policy):
    category = None if determination is None else determination.category
    for each in plan_copy_forward(source, iep_type, determination=determination, policy=policy):
        if each.action is CopyAction.REFRESH:
            read_anew = each.section is Section.ELIGIBILITY_CATEGORY and category is not None
            expected = SectionContent(section=each.section, body=category) if read_anew else None
            assert each.content == expected


@every_plan
def test_a_plan_made_again_is_equal(source, iep_type, determination, policy):
    first, again = (
        plan_copy_forward(source, iep_type, determination=determination, policy=policy)
        for _ in range(2)
    )
    assert first == again


def wrong_places(*arguments, **named):
    """Return the places for which a plan is refused as being of another type."""
    with pytest.raises(InvalidRecordError) as caught:
        plan_copy_forward(*arguments, **named)
    assert {problem.code for problem in caught.value.problems} == {"wrong_type"}
    return [problem.path for problem in caught.value.problems]


def test_what_a_plan_cannot_be_made_of_is_refused_all_at_once():
    assert wrong_places("R1-1", "annual", determination=True) == [
        "source",
        "iep_type",
        "determination",
    ]


@pytest.mark.parametrize("iep_type", [None, "annual", Stage.DEVELOP_PLAN])
def test_what_is_no_type_is_refused(iep_type):
    assert wrong_places(None, iep_type) == ["iep_type"]


def test_a_student_is_no_iep_to_start_from():
    assert wrong_places(StudentRecord(id="S-1"), IEPType.ANNUAL) == ["source"]


def test_an_empty_category_is_a_category():
    plan = plan_copy_forward(
        None, IEPType.INITIAL, determination=Determination(eligible=True, category="")
    )
    assert plan[Section.ELIGIBILITY_CATEGORY.position].content.body == ""


def test_a_mark_that_the_team_has_not_settled_stays_when_the_text_is_copied():
    unsettled = SectionContent(section=Section.SERVICES, body="Speech.", needs_review=True)
    source = IEP(id="R1-1", type=IEPType.ANNUAL, content=(unsettled,))
    plan = plan_copy_forward(source, IEPType.REVISION)
    assert plan[Section.SERVICES.position].content == attrs.evolve(unsettled, copied_from="R1-1")


@pytest.mark.parametrize("iep_type", [IEPType.ANNUAL, IEPType.REVISION])
@given(policies(), ieps(), st.none() | st.text())
def test_a_new_draft_holds_what_was_planned_and_nothing_else_of_the_active_iep(
    entitled_referral, iep_type, policy, active, category
):
    active = attrs.evolve(active, type=IEPType.INITIAL, status=IEPStatus.ACTIVE)
    found = Determination(eligible=True, category=category)
    evaluation = Evaluation(type=EvaluationType.INITIAL, determination=found)
    referral = attrs.evolve(entitled_referral(), evaluation=evaluation, ieps=(active,))
    student = StudentRecord(id="S-1", referrals=(referral,))
    new_id = f"{active.id} again"
    after = create_iep(student, "R1", iep_type, iep_id=new_id, on=date.max, policy=policy)
    plan = plan_copy_forward(active, iep_type, determination=found, policy=policy)
    assert after.referrals[0].ieps == (
        active,
        IEP(
            id=new_id,
            type=iep_type,
            created_on=date.max,
            content=tuple(each.content for each in plan if each.content is not None),
        ),
    )


@given(policies(), ieps(), st.booleans())
def test_an_initial_starts_from_nothing_even_where_another_iep_is_active(
    entitled_referral, policy, active, has_active
):
    active = attrs.evolve(active, id="R0-1", status=IEPStatus.ACTIVE)
    earlier = Referral(id="R0", stage=Stage.DEVELOP_PLAN, ieps=(active,) if has_active else ())
    student = StudentRecord(id="S-1", referrals=(earlier, entitled_referral()))
    after = create_iep(student, "R1", IEPType.INITIAL, iep_id="R1-1", on=date.max, policy=policy)
    assert after.find_iep("R1-1")[1].content == ()
    plan = plan_copy_forward(active, IEPType.INITIAL, policy=policy)
    assert not any(each.content for each in plan)
