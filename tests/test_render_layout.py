"""Lines of text that are safe to print."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from iepcycle import IEPType, Section
from iepcycle.render import printable
from iepcycle.render.layout import joined, markdown_cell, paragraph, terms_in_words
from iepcycle.render.outline import Branch, drawn


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("R1-1", "R1-1"),
        ("Kīlauea 学校", "Kīlauea 学校"),
        ("\x1b[2J", r"\x1b[2J"),
        ("a\nb\tc\r", r"a\x0ab\x09c\x0d"),
        ("\x7f\x85\xad", r"\x7f\x85\xad"),
        ("\u202egnirts", r"\u202egnirts"),
        ("\u2028\u2029", r"\u2028\u2029"),
        ("\ud800", r"\ud800"),
        ("\U000e0041", r"\U000e0041"),
    ],
)
def test_what_a_terminal_obeys_is_escaped_and_the_rest_is_shown(text, shown):
    assert printable(text) == shown


@given(st.text(st.characters(exclude_categories=())))
def test_nothing_printable_is_a_control_a_separator_of_lines_or_half_a_surrogate_pair(text):
    categories = {unicodedata.category(each) for each in printable(text)}
    assert not {each for each in categories if each.startswith("C") or each in {"Zl", "Zp"}}


@given(st.text())
def test_what_is_printable_stays_as_it_is(text):
    assert printable(printable(text)) == printable(text)


@given(st.lists(st.text()))
def test_no_line_can_become_two(lines):
    assert len(joined([*lines, ""]).split("\n")) == len(lines) + 1


def test_a_paragraph_without_a_width_stays_on_one_line():
    assert paragraph("word " * 50, first="- ") == ["- " + "word " * 50]


def test_a_paragraph_is_wrapped_under_its_first_line():
    assert paragraph("one two three four five six", first="- ", width=22) == [
        "- one two three four",
        "  five six",
    ]


def test_a_paragraph_leaves_words_whole_however_narrow_the_terminal():
    assert paragraph("https://example.org/a-long-address", width=1) == [
        "https://example.org/a-long-address"
    ]


def test_terms_are_told_in_canonical_order():
    types = {IEPType.REEVALUATION_REVISION, IEPType.INITIAL, IEPType.REVISION}
    assert terms_in_words(types) == "Initial IEP, Revision IEP, Reevaluation/Revision IEP"


def test_no_terms_are_no_words():
    assert terms_in_words(()) == ""


def test_terms_of_any_vocabulary_are_told():
    assert terms_in_words([Section.SERVICES]) == "Services"


def test_a_cell_of_markdown_ends_where_it_should():
    assert markdown_cell("a|b\n") == r"a\|b\x0a"


def test_a_branch_is_drawn_with_rails_for_those_after_it():
    tree = Branch(
        "top",
        ("line",),
        (Branch("first", branches=(Branch("under", ("deep",)),)), Branch("last", ("end",))),
    )
    assert list(drawn(tree)) == [
        "top",
        "│  line",
        "│",
        "├─ first",
        "│  │",
        "│  └─ under",
        "│       deep",
        "│",
        "└─ last",
        "     end",
    ]
