"""The keys of each JSON object, read off the fields of the class that it stands for.

A field that is added to a class of records is on the wire without an edit here.
"""

from __future__ import annotations

import functools
from types import UnionType
from typing import Any, Final, get_args, get_origin, get_type_hints

import attrs

FORMAT: Final = "iepcycle.student/1"
"""What the key ``format`` says: the kind of record, and the version of the format."""


@attrs.frozen
class Key:
    """A key of a JSON object, and what may stand there."""

    name: str
    kind: type
    """Text, yes or no, a date, a vocabulary, or a class of records."""
    many: bool
    """Whether a list of such values stands there."""
    default: Any
    """What a key that is left out says; ``attrs.NOTHING`` where it must be given."""

    @property
    def required(self) -> bool:
        """Whether the key must be given."""
        return self.default is attrs.NOTHING


@functools.cache
def keys_of(kind: Any) -> tuple[Key, ...]:  # noqa: ANN401 -- any class of records
    """Return the keys of the JSON object that stands for a value of the class, in canonical order."""
    hints = get_type_hints(kind)
    return tuple(_key(field, hints[field.name]) for field in attrs.fields(kind))


def _key(field: attrs.Attribute[Any], hint: Any) -> Key:  # noqa: ANN401 -- an annotation
    many = get_origin(hint) is tuple
    kind = get_args(hint)[0] if many or get_origin(hint) is UnionType else hint
    return Key(field.name, kind, many, field.default)
