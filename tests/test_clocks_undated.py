"""Where a date is not recorded, nothing is claimed, and what was not reckoned is told by rule and referral."""

from datetime import date

import attrs
import pytest

from iepcycle import (
    ECSSS,
    IDEA,
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
)
from iepcycle.clocks import Duty, EarlyStep, early_steps, reckon
from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.vocabulary import EvaluationEnd

NO_DATE = [None, *sorted(PLACEHOLDER_DATES)]
PLACEHOLDER = date(1900, 1, 1)

without_a_date = pytest.mark.parametrize("no_date", NO_DATE)


def iep(iep_id, iep_type, *meetings, status=IEPStatus.INACTIVE):
    """Return an IEP with a meeting on each of the days."""
    procedures = tuple(
        Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=on)
        for on in meetings
    )
    return IEP(id=iep_id, type=IEPType(iep_type), status=status, procedures=procedures)


def referral(*ieps, referral_id="R1", consent=None, **evaluation):
    """Return a referral of an initial evaluation."""
    return Referral(
        id=referral_id,
        stage=Stage.IMPLEMENT_PLAN,
        ieps=ieps,
        services_consent=consent,
        evaluation=Evaluation(**{"type": EvaluationType.INITIAL} | evaluation),
    )


def decided(referral_id, on, *, eligible=True, **fields):
    """Return a referral of a reevaluation that a determination closed."""
    determination = Determination(eligible=eligible, decided_on=on)
    kind = EvaluationType.REEVALUATION
    return referral(referral_id=referral_id, type=kind, determination=determination, **fields)


def reckoned(*referrals, policy=ECSSS, agreements=()):
    """Return for each duty the day that it runs from, or None where nothing is claimed."""
    record = StudentRecord(id="S-1", referrals=referrals, triennial_agreements=agreements)
    return [
        (each.rule_id, str(each.runs_from) if isinstance(each, Duty) else None)
        for each in reckon(record, policy)
    ]


def steps(*referrals, agreements=()):
    """Return for each step whether it was taken too soon, or None where nothing is claimed."""
    record = StudentRecord(id="S-1", referrals=referrals, triennial_agreements=agreements)
    return [
        (each.rule_id, each.too_soon if isinstance(each, EarlyStep) else None)
        for each in early_steps(record, ECSSS)
    ]


class TestAnnualReview:
    """An IEP without a date may have met any review that its place in the record allows."""

    FIRST = iep("R1-1", "initial", date(2019, 9, 1))
    THIRD = iep("R1-3", "annual", date(2022, 9, 1))

    @without_a_date
    def test_an_activated_iep_without_a_date_puts_its_neighbours_in_doubt(self, no_date):
        unknown = iep("R1-2", "annual", no_date)
        assert reckoned(referral(self.FIRST, unknown, self.THIRD)) == [
            ("DUE-1", None),
            ("DUE-1", None),
            ("DUE-1", "2022-09-01"),
        ]

    def test_an_activated_iep_without_any_conference_does_so_too(self):
        unknown = iep("R1-2", "annual", status=IEPStatus.ACTIVE)
        assert reckoned(referral(self.FIRST, unknown)) == [("DUE-1", None), ("DUE-1", None)]

    def test_a_draft_whose_conference_bears_no_date_does_so_too(self):
        unknown = iep("R1-2", "annual", None, status=IEPStatus.DRAFT)
        assert reckoned(referral(self.FIRST, unknown)) == [("DUE-1", None), ("DUE-1", None)]

    def test_a_draft_without_a_conference_does_not(self):
        draft = iep("R1-2", "annual", status=IEPStatus.DRAFT)
        assert reckoned(referral(self.FIRST, draft)) == [("DUE-1", "2019-09-01")]

    def test_a_revision_without_a_date_does_not(self):
        revision = iep("R1-2", "revision", None)
        assert reckoned(referral(self.FIRST, revision)) == [("DUE-1", "2019-09-01")]

    def test_one_that_stands_before_the_others_leaves_them_alone(self):
        unknown = iep("R1-0", "initial", None)
        assert reckoned(referral(unknown, self.THIRD)) == [("DUE-1", None), ("DUE-1", "2022-09-01")]

    def test_one_between_two_whose_dates_contradict_their_order_may_lie_between_them(self):
        unknown = iep("R1-2", "annual", None)
        assert reckoned(referral(self.THIRD, unknown, self.FIRST)) == [
            ("DUE-1", None),
            ("DUE-1", None),
            ("DUE-1", None),
        ]

    @without_a_date
    def test_a_session_without_a_date_leaves_open_from_which_day_the_next_year_runs(self, no_date):
        two_sessions = iep("R1-2", "annual", date(2020, 9, 1), no_date)
        assert reckoned(referral(self.FIRST, two_sessions)) == [
            ("DUE-1", None),
            ("DUE-1", "2019-09-01"),
        ]


