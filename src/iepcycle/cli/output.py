"""Where results go: in colour and wrapped on a terminal, plain and unwrapped anywhere else."""

from __future__ import annotations

import json
import sys
from typing import Any, Final

from rich.console import Console
from rich.highlighter import RegexHighlighter
from rich.theme import Theme

_STYLES: Final = Theme(
    {
        "iep.address": "dim",
        "iep.heading": "bold",
        "iep.no": "red",
        "iep.rail": "dim",
        "iep.rule": "cyan",
        "iep.wait": "yellow",
        "iep.yes": "green",
    }
)


class _Colours(RegexHighlighter):
    """What stands out: headings, rule ids, and what is allowed or not."""

    base_style = "iep."
    highlights = (
        r"(?m)^(?P<rail>[│├└─ ]*[│├└─])",
        r"(?m)^[│├└─ ]*(?P<heading>(Student|Referral) .+)$",
        r"(?m)(?P<rule>\b[A-Z]+-\d+\b)(?=  )",
        r"(?m)(?P<yes>\bAllowed:|: allowed$|  allows\b|: Active$)",
        r"(?m)(?P<no>\bRefused:|: refused$|  refuses\b)",
        r"(?m)(?P<wait>: Draft$|\bneeds review\b)",
        r"(?P<address>https?://\S+)",
    )


class Output:
    """Standard output, as a person or a program reads it."""

    def __init__(self) -> None:
        """Look whether standard output is a terminal; ``NO_COLOR`` and ``FORCE_COLOR`` are heeded."""
        self._console = Console(theme=_STYLES, highlighter=_Colours(), markup=False, emoji=False)
        self._empty = True

    @property
    def width(self) -> int | None:
        """The columns of the terminal; ``None`` if it is none, where lines are not wrapped."""
        return self._console.width if self._console.is_terminal else None

    def block(self, text: str) -> None:
        """Write a text of its own, with an empty line between it and the one before."""
        if not self._empty:
            sys.stdout.write("\n")
        self._empty = False
        if self._console.is_terminal:
            self._console.print(text, soft_wrap=True)
        else:
            self.raw(f"{text}\n")

    def data(self, data: dict[str, Any]) -> None:
        """Write plain data as one line of JSON, in ASCII, so that no terminal obeys what it holds."""
        self.raw(f"{json.dumps(data)}\n")

    def raw(self, text: str) -> None:
        """Write the text as it stands."""
        sys.stdout.write(text)
