"""A referral as the peers see it: the facts as plain booleans, and its position in the cycle.

A contender that is handed a case need not read the record.
Its time is the time of its rules alone, which favours it over iepcycle, which reads the record every time.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from iepcycle import ConsentStatus, EvaluationType, IEPStatus, IEPType, Stage
from iepcycle.vocabulary import OPENING_TYPES

if TYPE_CHECKING:
    from iepcycle import IEP, Referral

NO_IEP = "no_iep"
INITIAL_DRAFTED = "initial_drafted"
REEVALUATION_ANNUAL_DRAFTED = "reevaluation_annual_drafted"
REEVALUATION_REVISION_DRAFTED = "reevaluation_revision_drafted"
IN_FORCE = "in_force"
REVISION_DRAFTED = "revision_drafted"
ANNUAL_DRAFTED = "annual_drafted"
BOTH_DRAFTED = "both_drafted"
OVER = "over"

POSITIONS = (
    NO_IEP,
    INITIAL_DRAFTED,
    REEVALUATION_ANNUAL_DRAFTED,
    REEVALUATION_REVISION_DRAFTED,
    IN_FORCE,
    REVISION_DRAFTED,
    ANNUAL_DRAFTED,
    BOTH_DRAFTED,
    OVER,
)
"""The positions of a referral in the cycle: the states of a machine.

`OVER` is a referral without an active IEP, or one that no Initial or Reevaluation IEP opened.
"""

STEPS = (
    ("create_initial", NO_IEP, INITIAL_DRAFTED),
    ("create_reevaluation_annual", NO_IEP, REEVALUATION_ANNUAL_DRAFTED),
    ("create_reevaluation_revision", NO_IEP, REEVALUATION_REVISION_DRAFTED),
    ("activate_initial", INITIAL_DRAFTED, IN_FORCE),
    ("activate_reevaluation_annual", REEVALUATION_ANNUAL_DRAFTED, IN_FORCE),
    ("activate_reevaluation_revision", REEVALUATION_REVISION_DRAFTED, IN_FORCE),
    ("create_annual", IN_FORCE, ANNUAL_DRAFTED),
    ("create_annual", REVISION_DRAFTED, BOTH_DRAFTED),
    ("create_revision", IN_FORCE, REVISION_DRAFTED),
    ("create_revision", REVISION_DRAFTED, REVISION_DRAFTED),
    ("activate_annual", ANNUAL_DRAFTED, IN_FORCE),
    ("activate_annual", BOTH_DRAFTED, REVISION_DRAFTED),
    ("activate_revision", REVISION_DRAFTED, IN_FORCE),
    ("activate_revision", BOTH_DRAFTED, ANNUAL_DRAFTED),
    ("inactivate", IN_FORCE, OVER),
)
"""The steps of the cycle, each with its source and its destination: the transitions of a machine."""

GATES = ("develop_plan_reached", "eligible", "services_not_declined", "evaluation_not_withdrawn")
"""The guards of every creation."""
GUARDS = {
    "create_initial": (*GATES, "initial_evaluation"),
    "create_annual": GATES,
    "create_revision": GATES,
    "create_reevaluation_annual": (*GATES, "reevaluation"),
    "create_reevaluation_revision": (*GATES, "reevaluation"),
}
"""The guards of each creation; what the positions know already is no guard."""
TYPE_CREATED = {f"create_{iep_type.value}": iep_type for iep_type in IEPType}
"""The type that each creation creates."""


class Case:
    """A referral as plain booleans and a position."""

    def __init__(self, referral: Referral) -> None:
        """Read the record once."""
        evaluation = referral.evaluation
        consent = referral.services_consent
        kind = None if evaluation is None else evaluation.type
        determination = None if evaluation is None else evaluation.determination
        self.develop_plan_reached = referral.stage in (Stage.DEVELOP_PLAN, Stage.IMPLEMENT_PLAN)
        self.eligible = determination is not None and determination.eligible
        self.services_not_declined = consent is None or consent.status is ConsentStatus.GIVEN
        self.evaluation_not_withdrawn = evaluation is None or not evaluation.withdrawn
        self.initial_evaluation = kind is EvaluationType.INITIAL
        self.reevaluation = kind is EvaluationType.REEVALUATION
        self.state = position(referral.ieps)


def facts(referral: Referral) -> dict[str, bool]:
    """Return the referral as a flat mapping of booleans, for engines that evaluate expressions."""
    known = vars(Case(referral))
    state = known.pop("state")
    known["has_no_iep"] = state == NO_IEP
    known["next_is_open"] = state in (IN_FORCE, REVISION_DRAFTED)
    return known


def position(ieps: tuple[IEP, ...]) -> str:
    """Return where the referral stands in the cycle."""
    if not ieps:
        return NO_IEP
    opened = ieps[0].type in OPENING_TYPES
    active = any(iep.status is IEPStatus.ACTIVE for iep in ieps)
    drafts = {iep.type for iep in ieps if iep.status is IEPStatus.DRAFT}
    for iep_type in (
        IEPType.INITIAL,
        IEPType.REEVALUATION_ANNUAL,
        IEPType.REEVALUATION_REVISION,
    ):
        if iep_type in drafts:
            return f"{iep_type.value}_drafted"
    if not (opened and active):
        return OVER
    if IEPType.ANNUAL in drafts:
        return BOTH_DRAFTED if IEPType.REVISION in drafts else ANNUAL_DRAFTED
    return REVISION_DRAFTED if IEPType.REVISION in drafts else IN_FORCE
