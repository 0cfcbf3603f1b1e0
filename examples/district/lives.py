"""Students whose records keep to the rules, and to the deadlines of both presets.

A life begins with a referral and goes on to the day of asking; what would come later is not recorded yet.
Each step is put a few days before its deadline, so that nothing is overdue on that day.
Nothing here asks the library what is allowed.
"""

from __future__ import annotations

import contextlib
from datetime import date, timedelta
from typing import TYPE_CHECKING, Any, Final

import attrs

from iepcycle import (
    IEP,
    ConferencePurpose,
    ConsentStatus,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    Procedure,
    ProcedureKind,
    Referral,
    ServicesConsent,
    Stage,
    StudentRecord,
)
from iepcycle.dates import years_after

if TYPE_CHECKING:
    from random import Random

LONGEST: Final = 10 * 365
"""The most days that lie between the first referral and the day of asking."""
WITHDRAWN: Final = 0.06
"""The share of first evaluations that are withdrawn."""
NOT_ELIGIBLE: Final = 0.08
"""The share of evaluations that close with not eligible."""
REFUSED: Final = 0.05
"""The share of parents who refuse services."""
REVOKED: Final = 0.03
"""The share of years in which services are revoked."""
COMES_BACK: Final = 0.3
"""The share of endings after which a new referral is received, one to two years later."""
AGREED: Final = 0.25
"""The share of reevaluations that are agreed unnecessary."""
REVISED: Final = 0.4
"""The share of half years in which the plan is revised."""
LEFT_OPEN: Final = 0.1
"""The share of Revisions that stay drafts."""
TWO_SESSIONS: Final = 0.1
"""The share of meetings that take two sessions."""
IN_A_DAY: Final = 0.1
"""The share of IEPs that are created, discussed and activated on one day."""


class _NotYet(Exception):  # noqa: N818 -- no error: the life has come to the day of asking
    """The next step lies after the day of asking."""


def lawful_student(
    random: Random, student_id: str, as_of: date, *, leaves_drafts: bool = True
) -> StudentRecord:
    """Return a student whose record keeps to the rules.

    Args:
        random: Where chance comes from.
        student_id: The id of the student.
        as_of: The day of asking, up to which the record goes.
        leaves_drafts: Whether a Revision may stay a draft; under some policies it blocks the next IEP.
    """
    life = _Life(random, as_of, leaves_drafts=leaves_drafts)
    with contextlib.suppress(_NotYet):
        life.live()
    referrals = (fields | {"ieps": tuple(fields["ieps"])} for fields in life.referrals)
    return StudentRecord(
        id=student_id,
        referrals=tuple(Referral(**fields) for fields in referrals),
        triennial_agreements=tuple(life.agreements),
    )


