"""The living cycle, step by step: what is created, activated, ended and corrected, and what is refused."""

from datetime import date, datetime, timedelta

import attrs
import pytest

from iepcycle import (
    ECSSS,
    IEP,
    ConferencePurpose,
    ConsentStatus,
    CopyAction,
    Determination,
    Evaluation,
    EvaluationType,
    IEPStatus,
    IEPType,
    InvalidRecordError,
    NotAllowedError,
    Procedure,
    ProcedureKind,
    Referral,
    Section,
    SectionContent,
    ServicesConsent,
    Stage,
    StudentRecord,
    activate_iep,
    correct_iep,
    create_iep,
    determine_eligibility,
    explain_activation,
    explain_next_iep_types,
    record_services_consent,
    revoke_services,
)

RECEIVED, DECIDED, CONSENTED = date(2024, 8, 5), date(2024, 9, 16), date(2024, 9, 18)
CREATED, ACTIVATED, LATER = date(2024, 9, 20), date(2024, 10, 1), date(2025, 3, 3)
DAY_BEFORE = timedelta(days=-1)
PLACEHOLDER = date(1900, 1, 1)
READY = {
    "care_coordinator_assigned": True,
    "procedures": (
        Procedure(kind=ProcedureKind.CONFERENCE, purpose=ConferencePurpose.IEP),
        Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE),
    ),
}
GOALS = SectionContent(section=Section.ANNUAL_GOALS, body="Reads 90 words a minute.")
SERVICES = SectionContent(section=Section.SERVICES, body="Speech, twice a week.")


def entitled(*ieps, referral_id="R1", **changes):
    """Return a referral on which services stand, dated, with the IEPs."""
    fields = {
        "id": referral_id,
        "stage": Stage.DEVELOP_PLAN,
        "received_on": RECEIVED,
        "evaluation": Evaluation(
            type=EvaluationType.INITIAL,
            determination=Determination(
                eligible=True, decided_on=DECIDED, category="Speech or language impairment"
            ),
        ),
        "services_consent": ServicesConsent(status=ConsentStatus.GIVEN, given_on=CONSENTED),
    }
    return Referral(**(fields | changes), ieps=ieps)


def student(*referrals):
    """Return the student with the referrals."""
    return StudentRecord(id="S-1", referrals=referrals)


def draft(iep_id="R1-1", iep_type=IEPType.INITIAL, **changes):
    """Return a draft that is ready to be activated."""
    return IEP(**({"id": iep_id, "type": iep_type, "created_on": CREATED} | READY | changes))


def active(iep_id="R1-1", iep_type=IEPType.INITIAL, **changes):
    """Return an IEP in force."""
    in_force = {"status": IEPStatus.ACTIVE, "activated_on": ACTIVATED}
    return draft(iep_id, iep_type, **(in_force | changes))


def problem_of(call, *arguments, **named):
    """Return the code and the place of the one problem for which the call is refused."""
    with pytest.raises(InvalidRecordError) as caught:
        call(*arguments, **named)
    (problem,) = caught.value.problems
    return problem.code, problem.path


