"""The flawed district: what is planted in it is found, and nothing else is."""

import importlib
import itertools
import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path
from random import Random

import attrs
import pytest
from hypothesis import settings

from iepcycle import ECSSS, IDEA, IEPStatus, IEPType, audit_student, testing, wire
from iepcycle.audit import Summary

EXAMPLES = Path(__file__).parent.parent / "examples"
AS_OF = date(2026, 6, 30)
ONE_DRAFT = attrs.evolve(ECSSS, name="one draft", draft_revision_blocks=True)
REPORTABLE = [
    "GATE-1",
    "GATE-2",
    "GATE-3",
    "GATE-4",
    "TYPE-1",
    "TYPE-2",
    "TYPE-3",
    "TYPE-4",
    "TYPE-5",
    "TYPE-6",
    "ACTIVATE-2",
    "ACTIVATE-3",
    "ACTIVATE-4",
    "ACTIVATE-5",
    "ACTIVATE-6",
    "DUE-1",
    "DUE-3",
    "DUE-4",
    "DUE-5",
    "DUE-6",
    "DUE-7",
    "RECORD-1",
    "RECORD-2",
    "RECORD-3",
    "RECORD-4",
    "RECORD-5",
    "RECORD-6",
    "RECORD-8",
]
"""Every rule that an audit can report, under one policy or another."""
CHECKED_WITHOUT_REPORTING = {"ACTIVATE-1", "RECORD-9"}
"""No record can show that something else than a draft was activated; RECORD-9 is reported as the rule broken."""
NEED_NO_DATE = {
    *("GATE-1", "GATE-2", "GATE-4"),
    *(f"TYPE-{number}" for number in range(1, 7)),
    *(f"ACTIVATE-{number}" for number in range(1, 5)),
    *("RECORD-2", "RECORD-6"),
}
"""What can be checked in every record of the district, although some lack dates."""


@pytest.fixture(scope="module")
def district():
    """The generator of the examples, which lie beside the package."""
    with pytest.MonkeyPatch.context() as patched:
        patched.syspath_prepend(EXAMPLES)
        yield importlib.import_module("district.planting").district


def is_thorough():
    return settings().max_examples >= 2_000


def audited(students, policy=ECSSS):
    for student, breach in students:
        yield breach, audit_student(student, as_of=AS_OF, policy=policy)


def unexpected(students, policy=ECSSS):
    """Return the students whose report is not exactly what was planted: the id, what was planted, what was found."""
    wrong = []
    for breach, report in audited(students, policy):
        planted = set() if breach is None else set(breach.expected)
        found = [(each.rule_id, each.referral_id, each.iep_id) for each in report.findings]
        if len(found) != len(planted) or set(found) != planted:
            wrong.append((report.student_id, planted, found))
    return wrong


@pytest.mark.parametrize("share", range(3))
def test_every_planted_breach_is_found_and_nothing_else(district, share):
    size, seeds = (5_000, 20) if is_thorough() else (500, 3)
    for seed in range(share, seeds, 3):
        assert unexpected(district(size, seed=seed, as_of=AS_OF)) == []


def test_so_it_is_under_a_policy_of_one_draft_at_a_time(district):
    size = 5_000 if is_thorough() else 500
    made = district(size, seed=1, as_of=AS_OF, policy=ONE_DRAFT)
    assert unexpected(made, ONE_DRAFT) == []


def test_those_who_keep_to_the_rules_keep_to_the_federal_reading_too(district):
    lawful = (each for each in district(500, seed=1, as_of=AS_OF) if each[1] is None)
    assert unexpected(lawful, IDEA) == []


@pytest.mark.usefixtures("district")
def test_every_way_to_break_a_record_is_found():
    random = Random(5)  # noqa: S311 -- chance, not secrecy
    lives = importlib.import_module("district.lives")
    students = [lives.lawful_student(random, f"S-{number}", AS_OF) for number in range(60)]
    for student, rule_id in itertools.product(students, testing.breakable_rules()):
        for breach in testing.ways_to_break(rule_id, student, as_of=AS_OF):
            assert unexpected([(breach.student, breach)]) == []


@pytest.fixture(scope="module")
def planted(district):
    made = district(1_500, seed=1, as_of=AS_OF, policy=ONE_DRAFT)
    return [breach for _, breach in made if breach is not None]


@pytest.fixture(scope="module")
def students(district):
    made = district(800, seed=2, as_of=AS_OF)
    return [student for student, breach in made if breach is None]


@pytest.fixture(scope="module")
def summary(district):
    summary = Summary()
    for _, report in audited(
        district(500, seed=1, as_of=AS_OF, policy=ONE_DRAFT), policy=ONE_DRAFT
    ):
        summary.add(report)
    return summary


@pytest.fixture(scope="module")
def written(tmp_path_factory):
    return [run_script(tmp_path_factory.mktemp("district"), seed) for seed in ("0", "1")]


def run_script(folder, hash_seed):
    output, planted = folder / "district.jsonl", folder / "planted.jsonl"
    command = [sys.executable, EXAMPLES / "flawed_district.py", "--students", "150"]
    options = ["--one-draft-at-a-time", "--output", output, "--planted", planted]
    subprocess.run([*command, *options], check=True, env=os.environ | {"PYTHONHASHSEED": hash_seed})
    return output.read_bytes(), planted.read_bytes()


