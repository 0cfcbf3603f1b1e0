"""Cells that a spreadsheet shows, and does not run."""

from __future__ import annotations

import csv
import io
import re
from typing import TYPE_CHECKING, Final

from iepcycle.render.layout import printable

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_STARTS_A_FORMULA: Final = re.compile(r"(^|[;,|])(?=\s*[=+\-@\uff1d\uff0b\uff0d\uff20])")
"""Where a spreadsheet would begin a formula: at the start of a cell, or where it takes a cell to start."""


def spreadsheet_cell(text: str) -> str:
    """Return the text as a spreadsheet shows it without running it as a formula.

    An apostrophe is put before what would be a formula; control characters are escaped.

    Example:
        >>> print(spreadsheet_cell("=HYPERLINK(A1)"))
        '=HYPERLINK(A1)
    """
    return _STARTS_A_FORMULA.sub(r"\1'", printable(text))


def spreadsheet_rows(rows: Iterable[Sequence[str]]) -> str:
    """Return the rows as CSV of which a spreadsheet runs nothing.

    Example:
        >>> print(spreadsheet_rows([["S-1", "+1"]]), end="")
        S-1,'+1
    """
    text = io.StringIO()
    csv.writer(text, lineterminator="\n").writerows(map(spreadsheet_cell, row) for row in rows)
    return text.getvalue()
