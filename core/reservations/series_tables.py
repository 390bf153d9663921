"""Series of reservations: the intention, and what became of each of its dates (R4)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check, document_column
from core.reservations.series import SeriesDateState
from core.shared.quantities import TemperatureClass


class ReservationSeries(SQLModel, table=True):
    """What was asked for a season on one line; its number on screen is `S-` and the id. `weekdays` reads "1,3"."""

    __tablename__ = "reservation_series"
    __table_args__ = (
        CheckConstraint("kg > 0 AND kg <= 40000", name="kg_positive"),
        CheckConstraint("pallet_hundredths >= 0 AND pallet_hundredths <= 4000", name="pallets_positive"),
        CheckConstraint("least_kg > 0 AND least_kg <= kg", name="least_within_asked"),
        CheckConstraint("from_site_id <> to_site_id", name="goes_somewhere"),
        CheckConstraint("first_day <= last_day AND every_weeks BETWEEN 1 AND 8", name="days_in_order"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    request_sha256: str = Field(max_length=64)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    line_id: int = Field(foreign_key="line.id")
    from_site_id: int = Field(foreign_key="site.id")
    to_site_id: int = Field(foreign_key="site.id")
    kg: int
    pallet_hundredths: int
    least_kg: int
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    waits_if_full: bool = False
    weekdays: str = Field(max_length=13)
    every_weeks: int = 1
    first_day: date
    last_day: date
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="person.id")


class SeriesDate(SQLModel, table=True):
    """One date of a series: how much is asked for, the reservation it became, or the reason why it became none.

    `attempt` counts the reservations made for it, so that each has a request id of its own. The reason is a message of
    the catalogs with its facts. `confirmed_at` is null as long as the line still asks for a yes.
    """

    __tablename__ = "series_date"
    __table_args__ = (
        CheckConstraint("kg > 0 AND pallet_hundredths >= 0", name="quantity_positive"),
        CheckConstraint("(state = 'booked') = (reservation_id IS NOT NULL)", name="booked_has_its_reservation"),
        CheckConstraint("state <> 'skipped' OR reason <> ''", name="skipped_has_its_reason"),
        CheckConstraint(choice_check("state", SeriesDateState), name="state_known"),
    )

    series_id: int = Field(foreign_key="reservation_series.id", primary_key=True)
    day: date = Field(primary_key=True)
    kg: int
    pallet_hundredths: int
    state: SeriesDateState = Field(sa_column=choice(SeriesDateState, index=True))
    reservation_id: int | None = Field(default=None, foreign_key="reservation.id", unique=True)
    attempt: int = 0
    agreed_cents: int | None = None
    reason: str = Field(default="", max_length=400)
    facts: dict[str, Any] = Field(default_factory=dict, sa_column=document_column())
    confirmed_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    reminded_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
