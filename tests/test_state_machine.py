"""Every operation at random, against a clerk who keeps the same record on paper.

The clerk knows neither values nor rule objects: a page of plain words, and the rulebook read aloud, question by question.
After every step the page and the record must say the same.
"""

from datetime import date, timedelta

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from iepcycle import (
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
    Policy,
    Procedure,
    ProcedureKind,
    Referral,
    Section,
    SectionContent,
    Stage,
    StudentRecord,
    activate_iep,
    add_referral,
    assign_care_coordinator,
    correct_iep,
    create_iep,
    determine_eligibility,
    explain_activation,
    move_to_stage,
    next_allowed_iep_types,
    record_evaluation,
    record_procedure,
    record_services_consent,
    remove_draft,
    revoke_services,
    write_section,
)
from iepcycle.copy_table import DEFAULT_COPY_TABLE
from iepcycle.policy import OPTIONAL_PREREQUISITES

DONE, NOT_ALLOWED, REFUSED = "done", "not allowed", "refused"
PLACEHOLDERS = ("1900-01-01", "1901-01-01", "1911-01-01", "1922-02-02")
SECTIONS = [section.value for section in Section]


def is_before(day, other):
    """Say whether one day comes before another; a day that nobody knows comes before none."""
    if day is None or other is None or day in PLACEHOLDERS or other in PLACEHOLDERS:
        return False
    return day < other  # days are written YYYY-MM-DD


