"""The tour: the whole outline of the cycle, step by step, against the walk that is written down by hand."""

import json
from pathlib import Path

import attrs
import pytest

from iepcycle import ECSSS, IDEA, IEPStatus, IEPType, audit_student, plan_copy_forward, wire
from iepcycle.tour import tour

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
POLICIES = pytest.mark.parametrize(
    "policy", [ECSSS, IDEA, ONE_DRAFT], ids=lambda policy: policy.name
)

WALK = """
Referral R1 is received                                 | R1 -
The initial evaluation begins                           | R1 -
The student is found eligible; referral R1 reaches Develop Plan | R1 I
The parent gives consent for services                   | R1 I
The Initial IEP R1-1 is drafted                         | R1 -
The Initial IEP R1-1 is activated                       | R1 A R
The Revision IEP R1-2 is drafted                        | R1 A R *
The Revision IEP R1-2 is activated                      | R1 A R
The Revision IEP R1-3 is drafted                        | R1 A R *
The Revision IEP R1-3 is activated                      | R1 A R
The Annual IEP R1-4 is drafted                          | R1 -
The Annual IEP R1-4 is activated                        | R1 A R
The Annual IEP R1-5 is drafted                          | R1 -
The Annual IEP R1-5 is activated                        | R1 A R
The Revision IEP R1-6 is drafted                        | R1 A R *
The Revision IEP R1-6 is activated                      | R1 A R
Referral R2 is received                                 | R1 A R | R2 -
The reevaluation begins                                 | R1 A R | R2 -
The student is found eligible; referral R2 reaches Develop Plan | R1 A R | R2 RA RR
The Reevaluation/Annual IEP R2-1 is drafted             | R1 A R | R2 -
The Reevaluation/Annual IEP R2-1 is activated           | R1 - | R2 A R
The Revision IEP R2-2 is drafted                        | R1 - | R2 A R *
The Revision IEP R2-2 is activated                      | R1 - | R2 A R
The Revision IEP R2-3 is drafted                        | R1 - | R2 A R *
The Revision IEP R2-3 is activated                      | R1 - | R2 A R
The Annual IEP R2-4 is drafted                          | R1 - | R2 -
The Annual IEP R2-4 is activated                        | R1 - | R2 A R
The Revision IEP R2-5 is drafted                        | R1 - | R2 A R *
The Revision IEP R2-5 is activated                      | R1 - | R2 A R
"""
"""What may be created next after each step, on each referral.

``*``: none under a policy by which a draft Revision blocks the next.
"""

LETTERS = {
    "I": IEPType.INITIAL,
    "A": IEPType.ANNUAL,
    "R": IEPType.REVISION,
    "RA": IEPType.REEVALUATION_ANNUAL,
    "RR": IEPType.REEVALUATION_REVISION,
}


def walked(*, one_draft):
    """Yield each line of the walk: the title, and the types by referral."""
    for line in WALK.strip().splitlines():
        title, *referrals = line.split("|")
        allowed = {}
        for each in referrals:
            referral_id, *letters = each.split()
            blocked = one_draft and "*" in letters
            allowed[referral_id] = {
                LETTERS[letter] for letter in letters if letter in LETTERS and not blocked
            }
        yield f"{title.strip()}.", allowed


@POLICIES
def test_the_allowed_types_are_those_of_the_walk(policy):
    steps = [(step.title, step.allowed) for step in tour(policy=policy)]
    assert steps == list(walked(one_draft=policy.draft_revision_blocks))


@POLICIES
def test_the_history_kept_to_the_rules(policy):
    for step in tour(policy=policy):
        report = audit_student(step.student, policy=policy)
        assert report.findings == ()
        assert not any(report.not_checked.values())


@POLICIES
def test_what_was_copied_is_what_the_draft_starts_with(policy):
    for step in tour(policy=policy):
        drafts = [iep for _, iep in step.student.ieps() if iep.status is IEPStatus.DRAFT]
        assert bool(step.copied) is bool(drafts)
        for draft in drafts:
            copied = tuple(each.content for each in step.copied if each.content is not None)
            assert draft.content == copied


def test_what_is_copied_is_planned_by_the_copy_table():
    before, after = next(
        (before, after)
        for before, after in zip(tour(), tour()[1:], strict=False)
        if after.title == "The Annual IEP R1-4 is drafted."
    )
    assert after.copied == plan_copy_forward(
        before.student.active_iep,
        IEPType.ANNUAL,
        determination=before.student.latest_determination,
    )


def test_the_tour_visits_every_type_but_the_one_it_does_not_take():
    *_, last = tour()
    types = {iep.type for _, iep in last.student.ieps()}
    assert types == set(IEPType) - {IEPType.REEVALUATION_REVISION}


def test_the_cycles_are_those_of_the_outline():
    *_, last = tour()
    assert [[len(cycle) for cycle in each.cycles] for each in last.student.referrals] == [
        [3, 1, 2],
        [3, 2],
    ]


def test_it_ends_where_the_example_of_the_outline_ends():
    example = Path(__file__).parent.parent / "examples" / "outline.json"
    *_, last = tour()
    assert wire.student_to_data(last.student) == json.loads(example.read_text("utf-8"))


def test_a_tour_taken_again_is_equal():
    assert tour() == tour()
