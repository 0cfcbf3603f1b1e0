"""The table that says, for every section and type, what copies forward into a new IEP.

What eCSSS itself copies is not in the public sources, so the table is an assumption and a district can replace any cell.
It is total: every section has exactly one action for every type.
What never copies is no row of it, so no policy can switch that on: type, status, id and dates (COPY-1), conferences (COPY-2),
notices, service records and progress reports (COPY-3), and the assignment of the Care Coordinator (COPY-4).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Final

import attrs

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.vocabulary import CopyAction, IEPType, Section

if TYPE_CHECKING:
    Cell = tuple[Section, IEPType]

_NO_SUCH_CELL: Final = "Expected a cell of a Section and an IEPType; there is no such cell."


@attrs.frozen
class CopyTable:
    """One action for every section and type.

    Example:
        >>> DEFAULT_COPY_TABLE.action(Section.ANNUAL_GOALS, IEPType.ANNUAL)
        <CopyAction.REVIEW: 'review'>
        >>> blank_goals = {(Section.ANNUAL_GOALS, IEPType.ANNUAL): CopyAction.BLANK}
        >>> DEFAULT_COPY_TABLE.replacing(blank_goals).action(Section.ANNUAL_GOALS, IEPType.ANNUAL)
        <CopyAction.BLANK: 'blank'>
    """

    rows: tuple[tuple[CopyAction, ...], ...]
    """A row for each `Section`, a column for each `IEPType`, both in canonical order."""

    def __attrs_post_init__(self) -> None:
        """Refuse a table that is not total."""
        whole = _is_tuple_of(len(Section), self.rows) and all(
            _is_tuple_of(len(IEPType), row) for row in self.rows
        )
        if not whole or not all(isinstance(each, CopyAction) for row in self.rows for each in row):
            message = "Expected a row of actions for each section, with one action for each type."
            raise InvalidRecordError([Problem("bad_policy", "copy_table", message)])

    @classmethod
    def of(cls, cells: Mapping[Cell, CopyAction]) -> CopyTable:
        """Return the table with these cells.

        Raises:
            InvalidRecordError: A cell is missing, unknown, or holds no action; every such cell is named.
        """
        if not isinstance(cells, Mapping):
            message = "Expected a mapping from cells to actions."
            raise InvalidRecordError([Problem("bad_policy", "copy_table", message)])
        total = [(section, iep_type) for section in Section for iep_type in IEPType]
        problems = [
            Problem("bad_policy", _place(cell), "Expected an action for this cell; it is missing.")
            for cell in total
            if cell not in cells
        ]
        for cell, action in cells.items():
            if cell not in total:
                problems.append(Problem("bad_policy", _place(cell), _NO_SUCH_CELL))
            elif not isinstance(action, CopyAction):
                problems.append(
                    Problem("bad_policy", _place(cell), "Expected a member of CopyAction.")
                )
        if problems:
            raise InvalidRecordError(problems)
        return cls(
            tuple(tuple(cells[section, iep_type] for iep_type in IEPType) for section in Section)
        )

    def action(self, section: Section, iep_type: IEPType) -> CopyAction:
        """Return what happens to the section in a new IEP of the type.

        Raises:
            InvalidRecordError: There is no such cell.
        """
        if not isinstance(section, Section) or not isinstance(iep_type, IEPType):
            raise InvalidRecordError(
                [Problem("bad_policy", _place((section, iep_type)), _NO_SUCH_CELL)]
            )
        return self.rows[section.position][iep_type.position]

    def cells(self) -> dict[Cell, CopyAction]:
        """Return every cell with its action, in canonical order."""
        return {
            (section, iep_type): self.action(section, iep_type)
            for section in Section
            for iep_type in IEPType
        }

    def replacing(self, cells: Mapping[Cell, CopyAction]) -> CopyTable:
        """Return this table with the given cells replaced.

        Raises:
            InvalidRecordError: A cell is unknown or holds no action.
        """
        return CopyTable.of({**self.cells(), **cells} if isinstance(cells, Mapping) else cells)


def _is_tuple_of(length: int, value: object) -> bool:
    return isinstance(value, tuple) and len(value) == length


def _place(cell: object) -> str:
    if isinstance(cell, tuple):
        return "copy_table" + "".join(f"[{getattr(each, 'value', '?')}]" for each in cell)
    return "copy_table[?]"


_BLANK, _COPY, _REVIEW, _REFRESH = (
    CopyAction.BLANK,
    CopyAction.COPY,
    CopyAction.REVIEW,
    CopyAction.REFRESH,
)
_CARRIED = (_BLANK, _REVIEW, _COPY, _REVIEW, _COPY)

DEFAULT_COPY_TABLE: Final = CopyTable(
    tuple(
        {
            # An Initial starts from nothing, and a Revision changes a plan that stands.
            # An Annual reviews every section; a Reevaluation at least the present levels, which the evaluation renews.
            Section.PRESENT_LEVELS: (_BLANK, _REVIEW, _COPY, _REVIEW, _REVIEW),
            Section.ELIGIBILITY_CATEGORY: (_REFRESH,) * len(IEPType),
        }.get(section, _CARRIED)
        for section in Section
    )
)
"""The table adopted where the sources are silent (COPY-5); columns in the order of `IEPType`."""
