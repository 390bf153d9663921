"""A small network for the browser tests: two lines of the Bas-Saint-Laurent, some full weeks, some empty ones."""

from __future__ import annotations

from datetime import date, timedelta

from sqlmodel import select

from core.database.doors import WriteSession, write
from core.fleet.actions import CompartmentCard
from core.lines.actions import StopCard, generate_departures
from core.lines.capacity import Ride
from core.lines.store import take_room
from core.lines.tables import Departure, Leg, LegRoom
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.shared.periods import week_start
from core.shared.places import Point
from core.shared.quantities import Quantity, TemperatureClass
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_coordinator, a_line, a_partner, a_site, a_vehicle

TOWNS = {
    "Rimouski": Point(48.4488, -68.5243),
    "Mont-Joli": Point(48.5840, -68.1921),
    "Matane": Point(48.8290, -67.5220),
    "Amqui": Point(48.4634, -67.4318),
    "Causapscal": Point(48.3570, -67.2260),
    "Trois-Pistoles": Point(48.1220, -69.1770),
    "Rivière-du-Loup": Point(47.8270, -69.5420),
    "Baie-Comeau": Point(49.2170, -68.1490),
}
VALLEY, COAST = "Ligne de la vallée", "Côte–Vallée"
_SHARES = (8, 22, 47, 61, 88, 12, 55, 30)  # how full the weeks are, in turn


def seed_a_small_network() -> None:
    """Write the network through the actions people use, with departures from this week on."""
    write(_seed)


def _seed(session: WriteSession) -> None:
    today = clock.today()
    sites = {
        town: a_site(session, partner_id=_partner(session, town), name=f"Quai de {town}", town=town, point=point)
        for town, point in TOWNS.items()
    }
    set_tariff(session, a_coordinator(session), TariffCard(today - timedelta(days=400), 900, 220_000, 250, 400))
    van = a_vehicle(session, name="Fourgon réfrigéré 1 t", capacity_kg=1000, pallet_hundredths=400)
    truck = a_vehicle(
        session,
        name="Camion 24 pi",
        compartments=(
            CompartmentCard("Avant", 1500, 400, (TemperatureClass.frozen,)),
            CompartmentCard("Arrière", 2500, 800, (TemperatureClass.chilled, TemperatureClass.fresh_produce)),
        ),
        payload_kg=3600,
    )
    _run(session, VALLEY, van, sites, ["Rimouski", "Mont-Joli", "Amqui", "Causapscal"], "TU,TH", 6 * 60 + 30)
    _run(session, COAST, truck, sites, ["Rivière-du-Loup", "Trois-Pistoles", "Rimouski", "Matane", "Amqui"], "WE", 420)
    _run(
        session,
        "Traverse Matane–Baie-Comeau",
        a_vehicle(session, name="Camion 16 pi", capacity_kg=1800, pallet_hundredths=600),
        sites,
        ["Rimouski", "Matane", "Baie-Comeau"],
        "MO,FR",
        8 * 60,
        ferry_to="Baie-Comeau",
        territory="Côte-Nord",
    )


def _partner(session: WriteSession, town: str) -> int:
    return a_partner(session, name=f"Partenaire de {town}", kind=PartnerKind.hub, town=town)


def _run(
    session: WriteSession,
    name: str,
    vehicle_id: int,
    sites: dict[str, int],
    towns: list[str],
    weekdays: str,
    starts_minute: int,
    *,
    ferry_to: str = "",
    territory: str = "Bas-Saint-Laurent",
) -> None:
    stops = tuple(
        StopCard(
            sites[town],
            arrives_after_minutes=80 * place,
            dwell_minutes=20,
            metres_from_previous=62_000 if place else 0,
            ferry="Matane–Baie-Comeau" if town == ferry_to else "",
        )
        for place, town in enumerate(towns)
    )
    first = week_start(clock.today())
    line_id = a_line(
        session,
        name=name,
        territory=territory,
        vehicle_id=vehicle_id,
        rrule=f"FREQ=WEEKLY;BYDAY={weekdays}",
        starts_minute=starts_minute,
        stops=stops,
        season_from=first - timedelta(days=365),
    )
    made = generate_departures(
        session, a_coordinator(session), line_id=line_id, first_day=clock.today(), last_day=first + timedelta(days=83)
    ).made
    for departure_id in made:
        _fill(session, departure_id, first)


def _fill(session: WriteSession, departure_id: int, first: date) -> None:
    departure = session.get_one(Departure, departure_id)
    week = (departure.service_date - first).days // 7
    legs = session.exec(select(Leg).where(Leg.departure_id == departure_id)).all()
    for leg in legs:
        rooms = session.exec(
            select(LegRoom).where(LegRoom.departure_id == departure_id, LegRoom.position == leg.position)
        ).all()
        for room in rooms:
            share = _SHARES[(week + leg.position + departure.line_id) % len(_SHARES)] if week else _SHARES[leg.position]
            taken = Quantity(room.capacity_kg * share // 115, room.capacity_pallet_hundredths * share // 130)
            ride = Ride(departure_id, room.compartment_id, leg.position, leg.position + 1)
            assert take_room(session, ride, taken)
