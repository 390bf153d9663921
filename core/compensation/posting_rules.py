"""What each fact puts in the book (R6): who owes, who is owed, and what goes to the shared cushion fund.

Sign: + is owed to the account's holder, − is owed by it. Every rule returns lines that sum to zero in each unit, and
no line where there is nothing to say.
"""

from collections.abc import Iterable, Mapping
from types import MappingProxyType

from core.compensation.kinds import ContributionKind, PaymentDirection
from core.ledger.entries import AccountName, Fund, LedgerLine, network_account, partner_account
from core.ledger.units import Unit
from core.shared.taxes import Bill, summed

CAD = Unit.cad_cents
NOT_STORED: Mapping[int, int] = MappingProxyType({})
OWN_UNIT: dict[ContributionKind, Unit] = {
    ContributionKind.hours: Unit.minutes,
    ContributionKind.goods: Unit.in_kind_kg,
}


def departure_closed(
    bills: Mapping[int, Bill], *, owner_id: int, cost_cents: int, storage: Mapping[int, int] = NOT_STORED
) -> tuple[LedgerLine, ...]:
    """Each partner owes its bill for what was delivered; the vehicle's owner is owed the prices, up to the run's cost.

    `storage` is the part of the prices that goes to whoever kept a load between two trucks, by partner. What the rest
    brings beyond the cost goes to the cushion fund. When it brings less, the owner is owed what it brings: what lacks
    is shown, and shared only if the network decides so (`cost_shared`). Taxes wait to be remitted, each in its account.
    """
    collected = sum(bill.price_cents for bill in bills.values()) - sum(storage.values())
    to_owner = min(collected, cost_cents)
    return _lines(
        *((partner_account(partner_id, CAD), -bill.total_cents) for partner_id, bill in sorted(bills.items())),
        *((partner_account(keeper_id, CAD), cents) for keeper_id, cents in sorted(storage.items())),
        (partner_account(owner_id, CAD), to_owner),
        (network_account(Fund.cushion, CAD), collected - to_owner),
        *_taxes(bills.values()),
    )


def storage_closed(bill: Bill, *, partner_id: int, owner_id: int) -> tuple[LedgerLine, ...]:
    """Whoever stored owes the bill, the owner of the place is owed its price; at one's own place nobody owes."""
    if partner_id == owner_id:
        return ()
    return _lines(
        (partner_account(partner_id, CAD), -bill.total_cents),
        (partner_account(owner_id, CAD), bill.price_cents),
        *_taxes([bill]),
    )


def contribution_approved(
    partner_id: int, kind: ContributionKind, *, quantity: int, value_cents: int
) -> tuple[LedgerLine, ...]:
    """Effort is owed its dollar value, out of the cushion fund, and counts in its own unit (minutes, kg) as well."""
    lines = [
        (partner_account(partner_id, CAD), value_cents),
        (network_account(Fund.cushion, CAD), -value_cents),
    ]
    if own := OWN_UNIT.get(kind):
        lines += [(partner_account(partner_id, own), quantity), (network_account(Fund.effort, own), -quantity)]
    return _lines(*lines)


def payment(partner_id: int, *, cents: int, direction: PaymentDirection) -> tuple[LedgerLine, ...]:
    """Money received from a partner lowers what it owes; money paid out lowers what it is owed. The bank mirrors it."""
    amount = cents if direction is PaymentDirection.received else -cents
    return _lines((partner_account(partner_id, CAD), amount), (network_account(Fund.bank, CAD), -amount))


def grant(*, cents: int) -> tuple[LedgerLine, ...]:
    """Money given to the network itself goes to the cushion fund, through the bank."""
    return _lines((network_account(Fund.cushion, CAD), cents), (network_account(Fund.bank, CAD), -cents))


def cost_shared(shares: Mapping[int, int], *, owner_id: int) -> tuple[LedgerLine, ...]:
    """Each partner owes its share of a cost that `owner_id` bore; the owner's own share stays with it."""
    others = {partner_id: cents for partner_id, cents in sorted(shares.items()) if partner_id != owner_id}
    return _lines(
        *((partner_account(partner_id, CAD), -cents) for partner_id, cents in others.items()),
        (partner_account(owner_id, CAD), sum(others.values())),
    )


def _taxes(bills: Iterable[Bill]) -> tuple[tuple[AccountName, int], ...]:
    due = summed(bills)
    return ((network_account(Fund.gst, CAD), due.gst_cents), (network_account(Fund.qst, CAD), due.qst_cents))


def _lines(*amounts: tuple[AccountName, int]) -> tuple[LedgerLine, ...]:
    return tuple(LedgerLine(account, amount) for account, amount in amounts if amount)
