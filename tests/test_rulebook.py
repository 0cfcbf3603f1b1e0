"""What every rule of the rulebook owes: a permanent id, an authority, and tests that name it."""

import ast
import copy
import re
from pathlib import Path

import attrs
import pytest

from iepcycle import RULEBOOK, Basis, Rule, Severity, UnknownRuleError
from iepcycle.rules import RULEBOOK_VERSION, rule

FAMILIES = ["GATE", "TYPE", "ACTIVATE", "EFFECT", "COPY", "DUE", "RECORD"]
SECTION_4 = """
GATE-1 develop-plan-reached STATED
GATE-2 eligible-for-idea STATED
GATE-3 services-not-declined STATED
GATE-4 evaluation-not-withdrawn INFERRED
TYPE-1 initial-follows-initial-evaluation STATED
TYPE-2 reevaluation-follows-reevaluation STATED
TYPE-3 opens-the-referral INFERRED
TYPE-4 needs-active-iep STATED
TYPE-5 activate-before-next STATED
TYPE-6 one-draft-revision ASSUMED
"""
"""Id, name and basis of the rules that decide the next IEP, as the rulebook prints them."""
INTERPRETED = {"GATE-1": "I-9", "TYPE-2": "I-3", "TYPE-4": "I-1", "TYPE-6": "I-2"}
"""The interpretations on which rules that decide the next IEP rest."""
SEVERITY = {
    Basis.STATED: Severity.VIOLATION,
    Basis.DEFINITION: Severity.VIOLATION,
    Basis.INFERRED: Severity.WARNING,
    Basis.ASSUMED: Severity.ADVISORY,
}

every_rule = pytest.mark.parametrize("each", RULEBOOK, ids=lambda each: each.id)


class TestNames:
    """An id and a name are permanent, and stand once."""

    def test_the_rules_of_the_next_iep_are_those_of_the_rulebook(self):
        told = [
            f"{each.id} {each.name} {each.basis.name}"
            for each in RULEBOOK
            if each.family in {"GATE", "TYPE"}
        ]
        assert told == SECTION_4.split("\n")[1:-1]

    def test_they_rest_on_the_interpretations_of_the_rulebook(self):
        assert {
            each.id: each.interpretation
            for each in RULEBOOK
            if each.family in {"GATE", "TYPE"} and each.interpretation
        } == INTERPRETED

    def test_no_two_rules_share_an_id_or_a_name(self):
        assert len({each.id for each in RULEBOOK}) == len(RULEBOOK)
        assert len({each.name for each in RULEBOOK}) == len(RULEBOOK)

    def test_the_families_stand_in_the_order_of_the_rulebook(self):
        assert list(dict.fromkeys(each.family for each in RULEBOOK)) == FAMILIES

    @pytest.mark.parametrize("family", FAMILIES)
    def test_a_family_is_numbered_from_one_without_gaps(self, family):
        numbers = [each.id.partition("-")[2] for each in RULEBOOK if each.family == family]
        assert numbers == [str(number) for number in range(1, len(numbers) + 1)]

    @every_rule
    def test_a_name_is_words_joined_by_hyphens(self, each):
        assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", each.name)
        assert str(each) == f"{each.id} {each.name}"

    def test_the_version_has_two_numbers(self):
        assert re.fullmatch(r"\d+\.\d+", RULEBOOK_VERSION)


class TestAuthority:
    """A rule claims no more authority than it has."""

    @every_rule
    def test_a_statement_is_made_of_sentences(self, each):
        assert re.fullmatch(r"[A-Z0-9].*[.)]", each.statement)

    @every_rule
    def test_what_is_stated_or_inferred_cites_public_sources(self, each):
        assert each.citations or each.basis in {Basis.DEFINITION, Basis.ASSUMED}
        for citation in each.citations:
            assert citation.source.title
            assert citation.source.address.startswith("https://")
            assert citation.says.endswith(".")

    @every_rule
    def test_what_is_inferred_has_its_derivation_written_down(self, each):
        assert bool(each.derivation) is (each.basis is Basis.INFERRED)

    @every_rule
    def test_severity_follows_from_the_basis(self, each):
        assert each.severity is SEVERITY[each.basis]
        with pytest.raises(AttributeError):
            each.severity = Severity.VIOLATION

    @every_rule
    def test_an_interpretation_is_named_by_its_id(self, each):
        assert re.fullmatch(r"I-[1-9]", each.interpretation or "I-1")

    @every_rule
    def test_a_rule_with_a_predicate_says_what_it_reads_and_what_it_tells(self, each):
        assert bool(each.reads) is bool(each.because) is (each.holds is not None)


class TestObjects:
    """There is one object for each rule."""

    @every_rule
    def test_a_rule_is_found_by_its_id(self, each):
        assert rule(each.id) is each

    def test_an_unknown_id_is_answered_with_the_ids_there_are(self):
        with pytest.raises(UnknownRuleError) as caught:
            rule("GATE-9")
        assert caught.value.known == tuple(each.id for each in RULEBOOK)
        assert "GATE-9" not in str(caught.value)

    @every_rule
    def test_a_rule_is_the_same_object_however_it_is_copied(self, each, through_pickle):
        assert through_pickle(each) is copy.copy(each) is copy.deepcopy(each) is each

    @every_rule
    def test_a_rule_cannot_be_changed(self, each):
        with pytest.raises(attrs.exceptions.FrozenInstanceError):
            each.basis = Basis.STATED

    @every_rule
    def test_a_rule_equals_itself_alone(self, each):
        assert attrs.evolve(each) != each
        assert [other.id for other in RULEBOOK if other == each] == [each.id]

    @every_rule
    def test_a_rule_is_shown_without_its_functions(self, each):
        """The address of a function changes from run to run, and so would the text."""
        assert " at 0x" not in repr(each)
        assert "because=" not in repr(each)

    def test_the_fields_of_a_rule_are_given_by_name(self):
        with pytest.raises(TypeError):
            Rule("GATE-9", "a-name", "A statement.", Basis.ASSUMED, ())

    @every_rule
    def test_a_rule_without_a_predicate_cannot_be_asked(self, each):
        if each.holds is None:
            with pytest.raises(TypeError, match=f"{each.id} is no question"):
                each.satisfied_by(None)


def rule_classes():
    """Yield rule id, docstring and names of the test classes of rules, from every rule test file."""
    for path in sorted(Path(__file__).parent.glob("test_rules_*.py")):
        for node in ast.parse(path.read_text("utf-8")).body:
            if isinstance(node, ast.ClassDef) and (rule_id := _rule_id(node)) is not None:
                tests = [each.name for each in node.body if isinstance(each, ast.FunctionDef)]
                yield rule_id, " ".join(ast.get_docstring(node).split()), tests


def _rule_id(node):
    for each in node.body:
        match each:
            case ast.Assign(targets=[ast.Name(id="rule_id")], value=ast.Constant(value=rule_id)):
                return rule_id
    return None


class TestTests:
    """Every rule has a test class, and every test class of a rule has its rule."""

    def test_every_rule_has_a_test_class_and_every_such_class_its_rule(self):
        assert {rule_id for rule_id, _, _ in rule_classes()} == {each.id for each in RULEBOOK}

    def test_a_test_class_opens_with_the_id_and_the_statement_of_its_rule(self):
        for rule_id, docstring, _ in rule_classes():
            assert docstring.startswith(f"{rule_id}: {rule(rule_id).statement}")

    def test_a_test_class_holds_tests(self):
        for rule_id, _, tests in rule_classes():
            assert any(name.startswith("test_") for name in tests), rule_id