class TestOverlappingReferrals:
    """While a draft waits that opens a referral, the IEPs of the referral before it are reviewed.

    So the order of the record does not tell which of two IEPs on different referrals was discussed first.
    """

    FIRST = iep("R1-1", "initial", date(2022, 9, 1))
    WAITING = iep("R2-1", "reevaluation_annual", date(2023, 2, 10), status=IEPStatus.DRAFT)
    OPENED = attrs.evolve(WAITING, status=IEPStatus.ACTIVE, activated_on=date(2023, 11, 2))

    def reviews(self, first, *second, received_on=None):
        """Return what is reckoned from the IEPs of two referrals."""
        again = attrs.evolve(referral(*second, referral_id="R2"), received_on=received_on)
        return [on for _, on in reckoned(referral(*first), again)]

    def undated(self, activated_on, status=IEPStatus.ACTIVE):
        """Return an Annual of the first referral of whose meeting the day is not recorded."""
        return attrs.evolve(iep("R1-2", "annual", None, status=status), activated_on=activated_on)

    @pytest.mark.parametrize("opener", [WAITING, OPENED])
    def test_one_that_was_activated_after_the_meeting_may_have_followed_it(self, opener):
        found = self.reviews([self.FIRST, self.undated(date(2023, 2, 11))], opener)
        assert found == [None, None, None]

    @pytest.mark.parametrize("opener", [WAITING, OPENED])
    def test_one_that_was_activated_by_then_did_not(self, opener):
        found = self.reviews([self.FIRST, self.undated(date(2023, 2, 10))], opener)
        assert found == [None, None, "2023-02-10"]

    @without_a_date
    def test_one_that_was_activated_no_one_knows_when_may_have_followed_a_draft(self, no_date):
        found = self.reviews([self.FIRST, self.undated(no_date)], self.WAITING)
        assert found == [None, None, None]

    @without_a_date
    def test_it_did_not_follow_an_iep_that_was_activated_itself(self, no_date):
        migrated = self.undated(no_date, IEPStatus.INACTIVE)
        assert self.reviews([self.FIRST, migrated], self.OPENED) == [None, None, "2023-02-10"]

    def test_it_may_lie_between_the_draft_and_the_next_review_on_the_first_referral(self):
        third = iep("R1-3", "annual", date(2024, 6, 1))
        between = self.undated(date(2023, 8, 30), IEPStatus.INACTIVE)
        found = self.reviews([self.FIRST, between, third], self.WAITING)
        assert found == [None, None, None, "2024-06-01"]

    @pytest.mark.parametrize(
        ("received_on", "review"),
        [
            (None, None),
            (date(1900, 1, 1), None),
            (date(2023, 8, 24), None),
            (date(2023, 8, 25), "2022-09-01"),
        ],
    )
    def test_one_on_a_later_referral_may_have_met_a_review_once_that_was_received(
        self, received_on, review
    ):
        second = iep("R1-2", "annual", date(2023, 8, 25))
        undated = iep("R2-1", "reevaluation_annual", None, status=IEPStatus.DRAFT)
        found = self.reviews([self.FIRST, second], undated, received_on=received_on)
        assert found == [None, review, None]


