"""What the values cost: memory, construction, and the import of the package.

python benchmarks/values.py            # about a quarter of a minute
python benchmarks/values.py --short    # less than 20 seconds
python benchmarks/values.py --check    # exit code 1 if a goal is missed
"""

from __future__ import annotations

import argparse
import gc
import os
import statistics
import subprocess
import sys
import tempfile
import tracemalloc
from datetime import date
from enum import Enum
from typing import TYPE_CHECKING, Any

import attrs
from measuring import Goal, conditions, finish, interleaved, ratio, table

from iepcycle import (
    IEP,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Referral,
    ServicesConsent,
    Stage,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

_DAYS = tuple(date(2024, 9, day) for day in range(1, 8))
"""The dates of every referral here; shared, as a decoder shares them that remembers the dates it has read."""

_NOT_IMPORTED = ("cattrs", "click", "rich", "pyarrow", "hypothesis")
"""What `import iepcycle` must leave alone."""

_MOST_BYTES = 700
_MOST_TIMES_ATTRS = 1.4


def complete_referral(number: int) -> Referral:
    """Return a referral with everything but procedures and content, and ids that no other referral has."""
    received, consented, determined, created, activated, renewed, ended = _DAYS
    return Referral(
        id=f"R{number}",
        stage=Stage.IMPLEMENT_PLAN,
        received_on=received,
        filed_on=received,
        evaluation=Evaluation(
            type=EvaluationType.INITIAL,
            determination=Determination(
                eligible=True, decided_on=determined, filed_on=determined, category=None
            ),
            assessment_needed=True,
            consent_received_on=consented,
        ),
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=determined),
        ieps=(
            IEP(
                id=f"R{number}-1",
                type=IEPType.INITIAL,
                status=IEPStatus.INACTIVE,
                created_on=created,
                activated_on=activated,
                inactivated_on=ended,
                care_coordinator_assigned=True,
            ),
            IEP(
                id=f"R{number}-2",
                type=IEPType.ANNUAL,
                status=IEPStatus.ACTIVE,
                created_on=renewed,
                activated_on=ended,
                care_coordinator_assigned=True,
            ),
        ),
    )


def own_objects(value: object) -> list[object]:
    """Return the objects that belong to this value alone.

    Shared, and so left out: members of vocabularies, dates, True, False, None and the empty tuple.
    The texts of ids are counted: every referral has its own.
    """
    if value is None or value == () or isinstance(value, (Enum, bool, date)):
        return []
    parts: tuple[Any, ...] = ()
    if attrs.has(type(value)):
        parts = tuple(getattr(value, field.name) for field in attrs.fields(type(value)))
    elif isinstance(value, tuple):
        parts = value
    return [value, *(each for part in parts for each in own_objects(part))]


def bytes_of_ids(owned: list[object]) -> int:
    """Return the bytes of the texts among the objects."""
    return sum(sys.getsizeof(each) for each in owned if isinstance(each, str))


def allocated_bytes(how_many: int = 10_000) -> float:
    """Return the bytes that one of many referrals allocates, all in all, by tracemalloc."""
    complete_referral(0)
    kept: list[Referral | None] = [None] * how_many
    numbers = list(range(how_many))
    tracemalloc.start()
    for number in numbers:
        kept[number] = complete_referral(number)
    gc.collect()  # Empties the free lists of the interpreter too.
    allocated, _ = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return allocated / how_many


def bare(kind: type[Any]) -> Callable[..., Any]:
    """Return a class with the same fields and no checks."""
    fields = {
        field.name: attrs.field(default=field.default, kw_only=True) for field in attrs.fields(kind)
    }
    return attrs.make_class(
        f"Bare{kind.__name__}", fields, frozen=True, slots=True, weakref_slot=False
    )


def constructions() -> dict[str, tuple[Callable[[Any], object], list[Mapping[str, Any]]]]:
    """Return what is constructed, by name, and with which arguments: checked and bare by turns."""
    referral = complete_referral(1)
    compared = {}
    for value in (referral, referral.ieps[0]):
        kind = type(value)
        given = [
            {
                field.name: getattr(value, field.name)
                for field in attrs.fields(kind)
                if getattr(value, field.name) != field.default
            }
        ]
        for name, build in ((kind.__name__, kind), (f"bare {kind.__name__}", bare(kind))):
            compared[name] = (lambda arguments, build=build: build(**arguments), given)
    return compared


