"""Why an IEP may or may not be created: a decision told in short, in full, and as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iepcycle.render.layout import joined, paragraph, terms_in_words
from iepcycle.render.plain import plain
from iepcycle.vocabulary import IEPType

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.activation import ActivationDecision
    from iepcycle.decisions import Decision, Outcome, Verdict

    Refusals = tuple[Outcome, ...]
    Sources = dict[tuple[str, str], int]


def decision_summary(decision: Decision, *, width: int | None = None) -> str:
    """Return the decision in short: what is allowed first, then a line for each refusal.

    What refuses every type is told once; types that are refused for the same reasons are told together.

    Args:
        decision: What `explain_next_iep_types` returned.
        width: The number of columns; without one no line is wrapped.

    Example:
        >>> from iepcycle import Referral, Stage, explain_next_iep_types
        >>> referral = Referral(id="R1", stage=Stage.DEFINE_NEEDS)
        >>> print(decision_summary(explain_next_iep_types(referral)).splitlines()[0])
        Allowed: no IEP
    """
    lines = paragraph(terms_in_words(decision.allowed) or "no IEP", first="Allowed: ", width=width)
    for types, refusals in _grouped_refusals(decision):
        subject = "every IEP" if len(types) == len(IEPType) else terms_in_words(types)
        lines += paragraph(subject, first="Refused: ", width=width)
        for outcome in refusals:
            lines += paragraph(outcome.reason, first=f"  {outcome.rule.id}  ", width=width)
    return joined(lines)


def _grouped_refusals(decision: Decision) -> Iterator[tuple[tuple[IEPType, ...], Refusals]]:
    """Yield what refuses every type, then the types refused by the same other rules."""
    refusals = {each.type: _refusals(each) for each in decision.types}
    first, *others = refusals.values()
    shared = tuple(outcome for outcome in first if all(outcome in each for each in others))
    if shared:
        yield tuple(refusals), shared
    groups: dict[Refusals, list[IEPType]] = {}
    for iep_type, outcomes in refusals.items():
        own = tuple(outcome for outcome in outcomes if outcome not in shared)
        groups.setdefault(own, []).append(iep_type)
    for own, types in groups.items():
        if own:
            yield tuple(types), own


def _refusals(verdict: Verdict) -> Refusals:
    return tuple(outcome for outcome in verdict.outcomes if not outcome.satisfied)


def decision_text(decision: Decision, *, every_rule: bool = False, width: int | None = None) -> str:
    """Return the decision type by type, each rule with its basis and its reason, and the sources at the end.

    Args:
        decision: What `explain_next_iep_types` returned.
        every_rule: Tell the satisfied rules too, not only those that refuse.
        width: The number of columns; without one no line is wrapped.

    Example:
        >>> from iepcycle import Referral, Stage, explain_next_iep_types
        >>> decision = explain_next_iep_types(Referral(id="R1", stage=Stage.DEFINE_NEEDS))
        >>> for line in decision_text(decision).splitlines()[:3]:
        ...     print(line)
        Initial IEP: refused
          GATE-1  refuses  stated    The referral is still in the Define Needs stage; ... [1][2]
          GATE-2  refuses  stated    No determination of eligibility is on file for the referral. [3][4]
    """
    return _told(decision.types, every_rule=every_rule, width=width)


def verdict_text(verdict: Verdict, *, every_rule: bool = False, width: int | None = None) -> str:
    """Return the verdict on one type of IEP, or on one activation, in the same way.

    Args:
        verdict: A `TypeDecision` or an `ActivationDecision`.
        every_rule: Tell the satisfied rules too, not only those that refuse.
        width: The number of columns; without one no line is wrapped.
    """
    return _told((verdict,), every_rule=every_rule, width=width)


def activation_summary(activation: ActivationDecision, *, width: int | None = None) -> str:
    """Return the decision on an activation in short: a line for each refusal.

    Args:
        activation: What `explain_activation` returned.
        width: The number of columns; without one no line is wrapped.
    """
    refusals = _refusals(activation)
    lines = ["May not be activated" if refusals else "May be activated"]
    for outcome in refusals:
        lines += paragraph(outcome.reason, first=f"  {outcome.rule.id}  ", width=width)
    return joined(lines)


def _told(verdicts: tuple[Verdict, ...], *, every_rule: bool, width: int | None) -> str:
    sources: Sources = {}
    lines = []
    for verdict in verdicts:
        lines.append(f"{verdict.type.label}: {'allowed' if verdict.allowed else 'refused'}")
        for outcome in verdict.outcomes if every_rule else _refusals(verdict):
            lines += _outcome(outcome, sources, width)
        lines.append("")
    lines += ["Sources"] if sources else []
    for (title, address), number in sources.items():
        first = f"  [{number}] "
        lines += paragraph(title, first=first, width=width)
        lines.append(" " * len(first) + address)
    return joined(lines).rstrip()


def _outcome(outcome: Outcome, sources: Sources, width: int | None) -> list[str]:
    """Return one rule in words; its citations are numbered where they come up first."""
    rule = outcome.rule
    numbers = [
        sources.setdefault((str(each), each.source.address), len(sources) + 1)
        for each in rule.citations
    ]
    cited = "".join(f"[{number}]" for number in numbers)
    verb = "allows" if outcome.satisfied else "refuses"
    first = f"  {rule.id}  {verb:7}  {rule.basis.value:8}  "
    return paragraph(f"{outcome.reason} {cited}".rstrip(), first=first, width=width)


def decision_data(decision: Decision) -> dict[str, Any]:
    """Return the decision as plain data, in canonical order.

    Example:
        >>> from iepcycle import Referral, Stage, explain_next_iep_types
        >>> decision = explain_next_iep_types(Referral(id="R1", stage=Stage.DEFINE_NEEDS))
        >>> decision_data(decision)["types"][0]["refused_by"]
        ['GATE-1', 'GATE-2', 'TYPE-1']
    """
    return {
        "allowed": [each.type.value for each in decision.types if each.allowed],
        "facts": plain(decision.facts),
        "types": [verdict_data(each) for each in decision.types],
    }


def verdict_data(verdict: Verdict) -> dict[str, Any]:
    """Return the verdict on one type of IEP, or on one activation, as plain data."""
    return {
        "type": verdict.type.value,
        "allowed": verdict.allowed,
        "refused_by": list(verdict.refused_by),
        "outcomes": [
            {
                "rule": outcome.rule.id,
                "name": outcome.rule.name,
                "basis": outcome.rule.basis.value,
                "satisfied": outcome.satisfied,
                "reason": outcome.reason,
            }
            for outcome in verdict.outcomes
        ],
    }
