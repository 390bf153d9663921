"""Lines, stops, pauses, departures, legs and the counters of each leg."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from core.database.columns import UtcDateTime, choice, choice_check
from core.lines.kinds import DateChangeKind as DateChangeKind
from core.lines.kinds import DepartureKind as DepartureKind
from core.lines.kinds import DepartureState as DepartureState
from core.lines.terms import QueueRule
from core.shared.quantities import TemperatureClass


class Line(SQLModel, table=True):
    """A repeating itinerary: its rule (RRULE, without DTSTART), season, vehicle and thresholds."""

    __table_args__ = (
        CheckConstraint(choice_check("kind", DepartureKind), name="kind_known"),
        CheckConstraint("starts_minute BETWEEN 0 AND 1439", name="starts_in_the_day"),
        CheckConstraint(
            "trough_below_percent > 0 AND trough_below_percent < peak_from_percent AND peak_from_percent <= 100",
            name="thresholds",
        ),
    )

    id: int | None = Field(default=None, primary_key=True)
    code: str = Field(max_length=24, unique=True)
    name: str = Field(max_length=120)
    territory: str = Field(max_length=60, index=True)
    kind: DepartureKind = Field(sa_column=choice(DepartureKind))
    vehicle_id: int = Field(foreign_key="vehicle.id")
    driver_id: int | None = Field(default=None, foreign_key="person.id")
    rrule: str = Field(max_length=200)
    season_from: date
    season_to: date | None = None
    starts_minute: int
    cut_off_hours: int = 18
    trough_below_percent: int = 35
    peak_from_percent: int = 75
    trough_discount_percent: int = 30
    is_active: bool = True
    note: str = Field(default="", max_length=400)
    version: int = 1


class LineStop(SQLModel, table=True):
    """One planned stop: minutes after the start, minutes at the dock, metres from the stop before."""

    __tablename__ = "line_stop"
    __table_args__ = (
        UniqueConstraint("line_id", "position"),
        CheckConstraint("position >= 0 AND arrives_after_minutes >= 0 AND dwell_minutes >= 0", name="times_positive"),
        CheckConstraint("metres_from_previous >= 0", name="distance_positive"),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id")
    position: int
    site_id: int = Field(foreign_key="site.id", index=True)
    arrives_after_minutes: int
    dwell_minutes: int
    metres_from_previous: int
    ferry: str = Field(default="", max_length=80)


class LineCompartment(SQLModel, table=True):
    """The temperature a line sets each compartment of its vehicle to."""

    __tablename__ = "line_compartment"
    __table_args__ = (
        UniqueConstraint("line_id", "compartment_id"),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id")
    compartment_id: int = Field(foreign_key="compartment.id")
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))


class LineTerms(SQLModel, table=True):
    """What a line asks of whoever reserves on it, as `core.lines.terms.Terms`; without a row, the usual terms."""

    __tablename__ = "line_terms"
    __table_args__ = (
        CheckConstraint(choice_check("queue_rule", QueueRule), name="queue_rule_known"),
        CheckConstraint("hold_minutes BETWEEN 0 AND 120 AND offer_hours BETWEEN 1 AND 168", name="kept_for_a_while"),
        CheckConstraint(
            "cancel_notice_hours BETWEEN 0 AND 336 AND late_cancel_percent BETWEEN 0 AND 100", name="notice_believable"
        ),
        CheckConstraint(
            "passed_above_percent BETWEEN 1 AND 100 AND partner_cap_percent BETWEEN 0 AND 100 "
            "AND cap_release_days BETWEEN 1 AND 90 AND reconfirm_days_before BETWEEN 0 AND 60",
            name="shares_believable",
        ),
    )

    line_id: int = Field(foreign_key="line.id", primary_key=True)
    needs_approval: bool = False
    hold_minutes: int = 15
    offer_hours: int = 24
    cancel_notice_hours: int = 0
    late_cancel_percent: int = 0
    queue_rule: QueueRule = Field(default=QueueRule.strict, sa_column=choice(QueueRule))
    passed_above_percent: int = 50
    reconfirm_days_before: int = 0
    partner_cap_percent: int = 0
    cap_release_days: int = 7
    version: int = 1


class LinePause(SQLModel, table=True):
    """Days on which a line does not run, with the reason people see."""

    __tablename__ = "line_pause"
    __table_args__ = (CheckConstraint("first_day <= last_day", name="days_in_order"),)

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id", index=True)
    first_day: date
    last_day: date
    reason: str = Field(max_length=200)


class LinePattern(SQLModel, table=True):
    """A timetable that replaces the line's own for some days: its rule (counted from its first day), start and stops.

    Without stops of its own it keeps the line's, counted from its own start.
    """

    __tablename__ = "line_pattern"
    __table_args__ = (
        CheckConstraint("first_day <= last_day", name="days_in_order"),
        CheckConstraint("starts_minute BETWEEN 0 AND 1439", name="starts_in_the_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id", index=True)
    name: str = Field(max_length=80)
    first_day: date
    last_day: date
    rrule: str = Field(max_length=200)
    starts_minute: int
    version: int = 1


class LinePatternStop(SQLModel, table=True):
    """One planned stop of a pattern, as `LineStop`."""

    __tablename__ = "line_pattern_stop"
    __table_args__ = (
        CheckConstraint("position >= 0 AND arrives_after_minutes >= 0 AND dwell_minutes >= 0", name="times_positive"),
        CheckConstraint("metres_from_previous >= 0", name="distance_positive"),
    )

    pattern_id: int = Field(foreign_key="line_pattern.id", primary_key=True)
    position: int = Field(primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    arrives_after_minutes: int
    dwell_minutes: int
    metres_from_previous: int
    ferry: str = Field(default="", max_length=80)


class LineException(SQLModel, table=True):
    """What was decided for one date of a line: skipped, moved to another day or hour, or added; and why."""

    __tablename__ = "line_exception"
    __table_args__ = (
        UniqueConstraint("line_id", "day"),
        CheckConstraint(choice_check("kind", DateChangeKind), name="kind_known"),
        CheckConstraint("(kind = 'moved') = (to_day IS NOT NULL)", name="moved_somewhere"),
        CheckConstraint("starts_minute IS NULL OR starts_minute BETWEEN 0 AND 1439", name="starts_in_the_day"),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id")
    day: date
    kind: DateChangeKind = Field(sa_column=choice(DateChangeKind))
    to_day: date | None = None
    starts_minute: int | None = None
    reason: str = Field(max_length=200)


class DayNote(SQLModel, table=True):
    """What a coordinator says of a day, for one line or for all; `closes` means that nothing runs."""

    __tablename__ = "day_note"

    id: int | None = Field(default=None, primary_key=True)
    day: date = Field(index=True)
    line_id: int | None = Field(default=None, foreign_key="line.id")
    closes: bool = False
    text: str = Field(max_length=200)


class Departure(SQLModel, table=True):
    """One dated run of a vehicle. `service_date` is the local day it leaves."""

    __table_args__ = (
        UniqueConstraint("line_id", "service_date"),
        CheckConstraint(choice_check("kind", DepartureKind), name="kind_known"),
        CheckConstraint(choice_check("state", DepartureState), name="state_known"),
        CheckConstraint("starts_at < ends_at", name="times_in_order"),
        Index("ix_departure_vehicle_id_starts_at", "vehicle_id", "starts_at"),
        Index("ix_departure_driver_id_starts_at", "driver_id", "starts_at"),
    )

    id: int | None = Field(default=None, primary_key=True)
    line_id: int = Field(foreign_key="line.id")
    vehicle_id: int = Field(foreign_key="vehicle.id")
    driver_id: int | None = Field(default=None, foreign_key="person.id")
    kind: DepartureKind = Field(sa_column=choice(DepartureKind))
    state: DepartureState = Field(sa_column=choice(DepartureState))
    service_date: date = Field(index=True)
    starts_at: datetime = Field(sa_type=UtcDateTime)
    ends_at: datetime = Field(sa_type=UtcDateTime)
    closes_at: datetime = Field(sa_type=UtcDateTime)
    tour_plan_id: int | None = Field(default=None, foreign_key="tour_plan.id")
    note: str = Field(default="", max_length=400)
    version: int = 1


class DepartureStop(SQLModel, table=True):
    """One stop of one departure."""

    __tablename__ = "departure_stop"
    __table_args__ = (
        CheckConstraint("arrives_at <= leaves_at", name="times_in_order"),
        Index("ix_departure_stop_site_id_departure_id", "site_id", "departure_id"),
    )

    departure_id: int = Field(foreign_key="departure.id", primary_key=True)
    position: int = Field(primary_key=True)
    site_id: int = Field(foreign_key="site.id")
    arrives_at: datetime = Field(sa_type=UtcDateTime)
    leaves_at: datetime = Field(sa_type=UtcDateTime)


class Leg(SQLModel, table=True):
    """From stop `position` to stop `position + 1`: its length, and the vehicle's payload used on it."""

    __table_args__ = (
        CheckConstraint("used_kg >= 0 AND used_kg <= payload_kg", name="never_over_payload"),
        CheckConstraint("metres >= 0", name="distance_positive"),
    )

    departure_id: int = Field(foreign_key="departure.id", primary_key=True)
    position: int = Field(primary_key=True)
    metres: int
    ferry: str = Field(default="", max_length=80)
    payload_kg: int
    used_kg: int = 0


