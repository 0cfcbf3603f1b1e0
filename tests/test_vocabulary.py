"""The closed vocabularies: their members, their canonical order, and what the field calls them."""

import copy
import operator

import pytest

from iepcycle import vocabulary
from iepcycle.citations import Basis, Severity
from iepcycle.facts import Chain
from iepcycle.vocabulary import (
    OPENING_TYPES,
    ConferencePurpose,
    ConsentStatus,
    CopyAction,
    EvaluationType,
    IEPStatus,
    IEPType,
    ProcedureKind,
    Section,
    Stage,
    Term,
)

CANONICAL_ORDER = {
    Stage: ["express_concern", "define_needs", "develop_plan", "implement_plan"],
    EvaluationType: ["initial", "reevaluation"],
    IEPType: ["initial", "annual", "revision", "reevaluation_annual", "reevaluation_revision"],
    IEPStatus: ["draft", "active", "inactive"],
    ConsentStatus: ["given", "refused", "revoked"],
    ProcedureKind: ["conference", "prior_written_notice", "service_record", "progress_report"],
    ConferencePurpose: ["iep", "student_needs", "eligibility", "other"],
    Section: [
        "present_levels",
        "annual_goals",
        "progress_measurement",
        "services",
        "supplementary_aids",
        "least_restrictive_environment",
        "assessment_accommodations",
        "extended_school_year",
        "special_factors",
        "secondary_transition",
        "transfer_of_rights",
        "eligibility_category",
    ],
    CopyAction: ["copy", "review", "refresh", "blank"],
    Basis: ["stated", "definition", "inferred", "assumed"],
    Severity: ["advisory", "warning", "violation"],
    Chain: ["empty", "opened", "unopened"],
    vocabulary.TimelineException: ["child_not_produced", "changed_agency"],
    vocabulary.AnnualInterval: ["anniversary", "day_before_anniversary", "days_364", "days_365"],
    vocabulary.LeapDay: ["february_28", "march_1"],
    vocabulary.EvaluationEnd: ["determination", "iep_meeting", "iep_activation"],
    vocabulary.MeetingStart: ["services_consent", "determination"],
}
TERMS = [term for kind in CANONICAL_ORDER for term in kind]
ORDERED = [Stage, Severity]
every_vocabulary = pytest.mark.parametrize("kind", CANONICAL_ORDER)
every_term = pytest.mark.parametrize("term", TERMS, ids=str)


def test_every_vocabulary_of_the_module_is_listed_here():
    kinds = {each for each in vars(vocabulary).values() if isinstance(each, type)}
    assert {each for each in kinds if issubclass(each, Term)} - {Term} <= set(CANONICAL_ORDER)


@every_vocabulary
def test_the_members_stand_in_canonical_order(kind):
    assert [term.value for term in kind] == CANONICAL_ORDER[kind]


@every_vocabulary
def test_positions_count_from_zero(kind):
    assert [term.position for term in kind] == list(range(len(kind)))


@every_term
def test_the_wire_value_is_the_lower_case_name(term):
    assert term.value == term.name.lower()


@every_term
def test_text_never_equals_a_term(term):
    assert term != term.value


@every_term
def test_a_term_is_one_object_however_it_is_copied(term, through_pickle):
    assert through_pickle(term) is term
    assert copy.deepcopy(term) is term
    assert type(term)(term.value) is term


@every_term
def test_a_term_can_be_looked_up_in_a_set(term):
    assert term in frozenset(type(term))


@pytest.mark.parametrize("kind", ORDERED)
def test_an_ordered_vocabulary_compares_by_position(kind):
    for compare in (operator.lt, operator.le, operator.gt, operator.ge):
        for left in kind:
            for right in kind:
                assert compare(left, right) == compare(left.position, right.position)


@pytest.mark.parametrize("kind", ORDERED)
@pytest.mark.parametrize("compare", [operator.lt, operator.le, operator.gt, operator.ge])
def test_an_ordered_term_has_no_order_with_anything_else(kind, compare):
    for other in (IEPStatus.DRAFT, 2, next(iter(kind)).value):
        with pytest.raises(TypeError):
            compare(next(iter(kind)), other)


def test_terms_of_other_vocabularies_have_no_order():
    with pytest.raises(TypeError):
        IEPType.INITIAL < IEPType.ANNUAL  # noqa: B015 -- the comparison is what is tried


@pytest.mark.parametrize(
    ("term", "label"),
    [
        (Stage.DEVELOP_PLAN, "Develop Plan"),
        (EvaluationType.REEVALUATION, "Reevaluation"),
        (IEPType.INITIAL, "Initial IEP"),
        (IEPType.ANNUAL, "Annual IEP"),
        (IEPType.REVISION, "Revision IEP"),
        (IEPType.REEVALUATION_ANNUAL, "Reevaluation/Annual IEP"),
        (IEPType.REEVALUATION_REVISION, "Reevaluation/Revision IEP"),
        (IEPStatus.DRAFT, "Draft"),
        (ProcedureKind.PRIOR_WRITTEN_NOTICE, "Prior Written Notice"),
        (ConferencePurpose.IEP, "IEP"),
        (ConferencePurpose.STUDENT_NEEDS, "Student Needs"),
        (Section.ANNUAL_GOALS, "Annual Goals"),
    ],
)
def test_a_label_is_what_the_field_writes(term, label):
    assert term.label == label


def test_the_opening_types_are_the_initial_and_the_reevaluations():
    assert {each.name for each in OPENING_TYPES} == {
        "INITIAL",
        "REEVALUATION_ANNUAL",
        "REEVALUATION_REVISION",
    }
