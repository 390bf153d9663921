"""A small network with flexible tours: two vehicles at Rimouski, docks at Mont-Joli and Amqui, two partners."""

from dataclasses import dataclass, field
from datetime import date
from uuid import uuid4

from sqlmodel import select

from core.access.rights import Member, Right
from core.database.doors import WriteSession, reading, write
from core.lines.tables import Departure, DepartureKind, DepartureStop
from core.notices.tables import Notice
from core.partners.tables import Site
from core.reservations.actions import Requested, ReservationRequest, reserve
from core.reservations.tables import Reservation
from core.reservations.views import drift
from core.routes import planning
from core.routes.actions import ask_for_plan
from core.shared.quantities import Quantity, TemperatureClass
from core.work.actions import claim, finish
from tests.builders import (
    AMQUI,
    MONT_JOLI,
    a_coordinator,
    a_departure,
    a_line,
    a_member,
    a_partner,
    a_site,
    a_vehicle,
)

CHILLED, FROZEN = TemperatureClass.chilled, TemperatureClass.frozen


@dataclass
class TourDay:
    """A day with flexible tours and what stands around it."""

    day: date
    coordinator: Member
    driver: Member
    partner_ids: list[int]
    members: list[Member]
    sites: dict[str, int]
    vehicle_ids: list[int]
    departure_ids: list[int]
    asked: list[int] = field(default_factory=list)

    def ask(
        self,
        origin: str = "Rimouski",
        target: str = "Amqui",
        kg: int = 300,
        *,
        pallets: int = 100,
        who: int = 0,
        on: int = 0,
        temperature: TemperatureClass = CHILLED,
    ) -> int:
        """Ask for a place in tour number `on` as the member of partner number `who`."""
        request = ReservationRequest(
            request_id=uuid4().hex,
            partner_id=self.partner_ids[who],
            departure_id=self.departure_ids[on],
            from_site_id=self.sites[origin],
            to_site_id=self.sites[target],
            quantity=Quantity(kg, pallets),
            temperature=temperature,
        )
        answer = write(lambda session: reserve(session, self.members[who], request))
        assert isinstance(answer, Requested)
        self.asked.append(answer.reservation_id)
        return answer.reservation_id

    def plan(self, vehicle_ids: list[int] | None = None) -> int:
        """Ask for a plan and do the worker's part; return the draft's id."""
        job_id = write(
            lambda session: ask_for_plan(
                session, self.coordinator, service_date=self.day, vehicle_ids=vehicle_ids or self.vehicle_ids
            )
        )
        assert claim(job_id)
        result = planning.run(job_id, self.arguments(vehicle_ids))
        assert finish(job_id, result)
        plan_id: int = result["plan_id"]
        return plan_id

    def arguments(self, vehicle_ids: list[int] | None = None) -> dict[str, object]:
        """Return what the worker is given, with a short search."""
        return {
            "service_date": self.day.isoformat(),
            "vehicle_ids": vehicle_ids or self.vehicle_ids,
            "by": self.coordinator.person_id,
            "seconds": 0.05,
        }


def a_tour_day(vehicles: int = 2, capacity_kg: int = 1000, temperature: TemperatureClass = CHILLED) -> TourDay:
    """Write the network and its flexible departures of one day."""

    def written(session: WriteSession) -> TourDay:
        partners = [a_partner(session, name=f"Partenaire {letter}") for letter in "AB"]
        sites = {"Rimouski": a_site(session, partner_id=partners[0], name="Dépôt de Rimouski")}
        sites["Mont-Joli"] = a_site(
            session, partner_id=partners[1], name="Quai de Mont-Joli", town="Mont-Joli", point=MONT_JOLI
        )
        sites["Amqui"] = a_site(session, partner_id=partners[1], name="Entrepôt d'Amqui", town="Amqui", point=AMQUI)
        trucks = [
            a_vehicle(
                session,
                name=f"Camion {number}",
                base_site_id=sites["Rimouski"],
                capacity_kg=capacity_kg,
                pallet_hundredths=800,
                temperatures=(temperature,),
            )
            for number in range(1, vehicles + 1)
        ]
        lines = [
            a_line(
                session,
                name=f"Tournée {number}",
                kind=DepartureKind.flexible,
                vehicle_id=truck,
                site_ids=[sites["Rimouski"], sites["Amqui"]],
            )
            for number, truck in enumerate(trucks, 1)
        ]
        first = a_departure(session, line_id=lines[0])
        day = session.get_one(Departure, first).service_date
        departures = [first, *(a_departure(session, line_id=line, day=day) for line in lines[1:])]
        return TourDay(
            day=day,
            coordinator=a_coordinator(session),
            driver=a_member(session, rights=[Right.driver]),
            partner_ids=partners,
            members=[a_member(session, partner_ids=[each]) for each in partners],
            sites=sites,
            vehicle_ids=trucks,
            departure_ids=departures,
        )

    return write(written)


def states(tour_day: TourDay) -> dict[int, str]:
    """Return the state of every reservation asked for."""
    with reading() as session:
        found = session.exec(select(Reservation).where(Reservation.id.in_(tour_day.asked)))  # type: ignore[union-attr]  # a column at run time
        return {each.id or 0: each.state.value for each in found}


def stop_names(departure_id: int) -> list[str]:
    """Return the names of a departure's stops, in order."""
    with reading() as session:
        stops = session.exec(select(DepartureStop).where(DepartureStop.departure_id == departure_id)).all()
        return [session.get_one(Site, stop.site_id).name for stop in sorted(stops, key=lambda stop: stop.position)]


def notice_kinds(partner_id: int) -> list[str]:
    """Return the kinds of a partner's notices, oldest first."""
    with reading() as session:
        told = session.exec(select(Notice).where(Notice.partner_id == partner_id)).all()
        return [notice.kind.value for notice in sorted(told, key=lambda notice: notice.id or 0)]


def assert_counters_sound() -> None:
    """Check that the counters of every leg are the sums of the reservations."""
    with reading() as session:
        assert drift(session) == []