class TestWhatIsPlanted:
    """A district of some hundred students holds a breach of every rule."""

    def test_every_rule_is_broken_that_an_audit_can_report(self, planted):
        assert {breach.rule_id for breach in planted} == set(REPORTABLE)
        assert testing.breakable_rules(ONE_DRAFT) == tuple(REPORTABLE)

    def test_one_student_in_ten_has_a_breach(self, planted):
        assert len(planted) == 150

    @pytest.mark.parametrize("rule_id", ["DUE-1", "DUE-3", "DUE-5", "DUE-6"])
    def test_some_are_late_and_some_overdue(self, planted, rule_id):
        days = {breach.as_of for breach in planted if breach.rule_id == rule_id}
        assert days == {None, AS_OF}

    def test_a_breach_is_among_what_must_be_found(self, planted):
        for breach in planted:
            assert breach.rule_id in {each.rule_id for each in breach.expected}


class TestTheOthers:
    """The students who keep to the rules have lived through what students live through."""

    @pytest.mark.parametrize("iep_type", IEPType)
    @pytest.mark.parametrize("status", IEPStatus)
    def test_every_type_stands_in_every_status(self, students, iep_type, status):
        ieps = (iep for student in students for _, iep in student.ieps())
        assert any(iep.type is iep_type and iep.status is status for iep in ieps)

    @pytest.mark.parametrize(
        "event",
        [
            lambda student: student.triennial_agreements,
            lambda student: any(r.evaluation and r.evaluation.withdrawn for r in student.referrals),
            lambda student: student.active_iep is None and any(True for _ in student.ieps()),
            lambda student: len(student.referrals) > 2,
            lambda student: any(iep.created_on is None for _, iep in student.ieps()),
            lambda student: audit_student(student).placeholder_dates,
        ],
        ids=["agreement", "withdrawal", "ending", "three referrals", "missing", "placeholder"],
    )
    def test_everything_happens_to_some(self, students, event):
        assert any(map(event, students))

    def test_nobody_has_lived_beyond_the_day_of_asking(self, students):
        assert max(max(testing.dates_of(student)) for student in students) <= AS_OF


class TestWhatIsChecked:
    """Every rule is checked somewhere, and every rule that needs a date cannot be checked somewhere."""

    def test_every_rule_is_checked(self, summary):
        assert set(summary.checked) == {*REPORTABLE, *CHECKED_WITHOUT_REPORTING}

    def test_what_needs_a_date_cannot_be_checked_now_and_then(self, summary):
        assert set(summary.not_checked) == {*summary.checked} - NEED_NO_DATE

    def test_placeholders_are_counted(self, summary):
        assert summary.placeholder_dates > 0

    def test_what_is_asked_together_is_checked_together(self, summary):
        checked = summary.checked
        created = [
            checked[f"GATE-{n}"] + summary.not_checked.get(f"GATE-{n}", 0) for n in (1, 2, 3, 4)
        ]
        assert len(set(created)) == 1
        assert checked["TYPE-1"] + checked["TYPE-2"] == checked["TYPE-3"]
        assert checked["TYPE-3"] + checked["TYPE-4"] == checked["GATE-1"]
        assert checked["TYPE-4"] == checked["TYPE-5"] == checked["TYPE-6"]
        assert checked["ACTIVATE-2"] == checked["ACTIVATE-3"] == checked["RECORD-9"]
        assert checked["ACTIVATE-1"] == checked["RECORD-9"]


class TestSeed:
    """The same seed makes the same district, and another one another."""

    def test_the_same_seed_makes_the_same_district(self, district):
        first, second = (list(district(60, seed=7, as_of=AS_OF)) for _ in range(2))
        assert first == second

    def test_another_seed_makes_another(self, district):
        first, second = (list(district(60, seed=seed, as_of=AS_OF)) for seed in (7, 8))
        assert first != second

    def test_a_larger_district_begins_like_a_smaller_one(self, district):
        larger = itertools.islice(district(10**9, seed=7, as_of=AS_OF), 60)
        assert list(larger) == list(district(60, seed=7, as_of=AS_OF))


class TestScript:
    """The script writes the district and the list of what was planted."""

    def test_it_writes_the_same_bytes_for_any_hash_seed(self, written):
        assert written[0] == written[1]

    def test_it_writes_every_student_and_every_breach(self, written, district):
        made = list(district(150, seed=1, as_of=AS_OF, policy=ONE_DRAFT))
        lines, planted = (text.decode().splitlines() for text in written[0])
        assert list(wire.read_students(lines)) == [student for student, _ in made]
        assert [json.loads(line) for line in planted] == [
            {
                "student_id": student.id,
                "rule_id": breach.rule_id,
                "findings": [
                    {"rule_id": rule_id, "referral_id": referral_id, "iep_id": iep_id}
                    for rule_id, referral_id, iep_id in breach.expected
                ],
            }
            for student, breach in made
            if breach is not None
        ]

    def test_the_list_need_not_be_written(self, tmp_path):
        output = tmp_path / "district.jsonl"
        command = [sys.executable, EXAMPLES / "flawed_district.py", "--students", "3"]
        subprocess.run([*command, "--seed", "2", "--output", output], check=True)
        assert [path.name for path in tmp_path.iterdir()] == ["district.jsonl"]
        assert len(output.read_text("utf-8").splitlines()) == 3
