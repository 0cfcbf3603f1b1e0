"""Where the findings of an audit go: standard output, or a file that is written whole or not at all."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from iepcycle.cli.auditing.formats import FORMATS
from iepcycle.cli.output import Output

if TYPE_CHECKING:
    from iepcycle.cli.auditing.formats import Ending
    from iepcycle.cli.whole_file import WholeFile


class Results:
    """The findings in one format, as they come."""

    def __init__(self, form: str, file: WholeFile | None) -> None:
        """Write the head of the format."""
        self._form = FORMATS[form]
        self._is_told_at_the_end = form == "text"
        self._file = file
        self._output = Output()
        self._between = ""
        self._write(self._form.head)

    @property
    def share_the_terminal(self) -> bool:
        """Whether findings appear on a terminal while the audit goes on."""
        streams = self._file is None and not self._is_told_at_the_end
        return streams and self._output.width is not None

    def write(self, text: str) -> None:
        """Write the findings of one more part."""
        if text:
            self._write(self._between + text)
            self._between = self._form.between

    def finish(self, ending: Ending) -> None:
        """Write the tail of the format."""
        if self._file is None and self._is_told_at_the_end:
            told = self._form.tail(attrs.evolve(ending, width=self._output.width))
            self._output.block(told.rstrip("\n"))
        else:
            self._write(self._form.tail(ending))

    def _write(self, text: str) -> None:
        if self._file is None:
            self._output.raw(text)
        else:
            self._file.write(text.encode())
