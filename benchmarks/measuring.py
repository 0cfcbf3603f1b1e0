"""How the benchmarks time, and how they print what they found."""

from __future__ import annotations

import gc
import os
import platform
import statistics
import sys
import time
from importlib.metadata import version
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping, Sequence
    from typing import Any

_ROUND_SECONDS = 0.02
"""How long one contender runs in one round."""


class Goal(NamedTuple):
    """A figure to reach, and the figure that was measured."""

    name: str
    target: str
    measured: str
    reached: bool


def nanoseconds_a_call(ask: Callable[[Any], object], subjects: Sequence[Any], times: int) -> float:
    """Return the mean time of `ask` over the subjects, each asked `times` times.

    The time is the processor's, over all threads, so that other work on the machine does not count.
    The collector is off, as `timeit` has it.
    """
    gc.collect()
    gc.disable()
    try:
        started = time.process_time_ns()
        for _ in repeat(None, times):
            for subject in subjects:
                ask(subject)
        taken = time.process_time_ns() - started
    finally:
        gc.enable()
    return taken / (times * len(subjects))


def interleaved(
    contenders: Mapping[str, tuple[Callable[[Any], object], Sequence[Any]]], rounds: int
) -> dict[str, list[float]]:
    """Time every contender once a round, so that all of them meet the same weather.

    Args:
        contenders: By name, what is timed and the subjects it is asked about.
        rounds: How often each contender is timed.

    Returns:
        By name, the nanoseconds a call of each round.
    """
    times = {}
    for name, (ask, subjects) in contenders.items():
        nanoseconds_a_call(ask, subjects, 20)  # The interpreter adapts to code that has run before.
        once = nanoseconds_a_call(ask, subjects, 20) * len(subjects)
        times[name] = max(1, round(_ROUND_SECONDS * 1e9 / once))
    taken: dict[str, list[float]] = {name: [] for name in contenders}
    gc.collect()
    gc.freeze()  # The collections between the measurements then look at new objects only.
    for _ in range(rounds):
        for name, (ask, subjects) in contenders.items():
            taken[name].append(nanoseconds_a_call(ask, subjects, times[name]))
    gc.unfreeze()
    return taken


def ratio(ours: Sequence[float], theirs: Sequence[float]) -> float:
    """Return the median over the rounds of how many times as long they take as we do."""
    return statistics.median(their / our for our, their in zip(ours, theirs, strict=True))


def table(head: Sequence[str], rows: Iterable[Sequence[str]]) -> str:
    """Return the rows as a Markdown table."""
    lines = [head, ["---"] * len(head), *rows]
    return "\n".join(f"| {' | '.join(line)} |" for line in lines)


def goals_table(goals: Iterable[Goal]) -> str:
    """Return the goals as a Markdown table."""
    return table(
        ("goal", "target", "measured", "reached"),
        [
            (each.name, each.target, each.measured, "yes" if each.reached else "NO")
            for each in goals
        ],
    )


def conditions(distributions: Iterable[str]) -> str:
    """Return on what the figures were measured: the interpreter, the machine, the packages."""
    packages = ", ".join(f"{name} {version(name)}" for name in distributions)
    return (
        f"{platform.python_implementation()} {platform.python_version()}, "
        f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores.\n{packages}."
    )


def finish(goals: Sequence[Goal], *, check: bool) -> None:
    """Print the goals; leave with exit code 1 if one is missed and `check` asks for it."""
    print(f"\n## Goals\n\n{goals_table(goals)}")
    if check and not all(each.reached for each in goals):
        sys.exit(1)
