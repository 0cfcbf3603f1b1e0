"""Choose the mutants of a cosmic-ray session that are worth a try, and tell what became of them.

Usage: mutants.py select SESSION, before they are tried; mutants.py report SESSION..., after.
"""

import re
import sys
from collections import Counter
from pathlib import Path

from cosmic_ray.work_db import WorkDB, use_db
from cosmic_ray.work_item import MutationSpec, WorkerOutcome, WorkResult

# Annotations are never evaluated, a bare star is no product, and members of a vocabulary are single objects without an order.
EQUIVALENT = re.compile(
    r"core/Replace(BinaryOperator_(BitOr|Mul)_|ComparisonOperator_Is(Not)?_(Eq|NotEq|Gt|GtE|Lt|LtE)$)"
)
# How a class is made is no rule, nor is an import for the type checker alone.
NO_RULE = re.compile(r"TYPE_CHECKING|@attrs\.frozen|attrs\.Factory")


def is_worth_a_try(mutation: MutationSpec) -> bool:
    """Say whether a rule could be decided otherwise after the change."""
    line = mutation.module_path.read_text("utf-8").splitlines()[mutation.start_pos[0] - 1]
    return not EQUIVALENT.match(mutation.operator_name) and not NO_RULE.search(line)


def select(session: WorkDB) -> None:
    """Skip the mutants that are not worth a try."""
    skipped = WorkResult(worker_outcome=WorkerOutcome.SKIPPED)
    for item in list(session.pending_work_items):
        if not all(map(is_worth_a_try, item.mutations)):
            session.set_result(item.job_id, skipped)


def report(sessions: list[str]) -> None:
    """Print the changes that survived, and the count of each module."""
    killed: Counter[str] = Counter()
    survived: Counter[str] = Counter()
    for path in sessions:
        with use_db(path, WorkDB.Mode.open) as session:
            for item, result in session.completed_work_items:
                module = str(item.mutations[0].module_path)
                if result.worker_outcome is WorkerOutcome.SKIPPED:
                    continue
                if result.is_killed:
                    killed[module] += 1
                else:
                    survived[module] += 1
                    print(f"{result.diff}\n")
    for module in sorted(killed | survived):
        print(f"{module}: {killed[module]} killed, {survived[module]} survived")
    print(f"in all: {killed.total()} killed, {survived.total()} survived")


if __name__ == "__main__":
    command, *paths = sys.argv[1:]
    if command == "select":
        with use_db(Path(paths[0]), WorkDB.Mode.open) as opened:
            select(opened)
    else:
        report(paths)
