"""What is wrong with storage, if anything: the counters of days against the stays, and stays against their days."""

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col

from core.database.doors import ReadSession
from core.shared.quantities import may_ride
from core.storage.requests import stay_number
from core.storage.states import TAKES_ROOM
from core.storage.tables import StorageDay, StorageOffer, StorageStay


def drift(session: ReadSession) -> list[str]:
    """Return a sentence for each day whose counter differs from the sum of its stays, and for each oddity.

    An empty list is the only good answer: anything else is an incident.
    """
    return [*_days(session), *_outside(session), *_too_warm(session)]


def _days(session: ReadSession) -> list[str]:
    pallets = func.coalesce(func.sum(col(StorageStay.pallet_hundredths)), 0)
    statement = (
        select_columns(col(StorageDay.offer_id), col(StorageDay.day), col(StorageDay.used_pallet_hundredths), pallets)
        .join(
            StorageStay,
            (col(StorageStay.offer_id) == StorageDay.offer_id)
            & (col(StorageStay.first_day) <= StorageDay.day)
            & (col(StorageStay.last_day) >= StorageDay.day)
            & col(StorageStay.state).in_(TAKES_ROOM),
            isouter=True,
        )
        .group_by(col(StorageDay.offer_id), col(StorageDay.day), col(StorageDay.used_pallet_hundredths))
        .having(col(StorageDay.used_pallet_hundredths) != pallets)
        .order_by(col(StorageDay.offer_id), col(StorageDay.day))
    )
    return [
        f"storage offer {offer}, {day}: counted {used} hundredths of a pallet, reserved {summed}"
        for offer, day, used, summed in session.execute(statement)
    ]


def _outside(session: ReadSession) -> list[str]:
    """List the stays that take room on days their offer does not have."""
    statement = (
        select_columns(col(StorageStay.id), col(StorageOffer.id))
        .join(StorageOffer, col(StorageOffer.id) == StorageStay.offer_id)
        .where(
            col(StorageStay.state).in_(TAKES_ROOM),
            (col(StorageStay.first_day) < StorageOffer.first_day) | (col(StorageStay.last_day) > StorageOffer.last_day),
        )
        .order_by(col(StorageStay.id))
    )
    return [f"{stay_number(stay)} is outside the days of offer {offer}" for stay, offer in session.execute(statement)]


def _too_warm(session: ReadSession) -> list[str]:
    """List the stays where their temperature is not kept (R2)."""
    statement = (
        select_columns(col(StorageStay.id), col(StorageStay.temperature), col(StorageOffer.temperature))
        .join(StorageOffer, col(StorageOffer.id) == StorageStay.offer_id)
        .where(col(StorageStay.state).in_(TAKES_ROOM), col(StorageOffer.temperature) != col(StorageStay.temperature))
        .order_by(col(StorageStay.id))
    )
    return [
        f"{stay_number(stay)} ({wanted}) is stored at {kept}"
        for stay, wanted, kept in session.execute(statement)
        if not may_ride(wanted, kept_at=kept)
    ]
