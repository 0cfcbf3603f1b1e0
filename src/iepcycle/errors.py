"""What can go wrong with input, and how it is said.

An error is for unusable input and for asking what is not allowed.
A history that broke a rule is neither: it is a valid value, and the audit reports it.

A message never repeats a value read from a record, because a shifted column may put a name where a stage belongs.
"""

from __future__ import annotations

from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Final

import attrs

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

PROBLEM_CODES: Final[Mapping[str, str]] = MappingProxyType(
    {
        "already_declined": "Services were refused or revoked before.",
        "bad_csv": "The text is not CSV, or the row has too many cells or too few.",
        "bad_date": "The text is no calendar date of the form YYYY-MM-DD.",
        "bad_encoding": "The bytes are not UTF-8, or a text holds half of a surrogate pair.",
        "bad_json": "The text is not JSON.",
        "bad_mapping": "The mapping of a table is not one that can be used.",
        "bad_policy": "The setting of the policy is outside what it can be.",
        "contradiction": "The rows of a table do not go together.",
        "dates_out_of_order": "The date precedes one that it must not precede.",
        "duplicate_column": "The column stands twice in the same table.",
        "duplicate_id": "The id stands elsewhere in the same record.",
        "duplicate_key": "The key stands twice in the same JSON object.",
        "duplicate_section": "The section stands twice in the same IEP.",
        "empty_text": "The text is empty where something must be named.",
        "missing_column": "A column of the table is absent.",
        "missing_key": "A required key is absent.",
        "inactive": "An inactive IEP cannot be changed.",
        "locked": "The activation of an IEP has locked the decision.",
        "no_evaluation": "The referral has no evaluation that a determination could close.",
        "not_a_draft": "Only a draft can be changed in this way.",
        "not_active": "Only an active IEP can be changed in this way.",
        "not_allowed_by_kind": "The field belongs to another kind of procedure.",
        "not_sorted": "The table is not sorted as was promised.",
        "too_deep": "The JSON is nested deeper than any record.",
        "unknown_column": "The column is not part of the table.",
        "unknown_format": "The format is not one that this version reads.",
        "unknown_id": "The record holds nothing with that id.",
        "unknown_key": "The key is not part of the format.",
        "unknown_value": "The text is not a member of the vocabulary.",
        "wrong_type": "The value is of another type than the field.",
    }
)
"""Every code a `Problem` can carry, with its meaning. A code is never renamed or reused."""


@attrs.frozen
class Problem:
    """One thing that is wrong with input.

    Example:
        >>> str(Problem("bad_date", "referrals[0].received_on", "Expected a date, YYYY-MM-DD."))
        'referrals[0].received_on: Expected a date, YYYY-MM-DD. [bad_date]'
    """

    code: str
    """A key of `PROBLEM_CODES`; stable, for programs."""
    path: str
    """Where it is, like ``referrals[0].ieps[2].created_on``; empty for the whole input."""
    message: str
    """What was expected and how to mend it, for people; carries no value of the record."""

    def __str__(self) -> str:
        """Tell the place, the message and the code in one line."""
        place = f"{self.path}: " if self.path else ""
        return f"{place}{self.message} [{self.code}]"

    def under(self, prefix: str) -> Problem:
        """Return the same problem seen from the value that holds this one at `prefix`."""
        glue = "." if self.path and not self.path.startswith("[") else ""
        return Problem(self.code, f"{prefix}{glue}{self.path}", self.message)


class IepcycleError(Exception):
    """The base of every error that iepcycle raises on purpose."""


class InvalidRecordError(IepcycleError, ValueError):
    """The input cannot be a record; carries all of its problems at once.

    Example:
        >>> from iepcycle import Referral
        >>> try:
        ...     Referral(id=7, stage="develop_plan")
        ... except InvalidRecordError as error:
        ...     for problem in error.problems:
        ...         print(problem)
        id: Expected text. [wrong_type]
        stage: Expected a member of Stage. [wrong_type]
    """

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Keep the problems, in the order in which they were found."""
        self.problems = tuple(problems)
        super().__init__(self.problems)

    def __str__(self) -> str:
        """Tell every problem, one a line."""
        return "\n".join(map(str, self.problems))


class NotAllowedError(IepcycleError):
    """A step was asked for that the rules refuse; carries the decision that says why."""

    def __init__(self, message: str, decision: Any) -> None:  # noqa: ANN401 -- decisions are built further down the house
        """Keep the decision: an explanation with every rule, satisfied or not."""
        self.decision = decision
        super().__init__(message, decision)

    def __str__(self) -> str:
        """Tell what was refused, by which rules, and why."""
        return str(self.args[0])


class UnknownRuleError(IepcycleError, LookupError):
    """A rule was asked for by an id that the rulebook does not have."""

    def __init__(self, known: Iterable[str]) -> None:
        """Keep the ids that the rulebook does have."""
        self.known = tuple(known)
        super().__init__(self.known)

    def __str__(self) -> str:
        """Name the ids there are, so that the right one can be chosen."""
        return f"The rulebook has no rule of that id; it has {', '.join(self.known)}."
