"""The files of an audit, part by part."""

from __future__ import annotations

import itertools
import os
import sys
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, Final, NamedTuple, cast

import attrs

from iepcycle.cli.auditing.complaints import Complaints
from iepcycle.cli.auditing.work import JSONReader, Part, TableReader
from iepcycle.cli.reading import STANDARD_INPUT, stands_alone
from iepcycle.errors import InvalidRecordError
from iepcycle.render import printable
from iepcycle.tables import Table, TableMapping

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator
    from typing import TypeVar

    Item = TypeVar("Item")

MOST_ITEMS: Final = 500
"""How many students a part holds at most."""
ENOUGH_BYTES: Final = 1 << 18
"""From how many bytes on a part takes no more students."""
MOST_LINES: Final = 10_000
"""Over how many lines the JSON of one student may be spread."""


class Origin(NamedTuple):
    """Where a part comes from."""

    name: str
    """The file, as it can be shown."""
    size: int
    """The bytes of the part."""
    header: bytes = b""
    """The first row of the file, if it is a table."""


@attrs.frozen(kw_only=True)
class Inputs:
    """The files to be audited."""

    files: tuple[str, ...]
    kind: str | None
    """What they hold, ``jsonl`` or ``csv``; ``None`` where their names tell."""
    mapping: TableMapping | None
    sorted_by_student: bool
    complaints: Complaints
    """Takes note of what cannot be used."""

    @property
    def size(self) -> int | None:
        """The bytes of all files; ``None`` where that is not known beforehand."""
        if not all(file != STANDARD_INPUT and Path(file).is_file() for file in self.files):
            return None
        return sum(Path(file).stat().st_size for file in self.files)

    def include(self, path: str) -> bool:
        """Say whether the path leads to one of the files."""
        files = [file for file in self.files if file != STANDARD_INPUT]
        return os.path.realpath(path) in map(os.path.realpath, files)

    def parts(self) -> Iterator[tuple[Origin, Part]]:
        """Yield the parts of the files in their order; a file that cannot be used is noted and passed over."""
        for file in self.files:
            yield from self._parts(file)

    def _parts(self, file: str) -> Iterator[tuple[Origin, Part]]:
        name = "standard input" if file == STANDARD_INPUT else printable(file)
        is_empty = True
        try:
            with _opened(file) as stream:
                read = self._rows if self._is_table(file) else self._lines
                for part in read(file, name, stream):
                    is_empty = False
                    yield part
        except OSError as error:
            self.complaints.refuse(f"Cannot read {name}: {error.strerror}.")
        except InvalidRecordError as error:
            self.complaints.refuse(f"Cannot read {name} as a table.", error.problems)
        else:
            if is_empty:
                self.complaints.refuse(f"Cannot use {name}: it holds no student.")

    def _is_table(self, file: str) -> bool:
        return self.kind == "csv" or (self.kind is None and _suffix(file) == ".csv")

    def _rows(self, _: str, name: str, stream: BinaryIO) -> Iterator[tuple[Origin, Part]]:
        table = Table(stream, self.mapping)
        reader = TableReader(table.layout)
        students = table.rows_by_student(sorted_by_student=self.sorted_by_student)
        for items, size in _batches(students, lambda rows: sum(len(row.text) for row in rows)):
            yield Origin(name, size, cast("bytes", table.header)), Part(reader, items)

    def _lines(self, file: str, name: str, stream: BinaryIO) -> Iterator[tuple[Origin, Part]]:
        lines: Iterable[bytes] = stream
        if self.kind is None and _suffix(file) not in (".jsonl", ".ndjson"):
            lines = _one_document_or_lines(stream)
        numbered = ((number, line) for number, line in enumerate(lines, start=1) if line.strip())
        for items, size in _batches(numbered, lambda item: len(item[1])):
            yield Origin(name, size), Part(JSONReader(), items)


def _suffix(file: str) -> str:
    return Path(file).suffix.lower()


@contextmanager
def _opened(file: str) -> Iterator[BinaryIO]:
    if file == STANDARD_INPUT:
        yield sys.stdin.buffer
    else:
        with Path(file).open("rb") as stream:
            yield stream


def _one_document_or_lines(stream: Iterable[bytes]) -> Iterator[bytes]:
    """Yield the lines, or all of them as one if none is a student by itself: then they are the JSON of one student."""
    lines = iter(stream)
    head = []
    for line in itertools.islice(lines, MOST_LINES):
        head.append(line)
        if stands_alone(head):
            break
    else:
        if (following := next(lines, None)) is None:
            yield b"".join(head)
            return
        head.append(following)
    yield from head
    yield from lines


def _batches(
    items: Iterable[Item], size_of: Callable[[Item], int]
) -> Iterator[tuple[list[Item], int]]:
    """Yield the items in lists, each with the bytes in it."""
    batch: list[Item] = []
    size = 0
    for item in items:
        batch.append(item)
        size += size_of(item)
        if len(batch) == MOST_ITEMS or size >= ENOUGH_BYTES:
            yield batch, size
            batch, size = [], 0
    if batch:
        yield batch, size