class TestCreate:
    """A new draft: allowed by the decision, started from what copies forward."""

    def test_the_draft_stands_last_on_its_referral(self):
        before = student(entitled(), entitled(active(), referral_id="R2"))
        after = create_iep(before, "R2", IEPType.ANNUAL, iep_id="R2-2", on=LATER)
        new = IEP(
            id="R2-2",
            type=IEPType.ANNUAL,
            created_on=LATER,
            content=(
                SectionContent(
                    section=Section.ELIGIBILITY_CATEGORY, body="Speech or language impairment"
                ),
            ),
        )
        assert after == student(entitled(), entitled(active(), new, referral_id="R2"))

    def test_it_starts_from_the_active_iep_of_another_referral(self):
        first = entitled(active(content=(GOALS,)))
        reevaluation = Evaluation(
            type=EvaluationType.REEVALUATION, determination=Determination(eligible=True)
        )
        second = entitled(referral_id="R2", evaluation=reevaluation)
        after = create_iep(
            student(first, second), "R2", IEPType.REEVALUATION_REVISION, iep_id="R2-1", on=LATER
        )
        carried = attrs.evolve(GOALS, copied_from="R1-1")
        assert after.find_iep("R2-1")[1].content == (carried,)

    def test_an_initial_starts_from_nothing(self):
        before = student(entitled(active(content=(GOALS,))), entitled(referral_id="R2"))
        after = create_iep(before, "R2", IEPType.INITIAL, iep_id="R2-1", on=LATER)
        sections = [each.section for each in after.find_iep("R2-1")[1].content]
        assert sections == [Section.ELIGIBILITY_CATEGORY]

    def test_the_copy_table_of_the_policy_is_followed(self):
        policy = ECSSS.copying(
            {(Section.ANNUAL_GOALS, IEPType.ANNUAL): CopyAction.BLANK}, name="goals start anew"
        )
        before = student(entitled(active(content=(GOALS, SERVICES))))
        after = create_iep(before, "R1", IEPType.ANNUAL, iep_id="R1-2", on=LATER, policy=policy)
        sections = [each.section for each in after.find_iep("R1-2")[1].content]
        assert sections == [Section.SERVICES, Section.ELIGIBILITY_CATEGORY]

    def test_what_is_not_allowed_is_refused_with_the_decision(self):
        before = student(entitled(draft()))
        with pytest.raises(NotAllowedError) as caught:
            create_iep(before, "R1", IEPType.ANNUAL, iep_id="R1-2", on=LATER)
        assert caught.value.decision == explain_next_iep_types(before.referral("R1"))

    @pytest.mark.parametrize(
        ("iep_type", "sentence"),
        [
            (
                IEPType.ANNUAL,
                (
                    "An Annual IEP may not be created on R1. TYPE-4: No IEP of the referral is active. "
                    "TYPE-5: The Initial IEP R1-1 is still a draft; it must be activated first."
                ),
            ),
            (
                IEPType.REVISION,
                (
                    "A Revision IEP may not be created on R1. "
                    "TYPE-4: No IEP of the referral is active. "
                    "TYPE-5: The Initial IEP R1-1 is still a draft; it must be activated first."
                ),
            ),
            (
                IEPType.INITIAL,
                (
                    "An Initial IEP may not be created on R1. TYPE-3: The referral already holds "
                    "the Initial IEP R1-1; only the first IEP of a referral opens it."
                ),
            ),
        ],
    )
    def test_the_refusal_says_what_by_which_rules_and_why(self, iep_type, sentence):
        with pytest.raises(NotAllowedError) as caught:
            create_iep(student(entitled(draft())), "R1", iep_type, iep_id="R1-2", on=LATER)
        assert str(caught.value) == sentence

    def test_the_policy_decides(self):
        before = student(entitled(active(), draft("R1-2", IEPType.REVISION)))
        one_draft = attrs.evolve(ECSSS, name="one draft at a time", draft_revision_blocks=True)
        create_iep(before, "R1", IEPType.ANNUAL, iep_id="R1-3", on=LATER)
        with pytest.raises(NotAllowedError) as caught:
            create_iep(before, "R1", IEPType.ANNUAL, iep_id="R1-3", on=LATER, policy=one_draft)
        assert caught.value.decision.type(IEPType.ANNUAL).refused_by == ("TYPE-6",)

    def test_a_referral_that_is_not_on_record_is_refused(self):
        found = problem_of(create_iep, student(), "R1", IEPType.INITIAL, iep_id="R1-1", on=LATER)
        assert found == ("unknown_id", "referral_id")

    @pytest.mark.parametrize("iep_type", ["initial", None, Stage.DEVELOP_PLAN])
    def test_a_type_that_is_none_is_refused(self, iep_type):
        found = problem_of(create_iep, student(entitled()), "R1", iep_type, iep_id="R1-1", on=LATER)
        assert found == ("wrong_type", "iep_type")

    def test_an_id_that_is_taken_on_the_referral_is_refused(self):
        code, _ = problem_of(
            create_iep, student(entitled(active())), "R1", IEPType.ANNUAL, iep_id="R1-1", on=LATER
        )
        assert code == "duplicate_id"

    def test_an_id_that_is_taken_on_another_referral_is_refused(self):
        before = student(entitled(active()), entitled(referral_id="R2"))
        code, _ = problem_of(create_iep, before, "R2", IEPType.INITIAL, iep_id="R1-1", on=LATER)
        assert code == "duplicate_id"

    @pytest.mark.parametrize("on", ["2025-03-03", datetime(2025, 3, 3), 20250303])  # noqa: DTZ001 -- refused for being one
    def test_a_day_that_is_no_date_is_refused(self, on):
        found = problem_of(
            create_iep, student(entitled()), "R1", IEPType.INITIAL, iep_id="R1-1", on=on
        )
        assert found == ("wrong_type", "on")

    @pytest.mark.parametrize(
        ("referrals", "step"),
        [
            ([entitled(received_on=LATER)], LATER),
            ([entitled()], DECIDED),
            ([entitled(), entitled(active("R2-1", created_on=LATER), referral_id="R2")], LATER),
            ([entitled(), entitled(active("R2-1", activated_on=LATER), referral_id="R2")], LATER),
            ([entitled(), entitled(active("R2-1", inactivated_on=LATER), referral_id="R2")], LATER),
        ],
        ids=["received", "decided", "created", "activated", "inactivated"],
    )
    def test_no_draft_precedes_a_step_that_is_recorded(self, referrals, step):
        before = student(*referrals)
        new = {"iep_id": "R1-1", "on": step + DAY_BEFORE}
        found = problem_of(create_iep, before, "R1", IEPType.INITIAL, **new)
        assert found == ("dates_out_of_order", "on")
        create_iep(before, "R1", IEPType.INITIAL, iep_id="R1-1", on=step)

    def test_the_receipt_of_another_referral_is_no_such_step(self):
        before = student(entitled(), entitled(referral_id="R2", received_on=LATER))
        create_iep(before, "R1", IEPType.INITIAL, iep_id="R1-1", on=CREATED)

    def test_a_placeholder_precedes_nothing(self):
        after = create_iep(
            student(entitled()), "R1", IEPType.INITIAL, iep_id="R1-1", on=PLACEHOLDER
        )
        assert after.find_iep("R1-1")[1].created_on == PLACEHOLDER

    def test_nothing_precedes_a_placeholder(self):
        before = student(entitled(received_on=date(1922, 2, 2)))
        early = date(1921, 3, 4)
        decided = Determination(eligible=True, decided_on=early)
        before = determine_eligibility(before, "R1", decided)
        after = create_iep(before, "R1", IEPType.INITIAL, iep_id="R1-1", on=early)
        assert after.find_iep("R1-1")[1].created_on == early


