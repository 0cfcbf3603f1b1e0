"""Commands in fresh processes: how long one takes, and its peak of memory.

A program that measures stays small itself, because a new process counts the memory of the one that starts it.
"""

from __future__ import annotations

import os
import sys
import time
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Sequence

_QUIET = [(os.POSIX_SPAWN_OPEN, stream, os.devnull, os.O_WRONLY, 0) for stream in (1, 2)]
"""Nothing on standard output and standard error."""


class Used(NamedTuple):
    """What a command took."""

    seconds: float
    """From its start to its end."""
    megabytes: float
    """The peak of its largest process, as the system counts it (maximum resident set size)."""


def run(arguments: Sequence[str]) -> Used:
    """Run Python with the arguments to a good end, and return what that took."""
    command = [sys.executable, *arguments]
    started = time.perf_counter()
    process = os.posix_spawn(sys.executable, command, os.environ, file_actions=_QUIET)
    _, status, used = os.wait4(process, 0)
    seconds = time.perf_counter() - started
    assert os.waitstatus_to_exitcode(status) == 0, command
    return Used(seconds, used.ru_maxrss / 1024)
