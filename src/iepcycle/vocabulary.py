"""The closed vocabularies of the IEP cycle, in canonical order.

The value of a member is its name on the wire; its `label` is what a school would say.
Text never equals a member: ``Stage.DEVELOP_PLAN == "develop_plan"`` is false.

Source: eCSSS help, *About Individualized Education Program (IEP)* and *About the Student Support Process*.
"""

from __future__ import annotations

import functools
from enum import Enum
from typing import Final


class Term(Enum):
    """A word of a closed vocabulary."""

    # Members are single objects, so identity is a sound hash; the one of Enum runs in Python and costs three times more.
    __hash__ = object.__hash__

    position: int
    """The place of the term in the canonical order, from 0."""

    def __init__(self, _value: str) -> None:
        """Number the members in the order in which they are written."""
        self.position = len(type(self).__members__)

    @property
    def label(self) -> str:
        """The term as the field writes it, like ``Prior Written Notice``."""
        return str(self.value).replace("_", " ").title()


@functools.total_ordering
class Stage(Term):
    """A stage of the Student Support Process; stages are ordered.

    A later stage of a district's own system is recorded as `IMPLEMENT_PLAN` (interpretation I-9).

    Example:
        >>> Stage.IMPLEMENT_PLAN >= Stage.DEVELOP_PLAN
        True
    """

    EXPRESS_CONCERN = "express_concern"
    DEFINE_NEEDS = "define_needs"
    DEVELOP_PLAN = "develop_plan"
    IMPLEMENT_PLAN = "implement_plan"

    def __lt__(self, other: object) -> bool:
        """Say whether this stage comes before the other in the process."""
        if not isinstance(other, Stage):
            return NotImplemented
        return self.position < other.position


class EvaluationType(Term):
    """What the Evaluation Worksheet says the evaluation is."""

    INITIAL = "initial"
    REEVALUATION = "reevaluation"


class TimelineException(Term):
    """Why the 60-day timeframe of an evaluation does not apply: 34 CFR 300.301(d)."""

    CHILD_NOT_PRODUCED = "child_not_produced"
    """The parent repeatedly failed or refused to produce the child: (d)(1)."""
    CHANGED_AGENCY = "changed_agency"
    """The child enrolled in another agency before the determination: (d)(2)."""


class IEPType(Term):
    """The type of an IEP, as the system assigns it.

    Example:
        >>> IEPType.REEVALUATION_ANNUAL.label
        'Reevaluation/Annual IEP'
    """

    INITIAL = "initial"
    ANNUAL = "annual"
    REVISION = "revision"
    REEVALUATION_ANNUAL = "reevaluation_annual"
    REEVALUATION_REVISION = "reevaluation_revision"

    @property
    def label(self) -> str:
        """The type as the referral tree writes it."""
        return f"{super().label.replace(' ', '/')} IEP"


OPENING_TYPES: Final = frozenset(
    {IEPType.INITIAL, IEPType.REEVALUATION_ANNUAL, IEPType.REEVALUATION_REVISION}
)
"""The types that open a referral."""


class IEPStatus(Term):
    """The status label of an IEP."""

    DRAFT = "draft"
    """Editable, not activated."""
    ACTIVE = "active"
    """In force; changed only by a Revision."""
    INACTIVE = "inactive"
    """Was active, is not any more, cannot be edited."""


class ConsentStatus(Term):
    """What the parent said to the provision of services (form 102b)."""

    GIVEN = "given"
    REFUSED = "refused"
    REVOKED = "revoked"


class ProcedureKind(Term):
    """A procedure that hangs under its IEP on the referral tree."""

    CONFERENCE = "conference"
    PRIOR_WRITTEN_NOTICE = "prior_written_notice"
    SERVICE_RECORD = "service_record"
    PROGRESS_REPORT = "progress_report"


class ConferencePurpose(Term):
    """The actual purpose of a conference."""

    IEP = "iep"
    STUDENT_NEEDS = "student_needs"
    ELIGIBILITY = "eligibility"
    OTHER = "other"

    @property
    def label(self) -> str:
        """The purpose as the field writes it."""
        return "IEP" if self is ConferencePurpose.IEP else super().label


class Section(Term):
    """A section of the content of an IEP (34 CFR 300.320 unless said)."""

    PRESENT_LEVELS = "present_levels"
    """Academic achievement and functional performance: (a)(1)."""
    ANNUAL_GOALS = "annual_goals"
    """Measurable annual goals: (a)(2)."""
    PROGRESS_MEASUREMENT = "progress_measurement"
    """How progress is measured and when it is reported: (a)(3)."""
    SERVICES = "services"
    """Special education and related services, and their dates, frequency and place: (a)(4), (a)(7)."""
    SUPPLEMENTARY_AIDS = "supplementary_aids"
    """Aids, modifications, and supports for staff: (a)(4)."""
    LEAST_RESTRICTIVE_ENVIRONMENT = "least_restrictive_environment"
    """The extent of non-participation with non-disabled children: (a)(5)."""
    ASSESSMENT_ACCOMMODATIONS = "assessment_accommodations"
    """Accommodations in state and district assessments: (a)(6)."""
    EXTENDED_SCHOOL_YEAR = "extended_school_year"
    """Services beyond the school year: 34 CFR 300.106."""
    SPECIAL_FACTORS = "special_factors"
    """Behaviour, language, braille, communication, technology: 34 CFR 300.324(a)(2)."""
    SECONDARY_TRANSITION = "secondary_transition"
    """Postsecondary goals and transition services: (b)."""
    TRANSFER_OF_RIGHTS = "transfer_of_rights"
    """That the student was told of the rights that will transfer at the age of majority: (c)."""
    ELIGIBILITY_CATEGORY = "eligibility_category"
    """The category of the determination; read from the record, never from an IEP."""


class CopyAction(Term):
    """What happens to a section when a new IEP is started."""

    COPY = "copy"
    """Carried unchanged."""
    REVIEW = "review"
    """Carried as a starting text that the team must review, and marked so."""
    REFRESH = "refresh"
    """Read anew from the student's record, never from the old IEP."""
    BLANK = "blank"
    """Starts empty."""


class AnnualInterval(Term):
    """How a year after the IEP date is reckoned; every result is the last day on which the review is in time."""

    ANNIVERSARY = "anniversary"
    """The same day of the month one year later (eCSSS: overdue after more than one year)."""
    DAY_BEFORE_ANNIVERSARY = "day_before_anniversary"
    """The day before the anniversary (Georgia)."""
    DAYS_364 = "days_364"
    """364 days later (Missouri)."""
    DAYS_365 = "days_365"
    """365 days later (Minneapolis)."""


class LeapDay(Term):
    """Which day of a common year stands for 29 February (interpretation I-6)."""

    FEBRUARY_28 = "february_28"
    """Never later than the anniversary."""
    MARCH_1 = "march_1"
    """The day after 28 February."""


class EvaluationEnd(Term):
    """The event that meets the evaluation timeline (interpretation I-5)."""

    DETERMINATION = "determination"
    """The decision date of the determination."""
    IEP_MEETING = "iep_meeting"
    """The first IEP conference on the referral."""
    IEP_ACTIVATION = "iep_activation"
    """The first activation of an IEP on the referral."""


class MeetingStart(Term):
    """The event from which the deadline of the first IEP meeting runs."""

    SERVICES_CONSENT = "services_consent"
    """The day on which consent for services was given: HAR 8-60-47(c)(1)."""
    DETERMINATION = "determination"
    """The decision date of the determination: 34 CFR 300.323(c)(1)."""
