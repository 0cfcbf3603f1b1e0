"""The decision table: whole as CSV and JSON, and collapsed as Markdown that a person can check by hand."""

from __future__ import annotations

import csv
import io
import json
from typing import TYPE_CHECKING, Any, Final

from iepcycle.collapse import SPLIT_ORDER, collapsed_decision_table
from iepcycle.decisions import decision_table
from iepcycle.facts import FACT_NAMES, words
from iepcycle.policy import ECSSS
from iepcycle.render.layout import markdown_cell
from iepcycle.render.plain import plain
from iepcycle.rules import RULEBOOK, RULEBOOK_VERSION
from iepcycle.vocabulary import IEPType, Term

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iepcycle.collapse import CollapsedRow
    from iepcycle.policy import Policy
    from iepcycle.rules import Rule

ALLOWED: Final = "allowed"
"""What stands in the column of a type that may be created; else the ids of the rules that refuse it."""

_HEADINGS: Final = {
    "stage": "Stage",
    "eligible": "Eligible",
    "services_consent": "Consent",
    "evaluation_withdrawn": "Withdrawn",
    "chain": "Chain",
    "evaluation_type": "Evaluation",
    "has_active_iep": "Active IEP",
    "has_unactivated_iep": "Unactivated IEP",
    "has_draft_revision": "Draft Revision",
}
_LEGEND: Final = """\
A row stands for every case that fits it; a fact that is left blank may have any value.
The column of a type says that it is allowed, or names the rules that refuse it in every case of the row.

- Eligible: what the determination on file finds, if there is one.
- Consent: the consent to services, if a form is on record.
- Withdrawn: whether the evaluation has been withdrawn.
- Chain: whether the referral holds no IEP (Empty), was opened by an Initial or Reevaluation IEP (Opened),
  or begins with another type (Unopened).
- Evaluation: the type of the evaluation.
- Active IEP: whether an IEP of the referral is active.
- Unactivated IEP: whether an Initial, Annual or Reevaluation IEP of the referral is still a draft.
- Draft Revision: whether a Revision of the referral is still a draft.
"""


def table_csv(*, policy: Policy = ECSSS) -> str:
    """Return the whole table as CSV: a row for each reachable case.

    The columns are the facts, then the types; the cell of a type says ``allowed`` or names the rules that refuse it.

    Example:
        >>> print(table_csv().splitlines()[1])
        express_concern,none,no,none,none,empty,no,no,no,GATE-1 GATE-2 TYPE-1,GATE-1 GATE-2 TYPE-4,...
    """
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow([*FACT_NAMES, *(each.value for each in IEPType)])
    for facts, decision in decision_table(policy=policy).items():
        rows.writerow(
            [
                *(words(getattr(facts, name)) for name in FACT_NAMES),
                *(" ".join(each.refused_by) or ALLOWED for each in decision.types),
            ]
        )
    return text.getvalue()


def table_json(*, policy: Policy = ECSSS) -> str:
    """Return the whole table as one JSON document, with a line for each reachable case.

    Example:
        >>> json.loads(table_json())["cases"][0]["facts"]["stage"]
        'express_concern'
    """
    cases = ",\n".join(
        json.dumps(
            {
                "facts": plain(facts),
                "allowed": [each.type.value for each in decision.types if each.allowed],
                "refused_by": {
                    each.type.value: list(each.refused_by)
                    for each in decision.types
                    if not each.allowed
                },
            }
        )
        for facts, decision in decision_table(policy=policy).items()
    )
    head = f'"policy": {json.dumps(policy.name)}, "rulebook_version": "{RULEBOOK_VERSION}"'
    return f'{{{head}, "cases": [\n{cases}\n]}}\n'


def table_markdown(*, policy: Policy = ECSSS) -> str:
    """Return the collapsed table as Markdown, with the statements of the rules that it names.

    Example:
        >>> print(table_markdown().splitlines()[0])
        Which IEP may be created next: 3536 cases in 10 rows (policy ecsss, rulebook 1.0).
    """
    rows = collapsed_decision_table(policy=policy)
    title = (
        f"Which IEP may be created next: {sum(row.cases for row in rows)} cases in {len(rows)} rows "
        f"(policy {markdown_cell(policy.name)}, rulebook {RULEBOOK_VERSION})."
    )
    rules = "\n".join(f"- {rule}: {rule.statement}" for rule in _rules_named(rows))
    return "\n".join([title, "", _LEGEND, *_aligned(_cells(rows)), "", rules, ""])


def _cells(rows: Sequence[CollapsedRow]) -> list[list[str]]:
    """Return the heading and the rows; a fact that never matters has no column, and types that never differ share one."""
    facts = [fact for fact in SPLIT_ORDER if any(row.condition(fact) for row in rows)]
    columns: dict[tuple[str, ...], list[IEPType]] = {}
    for iep_type in IEPType:
        verdicts = tuple(_verdict(row, iep_type) for row in rows)
        columns.setdefault(verdicts, []).append(iep_type)
    heading = [_HEADINGS[fact] for fact in facts] + [
        ", ".join(each.label.removesuffix(" IEP") for each in types) for types in columns.values()
    ]
    body = [
        [_condition(row, fact) for fact in facts] + [verdicts[number] for verdicts in columns]
        for number, row in enumerate(rows)
    ]
    return [["Row", *heading, "Cases"]] + [
        [str(number), *cells, str(row.cases)]
        for number, (cells, row) in enumerate(zip(body, rows, strict=True), start=1)
    ]


def _verdict(row: CollapsedRow, iep_type: IEPType) -> str:
    return ALLOWED if iep_type in row.allowed else ", ".join(row.refused_by[iep_type.position])


def _condition(row: CollapsedRow, fact: str) -> str:
    condition = row.condition(fact)
    return "" if condition is None else ", ".join(map(_in_words, condition.values))


def _in_words(value: Any) -> str:  # noqa: ANN401 -- of any fact
    return value.label if isinstance(value, Term) else words(value).capitalize()


def _aligned(cells: list[list[str]]) -> list[str]:
    """Return the cells as a Markdown table whose columns stand under each other in plain text too."""
    widths = [max(map(len, column)) for column in zip(*cells, strict=True)]
    lines = [
        "| " + " | ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) + " |"
        for row in cells
    ]
    return [lines[0], "|" + "|".join("-" * (width + 2) for width in widths) + "|", *lines[1:]]


def _rules_named(rows: Sequence[CollapsedRow]) -> list[Rule]:
    named = {rule_id for row in rows for rule_ids in row.refused_by for rule_id in rule_ids}
    return [rule for rule in RULEBOOK if rule.id in named]
