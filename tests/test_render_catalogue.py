"""The rule catalogue is generated from the rules themselves."""

import json

import attrs
import pytest

from iepcycle import RULEBOOK
from iepcycle.render import (
    catalogue_data,
    catalogue_markdown,
    catalogue_text,
    rule_data,
    rule_text,
)
from iepcycle.render.catalogue import FAMILIES
from iepcycle.rules import rule

EACH_RULE = pytest.mark.parametrize("each", RULEBOOK, ids=lambda each: each.id)


@EACH_RULE
def test_the_catalogue_for_a_terminal_has_every_rule_with_its_statement(each):
    lines = catalogue_text().splitlines()
    place = lines.index(f"  {each.id}  {each.name} ({each.basis.value})")
    assert lines[place + 1].strip() == each.statement


@EACH_RULE
def test_the_catalogue_in_markdown_has_every_rule_with_its_sources(each):
    section = (
        catalogue_markdown().partition(f"\n### {each.id} {each.name}\n")[2].partition("\n#")[0]
    )
    assert each.statement in section
    assert section.count("- Source: ") == len(each.citations)
    assert all(f"](<{citation.source.address}>)" in section for citation in each.citations)


@EACH_RULE
def test_a_rule_is_told_with_all_that_is_known_of_it(each):
    text = rule_text(each)
    told = [each.statement, each.basis.meaning, each.derivation, each.interpretation or ""]
    for citation in each.citations:
        told += [str(citation), citation.says, citation.source.address]
    assert all(part in text for part in told)


def test_rules_stand_under_their_family():
    headings = [line for line in catalogue_markdown().splitlines() if line.startswith("## ")]
    families = list(dict.fromkeys(each.family for each in RULEBOOK))
    assert headings == [f"## {family}: {FAMILIES[family]}" for family in families]


def test_the_types_are_told_of_a_rule_that_does_not_apply_to_all():
    assert "  Applies to      Annual IEP, Revision IEP" in rule_text(rule("TYPE-4"))
    assert "Applies to" not in rule_text(rule("GATE-1"))


def test_the_facts_are_told_that_a_rule_reads():
    assert "  Facts read      chain, has_active_iep" in rule_text(rule("TYPE-4"))
    assert "Facts read" not in rule_text(rule("RECORD-1"))


def test_a_citation_without_a_paraphrase_is_told_by_its_place():
    citation = attrs.evolve(RULEBOOK[0].citations[0], says="")
    lines = rule_text(attrs.evolve(RULEBOOK[0], citations=(citation,))).splitlines()
    assert lines[-2:] == [f"  {citation}", f"    {citation.source.address}"]


@pytest.mark.parametrize("width", [60, 80, 120])
def test_a_width_wraps_everything_but_addresses(width):
    texts = [catalogue_text(width=width), *(rule_text(each, width=width) for each in RULEBOOK)]
    lines = [line for text in texts for line in text.splitlines() if "https://" not in line]
    assert max(map(len, lines)) <= width


def test_the_plain_data_holds_every_rule_in_canonical_order():
    assert [each["id"] for each in catalogue_data()["rules"]] == [each.id for each in RULEBOOK]


def test_the_plain_data_is_json():
    assert json.loads(json.dumps(catalogue_data())) == catalogue_data()


def test_the_plain_data_of_a_rule_says_on_what_it_rests():
    data = rule_data(rule("TYPE-3"))
    assert (data["family"], data["basis"], data["severity"]) == ("TYPE", "inferred", "warning")
    assert data["applies_to"] == ["initial", "reevaluation_annual", "reevaluation_revision"]
    assert data["reads"] == ["chain"]
    assert data["citations"][0]["address"].startswith("https://")


def test_what_a_rule_does_not_have_is_null():
    data = rule_data(rule("RECORD-1"))
    assert (data["derivation"], data["interpretation"], data["citations"]) == (None, None, [])
