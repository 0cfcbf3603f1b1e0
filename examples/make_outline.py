"""Makes the example records: the outline of the IEP cycle step by step, and referrals that are refused.

The outline is that of `iepcycle.tour`, which takes every step with the library's own functions;
so no file can show a step that the rules refuse.
The student is invented.

Run ``python examples/make_outline.py`` after a change; a test asserts that the files are current.
"""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import attrs

from iepcycle import (
    IEP,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
    revoke_services,
    wire,
)
from iepcycle.tour import tour

if TYPE_CHECKING:
    from collections.abc import Iterator

HERE: Final = Path(__file__).parent


def outline() -> Iterator[tuple[str, StudentRecord]]:
    """Yield the name of each step of the outline, from the consent for services on, and the record after it."""
    for step in tour():
        referral = step.student.referrals[-1]
        consented = step.student.latest_services_consent is not None
        if consented and referral.stage >= Stage.DEVELOP_PLAN:
            yield _name(referral), step.student


def _name(referral: Referral) -> str:
    if not referral.ieps:
        return "eligible" if referral.id == "R1" else "reevaluation-eligible"
    last = referral.ieps[-1]
    done = "drafted" if last.status is IEPStatus.DRAFT else "activated"
    return f"{last.type.value.replace('_', '-')}-{done}"


def refused() -> Iterator[tuple[str, StudentRecord]]:
    """Yield the name of each reason for which no IEP may be created, and a record that shows it."""
    steps = dict(reversed(list(outline())))  # of the steps of one name, the first
    worksheet = Evaluation(type=EvaluationType.INITIAL, consent_received_on=date(2020, 9, 1))
    not_eligible = Determination(eligible=False, decided_on=date(2020, 10, 19))
    annual = IEP(id="R1-1", type=IEPType.ANNUAL, status=IEPStatus.ACTIVE)
    initial = IEP(id="R1-1", type=IEPType.INITIAL, status=IEPStatus.INACTIVE)
    yield "stage-too-early", _with_referral(stage=Stage.DEFINE_NEEDS)
    yield "no-determination", _with_referral(evaluation=worksheet, services_consent=None)
    yield (
        "not-eligible",
        _with_referral(
            evaluation=attrs.evolve(worksheet, determination=not_eligible), services_consent=None
        ),
    )
    yield (
        "consent-refused",
        _with_referral(
            services_consent=ServicesConsent(
                status=ConsentStatus.REFUSED, ended_on=date(2020, 10, 26)
            )
        ),
    )
    yield (
        "consent-revoked",
        revoke_services(steps["initial-activated"], "R1", on=date(2021, 1, 11)),
    )
    yield (
        "evaluation-withdrawn",
        _with_referral(
            evaluation=attrs.evolve(worksheet, withdrawn_on=date(2020, 9, 28)),
            services_consent=None,
        ),
    )
    yield "unopened-chain", _with_referral(ieps=(annual,))
    yield "no-active-iep", _with_referral(ieps=(initial,))
    yield "draft-not-activated", steps["annual-drafted"]


def _with_referral(**changes: object) -> StudentRecord:
    """Return another student with the referral of the first step, changed."""
    _, student = next(outline())
    return StudentRecord(id="S-0002", referrals=(attrs.evolve(student.referrals[0], **changes),))


def files() -> dict[str, str]:
    """Return the text of every file, by its name under this folder."""
    steps = list(outline())
    records = {f"outline/{n:02}-{name}": student for n, (name, student) in enumerate(steps, 1)}
    records["outline"] = steps[-1][1]
    records |= {f"refused/{name}": student for name, student in refused()}
    return {
        f"{name}.json": json.dumps(wire.student_to_data(student), indent=2) + "\n"
        for name, student in records.items()
    }


def main() -> None:
    """Write every file."""
    for name, text in files().items():
        path = HERE / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
