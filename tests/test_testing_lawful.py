"""The strategies for lawful histories: what they draw kept to the rules, and it is varied."""

import itertools
from collections import Counter
from datetime import date, timedelta

import attrs
import pytest
from hypothesis import Phase, find, given, settings
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    IDEA,
    ConsentStatus,
    IEPStatus,
    IEPType,
    Policy,
    ProcedureKind,
    StudentRecord,
    audit_student,
    due_dates,
    next_allowed_iep_types,
)
from iepcycle.policy import OPTIONAL_PREREQUISITES
from iepcycle.testing import iep_steps, lawful_referrals, lawful_student_records
from iepcycle.testing.deadlines import deadline, reevaluation_opens
from iepcycle.testing.iep_turns import (
    agree_on_no_reevaluation,
    confer,
    give_up,
    on_the_draft,
    revoke,
    under_the_plan,
)
from iepcycle.testing.lawful import lives
from iepcycle.testing.life import SLOWEST, Life
from iepcycle.testing.referral_turns import receive
from iepcycle.testing.turns import DRAFTS, PLANS, Turn, live
from iepcycle.vocabulary import AnnualInterval, EvaluationEnd, LeapDay, MeetingStart

ONE_DRAFT = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)


def twice_as_many(start, days):
    """Count days as a calendar would on which every second day is free."""
    return start + timedelta(days=2 * days)


def policies():
    """Draw any reading of the rules."""
    return st.builds(
        Policy,
        name=st.just("drawn"),
        draft_revision_blocks=st.booleans(),
        activation_prerequisites=st.frozensets(st.sampled_from(OPTIONAL_PREREQUISITES)),
        annual_clock_set_by=st.frozensets(st.sampled_from(IEPType)),
        annual_interval=st.sampled_from(AnnualInterval),
        leap_day=st.sampled_from(LeapDay),
        reevaluation_years=st.integers(1, 5),
        reevaluation_waivable=st.booleans(),
        reevaluation_gap_years=st.integers(1, 3),
        evaluation_days=st.integers(1, 120),
        evaluation_ends_with=st.sampled_from(EvaluationEnd),
        evaluation_calendar=st.sampled_from([None, twice_as_many]),
        meeting_days=st.integers(1, 60),
        meeting_runs_from=st.sampled_from(MeetingStart),
        meeting_calendar=st.sampled_from([None, twice_as_many]),
        triennial_window_days=st.integers(1, 800),
    )


class TestRecords:
    """A record that kept to the rules."""

    @given(lives())
    @pytest.mark.parametrize("policy", [ECSSS, IDEA], ids=lambda policy: policy.name)
    def test_the_audit_finds_nothing_and_could_check_everything(self, policy, life):
        report = audit_student(life.student, as_of=life.day, policy=policy)
        assert report.findings == ()
        assert not any(report.not_checked.values())

    @given(policies().flatmap(lambda policy: lives(policy=policy)))
    def test_it_keeps_to_whatever_policy_it_is_given(self, life):
        report = audit_student(life.student, as_of=life.day, policy=life.policy)
        assert report.findings == ()

    @given(lives())
    def test_nothing_is_overdue_on_its_last_day(self, life):
        assert not any(duty.overdue for duty in due_dates(life.student, as_of=life.day))

    @given(lives())
    def test_no_day_that_is_recorded_lies_behind_its_last_day(self, life):
        for _, iep in life.student.ieps():
            for on in (iep.created_on, iep.activated_on, iep.inactivated_on, iep.iep_date):
                assert on is None or on <= life.day

    @given(lawful_student_records())
    def test_one_plan_at_most_is_in_force(self, student):
        statuses = Counter(iep.status for _, iep in student.ieps())
        assert statuses[IEPStatus.ACTIVE] <= 1

    @given(lawful_student_records(most_turns=0))
    def test_without_a_turn_it_is_empty(self, student):
        assert student == StudentRecord(id="S-0001")

    def test_a_single_turn_brings_about_what_it_needs(self):
        turn = Turn(take=PLANS[IEPType.REEVALUATION_REVISION], pace=0, detail=0)
        life = live(Life(day=date(2024, 8, 5)), [turn])
        assert [(iep.id, iep.type, iep.status) for _, iep in life.student.ieps()] == [
            ("R1-1", IEPType.INITIAL, IEPStatus.INACTIVE),
            ("R2-1", IEPType.REEVALUATION_REVISION, IEPStatus.ACTIVE),
        ]


