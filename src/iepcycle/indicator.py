"""Indicator 11 of the state performance plan and annual performance report (SPP/APR), Part B: Child Find.

The percent of children who were evaluated within the timeline, of those for whose initial evaluation
parental consent was received in a reporting year.
The target is 100 percent, and every evaluation that was not in time has to be accounted for.

An evaluation counts in the year in which its timeline started: with the receipt of consent, or its correction.
One that was found not to make the child eligible counts like any other.
What cannot be said to be in time or not is counted apart, never silently dropped; `Indicator11` tells how.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import TYPE_CHECKING, Final

import attrs

from iepcycle import citations as cite
from iepcycle.citations import Citation
from iepcycle.clocks.counting import is_day
from iepcycle.clocks.duty import Duty, Unreckoned
from iepcycle.clocks.evaluation import evaluation_timeline, timeline_start
from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.policy import ECSSS, Policy
from iepcycle.vocabulary import EvaluationType, Term

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iepcycle.records import Evaluation, Referral, StudentRecord

SOURCES: Final = (
    Citation(
        cite.INDICATOR_11,
        "measurement",
        "Evaluated within the timeline, of those for whom consent was received; the rest is accounted for.",
    ),
    Citation(cite.INITIAL_EVALUATIONS, "(c)(1)", "60 days from consent, or the state's timeframe."),
    Citation(
        cite.INITIAL_EVALUATIONS, "(d)", "The two cases in which the timeframe does not apply."
    ),
    Citation(
        cite.INDICATOR_11_GEORGIA,
        "1a",
        "Consents received in the year; those not completed because the student withdrew are left out.",
    ),
    Citation(
        cite.INDICATOR_11_VIRGINIA,
        "section 1",
        "Withdrawals are not part of the calculation; a timeline that runs on is carried over.",
    ),
)
"""What the reckoning rests on."""


class ExceptionHandling(Term):
    """What becomes of an evaluation to which the timeframe does not apply: 34 CFR 300.301(d).

    States differ, so it is an option; the default is to leave them out, because there is no timeframe to meet.
    """

    EXCLUDED = "excluded"
    """Neither in the numerator nor in the denominator."""
    TIMELY = "timely"
    """In both, as if it had been in time."""
    NO_ALLOWANCE = "no_allowance"
    """Judged by its dates like any other."""


@attrs.frozen(kw_only=True)
class NotMet:
    """An evaluation that was not completed within its timeline."""

    student_id: str
    """The student."""
    referral_id: str
    """The referral."""
    due_on: date
    """The last day on which it would have been in time."""
    met_on: date | None
    """The day on which it was completed; ``None`` if it is not completed yet."""
    days_late: int
    """The calendar days from the due date to the completion, or to the day of asking."""


@attrs.frozen(kw_only=True)
class Indicator11:
    """Indicator 11 of a reporting year, and what was counted apart from it."""

    start: date
    """The first day of the reporting year."""
    end: date
    """Its last day."""
    as_of: date | None
    """The day of asking, if one was given."""
    exceptions: ExceptionHandling
    """What became of the evaluations with an exception."""
    policy: str
    """The name of the policy, which says how long the timeline is and what ends it."""
    numerator: int
    """The evaluations that were completed within the timeline."""
    not_met: tuple[NotMet, ...]
    """Those that were not: completed late, or overdue on the day of asking."""
    excepted: int
    """Those with an exception of 34 CFR 300.301(d) on record, however they were counted; none that was withdrawn."""
    pending: int
    """Those not completed and not overdue on the day of asking; without such a day, those not completed."""
    withdrawn: int
    """Those that were withdrawn before they were completed."""
    without_consent: int
    """Those that needed no assessment and so no consent; their timeline started in the year."""
    not_checkable: int
    """Those that were completed, or withdrawn, on a day that is not recorded."""
    unplaced: int
    """Initial evaluations whose timeline started on a day that is not recorded, so that they belong to no year."""

    @property
    def denominator(self) -> int:
        """The evaluations for which consent was received in the year and which can be judged."""
        return self.numerator + len(self.not_met)

    @property
    def percent(self) -> float | None:
        """The numerator in percent of the denominator; ``None`` if there was nothing to judge."""
        return 100 * self.numerator / self.denominator if self.denominator else None

    @property
    def range_of_days_late(self) -> tuple[int, int] | None:
        """The least and the most days by which one was late; ``None`` if none was."""
        days = [each.days_late for each in self.not_met]
        return (min(days), max(days)) if days else None


def indicator_11(
    students: Iterable[StudentRecord],
    *,
    start: date,
    end: date,
    as_of: date | None = None,
    exceptions: ExceptionHandling = ExceptionHandling.EXCLUDED,
    policy: Policy = ECSSS,
) -> Indicator11:
    """Return indicator 11 for a reporting year.

    Args:
        students: The records; they are read once, and only what was not in time is kept.
        start: The first day of the reporting year.
        end: Its last day, which belongs to it.
        as_of: The day by which an evaluation that is not completed is overdue; without it, it is pending.
        exceptions: What becomes of the evaluations to which the timeframe does not apply.
        policy: The reading of the rules: how long the timeline is, and what ends it.

    Returns:
        The indicator. It counts evaluations: a child with two initial evaluations in the year counts twice.

    Raises:
        InvalidRecordError: A day is no date, or the option no member (code ``wrong_type``), the year ends before it starts
            (code ``dates_out_of_order``), or a calendar of the policy did not return a date (code ``bad_policy``).

    Source:
        `SOURCES`; 34 CFR 300.301(c) and (d).

    Example:
        >>> from iepcycle import Determination, Evaluation, Referral, Stage, StudentRecord
        >>> evaluation = Evaluation(
        ...     type=EvaluationType.INITIAL,
        ...     consent_received_on=date(2024, 9, 3),
        ...     determination=Determination(eligible=False, decided_on=date(2024, 11, 4)),
        ... )
        >>> referral = Referral(id="R1", stage=Stage.DEFINE_NEEDS, evaluation=evaluation)
        >>> found = indicator_11(
        ...     [StudentRecord(id="S-1", referrals=(referral,))],
        ...     start=date(2024, 7, 1),
        ...     end=date(2025, 6, 30),
        ... )
        >>> found.numerator, found.denominator, found.percent, found.range_of_days_late
        (0, 1, 0.0, (2, 2))
    """
    _refuse(start, end, as_of, exceptions)
    tally = _Tally(start=start, end=end, as_of=as_of, exceptions=exceptions, policy=policy)
    for student in students:
        for referral in student.referrals:
            evaluation = referral.evaluation
            if evaluation is not None and evaluation.type is EvaluationType.INITIAL:
                tally.add(student, referral, evaluation)
    return tally.indicator()


def _refuse(start: date, end: date, as_of: date | None, exceptions: ExceptionHandling) -> None:
    days = {"start": start, "end": end} | ({} if as_of is None else {"as_of": as_of})
    problems = [
        Problem("wrong_type", name, "Expected a datetime.date (not a datetime).")
        for name, on in days.items()
        if not is_day(on)
    ]
    if not problems and end < start:
        message = "Expected a day that is not earlier than the start of the reporting year."
        problems.append(Problem("dates_out_of_order", "end", message))
    if not isinstance(exceptions, ExceptionHandling):
        message = "Expected a member of ExceptionHandling."
        problems.append(Problem("wrong_type", "exceptions", message))
    if problems:
        raise InvalidRecordError(problems)


@attrs.define(kw_only=True)
class _Tally:
    """What was counted so far."""

    start: date
    end: date
    as_of: date | None
    exceptions: ExceptionHandling
    policy: Policy
    counts: Counter[str] = attrs.field(factory=Counter)
    not_met: list[NotMet] = attrs.field(factory=list)

    def add(self, student: StudentRecord, referral: Referral, evaluation: Evaluation) -> None:
        """Count an initial evaluation, if it belongs to the year or may belong to it."""
        timeline = evaluation_timeline(referral, self.policy, self.as_of)
        begun_on = timeline_start(evaluation)[1]
        if begun_on is None:
            self.counts["unplaced"] += timeline is not None
        elif self.start <= begun_on <= self.end:
            if _needed_no_consent(evaluation):
                self.counts["without_consent"] += 1
            elif timeline is None:
                self.counts["withdrawn"] += 1
            elif not self._is_excepted(evaluation):
                self._judge(student, timeline)

    def _is_excepted(self, evaluation: Evaluation) -> bool:
        """Count an evaluation with an exception, and say whether it is not judged because of it."""
        if evaluation.timeline_exception is None:
            return False
        self.counts["excepted"] += 1
        self.counts["numerator"] += self.exceptions is ExceptionHandling.TIMELY
        return self.exceptions is not ExceptionHandling.NO_ALLOWANCE

    def _judge(self, student: StudentRecord, timeline: Duty | Unreckoned) -> None:
        if isinstance(timeline, Unreckoned):
            self.counts["not_checkable"] += 1
        else:
            days_late = timeline.days_late or timeline.days_overdue
            if days_late:
                self.not_met.append(
                    NotMet(
                        student_id=student.id,
                        referral_id=timeline.referral_id,
                        due_on=timeline.due_on,
                        met_on=timeline.met_on,
                        days_late=days_late,
                    )
                )
            else:
                self.counts["pending" if timeline.met_on is None else "numerator"] += 1

    def indicator(self) -> Indicator11:
        """Return the indicator of what was counted."""
        return Indicator11(
            start=self.start,
            end=self.end,
            as_of=self.as_of,
            exceptions=self.exceptions,
            policy=self.policy.name,
            numerator=self.counts["numerator"],
            not_met=tuple(self.not_met),
            excepted=self.counts["excepted"],
            pending=self.counts["pending"],
            withdrawn=self.counts["withdrawn"],
            without_consent=self.counts["without_consent"],
            not_checkable=self.counts["not_checkable"],
            unplaced=self.counts["unplaced"],
        )


def _needed_no_consent(evaluation: Evaluation) -> bool:
    """Say whether no assessment was needed; where that is not recorded, whether its timeline began with that decision."""
    if evaluation.assessment_needed is not None:
        return not evaluation.assessment_needed
    return (
        evaluation.consent_received_on is None and evaluation.no_assessment_decided_on is not None
    )
