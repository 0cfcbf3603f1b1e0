"""``iepcycle due``: what is due when, for one student or for many."""

from __future__ import annotations

from typing import TYPE_CHECKING

import click

from iepcycle.cli.days import Day, NumberOfDays
from iepcycle.cli.ending import UnusableError
from iepcycle.cli.options import file_argument, policy_option
from iepcycle.cli.output import Output
from iepcycle.cli.reading import Students
from iepcycle.clocks import worklist
from iepcycle.render.due_calendar import worklist_calendar
from iepcycle.render.duties import duty_data, not_reckoned_text, worklist_csv, worklist_text

if TYPE_CHECKING:
    from datetime import date

    from iepcycle.clocks import Worklist
    from iepcycle.policy import Policy


@click.command("due")
@file_argument
@click.option("--as-of", type=Day(), required=True, help="The day of asking.")
@click.option("--within", type=NumberOfDays(), help="Only what is due by then, such as 60d.")
@click.option("--met", is_flag=True, help="What is met, too; not in a calendar.")
@policy_option
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "json", "csv", "ics"]),
    default="text",
    show_default=True,
    help="JSON has a line for each duty; ics is a calendar to subscribe to.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
def due_command(
    *, file: str, as_of: date, within: int | None, met: bool, policy: Policy, form: str
) -> None:
    """What is due when, most urgent first.

    Duties of one student stand in one list with those of the others.
    The due date is the last day on which a duty is in time.
    """
    students = Students(file)
    found = worklist(students, as_of=as_of, within=within, met=met, policy=policy)
    students.require_one()
    _write(found, form)
    if told := not_reckoned_text(found.not_reckoned):
        click.echo(told, err=True)
    students.finish()


def _write(found: Worklist, form: str) -> None:
    output = Output()
    if form == "json":
        for task in found.tasks:
            output.data(duty_data(task))
    elif form == "csv":
        output.raw(worklist_csv(found))
    elif form == "ics":
        click.echo(_calendar(found), nl=False)
    else:
        output.block(worklist_text(found))


def _calendar(found: Worklist) -> bytes:
    try:
        return worklist_calendar(found)
    except ModuleNotFoundError as error:
        if error.name != "icalendar":
            raise
        message = "A calendar needs icalendar here: pip install 'iepcycle[calendar]'"
        raise UnusableError(message) from None