def ieps_of(student, **fields):
    """Return the IEPs of the student whose fields have these values."""
    return [
        iep
        for _, iep in student.ieps()
        if all(getattr(iep, name) is value for name, value in fields.items())
    ]


def consents(student):
    """Return what the parent said on each referral."""
    return [each.services_consent and each.services_consent.status for each in student.referrals]


def found(student):
    """Return what was determined on each referral."""
    return [each.determination and each.determination.eligible for each in student.referrals]


WHAT_IS_DRAWN = {
    "a referral alone": lambda s: len(s.referrals) == 1 and s.referrals[0].evaluation is None,
    "an open evaluation": lambda s: found(s) == [None] and s.referrals[0].evaluation,
    "an evaluation without assessment": lambda s: any(
        each.evaluation and each.evaluation.no_assessment_decided_on for each in s.referrals
    ),
    "an evaluation withdrawn": lambda s: any(
        each.evaluation and each.evaluation.withdrawn for each in s.referrals
    ),
    "an early reevaluation as agreed": lambda s: any(
        each.evaluation and each.evaluation.early_reevaluation_agreed_on for each in s.referrals
    ),
    "a determination filed later": lambda s: any(
        each.determination and each.determination.filed_on > each.determination.decided_on
        for each in s.referrals
    ),
    "a draft before consent": lambda s: (
        consents(s) == [None] and ieps_of(s, type=IEPType.INITIAL, status=IEPStatus.DRAFT)
    ),
    "a second cycle": lambda s: any(
        len([cycle for cycle in each.cycles if len(cycle) > 1]) > 1 for each in s.referrals
    ),
    "two Revisions in a cycle": lambda s: any(
        len(cycle) > 2 for each in s.referrals for cycle in each.cycles
    ),
    "a Revision left open and an Annual after it": lambda s: any(
        before.status is IEPStatus.DRAFT and after.activated_on
        for each in s.referrals
        for before, after in itertools.pairwise(each.ieps)
    ),
    "drafts on two referrals": lambda s: (
        sum(any(iep.status is IEPStatus.DRAFT for iep in each.ieps) for each in s.referrals) > 1
    ),
    "an Annual on the old referral while the new one is open": lambda s: (
        len(s.referrals) > 1
        and not s.referrals[-1].ieps
        and any(
            iep.type is IEPType.ANNUAL and iep.created_on > s.referrals[-1].received_on
            for iep in s.referrals[-2].ieps
        )
    ),
    "a Reevaluation/Annual in force": lambda s: ieps_of(
        s, type=IEPType.REEVALUATION_ANNUAL, status=IEPStatus.ACTIVE
    ),
    "a Reevaluation/Revision in force": lambda s: ieps_of(
        s, type=IEPType.REEVALUATION_REVISION, status=IEPStatus.ACTIVE
    ),
    "three referrals with IEPs": lambda s: sum(bool(each.ieps) for each in s.referrals) > 2,
    "a text that was carried forward": lambda s: any(
        each.copied_from for iep in ieps_of(s) for each in iep.content
    ),
    "a correction": lambda s: any(
        "as corrected" in each.body for iep in ieps_of(s) for each in iep.content
    ),
    "several sessions": lambda s: any(len(iep.iep_conference_dates) > 1 for iep in ieps_of(s)),
    "a conference of another purpose": lambda s: any(
        each.kind is ProcedureKind.CONFERENCE and each.on not in iep.iep_conference_dates
        for iep in ieps_of(s)
        for each in iep.procedures
    ),
    "a progress report": lambda s: any(
        iep.has_procedure(ProcedureKind.PROGRESS_REPORT) for iep in ieps_of(s)
    ),
    "a triennial agreement": lambda s: s.triennial_agreements != (),
    "not eligible at first": lambda s: found(s)[:1] == [False],
    "not eligible after a reevaluation": lambda s: found(s) == [True, False],
    "consent refused": lambda s: ConsentStatus.REFUSED in consents(s),
    "consent revoked": lambda s: ConsentStatus.REVOKED in consents(s),
    "a new referral after an ending": lambda s: ConsentStatus.REVOKED in consents(s)[:-1],
    "a review on the last day": lambda s: any(
        duty.rule_id == "DUE-1" and duty.met_on == duty.due_on for duty in due_dates(s)
    ),
    "a reevaluation on the last day": lambda s: any(
        duty.rule_id == "DUE-3" and duty.met_on == duty.due_on for duty in due_dates(s)
    ),
    "an evaluation that took all its days": lambda s: any(
        duty.rule_id == "DUE-5" and duty.met_on == duty.due_on for duty in due_dates(s)
    ),
    "a first meeting on the last day": lambda s: any(
        duty.rule_id == "DUE-6" and duty.met_on == duty.due_on for duty in due_dates(s)
    ),
}


