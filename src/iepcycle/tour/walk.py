"""The steps of the tour, taken one after the other with the public operations."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from iepcycle.copy_forward import SectionPlan, plan_copy_forward
from iepcycle.cycle import (
    activate_iep,
    create_iep,
    determine_eligibility,
    record_services_consent,
)
from iepcycle.decisions import next_allowed_iep_types
from iepcycle.edits import (
    add_referral,
    assign_care_coordinator,
    move_to_stage,
    record_evaluation,
    record_procedure,
    write_section,
)
from iepcycle.policy import ECSSS, Policy
from iepcycle.records import Determination, Evaluation, Procedure, Referral, StudentRecord
from iepcycle.tour.story import CATEGORY, STORY
from iepcycle.vocabulary import (
    ConferencePurpose,
    ConsentStatus,
    EvaluationType,
    IEPType,
    ProcedureKind,
    Stage,
)

if TYPE_CHECKING:
    from collections.abc import Iterator
    from datetime import date

    from iepcycle.tour.story import Chapter, Part


@attrs.frozen(kw_only=True)
class TourStep:
    """A step of the tour: what happened, and the record after it."""

    title: str
    """What happened, in a sentence."""
    student: StudentRecord
    """The record after it."""
    copied: tuple[SectionPlan, ...] = ()
    """Where an IEP was drafted: what it started with, section by section."""
    policy: Policy
    """The reading of the rules."""

    @property
    def allowed(self) -> dict[str, frozenset[IEPType]]:
        """The types that may be created next, by the id of the referral."""
        return {
            referral.id: next_allowed_iep_types(referral, policy=self.policy)
            for referral in self.student.referrals
        }


def tour(*, policy: Policy = ECSSS) -> tuple[TourStep, ...]:
    """Return the steps of the tour.

    Args:
        policy: The reading of the rules under which the steps are taken.

    Source:
        eCSSS help, *About Individualized Education Program (IEP)*, the outline.

    Example:
        >>> for step in tour():
        ...     if step.title == "The Reevaluation/Annual IEP R2-1 is drafted.":
        ...         print({each: len(allowed) for each, allowed in step.allowed.items()})
        {'R1': 2, 'R2': 0}
    """
    return tuple(_Guide(policy).walk())


class _Guide:
    """Takes the steps, and remembers the record."""

    def __init__(self, policy: Policy) -> None:
        self.policy = policy
        self.student = StudentRecord(id="S-0001")

    def step(self, title: str, copied: tuple[SectionPlan, ...] = ()) -> TourStep:
        return TourStep(title=title, student=self.student, copied=copied, policy=self.policy)

    def walk(self) -> Iterator[TourStep]:
        for part in STORY:
            yield from self._evaluate(part)
            for chapter in part.chapters:
                yield self._draft(part, chapter)
                yield self._activate(part, chapter)
                self._serve(chapter)

    def _evaluate(self, part: Part) -> Iterator[TourStep]:
        received = Referral(
            id=part.id,
            stage=Stage.EXPRESS_CONCERN,
            received_on=part.received,
            filed_on=part.filed,
        )
        self.student = add_referral(self.student, received)
        yield self.step(f"Referral {part.id} is received.")
        evaluation = Evaluation(
            type=part.evaluation,
            assessment_needed=True,
            consent_received_on=part.assessment_consent,
        )
        self.student = record_evaluation(self.student, part.id, evaluation)
        self.student = move_to_stage(self.student, part.id, Stage.DEFINE_NEEDS)
        is_first = part.evaluation is EvaluationType.INITIAL
        yield self.step(f"The {'initial evaluation' if is_first else 'reevaluation'} begins.")
        found = Determination(
            eligible=True,
            decided_on=part.decided,
            filed_on=part.determination_filed,
            category=CATEGORY,
        )
        self.student = determine_eligibility(self.student, part.id, found)
        self.student = move_to_stage(self.student, part.id, Stage.DEVELOP_PLAN)
        yield self.step(f"The student is found eligible; referral {part.id} reaches Develop Plan.")
        if part.services_consent is not None:
            self.student = record_services_consent(
                self.student, part.id, ConsentStatus.GIVEN, on=part.services_consent
            )
            yield self.step("The parent gives consent for services.")

    def _draft(self, part: Part, chapter: Chapter) -> TourStep:
        copied = plan_copy_forward(
            self.student.active_iep,
            chapter.type,
            determination=self.student.latest_determination,
            policy=self.policy,
        )
        self.student = create_iep(
            self.student,
            part.id,
            chapter.type,
            iep_id=chapter.id,
            on=chapter.created,
            policy=self.policy,
        )
        return self.step(f"The {chapter.type.label} {chapter.id} is drafted.", copied)

    def _activate(self, part: Part, chapter: Chapter) -> TourStep:
        """Do the team's work on the draft, then activate it."""
        self.student = assign_care_coordinator(self.student, chapter.id)
        self._record(chapter, ProcedureKind.CONFERENCE, chapter.conference)
        self._record(chapter, ProcedureKind.PRIOR_WRITTEN_NOTICE, chapter.notice)
        _, draft = self.student.find_iep(chapter.id)
        reviewed = {each.section: each.body for each in draft.content if each.needs_review}
        for section, body in {**reviewed, **chapter.writes}.items():
            self.student = write_section(self.student, chapter.id, section, body)
        self.student = activate_iep(
            self.student, chapter.id, on=chapter.activated, policy=self.policy
        )
        self.student = move_to_stage(self.student, part.id, Stage.IMPLEMENT_PLAN)
        return self.step(f"The {chapter.type.label} {chapter.id} is activated.")

    def _serve(self, chapter: Chapter) -> None:
        """Record what happens while the IEP is in force; it shows at the next step."""
        self._record(chapter, ProcedureKind.SERVICE_RECORD, chapter.service)
        self._record(chapter, ProcedureKind.PROGRESS_REPORT, chapter.progress)

    def _record(self, chapter: Chapter, kind: ProcedureKind, on: date | None) -> None:
        if on is not None:
            purpose = ConferencePurpose.IEP if kind is ProcedureKind.CONFERENCE else None
            procedure = Procedure(kind=kind, on=on, purpose=purpose)
            self.student = record_procedure(self.student, chapter.id, procedure)
