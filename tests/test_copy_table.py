"""The table of what copies forward: total, replaceable cell by cell, and as the rulebook prints it."""

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import CopyAction, IEPType, InvalidRecordError, Section
from iepcycle.copy_table import DEFAULT_COPY_TABLE, CopyTable

CARRIED = "blank review copy review copy"
DEFAULT = {
    "present_levels": "blank review copy review review",
    "annual_goals": CARRIED,
    "progress_measurement": CARRIED,
    "services": CARRIED,
    "supplementary_aids": CARRIED,
    "least_restrictive_environment": CARRIED,
    "assessment_accommodations": CARRIED,
    "extended_school_year": CARRIED,
    "special_factors": CARRIED,
    "secondary_transition": CARRIED,
    "transfer_of_rights": CARRIED,
    "eligibility_category": "refresh refresh refresh refresh refresh",
}
"""The table of the rulebook, section 6: a column for each type in canonical order."""

CELLS = DEFAULT_COPY_TABLE.cells()
GOALS_OF_ANNUAL = (Section.ANNUAL_GOALS, IEPType.ANNUAL)
ROWS = DEFAULT_COPY_TABLE.rows


def problems_of(make, *arguments):
    """Return the place and the message of all that is wrong with the table."""
    with pytest.raises(InvalidRecordError) as caught:
        make(*arguments)
    assert {problem.code for problem in caught.value.problems} == {"bad_policy"}
    return [(problem.path, problem.message) for problem in caught.value.problems]


@pytest.mark.parametrize("section", Section)
def test_the_default_is_the_table_of_the_rulebook(section):
    actions = [DEFAULT_COPY_TABLE.action(section, iep_type).value for iep_type in IEPType]
    assert " ".join(actions) == DEFAULT[section.value]


def test_the_cells_stand_in_canonical_order_and_are_total():
    assert list(CELLS) == [(section, iep_type) for section in Section for iep_type in IEPType]


def test_a_table_is_made_of_its_cells():
    assert CopyTable.of(CELLS) == DEFAULT_COPY_TABLE
    assert hash(CopyTable.of(CELLS)) == hash(DEFAULT_COPY_TABLE)


def test_the_order_in_which_the_cells_are_given_does_not_matter():
    assert CopyTable.of(dict(reversed(CELLS.items()))) == DEFAULT_COPY_TABLE


@given(st.sampled_from(list(CELLS)), st.sampled_from(CopyAction))
def test_replacing_a_cell_changes_that_cell_alone(cell, action):
    replaced = DEFAULT_COPY_TABLE.replacing({cell: action})
    assert replaced.cells() == CELLS | {cell: action}
    assert DEFAULT_COPY_TABLE.cells() == CELLS


def test_a_table_survives_pickling(through_pickle):
    assert through_pickle(DEFAULT_COPY_TABLE) == DEFAULT_COPY_TABLE


def test_a_table_cannot_be_changed():
    with pytest.raises(attrs.exceptions.FrozenInstanceError):
        DEFAULT_COPY_TABLE.rows = ()


def test_every_missing_cell_is_named():
    found = problems_of(CopyTable.of, {})
    assert len(found) == len(CELLS)
    assert found[0] == (
        "copy_table[present_levels][initial]",
        "Expected an action for this cell; it is missing.",
    )


def test_an_action_that_is_none_is_named():
    assert problems_of(DEFAULT_COPY_TABLE.replacing, {GOALS_OF_ANNUAL: "copy"}) == [
        ("copy_table[annual_goals][annual]", "Expected a member of CopyAction.")
    ]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ("annual_goals", "copy_table[?]"),
        ((IEPType.ANNUAL, Section.ANNUAL_GOALS), "copy_table[annual][annual_goals]"),
        (("Kaleo", IEPType.ANNUAL), "copy_table[?][annual]"),
        ((Section.ANNUAL_GOALS,), "copy_table[annual_goals]"),
    ],
)
def test_a_cell_that_is_not_in_the_table_is_named_without_repeating_what_was_given(cell, place):
    message = "Expected a cell of a Section and an IEPType; there is no such cell."
    assert problems_of(DEFAULT_COPY_TABLE.replacing, {cell: CopyAction.COPY}) == [(place, message)]


@pytest.mark.parametrize("make", [CopyTable.of, DEFAULT_COPY_TABLE.replacing])
@pytest.mark.parametrize("cells", [None, "copy", [], list(CELLS)])
def test_what_is_no_mapping_is_refused(make, cells):
    message = "Expected a mapping from cells to actions."
    assert problems_of(make, cells) == [("copy_table", message)]


@pytest.mark.parametrize(
    ("cell", "place"),
    [
        ((IEPType.ANNUAL, Section.ANNUAL_GOALS), "copy_table[annual][annual_goals]"),
        (("annual_goals", IEPType.ANNUAL), "copy_table[?][annual]"),
        ((Section.ANNUAL_GOALS, None), "copy_table[annual_goals][?]"),
    ],
)
def test_a_cell_that_there_is_not_has_no_action(cell, place):
    message = "Expected a cell of a Section and an IEPType; there is no such cell."
    assert problems_of(DEFAULT_COPY_TABLE.action, *cell) == [(place, message)]


def test_all_that_is_wrong_is_reported_together():
    cells = {cell: action for cell, action in CELLS.items() if cell != GOALS_OF_ANNUAL}
    cells |= {(Section.SERVICES, IEPType.ANNUAL): None, "goals": CopyAction.COPY}
    assert [place for place, _ in problems_of(CopyTable.of, cells)] == [
        "copy_table[annual_goals][annual]",
        "copy_table[services][annual]",
        "copy_table[?]",
    ]


@pytest.mark.parametrize(
    "rows",
    [
        (),
        None,
        "copy",
        ROWS[1:],
        (*ROWS, ROWS[0]),
        (ROWS[0][1:], *ROWS[1:]),
        ((*ROWS[0], CopyAction.COPY), *ROWS[1:]),
        (*ROWS[:-1], ("copy",) * len(IEPType)),
        (*ROWS[:-1], None),
        list(ROWS),
        tuple(map(list, ROWS)),
    ],
)
def test_rows_that_are_no_total_table_are_refused(rows):
    message = "Expected a row of actions for each section, with one action for each type."
    with attrs.validators.disabled():
        assert problems_of(CopyTable, rows) == [("copy_table", message)]
