"""The evaluation timeline: DUE-5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks.counting import counted_days
from iepcycle.clocks.duty import Duty, Unreckoned
from iepcycle.dates import recorded
from iepcycle.rules.duties import DUE_5
from iepcycle.vocabulary import EvaluationEnd, IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import Evaluation, Referral, StudentRecord


def evaluation_timelines(student: StudentRecord, policy: Policy) -> Iterator[Duty | Unreckoned]:
    """Yield the evaluation timeline of each referral."""
    for referral in student.referrals:
        timeline = evaluation_timeline(referral, policy)
        if timeline is not None:
            yield timeline


def evaluation_timeline(referral: Referral, policy: Policy) -> Duty | Unreckoned | None:
    """Return the evaluation timeline of a referral; ``None`` if none runs, or if it was closed by a withdrawal.

    Where the law says that the timeframe does not apply (34 CFR 300.301(d)), none runs.
    """
    evaluation = referral.evaluation
    if evaluation is None or evaluation.timeline_exception is not None:
        return None
    if evaluation.withdrawn and referral.determination is None:
        return None
    start = timeline_start(evaluation)
    ended, end = _end(referral, evaluation, policy)
    if start is None or (ended and end is None):
        started = start is not None or ended
        return Unreckoned(rule_id=DUE_5.id, referral_id=referral.id) if started else None
    words, runs_from = start
    return Duty(
        rule_id=DUE_5.id,
        referral_id=referral.id,
        event=words,
        runs_from=runs_from,
        due_on=counted_days(
            runs_from, policy.evaluation_days, policy.evaluation_calendar, "evaluation_calendar"
        ),
        met_on=end,
    )


def timeline_start(evaluation: Evaluation) -> tuple[str, date] | None:
    """Return the event that starts the timeline, in words, and its day; ``None`` if it is not recorded.

    Where it is not recorded whether assessments are needed, a consent for them says that they are.
    """
    corrected = recorded(evaluation.corrected_start_on)
    if corrected is not None:
        return "the corrected start of the timeline", corrected
    consent = recorded(evaluation.consent_received_on)
    if consent is not None and evaluation.assessment_needed is not False:
        return "the receipt of consent for assessment", consent
    decided = recorded(evaluation.no_assessment_decided_on)
    if decided is not None and evaluation.assessment_needed is not True:
        return "the decision that no assessment is needed", decided
    return None


def _end(referral: Referral, evaluation: Evaluation, policy: Policy) -> tuple[bool, date | None]:
    """Return whether the timeline has ended, and on which day if that is recorded."""
    corrected = recorded(evaluation.corrected_end_on)
    if corrected is not None:
        return True, corrected
    determination = evaluation.determination
    if determination is not None and (
        policy.evaluation_ends_with is EvaluationEnd.DETERMINATION or not determination.eligible
    ):
        return True, recorded(determination.decided_on)
    if policy.evaluation_ends_with is EvaluationEnd.DETERMINATION:
        return False, None
    activated = [iep for iep in referral.ieps if iep.status is not IEPStatus.DRAFT]
    if policy.evaluation_ends_with is EvaluationEnd.IEP_MEETING:
        days = [on for iep in referral.ieps for on in iep.iep_conference_dates]
    else:
        days = [on for iep in activated if (on := recorded(iep.activated_on)) is not None]
    return bool(days or activated), min(days, default=None)
