"""Hypothesis strategies for records, for those who import iepcycle and test their own code.

Needs the extra ``testing``; nothing inside the library imports this package.
Importing it registers the strategies, so that ``hypothesis.strategies.from_type(Referral)`` works.

`student_records`, `referrals` and those of their parts draw any value that can be recorded, lawful or not.
`lawful_student_records` and `lawful_referrals` draw histories that kept to the rules.
`breaches` draws histories that kept to the rules but for one breach, with what an audit must find in them.

Example:
    >>> from hypothesis import given
    >>> from iepcycle import next_allowed_iep_types, explain_next_iep_types
    >>> @given(referrals())
    ... def answer_is_the_explanation(referral):
    ...     assert next_allowed_iep_types(referral) == explain_next_iep_types(referral).allowed
    >>> answer_is_the_explanation()
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, Final

from hypothesis import strategies as st

from iepcycle.records import (
    IEP,
    Determination,
    Evaluation,
    Procedure,
    Referral,
    SectionContent,
    ServicesConsent,
    StudentRecord,
)
from iepcycle.testing.breaches import breaches
from iepcycle.testing.breaking import Breach, Expected, breakable_rules, ways_to_break
from iepcycle.testing.dates import dates_of, with_dates
from iepcycle.testing.lawful import lawful_referrals, lawful_student_records
from iepcycle.testing.records import (
    MOST_IEPS,
    TEXTS,
    dates,
    determinations,
    evaluations,
    ieps,
    procedures,
    referrals,
    section_contents,
    services_consents,
    student_records,
)

if TYPE_CHECKING:
    from collections.abc import Callable

_STRATEGIES: Final[dict[type, Callable[[], st.SearchStrategy[Any]]]] = {
    Determination: determinations,
    Evaluation: evaluations,
    ServicesConsent: services_consents,
    Procedure: procedures,
    SectionContent: section_contents,
    IEP: ieps,
    Referral: referrals,
    StudentRecord: student_records,
}
for _kind, _strategy in _STRATEGIES.items():
    st.register_type_strategy(_kind, _strategy())

__all__ = [
    "MOST_IEPS",
    "TEXTS",
    "Breach",
    "Expected",
    "breaches",
    "breakable_rules",
    "dates",
    "dates_of",
    "determinations",
    "evaluations",
    "ieps",
    "lawful_referrals",
    "lawful_student_records",
    "procedures",
    "referrals",
    "section_contents",
    "services_consents",
    "student_records",
    "ways_to_break",
    "with_dates",
]
