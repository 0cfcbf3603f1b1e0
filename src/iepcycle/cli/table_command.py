"""``iepcycle table``: the decision table."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from iepcycle.cli.options import policy_option
from iepcycle.cli.output import Output
from iepcycle.render import table_csv, table_json, table_markdown

if TYPE_CHECKING:
    from iepcycle.policy import Policy

_FORMATS: Final = {"csv": table_csv, "json": table_json, "markdown": table_markdown}


@click.command("table")
@policy_option
@click.option(
    "--format",
    "form",
    type=click.Choice(list(_FORMATS)),
    default="markdown",
    show_default=True,
    help="Markdown is the table collapsed to a few rows; CSV and JSON hold every case.",
)
@click.option("--json", "form", flag_value="json", help="The same as --format json.")
def table_command(policy: Policy, form: str) -> None:
    """What may be created next, in every case there is."""
    Output().raw(_FORMATS[form](policy=policy))
