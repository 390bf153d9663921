"""Reservations and their parts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check
from core.reservations.states import ReservationState as ReservationState
from core.shared.periods import Period
from core.shared.quantities import TemperatureClass


class Reservation(SQLModel, table=True):
    """A partner's load from site to site; its number on screen is `R-` and the id.

    The tariff, the period and the reductions are those agreed when it was made: a later change of quantity is priced
    by them, so that bringing less never costs more. `called_off` says that its departure was cancelled under it.
    """

    __table_args__ = (
        CheckConstraint("kg > 0 AND kg <= 40000", name="kg_positive"),
        CheckConstraint("pallet_hundredths >= 0 AND pallet_hundredths <= 4000", name="pallets_positive"),
        CheckConstraint("least_kg > 0 AND least_kg <= kg", name="least_within_asked"),
        CheckConstraint("from_site_id <> to_site_id", name="goes_somewhere"),
        CheckConstraint("price_cents >= 0 AND full_price_cents >= price_cents", name="price_positive"),
        CheckConstraint(
            "trough_percent BETWEEN 0 AND 100 AND solidarity_percent BETWEEN 0 AND 100", name="reductions_are_percent"
        ),
        CheckConstraint("state <> 'waiting' OR waiting_since IS NOT NULL", name="waits_since_a_moment"),
        CheckConstraint("state <> 'offered' OR offer_ends_at IS NOT NULL", name="offer_has_an_end"),
        CheckConstraint("delivered_kg IS NULL OR delivered_kg >= 0", name="delivered_positive"),
        CheckConstraint(choice_check("state", ReservationState), name="state_known"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
        CheckConstraint(choice_check("period", Period), name="period_known"),
        Index("ix_reservation_partner_id_made_at", "partner_id", "made_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    request_sha256: str = Field(default="", max_length=64)
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
    tariff_id: int | None = Field(default=None, foreign_key="tariff.id")
    trough_percent: int = 0
    solidarity_percent: int = 0
    full_price_cents: int
    price_cents: int
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="person.id")
    waiting_since: datetime | None = Field(default=None, sa_type=UtcDateTime)
    offer_ends_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    delivered_kg: int | None = None
    called_off: bool = False
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
