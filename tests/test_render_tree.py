"""The referral tree, as text and as plain data."""

import json
from datetime import date

import attrs
import pytest
from hypothesis import given

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    ConferencePurpose,
    ConsentStatus,
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
)
from iepcycle.render import printable, tree_as_data, tree_data, tree_text
from iepcycle.testing import student_records

FULL = StudentRecord(
    id="S-0001",
    triennial_agreements=(date(2023, 9, 4),),
    referrals=(
        Referral(
            id="R1",
            stage=Stage.IMPLEMENT_PLAN,
            received_on=date(2020, 8, 17),
            filed_on=date(2020, 8, 18),
            evaluation=Evaluation(
                type=EvaluationType.INITIAL,
                determination=Determination(eligible=True, decided_on=date(2020, 10, 19)),
            ),
            services_consent=ServicesConsent(
                status=ConsentStatus.GIVEN, given_on=date(2020, 10, 26)
            ),
            ieps=(
                IEP(
                    id="R1-1",
                    type=IEPType.INITIAL,
                    status=IEPStatus.INACTIVE,
                    created_on=date(2020, 10, 28),
                    activated_on=date(2020, 11, 10),
                    inactivated_on=date(2021, 11, 3),
                    procedures=(
                        Procedure(
                            kind=ProcedureKind.CONFERENCE,
                            on=date(2020, 11, 4),
                            purpose=ConferencePurpose.IEP,
                        ),
                        Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=date(2020, 11, 6)),
                        Procedure(kind=ProcedureKind.SERVICE_RECORD),
                    ),
                    content=(SectionContent(section=Section.PRESENT_LEVELS, body="First."),),
                ),
                IEP(
                    id="R1-2",
                    type=IEPType.REVISION,
                    status=IEPStatus.INACTIVE,
                    content=(
                        SectionContent(
                            section=Section.PRESENT_LEVELS, body="First.", copied_from="R1-1"
                        ),
                    ),
                ),
                IEP(
                    id="R1-3",
                    type=IEPType.ANNUAL,
                    created_on=date(1900, 1, 1),
                    content=(
                        SectionContent(
                            section=Section.PRESENT_LEVELS,
                            body="First.",
                            copied_from="R1-2",
                            needs_review=True,
                        ),
                        SectionContent(
                            section=Section.SERVICES, body="One.\nTwo.\x1b[2J", needs_review=True
                        ),
                    ),
                ),
            ),
        ),
        Referral(id="R2", stage=Stage.DEFINE_NEEDS),
    ),
)

DRAWN = """\
Student S-0001
│  Triennial agreement: 2023-09-04
│
├─ Referral R1
│  │  Received 2020-08-17, filed 2020-08-18
│  │  Stage: Implement Plan
│  │  Evaluation: Initial, found eligible on 2020-10-19
│  │  Consent for services: given on 2020-10-26
│  │  May be created next: no IEP
│  │
│  ├─ Initial IEP
│  │    1. Initial IEP R1-1: Inactive
│  │       created 2020-10-28, activated 2020-11-10, inactive 2021-11-03
│  │         2020-11-04  Conference (IEP)
│  │         2020-11-06  Prior Written Notice
│  │         no date     Service Record
│  │         Section: Present Levels
│  │    2. Revision IEP R1-2: Inactive
│  │         Section: Present Levels (from R1-1)
│  │
│  └─ Annual IEP
│       1. Annual IEP R1-3: Draft
│          created 1900-01-01 (placeholder)
│          may not be activated: ACTIVATE-2, ACTIVATE-3, ACTIVATE-4
│            Section: Present Levels (from R1-2, needs review)
│            Section: Services (needs review)
│
└─ Referral R2
     Stage: Define Needs
     Evaluation: none
     Consent for services: no form on record
     May be created next: no IEP"""


def lines_about(**fields):
    referral = Referral(**{"id": "R1", "stage": Stage.DEVELOP_PLAN} | fields)
    text = tree_text(StudentRecord(id="S-1", referrals=(referral,)))
    return [line.lstrip(" │└├─") for line in text.splitlines()]


def test_the_tree_shows_referrals_cycles_ieps_and_what_hangs_under_them():
    assert tree_text(FULL) == DRAWN


def test_a_draft_that_meets_its_prerequisites_may_be_activated():
    revision = IEP(
        id="R1-2",
        type=IEPType.REVISION,
        care_coordinator_assigned=True,
        procedures=(Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE),),
    )
    found = Evaluation(type=EvaluationType.INITIAL, determination=Determination(eligible=True))
    assert "may be activated" in map(str.strip, lines_about(evaluation=found, ieps=(revision,)))


def test_the_tree_fits_into_80_columns():
    assert max(map(len, tree_text(FULL).splitlines())) <= 80


def test_the_text_of_a_section_is_shown_only_when_asked_for():
    assert "One." not in tree_text(FULL)
    shown = tree_text(FULL, bodies=True).splitlines()
    place = shown.index("│            Section: Services (needs review)")
    assert shown[place + 1 : place + 3] == [
        "│              One.",
        r"│              Two.\x1b[2J",
    ]


