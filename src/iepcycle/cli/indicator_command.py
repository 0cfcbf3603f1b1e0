"""``iepcycle indicator-11``: the percent of initial evaluations completed within the timeline."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from iepcycle.cli.days import Day
from iepcycle.cli.ending import UnusableError
from iepcycle.cli.options import file_argument, policy_option
from iepcycle.cli.output import Output
from iepcycle.cli.reading import Students
from iepcycle.errors import InvalidRecordError
from iepcycle.indicator import ExceptionHandling, indicator_11
from iepcycle.render.indicator import indicator_data, indicator_text

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.policy import Policy


def _handling(_context: click.Context, _parameter: click.Parameter, name: str) -> ExceptionHandling:
    return ExceptionHandling(name.replace("-", "_"))


@click.command("indicator-11")
@file_argument
@click.option("--from", "start", type=Day(), required=True, help="First day of the reporting year.")
@click.option("--to", "end", type=Day(), required=True, help="Last day of the reporting year.")
@click.option("--as-of", type=Day(), help="The day by which what is not completed is overdue.")
@click.option(
    "--exceptions",
    type=click.Choice([each.value.replace("_", "-") for each in ExceptionHandling]),
    default=ExceptionHandling.EXCLUDED.value,
    show_default=True,
    callback=_handling,
    help="What becomes of evaluations to which the timeframe does not apply, 34 CFR 300.301(d).",
)
@policy_option
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead, on one line.")
def indicator_command(  # noqa: PLR0913 -- one for each option
    *,
    file: str,
    start: date,
    end: date,
    as_of: date | None,
    exceptions: ExceptionHandling,
    policy: Policy,
    as_json: bool,
) -> None:
    """SPP/APR indicator 11: initial evaluations within the timeline, in percent.

    An evaluation counts in the year in which consent for it was received.
    """
    students = Students(file)
    try:
        found = indicator_11(
            students, start=start, end=end, as_of=as_of, exceptions=exceptions, policy=policy
        )
    except InvalidRecordError:
        message = "Expected --to to be no earlier than --from."
        raise UnusableError(message) from None
    students.require_one()
    output = Output()
    if as_json:
        output.data(indicator_data(found))
    else:
        output.block(indicator_text(found))
    students.finish()
