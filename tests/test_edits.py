"""Small changes to a record: what they change, and what they leave alone or refuse."""

from datetime import date

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    IEP,
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
    Stage,
    StudentRecord,
    add_referral,
    assign_care_coordinator,
    move_to_stage,
    record_evaluation,
    record_procedure,
    remove_draft,
    write_section,
)
from iepcycle.edits import merged_content
from iepcycle.testing import section_contents

REPORT = Procedure(kind=ProcedureKind.PROGRESS_REPORT, on=date(2025, 1, 10))
NOTICE = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE)
GOALS = SectionContent(section=Section.ANNUAL_GOALS, body="Reads 90 words a minute.")
SERVICES = SectionContent(section=Section.SERVICES, body="Speech, twice a week.")
EVALUATION = Evaluation(
    type=EvaluationType.INITIAL, determination=Determination(eligible=True, category="Deafness")
)
OTHER = Referral(
    id="R0",
    stage=Stage.EXPRESS_CONCERN,
    ieps=(IEP(id="R0-1", type=IEPType.INITIAL, status=IEPStatus.INACTIVE),),
)
NOT_A_DRAFT = [IEPStatus.ACTIVE, IEPStatus.INACTIVE]


def iep(status=IEPStatus.DRAFT, **fields):
    """Return the IEP R1-1 in the status."""
    return IEP(id="R1-1", type=IEPType.INITIAL, status=status, **fields)


def student(*ieps, **fields):
    """Return a student with another referral, and with R1, which holds the IEPs."""
    referral = Referral(**({"id": "R1", "stage": Stage.DEFINE_NEEDS, "ieps": ieps} | fields))
    return StudentRecord(id="S-1", referrals=(OTHER, referral))


def problem_of(call, *arguments):
    """Return the code and the place of the one problem for which the call is refused."""
    with pytest.raises(InvalidRecordError) as caught:
        call(*arguments)
    (problem,) = caught.value.problems
    return problem.code, problem.path


class TestAddReferral:
    """One more referral, received after the others."""

    def test_it_stands_last(self):
        new = Referral(id="R2", stage=Stage.EXPRESS_CONCERN)
        after = add_referral(student(), new)
        assert after == attrs.evolve(student(), referrals=(*student().referrals, new))

    def test_an_id_that_is_taken_is_refused(self):
        found = problem_of(add_referral, student(), Referral(id="R1", stage=Stage.DEVELOP_PLAN))
        assert found == ("duplicate_id", "referrals[2].id")

    def test_what_is_no_referral_is_refused(self):
        assert problem_of(add_referral, student(), None) == ("wrong_type", "referrals")


class TestMoveToStage:
    """A referral in another stage."""

    def test_the_stage_changes_and_nothing_else(self):
        assert move_to_stage(student(iep()), "R1", Stage.DEVELOP_PLAN) == student(
            iep(), stage=Stage.DEVELOP_PLAN
        )

    def test_a_referral_that_is_not_on_record_is_refused(self):
        found = problem_of(move_to_stage, student(), "R9", Stage.DEVELOP_PLAN)
        assert found == ("unknown_id", "referral_id")

    def test_what_is_no_stage_is_refused(self):
        assert problem_of(move_to_stage, student(), "R1", "develop_plan") == (
            "wrong_type",
            "stage",
        )


class TestRecordEvaluation:
    """What the worksheet says, until an activation locks it."""

    @pytest.mark.parametrize("ieps", [(), (iep(),)], ids=["no IEP", "a draft"])
    def test_the_evaluation_is_replaced_and_nothing_else(self, ieps):
        withdrawn = Evaluation(type=EvaluationType.INITIAL, withdrawn_on=date(2024, 9, 3))
        before = student(*ieps, evaluation=withdrawn)
        assert record_evaluation(before, "R1", EVALUATION) == student(*ieps, evaluation=EVALUATION)

    @pytest.mark.parametrize("status", NOT_A_DRAFT)
    def test_an_activation_has_locked_it(self, status):
        found = problem_of(record_evaluation, student(iep(status)), "R1", EVALUATION)
        assert found == ("locked", "referral_id")

    def test_an_activation_on_another_referral_locks_nothing(self):
        assert OTHER.ieps[0].status is IEPStatus.INACTIVE
        after = record_evaluation(student(), "R1", EVALUATION)
        assert after.referral("R1").evaluation == EVALUATION

    def test_a_referral_that_is_not_on_record_is_refused(self):
        found = problem_of(record_evaluation, student(), "R9", EVALUATION)
        assert found == ("unknown_id", "referral_id")

    @pytest.mark.parametrize("evaluation", [None, EVALUATION.determination])
    def test_what_is_no_evaluation_is_refused(self, evaluation):
        found = problem_of(record_evaluation, student(), "R1", evaluation)
        assert found == ("wrong_type", "evaluation")


