"""What partners declare of their seasons, and the invitations they get to fill empty room."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check
from core.shared.quantities import TemperatureClass
from core.troughs.kinds import InvitationState as InvitationState
from core.troughs.kinds import NeedKind as NeedKind


class SeasonalNeed(SQLModel, table=True):
    """What a partner would ship every week of some months, from a place or anywhere in a territory, to a place."""

    __tablename__ = "seasonal_need"
    __table_args__ = (
        CheckConstraint(choice_check("kind", NeedKind), name="kind_known"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
        CheckConstraint("first_month BETWEEN 1 AND 12 AND last_month BETWEEN 1 AND 12", name="months_known"),
        CheckConstraint("kg_a_week > 0 AND pallet_hundredths_a_week >= 0", name="quantity_positive"),
        CheckConstraint("flexibility_weeks BETWEEN 0 AND 4", name="flexibility_bounded"),
        CheckConstraint("priority BETWEEN 1 AND 3", name="priority_known"),
        CheckConstraint("(from_site_id IS NULL) = (from_territory <> '')", name="from_place_or_territory"),
    )

    id: int | None = Field(default=None, primary_key=True)
    request_id: str = Field(max_length=40, unique=True)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    kind: NeedKind = Field(sa_column=choice(NeedKind))
    from_site_id: int | None = Field(default=None, foreign_key="site.id")
    from_territory: str = Field(default="", max_length=60)
    to_site_id: int = Field(foreign_key="site.id")
    first_month: int
    last_month: int
    kg_a_week: int
    pallet_hundredths_a_week: int
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    flexibility_weeks: int
    priority: int
    note: str = Field(default="", max_length=200)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="person.id")
    withdrawn_at: datetime | None = Field(default=None, sa_type=UtcDateTime)


class Invitation(SQLModel, table=True):
    """A load that a partner is invited to put on one departure; it holds no room until it is accepted.

    Its price is what is to be paid, taxes included. It goes with its departure where a day closes.
    """

    __table_args__ = (
        UniqueConstraint("job_id", "place_in_job"),
        UniqueConstraint("reservation_id"),
        CheckConstraint(choice_check("state", InvitationState), name="state_known"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
        CheckConstraint("kg > 0 AND pallet_hundredths >= 0 AND price_cents >= 0", name="quantity_positive"),
        CheckConstraint("(state = 'accepted') = (reservation_id IS NOT NULL)", name="accepted_is_reserved"),
        Index("ix_invitation_partner_id_state", "partner_id", "state"),
        Index("ix_invitation_need_id_wanted_week", "need_id", "wanted_week"),
    )

    id: int | None = Field(default=None, primary_key=True)
    job_id: str = Field(foreign_key="job.id", max_length=32)
    place_in_job: int
    need_id: int = Field(foreign_key="seasonal_need.id")
    partner_id: int = Field(foreign_key="partner.id")
    departure_id: int = Field(foreign_key="departure.id", ondelete="CASCADE")
    wanted_week: date
    from_site_id: int = Field(foreign_key="site.id")
    to_site_id: int = Field(foreign_key="site.id")
    from_position: int
    to_position: int
    compartment_id: int = Field(foreign_key="compartment.id")
    kg: int
    pallet_hundredths: int
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    price_cents: int
    state: InvitationState = Field(sa_column=choice(InvitationState))
    reason: str = Field(default="", max_length=200)
    made_at: datetime = Field(sa_type=UtcDateTime)
    made_by_id: int = Field(foreign_key="person.id")
    answered_at: datetime | None = Field(default=None, sa_type=UtcDateTime)
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    reservation_id: int | None = Field(default=None, foreign_key="reservation.id")
