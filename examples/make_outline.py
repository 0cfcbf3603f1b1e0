"""Makes the example records: the outline of the IEP cycle step by step, and referrals that are refused.

The outline is the one of eCSSS help, *About Individualized Education Program (IEP)*.
Every step is made with the library's own functions, so no file can show a step that the rules refuse.
The student is invented.

Run ``python examples/make_outline.py`` after a change; a test asserts that the files are current.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from iepcycle import (
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    Section,
    ServicesConsent,
    Stage,
    StudentRecord,
    activate_iep,
    create_iep,
    revoke_services,
    wire,
)
from iepcycle.edits import (
    add_referral,
    assign_care_coordinator,
    move_to_stage,
    record_procedure,
    write_section,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent

INITIAL_REFERRAL: Final = Referral(
    id="R1",
    stage=Stage.DEVELOP_PLAN,
    received_on=date(2020, 8, 17),
    filed_on=date(2020, 8, 18),
    evaluation=Evaluation(
        type=EvaluationType.INITIAL,
        assessment_needed=True,
        consent_received_on=date(2020, 9, 1),
        determination=Determination(
            eligible=True,
            decided_on=date(2020, 10, 19),
            filed_on=date(2020, 10, 21),
            category="Specific learning disability",
        ),
    ),
    services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2020, 10, 26)),
)
REEVALUATION_REFERRAL: Final = Referral(
    id="R2",
    stage=Stage.DEVELOP_PLAN,
    received_on=date(2023, 8, 7),
    filed_on=date(2023, 8, 8),
    evaluation=Evaluation(
        type=EvaluationType.REEVALUATION,
        assessment_needed=True,
        consent_received_on=date(2023, 8, 21),
        determination=Determination(
            eligible=True,
            decided_on=date(2023, 10, 2),
            filed_on=date(2023, 10, 4),
            category="Specific learning disability",
        ),
    ),
)


@attrs.frozen(kw_only=True)
class Planned:
    """An IEP of the outline, and what the team does with it."""

    referral: str = "R1"
    id: str
    type: IEPType = IEPType.REVISION
    created: date
    meeting: date | None = None
    notice: date
    activated: date
    served: date | None = None
    progress: date | None = None
    writes: Mapping[Section, str]

    @property
    def word(self) -> str:
        """The type as a file name has it."""
        return self.type.value.replace("_", "-")


ON_INITIAL_REFERRAL: Final = (
    Planned(
        id="R1-1",
        type=IEPType.INITIAL,
        created=date(2020, 10, 28),
        meeting=date(2020, 11, 4),
        notice=date(2020, 11, 6),
        activated=date(2020, 11, 10),
        served=date(2020, 12, 11),
        progress=date(2021, 1, 22),
        writes={
            Section.PRESENT_LEVELS: "Reads 40 words a minute aloud; follows a story when it is read to the class.",
            Section.ANNUAL_GOALS: "Reads 70 words a minute aloud with no more than three errors.",
            Section.SERVICES: "Reading with the special education teacher, 3 times a week, 30 minutes each.",
        },
    ),
    Planned(
        id="R1-2",
        created=date(2021, 2, 8),
        notice=date(2021, 2, 12),
        activated=date(2021, 2, 17),
        served=date(2021, 4, 16),
        writes={
            Section.SERVICES: "Reading with the special education teacher, 5 times a week, 30 minutes each.",
        },
    ),
    Planned(
        id="R1-3",
        created=date(2021, 5, 3),
        notice=date(2021, 5, 7),
        activated=date(2021, 5, 12),
        progress=date(2021, 5, 28),
        writes={Section.ASSESSMENT_ACCOMMODATIONS: "Instructions are read aloud; extended time."},
    ),
    Planned(
        id="R1-4",
        type=IEPType.ANNUAL,
        created=date(2021, 10, 11),
        meeting=date(2021, 10, 27),
        notice=date(2021, 10, 29),
        activated=date(2021, 11, 3),
        served=date(2021, 12, 10),
        progress=date(2022, 1, 21),
        writes={
            Section.PRESENT_LEVELS: "Reads 68 words a minute aloud; retells the main events of a story.",
            Section.ANNUAL_GOALS: "Reads 95 words a minute aloud and names the main idea.",
        },
    ),
    Planned(
        id="R1-5",
        type=IEPType.ANNUAL,
        created=date(2022, 10, 3),
        meeting=date(2022, 10, 19),
        notice=date(2022, 10, 21),
        activated=date(2022, 10, 26),
        progress=date(2023, 1, 20),
        writes={
            Section.PRESENT_LEVELS: "Reads 92 words a minute aloud; names the main idea with a prompt.",
            Section.ANNUAL_GOALS: "Reads 110 words a minute aloud and names the main idea without a prompt.",
        },
    ),
    Planned(
        id="R1-6",
        created=date(2023, 3, 6),
        notice=date(2023, 3, 10),
        activated=date(2023, 3, 15),
        writes={Section.EXTENDED_SCHOOL_YEAR: "Four weeks of reading in the summer."},
    ),
)
ON_REEVALUATION_REFERRAL: Final = (
    Planned(
        referral="R2",
        id="R2-1",
        type=IEPType.REEVALUATION_ANNUAL,
        created=date(2023, 10, 5),
        meeting=date(2023, 10, 12),
        notice=date(2023, 10, 16),
        activated=date(2023, 10, 18),
        served=date(2023, 12, 8),
        writes={
            Section.PRESENT_LEVELS: "Reads at the level of the grade; spelling is two grades below.",
            Section.ANNUAL_GOALS: "Writes a paragraph with no more than four spelling errors.",
            Section.SERVICES: "Writing with the special education teacher, twice a week, 30 minutes each.",
        },
    ),
    Planned(
        referral="R2",
        id="R2-2",
        created=date(2024, 1, 16),
        notice=date(2024, 1, 19),
        activated=date(2024, 1, 24),
        writes={Section.SUPPLEMENTARY_AIDS: "A word processor with a spelling checker in class."},
    ),
    Planned(
        referral="R2",
        id="R2-3",
        created=date(2024, 4, 8),
        notice=date(2024, 4, 12),
        activated=date(2024, 4, 17),
        progress=date(2024, 5, 24),
        writes={Section.ASSESSMENT_ACCOMMODATIONS: "A word processor with a spelling checker."},
    ),
    Planned(
        referral="R2",
        id="R2-4",
        type=IEPType.ANNUAL,
        created=date(2024, 9, 23),
        meeting=date(2024, 10, 9),
        notice=date(2024, 10, 11),
        activated=date(2024, 10, 16),
        served=date(2024, 12, 13),
        writes={
            Section.PRESENT_LEVELS: "Writes a paragraph with six spelling errors.",
            Section.ANNUAL_GOALS: "Writes a page with no more than four spelling errors.",
        },
    ),
    Planned(
        referral="R2",
        id="R2-5",
        created=date(2025, 2, 3),
        notice=date(2025, 2, 7),
        activated=date(2025, 2, 12),
        writes={
            Section.SERVICES: "Writing with the special education teacher, once a week, 30 minutes.",
        },
    ),
)


def outline() -> Iterator[tuple[str, StudentRecord]]:
    """Yield the name of each step of the outline, and the record after it."""
    student = StudentRecord(id="S-0001", referrals=(INITIAL_REFERRAL,))
    yield "eligible", student
    for planned in ON_INITIAL_REFERRAL:
        yield f"{planned.word}-drafted", (student := _drafted(student, planned))
        yield f"{planned.word}-activated", (student := _activated(student, planned))
        student = _afterwards(student, planned)
    yield "reevaluation-eligible", (student := add_referral(student, REEVALUATION_REFERRAL))
    for planned in ON_REEVALUATION_REFERRAL:
        yield f"{planned.word}-drafted", (student := _drafted(student, planned))
        yield f"{planned.word}-activated", (student := _activated(student, planned))
        student = _afterwards(student, planned)


def _drafted(student: StudentRecord, planned: Planned) -> StudentRecord:
    return create_iep(
        student, planned.referral, planned.type, iep_id=planned.id, on=planned.created
    )


def _activated(student: StudentRecord, planned: Planned) -> StudentRecord:
    """Do the team's work on the draft, then activate it."""
    student = assign_care_coordinator(student, planned.id)
    student = _with(student, planned.id, ProcedureKind.CONFERENCE, planned.meeting)
    student = _with(student, planned.id, ProcedureKind.PRIOR_WRITTEN_NOTICE, planned.notice)
    _, draft = student.find_iep(planned.id)
    reviewed = {each.section: each.body for each in draft.content if each.needs_review}
    for section, body in {**reviewed, **planned.writes}.items():
        student = write_section(student, planned.id, section, body)
    student = activate_iep(student, planned.id, on=planned.activated)
    return move_to_stage(student, planned.referral, Stage.IMPLEMENT_PLAN)


