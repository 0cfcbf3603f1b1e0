"""The record of one student: everything the rules may ask about."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.records.referral import Referral
from iepcycle.records.soundness import (
    DATES,
    TEXT,
    empty_id,
    refuse,
    repeated,
    values,
    wrong_types,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.records.evaluation import Determination, ServicesConsent
    from iepcycle.records.iep import IEP


@attrs.frozen(kw_only=True, weakref_slot=False)
class StudentRecord:
    """The referrals of one student, in the order of their receipt.

    Example:
        >>> from iepcycle import Referral, Stage
        >>> student = StudentRecord(
        ...     id="S-0001", referrals=(Referral(id="R1", stage=Stage.DEFINE_NEEDS),)
        ... )
        >>> student.referral("R1").stage.label
        'Define Needs'
    """

    id: str = attrs.field(metadata=TEXT)
    """The id of the student in the district's system."""
    referrals: tuple[Referral, ...] = attrs.field(default=(), metadata=values(Referral))
    """The referrals, in the order of their receipt."""
    triennial_agreements: tuple[date, ...] = attrs.field(default=(), metadata=DATES)
    """The dates on which the notice of a triennial agreement was provided to the parent."""

    def __attrs_post_init__(self) -> None:
        """Refuse fields of the wrong type, an empty id, and an id that stands twice in the record."""
        problems = wrong_types(self)
        if not problems and self.referrals:
            problems = self._repeated_ids()
        refuse(problems + empty_id(self.id))

    def _repeated_ids(self) -> list[Problem]:
        places = [
            f"referrals[{r}].ieps[{i}].id"
            for r, referral in enumerate(self.referrals)
            for i in range(len(referral.ieps))
        ]
        return repeated(
            (referral.id for referral in self.referrals),
            lambda position: f"referrals[{position}].id",
            "duplicate_id",
            "Expected an id that no earlier referral of the student has.",
        ) + repeated(
            (iep.id for _, iep in self.ieps()),
            places.__getitem__,
            "duplicate_id",
            "Expected an id that no earlier IEP of the student has.",
        )

    def ieps(self) -> Iterator[tuple[Referral, IEP]]:
        """Yield every IEP of the student with its referral, in recorded order."""
        for referral in self.referrals:
            for iep in referral.ieps:
                yield referral, iep

    def referral(self, referral_id: str) -> Referral:
        """Return the referral with that id.

        Raises:
            InvalidRecordError: The record has no such referral (code ``unknown_id``).
        """
        for referral in self.referrals:
            if referral.id == referral_id:
                return referral
        message = "Expected the id of a referral of this student."
        raise InvalidRecordError([Problem("unknown_id", "referral_id", message)])

    def find_iep(self, iep_id: str) -> tuple[Referral, IEP]:
        """Return the IEP with that id, and the referral on which it stands.

        Raises:
            InvalidRecordError: The record has no such IEP (code ``unknown_id``).
        """
        for referral, iep in self.ieps():
            if iep.id == iep_id:
                return referral, iep
        message = "Expected the id of an IEP of this student."
        raise InvalidRecordError([Problem("unknown_id", "iep_id", message)])

    @property
    def active_iep(self) -> IEP | None:
        """The IEP in force, on whichever referral it stands: the last recorded one whose status is Active."""
        for referral in reversed(self.referrals):
            if (active := referral.active_iep) is not None:
                return active
        return None

    @property
    def latest_determination(self) -> Determination | None:
        """The determination of the last referral that has one."""
        for referral in reversed(self.referrals):
            if (determination := referral.determination) is not None:
                return determination
        return None

    @property
    def latest_services_consent(self) -> ServicesConsent | None:
        """The services consent of the last referral that has one."""
        for referral in reversed(self.referrals):
            if referral.services_consent is not None:
                return referral.services_consent
        return None
