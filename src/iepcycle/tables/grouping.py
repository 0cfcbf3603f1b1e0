"""From the rows of a table to the rows of each student."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iepcycle.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iepcycle.tables.rows import Row

    RowsOfStudent = tuple[Row, ...]
    Told = Iterable[tuple[str, Row]]


def collected(rows: Told) -> Iterator[RowsOfStudent]:
    """Yield the rows of each student, in the order in which the students come up first.

    All rows are held until the last one is read, as they stand in the file.
    A row that names no student stands alone.

    Args:
        rows: The id of the student and the row.
    """
    students: dict[str, list[Row]] = {}
    for student_id, row in rows:
        if student_id:
            students.setdefault(student_id, []).append(row)
        else:
            yield (row,)
    for student_id in list(students):
        yield tuple(students.pop(student_id))


_ORDERS: Final[tuple[Callable[[str], tuple[int, str]], ...]] = (
    lambda student_id: (0, student_id),
    lambda student_id: (len(student_id), student_id),
)
"""How students may be sorted by id: as texts, or as whole numbers are."""


def contiguous(rows: Told) -> Iterator[RowsOfStudent]:
    """Yield the rows of each student as soon as those of the next begin; hold no others.

    That the rows of a student stand together is known from the order of the ids, so a student who is out of order is
    yielded with a problem.
    A row that names no student, or that cannot be read, stands alone unless it is among those of its student.

    Args:
        rows: The id of the student and the row.
    """
    current: str | None = None
    group: list[Row] = []
    orders = _ORDERS
    for student_id, row in rows:
        if student_id == current:
            group.append(row)
            continue
        if row.problem is not None or not student_id:
            yield (row,)
            continue
        if current is not None:
            kept = tuple(order for order in orders if order(current) < order(student_id))
            if not kept:
                yield (_out_of_order(row),)
                continue
            orders = kept
            yield tuple(group)
        current, group = student_id, [row]
    if group:
        yield tuple(group)


def _out_of_order(row: Row) -> Row:
    message = (
        "Expected the students sorted by id, as was promised; read the table without that promise."
    )
    return row._replace(problem=Problem("not_sorted", f"line {row.line_number}", message))
