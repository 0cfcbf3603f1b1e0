"""Single steps of an IEP: it is drafted, prepared, activated, corrected, and reported on.

Each step takes for granted that it may be taken; the turns of a life see to that.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iepcycle.cycle import activate_iep, correct_iep, create_iep
from iepcycle.edits import (
    assign_care_coordinator,
    move_to_stage,
    record_procedure,
    remove_draft,
    write_section,
)
from iepcycle.records import Procedure, SectionContent
from iepcycle.testing.deadlines import deadline
from iepcycle.vocabulary import (
    OPENING_TYPES,
    ConferencePurpose,
    IEPType,
    ProcedureKind,
    Section,
    Stage,
)

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.records import Referral
    from iepcycle.testing.life import Life

WRITTEN: Final = tuple(each for each in Section if each is not Section.ELIGIBILITY_CATEGORY)
"""The sections that a team writes; the category is read from the determination."""
OTHER_PURPOSES: Final = tuple(
    each for each in ConferencePurpose if each is not ConferencePurpose.IEP
)
"""The purposes of a conference that does not set the IEP date."""
REPORTS: Final = (ProcedureKind.PROGRESS_REPORT, ProcedureKind.SERVICE_RECORD)
"""What is recorded while an IEP is in force."""


def create(life: Life, referral: Referral, iep_type: IEPType) -> None:
    """Create a draft on the referral."""
    iep_id = f"{referral.id}-{len(referral.ieps) + 1}"
    on = life.wait(dozens=iep_type not in OPENING_TYPES)
    life.student = create_iep(
        life.student, referral.id, iep_type, iep_id=iep_id, on=on, policy=life.policy
    )
    life.draft_id = iep_id


def conference_due(life: Life) -> date:
    """Return the last day for a conference on the draft; for a second session too, as it moves the IEP date."""
    return deadline(remove_draft(life.present, life.draft_id), life.policy)


def hold_conference(life: Life, _detail: int) -> None:
    """Hold a conference on the draft, or one more session."""
    _record(
        life,
        life.draft_id,
        ProcedureKind.CONFERENCE,
        life.wait(by=conference_due(life)),
        ConferencePurpose.IEP,
    )


def give_notice(life: Life, _detail: int) -> None:
    """Give the parent Prior Written Notice of the draft."""
    _record(life, life.draft_id, ProcedureKind.PRIOR_WRITTEN_NOTICE, life.wait())


def assign(life: Life, _detail: int) -> None:
    """Assign a Care Coordinator to the draft."""
    life.student = assign_care_coordinator(life.student, life.draft_id)


def write(life: Life, detail: int) -> None:
    """Write a section of the draft; a text that was carried is now and then left as it is."""
    section = WRITTEN[detail % len(WRITTEN)]
    carried = [each.body for each in life.draft.content if each.section is section]
    body = carried[0] if carried and detail % 2 else f"{section.label}, as written on {life.day}."
    life.student = write_section(life.student, life.draft_id, section, body)


def give_up(life: Life, _detail: int) -> None:
    """Remove the draft."""
    life.student = remove_draft(life.student, life.draft_id)
    life.draft_id = ""


def activate(life: Life, _detail: int) -> None:
    """Activate the draft; the plan is implemented."""
    referral, _ = life.student.find_iep(life.draft_id)
    student = activate_iep(life.student, life.draft_id, on=life.wait(), policy=life.policy)
    life.student = move_to_stage(student, referral.id, Stage.IMPLEMENT_PLAN)
    life.draft_id = ""


def confer_on_the_draft(life: Life, detail: int) -> None:
    """Hold a conference on the draft that has another purpose."""
    purpose = OTHER_PURPOSES[detail % len(OTHER_PURPOSES)]
    _record(life, life.draft_id, ProcedureKind.CONFERENCE, life.wait(), purpose)


def report(life: Life, detail: int) -> None:
    """Report progress under the plan in force, or record a service."""
    _, active = life.plan_in_force
    _record(life, active.id, REPORTS[detail % len(REPORTS)], life.wait())


def correct(life: Life, detail: int) -> None:
    """Correct a section of the plan in force."""
    _, active = life.plan_in_force
    section = WRITTEN[detail % len(WRITTEN)]
    mended = SectionContent(section=section, body=f"{section.label}, as corrected on {life.day}.")
    life.student = correct_iep(life.student, active.id, [mended])


def _record(
    life: Life, iep_id: str, kind: ProcedureKind, on: date, purpose: ConferencePurpose | None = None
) -> None:
    procedure = Procedure(kind=kind, on=on, purpose=purpose)
    life.student = record_procedure(life.student, iep_id, procedure)
