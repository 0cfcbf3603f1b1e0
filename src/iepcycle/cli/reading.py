"""Reading students from a file: one as JSON, or many as JSON Lines."""

from __future__ import annotations

import itertools
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from iepcycle import wire
from iepcycle.cli.ending import UNUSABLE, UnusableError
from iepcycle.errors import InvalidRecordError
from iepcycle.records import StudentRecord
from iepcycle.render import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iepcycle.errors import Problem

STANDARD_INPUT: Final = "-"


class Students:
    """The students of a file, one after the other; what is no student is reported and passed over.

    Iterate, then call `finish`.
    """

    def __init__(self, file: str) -> None:
        """Remember the file; it is opened when the first student is asked for."""
        self._file = file
        self._name = "standard input" if file == STANDARD_INPUT else printable(file)
        self.rejected = 0
        """How many records were passed over so far."""
        self.accepted = 0
        """How many students were read so far."""

    def __iter__(self) -> Iterator[StudentRecord]:
        """Yield the students in their order.

        Raises:
            UnusableError: The file cannot be read, or is empty.
        """
        lines = _lines(self._file, self._name)
        head, is_lines = _head(lines)
        found = (
            self._from_lines(itertools.chain(head, lines))
            if is_lines
            else self._from_document(b"".join(head))
        )
        for student in found:
            self.accepted += 1
            yield student

    def _from_lines(self, lines: Iterable[bytes]) -> Iterator[StudentRecord]:
        for record in wire.read_students(lines):
            if isinstance(record, StudentRecord):
                yield record
            else:
                self._reject(f"{self._name}, line {record.line_number}", record.problems)

    def _from_document(self, text: bytes) -> Iterator[StudentRecord]:
        if not text.strip():
            message = f"Cannot read {self._name}: it is empty; expected a student as JSON."
            raise UnusableError(message)
        try:
            yield wire.loads_student(text)
        except InvalidRecordError as error:
            self._reject(self._name, error.problems)

    def _reject(self, place: str, problems: Iterable[Problem]) -> None:
        self.rejected += 1
        click.echo(f"{place}: no student record, passed over.", err=True)
        for problem in problems:
            click.echo(f"  {printable(str(problem))}", err=True)

    def require_one(self) -> None:
        """Refuse a file of which every record was passed over: an answer would be about nobody.

        Raises:
            UnusableError: No student was read.
        """
        if not self.accepted:
            message = f"Cannot use {self._name}: no record in it is that of a student."
            raise UnusableError(message)

    def finish(self) -> None:
        """End the command with exit code 2 if a record was passed over."""
        if self.rejected:
            click.get_current_context().exit(UNUSABLE)


def _lines(file: str, name: str) -> Iterator[bytes]:
    try:
        if file == STANDARD_INPUT:
            yield from sys.stdin.buffer
        else:
            with Path(file).open("rb") as stream:
                yield from stream
    except OSError as error:
        message = f"Cannot read {name}: {error.strerror}."
        raise UnusableError(message) from None


def _head(lines: Iterator[bytes]) -> tuple[list[bytes], bool]:
    """Return the lines up to the first that is a student by itself, and whether there is one.

    If there is none, the lines together are one document.
    """
    head = []
    for line in lines:
        head.append(line)
        if stands_alone(head):
            return head, True
    return head, False


def stands_alone(head: Sequence[bytes]) -> bool:
    """Say whether the last of the lines is an object by itself: a student on a line of JSON Lines.

    After other lines an object may also be a part of one document, so there it must name its format.

    Args:
        head: The lines of the file up to the one that is asked about.
    """
    line = head[-1]
    if not (line.startswith(b"{") and line.rstrip().endswith(b"}")):
        return False
    return b'"format"' in line or line == next(filter(bytes.strip, head))
