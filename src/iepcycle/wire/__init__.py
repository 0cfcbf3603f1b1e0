"""JSON in and out: one student as a text, or a stream of JSON Lines.

Decoding is strict, because this is where foreign data enters: whatever is not exactly of the format is refused.
A refusal tells all problems of the record at once, each with its place, and repeats no text of the record.

A key that may be left out may also be ``null``; both say the same.
A byte order mark is refused, at the start of a text as at the start of a line.

Example:
    >>> from iepcycle import wire
    >>> student = wire.loads_student(
    ...     '{"format": "iepcycle.student/1", "id": "S-0001", "referrals": ['
    ...     '{"id": "R1", "stage": "define_needs", "received_on": "2024-09-03"}]}'
    ... )
    >>> student.referral("R1").received_on
    datetime.date(2024, 9, 3)
"""

from iepcycle.wire.lines import RejectedRecord, read_students
from iepcycle.wire.schema import FORMAT
from iepcycle.wire.students import (
    dumps_student,
    loads_student,
    student_from_data,
    student_to_data,
)

__all__ = [
    "FORMAT",
    "RejectedRecord",
    "dumps_student",
    "loads_student",
    "read_students",
    "student_from_data",
    "student_to_data",
]
