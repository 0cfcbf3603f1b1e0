"""Days on the command line: a date, and a number of days."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

import click

from iepcycle.wire.lookups import DATES

_NUMBER_OF_DAYS: Final = re.compile(r"([0-9]{1,7})d?")


class Day(click.ParamType[date]):
    """A calendar date, written in one way only."""

    name = "YYYY-MM-DD"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> date:
        """Return the date."""
        try:
            return DATES[value]
        except ValueError:
            self.fail("Expected a date of the calendar, YYYY-MM-DD.", param, ctx)


class NumberOfDays(click.ParamType[int]):
    """A number of days, like ``60d``."""

    name = "DAYS"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> int:
        """Return the number."""
        found = _NUMBER_OF_DAYS.fullmatch(str(value))
        if found is None:
            self.fail("Expected a number of days, like 60d.", param, ctx)
        return int(found[1])
