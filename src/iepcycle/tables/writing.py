"""Writing a table: the rows of students."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.tables.columns import COLUMNS, OF_IEP
from iepcycle.wire.lookups import in_utf8

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping
    from datetime import date

    from iepcycle.records import IEP, Referral, StudentRecord
    from iepcycle.vocabulary import Term


def write_table(students: Iterable[StudentRecord]) -> Iterator[str]:
    """Yield the rows of the table as text, with their line breaks, the names of the columns first.

    There is a row for each IEP, one for a referral without IEPs, and one for a student without referrals.
    Of the record the table keeps what it has a column for.

    Args:
        students: The records.

    Raises:
        InvalidRecordError: An id holds what a table cannot carry: half of a surrogate pair, or a NUL character.

    Example:
        >>> from iepcycle import IEP, IEPType, Referral, Stage, StudentRecord
        >>> initial = IEP(id="R1-1", type=IEPType.INITIAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(initial,))
        >>> for line in write_table([StudentRecord(id="S-1", referrals=(referral,))]):
        ...     print(line.rstrip())
        student_id,referral_id,stage,evaluation_type,eligible,...,iep_date,activated_on,inactivated_on
        S-1,R1,develop_plan,,,,,R1-1,initial,draft,,,,
    """
    text = io.StringIO()
    rows = csv.DictWriter(text, COLUMNS, restval="")
    rows.writeheader()
    yield _taken(text)
    for student in students:
        for row in _rows(student):
            rows.writerow(row)
            yield _taken(text)


def _taken(text: io.StringIO) -> str:
    written = text.getvalue()
    text.seek(0)
    text.truncate()
    return written


def _rows(student: StudentRecord) -> Iterator[dict[str, str]]:
    own = {"student_id": _id(student.id, "id")}
    if not student.referrals:
        yield own
    for position, referral in enumerate(student.referrals):
        path = f"referrals[{position}]"
        of_referral = {**own, **_of_referral(referral, path)}
        if not referral.ieps:
            yield of_referral
        for place, iep in enumerate(referral.ieps):
            yield {**of_referral, **_of_iep(iep, f"{path}.ieps[{place}]")}


def _of_referral(referral: Referral, path: str) -> Mapping[str, str]:
    evaluation, determination = referral.evaluation, referral.determination
    consent = referral.services_consent
    return {
        "referral_id": _id(referral.id, f"{path}.id"),
        "stage": _word(referral.stage),
        "evaluation_type": "" if evaluation is None else _word(evaluation.type),
        "eligible": "" if determination is None else "yes" if determination.eligible else "no",
        "determined_on": "" if determination is None else _date(determination.decided_on),
        "services_consent": "" if consent is None else _word(consent.status),
    }


def _of_iep(iep: IEP, path: str) -> Mapping[str, str]:
    return {
        "iep_id": _id(iep.id, f"{path}.id"),
        "iep_type": _word(iep.type),
        "iep_status": _word(iep.status),
        **{column: _date(getattr(iep, column)) for column in _DATES_OF_IEP},
    }


_DATES_OF_IEP = tuple(column for column in OF_IEP if column.endswith(("_on", "_date")))


def _id(text: str, path: str) -> str:
    if "\0" in text or not in_utf8(text):
        message = "Expected text without half of a surrogate pair and without a NUL character."
        raise InvalidRecordError([Problem("bad_encoding", path, message)])
    return text


def _word(term: Term) -> str:
    return str(term.value)


def _date(on: date | None) -> str:
    return "" if on is None else on.isoformat()
