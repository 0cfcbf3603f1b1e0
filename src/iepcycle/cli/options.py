"""The arguments and options that subcommands share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

import click

from iepcycle.policy import ECSSS, IDEA

if TYPE_CHECKING:
    from iepcycle.policy import Policy

POLICIES: Final = {policy.name: policy for policy in (ECSSS, IDEA)}
"""The readings of the rules that can be named on the command line."""


def _policy(_context: click.Context, _parameter: click.Parameter, name: str) -> Policy:
    return POLICIES[name]


file_argument = click.argument("file")
"""One student as JSON, JSON Lines, or ``-`` for standard input."""
policy_option = click.option(
    "--policy",
    type=click.Choice(list(POLICIES), case_sensitive=False),
    default=ECSSS.name,
    show_default=True,
    callback=_policy,
    help="The reading of the rules.",
)
"""The reading of the rules; the function receives the `Policy` itself."""
json_option = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON instead, on one line for each student."
)
"""Output for other programs."""