class _Life:
    """What is recorded of a student so far, and what is due next."""

    def __init__(self, random: Random, as_of: date, *, leaves_drafts: bool) -> None:
        self.random = random
        self.as_of = as_of
        self.leaves_drafts = leaves_drafts
        self.referrals: list[dict[str, Any]] = []
        """The fields of each referral; its IEPs stand in a list."""
        self.agreements: list[date] = []
        self.active: dict[str, Any] | None = None
        """The referral on which the active IEP stands."""
        self.today = as_of - timedelta(days=random.randint(0, LONGEST))
        self.review_due = self.reevaluation_due = date.max

    def live(self) -> None:
        """Live until an ending after which the student does not come back."""
        self.come_under_a_plan()
        while self.happens(COMES_BACK):
            self.wait(400, 700)
            self.come_under_a_plan()

    def happens(self, share: float) -> bool:
        """Say whether something happens that happens so often."""
        return self.random.random() < share

    def after(self, fewest: int, most: int) -> date:
        """Return a day so many days later."""
        return self.today + timedelta(days=self.random.randint(fewest, most))

    def go_to(self, day: date) -> date:
        """Go on to a day, if it has come."""
        if day > self.as_of:
            raise _NotYet
        self.today = day
        return day

    def wait(self, fewest: int, most: int) -> date:
        """Let so many days go by, and return the new day."""
        return self.go_to(self.after(fewest, most))

    def come_under_a_plan(self) -> None:
        """Live from a first referral to an ending."""
        referral = self.receive()
        self.wait(3, 21)
        if self.happens(WITHDRAWN):
            self.withdraw(referral)
        elif self.find_eligible(referral, EvaluationType.INITIAL, self.after(15, 58)):
            day = self.wait(1, 9)
            if self.happens(REFUSED):
                status = ConsentStatus.REFUSED
                referral["services_consent"] = ServicesConsent(status=status, ended_on=day)
                return
            status = ConsentStatus.GIVEN
            referral["services_consent"] = ServicesConsent(status=status, given_on=day)
            self.plan(referral, IEPType.INITIAL, self.after(0, 2), 6)
            while self.keep_the_plan_for_a_year(referral):
                pass

    def receive(self) -> dict[str, Any]:
        """Receive a referral."""
        self.go_to(self.today)
        referral: dict[str, Any] = {
            "id": f"R{len(self.referrals) + 1}",
            "stage": Stage.EXPRESS_CONCERN,
            "received_on": self.today,
            "filed_on": self.today,
            "ieps": [],
        }
        self.referrals.append(referral)
        return referral

    def begin_evaluation(self, referral: dict[str, Any], kind: EvaluationType) -> None:
        """Begin to evaluate, with assessments or without."""
        needed = self.happens(0.8)
        begun = "consent_received_on" if needed else "no_assessment_decided_on"
        referral["stage"] = Stage.DEFINE_NEEDS
        referral["evaluation"] = Evaluation(
            type=kind, assessment_needed=needed, **{begun: self.today}
        )

    def withdraw(self, referral: dict[str, Any]) -> None:
        """Begin a first evaluation, and withdraw it."""
        self.begin_evaluation(referral, EvaluationType.INITIAL)
        day = self.wait(1, 50)
        referral["evaluation"] = attrs.evolve(referral["evaluation"], withdrawn_on=day)

    def find_eligible(self, referral: dict[str, Any], kind: EvaluationType, day: date) -> bool:
        """Begin to evaluate, decide on the day, and return whether the student is eligible."""
        self.begin_evaluation(referral, kind)
        self.go_to(day)
        eligible = not self.happens(NOT_ELIGIBLE)
        found = Determination(
            eligible=eligible, decided_on=day, filed_on=min(self.after(0, 3), self.as_of)
        )
        referral["evaluation"] = attrs.evolve(referral["evaluation"], determination=found)
        if eligible:
            referral["stage"] = Stage.DEVELOP_PLAN
            self.reevaluation_due = years_after(day, 3)
        else:
            self.end_the_plan()
        return eligible

    def plan(
        self, referral: dict[str, Any], iep_type: IEPType, created: date, slowest: int
    ) -> None:
        """Create an IEP on the day, discuss it not more than so many days later, and activate it."""
        self.go_to(created)
        fewest, most = (0, 0) if self.happens(IN_A_DAY) else (1, slowest)
        purpose, meetings = ConferencePurpose.IEP, []
        if iep_type is not IEPType.REVISION or self.happens(0.5):
            meetings.append(self.after(fewest, most))
        if meetings and self.happens(TWO_SESSIONS):
            meetings.append(meetings[0] + timedelta(days=min(most, 2)))
        noticed = max([created, *meetings]) + timedelta(days=self.random.randint(0, most // 2))
        held = [
            *(Procedure(kind=ProcedureKind.CONFERENCE, on=on, purpose=purpose) for on in meetings),
            Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=noticed),
        ]
        referral["ieps"].append(
            IEP(
                id=f"{referral['id']}-{len(referral['ieps']) + 1}",
                type=iep_type,
                created_on=created,
                procedures=tuple(each for each in held if each.on <= self.as_of),
            )
        )
        if iep_type is IEPType.REVISION and self.leaves_drafts and self.happens(LEFT_OPEN):
            return
        self.go_to(noticed + timedelta(days=self.random.randint(0, most // 2)))
        self.activate(referral)
        if iep_type not in {IEPType.REVISION, IEPType.REEVALUATION_REVISION}:
            self.review_due = years_after(max(meetings), 1)

    def activate(self, referral: dict[str, Any]) -> None:
        """Activate the last IEP of the referral; the one that was active becomes inactive."""
        draft = referral["ieps"][-1]
        self.end_the_plan()
        referral["ieps"][-1] = attrs.evolve(
            draft, status=IEPStatus.ACTIVE, activated_on=self.today, care_coordinator_assigned=True
        )
        referral["stage"] = Stage.IMPLEMENT_PLAN
        self.active = referral

    def end_the_plan(self) -> None:
        """Make the active IEP inactive, if there is one."""
        for place, iep in enumerate([] if self.active is None else self.active["ieps"]):
            if iep.status is IEPStatus.ACTIVE:
                self.active["ieps"][place] = attrs.evolve(
                    iep, status=IEPStatus.INACTIVE, inactivated_on=self.today
                )

    def keep_the_plan_for_a_year(self, first: dict[str, Any]) -> bool:
        """Live to the next annual review, and return whether services go on."""
        year_began, due = self.today, self.review_due
        if self.happens(REVOKED):
            day = self.wait(5, 50)
            first["services_consent"] = attrs.evolve(
                first["services_consent"], status=ConsentStatus.REVOKED, ended_on=day
            )
            self.end_the_plan()
            return False
        self.perhaps_revise(year_began + timedelta(days=20))
        if self.reevaluation_due > due + timedelta(days=330):
            self.perhaps_revise(year_began + timedelta(days=130))
        elif self.happens(AGREED):
            self.agree_on_no_reevaluation()
        elif not self.reevaluate():
            return False
        if self.review_due == due:
            opens = max(self.today, due - timedelta(days=50))
            created = opens + timedelta(days=self.random.randint(0, (due - opens).days - 12))
            self.plan(self.active, IEPType.ANNUAL, created, 8)
        return True

    def perhaps_revise(self, earliest: date) -> None:
        """Revise the plan in the two months from the day, or do not."""
        if self.happens(REVISED):
            self.today = max(self.today, earliest)
            self.plan(self.active, IEPType.REVISION, self.after(0, 60), 10)

    def agree_on_no_reevaluation(self) -> None:
        """Agree that the reevaluation is unnecessary, in the window before it is due, if that has come."""
        on = self.reevaluation_due - timedelta(days=self.random.randint(3, 115))
        self.reevaluation_due = years_after(on, 3)
        if on <= self.as_of:
            self.agreements.append(on)

    def reevaluate(self) -> bool:
        """Reevaluate before anything is due, and return whether the student is still eligible."""
        limit = min(self.reevaluation_due, self.review_due)
        self.today = limit - timedelta(days=self.random.randint(140, 160))
        referral = self.receive()
        self.go_to(limit - timedelta(days=self.random.randint(100, 130)))
        if not self.find_eligible(referral, EvaluationType.REEVALUATION, self.after(30, 50)):
            return False
        kinds = (IEPType.REEVALUATION_ANNUAL, IEPType.REEVALUATION_REVISION)
        self.plan(referral, self.random.choice(kinds), self.after(0, 4), 8)
        return True
