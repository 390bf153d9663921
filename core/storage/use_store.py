"""The SQL sentence behind storage on the coordinators' timeline."""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col

from core.database.doors import ReadSession
from core.partners.tables import Site
from core.shared.quantities import TemperatureClass
from core.storage.tables import StorageDay, StorageOffer


class DayUsed(NamedTuple):
    """One offer on one day, in hundredths of a pallet."""

    offer_id: int
    site_name: str
    town: str
    temperature: TemperatureClass
    is_open: bool
    day: date
    offered: int
    used: int


def days_used(session: ReadSession, first_day: date, last_day: date) -> Sequence[DayUsed]:
    """Return every offer's days between two days, by place, offer and day."""
    statement = (
        select_columns(
            col(StorageOffer.id),
            col(Site.name),
            col(Site.town),
            col(StorageOffer.temperature),
            col(StorageOffer.is_open),
            col(StorageDay.day),
            col(StorageDay.offered_pallet_hundredths),
            col(StorageDay.used_pallet_hundredths),
        )
        .select_from(StorageDay)
        .join(StorageOffer, col(StorageOffer.id) == StorageDay.offer_id)
        .join(Site, col(Site.id) == StorageOffer.site_id)
        .where(col(StorageDay.day).between(first_day, last_day))
        .order_by(func.lower(Site.name), col(StorageOffer.id), col(StorageDay.day))
    )
    return [DayUsed(*row) for row in session.execute(statement)]
