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
    ConferencePurpose,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    Stage,
    StudentRecord,
    audit_student,
    testing,
)
from iepcycle.testing.breaking import WAYS
from iepcycle.testing.lawful import lives
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


def check_breach(rule_id, data):
    """Draw a breach of the rule under some policy, and hold what is found against what is expected."""
    able = [policy for policy in POLICIES if rule_id in testing.breakable_rules(policy)]
    policy = data.draw(st.sampled_from(able))
    breach = data.draw(testing.breaches(rule_id, policy=policy))
    reported = found(breach, policy)
    assert len(reported) == len(breach.expected)
    assert set(reported) == set(breach.expected)
    assert rule_id in {each.rule_id for each in breach.expected}
    assert set(breach.follows) <= MAY_FOLLOW.get(rule_id, set())


class TestBreaches:
    """A drawn record breaks the rule, and only rules that follow from that."""

    @every_rule
    @settings(max_examples=100, suppress_health_check=[HealthCheck.too_slow])
    @given(data=st.data())
    def test_the_audit_finds_the_breach_and_what_follows_from_it(self, rule_id, data):
        check_breach(rule_id, data)

    @settings(suppress_health_check=[HealthCheck.too_slow])
    @given(rule_id=st.sampled_from(list(WAYS)), data=st.data())
    def test_it_finds_them_however_long_one_searches(self, rule_id, data):
        check_breach(rule_id, data)

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


@pytest.mark.parametrize("policy", POLICIES[:3], ids=lambda policy: policy.name)
def test_every_way_to_break_a_lawful_record_is_found(policy):
    @settings(
        max_examples=100, derandomize=True, database=None, deadline=None, phases=[Phase.generate]
    )
    @given(lives(policy=policy))
    def check(life):
        for rule_id in testing.breakable_rules(policy):
            for way in testing.ways_to_break(rule_id, life.student, as_of=life.day, policy=policy):
                assert sorted(found(way, policy), key=str) == sorted(way.expected, key=str)

    check()


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


