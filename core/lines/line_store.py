"""Every SQL sentence about lines themselves: their stops, compartments and pauses."""

from collections.abc import Mapping, Sequence
from datetime import date

from sqlalchemy import Date, String, cast, delete, func, literal, null, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import Vehicle
from core.lines.cards import StopCard
from core.lines.tables import Departure, Line, LineCompartment, LinePause, LineStop
from core.partners.tables import Site
from core.shared.errors import N_, NotFound, StaleForm
from core.shared.quantities import TemperatureClass

_LINE = N_("line")


def lock_line(session: WriteSession, line_id: int, *, version: int | None = None) -> Line:
    """Lock one line and return it as it is now; `version` is what the form was drawn from.

    Raises:
        NotFound: there is no such line.
        StaleForm: somebody changed it since the form was drawn.
    """
    statement = select(Line).where(col(Line.id) == line_id).with_for_update()
    line = session.exec(statement.execution_options(populate_existing=True)).first()
    if line is None:
        raise NotFound(what=_LINE)
    if version is not None and line.version != version:
        raise StaleForm(what=_LINE)
    return line


def line_ids(session: ReadSession, *, vehicle_id: int | None = None, driver_id: int | None = None) -> list[int]:
    """Return the lines, or those that a vehicle or a driver usually runs, by id."""
    statement = select(Line.id)
    if vehicle_id is not None:
        statement = statement.where(col(Line.vehicle_id) == vehicle_id)
    if driver_id is not None:
        statement = statement.where(col(Line.driver_id) == driver_id)
    return sorted(each for each in session.exec(statement) if each is not None)


def active_sites_among(session: ReadSession, site_ids: set[int]) -> set[int]:
    """Return which of the sites exist and are active."""
    found = session.exec(select(Site.id).where(col(Site.id).in_(site_ids), col(Site.is_active)))
    return {site_id for site_id in found if site_id is not None}


def stops_of(session: ReadSession, line_id: int) -> list[StopCard]:
    """Return the planned stops of a line, in order."""
    statement = select(LineStop).where(col(LineStop.line_id) == line_id).order_by(col(LineStop.position))
    return [
        StopCard(each.site_id, each.arrives_after_minutes, each.dwell_minutes, each.metres_from_previous, each.ferry)
        for each in session.exec(statement)
    ]


def temperatures_of(session: ReadSession, line_id: int) -> dict[int, TemperatureClass]:
    """Return the temperature the line sets each compartment to."""
    statement = select(LineCompartment).where(col(LineCompartment.line_id) == line_id)
    return {each.compartment_id: each.temperature for each in session.exec(statement)}


def put_stops(session: WriteSession, line_id: int, stops: Sequence[StopCard]) -> None:
    """Write the planned stops of a line in the place of the old ones."""
    session.execute(delete(LineStop).where(col(LineStop.line_id) == line_id))
    session.add_all(
        LineStop(
            line_id=line_id,
            position=position,
            site_id=stop.site_id,
            arrives_after_minutes=stop.arrives_after_minutes,
            dwell_minutes=stop.dwell_minutes,
            metres_from_previous=stop.metres_from_previous,
            ferry=stop.ferry,
        )
        for position, stop in enumerate(stops)
    )
    session.flush()


def put_temperatures(session: WriteSession, line_id: int, temperatures: Mapping[int, TemperatureClass]) -> None:
    """Write the temperature of each compartment in the place of the old ones."""
    session.execute(delete(LineCompartment).where(col(LineCompartment.line_id) == line_id))
    session.add_all(
        LineCompartment(line_id=line_id, compartment_id=compartment_id, temperature=temperature)
        for compartment_id, temperature in sorted(temperatures.items())
    )
    session.flush()


def pauses_of(session: ReadSession, line_id: int) -> list[LinePause]:
    """Return the pauses of a line, the earliest first."""
    statement = select(LinePause).where(col(LinePause.line_id) == line_id).order_by(col(LinePause.first_day))
    return list(session.exec(statement))


def pause_by_id(session: ReadSession, pause_id: int) -> LinePause | None:
    """Return a pause."""
    return session.get(LinePause, pause_id)


def every_line(session: ReadSession) -> list[tuple[Line, str, LineStop | None, Site | None]]:
    """Return all lines by name, with the name of their vehicle, once for each planned stop in order with its site."""
    statement = (
        select(Line, Vehicle.name, LineStop, Site)
        .join(Vehicle, col(Vehicle.id) == Line.vehicle_id)
        .join(LineStop, col(LineStop.line_id) == Line.id, isouter=True)
        .join(Site, col(Site.id) == LineStop.site_id, isouter=True)
        .order_by(func.lower(Line.name), col(Line.id), col(LineStop.position))
    )
    return [(line, vehicle, stop, site) for line, vehicle, stop, site in session.exec(statement)]


def every_setting(session: ReadSession) -> list[tuple[str, int, int, str, date | None, date | None]]:
    """Return the temperatures and the pauses of all lines in one question: what, line, id, words, first and last day.

    The id of a temperature is that of its compartment; pauses come the earliest first.
    """
    said = union_all(
        select_columns(
            literal("temperature").label("what"),
            col(LineCompartment.line_id).label("line_id"),
            col(LineCompartment.compartment_id).label("id"),
            cast(LineCompartment.temperature, String).label("words"),
            cast(null(), Date).label("first_day"),
            cast(null(), Date).label("last_day"),
        ),
        select_columns(
            literal("pause"),
            col(LinePause.line_id),
            col(LinePause.id),
            col(LinePause.reason),
            col(LinePause.first_day),
            col(LinePause.last_day),
        ),
    ).subquery()
    rows = session.execute(select_columns(said).order_by(said.c.first_day, said.c.id))
    return [(row.what, row.line_id, row.id, row.words, row.first_day, row.last_day) for row in rows]


def last_generated(session: ReadSession) -> dict[int, date]:
    """Return the last day for which each line has a departure."""
    statement = select(Departure.line_id, func.max(col(Departure.service_date))).group_by(col(Departure.line_id))
    return dict(session.exec(statement).all())
