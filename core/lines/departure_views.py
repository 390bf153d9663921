"""What people see of departures: a list with the free room of each, and one in detail, leg by leg."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any

from core.database.doors import ReadSession
from core.lines import departure_rows_store as rows_store
from core.lines.capacity import CompartmentOnLeg
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.load import CompartmentLoad, carriage_of
from core.lines.store import room_on_leg
from core.lines.tables import DepartureStop, Leg
from core.partners.tables import Site
from core.shared.errors import N_, NotFound
from core.shared.places import Point
from core.shared.quantities import Quantity, TemperatureClass, classes_that_carry


@dataclass(frozen=True, slots=True)
class DepartureFilter:
    """Which departures are wanted; `temperature` is that of a load: compartments that may carry it count (R2).

    The quantity must fit in one compartment on one leg at least.
    """

    territory: str | None = None
    line_id: int | None = None
    temperature: TemperatureClass | None = None
    least_kg: int = 0
    least_pallet_hundredths: int = 0


everything = DepartureFilter()


@dataclass(frozen=True, slots=True)
class FreeRoom:
    """The room of one compartment: free on every leg (the tightest), and on the leg that has most."""

    compartment_id: int
    temperature: TemperatureClass
    capacity: Quantity
    free_everywhere: Quantity
    free_somewhere: Quantity


@dataclass(frozen=True, slots=True)
class DepartureRow:
    """One departure as a list shows it; `load_percent` weighs each leg by its length."""

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
    driver_name: str
    version: int
    stop_names: tuple[str, ...]
    rooms: tuple[FreeRoom, ...]
    metres: int
    load_percent: float


@dataclass(frozen=True, slots=True)
class StopRow:
    """One stop of one departure."""

    position: int
    site_id: int
    site_name: str
    town: str
    point: Point
    arrives_at: datetime
    leaves_at: datetime


@dataclass(frozen=True, slots=True)
class LegRow:
    """One leg: its length, the payload used on it, and the room of each compartment."""

    position: int
    metres: int
    ferry: str
    payload_kg: int
    used_kg: int
    rooms: tuple[CompartmentOnLeg, ...]


@dataclass(frozen=True, slots=True)
class DepartureDetail(DepartureRow):
    """One departure with its stops and legs."""

    note: str
    trough_discount_percent: int
    tour_plan_id: int | None
    stops: tuple[StopRow, ...]
    legs: tuple[LegRow, ...]


_OWN_FIELDS = tuple(name for name in DepartureRow.__slots__ if name in rows_store.DepartureFacts._fields)


def departures_between(
    session: ReadSession, *, first_day: date, last_day: date, wanted: DepartureFilter = everything
) -> list[DepartureRow]:
    """Return the departures of some days in the order they leave, those done or cancelled included (three queries).

    With a temperature, each row's rooms are only those that may carry it.
    """
    which = rows_store.chosen([(first_day, last_day)], territory=wanted.territory, line_id=wanted.line_id)
    found = rows_store.departures(session, which)
    if not found:
        return []
    towns = rows_store.towns(session, which)
    quantity = Quantity(wanted.least_kg, wanted.least_pallet_hundredths)
    loads = rows_store.compartment_loads(session, which, wanted=quantity)
    rows = []
    for each in found:
        boxes = loads.get(each.id, [])
        usable = [box for box in boxes if _carries(box, wanted.temperature)]
        if wanted == everything or _is_wanted(usable, wanted):
            rows.append(DepartureRow(**_fields(each, towns.get(each.id, []), boxes, usable)))
    return rows


def departure_detail(session: ReadSession, departure_id: int) -> DepartureDetail:
    """Return one departure with its stops, its legs and the room on each (three queries).

    Raises:
        NotFound: there is no such departure.
    """
    which = rows_store.with_id(departure_id)
    found = rows_store.departures(session, which)
    if not found:
        raise NotFound(what=N_("departure"))
    boxes = rows_store.compartment_loads(session, which).get(departure_id, [])
    stops: dict[int, StopRow] = {}
    legs: dict[int, Leg] = {}
    rooms: dict[int, list[CompartmentOnLeg]] = {}
    for stop, site, leg, room in rows_store.stops_and_legs(session, departure_id):
        stops[stop.position] = _stop_row(stop, site)
        if leg is not None:
            legs[leg.position] = leg
        if leg is not None and room is not None:
            rooms.setdefault(leg.position, []).append(room_on_leg(room, leg))
    return DepartureDetail(
        **_fields(found[0], [town for town, _ in groupby(stop.town for stop in stops.values())], boxes, boxes),
        note=found[0].note,
        trough_discount_percent=found[0].trough_discount_percent,
        tour_plan_id=found[0].tour_plan_id,
        stops=tuple(stops.values()),
        legs=tuple(_leg_row(leg, rooms.get(position, [])) for position, leg in legs.items()),
    )


def _carries(box: CompartmentLoad, load: TemperatureClass | None) -> bool:
    return load is None or box.temperature in classes_that_carry(load)


def _is_wanted(usable: list[CompartmentLoad], wanted: DepartureFilter) -> bool:
    if wanted.temperature is None and not wanted.least_kg and not wanted.least_pallet_hundredths:
        return True
    return any(box.has_wanted_room for box in usable)


def _stop_row(stop: DepartureStop, site: Site) -> StopRow:
    return StopRow(
        position=stop.position,
        site_id=stop.site_id,
        site_name=site.name,
        town=site.town,
        point=Point(site.latitude, site.longitude),
        arrives_at=stop.arrives_at,
        leaves_at=stop.leaves_at,
    )


def _leg_row(leg: Leg, rooms: Sequence[CompartmentOnLeg]) -> LegRow:
    return LegRow(
        position=leg.position,
        metres=leg.metres,
        ferry=leg.ferry,
        payload_kg=leg.payload_kg,
        used_kg=leg.used_kg,
        rooms=tuple(rooms),
    )


def _fields(
    found: rows_store.DepartureFacts,
    towns: list[str],
    boxes: list[CompartmentLoad],
    usable: list[CompartmentLoad],
) -> dict[str, Any]:
    own = {name: getattr(found, name) for name in _OWN_FIELDS}
    return {
        **own,
        "driver_name": found.driver_name or "",
        "stop_names": tuple(towns),
        "rooms": tuple(
            FreeRoom(
                compartment_id=box.compartment_id,
                temperature=TemperatureClass(box.temperature),
                capacity=box.capacity,
                free_everywhere=box.free_everywhere,
                free_somewhere=box.free_somewhere,
            )
            for box in usable
        ),
        "metres": boxes[0].road_metres if boxes else 0,
        "load_percent": carriage_of(boxes).load_percent,
    }
