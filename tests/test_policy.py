"""The choices that the sources leave open: each with its authority, each refusing what it cannot be."""

import copy
import re
from datetime import date, timedelta

import attrs
import pytest

from iepcycle import (
    ECSSS,
    IDEA,
    Basis,
    CopyAction,
    IEPType,
    InvalidRecordError,
    Policy,
    Section,
    next_allowed_iep_types,
)
from iepcycle.copy_table import DEFAULT_COPY_TABLE
from iepcycle.policy import LONGEST_INTERVAL, OPTIONAL_PREREQUISITES
from iepcycle.vocabulary import AnnualInterval, EvaluationEnd, LeapDay, MeetingStart

NAMES = [field.name for field in attrs.fields(Policy)]
CHOICES = Policy.choices()


BASIS = {
    "draft_revision_blocks": Basis.ASSUMED,
    "activation_prerequisites": Basis.ASSUMED,
    "copy_table": Basis.ASSUMED,
    "annual_clock_set_by": Basis.INFERRED,
    "leap_day": Basis.ASSUMED,
    "evaluation_ends_with": Basis.INFERRED,
}
"""The authority of the defaults that no source states; the others are stated."""


def in_working_days(start, days):
    """A district's own calendar; what it counts does not matter here."""
    return start + timedelta(days)


NO_FLAG = [None, 0, 1, "yes"]
NO_INTERVAL = [None, 0, -1, 1.0, True, "15", LONGEST_INTERVAL + 1]
NO_CALENDAR = [7, "school days"]
WRONG = {
    "draft_revision_blocks": NO_FLAG,
    "activation_prerequisites": [None, ("ACTIVATE-2",), {"ACTIVATE-2"}, frozenset({"ACTIVATE-1"})],
    "copy_table": [None, DEFAULT_COPY_TABLE.cells(), DEFAULT_COPY_TABLE.rows],
    "annual_clock_set_by": [None, (IEPType.ANNUAL,), {IEPType.ANNUAL}, frozenset({"annual"})],
    "annual_interval": [None, "anniversary", LeapDay.MARCH_1],
    "leap_day": [None, "march_1", AnnualInterval.ANNIVERSARY],
    "reevaluation_years": NO_INTERVAL,
    "reevaluation_waivable": NO_FLAG,
    "reevaluation_gap_years": NO_INTERVAL,
    "evaluation_days": NO_INTERVAL,
    "evaluation_ends_with": [None, "determination", MeetingStart.DETERMINATION],
    "evaluation_calendar": NO_CALENDAR,
    "meeting_days": NO_INTERVAL,
    "meeting_runs_from": [None, "determination", EvaluationEnd.DETERMINATION],
    "meeting_calendar": NO_CALENDAR,
    "triennial_window_days": NO_INTERVAL,
}
RIGHT = {
    "draft_revision_blocks": [True],
    "activation_prerequisites": [frozenset(), frozenset(OPTIONAL_PREREQUISITES)],
    "copy_table": [DEFAULT_COPY_TABLE],
    "annual_clock_set_by": [frozenset(), frozenset(IEPType)],
    "annual_interval": list(AnnualInterval),
    "leap_day": list(LeapDay),
    "reevaluation_years": [1, LONGEST_INTERVAL],
    "reevaluation_waivable": [False],
    "reevaluation_gap_years": [1, LONGEST_INTERVAL],
    "evaluation_days": [1, LONGEST_INTERVAL],
    "evaluation_ends_with": list(EvaluationEnd),
    "evaluation_calendar": [None, in_working_days],
    "meeting_days": [1, LONGEST_INTERVAL],
    "meeting_runs_from": list(MeetingStart),
    "meeting_calendar": [None, in_working_days],
    "triennial_window_days": [1, LONGEST_INTERVAL],
}


def problems_of(**settings):
    """Return the code, place and message of all that is wrong with the settings."""
    with pytest.raises(InvalidRecordError) as caught:
        Policy(**{"name": "a district"} | settings)
    return [(each.code, each.path, each.message) for each in caught.value.problems]


class TestChoices:
    """Every field but the name carries what it decides, and on what authority."""

    def test_every_field_but_the_name_and_the_memory_is_a_choice(self):
        assert list(CHOICES) == [name for name in NAMES if name not in {"name", "memory"}]

    @pytest.mark.parametrize("name", CHOICES)
    def test_a_choice_says_what_it_decides_in_a_sentence(self, name):
        assert re.fullmatch(r"[A-Z].+\.", CHOICES[name].statement)

    @pytest.mark.parametrize("name", CHOICES)
    def test_what_is_not_assumed_is_cited(self, name):
        choice = CHOICES[name]
        assert choice.citations or choice.basis is Basis.ASSUMED

    @pytest.mark.parametrize("name", CHOICES)
    def test_a_citation_says_what_the_source_says(self, name):
        assert all(each.says and each.source.address for each in CHOICES[name].citations)

    @pytest.mark.parametrize("name", CHOICES)
    def test_an_interpretation_is_named_by_its_id(self, name):
        assert re.fullmatch(r"I-[1-9]", CHOICES[name].interpretation or "I-1")

    @pytest.mark.parametrize(
        ("name", "interpretation"),
        [
            ("draft_revision_blocks", "I-2"),
            ("annual_clock_set_by", "I-4"),
            ("evaluation_ends_with", "I-5"),
            ("leap_day", "I-6"),
        ],
    )
    def test_the_interpretations_that_a_policy_settles(self, name, interpretation):
        assert CHOICES[name].interpretation == interpretation

    @pytest.mark.parametrize("name", CHOICES)
    def test_a_default_claims_no_more_authority_than_it_has(self, name):
        assert CHOICES[name].basis is BASIS.get(name, Basis.STATED)


