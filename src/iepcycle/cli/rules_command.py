"""``iepcycle rules``: the rule catalogue, or all that is known of one rule."""

from __future__ import annotations

import click

from iepcycle.cli.ending import UnusableError
from iepcycle.cli.output import Output
from iepcycle.errors import UnknownRuleError
from iepcycle.render import catalogue_data, catalogue_text, rule_data, rule_text
from iepcycle.rules import rule


@click.command("rules")
@click.argument("rule_id", required=False, metavar="[ID]")
@click.option("--json", "as_json", is_flag=True, help="Print JSON instead.")
def rules_command(rule_id: str | None, *, as_json: bool) -> None:
    """Every rule; with an ID, one rule and its sources."""
    output = Output()
    if rule_id is None:
        if as_json:
            output.data(catalogue_data())
        else:
            output.block(catalogue_text(width=output.width))
        return
    try:
        found = rule(rule_id.upper())
    except UnknownRuleError as error:
        raise UnusableError(str(error)) from None
    if as_json:
        output.data(rule_data(found))
    else:
        output.block(rule_text(found, width=output.width))
