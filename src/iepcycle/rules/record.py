"""What a recorded history must keep to besides the decisions: the RECORD rules of the audit."""

from __future__ import annotations

from typing import Final

from iepcycle import citations as cite
from iepcycle.citations import Basis, Citation
from iepcycle.rules.definition import Rule

RECORD_1: Final = Rule(
    id="RECORD-1",
    name="dates-in-order",
    statement=(
        "Created on or before activated on or before made inactive; "
        "a determination is filed on or after it is decided; "
        "no step of an IEP precedes the receipt of its referral."
    ),
    basis=Basis.DEFINITION,
    citations=(),
)
RECORD_2: Final = Rule(
    id="RECORD-2",
    name="status-fits-dates",
    statement=(
        "A draft has no activation date and no inactivation date; "
        "an active IEP has no inactivation date."
    ),
    basis=Basis.DEFINITION,
    citations=(),
)
RECORD_3: Final = Rule(
    id="RECORD-3",
    name="one-active-iep",
    statement=(
        "A student has at most one active IEP: "
        "by status now, and by dates at no time two for more than a day."
    ),
    basis=Basis.INFERRED,
    citations=(
        Citation(
            cite.REMINDERS, "markers", "The active plan of a type; inactive is what was active."
        ),
    ),
    derivation="Activating an IEP makes every other active IEP of the student inactive (EFFECT-1).",
)
RECORD_4: Final = Rule(
    id="RECORD-4",
    name="no-active-without-eligibility",
    statement="No IEP is active while the latest determination is not eligible.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.IDEA_ELIGIBILITY_TAB,
            "note",
            "An active IEP becomes inactive when eligibility is rescinded.",
        ),
    ),
)
RECORD_5: Final = Rule(
    id="RECORD-5",
    name="no-active-after-revocation",
    statement="No IEP is active after services consent was refused or revoked.",
    basis=Basis.INFERRED,
    citations=(
        Citation(
            cite.CONSENT, "(b)(3)-(4)", "After a refusal or a revocation there are no services."
        ),
    ),
    derivation="Recording the revocation of services consent makes the active IEP inactive (EFFECT-3).",
)
RECORD_6: Final = Rule(
    id="RECORD-6",
    name="reevaluation-has-predecessor",
    statement=(
        "A reevaluation referral follows an earlier referral of the student "
        "with an IEP that was activated."
    ),
    basis=Basis.INFERRED,
    citations=(
        Citation(
            cite.ABOUT_IEP, "outline", "The reevaluation takes a new referral after the first."
        ),
    ),
    derivation="In the outline a new referral for the reevaluation follows one whose IEPs were active.",
)
RECORD_7: Final = Rule(
    id="RECORD-7",
    name="placeholder-dates",
    statement=(
        "1900-01-01, 1901-01-01, 1911-01-01 and 1922-02-02 mark migrated records without a usable date. "
        "They count as not recorded: a check that needs one is listed as not checked, "
        "and the report counts them. They are no finding."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.BACKGROUND, "migrated records", "Proxy referrals hold documents without dates."
        ),
    ),
)
RECORD_8: Final = Rule(
    id="RECORD-8",
    name="no-gap-in-service",
    statement=(
        "Between two IEPs of a student that follow each other there is no day without an active IEP, "
        "while the student is eligible and consent stands."
    ),
    basis=Basis.ASSUMED,
    citations=(),
)
RECORD_9: Final = Rule(
    id="RECORD-9",
    name="activation-was-due",
    statement=(
        "An IEP that was activated met the ACTIVATE prerequisites. "
        "Checked only for an IEP that has any procedure recorded."
    ),
    basis=Basis.INFERRED,
    citations=(
        Citation(cite.IEP_ACTIONS, "Activation", "Possible only when all prerequisites are met."),
    ),
    derivation="Each finding names the ACTIVATE rule that was not met, and weighs as that rule does.",
)

RECORDS: Final = (
    RECORD_1,
    RECORD_2,
    RECORD_3,
    RECORD_4,
    RECORD_5,
    RECORD_6,
    RECORD_7,
    RECORD_8,
    RECORD_9,
)
"""What a recorded history must keep to."""
