"""Small changes to a record, so that a system need not take tuples apart.

Every function returns a new record and leaves its argument as it was.
An inactive IEP never changes again, and only a draft can be written.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any

import attrs

from iepcycle.dates import recorded
from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.records import Evaluation, SectionContent
from iepcycle.vocabulary import IEPStatus

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iepcycle.records import IEP, Procedure, Referral, StudentRecord
    from iepcycle.vocabulary import Section, Stage


def add_referral(student: StudentRecord, referral: Referral) -> StudentRecord:
    """Return the record with one more referral, received after those that it holds.

    Raises:
        InvalidRecordError: The id of the referral or of one of its IEPs is taken.

    Example:
        >>> from iepcycle import Referral, Stage, StudentRecord
        >>> received = Referral(id="R1", stage=Stage.EXPRESS_CONCERN)
        >>> add_referral(StudentRecord(id="S-1"), received).referrals[0].id
        'R1'
    """
    return attrs.evolve(student, referrals=(*student.referrals, referral))


def move_to_stage(student: StudentRecord, referral_id: str, stage: Stage) -> StudentRecord:
    """Return the record with the referral in the stage.

    Raises:
        InvalidRecordError: The record has no such referral.

    Example:
        >>> from iepcycle import Referral, Stage, StudentRecord
        >>> received = Referral(id="R1", stage=Stage.EXPRESS_CONCERN)
        >>> student = StudentRecord(id="S-1", referrals=(received,))
        >>> move_to_stage(student, "R1", Stage.DEFINE_NEEDS).referral("R1").stage
        <Stage.DEFINE_NEEDS: 'define_needs'>
    """
    return changed_referral(student, referral_id, stage=stage)


def record_evaluation(
    student: StudentRecord, referral_id: str, evaluation: Evaluation
) -> StudentRecord:
    """Return the record with what the Evaluation Worksheet and the consent for assessment say now.

    Raises:
        InvalidRecordError: The referral is unknown, or an IEP of it was activated, which locks these decisions;
            a new determination is recorded with `determine_eligibility`.

    Source:
        eCSSS help, *Reminders* (what activating a plan locks).

    Example:
        >>> from iepcycle import Evaluation, EvaluationType, Referral, Stage, StudentRecord
        >>> received = Referral(id="R1", stage=Stage.DEFINE_NEEDS)
        >>> student = StudentRecord(id="S-1", referrals=(received,))
        >>> worksheet = Evaluation(type=EvaluationType.INITIAL, assessment_needed=True)
        >>> record_evaluation(student, "R1", worksheet).referral("R1").evaluation.type
        <EvaluationType.INITIAL: 'initial'>
    """
    refuse_other(evaluation, Evaluation, "evaluation")
    referral = student.referral(referral_id)
    if any(iep.status is not IEPStatus.DRAFT for iep in referral.ieps):
        message = "Expected a referral without an activated IEP; activation locks the evaluation."
        raise refused("locked", "referral_id", message)
    return changed_referral(student, referral_id, evaluation=evaluation)


def record_procedure(student: StudentRecord, iep_id: str, procedure: Procedure) -> StudentRecord:
    """Return the record with one more conference, notice, service record or progress report under the IEP.

    Raises:
        InvalidRecordError: The IEP is unknown or inactive.

    Example:
        >>> from iepcycle import IEP, IEPType, Procedure, ProcedureKind
        >>> from iepcycle import Referral, Stage, StudentRecord
        >>> draft = IEP(id="R1-1", type=IEPType.INITIAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(draft,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> notice = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE)
        >>> _, iep = record_procedure(student, "R1-1", notice).find_iep("R1-1")
        >>> iep.procedures == (notice,)
        True
    """
    iep = _editable(student, iep_id)
    return changed_iep(student, iep_id, procedures=(*iep.procedures, procedure))


def assign_care_coordinator(student: StudentRecord, iep_id: str) -> StudentRecord:
    """Return the record with a Care Coordinator assigned to the IEP.

    Raises:
        InvalidRecordError: The IEP is unknown or inactive.

    Example:
        >>> from iepcycle import IEP, IEPType, Referral, Stage, StudentRecord
        >>> draft = IEP(id="R1-1", type=IEPType.INITIAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(draft,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> _, iep = assign_care_coordinator(student, "R1-1").find_iep("R1-1")
        >>> iep.care_coordinator_assigned
        True
    """
    _editable(student, iep_id)
    return changed_iep(student, iep_id, care_coordinator_assigned=True)


def write_section(
    student: StudentRecord, iep_id: str, section: Section, body: str
) -> StudentRecord:
    """Return the record with the text of a section of a draft.

    What the team has written is reviewed.
    The section keeps the id of the IEP that it came from only if the text stands to the letter.

    Raises:
        InvalidRecordError: The IEP is unknown or not a draft: an active IEP is changed by a Revision.

    Example:
        >>> from iepcycle import IEP, IEPType, Referral, Section, Stage, StudentRecord
        >>> draft = IEP(id="R1-1", type=IEPType.INITIAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(draft,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> student = write_section(student, "R1-1", Section.ANNUAL_GOALS, "Reads aloud.")
        >>> student.find_iep("R1-1")[1].content[0].body
        'Reads aloud.'
    """
    iep = _draft(student, iep_id)
    old = next((each for each in iep.content if each.section is section), None)
    kept = old is not None and old.body == body
    new = SectionContent(
        section=section, body=body, copied_from=old.copied_from if old and kept else None
    )
    return changed_iep(student, iep_id, content=merged_content(iep.content, (new,)))


def remove_draft(student: StudentRecord, iep_id: str) -> StudentRecord:
    """Return the record without the draft.

    Raises:
        InvalidRecordError: The IEP is unknown or not a draft; what was active stays on record.

    Example:
        >>> from iepcycle import IEP, IEPType, Referral, Stage, StudentRecord
        >>> draft = IEP(id="R1-1", type=IEPType.INITIAL)
        >>> referral = Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=(draft,))
        >>> student = StudentRecord(id="S-1", referrals=(referral,))
        >>> remove_draft(student, "R1-1").referral("R1").ieps
        ()
    """
    _draft(student, iep_id)
    referral, _ = student.find_iep(iep_id)
    kept = tuple(iep for iep in referral.ieps if iep.id != iep_id)
    return changed_referral(student, referral.id, ieps=kept)


def changed_referral(student: StudentRecord, referral_id: str, **changes: Any) -> StudentRecord:  # noqa: ANN401 -- fields of a Referral
    """Return the record with fields of one referral changed."""
    student.referral(referral_id)
    return attrs.evolve(
        student,
        referrals=tuple(
            attrs.evolve(referral, **changes) if referral.id == referral_id else referral
            for referral in student.referrals
        ),
    )


def changed_evaluation(student: StudentRecord, referral_id: str, **changes: Any) -> StudentRecord:  # noqa: ANN401 -- fields of an Evaluation
    """Return the record with fields of the evaluation of one referral changed."""
    evaluation = student.referral(referral_id).evaluation
    if evaluation is None:
        raise refused("no_evaluation", "referral_id", "Expected a referral with an evaluation.")
    return changed_referral(student, referral_id, evaluation=attrs.evolve(evaluation, **changes))


def changed_iep(student: StudentRecord, iep_id: str, **changes: Any) -> StudentRecord:  # noqa: ANN401 -- fields of an IEP
    """Return the record with fields of one IEP changed."""
    referral, _ = student.find_iep(iep_id)
    return changed_referral(
        student,
        referral.id,
        ieps=tuple(
            attrs.evolve(iep, **changes) if iep.id == iep_id else iep for iep in referral.ieps
        ),
    )


def merged_content(
    old: tuple[SectionContent, ...], new: tuple[SectionContent, ...]
) -> tuple[SectionContent, ...]:
    """Return the content with the new sections in place of the old, in canonical order."""
    replaced = {each.section for each in new}
    kept = [each for each in old if each.section not in replaced]
    return tuple(sorted([*kept, *new], key=lambda each: each.section.position))


def refused(code: str, path: str, message: str) -> InvalidRecordError:
    """Return the error of a single problem."""
    return InvalidRecordError([Problem(code, path, message)])


def refuse_other(value: object, kind: type, path: str) -> None:
    """Refuse what is no value of the class.

    Raises:
        InvalidRecordError: It is none (code ``wrong_type``).
    """
    if not isinstance(value, kind):
        raise refused("wrong_type", path, f"Expected a value of {kind.__name__}.")


def refuse_before(on: date | None, steps: Iterable[date | None], *, path: str = "on") -> None:
    """Refuse a day that precedes a recorded step; a day not recorded precedes none.

    Raises:
        InvalidRecordError: The day is no date (code ``wrong_type``),
            or precedes one of the steps (code ``dates_out_of_order``).
    """
    if on is not None and (not isinstance(on, date) or isinstance(on, datetime)):
        raise refused("wrong_type", path, "Expected a datetime.date (not a datetime).")
    day = recorded(on)
    known = [step for each in steps if (step := recorded(each)) is not None]
    if day is not None and any(day < step for step in known):
        message = "Expected a day that does not precede a step which is recorded already."
        raise refused("dates_out_of_order", path, message)


def _editable(student: StudentRecord, iep_id: str) -> IEP:
    _, iep = student.find_iep(iep_id)
    if iep.status is IEPStatus.INACTIVE:
        raise refused(
            "inactive", "iep_id", "Expected a draft or active IEP; an inactive one stays."
        )
    return iep


def _draft(student: StudentRecord, iep_id: str) -> IEP:
    _, iep = student.find_iep(iep_id)
    if iep.status is not IEPStatus.DRAFT:
        message = "Expected a draft; an active IEP is changed by a Revision, an inactive one never."
        raise refused("not_a_draft", "iep_id", message)
    return iep
