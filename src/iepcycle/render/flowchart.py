"""The cycle of one referral as a Mermaid flowchart, drawn by walking what may be created next."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.decisions import next_allowed_iep_types
from iepcycle.facts import facts_of, words
from iepcycle.policy import ECSSS
from iepcycle.records import IEP, Determination, Evaluation, Referral
from iepcycle.render.layout import terms_in_words
from iepcycle.vocabulary import EvaluationType, IEPStatus, Stage

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.policy import Policy

    Step = tuple[Referral, str, Referral]

_MOST_DRAFTS: Final = 2
"""A third draft of a type leads nowhere that the second does not, so the walk need not make it."""


def cycle_flowchart(*, policy: Policy = ECSSS) -> str:
    """Return the cycle of a referral that is past every gate, as a Mermaid flowchart.

    A box is where the referral stands; an arrow is an IEP that is created or activated.

    Args:
        policy: The reading of the rules.

    Example:
        >>> for line in cycle_flowchart().splitlines()[:3]:
        ...     print(line)
        flowchart TD
            n0["No IEP yet; evaluation type initial"]
            n1["Initial IEP in draft"]
    """
    names: dict[str, str] = {}
    arrows: dict[str, None] = {}
    for before, step, after in _walk(policy):
        start, end = (names.setdefault(_place(each), f"n{len(names)}") for each in (before, after))
        arrows[f'{start} -->|"{step}"| {end}'] = None
    boxes = [f'{name}["{place}"]' for place, name in names.items()]
    return "\n".join(["flowchart TD", *(f"    {line}" for line in [*boxes, *arrows])]) + "\n"


def _walk(policy: Policy) -> Iterator[Step]:
    """Yield every step from everywhere that a new referral can come to, nearest first."""
    to_visit = [_new_referral(evaluation_type) for evaluation_type in EvaluationType]
    visited = set()
    for referral in to_visit:
        case = (_place(referral), len(_drafts(referral)))
        if case in visited:
            continue
        visited.add(case)
        for step, after in (*_creations(referral, policy), *_activations(referral)):
            yield referral, step, after
            to_visit.append(after)


def _new_referral(evaluation_type: EvaluationType) -> Referral:
    return Referral(
        id="R1",
        stage=Stage.DEVELOP_PLAN,
        evaluation=Evaluation(type=evaluation_type, determination=Determination(eligible=True)),
    )


def _place(referral: Referral) -> str:
    """Say where the referral stands, as far as it matters for what comes next."""
    if not referral.ieps:
        return f"No IEP yet; evaluation type {words(facts_of(referral).evaluation_type)}"
    active = ["An IEP is active"] if referral.active_iep else []
    types = {draft.type for draft in _drafts(referral)}
    drafts = [f"{terms_in_words(types)} in draft"] if types else []
    return "; ".join(active + drafts)


def _drafts(referral: Referral) -> list[IEP]:
    return [iep for iep in referral.ieps if iep.status is IEPStatus.DRAFT]


def _creations(referral: Referral, policy: Policy) -> Iterator[tuple[str, Referral]]:
    allowed = next_allowed_iep_types(referral, policy=policy)
    for iep_type in sorted(allowed, key=lambda each: each.position):
        if sum(draft.type is iep_type for draft in _drafts(referral)) < _MOST_DRAFTS:
            draft = IEP(id=f"R1-{len(referral.ieps) + 1}", type=iep_type)
            yield f"create {iep_type.label}", attrs.evolve(referral, ieps=(*referral.ieps, draft))


def _activations(referral: Referral) -> Iterator[tuple[str, Referral]]:
    for draft in _drafts(referral):
        ieps = tuple(_after_activation(iep, draft) for iep in referral.ieps)
        yield f"activate {draft.type.label}", attrs.evolve(referral, ieps=ieps)


def _after_activation(iep: IEP, activated: IEP) -> IEP:
    """One IEP is active at a time (EFFECT-1)."""
    if iep is activated:
        return attrs.evolve(iep, status=IEPStatus.ACTIVE)
    return attrs.evolve(iep, status=IEPStatus.INACTIVE) if iep.status is IEPStatus.ACTIVE else iep
