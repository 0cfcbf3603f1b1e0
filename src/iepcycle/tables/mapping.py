"""How a district's own export says what the columns of the table say."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.tables.columns import COLUMNS, words_of
from iepcycle.tables.date_format import ISO, is_date_format

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    _PathAndMessage = tuple[str, str]


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _is_table_of_text(value: object) -> bool:
    return isinstance(value, dict) and all(map(_is_text, [*value, *value.values()]))


def _is_values(value: object) -> bool:
    return isinstance(value, dict) and all(
        _is_text(column) and _is_table_of_text(words) for column, words in value.items()
    )


@attrs.frozen(kw_only=True)
class TableMapping:
    """The names, words and dates of an export, where they are not those of the table.

    Example:
        >>> mapping = TableMapping(
        ...     columns={"student_id": "STU_ID"},
        ...     values={"iep_status": {"A": "active", "D": "draft", "I": "inactive"}},
        ...     date_format="MM/DD/YYYY",
        ... )
    """

    columns: Mapping[str, str] = attrs.field(factory=dict)
    """What the export calls a column; a column that is not named here has its own name."""
    constants: Mapping[str, str] = attrs.field(factory=dict)
    """What every row says in a column that the export lacks; an empty text says nothing."""
    values: Mapping[str, Mapping[str, str]] = attrs.field(factory=dict)
    """The words of the export in a column, each with the word of the table, or an empty text for none."""
    empty: tuple[str, ...] = ()
    """What the export writes where nothing is recorded, like ``NULL``; an empty cell always says so."""
    date_format: str = ISO
    """How the export writes dates, in ``YYYY``, ``MM``, ``DD``, ``M`` and ``D``."""
    delimiter: str = ","
    """What stands between two cells."""
    ignore_other_columns: bool = False
    """Whether the export may have columns that are not read."""

    def __attrs_post_init__(self) -> None:
        """Refuse what cannot be meant, all of it at once."""
        for check in (self._of_wrong_type, self._unknown_columns, self._unclear):
            if problems := [Problem("bad_mapping", *told) for told in check()]:
                raise InvalidRecordError(problems)

    def called(self, column: str) -> str:
        """Return what the export calls the column."""
        return self.columns.get(column, column)

    def _of_wrong_type(self) -> Iterator[_PathAndMessage]:
        for setting, (words, accepts) in _TAKES.items():
            if not accepts(getattr(self, setting)):
                yield setting, f"Expected {words}."

    def _unknown_columns(self) -> Iterator[_PathAndMessage]:
        for setting in ("columns", "constants", "values"):
            for column in getattr(self, setting):
                if column not in COLUMNS:
                    yield f"{setting}.{column}", f"Expected one of {', '.join(COLUMNS)}."

    def _unclear(self) -> Iterator[_PathAndMessage]:
        yield from self._unclear_columns()
        yield from self._unclear_constants()
        yield from self._unclear_values()

    def _unclear_columns(self) -> Iterator[_PathAndMessage]:
        read = [self.called(column) for column in COLUMNS if column not in self.constants]
        for column in self.columns:
            if column in self.constants:
                yield f"columns.{column}", "Expected a name or a constant for the column, not both."
            elif read.count(self.called(column)) > 1:
                yield f"columns.{column}", "Expected a name that no other column has."

    def _unclear_constants(self) -> Iterator[_PathAndMessage]:
        for column, constant in self.constants.items():
            words = words_of(column)
            if column in ("student_id", "iep_id"):
                yield f"constants.{column}", "Expected no constant as id."
            elif words is not None:
                yield from _unknown_words(f"constants.{column}", [constant], words)
            elif constant and COLUMNS[column] is date:
                yield f"constants.{column}", "Expected an empty text, for dates differ."

    def _unclear_values(self) -> Iterator[_PathAndMessage]:
        for column, theirs in self.values.items():
            words = words_of(column)
            if words is None:
                yield f"values.{column}", "Expected a column that takes words of a vocabulary."
            elif "" in theirs:
                yield f"values.{column}", "Expected no empty text: it always says nothing."
            else:
                yield from _unknown_words(f"values.{column}", theirs.values(), words)


def _unknown_words(
    path: str, given: Iterable[str], words: Iterable[str]
) -> Iterator[_PathAndMessage]:
    if not {*given} <= {"", *words}:
        yield path, f"Expected one of {', '.join(words)}, or an empty text."


_TAKES: Final[Mapping[str, tuple[str, Callable[[Any], bool]]]] = {
    "columns": ("a table of texts", _is_table_of_text),
    "constants": ("a table of texts", _is_table_of_text),
    "values": ("a table of texts for each column", _is_values),
    "empty": (
        "a list of texts",
        lambda value: isinstance(value, tuple) and all(map(_is_text, value)),
    ),
    "date_format": (
        "a text with YYYY, MM or M, and DD or D, once each",
        lambda value: isinstance(value, str) and is_date_format(value),
    ),
    "delimiter": (
        "one character, such as a comma, a semicolon or a tab",
        lambda value: isinstance(value, str) and len(value) == 1 and value not in '"\r\n\0 ',
    ),
    "ignore_other_columns": ("true or false", lambda value: isinstance(value, bool)),
}
"""What each setting takes, in words and as a test."""


def read_mapping(text: str) -> TableMapping:
    r"""Return the mapping that the TOML describes.

    Args:
        text: The settings of `TableMapping`, as TOML.

    Raises:
        InvalidRecordError: The text is no TOML, or no mapping; carries all of its problems.

    Example:
        >>> read_mapping('delimiter = ";"\n[columns]\nstudent_id = "STU_ID"').called("student_id")
        'STU_ID'
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise InvalidRecordError([Problem("bad_mapping", "", f"Expected TOML. {error}.")]) from None
    if unknown := [key for key in data if key not in _TAKES]:
        message = f"Expected no settings but {', '.join(_TAKES)}."
        raise InvalidRecordError([Problem("bad_mapping", key, message) for key in unknown])
    if isinstance(data.get("empty"), list):
        data["empty"] = tuple(data["empty"])
    return TableMapping(**data)
