"""How long the audit of an export takes, from the file to the file of findings.

Every contender is a command in a fresh process, in interleaved rounds; afterwards all must have found the same.

- iepcycle checks all of its rules, and says why.
- DuckDB finds the same by SQL: `peers/audit.sql`.
- pm4py says by token replay which referrals do not fit the cycle; those must be the ones that break a TYPE rule.

The export is a plain one, without procedures; so nothing breaks a rule that needs conferences or notices
(RECORD-9, DUE-1, DUE-6) or triennial agreements (DUE-7), and TYPE-6 is not in force by default.
The SQL does not check these, and does not know placeholder dates (RECORD-7), of which there are none.

    python benchmarks/audit.py            # 25,000 and 200,000 students, some minutes
    python benchmarks/audit.py --short    # 4,000 students, and only the findings are compared
    python benchmarks/audit.py --check    # exit code 1 if the findings differ or a goal is missed
"""

from __future__ import annotations

import argparse
import csv
import json
import statistics
import tempfile
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from commands import run
from histories import json_lines
from measuring import Goal, conditions, finish, ratio, table

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from commands import Used

TIMES = 8
"""How many times the small export the large one is."""
ROUNDS = 5
PEERS = Path(__file__).with_name("peers")

RULES = frozenset(
    [f"GATE-{number}" for number in range(1, 5)]
    + [f"TYPE-{number}" for number in range(1, 6)]
    + [f"RECORD-{number}" for number in (1, 2, 3, 4, 5, 6, 8)]
    + [f"DUE-{number}" for number in range(3, 6)]
)
"""The rules that the export breaks, each somewhere, and no others."""

MOST_TIMES_DUCKDB = 2.0
LEAST_TIMES_PM4PY = 8.0
MOST_TIME = 8.5
"""How many times as long the audit may take of so many times the students."""
MOST_MEMORY = 1.1
"""How many times as high its peak may be."""


class Contender(NamedTuple):
    """A command that audits an export."""

    name: str
    cores: int
    arguments: Callable[[Path, Path], list[str]]
    """What Python is started with for an export and the file of what is found."""
    scales: bool = False
    """Whether the small export is audited too."""


def _iepcycle(jobs: int) -> Contender:
    def arguments(export: Path, found: Path) -> list[str]:
        command = ["-m", "iepcycle", "audit", str(export), "--jobs", str(jobs)]
        return [*command, "--format", "csv", "--output", str(found), "--fail-on", "never"]

    return Contender("iepcycle", jobs, arguments, scales=True)


def _duckdb(threads: int) -> Contender:
    script = str(PEERS / "audit_with_duckdb.py")
    return Contender("DuckDB SQL", threads, lambda *files: [script, *map(str, files), str(threads)])


def _pm4py() -> Contender:
    script = str(PEERS / "audit_with_pm4py.py")

    def arguments(export: Path, found: Path) -> list[str]:
        return [script, str(export), str(found), str(found.with_suffix(".json"))]

    return Contender("pm4py token replay", 1, arguments)


OURS_2, DUCKDB_2, OURS_1, DUCKDB_1, PM4PY = CONTENDERS = (
    _iepcycle(2),
    _duckdb(2),
    _iepcycle(1),
    _duckdb(1),
    _pm4py(),
)


class Measured(NamedTuple):
    """What the rounds measured."""

    large: Mapping[Contender, list[Used]]
    small: Mapping[Contender, list[Used]]
    """Of the contenders that scale."""
    inside_pm4py: list[Mapping[str, float]]
    """The seconds of loading and of replaying, without the start of Python and the imports."""

    def seconds(self, contender: Contender) -> list[float]:
        """Return the seconds of each round on the large export."""
        return [each.seconds for each in self.large[contender]]

    def growth(self, contender: Contender) -> tuple[float, float]:
        """Return how many times the time and the peak of the small export the large one takes."""
        small, large = self.small[contender], self.large[contender]
        time, peak = (
            ratio([each[place] for each in small], [each[place] for each in large])
            for place in range(2)
        )
        return time, peak


