"""How the command ends when something is in the way: exit codes that scripts can rely on, and no traceback."""

from __future__ import annotations

import os
import sys
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Final, TextIO

import click

if TYPE_CHECKING:
    from collections.abc import Iterator

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

    def make_context(self, *args: Any, **extra: Any) -> click.Context:  # noqa: ANN401 -- as in click
        """Read the arguments; help and the version are printed here."""
        with _in_order():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:  # noqa: ANN401 -- whatever a subcommand returns
        """Run the subcommand."""
        with _in_order():
            return super().invoke(ctx)


@contextmanager
def _in_order() -> Iterator[None]:
    """See to it that all output of the block is written; end the command in order when something is in the way."""
    try:
        with _flushed():
            yield
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


@contextmanager
def _flushed() -> Iterator[None]:
    try:
        yield
    finally:
        sys.stdout.flush()


def _forget(stream: TextIO) -> None:
    """Lead the rest of the output nowhere, or Python would try to write it once more at the end."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
