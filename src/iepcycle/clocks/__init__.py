"""What is due when: every duty that a record gives rise to, met or not.

Nothing reads a clock; what depends on today takes ``as_of``.
"""

from iepcycle.clocks.duties import due_dates, reckon
from iepcycle.clocks.duty import Duty, Unreckoned
from iepcycle.clocks.early import EarlyStep, early_steps
from iepcycle.clocks.endings import Ending, endings
from iepcycle.clocks.worklist import Task, Worklist, worklist

__all__ = [
    "Duty",
    "EarlyStep",
    "Ending",
    "Task",
    "Unreckoned",
    "Worklist",
    "due_dates",
    "early_steps",
    "endings",
    "reckon",
    "worklist",
]
