"""An IEP, its procedures and its content."""

from __future__ import annotations

from datetime import date

import attrs

from iepcycle.dates import recorded
from iepcycle.errors import Problem
from iepcycle.records.soundness import (
    OPTIONAL_DATE,
    OPTIONAL_TEXT,
    TEXT,
    YES_OR_NO,
    empty_id,
    member,
    refuse,
    repeated,
    values,
    wrong_types,
)
from iepcycle.vocabulary import ConferencePurpose, IEPStatus, IEPType, ProcedureKind, Section


@attrs.frozen(kw_only=True, weakref_slot=False)
class Procedure:
    """A conference, Prior Written Notice, service record or progress report of an IEP.

    Example:
        >>> from iepcycle import ConferencePurpose, ProcedureKind
        >>> meeting = Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP)
    """

    kind: ProcedureKind = attrs.field(metadata=member(ProcedureKind))
    """Which procedure it is."""
    on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which it took place, or on which the notice was provided to the parent."""
    purpose: ConferencePurpose | None = attrs.field(
        default=None, metadata=member(ConferencePurpose, optional=True)
    )
    """The actual purpose; only a conference has one."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, and a purpose on anything but a conference."""
        problems = wrong_types(self)
        if self.purpose is not None and self.kind is not ProcedureKind.CONFERENCE:
            problems.append(
                Problem(
                    "not_allowed_by_kind", "purpose", "Expected a purpose on a conference only."
                )
            )
        refuse(problems)


@attrs.frozen(kw_only=True, weakref_slot=False)
class SectionContent:
    """The text of one section of an IEP, and where it came from.

    Source: 34 CFR 300.320.
    """

    section: Section = attrs.field(metadata=member(Section))
    """Which section it is."""
    body: str = attrs.field(metadata=TEXT)
    """The text; opaque to the library, and carried to the letter."""
    copied_from: str | None = attrs.field(default=None, metadata=OPTIONAL_TEXT)
    """The id of the IEP from which the text was carried forward."""
    needs_review: bool = attrs.field(default=False, metadata=YES_OR_NO)
    """Whether the team must still review a text that was carried as a starting point."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, all of them at once."""
        refuse(wrong_types(self))


@attrs.frozen(kw_only=True, weakref_slot=False)
class IEP:
    """An Individualized Education Program.

    Source: eCSSS help, *About Individualized Education Program (IEP)* and *IEP Actions*.

    Example:
        >>> from iepcycle import IEPType
        >>> IEP(id="R1-1", type=IEPType.INITIAL).status
        <IEPStatus.DRAFT: 'draft'>
    """

    id: str = attrs.field(metadata=TEXT)
    """Unique among the IEPs of the student."""
    type: IEPType = attrs.field(metadata=member(IEPType))
    """The type, as the system assigned it."""
    status: IEPStatus = attrs.field(default=IEPStatus.DRAFT, metadata=member(IEPStatus))
    """The status label now."""
    created_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which the draft was created."""
    activated_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which it was activated: its first active day."""
    inactivated_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which it was made inactive."""
    care_coordinator_assigned: bool = attrs.field(default=False, metadata=YES_OR_NO)
    """Whether a Care Coordinator is assigned."""
    procedures: tuple[Procedure, ...] = attrs.field(default=(), metadata=values(Procedure))
    """The conferences, notices, service records and progress reports of this IEP."""
    content: tuple[SectionContent, ...] = attrs.field(default=(), metadata=values(SectionContent))
    """The sections that have a text; each at most once."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, an empty id, and a section that stands twice."""
        problems = wrong_types(self)
        if not problems and len(self.content) > 1:
            problems = repeated(
                (each.section for each in self.content),
                lambda position: f"content[{position}].section",
                "duplicate_section",
                "Expected each section at most once in an IEP.",
            )
        refuse(problems + empty_id(self.id))

    @property
    def iep_date(self) -> date | None:
        """The date of the last conference of this IEP whose purpose is IEP; ``None`` if none is dated.

        Source: eCSSS help, *IEP Actions* (interpretation I-7).
        """
        return max(self.iep_conference_dates, default=None)

    @property
    def iep_conference_dates(self) -> tuple[date, ...]:
        """The recorded dates of the conferences of this IEP whose purpose is IEP, in recorded order."""
        return tuple(
            on
            for each in self.procedures
            if each.purpose is ConferencePurpose.IEP and (on := recorded(each.on)) is not None
        )

    def has_procedure(self, kind: ProcedureKind, purpose: ConferencePurpose | None = None) -> bool:
        """Say whether this IEP carries a procedure of the kind, dated or not.

        Args:
            kind: The kind looked for.
            purpose: The purpose that a conference must have; ``None`` takes any.
        """
        return any(
            each.kind is kind and purpose in (None, each.purpose) for each in self.procedures
        )
