"""Every SQL sentence about departures as a whole: who holds the vehicle, which are coming, writing many at once."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, timedelta

from sqlalchemy import ColumnElement, column, delete, insert, table
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.access.rights import Right
from core.access.tables import Person, RightGrant
from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import Compartment
from core.lines.tables import Departure, DepartureState, DepartureStop, Leg, LegRoom, Line
from core.lines.timetable import Run, Span
from core.shared.quantities import TemperatureClass

_LONGEST_RUN = timedelta(days=4)
_MAY_DRIVE = (Right.driver, Right.administrator)
# Reservations stand above lines: whether a departure has any is asked by table name, like a foreign key.
_PARTS = table("reservation_part", column("departure_id"))


def days_with_departure(session: ReadSession, line_id: int, first_day: date, last_day: date) -> set[date]:
    """Return the days on which the line already has a departure, in whatever state."""
    statement = select(col(Departure.service_date)).where(
        col(Departure.line_id) == line_id, col(Departure.service_date).between(first_day, last_day)
    )
    return set(session.exec(statement))


def spans_of_vehicle(
    session: ReadSession, vehicle_id: int, starts_at: datetime, ends_at: datetime, *, but: Iterable[int] = ()
) -> list[Span]:
    """Return when the vehicle is busy between two moments, the departures `but` left out."""
    return _spans(session, col(Departure.vehicle_id) == vehicle_id, starts_at, ends_at, but)


def spans_of_driver(
    session: ReadSession, person_id: int, starts_at: datetime, ends_at: datetime, *, but: Iterable[int] = ()
) -> list[Span]:
    """Return when the driver is busy between two moments, the departures `but` left out."""
    return _spans(session, col(Departure.driver_id) == person_id, starts_at, ends_at, but)


def _spans(
    session: ReadSession, whose: ColumnElement[bool], starts_at: datetime, ends_at: datetime, but: Iterable[int]
) -> list[Span]:
    statement = (
        select(Departure, Line.name)
        .join(Line, col(Line.id) == Departure.line_id)
        .where(
            whose,
            col(Departure.state) != DepartureState.cancelled,
            col(Departure.starts_at) < ends_at,
            col(Departure.starts_at) > starts_at - _LONGEST_RUN,
            col(Departure.ends_at) > starts_at,
            col(Departure.id).not_in(list(but)),
        )
        .order_by(col(Departure.starts_at))
    )
    return [Span(busy.starts_at, busy.ends_at, line) for busy, line in session.exec(statement)]


def coming_ids(session: ReadSession, line_id: int, *, after: datetime, first_day: date, last_day: date) -> list[int]:
    """Return the planned departures of a line that have not left yet, by id."""
    statement = select(Departure.id).where(
        col(Departure.line_id) == line_id,
        col(Departure.state) == DepartureState.planned,
        col(Departure.starts_at) > after,
        col(Departure.service_date).between(first_day, last_day),
    )
    return sorted(each for each in session.exec(statement) if each is not None)


def with_reservations(session: ReadSession, departure_ids: Sequence[int]) -> set[int]:
    """Return which of the departures any reservation refers to, in whatever state: those are never dropped (R4)."""
    asked = select_columns(_PARTS.c.departure_id).where(_PARTS.c.departure_id.in_(departure_ids))
    counted = select(Leg.departure_id).where(col(Leg.departure_id).in_(departure_ids), col(Leg.used_kg) > 0)
    return {*session.execute(asked).scalars(), *session.exec(counted)}


def drop(session: WriteSession, departure_ids: Sequence[int]) -> None:
    """Remove departures that nobody has reserved on."""
    drop_itineraries(session, departure_ids)
    session.execute(delete(Departure).where(col(Departure.id).in_(departure_ids)))
    session.expire_all()


def drop_itineraries(session: WriteSession, departure_ids: Sequence[int]) -> None:
    """Remove the stops, legs and counters of departures."""
    for each in (LegRoom, Leg, DepartureStop):
        session.execute(
            delete(each).where(col(each.departure_id).in_(departure_ids)),
            execution_options={"synchronize_session": False},
        )


def stops_of_many(
    session: ReadSession, departure_ids: Sequence[int]
) -> dict[int, list[tuple[int, datetime, datetime]]]:
    """Return where and when departures stop, in order: site, arrival, leaving."""
    statement = select(DepartureStop).where(col(DepartureStop.departure_id).in_(departure_ids))
    found: dict[int, list[tuple[int, datetime, datetime]]] = {}
    for each in session.exec(statement.order_by(col(DepartureStop.departure_id), col(DepartureStop.position))):
        found.setdefault(each.departure_id, []).append((each.site_id, each.arrives_at, each.leaves_at))
    return found


def stop_rows(session: WriteSession, departure_id: int) -> list[DepartureStop]:
    """Return the stops of a departure, to be changed."""
    statement = select(DepartureStop).where(col(DepartureStop.departure_id) == departure_id)
    return list(session.exec(statement.execution_options(populate_existing=True)))


def write_itineraries(
    session: WriteSession,
    runs: Mapping[int, Run],
    *,
    payloads_kg: Mapping[int, int],
    rooms: Sequence[tuple[Compartment, TemperatureClass]],
) -> None:
    """Write the stops, legs and room counters of dated runs, by departure id, in three sentences."""
    if not runs:
        return
    session.execute(
        insert(DepartureStop),
        [
            {
                "departure_id": departure_id,
                "position": position,
                "site_id": stop.site_id,
                "arrives_at": stop.arrives_at,
                "leaves_at": stop.leaves_at,
            }
            for departure_id, run in runs.items()
            for position, stop in enumerate(run.stops)
        ],
    )
    session.execute(
        insert(Leg),
        [
            {
                "departure_id": departure_id,
                "position": position,
                "metres": stop.metres_from_previous,
                "ferry": stop.ferry,
                "payload_kg": payloads_kg[departure_id],
                "used_kg": 0,
            }
            for departure_id, run in runs.items()
            for position, stop in enumerate(run.stops[1:])
        ],
    )
    session.execute(
        insert(LegRoom),
        [
            {
                "departure_id": departure_id,
                "position": position,
                "compartment_id": compartment.id,
                "temperature": temperature,
                "capacity_kg": compartment.kg,
                "capacity_pallet_hundredths": compartment.pallet_hundredths,
                "used_kg": 0,
                "used_pallet_hundredths": 0,
            }
            for departure_id, run in runs.items()
            for position in range(len(run.stops) - 1)
            for compartment, temperature in rooms
        ],
    )


def lock_driver(session: WriteSession, person_id: int) -> str | None:
    """Lock a person who may drive and return their name, or None when they hold no such right."""
    person = session.exec(
        select(Person).where(col(Person.id) == person_id, col(Person.is_active)).with_for_update()
    ).first()
    may_drive = select(RightGrant.id).where(
        col(RightGrant.person_id) == person_id,
        col(RightGrant.right_held).in_(_MAY_DRIVE),
    )
    return person.name if person is not None and session.exec(may_drive).first() is not None else None


def people_who_drive(session: ReadSession) -> dict[int, str]:
    """Return the active people who hold the right to drive, by name."""
    statement = (
        select(Person)
        .join(RightGrant, col(RightGrant.person_id) == Person.id)
        .where(col(RightGrant.right_held).in_(_MAY_DRIVE), col(Person.is_active))
        .order_by(col(Person.name), col(Person.id))
    )
    return {person.id: person.name for person in session.exec(statement) if person.id is not None}