def meeting(on):
    """Return an IEP meeting on the day."""
    return Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=on)


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

    def test_an_agreement_to_reevaluate_early_can_be_left_out(self):
        days = date(2025, 5, 4), date(2026, 2, 3)
        decided = [
            Referral(
                id=f"R{number}",
                stage=Stage.DEVELOP_PLAN,
                evaluation=Evaluation(
                    type=EvaluationType.INITIAL,
                    determination=Determination(eligible=True, decided_on=day),
                    early_reevaluation_agreed_on=day,
                ),
            )
            for number, day in enumerate(days, start=1)
        ]
        assert [breach.expected for breach in self.ways("DUE-4", *decided)] == [
            (("DUE-4", "R2", None),)
        ]

    @pytest.mark.parametrize(
        ("end", "days"),
        [
            (EvaluationEnd.DETERMINATION, [date(2026, 3, 4)]),
            (EvaluationEnd.IEP_MEETING, [date(2026, 3, 15)]),
            (EvaluationEnd.IEP_ACTIVATION, [date(2026, 3, 19)]),
        ],
    )
    def test_an_evaluation_begins_a_day_too_early_for_the_end_that_the_policy_names(
        self, end, days
    ):
        initial = IEP(
            id="R1-1",
            type=IEPType.INITIAL,
            status=IEPStatus.INACTIVE,
            activated_on=date(2026, 5, 19),
            procedures=(meeting(date(2026, 5, 15)),),
        )
        decided = Referral(
            id="R1",
            stage=Stage.DEVELOP_PLAN,
            evaluation=Evaluation(
                type=EvaluationType.INITIAL,
                determination=Determination(eligible=True, decided_on=date(2026, 5, 4)),
            ),
            ieps=(initial,),
        )
        ways = self.ways("DUE-5", decided, policy=attrs.evolve(ECSSS, evaluation_ends_with=end))
        begun = [way.student.referrals[0].evaluation.consent_received_on for way in ways]
        assert begun == days

    def test_no_iep_outlives_one_that_was_replaced_on_the_next_day(self):
        first, second, third = (
            IEP(id=f"R1-{number}", type=IEPType.REVISION, status=IEPStatus.INACTIVE, **days)
            for number, days in enumerate(
                [
                    {"activated_on": date(2026, 3, 1), "inactivated_on": date(2026, 3, 10)},
                    {"activated_on": date(2026, 3, 10), "inactivated_on": date(2026, 3, 11)},
                    {"activated_on": date(2026, 3, 11), "inactivated_on": date(2026, 3, 20)},
                ]
            )
        )
        held = Referral(id="R1", stage=Stage.IMPLEMENT_PLAN, ieps=(first, second, third))
        assert [breach.expected[0].iep_id for breach in self.ways("RECORD-3", held)] == [second.id]

    def test_an_initial_of_a_second_life_has_a_predecessor(self, entitled_referral):
        first = entitled_referral("initial inactive")
        second = attrs.evolve(
            first, id="R2", ieps=(IEP(id="R2-1", type=IEPType.INITIAL, status=IEPStatus.DRAFT),)
        )
        assert [breach.follows for breach in self.ways("TYPE-1", first, second)] == [
            ("RECORD-6",),
            (),
        ]

    @pytest.mark.parametrize(
        ("active", "earlier", "broken"),
        [
            ({"activated_on": date(2026, 3, 1)}, "initial inactive", 1),
            ({"activated_on": date(2026, 3, 1)}, "initial draft", 0),
            ({}, "initial inactive", 0),
            ({"status": IEPStatus.INACTIVE}, "initial inactive", 0),
        ],
        ids=["in force", "beside a draft", "since no one knows when", "ended"],
    )
    def test_a_draft_annual_stands_in_the_way_under_a_dated_plan_alone(
        self, entitled_referral, active, earlier, broken
    ):
        referral = entitled_referral(earlier)
        fields = {"id": "R1-2", "type": IEPType.ANNUAL, "status": IEPStatus.ACTIVE} | active
        held = attrs.evolve(referral, ieps=(*referral.ieps, IEP(**fields)))
        assert len(self.ways("TYPE-5", held)) == broken

    @pytest.mark.parametrize(
        ("iep_type", "days_of_asking"),
        [(IEPType.ANNUAL, [None, AS_OF]), (IEPType.REEVALUATION_ANNUAL, [AS_OF])],
    )
    def test_only_an_annual_is_held_late(self, entitled_referral, iep_type, days_of_asking):
        held = tuple(
            IEP(id=on.isoformat(), type=each, status=IEPStatus.ACTIVE, procedures=(meeting(on),))
            for on, each in [(date(2024, 5, 2), IEPType.INITIAL), (date(2025, 5, 2), iep_type)]
        )
        referral = attrs.evolve(entitled_referral(), ieps=held)
        assert [breach.as_of for breach in self.ways("DUE-1", referral)] == days_of_asking

    def test_no_review_is_late_without_a_plan_in_force(self, entitled_referral):
        ended = IEP(
            id="R1-1",
            type=IEPType.INITIAL,
            status=IEPStatus.INACTIVE,
            procedures=(meeting(date(2025, 5, 2)),),
        )
        assert self.ways("DUE-1", attrs.evolve(entitled_referral(), ieps=(ended,))) == []

    @pytest.mark.parametrize(("status", "broken"), [(IEPStatus.DRAFT, 1), (IEPStatus.INACTIVE, 2)])
    def test_a_conference_is_left_out_of_each_iep_that_was_activated(
        self, entitled_referral, status, broken
    ):
        held = tuple(
            IEP(id=f"R1-{n}", type=each, status=then, procedures=(meeting(date(2025, 5, 2)),))
            for n, (each, then) in enumerate(
                [(IEPType.INITIAL, IEPStatus.ACTIVE), (IEPType.ANNUAL, status)], start=1
            )
        )
        referral = attrs.evolve(entitled_referral(), ieps=held)
        assert len(self.ways("ACTIVATE-4", referral)) == broken

    def test_no_evaluation_is_late_in_a_record_that_begins_anew(self, entitled_referral):
        refused = Evaluation(
            type=EvaluationType.INITIAL, determination=Determination(eligible=False)
        )
        first = attrs.evolve(entitled_referral(), id="R0", evaluation=refused)
        assert self.ways("DUE-5", first, entitled_referral("initial active")) == []

    @pytest.mark.parametrize(
        ("created_on", "broken"), [(date(2026, 3, 2), 0), (date(2026, 3, 1), 1)]
    )
    def test_eligibility_ends_between_the_creation_and_the_activation(
        self, entitled_referral, created_on, broken
    ):
        active = IEP(
            id="R1-1",
            type=IEPType.INITIAL,
            status=IEPStatus.ACTIVE,
            created_on=created_on,
            activated_on=date(2026, 3, 2),
        )
        beside = IEP(id="R1-2", type=IEPType.REVISION)
        held = attrs.evolve(entitled_referral(), ieps=(active, beside))
        assert len(self.ways("ACTIVATE-6", held)) == broken

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
