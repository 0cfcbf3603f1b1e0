"""The evaluation of a referral, the determination that closes it, and the consent to services."""

from __future__ import annotations

from datetime import date

import attrs

from iepcycle.dates import recorded
from iepcycle.records.soundness import (
    OPTIONAL_DATE,
    OPTIONAL_TEXT,
    OPTIONAL_YES_OR_NO,
    YES_OR_NO,
    member,
    refuse,
    value,
    wrong_types,
)
from iepcycle.vocabulary import ConsentStatus, EvaluationType, TimelineException


@attrs.frozen(kw_only=True, weakref_slot=False)
class Determination:
    """The determination of eligibility for IDEA services that closes an evaluation.

    Source: eCSSS help, *Document Eligibility Determination*.
    """

    eligible: bool = attrs.field(metadata=YES_OR_NO)
    """Whether the student meets the eligibility requirements."""
    decided_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The decision date."""
    filed_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The date on which the determination was committed to school records."""
    category: str | None = attrs.field(default=None, metadata=OPTIONAL_TEXT)
    """The eligibility category; opaque to the library."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, all of them at once."""
        refuse(wrong_types(self))


@attrs.frozen(kw_only=True, weakref_slot=False)
class Evaluation:
    """The evaluation of a referral, as the Evaluation Worksheet and the consent forms record it.

    Source: eCSSS help, *60-Day Timeline - How it Begins* and *How it Ends*.
    """

    type: EvaluationType = attrs.field(metadata=member(EvaluationType))
    """The evaluation type that the Evaluation Worksheet sets."""
    determination: Determination | None = attrs.field(default=None, metadata=value(Determination))
    """The determination on file, if there is one."""
    assessment_needed: bool | None = attrs.field(default=None, metadata=OPTIONAL_YES_OR_NO)
    """Whether the team decided that assessments are needed."""
    consent_received_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which the school received consent for assessment (forms 102a, 102c)."""
    no_assessment_decided_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day of the conference that decided that no assessment was needed."""
    withdrawn_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which the evaluation was withdrawn."""
    corrected_start_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The corrected timeline start; overrides every other start."""
    corrected_end_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The corrected timeline end; overrides every other end."""
    timeline_exception: TimelineException | None = attrs.field(
        default=None, metadata=member(TimelineException, optional=True)
    )
    """Why the timeframe does not apply, where it does not: 34 CFR 300.301(d)."""
    early_reevaluation_agreed_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which parent and agency agreed to reevaluate within a year: 34 CFR 300.303(b)(1)."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, all of them at once."""
        refuse(wrong_types(self))

    @property
    def withdrawn(self) -> bool:
        """Whether the evaluation has been withdrawn; a placeholder date does not count (RECORD-7)."""
        return recorded(self.withdrawn_on) is not None


@attrs.frozen(kw_only=True, weakref_slot=False)
class ServicesConsent:
    """What the parent said to the provision of services.

    Source: eCSSS help, *Revocation of Consent* (form 102b); 34 CFR 300.300(b).
    """

    status: ConsentStatus = attrs.field(metadata=member(ConsentStatus))
    """Whether consent is given, refused or revoked."""
    given_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which consent was given."""
    ended_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which consent was refused or revoked."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, all of them at once."""
        refuse(wrong_types(self))

    @property
    def declined(self) -> bool:
        """Whether services were refused or revoked."""
        return self.status is not ConsentStatus.GIVEN
