"""The columns of the table: one row for each IEP."""

from __future__ import annotations

from datetime import date
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

from iepcycle.vocabulary import ConsentStatus, EvaluationType, IEPStatus, IEPType, Stage, Term
from iepcycle.wire.lookups import members

if TYPE_CHECKING:
    from collections.abc import Mapping

COLUMNS: Final[Mapping[str, type]] = MappingProxyType(
    {
        "student_id": str,
        "referral_id": str,
        "stage": Stage,
        "evaluation_type": EvaluationType,
        "eligible": bool,
        "determined_on": date,
        "services_consent": ConsentStatus,
        "iep_id": str,
        "iep_type": IEPType,
        "iep_status": IEPStatus,
        "created_on": date,
        "iep_date": date,
        "activated_on": date,
        "inactivated_on": date,
    }
)
"""Every column with what stands in it, in the order in which a table is written."""

UNRECORDED: Final = frozenset({"ACTIVATE-2", "ACTIVATE-3", "DUE-3", "DUE-4"})
"""The rules that rest on something for which a table has no column, so that an audit cannot hold them against it.

They need the Care Coordinator, the Prior Written Notice, and what parent and agency agreed about reevaluations.
"""

_NAMES: Final = tuple(COLUMNS)

OF_REFERRAL: Final = _NAMES[_NAMES.index("referral_id") + 1 : _NAMES.index("iep_id")]
"""The columns that say the same in every row of a referral."""
OF_IEP: Final = _NAMES[_NAMES.index("iep_id") + 1 :]
"""The columns that say something of the IEP of the row."""

NEEDED_FOR: Final[Mapping[str, tuple[str, ...]]] = MappingProxyType(
    {
        "referral_id": (*OF_REFERRAL, "iep_id", *OF_IEP),
        "stage": ("referral_id",),
        "evaluation_type": ("eligible",),
        "eligible": ("determined_on",),
        "iep_id": OF_IEP,
        "iep_type": ("iep_id",),
        "iep_status": ("iep_id",),
    }
)
"""The columns that must say something in a row in which one of the others does."""


def words_of(column: str) -> dict[str, Any] | None:
    """Return the words that the column takes, each with what it stands for; ``None`` if it takes others.

    Example:
        >>> words_of("eligible")
        {'yes': True, 'no': False}
    """
    kind = COLUMNS[column]
    if kind is bool:
        return {"yes": True, "no": False}
    if issubclass(kind, Term):
        return dict(members(kind))
    return None
