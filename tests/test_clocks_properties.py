"""What holds of the clocks for any record: which meeting moves which date, and when a duty is overdue."""

from datetime import date, timedelta

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    ConferencePurpose,
    Determination,
    Evaluation,
    EvaluationType,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    Stage,
    StudentRecord,
    due_dates,
)
from iepcycle.clocks import EarlyStep, early_steps, reckon
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.testing import lawful_student_records, student_records

policies = st.sampled_from([ECSSS, IDEA])
moments = st.dates(date(2010, 1, 1), date(2040, 1, 1))


class TestAnyRecord:
    """Whatever is recorded, the clocks answer, and claim nothing that the record does not bear out."""

    @given(student=student_records(), as_of=st.none() | st.dates(), policy=policies)
    def test_there_is_an_answer_in_order_of_due_date(self, student, as_of, policy):
        found = due_dates(student, as_of=as_of, policy=policy)
        assert [each.due_on for each in found] == sorted(each.due_on for each in found)
        assert len(found) <= len(list(reckon(student, policy)))
        list(early_steps(student, policy))

    @given(student=student_records(), policy=policies)
    def test_no_duty_rests_on_a_placeholder(self, student, policy):
        for duty in due_dates(student, policy=policy):
            assert not {duty.runs_from, duty.met_on} & PLACEHOLDER_DATES

    @given(student=student_records(), policy=policies)
    def test_a_duty_names_what_the_record_holds(self, student, policy):
        for duty in due_dates(student, policy=policy):
            referral = student.referral(duty.referral_id)
            assert duty.iep_id is None or duty.iep_id in {each.id for each in referral.ieps}

    @given(student=student_records(), policy=policies)
    def test_no_two_open_duties_share_rule_referral_and_iep(self, student, policy):
        found = [
            (each.rule_id, each.referral_id, each.iep_id)
            for each in due_dates(student, policy=policy)
            if each.met_on is None
        ]
        assert len(found) == len(set(found))


PLACEHOLDER = min(PLACEHOLDER_DATES)


def without_each_date(value):
    """Yield the value with one of its dates at a time replaced by a placeholder."""
    if isinstance(value, date):
        yield PLACEHOLDER
    elif isinstance(value, tuple):
        for place, each in enumerate(value):
            for changed in without_each_date(each):
                yield (*value[:place], changed, *value[place + 1 :])
    elif attrs.has(type(value)):
        for field in attrs.fields(type(value)):
            for changed in without_each_date(getattr(value, field.name)):
                yield attrs.evolve(value, **{field.name: changed})


def accusations(student, as_of):
    """Return what was late or too soon, or is overdue."""
    late = {
        (each.rule_id, each.referral_id, each.iep_id)
        for each in due_dates(student, as_of=as_of)
        if each.days_late or each.overdue
    }
    early = (each for each in early_steps(student, ECSSS) if isinstance(each, EarlyStep))
    return late | {(each.rule_id, each.referral_id, None) for each in early if each.too_soon}


class TestBenefitOfTheDoubt:
    """The record is not accused without evidence: a date less is never a reproach more."""

    @given(student=lawful_student_records(), as_of=moments)
    def test_taking_a_date_away_adds_no_reproach(self, student, as_of):
        before = accusations(student, as_of)
        for changed in without_each_date(student):
            assert accusations(changed, as_of) <= before


class TestOverdue:
    """On the due date nothing is overdue, the day after it is, and then it stays so."""

    @given(student=student_records(), one=moments, other=moments)
    def test_what_is_overdue_stays_overdue(self, student, one, other):
        earlier, later = sorted((one, other))
        before = due_dates(student, as_of=earlier)
        after = due_dates(student, as_of=later)
        for then, now in zip(before, after, strict=True):
            assert now.overdue or not then.overdue
            assert now.days_overdue - then.days_overdue <= (later - earlier).days

    @given(student=student_records())
    def test_it_is_overdue_from_the_day_after_the_due_date(self, student):
        for duty in due_dates(student):
            if duty.met_on is None and duty.due_on < date.max:
                assert not attrs.evolve(duty, as_of=duty.due_on).overdue
                tomorrow = attrs.evolve(duty, as_of=duty.due_on + timedelta(days=1))
                assert (tomorrow.overdue, tomorrow.days_overdue) == (True, 1)

    @given(student=student_records(), as_of=moments)
    def test_the_day_of_asking_changes_no_duty_but_whether_it_is_overdue(self, student, as_of):
        asked = due_dates(student, as_of=as_of)
        assert tuple(attrs.evolve(each, as_of=None) for each in asked) == due_dates(student)


