"""Each rule of the next IEP is needed, and reads what it says and nothing else.

Every test here runs over every reachable case, so it shows what no example can.
"""

from collections import defaultdict

import attrs
import pytest

from iepcycle import ECSSS, RULEBOOK, IEPType, decision_table
from iepcycle.facts import FACT_NAMES, FACT_VALUES, reachable_facts
from iepcycle.rules import rule

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
RULES = [each for each in RULEBOOK if each.family in {"GATE", "TYPE"}]
REACHABLE = tuple(reachable_facts())
TABLE = decision_table(policy=ONE_DRAFT)
"""The table under the policy that puts every rule in force."""

every_rule = pytest.mark.parametrize("each", RULES, ids=lambda each: each.id)
every_type = pytest.mark.parametrize("iep_type", IEPType)
every_rule_of_every_type = pytest.mark.parametrize(
    ("each", "iep_type"),
    [(each, iep_type) for each in RULES for iep_type in each.applies_to],
    ids=lambda each: getattr(each, "id", None),
)
both_policies = pytest.mark.parametrize("policy", [ECSSS, ONE_DRAFT], ids=lambda each: each.name)


class Spy:
    """Facts that remember which of them were read."""

    def __init__(self, facts):
        self.facts = facts
        self.read = set()

    def __getattr__(self, name):
        self.read.add(name)
        return getattr(self.facts, name)


class TestNeeded:
    """Every rule makes a difference."""

    @every_rule_of_every_type
    def test_a_rule_refuses_for_each_of_its_types_what_no_other_rule_refuses(self, each, iep_type):
        assert any(decision.type(iep_type).refused_by == (each.id,) for decision in TABLE.values())

    @every_rule
    def test_a_rule_can_be_satisfied_and_can_refuse(self, each):
        assert {each.satisfied_by(facts) for facts in REACHABLE} == {False, True}

    @both_policies
    @every_type
    def test_every_type_is_allowed_somewhere(self, policy, iep_type):
        assert any(iep_type in each.allowed for each in decision_table(policy=policy).values())

    @every_rule
    def test_only_the_choice_of_the_policy_puts_a_rule_out_of_force(self, each):
        assert each.in_force(ONE_DRAFT)
        assert each.in_force(ECSSS) is (each.id != "TYPE-6")


class TestReads:
    """A rule reads the facts that it names, and each of them matters."""

    @every_rule
    def test_a_rule_reads_the_facts_that_it_names_and_no_other(self, each):
        read = set()
        for facts in REACHABLE:
            spy = Spy(facts)
            if not each.satisfied_by(spy):
                each.refusal(spy)
            read |= spy.read
        assert read == set(each.reads)

    @pytest.mark.parametrize(
        ("each", "name"),
        [(each, name) for each in RULES for name in each.reads],
        ids=lambda each: getattr(each, "id", each),
    )
    def test_each_fact_that_a_rule_reads_can_turn_its_verdict(self, each, name):
        assert any(
            each.satisfied_by(facts) != each.satisfied_by(changed)
            for facts in REACHABLE
            for changed in changes(facts, name)
        )

    def test_every_fact_is_read_by_some_rule(self):
        assert {name for each in RULES for name in each.reads} == set(FACT_NAMES)


def changes(facts, name):
    """Yield the reachable facts that differ in this one alone."""
    for value in FACT_VALUES[name]:
        changed = attrs.evolve(facts, **{name: value})
        if changed != facts and changed in TABLE:
            yield changed


def projected(facts, names):
    return tuple(getattr(facts, name) for name in names)


def read_by(rules):
    names = {name for each in rules for name in each.reads}
    return tuple(name for name in FACT_NAMES if name in names)


@both_policies
@every_type
class TestWhatDoesNotMatter:
    """What no rule reads changes nothing, however much of it is changed at once."""

    def test_what_no_refusing_rule_reads_never_lifts_a_refusal(self, policy, iep_type):
        verdicts = [
            (facts, decision.type(iep_type))
            for facts, decision in decision_table(policy=policy).items()
        ]
        refused = defaultdict(set)
        for facts, verdict in verdicts:
            if not verdict.allowed:
                names = read_by(map(rule, verdict.refused_by))
                refused[names].add(projected(facts, names))
        for facts, verdict in verdicts:
            if verdict.allowed:
                assert all(projected(facts, names) not in refused[names] for names in refused)

    def test_what_no_applicable_rule_reads_never_changes_the_verdict(self, policy, iep_type):
        names = read_by(
            each for each in RULES if iep_type in each.applies_to and each.in_force(policy)
        )
        verdicts = defaultdict(set)
        for facts, decision in decision_table(policy=policy).items():
            verdicts[projected(facts, names)].add(decision.type(iep_type).refused_by)
        assert len(verdicts) < len(TABLE)
        assert all(len(each) == 1 for each in verdicts.values())
