"""Every SQL sentence about a day's tours and their plans."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import func, literal, union_all
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.access.tables import Person
from core.database.doors import ReadSession, WriteSession
from core.fleet.tables import Compartment, ThawPeriod, Vehicle
from core.lines.tables import Departure, DepartureKind, DepartureState, DepartureStop, Leg, Line
from core.partners.tables import Partner, Site
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.routes.tables import PlanState, TourPlan

ON_TOURS = (ReservationState.requested, ReservationState.confirmed)
ON_BOARD = (ReservationState.confirmed, ReservationState.delivered, ReservationState.no_show)


@dataclass(frozen=True, slots=True)
class Run:
    """A departure with its line and its vehicle, and the share of its payload that the thaw leaves a heavy one."""

    departure: Departure
    line: Line
    vehicle: Vehicle
    keeps_percent: int = 100


def runs_around(session: ReadSession, day: date) -> list[Run]:
    """Return the departures of a day and of the day before that are not cancelled, in the order they leave."""
    thaw = (
        select(func.min(col(ThawPeriod.keeps_percent)))
        .where(col(ThawPeriod.first_day) <= Departure.service_date, col(ThawPeriod.last_day) >= Departure.service_date)
        .correlate(Departure)
        .scalar_subquery()
    )
    statement = (
        select(Departure, Line, Vehicle, thaw)
        .join(Line, col(Line.id) == Departure.line_id)
        .join(Vehicle, col(Vehicle.id) == Departure.vehicle_id)
        .where(
            col(Departure.service_date).between(day - timedelta(days=1), day),
            col(Departure.state) != DepartureState.cancelled,
        )
        .order_by(col(Departure.starts_at), col(Departure.id))
    )
    return [Run(departure, line, vehicle, kept or 100) for departure, line, vehicle, kept in session.exec(statement)]


def compartments(session: ReadSession, vehicle_ids: Sequence[int]) -> list[Compartment]:
    """Return the compartments of vehicles, in the order they were described."""
    statement = select(Compartment).where(col(Compartment.vehicle_id).in_(vehicle_ids)).order_by(col(Compartment.id))
    return list(session.exec(statement))


@dataclass(frozen=True, slots=True)
class Places:
    """Every partner and every site, by id."""

    partners: dict[int, Partner]
    sites: dict[int, Site]


def places(session: ReadSession) -> Places:
    """Return every partner and every site (one query)."""
    statement = select(Partner, Site).join(Site, col(Site.partner_id) == Partner.id, isouter=True)
    rows = session.exec(statement).all()
    return Places(
        {partner.id or 0: partner for partner, _ in rows},
        {site.id or 0: site for _, site in rows if site is not None},
    )


def loads_by_day(session: ReadSession, first_day: date, last_day: date) -> dict[date, int]:
    """Return how many loads each day's planned flexible departures carry or are asked to, in order.

    The other days from `first_day` on that have an accepted plan are there with 0.
    """
    loads = (
        select_columns(col(Departure.service_date), func.count())
        .join(ReservationPart, col(ReservationPart.departure_id) == Departure.id)
        .join(Reservation, col(Reservation.id) == ReservationPart.reservation_id)
        .where(
            col(Departure.service_date).between(first_day, last_day),
            col(Departure.kind) == DepartureKind.flexible,
            col(Departure.state) == DepartureState.planned,
            col(Reservation.state).in_(ON_TOURS),
        )
        .group_by(col(Departure.service_date))
    )
    plans = select_columns(col(TourPlan.service_date), literal(0)).where(
        col(TourPlan.service_date) >= first_day, col(TourPlan.state) == PlanState.accepted
    )
    found: dict[date, int] = {}
    for day, count in session.execute(union_all(loads, plans)):
        found[day] = found.get(day, 0) + int(count)
    return dict(sorted(found.items()))


# --- plans ------------------------------------------------------------------------------------------------------


def plan(session: ReadSession, plan_id: int) -> TourPlan | None:
    """Return a plan."""
    return session.get(TourPlan, plan_id)


def lock_plans_of_day(session: WriteSession, day: date) -> list[TourPlan]:
    """Lock every plan of a day, by id, and return them as they are now."""
    statement = select(TourPlan).where(col(TourPlan.service_date) == day).order_by(col(TourPlan.id)).with_for_update()
    return list(session.exec(statement.execution_options(populate_existing=True)))


def plans_of_day(session: ReadSession, day: date) -> list[TourPlan]:
    """Return the plans of a day that still count: the accepted one first, then drafts, the newest first."""
    statement = (
        select(TourPlan)
        .where(col(TourPlan.service_date) == day, col(TourPlan.state) != PlanState.superseded)
        .order_by(col(TourPlan.id).desc())
    )
    return sorted(session.exec(statement), key=lambda each: each.state is not PlanState.accepted)


def accepted_days(session: ReadSession, first_day: date) -> list[date]:
    """Return the days from `first_day` on that have an accepted plan, in order."""
    statement = select(col(TourPlan.service_date)).where(
        col(TourPlan.service_date) >= first_day, col(TourPlan.state) == PlanState.accepted
    )
    return sorted(set(session.exec(statement)))


def add_plan(session: WriteSession, plan_row: TourPlan) -> int:
    """Write a plan and return its id."""
    session.add(plan_row)
    session.flush()
    if plan_row.id is None:
        raise ValueError("the database gave the plan no number")
    return plan_row.id


def used_kg(session: ReadSession, departure_ids: Sequence[int]) -> int:
    """Return the weight counted on the legs of departures: 0 when nothing rides on them."""
    statement = select_columns(func.coalesce(func.sum(Leg.used_kg), 0)).where(col(Leg.departure_id).in_(departure_ids))
    return int(session.execute(statement).scalar_one())


# --- the driver's day -------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SheetStop:
    """One stop of a run, its place, and the leg that leads on from it (None at the end)."""

    stop: DepartureStop
    site: Site
    partner: Partner
    leg: Leg | None


def next_run_day(session: ReadSession, first_day: date, driver_id: int | None = None) -> date | None:
    """Return the first day from `first_day` on with a departure, of one driver when given."""
    statement = select_columns(func.min(col(Departure.service_date))).where(
        col(Departure.service_date) >= first_day, col(Departure.state) != DepartureState.cancelled
    )
    if driver_id is not None:
        statement = statement.where(col(Departure.driver_id) == driver_id)
    day: date | None = session.execute(statement).scalar_one()
    return day


def day_of_run(session: ReadSession, departure_id: int) -> date | None:
    """Return the day of a departure, or None without one."""
    return session.exec(select(col(Departure.service_date)).where(col(Departure.id) == departure_id)).first()


def runs_of_day(session: ReadSession, day: date) -> list[tuple[Run, Person | None]]:
    """Return a day's departures that are not cancelled, with their driver, in the order they leave."""
    statement = (
        select(Departure, Line, Vehicle, Person)
        .join(Line, col(Line.id) == Departure.line_id)
        .join(Vehicle, col(Vehicle.id) == Departure.vehicle_id)
        .join(Person, col(Person.id) == Departure.driver_id, isouter=True)
        .where(col(Departure.service_date) == day, col(Departure.state) != DepartureState.cancelled)
        .order_by(col(Departure.starts_at), col(Departure.id))
    )
    return [(Run(departure, line, vehicle), person) for departure, line, vehicle, person in session.exec(statement)]


