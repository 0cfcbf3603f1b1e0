"""What stands for an unsound value while the rest of its record is checked.

A stand-in has the right type and breaks no rule of the records, so that nothing is said of it.
"""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from iepcycle.vocabulary import Term
from iepcycle.wire.schema import keys_of


def stand_in(kind: type, path: str) -> Any:  # noqa: ANN401 -- a value of the kind
    """Return a value of the kind that equals no other value of the record.

    Args:
        kind: Text, yes or no, a date, a vocabulary, or a class of records.
        path: Where it is to stand.
    """
    if kind is str:
        return f"\ud800{path}"  # half of a surrogate pair: no text that was read is like that
    if kind is bool:
        return False
    if kind is date:
        return date.min
    if issubclass(kind, Term):
        return object.__new__(kind)  # a word that is no member
    return unchecked(kind, mended(kind, {}, path))


def mended(kind: type, fields: dict[str, Any], path: str) -> dict[str, Any]:
    """Return fields that a record of the kind takes, with stand-ins for the required ones that are not there.

    Beside a stand-in only the lists stay of what may be left out, for the ids in them.
    The rest goes, because what a record says of it may rest on the field that was unsound.

    Args:
        kind: The class of records.
        fields: The sound fields, by name.
        path: Where the record stands.
    """
    if all(key.name in fields for key in keys_of(kind) if key.required):
        return fields
    return {
        key.name: fields[key.name] if key.name in fields else stand_in(key.kind, path)
        for key in keys_of(kind)
        if key.required or (key.many and key.name in fields)
    }


def unchecked(kind: type, fields: dict[str, Any]) -> Any:  # noqa: ANN401 -- a value of the kind
    """Return a record with the fields although it would refuse them, so that what holds it can look inside.

    Args:
        kind: The class of records.
        fields: The fields, by name; a field that may be left out may be missing.
    """
    record: Any = object.__new__(kind)
    for field in attrs.fields(kind):
        object.__setattr__(record, field.name, fields.get(field.name, field.default))
    return record
