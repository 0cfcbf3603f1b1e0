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


@contextmanager
def progress(size: int | None) -> Iterator[Callable[[int, int], None]]:
    """Show a bar while the block runs, on standard error; give a function that moves it on.

    The function takes the bytes that were done since, and the students done in all.
    Where standard error is no terminal, nothing is shown.

    Args:
        size: The bytes of all files; ``None`` if that is not known.
    """
    if not sys.stderr.isatty():
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