def import_nanoseconds(module: str, compiled: str) -> tuple[int, list[str]]:
    """Return how long the import takes in a fresh interpreter, and what it imports of what it must not.

    Args:
        module: What is imported.
        compiled: The directory in which the interpreter keeps compiled modules.
    """
    program = (
        "import sys, time; started = time.process_time_ns(); "
        f"import {module}; print(time.process_time_ns() - started); "
        f"print(*(name for name in {_NOT_IMPORTED!r} if name in sys.modules))"
    )
    environment = {**os.environ, "PYTHONPYCACHEPREFIX": compiled}
    environment.pop("PYTHONDONTWRITEBYTECODE", None)
    told = subprocess.run(  # noqa: S603 -- this very interpreter, with a program of our own
        [sys.executable, "-c", program],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    ).stdout.splitlines()
    return int(told[0]), told[1].split()


def imports(rounds: int) -> tuple[dict[str, list[float]], list[str]]:
    """Return the nanoseconds of each import in interleaved rounds, and what must not be imported but is."""
    taken: dict[str, list[float]] = {"attrs": [], "iepcycle": []}
    intruders: list[str] = []
    with tempfile.TemporaryDirectory() as compiled:
        for module in taken:
            _, intruders = import_nanoseconds(module, compiled)  # The first import compiles.
        for _ in range(rounds):
            for module, times in taken.items():
                times.append(import_nanoseconds(module, compiled)[0])
    return taken, intruders


def memory_goal() -> Goal:
    """Print what a referral with two IEPs occupies, and return the goal."""
    owned = own_objects(complete_referral(10_000))
    size = sum(map(sys.getsizeof, owned))
    rows = [
        ("own objects, `sys.getsizeof`, ids included", f"{size} bytes"),
        ("of which the texts of three ids", f"{bytes_of_ids(owned)} bytes"),
        ("tracemalloc, mean of 10,000 referrals", f"{allocated_bytes():.0f} bytes"),
    ]
    print(table(("a referral with two IEPs", "memory"), rows))
    return Goal(
        "memory of a referral with two IEPs, ids included",
        f"at most {_MOST_BYTES} bytes",
        f"{size} bytes",
        size <= _MOST_BYTES,
    )


def print_construction(rounds: int) -> None:
    """Print how long it takes to construct values that are checked, and bare ones."""
    taken = interleaved(constructions(), rounds)
    rows = []
    for name in ("Referral", "IEP"):
        checked, unchecked = taken[name], taken[f"bare {name}"]
        rows.append(
            (
                name,
                f"{statistics.median(checked) / 1000:.2f} µs",
                f"{statistics.median(unchecked) / 1000:.2f} µs",
                f"{ratio(unchecked, checked):.2f}",
            )
        )
    print(f"\n{table(('construction', 'checked', 'bare class', 'times'), rows)}")


def import_goals(rounds: int) -> list[Goal]:
    """Print how long the import takes, and return the goals."""
    taken, intruders = imports(rounds)
    times = ratio(taken["attrs"], taken["iepcycle"])
    rows = [
        (f"`import {module}`", f"{statistics.median(each) / 1e6:.1f} ms")
        for module, each in taken.items()
    ]
    print(f"\n{table(('in a fresh interpreter', 'time'), rows)}")
    return [
        Goal(
            "`import iepcycle` against `import attrs`",
            f"at most {_MOST_TIMES_ATTRS} times its time",
            f"{times:.2f}",
            times <= _MOST_TIMES_ATTRS,
        ),
        Goal(
            "what `import iepcycle` imports",
            f"none of {', '.join(_NOT_IMPORTED)}",
            ", ".join(intruders) or "none",
            not intruders,
        ),
    ]


def main() -> None:
    """Measure, and print the tables and the goals."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="fewer rounds: less than 20 seconds")
    parser.add_argument("--check", action="store_true", help="exit code 1 if a goal is missed")
    options = parser.parse_args()
    print(f"# What the values cost\n\n{conditions(['attrs', 'iepcycle'])}\n")
    goals = [memory_goal()]
    print_construction(rounds=15 if options.short else 51)
    goals += import_goals(rounds=21 if options.short else 51)
    finish(goals, check=options.check)


if __name__ == "__main__":
    main()
