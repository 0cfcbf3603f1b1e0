"""Every due date of every rule, computed a second time with dateutil, for any record under every convention.

The second computation is naive on purpose: it knows no chain of events and shares no code with the clocks.
"""

import itertools
from datetime import date, timedelta

import attrs
import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from iepcycle import (
    ECSSS,
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Policy,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    due_dates,
)
from iepcycle.clocks import Unreckoned, early_steps
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.vocabulary import (
    AnnualInterval,
    EvaluationEnd,
    LeapDay,
    MeetingStart,
    TimelineException,
)

LAST = date.max

days = st.one_of(
    st.dates(date(2019, 8, 1), date(2026, 7, 31)),
    st.sampled_from([date.min, date(2020, 2, 29), date(2024, 2, 29), date(9999, 1, 1), date.max]),
    st.dates(),
).filter(lambda on: on not in PLACEHOLDER_DATES)
maybe_days = st.none() | days

policies = st.builds(
    Policy,
    name=st.just("drawn"),
    annual_clock_set_by=st.frozensets(st.sampled_from(IEPType))
    | st.just(ECSSS.annual_clock_set_by),
    annual_interval=st.sampled_from(AnnualInterval),
    leap_day=st.sampled_from(LeapDay),
    reevaluation_years=st.integers(1, 5),
    reevaluation_waivable=st.booleans(),
    reevaluation_gap_years=st.integers(1, 3),
    evaluation_days=st.integers(1, 120),
    evaluation_ends_with=st.sampled_from(EvaluationEnd),
    meeting_days=st.integers(1, 60),
    meeting_runs_from=st.sampled_from(MeetingStart),
    triennial_window_days=st.integers(1, 400),
)


def meetings(purposes):
    """Draw a conference with a date."""
    kind = st.just(ProcedureKind.CONFERENCE)
    return st.builds(Procedure, kind=kind, purpose=st.sampled_from(purposes), on=days)


IEP_MEETING = [ConferencePurpose.IEP]
more_meetings = st.lists(meetings([*IEP_MEETING, ConferencePurpose.OTHER]), max_size=2).map(tuple)
drafts = st.builds(IEP, id=st.just("?"), type=st.sampled_from(IEPType), procedures=more_meetings)
activated = st.builds(
    IEP,
    id=st.just("?"),
    type=st.sampled_from(IEPType),
    status=st.sampled_from([IEPStatus.ACTIVE, IEPStatus.INACTIVE]),
    activated_on=days,
    procedures=st.builds(lambda one, more: (one, *more), meetings(IEP_MEETING), more_meetings),
)
evaluations = st.builds(
    Evaluation,
    type=st.sampled_from(EvaluationType),
    determination=st.none()
    | st.builds(Determination, eligible=st.sampled_from([True, True, False]), decided_on=days),
    assessment_needed=st.none() | st.booleans(),
    consent_received_on=days,
    no_assessment_decided_on=days,
    withdrawn_on=st.none() | st.none() | days,
    corrected_start_on=maybe_days,
    corrected_end_on=maybe_days,
    timeline_exception=st.none() | st.none() | st.sampled_from(TimelineException),
    early_reevaluation_agreed_on=maybe_days,
)
consents = st.builds(
    ServicesConsent,
    status=st.sampled_from([ConsentStatus.GIVEN, *ConsentStatus]),
    given_on=days,
    ended_on=days,
)
referrals = st.tuples(
    st.none() | evaluations,
    st.none() | consents,
    st.lists(drafts | activated, max_size=3),
)


def student_of(drawn, agreements):
    """Return the student of the referrals, each of them and of their IEPs with an id of its own."""
    return StudentRecord(
        id="S-1",
        triennial_agreements=tuple(agreements),
        referrals=tuple(
            Referral(
                id=f"R{place}",
                stage=Stage.IMPLEMENT_PLAN,
                evaluation=evaluation,
                services_consent=consent,
                ieps=tuple(attrs.evolve(plan, id=f"R{place}-{n}") for n, plan in enumerate(plans)),
            )
            for place, (evaluation, consent, plans) in enumerate(drawn)
        ),
    )


dated_students = st.builds(student_of, st.lists(referrals, max_size=3), st.lists(days, max_size=2))
"""Students whose records lack no date that a duty could need."""


def conventions(policy):
    """Return the policy under every convention of a year and of 29 February."""
    return [
        attrs.evolve(policy, annual_interval=interval, leap_day=leap_day)
        for interval in AnnualInterval
        for leap_day in LeapDay
    ]


def after(start, policy, **interval):
    """Return the day that dateutil finds, or the last one of the calendar."""
    try:
        end = start + relativedelta(**interval)
    except (OverflowError, ValueError):
        return LAST
    leapt = (start.month, start.day) == (2, 29) and (end.month, end.day) == (2, 28)
    if "years" in interval and leapt and policy.leap_day is LeapDay.MARCH_1:
        end += timedelta(days=1)
    return end


