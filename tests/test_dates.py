"""Which dates count as recorded."""

from datetime import date, timedelta

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from iepcycle.dates import PLACEHOLDER_DATES, recorded

PLACEHOLDERS = [date(1900, 1, 1), date(1901, 1, 1), date(1911, 1, 1), date(1922, 2, 2)]


class TestRecorded:
    """A placeholder in a migrated record is no date."""

    def test_the_placeholders_are_the_four_of_the_migrated_records(self):
        assert sorted(PLACEHOLDER_DATES) == PLACEHOLDERS

    @pytest.mark.parametrize("placeholder", PLACEHOLDERS)
    def test_a_placeholder_is_not_recorded(self, placeholder):
        assert recorded(placeholder) is None

    @pytest.mark.parametrize("placeholder", PLACEHOLDERS)
    @pytest.mark.parametrize("days", [-1, 1])
    def test_the_day_beside_a_placeholder_is_recorded(self, placeholder, days):
        beside = placeholder + timedelta(days)
        assert recorded(beside) == beside

    def test_no_date_is_not_recorded(self):
        assert recorded(None) is None

    @given(st.dates())
    def test_any_other_date_is_itself(self, on):
        assume(on not in PLACEHOLDERS)
        assert recorded(on) is on
