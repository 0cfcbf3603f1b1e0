"""What is due when: the DUE rules.

A duty is met on or before its due date, and is overdue only when the day of asking is later.
No duty is reported for a student whose latest determination is not eligible, or who refused or revoked services.
"""

from __future__ import annotations

from typing import Final

from iepcycle import citations as cite
from iepcycle.citations import Basis, Citation
from iepcycle.rules.definition import Rule

DUE_1: Final = Rule(
    id="DUE-1",
    name="annual-review",
    statement=(
        "Due one year after the IEP date of the latest IEP, by IEP date, whose type sets the annual clock: "
        "INITIAL, ANNUAL, REEVALUATION_ANNUAL. Drafts count once their conference is held."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(cite.IEP_REVIEW, "(b)(1)", "Reviewed periodically, but not less than annually."),
        Citation(
            cite.IEP_DAILY_REPORT,
            "current",
            "Within one year of the conference; drafts are counted.",
        ),
    ),
    interpretation="I-7",
)
DUE_2: Final = Rule(
    id="DUE-2",
    name="revision-keeps-annual-date",
    statement="A Revision and a Reevaluation/Revision do not move the annual due date.",
    basis=Basis.INFERRED,
    citations=(
        Citation(
            cite.IOWA_AMENDING, "duration", "Amending, with or without a meeting, keeps the date."
        ),
        Citation(
            cite.MICHIGAN_AMENDMENT, "amendment", "An amendment does not move the annual date."
        ),
        Citation(cite.GEORGIA_AMENDMENT, "amendment", "An amendment does not move the end date."),
    ),
    derivation=(
        "The guidance of three states on amendments agrees, "
        "and the name Reevaluation/Revision says that it is no annual review."
    ),
    interpretation="I-4",
)
DUE_3: Final = Rule(
    id="DUE-3",
    name="reevaluation",
    statement=(
        "Due three years after the latest determination; after a triennial agreement, "
        "three years after the date its Prior Written Notice was provided, if that is later."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.REEVALUATIONS,
            "(b)(2)",
            "At least once every three years, unless agreed unnecessary.",
        ),
        Citation(
            cite.TRIENNIAL_AGREEMENT,
            "",
            "Three years from the day on which the notice was provided.",
        ),
    ),
)
DUE_4: Final = Rule(
    id="DUE-4",
    name="reevaluation-not-too-soon",
    statement=(
        "Determinations that close two evaluations in a row are at least one year apart, "
        "unless agreed otherwise."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.REEVALUATIONS, "(b)(1)", "Not more than once a year, unless agreed otherwise."
        ),
    ),
)
DUE_5: Final = Rule(
    id="DUE-5",
    name="evaluation-timeline",
    statement=(
        "Due 60 calendar days after it starts: with assessment, on the day the school received consent; "
        "without, on the day the team decided none was needed; a corrected start overrides both. "
        "Met by the determination's decision date, or a corrected end; closed by a withdrawal."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(cite.INITIAL_EVALUATIONS, "(c)(1)", "60 days from consent."),
        Citation(cite.TIMELINE_BEGINS, "", "The events that start the timeline."),
        Citation(cite.TIMELINE_ENDS, "", "A withdrawal and a corrected end close it."),
    ),
    interpretation="I-5",
)
DUE_6: Final = Rule(
    id="DUE-6",
    name="iep-meeting",
    statement=(
        "The first IEP conference of the Initial IEP is due 15 days after services consent is given "
        "(policy ECSSS: HAR 8-60-47(c)(1)) or 30 days after the determination "
        "(policy IDEA: 34 CFR 300.323(c)(1))."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(cite.HAR_60_47, "(c)(1)", "15 days from consent for services."),
        Citation(cite.IEPS_IN_EFFECT, "(c)(1)", "30 days from the determination."),
    ),
)
DUE_7: Final = Rule(
    id="DUE-7",
    name="triennial-agreement-window",
    statement="A triennial agreement may be made from 120 days before the reevaluation due date.",
    basis=Basis.STATED,
    citations=(Citation(cite.TRIENNIAL_AGREEMENT, "", "From 120 days before the due date."),),
)

DUTIES: Final = (DUE_1, DUE_2, DUE_3, DUE_4, DUE_5, DUE_6, DUE_7)
"""What is due when."""
