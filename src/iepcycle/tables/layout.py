"""Which column stands where in a file, and what its cells say."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.tables.columns import COLUMNS, NEEDED_FOR, words_of
from iepcycle.tables.date_format import date_reader
from iepcycle.tables.mapping import TableMapping
from iepcycle.tables.rows import cells_of
from iepcycle.wire.lookups import in_utf8

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from iepcycle.tables.rows import Row

    CellReader = Callable[[str], Any]

_NO_UTF8: Final = Problem("bad_encoding", "", "Expected UTF-8.")


@attrs.frozen
class Layout:
    """The header of a file, as the mapping names its columns."""

    header: tuple[str, ...]
    """The cells of the first row."""
    mapping: TableMapping
    """The names, words and dates of the export."""
    _readers: tuple[tuple[str, int, CellReader], ...] = attrs.field(
        init=False, eq=False, repr=False
    )
    _constants: dict[str, Any] = attrs.field(init=False, eq=False, repr=False)

    def __attrs_post_init__(self) -> None:
        """Refuse a header that lacks a column, or has one twice or too many."""
        if problems := list(self._problems()):
            raise InvalidRecordError(problems)
        readers = tuple(
            (column, self.header.index(self.mapping.called(column)), _reader(column, self.mapping))
            for column in COLUMNS
            if column not in self.mapping.constants
        )
        ours = TableMapping()
        constants = {
            column: _reader(column, ours)(text) for column, text in self.mapping.constants.items()
        }
        object.__setattr__(self, "_readers", readers)
        object.__setattr__(self, "_constants", constants)

    def __reduce__(self) -> tuple[type[Layout], tuple[tuple[str, ...], TableMapping]]:
        """Pickle without the readers, which are made anew."""
        return Layout, (self.header, self.mapping)

    def _problems(self) -> Iterator[Problem]:
        if not all(map(in_utf8, self.header)):
            yield Problem("bad_encoding", "line 1", "Expected UTF-8.")
            return
        names = [
            self.mapping.called(column)
            for column in COLUMNS
            if column not in self.mapping.constants
        ]
        if not set(names) & set(self.header):
            message = f"Expected a first row with the names of the columns: {', '.join(names)}."
            yield Problem("missing_column", "line 1", message)
            return
        for name in names:
            if name not in self.header:
                message = "Expected this column; a mapping can give its name in the export, or a constant."
                yield Problem("missing_column", f"column {name}", message)
        for position, name in enumerate(self.header, start=1):
            if name in self.header[: position - 1] and name in names:
                message = "Expected each column once."
                yield Problem("duplicate_column", f"column {position}", message)
            elif name not in names and not self.mapping.ignore_other_columns:
                message = f"Expected no columns but {', '.join(names)}; a mapping can allow others."
                yield Problem("unknown_column", f"column {position}", message)

    @property
    def student_position(self) -> int:
        """The position of the cell that holds the id of the student."""
        return self.header.index(self.mapping.called("student_id"))

    def values(self, row: Row) -> dict[str, Any] | list[Problem]:
        """Return what the row says, by column, or the problems with it."""
        if row.problem is not None:
            return [row.problem]
        cells = cells_of(row, self.mapping.delimiter)
        values = dict(self._constants)
        problems = []
        for column, position, read in self._readers:
            found = values[column] = read(cells[position])
            if isinstance(found, Problem):
                problems.append(found.under(self.place(row, column)))
        return problems or self._needed(values, row) or values

    def _needed(self, values: dict[str, Any], row: Row) -> list[Problem]:
        """Return a problem for each column that says nothing where it must say something."""
        wanting = [
            column
            for column, others in NEEDED_FOR.items()
            if values[column] is None and any(values[other] is not None for other in others)
        ]
        if values["student_id"] is None:
            wanting.insert(0, "student_id")
        message = "Expected a value here: the row does not make sense without it."
        return [Problem("empty_text", self.place(row, column), message) for column in wanting]

    def place(self, row: Row, column: str) -> str:
        """Return how a problem names a cell: by line, and by what the export calls the column."""
        return f"line {row.line_number}, column {self.mapping.called(column)}"


def _reader(column: str, mapping: TableMapping) -> CellReader:
    """Return what reads the cells of a column: the value, ``None`` for nothing, or the problem."""
    words = words_of(column)
    nothing = {"", *mapping.empty}
    if words is not None:
        theirs = mapping.values.get(column)
        meant = words if theirs is None else {each: words.get(theirs[each]) for each in theirs}
        expected = ", ".join(meant)
        unknown = Problem("unknown_value", "", f"Expected one of {expected}.")
        known = {**meant, **dict.fromkeys(nothing)}
        return lambda cell: known.get(cell, unknown)
    read = _text if COLUMNS[column] is str else _dates(mapping.date_format)
    return lambda cell: None if cell in nothing else read(cell)


def _text(cell: str) -> str | Problem:
    if not in_utf8(cell):
        return _NO_UTF8
    if "\0" in cell:
        return Problem("bad_csv", "", "Expected text without a NUL character.")
    return cell


def _dates(form: str) -> CellReader:
    parse = date_reader(form)
    no_date = Problem("bad_date", "", f"Expected a date of the calendar, {form}.")

    def read(cell: str) -> Any:  # noqa: ANN401 -- a date or the problem
        try:
            return parse(cell)
        except ValueError:
            return no_date

    return read
