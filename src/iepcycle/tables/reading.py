"""Reading a table: the students of its rows."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.tables.grouping import collected, contiguous
from iepcycle.tables.layout import Layout
from iepcycle.tables.mapping import TableMapping
from iepcycle.tables.rows import Rows
from iepcycle.tables.students import read_rows

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from iepcycle.records import StudentRecord
    from iepcycle.tables.rows import Row
    from iepcycle.wire import RejectedRecord

MOST_SHIFTED: Final = 10
"""By how many places the id of the student may be shifted in a row that cannot be read."""


class Table:
    """A table of which the first row is read, so that its columns are known."""

    def __init__(self, lines: Iterable[str | bytes], mapping: TableMapping | None = None) -> None:
        """Read the first row.

        Args:
            lines: The lines of the table; best a file opened for bytes.
            mapping: How the export says what the columns say, where it is not in their own words.

        Raises:
            InvalidRecordError: The columns are not those of the table.
        """
        mapping = mapping or TableMapping()
        self._rows = Rows(lines, mapping.delimiter)
        first, cells = next(iter(self._rows), (None, []))
        if first is None:
            message = "Expected a first row with the names of the columns."
            raise InvalidRecordError([Problem("missing_column", "line 1", message)])
        if first.problem is not None:
            raise InvalidRecordError([first.problem])
        self._rows.width = len(cells)
        self.header = first.text
        """The first row, to the letter."""
        self.layout = Layout(tuple(cells), mapping)
        """Which column stands where."""

    def rows_by_student(self, *, sorted_by_student: bool = False) -> Iterator[tuple[Row, ...]]:
        """Yield the rows of each student, which are not read yet.

        Args:
            sorted_by_student: Whether the table is promised to be sorted by student.
        """
        group = contiguous if sorted_by_student else collected
        position = self.layout.student_position
        return group((_names(row, cells, position), row) for row, cells in self._rows)


def _names(row: Row, cells: list[str], position: int) -> tuple[str, ...]:
    """Return the ids that the row may name, the likeliest first.

    In a row that cannot be read, the cells may have been shifted by a comma or a quote too many or too few.
    """
    if row.problem is None:
        return (cells[position],)
    near = range(max(position - MOST_SHIFTED, 0), min(position + MOST_SHIFTED + 1, len(cells)))
    places = sorted(near, key=lambda place: abs(place - position))
    return tuple(cells[place] for place in places if cells[place])


def read_table(
    lines: Iterable[str | bytes],
    mapping: TableMapping | None = None,
    *,
    sorted_by_student: bool = False,
) -> Iterator[StudentRecord | RejectedRecord]:
    """Yield a record for each student of the table, or the rejected rows of the student.

    The rows of a student may be scattered over the table.
    So the table is held in memory, as it stands in the file, until its last row is read.
    For a table that is sorted by student, only the rows of one student are held.

    The rows of a student stand in recorded order: the referrals in that of their receipt, and the IEPs of each.

    Args:
        lines: The lines of the table; best a file opened for bytes, because a text file breaks off where it is not UTF-8.
        mapping: How the export says what the columns say, where it is not in their own words.
        sorted_by_student: The promise that the rows are sorted by the id of the student, as texts or as whole numbers
            are; students for whom that is not so are rejected.

    Returns:
        The students in the order in which they come up first.

    Raises:
        InvalidRecordError: The columns are not those of the table.

    Example:
        >>> from iepcycle import Referral, Stage, StudentRecord
        >>> from iepcycle.tables import write_table
        >>> referral = Referral(id="R1", stage=Stage.DEFINE_NEEDS)
        >>> lines = write_table([StudentRecord(id="S-1", referrals=(referral,))])
        >>> next(read_table(lines)).referral("R1").stage
        <Stage.DEFINE_NEEDS: 'define_needs'>
    """
    table = Table(lines, mapping)
    return (
        read_rows(rows, table.layout)
        for rows in table.rows_by_student(sorted_by_student=sorted_by_student)
    )
