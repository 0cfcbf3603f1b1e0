"""The invariants of the values: right types, and ids that stand once.

They are checked in ``__attrs_post_init__``, because attrs lets anyone switch validators off.
What a field expects stands in its metadata, so that one function can check every class.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime
from enum import Enum
from operator import attrgetter
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.errors import InvalidRecordError, Problem

if TYPE_CHECKING:
    from collections.abc import Iterable

EXPECTS: Final = "iepcycle.expects"
"""The metadata key under which a field says what it expects."""


@attrs.frozen
class Expectation:
    """What a field takes, in words and as a test."""

    words: str
    """How the message names it: ``Expected <words>.``"""
    accepts: Callable[[Any], bool]
    optional: bool = False
    member_of: type[Enum] | None = None
    """The vocabulary, where the field takes a member of one."""
    value_of: type | None = None
    """The class, where the field takes a value of one, or a tuple of such values."""
    repeated: bool = False
    """Whether the field takes a tuple of such values."""

    def problem(self, name: str, value: object) -> Problem | None:
        """Return what is wrong with the value of the field, if anything is."""
        if (value is None and self.optional) or self.accepts(value):
            return None
        return Problem("wrong_type", name, f"Expected {self.words}.")


def _is_date(value: object) -> bool:
    return isinstance(value, date) and not isinstance(value, datetime)


def _field(expectation: Expectation) -> dict[str, Expectation]:
    return {EXPECTS: expectation}


TEXT: Final = _field(Expectation("text", lambda value: isinstance(value, str)))
OPTIONAL_TEXT: Final = _field(
    Expectation("text or None", lambda value: isinstance(value, str), optional=True)
)
YES_OR_NO: Final = _field(Expectation("True or False", lambda value: isinstance(value, bool)))
OPTIONAL_YES_OR_NO: Final = _field(
    Expectation("True, False or None", lambda value: isinstance(value, bool), optional=True)
)
OPTIONAL_DATE: Final = _field(
    Expectation("a datetime.date (not a datetime) or None", _is_date, optional=True)
)
DATES: Final = _field(
    Expectation(
        "a tuple of datetime.date (not datetime)",
        lambda value: isinstance(value, tuple) and all(map(_is_date, value)),
        value_of=date,
        repeated=True,
    )
)


def member(vocabulary: type[Enum], *, optional: bool = False) -> dict[str, Expectation]:
    """Return the metadata of a field that takes a member of the vocabulary."""
    words = f"a member of {vocabulary.__name__}" + (" or None" if optional else "")
    return _field(
        Expectation(
            words,
            lambda value: isinstance(value, vocabulary),
            optional=optional,
            member_of=vocabulary,
        )
    )


def value(kind: type) -> dict[str, Expectation]:
    """Return the metadata of a field that takes a value of the class, or None."""
    return _field(
        Expectation(
            f"a value of {kind.__name__} or None",
            lambda given: isinstance(given, kind),
            optional=True,
            value_of=kind,
        )
    )


def values(kind: type) -> dict[str, Expectation]:
    """Return the metadata of a field that takes a tuple of values of the class."""
    return _field(
        Expectation(
            f"a tuple of {kind.__name__}",
            lambda given: (
                isinstance(given, tuple) and all(isinstance(each, kind) for each in given)
            ),
            value_of=kind,
            repeated=True,
        )
    )


def expectations(kind: type) -> dict[str, Expectation]:
    """Return what each field of the class expects, by the name of the field."""
    return {field.name: field.metadata[EXPECTS] for field in attrs.fields(kind)}


class _Shapes:
    """The types that the fields of one class were seen to hold when they were sound.

    Records repeat the same few shapes by the million, so a shape that was found sound once is not examined again.
    A field that takes a tuple counts with the types of its elements.
    """

    def __init__(self, kind: type) -> None:
        self.expectations = expectations(kind)
        self.read = attrgetter(*self.expectations)
        self.repeated = tuple(
            attrgetter(name) for name, each in self.expectations.items() if each.repeated
        )
        self.sound: set[tuple[object, ...]] = set()

    def shape(self, record: object) -> tuple[object, ...]:
        shape: tuple[object, ...] = tuple(map(type, self.read(record)))
        for read in self.repeated:
            elements = read(record)
            if isinstance(elements, tuple):
                shape += (frozenset(map(type, elements)),)
        return shape

    def problems(self, record: object) -> list[Problem]:
        shape = self.shape(record)
        if shape in self.sound:
            return []
        found = [
            problem
            for name, each in self.expectations.items()
            if (problem := each.problem(name, getattr(record, name))) is not None
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
