"""The SQL sentences behind lists of departures: few, whatever the number of departures."""

from collections.abc import Sequence
from datetime import date, datetime
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import BigInteger, ColumnElement, cast, func, literal, or_
from sqlalchemy import case as sql_case
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.access.tables import Person
from core.database.doors import ReadSession
from core.fleet.tables import Vehicle
from core.lines.kinds import DepartureKind
from core.lines.load import CompartmentLoad
from core.lines.tables import Departure, DepartureState, DepartureStop, Leg, LegRoom, Line
from core.partners.tables import Site
from core.shared.quantities import NOTHING, Quantity


class DepartureFacts(NamedTuple):
    """One departure with the names a list shows, in the order of `_DEPARTURES`."""

    id: int
    line_id: int
    line_name: str
    territory: str
    kind: DepartureKind
    state: DepartureState
    service_date: date
    starts_at: datetime
    ends_at: datetime
    closes_at: datetime
    vehicle_id: int
    vehicle_name: str
    driver_id: int | None
    driver_name: str | None
    version: int
    note: str
    trough_discount_percent: int
    tour_plan_id: int | None


# Columns, not entities, and built once: a list has hundreds of rows, and each page asks for one.
_DEPARTURES = (
    select_columns(
        col(Departure.id),
        col(Departure.line_id),
        col(Line.name),
        col(Line.territory),
        col(Departure.kind),
        col(Departure.state),
        col(Departure.service_date),
        col(Departure.starts_at),
        col(Departure.ends_at),
        col(Departure.closes_at),
        col(Departure.vehicle_id),
        col(Vehicle.name),
        col(Departure.driver_id),
        col(Person.name),
        col(Departure.version),
        col(Departure.note),
        col(Line.trough_discount_percent),
        col(Departure.tour_plan_id),
    )
    .select_from(Departure)
    .join(Line, col(Line.id) == Departure.line_id)
    .join(Vehicle, col(Vehicle.id) == Departure.vehicle_id)
    .join(Person, col(Person.id) == Departure.driver_id, isouter=True)
    .order_by(col(Departure.starts_at), col(Departure.id))
)


def chosen(
    spans: Sequence[tuple[date, date]], *, territory: str | None = None, line_id: int | None = None
) -> Sequence[ColumnElement[bool]]:
    """Return the conditions for the departures of some spans of days, of a territory and of a line if given."""
    conditions: list[ColumnElement[bool]] = [
        or_(*(col(Departure.service_date).between(first_day, last_day) for first_day, last_day in spans))
    ]
    if territory is not None:
        of_territory = select(Line.id).where(col(Line.territory) == territory)
        conditions.append(col(Departure.line_id).in_(of_territory))
    if line_id is not None:
        conditions.append(col(Departure.line_id) == line_id)
    return conditions


def not_cancelled() -> Sequence[ColumnElement[bool]]:
    """Return the condition for departures that run or ran."""
    return [col(Departure.state) != DepartureState.cancelled]


def still_planned(now: datetime) -> Sequence[ColumnElement[bool]]:
    """Return the conditions for departures that are to leave yet."""
    return [col(Departure.state) == DepartureState.planned, col(Departure.starts_at) > now]


def with_id(departure_id: int) -> Sequence[ColumnElement[bool]]:
    """Return the condition for one departure."""
    return [col(Departure.id) == departure_id]


def departures(session: ReadSession, which: Sequence[ColumnElement[bool]]) -> list[DepartureFacts]:
    """Return the departures in the order they leave, with their line, vehicle and driver (if they have one)."""
    return [DepartureFacts(*row) for row in session.execute(_DEPARTURES.where(*which))]


def towns(session: ReadSession, which: Sequence[ColumnElement[bool]]) -> dict[int, list[str]]:
    """Return the towns each departure passes through, in order; a town is not said twice in a row."""
    statement = (
        select_columns(col(DepartureStop.departure_id), col(Site.town))
        .join(Site, col(Site.id) == DepartureStop.site_id)
        .where(col(DepartureStop.departure_id).in_(_ids(which)))
        .order_by(col(DepartureStop.departure_id), col(DepartureStop.position))
    )
    found: dict[int, list[str]] = {}
    for departure_id, town in session.execute(statement):
        passed = found.setdefault(departure_id, [])
        if not passed or passed[-1] != town:
            passed.append(town)
    return found


