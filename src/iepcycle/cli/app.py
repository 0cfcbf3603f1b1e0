"""The command with all its subcommands."""

from __future__ import annotations

import io
import os
import sys
from importlib.metadata import version
from typing import TYPE_CHECKING, NoReturn

import click

from iepcycle.cli.audit_command import audit_command
from iepcycle.cli.due_command import due_command
from iepcycle.cli.ending import OrderlyGroup
from iepcycle.cli.indicator_command import indicator_command
from iepcycle.cli.interrupts import end_in_order_when_terminated
from iepcycle.cli.next_command import next_command
from iepcycle.cli.rules_command import rules_command
from iepcycle.cli.table_command import table_command
from iepcycle.cli.tour_command import tour_command
from iepcycle.cli.tree_command import tree_command
from iepcycle.rules import RULEBOOK_VERSION

if TYPE_CHECKING:
    from collections.abc import Sequence


@click.group("iepcycle", cls=OrderlyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(
    version("iepcycle"), message=f"iepcycle %(version)s, rulebook {RULEBOOK_VERSION}"
)
def app() -> None:
    """Which IEP may be created next, and why (not).

    A FILE holds one student as JSON, or JSON Lines with a student on each line.
    The file "-" is standard input.

    The exit code is 0 when all is well, 1 when there are findings, and 2 when input cannot be used.
    """


for _command in (
    next_command,
    tree_command,
    audit_command,
    due_command,
    indicator_command,
    rules_command,
    table_command,
    tour_command,
):
    app.add_command(_command)


def run(arguments: Sequence[str]) -> NoReturn:
    """Run the command with the arguments, and end the process."""
    _replace_missing_streams()
    _write_utf8()
    end_in_order_when_terminated()
    app.main(list(arguments), prog_name="iepcycle")


def _replace_missing_streams() -> None:
    """Where the process was started without a standard stream, put one that cannot be used.

    Then reading and writing fail in order, and no file that is opened later takes the number of the stream.
    Messages go nowhere.
    """
    for name, mode, access in (
        ("stdin", "r", os.O_WRONLY),
        ("stdout", "w", os.O_RDONLY),
        ("stderr", "w", os.O_WRONLY),
    ):
        if getattr(sys, name) is None:
            setattr(sys, name, os.fdopen(os.open(os.devnull, access), mode))


def _write_utf8() -> None:
    """Write UTF-8 whatever the locale; text that UTF-8 cannot carry was escaped before."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")