@pytest.fixture(scope="module")
def drawn():
    """Return many lawful records, the same ones in every run."""
    students = []

    @settings(
        max_examples=1_500, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
    )
    @given(lawful_student_records())
    def draw(student):
        students.append(student)

    draw()
    return students


@pytest.mark.parametrize("what", WHAT_IS_DRAWN)
def test_a_lawful_record_may_hold(what, drawn):
    assert any(WHAT_IS_DRAWN[what](student) for student in drawn)


@pytest.mark.parametrize("iep_type", [each for each in IEPType if each is not IEPType.INITIAL])
def test_a_record_shrinks_to_what_matters(iep_type):
    smallest = find(
        lawful_student_records(),
        lambda student: ieps_of(student, type=iep_type, status=IEPStatus.ACTIVE),
        settings=settings(derandomize=True, database=None, deadline=None, max_examples=2_000),
    )
    assert len(ieps_of(smallest)) <= 3
    assert not any(iep.content[1:] for iep in ieps_of(smallest))


class TestReferrals:
    """A referral on which every IEP was allowed; quick, and without dates."""

    @given(lawful_referrals(), st.sampled_from(["first", "second"]))
    def test_the_audit_finds_nothing_of_it_but_the_want_of_an_earlier_referral(
        self, referral, student_id
    ):
        findings = audit_student(StudentRecord(id=student_id, referrals=(referral,))).findings
        assert {finding.rule_id for finding in findings} <= {"RECORD-6"}

    @given(lawful_referrals(), st.data())
    def test_every_ieps_was_allowed_by_those_before_it(self, referral, data):
        number = data.draw(st.integers(0, len(referral.ieps)))
        before = attrs.evolve(referral, ieps=referral.ieps[:number])
        for iep in referral.ieps[number : number + 1]:
            active = [each for each in before.ieps if each.status is not IEPStatus.DRAFT]
            in_force = {each.id for each in active[-1:]}
            then = tuple(
                attrs.evolve(each, status=IEPStatus.ACTIVE) if each.id in in_force else each
                for each in before.ieps
            )
            allowed = next_allowed_iep_types(attrs.evolve(referral, ieps=then))
            assert iep.type in allowed

    @given(lawful_referrals(policy=ONE_DRAFT))
    def test_it_keeps_to_the_policy_it_is_given(self, referral):
        drafts = [iep for iep in referral.ieps if iep.status is IEPStatus.DRAFT]
        assert len(drafts) <= 1

    @given(lawful_referrals())
    def test_one_plan_at_most_is_in_force(self, referral):
        statuses = Counter(iep.status for iep in referral.ieps)
        assert statuses[IEPStatus.ACTIVE] <= 1

    @given(lawful_referrals(most_steps=3))
    def test_it_holds_no_more_ieps_than_steps(self, referral):
        assert len(referral.ieps) <= 3

    @pytest.mark.parametrize("types", [set(), {"initial"}, {"annual", "revision"}])
    def test_every_answer_is_met(self, types):
        find(
            lawful_referrals(),
            lambda referral: {each.value for each in next_allowed_iep_types(referral)} == types,
            settings=settings(derandomize=True, database=None, deadline=None, max_examples=1_000),
        )


