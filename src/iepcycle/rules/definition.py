"""What a rule is: data, with at most one predicate over finite facts."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.citations import Basis, Citation
from iepcycle.policy import Policy
from iepcycle.vocabulary import IEPType

if TYPE_CHECKING:
    from iepcycle.citations import Severity

EVERY_TYPE: Final = tuple(IEPType)
"""The types to which a rule applies that applies to all."""


def _always(_policy: Policy) -> bool:
    return True


@attrs.frozen(kw_only=True, eq=False)
class Rule:
    """A rule of the rulebook.

    Example:
        >>> from iepcycle.rules import rule
        >>> rule("TYPE-1").statement
        'The evaluation is an initial evaluation.'
    """

    id: str
    """The permanent id, like ``TYPE-4``."""
    name: str
    """The permanent name, in words joined by hyphens."""
    statement: str
    """What must hold, in one or two sentences."""
    basis: Basis
    """The authority on which the rule rests."""
    citations: tuple[Citation, ...]
    """The public sources; empty only for a definition or an assumption."""
    derivation: str = ""
    """For an inferred rule, how it follows from the sources."""
    interpretation: str | None = None
    """The interpretation on which it rests, like ``I-1``."""
    applies_to: tuple[IEPType, ...] = EVERY_TYPE
    """The types of IEP that it is asked about."""
    in_force: Callable[[Policy], bool] = attrs.field(default=_always, repr=False)
    """Whether it is asked under the policy."""
    reads: tuple[str, ...] = ()
    """The facts that the predicate reads; empty where there is no predicate."""
    holds: Callable[[Any], bool] | None = attrs.field(default=None, repr=False)
    """Whether the facts satisfy the rule; ``None`` for a rule that is no question about finite facts."""
    because: str = attrs.field(default="", repr=False)
    """The reason when it is satisfied; names in braces are filled in when it is told."""
    refusal: Callable[[Any], str] = attrs.field(default=str, repr=False)
    """The reason when it refuses, likewise, for the facts."""

    def satisfied_by(self, facts: Any) -> bool:  # noqa: ANN401 -- each family reads facts of its own
        """Say whether the facts satisfy the rule.

        Raises:
            TypeError: The rule is no question about finite facts.
        """
        if self.holds is None:
            message = f"{self.id} is no question about finite facts."
            raise TypeError(message)
        return self.holds(facts)

    @property
    def family(self) -> str:
        """The family of the rule: ``GATE``, ``TYPE``, ``ACTIVATE``, ``EFFECT``, ``COPY``, ``DUE`` or ``RECORD``."""
        return self.id.partition("-")[0]

    @property
    def severity(self) -> Severity:
        """The severity of a finding that rests on this rule; it follows from the basis."""
        return self.basis.severity

    def __str__(self) -> str:
        """Name the rule."""
        return f"{self.id} {self.name}"

    def __reduce__(self) -> tuple[Callable[[str], Rule], tuple[str]]:
        """Pickle as the id: there is one object for each rule."""
        from iepcycle.rules import rule  # noqa: PLC0415 -- the rulebook is made of these objects

        return rule, (self.id,)
