"""What people see of money: a partner's statement, the network's funds, and what waits to be closed."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access.rights import Member, require_signed_in
from core.compensation import closing_store, stay_closing_store, store
from core.compensation.closing_store import RunToClose
from core.compensation.kinds import Fact
from core.compensation.statements import AccountStatement, MoneyLine
from core.compensation.stay_closing_store import StayToClose
from core.compensation.stewards import is_steward, require_steward
from core.database.doors import ReadSession
from core.ledger import views as ledger
from core.ledger.entries import Fund
from core.ledger.units import Unit
from core.lines.kinds import DepartureState
from core.partners.kinds import PartnerKind
from core.reservations.states import ReservationState
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.taxes import Bill, summed

LOOK_BACK = timedelta(days=120)
_TAXES = (Fund.gst, Fund.qst)


@dataclass(frozen=True, slots=True)
class BalanceRow:
    """What a partner's accounts stand at; dollars are None where they are not this person's to see (R9)."""

    partner_id: int
    name: str
    kind: PartnerKind
    cents: int | None
    minutes: int
    kg: int


@dataclass(frozen=True, slots=True)
class Accounts:
    """Every partner's balances and the network's funds, in cents.

    The cushion fund is everybody's to see; the bank only a steward's, and turned round: above zero there is money. So
    are the taxes that are collected and not remitted yet.
    """

    rows: tuple[BalanceRow, ...]
    funds: dict[Fund, int]


@dataclass(frozen=True, slots=True)
class ClosableRow:
    """A departure that is back and waits to be closed, with what is still to be delivered on it."""

    departure_id: int
    line: str
    service_date: date
    cost_cents: int
    reservations: int
    price_cents: int
    tax_cents: int = 0


def statement(
    session: ReadSession, member: Member, *, partner_id: int, unit: Unit, first_day: date, last_day: date
) -> AccountStatement:
    """Return a partner's account over a span of days, both included.

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: its money is not this person's to see (R9).
    """
    require_signed_in(member)
    if not member.may_see_money_of(partner_id):
        raise NotFound(what=N_("statement"))
    found = ledger.statement(session, partner_id=partner_id, unit=unit, first_day=first_day, last_day=last_day)
    return AccountStatement(
        partner_id=partner_id,
        unit=unit,
        first_day=first_day,
        last_day=last_day,
        opening=found.opening,
        closing=found.closing,
        lines=tuple(_line(each, partner_id) for each in found.lines),
    )


def accounts(session: ReadSession, member: Member, *, until: date | None = None) -> Accounts:
    """Return the balances of every partner that is here or unsettled, and of the network's funds, up to a day.

    Raises:
        SignInNeeded: nobody is signed in.
    """
    require_signed_in(member)
    balance = ledger.trial_balance(session, until=until)
    signs = {Fund.cushion: 1, Fund.bank: -1} if is_steward(member) else {Fund.cushion: 1}
    funds = {fund: sign * balance.funds.get((fund, Unit.cad_cents), 0) for fund, sign in signs.items()}
    if is_steward(member):
        funds |= {tax: balance.funds[tax, Unit.cad_cents] for tax in _TAXES if (tax, Unit.cad_cents) in balance.funds}
    rows = []
    for partner, _ in store.partners_and_places(session):
        partner_id = partner.id or 0
        units = {unit: balance.partners.get((partner_id, unit), 0) for unit in Unit}
        if partner.is_active or any(units.values()):
            cents = units[Unit.cad_cents] if member.may_see_money_of(partner_id) else None
            minutes, kg = units[Unit.minutes], units[Unit.in_kind_kg]
            rows.append(BalanceRow(partner_id, partner.name, partner.kind, cents, minutes, kg))
    return Accounts(tuple(rows), funds)


@dataclass(frozen=True, slots=True)
class ToClose:
    """What is over and not in the book, oldest first."""

    departures: tuple[ClosableRow, ...]
    stays: tuple[StayToClose, ...]


def to_close(session: ReadSession, member: Member) -> ToClose:
    """Return the departures that are back, and the stays that are over and cost something, that are not in the book.

    Raises:
        Refusal: neither coordinator nor treasurer.
    """
    require_steward(member)
    now = clock.now()
    since, yesterday = clock.local(now - LOOK_BACK).date(), clock.local(now).date() - timedelta(days=1)
    facts = (Fact.departure_closed.value, Fact.storage_closed.value)
    closed = ledger.standing_keys(session, facts=facts, since=since)
    over = stay_closing_store.ended_between(session, since, yesterday)
    return ToClose(
        tuple(_departures(session, closed, now=now)),
        tuple(stay for stay in over if f"stay:{stay.stay_id}" not in closed),
    )


def departures_to_close(session: ReadSession, member: Member) -> list[ClosableRow]:
    """Return the departures that are back and whose money is not in the book, oldest first.

    Raises:
        Refusal: neither coordinator nor treasurer.
    """
    return list(to_close(session, member).departures)


def _departures(session: ReadSession, closed: Collection[str], *, now: datetime) -> Iterator[ClosableRow]:
    open_ids = [
        departure_id
        for departure_id in closing_store.back_between(session, now - LOOK_BACK, now)
        if f"departure:{departure_id}" not in closed
    ]
    runs = closing_store.runs(session, open_ids)
    states = (ReservationState.confirmed, ReservationState.delivered)
    bills: dict[int, list[Bill]] = {}
    for departure_id, _partner_id, _reservation_id, bill in closing_store.owed_on(session, open_ids, states):
        bills.setdefault(departure_id, []).append(bill)
    for run in runs:
        owed = bills.get(run.departure_id, [])
        if run.state is DepartureState.planned or any(bill.price_cents for bill in owed):
            yield _closable(run, owed)


def _closable(run: RunToClose, bills: list[Bill]) -> ClosableRow:
    whole = summed(bills)
    return ClosableRow(
        run.departure_id, run.line, run.service_date, run.cost_cents, len(bills), whole.price_cents, whole.tax_cents
    )


def _line(each: ledger.StatementLine, partner_id: int) -> MoneyLine:
    facts, own = each.facts, str(partner_id)
    is_debt = (each.amount < 0) == (each.reverses_id is None)
    gst_cents, qst_cents = facts.get("taxes", {}).get(own, (0, 0)) if is_debt else (0, 0)
    return MoneyLine(
        entry_id=each.entry_id,
        day=each.day,
        fact=Fact(each.fact),
        undoes=Fact(facts["of_fact"]) if each.reverses_id is not None else None,
        about=str(facts.get("reason") or facts.get("line") or ""),
        reservation_ids=tuple(facts.get("reservations", {}).get(own, ())),
        amount=each.amount,
        balance=each.balance,
        is_reversed=each.reversed_by_id is not None,
        for_storage=not is_debt and abs(each.amount) == facts.get("storage", {}).get(own),
        gst_cents=gst_cents,
        qst_cents=qst_cents,
    )
