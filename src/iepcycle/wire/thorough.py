"""The thorough way in: it reads on after a fault, and so finds every problem of a record.

Where a value is unsound a stand-in takes its place, so that the rest can still be checked: an id that stands twice is
found although the type of its IEP is misspelt.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, cast

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.records import StudentRecord
from iepcycle.vocabulary import Term
from iepcycle.wire.parsing import NOT_JSON
from iepcycle.wire.scalars import READERS, read_format, read_word
from iepcycle.wire.schema import Key, keys_of
from iepcycle.wire.stand_ins import mended, stand_in, unchecked

Pairs = Sequence[tuple[Any, Any]]
"""The keys of a JSON object with what stands there; a key may stand twice."""


def pairs_of_parsed(data: object) -> Pairs | None:
    """Return the pairs of an object that was parsed from text, or ``None`` for anything else."""
    return data if isinstance(data, tuple) else None


def pairs_of_dictionary(data: object) -> Pairs | None:
    """Return the pairs of a dictionary, or ``None`` for anything else."""
    return tuple(data.items()) if isinstance(data, dict) else None


def student(data: object, pairs_of: Callable[[object], Pairs | None]) -> StudentRecord:
    """Return the student for the data.

    Args:
        data: What stands at the root.
        pairs_of: Returns the pairs of an object, or ``None`` for what is no object.

    Raises:
        InvalidRecordError: The data is no record; carries all of its problems.
    """
    reading = _Reading(pairs_of)
    found = reading.value(StudentRecord, data, "")
    reading.keeps(found, "")
    if reading.problems:
        # An id that stands twice in a referral is found by the referral, and again by the student.
        raise InvalidRecordError(dict.fromkeys(reading.problems))
    return cast("StudentRecord", found)


class _Reading:
    """One pass over one record, which keeps the problems that it comes upon."""

    def __init__(self, pairs_of: Callable[[object], Pairs | None]) -> None:
        self.pairs_of = pairs_of
        self.problems: list[Problem] = []

    def keeps(self, found: object, path: str) -> bool:
        """Keep what was found at the path if it is a problem, and say whether it is."""
        if not isinstance(found, Problem):
            return False
        self.problems.append(found.under(path) if path else found)
        return True

    def value(self, kind: type, data: object, path: str, *, many: bool = False) -> object:
        """Return the value that the data stands for, or many values, or the problem with it."""
        if data is NOT_JSON:
            return Problem("bad_json", "", "Expected JSON, which has no NaN and no Infinity.")
        if many:
            return self.values(kind, data, path)
        if issubclass(kind, Term):
            return read_word(kind, data)
        if kind in READERS:
            return READERS[kind](data)
        pairs = self.pairs_of(data)
        if pairs is None:
            return Problem("wrong_type", "", "Expected an object.")
        return self.record(kind, pairs, path)

    def values(self, kind: type, data: object, path: str) -> object:
        """Return the values that the list stands for, or the problem with the list."""
        if not isinstance(data, list):
            return Problem("wrong_type", "", "Expected a list.")
        values = []
        for position, each in enumerate(data):
            place = f"{path}[{position}]"
            found = self.value(kind, each, place)
            values.append(stand_in(kind, place) if self.keeps(found, place) else found)
        return tuple(values)

    def record(self, kind: type, pairs: Pairs, path: str) -> object:
        """Return the record that the object stands for, sound or not; keep its problems."""
        given = self.given(kind, pairs, path)
        fields = {}
        for key in keys_of(kind):
            place = f"{path}.{key.name}" if path else key.name
            found = self.field(key, given, place)
            if not self.keeps(found, place):
                fields[key.name] = found
        fields = mended(kind, fields, path)
        try:
            return kind(**fields)
        except InvalidRecordError as error:
            for problem in error.problems:
                self.keeps(problem, path)
            return unchecked(kind, fields)

    def given(self, kind: type, pairs: Pairs, path: str) -> dict[Any, Any]:
        """Return the object as a dictionary; keep the problems with its keys."""
        given = dict(pairs)
        known = [key.name for key in keys_of(kind)]
        if kind is StudentRecord:
            known.insert(0, "format")
            self.keeps(read_format(given.get("format")), "format")
        if len(given) < len(pairs):
            self.keeps(Problem("duplicate_key", "", "Expected each key once."), path)
        if others := sum(key not in known for key in given):
            message = f"Expected no keys but {', '.join(known)}; found {others} more."
            self.keeps(Problem("unknown_key", "", message), path)
        return given

    def field(self, key: Key, given: dict[Any, Any], path: str) -> object:
        """Return the value at the key, or the problem with it."""
        data = given.get(key.name)
        if data is None and not key.required:
            return key.default
        if key.name not in given:
            return Problem("missing_key", "", "Expected this key; it cannot be left out.")
        return self.value(key.kind, data, path, many=key.many)
