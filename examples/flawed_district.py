"""Writes a district of invented students with breaches of the rules planted at known places.

    python examples/flawed_district.py --students 5000 --seed 1 --output district.jsonl --planted planted.jsonl

One line of the output is one student.
One line of the list of what was planted is one breach: the student, the rule, and every finding that an audit must report.
What is overdue is so on the day of asking, so audit with the same day: ``iepcycle audit district.jsonl --as-of 2026-06-30``.
Nine students in ten keep to the rules; dates are missing from some of their records, and that is no breach.

Needs ``iepcycle[testing]``.
"""

from __future__ import annotations

import argparse
import json
import sys
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import attrs
from district.planting import district

from iepcycle import ECSSS, wire

if TYPE_CHECKING:
    from iepcycle.testing import Breach


def arguments() -> argparse.ArgumentParser:
    """Return what the command takes."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--students", type=int, default=5000, help="how many (5000)")
    parser.add_argument("--seed", type=int, default=1, help="what chance hangs on (1)")
    parser.add_argument(
        "--as-of",
        type=date.fromisoformat,
        default=date(2026, 6, 30),
        help="the day of asking (2026-06-30)",
    )
    parser.add_argument(
        "--one-draft-at-a-time",
        action="store_true",
        help="keep to and break the policy under which a draft Revision blocks the next IEP",
    )
    parser.add_argument("--output", type=Path, required=True, help="where the records go")
    parser.add_argument("--planted", type=Path, help="where the list of what was planted goes")
    return parser


def line_of(breach: Breach) -> str:
    """Return a breach as a line of JSON."""
    return json.dumps(
        {
            "student_id": breach.student.id,
            "rule_id": breach.rule_id,
            "findings": [each._asdict() for each in breach.expected],
        }
    )


def main(given: list[str]) -> None:
    """Write the district."""
    options = arguments().parse_args(given)
    policy = attrs.evolve(ECSSS, draft_revision_blocks=options.one_draft_at_a_time)
    planted = []
    with options.output.open("w", encoding="utf-8", newline="\n") as output:
        for student, breach in district(
            options.students, seed=options.seed, as_of=options.as_of, policy=policy
        ):
            output.write(f"{wire.dumps_student(student)}\n")
            if breach is not None:
                planted.append(line_of(breach))
    if options.planted is not None:
        text = "".join(f"{line}\n" for line in planted)
        options.planted.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main(sys.argv[1:])
