"""The audit replays a history through the decisions; a naive replay, written only here, finds the same."""

from datetime import date

import attrs
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    IEP,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    audit_student,
    explain_next_iep_types,
)
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.testing import referrals

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft", draft_revision_blocks=True)


def real(day):
    return None if day in PLACEHOLDER_DATES else day


def referral_before(referral, position):
    """Build the referral as it stood just before an IEP was created, and say which gates are unknown."""
    day = real(referral.ieps[position].created_on)
    unknown = set()
    evaluation, consent = referral.evaluation, referral.services_consent
    if evaluation is not None and evaluation.determination is not None:
        decided = real(evaluation.determination.decided_on)
        dated = decided is not None and day is not None
        if not evaluation.determination.eligible and not (dated and decided < day):
            unknown.add("GATE-2")
        if evaluation.determination.eligible and dated and decided > day:
            evaluation = attrs.evolve(evaluation, determination=None)
    if evaluation is not None and real(evaluation.withdrawn_on) is not None:
        if day is None:
            unknown.add("GATE-4")
        elif real(evaluation.withdrawn_on) >= day:
            evaluation = attrs.evolve(evaluation, withdrawn_on=None)
    if consent is not None and consent.status is not ConsentStatus.GIVEN:
        if day is None or real(consent.ended_on) is None:
            unknown.add("GATE-3")
        elif real(consent.ended_on) >= day:
            consent = None
    earlier = tuple(
        attrs.evolve(iep, status=status_before(iep, day)) for iep in referral.ieps[:position]
    )
    before = attrs.evolve(referral, evaluation=evaluation, services_consent=consent, ieps=earlier)
    return before, unknown


def status_before(iep, day):
    activated, ended = real(iep.activated_on), real(iep.inactivated_on)
    if iep.status is IEPStatus.DRAFT and activated is None:
        return IEPStatus.DRAFT
    if day is not None and activated is not None and activated > day:
        return IEPStatus.DRAFT
    if day is not None and ended is not None and ended < day:
        return IEPStatus.INACTIVE
    return IEPStatus.ACTIVE


def naive_findings(referral, policy):
    for position, iep in enumerate(referral.ieps):
        before, unknown = referral_before(referral, position)
        refused = explain_next_iep_types(before, policy=policy).type(iep.type).refused_by
        yield from ((rule_id, iep.id) for rule_id in refused if rule_id not in unknown)


def audited_findings(referral, policy):
    report = audit_student(StudentRecord(id="S", referrals=(referral,)), policy=policy)
    return [
        (found.rule_id, found.iep_id)
        for found in report.findings
        if found.rule_id.startswith(("GATE", "TYPE"))
    ]


@given(referrals(), st.sampled_from([ECSSS, ONE_DRAFT]))
def test_the_fold_finds_what_a_naive_replay_finds(referral, policy):
    assert audited_findings(referral, policy) == list(naive_findings(referral, policy))


ELIGIBLE = Evaluation(
    type=EvaluationType.INITIAL,
    determination=Determination(eligible=True, decided_on=date(2024, 1, 10)),
)
INITIAL = IEP(
    id="I",
    type=IEPType.INITIAL,
    status=IEPStatus.ACTIVE,
    created_on=date(2024, 1, 20),
    activated_on=date(2024, 2, 1),
)


def findings_of(*ieps, evaluation=ELIGIBLE, consent=None, stage=Stage.IMPLEMENT_PLAN):
    referral = Referral(
        id="R", stage=stage, evaluation=evaluation, services_consent=consent, ieps=ieps
    )
    return audited_findings(referral, ECSSS)


def test_an_iep_created_before_its_determination_is_found():
    early = attrs.evolve(INITIAL, created_on=date(2024, 1, 9))
    assert findings_of(early) == [("GATE-2", "I")]


def test_an_iep_created_on_the_day_of_its_determination_is_in_order():
    assert findings_of(attrs.evolve(INITIAL, created_on=date(2024, 1, 10))) == []


def test_an_iep_created_before_eligibility_was_rescinded_is_not_accused():
    rescinded = Determination(eligible=False, decided_on=date(2025, 1, 1))
    assert findings_of(INITIAL, evaluation=attrs.evolve(ELIGIBLE, determination=rescinded)) == []


def test_an_iep_created_on_the_day_on_which_eligibility_was_rescinded_is_not_accused():
    rescinded = Determination(eligible=False, decided_on=date(2024, 1, 20))
    assert findings_of(INITIAL, evaluation=attrs.evolve(ELIGIBLE, determination=rescinded)) == []


