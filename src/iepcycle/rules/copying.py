"""What copies forward into a new IEP, and what never does: the COPY rules.

What eCSSS itself copies is not in the public sources; the section table is an assumption, replaceable in the policy.
"""

from __future__ import annotations

from typing import Final

from iepcycle import citations as cite
from iepcycle.citations import Basis, Citation
from iepcycle.rules.definition import Rule

COPY_1: Final = Rule(
    id="COPY-1",
    name="identity-stays",
    statement=(
        "Type, status, id and the dates of creation, activation and inactivation belong to one IEP."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(cite.ABOUT_IEP, "IEP Status Description", "The system assigns them for each IEP."),
        Citation(cite.IEP_ACTIONS, "IEP Type", "The type is assigned automatically."),
    ),
)
COPY_2: Final = Rule(
    id="COPY-2",
    name="conferences-stay",
    statement="Conferences are not carried: one credited to an IEP is not offered to the next.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.IEP_ACTIONS,
            "IEP Conference Dates",
            "Only conferences not yet credited are listed.",
        ),
    ),
)
COPY_3: Final = Rule(
    id="COPY-3",
    name="procedures-stay",
    statement="Prior Written Notices, service records and progress reports stay with their IEP.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.ABOUT_IEP,
            "Brief Overview of the IEP Cycle",
            "They display for their corresponding IEPs.",
        ),
    ),
)
COPY_4: Final = Rule(
    id="COPY-4",
    name="care-coordinator-assigned-anew",
    statement=(
        "The assignment of the Care Coordinator is read from the student team, not copied: "
        "a new draft starts without it."
    ),
    basis=Basis.ASSUMED,
    citations=(Citation(cite.STUDENT_TEAM_LIST, "", "The Care Coordinator is named on the team."),),
)
COPY_5: Final = Rule(
    id="COPY-5",
    name="section-table",
    statement="What happens to each section is the cell of the copy table for the section and the type.",
    basis=Basis.ASSUMED,
    citations=(
        Citation(cite.IEP_CONTENT, "(a)-(c)", "The sections of an IEP."),
        Citation(cite.ABOUT_IEP, "what copies into a new IEP", "The page is not public."),
    ),
)
COPY_6: Final = Rule(
    id="COPY-6",
    name="carried-to-the-letter",
    statement=(
        "A section carried forward keeps its text to the letter "
        "and records the id of the IEP it came from."
    ),
    basis=Basis.DEFINITION,
    citations=(),
)

COPYING: Final = (COPY_1, COPY_2, COPY_3, COPY_4, COPY_5, COPY_6)
"""What copies forward, and what never does."""
