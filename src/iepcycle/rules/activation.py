"""When a draft may be activated, and what that and other records change: the ACTIVATE rules and the EFFECTs.

Which of ACTIVATE-2 to ACTIVATE-5 are in force is a setting of the policy, because the published list of eCSSS is lost.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from iepcycle import citations as cite
from iepcycle.citations import Basis, Citation
from iepcycle.rules.definition import EVERY_TYPE, Rule
from iepcycle.rules.next_iep import GATE_2, GATE_3, GATE_4
from iepcycle.vocabulary import ConsentStatus, IEPStatus, IEPType

if TYPE_CHECKING:
    from collections.abc import Callable

    from iepcycle.policy import Policy


def _required(rule_id: str) -> Callable[[Policy], bool]:
    return lambda policy: rule_id in policy.activation_prerequisites


ACTIVATE_1: Final = Rule(
    id="ACTIVATE-1",
    name="only-a-draft",
    statement="Only a draft can be activated.",
    basis=Basis.STATED,
    citations=(Citation(cite.REMINDERS, "markers", "What Draft, Active and Inactive mean."),),
    reads=("status",),
    holds=lambda facts: facts.status is IEPStatus.DRAFT,
    because="{iep} is a draft.",
    refusal=lambda facts: (
        f"{{iep}} is {facts.status.value} already; only a draft can be activated."
    ),
)
ACTIVATE_2: Final = Rule(
    id="ACTIVATE-2",
    name="care-coordinator-assigned",
    statement="A Care Coordinator is assigned.",
    basis=Basis.STATED,
    citations=(
        Citation(cite.IEP_ACTIONS, "Care Coordinator", "Having one is a prerequisite."),
        Citation(cite.STUDENT_TEAM_LIST, "", "Naming one is a prerequisite for activating an IEP."),
    ),
    in_force=_required("ACTIVATE-2"),
    reads=("care_coordinator_assigned",),
    holds=lambda facts: facts.care_coordinator_assigned,
    because="a Care Coordinator is assigned.",
    refusal=lambda _: "no Care Coordinator is assigned to {iep}.",
)
ACTIVATE_3: Final = Rule(
    id="ACTIVATE-3",
    name="parent-informed",
    statement=(
        "A Prior Written Notice has been given to the parent: the IEP carries at least one."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.IEP_ACTIONS, "Activate IEP (PWNs Given to Parent)", "The parent is informed first."
        ),
    ),
    in_force=_required("ACTIVATE-3"),
    reads=("has_prior_written_notice",),
    holds=lambda facts: facts.has_prior_written_notice,
    because="a Prior Written Notice has been given to the parent.",
    refusal=lambda _: "{iep} carries no Prior Written Notice; the parent must be informed first.",
)
ACTIVATE_4: Final = Rule(
    id="ACTIVATE-4",
    name="conference-held",
    statement=(
        "The IEP carries a conference with purpose IEP. "
        "Does not apply to a Revision, which may be agreed without a meeting."
    ),
    basis=Basis.INFERRED,
    citations=(
        Citation(
            cite.IEP_ACTIONS, "IEP Date", "The date of an IEP is that of its last IEP conference."
        ),
        Citation(cite.IEP_REVIEW, "(a)(4)", "Changes may be agreed without a meeting."),
    ),
    derivation=(
        "The IEP date is that of the conference, so an IEP without one has no date; "
        "the law lets a change after the annual meeting go without."
    ),
    applies_to=tuple(each for each in EVERY_TYPE if each is not IEPType.REVISION),
    in_force=_required("ACTIVATE-4"),
    reads=("has_iep_conference",),
    holds=lambda facts: facts.has_iep_conference,
    because="{iep} carries an IEP conference.",
    refusal=lambda _: "{iep} carries no conference with purpose IEP.",
)
ACTIVATE_5: Final = Rule(
    id="ACTIVATE-5",
    name="consent-before-first-services",
    statement="Consent for services is given. Applies to an Initial IEP.",
    basis=Basis.INFERRED,
    citations=(Citation(cite.CONSENT, "(b)(1)", "Consent comes before the first services."),),
    derivation="An active IEP is provided, and consent is required before services are first provided.",
    applies_to=(IEPType.INITIAL,),
    in_force=_required("ACTIVATE-5"),
    reads=("services_consent",),
    holds=lambda facts: facts.services_consent is ConsentStatus.GIVEN,
    because="the parent has given consent for services.",
    refusal=lambda facts: (
        "no consent for services is on record; it comes before the first services."
        if facts.services_consent is None
        else f"the parent has {facts.services_consent.value} consent for services."
    ),
)
ACTIVATE_6: Final = Rule(
    id="ACTIVATE-6",
    name="still-entitled",
    statement=(
        "GATE-2, GATE-3 and GATE-4 hold for its referral, "
        "and the student's latest determination is not one of not eligible."
    ),
    basis=Basis.INFERRED,
    citations=(
        Citation(
            cite.IDEA_ELIGIBILITY_TAB,
            "note",
            "An active IEP becomes inactive when eligibility is rescinded.",
        ),
    ),
    derivation="If rescinded eligibility makes even an active IEP inactive, no draft can become active after it.",
    reads=(*GATE_2.reads, *GATE_3.reads, *GATE_4.reads, "latest_not_eligible"),
    holds=lambda facts: (
        GATE_2.satisfied_by(facts)
        and GATE_3.satisfied_by(facts)
        and GATE_4.satisfied_by(facts)
        and not facts.latest_not_eligible
    ),
    because="the student is still entitled to services.",
    refusal=lambda facts: next(
        (gate.refusal(facts) for gate in (GATE_2, GATE_3, GATE_4) if not gate.satisfied_by(facts)),
        "the latest determination finds the student not eligible for IDEA services.",
    ),
)

ACTIVATIONS: Final = (ACTIVATE_1, ACTIVATE_2, ACTIVATE_3, ACTIVATE_4, ACTIVATE_5, ACTIVATE_6)
"""What an IEP needs to be activated."""

EFFECT_1: Final = Rule(
    id="EFFECT-1",
    name="one-plan-in-force",
    statement=(
        "Activating an IEP makes every other active IEP of the student inactive, "
        "on the same day, whichever referral it stands on."
    ),
    basis=Basis.INFERRED,
    citations=(
        Citation(
            cite.REMINDERS, "markers", "The active plan of a type; inactive is what was active."
        ),
    ),
    derivation="There is one active plan of a type, and an inactive plan is one that was active.",
)
EFFECT_2: Final = Rule(
    id="EFFECT-2",
    name="ineligibility-ends-the-plan",
    statement="Recording a determination of not eligible makes the student's active IEP inactive.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.IDEA_ELIGIBILITY_TAB,
            "note",
            "An active IEP becomes inactive when eligibility is rescinded.",
        ),
    ),
)
EFFECT_3: Final = Rule(
    id="EFFECT-3",
    name="revocation-ends-the-plan",
    statement=(
        "Recording the revocation of services consent makes the student's active IEP inactive."
    ),
    basis=Basis.INFERRED,
    citations=(Citation(cite.CONSENT, "(b)(4)", "After a revocation services end."),),
    derivation="Services end with the revocation, so the plan for them is no longer in force.",
)
EFFECT_4: Final = Rule(
    id="EFFECT-4",
    name="correction-is-no-revision",
    statement=(
        'A correction (eCSSS "New Version") changes content of an active IEP without a new IEP, '
        "type or status; it is not a Revision."
    ),
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.REMINDERS,
            "New Version",
            "New Version is for corrections only, never for revisions.",
        ),
    ),
)

EFFECTS: Final = (EFFECT_1, EFFECT_2, EFFECT_3, EFFECT_4)
"""What a recorded step changes besides itself."""