class Clerk:
    """The record on paper, and what a careful clerk would do with each request."""

    def __init__(self, *, one_draft_at_a_time, asked_for, table):
        self.one_draft_at_a_time = one_draft_at_a_time
        self.asked_for = asked_for
        self.table = table
        self.page = {}

    def ieps(self):
        return [iep for sheet in self.page.values() for iep in sheet["ieps"].values()]

    def in_force(self):
        return [iep for iep in self.ieps() if iep["status"] == "active"]

    def find(self, iep_id):
        for sheet in self.page.values():
            if iep_id in sheet["ieps"]:
                return sheet, sheet["ieps"][iep_id]
        return None, None

    def latest_found(self):
        """Return what the last sheet with a determination says."""
        latest = None
        for sheet in self.page.values():
            if sheet["evaluation"] is not None and sheet["evaluation"]["found"] is not None:
                latest = sheet["evaluation"]["found"]
        return latest

    def may_create(self, sheet, kind):  # noqa: C901, PLR0911 -- read aloud, question by question
        evaluation, ieps = sheet["evaluation"], list(sheet["ieps"].values())
        if sheet["stage"] in ("express_concern", "define_needs"):
            return False
        if evaluation is None or evaluation["found"] is None:
            return False
        if not evaluation["found"]["eligible"] or self.is_withdrawn(evaluation):
            return False
        if sheet["consent"]["status"] in ("refused", "revoked"):
            return False
        if kind == "initial":
            return evaluation["type"] == "initial" and not ieps
        if kind in ("reevaluation_annual", "reevaluation_revision"):
            return evaluation["type"] == "reevaluation" and not ieps
        if not ieps or ieps[0]["type"] in ("annual", "revision"):
            return False
        for iep in ieps:
            if iep["status"] == "draft" and iep["type"] != "revision":
                return False
            if iep["status"] == "draft" and self.one_draft_at_a_time:
                return False
        return any(iep["status"] == "active" for iep in ieps)

    def is_withdrawn(self, evaluation):
        return evaluation["withdrawn"] is not None and evaluation["withdrawn"] not in PLACEHOLDERS

    def may_activate(self, sheet, iep):  # noqa: PLR0911 -- read aloud, question by question
        evaluation, consent = sheet["evaluation"], sheet["consent"]["status"]
        kinds = [kind for kind, _, _ in iep["procedures"]]
        meetings = [purpose for _, purpose, _ in iep["procedures"]]
        if iep["status"] != "draft":
            return False
        if "ACTIVATE-2" in self.asked_for and not iep["coordinator"]:
            return False
        if "ACTIVATE-3" in self.asked_for and "prior_written_notice" not in kinds:
            return False
        if "ACTIVATE-4" in self.asked_for and iep["type"] != "revision" and "iep" not in meetings:
            return False
        if "ACTIVATE-5" in self.asked_for and iep["type"] == "initial" and consent != "given":
            return False
        if consent in ("refused", "revoked"):
            return False
        if evaluation is None or evaluation["found"] is None:
            return False
        if not evaluation["found"]["eligible"] or self.is_withdrawn(evaluation):
            return False
        return self.latest_found()["eligible"]

    def rests_on_an_earlier_finding(self, sheet, found):
        created = [iep["created"] for iep in sheet["ieps"].values()]
        return found["eligible"] and any(is_before(day, found["decided"]) for day in created)

    def precedes_the_consent_it_needs(self, sheet, iep, on):
        is_asked = "ACTIVATE-5" in self.asked_for and iep["type"] == "initial"
        return is_asked and is_before(on, sheet["consent"]["given"])

    def is_too_early(self, sheet, on):
        days = [sheet["received"], sheet["evaluation"]["found"]["decided"]]
        for iep in self.ieps():
            days += [iep["created"], iep["activated"], iep["inactivated"]]
        return any(is_before(on, day) for day in days)

    def would_end_too_early(self, on):
        return any(is_before(on, iep["activated"]) for iep in self.in_force())

    def end_what_is_in_force(self, on):
        for iep in self.in_force():
            iep["status"], iep["inactivated"] = "inactive", on

    def add_referral(self, referral_id, stage, received):
        if referral_id in self.page:
            return REFUSED
        self.page[referral_id] = {
            "stage": stage,
            "received": received,
            "evaluation": None,
            "consent": {"status": None, "given": None, "ended": None},
            "ieps": {},
        }
        return DONE

    def move_to_stage(self, referral_id, stage):
        if referral_id not in self.page:
            return REFUSED
        self.page[referral_id]["stage"] = stage
        return DONE

    def record_evaluation(self, referral_id, evaluation):
        if referral_id not in self.page:
            return REFUSED
        ieps = self.page[referral_id]["ieps"].values()
        if any(iep["status"] in ("active", "inactive") for iep in ieps):
            return REFUSED
        self.page[referral_id]["evaluation"] = evaluation
        return DONE

    def determine_eligibility(self, referral_id, found):
        if referral_id not in self.page or self.page[referral_id]["evaluation"] is None:
            return REFUSED
        if not found["eligible"] and self.would_end_too_early(found["decided"]):
            return REFUSED
        if self.rests_on_an_earlier_finding(self.page[referral_id], found):
            return REFUSED
        self.page[referral_id]["evaluation"]["found"] = found
        if not found["eligible"]:
            is_dated = found["decided"] not in PLACEHOLDERS
            self.end_what_is_in_force(found["decided"] if is_dated else None)
        return DONE

    def record_consent(self, referral_id, status, on):
        if referral_id not in self.page:
            return REFUSED
        consent = self.page[referral_id]["consent"]
        if consent["status"] in ("refused", "revoked"):
            return REFUSED
        if status == "given":
            consent.update(status=status, given=on, ended=None)
            return DONE
        if is_before(on, consent["given"]) or self.would_end_too_early(on):
            return REFUSED
        consent.update(status=status, ended=on)
        self.end_what_is_in_force(on)
        return DONE

    def create(self, referral_id, kind, iep_id, on):
        if referral_id not in self.page:
            return REFUSED
        sheet = self.page[referral_id]
        if not self.may_create(sheet, kind):
            return NOT_ALLOWED
        if self.is_too_early(sheet, on) or self.find(iep_id)[1] is not None:
            return REFUSED
        sheet["ieps"][iep_id] = {
            "type": kind,
            "status": "draft",
            "created": on,
            "activated": None,
            "inactivated": None,
            "coordinator": False,
            "procedures": [],
            "texts": self.first_texts(kind),
        }
        return DONE

    def first_texts(self, kind):
        texts = {}
        sources = [] if kind == "initial" else self.in_force()
        for section in SECTIONS:
            action = self.table[section, kind]
            if action == "refresh" and section == "eligibility_category":
                category = self.latest_found()["category"]
                if category is not None:
                    texts[section] = (category, None, False)
            if action in ("copy", "review"):
                for source in sources:
                    if section in source["texts"]:
                        body, _, marked = source["texts"][section]
                        marked = True if action == "review" else marked
                        texts[section] = (body, self.id_of(source), marked)
        return texts

    def id_of(self, wanted):
        for sheet in self.page.values():
            for iep_id, iep in sheet["ieps"].items():
                if iep is wanted:
                    return iep_id
        raise AssertionError

    def activate(self, iep_id, on):
        sheet, iep = self.find(iep_id)
        if iep is None:
            return REFUSED
        if not self.may_activate(sheet, iep):
            return NOT_ALLOWED
        if self.is_too_early(sheet, on) or self.precedes_the_consent_it_needs(sheet, iep, on):
            return REFUSED
        self.end_what_is_in_force(on)
        iep["status"], iep["activated"] = "active", on
        return DONE

    def correct(self, iep_id, section, body):
        _, iep = self.find(iep_id)
        if iep is None or iep["status"] != "active":
            return REFUSED
        iep["texts"][section] = (body, None, False)
        return DONE

    def write(self, iep_id, section, body):
        _, iep = self.find(iep_id)
        if iep is None or iep["status"] != "draft":
            return REFUSED
        origin = None
        if section in iep["texts"] and iep["texts"][section][0] == body:
            origin = iep["texts"][section][1]
        iep["texts"][section] = (body, origin, False)
        return DONE

    def add_procedure(self, iep_id, procedure):
        _, iep = self.find(iep_id)
        if iep is None or iep["status"] == "inactive":
            return REFUSED
        iep["procedures"].append(procedure)
        return DONE

    def assign_coordinator(self, iep_id):
        _, iep = self.find(iep_id)
        if iep is None or iep["status"] == "inactive":
            return REFUSED
        iep["coordinator"] = True
        return DONE

    def remove(self, iep_id):
        sheet, iep = self.find(iep_id)
        if iep is None or iep["status"] != "draft":
            return REFUSED
        del sheet["ieps"][iep_id]
        return DONE


