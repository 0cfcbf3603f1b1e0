"""A referral: the starting point of every plan, and the IEPs that were made on it."""

from __future__ import annotations

from datetime import date

import attrs

from iepcycle.records.evaluation import Determination, Evaluation, ServicesConsent
from iepcycle.records.iep import IEP
from iepcycle.records.soundness import (
    OPTIONAL_DATE,
    TEXT,
    empty_id,
    member,
    refuse,
    repeated,
    value,
    values,
    wrong_types,
)
from iepcycle.vocabulary import OPENING_TYPES, IEPStatus, IEPType, Stage

_OPENS_A_CYCLE = OPENING_TYPES | {IEPType.ANNUAL}


@attrs.frozen(kw_only=True, weakref_slot=False)
class Referral:
    """A referral of a student, with its evaluation, its consent and its IEPs in recorded order.

    Source: eCSSS help, *About Referrals*.

    Example:
        >>> from iepcycle import Evaluation, EvaluationType, Stage
        >>> referral = Referral(
        ...     id="R1",
        ...     stage=Stage.DEVELOP_PLAN,
        ...     evaluation=Evaluation(type=EvaluationType.INITIAL),
        ... )
        >>> referral.active_iep is None
        True
    """

    id: str = attrs.field(metadata=TEXT)
    """Unique among the referrals of the student."""
    stage: Stage = attrs.field(metadata=member(Stage))
    """The stage that the referral has reached."""
    received_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which the referral was received."""
    filed_on: date | None = attrs.field(default=None, metadata=OPTIONAL_DATE)
    """The day on which the referral was committed to school records."""
    evaluation: Evaluation | None = attrs.field(default=None, metadata=value(Evaluation))
    """The evaluation; ``None`` if the Evaluation Worksheet says nothing yet."""
    services_consent: ServicesConsent | None = attrs.field(
        default=None, metadata=value(ServicesConsent)
    )
    """The consent to services; ``None`` if no form is on record."""
    ieps: tuple[IEP, ...] = attrs.field(default=(), metadata=values(IEP))
    """The IEPs, in the order in which they were recorded."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, an empty id, and an IEP id that stands twice."""
        problems = wrong_types(self)
        if not problems and len({iep.id for iep in self.ieps}) < len(self.ieps):
            problems = repeated(
                (iep.id for iep in self.ieps),
                lambda position: f"ieps[{position}].id",
                "duplicate_id",
                "Expected an id that no earlier IEP of the student has.",
            )
        refuse(problems + empty_id(self.id))

    @property
    def active_iep(self) -> IEP | None:
        """The IEP in force: the last recorded one whose status is Active."""
        for iep in reversed(self.ieps):
            if iep.status is IEPStatus.ACTIVE:
                return iep
        return None

    @property
    def determination(self) -> Determination | None:
        """The determination on file for this referral, if there is one."""
        return None if self.evaluation is None else self.evaluation.determination

    @property
    def cycles(self) -> tuple[tuple[IEP, ...], ...]:
        """The IEPs in cycles: an opening or Annual IEP with the Revisions that follow it.

        Revisions that stand before any such IEP form a cycle of their own.
        """
        cycles: list[list[IEP]] = []
        for iep in self.ieps:
            if not cycles or iep.type in _OPENS_A_CYCLE:
                cycles.append([])
            cycles[-1].append(iep)
        return tuple(map(tuple, cycles))