def lived(*taken, policy=ECSSS):
    """Return the life of the turns, each a tuple of what is done, its pace and its detail."""
    turns = [Turn(take=take, pace=pace, detail=detail) for take, pace, detail in taken]
    return live(Life(day=date(2024, 8, 5), policy=policy), turns)


def sessions(life):
    """Return the days of the IEP conferences of the last IEP."""
    return list(life.student.ieps())[-1][1].iep_conference_dates


class TestTurns:
    """The turns of a life, where chance seldom comes to it."""

    initial = (PLANS[IEPType.INITIAL], 0, 0)
    late_annual = (DRAFTS[IEPType.ANNUAL], SLOWEST, 0)

    def test_where_a_plan_is_in_force_there_is_no_other_initial(self):
        assert lived(self.initial, self.initial) == lived(self.initial)

    def test_a_step_takes_as_long_as_its_pace(self):
        life = lived(self.initial, (DRAFTS[IEPType.ANNUAL], 10, 0))
        assert life.day == date(2024, 8, 5) + timedelta(days=120)

    def test_no_step_falls_behind_a_deadline(self):
        assert lived(self.initial, self.late_annual).day == date(2025, 8, 5)

    def test_a_draft_may_have_two_sessions(self):
        life = lived(self.initial, self.late_annual, (on_the_draft(confer), 0, 2))
        assert sessions(life) == (date(2025, 8, 5), date(2025, 8, 5))

    def test_no_session_is_held_that_would_make_the_review_late(self):
        conferred = (on_the_draft(confer), 0, 2)
        notice = (on_the_draft(iep_steps.give_notice), 5, 0)
        life = lived(self.initial, self.late_annual, conferred, notice, conferred)
        assert len(sessions(life)) == 2

    def test_a_draft_may_be_given_up(self):
        given_up = lived(
            self.initial, (DRAFTS[IEPType.ANNUAL], 0, 0), (on_the_draft(give_up), 0, 0)
        )
        assert given_up == lived(self.initial)

    def test_a_draft_that_was_discussed_is_not_given_up(self):
        conferred = (on_the_draft(confer), 0, 2)
        life = lived(self.initial, self.late_annual, conferred, (on_the_draft(give_up), 0, 0))
        assert life.draft_id == "R1-2"

    def test_a_turn_on_a_draft_does_nothing_without_one(self):
        assert lived(self.initial, (on_the_draft(give_up), 0, 0)) == lived(self.initial)

    def test_after_an_ending_only_a_referral_counts(self):
        ended = lived(self.initial, (revoke, 0, 0))
        assert lived(self.initial, (revoke, 0, 0), self.initial) == ended
        assert len(lived(self.initial, (revoke, 0, 0), (receive, 0, 0)).student.referrals) == 2

    def test_one_agreement_follows_each_determination(self):
        agreed = (under_the_plan(agree_on_no_reevaluation), 0, 0)
        reevaluated = (PLANS[IEPType.REEVALUATION_ANNUAL], 1, 0)
        assert len(lived(agreed, agreed).student.triennial_agreements) == 1
        assert len(lived(agreed, reevaluated, agreed).student.triennial_agreements) == 2

    def test_no_agreement_is_made_where_the_policy_takes_none(self):
        policy = attrs.evolve(ECSSS, name="no waiver", reevaluation_waivable=False)
        life = lived((under_the_plan(agree_on_no_reevaluation), 0, 0), policy=policy)
        assert life.student.triennial_agreements == ()


class TestDeadlines:
    """What the strategies reckon for themselves, where a life alone does not come to it."""

    def test_nothing_is_due_of_an_empty_record(self):
        assert deadline(StudentRecord(id="S-1"), ECSSS) == date.max

    def test_nothing_must_be_awaited_before_a_first_determination(self):
        assert reevaluation_opens(StudentRecord(id="S-1"), ECSSS) == date.min
