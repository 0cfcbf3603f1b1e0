"""The public names, as a type checker sees them.

mypy and pyright read this file in strict mode, beside the wheel; it is never run.
A line that must be an error says so, and both tools complain where it is none.
"""

from collections.abc import Mapping
from datetime import date
from typing import assert_type

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    RULEBOOK,
    Basis,
    Citation,
    ConferencePurpose,
    ConsentStatus,
    CopyAction,
    Determination,
    Evaluation,
    EvaluationType,
    IepcycleError,
    IEPStatus,
    IEPType,
    InvalidRecordError,
    NotAllowedError,
    Policy,
    Procedure,
    ProcedureKind,
    Referral,
    Rule,
    Section,
    SectionContent,
    ServicesConsent,
    Severity,
    Stage,
    StudentRecord,
    UnknownRuleError,
    activate_iep,
    add_referral,
    assign_care_coordinator,
    audit_student,
    correct_iep,
    create_iep,
    decision_table,
    determine_eligibility,
    due_dates,
    explain_activation,
    explain_next_iep_types,
    move_to_stage,
    next_allowed_iep_types,
    plan_copy_forward,
    record_evaluation,
    record_procedure,
    record_services_consent,
    remove_draft,
    revoke_services,
    wire,
    write_section,
)
from iepcycle.activation import ActivationDecision
from iepcycle.audit import AuditReport, Finding
from iepcycle.clocks import Duty
from iepcycle.copy_forward import SectionPlan
from iepcycle.decisions import Decision, Outcome, TypeDecision
from iepcycle.errors import Problem
from iepcycle.facts import Facts, facts_of
from iepcycle.rules import rule

TODAY = date(2024, 9, 3)


def which_iep_may_come_next(referral: Referral, policy: Policy) -> None:
    assert_type(next_allowed_iep_types(referral), frozenset[IEPType])
    assert_type(next_allowed_iep_types(referral, policy=policy), frozenset[IEPType])
    assert_type(facts_of(referral), Facts)
    assert_type(decision_table(policy=policy), Mapping[Facts, Decision])

    decision = explain_next_iep_types(referral, policy=policy)
    assert_type(decision, Decision)
    assert_type(decision.allowed, frozenset[IEPType])
    assert_type(decision.facts, Facts)
    assert_type(decision.types, tuple[TypeDecision, ...])
    verdict = decision.type(IEPType.ANNUAL)
    assert_type(verdict.type, IEPType)
    assert_type(verdict.allowed, bool)
    assert_type(verdict.refused_by, tuple[str, ...])
    assert_type(verdict.outcomes, tuple[Outcome, ...])
    assert_type(verdict.outcomes[0].rule, Rule)
    assert_type(verdict.outcomes[0].satisfied, bool)
    assert_type(verdict.outcomes[0].reason, str)


def the_cycle_step_by_step(student: StudentRecord, found: Determination) -> None:
    goals = SectionContent(section=Section.ANNUAL_GOALS, body="Reads aloud.")
    assert_type(create_iep(student, "R1", IEPType.ANNUAL, iep_id="1", on=TODAY), StudentRecord)
    assert_type(activate_iep(student, "1", on=TODAY, policy=IDEA), StudentRecord)
    assert_type(explain_activation(student, "1"), ActivationDecision)
    assert_type(determine_eligibility(student, "R1", found), StudentRecord)
    assert_type(
        record_services_consent(student, "R1", ConsentStatus.GIVEN, on=TODAY), StudentRecord
    )
    assert_type(revoke_services(student, "R1", on=TODAY), StudentRecord)
    assert_type(correct_iep(student, "1", [goals]), StudentRecord)

    plan = plan_copy_forward(student.active_iep, IEPType.ANNUAL, determination=found)
    assert_type(plan, tuple[SectionPlan, ...])
    assert_type(plan[0].action, CopyAction)
    assert_type(plan[0].content, SectionContent | None)


def what_is_due_and_what_broke_a_rule(student: StudentRecord) -> None:
    assert_type(due_dates(student), tuple[Duty, ...])
    assert_type(due_dates(student, as_of=TODAY, policy=IDEA)[0].met_on, date | None)
    report = audit_student(student, as_of=TODAY)
    assert_type(report, AuditReport)
    assert_type(report.findings, tuple[Finding, ...])
    assert_type(report.findings[0].severity, Severity)
    assert_type(report.findings[0].on, date | None)
    assert_type(report.not_checked, Mapping[str, int])


