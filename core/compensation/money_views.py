"""What people see of money: a partner's statement, the network's funds, what waits to be closed, and the data check."""

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from core.access.rights import Member, require_signed_in
from core.compensation import closing_store, store
from core.compensation.closing_store import RunToClose
from core.compensation.kinds import Fact
from core.compensation.statements import AccountStatement, MoneyLine
from core.compensation.stewards import is_steward, require_steward
from core.database.doors import ReadSession
from core.ledger import views as ledger
from core.ledger.entries import Fund, Written
from core.ledger.units import Unit
from core.lines.kinds import DepartureState
from core.partners.kinds import PartnerKind
from core.reservations.states import ReservationState
from core.shared import clock
from core.shared.errors import N_, NotFound

LOOK_BACK = timedelta(days=120)


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

    The cushion fund is everybody's to see; the bank only a steward's, and turned round: above zero there is money.
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
    rows = []
    for partner, _ in store.partners_and_places(session):
        partner_id = partner.id or 0
        units = {unit: balance.partners.get((partner_id, unit), 0) for unit in Unit}
        if partner.is_active or any(units.values()):
            cents = units[Unit.cad_cents] if member.may_see_money_of(partner_id) else None
            minutes, kg = units[Unit.minutes], units[Unit.in_kind_kg]
            rows.append(BalanceRow(partner_id, partner.name, partner.kind, cents, minutes, kg))
    return Accounts(tuple(rows), funds)


def departures_to_close(session: ReadSession, member: Member) -> list[ClosableRow]:
    """Return the departures that are back and whose money is not in the book, oldest first.

    Raises:
        Refusal: neither coordinator nor treasurer.
    """
    require_steward(member)
    now = clock.now()
    since = now - LOOK_BACK
    closed = ledger.standing_keys(session, fact=Fact.departure_closed.value, since=clock.local(since).date())
    open_ids = [
        departure_id
        for departure_id in closing_store.back_between(session, since, now)
        if f"departure:{departure_id}" not in closed
    ]
    runs = closing_store.runs(session, open_ids)
    states = (ReservationState.confirmed, ReservationState.delivered)
    prices: dict[int, list[int]] = {}
    for departure_id, _partner_id, _reservation_id, cents in closing_store.owed_on(session, open_ids, states):
        prices.setdefault(departure_id, []).append(cents)
    return [
        _closable(run, prices.get(run.departure_id, []))
        for run in runs
        if run.state is DepartureState.planned or any(prices.get(run.departure_id, []))
    ]


def check(session: ReadSession) -> list[str]:
    """Read the whole book and say what is wrong (R6): the entries themselves, then what they should say.

    An approved contribution stands in the book for its value, a closed departure for what was delivered on it.
    """
    found = ledger.check(session)
    worth: Counter[int] = Counter()
    collected: Counter[int] = Counter()
    for each in ledger.entries(session):
        facts = each.draft.facts
        fact = facts.get("of_fact", each.draft.fact)
        if fact == Fact.contribution_approved:
            worth[facts["contribution_id"]] += _dollars_of_partners(each)
        elif fact == Fact.departure_closed:
            collected[facts["departure_id"]] += facts["collected_cents"] * (-1 if each.draft.reverses_id else 1)
    for contribution_id, cents in store.approved_values(session).items():
        if worth.pop(contribution_id, 0) != cents:
            found.append(f"contribution {contribution_id}: the book does not say its {cents} cents")
    found += [f"contribution {each}: in the book but not approved" for each, cents in sorted(worth.items()) if cents]
    delivered: Counter[int] = Counter()
    in_book = sorted(departure_id for departure_id, cents in collected.items() if cents)
    for departure_id, _partner_id, _reservation_id, cents in closing_store.owed_on(session, in_book):
        delivered[departure_id] += cents
    found += [
        f"departure {each}: {delivered[each]} cents owed, {collected[each]} in the book"
        for each in in_book
        if delivered[each] != collected[each]
    ]
    return found


def _dollars_of_partners(entry: Written) -> int:
    return sum(
        line.amount
        for line in entry.draft.lines
        if line.account.partner_id is not None and line.account.unit is Unit.cad_cents
    )


def _closable(run: RunToClose, prices: list[int]) -> ClosableRow:
    return ClosableRow(run.departure_id, run.line, run.service_date, run.cost_cents, len(prices), sum(prices))


def _line(each: ledger.StatementLine, partner_id: int) -> MoneyLine:
    facts = each.facts
    return MoneyLine(
        entry_id=each.entry_id,
        day=each.day,
        fact=Fact(each.fact),
        undoes=Fact(facts["of_fact"]) if each.reverses_id is not None else None,
        about=str(facts.get("reason") or facts.get("line") or ""),
        reservation_ids=tuple(facts.get("reservations", {}).get(str(partner_id), ())),
        amount=each.amount,
        balance=each.balance,
        is_reversed=each.reversed_by_id is not None,
    )