@pytest.mark.parametrize(
    ("iep_type", "heading"),
    [
        (IEPType.INITIAL, "Initial IEP"),
        (IEPType.ANNUAL, "Annual IEP"),
        (IEPType.REVISION, "Revision without an IEP to revise"),
        (IEPType.REEVALUATION_ANNUAL, "Reevaluation"),
        (IEPType.REEVALUATION_REVISION, "Reevaluation"),
    ],
)
def test_a_cycle_is_headed_by_the_type_that_begins_it(iep_type, heading):
    assert heading in lines_about(ieps=(IEP(id="R1-1", type=iep_type),))


@pytest.mark.parametrize(
    ("evaluation", "told"),
    [
        ({}, "Initial, no determination on file"),
        ({"determination": Determination(eligible=True)}, "Initial, found eligible"),
        (
            {"determination": Determination(eligible=False, decided_on=date(2024, 9, 3))},
            "Initial, found not eligible on 2024-09-03",
        ),
        (
            {"withdrawn_on": date(2024, 9, 3)},
            "Initial, withdrawn on 2024-09-03, no determination on file",
        ),
    ],
)
def test_the_evaluation_is_told_in_a_line(evaluation, told):
    found = lines_about(evaluation=Evaluation(type=EvaluationType.INITIAL, **evaluation))
    assert f"Evaluation: {told}" in found


@pytest.mark.parametrize(
    ("consent", "told"),
    [
        (ServicesConsent(status=ConsentStatus.GIVEN), "given"),
        (
            ServicesConsent(
                status=ConsentStatus.REVOKED,
                given_on=date(2023, 9, 4),
                ended_on=date(2024, 9, 3),
            ),
            "revoked on 2024-09-03",
        ),
        (
            ServicesConsent(status=ConsentStatus.REFUSED, ended_on=date(2024, 9, 3)),
            "refused on 2024-09-03",
        ),
    ],
)
def test_the_consent_is_told_in_a_line(consent, told):
    assert f"Consent for services: {told}" in lines_about(services_consent=consent)


def test_the_next_iep_is_named_on_each_referral(entitled_referral):
    student = StudentRecord(id="S-1", referrals=(entitled_referral("initial active"),))
    assert "May be created next: Annual IEP, Revision IEP" in tree_text(student)


def test_the_next_iep_is_the_one_under_the_policy(entitled_referral):
    referral = entitled_referral("initial active", "revision draft")
    student = StudentRecord(id="S-1", referrals=(referral,))
    policy = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
    assert "May be created next: no IEP" in tree_text(student, policy=policy)


def test_a_student_without_referrals_is_a_heading():
    assert tree_text(StudentRecord(id="S-1")) == "Student S-1"


@given(student_records())
def test_no_record_can_steer_the_terminal(student):
    for line in tree_text(student, bodies=True).split("\n"):
        assert printable(line) == line


def test_the_plain_data_has_the_same_groups_and_numbers():
    referral = tree_data(FULL)["referrals"][0]
    grouped = [
        (cycle["heading"], [(iep["number"], iep["id"]) for iep in cycle["ieps"]])
        for cycle in referral["cycles"]
    ]
    assert grouped == [
        ("Initial IEP", [(1, "R1-1"), (2, "R1-2")]),
        ("Annual IEP", [(1, "R1-3")]),
    ]


def test_the_plain_data_names_the_policy_and_the_version_of_the_rulebook():
    data = tree_data(FULL, policy=IDEA)
    assert (data["policy"], data["rulebook_version"]) == ("idea", "1.0")


def test_the_plain_data_names_what_may_be_created_next(entitled_referral):
    student = StudentRecord(id="S-1", referrals=(entitled_referral("initial active"),))
    assert tree_data(student, policy=ECSSS)["referrals"][0]["allowed"] == ["annual", "revision"]


def test_the_plain_data_names_the_types_in_canonical_order(monkeypatch):
    backwards = tuple(reversed(IEPType))
    monkeypatch.setattr(tree_as_data, "next_allowed_iep_types", lambda *_, **__: backwards)
    allowed = tree_data(FULL)["referrals"][0]["allowed"]
    assert allowed == [each.value for each in IEPType]


def test_the_plain_data_keeps_dates_and_the_iep_date():
    iep = tree_data(FULL)["referrals"][0]["cycles"][0]["ieps"][0]
    assert (iep["created_on"], iep["iep_date"]) == ("2020-10-28", "2020-11-04")


def test_the_plain_data_holds_bodies_only_when_asked_for():
    without = tree_data(FULL)["referrals"][0]["cycles"][0]["ieps"][0]["content"]
    asked = tree_data(FULL, bodies=True)["referrals"][0]["cycles"][0]["ieps"][0]["content"]
    assert without == [{"section": "present_levels", "copied_from": None, "needs_review": False}]
    assert asked[0]["body"] == "First."


@given(student_records())
def test_the_plain_data_of_any_record_is_json(student):
    assert json.loads(json.dumps(tree_data(student))) == tree_data(student)
