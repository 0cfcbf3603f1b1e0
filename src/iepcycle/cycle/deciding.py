"""What the school and the parent decide: eligibility, and consent to services; either may end a plan (EFFECT-2, EFFECT-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle.cycle.steps import activations, inactivated
from iepcycle.dates import recorded
from iepcycle.edits import (
    changed_evaluation,
    changed_referral,
    refuse_before,
    refuse_other,
    refused,
)
from iepcycle.records import Determination, ServicesConsent
from iepcycle.vocabulary import ConsentStatus

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.records import Referral, StudentRecord


def determine_eligibility(
    student: StudentRecord, referral_id: str, determination: Determination
) -> StudentRecord:
    """Return the record with the determination on the referral; one of not eligible ends the active IEP (EFFECT-2).

    Args:
        student: The record as it stands.
        referral_id: The referral whose evaluation it closes.
        determination: What was decided; its decision date, or where that is not recorded the day of filing,
            is the day on which an active IEP becomes inactive.

    Raises:
        InvalidRecordError: The referral is unknown or has no evaluation, the filing precedes the decision,
            a determination of not eligible precedes the activation of the IEP that it ends,
            or one of eligible follows the creation of an IEP of the referral, which rests on it:
            to find a student eligible anew takes a new referral.

    Source:
        eCSSS help, *Eligibility Decision Tab - IDEA*.

    Example:
        >>> from datetime import date
        >>> from iepcycle import IEP, Determination, Evaluation, EvaluationType, IEPStatus
        >>> from iepcycle import IEPType, Referral, Stage, StudentRecord
        >>> referral = Referral(
        ...     id="R1",
        ...     stage=Stage.IMPLEMENT_PLAN,
        ...     evaluation=Evaluation(type=EvaluationType.INITIAL),
        ...     ieps=(IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE),),
        ... )
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> rescinded = Determination(eligible=False, decided_on=date(2024, 9, 3))
        >>> determine_eligibility(student, "R1", rescinded).active_iep is None
        True
    """
    refuse_other(determination, Determination, "determination")
    refuse_before(
        determination.filed_on, (determination.decided_on,), path="determination.filed_on"
    )
    student = changed_evaluation(student, referral_id, determination=determination)
    if determination.eligible:
        _refuse_after_creation(determination, student.referral(referral_id))
        return student
    on = recorded(determination.decided_on) or recorded(determination.filed_on)
    refuse_before(on, activations(student), path="determination.decided_on")
    return inactivated(student, on)


def _refuse_after_creation(determination: Determination, referral: Referral) -> None:
    """Refuse a decision date that comes after the creation of an IEP of the referral."""
    for iep in referral.ieps:
        created, decided = recorded(iep.created_on), recorded(determination.decided_on)
        if created is not None and decided is not None and created < decided:
            message = "Expected a day that does not follow the creation of an IEP of the referral."
            raise refused("dates_out_of_order", "determination.decided_on", message)


def record_services_consent(
    student: StudentRecord, referral_id: str, status: ConsentStatus, *, on: date
) -> StudentRecord:
    """Return the record with the answer of the parent to services; a refusal or revocation ends the active IEP.

    Args:
        student: The record as it stands.
        referral_id: The referral under whose notice the consent form stands.
        status: What the parent said.
        on: The day on which it was said.

    Raises:
        InvalidRecordError: The referral is unknown, services were declined before,
            or the day precedes the consent or the activation of the IEP that it ends.

    Source:
        34 CFR 300.300(b); eCSSS help, *Revocation of Consent*.

    Example:
        >>> from datetime import date
        >>> from iepcycle import ConsentStatus, Referral, Stage, StudentRecord
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN)
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> given = record_services_consent(student, "R1", ConsentStatus.GIVEN, on=date(2024, 9, 3))
        >>> given.latest_services_consent.given_on
        datetime.date(2024, 9, 3)
    """
    before = student.referral(referral_id).services_consent
    if before is not None and before.declined:
        raise refused(
            "already_declined", "referral_id", "Expected services that were not declined before."
        )
    if status is ConsentStatus.GIVEN:
        consent = ServicesConsent(status=status, given_on=on)
        return changed_referral(student, referral_id, services_consent=consent)
    given_on = None if before is None else before.given_on
    refuse_before(on, (given_on, *activations(student)))
    consent = ServicesConsent(status=status, given_on=given_on, ended_on=on)
    return inactivated(changed_referral(student, referral_id, services_consent=consent), on)


def revoke_services(student: StudentRecord, referral_id: str, *, on: date) -> StudentRecord:
    """Return the record with the consent to services revoked, and the active IEP inactive (EFFECT-3).

    Args:
        student: The record as it stands.
        referral_id: The referral whose services consent is revoked.
        on: The day on which the school received the revocation; the IEP becomes inactive on it.

    Raises:
        InvalidRecordError: The referral is unknown, services were declined before,
            or the day precedes the consent or the activation of the IEP that it ends.

    Source:
        34 CFR 300.300(b)(4); eCSSS help, *Revocation of Consent*.

    Example:
        >>> from datetime import date
        >>> from iepcycle import IEP, IEPStatus, IEPType, Referral, Stage, StudentRecord
        >>> active = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE)
        >>> referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(active,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> _, iep = revoke_services(student, "R1", on=date(2024, 9, 3)).find_iep("R1-1")
        >>> iep.status, iep.inactivated_on
        (<IEPStatus.INACTIVE: 'inactive'>, datetime.date(2024, 9, 3))
    """
    return record_services_consent(student, referral_id, ConsentStatus.REVOKED, on=on)
