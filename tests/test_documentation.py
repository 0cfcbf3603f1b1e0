"""The documentation keeps to the code: examples run, generated pages are current, links lead somewhere.

The examples in the prose are run by the root conftest.py; here are those in the docstrings, and what binds pages to code.
"""

import doctest
import importlib
import importlib.util
import inspect
import pkgutil
import re
from pathlib import Path

import pytest

import iepcycle
from iepcycle import (
    IEP,
    ConferencePurpose,
    ConsentStatus,
    CopyAction,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Policy,
    Procedure,
    ProcedureKind,
    Referral,
    Section,
    SectionContent,
    ServicesConsent,
    Stage,
    StudentRecord,
)
from iepcycle.wire.schema import keys_of

ROOT = Path(__file__).parents[1]
DOCS = ROOT / "docs"
PROSE = sorted([*ROOT.glob("*.md"), *ROOT.glob("*/README.md"), *DOCS.glob("*.md")])
VOCABULARIES = (
    Stage,
    EvaluationType,
    IEPType,
    IEPStatus,
    ConsentStatus,
    ProcedureKind,
    ConferencePurpose,
    Section,
    CopyAction,
)
VALUES = (
    StudentRecord,
    Referral,
    Evaluation,
    Determination,
    ServicesConsent,
    IEP,
    Procedure,
    SectionContent,
)


def _modules():
    yield iepcycle
    for each in pkgutil.walk_packages(iepcycle.__path__, "iepcycle."):
        if not each.name.endswith("__main__"):
            yield importlib.import_module(each.name)


def _docstrings():
    return [
        found
        for module in _modules()
        for found in doctest.DocTestFinder().find(module)
        if found.examples
    ]


@pytest.mark.parametrize("docstring", _docstrings(), ids=lambda each: each.name)
def test_the_examples_of_the_docstring_run(docstring):
    told = []
    runner = doctest.DocTestRunner(optionflags=doctest.ELLIPSIS | doctest.NORMALIZE_WHITESPACE)
    runner.run(docstring, out=told.append)
    assert not told, "".join(told)


@pytest.mark.parametrize("name", [n for n in iepcycle.__all__ if n.islower()])
def test_a_public_function_has_an_example(name):
    documented = inspect.getdoc(getattr(iepcycle, name))
    assert doctest.DocTestParser().get_examples(documented)


def _generator():
    spec = importlib.util.spec_from_file_location("generate", DOCS / "generate.py")
    generator = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(generator)
    return generator


@pytest.mark.parametrize("page", sorted(_generator().PAGES))
def test_the_generated_page_is_current(page):
    written = (DOCS / page).read_text("utf-8")
    assert written == _generator().PAGES[page](), "Run: python docs/generate.py"


@pytest.mark.parametrize("name", iepcycle.__all__)
def test_the_reference_describes_every_public_name(name):
    described = re.findall(r"^\.\. auto\w+:: .*?(\w+)$", _page("api.md"), re.MULTILINE)
    assert name in described


@pytest.mark.parametrize("vocabulary", VOCABULARIES, ids=lambda each: each.__name__)
def test_the_glossary_defines_every_term(vocabulary):
    defined = set(re.findall(r"^\*\*(.+?)\*\*", _page("glossary.md"), re.MULTILINE))
    assert {term.label for term in vocabulary} <= defined


@pytest.mark.parametrize("value", VALUES, ids=lambda each: each.__name__)
def test_the_page_on_the_wire_format_tells_every_key(value):
    told = set(re.findall(r"^\| (?:\*\*)?`(\w+)`", _page("wire-format.md"), re.MULTILINE))
    assert {key.name for key in keys_of(value)} <= told


def _uses_of_interpretations():
    for rule in iepcycle.RULEBOOK:
        if rule.interpretation:
            yield rule.interpretation, rule.id
    for name, choice in Policy.choices().items():
        if choice.interpretation:
            yield choice.interpretation, f"`{name}`"


@pytest.mark.parametrize(("interpretation", "user"), list(_uses_of_interpretations()))
def test_an_interpretation_names_the_rules_and_choices_that_rest_on_it(interpretation, user):
    entries = dict(
        re.findall(
            r"^## (I-\d+)\n(.*?)(?=^## |\Z)", _page("interpretations.md"), re.MULTILINE | re.DOTALL
        )
    )
    assert user in entries[interpretation]


def _links():
    for page in PROSE:
        for target in re.findall(r"\]\(<?([^)>\s]+)", page.read_text("utf-8")):
            if not re.match(r"https?:|mailto:|#", target):
                yield page, target.partition("#")[0]


@pytest.mark.parametrize(
    ("page", "target"), [pytest.param(*each, id=f"{each[0].name}-{each[1]}") for each in _links()]
)
def test_a_link_leads_somewhere(page, target):
    assert (page.parent / target).exists()


def _page(name):
    return (DOCS / name).read_text("utf-8")
