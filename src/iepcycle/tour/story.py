"""The story that the tour tells: two referrals, and what the team does with each of their IEPs.

The student is invented.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Final

import attrs

from iepcycle.vocabulary import EvaluationType, IEPType, Section

CATEGORY: Final = "Specific learning disability"
"""The eligibility category of both determinations."""


@attrs.frozen(kw_only=True)
class Chapter:
    """An IEP, and what the team does with it."""

    id: str
    """The id of the IEP."""
    type: IEPType = IEPType.REVISION
    """Its type."""
    created: date
    """The day on which it is drafted."""
    conference: date | None = None
    """The day of its conference; a Revision is agreed without one."""
    notice: date
    """The day on which the parent is informed."""
    activated: date
    """The day on which it comes into force."""
    service: date | None = None
    """The day of a service record, while it is in force."""
    progress: date | None = None
    """The day of a progress report, while it is in force."""
    writes: Mapping[Section, str]
    """The sections that the team writes; what it must review besides, it leaves as it is."""


@attrs.frozen(kw_only=True)
class Part:
    """A referral, and the IEPs that are made on it."""

    id: str
    """The id of the referral."""
    evaluation: EvaluationType
    """What its evaluation is."""
    received: date
    """The day on which it is received."""
    filed: date
    """The day on which it is committed to school records."""
    assessment_consent: date
    """The day on which the school receives consent for assessment."""
    decided: date
    """The day on which the student is found eligible."""
    determination_filed: date
    """The day on which the determination is committed to school records."""
    services_consent: date | None = None
    """The day on which the parent consents to services; asked once, before the first."""
    chapters: tuple[Chapter, ...]
    """The IEPs, in the order in which they are made."""


STORY: Final = (
    Part(
        id="R1",
        evaluation=EvaluationType.INITIAL,
        received=date(2020, 8, 17),
        filed=date(2020, 8, 18),
        assessment_consent=date(2020, 9, 1),
        decided=date(2020, 10, 19),
        determination_filed=date(2020, 10, 21),
        services_consent=date(2020, 10, 26),
        chapters=(
            Chapter(
                id="R1-1",
                type=IEPType.INITIAL,
                created=date(2020, 10, 28),
                conference=date(2020, 11, 4),
                notice=date(2020, 11, 6),
                activated=date(2020, 11, 10),
                service=date(2020, 12, 11),
                progress=date(2021, 1, 22),
                writes={
                    Section.PRESENT_LEVELS: "Reads 40 words a minute aloud; follows a story when it is read to the class.",
                    Section.ANNUAL_GOALS: "Reads 70 words a minute aloud with no more than three errors.",
                    Section.SERVICES: "Reading with the special education teacher, 3 times a week, 30 minutes each.",
                },
            ),
            Chapter(
                id="R1-2",
                created=date(2021, 2, 8),
                notice=date(2021, 2, 12),
                activated=date(2021, 2, 17),
                service=date(2021, 4, 16),
                writes={
                    Section.SERVICES: "Reading with the special education teacher, 5 times a week, 30 minutes each.",
                },
            ),
            Chapter(
                id="R1-3",
                created=date(2021, 5, 3),
                notice=date(2021, 5, 7),
                activated=date(2021, 5, 12),
                progress=date(2021, 5, 28),
                writes={
                    Section.ASSESSMENT_ACCOMMODATIONS: "Instructions are read aloud; extended time."
                },
            ),
            Chapter(
                id="R1-4",
                type=IEPType.ANNUAL,
                created=date(2021, 10, 11),
                conference=date(2021, 10, 27),
                notice=date(2021, 10, 29),
                activated=date(2021, 11, 3),
                service=date(2021, 12, 10),
                progress=date(2022, 1, 21),
                writes={
                    Section.PRESENT_LEVELS: "Reads 68 words a minute aloud; retells the main events of a story.",
                    Section.ANNUAL_GOALS: "Reads 95 words a minute aloud and names the main idea.",
                },
            ),
            Chapter(
                id="R1-5",
                type=IEPType.ANNUAL,
                created=date(2022, 10, 3),
                conference=date(2022, 10, 19),
                notice=date(2022, 10, 21),
                activated=date(2022, 10, 26),
                progress=date(2023, 1, 20),
                writes={
                    Section.PRESENT_LEVELS: "Reads 92 words a minute aloud; names the main idea with a prompt.",
                    Section.ANNUAL_GOALS: "Reads 110 words a minute aloud and names the main idea without a prompt.",
                },
            ),
            Chapter(
                id="R1-6",
                created=date(2023, 3, 6),
                notice=date(2023, 3, 10),
                activated=date(2023, 3, 15),
                writes={Section.EXTENDED_SCHOOL_YEAR: "Four weeks of reading in the summer."},
            ),
        ),
    ),
    Part(
        id="R2",
        evaluation=EvaluationType.REEVALUATION,
        received=date(2023, 8, 7),
        filed=date(2023, 8, 8),
        assessment_consent=date(2023, 8, 21),
        decided=date(2023, 10, 2),
        determination_filed=date(2023, 10, 4),
        chapters=(
            Chapter(
                id="R2-1",
                type=IEPType.REEVALUATION_ANNUAL,
                created=date(2023, 10, 5),
                conference=date(2023, 10, 12),
                notice=date(2023, 10, 16),
                activated=date(2023, 10, 18),
                service=date(2023, 12, 8),
                writes={
                    Section.PRESENT_LEVELS: "Reads at the level of the grade; spelling is two grades below.",
                    Section.ANNUAL_GOALS: "Writes a paragraph with no more than four spelling errors.",
                    Section.SERVICES: "Writing with the special education teacher, twice a week, 30 minutes each.",
                },
            ),
            Chapter(
                id="R2-2",
                created=date(2024, 1, 16),
                notice=date(2024, 1, 19),
                activated=date(2024, 1, 24),
                writes={
                    Section.SUPPLEMENTARY_AIDS: "A word processor with a spelling checker in class."
                },
            ),
            Chapter(
                id="R2-3",
                created=date(2024, 4, 8),
                notice=date(2024, 4, 12),
                activated=date(2024, 4, 17),
                progress=date(2024, 5, 24),
                writes={
                    Section.ASSESSMENT_ACCOMMODATIONS: "A word processor with a spelling checker."
                },
            ),
            Chapter(
                id="R2-4",
                type=IEPType.ANNUAL,
                created=date(2024, 9, 23),
                conference=date(2024, 10, 9),
                notice=date(2024, 10, 11),
                activated=date(2024, 10, 16),
                service=date(2024, 12, 13),
                writes={
                    Section.PRESENT_LEVELS: "Writes a paragraph with six spelling errors.",
                    Section.ANNUAL_GOALS: "Writes a page with no more than four spelling errors.",
                },
            ),
            Chapter(
                id="R2-5",
                created=date(2025, 2, 3),
                notice=date(2025, 2, 7),
                activated=date(2025, 2, 12),
                writes={
                    Section.SERVICES: "Writing with the special education teacher, once a week, 30 minutes.",
                },
            ),
        ),
    ),
)
"""The parts of the story, in the order of the outline."""
