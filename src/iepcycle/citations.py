"""Where a rule comes from, and how much authority that gives it.

Every rule names its basis and its public sources, and every source has a title and an address that anyone can open.
"""

from __future__ import annotations

import functools
from typing import Final

import attrs

from iepcycle.vocabulary import Term


@functools.total_ordering
class Severity(Term):
    """How heavy a finding weighs; it follows from the basis of the rule and is never set by hand.

    Example:
        >>> Severity.VIOLATION > Severity.WARNING > Severity.ADVISORY
        True
    """

    ADVISORY = "advisory"
    WARNING = "warning"
    VIOLATION = "violation"

    def __lt__(self, other: object) -> bool:
        """Say whether this severity weighs less than the other."""
        if not isinstance(other, Severity):
            return NotImplemented
        return self.position < other.position


class Basis(Term):
    """The authority on which a rule rests.

    Example:
        >>> Basis.INFERRED.severity
        <Severity.WARNING: 'warning'>
    """

    STATED = "stated"
    """A cited source says it."""
    DEFINITION = "definition"
    """It follows from what the words mean."""
    INFERRED = "inferred"
    """No source says it outright; the derivation is written down."""
    ASSUMED = "assumed"
    """Our choice where sources are silent; a policy field that a district can set otherwise."""

    @property
    def meaning(self) -> str:
        """What the basis claims, in one sentence."""
        return _MEANING[self]

    @property
    def severity(self) -> Severity:
        """The severity of a finding that rests on this basis."""
        return _SEVERITY[self]


_MEANING: Final = {
    Basis.STATED: "A cited source says it.",
    Basis.DEFINITION: "It follows from what the words mean.",
    Basis.INFERRED: "No source says it outright; the derivation is written down.",
    Basis.ASSUMED: "Our choice where sources are silent; a district can set it otherwise.",
}
_SEVERITY: Final = {
    Basis.STATED: Severity.VIOLATION,
    Basis.DEFINITION: Severity.VIOLATION,
    Basis.INFERRED: Severity.WARNING,
    Basis.ASSUMED: Severity.ADVISORY,
}


@attrs.frozen
class Source:
    """A public page that states facts about the IEP cycle."""

    title: str
    publisher: str
    address: str
    """The public address of the page."""


@attrs.frozen
class Citation:
    """A place in a source, and what it says there, in our words.

    Example:
        >>> print(Citation(ABOUT_IEP, "outline", "An IEP must be activated before the next."))
        eCSSS help, About Individualized Education Program (IEP), outline
    """

    source: Source
    pinpoint: str
    """The paragraph, tab or heading."""
    says: str = ""
    """What the source says there, paraphrased."""

    def __str__(self) -> str:
        """Name the source and the place in it."""
        place = f", {self.pinpoint}" if self.pinpoint else ""
        return f"{self.source.publisher}, {self.source.title}{place}"


_ECSSS: Final = "eCSSS help"
_ECSSS_PAGES: Final = "https://ecsssonline.k12.hi.us/pages/WebHelp/"
_PLAN_PAGES: Final = f"{_ECSSS_PAGES}Stage_4_-_Develop_Plan/"
_IEP_PAGES: Final = f"{_PLAN_PAGES}Individualized_Education_Program_(IEP)/"
_NEEDS_PAGES: Final = f"{_ECSSS_PAGES}Stage_3_-_Define_Needs/"


def _ecsss(title: str, address: str) -> Source:
    return Source(title, _ECSSS, address)


def _regulation(section: str, title: str) -> Source:
    return Source(
        f"{section} {title}",
        "34 CFR Part 300 (IDEA)",
        f"https://www.ecfr.gov/current/title-34/part-300/section-{section}",
    )


