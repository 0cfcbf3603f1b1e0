"""Records with one breach: an audit finds that breach, what follows from it, and nothing else."""

from datetime import date

import attrs
import pytest
from hypothesis import HealthCheck, Phase, find, given, settings
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    Determination,
    Evaluation,
    EvaluationType,
    IEPType,
    Referral,
    Stage,
    StudentRecord,
    audit_student,
    testing,
)
from iepcycle.testing.breaking import WAYS
from iepcycle.vocabulary import AnnualInterval, EvaluationEnd

POLICIES = [
    attrs.evolve(ECSSS, name="one draft", draft_revision_blocks=True),
    ECSSS,
    IDEA,
    attrs.evolve(ECSSS, name="meeting", evaluation_ends_with=EvaluationEnd.IEP_MEETING),
    attrs.evolve(ECSSS, name="activation", evaluation_ends_with=EvaluationEnd.IEP_ACTIVATION),
    attrs.evolve(ECSSS, name="364 days", annual_interval=AnnualInterval.DAYS_364),
]
MAY_FOLLOW = {"GATE-4": {"ACTIVATE-6"}, "TYPE-1": {"RECORD-6"}, "ACTIVATE-6": {"RECORD-4"}}
"""What is broken besides, now and then: what comes after a withdrawal, begins with a reevaluation, outlives eligibility."""

every_rule = pytest.mark.parametrize("rule_id", WAYS)


def found(breach, policy):
    report = audit_student(breach.student, as_of=breach.as_of, policy=policy)
    return [(each.rule_id, each.referral_id, each.iep_id) for each in report.findings]


class TestBreaches:
    """A drawn record breaks the rule, and only rules that follow from that."""

    @every_rule
    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_the_audit_finds_the_breach_and_what_follows_from_it(self, rule_id, data):
        able = [policy for policy in POLICIES if rule_id in testing.breakable_rules(policy)]
        policy = data.draw(st.sampled_from(able))
        breach = data.draw(testing.breaches(rule_id, policy=policy))
        reported = found(breach, policy)
        assert len(reported) == len(breach.expected)
        assert set(reported) == set(breach.expected)
        assert rule_id in {each.rule_id for each in breach.expected}
        assert set(breach.follows) <= MAY_FOLLOW.get(rule_id, set())

    @every_rule
    def test_a_drawn_record_shrinks_to_a_short_life(self, rule_id):
        policy = POLICIES[0]
        smallest = find(
            testing.breaches(rule_id, policy=policy),
            lambda _: True,
            settings=settings(
                max_examples=50,
                derandomize=True,
                database=None,
                deadline=None,
                phases=[Phase.generate, Phase.shrink],
            ),
        )
        assert len(smallest.student.referrals) <= 3
        assert sum(1 for _ in smallest.student.ieps()) <= 4

    @pytest.mark.parametrize(
        "rule_id", ["TYPE-6", "ACTIVATE-1", "COPY-1", "DUE-2", "RECORD-9", "?"]
    )
    def test_what_an_audit_never_reports_is_refused(self, rule_id):
        with pytest.raises(ValueError, match="GATE-1"):
            testing.breaches(rule_id)

    def test_what_an_audit_never_reports_cannot_be_broken(self):
        with pytest.raises(ValueError, match="GATE-1"):
            list(testing.ways_to_break("TYPE-6", StudentRecord(id="S"), as_of=date(2026, 6, 30)))


class TestBreakableRules:
    """Which rules an audit can report depends on the policy."""

    def test_they_stand_in_the_order_of_the_rulebook(self):
        assert testing.breakable_rules(POLICIES[0]) == tuple(WAYS)

    @pytest.mark.parametrize(
        ("rule_id", "changes"),
        [
            ("TYPE-6", {}),
            ("DUE-7", {"reevaluation_waivable": False}),
            ("ACTIVATE-3", {"activation_prerequisites": frozenset({"ACTIVATE-2"})}),
        ],
    )
    def test_a_rule_that_is_not_in_force_is_none_of_them(self, rule_id, changes):
        policy = attrs.evolve(ECSSS, **changes)
        assert set(WAYS) - set(testing.breakable_rules(policy)) >= {rule_id}


class TestWaysToBreak:
    """Where a record does not hold what a way needs, there is no such way."""

    AS_OF = date(2026, 6, 30)

    def ways(self, rule_id, *referrals, policy=ECSSS, **fields):
        student = StudentRecord(id="S", referrals=referrals, **fields)
        return list(testing.ways_to_break(rule_id, student, as_of=self.AS_OF, policy=policy))

    @every_rule
    def test_an_empty_record_breaks_nothing(self, rule_id):
        assert self.ways(rule_id, policy=POLICIES[0]) == []

    @every_rule
    def test_a_referral_that_was_only_received_breaks_nothing(self, rule_id):
        received = Referral(id="R1", stage=Stage.EXPRESS_CONCERN, received_on=date(2026, 6, 1))
        assert self.ways(rule_id, received, policy=POLICIES[0]) == []

    @every_rule
    def test_a_record_without_dates_breaks_nothing_that_needs_one(self, rule_id):
        determination = Determination(eligible=True)
        bare = Referral(
            id="R1",
            stage=Stage.DEVELOP_PLAN,
            evaluation=Evaluation(type=EvaluationType.INITIAL, determination=determination),
            ieps=(IEP(id="R1-1", type=IEPType.INITIAL),),
        )
        can_do_without = {"GATE-1", "TYPE-1", "RECORD-2", "RECORD-6"}
        assert not self.ways(rule_id, bare, policy=POLICIES[0]) or rule_id in can_do_without

    def test_a_referral_without_a_day_of_receipt_can_be_broken_too(self):
        determination = Determination(eligible=True, decided_on=date(2026, 5, 4))
        decided = Referral(
            id="R1",
            stage=Stage.DEVELOP_PLAN,
            evaluation=Evaluation(type=EvaluationType.INITIAL, determination=determination),
            ieps=(IEP(id="R1-1", type=IEPType.INITIAL, created_on=date(2026, 5, 4)),),
        )
        [breach] = self.ways("GATE-2", decided)
        assert breach.student.referrals[0].received_on is None
        assert found(breach, ECSSS) == list(breach.expected)


class TestDates:
    """Every date of a record can be listed and changed."""

    @given(student=testing.student_records())
    def test_what_is_changed_to_itself_stays_as_it_is(self, student):
        assert testing.with_dates(student, lambda _field, on: on) == student

    @given(student=testing.student_records())
    def test_every_date_is_changed(self, student):
        day = date(2024, 9, 3)
        changed = testing.with_dates(student, lambda _field, _on: day)
        dates = list(testing.dates_of(changed))
        assert set(dates) <= {day}
        assert len(dates) == len(list(testing.dates_of(student)))

    @given(student=testing.student_records())
    def test_every_date_can_be_taken_away(self, student):
        assert list(testing.dates_of(testing.with_dates(student, lambda _field, _on: None))) == []

    def test_the_field_is_named(self):
        received = Referral(id="R1", stage=Stage.DEFINE_NEEDS, received_on=date(2024, 9, 3))
        student = StudentRecord(
            id="S", referrals=(received,), triennial_agreements=(date(2024, 9, 4),)
        )
        named = []
        testing.with_dates(student, lambda field, on: named.append((field, on)))
        assert named == [
            ("received_on", date(2024, 9, 3)),
            ("triennial_agreements", date(2024, 9, 4)),
        ]
