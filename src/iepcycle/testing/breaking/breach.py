"""A record that breaks one rule, and what an audit must find in it."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, NamedTuple

import attrs

from iepcycle.records import StudentRecord
from iepcycle.rules import RULE_ORDER

if TYPE_CHECKING:
    from collections.abc import Iterable

    from iepcycle.records import IEP, Referral


class Expected(NamedTuple):
    """A finding that an audit must report."""

    rule_id: str
    """The rule."""
    referral_id: str
    """The referral."""
    iep_id: str | None
    """The IEP, if it is one's."""


@attrs.frozen(kw_only=True)
class Breach:
    """A record that kept to the rules until one thing in it was changed."""

    rule_id: str
    """The rule that is broken by the change."""
    student: StudentRecord
    """The record after the change."""
    expected: tuple[Expected, ...]
    """Everything that an audit must find, and nothing else: the breach, and what follows from it."""
    as_of: date | None = None
    """The day of asking on which it is a breach; ``None`` where any day will do, or none."""

    @property
    def follows(self) -> tuple[str, ...]:
        """The ids of the other rules that are broken with it, in the order of the rulebook."""
        others = {each.rule_id for each in self.expected} - {self.rule_id}
        return tuple(sorted(others, key=RULE_ORDER.__getitem__))


def expected_at(rule_id: str, referral: Referral, ieps: Iterable[IEP]) -> tuple[Expected, ...]:
    """Return a finding of the rule at each of the IEPs of the referral."""
    return tuple(Expected(rule_id, referral.id, iep.id) for iep in ieps)


def single(
    rule_id: str, student: StudentRecord, referral: Referral, iep: IEP | None = None
) -> Breach:
    """Return the breach of a rule with which no other is broken, on a referral or at an IEP of it."""
    expected = Expected(rule_id, referral.id, None if iep is None else iep.id)
    return Breach(rule_id=rule_id, student=student, expected=(expected,))
