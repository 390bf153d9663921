"""A small random network, written straight into the tables: what a review must count, and what it must not."""

from __future__ import annotations

import itertools
import random
from datetime import UTC, date, datetime, timedelta

from core.access.rights import Right
from core.compensation.kinds import ContributionKind, ContributionState
from core.compensation.tables import Contribution
from core.database.doors import WriteSession
from core.fleet.actions import CompartmentCard
from core.ledger.actions import post
from core.ledger.entries import Fund, LedgerLine, network_account, partner_account
from core.ledger.units import Unit
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.tables import Departure, DepartureStop, Leg, LegRoom
from core.partners.tables import PartnerKind
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared.periods import Period
from core.shared.places import Point
from core.shared.quantities import TemperatureClass
from tests.builders import a_line, a_partner, a_person, a_site, a_vehicle

KINDS = (PartnerKind.producer, PartnerKind.food_bank, PartnerKind.hub, PartnerKind.grocer)
PLACES = (Point(48.45, -68.52), Point(48.58, -68.19), Point(48.46, -67.43), Point(48.85, -67.53), Point(49.22, -68.15))
_RODE = (ReservationState.confirmed, ReservationState.delivered, ReservationState.no_show)
_number = itertools.count(1)
FERRY = "Matane–Baie-Comeau"


def write_random_network(
    session: WriteSession, *, seed: int, years: range, first: date, last: date, flexible: float = 0.15
) -> None:
    """Write four partners, five sites, two vehicles, three lines and their runs of `first`..`last` in each year."""
    dice = random.Random(seed)
    partners = [
        a_partner(session, kind=kind, alone_cents_per_km=dice.randint(60, 120), alone_cents_per_hour=2000 + 100 * place)
        for place, kind in enumerate(KINDS)
    ]
    sites = [
        a_site(session, partner_id=partners[place % 4], point=point, setup_minutes=5 + place, minutes_per_pallet=2)
        for place, point in enumerate(PLACES)
    ]
    boxes = (
        CompartmentCard("A", 600, 300, (TemperatureClass.chilled,)),
        CompartmentCard("B", 500, 300, (TemperatureClass.ambient,)),
    )
    vehicles = [
        a_vehicle(session, owner_id=owner, compartments=boxes, payload_kg=payload, cents_per_km=dice.randint(50, 110))
        for owner, payload in ((partners[2], 1100), (partners[3], 900))
    ]
    lines = [
        a_line(session, vehicle_id=vehicles[place % 2], trough_below_percent=25 + 5 * place, site_ids=sites[:3])
        for place in range(3)
    ]
    by = a_person(session, rights=[Right.coordinator], partner_ids=[partners[0]])
    box_ids = {vehicle: _boxes(session, vehicle) for vehicle in vehicles}
    session.autoflush = False
    for year in years:
        for line in lines:
            day = first.replace(year=year) + timedelta(days=dice.randint(0, 6))
            while day <= last.replace(year=year):
                if dice.random() < 0.85:
                    vehicle = dice.choice(vehicles)
                    kind = DepartureKind.flexible if dice.random() < flexible else DepartureKind.fixed
                    _run(session, dice, day, line, kind, vehicle, box_ids[vehicle], sites, partners, by)
                day += timedelta(days=dice.choice((3, 7, 7)))
        _effort(session, dice, partners, by, year, first, last)
    session.flush()


def _boxes(session: WriteSession, vehicle_id: int) -> list[int]:
    from core.fleet.store import compartments_of

    return [box.id for box in compartments_of(session, vehicle_id) if box.id is not None]


