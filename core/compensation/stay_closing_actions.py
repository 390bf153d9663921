"""Closing a stay in storage: whoever stored owes its price to the owner of the place (R6)."""

from dataclasses import dataclass

from core.access.rights import Member
from core.audit.actions import record
from core.compensation import stay_closing_store
from core.compensation.kinds import Fact
from core.compensation.posting_rules import storage_closed
from core.compensation.refusals import NothingToClose, StillStored
from core.compensation.stay_closing_store import StayToClose
from core.compensation.stewards import require_steward
from core.database.doors import WriteSession
from core.ledger import actions as ledger
from core.ledger.views import standing
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.taxes import Bill
from core.storage.states import StayState
from core.storage.stay_store import lock_stay

STAY = N_("stay in storage")


@dataclass(frozen=True, slots=True)
class StayClosed:
    """A stay in the book: what is owed for it; no entry where it is free of charge, or at one's own place."""

    stay_id: int
    entry_id: int | None
    bill: Bill


def close_stay(session: WriteSession, member: Member, *, stay_id: int) -> StayClosed:
    """Say that pallets have left: what their partner owes for the stay is in the book, dated its last day.

    Closing again changes nothing, unless its entry was reversed meanwhile: then it is posted anew.

    Raises:
        Refusal: neither coordinator nor treasurer, no such stay, not over yet, cancelled, or part of a reservation.
    """
    by = require_steward(member)
    if lock_stay(session, stay_id) is None:
        raise NotFound(what=STAY)
    stay = stay_closing_store.stay(session, stay_id)
    if stay is None:
        raise NotFound(what=STAY)
    _require_over(stay)
    stands = standing(session, f"stay:{stay_id}")
    if stands.entry_id is not None:
        return StayClosed(stay_id, stands.entry_id, stay.bill)
    lines = storage_closed(stay.bill, partner_id=stay.partner_id, owner_id=stay.owner_id)
    if not lines:
        return StayClosed(stay_id, None, stay.bill)
    entry_id = ledger.post(
        session,
        by=by,
        key=stands.key,
        day=stay.last_day,
        fact=Fact.storage_closed.value,
        facts={
            "stay_id": stay_id,
            "line": f"{stay.site} · {stay.number}",
            "owner_id": stay.owner_id,
            "price_cents": stay.bill.price_cents,
            "tax_cents": stay.bill.tax_cents,
            "taxes": {str(stay.partner_id): [stay.bill.gst_cents, stay.bill.qst_cents]},
        },
        lines=lines,
    )
    record(session, by, "closed", "storage_stay", stay_id, entry_id=entry_id, price_cents=stay.bill.price_cents)
    return StayClosed(stay_id, entry_id, stay.bill)


def _require_over(stay: StayToClose) -> None:
    if stay.state != StayState.confirmed or stay.is_transfer:
        raise NothingToClose(number=stay.number)
    if stay.last_day >= clock.today():
        raise StillStored(number=stay.number, last_day=stay.last_day)
