"""Parts audited in one process or in several; their results stay in the order of the parts."""

from __future__ import annotations

import signal
from collections import deque
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context
from typing import TYPE_CHECKING, Final

from iepcycle.cli.auditing.work import audit_part
from iepcycle.cli.ending import UnusableError
from iepcycle.cli.interrupts import hidden_from_new_processes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iepcycle.cli.auditing.inputs import Origin
    from iepcycle.cli.auditing.work import Part, Result, Settings

PARTS_AHEAD: Final = 3
"""How many parts are read ahead for each process."""


def audited(
    parts: Iterable[tuple[Origin, Part]], settings: Settings, jobs: int
) -> Iterator[tuple[Origin, Result]]:
    """Yield what came of each part, in the order of the parts, with where it comes from.

    Args:
        parts: The parts; they are asked for as they are needed.
        settings: What is asked of the audit.
        jobs: The number of processes.

    Raises:
        UnusableError: A process was ended from outside.
    """
    if jobs == 1:
        for origin, part in parts:
            yield origin, audit_part(part, settings)
        return
    try:
        yield from _audited_elsewhere(parts, settings, jobs)
    except BrokenProcessPool:
        message = "A process of the audit was ended from outside; try fewer --jobs."
        raise UnusableError(message) from None


def _audited_elsewhere(
    parts: Iterable[tuple[Origin, Part]], settings: Settings, jobs: int
) -> Iterator[tuple[Origin, Result]]:
    # Workers are started afresh and not forked, so that it is the same on every system.
    executor = ProcessPoolExecutor(
        jobs, get_context("spawn"), initializer=begin, initargs=(settings,)
    )
    waiting: deque[tuple[Origin, Future[Result]]] = deque()
    try:
        with hidden_from_new_processes():
            for _ in range(jobs):
                executor.submit(nothing)
        for origin, part in parts:
            waiting.append((origin, executor.submit(work, part)))
            if len(waiting) > PARTS_AHEAD * jobs:
                yield _first(waiting)
        while waiting:
            yield _first(waiting)
    finally:
        executor.shutdown(wait=False, cancel_futures=True)


def _first(waiting: deque[tuple[Origin, Future[Result]]]) -> tuple[Origin, Result]:
    origin, future = waiting.popleft()
    return origin, future.result()


_settings: list[Settings] = []
"""What is asked of the audit; of use in a worker only."""


def begin(settings: Settings) -> None:
    """Prepare a worker: what comes from the keyboard is not for it to answer."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    _settings[:] = [settings]


def nothing() -> None:
    """Do nothing, and so give a worker a reason to start."""


def work(part: Part) -> Result:
    """Audit a part in a worker."""
    return audit_part(part, _settings[0])