@dataclass(frozen=True, slots=True)
class Aboard:
    """A load on board of a run: whose it is, and the compartment it rides in."""

    reservation: Reservation
    part: ReservationPart
    partner: Partner
    compartment: Compartment


def stops_of(session: ReadSession, departure_id: int) -> list[SheetStop]:
    """Return the stops of a departure, in order."""
    statement = (
        select(DepartureStop, Site, Partner, Leg)
        .join(Site, col(Site.id) == DepartureStop.site_id)
        .join(Partner, col(Partner.id) == Site.partner_id)
        .join(
            Leg,
            (col(Leg.departure_id) == DepartureStop.departure_id) & (col(Leg.position) == DepartureStop.position),
            isouter=True,
        )
        .where(col(DepartureStop.departure_id) == departure_id)
        .order_by(col(DepartureStop.position))
    )
    return [SheetStop(*row) for row in session.exec(statement)]


def loads_on(session: ReadSession, departure_id: int) -> list[Aboard]:
    """Return the loads on board of a departure, by number."""
    statement = (
        select(Reservation, ReservationPart, Partner, Compartment)
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
        .join(Partner, col(Partner.id) == Reservation.partner_id)
        .join(Compartment, col(Compartment.id) == ReservationPart.compartment_id)
        .where(col(ReservationPart.departure_id) == departure_id, col(Reservation.state).in_(ON_BOARD))
        .order_by(col(Reservation.id))
    )
    return [Aboard(*row) for row in session.exec(statement)]
