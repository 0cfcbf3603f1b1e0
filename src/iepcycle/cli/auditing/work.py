"""The work on one part of the input: read it, audit it, put its findings into words."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple, Protocol

import attrs

from iepcycle import wire
from iepcycle.audit import Summary, audit_student
from iepcycle.cli.auditing.formats import FORMATS
from iepcycle.policy import Policy
from iepcycle.tables import UNRECORDED
from iepcycle.tables.layout import Layout
from iepcycle.tables.students import read_rows
from iepcycle.wire import RejectedRecord

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from iepcycle.records import StudentRecord
    from iepcycle.tables.rows import Row


@attrs.frozen
class Settings:
    """What is asked of the audit."""

    policy: Policy
    as_of: date | None
    form: str
    """The name of the format of the findings."""


class Reader(Protocol):
    """What reads the items of a part."""

    def read(self, items: Sequence[Any]) -> Iterator[StudentRecord | RejectedRecord]:
        """Yield a record for each item, or the rejected item."""

    @property
    def unrecorded(self) -> frozenset[str]:
        """The ids of the rules that rest on what such input cannot record."""


class Part(NamedTuple):
    """A part of the input, which can be sent to another process."""

    reader: Reader
    items: Sequence[Any]


class Result(NamedTuple):
    """What came of a part."""

    summary: Summary
    text: str
    """The findings in the format that was asked for."""
    rejected: Sequence[RejectedRecord]


@attrs.frozen
class JSONReader:
    """Reads lines of JSON, each with its number."""

    unrecorded: ClassVar[frozenset[str]] = frozenset()

    def read(self, items: Sequence[tuple[int, bytes]]) -> Iterator[StudentRecord | RejectedRecord]:
        """Yield a record for each line, or the rejected line; there are no blank lines."""
        lines = (line for _, line in items)
        for (line_number, _), read in zip(items, wire.read_students(lines), strict=True):
            if isinstance(read, RejectedRecord):
                yield attrs.evolve(read, line_number=line_number)
            else:
                yield read


@attrs.frozen
class TableReader:
    """Reads the rows of each student of a table."""

    unrecorded: ClassVar[frozenset[str]] = UNRECORDED

    layout: Layout

    def read(self, items: Sequence[Sequence[Row]]) -> Iterator[StudentRecord | RejectedRecord]:
        """Yield a record for the rows of each student, or the rejected rows."""
        for rows in items:
            yield read_rows(rows, self.layout)


def audit_part(part: Part, settings: Settings) -> Result:
    """Return what came of the part."""
    summary = Summary()
    texts = []
    rejected = []
    form = FORMATS[settings.form]
    unrecorded = part.reader.unrecorded
    for read in part.reader.read(part.items):
        if isinstance(read, RejectedRecord):
            rejected.append(read)
            continue
        report = audit_student(
            read, as_of=settings.as_of, policy=settings.policy, unrecorded=unrecorded
        )
        summary.add(report)
        texts += [form.finding(report.student_id, finding) for finding in report.findings]
    return Result(summary, form.between.join(filter(None, texts)), rejected)
