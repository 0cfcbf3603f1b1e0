"""How deadlines are reckoned: the conventions in use, leap days, and the ends of the calendar."""

from datetime import date, timedelta

import pytest
from dateutil.relativedelta import relativedelta
from hypothesis import given, settings
from hypothesis import strategies as st

from iepcycle.dates import days_after, year_after, years_after
from iepcycle.policy import LONGEST_INTERVAL
from iepcycle.vocabulary import AnnualInterval, LeapDay

FIRST, LAST = date.min, date.max

# Base, the day before the anniversary, the anniversary, 364 days, 365 days, three years, 1095 days.
TABLE = [
    "2022-11-07 2023-11-06 2023-11-07 2023-11-06 2023-11-07 2025-11-07 2025-11-06",
    "2023-03-01 2024-02-29 2024-03-01 2024-02-28 2024-02-29 2026-03-01 2026-02-28",
    "2024-02-28 2025-02-27 2025-02-28 2025-02-26 2025-02-27 2027-02-28 2027-02-27",
    "2024-02-29 2025-02-27 2025-02-28 2025-02-27 2025-02-28 2027-02-28 2027-02-28",
]
COLUMNS = [
    AnnualInterval.DAY_BEFORE_ANNIVERSARY,
    AnnualInterval.ANNIVERSARY,
    AnnualInterval.DAYS_364,
    AnnualInterval.DAYS_365,
]
ROWS = [[date.fromisoformat(day) for day in row.split()] for row in TABLE]


class TestTable:
    """The conventions part company around leap days, and each is reckoned as its users do."""

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
    @pytest.mark.parametrize("column", range(4), ids=lambda column: COLUMNS[column].value)
    def test_a_year_is_reckoned_by_the_convention(self, row, column):
        assert year_after(row[0], COLUMNS[column]) == row[1 + column]

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
    def test_three_years_end_on_the_anniversary(self, row):
        assert years_after(row[0], 3) == row[5]

    @pytest.mark.parametrize("row", ROWS, ids=lambda row: str(row[0]))
    def test_three_years_are_not_always_1095_days(self, row):
        assert days_after(row[0], 1095) == row[6]

    def test_georgia_counts_to_the_day_before_the_anniversary(self):
        start = date(2016, 2, 2)
        assert year_after(start, AnnualInterval.DAY_BEFORE_ANNIVERSARY) == date(2017, 2, 1)


class TestLeapDay:
    """29 February becomes 28 February in a common year, or 1 March where the policy says so."""

    @pytest.mark.parametrize(
        ("leap_day", "expected"),
        [(LeapDay.FEBRUARY_28, date(2025, 2, 28)), (LeapDay.MARCH_1, date(2025, 3, 1))],
    )
    def test_the_policy_says_which_day_stands_for_it(self, leap_day, expected):
        assert years_after(date(2024, 2, 29), 1, leap_day) == expected

    @pytest.mark.parametrize("leap_day", LeapDay)
    def test_it_stays_itself_in_a_leap_year(self, leap_day):
        assert years_after(date(2024, 2, 29), 4, leap_day) == date(2028, 2, 29)

    @pytest.mark.parametrize("leap_day", LeapDay)
    def test_a_century_is_no_leap_year(self, leap_day):
        assert years_after(date(2096, 2, 29), 4, leap_day).year == 2100

    @pytest.mark.parametrize("leap_day", LeapDay)
    @pytest.mark.parametrize("start", [date(2024, 2, 28), date(2024, 3, 1)])
    def test_the_days_beside_it_stay_themselves(self, start, leap_day):
        assert years_after(start, 1, leap_day) == start.replace(year=2025)

    def test_the_day_before_its_anniversary_is_reckoned_from_the_day_that_stands_for_it(self):
        start, interval = date(2024, 2, 29), AnnualInterval.DAY_BEFORE_ANNIVERSARY
        assert year_after(start, interval, LeapDay.MARCH_1) == date(2025, 2, 28)


