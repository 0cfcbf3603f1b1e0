"""Steps that were taken too soon: DUE-4, a reevaluation within a year, and DUE-7, a triennial agreement."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.clocks.duty import Unreckoned
from iepcycle.clocks.reevaluation import determinations
from iepcycle.dates import days_after, recorded, years_after
from iepcycle.rules import rule
from iepcycle.rules.definition import Rule
from iepcycle.rules.duties import DUE_4, DUE_7

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord


@attrs.frozen(kw_only=True)
class EarlyStep:
    """A step that must not be taken before a day, and the day on which it was taken."""

    rule_id: str
    """The rule that says so."""
    referral_id: str
    """The referral that the step belongs to."""
    taken_on: date
    """The day on which it was taken."""
    not_before: date
    """The first day on which it may be taken."""

    @property
    def rule(self) -> Rule:
        """The rule that says so."""
        return rule(self.rule_id)

    @property
    def too_soon(self) -> bool:
        """Whether it was taken before that day."""
        return self.taken_on < self.not_before


def early_steps(student: StudentRecord, policy: Policy) -> Iterator[EarlyStep | Unreckoned]:
    """Yield every step of the record that has a first day, too soon or not."""
    yield from _reevaluations(student, policy)
    if policy.reevaluation_waivable:
        yield from _agreements(student, policy)


def _reevaluations(student: StudentRecord, policy: Policy) -> Iterator[EarlyStep | Unreckoned]:
    """Yield each determination that follows another, unless an earlier one was agreed."""
    following = list(determinations(student))
    for before, after in itertools.pairwise(following):
        evaluation = student.referrals[after.position].evaluation
        if evaluation is not None and recorded(evaluation.early_reevaluation_agreed_on) is not None:
            continue
        if before.on is None or after.on is None:
            yield Unreckoned(rule_id=DUE_4.id, referral_id=after.referral_id)
            continue
        yield EarlyStep(
            rule_id=DUE_4.id,
            referral_id=after.referral_id,
            taken_on=after.on,
            not_before=years_after(before.on, policy.reevaluation_gap_years, policy.leap_day),
        )


def _agreements(student: StudentRecord, policy: Policy) -> Iterator[EarlyStep | Unreckoned]:
    """Yield each triennial agreement, with the first day of its window before the reevaluation was due."""
    events = list(determinations(student))
    if not events:
        return
    anchors = [(event.on, event.referral_id) for event in events if event.on is not None]
    for on in sorted(student.triennial_agreements):
        earlier = [anchor for anchor in anchors if anchor[0] <= on]
        if recorded(on) is None or not earlier or len(anchors) < len(events):
            yield Unreckoned(rule_id=DUE_7.id, referral_id=events[-1].referral_id)
            continue
        anchor, referral_id = max(earlier, key=lambda each: each[0])
        due = years_after(anchor, policy.reevaluation_years, policy.leap_day)
        yield EarlyStep(
            rule_id=DUE_7.id,
            referral_id=referral_id,
            taken_on=on,
            not_before=days_after(due, -policy.triennial_window_days),
        )
        anchors.append((on, referral_id))
