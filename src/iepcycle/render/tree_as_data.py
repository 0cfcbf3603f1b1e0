"""The referral tree as plain data."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from iepcycle.decisions import next_allowed_iep_types
from iepcycle.policy import ECSSS
from iepcycle.render.explanation import verdict_data
from iepcycle.render.plain import plain
from iepcycle.render.tree import activations_of_drafts, heading_of
from iepcycle.rules import RULEBOOK_VERSION

if TYPE_CHECKING:
    from iepcycle.activation import ActivationDecision
    from iepcycle.policy import Policy
    from iepcycle.records import IEP, Referral, StudentRecord


def tree_data(
    student: StudentRecord, *, policy: Policy = ECSSS, bodies: bool = False
) -> dict[str, Any]:
    """Return the referral tree as plain data, with the same groups and numbers as the text.

    Args:
        student: The record.
        policy: The reading of the rules by which the next IEP of each referral is named.
        bodies: Keep the text of the sections too, not only their names.

    Example:
        >>> from iepcycle import Referral, Stage, StudentRecord
        >>> received = Referral(id="R1", stage=Stage.EXPRESS_CONCERN)
        >>> tree = tree_data(StudentRecord(id="S-0001", referrals=(received,)))
        >>> tree["referrals"][0]["stage"]
        'express_concern'
    """
    activations = activations_of_drafts(student, policy)
    return {
        "student_id": student.id,
        "policy": policy.name,
        "rulebook_version": RULEBOOK_VERSION,
        "triennial_agreements": plain(student.triennial_agreements),
        "referrals": [
            _referral(each, policy, activations, bodies=bodies) for each in student.referrals
        ],
    }


def _referral(
    referral: Referral,
    policy: Policy,
    activations: dict[str, ActivationDecision],
    *,
    bodies: bool,
) -> dict[str, Any]:
    fields: dict[str, Any] = plain(referral)
    del fields["ieps"]
    allowed = next_allowed_iep_types(referral, policy=policy)
    fields["allowed"] = [each.value for each in sorted(allowed, key=lambda each: each.position)]
    fields["cycles"] = [
        {
            "heading": heading_of(cycle),
            "ieps": [
                _iep(iep, number, activations.get(iep.id), bodies=bodies)
                for number, iep in enumerate(cycle, start=1)
            ],
        }
        for cycle in referral.cycles
    ]
    return fields


def _iep(
    iep: IEP, number: int, activation: ActivationDecision | None, *, bodies: bool
) -> dict[str, Any]:
    fields: dict[str, Any] = {"number": number, **plain(iep), "iep_date": plain(iep.iep_date)}
    if activation is not None:
        fields["activation"] = verdict_data(activation)
    if not bodies:
        for content in fields["content"]:
            del content["body"]
    return fields