class TestDays:
    """The start is day 0, and every calendar day counts."""

    def test_sixty_days_count_weekends_and_leap_days(self):
        assert days_after(date(2024, 2, 1), 60) == date(2024, 4, 1)

    def test_no_days_after_a_day_is_the_day(self):
        assert days_after(date(2024, 2, 29), 0) == date(2024, 2, 29)

    def test_a_negative_number_counts_back(self):
        assert days_after(date(2024, 3, 1), -1) == date(2024, 2, 29)


class TestEndsOfTheCalendar:
    """What would lie beyond the calendar is its last or first day."""

    def test_the_first_day_has_an_anniversary(self):
        assert years_after(FIRST, 1) == date(2, 1, 1)

    @pytest.mark.parametrize("interval", AnnualInterval)
    def test_the_last_day_has_no_year_after_it(self, interval):
        assert year_after(LAST, interval) == LAST

    @pytest.mark.parametrize("interval", AnnualInterval)
    def test_a_year_that_ends_with_the_calendar_is_whole(self, interval):
        expected = {
            AnnualInterval.ANNIVERSARY: date(9999, 12, 31),
            AnnualInterval.DAY_BEFORE_ANNIVERSARY: date(9999, 12, 30),
            AnnualInterval.DAYS_364: date(9999, 12, 30),
            AnnualInterval.DAYS_365: date(9999, 12, 31),
        }
        assert year_after(date(9998, 12, 31), interval) == expected[interval]

    def test_the_day_before_an_anniversary_beyond_it_may_still_be_its_last(self):
        start = date(9999, 1, 1)
        assert year_after(start, AnnualInterval.DAY_BEFORE_ANNIVERSARY) == LAST

    def test_an_anniversary_in_its_last_year_is_itself(self):
        assert years_after(date(9996, 6, 1), 3) == date(9999, 6, 1)

    @pytest.mark.parametrize("years", [1, 3, LONGEST_INTERVAL])
    def test_years_beyond_it_end_with_it(self, years):
        assert years_after(date(9999, 2, 28), years) == LAST

    def test_the_longest_interval_of_years_ends_with_it_from_its_first_day(self):
        assert years_after(FIRST, LONGEST_INTERVAL) == LAST

    def test_days_beyond_it_end_with_it(self):
        assert days_after(LAST, LONGEST_INTERVAL) == LAST

    def test_days_before_it_end_at_its_first_day(self):
        assert days_after(FIRST, -120) == FIRST


def clamped(start, delta):
    """Return what dateutil makes of it, or the last day where it would lie beyond the calendar."""
    try:
        return start + delta
    except (OverflowError, ValueError):
        return LAST


class TestAgainstDateutil:
    """The library agrees with an independent computation on every day of the calendar."""

    @settings(max_examples=settings().max_examples * 5)
    @given(start=st.dates(), years=st.integers(1, 12))
    def test_years(self, start, years):
        assert years_after(start, years) == clamped(start, relativedelta(years=years))

    @settings(max_examples=settings().max_examples * 5)
    @given(start=st.dates(), years=st.integers(1, 12))
    def test_years_with_1_march_for_29_february(self, start, years):
        expected = clamped(start, relativedelta(years=years))
        if (start.month, start.day) == (2, 29) and expected.day == 28:
            expected += timedelta(days=1)
        assert years_after(start, years, LeapDay.MARCH_1) == expected

    @settings(max_examples=settings().max_examples * 5)
    @given(start=st.dates(), days=st.integers(0, LONGEST_INTERVAL))
    def test_days(self, start, days):
        assert days_after(start, days) == clamped(start, relativedelta(days=days))

    @settings(max_examples=settings().max_examples * 5)
    @given(start=st.dates(max_value=date(9998, 12, 31)))
    def test_the_day_before_the_anniversary(self, start):
        expected = start + relativedelta(years=1) - relativedelta(days=1)
        assert year_after(start, AnnualInterval.DAY_BEFORE_ANNIVERSARY) == expected

    @given(start=st.dates(), interval=st.sampled_from(AnnualInterval))
    def test_a_year_is_never_longer_than_366_days_nor_shorter_than_364(self, start, interval):
        days = (year_after(start, interval) - start).days
        assert 364 <= days <= 366 or start.year == LAST.year
