"""Steps that were taken too soon: DUE-4, a reevaluation within a year, and DUE-7, a triennial agreement."""

from __future__ import annotations

import itertools
from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.clocks.duty import Unreckoned
from iepcycle.clocks.reevaluation import (
    determinations,
    reevaluation_due,
    reevaluation_events,
    window_opens,
)
from iepcycle.dates import recorded, years_after
from iepcycle.rules import rule
from iepcycle.rules.duties import DUE_4, DUE_7

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.clocks.chain import Event
    from iepcycle.policy import Policy
    from iepcycle.records import StudentRecord
    from iepcycle.rules.definition import Rule


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
    if policy.reevaluation_waivable and student.triennial_agreements:
        yield from _agreements(student, policy)


def _reevaluations(student: StudentRecord, policy: Policy) -> Iterator[EarlyStep | Unreckoned]:
    """Yield each determination that follows another, unless an earlier one was agreed.

    Nothing is claimed of two whose dates stand the other way round than their referrals,
    nor where an agreement without a date may have been an earlier one.
    """
    for before, after in itertools.pairwise(determinations(student)):
        evaluation = student.referrals[after.position].evaluation
        agreed = None if evaluation is None else evaluation.early_reevaluation_agreed_on
        if recorded(agreed) is not None:
            continue
        first, second = before.on, after.on
        if first is None or second is None or second < first or agreed is not None:
            yield Unreckoned(rule_id=DUE_4.id, referral_id=after.referral_id)
            continue
        yield EarlyStep(
            rule_id=DUE_4.id,
            referral_id=after.referral_id,
            taken_on=second,
            not_before=years_after(first, policy.reevaluation_gap_years, policy.leap_day),
        )


def _agreements(student: StudentRecord, policy: Policy) -> Iterator[EarlyStep | Unreckoned]:
    """Yield each triennial agreement, with the first day of its window before the reevaluation was due.

    Nothing is claimed of one without a date, or without a dated determination before it.
    After a determination of not eligible there is no reevaluation on which to agree.
    """
    events = reevaluation_events(student, policy)
    if not events:
        return
    placed = 0
    for before, after in itertools.pairwise(events):
        if not after.agreed or after.on is None:
            continue
        placed += 1
        if before.on is None or _may_lie_behind_another(after, events):
            yield Unreckoned(rule_id=DUE_7.id, referral_id=after.referral_id)
        elif before.starts:
            yield EarlyStep(
                rule_id=DUE_7.id,
                referral_id=after.referral_id,
                taken_on=after.on,
                not_before=window_opens(reevaluation_due(before.on, policy), policy),
            )
    for _ in range(len(set(student.triennial_agreements)) - placed):
        yield Unreckoned(rule_id=DUE_7.id, referral_id=events[-1].referral_id)


def _may_lie_behind_another(agreement: Event, events: list[Event]) -> bool:
    """Say whether a determination without a date may lie between the agreement and what stands before it."""
    latest = agreement.latest_place or agreement.place
    return any(event.on is None and agreement.place < event.place < latest for event in events)
