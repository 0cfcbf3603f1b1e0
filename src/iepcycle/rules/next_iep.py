"""Which IEP may be created next on a referral: the GATE and TYPE rules.

A type is allowed exactly when every rule that applies to it is satisfied.
"""

from __future__ import annotations

from typing import Final

from iepcycle import citations as cite
from iepcycle.citations import Basis, Citation
from iepcycle.facts import Chain
from iepcycle.rules.definition import Rule
from iepcycle.vocabulary import ConsentStatus, EvaluationType, IEPType, Stage

_REEVALUATIONS: Final = (IEPType.REEVALUATION_ANNUAL, IEPType.REEVALUATION_REVISION)
_OPENING: Final = (IEPType.INITIAL, *_REEVALUATIONS)
_FOLLOWING: Final = (IEPType.ANNUAL, IEPType.REVISION)

GATE_1: Final = Rule(
    id="GATE-1",
    name="develop-plan-reached",
    statement="The referral has reached the Develop Plan stage.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.ABOUT_IEP,
            "Brief Overview of the IEP Cycle",
            "The IEP is developed once the referral is there.",
        ),
        Citation(cite.STUDENT_SUPPORT_PROCESS, "stages", "The stages and their order."),
    ),
    interpretation="I-9",
    reads=("stage",),
    holds=lambda facts: facts.stage >= Stage.DEVELOP_PLAN,
    because="the referral is in the {stage} stage.",
    refusal=lambda _: (
        "the referral is still in the {stage} stage; it must reach Develop Plan first."
    ),
)
GATE_2: Final = Rule(
    id="GATE-2",
    name="eligible-for-idea",
    statement="The determination on file finds the student eligible for IDEA services.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.ABOUT_IEP, "What is an IEP?", "An IEP is for students eligible for IDEA services."
        ),
        Citation(
            cite.DATA_REQUIREMENTS,
            "IDEA base eligible",
            "The latest filed determination says eligible.",
        ),
    ),
    reads=("eligible",),
    holds=lambda facts: facts.eligible is True,
    because="the determination on file finds the student eligible for IDEA services.",
    refusal=lambda facts: (
        "no determination of eligibility is on file for the referral."
        if facts.eligible is None
        else "the determination on file finds the student not eligible for IDEA services."
    ),
)
GATE_3: Final = Rule(
    id="GATE-3",
    name="services-not-declined",
    statement=(
        "Consent for services has not been refused and not been revoked. "
        "(No consent form on record does not block.)"
    ),
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.DATA_REQUIREMENTS,
            "IDEA base eligible",
            "No form 102b, or consent given and not revoked.",
        ),
        Citation(cite.CONSENT, "(b)(3)-(4)", "After a refusal or a revocation no IEP is required."),
    ),
    reads=("services_consent",),
    holds=lambda facts: facts.services_consent in (None, ConsentStatus.GIVEN),
    because="consent for services has not been refused or revoked.",
    refusal=lambda facts: f"the parent has {facts.services_consent.value} consent for services.",
)
GATE_4: Final = Rule(
    id="GATE-4",
    name="evaluation-not-withdrawn",
    statement="The evaluation has not been withdrawn.",
    basis=Basis.INFERRED,
    citations=(Citation(cite.TIMELINE_ENDS, "Withdrawn", "A withdrawal ends the timeline."),),
    derivation="A withdrawn evaluation ends its timeline and yields no determination.",
    reads=("evaluation_withdrawn",),
    holds=lambda facts: not facts.evaluation_withdrawn,
    because="the evaluation has not been withdrawn.",
    refusal=lambda _: "the evaluation has been withdrawn.",
)
TYPE_1: Final = Rule(
    id="TYPE-1",
    name="initial-follows-initial-evaluation",
    statement="The evaluation is an initial evaluation.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.ABOUT_IEP, "Types of IEPs", "An Initial IEP cannot be created for a reevaluation."
        ),
    ),
    applies_to=(IEPType.INITIAL,),
    reads=("evaluation_type",),
    holds=lambda facts: facts.evaluation_type is EvaluationType.INITIAL,
    because="the evaluation is an initial evaluation.",
    refusal=lambda facts: (
        "the referral has no evaluation."
        if facts.evaluation_type is None
        else "the evaluation is a reevaluation; an Initial IEP cannot be created for it."
    ),
)
TYPE_2: Final = Rule(
    id="TYPE-2",
    name="reevaluation-follows-reevaluation",
    statement="The Evaluation Worksheet sets the evaluation type to Reevaluation.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.ABOUT_IEP, "outline", "The Evaluation Worksheet must set the type to Reevaluation."
        ),
    ),
    interpretation="I-3",
    applies_to=_REEVALUATIONS,
    reads=("evaluation_type",),
    holds=lambda facts: facts.evaluation_type is EvaluationType.REEVALUATION,
    because="the Evaluation Worksheet sets the evaluation type to Reevaluation.",
    refusal=lambda facts: (
        "the referral has no evaluation."
        if facts.evaluation_type is None
        else "the evaluation is an initial evaluation; a Reevaluation IEP follows a reevaluation."
    ),
)
TYPE_3: Final = Rule(
    id="TYPE-3",
    name="opens-the-referral",
    statement="The referral holds no IEP yet: an opening IEP is the first of its referral.",
    basis=Basis.INFERRED,
    citations=(Citation(cite.ABOUT_IEP, "outline", "Each referral is opened once."),),
    derivation="The outline opens each referral once, and a reevaluation takes a new referral.",
    applies_to=_OPENING,
    reads=("chain",),
    holds=lambda facts: facts.chain is Chain.EMPTY,
    because="the referral holds no IEP yet.",
    refusal=lambda _: (
        "the referral already holds {first}; only the first IEP of a referral opens it."
    ),
)
TYPE_4: Final = Rule(
    id="TYPE-4",
    name="needs-active-iep",
    statement="An IEP of the referral is active, in a chain opened by an Initial or Reevaluation IEP.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.ABOUT_IEP,
            "Types of IEPs",
            "Annual and Revision become available only when an initial or reevaluation IEP is active already.",
        ),
    ),
    interpretation="I-1",
    applies_to=_FOLLOWING,
    reads=("chain", "has_active_iep"),
    holds=lambda facts: facts.has_active_iep and facts.chain is Chain.OPENED,
    because="{active} is active, and {first} opened the referral.",
    refusal=lambda facts: (
        "no IEP of the referral is active."
        if not facts.has_active_iep
        else "the referral was opened by {first}, not by an Initial or Reevaluation IEP."
    ),
)
TYPE_5: Final = Rule(
    id="TYPE-5",
    name="activate-before-next",
    statement="No Initial, Annual or Reevaluation IEP of the referral is still a draft.",
    basis=Basis.STATED,
    citations=(
        Citation(
            cite.ABOUT_IEP,
            "outline",
            "Each of these must be activated before the next can be created.",
        ),
    ),
    applies_to=_FOLLOWING,
    reads=("has_unactivated_iep",),
    holds=lambda facts: not facts.has_unactivated_iep,
    because="no Initial, Annual or Reevaluation IEP of the referral is still a draft.",
    refusal=lambda _: "{unactivated} is still a draft; it must be activated first.",
)
TYPE_6: Final = Rule(
    id="TYPE-6",
    name="one-draft-revision",
    statement=(
        "No Revision is still a draft. "
        "Applies only under a policy with `draft_revision_blocks=True`; the default is `False`."
    ),
    basis=Basis.ASSUMED,
    citations=(Citation(cite.ABOUT_IEP, "outline", "The remark stands on no Revision line."),),
    interpretation="I-2",
    applies_to=_FOLLOWING,
    in_force=lambda policy: policy.draft_revision_blocks,
    reads=("has_draft_revision",),
    holds=lambda facts: not facts.has_draft_revision,
    because="no Revision of the referral is still a draft.",
    refusal=lambda _: (
        "{draft_revision} is still a draft, and this policy takes one draft at a time."
    ),
)

GATES: Final = (GATE_1, GATE_2, GATE_3, GATE_4)
"""What every type needs."""
TYPES: Final = (TYPE_1, TYPE_2, TYPE_3, TYPE_4, TYPE_5, TYPE_6)
"""What a single type needs."""
