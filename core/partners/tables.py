"""Partners, their sites and the network's own card."""

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import choice, choice_check
from core.partners.kinds import PartnerKind as PartnerKind


class Network(SQLModel, table=True):
    """The one network of this installation: its name, its animator, and whether it is the demonstration."""

    id: int = Field(default=1, primary_key=True)
    name: str = Field(max_length=120)
    animator_person_id: int | None = Field(default=None, foreign_key="person.id")
    demonstration_seed: int | None = None


class Partner(SQLModel, table=True):
    """An organisation of the network."""

    __table_args__ = (
        CheckConstraint(choice_check("kind", PartnerKind), name="kind_known"),
        CheckConstraint("alone_cents_per_km >= 0 AND alone_cents_per_hour >= 0", name="baseline_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=24, unique=True)
    name: str = Field(max_length=120)
    kind: PartnerKind = Field(sa_column=choice(PartnerKind, index=True))
    territory: str = Field(max_length=60)
    town: str = Field(max_length=80)
    contact_email: str = Field(default="", max_length=254)
    contact_phone: str = Field(default="", max_length=40)
    alone_cents_per_km: int = 95
    alone_cents_per_hour: int = 2800
    is_active: bool = True
    version: int = 1


class Site(SQLModel, table=True):
    """A place where trucks stop: coordinates, opening hours in minutes of the day, dock notes, what it can store."""

    __table_args__ = (
        CheckConstraint("latitude BETWEEN 40 AND 63 AND longitude BETWEEN -85 AND -50", name="in_quebec_box"),
        CheckConstraint("opens_minute >= 0 AND opens_minute < closes_minute AND closes_minute <= 1440", name="hours"),
        CheckConstraint(
            "setup_minutes BETWEEN 0 AND 240 AND minutes_per_pallet BETWEEN 0 AND 120", name="service_time"
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=24, unique=True)
    partner_id: int = Field(foreign_key="partner.id", index=True)
    name: str = Field(max_length=120)
    kind: str = Field(default="", max_length=24)
    town: str = Field(max_length=80)
    territory: str = Field(max_length=60, index=True)
    latitude: float
    longitude: float
    opens_minute: int = 7 * 60
    closes_minute: int = 17 * 60
    setup_minutes: int = 10
    minutes_per_pallet: int = 3
    dock_note: str = Field(default="", max_length=400)
    stores_pallets: int = 0
    stores_temperatures: str = Field(default="", max_length=60)
    is_active: bool = True
    version: int = 1