def test_an_iep_created_after_the_student_was_found_not_eligible_is_found():
    refused = Determination(eligible=False, decided_on=date(2024, 1, 19))
    evaluation = attrs.evolve(ELIGIBLE, determination=refused)
    assert findings_of(INITIAL, evaluation=evaluation) == [("GATE-2", "I")]


def test_an_iep_created_on_the_day_of_the_withdrawal_is_not_accused():
    withdrawn = attrs.evolve(ELIGIBLE, withdrawn_on=date(2024, 1, 20))
    assert findings_of(INITIAL, evaluation=withdrawn) == []
    withdrawn = attrs.evolve(ELIGIBLE, withdrawn_on=date(2024, 1, 19))
    assert findings_of(INITIAL, evaluation=withdrawn) == [("GATE-4", "I")]


def test_where_eligibility_was_rescinded_later_the_gate_is_not_checked():
    rescinded = attrs.evolve(
        ELIGIBLE, determination=Determination(eligible=False, decided_on=date(2025, 1, 1))
    )
    referral = Referral(id="R", stage=Stage.IMPLEMENT_PLAN, evaluation=rescinded, ieps=(INITIAL,))
    report = audit_student(StudentRecord(id="S", referrals=(referral,)))
    assert (report.not_checked["GATE-2"], "GATE-2" in report.checked) == (1, False)


def test_an_iep_created_after_services_were_revoked_is_found():
    revoked = ServicesConsent(status=ConsentStatus.REVOKED, ended_on=date(2024, 1, 19))
    assert findings_of(INITIAL, consent=revoked) == [("GATE-3", "I")]


def test_an_iep_created_on_the_day_of_the_revocation_is_not_accused():
    revoked = ServicesConsent(status=ConsentStatus.REVOKED, ended_on=date(2024, 1, 20))
    assert findings_of(INITIAL, consent=revoked) == []


def test_a_revision_created_before_the_initial_was_activated_is_found():
    revision = IEP(id="V", type=IEPType.REVISION, created_on=date(2024, 1, 31))
    assert findings_of(INITIAL, revision) == [("TYPE-4", "V"), ("TYPE-5", "V")]


def test_a_finding_names_the_iep_that_stood_in_the_way_as_it_was_then():
    revision = IEP(id="V", type=IEPType.REVISION, created_on=date(2024, 1, 31))
    referral = Referral(
        id="R", stage=Stage.IMPLEMENT_PLAN, evaluation=ELIGIBLE, ieps=(INITIAL, revision)
    )
    report = audit_student(StudentRecord(id="S", referrals=(referral,)))
    assert [each.message for each in report.findings if each.rule_id == "TYPE-5"] == [
        (
            "The Revision IEP V was created against TYPE-5, as things stood then. "
            "The Initial IEP I is still a draft; it must be activated first."
        )
    ]


def test_a_revision_created_on_the_day_of_the_activation_is_in_order():
    revision = IEP(id="V", type=IEPType.REVISION, created_on=date(2024, 2, 1))
    assert findings_of(INITIAL, revision) == []


def test_an_undated_revision_after_an_activated_initial_is_in_order():
    assert findings_of(INITIAL, IEP(id="V", type=IEPType.REVISION)) == []


def test_a_draft_that_was_activated_counts_as_active_where_the_day_is_not_recorded():
    contradictory = attrs.evolve(INITIAL, status=IEPStatus.DRAFT)
    assert findings_of(contradictory, IEP(id="V", type=IEPType.REVISION)) == []


def test_what_is_not_known_is_counted_and_not_judged():
    revoked = ServicesConsent(status=ConsentStatus.REVOKED)
    referral = Referral(
        id="R",
        stage=Stage.DEVELOP_PLAN,
        evaluation=attrs.evolve(ELIGIBLE, withdrawn_on=date(2024, 3, 1)),
        services_consent=revoked,
        ieps=(attrs.evolve(INITIAL, created_on=None),),
    )
    report = audit_student(StudentRecord(id="S", referrals=(referral,)))
    assert report.not_checked["GATE-3"] == 1
    assert report.not_checked["GATE-4"] == 1
    assert "GATE-3" not in report.checked
    assert report.checked["GATE-1"] == 1
    assert not [found for found in report.findings if found.rule_id.startswith("GATE")]
