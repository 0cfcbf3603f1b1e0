"""The flowchart of the cycle, walked and not drawn by hand."""

import re

import attrs
import pytest

from iepcycle import ECSSS
from iepcycle.render import cycle_flowchart

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)


def steps(policy=ECSSS):
    """Return the arrows as (from, step, to), in words."""
    chart = cycle_flowchart(policy=policy)
    boxes = dict(re.findall(r'^    (n\d+)\["(.+)"\]$', chart, re.MULTILINE))
    arrows = re.findall(r'^    (n\d+) -->\|"(.+)"\| (n\d+)$', chart, re.MULTILINE)
    assert len(boxes) + len(arrows) + 1 == len(chart.splitlines())
    return {(boxes[start], step, boxes[end]) for start, step, end in arrows}


ACTIVE = "An IEP is active"
ANNUAL = "An IEP is active; Annual IEP in draft"
REVISION = "An IEP is active; Revision IEP in draft"
BOTH = "An IEP is active; Annual IEP, Revision IEP in draft"
OPENINGS = {
    ("No IEP yet; evaluation type initial", "create Initial IEP", "Initial IEP in draft"),
    ("Initial IEP in draft", "activate Initial IEP", ACTIVE),
    *(
        step
        for name in ("Reevaluation/Annual IEP", "Reevaluation/Revision IEP")
        for step in (
            ("No IEP yet; evaluation type reevaluation", f"create {name}", f"{name} in draft"),
            (f"{name} in draft", f"activate {name}", ACTIVE),
        )
    ),
}
ONE_AT_A_TIME = {
    (ACTIVE, "create Annual IEP", ANNUAL),
    (ACTIVE, "create Revision IEP", REVISION),
    (ANNUAL, "activate Annual IEP", ACTIVE),
    (REVISION, "activate Revision IEP", ACTIVE),
}
SEVERAL_DRAFTS = {
    (REVISION, "create Annual IEP", BOTH),
    (REVISION, "create Revision IEP", REVISION),
    (REVISION, "activate Revision IEP", REVISION),
    (BOTH, "activate Annual IEP", REVISION),
    (BOTH, "activate Revision IEP", ANNUAL),
    (BOTH, "activate Revision IEP", BOTH),
}


@pytest.mark.parametrize(
    ("policy", "expected"),
    [(ECSSS, OPENINGS | ONE_AT_A_TIME | SEVERAL_DRAFTS), (ONE_DRAFT, OPENINGS | ONE_AT_A_TIME)],
    ids=["drafts of Revisions do not block", "they block"],
)
def test_the_arrows_are_the_steps_that_the_outline_shows(policy, expected):
    assert steps(policy) == expected


def test_it_is_a_mermaid_flowchart():
    assert cycle_flowchart().startswith("flowchart TD\n")
