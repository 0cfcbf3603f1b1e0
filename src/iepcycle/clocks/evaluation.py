"""The evaluation timeline: DUE-5."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.clocks.conferences import first_conference
from iepcycle.clocks.counting import counted_days
from iepcycle.clocks.duty import Duty, Unreckoned
from iepcycle.dates import recorded
from iepcycle.rules.duties import DUE_5
from iepcycle.vocabulary import EvaluationEnd, IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.clocks.endings import Ending
    from iepcycle.policy import Policy
    from iepcycle.records import Evaluation, Referral, StudentRecord


def evaluation_timelines(
    student: StudentRecord, ends: tuple[Ending, ...], policy: Policy, as_of: date | None
) -> Iterator[Duty | Unreckoned]:
    """Yield the evaluation timeline of each referral.

    Where the law says that the timeframe does not apply (34 CFR 300.301(d)), none runs.
    """
    for position, referral in enumerate(student.referrals):
        evaluation = referral.evaluation
        if evaluation is None or evaluation.timeline_exception is not None:
            continue
        timeline = evaluation_timeline(referral, policy, as_of)
        if timeline is not None and not _is_cut_short(timeline, position, ends):
            yield timeline


def _is_cut_short(timeline: Duty | Unreckoned, position: int, ends: tuple[Ending, ...]) -> bool:
    """Say whether an ending lies within the timeline; its own determination meets it and does not end it."""
    if isinstance(timeline, Unreckoned):
        return False
    start = position, timeline.runs_from
    end = None if timeline.met_on is None else (position, timeline.met_on)
    return any(
        each.interrupts(start, end)
        for each in ends
        if not (each.by_determination and each.position == position)
    )


def evaluation_timeline(
    referral: Referral, policy: Policy, as_of: date | None = None
) -> Duty | Unreckoned | None:
    """Return the evaluation timeline of a referral, whether or not an exception from it is recorded.

    Args:
        referral: The referral.
        policy: The reading of the rules.
        as_of: The day of asking, if one was given.

    Returns:
        The timeline; ``None`` if none has begun, or if a withdrawal closed it.
    """
    evaluation = referral.evaluation
    if evaluation is None:
        return None
    begun, start, words = timeline_start(evaluation)
    ended, end = _end(referral, evaluation, policy)
    if not (begun or ended) or _is_withdrawn(evaluation, ended=ended, end=end):
        return None
    if start is None or (ended and end is None) or _may_be_withdrawn(evaluation):
        return Unreckoned(rule_id=DUE_5.id, referral_id=referral.id)
    return Duty(
        rule_id=DUE_5.id,
        referral_id=referral.id,
        event=words,
        runs_from=start,
        due_on=counted_days(
            start, policy.evaluation_days, policy.evaluation_calendar, "evaluation_calendar"
        ),
        met_on=end,
        as_of=as_of,
    )


def timeline_start(evaluation: Evaluation) -> tuple[bool, date | None, str]:
    """Return whether the timeline has begun, on which day if that is recorded, and with what.

    Where it is not recorded whether assessments are needed, a consent for them says that they are.
    """
    if evaluation.corrected_start_on is not None:
        corrected = recorded(evaluation.corrected_start_on)
        return True, corrected, "the corrected start of the timeline"
    consent, decided = evaluation.consent_received_on, evaluation.no_assessment_decided_on
    needed = evaluation.assessment_needed
    if needed is None:
        needed = consent is not None or decided is None
    if needed:
        return consent is not None, recorded(consent), "the receipt of consent for assessment"
    return decided is not None, recorded(decided), "the decision that no assessment is needed"


def _end(referral: Referral, evaluation: Evaluation, policy: Policy) -> tuple[bool, date | None]:
    """Return whether the timeline has ended, and on which day if that is recorded."""
    if evaluation.corrected_end_on is not None:
        return True, recorded(evaluation.corrected_end_on)
    determination = evaluation.determination
    by_determination = policy.evaluation_ends_with is EvaluationEnd.DETERMINATION
    if determination is not None and (by_determination or not determination.eligible):
        return True, recorded(determination.decided_on)
    if by_determination:
        return False, None
    if policy.evaluation_ends_with is EvaluationEnd.IEP_MEETING:
        return first_conference(referral.ieps)
    activated = [iep for iep in referral.ieps if iep.status is not IEPStatus.DRAFT]
    days = [on for iep in activated if (on := recorded(iep.activated_on)) is not None]
    # One without a date may have been activated first.
    return bool(activated), min(days) if len(days) == len(activated) > 0 else None


def _is_withdrawn(evaluation: Evaluation, *, ended: bool, end: date | None) -> bool:
    """Say whether a withdrawal closed the timeline before anything met it; a corrected end overrides it."""
    withdrawn = recorded(evaluation.withdrawn_on)
    if withdrawn is None or evaluation.corrected_end_on is not None:
        return False
    return not ended or (end is not None and withdrawn <= end)


def _may_be_withdrawn(evaluation: Evaluation) -> bool:
    """Say whether a withdrawal without a date may have closed the timeline."""
    return (
        evaluation.withdrawn_on is not None
        and not evaluation.withdrawn
        and evaluation.corrected_end_on is None
    )
