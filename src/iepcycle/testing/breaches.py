"""Strategies for histories that kept to the rules but for one breach."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from hypothesis import strategies as st

from iepcycle.policy import ECSSS
from iepcycle.testing.breaking import breakable_rules, ways_to_break
from iepcycle.testing.lawful import lives
from iepcycle.testing.life import SLOWEST, Life
from iepcycle.testing.referral_turns import receive
from iepcycle.testing.turns import PLANS
from iepcycle.vocabulary import IEPType

if TYPE_CHECKING:
    from iepcycle.policy import Policy
    from iepcycle.testing.breaking import Breach

MOST_TURNS: Final = 4
"""The most turns of a life that comes before the plan with which a breach is made."""

_NEEDS_A_REEVALUATION: Final = frozenset({"TYPE-2", "TYPE-4"})


def breaches(
    rule_id: str, *, policy: Policy = ECSSS, most_turns: int = MOST_TURNS
) -> st.SearchStrategy[Breach]:
    """Draw a record that kept to the rules, but for one breach of the rule, and what an audit must find in it.

    A breach that is one on a certain day only, like an annual review that is overdue, names the day in ``as_of``.
    It shrinks to the shortest life in which the rule can be broken, and to the first way in which it can.

    Args:
        rule_id: One of `breakable_rules`.
        policy: The reading of the rules that is kept to and broken.
        most_turns: The most turns that the life takes before the plan with which the breach is made.

    Raises:
        ValueError: An audit under the policy never reports the rule.

    Example:
        >>> from hypothesis import given
        >>> from iepcycle import audit_student
        >>> @given(breaches("RECORD-3"))
        ... def is_found(breach):
        ...     found = audit_student(breach.student, as_of=breach.as_of).findings
        ...     assert [each.rule_id for each in found] == ["RECORD-3"]
        >>> is_found()
    """
    if rule_id not in breakable_rules(policy):
        message = f"Expected a rule that an audit can report: one of {breakable_rules(policy)}."
        raise ValueError(message)
    needed = IEPType.REEVALUATION_ANNUAL if rule_id in _NEEDS_A_REEVALUATION else IEPType.ANNUAL
    breached = st.builds(
        lambda life, pace: _ways(rule_id, _with_plan(life, needed, pace)),
        lives(policy=policy, most_turns=most_turns),
        st.integers(0, SLOWEST),
    )
    return breached.filter(bool).flatmap(st.sampled_from)


def _with_plan(life: Life, iep_type: IEPType, pace: int) -> Life:
    """Return the life with a plan of the type in force; after an ending it begins anew."""
    life.pace = pace
    if life.student.referrals and life.has_ended:
        receive(life, 0)
    PLANS[iep_type](life, 0)
    return life


def _ways(rule_id: str, life: Life) -> list[Breach]:
    return list(ways_to_break(rule_id, life.student, as_of=life.day, policy=life.policy))
