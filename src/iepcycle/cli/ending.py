"""How the command ends when something is in the way: exit codes that scripts can rely on, and no traceback."""

from __future__ import annotations

import os
import sys
from typing import Any, Final, TextIO

import click

INTERRUPTED: Final = 130
"""The exit code after an interrupt from the keyboard, as shells count it."""
CLOSED_PIPE: Final = 141
"""The exit code when nobody reads the output any more, as shells count it."""
UNUSABLE: Final = 2
"""The exit code for input, arguments or a place for the output that cannot be used."""


class UnusableError(click.ClickException):
    """Something that cannot be used at all; told in one line."""

    exit_code = UNUSABLE


class OrderlyGroup(click.Group):
    """Subcommands whose interrupted, unread or unwritable output ends them in order."""

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- whatever a subcommand returns
        """Run the subcommand, and see to it that all its output is written."""
        try:
            return _flushed(super().invoke, ctx)
        except KeyboardInterrupt:
            raise click.exceptions.Exit(INTERRUPTED) from None
        except BrokenPipeError:
            _forget(sys.stdout)
            _forget(sys.stderr)
            raise click.exceptions.Exit(CLOSED_PIPE) from None
        except OSError as error:
            _forget(sys.stdout)
            message = f"Cannot write the output: {error.strerror}."
            raise UnusableError(message) from None


def _flushed(invoke: Any, ctx: click.Context) -> Any:  # noqa: ANN401
    try:
        return invoke(ctx)
    finally:
        sys.stdout.flush()


def _forget(stream: TextIO) -> None:
    """Lead the rest of the output nowhere, or Python would try to write it once more at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