class TestSettings:
    """A setting outside what it can be is refused when the policy is made."""

    def test_right_and_wrong_settings_of_every_choice_are_tried_here(self):
        assert list(WRONG) == list(RIGHT) == list(CHOICES)

    @pytest.mark.parametrize(("name", "value"), [(n, v) for n in RIGHT for v in RIGHT[n]])
    def test_a_setting_within_what_it_can_be_is_kept(self, name, value):
        assert getattr(Policy(name="a district", **{name: value}), name) is value

    @pytest.mark.parametrize(("name", "value"), [(n, v) for n in WRONG for v in WRONG[n]])
    def test_a_setting_outside_what_it_can_be_is_refused(self, name, value):
        message = f"Expected {CHOICES[name].takes.words}."
        assert problems_of(**{name: value}) == [("bad_policy", name, message)]

    def test_all_that_is_wrong_is_reported_together(self):
        found = problems_of(name=7, **{name: values[-1] for name, values in WRONG.items()})
        assert [(code, place) for code, place, _ in found] == [
            ("wrong_type", "name"),
            *(("bad_policy", name) for name in WRONG),
        ]

    def test_settings_are_checked_even_where_validators_are_switched_off(self):
        with attrs.validators.disabled():
            assert problems_of(meeting_days=0)

    def test_a_changed_policy_is_checked_as_well(self):
        with pytest.raises(InvalidRecordError):
            attrs.evolve(ECSSS, meeting_days=0)

    def test_the_longest_interval_is_that_of_the_calendar(self):
        assert date.max.year == LONGEST_INTERVAL

    def test_settings_are_given_by_name(self):
        with pytest.raises(TypeError):
            Policy("a district", True)

    def test_a_policy_cannot_be_changed(self):
        for name in NAMES:
            with pytest.raises(attrs.exceptions.FrozenInstanceError):
                setattr(ECSSS, name, None)


class TestPresets:
    """The presets differ only where the law does."""

    def test_each_has_its_own_name(self):
        assert (ECSSS.name, IDEA.name) == ("ecsss", "idea")

    def test_they_differ_in_the_deadline_of_the_first_meeting_alone(self):
        assert {name for name in CHOICES if getattr(ECSSS, name) != getattr(IDEA, name)} == {
            "meeting_days",
            "meeting_runs_from",
        }

    def test_hawaii_counts_fifteen_days_from_consent(self):
        assert (ECSSS.meeting_days, ECSSS.meeting_runs_from) == (15, MeetingStart.SERVICES_CONSENT)

    def test_the_law_counts_thirty_days_from_the_determination(self):
        assert (IDEA.meeting_days, IDEA.meeting_runs_from) == (30, MeetingStart.DETERMINATION)

    def test_the_defaults_are_those_of_the_rulebook(self):
        policy = Policy(name="ecsss")
        assert policy == ECSSS
        assert policy.draft_revision_blocks is False
        assert policy.activation_prerequisites == {f"ACTIVATE-{n}" for n in (2, 3, 4, 5)}
        assert policy.copy_table == DEFAULT_COPY_TABLE
        assert policy.annual_clock_set_by == {
            IEPType.INITIAL,
            IEPType.ANNUAL,
            IEPType.REEVALUATION_ANNUAL,
        }
        assert policy.annual_interval is AnnualInterval.ANNIVERSARY
        assert policy.leap_day is LeapDay.FEBRUARY_28
        assert (policy.reevaluation_years, policy.reevaluation_gap_years) == (3, 1)
        assert policy.reevaluation_waivable is True
        assert policy.evaluation_days == 60
        assert policy.evaluation_ends_with is EvaluationEnd.DETERMINATION
        assert policy.evaluation_calendar is policy.meeting_calendar is None
        assert policy.triennial_window_days == 120


class TestMemory:
    """What was decided already cannot be observed, and does not travel."""

    @pytest.fixture
    def used(self, entitled_referral):
        policy = Policy(name="a district")
        next_allowed_iep_types(entitled_referral(), policy=policy)
        assert policy.memory
        return policy

    def test_it_does_not_count_when_policies_are_compared(self, used):
        assert used == Policy(name="a district")
        assert hash(used) == hash(Policy(name="a district"))

    def test_it_is_not_shown(self, used):
        assert "memory" not in repr(used)

    def test_a_pickled_policy_starts_anew(self, used, through_pickle):
        again = through_pickle(used)
        assert again == used
        assert hash(again) == hash(used)
        assert again.memory == {}

    def test_a_copied_policy_starts_anew(self, used):
        assert copy.deepcopy(used).memory == {}
        assert attrs.evolve(used).memory == {}

    def test_a_calendar_of_a_district_travels_with_its_policy(self, through_pickle):
        policy = Policy(name="a district", meeting_calendar=timedelta)
        assert through_pickle(policy) == policy

    def test_two_policies_do_not_share_a_memory(self):
        assert ECSSS.memory is not IDEA.memory


def test_copying_replaces_single_cells_under_another_name():
    cell = (Section.ANNUAL_GOALS, IEPType.ANNUAL)
    policy = IDEA.copying({cell: CopyAction.BLANK}, name="goals start anew")
    assert policy.name == "goals start anew"
    assert policy.copy_table.cells() == DEFAULT_COPY_TABLE.cells() | {cell: CopyAction.BLANK}
    assert attrs.evolve(policy, name="idea", copy_table=DEFAULT_COPY_TABLE) == IDEA


def test_copying_refuses_a_cell_that_is_not_in_the_table():
    with pytest.raises(InvalidRecordError):
        IDEA.copying({"goals": CopyAction.BLANK}, name="goals start anew")
