"""Write the pages of the documentation that are made from the rulebook, the decision table and the policy.

Run it after one of them has changed: ``python docs/generate.py``.
A test compares the pages that are committed with what stands here.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Final

from iepcycle import ECSSS, IDEA, IEPType, Policy, Section
from iepcycle.copy_table import CopyTable
from iepcycle.errors import PROBLEM_CODES
from iepcycle.render import catalogue_markdown, table_markdown
from iepcycle.vocabulary import Term

if TYPE_CHECKING:
    from collections.abc import Callable

    from iepcycle.policy import Choice

NOTE: Final = "<!-- Made by docs/generate.py; change the code, not this page. -->\n\n"

RULES: Final = """# The rules

Every rule has an id, a statement, a basis and its sources.
The basis says how much authority the rule has, and so how heavy a finding weighs that rests on it.
Where a rule names an interpretation, [Interpretations](interpretations.md) tells what else the source could mean.

"""
DECISION_TABLE: Final = """# The decision table

What may be created next depends on nine facts about the referral, and each fact has a few values.
So every case there can be is listed here, and you can check the library by hand.
Find the row of your case; there is exactly one.
`iepcycle table --format csv` prints every case on a line of its own.

"""
POLICY: Final = """# The policy

Where the sources leave a choice, the library has made one, and a district can set it otherwise.
Each choice is a field of `Policy`.
Its basis says how much authority the default has.

Two policies come with the library.
`ECSSS` is the reading of eCSSS and of Hawaii's chapter 60, and the default.
`IDEA` is the federal reading; it differs in these fields:

"""
OWN: Final = """
## Your own policy

Take a policy that is close, and change what your district does otherwise.
Give it a name: reports print it.

```python
>>> import attrs
>>> from iepcycle import ECSSS
>>> cautious = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)

```

The copy table is changed cell by cell.

```python
>>> from iepcycle import CopyAction, IEPType, Section
>>> goals_start_anew = ECSSS.copying(
...     {(Section.ANNUAL_GOALS, IEPType.ANNUAL): CopyAction.BLANK}, name="goals start anew"
... )

```

A policy that cannot be is refused when it is made.

```python
>>> attrs.evolve(ECSSS, evaluation_days=0)
Traceback (most recent call last):
    ...
iepcycle.errors.InvalidRecordError: evaluation_days: Expected a whole number from 1 to 9999. [bad_policy]

```
"""

PROBLEMS: Final = """# Problem codes

When input cannot be used, an `InvalidRecordError` carries a list of problems.
The code of a problem is stable: it is never renamed or reused, so a program may rely on it.

"""


def rules_page() -> str:
    """Return the catalogue of the rules; each interpretation that one names is a link."""
    linked = re.sub(
        r"^- Interpretation: (I-(\d+))$",
        r"- Interpretation: [\1](interpretations.md#i-\2)",
        catalogue_markdown(),
        flags=re.MULTILINE,
    )
    return NOTE + RULES + linked


def decision_table_page() -> str:
    """Return the decision table, collapsed."""
    return NOTE + DECISION_TABLE + table_markdown()


def policy_page() -> str:
    """Return every choice of the policy, with its default and its authority."""
    fields = Policy.choices()
    differing = [each for each in fields if getattr(ECSSS, each) != getattr(IDEA, each)]
    presets = [
        f"- `{name}`: {_value(getattr(IDEA, name))}, not {_value(getattr(ECSSS, name))}."
        for name in differing
    ]
    choices = [_choice(name, choice) for name, choice in fields.items()]
    return NOTE + POLICY + "\n".join(presets) + "\n" + OWN + "".join(choices)


def problem_codes_page() -> str:
    """Return every code of a problem, with its meaning."""
    rows = [f"| `{code}` | {meaning} |" for code, meaning in sorted(PROBLEM_CODES.items())]
    return NOTE + PROBLEMS + "\n".join(["| code | meaning |", "|---|---|", *rows]) + "\n"


def _choice(name: str, choice: Choice) -> str:
    default = getattr(ECSSS, name)
    lines = [
        f"- Default: {_value(default)}",
        f"- Takes: {choice.takes.words}",
        f"- Basis: {choice.basis.label}. {choice.basis.meaning}",
    ]
    if choice.interpretation:
        target = f"interpretations.md#{choice.interpretation.lower()}"
        lines.append(f"- Interpretation: [{choice.interpretation}]({target})")
    lines += [
        f"- Source: [{citation}](<{citation.source.address}>): {citation.says}"
        for citation in choice.citations
    ]
    table = f"\n{_copy_table(default)}" if isinstance(default, CopyTable) else ""
    return f"\n## `{name}`\n\n{choice.statement}\n\n" + "\n".join(lines) + f"\n{table}"


def _value(value: object) -> str:
    """Return the value of a field as the reader writes it."""
    if isinstance(value, CopyTable):
        return "the table below"
    if isinstance(value, frozenset):
        return ", ".join(map(_value, sorted(value, key=_place)))
    if isinstance(value, Term):
        return f"`{type(value).__name__}.{value.name}`"
    return f"`{value}`"


def _place(value: Term | str) -> tuple[int, str]:
    return (value.position, "") if isinstance(value, Term) else (0, value)


def _copy_table(table: CopyTable) -> str:
    head = ["Section", *(each.label for each in IEPType)]
    body = [
        [section.label, *(table.action(section, each).label for each in IEPType)]
        for section in Section
    ]
    rows = [head, ["---"] * len(head), *body]
    return "".join(f"| {' | '.join(row)} |\n" for row in rows)


PAGES: Final[dict[str, Callable[[], str]]] = {
    "decision-table.md": decision_table_page,
    "policy.md": policy_page,
    "problem-codes.md": problem_codes_page,
    "rules.md": rules_page,
}
"""The pages, by the name of their file."""


def main() -> None:
    """Write every page beside this script."""
    for name, page in PAGES.items():
        Path(__file__).with_name(name).write_text(page(), encoding="utf-8")


if __name__ == "__main__":
    main()
