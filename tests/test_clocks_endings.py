"""Duties end with a determination of not eligible, and with services refused or revoked."""

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
    due_dates,
)
from iepcycle.vocabulary import EvaluationEnd

GIVEN = ServicesConsent(status=ConsentStatus.GIVEN, given_on=date(2019, 9, 2))
DECLINED = [ConsentStatus.REFUSED, ConsentStatus.REVOKED]


def reviewed(iep_id, *days):
    """Return an Annual IEP for each day, on which its meeting was held."""
    return tuple(
        IEP(
            id=f"{iep_id}-{number}",
            type=IEPType.ANNUAL,
            status=IEPStatus.INACTIVE,
            procedures=(
                Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP, on=on),
            ),
        )
        for number, on in enumerate(days, start=1)
    )


def referral(referral_id, *days, eligible=None, decided_on=None, consent=None, **evaluation):
    """Return a referral with a review on each day, and with what was decided and consented to."""
    determination = (
        None if eligible is None else Determination(eligible=eligible, decided_on=decided_on)
    )
    return Referral(
        id=referral_id,
        stage=Stage.IMPLEMENT_PLAN,
        ieps=reviewed(referral_id, *days),
        services_consent=consent,
        evaluation=Evaluation(
            type=EvaluationType.REEVALUATION, determination=determination, **evaluation
        ),
    )


def declined(status, on):
    """Return what the parent said when services were declined."""
    return ServicesConsent(status=status, given_on=date(2019, 9, 2), ended_on=on)


def duties(*referrals, policy=ECSSS, agreements=()):
    """Return the rule of each duty with the day that it runs from, in order of due date."""
    record = StudentRecord(id="S-1", referrals=referrals, triennial_agreements=agreements)
    found = due_dates(record, policy=policy)
    assert all(each.rule.id == each.rule_id for each in found)
    return [(each.rule_id, str(each.runs_from)) for each in found]


class TestStudentWhoLeft:
    """No duty is reported for one whose latest determination is not eligible, or who declined services at last."""

    def test_no_duty_is_left_after_a_determination_of_not_eligible(self):
        ended = referral("R2", eligible=False, decided_on=date(2022, 5, 2))
        earlier = referral("R1", date(2020, 9, 1), eligible=True, decided_on=date(2019, 9, 1))
        assert duties(earlier, ended) == []

    @pytest.mark.parametrize("status", DECLINED)
    @pytest.mark.parametrize("on", [date(2022, 5, 2), None])
    def test_no_duty_is_left_after_services_were_declined(self, status, on):
        consent = declined(status, on)
        earlier = referral("R1", date(2020, 9, 1), eligible=True, consent=consent)
        assert duties(earlier, referral("R2", date(2022, 9, 1))) == []

    def test_consent_that_is_given_anew_brings_the_duties_back(self):
        ended = referral("R1", consent=declined(ConsentStatus.REVOKED, date(2022, 5, 2)))
        again = referral("R2", date(2023, 9, 1), consent=GIVEN)
        assert duties(ended, again) == [("DUE-1", "2023-09-01")]

    def test_a_later_determination_of_eligible_brings_the_duties_back(self):
        ended = referral("R1", eligible=False, decided_on=date(2022, 5, 2))
        again = referral("R2", eligible=True, decided_on=date(2023, 9, 1))
        assert duties(ended, again) == [("DUE-3", "2023-09-01")]


