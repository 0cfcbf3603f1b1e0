"""The quick way in, which stops at the first fault without saying what it is, and the way out.

The quick way says no by whatever error comes first: `KeyError` for an unknown key or word, `TypeError` for a missing key,
`AttributeError` for a number where text stands.
A value of the wrong type that gets past the hooks is refused by the record itself.
What the quick way refuses goes on to the thorough way, which finds every problem.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from datetime import date
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.records import StudentRecord
from iepcycle.vocabulary import Term
from iepcycle.wire.lookups import DATES, in_utf8, members
from iepcycle.wire.schema import FORMAT, Key, keys_of

if TYPE_CHECKING:
    from cattrs import Converter

REFUSALS: Final = (AttributeError, KeyError, TypeError, ValueError)
"""The errors by which the quick way refuses."""

_Hook = Callable[[Any, Any], Any]
_MARK: Final = ("format", FORMAT)


def student(data: Any) -> StudentRecord:  # noqa: ANN401 -- whatever JSON can hold
    """Return the student for the parsed JSON.

    Raises:
        Exception: One of `REFUSALS`; the JSON is no record.
    """
    pairs = tuple([pair for pair in data if pair != _MARK])
    if len(pairs) != len(data) - 1:
        raise ValueError
    return _converter().structure(pairs, StudentRecord)


def data_of(student: StudentRecord) -> dict[str, Any]:
    """Return the student as the JSON would hold it, without the key ``format``."""
    data: dict[str, Any] = _converter().unstructure(student)
    return data


@functools.cache
def _converter() -> Converter:
    # Most who import iepcycle never read JSON, and cattrs takes half as long to import as all the rest.
    from cattrs import Converter  # noqa: PLC0415 -- on the first use, see above

    converter = Converter(detailed_validation=False, unstruct_collection_overrides={tuple: list})
    converter.register_structure_hook(bool, lambda value, _: value)
    converter.register_structure_hook(str, _text)
    converter.register_structure_hook(date, lambda text, _: DATES[text])
    converter.register_unstructure_hook(date, date.isoformat)
    for vocabulary in Term.__subclasses__():
        converter.register_structure_hook(vocabulary, _word_hook(vocabulary))
    converter.register_structure_hook_factory(attrs.has, _record_hook)
    converter.register_unstructure_hook_factory(attrs.has, _written_hook)
    return converter


def _text(text: str, _: object) -> str:
    if not in_utf8(text):
        raise ValueError
    return text


def _word_hook(vocabulary: type[Term]) -> _Hook:
    words = members(vocabulary)
    return lambda text, _: words[text]


def _record_hook(kind: type, converter: Converter) -> _Hook:
    hooks = {key.name: _key_hook(key, converter) for key in keys_of(kind)}
    left_out = {key.name: key.default for key in keys_of(kind) if not key.required}

    def structure(pairs: object, _: object) -> object:
        if not isinstance(pairs, tuple):
            raise TypeError
        fields = {
            name: left_out[name] if value is None else hooks[name](value, None)
            for name, value in pairs
        }
        if len(fields) != len(pairs):
            raise ValueError
        return kind(**fields)

    return structure


def _key_hook(key: Key, converter: Converter) -> _Hook:
    hook: _Hook = converter.get_structure_hook(key.kind)
    if not key.many:
        return hook

    def structure(elements: object, _: object) -> object:
        if not isinstance(elements, list):
            raise TypeError
        return tuple([hook(each, None) for each in elements])

    return structure


def _written_hook(kind: type, converter: Converter) -> Callable[[Any], dict[str, Any]]:
    """Leave out what says nothing: no value, an empty list, a plain no; but say that there are no referrals."""
    from cattrs.gen import make_dict_unstructure_fn, override  # noqa: PLC0415 -- as above

    rules: dict[str, Any] = {
        key.name: override(omit_if_default=key.name != "referrals" and not key.default)
        for key in keys_of(kind)
    }
    return make_dict_unstructure_fn(kind, converter, **rules)
