"""The rule catalogue, grouped by family: for a terminal, for the documentation, and as plain data."""

from __future__ import annotations

import itertools
from operator import attrgetter
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from iepcycle.render.layout import joined, paragraph, terms_in_words
from iepcycle.rules import RULEBOOK, RULEBOOK_VERSION
from iepcycle.vocabulary import IEPType

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from iepcycle.rules import Rule

FAMILIES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "GATE": "What every new IEP needs",
        "TYPE": "What an IEP of a type needs",
        "ACTIVATE": "What activating an IEP needs",
        "EFFECT": "What an event changes",
        "COPY": "What copies into a new IEP",
        "DUE": "What is due when",
        "RECORD": "What a recorded history keeps to",
    }
)
"""The families of rules, and what each is about."""

_LABEL_WIDTH: Final = 16


def _families() -> Iterator[tuple[str, Iterator[Rule]]]:
    return itertools.groupby(RULEBOOK, key=attrgetter("family"))


def catalogue_text(*, width: int | None = None) -> str:
    """Return every rule with its name, its basis and its statement.

    Args:
        width: The number of columns; without one no line is wrapped.

    Example:
        >>> print(catalogue_text().splitlines()[4])
          GATE-1  develop-plan-reached (stated)
    """
    lines = [f"The rulebook, version {RULEBOOK_VERSION}: {len(RULEBOOK)} rules"]
    for family, rules in _families():
        lines += ["", f"{family}: {FAMILIES[family]}", ""]
        for rule in rules:
            lines.append(f"  {rule.id}  {rule.name} ({rule.basis.value})")
            lines += paragraph(rule.statement, first="      ", width=width)
    return joined(lines)


def rule_text(rule: Rule, *, width: int | None = None) -> str:
    """Return all that is known of one rule.

    Args:
        rule: The rule.
        width: The number of columns; without one no line is wrapped.

    Example:
        >>> from iepcycle.rules import rule
        >>> print(rule_text(rule("TYPE-1")).splitlines()[0])
        TYPE-1  initial-follows-initial-evaluation
    """
    lines = [f"{rule.id}  {rule.name}", "", *paragraph(rule.statement, first="  ", width=width), ""]
    for label, told in _details(rule):
        lines += paragraph(told, first=f"  {label:{_LABEL_WIDTH}}", width=width)
    for citation in rule.citations:
        lines += ["", *paragraph(str(citation), first="  ", width=width)]
        lines += paragraph(citation.says, first="    ", width=width) if citation.says else []
        lines.append(f"    {citation.source.address}")
    return joined(lines)


def _details(rule: Rule) -> Iterator[tuple[str, str]]:
    """Yield what there is to say of the rule besides its statement and its citations."""
    if len(rule.applies_to) < len(IEPType):
        yield "Applies to", terms_in_words(rule.applies_to)
    yield "Basis", f"{rule.basis.label}. {rule.basis.meaning}"
    if rule.derivation:
        yield "Derivation", rule.derivation
    if rule.interpretation:
        yield "Interpretation", rule.interpretation
    yield "Finding", f"{rule.severity.label} where a record breaks the rule"
    if rule.reads:
        yield "Facts read", ", ".join(rule.reads)


def catalogue_markdown() -> str:
    """Return the catalogue as Markdown: a heading for each family and each rule.

    Example:
        >>> print(catalogue_markdown().splitlines()[4])
        ### GATE-1 develop-plan-reached
    """
    blocks = [f"The rulebook, version {RULEBOOK_VERSION}."]
    for family, rules in _families():
        blocks.append(f"## {family}: {FAMILIES[family]}")
        for rule in rules:
            blocks += [f"### {rule.id} {rule.name}", rule.statement, _markdown_details(rule)]
    return "\n\n".join(blocks) + "\n"


def _markdown_details(rule: Rule) -> str:
    lines = [f"- {label}: {told}" for label, told in _details(rule)]
    for citation in rule.citations:
        says = f": {citation.says}" if citation.says else ""
        lines.append(f"- Source: [{citation}](<{citation.source.address}>){says}")
    return "\n".join(lines)


def catalogue_data() -> dict[str, Any]:
    """Return the catalogue as plain data.

    Example:
        >>> catalogue_data()["rules"][0]["id"]
        'GATE-1'
    """
    return {"rulebook_version": RULEBOOK_VERSION, "rules": [rule_data(rule) for rule in RULEBOOK]}


def rule_data(rule: Rule) -> dict[str, Any]:
    """Return one rule as plain data."""
    return {
        "id": rule.id,
        "name": rule.name,
        "family": rule.family,
        "statement": rule.statement,
        "applies_to": [each.value for each in rule.applies_to],
        "basis": rule.basis.value,
        "severity": rule.severity.value,
        "derivation": rule.derivation or None,
        "interpretation": rule.interpretation,
        "reads": list(rule.reads),
        "citations": [
            {
                "publisher": citation.source.publisher,
                "title": citation.source.title,
                "pinpoint": citation.pinpoint or None,
                "says": citation.says or None,
                "address": citation.source.address,
            }
            for citation in rule.citations
        ],
    }
