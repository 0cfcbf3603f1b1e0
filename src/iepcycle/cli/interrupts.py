"""When an interrupt from the keyboard is answered, and by which process; and what a request to terminate does."""

from __future__ import annotations

import signal
import sys
from contextlib import contextmanager
from multiprocessing import resource_tracker
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator


@contextmanager
def whole_or_not_at_all() -> Iterator[None]:
    """Let an interrupt wait until the block is done.

    Where interrupts are not answered by ending, as in the background of a shell, nothing changes.

    Raises:
        KeyboardInterrupt: At the end of the block, if one came.
    """
    answer = signal.getsignal(signal.SIGINT)
    if answer is not signal.default_int_handler:
        yield
        return
    came = []
    signal.signal(signal.SIGINT, lambda *_: came.append(True))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, answer)
    if came:
        raise KeyboardInterrupt


@contextmanager
def hidden_from_new_processes() -> Iterator[None]:
    """Start processes that never see an interrupt, which is for this one to answer.

    They inherit that interrupts are blocked; here, one that came meanwhile is answered at the end.
    """
    block = getattr(signal, "pthread_sigmask", None)
    if block is None:  # on Windows; there a process sees one, but only while it starts
        yield
        return
    resource_tracker.ensure_running()  # when it starts it unblocks interrupts, so it starts before
    block(signal.SIG_BLOCK, {signal.SIGINT})
    try:
        yield
    finally:
        block(signal.SIG_UNBLOCK, {signal.SIGINT})


TERMINATED: Final = 143
"""The exit code after a request to terminate, as shells count it."""


def end_in_order_when_terminated() -> None:
    """Answer a request to terminate, as from ``timeout`` or a scheduler, by ending with nothing left half written.

    Where such requests are answered in another way already, nothing changes.
    """
    if signal.getsignal(signal.SIGTERM) is signal.SIG_DFL:
        signal.signal(signal.SIGTERM, lambda *_: sys.exit(TERMINATED))