def stops_and_legs(
    session: ReadSession, departure_id: int
) -> list[tuple[DepartureStop, Site, Leg | None, LegRoom | None]]:
    """Return the stops of one departure in order, each with its site, the leg that leaves it and the leg's rooms.

    A stop comes once for each compartment; the last has no leg, and a leg may have no room.
    """
    of_stop = (col(Leg.departure_id) == DepartureStop.departure_id) & (col(Leg.position) == DepartureStop.position)
    of_leg = (col(LegRoom.departure_id) == Leg.departure_id) & (col(LegRoom.position) == Leg.position)
    statement = (
        select(DepartureStop, Site, Leg, LegRoom)
        .join(Site, col(Site.id) == DepartureStop.site_id)
        .join(Leg, of_stop, isouter=True)
        .join(LegRoom, of_leg, isouter=True)
        .where(col(DepartureStop.departure_id) == departure_id)
        .order_by(col(DepartureStop.position), col(LegRoom.compartment_id))
        .execution_options(populate_existing=True)
    )
    return [(stop, site, leg, room) for stop, site, leg, room in session.exec(statement)]


def compartment_loads(
    session: ReadSession, which: Sequence[ColumnElement[bool]], *, wanted: Quantity = NOTHING
) -> dict[int, list[CompartmentLoad]]:
    """Return, per departure, each compartment's room over all legs, aggregated by the database in one sentence.

    A compartment's free weight is never above what the payload leaves on the leg. `has_wanted_room` says whether
    one leg at least has room for the whole quantity `wanted`. A leg of no length counts as one metre.
    """
    statement = _loads_statement(wanted).where(*which)
    found: dict[int, list[CompartmentLoad]] = {}
    for departure_id, line_id, day, compartment_id, temperature, kg, pallets, *rest in session.execute(statement):
        least_kg, least_pallets, most_kg, most_pallets, has_room, *sums = rest
        found.setdefault(departure_id, []).append(
            CompartmentLoad(
                line_id,
                day,
                compartment_id,
                temperature,
                Quantity(kg, pallets),
                Quantity(least_kg, least_pallets),
                Quantity(most_kg, most_pallets),
                bool(has_room),
                *(int(each) for each in sums),
            )
        )
    return found


@lru_cache(maxsize=64)
def _loads_statement(wanted: Quantity) -> Any:
    """Return the sentence without its conditions: writing it anew takes five times as long as the database."""
    in_box, in_payload = col(LegRoom.capacity_kg) - LegRoom.used_kg, col(Leg.payload_kg) - Leg.used_kg
    free_kg = sql_case((in_box < in_payload, in_box), else_=in_payload)
    free_pallets = col(LegRoom.capacity_pallet_hundredths) - LegRoom.used_pallet_hundredths
    capacity_kg = sql_case(
        (col(LegRoom.capacity_kg) < Leg.payload_kg, col(LegRoom.capacity_kg)), else_=col(Leg.payload_kg)
    )
    fits = (free_kg >= wanted.kg) & (free_pallets >= wanted.pallet_hundredths)
    metres = sql_case((col(Leg.metres) > 0, cast(col(Leg.metres), BigInteger)), else_=literal(1, BigInteger))
    return (
        select_columns(
            col(LegRoom.departure_id),
            func.min(Departure.line_id),
            func.min(Departure.service_date),
            col(LegRoom.compartment_id),
            func.min(LegRoom.temperature),
            func.max(capacity_kg),
            func.max(LegRoom.capacity_pallet_hundredths),
            func.min(free_kg),
            func.min(free_pallets),
            func.max(free_kg),
            func.max(free_pallets),
            func.max(sql_case((fits, 1), else_=0)),
            func.sum(LegRoom.used_kg * metres),
            func.sum(LegRoom.capacity_kg * metres),
            func.sum(Leg.payload_kg * metres),
            func.sum(LegRoom.used_pallet_hundredths * metres),
            func.sum(LegRoom.capacity_pallet_hundredths * metres),
            func.sum(metres),
            func.sum(Leg.metres),
        )
        .join(Leg, (col(Leg.departure_id) == LegRoom.departure_id) & (col(Leg.position) == LegRoom.position))
        .join(Departure, col(Departure.id) == LegRoom.departure_id)
        .group_by(col(LegRoom.departure_id), col(LegRoom.compartment_id))
        .order_by(col(LegRoom.departure_id), col(LegRoom.compartment_id))
    )


def _ids(which: Sequence[ColumnElement[bool]]) -> Any:
    return select(Departure.id).where(*which)