def with_meeting(iep_id, iep_type, on):
    """Return an IEP whose meeting was held on the day."""
    meeting = Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=on)
    return IEP(id=iep_id, type=iep_type, procedures=(meeting,))


@st.composite
def students_with_plans(draw):
    """Draw a student with a lawful course of IEPs and determinations, and a day after all of them.

    That day is not 29 February, from which a year runs to the same day as from 28 February.
    """
    on = draw(st.dates(date(2000, 1, 1), date(2030, 1, 1)))
    referrals = []
    for number in range(draw(st.integers(1, 3))):
        determination = Determination(eligible=True, decided_on=on)
        ieps = []
        for order in range(draw(st.integers(1, 4))):
            on += timedelta(days=draw(st.integers(1, 500)))
            iep_type = draw(st.sampled_from([IEPType.ANNUAL, IEPType.REVISION])) if order else None
            opening = IEPType.REEVALUATION_ANNUAL if number else IEPType.INITIAL
            ieps.append(with_meeting(f"R{number}-{order}", iep_type or opening, on))
        kind = EvaluationType.REEVALUATION if number else EvaluationType.INITIAL
        referrals.append(
            Referral(
                id=f"R{number}",
                stage=Stage.IMPLEMENT_PLAN,
                evaluation=Evaluation(type=kind, determination=determination),
                ieps=tuple(ieps),
            )
        )
        on += timedelta(days=draw(st.integers(1, 500)))
    if (on.month, on.day) == (2, 29):
        on += timedelta(days=1)
    return StudentRecord(id="S-1", referrals=tuple(referrals)), on


def next_due(student):
    """Return when the annual review and the reevaluation are due that are not met yet."""
    found = {each.rule_id: each.due_on for each in due_dates(student) if each.met_on is None}
    return found["DUE-1"], found["DUE-3"]


def adding(student, iep_type, on):
    """Return the student with another IEP on the last referral."""
    *earlier, last = student.referrals
    added = attrs.evolve(last, ieps=(*last.ieps, with_meeting("new", iep_type, on)))
    return attrs.evolve(student, referrals=(*earlier, added))


def reevaluated(student, iep_type, on):
    """Return the student with a reevaluation on a new referral, and its IEP, on the day."""
    referral = Referral(
        id="new",
        stage=Stage.IMPLEMENT_PLAN,
        evaluation=Evaluation(
            type=EvaluationType.REEVALUATION,
            determination=Determination(eligible=True, decided_on=on),
        ),
        ieps=(with_meeting("new-1", iep_type, on),),
    )
    return attrs.evolve(student, referrals=(*student.referrals, referral))


class TestMovingDates:
    """Each type of IEP moves the dates that it sets, and no other."""

    @given(drawn=students_with_plans())
    def test_a_revision_moves_neither_date(self, drawn):
        student, on = drawn
        assert next_due(adding(student, IEPType.REVISION, on)) == next_due(student)

    @given(drawn=students_with_plans(), early=st.integers(1, 4000))
    def test_a_revision_moves_neither_date_whenever_it_is_held(self, drawn, early):
        student, on = drawn
        added = adding(student, IEPType.REVISION, on - timedelta(days=early))
        assert due_dates(added) == due_dates(student)

    @given(drawn=students_with_plans())
    def test_an_annual_moves_the_annual_date_only(self, drawn):
        student, on = drawn
        (annual, reevaluation), (new_annual, new_reevaluation) = (
            next_due(student),
            next_due(adding(student, IEPType.ANNUAL, on)),
        )
        assert new_annual > annual
        assert new_reevaluation == reevaluation

    @given(drawn=students_with_plans())
    def test_a_reevaluation_annual_moves_both(self, drawn):
        student, on = drawn
        moved = next_due(reevaluated(student, IEPType.REEVALUATION_ANNUAL, on))
        assert all(new > old for new, old in zip(moved, next_due(student), strict=True))

    @given(drawn=students_with_plans())
    def test_a_reevaluation_revision_moves_the_reevaluation_only(self, drawn):
        student, on = drawn
        (annual, reevaluation), (new_annual, new_reevaluation) = (
            next_due(student),
            next_due(reevaluated(student, IEPType.REEVALUATION_REVISION, on)),
        )
        assert new_annual == annual
        assert new_reevaluation > reevaluation

    @pytest.mark.parametrize("kind", [IEPType.ANNUAL, IEPType.REVISION])
    @given(drawn=students_with_plans())
    def test_a_draft_without_a_meeting_moves_nothing(self, kind, drawn):
        student, _ = drawn
        *earlier, last = student.referrals
        added = attrs.evolve(last, ieps=(*last.ieps, IEP(id="new", type=kind)))
        again = attrs.evolve(student, referrals=(*earlier, added))
        assert due_dates(again) == due_dates(student)