class TestReevaluation:
    """A determination without a date may have met any reevaluation that its place in the record allows."""

    @without_a_date
    def test_one_between_two_others_puts_the_first_in_doubt(self, no_date):
        found = reckoned(
            decided("R1", date(2015, 9, 1)), decided("R2", no_date), decided("R3", date(2021, 9, 1))
        )
        assert found == [
            ("DUE-3", None),
            ("DUE-3", None),
            ("DUE-3", "2021-09-01"),
            *[("DUE-5", None)] * 3,
        ]

    def test_one_of_not_eligible_starts_nothing_that_could_be_reckoned(self):
        found = reckoned(decided("R1", None, eligible=False), decided("R2", date(2021, 9, 1)))
        assert found[:1] == [("DUE-3", "2021-09-01")]

    def test_two_whose_dates_contradict_their_order_are_not_held_against_each_other(self):
        found = reckoned(decided("R1", date(2023, 5, 1)), decided("R2", date(2021, 2, 1)))
        assert found[:2] == [("DUE-3", None), ("DUE-3", "2021-02-01")]

    def test_an_agreement_may_lie_on_either_side_of_a_determination_without_a_date(self):
        found = reckoned(
            decided("R1", date(2015, 9, 1)),
            decided("R2", None),
            decided("R3", date(2021, 9, 1)),
            agreements=(date(2018, 6, 1),),
        )
        assert found[:4] == [
            ("DUE-3", None),
            ("DUE-3", None),
            ("DUE-3", None),
            ("DUE-3", "2021-09-01"),
        ]

    def test_an_agreement_lies_before_a_later_determination_whatever_follows_that(self):
        found = reckoned(
            decided("R1", date(2015, 9, 1)),
            decided("R2", date(2021, 5, 1)),
            decided("R3", None),
            agreements=(date(2018, 6, 1),),
        )
        assert found[:4] == [
            ("DUE-3", None),
            ("DUE-3", "2015-09-01"),
            ("DUE-3", "2018-06-01"),
            ("DUE-3", None),
        ]

    def test_an_agreement_follows_the_only_determination_even_if_that_bears_no_date(self):
        found = reckoned(decided("R1", None), agreements=(date(2018, 6, 1),))
        assert found[:2] == [("DUE-3", None), ("DUE-3", "2018-06-01")]

    def test_an_agreement_after_two_determinations_without_a_date_may_lie_before_the_second(self):
        found = reckoned(decided("R1", None), decided("R2", None), agreements=(date(2018, 6, 1),))
        assert found[:3] == [("DUE-3", None)] * 3

    def test_an_agreement_between_one_without_a_date_and_a_later_one_lies_between_them(self):
        found = reckoned(
            decided("R1", None), decided("R2", date(2021, 5, 1)), agreements=(date(2018, 6, 1),)
        )
        assert found[:3] == [("DUE-3", None), ("DUE-3", "2018-06-01"), ("DUE-3", "2021-05-01")]

    def test_what_lies_behind_the_next_determination_does_not_touch_an_agreement(self):
        found = reckoned(
            decided("R1", date(2015, 9, 1)),
            decided("R2", date(2021, 5, 1)),
            decided("R3", None),
            decided("R4", date(2024, 4, 1)),
            agreements=(date(2018, 6, 1),),
        )
        assert found[:5] == [
            ("DUE-3", None),
            ("DUE-3", "2015-09-01"),
            ("DUE-3", "2018-06-01"),
            ("DUE-3", None),
            ("DUE-3", "2024-04-01"),
        ]

    def test_an_agreement_before_every_determination_starts_nothing(self):
        found = reckoned(decided("R1", date(2021, 9, 1)), agreements=(date(2018, 6, 1),))
        assert found[:1] == [("DUE-3", "2021-09-01")]

    def test_an_agreement_without_a_date_may_have_met_any(self):
        found = reckoned(
            decided("R1", date(2015, 9, 1)),
            decided("R2", date(2021, 9, 1)),
            agreements=(PLACEHOLDER,),
        )
        assert found[:2] == [("DUE-3", None), ("DUE-3", None)]

    def test_where_it_cannot_be_waived_such_an_agreement_does_not_matter(self):
        policy = attrs.evolve(ECSSS, reevaluation_waivable=False)
        found = reckoned(decided("R1", date(2015, 9, 1)), agreements=(PLACEHOLDER,), policy=policy)
        assert found[0] == ("DUE-3", "2015-09-01")


