"""Parts audited in one process or in several; their results stay in the order of the parts.

Each worker has one part at a time, and they take turns.
So there is nothing to lock, and nothing that an interrupt could leave half done.
"""

from __future__ import annotations

import itertools
import signal
from collections import deque
from contextlib import ExitStack, suppress
from multiprocessing import get_context
from typing import TYPE_CHECKING, Self

from iepcycle.cli.auditing.work import audit_part
from iepcycle.cli.ending import UnusableError
from iepcycle.cli.interrupts import hidden_from_new_processes

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from multiprocessing.connection import Connection

    from iepcycle.cli.auditing.inputs import Origin
    from iepcycle.cli.auditing.work import Part, Result, Settings


def audited(
    parts: Iterable[tuple[Origin, Part]], settings: Settings, jobs: int
) -> Iterator[tuple[Origin, Result]]:
    """Yield what came of each part, in the order of the parts, with where it comes from.

    Args:
        parts: The parts; no more than one for each process is read ahead.
        settings: What is asked of the audit.
        jobs: The number of processes.

    Raises:
        UnusableError: A process was ended from outside.
    """
    if jobs == 1:
        for origin, part in parts:
            yield origin, audit_part(part, settings)
        return
    with ExitStack() as started:
        workers = [started.enter_context(Worker(settings)) for _ in range(jobs)]
        busy: deque[tuple[Origin, Worker]] = deque()
        for worker, (origin, part) in zip(itertools.cycle(workers), parts, strict=False):
            if len(busy) == jobs:
                yield _oldest(busy)
            worker.send(part)
            busy.append((origin, worker))
        while busy:
            yield _oldest(busy)


def _oldest(busy: deque[tuple[Origin, Worker]]) -> tuple[Origin, Result]:
    origin, worker = busy.popleft()
    return origin, worker.receive()


class Worker:
    """A process that audits one part after the other."""

    def __init__(self, settings: Settings) -> None:
        """Start the process afresh, which is the same on every system; a fork would not be."""
        context = get_context("spawn")
        self._pipe, theirs = context.Pipe()
        self.process = context.Process(target=serve, args=(theirs, settings), daemon=True)
        """The process itself."""
        with hidden_from_new_processes():
            self.process.start()
        theirs.close()

    def __enter__(self) -> Self:
        """Use the worker in the block."""
        return self

    def __exit__(self, *_: object) -> None:
        """End the process, whatever it is doing."""
        self.process.terminate()
        self.process.join()
        self._pipe.close()

    def send(self, part: Part) -> None:
        """Give the worker a part; it has none now.

        Raises:
            UnusableError: The process was ended from outside.
        """
        try:
            self._pipe.send(part)
        except OSError:
            raise _ended() from None

    def receive(self) -> Result:
        """Return what came of the part, once it is done.

        Raises:
            UnusableError: The process was ended from outside.
        """
        try:
            result: Result = self._pipe.recv()
        except (EOFError, OSError):
            raise _ended() from None
        return result


def _ended() -> UnusableError:
    return UnusableError("A process of the audit was ended from outside; try fewer --jobs.")


def serve(pipe: Connection, settings: Settings) -> None:
    """Audit the parts that come through the pipe, until it is closed; this is what a worker does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    with suppress(EOFError, ConnectionError):
        while True:
            pipe.send(audit_part(pipe.recv(), settings))