def before(end, number):
    """Return the day a number of days before, or the first one of the calendar."""
    try:
        return end - relativedelta(days=number)
    except (OverflowError, ValueError):
        return date.min


def year_end(start, policy):
    """Return the last day on which the annual review is in time."""
    match policy.annual_interval:
        case AnnualInterval.DAYS_364:
            return after(start, policy, days=364)
        case AnnualInterval.DAYS_365:
            return after(start, policy, days=365)
        case AnnualInterval.DAY_BEFORE_ANNIVERSARY if start.year < LAST.year:
            return after(start, policy, years=1) - timedelta(days=1)
        case _:
            return after(start, policy, years=1)


def decision(referral, kind):
    """Return whether the referral ends the duties by what was decided on it, and when, if it was."""
    if kind == "determination" and referral.determination is not None:
        return not referral.determination.eligible, referral.determination.decided_on
    if kind == "consent" and referral.services_consent is not None:
        consent = referral.services_consent
        return consent.status is not ConsentStatus.GIVEN, consent.ended_on
    return None


def entitled(student, position, met_on):
    """Say whether a duty that arises on the referral was still owed until it was met."""
    for kind in ("determination", "consent"):
        for place, referral in enumerate(student.referrals):
            decided = decision(referral, kind)
            if decided is None or not decided[0]:
                continue
            anew = [
                other
                for other in student.referrals[place + 1 : position + 1]
                if decision(other, kind) is not None
            ]
            if not anew and (met_on is None or met_on > decided[1]):
                return False
    return True


def meeting_days(plan):
    """Return the days of the conferences of the IEP whose purpose is IEP."""
    return [each.on for each in plan.procedures if each.purpose is ConferencePurpose.IEP]


def annual_reviews(student, policy):
    dates = [
        (max(meeting_days(plan)), order, position, plan.id)
        for order, (position, plan) in enumerate(
            (position, plan)
            for position, referral in enumerate(student.referrals)
            for plan in referral.ieps
        )
        if plan.type in policy.annual_clock_set_by and meeting_days(plan)
    ]
    for on, order, position, plan_id in dates:
        later = [other[0] for other in dates if other[:2] > (on, order)]
        met_on = min(later, default=None)
        if entitled(student, position, met_on):
            yield "DUE-1", f"R{position}", plan_id, on, year_end(on, policy), met_on


def reevaluation_steps(student, policy):
    """Return the determinations and agreements in order: position, day, whether agreed, whether eligible."""
    found = [
        (position, referral.determination.decided_on, False, referral.determination.eligible)
        for position, referral in enumerate(student.referrals)
        if referral.determination is not None
    ]
    for on in sorted(set(student.triennial_agreements)) if policy.reevaluation_waivable else ():
        hosts = [each for each in found if not each[2] and each[1] < on]
        if hosts:
            position, _, _, eligible = hosts[-1]
            place = max(n for n, each in enumerate(found) if each[0] == position) + 1
            found.insert(place, (position, on, True, eligible))
    return found


def reevaluations(student, policy):
    found = reevaluation_steps(student, policy)
    for step, following in itertools.pairwise([*found, None]):
        position, on, _, eligible = step
        met_on = None if following is None else following[1]
        in_order = met_on is None or met_on >= on
        if eligible and in_order and entitled(student, position, met_on):
            due = after(on, policy, years=policy.reevaluation_years)
            yield "DUE-3", f"R{position}", None, on, due, met_on


def timelines(student, policy):
    for position, referral in enumerate(student.referrals):
        evaluation = referral.evaluation
        if evaluation is None or evaluation.timeline_exception is not None:
            continue
        if evaluation.corrected_start_on:
            start = evaluation.corrected_start_on
        elif evaluation.assessment_needed is False:
            start = evaluation.no_assessment_decided_on
        else:
            start = evaluation.consent_received_on
        end = timeline_end(referral, policy)
        withdrawn = evaluation.withdrawn_on
        if not evaluation.corrected_end_on and withdrawn and (not end or withdrawn <= end):
            continue
        if not cut_short(student, position, start, end):
            yield (
                "DUE-5",
                f"R{position}",
                None,
                start,
                after(start, policy, days=policy.evaluation_days),
                end,
            )


def timeline_end(referral, policy):
    evaluation, determination = referral.evaluation, referral.determination
    if evaluation.corrected_end_on:
        return evaluation.corrected_end_on
    if determination and not determination.eligible:
        return determination.decided_on
    match policy.evaluation_ends_with:
        case EvaluationEnd.DETERMINATION:
            ends = [determination.decided_on] if determination else []
        case EvaluationEnd.IEP_MEETING:
            ends = [on for plan in referral.ieps for on in meeting_days(plan)]
        case EvaluationEnd.IEP_ACTIVATION:
            ends = [plan.activated_on for plan in referral.ieps if plan.activated_on]
    return min(ends, default=None)


