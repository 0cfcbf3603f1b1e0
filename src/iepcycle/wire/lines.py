"""Many students: JSON Lines, one record a line."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.wire.parsing import WHITESPACE
from iepcycle.wire.students import loads_student

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iepcycle.records import StudentRecord

_WHITESPACE_BYTES = WHITESPACE.encode()


@attrs.frozen(kw_only=True)
class RejectedRecord:
    """A line that is no record, kept so that nothing is lost."""

    line_number: int
    """Which line it is, from 1; blank lines count."""
    line: str | bytes = attrs.field(repr=False)
    """The line to the letter, with its line feed; not shown, because it may name a person."""
    problems: tuple[Problem, ...]
    """All that is wrong with it."""


def read_students(lines: Iterable[str | bytes]) -> Iterator[StudentRecord | RejectedRecord]:
    """Yield a record for each line, or the rejected line; blank lines are skipped.

    Lines are asked for one at a time, so a stream of any length takes no more memory than its longest line.

    Args:
        lines: JSON Lines; best a file opened for bytes, because a text file breaks off where it is not UTF-8.

    Example:
        >>> good = '{"format": "iepcycle.student/1", "id": "S-0001"}'
        >>> for read in read_students([good, "", "{}"]):
        ...     print(type(read).__name__)
        StudentRecord
        RejectedRecord
    """
    for line_number, line in enumerate(lines, start=1):
        if not _is_blank(line):
            yield _read(line_number, line)


def _is_blank(line: str | bytes) -> bool:
    if isinstance(line, bytes):
        return not line.strip(_WHITESPACE_BYTES)
    return not line.strip(WHITESPACE)


def _read(line_number: int, line: str | bytes) -> StudentRecord | RejectedRecord:
    try:
        return loads_student(line)
    except InvalidRecordError as error:
        return RejectedRecord(line_number=line_number, line=line, problems=error.problems)
