"""What people do with effort: give it, have it approved or questioned, and say what it is worth from a day on."""

from dataclasses import dataclass
from datetime import date, timedelta

from core.access.rights import Member, Right, require, require_acting_for
from core.audit.actions import record
from core.compensation import store
from core.compensation.effort import MOST, SMALLEST_PER_UNIT, Rate, rate_on, value_cents
from core.compensation.kinds import ContributionKind, ContributionState, Fact
from core.compensation.posting_rules import contribution_approved
from core.compensation.refusals import AlreadyApproved, RateInForce
from core.compensation.stewards import require_steward
from core.compensation.tables import Contribution, Role
from core.database.doors import WriteSession
from core.ledger.actions import post
from core.ledger.views import standing
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.shared import clock, plausible
from core.shared.errors import N_, NotFound, StaleForm, WrongInput

OLDEST = timedelta(days=400)
MOST_CENTS_PER_UNIT = 100_000
CONTRIBUTION = N_("contribution")


@dataclass(frozen=True, slots=True)
class ContributionRequest:
    """Effort as its form was sent: `quantity` in minutes, metres, kg or cents; the same `request_id` counts once."""

    request_id: str
    partner_id: int
    kind: ContributionKind
    quantity: int
    day: date
    role_id: int | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Approved:
    """A contribution in the book, and what it was worth; no entry when it is worth nothing in any unit."""

    contribution_id: int
    value_cents: int
    entry_id: int | None


def give_contribution(session: WriteSession, member: Member, request: ContributionRequest) -> int:
    """Enter effort that a partner gave and return its id; the same request again returns the same one.

    Raises:
        Refusal: not this partner's member, a field is not believable, a day to come or long past.
    """
    by = require_acting_for(member, request.partner_id)
    fields = _checked(session, request)
    given = store.add_contribution(
        session, **fields, state=ContributionState.submitted, question="", submitted_by_id=by, submitted_at=clock.now()
    )
    if given is None:
        return _given_before(session, request, fields)
    record(
        session,
        by,
        "gave",
        "contribution",
        given,
        partner_id=request.partner_id,
        kind=request.kind,
        quantity=request.quantity,
    )
    return given


def correct_contribution(
    session: WriteSession, member: Member, *, contribution_id: int, quantity: int, day: date, note: str = ""
) -> int:
    """Change a contribution that is not approved yet; it waits for approval again. Return its id.

    Raises:
        Refusal: not this partner's member, already approved, or a field is not believable.
    """
    contribution = _locked(session, contribution_id)
    by = require_acting_for(member, contribution.partner_id)
    _not_approved(session, contribution)
    request = ContributionRequest("-", contribution.partner_id, contribution.kind, quantity, day, note=note)
    fields = _checked(session, request)
    contribution.quantity, contribution.day, contribution.note = quantity, day, str(fields["note"])
    contribution.state = ContributionState.submitted
    store.save(session, contribution)
    facts = {"kind": contribution.kind, "quantity": quantity, "day": day.isoformat()}
    record(session, by, "corrected", "contribution", contribution_id, **facts)
    return contribution_id


def approve_contribution(session: WriteSession, member: Member, *, contribution_id: int) -> Approved:
    """Accept a contribution at the rate of its day and put it in the book; again changes nothing.

    Raises:
        Refusal: neither coordinator nor treasurer, or no such contribution.
    """
    by = require_steward(member)
    contribution = _locked(session, contribution_id)
    stands = standing(session, f"contribution:{contribution_id}")
    if contribution.state is ContributionState.approved:
        return Approved(contribution_id, contribution.value_cents or 0, stands.entry_id)
    rate = rate_on(store.every_rate(session), contribution.kind, contribution.day)
    worth = value_cents(contribution.kind, contribution.quantity, rate)
    lines = contribution_approved(
        contribution.partner_id, contribution.kind, quantity=contribution.quantity, value_cents=worth
    )
    facts = {
        "contribution_id": contribution_id,
        "kind": contribution.kind.value,
        "quantity": contribution.quantity,
        "cents_per_unit": rate,
    }
    entry_id = lines and post(
        session,
        by=by,
        key=stands.key,
        day=contribution.day,
        fact=Fact.contribution_approved.value,
        facts=facts,
        lines=lines,
    )
    _decide(session, contribution, by, ContributionState.approved, cents=worth)
    record(session, by, "approved", "contribution", contribution_id, value_cents=worth)
    tell(
        session,
        partner_id=contribution.partner_id,
        kind=NoticeKind.contribution_approved,
        day=contribution.day.isoformat(),
        contribution_kind=contribution.kind.value,
        quantity=contribution.quantity,
    )
    return Approved(contribution_id, worth, entry_id or None)


