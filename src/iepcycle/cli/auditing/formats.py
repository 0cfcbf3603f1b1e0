"""The forms in which an audit hands over what it found."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import date
from typing import Final

import attrs

from iepcycle.audit import Finding, Summary
from iepcycle.render.findings import (
    FINDING_COLUMNS,
    finding_cells,
    finding_data,
    summary_data,
    summary_text,
)
from iepcycle.render.spreadsheet import spreadsheet_rows


@attrs.frozen(kw_only=True)
class Ending:
    """What is known at the end of an audit, when its tail is written."""

    summary: Summary
    as_of: date | None
    rejected: int
    """How many records could not be read."""
    complete: bool
    """Whether the audit came to its end."""
    width: int | None = None
    """The number of columns, where lines are to be wrapped."""


@attrs.frozen(kw_only=True)
class Format:
    """A form: a head, the findings as they come, and a tail."""

    head: str = ""
    finding: Callable[[str, Finding], str] = lambda _student_id, _finding: ""
    """How one finding is written; of the student with that id."""
    between: str = ""
    """What stands between two findings."""
    tail: Callable[[Ending], str] = lambda _ending: ""


def _json(student_id: str, finding: Finding) -> str:
    return json.dumps(finding_data(student_id, finding))


def _json_tail(ending: Ending) -> str:
    data = {
        "complete": ending.complete,
        "rejected": ending.rejected,
        **summary_data(ending.summary, as_of=ending.as_of),
    }
    return f'\n],\n"summary": {json.dumps(data)}}}\n'


def _text_tail(ending: Ending) -> str:
    text = summary_text(ending.summary, as_of=ending.as_of, width=ending.width)
    if ending.rejected:
        text += f"\n\nRejected records, which are no part of this: {ending.rejected:,}"
    return f"{text}\n" if ending.complete else f"Interrupted; this is what was done.\n\n{text}\n"


FORMATS: Final = {
    "text": Format(tail=_text_tail),
    "json": Format(head='{"findings": [\n', finding=_json, between=",\n", tail=_json_tail),
    "jsonl": Format(finding=lambda student_id, finding: f"{_json(student_id, finding)}\n"),
    "csv": Format(
        head=spreadsheet_rows([FINDING_COLUMNS]),
        finding=lambda *found: spreadsheet_rows([finding_cells(*found)]),
    ),
}
"""The forms, by the name under which they are asked for."""