def _run(
    session: WriteSession,
    dice: random.Random,
    day: date,
    line: int,
    kind: DepartureKind,
    vehicle: int,
    boxes: list[int],
    sites: list[int],
    partners: list[int],
    by: int,
) -> None:
    hour = 5 + 6 * (line % 3)  # no vehicle is on two departures at once
    start = datetime(day.year, day.month, day.day, hour, tzinfo=UTC)
    route = dice.sample(sites, 4)
    if dice.random() < 0.3:
        route.append(route[0])
    departure_id = next(_number)
    departure = Departure(
        id=departure_id,
        line_id=line,
        vehicle_id=vehicle,
        kind=kind,
        state=DepartureState.cancelled if dice.random() < 0.1 else DepartureState.done,
        service_date=day,
        starts_at=start,
        ends_at=start + timedelta(minutes=60 * len(route) + dice.randint(0, 59)),
        closes_at=start - timedelta(hours=18),
    )
    session.add(departure)
    legs = [
        Leg(
            departure_id=departure_id,
            position=place,
            metres=dice.randint(8_000, 90_000),
            ferry=FERRY if dice.random() < 0.1 else "",
            payload_kg=900,
        )
        for place in range(len(route) - 1)
    ]
    rooms = {
        (place, box): LegRoom(
            departure_id=departure_id,
            position=place,
            compartment_id=box,
            temperature=TemperatureClass.chilled,
            capacity_kg=500 + 100 * (box % 2),
            capacity_pallet_hundredths=300,
        )
        for place in range(len(route) - 1)
        for box in boxes
    }
    session.add_all(
        DepartureStop(
            departure_id=departure_id,
            position=place,
            site_id=site,
            arrives_at=start + timedelta(minutes=60 * place),
            leaves_at=start + timedelta(minutes=60 * place + 10),
        )
        for place, site in enumerate(route)
    )
    for _ in range(dice.randint(0, 6)):
        _load(session, dice, departure, route, legs, rooms, boxes, partners, by)
    session.add_all([*legs, *rooms.values()])


def _load(
    session: WriteSession,
    dice: random.Random,
    departure: Departure,
    route: list[int],
    legs: list[Leg],
    rooms: dict[tuple[int, int], LegRoom],
    boxes: list[int],
    partners: list[int],
    by: int,
) -> None:
    first = dice.randrange(len(route) - 1)
    last = dice.randrange(first + 1, len(route))
    if route[first] == route[last]:
        return
    state = dice.choice((*_RODE, *_RODE, ReservationState.waiting, ReservationState.cancelled))
    kg, pallets, box = dice.randint(5, 120), dice.randint(1, 60), dice.choice(boxes)
    if state in _RODE:
        for place in range(first, last):
            legs[place].used_kg += kg
            rooms[place, box].used_kg += kg
            rooms[place, box].used_pallet_hundredths += pallets
    reservation_id = next(_number)
    reservation = Reservation(
        id=reservation_id,
        request_id=f"{dice.random():.17f}",
        partner_id=dice.choice(partners),
        from_site_id=route[first],
        to_site_id=route[last],
        kg=kg,
        pallet_hundredths=pallets,
        temperature=TemperatureClass.chilled,
        least_kg=kg,
        state=state,
        period=Period.normal,
        full_price_cents=100,
        price_cents=100,
        made_at=departure.starts_at - timedelta(days=dice.randint(1, 30)),
        made_by_id=by,
        waiting_since=departure.starts_at - timedelta(days=1),
        delivered_kg=max(1, kg - 3) if state is ReservationState.delivered and dice.random() < 0.8 else None,
    )
    session.add(reservation)
    rides = state in _RODE
    session.add(
        ReservationPart(
            reservation_id=reservation_id,
            departure_id=departure.id or 0,
            compartment_id=box if rides else None,
            from_position=first if rides else None,
            to_position=last if rides else None,
        )
    )


def _effort(
    session: WriteSession, dice: random.Random, partners: list[int], by: int, year: int, first: date, last: date
) -> None:
    days = (last - first).days
    for number in range(12):
        day = first.replace(year=year) + timedelta(days=dice.randint(0, days))
        session.add(
            Contribution(
                request_id=f"{dice.random():.17f}",
                partner_id=dice.choice(partners),
                kind=dice.choice(list(ContributionKind)),
                quantity=dice.randint(1, 5000),
                day=day,
                state=dice.choice(
                    (ContributionState.approved, ContributionState.approved, ContributionState.submitted)
                ),
                value_cents=dice.choice((None, dice.randint(1, 90_000))),
                submitted_by_id=by,
                submitted_at=datetime(year, day.month, day.day, 15, tzinfo=UTC),
            )
        )
        if number % 4:
            continue
        cents = dice.randint(-50_000, 50_000) or 1
        post(
            session,
            by=by,
            key=f"test-{year}-{number}-{dice.random()}",
            day=day,
            fact="payment",
            facts={},
            lines=[
                LedgerLine(partner_account(dice.choice(partners), Unit.cad_cents), cents),
                LedgerLine(network_account(next(iter(Fund)), Unit.cad_cents), -cents),
            ],
        )