class TestEvaluationTimeline:
    """A timeline whose start or end is not recorded is not reckoned."""

    START = date(2021, 9, 1)

    @without_a_date
    def test_a_determination_without_a_date(self, no_date):
        found = reckoned(decided("R1", no_date, consent_received_on=self.START))
        assert found[-1] == ("DUE-5", None)

    def test_a_determination_without_a_start(self):
        assert reckoned(decided("R1", date(2021, 10, 1)))[-1] == ("DUE-5", None)

    def test_a_corrected_end_without_a_start(self):
        assert reckoned(referral(corrected_end_on=date(2021, 10, 1))) == [("DUE-5", None)]

    @pytest.mark.parametrize("field", ["consent_received_on", "no_assessment_decided_on"])
    def test_a_placeholder_for_the_start(self, field):
        assert reckoned(referral(**{field: PLACEHOLDER})) == [("DUE-5", None)]

    def test_a_placeholder_for_the_corrected_start_leaves_the_start_open(self):
        found = reckoned(referral(consent_received_on=self.START, corrected_start_on=PLACEHOLDER))
        assert found == [("DUE-5", None)]

    def test_a_placeholder_for_consent_leaves_the_start_open_where_no_assessment_is_recorded_too(
        self,
    ):
        found = reckoned(
            referral(consent_received_on=PLACEHOLDER, no_assessment_decided_on=self.START)
        )
        assert found == [("DUE-5", None)]

    @pytest.mark.parametrize("field", ["withdrawn_on", "corrected_end_on"])
    def test_a_placeholder_for_the_end_leaves_the_end_open(self, field):
        found = reckoned(referral(consent_received_on=self.START, **{field: PLACEHOLDER}))
        assert found == [("DUE-5", None)]

    def test_a_corrected_end_overrides_a_withdrawal_without_a_date(self):
        found = reckoned(
            referral(
                consent_received_on=self.START,
                withdrawn_on=PLACEHOLDER,
                corrected_end_on=date(2021, 10, 1),
            )
        )
        assert found == [("DUE-5", "2021-09-01")]

    def test_a_withdrawal_beside_a_determination_without_a_date(self):
        found = reckoned(
            decided("R1", None, consent_received_on=self.START, withdrawn_on=date(2021, 9, 9))
        )
        assert found[-1] == ("DUE-5", None)

    @pytest.mark.parametrize("end", [EvaluationEnd.IEP_MEETING, EvaluationEnd.IEP_ACTIVATION])
    def test_one_iep_without_dates_may_have_been_the_first(self, end):
        policy = attrs.evolve(ECSSS, evaluation_ends_with=end)
        later = attrs.evolve(iep("R1-2", "annual", date(2022, 9, 1)), activated_on=date(2022, 9, 1))
        plans = iep("R1-1", "initial", None), later
        found = reckoned(referral(*plans, consent_received_on=self.START), policy=policy)
        assert found[-1] == ("DUE-5", None)

    def test_a_revision_without_a_meeting_was_not_the_first(self):
        policy = attrs.evolve(ECSSS, evaluation_ends_with=EvaluationEnd.IEP_MEETING)
        plans = iep("R1-1", "initial", date(2021, 10, 1)), iep("R1-2", "revision")
        found = reckoned(referral(*plans, consent_received_on=self.START), policy=policy)
        assert found[-1] == ("DUE-5", "2021-09-01")

    @pytest.mark.parametrize("end", [EvaluationEnd.IEP_MEETING, EvaluationEnd.IEP_ACTIVATION])
    def test_an_activated_iep_without_dates_where_the_iep_meets_it(self, end):
        policy = attrs.evolve(ECSSS, evaluation_ends_with=end)
        plan = iep("R1-1", "initial")
        found = reckoned(referral(plan, consent_received_on=self.START), policy=policy)
        assert found[-1] == ("DUE-5", None)


