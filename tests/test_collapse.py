"""The collapsed decision table says what the whole one says, in a few rows."""

import attrs
import pytest

from iepcycle import ECSSS, IEPType, Stage, decision_table
from iepcycle.collapse import SPLIT_ORDER, Condition, collapsed_decision_table
from iepcycle.facts import FACT_NAMES, Chain

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
POLICIES = pytest.mark.parametrize("policy", [ECSSS, ONE_DRAFT], ids=lambda policy: policy.name)


@pytest.fixture(scope="module", params=[ECSSS, ONE_DRAFT], ids=lambda policy: policy.name)
def cases_with_rows(request):
    """Every reachable case with its decision and the collapsed rows that cover it."""
    rows = collapsed_decision_table(policy=request.param)
    return [
        (decision, [row for row in rows if row.covers(facts)])
        for facts, decision in decision_table(policy=request.param).items()
    ]


def test_every_reachable_case_falls_under_exactly_one_row(cases_with_rows):
    assert {len(rows) for _, rows in cases_with_rows} == {1}


def test_a_row_allows_what_the_whole_table_allows_in_every_case_of_it(cases_with_rows):
    assert all(row.allowed == decision.allowed for decision, (row,) in cases_with_rows)


def test_a_rule_that_a_row_names_refuses_in_every_case_of_it(cases_with_rows):
    for decision, (row,) in cases_with_rows:
        for verdict in decision.types:
            assert set(row.refused_by[verdict.type.position]) <= set(verdict.refused_by)


def test_no_rule_that_refuses_in_every_case_of_a_row_is_left_out(cases_with_rows):
    common = {}
    for decision, (row,) in cases_with_rows:
        for verdict in decision.types:
            key = (id(row), verdict.type)
            common[key] = common.get(key, set(verdict.refused_by)) & set(verdict.refused_by)
    for _, (row,) in cases_with_rows:
        for iep_type in IEPType:
            assert set(row.refused_by[iep_type.position]) == common[id(row), iep_type]


@POLICIES
def test_a_type_that_is_refused_has_a_rule_that_refuses_it_throughout_the_row(policy):
    for row in collapsed_decision_table(policy=policy):
        refused = {each for each in IEPType if row.refused_by[each.position]}
        assert refused == set(IEPType) - row.allowed


@POLICIES
def test_the_rows_count_every_reachable_case_once(policy):
    counted = sum(row.cases for row in collapsed_decision_table(policy=policy))
    assert counted == len(decision_table(policy=policy))


@pytest.mark.parametrize(("policy", "rows"), [(ECSSS, 10), (ONE_DRAFT, 11)])
def test_the_table_is_small_enough_to_check_by_hand(policy, rows):
    assert len(collapsed_decision_table(policy=policy)) == rows


def test_a_draft_revision_does_not_matter_unless_the_policy_says_so():
    rows = collapsed_decision_table()
    assert not any(row.condition("has_draft_revision") for row in rows)


def test_a_draft_revision_tells_two_rows_apart_where_it_blocks():
    rows = collapsed_decision_table(policy=ONE_DRAFT)
    assert sum(row.condition("has_draft_revision") is not None for row in rows) == 2


def test_the_first_row_is_every_referral_that_has_not_reached_develop_plan():
    row = collapsed_decision_table()[0]
    early = (Stage.EXPRESS_CONCERN, Stage.DEFINE_NEEDS)
    assert row.conditions == (Condition("stage", early),)
    assert row.refused_by == (("GATE-1",),) * len(IEPType)


def test_the_row_of_annual_and_revision_names_what_the_source_asks_for():
    (row,) = [row for row in collapsed_decision_table() if IEPType.ANNUAL in row.allowed]
    assert row.allowed == {IEPType.ANNUAL, IEPType.REVISION}
    assert row.condition("chain").values == (Chain.OPENED,)
    assert row.condition("has_active_iep").values == (True,)
    assert row.condition("has_unactivated_iep").values == (False,)


def test_a_fact_that_does_not_matter_has_no_condition():
    assert collapsed_decision_table()[0].condition("eligible") is None


def test_conditions_stand_in_the_order_in_which_the_facts_are_asked():
    for row in collapsed_decision_table():
        asked = [SPLIT_ORDER.index(condition.fact) for condition in row.conditions]
        assert asked == sorted(asked)


def test_every_fact_is_asked():
    assert sorted(SPLIT_ORDER) == sorted(FACT_NAMES)
