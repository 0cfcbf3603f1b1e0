"""The correction of a plan in force: EFFECT-4."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from iepcycle.edits import changed_iep, merged_content, refuse_other, refused
from iepcycle.records import SectionContent
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from iepcycle.records import StudentRecord


def correct_iep(
    student: StudentRecord, iep_id: str, content: Iterable[SectionContent]
) -> StudentRecord:
    """Return the record with sections of an active IEP corrected, as by an eCSSS "New Version" (EFFECT-4).

    A correction mends a slip; a change of the plan is a Revision.

    Args:
        student: The record as it stands.
        iep_id: The active IEP.
        content: The sections to replace; the others stay as they are.

    Raises:
        InvalidRecordError: The IEP is unknown or not active, what is given is no content, or a section stands twice.

    Source:
        eCSSS help, *Reminders*.

    Example:
        >>> from iepcycle import IEP, IEPStatus, IEPType, Referral, Section, SectionContent
        >>> from iepcycle import Stage, StudentRecord
        >>> slip = SectionContent(section=Section.ANNUAL_GOALS, body="Raeds aloud.")
        >>> active = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.ACTIVE, content=(slip,))
        >>> referral = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(active,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> mended = SectionContent(section=Section.ANNUAL_GOALS, body="Reads aloud.")
        >>> correct_iep(student, "R1-1", [mended]).active_iep.content[0].body
        'Reads aloud.'
    """
    _, iep = student.find_iep(iep_id)
    if iep.status is not IEPStatus.ACTIVE:
        raise refused(
            "not_active", "iep_id", "Expected the id of an active IEP; a draft is written instead."
        )
    refuse_other(content, Iterable, "content")
    new = tuple(content)
    for number, each in enumerate(new):
        refuse_other(each, SectionContent, f"content[{number}]")
    return changed_iep(student, iep_id, content=merged_content(iep.content, new))
