"""``iepcycle next``: which IEP may be created next on each referral, and why (not)."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from iepcycle.cli.options import file_argument, json_option, policy_option
from iepcycle.cli.output import Output
from iepcycle.cli.reading import Students
from iepcycle.decisions import explain_next_iep_types
from iepcycle.render import (
    activation_summary,
    activations_of_drafts,
    decision_data,
    decision_summary,
    decision_text,
    printable,
    verdict_data,
    verdict_text,
)
from iepcycle.rules import RULEBOOK_VERSION

if TYPE_CHECKING:
    from iepcycle.activation import ActivationDecision
    from iepcycle.policy import Policy
    from iepcycle.records import Referral, StudentRecord

_INDENT = "  "


@click.command("next")
@file_argument
@policy_option
@json_option
@click.option("--full", is_flag=True, help="Show every rule, satisfied or not, with its sources.")
def next_command(file: str, policy: Policy, *, as_json: bool, full: bool) -> None:
    """Which IEP may be created next on each referral, and whether its drafts may be activated.

    What is allowed stands first, then each refusal with its rule and the reason.
    """
    output = Output()
    students = Students(file)
    for student in students:
        if as_json:
            output.data(_data(student, policy))
        else:
            output.block(_text(student, policy, output.width, full=full))
    students.finish()


def _data(student: StudentRecord, policy: Policy) -> dict[str, Any]:
    activations = activations_of_drafts(student, policy)
    return {
        "student_id": student.id,
        "policy": policy.name,
        "rulebook_version": RULEBOOK_VERSION,
        "referrals": [
            {
                "referral_id": referral.id,
                **decision_data(explain_next_iep_types(referral, policy=policy)),
                "drafts": [
                    {"iep_id": iep.id, **verdict_data(activations[iep.id])}
                    for iep in referral.ieps
                    if iep.id in activations
                ],
            }
            for referral in student.referrals
        ],
    }


def _text(student: StudentRecord, policy: Policy, width: int | None, *, full: bool) -> str:
    activations = activations_of_drafts(student, policy)
    inner = None if width is None else width - len(_INDENT)
    blocks = [f"Student {printable(student.id)}"]
    for referral in student.referrals:
        lines = [_decision(referral, policy, inner, full=full)]
        for iep in referral.ieps:
            if iep.id in activations:
                told = _activation(activations[iep.id], inner, full=full)
                lines.append(f"Draft {iep.type.label} {printable(iep.id)}\n{_indented(told)}")
        told = "\n".join(lines)
        blocks.append(f"Referral {printable(referral.id)}\n{_indented(told)}")
    return "\n\n".join(blocks)


def _decision(referral: Referral, policy: Policy, width: int | None, *, full: bool) -> str:
    decision = explain_next_iep_types(referral, policy=policy)
    if full:
        return decision_text(decision, every_rule=True, width=width)
    return decision_summary(decision, width=width)


def _activation(activation: ActivationDecision, width: int | None, *, full: bool) -> str:
    inner = None if width is None else width - len(_INDENT)
    if full:
        return verdict_text(activation, every_rule=True, width=inner)
    return activation_summary(activation, width=inner)


def _indented(text: str) -> str:
    return textwrap.indent(text, _INDENT)
