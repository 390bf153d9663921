"""Reservations and their parts."""

from datetime import datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check, only_where
from core.reservations.states import EndingKind as EndingKind
from core.reservations.states import ReservationState as ReservationState
from core.shared.periods import Period
from core.shared.quantities import TemperatureClass


class Reservation(SQLModel, table=True):
    """A partner's load from site to site; its number on screen is `R-` and the id.

    The tariff, the period and the reductions are those agreed when it was made: a later change of quantity is priced
    by them, so that bringing less never costs more; the prices are before the taxes, whose rates (in thousandths of a
    per cent) are agreed with them. `called_off` says that its departure was cancelled under it.
    `offer_ends_at` says until when room is kept while somebody has to answer.
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
        CheckConstraint(
            "gst_millipercent BETWEEN 0 AND 30000 AND qst_millipercent BETWEEN 0 AND 30000", name="taxes_are_rates"
        ),
        CheckConstraint("state <> 'waiting' OR waiting_since IS NOT NULL", name="waits_since_a_moment"),
        CheckConstraint(
            "state NOT IN ('held', 'to_approve', 'offered') OR offer_ends_at IS NOT NULL", name="offer_has_an_end"
        ),
        CheckConstraint("delivered_kg IS NULL OR delivered_kg >= 0", name="delivered_positive"),
        CheckConstraint(choice_check("state", ReservationState), name="state_known"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
        CheckConstraint(choice_check("period", Period), name="period_known"),
        Index("ix_reservation_partner_id_made_at", "partner_id", "made_at"),
        # No index on the state itself: nearly all are delivered, and SQLite would read five years of them for a week.
        Index("ix_reservation_offer_ends_at", "offer_ends_at", **only_where("offer_ends_at IS NOT NULL")),
        Index("ix_reservation_waiting_since", "waiting_since", **only_where("waiting_since IS NOT NULL")),
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
    state: ReservationState = Field(sa_column=choice(ReservationState))
    period: Period = Field(sa_column=choice(Period))
    tariff_id: int | None = Field(default=None, foreign_key="tariff.id")
    trough_percent: int = 0
    solidarity_percent: int = 0
    full_price_cents: int
    price_cents: int
    gst_millipercent: int = 0
    qst_millipercent: int = 0
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


class ReservationEnding(SQLModel, table=True):
    """How a reservation ended otherwise than by arriving: when, why, and what is still owed for it.

    What is owed goes into the book with the closing of `departure_id`, the first departure it would have ridden on.
    """

    __tablename__ = "reservation_ending"
    __table_args__ = (
        CheckConstraint(choice_check("kind", EndingKind), name="kind_known"),
        CheckConstraint("penalty_cents >= 0 AND percent BETWEEN 0 AND 100", name="penalty_positive"),
    )

    reservation_id: int = Field(foreign_key="reservation.id", primary_key=True)
    departure_id: int = Field(foreign_key="departure.id", index=True)
    kind: EndingKind = Field(sa_column=choice(EndingKind))
    ended_at: datetime = Field(sa_type=UtcDateTime)
    by_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=200)
    percent: int = 0
    penalty_cents: int = 0
