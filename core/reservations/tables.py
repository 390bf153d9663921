"""Reservations and their parts."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check
from core.shared.periods import Period
from core.shared.quantities import TemperatureClass


class ReservationState(StrEnum):
    """Where a reservation is: `requested` waits for a tour plan, `waiting` for room, `offered` holds freed room."""

    requested = "requested"
    waiting = "waiting"
    offered = "offered"
    confirmed = "confirmed"
    delivered = "delivered"
    no_show = "no_show"
    cancelled = "cancelled"


TAKES_ROOM = (
    ReservationState.offered,
    ReservationState.confirmed,
    ReservationState.delivered,
    ReservationState.no_show,
)


class Reservation(SQLModel, table=True):
    """A partner's load from site to site; its number on screen is `R-` and the id."""

    __table_args__ = (
        CheckConstraint("kg > 0 AND kg <= 40000", name="kg_positive"),
        CheckConstraint("pallet_hundredths >= 0 AND pallet_hundredths <= 4000", name="pallets_positive"),
        CheckConstraint("least_kg > 0 AND least_kg <= kg", name="least_within_asked"),
        CheckConstraint("from_site_id <> to_site_id", name="goes_somewhere"),
        CheckConstraint("price_cents >= 0 AND full_price_cents >= price_cents", name="price_positive"),
        CheckConstraint(choice_check("state", ReservationState), name="state_known"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
        CheckConstraint(choice_check("period", Period), name="period_known"),
        Index("ix_reservation_partner_id_made_at", "partner_id", "made_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    partner_id: int = Field(foreign_key="partner.id")
    from_site_id: int = Field(foreign_key="site.id")
    to_site_id: int = Field(foreign_key="site.id")
    kg: int
    pallet_hundredths: int
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    least_kg: int
    promotes_at_once: bool = True
    state: ReservationState = Field(sa_column=choice(ReservationState, index=True))
    period: Period = Field(sa_column=choice(Period))
    full_price_cents: int
    price_cents: int
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="person.id")
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    offer_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    delivered_kg: int | None = None
    note: str = Field(default="", max_length=400)
    version: int = 1


class ReservationPart(SQLModel, table=True):
    """One ride of a reservation: on one departure, from stop to stop, in one compartment once it takes room."""

    __tablename__ = "reservation_part"
    __table_args__ = (
        UniqueConstraint("reservation_id", "position"),
        CheckConstraint("from_position IS NULL OR from_position < to_position", name="goes_forward"),
    )

    id: int | None = Field(default=None, primary_key=True)
    reservation_id: int = Field(foreign_key="reservation.id")
    position: int = 0
    departure_id: int = Field(foreign_key="departure.id", index=True)
    compartment_id: int | None = Field(default=None, foreign_key="compartment.id")
    from_position: int | None = None
    to_position: int | None = None
