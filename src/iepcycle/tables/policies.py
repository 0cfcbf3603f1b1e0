"""The policy under which a table can be audited."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

if TYPE_CHECKING:
    from iepcycle.policy import Policy

NOT_IN_A_TABLE: Final = frozenset({"ACTIVATE-2", "ACTIVATE-3"})
"""The prerequisites of activation for which a table has no column: the Care Coordinator and the Prior Written Notice."""


def policy_for_tables(policy: Policy) -> Policy:
    """Return the policy without the prerequisites of activation that a table cannot record.

    What a record does not hold has not happened; but a table without a column for it does not say so.

    Args:
        policy: The reading of the rules.

    Example:
        >>> from iepcycle import ECSSS
        >>> policy_for_tables(ECSSS).name
        'ecsss, for tables'
    """
    return attrs.evolve(
        policy,
        name=f"{policy.name}, for tables",
        activation_prerequisites=policy.activation_prerequisites - NOT_IN_A_TABLE,
    )