def json_in_and_out(student: StudentRecord, lines: list[bytes]) -> None:
    assert_type(wire.dumps_student(student), str)
    assert_type(wire.loads_student("{}"), StudentRecord)
    assert_type(wire.loads_student(b"{}"), StudentRecord)
    for read in wire.read_students(lines):
        if isinstance(read, StudentRecord):
            assert_type(read.id, str)
        else:
            assert_type(read, wire.RejectedRecord)
            assert_type(read.line, str | bytes)
            assert_type(read.problems, tuple[Problem, ...])


def small_changes_to_a_record(student: StudentRecord, referral: Referral) -> None:
    notice = Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=TODAY)
    evaluation = Evaluation(type=EvaluationType.INITIAL)
    assert_type(add_referral(student, referral), StudentRecord)
    assert_type(move_to_stage(student, "R1", Stage.DEVELOP_PLAN), StudentRecord)
    assert_type(record_evaluation(student, "R1", evaluation), StudentRecord)
    assert_type(record_procedure(student, "1", notice), StudentRecord)
    assert_type(assign_care_coordinator(student, "1"), StudentRecord)
    assert_type(write_section(student, "1", Section.SERVICES, "None."), StudentRecord)
    assert_type(remove_draft(student, "1"), StudentRecord)


def records(student: StudentRecord) -> None:
    referral = student.referral("R1")
    assert_type(referral, Referral)
    assert_type(referral.ieps, tuple[IEP, ...])
    assert_type(referral.cycles, tuple[tuple[IEP, ...], ...])
    assert_type(referral.active_iep, IEP | None)
    assert_type(referral.received_on, date | None)
    assert_type(referral.services_consent, ServicesConsent | None)
    assert_type(student.active_iep, IEP | None)
    assert_type(student.latest_determination, Determination | None)
    assert_type(student.find_iep("1"), tuple[Referral, IEP])
    assert_type(referral.ieps[0].iep_date, date | None)
    assert_type(referral.ieps[0].status, IEPStatus)
    assert_type(referral.ieps[0].procedures[0].purpose, ConferencePurpose | None)
    assert_type(Stage.DEFINE_NEEDS < Stage.DEVELOP_PLAN, bool)
    assert_type(Stage.DEFINE_NEEDS.label, str)


def rules_and_policies() -> None:
    assert_type(rule("GATE-1"), Rule)
    assert_type(RULEBOOK[0], Rule)
    assert_type(rule("GATE-1").basis, Basis)
    assert_type(rule("GATE-1").severity, Severity)
    assert_type(rule("GATE-1").citations, tuple[Citation, ...])
    assert_type(ECSSS, Policy)
    assert_type(ECSSS.draft_revision_blocks, bool)
    copy = {(Section.ANNUAL_GOALS, IEPType.ANNUAL): CopyAction.BLANK}
    assert_type(ECSSS.copying(copy, name="goals start anew"), Policy)


def errors(student: StudentRecord) -> None:
    try:
        student.referral("R1")
    except InvalidRecordError as error:
        assert_type(error.problems, tuple[Problem, ...])
    except NotAllowedError:
        pass
    except UnknownRuleError as error:
        assert_type(error.known, tuple[str, ...])
    except IepcycleError:
        pass


def what_must_be_an_error(student: StudentRecord, referral: Referral) -> None:
    # A value cannot be changed.
    referral.stage = Stage.DEVELOP_PLAN  # type: ignore[misc]  # pyright: ignore[reportAttributeAccessIssue]
    # Fields are named, never counted.
    Referral("R1", Stage.DEVELOP_PLAN)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    # The stage is needed.
    Referral(id="R1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    # Text is no member of a vocabulary.
    Referral(id="R1", stage="develop_plan")  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    # A sequence is a tuple.
    Referral(id="R1", stage=Stage.DEVELOP_PLAN, ieps=[])  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    # The question is about a referral, not about a student.
    next_allowed_iep_types(student)  # type: ignore[arg-type]  # pyright: ignore[reportArgumentType]
    # The policy is named.
    next_allowed_iep_types(referral, IDEA)  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
    # The day of a step is given, never read from a clock.
    activate_iep(student, "1")  # type: ignore[call-arg]  # pyright: ignore[reportCallIssue]
