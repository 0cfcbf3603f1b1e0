"""Blunders in the records of a district, which may or may not break a rule, and dates that are missing."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from random import Random

Record = dict[str, Any]
"""What JSON will hold, with its dates as dates."""

TYPES = ("initial", "annual", "revision", "reevaluation_annual", "reevaluation_revision")
_STAGES = ("express_concern", "define_needs")
_STATUSES = ("draft", "active", "inactive")


def _dates(record: Any) -> Iterator[tuple[Record, str]]:  # noqa: ANN401 -- any part of a record
    """Yield where the dates of a record stand."""
    if isinstance(record, list):
        for each in record:
            yield from _dates(each)
    elif isinstance(record, dict):
        for key, value in record.items():
            if isinstance(value, date):
                yield record, key
            else:
                yield from _dates(value)


def _any_date(random: Random, student: Record) -> tuple[Record, str] | None:
    places = list(_dates(student))
    return random.choice(places) if places else None


def lose_a_date(random: Random, student: Record) -> None:
    """Take a date away, if there is one."""
    place = _any_date(random, student)
    # A withdrawal is recorded by its date alone.
    if place is not None and place[1] != "withdrawn_on":
        del place[0][place[1]]


def _mistake_a_date(random: Random, student: Record) -> None:
    place = _any_date(random, student)
    if place is not None:
        days = random.choice((-1, 1)) * random.choice((1, 2, 10, 50, 200, 500))
        place[0][place[1]] += timedelta(days=days)


def _mistake_a_type(random: Random, student: Record) -> None:
    for iep in _one_of(random, random.choice(student["referrals"])["ieps"]):
        iep["type"] = random.choice(TYPES)


def _mistake_a_status(random: Random, student: Record) -> None:
    for iep in _one_of(random, random.choice(student["referrals"])["ieps"]):
        iep["status"] = random.choice(_STATUSES)


def _never_activate(random: Random, student: Record) -> None:
    for iep in _one_of(random, random.choice(student["referrals"])["ieps"]):
        iep["status"] = "draft"
        iep.pop("activated_on", None)
        iep.pop("inactivated_on", None)


def _never_end(random: Random, student: Record) -> None:
    for iep in _one_of(random, random.choice(student["referrals"])["ieps"]):
        if iep.pop("inactivated_on", None):
            iep["status"] = "active"


def _lose_an_iep(random: Random, student: Record) -> None:
    ieps = random.choice(student["referrals"])["ieps"]
    for iep in _one_of(random, ieps):
        ieps.remove(iep)


def _mistake_the_stage(random: Random, student: Record) -> None:
    random.choice(student["referrals"])["stage"] = random.choice(_STAGES)


def _mistake_the_evaluation(random: Random, student: Record) -> None:
    evaluation = random.choice(student["referrals"]).get("evaluation")
    if evaluation is not None:
        evaluation["type"] = random.choice(("initial", "reevaluation"))


def _withdraw(random: Random, student: Record) -> None:
    evaluation = random.choice(student["referrals"]).get("evaluation")
    place = _any_date(random, student)
    if evaluation is not None and place is not None:
        evaluation["withdrawn_on"] = place[0][place[1]]


def _lose_the_determination(random: Random, student: Record) -> None:
    random.choice(student["referrals"]).get("evaluation", {}).pop("determination", None)


def _reevaluate_at_a_wrong_time(random: Random, student: Record) -> None:
    """Add a referral that is determined within a year of the last one, or more than three years after it."""
    last = student["referrals"][-1]
    decided = last.get("evaluation", {}).get("determination", {}).get("decided_on")
    if decided is None:
        return
    again = decided + timedelta(days=random.choice((100, 364, 365, 366, 1094, 1096, 1097, 1300)))
    begun = again - timedelta(days=random.choice((20, 60, 61, 90)))
    student["referrals"].append(
        {
            "id": f"R{len(student['referrals']) + 1}",
            "stage": "develop_plan",
            "received_on": begun,
            "evaluation": {
                "type": "reevaluation",
                "consent_received_on": begun,
                "determination": {"eligible": True, "decided_on": again, "filed_on": again},
            },
            "ieps": [],
        }
    )


def _find_not_eligible(random: Random, student: Record) -> None:
    evaluation = random.choice(student["referrals"]).get("evaluation", {})
    if "determination" in evaluation:
        evaluation["determination"]["eligible"] = False


def _decline(random: Random, student: Record) -> None:
    place = _any_date(random, student)
    if place is not None:
        random.choice(student["referrals"])["services_consent"] = {
            "status": random.choice(("refused", "revoked")),
            "ended_on": place[0][place[1]],
        }


def _one_of(random: Random, records: list[Record]) -> list[Record]:
    return [random.choice(records)] if records else []


BLUNDERS: tuple[Callable[[Random, Record], None], ...] = (
    _mistake_a_date,
    _mistake_a_date,
    _mistake_a_type,
    _mistake_a_status,
    _never_activate,
    _never_end,
    _lose_an_iep,
    _mistake_the_stage,
    _mistake_the_evaluation,
    _withdraw,
    _lose_the_determination,
    _reevaluate_at_a_wrong_time,
    _reevaluate_at_a_wrong_time,
    _find_not_eligible,
    _decline,
)
"""Each makes one in a record, if there is a place for it."""
