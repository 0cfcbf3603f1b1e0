"""What a contender is."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import attrs

from iepcycle import IEPType, Referral


@attrs.frozen(kw_only=True)
class Contender:
    """One way to ask which IEP may be created next."""

    name: str
    """How the table names it."""
    starts_from: str
    """What it is handed: the record itself, facts made ready, or a machine or state made ready."""
    prepare: Callable[[Referral], Any]
    """Makes ready, outside the clock, what `ask` is handed."""
    ask: Callable[[Any], Any]
    """What is timed."""
    allowed: Callable[[Any], frozenset[IEPType]] | None
    """Reads the allowed types off the answer, outside the clock; ``None`` where guards are ignored."""
    distribution: str = "iepcycle"
    """The package on the index."""


def as_recorded(referral: Referral) -> Referral:
    """Make nothing ready: the contender is handed the record."""
    return referral
