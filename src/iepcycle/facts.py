"""The finite questions that rules may ask of a referral.

A referral can be of any length, yet the rules that decide the next IEP read only these few closed facts about it.
So every case there is can be listed, printed, and checked against a second formulation.
"""

from __future__ import annotations

import itertools
from enum import Enum
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle.vocabulary import (
    OPENING_TYPES,
    ConsentStatus,
    EvaluationType,
    IEPStatus,
    IEPType,
    Stage,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.records import Referral


class Chain(Term):
    """How the IEPs of a referral begin."""

    EMPTY = "empty"
    """The referral holds no IEP."""
    OPENED = "opened"
    """Its first IEP is of an opening type."""
    UNOPENED = "unopened"
    """Its first IEP is of another type."""


@attrs.frozen(kw_only=True, cache_hash=True)
class Facts:
    """What the GATE and TYPE rules know of a referral.

    Example:
        >>> from iepcycle import Referral, Stage
        >>> facts_of(Referral(id="R1", stage=Stage.DEFINE_NEEDS)).chain
        <Chain.EMPTY: 'empty'>
    """

    stage: Stage
    """The stage that the referral has reached."""
    evaluation_type: EvaluationType | None
    """The type of its evaluation, if it has one."""
    evaluation_withdrawn: bool
    """Whether the evaluation has been withdrawn."""
    eligible: bool | None
    """What the determination on file says, if there is one."""
    services_consent: ConsentStatus | None
    """The consent to services, if a form is on record."""
    chain: Chain
    """How its IEPs begin."""
    has_active_iep: bool
    """Whether one of its IEPs is active."""
    has_unactivated_iep: bool
    """Whether an opening or Annual IEP is still a draft."""
    has_draft_revision: bool
    """Whether a Revision is still a draft."""


FACT_NAMES: Final = tuple(field.name for field in attrs.fields(Facts))
"""The names of the facts, in canonical order."""

FACT_VALUES: Final[dict[str, tuple[Any, ...]]] = {
    "stage": tuple(Stage),
    "evaluation_type": (None, *EvaluationType),
    "evaluation_withdrawn": (False, True),
    "eligible": (None, False, True),
    "services_consent": (None, *ConsentStatus),
    "chain": tuple(Chain),
    "has_active_iep": (False, True),
    "has_unactivated_iep": (False, True),
    "has_draft_revision": (False, True),
}
"""Every value that a fact can have, in canonical order."""


def facts_of(referral: Referral) -> Facts:
    """Return what the GATE and TYPE rules know of the referral."""
    return from_answers(answers_of(referral))


def from_answers(answers: tuple[Any, ...]) -> Facts:
    """Return the facts whose values stand in canonical order in the tuple."""
    return Facts(**dict(zip(FACT_NAMES, answers, strict=True)))


def answers_of(referral: Referral) -> tuple[Any, ...]:
    """Return the values of the facts in canonical order, as a key under which a decision is remembered.

    This is the one function that runs for every question, so it reads the referral once and builds no object.
    """
    evaluation = referral.evaluation
    evaluation_type = eligible = None
    withdrawn = False
    if evaluation is not None:
        evaluation_type = evaluation.type
        withdrawn = evaluation.withdrawn_on is not None and evaluation.withdrawn
        if evaluation.determination is not None:
            eligible = evaluation.determination.eligible
    consent = referral.services_consent
    ieps = referral.ieps
    has_active = has_unactivated = has_draft_revision = False
    for iep in ieps:
        status = iep.status
        if status is _ACTIVE:
            has_active = True
        elif status is _DRAFT:
            if iep.type is _REVISION:
                has_draft_revision = True
            else:
                has_unactivated = True
    return (
        referral.stage,
        evaluation_type,
        withdrawn,
        eligible,
        None if consent is None else consent.status,
        _EMPTY if not ieps else _OPENED if ieps[0].type in OPENING_TYPES else _UNOPENED,
        has_active,
        has_unactivated,
        has_draft_revision,
    )


# Reading a member off its class is a look-up in Python; these are read for every IEP.
_ACTIVE: Final = IEPStatus.ACTIVE
_DRAFT: Final = IEPStatus.DRAFT
_REVISION: Final = IEPType.REVISION
_EMPTY: Final = Chain.EMPTY
_OPENED: Final = Chain.OPENED
_UNOPENED: Final = Chain.UNOPENED


def reachable_facts() -> Iterator[Facts]:
    """Yield the facts of every referral that can be recorded, lawful or not, in canonical order."""
    for answers in itertools.product(*(FACT_VALUES[name] for name in FACT_NAMES)):
        facts = from_answers(answers)
        if _can_stand_together(facts):
            yield facts


def _can_stand_together(facts: Facts) -> bool:
    """Say whether a referral can have these facts: what has no evaluation was not determined, and so on."""
    if facts.evaluation_type is None and (facts.evaluation_withdrawn or facts.eligible is not None):
        return False
    has_an_iep = facts.has_active_iep or facts.has_unactivated_iep or facts.has_draft_revision
    return not (facts.chain is Chain.EMPTY and has_an_iep)


def words(value: object) -> str:
    """Return the value of a fact as text: a wire value, ``yes``, ``no`` or ``none``."""
    if isinstance(value, Enum):
        return str(value.value)
    return {None: "none", True: "yes", False: "no"}[value]  # type: ignore[index]
