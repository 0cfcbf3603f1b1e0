"""How long one decision takes: which IEP may be created next on a referral with two IEPs.

Every contender answers for the same referrals, in one process, in interleaved rounds.
Before the clock starts, every contender that decides guards is held to the same answers on every combination of facts.

    python benchmarks/one_decision.py            # about a minute
    python benchmarks/one_decision.py --short    # less than 20 seconds
    python benchmarks/one_decision.py --check    # exit code 1 if a goal is missed
"""

from __future__ import annotations

import argparse
import statistics
from typing import TYPE_CHECKING

from measuring import Goal, conditions, finish, interleaved, ratio, table
from peers import (
    by_hand,
    with_automat,
    with_business_rules,
    with_iepcycle,
    with_rule_engine,
    with_statemachine,
    with_transitions,
    with_zen,
)
from referrals import every_combination, with_two_ieps

from iepcycle import next_allowed_iep_types

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from peers.contender import Contender

CONTENDERS: tuple[Contender, ...] = (
    *with_iepcycle.CONTENDERS,
    *by_hand.CONTENDERS,
    *with_transitions.CONTENDERS,
    *with_statemachine.CONTENDERS,
    *with_zen.CONTENDERS,
    *with_automat.CONTENDERS,
    *with_rule_engine.CONTENDERS,
    *with_business_rules.CONTENDERS,
)
OURS = with_iepcycle.IEPCYCLE.name

STARTS_FROM_A_STATE = with_transitions.TRIGGERS.name
"""The fastest peer of those that start from a state."""
EVALUATES_GUARDS = (
    with_transitions.GUARDED.name,
    with_rule_engine.RULES.name,
    with_business_rules.RULES.name,
    with_statemachine.FROM_RECORD.name,
)
"""The peers that evaluate guards, against which there is a goal."""


def hold_to_the_same_answers() -> int:
    """Assert that every contender that decides guards allows what iepcycle allows; return on how many referrals."""
    referrals = [*with_two_ieps(), *every_combination()]
    for contender in CONTENDERS:
        if contender.allowed is None:
            continue
        for referral in referrals:
            answer = contender.allowed(contender.ask(contender.prepare(referral)))
            assert answer == next_allowed_iep_types(referral), (contender.name, referral)
    return len(referrals)


def goals(taken: Mapping[str, Sequence[float]]) -> list[Goal]:
    """Return the goals of one decision, with what was measured."""
    aims = {STARTS_FROM_A_STATE: 10, **dict.fromkeys(EVALUATES_GUARDS, 50)}
    measured = {name: ratio(taken[OURS], taken[name]) for name in aims}
    return [
        Goal(
            f"`next_allowed_iep_types` against {name}",
            f"{aim} times as fast or more",
            f"{measured[name]:.1f}",
            measured[name] >= aim,
        )
        for name, aim in aims.items()
    ]


def main() -> None:
    """Compare, and print the table and the goals."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--short", action="store_true", help="fewer rounds: less than 20 seconds")
    parser.add_argument("--check", action="store_true", help="exit code 1 if a goal is missed")
    options = parser.parse_args()

    checked = hold_to_the_same_answers()
    referrals = with_two_ieps()
    taken = interleaved(
        {
            each.name: (each.ask, [each.prepare(referral) for referral in referrals])
            for each in CONTENDERS
        },
        rounds=15 if options.short else 101,
    )
    print("# One decision: which IEP may be created next on a referral with two IEPs\n")
    print(conditions(sorted({"attrs", *(each.distribution for each in CONTENDERS)})))
    print(f"{len(referrals)} referrals timed; the same answers on {checked}.\n")
    print(
        table(
            ("contender", "starts from", "time", "against iepcycle"),
            [
                (
                    each.name,
                    each.starts_from,
                    f"{statistics.median(taken[each.name]) / 1000:.2f} µs",
                    f"{ratio(taken[OURS], taken[each.name]):.1f}",
                )
                for each in sorted(CONTENDERS, key=lambda each: statistics.median(taken[each.name]))
            ],
        )
    )
    finish(goals(taken), check=options.check)


if __name__ == "__main__":
    main()
