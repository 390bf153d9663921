"""Offers of storage, the counter of each of their days, and the stays of partners."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check
from core.shared.quantities import TemperatureClass
from core.storage.states import StayState as StayState


class StorageOffer(SQLModel, table=True):
    """Room a place offers at one temperature, every day from `first_day` to `last_day`, at a price per pallet-day.

    Closing an offer keeps the stays it has and takes no new one.
    """

    __tablename__ = "storage_offer"
    __table_args__ = (
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("pallet_hundredths > 0 AND pallet_hundredths <= 1000000", name="pallets_positive"),
        CheckConstraint("cents_per_pallet_day >= 0 AND cents_per_pallet_day <= 100000", name="price_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    site_id: int = Field(foreign_key="site.id", index=True)
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    first_day: date
    last_day: date = Field(index=True)
    pallet_hundredths: int
    cents_per_pallet_day: int
    conditions: str = Field(default="", max_length=400)
    is_open: bool = True
    version: int = 1


class StorageDay(SQLModel, table=True):
    """What one offer holds on one day, and what is taken of it (the last wall of R1)."""

    __tablename__ = "storage_day"
    __table_args__ = (
        CheckConstraint(
            "used_pallet_hundredths >= 0 AND used_pallet_hundredths <= offered_pallet_hundredths",
            name="never_over_pallets",
        ),
    )

    offer_id: int = Field(foreign_key="storage_offer.id", primary_key=True)
    day: date = Field(primary_key=True)
    offered_pallet_hundredths: int
    used_pallet_hundredths: int = 0


class StorageStay(SQLModel, table=True):
    """A partner's pallets in one offer, each day from `first_day` to `last_day`; its number is `E-` and the id.

    The price, before taxes, and the rates of the taxes (in thousandths of a per cent) are those agreed when it was
    made. `reservation_id` names the reservation whose load it hands over.
    """

    __tablename__ = "storage_stay"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("pallet_hundredths > 0 AND pallet_hundredths <= 1000000", name="pallets_positive"),
        CheckConstraint(
            "least_pallet_hundredths > 0 AND least_pallet_hundredths <= pallet_hundredths", name="least_within_asked"
        ),
        CheckConstraint("cents_per_pallet_day >= 0 AND price_cents >= 0", name="price_positive"),
        CheckConstraint(
            "gst_millipercent BETWEEN 0 AND 30000 AND qst_millipercent BETWEEN 0 AND 30000", name="taxes_are_rates"
        ),
        CheckConstraint("state <> 'waiting' OR waiting_since IS NOT NULL", name="waits_since_a_moment"),
        CheckConstraint("state <> 'offered' OR offer_ends_at IS NOT NULL", name="offer_has_an_end"),
        CheckConstraint("reservation_id IS NULL OR state IN ('confirmed', 'cancelled')", name="transfer_never_waits"),
        CheckConstraint(choice_check("state", StayState), name="state_known"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
        Index("ix_storage_stay_offer_id_last_day", "offer_id", "last_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=60, unique=True)
    request_sha256: str = Field(default="", max_length=64)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    offer_id: int = Field(foreign_key="storage_offer.id")
    reservation_id: int | None = Field(default=None, foreign_key="reservation.id", index=True)
    first_day: date
    last_day: date
    pallet_hundredths: int
    least_pallet_hundredths: int
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    promotes_at_once: bool = True
    state: StayState = Field(sa_column=choice(StayState, index=True))
    cents_per_pallet_day: int
    price_cents: int
    gst_millipercent: int = 0
    qst_millipercent: int = 0
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="person.id")
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    offer_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    note: str = Field(default="", max_length=400)
    version: int = 1