def word(term):
    """Return the wire value of a term, or None."""
    return None if term is None else term.value


def written(on):
    """Return a day as it stands on paper."""
    return None if on is None else on.isoformat()


def on_paper(student):
    """Return the record as the clerk would have written it down."""
    return {referral.id: _sheet(referral) for referral in student.referrals}


def _sheet(referral):
    consent = referral.services_consent
    return {
        "stage": word(referral.stage),
        "received": written(referral.received_on),
        "evaluation": _evaluation_on_paper(referral.evaluation),
        "consent": {
            "status": consent and word(consent.status),
            "given": consent and written(consent.given_on),
            "ended": consent and written(consent.ended_on),
        },
        "ieps": {iep.id: _iep_on_paper(iep) for iep in referral.ieps},
    }


def _evaluation_on_paper(evaluation):
    if evaluation is None:
        return None
    found = evaluation.determination
    return {
        "type": word(evaluation.type),
        "withdrawn": written(evaluation.withdrawn_on),
        "found": found and _found_on_paper(found),
    }


def _found_on_paper(determination):
    return {
        "eligible": determination.eligible,
        "decided": written(determination.decided_on),
        "category": determination.category,
    }


def _iep_on_paper(iep):
    return {
        "type": word(iep.type),
        "status": word(iep.status),
        "created": written(iep.created_on),
        "activated": written(iep.activated_on),
        "inactivated": written(iep.inactivated_on),
        "coordinator": iep.care_coordinator_assigned,
        "procedures": [
            (word(each.kind), word(each.purpose), written(each.on)) for each in iep.procedures
        ],
        "texts": {
            word(each.section): (each.body, each.copied_from, each.needs_review)
            for each in iep.content
        },
    }


FIRST_DAY = date(2024, 8, 5)
WHICH = st.integers(0, 9)
DAYS = st.sampled_from([0, 0, 0, 1, 7, -1, None, "placeholder"])
BODIES = st.sampled_from(["", "Reads.", "Reads 90 words a minute."])
DETERMINATIONS = st.tuples(
    st.sampled_from([True] * 9 + [False]), DAYS, st.sampled_from([None, "Deafness", "Autism"])
)
ANSWERS = st.sampled_from([*ConsentStatus, *[ConsentStatus.GIVEN] * 7])