class TestActivate:
    """A draft comes into force; the effects on other IEPs are tested with EFFECT-1."""

    def test_status_and_day_change_and_nothing_else(self):
        after = activate_iep(student(entitled(draft())), "R1-1", on=ACTIVATED)
        assert after == student(entitled(active()))

    def test_what_is_not_allowed_is_refused_with_the_decision(self):
        before = student(entitled(draft(care_coordinator_assigned=False)))
        with pytest.raises(NotAllowedError) as caught:
            activate_iep(before, "R1-1", on=ACTIVATED)
        assert caught.value.decision == explain_activation(before, "R1-1")

    def test_the_refusal_says_what_by_which_rules_and_why(self):
        before = student(entitled(draft(care_coordinator_assigned=False, procedures=())))
        with pytest.raises(NotAllowedError) as caught:
            activate_iep(before, "R1-1", on=ACTIVATED)
        assert str(caught.value) == (
            "The Initial IEP R1-1 may not be activated. "
            "ACTIVATE-2: No Care Coordinator is assigned to the Initial IEP R1-1. "
            "ACTIVATE-3: The Initial IEP R1-1 carries no Prior Written Notice; "
            "the parent must be informed first. "
            "ACTIVATE-4: The Initial IEP R1-1 carries no conference with purpose IEP."
        )

    def test_the_policy_decides(self):
        before = student(entitled(draft(care_coordinator_assigned=False, procedures=())))
        lenient = attrs.evolve(ECSSS, name="lenient", activation_prerequisites=frozenset())
        after = activate_iep(before, "R1-1", on=ACTIVATED, policy=lenient)
        assert after.active_iep.id == "R1-1"

    def test_an_iep_that_is_not_on_record_is_refused(self):
        found = problem_of(activate_iep, student(entitled()), "R1-1", on=ACTIVATED)
        assert found == ("unknown_id", "iep_id")

    def test_a_day_that_is_no_date_is_refused(self):
        found = problem_of(activate_iep, student(entitled(draft())), "R1-1", on="2024-10-01")
        assert found == ("wrong_type", "on")

    def test_no_activation_precedes_the_creation(self):
        before = student(entitled(draft()))
        found = problem_of(activate_iep, before, "R1-1", on=CREATED + DAY_BEFORE)
        assert found == ("dates_out_of_order", "on")
        activate_iep(before, "R1-1", on=CREATED)

    def test_no_activation_precedes_that_of_the_iep_which_it_ends(self):
        before = student(entitled(active()), entitled(draft("R2-1"), referral_id="R2"))
        found = problem_of(activate_iep, before, "R2-1", on=ACTIVATED + DAY_BEFORE)
        assert found == ("dates_out_of_order", "on")
        after = activate_iep(before, "R2-1", on=ACTIVATED)
        assert after.find_iep("R1-1")[1].inactivated_on == ACTIVATED

    def test_no_first_services_precede_the_consent_to_them(self):
        before = student(entitled(draft(created_on=DECIDED)))
        found = problem_of(activate_iep, before, "R1-1", on=CONSENTED + DAY_BEFORE)
        assert found == ("dates_out_of_order", "on")
        activate_iep(before, "R1-1", on=CONSENTED)

    def test_where_no_consent_is_asked_for_its_day_does_not_matter(self):
        lenient = attrs.evolve(ECSSS, name="lenient", activation_prerequisites=frozenset())
        before = student(entitled(draft(created_on=DECIDED)))
        after = activate_iep(before, "R1-1", on=CONSENTED + DAY_BEFORE, policy=lenient)
        assert after.active_iep.id == "R1-1"

    def test_a_later_iep_asks_for_no_consent(self):
        before = student(entitled(draft(iep_type=IEPType.REEVALUATION_ANNUAL, created_on=DECIDED)))
        after = activate_iep(before, "R1-1", on=CONSENTED + DAY_BEFORE)
        assert after.active_iep.id == "R1-1"


