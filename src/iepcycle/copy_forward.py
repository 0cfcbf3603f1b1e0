"""What a new IEP starts from: the sections that copy forward, each with its action and its rule."""

from __future__ import annotations

from typing import TYPE_CHECKING

import attrs

from iepcycle.errors import InvalidRecordError, Problem
from iepcycle.policy import ECSSS
from iepcycle.records import IEP, Determination, SectionContent
from iepcycle.rules.copying import COPY_5
from iepcycle.rules.definition import Rule
from iepcycle.vocabulary import CopyAction, IEPType, Section

if TYPE_CHECKING:
    from iepcycle.policy import Policy


@attrs.frozen(kw_only=True)
class SectionPlan:
    """What happens to one section when a new IEP is started."""

    section: Section
    """The section."""
    action: CopyAction
    """What is done with it, from the copy table of the policy."""
    rule: Rule
    """The rule by which it is done."""
    content: SectionContent | None
    """What the new IEP starts with; ``None`` where it starts empty."""


def plan_copy_forward(
    source: IEP | None,
    iep_type: IEPType,
    *,
    determination: Determination | None = None,
    policy: Policy = ECSSS,
) -> tuple[SectionPlan, ...]:
    """Return, section by section, what a new IEP of the type starts with.

    Args:
        source: The IEP to start from: the student's active one, or ``None`` if there is none.
            An Initial starts from nothing whatever is given here.
        iep_type: The type of the new IEP.
        determination: The student's latest determination, from which the eligibility category is read anew.
        policy: The reading of the rules; its copy table says what is done with each section.

    Returns:
        One plan for each `Section`, in canonical order.
        Text is carried to the letter, with the id of the source in ``copied_from`` (COPY-6).
        A section that the record has no source to refresh from starts empty.

    Raises:
        InvalidRecordError: The source is no IEP, the type none, or the determination none.

    Source:
        The sections are those of 34 CFR 300.320; what is done with each is assumed (COPY-5).

    Example:
        >>> from iepcycle import IEP, IEPType, Section, SectionContent
        >>> goals = SectionContent(section=Section.ANNUAL_GOALS, body="Reads 90 words a minute.")
        >>> active = IEP(id="R1-1", type=IEPType.INITIAL, content=(goals,))
        >>> plan = plan_copy_forward(active, IEPType.ANNUAL)
        >>> plan[Section.ANNUAL_GOALS.position].action
        <CopyAction.REVIEW: 'review'>
        >>> plan[Section.ANNUAL_GOALS.position].content.copied_from
        'R1-1'
    """
    _refuse_others(source, iep_type, determination)
    if iep_type is IEPType.INITIAL:
        source = None
    texts = {} if source is None else {each.section: each for each in source.content}
    plans = []
    for section in Section:
        action = policy.copy_table.action(section, iep_type)
        content = None
        if action is CopyAction.REFRESH:
            content = _refreshed(section, determination)
        elif action is not CopyAction.BLANK and source is not None and section in texts:
            content = _carried(texts[section], source, action)
        plans.append(SectionPlan(section=section, action=action, rule=COPY_5, content=content))
    return tuple(plans)


def _refuse_others(source: object, iep_type: object, determination: object) -> None:
    """Refuse what is not of the class that the plan needs, all of it at once."""
    problems = [
        Problem("wrong_type", path, f"Expected a {words}.")
        for path, fits, words in (
            ("source", source is None or isinstance(source, IEP), "value of IEP or None"),
            ("iep_type", isinstance(iep_type, IEPType), "member of IEPType"),
            (
                "determination",
                determination is None or isinstance(determination, Determination),
                "value of Determination or None",
            ),
        )
        if not fits
    ]
    if problems:
        raise InvalidRecordError(problems)


def _carried(old: SectionContent, source: IEP, action: CopyAction) -> SectionContent:
    return SectionContent(
        section=old.section,
        body=old.body,
        copied_from=source.id,
        needs_review=old.needs_review or action is CopyAction.REVIEW,
    )


def _refreshed(section: Section, determination: Determination | None) -> SectionContent | None:
    """Read the section anew from the record; the eligibility category is all that the record holds of one."""
    if section is not Section.ELIGIBILITY_CATEGORY:
        return None
    if determination is None or determination.category is None:
        return None
    return SectionContent(section=section, body=determination.category)