class LivingCycle(RuleBasedStateMachine):
    """A school that asks for anything in any order, and now and then for what comes next."""

    def __init__(self):
        super().__init__()
        self.student = StudentRecord(id="S-1")
        self.page = {}
        self.today = FIRST_DAY

    @initialize(
        one_draft_at_a_time=st.booleans(),
        asked_for=st.frozensets(st.sampled_from(OPTIONAL_PREREQUISITES)),
        cells=st.dictionaries(
            st.sampled_from(list(DEFAULT_COPY_TABLE.cells())),
            st.sampled_from(CopyAction),
            max_size=3,
        ),
        steps=st.lists(WHICH, max_size=12),
    )
    def open_the_record(self, one_draft_at_a_time, asked_for, cells, steps):
        table = DEFAULT_COPY_TABLE.replacing(cells)
        self.policy = Policy(
            name="drawn",
            draft_revision_blocks=one_draft_at_a_time,
            activation_prerequisites=asked_for,
            copy_table=table,
        )
        self.clerk = Clerk(
            one_draft_at_a_time=one_draft_at_a_time,
            asked_for=asked_for,
            table={
                (section.value, kind.value): action.value
                for (section, kind), action in table.cells().items()
            },
        )
        self.go_on(0, steps)

    def day(self, days):
        """Return a day near today; what lies ahead becomes today."""
        if days is None:
            return None
        if days == "placeholder":
            return date(1900, 1, 1)
        on = self.today + timedelta(days)
        self.today = max(self.today, on)
        return on

    def referral_id(self, which):
        """Return the id of a referral; mostly one that is on record."""
        ids = [referral.id for referral in self.student.referrals]
        return ids[which % len(ids)] if ids and which < 9 else f"R{which}"

    def iep_id(self, which, *, status=None):
        """Return the id of an IEP; mostly one that is on record, and of the status if there is one."""
        ids = [iep.id for _, iep in self.student.ieps()]
        wanted = [iep.id for _, iep in self.student.ieps() if iep.status is status]
        ids = wanted if wanted and which < 7 else ids
        return ids[which % len(ids)] if ids and which < 9 else f"P{which}"

    def new_id(self, which, taken):
        """Return an id; mostly one that is not taken."""
        return taken(which) if which == 8 else f"{which}{len(self.page)}{len(self.clerk.ieps())}"

    def carry_out(self, expected, operation, *arguments, **named):
        """Carry the operation out, twice, and compare with what the clerk did."""
        before = self.student
        outcome, after = attempt(operation, before, *arguments, **named)
        assert outcome == expected
        assert attempt(operation, before, *arguments, **named) == (outcome, after)
        assert on_paper(before) == self.page, "the argument was changed"
        if outcome == DONE:
            check_statuses(before, after)
            self.student, self.page = after, on_paper(after)
        assert self.page == self.clerk.page

    @invariant()
    def there_is_at_most_one_plan_in_force(self):
        statuses = [iep.status for _, iep in self.student.ieps()]
        assert statuses.count(IEPStatus.ACTIVE) <= 1

    @rule(which=WHICH, stage=st.sampled_from(Stage), days=DAYS)
    def receive_a_referral(self, which, stage, days):
        if len(self.page) < 3:
            self.receive(self.new_id(which, self.referral_id), stage, self.day(days))

    def receive(self, referral_id, stage, on):
        self.carry_out(
            self.clerk.add_referral(referral_id, stage.value, written(on)),
            add_referral,
            Referral(id=referral_id, stage=stage, received_on=on),
        )

    @rule(which=WHICH, stage=st.sampled_from(Stage))
    def move(self, which, stage):
        self.move_on(self.referral_id(which), stage)

    def move_on(self, referral_id, stage):
        self.carry_out(
            self.clerk.move_to_stage(referral_id, stage.value), move_to_stage, referral_id, stage
        )

    @rule(
        which=WHICH,
        kind=st.sampled_from(EvaluationType),
        withdrawn=st.sampled_from([None, None, None, 0, "placeholder"]),
        found=st.none() | DETERMINATIONS,
    )
    def evaluate(self, which, kind, withdrawn, found):
        evaluation = Evaluation(
            type=kind,
            withdrawn_on=self.day(withdrawn),
            determination=None if found is None else self.determination(*found),
        )
        self.record_evaluation(self.referral_id(which), evaluation)

    def record_evaluation(self, referral_id, evaluation):
        self.carry_out(
            self.clerk.record_evaluation(referral_id, _evaluation_on_paper(evaluation)),
            record_evaluation,
            referral_id,
            evaluation,
        )

    def determination(self, eligible, days, category):
        return Determination(eligible=eligible, decided_on=self.day(days), category=category)

    @rule(which=WHICH, found=DETERMINATIONS)
    def determine(self, which, found):
        determination = self.determination(*found)
        referral_id = self.referral_id(which)
        self.carry_out(
            self.clerk.determine_eligibility(referral_id, _found_on_paper(determination)),
            determine_eligibility,
            referral_id,
            determination,
        )

    @rule(which=WHICH, answer=ANSWERS, days=DAYS)
    def ask_for_consent(self, which, answer, days):
        self.record_consent(self.referral_id(which), answer, self.day(days))

    def record_consent(self, referral_id, answer, on):
        self.carry_out(
            self.clerk.record_consent(referral_id, answer.value, written(on)),
            record_services_consent,
            referral_id,
            answer,
            on=on,
        )

    @rule(which=WHICH, days=DAYS, sure=st.sampled_from([False] * 4 + [True]))
    def revoke(self, which, days, sure):
        if sure:
            referral_id, on = self.referral_id(which), self.day(days)
            expected = self.clerk.record_consent(referral_id, "revoked", written(on))
            self.carry_out(expected, revoke_services, referral_id, on=on)

    @rule(which=WHICH, iep_type=st.sampled_from(IEPType), days=DAYS)
    def create(self, which, iep_type, days):
        new_id = self.new_id(which, self.iep_id)
        self.create_on(self.referral_id(which), iep_type, new_id, self.day(days))

    def create_on(self, referral_id, iep_type, iep_id, on):
        self.carry_out(
            self.clerk.create(referral_id, iep_type.value, iep_id, written(on)),
            create_iep,
            referral_id,
            iep_type,
            iep_id=iep_id,
            on=on,
            policy=self.policy,
        )

    @rule(which=WHICH, days=DAYS)
    def activate(self, which, days):
        self.activate_on(self.iep_id(which, status=IEPStatus.DRAFT), self.day(days))

    def activate_on(self, iep_id, on):
        before = self.student
        self.carry_out(
            self.clerk.activate(iep_id, written(on)),
            activate_iep,
            iep_id,
            on=on,
            policy=self.policy,
        )
        if self.student is not before:
            assert explain_activation(before, iep_id, policy=self.policy).allowed

    @rule(which=WHICH, section=st.sampled_from(Section), body=BODIES)
    def correct(self, which, section, body):
        iep_id = self.iep_id(which, status=IEPStatus.ACTIVE)
        self.carry_out(
            self.clerk.correct(iep_id, section.value, body),
            correct_iep,
            iep_id,
            [SectionContent(section=section, body=body)],
        )

    @rule(which=WHICH, section=st.sampled_from(Section), body=BODIES)
    def write(self, which, section, body):
        iep_id = self.iep_id(which, status=IEPStatus.DRAFT)
        self.carry_out(
            self.clerk.write(iep_id, section.value, body), write_section, iep_id, section, body
        )

    @rule(
        which=WHICH,
        kind=st.sampled_from(ProcedureKind),
        purpose=st.none() | st.sampled_from(ConferencePurpose),
        days=DAYS,
    )
    def hold(self, which, kind, purpose, days):
        purpose = purpose if kind is ProcedureKind.CONFERENCE else None
        self.record(self.iep_id(which), Procedure(kind=kind, purpose=purpose, on=self.day(days)))

    def record(self, iep_id, procedure):
        on_paper = (word(procedure.kind), word(procedure.purpose), written(procedure.on))
        self.carry_out(
            self.clerk.add_procedure(iep_id, on_paper), record_procedure, iep_id, procedure
        )

    @rule(which=WHICH)
    def assign(self, which):
        self.assign_to(self.iep_id(which))

    def assign_to(self, iep_id):
        self.carry_out(self.clerk.assign_coordinator(iep_id), assign_care_coordinator, iep_id)

    @rule(which=WHICH, sure=st.sampled_from([False, False, True]))
    def remove(self, which, sure):
        if sure:
            iep_id = self.iep_id(which, status=IEPStatus.DRAFT)
            self.carry_out(self.clerk.remove(iep_id), remove_draft, iep_id)

    @rule(which=WHICH, steps=st.lists(WHICH, min_size=1, max_size=5))
    def live(self, which, steps):
        self.go_on(which, steps)

    def go_on(self, which, steps):
        """Do what comes next in an ordinary life, so that the random requests meet one."""
        for step in steps:
            allowed = [
                (referral.id, iep_type)
                for referral in self.student.referrals
                for iep_type in IEPType
                if iep_type in next_allowed_iep_types(referral, policy=self.policy)
            ]
            drafts = [iep.id for _, iep in self.student.ieps() if iep.status is IEPStatus.DRAFT]
            if drafts and (step % 2 or not allowed):
                self.finish(drafts[which % len(drafts)])
            elif allowed and step < 9:
                new_id = self.new_id(step, self.iep_id)
                self.create_on(*allowed[step % len(allowed)], new_id, self.today)
            else:
                self.bring_to_develop_plan(self.new_id(step, self.referral_id))

    def bring_to_develop_plan(self, referral_id):
        ended = self.clerk.latest_found() is not None
        kind = EvaluationType.REEVALUATION if ended else EvaluationType.INITIAL
        found = self.determination(eligible=True, days=0, category="Autism")
        self.receive(referral_id, Stage.EXPRESS_CONCERN, self.today)
        self.record_evaluation(referral_id, Evaluation(type=kind, determination=found))
        self.record_consent(referral_id, ConsentStatus.GIVEN, self.today)
        self.move_on(referral_id, Stage.DEVELOP_PLAN)

    def finish(self, iep_id):
        meeting = ConferencePurpose.IEP
        self.assign_to(iep_id)
        self.record(iep_id, Procedure(kind=ProcedureKind.PRIOR_WRITTEN_NOTICE, on=self.today))
        self.record(
            iep_id, Procedure(kind=ProcedureKind.CONFERENCE, purpose=meeting, on=self.today)
        )
        self.activate_on(iep_id, self.today)

    def teardown(self):
        """What may not be created is refused, and what may be created is created."""
        for referral in self.student.referrals:
            allowed = next_allowed_iep_types(referral, policy=self.policy)
            created = {
                iep_type
                for iep_type in IEPType
                if attempt(
                    create_iep,
                    self.student,
                    referral.id,
                    iep_type,
                    iep_id="another",
                    on=date.max,
                    policy=self.policy,
                )[0]
                == DONE
            }
            assert created == allowed


def attempt(operation, *arguments, **named):
    """Return how the operation went, and the record that it returned or the words of its refusal."""
    try:
        return DONE, operation(*arguments, **named)
    except NotAllowedError as error:
        return NOT_ALLOWED, str(error)
    except InvalidRecordError as error:
        return REFUSED, str(error)


def check_statuses(before, after):
    """A draft becomes active or goes, an active IEP becomes inactive, and an inactive one never changes."""
    new = {iep.id: iep for _, iep in after.ieps()}
    for _, old in before.ieps():
        if old.status is IEPStatus.INACTIVE:
            assert new[old.id] == old
        elif old.status is IEPStatus.ACTIVE:
            assert new[old.id].status is not IEPStatus.DRAFT
        elif old.id in new:
            assert new[old.id].status is not IEPStatus.INACTIVE
        assert old.id not in new or new[old.id].type is old.type
    known = {iep.id for _, iep in before.ieps()}
    assert all(iep.status is IEPStatus.DRAFT for key, iep in new.items() if key not in known)


TestLivingCycle = LivingCycle.TestCase
TestLivingCycle.settings = settings(stateful_step_count=50)
