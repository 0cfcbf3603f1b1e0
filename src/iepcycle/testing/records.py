"""Strategies for any record that can be written down, lawful or not."""

from __future__ import annotations

from datetime import date
from typing import Any, Final

import attrs
from hypothesis import strategies as st

from iepcycle.dates import PLACEHOLDER_DATES
from iepcycle.records import (
    IEP,
    Determination,
    Evaluation,
    Procedure,
    Referral,
    SectionContent,
    ServicesConsent,
    StudentRecord,
)
from iepcycle.vocabulary import (
    ConferencePurpose,
    ConsentStatus,
    EvaluationType,
    IEPStatus,
    IEPType,
    ProcedureKind,
    Section,
    Stage,
    TimelineException,
)

MOST_IEPS: Final = 12
"""The most IEPs that a drawn referral holds."""

TEXTS: Final = st.text(st.characters(codec="utf-8"), max_size=20)
"""Any text that UTF-8 can carry."""


def dates() -> st.SearchStrategy[date]:
    """Draw a date: mostly one of a few school years, now and then any, or a placeholder."""
    return st.one_of(
        st.dates(date(2019, 8, 1), date(2026, 7, 31)),
        st.dates(),
        st.sampled_from(sorted(PLACEHOLDER_DATES)),
    )


def _maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def determinations() -> st.SearchStrategy[Determination]:
    """Draw a determination."""
    return st.builds(
        Determination,
        eligible=st.booleans(),
        decided_on=_maybe(dates()),
        filed_on=_maybe(dates()),
        category=_maybe(TEXTS),
    )


def evaluations() -> st.SearchStrategy[Evaluation]:
    """Draw an evaluation, with or without its determination."""
    return st.builds(
        Evaluation,
        type=st.sampled_from(EvaluationType),
        determination=_maybe(determinations()),
        assessment_needed=_maybe(st.booleans()),
        consent_received_on=_maybe(dates()),
        no_assessment_decided_on=_maybe(dates()),
        withdrawn_on=_maybe(dates()),
        corrected_start_on=_maybe(dates()),
        corrected_end_on=_maybe(dates()),
        timeline_exception=_maybe(st.sampled_from(TimelineException)),
        early_reevaluation_agreed_on=_maybe(dates()),
    )


def services_consents() -> st.SearchStrategy[ServicesConsent]:
    """Draw a consent to services: given, refused or revoked."""
    return st.builds(
        ServicesConsent,
        status=st.sampled_from(ConsentStatus),
        given_on=_maybe(dates()),
        ended_on=_maybe(dates()),
    )


def procedures() -> st.SearchStrategy[Procedure]:
    """Draw a procedure; a conference may have a purpose."""
    conferences = st.builds(
        Procedure,
        kind=st.just(ProcedureKind.CONFERENCE),
        on=_maybe(dates()),
        purpose=_maybe(st.sampled_from(ConferencePurpose)),
    )
    others = st.builds(
        Procedure,
        kind=st.sampled_from([k for k in ProcedureKind if k is not ProcedureKind.CONFERENCE]),
        on=_maybe(dates()),
        purpose=st.none(),
    )
    return conferences | others


def section_contents() -> st.SearchStrategy[SectionContent]:
    """Draw the text of a section."""
    return st.builds(
        SectionContent,
        section=st.sampled_from(Section),
        body=TEXTS,
        copied_from=_maybe(TEXTS),
        needs_review=st.booleans(),
    )


def ieps() -> st.SearchStrategy[IEP]:
    """Draw an IEP of any type and status, with procedures and content."""
    return st.builds(
        IEP,
        id=TEXTS.filter(bool),
        type=st.sampled_from(IEPType),
        status=st.sampled_from(IEPStatus),
        created_on=_maybe(dates()),
        activated_on=_maybe(dates()),
        inactivated_on=_maybe(dates()),
        care_coordinator_assigned=st.booleans(),
        procedures=st.lists(procedures(), max_size=3).map(tuple),
        content=st.lists(section_contents(), max_size=3, unique_by=lambda each: each.section).map(
            tuple
        ),
    )


def referrals(*, most_ieps: int = MOST_IEPS) -> st.SearchStrategy[Referral]:
    """Draw a referral with its IEPs in any order, lawful or not.

    Args:
        most_ieps: The most IEPs that it holds.
    """
    return st.builds(
        Referral,
        id=TEXTS.filter(bool),
        stage=st.sampled_from(Stage),
        received_on=_maybe(dates()),
        filed_on=_maybe(dates()),
        evaluation=_maybe(evaluations()),
        services_consent=_maybe(services_consents()),
        ieps=st.lists(ieps(), max_size=most_ieps, unique_by=lambda iep: iep.id).map(tuple),
    )


def student_records(
    *, most_referrals: int = 3, most_ieps: int = 4
) -> st.SearchStrategy[StudentRecord]:
    """Draw the record of a student, lawful or not.

    Args:
        most_referrals: The most referrals that it holds.
        most_ieps: The most IEPs that each referral holds.
    """
    return st.builds(
        StudentRecord,
        id=TEXTS.filter(bool),
        referrals=st.lists(
            referrals(most_ieps=most_ieps),
            max_size=most_referrals,
            unique_by=lambda referral: referral.id,
        )
        .map(_with_ids_of_their_own)
        .map(tuple),
        triennial_agreements=st.lists(dates(), max_size=2).map(tuple),
    )


def _with_ids_of_their_own(drawn: list[Referral]) -> list[Referral]:
    """Return the referrals without the IEPs whose id an earlier referral uses already."""
    seen: set[str] = set()
    kept = []
    for referral in drawn:
        own = tuple(iep for iep in referral.ieps if iep.id not in seen)
        seen.update(iep.id for iep in own)
        kept.append(attrs.evolve(referral, ieps=own))
    return kept