class LegRoom(SQLModel, table=True):
    """The room of one compartment on one leg, and what is taken of it (the last wall of R1)."""

    __tablename__ = "leg_room"
    __table_args__ = (
        CheckConstraint("used_kg >= 0 AND used_kg <= capacity_kg", name="never_over_kg"),
        CheckConstraint(
            "used_pallet_hundredths >= 0 AND used_pallet_hundredths <= capacity_pallet_hundredths",
            name="never_over_pallets",
        ),
        CheckConstraint(choice_check("temperature", TemperatureClass), name="temperature_known"),
    )

    departure_id: int = Field(foreign_key="departure.id", primary_key=True)
    position: int = Field(primary_key=True)
    compartment_id: int = Field(foreign_key="compartment.id", primary_key=True)
    temperature: TemperatureClass = Field(sa_column=choice(TemperatureClass))
    capacity_kg: int
    capacity_pallet_hundredths: int
    used_kg: int = 0
    used_pallet_hundredths: int = 0


class RoomCut(SQLModel, table=True):
    """A departure whose vehicle became smaller than what is booked: its room only goes down until somebody moves (R1).

    The legs keep the room that is booked and no more; the row goes when what is booked fits.
    """

    __tablename__ = "room_cut"

    departure_id: int = Field(foreign_key="departure.id", primary_key=True)
    since: datetime = Field(sa_type=UtcDateTime)
