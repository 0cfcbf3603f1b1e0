"""Ways to record a history that cannot be, or was not lawful: the RECORD rules."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, NamedTuple

import attrs

from iepcycle.dates import days_after
from iepcycle.edits import changed_evaluation, changed_iep, changed_referral
from iepcycle.testing.breaking.breach import Breach, expected_at, single
from iepcycle.testing.breaking.changes import (
    day_after,
    day_before,
    latest_day,
    was_activated,
    with_reevaluation,
)
from iepcycle.vocabulary import ConsentStatus, EvaluationType, IEPStatus, IEPType

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.policy import Policy
    from iepcycle.records import IEP, Referral, StudentRecord

TOO_LONG: Final = 2
"""The days by which two IEPs are active together, or none is; a single one is in order."""


def out_of_order(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """RECORD-1: let a step be dated before one that must precede it."""
    for referral in student.referrals:
        yield from _filed_before_decided(student, referral)
        yield from _created_before_received(student, referral)
        yield from _ended_before_activated(student, referral)


def _filed_before_decided(student: StudentRecord, referral: Referral) -> Iterator[Breach]:
    found = referral.determination
    if found is not None and found.decided_on is not None:
        early = attrs.evolve(found, filed_on=day_before(found.decided_on))
        changed = changed_evaluation(student, referral.id, determination=early)
        yield single("RECORD-1", changed, referral)


def _created_before_received(student: StudentRecord, referral: Referral) -> Iterator[Breach]:
    created = [(iep.created_on, iep) for iep in referral.ieps if iep.created_on is not None]
    if created:
        day = day_after(min(on for on, _ in created))
        early = [iep for on, iep in created if on < day]
        yield Breach(
            rule_id="RECORD-1",
            student=changed_referral(student, referral.id, received_on=day),
            expected=expected_at("RECORD-1", referral, early),
        )


def _ended_before_activated(student: StudentRecord, referral: Referral) -> Iterator[Breach]:
    for last in referral.ieps[-1:]:
        if last.status is IEPStatus.INACTIVE and last.activated_on is not None:
            day = day_before(last.activated_on)
            changed = changed_iep(student, last.id, inactivated_on=day)
            yield single("RECORD-1", changed, referral, last)


def against_status(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """RECORD-2: give a draft an activation date, or an active IEP a date on which it was made inactive."""
    for referral, iep in student.ieps():
        if iep.status is IEPStatus.DRAFT:
            changed = changed_iep(student, iep.id, activated_on=iep.created_on)
            yield single("RECORD-2", changed, referral, iep)
        elif iep.status is IEPStatus.ACTIVE:
            changed = changed_iep(student, iep.id, inactivated_on=latest_day(student))
            yield single("RECORD-2", changed, referral, iep)


def two_active(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """RECORD-3: leave an IEP active beside a later one, for good or two days longer than the day it was replaced."""
    earlier = []
    for referral, iep in student.ieps():
        if iep.status is IEPStatus.INACTIVE:
            earlier.append((referral, iep))
        elif iep.status is IEPStatus.ACTIVE:
            for before, ended in earlier:
                changed = changed_iep(
                    student, ended.id, status=IEPStatus.ACTIVE, inactivated_on=None
                )
                yield single("RECORD-3", changed, before, ended)
    for each in _replacements(student):
        end = days_after(each.on, TOO_LONG)
        if each.new.inactivated_on is None or each.new.inactivated_on >= end:
            changed = changed_iep(student, each.old.id, inactivated_on=end)
            yield single("RECORD-3", changed, each.old_referral, each.old)


def gap_in_service(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """RECORD-8: make an IEP inactive two days before the next one is activated."""
    for each in _replacements(student):
        end = days_after(each.on, -TOO_LONG)
        started = each.old.activated_on
        needed = [iep.created_on for iep in each.old_referral.ieps if iep is not each.old]
        if (
            started is not None
            and started <= end
            and not any(on is not None and end < on <= each.on for on in needed)
        ):
            changed = changed_iep(student, each.old.id, inactivated_on=end)
            yield single("RECORD-8", changed, each.new_referral, each.new)


class _Replacement(NamedTuple):
    """An IEP that was made inactive because another one was activated."""

    on: date
    old_referral: Referral
    old: IEP
    new_referral: Referral
    new: IEP


def _replacements(student: StudentRecord) -> Iterator[_Replacement]:
    """Yield the replacements on which nothing else was activated on the day."""
    activated = [each for each in student.ieps() if was_activated(each[1])]
    for referral, iep in activated:
        on = iep.inactivated_on
        new = [each for each in activated if each[1] is not iep and each[1].activated_on == on]
        if on is not None and len(new) == 1:
            yield _Replacement(on, referral, iep, *new[0])


def active_without_eligibility(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """RECORD-4: find the student not eligible, and leave the IEP active, for good or for a day."""
    for referral, iep in student.ieps():
        if iep.status is IEPStatus.ACTIVE:
            day = latest_day(student)
            changed, _ = with_reevaluation(student, day, eligible=False, agreed=True)
            yield from _outlasting("RECORD-4", changed, referral, iep, day)


def active_after_revocation(
    student: StudentRecord, _as_of: date, _policy: Policy
) -> Iterator[Breach]:
    """RECORD-5: revoke consent for services, and leave the IEP active, for good or for a day."""
    consents = [
        (each, each.services_consent)
        for each in student.referrals
        if each.services_consent is not None
    ]
    for referral, iep in student.ieps():
        for holds, consent in consents[-1:] if iep.status is IEPStatus.ACTIVE else ():
            day = latest_day(student)
            revoked = attrs.evolve(consent, status=ConsentStatus.REVOKED, ended_on=day)
            changed = changed_referral(student, holds.id, services_consent=revoked)
            yield from _outlasting("RECORD-5", changed, referral, iep, day)


def _outlasting(
    rule_id: str, student: StudentRecord, referral: Referral, iep: IEP, day: date
) -> Iterator[Breach]:
    yield single(rule_id, student, referral, iep)
    ended = changed_iep(student, iep.id, status=IEPStatus.INACTIVE, inactivated_on=day_after(day))
    yield single(rule_id, ended, referral, iep)


def without_predecessor(student: StudentRecord, _as_of: date, _policy: Policy) -> Iterator[Breach]:
    """RECORD-6: begin with a reevaluation."""
    for referral in student.referrals:
        evaluation = referral.evaluation
        if evaluation is not None and evaluation.type is EvaluationType.INITIAL:
            changed = changed_evaluation(student, referral.id, type=EvaluationType.REEVALUATION)
            for first in referral.ieps[:1]:
                changed = changed_iep(changed, first.id, type=IEPType.REEVALUATION_ANNUAL)
            yield single("RECORD-6", changed, referral)
        if any(map(was_activated, referral.ieps)):
            break
