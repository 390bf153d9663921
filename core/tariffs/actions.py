"""What people do with tariffs: set the prices that count from a day on."""

from core.access.rights import Member, Right, require
from core.audit.actions import record
from core.database.doors import WriteSession
from core.shared import clock
from core.tariffs import store
from core.tariffs.cards import TariffBegun, TariffCard, TariffDateTaken, checked_tariff


def set_tariff(session: WriteSession, member: Member, card: TariffCard) -> int:
    """Set the prices for runs from `card.valid_from` on; reservations already made keep theirs. Return its id.

    The very first tariff may begin in the past.

    Raises:
        NotAllowed: only a coordinator or a treasurer sets prices.
        TariffBegun: it would begin in the past.
        TariffDateTaken: another one begins the same day.
        OutOfBounds: an amount cannot be right.
    """
    person_id = require(member, Right.treasurer if member.has(Right.treasurer) else Right.coordinator)
    card = checked_tariff(card)
    if store.begins_on(session, card.valid_from):
        raise TariffDateTaken(day=card.valid_from)
    if card.valid_from < clock.today() and not store.is_empty(session):
        raise TariffBegun(day=clock.today())
    tariff_id = store.add(session, card)
    record(
        session,
        person_id,
        "set tariff",
        "tariff",
        tariff_id,
        valid_from=card.valid_from.isoformat(),
        microdollars_per_kg_km=card.microdollars_per_kg_km,
        microdollars_per_pallet_km=card.microdollars_per_pallet_km,
        cents_per_stop=card.cents_per_stop,
        cents_flat=card.cents_flat,
        solidarity={kind.value: percent for kind, percent in card.solidarity.items()},
        gst_millipercent=card.taxes.gst_millipercent,
        qst_millipercent=card.taxes.qst_millipercent,
    )
    return tariff_id
