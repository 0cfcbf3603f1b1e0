"""Every duty that a record gives rise to, in order of due date."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks.annual import annual_reviews
from iepcycle.clocks.counting import refuse_no_day
from iepcycle.clocks.duty import Duty
from iepcycle.clocks.endings import endings, has_left
from iepcycle.clocks.evaluation import evaluation_timelines
from iepcycle.clocks.meeting import first_meetings
from iepcycle.clocks.reevaluation import reevaluations
from iepcycle.policy import ECSSS

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.clocks.duty import Unreckoned
    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


def due_dates(
    student: StudentRecord, *, as_of: date | None = None, policy: Policy = ECSSS
) -> tuple[Duty, ...]:
    """Return every duty that the record gives rise to, met or not, in order of due date.

    Args:
        student: The record as it stands.
        as_of: The day of asking, by which a duty is overdue or not; without it none is.
        policy: The reading of the rules.

    Returns:
        The duties; those due on the same day stand in the order of their rules, then of the record.
        None for a student whose latest determination is not eligible, or who declined services;
        none that such an ending cut short; none whose dates are not recorded.
        A due date is the last day on which the duty is in time; one beyond the calendar is its last day.

    Raises:
        InvalidRecordError: The day of asking is no date (code ``wrong_type``),
            or a calendar of the policy did not return one (code ``bad_policy``).

    Source:
        34 CFR 300.301, 300.303, 300.323, 300.324; rule by rule in ``RULEBOOK``.

    Example:
        >>> from datetime import date
        >>> from iepcycle import ConferencePurpose, IEP, IEPType, Procedure, ProcedureKind
        >>> from iepcycle import Referral, Stage, StudentRecord
        >>> meeting = Procedure(
        ...     kind=ProcedureKind.CONFERENCE,
        ...     purpose=ConferencePurpose.IEP,
        ...     on=date(2024, 2, 29),
        ... )
        >>> annual = IEP(id="R1-2", type=IEPType.ANNUAL, procedures=(meeting,))
        >>> referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(annual,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> [review] = due_dates(student, as_of=date(2025, 3, 1))
        >>> review.rule_id, review.due_on, review.days_overdue
        ('DUE-1', datetime.date(2025, 2, 28), 1)
    """
    if as_of is not None:
        refuse_no_day(as_of, "as_of")
    found = [each for each in reckon(student, policy, as_of) if isinstance(each, Duty)]
    return tuple(sorted(found, key=lambda duty: duty.due_on))


def reckon(
    student: StudentRecord, policy: Policy, as_of: date | None = None
) -> Iterator[Duty | Unreckoned]:
    """Yield every duty, rule by rule in the order of the record, and in its place what cannot be reckoned.

    Args:
        student: The record as it stands.
        policy: The reading of the rules.
        as_of: The day of asking; without it no duty is overdue.
    """
    if has_left(student):
        return
    ends = tuple(endings(student))
    for duties in (annual_reviews, reevaluations, evaluation_timelines, first_meetings):
        yield from duties(student, ends, policy, as_of)
