"""Vehicles and their compartments."""

from datetime import date

from sqlalchemy import CheckConstraint, UniqueConstraint
from sqlmodel import Field, SQLModel

HEAVY_FROM_GVWR_KG = 4500


class Vehicle(SQLModel, table=True):
    """A truck. Costs in cents; `gvwr_kg` is the gross vehicle weight rating (PNBV)."""

    __table_args__ = (
        CheckConstraint("payload_kg > 0 AND gvwr_kg > payload_kg", name="weights"),
        CheckConstraint("fixed_cents >= 0 AND cents_per_km >= 0 AND cents_per_hour >= 0", name="costs_positive"),
        CheckConstraint("shift_starts_minute >= 0 AND shift_starts_minute < shift_ends_minute", name="shift"),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=24, unique=True)
    name: str = Field(max_length=120)
    owner_id: int = Field(foreign_key="partner.id", index=True)
    base_site_id: int = Field(foreign_key="site.id")
    gvwr_kg: int
    payload_kg: int
    fixed_cents: int
    cents_per_km: int
    cents_per_hour: int
    litres_per_100_km: float = 25.4
    is_refrigerated: bool = True
    shift_starts_minute: int = 5 * 60
    shift_ends_minute: int = 19 * 60
    is_active: bool = True
    version: int = 1


class Compartment(SQLModel, table=True):
    """A part of a vehicle and the temperature classes it can be set to (words of TemperatureClass, comma-separated)."""

    __table_args__ = (
        UniqueConstraint("vehicle_id", "name"),
        CheckConstraint("kg > 0 AND pallet_hundredths > 0", name="room_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    vehicle_id: int = Field(foreign_key="vehicle.id", index=True)
    name: str = Field(max_length=60)
    kg: int
    pallet_hundredths: int
    temperatures: str = Field(max_length=80)


class VehicleAbsence(SQLModel, table=True):
    """Days on which a vehicle is not available (maintenance, rented out), with the reason people see."""

    __tablename__ = "vehicle_absence"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days_in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    vehicle_id: int = Field(foreign_key="vehicle.id", index=True)
    first_day: date
    last_day: date
    reason: str = Field(max_length=200)


class DriverAbsence(SQLModel, table=True):
    """Days on which a driver is away; the public reads neither the name nor the reason (R9).

    Their runs go to the substitute; without one, what only they would drive does not run.
    """

    __tablename__ = "driver_absence"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("substitute_id IS NULL OR substitute_id <> person_id", name="substitute_is_another"),
    )

    id: int | None = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    first_day: date
    last_day: date
    substitute_id: int | None = Field(default=None, foreign_key="person.id")
    reason: str = Field(default="", max_length=200)


class ThawPeriod(SQLModel, table=True):
    """Days of the spring thaw, on which heavy vehicles may carry only a share of their payload."""

    __tablename__ = "thaw_period"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("keeps_percent BETWEEN 1 AND 100", name="keeps_a_share"),
    )

    id: int | None = Field(default=None, primary_key=True)
    first_day: date
    last_day: date
    keeps_percent: int
    note: str = Field(default="", max_length=200)
