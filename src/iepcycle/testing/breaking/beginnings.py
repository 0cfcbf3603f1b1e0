"""Ways to be late at the beginning: the evaluation timeline and the first meeting, DUE-5 and DUE-6.

What is due when is written down here from the statements of the rules, and not asked of the clocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from iepcycle.dates import days_after
from iepcycle.edits import add_referral, changed_evaluation, changed_referral
from iepcycle.records import Determination, Evaluation, Referral, ServicesConsent
from iepcycle.testing.breaking.breach import Breach, Expected
from iepcycle.testing.breaking.changes import day_after, last_day_before, with_conferences_on
from iepcycle.testing.deadlines import has_ended
from iepcycle.vocabulary import (
    ConsentStatus,
    EvaluationEnd,
    EvaluationType,
    IEPType,
    MeetingStart,
    Stage,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import IEP, StudentRecord


def evaluation(student: StudentRecord, as_of: date, policy: Policy) -> Iterator[Breach]:
    """DUE-5: begin an evaluation so early that it ends a day late, or one that is not closed by the day of asking."""

    def due(start: date) -> date:
        return (policy.evaluation_calendar or days_after)(start, policy.evaluation_days)

    for referral in () if has_ended(student) else student.referrals:
        if _leads_to_an_end(referral):
            return
        end = _evaluation_end(referral, policy)
        if end is not None:
            yield Breach(
                rule_id="DUE-5",
                student=_with_evaluation_begun(student, referral, last_day_before(end, due)),
                expected=(Expected("DUE-5", referral.id, None),),
            )
    if student.active_iep is not None:
        begun = Referral(
            id=f"R{len(student.referrals) + 1}",
            stage=Stage.DEFINE_NEEDS,
            evaluation=Evaluation(type=EvaluationType.REEVALUATION),
        )
        changed = add_referral(student, begun)
        yield Breach(
            rule_id="DUE-5",
            student=_with_evaluation_begun(changed, begun, last_day_before(as_of, due)),
            expected=(Expected("DUE-5", begun.id, None),),
            as_of=as_of,
        )


def _leads_to_an_end(referral: Referral) -> bool:
    """Say whether the student was found not eligible on the referral, or services were declined."""
    found, consent = referral.determination, referral.services_consent
    return (found is not None and not found.eligible) or (consent is not None and consent.declined)


def _evaluation_end(referral: Referral, policy: Policy) -> date | None:
    """Return the day on which the evaluation timeline was met, if it was."""
    if referral.determination is None:
        return None
    if policy.evaluation_ends_with is EvaluationEnd.DETERMINATION:
        return referral.determination.decided_on
    if policy.evaluation_ends_with is EvaluationEnd.IEP_MEETING:
        return min(_meetings(referral.ieps), default=None)
    activated = [iep.activated_on for iep in referral.ieps if iep.activated_on is not None]
    return min(activated, default=None)


def _meetings(ieps: Iterable[IEP]) -> list[date]:
    return [on for iep in ieps for on in iep.iep_conference_dates]


def _with_evaluation_begun(student: StudentRecord, referral: Referral, on: date) -> StudentRecord:
    """Return the record with the start of the evaluation on that day, and the referral received by then."""
    received = min(referral.received_on or on, on)
    student = changed_referral(student, referral.id, received_on=received, filed_on=received)
    return changed_evaluation(
        student,
        referral.id,
        assessment_needed=True,
        consent_received_on=on,
        no_assessment_decided_on=None,
    )


def first_meeting(student: StudentRecord, as_of: date, policy: Policy) -> Iterator[Breach]:
    """DUE-6: hold the first IEP meeting a day late, or not by the day of asking."""

    def due(start: date) -> date:
        return (policy.meeting_calendar or days_after)(start, policy.meeting_days)

    meets_evaluation = policy.evaluation_ends_with is EvaluationEnd.IEP_MEETING
    for referral in _of_the_present_life(student):
        expected = (Expected("DUE-6", referral.id, None),)
        start = _meeting_start(referral, policy)
        if start is None or not referral.ieps or referral.ieps[0].type is not IEPType.INITIAL:
            continue
        first, late = referral.ieps[0], day_after(due(start))
        others = [iep.iep_date for _, iep in student.ieps() if iep is not first]
        is_between = all(on is None or on < start or on > late for on in others)
        if first.iep_date is not None and is_between and not meets_evaluation:
            changed = with_conferences_on(student, first, late)
            yield Breach(rule_id="DUE-6", student=changed, expected=expected)
        waiting = _waiting(referral.id, last_day_before(as_of, due))
        yield Breach(
            rule_id="DUE-6",
            student=attrs.evolve(student, referrals=(waiting,), triennial_agreements=()),
            expected=expected,
            as_of=as_of,
        )


def _of_the_present_life(student: StudentRecord) -> list[Referral]:
    """Return the referrals after the last one that ended the duties to the student."""
    present: list[Referral] = []
    for referral in student.referrals:
        present = [] if _leads_to_an_end(referral) else [*present, referral]
    return present


def _meeting_start(referral: Referral, policy: Policy) -> date | None:
    """Return the day from which the deadline of the first meeting runs."""
    found, consent = referral.determination, referral.services_consent
    if policy.meeting_runs_from is MeetingStart.DETERMINATION:
        return None if found is None else found.decided_on
    return None if consent is None else consent.given_on


def _waiting(referral_id: str, day: date) -> Referral:
    """Return a referral on which everything up to the first IEP was done on the day."""
    return Referral(
        id=referral_id,
        stage=Stage.DEVELOP_PLAN,
        received_on=day,
        filed_on=day,
        evaluation=Evaluation(
            type=EvaluationType.INITIAL,
            assessment_needed=False,
            no_assessment_decided_on=day,
            determination=Determination(eligible=True, decided_on=day, filed_on=day),
        ),
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=day),
    )
