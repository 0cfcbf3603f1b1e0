"""A duty with its due date, and a duty that cannot be reckoned for want of a date."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import attrs

from iepcycle.rules import rule

if TYPE_CHECKING:
    from iepcycle.rules.definition import Rule


@attrs.frozen(kw_only=True)
class Duty:
    """Something that must be done by a day: on the due date itself it is still in time."""

    rule_id: str
    """The rule that makes it a duty."""
    referral_id: str
    """The referral that it arises from."""
    iep_id: str | None = None
    """The IEP that it arises from, if it arises from one."""
    event: str
    """What it runs from, in words."""
    runs_from: date
    """The day of that event: day 0."""
    due_on: date
    """The last day on which it is in time."""
    met_on: date | None = None
    """The day on which it was met; ``None`` if it is not met yet."""
    opens_on: date | None = None
    """For a reevaluation, the first day on which a triennial agreement may be made (DUE-7)."""
    as_of: date | None = None
    """The day of asking, if one was given."""

    @property
    def rule(self) -> Rule:
        """The rule that makes it a duty."""
        return rule(self.rule_id)

    @property
    def overdue(self) -> bool:
        """Whether it is not met, and the day of asking is later than the due date."""
        return self.met_on is None and self.as_of is not None and self.as_of > self.due_on

    @property
    def days_overdue(self) -> int:
        """By how many calendar days it is overdue on the day of asking; 0 if it is not."""
        return (self.as_of - self.due_on).days if self.as_of is not None and self.overdue else 0

    @property
    def days_late(self) -> int:
        """By how many calendar days it was met late; 0 if it was met in time or is not met."""
        return max((self.met_on - self.due_on).days, 0) if self.met_on is not None else 0


@attrs.frozen(kw_only=True)
class Unreckoned:
    """A duty or step of which nothing is claimed: a date that it needs is not recorded, or contradicts another."""

    rule_id: str
    """The rule that makes it a duty."""
    referral_id: str
    """The referral that it arises from."""
