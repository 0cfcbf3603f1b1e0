"""What an audit costs in memory: does the peak grow with the export?

python benchmarks/memory.py            # 25,000 and 200,000 students, some minutes
python benchmarks/memory.py --short    # 1,000 and 8,000 students, less than 20 seconds
python benchmarks/memory.py --check    # exit code 1 if a goal is missed
"""

from __future__ import annotations

import argparse
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from commands import run
from measuring import Goal, conditions, finish, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

MOST_GROWTH = 1.10
"""How many times the peak may be as high when the students are eight times as many."""
TIMES = 8

JSON_LINE = (
    '{"format":"iepcycle.student/1","id":"S-%(id)07d","referrals":[{"id":"R1","stage":"implement_plan",'
    '"received_on":"2021-08-16","evaluation":{"type":"initial","assessment_needed":true,'
    '"consent_received_on":"2021-09-01","determination":{"eligible":true,"decided_on":"2021-10-15"}},'
    '"services_consent":{"status":"given","given_on":"2021-10-20"},"ieps":['
    '{"id":"S-%(id)07d-1","type":"initial","status":"inactive","created_on":"2021-10-20",'
    '"activated_on":"2021-11-01","inactivated_on":"2022-10-20","care_coordinator_assigned":%(flag)s,'
    '"procedures":[{"kind":"conference","on":"2021-10-28","purpose":"iep"},'
    '{"kind":"prior_written_notice","on":"2021-10-30"}]},'
    '{"id":"S-%(id)07d-2","type":"%(type)s","status":"active","created_on":"2022-10-01",'
    '"activated_on":"2022-10-20","care_coordinator_assigned":true,'
    '"procedures":[{"kind":"conference","on":"2022-10-18","purpose":"iep"},'
    '{"kind":"prior_written_notice","on":"2022-10-19"}]}]}]}\n'
)
HEADER = (
    "student_id,referral_id,stage,evaluation_type,eligible,determined_on,services_consent,"
    "iep_id,iep_type,iep_status,created_on,iep_date,activated_on,inactivated_on\n"
)
ROWS = (
    "S-%(id)07d,R1,implement_plan,initial,yes,2021-10-15,given,"
    "S-%(id)07d-1,initial,inactive,2021-10-20,2021-10-28,2021-11-01,2022-10-20\n"
    "S-%(id)07d,R1,implement_plan,initial,yes,2021-10-15,given,"
    "S-%(id)07d-2,%(type)s,active,2022-10-01,2022-10-18,2022-10-20,\n"
)


def texts(template: str, students: int) -> Iterator[str]:
    """Yield the text of each student; one in seven has a second Initial, one in ten no Care Coordinator."""
    for number in range(students):
        yield template % {
            "id": number,
            "type": "annual" if number % 7 else "initial",
            "flag": "true" if number % 10 else "false",
        }


def json_lines(students: int) -> Iterator[str]:
    """Yield an export as JSON Lines."""
    return texts(JSON_LINE, students)


def rows(students: int) -> Iterator[str]:
    """Yield the same as a table, sorted by student."""
    yield HEADER
    yield from texts(ROWS, students)


class Case:
    """One way to audit an export."""

    def __init__(
        self, name: str, export: Callable[[int], Iterator[str]], *options: str, grows: bool = False
    ) -> None:
        """Keep the name, what writes the export, the options, and whether the peak may grow."""
        self.name = name
        self.export = export
        self.options = options
        self.grows = grows

    def peak(self, folder: Path, students: int) -> float:
        """Audit an export with so many students, and return the peak in megabytes."""
        path = folder / ("export.csv" if self.export is rows else "export.jsonl")
        with path.open("w", encoding="utf-8") as file:
            file.writelines(self.export(students))
        findings = folder / "findings.jsonl"
        arguments = ["-m", "iepcycle", "audit", str(path), *self.options]
        arguments += ["--format", "jsonl", "--output", str(findings), "--fail-on", "never"]
        used = run(arguments)
        assert findings.stat().st_size > students
        return used.megabytes


CASES = (
    Case("JSON Lines", json_lines),
    Case("JSON Lines, two processes", json_lines, "--jobs", "2"),
    Case("a table, sorted", rows, "--sorted"),
    Case("a table, in any order", rows, grows=True),
)


def main() -> None:
    """Measure every case at one size and at eight times that size."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="fewer students: less than 20 seconds")
    parser.add_argument("--check", action="store_true", help="exit code 1 if a goal is missed")
    options = parser.parse_args()
    few = 1_000 if options.short else 25_000
    lines, goals = [], []
    with tempfile.TemporaryDirectory() as folder:
        for case in CASES:
            small, large = (case.peak(Path(folder), each) for each in (few, TIMES * few))
            growth = large / small
            lines.append((case.name, f"{small:.1f} MB", f"{large:.1f} MB", f"{growth:.2f}"))
            if not case.grows:
                goals.append(
                    Goal(
                        f"{case.name}: {TIMES} times the students",
                        f"at most {MOST_GROWTH} times the peak",
                        f"{growth:.2f}",
                        growth <= MOST_GROWTH,
                    )
                )
    print(f"# Memory of an audit\n\n{conditions(['iepcycle', 'attrs', 'cattrs'])}\n")
    head = ("export", f"{few:,} students", f"{TIMES * few:,} students", "growth")
    print(table(head, lines))
    finish(goals, check=options.check)


if __name__ == "__main__":
    main()
