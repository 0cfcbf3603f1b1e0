"""What all tests share: how thoroughly the properties are searched, and how referrals are made."""

import pickle
from datetime import date

import pytest
from hypothesis import HealthCheck, settings

from iepcycle import (
    IEP,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Referral,
    ServicesConsent,
    Stage,
)
from iepcycle.facts import Chain

# Whoever runs the tests draws the same records, so what passed will pass again; the thorough profile draws others each time.
settings.register_profile("default", deadline=None, derandomize=True)
settings.register_profile(
    "thorough", deadline=None, max_examples=2_000, suppress_health_check=[HealthCheck.too_slow]
)
settings.load_profile("default")


def _history(referral_id, steps):
    """Return the IEPs that the steps name: ``"annual draft"`` is an Annual IEP that is a draft."""
    return tuple(
        IEP(id=f"{referral_id}-{number}", type=IEPType(iep_type), status=IEPStatus(status))
        for number, (iep_type, status) in enumerate((step.split() for step in steps), start=1)
    )


@pytest.fixture(scope="session")
def through_pickle():
    """Return a function that pickles a value and unpickles it again."""
    return lambda value: pickle.loads(pickle.dumps(value))  # noqa: S301 -- pickled here


@pytest.fixture(scope="session")
def entitled_referral():
    """Return a function that makes a referral past every gate, with the IEPs of the steps.

    ``entitled_referral("initial active", "revision draft")`` holds two IEPs, R1-1 and R1-2.
    """

    def make(*steps, evaluation_type=EvaluationType.INITIAL, **changes):
        fields = {
            "id": "R1",
            "stage": Stage.DEVELOP_PLAN,
            "evaluation": Evaluation(
                type=evaluation_type, determination=Determination(eligible=True)
            ),
        } | changes
        return Referral(**fields, ieps=_history(fields["id"], steps))

    return make


@pytest.fixture(scope="session")
def referral_with():
    """Return a function that makes a referral of which exactly the given facts are true."""

    def make(facts):
        return Referral(
            id="R1",
            stage=facts.stage,
            evaluation=_evaluation(facts),
            services_consent=None
            if facts.services_consent is None
            else ServicesConsent(status=facts.services_consent),
            ieps=_history("R1", _steps(facts)),
        )

    return make


def _evaluation(facts):
    if facts.evaluation_type is None:
        return None
    return Evaluation(
        type=facts.evaluation_type,
        determination=None if facts.eligible is None else Determination(eligible=facts.eligible),
        withdrawn_on=date(2024, 9, 3) if facts.evaluation_withdrawn else None,
    )


def _steps(facts):
    """An inactive IEP opens the chain or fails to; it changes no other fact."""
    if facts.chain is Chain.EMPTY:
        return
    yield "initial inactive" if facts.chain is Chain.OPENED else "revision inactive"
    if facts.has_active_iep:
        yield "annual active"
    if facts.has_unactivated_iep:
        yield "annual draft"
    if facts.has_draft_revision:
        yield "revision draft"
