"""Rules for the cycle of Individualized Education Programs (IEPs)."""

from iepcycle.activation import explain_activation
from iepcycle.audit import audit_student
from iepcycle.citations import Basis, Citation, Severity
from iepcycle.clocks import due_dates
from iepcycle.copy_forward import plan_copy_forward
from iepcycle.cycle import (
    activate_iep,
    correct_iep,
    create_iep,
    determine_eligibility,
    record_services_consent,
    revoke_services,
)
from iepcycle.decisions import (
    decision_table,
    explain_next_iep_types,
    next_allowed_iep_types,
)
from iepcycle.edits import (
    add_referral,
    assign_care_coordinator,
    move_to_stage,
    record_evaluation,
    record_procedure,
    remove_draft,
    write_section,
)
from iepcycle.errors import (
    IepcycleError,
    InvalidRecordError,
    NotAllowedError,
    UnknownRuleError,
)
from iepcycle.policy import ECSSS, IDEA, Policy
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
from iepcycle.rules import RULEBOOK, Rule
from iepcycle.vocabulary import (
    ConferencePurpose,
    ConsentStatus,
    CopyAction,
    EvaluationType,
    IEPStatus,
    IEPType,
    ProcedureKind,
    Section,
    Stage,
)

__all__ = [
    "ECSSS",
    "IDEA",
    "IEP",
    "RULEBOOK",
    "Basis",
    "Citation",
    "ConferencePurpose",
    "ConsentStatus",
    "CopyAction",
    "Determination",
    "Evaluation",
    "EvaluationType",
    "IEPStatus",
    "IEPType",
    "IepcycleError",
    "InvalidRecordError",
    "NotAllowedError",
    "Policy",
    "Procedure",
    "ProcedureKind",
    "Referral",
    "Rule",
    "Section",
    "SectionContent",
    "ServicesConsent",
    "Severity",
    "Stage",
    "StudentRecord",
    "UnknownRuleError",
    "activate_iep",
    "add_referral",
    "assign_care_coordinator",
    "audit_student",
    "correct_iep",
    "create_iep",
    "decision_table",
    "determine_eligibility",
    "due_dates",
    "explain_activation",
    "explain_next_iep_types",
    "move_to_stage",
    "next_allowed_iep_types",
    "plan_copy_forward",
    "record_evaluation",
    "record_procedure",
    "record_services_consent",
    "remove_draft",
    "revoke_services",
    "write_section",
]