class TestStudentWhoReturned:
    """What had not been met when the student left is not held against the record when the student returns."""

    RETURN = date(2024, 9, 2)

    def returning(self, *days, consent=GIVEN):
        return referral("R3", *days, eligible=True, decided_on=self.RETURN, consent=consent)

    def test_a_review_that_was_not_met_before_is_dropped(self):
        ended = referral(
            "R1", date(2020, 9, 1), consent=declined(ConsentStatus.REVOKED, date(2022, 5, 2))
        )
        again = self.returning(date(2024, 10, 1))
        assert duties(ended, again) == [("DUE-1", "2024-10-01"), ("DUE-3", "2024-09-02")]

    def test_a_review_that_was_met_before_stays(self):
        ended = referral(
            "R1",
            date(2020, 9, 1),
            date(2021, 10, 1),
            consent=declined(ConsentStatus.REVOKED, date(2022, 5, 2)),
        )
        assert duties(ended, self.returning())[0] == ("DUE-1", "2020-09-01")

    def test_what_was_met_on_the_day_of_the_ending_was_met_before_it(self):
        ended = referral(
            "R1",
            date(2020, 9, 1),
            date(2022, 5, 2),
            consent=declined(ConsentStatus.REVOKED, date(2022, 5, 2)),
        )
        assert duties(ended, self.returning())[0] == ("DUE-1", "2020-09-01")

    def test_a_review_held_after_the_ending_starts_no_year(self):
        ended = referral(
            "R1",
            date(2022, 9, 1),
            date(2023, 11, 1),
            consent=declined(ConsentStatus.REVOKED, date(2022, 5, 2)),
        )
        assert duties(ended, self.returning()) == [("DUE-3", "2024-09-02")]

    def test_an_ending_reaches_to_the_referral_on_which_it_was_decided_anew(self):
        ended = referral("R1", consent=declined(ConsentStatus.REVOKED, date(2022, 5, 2)))
        between = referral("R2", date(2022, 9, 1), date(2023, 11, 1))
        assert duties(ended, between, self.returning()) == [("DUE-3", "2024-09-02")]

    def test_of_several_endings_one_is_enough(self):
        first = referral("R0", consent=declined(ConsentStatus.REFUSED, date(2018, 5, 2)))
        ended = referral(
            "R1",
            date(2020, 9, 1),
            eligible=False,
            decided_on=date(2022, 5, 2),
            consent=GIVEN,
        )
        assert duties(first, ended, self.returning()) == [("DUE-3", "2024-09-02")]

    def test_an_ending_does_not_touch_what_was_decided_anew_even_if_it_is_dated_later(self):
        ended = referral("R1", eligible=False, decided_on=date(2025, 1, 10))
        assert duties(ended, self.returning()) == [("DUE-3", "2024-09-02")]

    def test_a_determination_of_not_eligible_meets_the_reevaluation_and_starts_none(self):
        first = referral("R1", eligible=True, decided_on=date(2018, 9, 1))
        ended = referral("R2", eligible=False, decided_on=date(2022, 5, 2))
        assert duties(first, ended, self.returning()) == [
            ("DUE-3", "2018-09-01"),
            ("DUE-3", "2024-09-02"),
        ]

    def test_an_agreement_after_a_determination_of_not_eligible_starts_none(self):
        ended = referral("R1", eligible=False, decided_on=date(2022, 5, 2))
        found = duties(ended, self.returning(), agreements=(date(2023, 5, 2),))
        assert found == [("DUE-3", "2024-09-02")]

    def test_an_ending_without_a_date_may_lie_anywhere_on_its_referral(self):
        ended = referral(
            "R1",
            date(2020, 9, 1),
            date(2021, 10, 1),
            consent=declined(ConsentStatus.REVOKED, None),
        )
        assert duties(ended, self.returning()) == [("DUE-3", "2024-09-02")]

    def test_an_ending_without_a_date_lies_behind_what_earlier_referrals_hold(self):
        first = referral("R1", date(2020, 9, 1), date(2021, 10, 1))
        ended = referral("R2", consent=declined(ConsentStatus.REVOKED, None))
        assert duties(first, ended, self.returning())[0] == ("DUE-1", "2020-09-01")

    @pytest.mark.parametrize("policy", [ECSSS, IDEA])
    def test_a_first_meeting_that_was_not_held_before_is_dropped(self, policy):
        ended = referral(
            "R1",
            eligible=True,
            decided_on=date(2019, 9, 1),
            consent=declined(ConsentStatus.REVOKED, date(2019, 9, 10)),
        )
        initial = attrs.evolve(ended.evaluation, type=EvaluationType.INITIAL)
        ended = attrs.evolve(ended, evaluation=initial)
        assert "DUE-6" not in dict(duties(ended, self.returning(), policy=policy))


class TestEvaluationTimeline:
    """An evaluation timeline ends with what ends the duties in the midst of it, but not by its own determination."""

    RETURN = referral("R3", eligible=True, decided_on=date(2024, 9, 2), consent=GIVEN)

    def timelines(self, *referrals, policy=ECSSS):
        found = duties(*referrals, self.RETURN, policy=policy)
        return [on for rule_id, on in found if rule_id == "DUE-5"]

    @pytest.mark.parametrize(
        ("ended_on", "expected"),
        [
            (date(2022, 1, 9), ["2022-01-10"]),
            (date(2022, 1, 10), []),
            (date(2023, 1, 10), []),
        ],
    )
    def test_an_ending_cuts_short_what_was_not_met_before(self, ended_on, expected):
        ended = referral("R1", consent=declined(ConsentStatus.REVOKED, ended_on))
        running = referral("R2", consent_received_on=date(2022, 1, 10))
        assert self.timelines(ended, running) == expected

    def test_an_ending_without_a_date_cuts_short_what_had_begun_on_its_referral(self):
        running = referral(
            "R1",
            consent=declined(ConsentStatus.REVOKED, None),
            consent_received_on=date(2022, 1, 10),
        )
        assert self.timelines(running) == []

    def test_an_ending_without_a_date_does_not_touch_what_begins_on_a_later_referral(self):
        ended = referral("R1", consent=declined(ConsentStatus.REVOKED, None))
        running = referral("R2", consent_received_on=date(2022, 1, 10))
        assert self.timelines(ended, running) == ["2022-01-10"]

    def test_its_own_determination_meets_it(self):
        ended = referral(
            "R1",
            eligible=False,
            decided_on=date(2022, 3, 1),
            consent_received_on=date(2022, 1, 10),
            corrected_end_on=date(2022, 6, 1),
        )
        assert self.timelines(ended) == ["2022-01-10"]

    def test_where_the_iep_must_meet_it_services_that_are_refused_cut_it_short(self):
        refused = referral(
            "R1",
            eligible=True,
            decided_on=date(2022, 3, 1),
            consent_received_on=date(2022, 1, 10),
            consent=declined(ConsentStatus.REFUSED, date(2022, 3, 10)),
        )
        policy = attrs.evolve(ECSSS, evaluation_ends_with=EvaluationEnd.IEP_MEETING)
        assert self.timelines(refused, policy=policy) == []
        assert self.timelines(refused) == ["2022-01-10"]
