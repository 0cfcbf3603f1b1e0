"""From lines to the rows of a table, each with its lines to the letter.

A cell in quotes may hold line breaks, so a row may take several lines.
Where that goes wrong the first line alone is refused, and reading goes on at the next line.
"""

from __future__ import annotations

import csv
from collections import deque
from typing import TYPE_CHECKING, Final, NamedTuple, cast

from iepcycle.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

LONGEST_ROW: Final = 1 << 20
"""The most characters that a row may have; no more is held while a closing quote is looked for."""

BYTE_ORDER_MARK: Final = "\ufeff"
"""What some programs write before the first character of a file."""

_NO_CSV: Final = (
    f"Expected CSV, with every quote closed and no row of more than {LONGEST_ROW} characters."
)


class Row(NamedTuple):
    """A row as it stands in the file."""

    line_number: int
    """The number of its first line, from 1."""
    text: str | bytes
    """Its lines to the letter."""
    problem: Problem | None = None
    """Why it cannot be read at all, if it cannot."""


class Rows:
    """The rows of a table with their cells, in their order."""

    def __init__(self, lines: Iterable[str | bytes], delimiter: str) -> None:
        """Start before the first line."""
        self._lines = _Lines(lines)
        self._reader = csv.reader(self._lines, delimiter=delimiter, strict=True)
        self._delimiter = delimiter
        self.width: int | None = None
        """How many cells a row must have; ``None`` while that is not known."""

    def __iter__(self) -> Iterator[tuple[Row, list[str]]]:
        """Yield each row with its cells; of a row with a problem they are a guess.

        A row in which nothing stands is skipped.
        """
        while True:
            self._lines.begin_row()
            try:
                cells = next(self._reader)
            except StopIteration:
                return
            except csv.Error:
                yield self._refused(_NO_CSV)
                continue
            if not any(cells):
                continue
            if self.width in (None, len(cells)):
                yield Row(self._lines.line_number, self._lines.text), cells
            else:
                yield self._refused(f"Expected {self.width} cells, as the first row has.")

    def _refused(self, message: str) -> tuple[Row, list[str]]:
        line = self._lines.first_alone()
        number = self._lines.line_number
        guess = _decoded(line[:LONGEST_ROW]).split(self._delimiter)
        problem = Problem("bad_csv", f"line {number}", message)
        return Row(number, line, problem), [cell.strip('"\r\n') for cell in guess]


class _Lines:
    """The lines as text, asked for one at a time; those of the current row are kept to the letter."""

    def __init__(self, lines: Iterable[str | bytes]) -> None:
        self._coming = iter(lines)
        self._again: deque[str | bytes] = deque()
        self._taken: list[str | bytes] = []
        self._length = 0
        self.line_number = 1

    def begin_row(self) -> None:
        """Let go of the lines of the row before."""
        self.line_number += len(self._taken)
        self._taken = []
        self._length = 0

    @property
    def text(self) -> str | bytes:
        """The lines of the row, to the letter."""
        return joined(self._taken)

    def first_alone(self) -> str | bytes:
        """Return the first line of the row, and leave the others to be read again."""
        first, *others = self._taken
        self._again.extendleft(reversed(others))
        self._taken = [first]
        return first

    def __iter__(self) -> _Lines:
        return self

    def __next__(self) -> str:
        line = self._again.popleft() if self._again else next(self._coming)
        self._taken.append(line)
        self._length += len(line)
        if self._length > LONGEST_ROW:
            raise csv.Error
        text = _decoded(line)
        is_first = self.line_number == 1 and len(self._taken) == 1
        return text.removeprefix(BYTE_ORDER_MARK) if is_first else text


def joined(lines: Sequence[str | bytes]) -> str | bytes:
    """Return the lines, which are all text or all bytes, as one."""
    if len(lines) == 1:
        return lines[0]
    texts = cast("Sequence[str]", lines)  # what is said of texts holds of bytes just so
    return texts[0][:0].join(texts)


def _decoded(line: str | bytes) -> str:
    """Return the line as text; bytes that are not UTF-8 stay recognisable as halves of surrogate pairs."""
    return line.decode("utf-8", "surrogateescape") if isinstance(line, bytes) else line


def cells_of(row: Row, delimiter: str) -> list[str]:
    """Return the cells of a row that was read without a problem."""
    text = _decoded(row.text)
    return next(csv.reader([text], delimiter=delimiter, strict=True))
