"""From the rows of a table to the rows of each student."""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING, Final

from iepcycle.errors import Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from iepcycle.tables.rows import Row

    _Orders = tuple[Callable[[str], tuple[int, str]], ...]
    RowsOfStudent = tuple[Row, ...]
    Told = Iterable[tuple[tuple[str, ...], Row]]
    """Each row with the ids that it may name, the likeliest first: just one, unless the row cannot be read."""

MOST_REMEMBERED: Final = 100
"""How many rows that cannot be read are remembered at once until the next student begins."""


def collected(rows: Told) -> Iterator[RowsOfStudent]:
    """Yield the rows of each student, in the order in which the students come up first.

    All rows are held until the last one is read, as they stand in the file.
    A row that names no student stands alone, and so does one that cannot be read and names nobody who is known.

    Args:
        rows: The ids that a row may name, and the row.
    """
    students: dict[str, list[Row]] = {}
    unread: list[tuple[tuple[str, ...], Row]] = []
    for names, row in rows:
        if row.problem is not None:
            unread.append((names, row))
        elif names[0]:
            students.setdefault(names[0], []).append(row)
        else:
            yield (row,)
    for names, row in unread:
        student_id = next(filter(students.__contains__, names), None)
        if student_id is None:
            yield (row,)
        else:
            students[student_id].append(row)
    for student_id in list(students):
        yield tuple(sorted(students.pop(student_id), key=_line_number))


def _line_number(row: Row) -> int:
    return row.line_number


_ORDERS: Final[_Orders] = (
    lambda student_id: (0, student_id),
    lambda student_id: (len(student_id), student_id),
)
"""How students may be sorted by id: as texts, or as whole numbers are."""


def contiguous(rows: Told) -> Iterator[RowsOfStudent]:
    """Yield the rows of each student as soon as those of the next begin; hold no others.

    That the rows of a student stand together is known from the order of the ids, so a student who is out of order is
    yielded with a problem.
    So is one whom an earlier row may name that cannot be read.
    A row that names no student, or that cannot be read, stands alone unless it is among those of its student.

    Args:
        rows: The ids that a row may name, and the row.
    """
    current: str | None = None
    group: list[Row] = []
    orders = _ORDERS
    unread: deque[tuple[tuple[str, ...], Row]] = deque(maxlen=MOST_REMEMBERED)
    for names, row in rows:
        if row.problem is not None:
            unread.append((names, row))
            if current in names:
                group.append(row)
            else:
                yield (row,)
        elif names[0] == current:
            group.append(row)
        elif not names[0]:
            yield (row,)
        elif current is not None and not (kept := _kept(orders, current, names[0])):
            yield (_out_of_order(row),)
        else:
            if current is not None:
                orders = kept
                yield tuple(group)
            current, group = names[0], [_spoiled(row, names[0], unread)]
            unread.clear()
    if group:
        yield tuple(group)


def _kept(orders: _Orders, before: str, after: str) -> _Orders:
    return tuple(order for order in orders if order(before) < order(after))


def _spoiled(row: Row, student_id: str, unread: Iterable[tuple[tuple[str, ...], Row]]) -> Row:
    """Return the row, with a problem if one before it that cannot be read may be of the same student."""
    for names, other in unread:
        if student_id in names:
            message = f"Expected every row of the student to be readable; line {other.line_number} is not."
            return row._replace(problem=Problem("bad_csv", f"line {row.line_number}", message))
    return row


def _out_of_order(row: Row) -> Row:
    message = (
        "Expected the students sorted by id, as was promised; read the table without that promise."
    )
    return row._replace(problem=Problem("not_sorted", f"line {row.line_number}", message))
