"""What was so on an earlier day, from a record that shows what is so now.

Each function returns what counted then, and whether the record knows it.
What came after that day did not yet count; what came on the day itself is read in the order favourable to the record.
Where it is not known, what is returned is favourable too, and the check that reads it is not made.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.dates import recorded
from iepcycle.vocabulary import ConsentStatus, IEPStatus

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.records import (
        IEP,
        Determination,
        Evaluation,
        ServicesConsent,
        StudentRecord,
    )


def eligible_on(determination: Determination | None, day: date | None) -> tuple[bool | None, bool]:
    """Return what the determination said on the day, and whether that is known.

    A determination of not eligible that came later rescinds an earlier one, which the record no longer shows;
    so of the time before it nothing is known.
    """
    if determination is None:
        return None, True
    decided = recorded(determination.decided_on)
    if decided is None or day is None:
        return True, determination.eligible
    if determination.eligible:
        return (True if decided <= day else None), True
    return (False, True) if decided < day else (True, False)


def consent_on(
    consent: ServicesConsent | None, day: date | None
) -> tuple[ConsentStatus | None, bool]:
    """Return the consent to services on the day, and whether that is known."""
    if consent is None:
        return None, True
    given = recorded(consent.given_on)
    not_yet_given = given is not None and day is not None and given > day
    if not consent.declined:
        return (None if not_yet_given else ConsentStatus.GIVEN), True
    ended = recorded(consent.ended_on)
    if ended is None or day is None:
        return ConsentStatus.GIVEN, False
    if ended < day:
        return consent.status, True
    # What is revoked was given before; what is refused was not.
    was_given = consent.status is ConsentStatus.REVOKED and not not_yet_given
    return (ConsentStatus.GIVEN if was_given else None), True


def withdrawn_on(evaluation: Evaluation | None, day: date | None) -> tuple[bool, bool]:
    """Return whether the evaluation was withdrawn by the day, and whether that is known."""
    if evaluation is None or evaluation.withdrawn_on is None:
        return False, True
    withdrawn = recorded(evaluation.withdrawn_on)
    if withdrawn is None or day is None:
        return False, False
    return withdrawn < day, True


def latest_not_eligible_on(student: StudentRecord, day: date | None) -> tuple[bool, bool]:
    """Return whether the student's latest determination by the day was one of not eligible, and whether that is known."""
    for referral in reversed(student.referrals):
        eligible, known = eligible_on(referral.determination, day)
        if not known:
            decided = (
                recorded(referral.determination.decided_on) if referral.determination else None
            )
            if day is None or decided is None:
                return False, False
            continue
        if eligible is not None:
            return not eligible, True
    return False, True


def status_on(iep: IEP, day: date | None) -> IEPStatus:
    """Return the status of the IEP on the day; where a date is missing, what was ever active counts as active."""
    activated = recorded(iep.activated_on)
    if activated is None and iep.status is IEPStatus.DRAFT:
        return IEPStatus.DRAFT
    if day is None:
        return IEPStatus.ACTIVE
    if activated is not None and activated > day:
        return IEPStatus.DRAFT
    inactivated = recorded(iep.inactivated_on)
    if inactivated is not None and inactivated < day:
        return IEPStatus.INACTIVE
    return IEPStatus.ACTIVE
