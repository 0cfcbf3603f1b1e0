"""Properties of the wire: it gives back what it wrote, and refuses whatever else in one way only.

Under the profile ``thorough`` they are searched five times as long as others: this is where foreign data enters.
"""

import copy
import json

import attrs
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from iepcycle import (
    IEP,
    Determination,
    Evaluation,
    InvalidRecordError,
    Procedure,
    Referral,
    SectionContent,
    ServicesConsent,
    StudentRecord,
    wire,
)
from iepcycle.errors import PROBLEM_CODES
from iepcycle.testing import student_records
from iepcycle.vocabulary import Term
from iepcycle.wire import quick, thorough
from iepcycle.wire.parsing import parse

USUAL = settings.get_profile("default").max_examples
EXAMPLES = settings().max_examples
often = settings(max_examples=EXAMPLES if EXAMPLES <= USUAL else 5 * EXAMPLES)

SENTINEL = "Zyxkeolani"
"""A text that stands for a name; it must not come back in a message."""

KINDS = (
    StudentRecord,
    Referral,
    Evaluation,
    Determination,
    ServicesConsent,
    IEP,
    Procedure,
    SectionContent,
)
KEYS = sorted({"format"} | {field.name for kind in KINDS for field in attrs.fields(kind)})
WORDS = sorted({term.value for vocabulary in Term.__subclasses__() for term in vocabulary})
FULL = {
    "format": "iepcycle.student/1",
    "id": "S",
    "triennial_agreements": ["2024-05-01", "2024-05-02"],
    "referrals": [
        {
            "id": f"R{r}",
            "stage": "implement_plan",
            "received_on": "2021-08-16",
            "filed_on": "2021-08-17",
            "evaluation": {
                "type": "initial",
                "assessment_needed": True,
                "consent_received_on": "2021-09-01",
                "determination": {"eligible": True, "decided_on": "2021-10-15", "category": "c"},
            },
            "services_consent": {"status": "given", "given_on": "2021-10-20"},
            "ieps": [
                {
                    "id": f"I{r}{i}",
                    "type": "initial",
                    "status": "active",
                    "created_on": "2021-10-20",
                    "care_coordinator_assigned": True,
                    "procedures": [
                        {"kind": "conference", "on": "2021-10-28", "purpose": "iep"},
                        {"kind": "prior_written_notice"},
                    ],
                    "content": [
                        {"section": "services", "body": "b", "needs_review": False},
                        {"section": "present_levels", "body": "b", "copied_from": "I"},
                    ],
                }
                for i in range(2)
            ],
        }
        for r in range(2)
    ],
}
"""A record that is sound everywhere."""

small_records = student_records(most_referrals=2, most_ieps=2)
any_key = st.sampled_from(KEYS) | st.text(max_size=3)
leaves = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.floats(),
    st.text(max_size=5),
    st.sampled_from(["iepcycle.student/1", "2024-05-01", "2024-02-30", "20240501", "\ud800", "R1"]),
    st.sampled_from(WORDS),
)
anything = st.recursive(
    leaves,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_key, inner, max_size=5),
    max_leaves=25,
)


def places(data):
    """Yield every place in the data: what holds it, the key or position there, and its path."""
    if isinstance(data, dict):
        for key, each in data.items():
            yield data, key, key
            for holder, inner, path in places(each):
                yield holder, inner, f"{key}{'' if path.startswith('[') else '.'}{path}"
    elif isinstance(data, list):
        for position, each in enumerate(data):
            yield data, position, f"[{position}]"
            for holder, inner, path in places(each):
                glue = "" if path.startswith("[") else "."
                yield holder, inner, f"[{position}]{glue}{path}"


@st.composite
def damaged(draw, junk=anything, keys=any_key):
    """Draw the data of a record that is damaged in a few places, perhaps beyond harm."""
    data = copy.deepcopy(draw(st.just(FULL) | small_records.map(wire.student_to_data)))
    for _ in range(draw(st.integers(1, 4))):
        found = list(places(data))
        if not found:
            break
        holder, key, _ = draw(st.sampled_from(found))
        deed = draw(st.sampled_from(["drop", "replace", "rename", "repeat"]))
        if deed == "drop":
            del holder[key]
        elif deed == "replace":
            holder[key] = copy.deepcopy(draw(junk))
        elif deed == "rename" and isinstance(holder, dict):
            holder[draw(keys)] = holder.pop(key)
        elif isinstance(holder, list):
            holder.append(copy.deepcopy(holder[key]))
    return data


@st.composite
def with_doubled_keys(draw, data):
    """Draw the text of the data, now and then with a key that stands twice."""
    data = draw(data)
    if isinstance(data, dict):
        members = [
            (json.dumps(key), draw(with_doubled_keys(st.just(each)))) for key, each in data.items()
        ]
        if members and draw(st.integers(0, 9)) == 0:
            members.append(draw(st.sampled_from(members)))
        return "{" + ",".join(f"{key}: {each}" for key, each in members) + "}"
    if isinstance(data, list):
        return "[" + ", ".join(draw(with_doubled_keys(st.just(each))) for each in data) + "]"
    return json.dumps(data)