class TestDetermine:
    """A determination is recorded; what one of not eligible ends is tested with EFFECT-2."""

    decided = Determination(eligible=True, decided_on=DECIDED, filed_on=CONSENTED)

    def test_the_evaluation_holds_it_and_nothing_else_changes(self):
        open_evaluation = Evaluation(
            type=EvaluationType.REEVALUATION, consent_received_on=RECEIVED, assessment_needed=True
        )
        closed = attrs.evolve(open_evaluation, determination=self.decided)
        before = student(entitled(), entitled(referral_id="R2", evaluation=open_evaluation))
        after = determine_eligibility(before, "R2", self.decided)
        assert after == student(entitled(), entitled(referral_id="R2", evaluation=closed))

    def test_a_referral_that_is_not_on_record_is_refused(self):
        found = problem_of(determine_eligibility, student(), "R1", self.decided)
        assert found == ("unknown_id", "referral_id")

    def test_a_referral_without_an_evaluation_is_refused(self):
        before = student(entitled(evaluation=None))
        found = problem_of(determine_eligibility, before, "R1", self.decided)
        assert found == ("no_evaluation", "referral_id")

    @pytest.mark.parametrize("determination", [None, True, entitled().evaluation])
    def test_what_is_no_determination_is_refused(self, determination):
        found = problem_of(determine_eligibility, student(entitled()), "R1", determination)
        assert found == ("wrong_type", "determination")

    @pytest.mark.parametrize("status", IEPStatus)
    def test_no_iep_is_left_without_the_finding_on_which_it_rests(self, status):
        before = student(entitled(active(status=status)))
        anew = Determination(eligible=True, decided_on=CREATED - DAY_BEFORE)
        found = problem_of(determine_eligibility, before, "R1", anew)
        assert found == ("dates_out_of_order", "determination.decided_on")
        determine_eligibility(before, "R1", Determination(eligible=True, decided_on=CREATED))

    def test_an_iep_of_another_referral_rests_on_another_finding(self):
        before = student(entitled(active()), entitled(referral_id="R2"))
        determine_eligibility(before, "R2", Determination(eligible=True, decided_on=LATER))

    def test_it_is_not_filed_before_it_is_decided(self):
        too_early = attrs.evolve(self.decided, filed_on=DECIDED + DAY_BEFORE)
        found = problem_of(determine_eligibility, student(entitled()), "R1", too_early)
        assert found == ("dates_out_of_order", "determination.filed_on")
        on_the_day = attrs.evolve(self.decided, filed_on=DECIDED)
        determine_eligibility(student(entitled()), "R1", on_the_day)

    def test_no_plan_ends_before_it_came_into_force(self):
        before = student(entitled(active()))
        too_early = Determination(eligible=False, decided_on=ACTIVATED + DAY_BEFORE)
        found = problem_of(determine_eligibility, before, "R1", too_early)
        assert found == ("dates_out_of_order", "determination.decided_on")
        determine_eligibility(before, "R1", Determination(eligible=False, decided_on=ACTIVATED))

    def test_an_inactive_iep_does_not_stand_in_the_way(self):
        ended = active(status=IEPStatus.INACTIVE, activated_on=LATER, inactivated_on=LATER)
        decided = Determination(eligible=False, decided_on=ACTIVATED)
        after = determine_eligibility(student(entitled(ended)), "R1", decided)
        assert after.find_iep("R1-1")[1] == ended

    def test_a_determination_without_dates_ends_the_plan_on_a_day_not_recorded(self):
        after = determine_eligibility(
            student(entitled(active())), "R1", Determination(eligible=False)
        )
        assert after.find_iep("R1-1")[1] == active(status=IEPStatus.INACTIVE)

    @pytest.mark.parametrize(("filed_on", "ended_on"), [(LATER, LATER), (PLACEHOLDER, None)])
    def test_a_plan_does_not_end_on_a_placeholder(self, filed_on, ended_on):
        decided = Determination(eligible=False, decided_on=PLACEHOLDER, filed_on=filed_on)
        after = determine_eligibility(student(entitled(active())), "R1", decided)
        assert after.find_iep("R1-1")[1].inactivated_on == ended_on

    def test_the_decision_date_counts_before_the_filing_date(self):
        decided = Determination(eligible=False, decided_on=ACTIVATED, filed_on=LATER)
        after = determine_eligibility(student(entitled(active())), "R1", decided)
        assert after.find_iep("R1-1")[1].inactivated_on == ACTIVATED