def question_contribution(session: WriteSession, member: Member, *, contribution_id: int, question: str) -> int:
    """Send a contribution back to its partner with a question, and return its id.

    Raises:
        Refusal: neither coordinator nor treasurer, no such contribution, already approved, or no question.
    """
    by = require_steward(member)
    contribution = _locked(session, contribution_id)
    _not_approved(session, contribution)
    reopen(session, contribution, by, plausible.text(N_("Question"), question, longest=300))
    return contribution_id


def reopen(session: WriteSession, contribution: Contribution, by: int, question: str) -> None:
    """Put a contribution back to its partner, in whatever state it was; the caller has checked who may."""
    contribution.question = question
    _decide(session, contribution, by, ContributionState.questioned, cents=None)
    record(session, by, "questioned", "contribution", contribution.id, question=question)
    tell(
        session,
        partner_id=contribution.partner_id,
        kind=NoticeKind.contribution_questioned,
        day=contribution.day.isoformat(),
        question=question,
    )


def set_rate(
    session: WriteSession, member: Member, *, kind: ContributionKind, cents_per_unit: int, valid_from: date
) -> Rate:
    """Say what an hour, km, kg or dollar of effort is worth from a day on; what was approved before stays as it was.

    The first rate of a kind may start in the past; later ones start tomorrow at the earliest.

    Raises:
        Refusal: not a coordinator, a value beyond belief, or a day on which a rate already counts.
    """
    by = require(member, Right.coordinator)
    cents = plausible.whole(N_("Rate (¢)"), cents_per_unit, least=0, most=MOST_CENTS_PER_UNIT)
    rates = store.every_rate(session)
    today = clock.today()
    if valid_from <= today and any(rate.kind is kind for rate in rates):
        raise RateInForce(kind=kind, earliest=today + timedelta(days=1))
    rate = Rate(ContributionKind(kind), valid_from, cents)
    if not store.put_rate(session, rate):
        raise StaleForm(what=N_("rate"))
    record(session, by, "set a rate", "contribution_rate", None, kind=kind, cents=cents, since=valid_from.isoformat())
    return rate


def _checked(session: WriteSession, request: ContributionRequest) -> dict[str, object]:
    kind = ContributionKind(request.kind)
    today = clock.today()
    if request.day > today:
        raise WrongInput(field=N_("Day"), reason=N_("this day has not come yet. Choose today or an earlier day."))
    if request.day < today - OLDEST:
        raise WrongInput(field=N_("Day"), reason=N_("this is more than a year ago. Check the year."))
    if request.role_id is not None and session.get(Role, request.role_id) is None:
        raise NotFound(what=N_("role"))
    most = MOST[kind] * SMALLEST_PER_UNIT[kind]
    return {
        "request_id": plausible.text(N_("Request"), request.request_id, longest=40),
        "partner_id": request.partner_id,
        "kind": kind,
        "quantity": plausible.whole(QUANTITY[kind], request.quantity, least=1, most=most),
        "day": request.day,
        "role_id": request.role_id,
        "note": plausible.text(N_("Note"), request.note, longest=300, may_be_blank=True),
    }


QUANTITY: dict[ContributionKind, str] = {
    ContributionKind.hours: N_("Time (minutes)"),
    ContributionKind.distance: N_("Distance (metres)"),
    ContributionKind.goods: N_("Weight (kg)"),
    ContributionKind.money: N_("Amount (¢)"),
}


def _given_before(session: WriteSession, request: ContributionRequest, fields: dict[str, object]) -> int:
    before = store.contribution_of_request(session, request.request_id)
    if before is None or before.partner_id != request.partner_id:
        raise NotFound(what=CONTRIBUTION)
    if any(getattr(before, name) != value for name, value in fields.items()):
        raise StaleForm(what=CONTRIBUTION)
    return before.id or 0


def _locked(session: WriteSession, contribution_id: int) -> Contribution:
    contribution = store.locked(session, Contribution, contribution_id)
    if contribution is None:
        raise NotFound(what=CONTRIBUTION)
    return contribution


def _not_approved(session: WriteSession, contribution: Contribution) -> None:
    if contribution.state is ContributionState.approved:
        name = store.partner_name(session, contribution.partner_id) or ""
        raise AlreadyApproved(partner=name, day=contribution.day)


def _decide(
    session: WriteSession, contribution: Contribution, by: int, state: ContributionState, *, cents: int | None
) -> None:
    contribution.state, contribution.value_cents = state, cents
    contribution.decided_by_id, contribution.decided_at = by, clock.now()
    store.save(session, contribution)
