"""The living cycle: create the draft that was allowed, activate it, and carry through what that changes.

Every function returns a new record and leaves its argument as it was; one that refuses leaves nothing behind.
"""

from iepcycle.cycle.activating import activate_iep
from iepcycle.cycle.correcting import correct_iep
from iepcycle.cycle.creating import create_iep
from iepcycle.cycle.deciding import (
    determine_eligibility,
    record_services_consent,
    revoke_services,
)

__all__ = [
    "activate_iep",
    "correct_iep",
    "create_iep",
    "determine_eligibility",
    "record_services_consent",
    "revoke_services",
]
