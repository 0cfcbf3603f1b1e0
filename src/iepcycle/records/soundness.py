"""The invariants of the values: right types, and ids that stand once.

They are checked in ``__attrs_post_init__``, because attrs lets anyone switch validators off.
What a field expects stands in its metadata, so that one function can check every class.
"""

from __future__ import annotations

from datetime import date, datetime
from operator import attrgetter
from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.errors import InvalidRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from enum import Enum

EXPECTS: Final = "iepcycle.expects"
"""The metadata key under which a field says what it expects."""


@attrs.frozen
class Expectation:
    """What a field takes."""

    words: str
    """How the message names it: ``Expected <words>.``"""
    kind: type
    """The class of the value, or of each value where the field takes a tuple."""
    optional: bool = False
    """Whether the field takes None too."""
    repeated: bool = False
    """Whether the field takes a tuple of such values."""

    def accepts(self, value: object) -> bool:
        """Say whether the field takes the value."""
        if value is None:
            return self.optional
        if self.repeated:
            return isinstance(value, tuple) and all(map(self._is_one, value))
        return self._is_one(value)

    def _is_one(self, value: object) -> bool:
        # A datetime passes for a date, and then cannot be ordered with one.
        return isinstance(value, self.kind) and not isinstance(value, datetime)


def _field(
    words: str, kind: type, *, optional: bool = False, repeated: bool = False
) -> dict[str, Expectation]:
    return {EXPECTS: Expectation(words, kind, optional, repeated)}


TEXT: Final = _field("text", str)
OPTIONAL_TEXT: Final = _field("text or None", str, optional=True)
YES_OR_NO: Final = _field("True or False", bool)
OPTIONAL_YES_OR_NO: Final = _field("True, False or None", bool, optional=True)
OPTIONAL_DATE: Final = _field("a datetime.date (not a datetime) or None", date, optional=True)
DATES: Final = _field("a tuple of datetime.date (not datetime)", date, repeated=True)


def member(vocabulary: type[Enum], *, optional: bool = False) -> dict[str, Expectation]:
    """Return the metadata of a field that takes a member of the vocabulary."""
    words = f"a member of {vocabulary.__name__}" + (" or None" if optional else "")
    return _field(words, vocabulary, optional=optional)


def value(kind: type) -> dict[str, Expectation]:
    """Return the metadata of a field that takes a value of the class, or None."""
    return _field(f"a value of {kind.__name__} or None", kind, optional=True)


def values(kind: type) -> dict[str, Expectation]:
    """Return the metadata of a field that takes a tuple of values of the class."""
    return _field(f"a tuple of {kind.__name__}", kind, repeated=True)


def expectations(kind: type) -> dict[str, Expectation]:
    """Return what each field of the class expects, by the name of the field."""
    return {field.name: field.metadata[EXPECTS] for field in attrs.fields(kind)}


class _Shapes:
    """The types that the fields of one class were seen to hold when they were sound.

    Records repeat the same few shapes by the million, so a shape that was found sound once is not examined again.
    """

    def __init__(self, kind: type) -> None:
        self.expectations = expectations(kind)
        self.read = attrgetter(*self.expectations)
        self.repeated = [
            place for place, each in enumerate(self.expectations.values()) if each.repeated
        ]
        self.sound: set[tuple[object, ...]] = set()

    def problems(self, record: object) -> list[Problem]:
        values = self.read(record)
        shape: tuple[object, ...] = tuple(map(type, values))
        for place in self.repeated:
            elements = values[place]
            if elements and isinstance(elements, tuple):
                # A field that takes a tuple counts with the types of its elements.
                shape = (*shape, place, frozenset(map(type, elements)))
        if shape in self.sound:
            return []
        found = [
            Problem("wrong_type", name, f"Expected {each.words}.")
            for (name, each), value in zip(self.expectations.items(), values, strict=True)
            if not each.accepts(value)
        ]
        if not found:
            self.sound.add(shape)
        return found


_SHAPES: Final[dict[type, _Shapes]] = {}


def wrong_types(record: object) -> list[Problem]:
    """Return a problem for every field of the record whose value is not what the field expects."""
    kind = type(record)
    shapes = _SHAPES.get(kind)
    if shapes is None:
        shapes = _SHAPES[kind] = _Shapes(kind)
    return shapes.problems(record)


def empty_id(record_id: object) -> list[Problem]:
    """Return a problem if the id names nothing."""
    if record_id == "":
        return [Problem("empty_text", "id", "Expected an id of at least one character.")]
    return []


def repeated(
    keys: Iterable[object], path: Callable[[int], str], code: str, message: str
) -> list[Problem]:
    """Return a problem for every key that stands earlier in the sequence already."""
    seen = set()
    found = []
    for position, key in enumerate(keys):
        if key in seen:
            found.append(Problem(code, path(position), message))
        seen.add(key)
    return found


def refuse(problems: list[Problem]) -> None:
    """Raise the problems together, if there are any."""
    if problems:
        raise InvalidRecordError(problems)
