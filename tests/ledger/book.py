"""Small words for tests of the book: partners to post about, and lines between accounts."""

from datetime import date

from core.database.doors import write
from core.ledger.entries import Fund, LedgerLine, network_account, partner_account
from core.ledger.units import Unit
from core.partners.kinds import PartnerKind
from core.partners.tables import Partner

DAY = date(2026, 11, 2)
CAD, MINUTES = Unit.cad_cents, Unit.minutes


def two_partners() -> tuple[int, int]:
    """Write two partners and return their ids."""

    def act(session: object) -> tuple[int, int]:
        rows = [
            Partner(code=code, name=code, kind=PartnerKind.producer, territory="BSL", town="Amqui")
            for code in ("FERME", "BANQUE")
        ]
        session.add_all(rows)  # type: ignore[attr-defined] # the door gives a session
        session.flush()  # type: ignore[attr-defined] # the door gives a session
        return rows[0].id or 0, rows[1].id or 0

    return write(act)


def gives(partner_id: int, amount: int, *, unit: Unit = CAD, fund: Fund = Fund.cushion) -> list[LedgerLine]:
    """Return the two lines that put `amount` to a partner from a fund."""
    return [
        LedgerLine(partner_account(partner_id, unit), amount),
        LedgerLine(network_account(fund, unit), -amount),
    ]
