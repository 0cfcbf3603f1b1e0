"""Every choice that the sources leave open, as a value that a district can set otherwise.

Each field carries its basis and its citations: ``Policy.choices()["draft_revision_blocks"]``.
The presets are `ECSSS`, the default, and `IDEA`; they differ only where the law does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle import citations as cite
from iepcycle.citations import Basis, Citation
from iepcycle.copy_table import DEFAULT_COPY_TABLE, CopyTable
from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.vocabulary import (
    AnnualInterval,
    CopyAction,
    EvaluationEnd,
    IEPType,
    LeapDay,
    MeetingStart,
    Section,
    Term,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping
    from datetime import date

    Calendar = Callable[[date, int], date]

OPTIONAL_PREREQUISITES: Final = ("ACTIVATE-2", "ACTIVATE-3", "ACTIVATE-4", "ACTIVATE-5")
"""The rules of activation that a district can add or drop; the published list of eCSSS is lost."""

LONGEST_INTERVAL: Final = 9999
"""The largest number of years or days that a policy takes; the calendar itself ends in the year 9999."""


@attrs.frozen
class Setting:
    """What a field of the policy takes."""

    words: str
    """What it takes, in words."""
    accepts: Callable[[Any], bool]
    """Whether it takes the value."""


@attrs.frozen(kw_only=True)
class Choice:
    """What a field of the policy decides, and on what authority its default rests."""

    statement: str
    """What the field decides, in one sentence."""
    basis: Basis
    """The authority of the default."""
    citations: tuple[Citation, ...]
    """The public sources of the default; of the alternatives too, where they have one."""
    interpretation: str | None = None
    """The interpretation that the choice settles, like ``I-2``."""
    takes: Setting
    """What the field takes."""


class Memory(dict[object, Any]):
    """What was decided already under one policy; it cannot be observed, and it is not copied or pickled along."""

    def __reduce__(self) -> tuple[type[Memory], tuple[()]]:
        """Start anew elsewhere."""
        return Memory, ()


def _choice(
    statement: str,
    basis: Basis,
    *citations: Citation,
    takes: Setting,
    interpretation: str | None = None,
) -> dict[str, Choice]:
    choice = Choice(
        statement=statement,
        basis=basis,
        citations=citations,
        interpretation=interpretation,
        takes=takes,
    )
    return {"choice": choice}


def _member(vocabulary: type[Term]) -> Setting:
    return Setting(
        f"a member of {vocabulary.__name__}", lambda value: isinstance(value, vocabulary)
    )


def _some_of(words: str, members: Iterable[object]) -> Setting:
    known = frozenset(members)
    return Setting(
        f"a frozenset of {words}", lambda value: isinstance(value, frozenset) and value <= known
    )


_FLAG: Final = Setting("True or False", lambda value: isinstance(value, bool))
_INTERVAL: Final = Setting(
    f"a whole number from 1 to {LONGEST_INTERVAL}",
    lambda value: type(value) is int and 0 < value <= LONGEST_INTERVAL,
)
_CALENDAR: Final = Setting(
    "a function of a date and a number of days, or None",
    lambda value: value is None or callable(value),
)
_COPY_TABLE: Final = Setting("a CopyTable", lambda value: isinstance(value, CopyTable))


@attrs.frozen(kw_only=True, cache_hash=True)
class Policy:
    """A reading of the rules: what a district may set where the sources leave a choice.

    Example:
        >>> import attrs
        >>> cautious = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
        >>> Policy.choices()["draft_revision_blocks"].basis
        <Basis.ASSUMED: 'assumed'>
    """

    name: str
    """How reports name the policy."""
    draft_revision_blocks: bool = attrs.field(
        default=False,
        metadata=_choice(
            "Whether a draft Revision blocks the next Revision or Annual.",
            Basis.ASSUMED,
            Citation(cite.ABOUT_IEP, "outline", "The remark stands on no Revision line."),
            interpretation="I-2",
            takes=_FLAG,
        ),
    )
    """Whether a draft Revision blocks the next Revision or Annual (TYPE-6)."""
    activation_prerequisites: frozenset[str] = attrs.field(
        default=frozenset(OPTIONAL_PREREQUISITES),
        metadata=_choice(
            "Which of the rules ACTIVATE-2 to ACTIVATE-5 an IEP must satisfy to be activated.",
            Basis.ASSUMED,
            Citation(
                cite.IEP_ACTIONS, "Activation", "A list of prerequisites is shown; it is lost."
            ),
            takes=_some_of(", ".join(OPTIONAL_PREREQUISITES), OPTIONAL_PREREQUISITES),
        ),
    )
    """The ids of the optional prerequisites in force."""
    copy_table: CopyTable = attrs.field(
        default=DEFAULT_COPY_TABLE,
        repr=False,
        metadata=_choice(
            "What copies forward into a new IEP, section by section and type by type.",
            Basis.ASSUMED,
            Citation(cite.ABOUT_IEP, "what copies into a new IEP", "The page is not public."),
            takes=_COPY_TABLE,
        ),
    )
    """What copies forward (COPY-5)."""
    annual_clock_set_by: frozenset[IEPType] = attrs.field(
        default=frozenset({IEPType.INITIAL, IEPType.ANNUAL, IEPType.REEVALUATION_ANNUAL}),
        metadata=_choice(
            "The types whose IEP date sets the annual clock.",
            Basis.INFERRED,
            Citation(cite.IOWA_AMENDING, "duration", "An amendment keeps the annual date."),
            Citation(cite.MICHIGAN_AMENDMENT, "amendment", "An amendment keeps the annual date."),
            Citation(cite.GEORGIA_AMENDMENT, "amendment", "An amendment keeps the end date."),
            interpretation="I-4",
            takes=_some_of("IEPType", IEPType),
        ),
    )
    """The types that set the annual clock (DUE-1, DUE-2)."""
    annual_interval: AnnualInterval = attrs.field(
        default=AnnualInterval.ANNIVERSARY,
        metadata=_choice(
            "How the year of the annual review is reckoned.",
            Basis.STATED,
            Citation(cite.IEP_DAILY_REPORT, "overdue", "Overdue is more than one year."),
            takes=_member(AnnualInterval),
        ),
    )
    """How the year of the annual review is reckoned (DUE-1)."""
    leap_day: LeapDay = attrs.field(
        default=LeapDay.FEBRUARY_28,
        metadata=_choice(
            "Which day of a common year stands for 29 February.",
            Basis.ASSUMED,
            Citation(cite.IEP_REVIEW, "(b)(1)(i)", "Not less than annually; no day is named."),
            interpretation="I-6",
            takes=_member(LeapDay),
        ),
    )
    """Which day of a common year stands for 29 February."""
    reevaluation_years: int = attrs.field(
        default=3,
        metadata=_choice(
            "The number of years within which a reevaluation is due.",
            Basis.STATED,
            Citation(cite.REEVALUATIONS, "(b)(2)", "At least once every three years."),
            takes=_INTERVAL,
        ),
    )
    """The years within which a reevaluation is due (DUE-3)."""
    reevaluation_waivable: bool = attrs.field(
        default=True,
        metadata=_choice(
            "Whether parent and agency may agree that a reevaluation is unnecessary.",
            Basis.STATED,
            Citation(cite.REEVALUATIONS, "(b)(2)", "Unless they agree that it is unnecessary."),
            takes=_FLAG,
        ),
    )
    """Whether a triennial agreement moves the reevaluation date (DUE-3)."""
    reevaluation_gap_years: int = attrs.field(
        default=1,
        metadata=_choice(
            "The number of years that must lie between two evaluations, unless agreed otherwise.",
            Basis.STATED,
            Citation(cite.REEVALUATIONS, "(b)(1)", "Not more than once a year."),
            takes=_INTERVAL,
        ),
    )
    """The least number of years between two determinations (DUE-4)."""
    evaluation_days: int = attrs.field(
        default=60,
        metadata=_choice(
            "The number of days of the evaluation timeline.",
            Basis.STATED,
            Citation(cite.INITIAL_EVALUATIONS, "(c)(1)", "60 days from consent."),
            takes=_INTERVAL,
        ),
    )
    """The days of the evaluation timeline (DUE-5)."""
    evaluation_ends_with: EvaluationEnd = attrs.field(
        default=EvaluationEnd.DETERMINATION,
        metadata=_choice(
            "The event that meets the evaluation timeline.",
            Basis.INFERRED,
            Citation(cite.TIMELINE_ENDS, "", "The rows for chapter 60 are cut off."),
            interpretation="I-5",
            takes=_member(EvaluationEnd),
        ),
    )
    """The event that meets the evaluation timeline (DUE-5)."""
    evaluation_calendar: Calendar | None = attrs.field(
        default=None,
        metadata=_choice(
            "How the days of the evaluation timeline are counted; None counts calendar days.",
            Basis.STATED,
            Citation(cite.INITIAL_EVALUATIONS, "(c)(1)", "A day is a calendar day unless said."),
            takes=_CALENDAR,
        ),
    )
    """The day that lies a number of school or business days after another; ``None`` counts calendar days."""
    meeting_days: int = attrs.field(
        default=15,
        metadata=_choice(
            "The number of days within which the first IEP meeting is due.",
            Basis.STATED,
            Citation(cite.HAR_60_47, "(c)(1)", "15 days from consent for services."),
            Citation(cite.IEPS_IN_EFFECT, "(c)(1)", "30 days from the determination."),
            takes=_INTERVAL,
        ),
    )
    """The days within which the first IEP meeting is due (DUE-6)."""
    meeting_runs_from: MeetingStart = attrs.field(
        default=MeetingStart.SERVICES_CONSENT,
        metadata=_choice(
            "The event from which the deadline of the first IEP meeting runs.",
            Basis.STATED,
            Citation(cite.HAR_60_47, "(c)(1)", "From consent for services."),
            Citation(cite.IEPS_IN_EFFECT, "(c)(1)", "From the determination."),
            takes=_member(MeetingStart),
        ),
    )
    """The event from which the deadline of the first IEP meeting runs (DUE-6)."""
    meeting_calendar: Calendar | None = attrs.field(
        default=None,
        metadata=_choice(
            "How the days before the first IEP meeting are counted; None counts calendar days.",
            Basis.STATED,
            Citation(cite.HAR_60_47, "(c)(1)", "15 days."),
            takes=_CALENDAR,
        ),
    )
    """The day that lies a number of school or business days after another; ``None`` counts calendar days."""
    triennial_window_days: int = attrs.field(
        default=120,
        metadata=_choice(
            "The number of days before the reevaluation due date from which a triennial agreement may be made.",
            Basis.STATED,
            Citation(cite.TRIENNIAL_AGREEMENT, "", "From 120 days before."),
            takes=_INTERVAL,
        ),
    )
    """The days before the due date from which a triennial agreement may be made (DUE-7)."""
    memory: Memory = attrs.field(init=False, factory=Memory, eq=False, repr=False)
    """What was decided already under this policy; cannot be observed."""

    def __attrs_post_init__(self) -> None:
        """Refuse settings outside what they can be, all of them at once."""
        problems = [
            Problem("bad_policy", name, f"Expected {choice.takes.words}.")
            for name, choice in self.choices().items()
            if not choice.takes.accepts(getattr(self, name))
        ]
        if not isinstance(self.name, str):
            problems.insert(0, Problem("wrong_type", "name", "Expected text."))
        if problems:
            raise InvalidRecordError(problems)

    @classmethod
    def choices(cls) -> dict[str, Choice]:
        """Return what each field decides, by the name of the field."""
        return {
            field.name: field.metadata["choice"]
            for field in attrs.fields(cls)
            if "choice" in field.metadata
        }

    def copying(self, cells: Mapping[tuple[Section, IEPType], CopyAction], *, name: str) -> Policy:
        """Return this policy, under another name, with single cells of the copy table replaced.

        Example:
            >>> cells = {(Section.ANNUAL_GOALS, IEPType.ANNUAL): CopyAction.BLANK}
            >>> ECSSS.copying(cells, name="goals start anew").name
            'goals start anew'

        Raises:
            InvalidRecordError: A cell is unknown or holds no action.
        """
        return attrs.evolve(self, name=name, copy_table=self.copy_table.replacing(cells))


ECSSS: Final = Policy(name="ecsss")
"""The reading of eCSSS and Hawaii chapter 60; the default."""
IDEA: Final = Policy(name="idea", meeting_days=30, meeting_runs_from=MeetingStart.DETERMINATION)
"""The federal reading: the first IEP meeting is due 30 days after the determination."""
