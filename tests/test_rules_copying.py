"""The COPY rules: what a new draft starts with, and what never comes along."""

from datetime import date

import attrs
import pytest

from iepcycle import (
    ECSSS,
    IEP,
    Basis,
    ConferencePurpose,
    ConsentStatus,
    CopyAction,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    Section,
    SectionContent,
    ServicesConsent,
    Stage,
    StudentRecord,
    create_iep,
    plan_copy_forward,
)
from iepcycle.copy_table import DEFAULT_COPY_TABLE, CopyTable
from iepcycle.rules import rule

BEGUN, ENDED = date(2024, 9, 3), date(2025, 8, 29)
SECTIONS = tuple(
    SectionContent(section=section, body=f"  {section.label}.\n") for section in Section
)
OLD = IEP(
    id="R1-1",
    type=IEPType.INITIAL,
    status=IEPStatus.ACTIVE,
    created_on=BEGUN,
    activated_on=BEGUN,
    care_coordinator_assigned=True,
    procedures=(
        Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=BEGUN),
        Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=BEGUN),
        Procedure(kind=ProcedureKind.SERVICE_RECORD, on=BEGUN),
        Procedure(kind=ProcedureKind.PROGRESS_REPORT, on=BEGUN),
    ),
    content=SECTIONS,
)
EVERYTHING = attrs.evolve(
    ECSSS,
    name="everything copies",
    copy_table=CopyTable.of(dict.fromkeys(DEFAULT_COPY_TABLE.cells(), CopyAction.COPY)),
)
POLICIES = pytest.mark.parametrize("policy", [ECSSS, EVERYTHING], ids=lambda policy: policy.name)
FOLLOWING = pytest.mark.parametrize("iep_type", [IEPType.ANNUAL, IEPType.REVISION])


def drafted(iep_type, policy):
    """Return the draft of the type that follows the old IEP."""
    found = Determination(eligible=True, category="Specific learning disability")
    referral = Referral(
        id="R1",
        stage=Stage.IMPLEMENT_PLAN,
        evaluation=Evaluation(type=EvaluationType.INITIAL, determination=found),
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN),
        ieps=(OLD,),
    )
    student = StudentRecord(id="S-1", referrals=(referral,))
    after = create_iep(student, "R1", iep_type, iep_id="R1-2", on=ENDED, policy=policy)
    return after.find_iep("R1-2")[1]


@POLICIES
@FOLLOWING
class TestIdentityStays:
    """COPY-1: Type, status, id and the dates of creation, activation and inactivation belong to one IEP."""

    rule_id = "COPY-1"

    def test_type_status_and_id_are_its_own(self, iep_type, policy):
        draft = drafted(iep_type, policy)
        assert (draft.id, draft.type, draft.status) == ("R1-2", iep_type, IEPStatus.DRAFT)

    def test_the_only_date_is_that_of_its_creation(self, iep_type, policy):
        draft = drafted(iep_type, policy)
        assert (draft.created_on, draft.activated_on, draft.inactivated_on) == (ENDED, None, None)


@POLICIES
@FOLLOWING
class TestConferencesStay:
    """COPY-2: Conferences are not carried: one credited to an IEP is not offered to the next."""

    rule_id = "COPY-2"

    def test_a_new_draft_has_no_conference(self, iep_type, policy):
        assert not drafted(iep_type, policy).has_procedure(ProcedureKind.CONFERENCE)

    def test_and_so_it_has_no_iep_date(self, iep_type, policy):
        assert drafted(iep_type, policy).iep_date is None


@POLICIES
@FOLLOWING
class TestProceduresStay:
    """COPY-3: Prior Written Notices, service records and progress reports stay with their IEP."""

    rule_id = "COPY-3"

    def test_a_new_draft_has_no_procedure(self, iep_type, policy):
        assert drafted(iep_type, policy).procedures == ()


@POLICIES
@FOLLOWING
class TestCareCoordinatorAssignedAnew:
    """COPY-4: The assignment of the Care Coordinator is read from the student team, not copied: a new draft starts without it."""

    rule_id = "COPY-4"

    def test_a_new_draft_has_none(self, iep_type, policy):
        assert drafted(iep_type, policy).care_coordinator_assigned is False


class TestSectionTable:
    """COPY-5: What happens to each section is the cell of the copy table for the section and the type."""

    rule_id = "COPY-5"

    @pytest.mark.parametrize("iep_type", IEPType)
    def test_every_section_is_planned_by_its_cell(self, iep_type):
        plan = plan_copy_forward(OLD, iep_type)
        assert [(each.section, each.action) for each in plan] == [
            (section, DEFAULT_COPY_TABLE.action(section, iep_type)) for section in Section
        ]

    @pytest.mark.parametrize("iep_type", IEPType)
    def test_the_plan_names_the_rule(self, iep_type):
        assert {each.rule for each in plan_copy_forward(OLD, iep_type)} == {rule("COPY-5")}

    def test_a_policy_can_replace_a_cell(self):
        cell = (Section.ANNUAL_GOALS, IEPType.REVISION)
        policy = ECSSS.copying({cell: CopyAction.BLANK}, name="goals start anew")
        sections = [each.section for each in drafted(IEPType.REVISION, policy).content]
        assert sections == [each for each in Section if each is not Section.ANNUAL_GOALS]


@FOLLOWING
class TestCarriedToTheLetter:
    """COPY-6: A section carried forward keeps its text to the letter and records the id of the IEP it came from."""

    rule_id = "COPY-6"

    def test_the_text_is_the_same_to_the_letter(self, iep_type):
        bodies = {each.section: each.body for each in drafted(iep_type, EVERYTHING).content}
        assert bodies == {each.section: each.body for each in SECTIONS}

    def test_it_says_from_which_iep_it_came(self, iep_type):
        assert {each.copied_from for each in drafted(iep_type, EVERYTHING).content} == {"R1-1"}


@pytest.mark.parametrize(
    ("rule_id", "basis"),
    [
        ("COPY-1", Basis.STATED),
        ("COPY-2", Basis.STATED),
        ("COPY-3", Basis.STATED),
        ("COPY-4", Basis.ASSUMED),
        ("COPY-5", Basis.ASSUMED),
        ("COPY-6", Basis.DEFINITION),
    ],
)
def test_each_rule_claims_no_more_authority_than_it_has(rule_id, basis):
    assert rule(rule_id).basis is basis
