"""What could not be read: counted, kept where that was asked for, and told at the end."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final, cast

import click

from iepcycle.render import printable

if TYPE_CHECKING:
    from collections.abc import Sequence

    from iepcycle.cli.auditing.inputs import Origin
    from iepcycle.cli.whole_file import WholeFile
    from iepcycle.errors import Problem
    from iepcycle.wire import RejectedRecord

MOST_RECORDS: Final = 10
"""How many rejected records are told of, before the others are only counted."""
MOST_PROBLEMS: Final = 5
"""How many problems are told of one record."""


class Complaints:
    """What could not be read, of all files together."""

    def __init__(self) -> None:
        """Start with nothing to complain of."""
        self.files = 0
        """How many files could not be used."""
        self.records = 0
        """How many records were rejected."""
        self._told: list[str] = []

    def refuse(self, message: str, problems: Sequence[Problem] = ()) -> None:
        """Note a file that cannot be used."""
        self.files += 1
        self._note(message, problems)

    def reject(self, name: str, record: RejectedRecord) -> None:
        """Note a record that was rejected."""
        self.records += 1
        if self.records <= MOST_RECORDS:
            message = f"{name}, line {record.line_number}: no student record, passed over."
            self._note(message, record.problems)

    def _note(self, message: str, problems: Sequence[Problem]) -> None:
        self._told.append(message)
        self._told += [f"  {printable(str(problem))}" for problem in problems[:MOST_PROBLEMS]]
        if len(problems) > MOST_PROBLEMS:
            self._told.append(f"  and {len(problems) - MOST_PROBLEMS:,} more problems")

    def tell(self, kept_in: str | None) -> None:
        """Tell of all that was noted, on standard error.

        Args:
            kept_in: The file in which rejected records are kept, if there is one.
        """
        for line in self._told:
            click.echo(line, err=True)
        if self.records > MOST_RECORDS:
            click.echo(f"and {self.records - MOST_RECORDS:,} more records", err=True)
        if self.records:
            where = "give --rejects FILE to keep them"
            if kept_in is not None:
                where = f"they are kept in {printable(kept_in)}"
            click.echo(f"Rejected records: {self.records:,}; {where}.", err=True)


class Rejects:
    """The file in which rejected records are kept to the letter; without one nothing is kept."""

    def __init__(self, file: WholeFile | None) -> None:
        """Start with nothing kept."""
        self._file = file
        self._header = b""
        self._ending = b"\n"

    def keep(self, origin: Origin, record: RejectedRecord) -> None:
        """Keep the record; the rows of a table stand under its first row, so that they can be read again."""
        if self._file is None:
            return
        if origin.header not in (b"", self._header):
            self._header = origin.header
            self._write(self._file, origin.header)
        self._write(self._file, cast("bytes", record.line))

    def _write(self, file: WholeFile, data: bytes) -> None:
        if not self._ending.endswith(b"\n"):
            data = b"\n" + data  # the last line of a file may come without its line feed
        file.write(data)
        self._ending = data
