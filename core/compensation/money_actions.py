"""What people do with money: close a departure, record a payment, share a cost, reverse an entry."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.compensation import closing_store, store
from core.compensation.closing_store import RunToClose
from core.compensation.contribution_actions import reopen
from core.compensation.kinds import Fact, PaymentDirection
from core.compensation.posting_rules import cost_shared, departure_closed, grant, payment
from core.compensation.refusals import DepartureCancelled, NotRunYet, SharesDoNotAddUp
from core.compensation.stewards import require_steward
from core.compensation.tables import Contribution
from core.database.doors import WriteSession
from core.ledger import actions as ledger
from core.ledger.views import entry, standing
from core.lines.actions import mark_done
from core.lines.kinds import DepartureState
from core.lines.store import lock_departures
from core.reservations.states import ReservationState
from core.shared import clock, plausible
from core.shared.errors import N_, NotFound, WrongInput
from core.shared.money import Cents
from core.shared.taxes import Bill, summed

MOST_CENTS = 100_000_000
_DEPARTURE, _PARTNER, _ENTRY = N_("departure"), N_("partner"), N_("entry")


@dataclass(frozen=True, slots=True)
class Closed:
    """A departure in the book: what its prices bring before taxes, what its run cost, what goes to the cushion fund.

    `entry_id` is None when nothing was carried for a price; `tax_cents` is collected on top of the prices.
    """

    departure_id: int
    entry_id: int | None
    collected_cents: int
    cost_cents: int
    cushion_cents: int
    tax_cents: int = 0


def close_departure(session: WriteSession, member: Member, *, departure_id: int) -> Closed:
    """Say that a departure has run: what is owed for its loads is in the book.

    A load that nobody said anything about was delivered in full; one that was not brought owes nothing; one that was
    cancelled late owes what the line asks for that.

    Closing again changes nothing, unless its entry was reversed meanwhile: then it is posted anew, from what the
    reservations say now.

    Raises:
        Refusal: neither coordinator nor treasurer, no such departure, cancelled, or not back yet.
    """
    by = require_steward(member)
    lock_departures(session, [departure_id])
    run = closing_store.run(session, departure_id)
    if run is None:
        raise NotFound(what=_DEPARTURE)
    if run.state is DepartureState.cancelled:
        raise DepartureCancelled(line=run.line, day=run.service_date)
    if run.ends_at > clock.now():
        raise NotRunYet(line=run.line, ends_at=run.ends_at)
    stands = standing(session, f"departure:{departure_id}")
    if stands.entry_id is not None:
        return _closed_before(session, run, stands.entry_id)
    confirmed = closing_store.carried(session, [departure_id], [ReservationState.confirmed])
    closing_store.deliver(session, [reservation for _, reservation in confirmed])
    mark_done(session, member, departure_id)
    bills, numbers = _bills(session, departure_id)
    stored = closing_store.storage_within(session, sorted(each for ids in numbers.values() for each in ids))
    lines = departure_closed(bills, owner_id=run.owner_id, cost_cents=run.cost_cents, storage=stored)
    whole = summed(bills.values())
    collected = whole.price_cents
    for_carrying = collected - sum(stored.values())
    cushion = for_carrying - min(for_carrying, run.cost_cents)
    if not lines:
        return Closed(departure_id, None, collected, run.cost_cents, cushion)
    facts: dict[str, Any] = {
        "departure_id": departure_id,
        "line": run.line,
        "service_date": run.service_date.isoformat(),
        "owner_id": run.owner_id,
        "collected_cents": collected,
        "cost_cents": run.cost_cents,
        "cushion_cents": cushion,
        **({"tax_cents": whole.tax_cents, "taxes": _taxes(bills)} if whole.tax_cents else {}),
        **({"storage": {str(keeper): cents for keeper, cents in sorted(stored.items())}} if stored else {}),
        "reservations": {str(partner_id): ids for partner_id, ids in sorted(numbers.items())},
    }
    entry_id = ledger.post(
        session,
        by=by,
        key=stands.key,
        day=run.service_date,
        fact=Fact.departure_closed.value,
        facts=facts,
        lines=lines,
    )
    record(session, by, "closed", "departure", departure_id, entry_id=entry_id, collected_cents=collected)
    return Closed(departure_id, entry_id, collected, run.cost_cents, cushion, whole.tax_cents)


def record_payment(
    session: WriteSession,
    member: Member,
    *,
    request_id: str,
    partner_id: int,
    cents: int,
    day: date,
    direction: PaymentDirection = PaymentDirection.received,
) -> int:
    """Write down money that a partner paid in or was paid, and return the entry; the same request counts once.

    Raises:
        Refusal: not the treasurer, no such partner, an amount that is not above zero, a day to come.
    """
    by = require(member, Right.treasurer)
    if store.partner_name(session, partner_id) is None:
        raise NotFound(what=_PARTNER)
    amount, when = _amount(cents), _day_not_to_come(day)
    entry_id = ledger.post(
        session,
        by=by,
        key=f"payment:{plausible.text(N_('Request'), request_id, longest=40)}",
        day=when,
        fact=Fact.payment.value,
        facts={"direction": PaymentDirection(direction).value},
        lines=payment(partner_id, cents=amount, direction=direction),
    )
    record(session, by, "recorded a payment", "partner", partner_id, cents=amount, direction=direction)
    return entry_id


def record_grant(session: WriteSession, member: Member, *, request_id: str, cents: int, day: date, giver: str) -> int:
    """Write down money given to the network itself, for its cushion fund, and return the entry; once per request.

    Raises:
        Refusal: not the treasurer, no giver, an amount that is not above zero, a day to come.
    """
    by = require(member, Right.treasurer)
    amount, when = _amount(cents), _day_not_to_come(day)
    entry_id = ledger.post(
        session,
        by=by,
        key=f"grant:{plausible.text(N_('Request'), request_id, longest=40)}",
        day=when,
        fact=Fact.grant.value,
        facts={"giver": plausible.text(N_("Given by"), giver, longest=120)},
        lines=grant(cents=amount),
    )
    record(session, by, "recorded a grant", "ledger_entry", entry_id, cents=amount, giver=giver)
    return entry_id


def share_cost(
    session: WriteSession, member: Member, *, departure_id: int, to_share_cents: int, shares: Mapping[int, int]
) -> int:
    """Have partners bear a cost of a departure that its vehicle's owner bore, each its share, and return the entry.

    Raises:
        Refusal: not the treasurer, no such departure or partner, or shares that do not sum to the cost (R7).
    """
    by = require(member, Right.treasurer)
    run = closing_store.run(session, departure_id)
    if run is None:
        raise NotFound(what=_DEPARTURE)
    if any(store.partner_name(session, partner_id) is None for partner_id in shares):
        raise NotFound(what=_PARTNER)
    if sum(shares.values()) != to_share_cents or any(cents < 0 for cents in shares.values()):
        raise SharesDoNotAddUp(shared=Cents(sum(shares.values())), to_share=Cents(to_share_cents))
    lines = cost_shared(shares, owner_id=run.owner_id)
    if not lines:
        raise WrongInput(field=N_("Shares"), reason=N_("nobody but the owner bears a share. Give one to a partner."))
    entry_id = ledger.post(
        session,
        by=by,
        key=standing(session, f"share:{departure_id}").key,
        day=run.service_date,
        fact=Fact.cost_shared.value,
        facts={"departure_id": departure_id, "line": run.line, "to_share_cents": to_share_cents},
        lines=lines,
    )
    record(session, by, "shared a cost", "departure", departure_id, entry_id=entry_id, cents=to_share_cents)
    return entry_id


def reverse_entry(session: WriteSession, member: Member, *, request_id: str, entry_id: int, reason: str) -> int:
    """Undo an entry by a new one, dated today, and return it; an approved contribution comes back to its partner.

    Raises:
        Refusal: not the treasurer, no such entry, no reason, already reversed, or itself a reversal.
    """
    by = require(member, Right.treasurer)
    why = plausible.text(N_("Reason"), reason, longest=200)
    original = entry(session, entry_id)
    if original is None:
        raise NotFound(what=_ENTRY)
    key = f"reversal:{plausible.text(N_('Request'), request_id, longest=40)}"
    undo = ledger.reverse(session, by=by, key=key, entry_id=entry_id, day=clock.today(), reason=why)
    if original.draft.fact == Fact.contribution_approved.value:
        contribution = store.locked(session, Contribution, original.draft.facts["contribution_id"])
        if contribution is not None and standing(session, f"contribution:{contribution.id}").entry_id is None:
            reopen(session, contribution, by, why)
    record(session, by, "reversed", "ledger_entry", entry_id, reason=why, reversal_id=undo)
    return undo


def _amount(cents: int) -> int:
    return plausible.whole(N_("Amount (¢)"), cents, least=1, most=MOST_CENTS)


def _day_not_to_come(day: date) -> date:
    if day > clock.today():
        raise WrongInput(field=N_("Day"), reason=N_("this day has not come yet. Choose today or an earlier day."))
    return day


def _bills(session: WriteSession, departure_id: int) -> tuple[dict[int, Bill], dict[int, list[int]]]:
    """Return what each partner owes for what was delivered or cancelled late, and the reservations it was for."""
    bills: dict[int, Bill] = {}
    numbers: dict[int, list[int]] = {}
    for _departure_id, partner_id, reservation_id, bill in closing_store.owed_on(session, [departure_id]):
        bills[partner_id] = summed([*([bills[partner_id]] if partner_id in bills else []), bill])
        numbers.setdefault(partner_id, []).append(reservation_id)
    return bills, numbers


def _taxes(bills: Mapping[int, Bill]) -> dict[str, list[int]]:
    return {str(partner_id): [bill.gst_cents, bill.qst_cents] for partner_id, bill in sorted(bills.items())}


def _closed_before(session: WriteSession, run: RunToClose, entry_id: int) -> Closed:
    before = entry(session, entry_id)
    facts = before.draft.facts if before else {}
    amounts = (facts["collected_cents"], facts["cost_cents"], facts["cushion_cents"], facts.get("tax_cents", 0))
    return Closed(run.departure_id, entry_id, *amounts)
