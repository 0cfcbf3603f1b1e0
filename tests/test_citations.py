"""Sources, citations, and the authority that a rule takes from them."""

import pytest

from iepcycle import citations
from iepcycle.citations import Basis, Citation, Severity, Source

SOURCES = {name: each for name, each in vars(citations).items() if isinstance(each, Source)}


@pytest.mark.parametrize(
    ("basis", "severity"),
    [
        (Basis.STATED, Severity.VIOLATION),
        (Basis.DEFINITION, Severity.VIOLATION),
        (Basis.INFERRED, Severity.WARNING),
        (Basis.ASSUMED, Severity.ADVISORY),
    ],
)
def test_severity_follows_from_the_basis(basis, severity):
    assert basis.severity is severity


def test_severity_cannot_be_set_by_hand():
    with pytest.raises(AttributeError):
        Basis.ASSUMED.severity = Severity.VIOLATION


def test_each_basis_means_something_else():
    meanings = {basis.meaning for basis in Basis}
    assert len(meanings) == len(Basis)
    assert all(meaning.endswith(".") for meaning in meanings)


def test_a_violation_weighs_more_than_a_warning_and_that_more_than_an_advisory():
    assert Severity.VIOLATION > Severity.WARNING > Severity.ADVISORY


@pytest.mark.parametrize("name", SOURCES)
def test_every_source_has_a_title_a_publisher_and_a_public_address(name):
    source = SOURCES[name]
    assert source.title
    assert source.publisher
    assert source.address.startswith("https://")
    assert " " not in source.address


def test_no_two_sources_share_a_title():
    assert len({source.title for source in SOURCES.values()}) == len(SOURCES)


def test_a_regulation_is_addressed_by_its_section():
    assert citations.CONSENT.address.endswith("/part-300/section-300.300")


def test_a_citation_names_its_source_and_the_place_in_it():
    assert str(Citation(citations.CONSENT, "(b)(4)", "Revocation ends services.")) == (
        "34 CFR Part 300 (IDEA), 300.300 Parental consent, (b)(4)"
    )


def test_a_citation_of_a_whole_page_names_no_place():
    assert str(Citation(citations.BACKGROUND, "")) == "eCSSS help, Background"
