"""``iepcycle tour``: the whole cycle of an invented student, step by step."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from iepcycle.cli.options import json_option, policy_option
from iepcycle.cli.output import Output
from iepcycle.render import tree_data, tree_text
from iepcycle.render.layout import paragraph, terms_in_words
from iepcycle.tour import tour
from iepcycle.vocabulary import CopyAction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from iepcycle.copy_forward import SectionPlan
    from iepcycle.policy import Policy
    from iepcycle.tour import TourStep

_INDENT = "   "
_DONE = {
    CopyAction.COPY: "Copied",
    CopyAction.REVIEW: "Copied for review",
    CopyAction.REFRESH: "Read anew",
}
"""What was done with a section that a new draft starts with."""


@click.command("tour")
@policy_option
@json_option
@click.option("--brief", is_flag=True, help="Leave out the referral tree.")
def tour_command(policy: Policy, *, as_json: bool, brief: bool) -> None:
    """The whole cycle of an invented student, from the referral to the Annual after the reevaluation.

    Each step tells what happened, what copied forward into a new draft, and what may be created next,
    and shows the referral tree.
    With --json, each step is one line.
    """
    output = Output()
    for number, step in enumerate(tour(policy=policy), start=1):
        if as_json:
            output.data(_data(number, step, brief=brief))
        else:
            output.block(_text(number, step, output.width, brief=brief))


def _text(number: int, step: TourStep, width: int | None, *, brief: bool) -> str:
    lines = [f"{number}. {step.title}"]
    for referral_id, allowed in step.allowed.items():
        words = terms_in_words(allowed) or "no IEP"
        first = f"{_INDENT}May be created next on {referral_id}: "
        lines += paragraph(words, first=first, width=width)
    for action, sections in _copied(step.copied):
        lines += paragraph(sections, first=f"{_INDENT}{action}: ", width=width)
    if not brief:
        lines += ["", textwrap.indent(tree_text(step.student, policy=step.policy), _INDENT)]
    return "\n".join(lines)


def _copied(plans: tuple[SectionPlan, ...]) -> Iterator[tuple[str, str]]:
    """Yield what was done, with the sections with which it was done; what starts empty is not told."""
    for action, words in _DONE.items():
        contents = [each.content for each in plans if each.action is action and each.content]
        if contents:
            source = contents[0].copied_from
            told = words if source is None else f"{words} from {source}"
            yield told, terms_in_words(each.section for each in contents)


def _data(number: int, step: TourStep, *, brief: bool) -> dict[str, Any]:
    data = {
        "step": number,
        "title": step.title,
        "allowed": {
            referral_id: [each.value for each in sorted(allowed, key=lambda each: each.position)]
            for referral_id, allowed in step.allowed.items()
        },
        "copied": [
            {
                "section": each.section.value,
                "action": each.action.value,
                "rule": each.rule.id,
                "copied_from": each.content.copied_from,
                "needs_review": each.content.needs_review,
            }
            for each in step.copied
            if each.content is not None
        ],
    }
    if not brief:
        data["tree"] = tree_data(step.student, policy=step.policy)
    return data
