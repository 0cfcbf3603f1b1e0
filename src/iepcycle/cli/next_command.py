"""``iepcycle next``: which IEP may be created next on each referral, and why (not)."""

from __future__ import annotations

import textwrap
from typing import TYPE_CHECKING, Any

import click

from iepcycle.cli.options import file_argument, json_option, policy_option
from iepcycle.cli.output import Output
from iepcycle.cli.reading import Students
from iepcycle.decisions import explain_next_iep_types
from iepcycle.render import decision_data, decision_summary, decision_text, printable
from iepcycle.rules import RULEBOOK_VERSION

if TYPE_CHECKING:
    from iepcycle.policy import Policy
    from iepcycle.records import Referral, StudentRecord

_INDENT = "  "


@click.command("next")
@file_argument
@policy_option
@json_option
@click.option("--full", is_flag=True, help="Show every rule, satisfied or not, with its sources.")
def next_command(file: str, policy: Policy, *, as_json: bool, full: bool) -> None:
    """Which IEP may be created next on each referral.

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
    return {
        "student_id": student.id,
        "policy": policy.name,
        "rulebook_version": RULEBOOK_VERSION,
        "referrals": [
            {
                "referral_id": referral.id,
                **decision_data(explain_next_iep_types(referral, policy=policy)),
            }
            for referral in student.referrals
        ],
    }


def _text(student: StudentRecord, policy: Policy, width: int | None, *, full: bool) -> str:
    decisions = [_decision(each, policy, width, full=full) for each in student.referrals]
    return "\n\n".join([f"Student {printable(student.id)}", *decisions])


def _decision(referral: Referral, policy: Policy, width: int | None, *, full: bool) -> str:
    decision = explain_next_iep_types(referral, policy=policy)
    inner = None if width is None else width - len(_INDENT)
    told = (
        decision_text(decision, every_rule=True, width=inner)
        if full
        else decision_summary(decision, width=inner)
    )
    return f"Referral {printable(referral.id)}\n{textwrap.indent(told, _INDENT)}"
