"""What can go wrong with input, and how it is said."""

import ast
from pathlib import Path

import pytest

import iepcycle
from iepcycle import (
    IepcycleError,
    InvalidRecordError,
    NotAllowedError,
    Referral,
    Stage,
    UnknownRuleError,
    explain_next_iep_types,
)
from iepcycle.errors import PROBLEM_CODES, Problem

DATE_PROBLEM = Problem("bad_date", "received_on", "Expected a date.")
TYPE_PROBLEM = Problem("wrong_type", "", "Expected an object.")
DECISION = explain_next_iep_types(Referral(id="R1", stage=Stage.DEVELOP_PLAN))


def test_a_problem_tells_its_place_its_message_and_its_code():
    assert str(DATE_PROBLEM) == "received_on: Expected a date. [bad_date]"


def test_a_problem_of_the_whole_input_has_no_place():
    assert str(TYPE_PROBLEM) == "Expected an object. [wrong_type]"


@pytest.mark.parametrize(
    ("path", "seen_from_above"),
    [
        ("on", "procedures[0].on"),
        ("[1].on", "procedures[0][1].on"),
        ("", "procedures[0]"),
    ],
)
def test_a_problem_under_a_prefix_keeps_code_and_message(path, seen_from_above):
    problem = Problem("bad_date", path, "Expected a date.")
    assert problem.under("procedures[0]") == Problem(
        "bad_date", seen_from_above, "Expected a date."
    )


def test_problem_codes_cannot_be_changed():
    with pytest.raises(TypeError):
        PROBLEM_CODES["bad_date"] = "another meaning"


def test_every_problem_code_is_a_plain_word_with_a_sentence_for_its_meaning():
    for code, meaning in PROBLEM_CODES.items():
        assert code.replace("_", "").isalpha()
        assert code.islower()
        assert meaning.endswith(".")


def test_every_code_that_the_library_writes_has_a_meaning():
    written = {
        call.args[0].value
        for path in Path(iepcycle.__file__).parent.rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(call, ast.Call)
        and isinstance(call.func, ast.Name)
        and call.func.id == "Problem"
        and isinstance(call.args[0], ast.Constant)
    }
    assert written
    assert written <= set(PROBLEM_CODES)


@pytest.mark.parametrize("error", [InvalidRecordError, NotAllowedError, UnknownRuleError])
def test_every_error_is_an_iepcycle_error(error):
    assert issubclass(error, IepcycleError)


def test_an_invalid_record_is_a_value_error():
    assert issubclass(InvalidRecordError, ValueError)


def test_an_unknown_rule_is_a_lookup_error():
    assert issubclass(UnknownRuleError, LookupError)


def test_an_invalid_record_tells_all_its_problems_in_the_order_found():
    error = InvalidRecordError(iter([TYPE_PROBLEM, DATE_PROBLEM]))
    assert error.problems == (TYPE_PROBLEM, DATE_PROBLEM)
    assert str(error) == f"{TYPE_PROBLEM}\n{DATE_PROBLEM}"


def test_an_unknown_rule_names_the_rules_there_are():
    error = UnknownRuleError(iter(["GATE-1", "GATE-2"]))
    assert error.known == ("GATE-1", "GATE-2")
    assert str(error) == "The rulebook has no rule of that id; it has GATE-1, GATE-2."


def test_what_is_not_allowed_carries_its_decision_and_tells_why():
    error = NotAllowedError("GATE-1 refuses.", DECISION)
    assert error.decision is DECISION
    assert str(error) == "GATE-1 refuses."


@pytest.mark.parametrize(
    ("error", "attribute"),
    [
        (InvalidRecordError(iter([DATE_PROBLEM])), "problems"),
        (NotAllowedError("GATE-1 refuses.", DECISION), "decision"),
        (UnknownRuleError(iter(["GATE-1"])), "known"),
    ],
)
def test_an_error_survives_pickling(error, attribute, through_pickle):
    again = through_pickle(error)
    assert type(again) is type(error)
    assert again.args == error.args
    assert getattr(again, attribute) == getattr(error, attribute)
    assert str(again) == str(error)
