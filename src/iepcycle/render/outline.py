"""A tree of text: headings under headings, drawn with lines as a terminal can show them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterator


@attrs.frozen
class Branch:
    """A heading, the lines that belong to it, and the branches under it.

    Example:
        >>> received = Branch("Referral R1", lines=("Stage: Define Needs",))
        >>> for line in drawn(Branch("Student S-0001", branches=(received, Branch("Referral R2")))):
        ...     print(line)
        Student S-0001
        │
        ├─ Referral R1
        │    Stage: Define Needs
        │
        └─ Referral R2
    """

    heading: str
    lines: tuple[str, ...] = ()
    branches: tuple[Branch, ...] = ()


def drawn(branch: Branch) -> Iterator[str]:
    """Yield the lines of the tree, with an empty one above each branch."""
    yield branch.heading
    rail = "│  " if branch.branches else "  "
    for line in branch.lines:
        yield rail + line
    for child in branch.branches:
        last = child is branch.branches[-1]
        corner, rail = ("└─ ", "   ") if last else ("├─ ", "│  ")
        yield "│"
        for number, line in enumerate(drawn(child)):
            yield (rail if number else corner) + line
