"""Whether the book says what happened: contributions approved, departures and stays closed, each once (R6)."""

from collections import Counter

from core.compensation import closing_store, stay_closing_store, store
from core.compensation.kinds import Fact
from core.database.doors import ReadSession
from core.ledger import views as ledger
from core.ledger.entries import Written
from core.ledger.units import Unit


def check(session: ReadSession) -> list[str]:
    """Read the whole book and say what is wrong (R6): the entries themselves, then what they should say.

    An approved contribution stands in the book for its value, a closed departure for what was delivered on it, a
    closed stay for its price; each with the taxes agreed.
    """
    worth: Counter[int] = Counter()
    departures: dict[int, Counter[str]] = {}
    stays: dict[int, Counter[str]] = {}
    for each in ledger.entries(session):
        facts, sign = each.draft.facts, -1 if each.draft.reverses_id else 1
        fact = facts.get("of_fact", each.draft.fact)
        if fact == Fact.contribution_approved:
            worth[facts["contribution_id"]] += _dollars_of_partners(each)
        elif fact == Fact.departure_closed:
            _add(departures, facts["departure_id"], sign * facts["collected_cents"], sign * facts.get("tax_cents", 0))
        elif fact == Fact.storage_closed:
            _add(stays, facts["stay_id"], sign * facts["price_cents"], sign * facts["tax_cents"])
    return [
        *ledger.check(session),
        *_contributions(session, worth),
        *_departures(session, departures),
        *_stays(session, stays),
    ]


def _add(sums: dict[int, Counter[str]], what: int, price_cents: int, tax_cents: int) -> None:
    sums.setdefault(what, Counter()).update({"price": price_cents, "tax": tax_cents})


def _contributions(session: ReadSession, worth: Counter[int]) -> list[str]:
    found = []
    for contribution_id, cents in store.approved_values(session).items():
        if worth.pop(contribution_id, 0) != cents:
            found.append(f"contribution {contribution_id}: the book does not say its {cents} cents")
    return [
        *found,
        *(f"contribution {each}: in the book but not approved" for each, cents in sorted(worth.items()) if cents),
    ]


def _departures(session: ReadSession, sums: dict[int, Counter[str]]) -> list[str]:
    in_book = {each: (sums[each]["price"], sums[each]["tax"]) for each in sorted(sums) if any(sums[each].values())}
    owed = dict.fromkeys(in_book, (0, 0))
    for departure_id, _partner_id, _reservation_id, bill in closing_store.owed_on(session, list(in_book)):
        price, tax = owed[departure_id]
        owed[departure_id] = price + bill.price_cents, tax + bill.tax_cents
    return [
        f"departure {each}: {owed[each][0]} cents and {owed[each][1]} of taxes owed, {price} and {tax} in the book"
        for each, (price, tax) in in_book.items()
        if owed[each] != (price, tax)
    ]


def _stays(session: ReadSession, sums: dict[int, Counter[str]]) -> list[str]:
    in_book = {each: (sums[each]["price"], sums[each]["tax"]) for each in sorted(sums) if any(sums[each].values())}
    bills = {each.stay_id: each.bill for each in stay_closing_store.stays(session, in_book)} if in_book else {}
    agreed = {each: (bill.price_cents, bill.tax_cents) for each, bill in bills.items()}
    return [
        f"stay {each}: the book says {price} cents and {tax} of taxes, not what was agreed"
        for each, (price, tax) in in_book.items()
        if agreed.get(each) != (price, tax)
    ]


def _dollars_of_partners(entry: Written) -> int:
    return sum(
        line.amount
        for line in entry.draft.lines
        if line.account.partner_id is not None and line.account.unit is Unit.cad_cents
    )
