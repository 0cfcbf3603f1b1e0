"""Ways to review or reevaluate too late or too soon: DUE-1, DUE-3, DUE-4 and DUE-7.

What is due when is written down here from the statements of the rules, and not asked of the clocks.
"""

from __future__ import annotations

import itertools
from typing import TYPE_CHECKING, NamedTuple

import attrs

from iepcycle.dates import days_after, year_after, years_after
from iepcycle.edits import changed_evaluation
from iepcycle.records import Determination, Evaluation, Referral
from iepcycle.testing.breaking.breach import Breach, Expected, single
from iepcycle.testing.breaking.changes import (
    day_after,
    last_day_before,
    latest_day,
    with_conferences_on,
    with_reevaluation,
)
from iepcycle.testing.deadlines import has_ended
from iepcycle.vocabulary import EvaluationType, IEPType, MeetingStart, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import IEP, StudentRecord


def annual_review(student: StudentRecord, as_of: date, policy: Policy) -> Iterator[Breach]:
    """DUE-1: hold the last annual review a day late, or date it so far back that the next one is overdue."""

    def due(start: date) -> date:
        return year_after(start, policy.annual_interval, policy.leap_day)

    # Without a plan in force the latest review may be one of a life that has ended.
    reviews = [] if student.active_iep is None else _reviews(student, policy)
    for before, last in itertools.pairwise(reviews[-2:]):
        if last.iep.type is IEPType.ANNUAL:
            yield Breach(
                rule_id="DUE-1",
                student=with_conferences_on(student, last.iep, day_after(due(before.on))),
                expected=(Expected("DUE-1", before.referral.id, before.iep.id),),
            )
    long_ago = last_day_before(as_of, due)
    for last in reviews[-1:]:
        if all(before.on <= long_ago for before in reviews[:-1]):
            yield Breach(
                rule_id="DUE-1",
                student=with_conferences_on(student, last.iep, long_ago),
                expected=(Expected("DUE-1", last.referral.id, last.iep.id),),
                as_of=as_of,
            )


class _Review(NamedTuple):
    """An IEP that sets the annual clock."""

    on: date
    referral: Referral
    iep: IEP


def _reviews(student: StudentRecord, policy: Policy) -> list[_Review]:
    """Return the IEPs that set the annual clock, by IEP date."""
    found = [
        _Review(iep.iep_date, referral, iep)
        for referral, iep in student.ieps()
        if iep.type in policy.annual_clock_set_by and iep.iep_date is not None
    ]
    return sorted(found, key=lambda each: each.on)


def reevaluation(student: StudentRecord, as_of: date, policy: Policy) -> Iterator[Breach]:
    """DUE-3: let too many years pass before the first determination on record, or since it."""

    def due(start: date) -> date:
        return years_after(start, policy.reevaluation_years, policy.leap_day)

    decided = [] if has_ended(student) else _determinations(student)
    for first in decided[:1]:
        before = _without_answer(last_day_before(first.on, due))
        yield Breach(
            rule_id="DUE-3",
            student=attrs.evolve(student, referrals=(before, *student.referrals)),
            expected=(Expected("DUE-3", before.id, None),),
        )
    sets_no_other_clock = policy.meeting_runs_from is MeetingStart.SERVICES_CONSENT
    if len(decided) == 1 and sets_no_other_clock and not student.triennial_agreements:
        referral, found, _ = decided[0]
        long_ago = attrs.evolve(found, decided_on=last_day_before(as_of, due))
        yield Breach(
            rule_id="DUE-3",
            student=changed_evaluation(student, referral.id, determination=long_ago),
            expected=(Expected("DUE-3", referral.id, None),),
            as_of=as_of,
        )


class _Decision(NamedTuple):
    """A determination that has a date."""

    referral: Referral
    found: Determination
    on: date


def _determinations(student: StudentRecord) -> list[_Decision]:
    return [
        _Decision(referral, found, found.decided_on)
        for referral in student.referrals
        if (found := referral.determination) is not None and found.decided_on is not None
    ]


def _without_answer(day: date) -> Referral:
    """Return a referral on which the student was found eligible on the day, and the parent did not answer."""
    return Referral(
        id="R0",
        stage=Stage.DEVELOP_PLAN,
        received_on=day,
        filed_on=day,
        evaluation=Evaluation(
            type=EvaluationType.INITIAL,
            assessment_needed=False,
            no_assessment_decided_on=day,
            determination=Determination(eligible=True, decided_on=day, filed_on=day),
        ),
    )


def reevaluation_too_soon(student: StudentRecord, _as_of: date, policy: Policy) -> Iterator[Breach]:
    """DUE-4: reevaluate twice on one day, or within a year without the agreement that was recorded."""
    if student.active_iep is not None:
        day = latest_day(student)
        changed, _ = with_reevaluation(student, day, eligible=True, agreed=True)
        changed, second = with_reevaluation(changed, day, eligible=True, agreed=False)
        yield single("DUE-4", changed, second)
    for before, after in itertools.pairwise(_determinations(student)):
        opens = years_after(before.on, policy.reevaluation_gap_years, policy.leap_day)
        if after.on < opens:
            changed = changed_evaluation(
                student, after.referral.id, early_reevaluation_agreed_on=None
            )
            yield single("DUE-4", changed, after.referral)


def agreement_too_soon(student: StudentRecord, _as_of: date, policy: Policy) -> Iterator[Breach]:
    """DUE-7: agree that the reevaluation is unnecessary on the day after the latest determination."""
    for latest in _determinations(student)[-1:]:
        day = day_after(latest.on)
        due = years_after(latest.on, policy.reevaluation_years, policy.leap_day)
        is_too_soon = day < days_after(due, -policy.triennial_window_days)
        if latest.found.eligible and is_too_soon and not student.triennial_agreements:
            changed = attrs.evolve(student, triennial_agreements=(day,))
            yield single("DUE-7", changed, latest.referral)
