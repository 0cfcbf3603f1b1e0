"""How far the audit is: a bar with the rate and the time left, if somebody watches."""

from __future__ import annotations

import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING

from rich.console import Console
from rich.progress import (
    BarColumn,
    Progress,
    TaskProgressColumn,
    TextColumn,
    TimeElapsedColumn,
    TimeRemainingColumn,
)

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator


def is_watched() -> bool:
    """Say whether somebody watches what is shown on standard error."""
    return sys.stderr.isatty()


@contextmanager
def progress(size: int | None, *, watched: bool) -> Iterator[Callable[[int, int], None]]:
    """Show a bar on standard error while the block runs, and give a function that moves it on.

    The function takes the bytes that were done since, and the students done in all.

    Args:
        size: The bytes of all files; ``None`` if that is not known.
        watched: Whether somebody watches; if not, nothing is shown.
    """
    if not watched:
        yield lambda _size, _students: None
        return
    bar = Progress(
        TextColumn("{task.fields[students]:,} students"),
        BarColumn(),
        TaskProgressColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeElapsedColumn(),
        TextColumn("left"),
        TimeRemainingColumn(),
        console=Console(stderr=True),
        transient=True,
    )
    task = bar.add_task("", total=size, students=0, rate="")

    def move(done: int, students: int) -> None:
        elapsed = bar.tasks[0].elapsed or 0
        rate = f"{students / elapsed:,.0f} a second" if elapsed else ""
        bar.update(task, advance=done, students=students, rate=rate)

    with bar:
        yield move
