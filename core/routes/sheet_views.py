"""The driver's day on paper: where to be when, what to load and unload, and what to know at each dock."""

from dataclasses import dataclass
from datetime import date, datetime

from core.access.rights import Member, Right, require_signed_in
from core.database.doors import ReadSession
from core.lines.kinds import DepartureKind
from core.lines.tables import Leg
from core.reservations.requests import number
from core.routes import store
from core.routes.store import Aboard, Run, SheetStop
from core.shared import clock
from core.shared.errors import N_, NotAllowed, NotFound
from core.shared.quantities import Quantity, TemperatureClass


@dataclass(frozen=True, slots=True)
class SheetLoad:
    """A load to handle at a stop, with the place it comes from or goes to."""

    number: str
    partner_name: str
    partner_phone: str
    other_place: str
    quantity: Quantity
    temperature: TemperatureClass
    compartment: str
    note: str


@dataclass(frozen=True, slots=True)
class SheetStopRow:
    """One stop: `metres` and `ferry` are of the way that leads to it from the stop before."""

    number: int
    site_name: str
    town: str
    arrives_at: datetime
    leaves_at: datetime
    opens_minute: int
    closes_minute: int
    metres: int
    ferry: str
    dock_note: str
    contact_phone: str
    to_unload: tuple[SheetLoad, ...]
    to_load: tuple[SheetLoad, ...]


@dataclass(frozen=True, slots=True)
class SheetRun:
    """A departure of the day that one may print; `is_planned_tour` tells a flexible one whose plan is accepted."""

    departure_id: int
    line_name: str
    vehicle_name: str
    driver_name: str
    kind: DepartureKind
    starts_at: datetime
    ends_at: datetime
    is_planned_tour: bool
    is_mine: bool

    @property
    def awaits_plan(self) -> bool:
        """Say whether the stops are not known yet."""
        return self.kind is DepartureKind.flexible and not self.is_planned_tour


@dataclass(frozen=True, slots=True)
class DriverSheet:
    """A day's departures, and the stops of the chosen one (none chosen: no stop)."""

    service_date: date
    runs: tuple[SheetRun, ...]
    chosen: SheetRun | None
    stops: tuple[SheetStopRow, ...]

    @property
    def metres(self) -> int:
        """Return the length of the chosen run."""
        return sum(stop.metres for stop in self.stops)


def next_sheet_day(session: ReadSession, member: Member) -> date:
    """Return the first day from today on when this person drives, else when anybody does, else today."""
    today = clock.today()
    own = store.next_run_day(session, today, member.person_id) if member.has(Right.driver) else None
    return own or store.next_run_day(session, today) or today


def sheet_of(session: ReadSession, member: Member, departure_id: int) -> DriverSheet:
    """Return the sheet of a departure, whatever its day (four queries).

    Raises:
        SignInNeeded, NotAllowed: only drivers and coordinators read sheets.
        NotFound: there is no such departure, or it is cancelled.
    """
    day = store.day_of_run(session, departure_id)
    sheet = None if day is None else driver_sheet(session, member, service_date=day, departure_id=departure_id)
    if sheet is None or sheet.chosen is None or sheet.chosen.departure_id != departure_id:
        _require_reader(member)
        raise NotFound(what=N_("departure"))
    return sheet


def driver_sheet(
    session: ReadSession, member: Member, *, service_date: date, departure_id: int | None = None
) -> DriverSheet:
    """Return a day's departures and the sheet of one of them: the one asked for, else the first.

    One's own come first, flexible ones that are not planned yet last. Three queries.

    Raises:
        SignInNeeded, NotAllowed: sheets name every partner's loads: only drivers and coordinators read them (R9).
    """
    person_id = _require_reader(member)
    runs = [
        _run(run, driver.name if driver else "", is_mine=run.departure.driver_id == person_id)
        for run, driver in store.runs_of_day(session, service_date)
    ]
    runs.sort(key=lambda each: (not each.is_mine, each.awaits_plan))
    chosen = next((each for each in runs if each.departure_id == departure_id), runs[0] if runs else None)
    stops = _stops(session, chosen.departure_id) if chosen else ()
    return DriverSheet(service_date, tuple(runs), chosen, stops)


def _require_reader(member: Member) -> int:
    person_id = require_signed_in(member)
    if not (member.has(Right.driver) or member.has(Right.coordinator)):
        raise NotAllowed(needed=Right.driver.value)
    return person_id


def _run(run: Run, driver_name: str, *, is_mine: bool) -> SheetRun:
    departure = run.departure
    return SheetRun(
        departure_id=departure.id or 0,
        line_name=run.line.name,
        vehicle_name=run.vehicle.name,
        driver_name=driver_name,
        kind=departure.kind,
        starts_at=departure.starts_at,
        ends_at=departure.ends_at,
        is_planned_tour=departure.tour_plan_id is not None,
        is_mine=is_mine,
    )


def _stops(session: ReadSession, departure_id: int) -> tuple[SheetStopRow, ...]:
    stops = store.stops_of(session, departure_id)
    names = {each.site.id: each.site.name for each in stops}
    to_load: dict[int | None, list[SheetLoad]] = {}
    to_unload: dict[int | None, list[SheetLoad]] = {}
    for aboard in store.loads_on(session, departure_id):
        load, part = aboard.reservation, aboard.part
        to_load.setdefault(part.from_position, []).append(_load(aboard, names.get(load.to_site_id, "")))
        to_unload.setdefault(part.to_position, []).append(_load(aboard, names.get(load.from_site_id, "")))
    ways = [None, *(each.leg for each in stops)]
    return tuple(
        _stop(each, way_there, to_unload.get(each.stop.position, []), to_load.get(each.stop.position, []))
        for each, way_there in zip(stops, ways, strict=False)
    )


def _load(aboard: Aboard, other_place: str) -> SheetLoad:
    load = aboard.reservation
    return SheetLoad(
        number=number(load.id or 0),
        partner_name=aboard.partner.name,
        partner_phone=aboard.partner.contact_phone,
        other_place=other_place,
        quantity=Quantity(load.kg, load.pallet_hundredths),
        temperature=load.temperature,
        compartment=aboard.compartment.name,
        note=load.note,
    )


def _stop(
    found: SheetStop, way_there: Leg | None, to_unload: list[SheetLoad], to_load: list[SheetLoad]
) -> SheetStopRow:
    site = found.site
    return SheetStopRow(
        number=found.stop.position + 1,
        site_name=site.name,
        town=site.town,
        arrives_at=found.stop.arrives_at,
        leaves_at=found.stop.leaves_at,
        opens_minute=site.opens_minute,
        closes_minute=site.closes_minute,
        metres=way_there.metres if way_there else 0,
        ferry=way_there.ferry if way_there else "",
        dock_note=site.dock_note,
        contact_phone=found.partner.contact_phone,
        to_unload=tuple(to_unload),
        to_load=tuple(to_load),
    )
