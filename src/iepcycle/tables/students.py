"""From the rows of one student to the record."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iepcycle.errors import Problem
from iepcycle.records import (
    IEP,
    Determination,
    Evaluation,
    Procedure,
    Referral,
    ServicesConsent,
    StudentRecord,
)
from iepcycle.tables.columns import OF_REFERRAL
from iepcycle.tables.rows import joined
from iepcycle.vocabulary import ConferencePurpose, ProcedureKind
from iepcycle.wire import RejectedRecord

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from iepcycle.tables.layout import Layout
    from iepcycle.tables.rows import Row

    Values = dict[str, Any]


def read_rows(rows: Sequence[Row], layout: Layout) -> StudentRecord | RejectedRecord:
    """Return the student of the rows; if one of them is unsound, all are rejected together.

    Args:
        rows: All rows of one student, in recorded order.
        layout: Which column stands where.
    """
    problems: list[Problem] = []
    read: list[tuple[Row, Values]] = []
    for row in rows:
        found = layout.values(row)
        if isinstance(found, list):
            problems += found
        else:
            read.append((row, found))
    problems += _contradictions(read, layout)
    if problems:
        # A record from which rows are missing would be accused of what it does not hold.
        return RejectedRecord(
            line_number=rows[0].line_number,
            line=joined([row.text for row in rows]),
            problems=tuple(problems),
        )
    return _student([values for _, values in read])


def _contradictions(read: Iterable[tuple[Row, Values]], layout: Layout) -> Iterator[Problem]:
    """Yield a problem for each row that does not go together with an earlier one."""
    first_rows: dict[str | None, tuple[Row, Values]] = {}
    iep_ids: set[str] = set()
    for row, values in read:
        first, said = first_rows.setdefault(values["referral_id"], (row, values))
        if first is not row:
            for column in OF_REFERRAL:
                if values[column] != said[column]:
                    message = f"Expected what line {first.line_number} says of the same referral."
                    yield Problem("contradiction", layout.place(row, column), message)
            if None in (values["iep_id"], said["iep_id"]):
                message = f"Expected no row besides line {first.line_number}: a row without an IEP stands alone."
                yield Problem("contradiction", layout.place(row, "iep_id"), message)
        if values["iep_id"] in iep_ids:
            message = "Expected an id that no earlier IEP of the student has."
            yield Problem("duplicate_id", layout.place(row, "iep_id"), message)
        if values["iep_id"] is not None:
            iep_ids.add(values["iep_id"])


def _student(rows: Sequence[Values]) -> StudentRecord:
    referrals: dict[str, list[Values]] = {}
    for values in rows:
        if values["referral_id"] is not None:
            referrals.setdefault(values["referral_id"], []).append(values)
    return StudentRecord(
        id=rows[0]["student_id"], referrals=tuple(map(_referral, referrals.values()))
    )


def _referral(rows: Sequence[Values]) -> Referral:
    first = rows[0]
    consent = first["services_consent"]
    return Referral(
        id=first["referral_id"],
        stage=first["stage"],
        evaluation=_evaluation(first),
        services_consent=None if consent is None else ServicesConsent(status=consent),
        ieps=tuple(_iep(values) for values in rows if values["iep_id"] is not None),
    )


def _evaluation(values: Values) -> Evaluation | None:
    if values["evaluation_type"] is None:
        return None
    determination = None
    if values["eligible"] is not None:
        determination = Determination(
            eligible=values["eligible"], decided_on=values["determined_on"]
        )
    return Evaluation(type=values["evaluation_type"], determination=determination)


def _iep(values: Values) -> IEP:
    conferences: tuple[Procedure, ...] = ()
    if values["iep_date"] is not None:
        conferences = (
            Procedure(
                kind=ProcedureKind.CONFERENCE,
                on=values["iep_date"],
                purpose=ConferencePurpose.IEP,
            ),
        )
    return IEP(
        id=values["iep_id"],
        type=values["iep_type"],
        status=values["iep_status"],
        created_on=values["created_on"],
        activated_on=values["activated_on"],
        inactivated_on=values["inactivated_on"],
        procedures=conferences,
    )