ABOUT_IEP: Final = _ecsss(
    "About Individualized Education Program (IEP)",
    f"{_IEP_PAGES}About_Individualized_Education_Program_(IEP).htm",
)
"""What an IEP is, its statuses and types, and the outline of the cycle."""
IEP_ACTIONS: Final = _ecsss("IEP Actions", f"{_IEP_PAGES}IEP-Actions.htm")
"""The tab that holds the dates and the activation of an IEP."""
REMINDERS: Final = _ecsss("Reminders", f"{_PLAN_PAGES}reminders.htm")
"""What the markers Active, Draft and Inactive mean; corrections and revisions."""
DATA_REQUIREMENTS: Final = _ecsss(
    "Data Requirements for 504/IDEA Eligibility",
    "https://ecsssonline.k12.hi.us/pages/webhelp/Data_Requirements_for_504_Idea_Eligibility.htm",
)
"""What makes a student eligible for IDEA services in the record."""
IDEA_ELIGIBILITY_TAB: Final = _ecsss(
    "Eligibility Decision Tab - IDEA",
    f"{_NEEDS_PAGES}Eligibility_Determination/Eligibility_Decision_Tab_-_IDEA.htm",
)
"""What a determination records, and what rescinding it does."""
ELIGIBILITY_DETERMINATION: Final = _ecsss(
    "Document Eligibility Determination",
    f"{_NEEDS_PAGES}Eligibility_Determination/Document_Eligibility_Determination.htm",
)
"""How a determination is recorded and filed."""
TIMELINE_BEGINS: Final = _ecsss(
    "60-Day Timeline - How it Begins",
    f"{_NEEDS_PAGES}Worksheets/60-Day_Timeline_-_How_it_Begins.htm",
)
"""The events that start the 60-day evaluation timeline."""
TIMELINE_ENDS: Final = _ecsss(
    "60-Day Timeline - How it Ends",
    f"{_NEEDS_PAGES}Worksheets/60-Day_Timeline_-_How_it_Ends.htm",
)
"""The events that end the 60-day evaluation timeline."""
TRIENNIAL_AGREEMENT: Final = _ecsss("Triennial Reevaluation Agreement", _ECSSS_PAGES)
"""When the team may agree that a reevaluation is unnecessary; the address is that of the help, not of the page."""
STUDENT_TEAM_LIST: Final = _ecsss(
    "About Student Team List",
    f"{_ECSSS_PAGES}Student_Profile/Student_Support_Team_List/About_Student_Team_List.htm",
)
"""The Care Coordinator and other roles of the student team."""
STUDENT_SUPPORT_PROCESS: Final = _ecsss(
    "About the Student Support Process",
    f"{_ECSSS_PAGES}Student_Support_Process_-_Overview/About_the_Student_Support_Process.htm",
)
"""The stages of a referral."""
IEP_DAILY_REPORT: Final = _ecsss(
    "IEP Daily Reference Guide", f"{_ECSSS_PAGES}IEP_Daily_Reference_Guide.htm"
)
"""What the daily report calls current and overdue."""
BACKGROUND: Final = _ecsss(
    "Background", "https://ecsssonline.k12.hi.us/pages/webhelp/Background.htm"
)
"""Records migrated from the earlier system, and their placeholder dates."""
HAR_60_47: Final = Source(
    "8-60-47 When IEPs must be in effect",
    "Hawaii Administrative Rules, chapter 8-60",
    "https://www.law.cornell.edu/regulations/hawaii/Haw-Code-R-SS-8-60-47",
)
"""Hawaii: when an IEP must be in effect, and the deadline of the first IEP meeting."""

CONSENT: Final = _regulation("300.300", "Parental consent")
"""Consent for evaluation, for services and for reevaluation; revocation."""
INITIAL_EVALUATIONS: Final = _regulation("300.301", "Initial evaluations")
"""The 60-day timeline of the initial evaluation and its exceptions."""
REEVALUATIONS: Final = _regulation("300.303", "Reevaluations")
"""Not more than once a year, at least once every three years, unless agreed otherwise."""
IEP_CONTENT: Final = _regulation("300.320", "Definition of individualized education program")
"""What an IEP must contain."""
IEPS_IN_EFFECT: Final = _regulation("300.323", "When IEPs must be in effect")
"""The deadline of the first IEP meeting, and transfers."""
IEP_REVIEW: Final = _regulation("300.324", "Development, review, and revision of IEP")
"""The annual review, and changes made between two of them."""
IOWA_AMENDING: Final = Source(
    "Amending the IEP",
    "Iowa Department of Education",
    "https://educateiowa.gov/pk-12/special-education/guidance-quality-ieps/amending-iep",
)
"""Guidance of another state: an amendment moves neither the annual nor the reevaluation date."""
GEORGIA_AMENDMENT: Final = Source(
    "Amendment",
    "Georgia Department of Education, GO-IEP help",
    "https://sped.gadoe.org/iephelpweb/Amendment.html",
)
"""Guidance of another state: an amendment does not outlast the IEP that it amends."""
MICHIGAN_AMENDMENT: Final = Source(
    "IEP Amendment guidance, May 2022",
    "Michigan Department of Education (copy)",
    "https://info.5y1.org/when-was-the-department-of-education-created_1_5db2e6.html",
)
"""Guidance of another state: an amendment does not move the annual review date."""
INDICATOR_11: Final = Source(
    "Indicator 11: Initial Evaluations",
    "Indiana Department of Education",
    "https://www.doe.in.gov/specialed/indicator-11-initial-evaluations",
)
"""How indicator 11 of the federal reports is measured, as a state prints it."""
INDICATOR_11_GEORGIA: Final = Source(
    "Initial Evaluations - Child Find Indicator 11",
    "Georgia Department of Education, data help",
    "https://sped.gadoe.org/spdbhelpweb/InitialEvaluations-ChildFindIndi.html",
)
"""Which consents a state counts in a reporting year, and which it leaves out."""
INDICATOR_11_VIRGINIA: Final = Source(
    "Instructions for Reporting Indicator 11, December 2017",
    "Virginia Department of Education (copy)",
    "https://docest.com/doc/213582/part-b-special-education-state-performance-plan-spp",
)
"""What a state does with withdrawals, and with timelines that run on after the end of the year."""