class TestRecordProcedure:
    """One more procedure under a draft or active IEP."""

    @pytest.mark.parametrize("status", [IEPStatus.DRAFT, IEPStatus.ACTIVE])
    def test_it_stands_last(self, status):
        before = student(iep(status, procedures=(NOTICE,)))
        after = record_procedure(before, "R1-1", REPORT)
        assert after == student(iep(status, procedures=(NOTICE, REPORT)))

    def test_an_inactive_iep_takes_no_more(self):
        found = problem_of(record_procedure, student(), "R0-1", REPORT)
        assert found == ("inactive", "iep_id")

    def test_an_iep_that_is_not_on_record_is_refused(self):
        found = problem_of(record_procedure, student(), "R9-1", REPORT)
        assert found == ("unknown_id", "iep_id")

    def test_what_is_no_procedure_is_refused(self):
        found = problem_of(record_procedure, student(iep()), "R1-1", "progress_report")
        assert found == ("wrong_type", "procedures")


class TestAssignCareCoordinator:
    """A Care Coordinator on a draft or active IEP."""

    @pytest.mark.parametrize("status", [IEPStatus.DRAFT, IEPStatus.ACTIVE])
    def test_the_assignment_is_recorded_and_nothing_else(self, status):
        after = assign_care_coordinator(student(iep(status)), "R1-1")
        assert after == student(iep(status, care_coordinator_assigned=True))

    def test_assigned_again_is_assigned(self):
        once = assign_care_coordinator(student(iep()), "R1-1")
        assert assign_care_coordinator(once, "R1-1") == once

    def test_an_inactive_iep_takes_none(self):
        found = problem_of(assign_care_coordinator, student(), "R0-1")
        assert found == ("inactive", "iep_id")

    def test_an_iep_that_is_not_on_record_is_refused(self):
        found = problem_of(assign_care_coordinator, student(), "R9-1")
        assert found == ("unknown_id", "iep_id")


class TestWriteSection:
    """The text of a section of a draft."""

    def test_a_new_section_stands_in_its_place(self):
        before = student(iep(content=(SERVICES,)))
        after = write_section(before, "R1-1", Section.ANNUAL_GOALS, GOALS.body)
        assert after == student(iep(content=(GOALS, SERVICES)))

    def test_another_text_is_the_team_s_own(self):
        carried = SectionContent(
            section=Section.ANNUAL_GOALS, body="Old.", copied_from="R0-1", needs_review=True
        )
        before = student(iep(content=(carried, SERVICES)))
        after = write_section(before, "R1-1", Section.ANNUAL_GOALS, GOALS.body)
        assert after == student(iep(content=(GOALS, SERVICES)))

    def test_the_same_text_is_reviewed_and_keeps_where_it_came_from(self):
        carried = attrs.evolve(GOALS, copied_from="R0-1", needs_review=True)
        before = student(iep(content=(carried,)))
        after = write_section(before, "R1-1", Section.ANNUAL_GOALS, GOALS.body)
        assert after == student(iep(content=(attrs.evolve(GOALS, copied_from="R0-1"),)))

    @pytest.mark.parametrize("status", NOT_A_DRAFT)
    def test_only_a_draft_is_written(self, status):
        found = problem_of(
            write_section, student(iep(status)), "R1-1", Section.ANNUAL_GOALS, GOALS.body
        )
        assert found == ("not_a_draft", "iep_id")

    @pytest.mark.parametrize(
        ("section", "body", "place"),
        [("annual_goals", "Text.", "section"), (Section.ANNUAL_GOALS, None, "body")],
    )
    def test_what_is_no_section_and_no_text_is_refused(self, section, body, place):
        found = problem_of(write_section, student(iep()), "R1-1", section, body)
        assert found == ("wrong_type", place)

    def test_an_iep_that_is_not_on_record_is_refused(self):
        found = problem_of(write_section, student(), "R9-1", Section.ANNUAL_GOALS, GOALS.body)
        assert found == ("unknown_id", "iep_id")


class TestRemoveDraft:
    """A draft that is given up."""

    def test_the_draft_goes_and_nothing_else(self):
        kept = IEP(id="R1-2", type=IEPType.REVISION)
        assert remove_draft(student(iep(), kept), "R1-1") == student(kept)

    @pytest.mark.parametrize("status", NOT_A_DRAFT)
    def test_what_was_in_force_stays_on_record(self, status):
        assert problem_of(remove_draft, student(iep(status)), "R1-1") == ("not_a_draft", "iep_id")

    def test_an_iep_that_is_not_on_record_is_refused(self):
        assert problem_of(remove_draft, student(), "R9-1") == ("unknown_id", "iep_id")


def some_content():
    """Draw sections in any order, each at most once."""
    return st.lists(section_contents(), unique_by=lambda each: each.section).map(tuple)


@given(some_content(), some_content())
def test_content_is_merged_as_by_hand(old, new):
    by_section = {each.section: each for each in (*old, *new)}
    expected = tuple(by_section[section] for section in Section if section in by_section)
    assert merged_content(old, new) == expected
