"""One student: from JSON and to JSON."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any, Final

from iepcycle.wire import quick, thorough
from iepcycle.wire.lookups import in_utf8
from iepcycle.wire.parsing import parse
from iepcycle.wire.schema import FORMAT

if TYPE_CHECKING:
    from iepcycle.records import StudentRecord

_ENCODER: Final = json.JSONEncoder(ensure_ascii=False, check_circular=False, separators=(",", ":"))


def loads_student(text: str | bytes) -> StudentRecord:
    """Return the student that the JSON stands for.

    Args:
        text: One JSON object; bytes are UTF-8 without a byte order mark.

    Raises:
        InvalidRecordError: The text is not exactly of the format; carries all of its problems.

    Example:
        >>> from iepcycle import InvalidRecordError
        >>> try:
        ...     loads_student('{"format": "iepcycle.student/1", "id": null, "referrals": "R1"}')
        ... except InvalidRecordError as error:
        ...     print(error)
        id: Expected text. [wrong_type]
        referrals: Expected a list. [wrong_type]
    """
    parsed = parse(text)
    try:
        return quick.student(parsed)
    except quick.REFUSALS:
        pass  # An error raised here would keep the refusal attached, which can hold text of the record.
    return thorough.student(parsed, thorough.pairs_of_parsed)


def student_from_data(data: object) -> StudentRecord:
    """Return the student that the data stands for: what `student_to_data` makes, or a JSON library.

    Args:
        data: Dictionaries, lists, texts, booleans and ``None``.

    Raises:
        InvalidRecordError: The data is not exactly of the format; carries all of its problems.

    Example:
        >>> student_from_data({"format": "iepcycle.student/1", "id": "S-0001"}).id
        'S-0001'
    """
    return thorough.student(data, thorough.pairs_of_dictionary)


def student_to_data(student: StudentRecord) -> dict[str, Any]:
    """Return the student as dictionaries, lists, texts and booleans, in the canonical order of keys.

    What has nothing to say is left out.

    Args:
        student: The record.

    Example:
        >>> from iepcycle import StudentRecord
        >>> student_to_data(StudentRecord(id="S-0001"))
        {'format': 'iepcycle.student/1', 'id': 'S-0001', 'referrals': []}
    """
    return {"format": FORMAT, **quick.data_of(student)}


def dumps_student(student: StudentRecord) -> str:
    """Return the student as JSON on one line, in the canonical order of keys.

    Args:
        student: The record.

    Returns:
        JSON without spaces and without a line feed at the end; text that is not ASCII stands as it is.

    Raises:
        InvalidRecordError: A text of the record holds half of a surrogate pair, which UTF-8 cannot carry.

    Example:
        >>> from iepcycle import StudentRecord
        >>> dumps_student(StudentRecord(id="S-0001"))
        '{"format":"iepcycle.student/1","id":"S-0001","referrals":[]}'
    """
    data = student_to_data(student)
    text = _ENCODER.encode(data)
    if not in_utf8(text):
        student_from_data(data)  # says where it stands
    return text
