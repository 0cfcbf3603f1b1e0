"""Values as plain data that ``json.dumps`` takes."""

from __future__ import annotations

from datetime import date
from typing import Any

import attrs

from iepcycle.vocabulary import Term


def plain(value: Any) -> Any:  # noqa: ANN401 -- any value of a record, and whatever JSON has for it
    """Return the value as plain data: terms by their name on the wire, dates as ISO text, values as objects.

    Example:
        >>> from iepcycle import ConferencePurpose, Procedure, ProcedureKind
        >>> plain(
        ...     Procedure(
        ...         kind=ProcedureKind.CONFERENCE,
        ...         on=date(2024, 9, 3),
        ...         purpose=ConferencePurpose.IEP,
        ...     )
        ... )
        {'kind': 'conference', 'on': '2024-09-03', 'purpose': 'iep'}
    """
    if isinstance(value, Term):
        return value.value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, tuple):
        return [plain(each) for each in value]
    if attrs.has(type(value)):
        return {
            field.name: plain(getattr(value, field.name)) for field in attrs.fields(type(value))
        }
    return value