def measure(folder: Path, students: int, rounds: int) -> Measured:
    """Let every contender audit the export once a round; what was found last is left in the folder."""
    exports = {students: folder / "large.jsonl", students // TIMES: folder / "small.jsonl"}
    for number, export in exports.items():
        with export.open("w", encoding="utf-8") as file:
            file.writelines(json_lines(number))
    large, small = exports.values()
    measured = Measured(
        large={each: [] for each in CONTENDERS},
        small={each: [] for each in CONTENDERS if each.scales},
        inside_pm4py=[],
    )
    for _ in range(rounds):
        for each in CONTENDERS:
            found = found_by(each, folder)
            measured.large[each].append(run(each.arguments(large, found)))
            if each.scales:
                beside = found.with_suffix(".small")
                measured.small[each].append(run(each.arguments(small, beside)))
        text = found_by(PM4PY, folder).with_suffix(".json").read_text("utf-8")
        measured.inside_pm4py.append(json.loads(text))
    return measured


def found_by(contender: Contender, folder: Path) -> Path:
    """Return the file of what the contender found."""
    return folder / f"{contender.name} {contender.cores}.csv"


Row = dict[str, str]


def rows(contender: Contender, folder: Path) -> Iterator[Row]:
    """Yield what the contender found."""
    with found_by(contender, folder).open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


def findings(contender: Contender, folder: Path) -> Counter[tuple[str, ...]]:
    """Return how often each rule was found broken at each place."""
    return Counter(tuple(row.values()) for row in map(_place, rows(contender, folder)))


def _place(row: Row) -> Row:
    return {key: row[key] for key in ("student_id", "referral_id", "iep_id", "rule")}


def same_findings(folder: Path) -> Iterator[Goal]:
    """Compare what was found."""
    ours = findings(OURS_1, folder)
    for each in (OURS_2, DUCKDB_2, DUCKDB_1):
        theirs = findings(each, folder)
        differing = (ours - theirs).total() + (theirs - ours).total()
        name = f"{each.name} on {each.cores} finds what iepcycle finds on 1"
        measured = f"{differing} of {ours.total():,} findings differ"
        yield Goal(name, "the same findings", measured, not differing)
    broken = {rule for *_, rule in ours}
    differing = ", ".join(sorted(broken ^ RULES)) or "none"
    yield Goal("rules not broken, or not compared", "none", differing, broken == RULES)
    yield _same_misfits(ours, folder)


def _same_misfits(ours: Counter[tuple[str, ...]], folder: Path) -> Goal:
    """Compare what does not fit with what breaks a TYPE rule, but for referrals that have no order of events."""
    misfits, left_out = set(), set()
    for row in rows(PM4PY, folder):
        where = left_out if row["left_out"] == "true" else misfits
        where.add((row["student_id"], row["referral_id"]))
    broken = {(student, referral) for student, referral, _, rule in ours if rule[:4] == "TYPE"}
    broken -= left_out
    return Goal(
        "pm4py finds the referrals that break a TYPE rule",
        "the same referrals",
        f"{len(broken ^ misfits)} of {len(broken):,} differ; {len(left_out):,} left out",
        broken == misfits and bool(broken),
    )


def speed_goals(measured: Measured) -> Iterator[Goal]:
    """Hold what was measured against the goals."""
    for ours, theirs in ((OURS_2, DUCKDB_2), (OURS_1, DUCKDB_1)):
        times = ratio(measured.seconds(theirs), measured.seconds(ours))
        name = f"against DuckDB SQL, {ours.cores} of each"
        target = f"at most {MOST_TIMES_DUCKDB} times its time"
        yield Goal(name, target, f"{times:.2f}", times <= MOST_TIMES_DUCKDB)
    times = ratio(measured.seconds(OURS_1), measured.seconds(PM4PY))
    target = f"{LEAST_TIMES_PM4PY:.0f} times as fast or more"
    yield Goal("against pm4py token replay", target, f"{times:.2f}", times >= LEAST_TIMES_PM4PY)
    for each in (OURS_1, OURS_2):
        time, peak = measured.growth(each)
        name = f"{TIMES} times the students, {each.cores} of iepcycle"
        yield Goal(name, f"at most {MOST_TIME} times the time", f"{time:.2f}", time <= MOST_TIME)
        yield Goal(
            name, f"at most {MOST_MEMORY} times the peak", f"{peak:.2f}", peak <= MOST_MEMORY
        )


def lines(measured: Measured) -> Iterator[Sequence[str]]:
    """Yield the lines of the table."""
    for each in CONTENDERS:
        ours = OURS_1 if each.cores == 1 else OURS_2
        yield _line(each.name, each.cores, measured.large[each], measured.large[ours])
    for part in ("load", "replay"):
        seconds = [taken[part] for taken in measured.inside_pm4py]
        against = ratio(measured.seconds(OURS_1), seconds)
        yield (f"of which {part}", "1", f"{statistics.median(seconds):.2f} s", f"{against:.2f}", "")
    for each, used in measured.small.items():
        yield _line(
            f"{each.name}, an eighth of the students", each.cores, used, measured.large[each]
        )


def _line(name: str, cores: int, used: list[Used], ours: list[Used]) -> Sequence[str]:
    seconds = [each.seconds for each in used]
    return (
        name,
        str(cores),
        f"{statistics.median(seconds):.2f} s",
        f"{ratio([each.seconds for each in ours], seconds):.2f}",
        f"{statistics.median(each.megabytes for each in used):.0f} MB",
    )


def main() -> None:
    """Compare, and print the table and the goals."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="4,000 students; times are no goals")
    parser.add_argument("--check", action="store_true", help="exit code 1 if a goal is missed")
    options = parser.parse_args()
    students = 4_000 if options.short else 200_000
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        measured = measure(folder, students, rounds=1 if options.short else ROUNDS)
        goals = [*same_findings(folder)]
    if not options.short:
        goals += speed_goals(measured)
    print(f"# The audit of an export of {students:,} students\n")
    print(f"{conditions(['iepcycle', 'attrs', 'cattrs', 'duckdb', 'pm4py'])}\n")
    head = ("contender", "processes or threads", "time", "against iepcycle", "peak")
    print(table(head, lines(measured)))
    finish(goals, check=options.check)


if __name__ == "__main__":
    main()