class TestServicesConsent:
    """The parent answers; what a refusal or revocation ends is tested with EFFECT-3."""

    def test_given_consent_is_recorded_with_its_day(self):
        before = student(entitled(services_consent=None))
        after = record_services_consent(before, "R1", ConsentStatus.GIVEN, on=CONSENTED)
        assert after == student(entitled())

    def test_a_refusal_is_recorded_with_its_day(self):
        before = student(entitled(services_consent=None))
        after = record_services_consent(before, "R1", ConsentStatus.REFUSED, on=CONSENTED)
        refused = ServicesConsent(status=ConsentStatus.REFUSED, ended_on=CONSENTED)
        assert after == student(entitled(services_consent=refused))

    def test_a_revocation_keeps_the_day_on_which_consent_was_given(self):
        after = revoke_services(student(entitled()), "R1", on=LATER)
        revoked = ServicesConsent(status=ConsentStatus.REVOKED, given_on=CONSENTED, ended_on=LATER)
        assert after == student(entitled(services_consent=revoked))

    @pytest.mark.parametrize("before", [ConsentStatus.REFUSED, ConsentStatus.REVOKED])
    @pytest.mark.parametrize("status", ConsentStatus)
    def test_services_that_were_declined_stay_declined_on_the_referral(self, before, status):
        record = student(entitled(services_consent=ServicesConsent(status=before)))
        found = problem_of(record_services_consent, record, "R1", status, on=LATER)
        assert found == ("already_declined", "referral_id")

    def test_a_later_referral_can_take_a_new_consent(self):
        revoked = ServicesConsent(status=ConsentStatus.REVOKED)
        first = entitled(services_consent=revoked)
        before = student(first, entitled(referral_id="R2", services_consent=None))
        after = record_services_consent(before, "R2", ConsentStatus.GIVEN, on=CONSENTED)
        assert after == student(first, entitled(referral_id="R2"))

    def test_no_revocation_precedes_the_consent(self):
        before = student(entitled())
        found = problem_of(revoke_services, before, "R1", on=CONSENTED + DAY_BEFORE)
        assert found == ("dates_out_of_order", "on")
        revoke_services(before, "R1", on=CONSENTED)

    def test_no_revocation_precedes_the_activation_of_the_plan_that_it_ends(self):
        before = student(entitled(services_consent=None), entitled(active(), referral_id="R2"))
        found = problem_of(revoke_services, before, "R1", on=ACTIVATED + DAY_BEFORE)
        assert found == ("dates_out_of_order", "on")
        revoke_services(before, "R1", on=ACTIVATED)

    @pytest.mark.parametrize("status", ["given", "refused", None])
    def test_an_answer_that_is_none_is_refused(self, status):
        code, _ = problem_of(record_services_consent, student(entitled()), "R1", status, on=LATER)
        assert code == "wrong_type"

    @pytest.mark.parametrize("status", ConsentStatus)
    def test_a_day_that_is_no_date_is_refused(self, status):
        before = student(entitled(services_consent=None))
        code, _ = problem_of(record_services_consent, before, "R1", status, on="2024-09-18")
        assert code == "wrong_type"

    def test_a_referral_that_is_not_on_record_is_refused(self):
        found = problem_of(revoke_services, student(), "R1", on=LATER)
        assert found == ("unknown_id", "referral_id")