class TestFirstMeeting:
    """A first meeting whose start or day is not recorded is not reckoned."""

    ELIGIBLE = Determination(eligible=True, decided_on=date(2021, 10, 15))

    def meetings(self, *ieps, policy=ECSSS, **fields):
        found = reckoned(
            referral(*ieps, **{"determination": self.ELIGIBLE} | fields), policy=policy
        )
        return [on for rule_id, on in found if rule_id == "DUE-6"]

    @without_a_date
    def test_consent_without_a_date(self, no_date):
        consent = ServicesConsent(status=ConsentStatus.GIVEN, given_on=no_date)
        assert self.meetings(consent=consent) == [None]

    @without_a_date
    def test_a_determination_without_a_date_where_it_runs_from_that(self, no_date):
        determination = Determination(eligible=True, decided_on=no_date)
        assert self.meetings(determination=determination, policy=IDEA) == [None]

    @without_a_date
    @pytest.mark.parametrize("status", IEPStatus)
    def test_a_meeting_without_a_date(self, no_date, status):
        plan = iep("R1-1", "initial", no_date, status=status)
        assert self.meetings(plan, policy=IDEA) == [None]

    @pytest.mark.parametrize("policy", [ECSSS, IDEA])
    def test_before_it_starts_there_is_nothing_to_reckon(self, policy):
        plan = iep("R1-1", "initial", date(2021, 10, 28))
        assert self.meetings(plan, determination=None, policy=policy) == []

    def test_a_session_without_a_date_may_have_been_the_first(self):
        plan = iep("R1-1", "initial", date(2021, 12, 1), None)
        assert self.meetings(plan, policy=IDEA) == [None]

    def test_a_withdrawal_without_a_date_may_be_why_there_is_no_initial_iep(self):
        assert self.meetings(policy=IDEA, withdrawn_on=PLACEHOLDER) == [None]
        plan = iep("R1-1", "initial", date(2021, 11, 1))
        assert self.meetings(plan, policy=IDEA, withdrawn_on=PLACEHOLDER) == ["2021-10-15"]

    def test_an_activated_initial_iep_without_a_meeting(self):
        assert self.meetings(iep("R1-1", "initial"), policy=IDEA) == [None]

    def test_a_draft_without_a_meeting_waits_for_it(self):
        draft = iep("R1-1", "initial", status=IEPStatus.DRAFT)
        assert self.meetings(draft, policy=IDEA) == ["2021-10-15"]


class TestEarlySteps:
    """A step whose day, or whose first day, is not recorded is not judged."""

    @without_a_date
    def test_a_determination_without_a_date(self, no_date):
        first, second = decided("R1", date(2021, 10, 15)), decided("R2", no_date)
        assert steps(first, second) == [("DUE-4", None)]
        assert steps(second, first) == [("DUE-4", None)]

    def test_a_placeholder_for_the_agreement_to_reevaluate_early_leaves_open_whether_it_was_agreed(
        self,
    ):
        first = decided("R1", date(2021, 10, 15))
        second = decided("R2", date(2022, 1, 10), early_reevaluation_agreed_on=PLACEHOLDER)
        assert steps(first, second) == [("DUE-4", None)]

    @pytest.mark.parametrize("placeholder", sorted(PLACEHOLDER_DATES))
    def test_a_triennial_agreement_without_a_date(self, placeholder):
        found = steps(decided("R1", date(2021, 10, 15)), agreements=(placeholder,))
        assert found == [("DUE-7", None)]

    def test_a_triennial_agreement_after_a_determination_without_a_date(self):
        assert steps(decided("R1", None), agreements=(date(2021, 10, 15),)) == [("DUE-7", None)]

    def test_a_triennial_agreement_before_every_determination(self):
        found = steps(decided("R1", date(2021, 10, 15)), agreements=(date(2020, 10, 15),))
        assert found == [("DUE-7", None)]

    def test_a_triennial_agreement_that_may_follow_a_determination_without_a_date(self):
        found = steps(
            decided("R1", date(2021, 10, 15)), decided("R2", None), agreements=(date(2024, 7, 1),)
        )
        assert found == [("DUE-4", None), ("DUE-7", None)]

    def test_a_triennial_agreement_without_any_determination(self):
        assert steps(referral(), agreements=(date(2024, 7, 1),)) == []