def cut_short(student, position, start, end):
    for kind in ("determination", "consent"):
        for place, referral in enumerate(student.referrals):
            decided = decision(referral, kind)
            if decided is None or not decided[0] or (kind, place) == ("determination", position):
                continue
            anew = any(
                decision(other, kind) for other in student.referrals[place + 1 : position + 1]
            )
            if not anew and start <= decided[1] and (end is None or decided[1] < end):
                return True
    return False


def first_meetings(student, policy):
    for position, referral in enumerate(student.referrals):
        determination, consent = referral.determination, referral.services_consent
        initials = [plan for plan in referral.ieps if plan.type is IEPType.INITIAL]
        held = [on for plan in initials for on in meeting_days(plan)]
        eligible = determination is not None and determination.eligible
        expected = (
            eligible
            and referral.evaluation.type is EvaluationType.INITIAL
            and not referral.evaluation.withdrawn_on
        )
        if not (expected or (initials and (eligible or determination is None))):
            continue
        if policy.meeting_runs_from is MeetingStart.DETERMINATION:
            start = determination.decided_on if determination else None
        else:
            given = consent is not None and consent.status is not ConsentStatus.REFUSED
            start = consent.given_on if given else None
        met_on = min(held, default=None)
        if start and entitled(student, position, met_on):
            yield (
                "DUE-6",
                f"R{position}",
                None,
                start,
                after(start, policy, days=policy.meeting_days),
                met_on,
            )


def left(student):
    """Say whether the last decision of either kind was one that ends the duties."""
    for kind in ("determination", "consent"):
        decided = [each for each in (decision(r, kind) for r in student.referrals) if each]
        if decided and decided[-1][0]:
            return True
    return False


def second_computation(student, policy):
    """Return every duty there is: rule, referral, IEP, and the days from which, by which and on which."""
    if left(student):
        return []
    return [
        duty
        for rule in (annual_reviews, reevaluations, timelines, first_meetings)
        for duty in rule(student, policy)
    ]


def in_one_order(duties):
    """Return the duties in an order that compares what may be missing as well."""
    return sorted(duties, key=repr)


class TestEveryDuty:
    """The clocks find exactly the duties that the second computation finds, each with the same due date."""

    @settings(max_examples=settings().max_examples * 5)
    @given(student=dated_students, policy=policies)
    def test_every_due_date_of_every_rule_under_every_convention(self, student, policy):
        for convention in conventions(policy):
            found = [
                (d.rule_id, d.referral_id, d.iep_id, d.runs_from, d.due_on, d.met_on)
                for d in due_dates(student, policy=convention)
            ]
            assert in_one_order(found) == in_one_order(second_computation(student, convention))

    @given(student=dated_students, policy=policies)
    def test_the_window_of_an_agreement_opens_before_every_reevaluation(self, student, policy):
        for duty in due_dates(student, policy=policy):
            expected = None
            if duty.rule_id == "DUE-3" and policy.reevaluation_waivable:
                expected = before(duty.due_on, policy.triennial_window_days)
            assert duty.opens_on == expected

    @given(student=dated_students, policy=policies)
    def test_every_first_day_of_every_step_under_every_convention(self, student, policy):
        for convention in conventions(policy):
            found = [
                (each.rule_id, each.referral_id, each.taken_on, each.not_before)
                for each in early_steps(student, convention)
                if not isinstance(each, Unreckoned)
            ]
            expected = [*gaps(student, convention), *windows(student, convention)]
            assert in_one_order(found) == in_one_order(expected)


def gaps(student, policy):
    decided = [each for each in student.referrals if each.determination is not None]
    for first, second in itertools.pairwise(decided):
        if second.evaluation.early_reevaluation_agreed_on:
            continue
        earlier, later = first.determination.decided_on, second.determination.decided_on
        if earlier <= later:
            free = after(earlier, policy, years=policy.reevaluation_gap_years)
            yield "DUE-4", second.id, later, free


def windows(student, policy):
    found = reevaluation_steps(student, policy)
    for step, following in itertools.pairwise(found):
        if following[2] and step[3]:
            due = after(step[1], policy, years=policy.reevaluation_years)
            free = before(due, policy.triennial_window_days)
            yield "DUE-7", f"R{following[0]}", following[1], free


@pytest.mark.parametrize("position", [0, 1, 2])
def test_the_second_computation_does_find_duties(position):
    on = date(2022, 5, 2)
    referral = Referral(
        id=f"R{position}",
        stage=Stage.IMPLEMENT_PLAN,
        services_consent=ServicesConsent(status=ConsentStatus.GIVEN, given_on=on),
        evaluation=Evaluation(
            type=EvaluationType.INITIAL,
            consent_received_on=on,
            determination=Determination(eligible=True, decided_on=on),
        ),
    )
    earlier = tuple(Referral(id=f"R{n}", stage=Stage.DEFINE_NEEDS) for n in range(position))
    student = StudentRecord(id="S-1", referrals=(*earlier, referral))
    assert [each[0] for each in second_computation(student, ECSSS)] == ["DUE-3", "DUE-5", "DUE-6"]