class TestCorrect:
    """A correction mends the content of the plan in force."""

    def test_a_section_is_replaced_and_the_others_stay(self):
        before = student(entitled(active(content=(GOALS, SERVICES))))
        mended = attrs.evolve(GOALS, body="Reads 95 words a minute.")
        after = correct_iep(before, "R1-1", [mended])
        assert after == student(entitled(active(content=(mended, SERVICES))))

    def test_a_section_that_was_missing_is_put_in_its_place(self):
        before = student(entitled(active(content=(SERVICES,))))
        after = correct_iep(before, "R1-1", iter([GOALS]))
        assert after == student(entitled(active(content=(GOALS, SERVICES))))

    @pytest.mark.parametrize("status", [IEPStatus.DRAFT, IEPStatus.INACTIVE])
    def test_what_is_not_in_force_is_refused(self, status):
        before = student(entitled(active(status=status)))
        assert problem_of(correct_iep, before, "R1-1", [GOALS]) == ("not_active", "iep_id")

    def test_an_iep_that_is_not_on_record_is_refused(self):
        found = problem_of(correct_iep, student(entitled()), "R1-1", [GOALS])
        assert found == ("unknown_id", "iep_id")

    @pytest.mark.parametrize(
        ("content", "place"),
        [(None, "content"), (GOALS, "content"), ([GOALS, None], "content[1]"), ("x", "content[0]")],
    )
    def test_what_is_no_content_is_refused(self, content, place):
        before = student(entitled(active()))
        assert problem_of(correct_iep, before, "R1-1", content) == ("wrong_type", place)

    def test_a_section_that_stands_twice_is_refused(self):
        before = student(entitled(active()))
        code, _ = problem_of(correct_iep, before, "R1-1", [GOALS, GOALS])
        assert code == "duplicate_section"
