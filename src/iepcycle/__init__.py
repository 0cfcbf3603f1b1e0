"""Rules for the cycle of Individualized Education Programs (IEPs)."""

from iepcycle.citations import Basis, Citation, Severity
from iepcycle.decisions import (
    decision_table,
    explain_next_iep_types,
    next_allowed_iep_types,
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
