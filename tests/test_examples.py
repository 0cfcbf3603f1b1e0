"""The example records are current, and each allows exactly what the outline of the cycle allows there."""

import importlib.util
import json
import re
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner

from iepcycle import IEPStatus, IEPType, wire
from iepcycle.cli.app import app

EXAMPLES = Path(__file__).parent.parent / "examples"

INITIAL = ["initial"]
FOLLOWING = ["annual", "revision"]
REEVALUATIONS = ["reevaluation_annual", "reevaluation_revision"]
NONE = []
WALK = {
    "01-eligible": [INITIAL],
    "02-initial-drafted": [NONE],
    "03-initial-activated": [FOLLOWING],
    "04-revision-drafted": [FOLLOWING],
    "05-revision-activated": [FOLLOWING],
    "06-revision-drafted": [FOLLOWING],
    "07-revision-activated": [FOLLOWING],
    "08-annual-drafted": [NONE],
    "09-annual-activated": [FOLLOWING],
    "10-annual-drafted": [NONE],
    "11-annual-activated": [FOLLOWING],
    "12-revision-drafted": [FOLLOWING],
    "13-revision-activated": [FOLLOWING],
    "14-reevaluation-eligible": [FOLLOWING, REEVALUATIONS],
    "15-reevaluation-annual-drafted": [FOLLOWING, NONE],
    "16-reevaluation-annual-activated": [NONE, FOLLOWING],
    "17-revision-drafted": [NONE, FOLLOWING],
    "18-revision-activated": [NONE, FOLLOWING],
    "19-revision-drafted": [NONE, FOLLOWING],
    "20-revision-activated": [NONE, FOLLOWING],
    "21-annual-drafted": [NONE, NONE],
    "22-annual-activated": [NONE, FOLLOWING],
    "23-revision-drafted": [NONE, FOLLOWING],
    "24-revision-activated": [NONE, FOLLOWING],
}
"""What each step of the outline allows, on each referral."""

REFUSED_BY = {
    "stage-too-early": "GATE-1",
    "no-determination": "GATE-2",
    "not-eligible": "GATE-2",
    "consent-refused": "GATE-3",
    "consent-revoked": "GATE-3",
    "evaluation-withdrawn": "GATE-4",
    "unopened-chain": "TYPE-4",
    "no-active-iep": "TYPE-4",
    "draft-not-activated": "TYPE-5",
}
"""The rule that each refused referral is an example of."""


def answer(path):
    result = CliRunner().invoke(app, ["next", "--json", str(path)])
    assert result.exit_code == 0
    return json.loads(result.stdout)


@pytest.fixture(scope="module")
def generated():
    """The text of every file, as the script makes it now."""
    spec = importlib.util.spec_from_file_location("make_outline", EXAMPLES / "make_outline.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.files()


def test_the_files_are_those_that_the_script_makes(generated):
    found = {
        path.relative_to(EXAMPLES).as_posix(): path.read_text(encoding="utf-8")
        for path in EXAMPLES.rglob("*.json")
    }
    assert found == generated


def test_every_step_of_the_outline_is_an_example(generated):
    steps = [name for name in generated if name.startswith("outline/")]
    assert steps == [f"outline/{name}.json" for name in WALK]


@pytest.mark.parametrize("step", WALK)
def test_a_step_allows_what_the_outline_allows_there(step):
    referrals = answer(EXAMPLES / "outline" / f"{step}.json")["referrals"]
    assert [referral["allowed"] for referral in referrals] == WALK[step]


def test_the_outline_is_its_last_step():
    last = EXAMPLES / "outline" / f"{list(WALK)[-1]}.json"
    assert (EXAMPLES / "outline.json").read_bytes() == last.read_bytes()


def test_the_outline_has_the_cycles_of_the_source():
    student = wire.loads_student((EXAMPLES / "outline.json").read_bytes())
    cycles = [[iep.type for iep in cycle] for each in student.referrals for cycle in each.cycles]
    assert cycles == [
        [IEPType.INITIAL, IEPType.REVISION, IEPType.REVISION],
        [IEPType.ANNUAL],
        [IEPType.ANNUAL, IEPType.REVISION],
        [IEPType.REEVALUATION_ANNUAL, IEPType.REVISION, IEPType.REVISION],
        [IEPType.ANNUAL, IEPType.REVISION],
    ]


def test_an_ieps_last_active_day_is_the_first_of_the_next():
    student = wire.loads_student((EXAMPLES / "outline.json").read_bytes())
    ieps = [iep for _, iep in student.ieps()]
    ended = [iep.inactivated_on for iep in ieps[:-1]]
    assert ended == [iep.activated_on for iep in ieps[1:]]
    assert ieps[-1].status is IEPStatus.ACTIVE


def test_every_day_of_the_outline_is_a_school_day_of_the_week():
    text = (EXAMPLES / "outline.json").read_text(encoding="utf-8")
    days = map(date.fromisoformat, re.findall(r'"(\d{4}-\d{2}-\d{2})"', text))
    assert all(day.weekday() < 5 for day in days)


@pytest.mark.parametrize(("name", "rule_id"), REFUSED_BY.items())
def test_a_refused_referral_is_refused_every_type_and_by_its_rule(name, rule_id):
    referral = answer(EXAMPLES / "refused" / f"{name}.json")["referrals"][-1]
    assert referral["allowed"] == []
    assert any(rule_id in each["refused_by"] for each in referral["types"])


def test_every_refused_referral_has_its_reason_in_the_readme():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    rows = re.findall(r"^\| `(.+)\.json` \| .+ \| ([A-Z]+-\d) \|$", readme, re.MULTILINE)
    assert dict(rows) == REFUSED_BY
    assert set(REFUSED_BY) == {path.stem for path in (EXAMPLES / "refused").glob("*")}


def test_the_readme_shows_what_the_command_prints():
    readme = (EXAMPLES / "README.md").read_text(encoding="utf-8")
    file, shown = re.search(
        r"\$ iepcycle next examples/(\S+)\n(.+?)```", readme, re.DOTALL
    ).groups()
    assert CliRunner().invoke(app, ["next", str(EXAMPLES / file)]).stdout == shown