def outcome(read, *given):
    """Return the record, or the error that refuses it; anything else raised is a failure."""
    try:
        found = read(*given)
    except InvalidRecordError as error:
        found = error
    assert isinstance(found, StudentRecord) or found.problems
    return found


def problems_of(read, *given):
    """Return the problems of what is refused, and none for a record."""
    found = outcome(read, *given)
    return () if isinstance(found, StudentRecord) else found.problems


class TestRoundTrip:
    """What was written is read again as it was."""

    @often
    @given(student_records())
    def test_loading_what_was_dumped_gives_the_same_record(self, student):
        text = wire.dumps_student(student)
        assert wire.loads_student(text) == student
        assert wire.loads_student(text.encode()) == student
        assert wire.student_from_data(wire.student_to_data(student)) == student

    @often
    @given(small_records)
    def test_what_was_dumped_is_one_line_and_stays_the_same(self, student):
        text = wire.dumps_student(student)
        assert not set(text) & {"\n", "\r"}
        assert wire.dumps_student(wire.loads_student(text)) == text


class TestWhateverComesIn:
    """Whatever comes in, a record comes out or an `InvalidRecordError`, and nothing else."""

    @often
    @given(anything)
    def test_any_json_is_a_record_or_refused(self, data):
        problems = problems_of(wire.loads_student, json.dumps(data))
        assert {problem.code for problem in problems} <= set(PROBLEM_CODES)
        assert len(set(problems)) == len(problems)
        outcome(wire.student_from_data, data)

    @often
    @given(damaged())
    def test_any_damaged_record_is_a_record_or_refused(self, data):
        problems = problems_of(wire.loads_student, json.dumps(data))
        assert {problem.code for problem in problems} <= set(PROBLEM_CODES)
        assert len(set(problems)) == len(problems)
        outcome(wire.student_from_data, data)

    @often
    @given(st.binary())
    def test_any_bytes_are_a_record_or_refused(self, given_bytes):
        outcome(wire.loads_student, given_bytes)

    @often
    @given(st.text(st.characters()) | st.text('{}[]",:0-\\u d', max_size=30))
    def test_any_text_is_a_record_or_refused(self, text):
        outcome(wire.loads_student, text)

    @often
    @given(st.data())
    def test_any_torn_record_is_a_record_or_refused(self, data):
        whole = wire.dumps_student(data.draw(small_records)).encode()
        start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
        torn = whole[:start] + data.draw(st.binary(max_size=4)) + whole[end:]
        outcome(wire.loads_student, torn)


class TestTwoWaysIn:
    """The quick way and the thorough way take the same, and make the same of it."""

    @often
    @given(with_doubled_keys(damaged() | anything))
    def test_the_quick_way_refuses_what_the_thorough_way_refuses(self, text):
        parsed = parse(text)
        told = outcome(thorough.student, parsed, thorough.pairs_of_parsed)
        if isinstance(told, StudentRecord):
            assert quick.student(parsed) == told
        else:
            with pytest.raises(quick.REFUSALS):
                quick.student(parsed)

    @often
    @given(damaged() | anything)
    def test_text_and_data_are_told_the_same(self, data):
        text = json.dumps(data)
        assume("NaN" not in text)
        assume("Infinity" not in text)
        found = outcome(wire.loads_student, text)
        if isinstance(found, StudentRecord):
            assert wire.student_from_data(data) == found
        else:
            assert problems_of(wire.student_from_data, data) == found.problems


class TestEveryProblem:
    """Every fault is told with its place, and no other."""

    @often
    @given(st.sets(st.sampled_from([path for _, _, path in places(FULL)]), min_size=1))
    def test_faults_in_any_places_are_told_in_those_places_and_no_other(self, chosen):
        chosen = {
            path
            for path in chosen
            if not any(path.startswith((f"{other}.", f"{other}[")) for other in chosen)
        }
        data = copy.deepcopy(FULL)
        for holder, key, path in list(places(data)):
            if path in chosen:
                holder[key] = 1.5
        problems = problems_of(wire.loads_student, json.dumps(data))
        assert sorted(problem.path for problem in problems) == sorted(chosen)

    @often
    @given(
        damaged(
            junk=st.sampled_from([SENTINEL, [SENTINEL], {SENTINEL: SENTINEL}, {"id": SENTINEL}]),
            keys=st.just(SENTINEL),
        )
    )
    def test_no_message_holds_a_text_of_the_record(self, data):
        for holder, key, _ in list(places(data)):
            if key in {"id", "body", "category", "copied_from"} and isinstance(holder[key], str):
                holder[key] = f"{SENTINEL}{holder[key]}"
        text = json.dumps(data)
        for broken in (text, text[:-1], f"{text},", text.replace(SENTINEL, f"\\q{SENTINEL}")):
            refusal = outcome(wire.loads_student, broken)
            if isinstance(refusal, InvalidRecordError):
                assert SENTINEL not in f"{refusal}{refusal!r}{refusal.problems!r}"
                assert refusal.__context__ is None