def _afterwards(student: StudentRecord, planned: Planned) -> StudentRecord:
    """Serve the student and report the progress, while the IEP is active."""
    student = _with(student, planned.id, ProcedureKind.SERVICE_RECORD, planned.served)
    return _with(student, planned.id, ProcedureKind.PROGRESS_REPORT, planned.progress)


def _with(
    student: StudentRecord, iep_id: str, kind: ProcedureKind, on: date | None
) -> StudentRecord:
    if on is None:
        return student
    purpose = ConferencePurpose.IEP if kind is ProcedureKind.CONFERENCE else None
    return record_procedure(student, iep_id, Procedure(kind=kind, on=on, purpose=purpose))


def refused() -> Iterator[tuple[str, StudentRecord]]:
    """Yield the name of each reason for which no IEP may be created, and a record that shows it."""
    steps = dict(reversed(list(outline())))  # of the steps of one name, the first
    worksheet = Evaluation(type=EvaluationType.INITIAL, consent_received_on=date(2020, 9, 1))
    not_eligible = Determination(eligible=False, decided_on=date(2020, 10, 19))
    annual = IEP(id="R1-1", type=IEPType.ANNUAL, status=IEPStatus.ACTIVE)
    initial = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.INACTIVE)
    yield "stage-too-early", _with_referral(stage=Stage.DEFINE_NEEDS)
    yield "no-determination", _with_referral(evaluation=worksheet, services_consent=None)
    yield (
        "not-eligible",
        _with_referral(
            evaluation=attrs.evolve(worksheet, determination=not_eligible), services_consent=None
        ),
    )
    yield (
        "consent-refused",
        _with_referral(
            services_consent=ServicesConsent(
                status=ConsentStatus.REFUSED, ended_on=date(2020, 10, 26)
            )
        ),
    )
    yield (
        "consent-revoked",
        revoke_services(steps["initial-activated"], "R1", on=date(2021, 1, 11)),
    )
    yield (
        "evaluation-withdrawn",
        _with_referral(
            evaluation=attrs.evolve(worksheet, withdrawn_on=date(2020, 9, 28)),
            services_consent=None,
        ),
    )
    yield "unopened-chain", _with_referral(ieps=(annual,))
    yield "no-active-iep", _with_referral(ieps=(initial,))
    yield "draft-not-activated", steps["annual-drafted"]


def _with_referral(**changes: object) -> StudentRecord:
    return StudentRecord(id="S-0002", referrals=(attrs.evolve(INITIAL_REFERRAL, **changes),))


def files() -> dict[str, str]:
    """Return the text of every file, by its name under this folder."""
    steps = list(outline())
    records = {f"outline/{n:02}-{name}": student for n, (name, student) in enumerate(steps, 1)}
    records["outline"] = steps[-1][1]
    records |= {f"refused/{name}": student for name, student in refused()}
    return {
        f"{name}.json": json.dumps(wire.student_to_data(student), indent=2) + "\n"
        for name, student in records.items()
    }


def main() -> None:
    """Write every file."""
    for name, text in files().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
