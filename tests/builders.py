"""What a test needs, with a believable default for everything; each builder goes through the actions people use.

`with writing() as session: departure_id = a_departure(session, capacity_kg=1000)` is a whole network: a partner, a
vehicle of one compartment and a line of three stops (Rimouski, Mont-Joli, Amqui) that runs once. Builders return
ids; two calls never clash on a code.
"""

import itertools
from collections.abc import Sequence
from datetime import date, timedelta

from sqlmodel import select

from core.access.rights import Member, Right
from core.access.tables import Membership, Person, RightGrant
from core.database.doors import WriteSession
from core.fleet.actions import CompartmentCard, VehicleCard, add_vehicle
from core.fleet.store import compartments_of
from core.lines.actions import LineCard, StopCard, add_line, generate_departures
from core.lines.tables import Departure, DepartureKind, DepartureStop
from core.partners.actions import PartnerCard, SiteCard, add_partner, add_site
from core.partners.tables import PartnerKind
from core.shared import clock
from core.shared.places import Point
from core.shared.quantities import TemperatureClass

RIMOUSKI, MONT_JOLI, AMQUI = Point(48.4488, -68.5243), Point(48.5840, -68.1921), Point(48.4634, -67.4318)
_TOWNS = (("Rimouski", RIMOUSKI), ("Mont-Joli", MONT_JOLI), ("Amqui", AMQUI))
_number = itertools.count(1)


def a_person(
    session: WriteSession,
    *,
    name: str = "Camille Essai",
    email: str | None = None,
    partner_ids: Sequence[int] = (),
    rights: Sequence[Right] = (),
    language: str = "fr",
) -> int:
    """Write a person who may sign in (without password) and return their id."""
    person = Person(
        email=email or f"personne{next(_number)}@exemple.test", name=name, language=language, created_at=clock.now()
    )
    session.add(person)
    session.flush()
    assert person.id is not None
    session.add_all(Membership(person_id=person.id, partner_id=partner_id) for partner_id in partner_ids)
    session.add_all(RightGrant(person_id=person.id, right_held=right) for right in rights)
    session.flush()
    return person.id


def a_member(
    session: WriteSession,
    *,
    partner_ids: Sequence[int] = (),
    rights: Sequence[Right] = (),
    name: str = "Camille Essai",
    language: str = "fr",
) -> Member:
    """Write a person and return them as the rules see a signed-in member."""
    person_id = a_person(session, name=name, partner_ids=partner_ids, rights=rights, language=language)
    person = session.get_one(Person, person_id)
    return Member(
        person_id=person_id,
        name=name,
        email=person.email,
        language=language,
        partner_ids=tuple(partner_ids),
        rights=frozenset(rights),
    )


def a_coordinator(session: WriteSession) -> Member:
    """Return the coordinator of this test's network, written once."""
    email = "coordination@exemple.test"
    person = session.exec(select(Person).where(Person.email == email)).first()
    person_id = (
        person.id
        if person is not None
        else a_person(session, name="Dominique Coordo", email=email, rights=[Right.coordinator])
    )
    return Member(person_id=person_id, name="Dominique Coordo", email=email, rights=frozenset({Right.coordinator}))


def a_partner(
    session: WriteSession,
    *,
    code: str | None = None,
    name: str | None = None,
    kind: PartnerKind = PartnerKind.producer,
    territory: str = "Bas-Saint-Laurent",
    town: str = "Rimouski",
    contact_email: str = "",
    alone_cents_per_km: int = 95,
    alone_cents_per_hour: int = 2800,
) -> int:
    """Add a partner and return its id."""
    number = next(_number)
    card = PartnerCard(
        code=code or f"P{number}",
        name=name or f"Partenaire {number}",
        kind=kind,
        territory=territory,
        town=town,
        contact_email=contact_email,
        alone_cents_per_km=alone_cents_per_km,
        alone_cents_per_hour=alone_cents_per_hour,
    )
    return add_partner(session, a_coordinator(session), card)


def a_site(
    session: WriteSession,
    *,
    partner_id: int | None = None,
    code: str | None = None,
    name: str | None = None,
    kind: str = "depot",
    town: str = "Rimouski",
    territory: str = "Bas-Saint-Laurent",
    point: Point = RIMOUSKI,
    opens_minute: int = 6 * 60,
    closes_minute: int = 20 * 60,
    setup_minutes: int = 10,
    minutes_per_pallet: int = 3,
) -> int:
    """Add a site (and its partner, unless one is given) and return its id."""
    number = next(_number)
    card = SiteCard(
        code=code or f"S{number}",
        partner_id=partner_id if partner_id is not None else a_partner(session),
        name=name or f"Lieu {number}",
        kind=kind,
        town=town,
        territory=territory,
        latitude=point.latitude,
        longitude=point.longitude,
        opens_minute=opens_minute,
        closes_minute=closes_minute,
        setup_minutes=setup_minutes,
        minutes_per_pallet=minutes_per_pallet,
    )
    return add_site(session, a_coordinator(session), card)


def a_vehicle(
    session: WriteSession,
    *,
    code: str | None = None,
    name: str | None = None,
    owner_id: int | None = None,
    base_site_id: int | None = None,
    capacity_kg: int = 1000,
    pallet_hundredths: int = 600,
    payload_kg: int | None = None,
    gvwr_kg: int | None = None,
    temperatures: tuple[TemperatureClass, ...] = (TemperatureClass.chilled,),
    compartments: tuple[CompartmentCard, ...] | None = None,
    fixed_cents: int = 5000,
    cents_per_km: int = 70,
    cents_per_hour: int = 3000,
) -> int:
    """Add a vehicle and return its id; one compartment holding `capacity_kg`, unless compartments are given."""
    number = next(_number)
    boxes = compartments or (CompartmentCard("Caisse", capacity_kg, pallet_hundredths, temperatures),)
    payload = payload_kg if payload_kg is not None else sum(box.kg for box in boxes)
    owner = owner_id if owner_id is not None else a_partner(session, kind=PartnerKind.carrier)
    card = VehicleCard(
        code=code or f"V{number}",
        name=name or f"Camion {number}",
        owner_id=owner,
        base_site_id=base_site_id if base_site_id is not None else a_site(session, partner_id=owner),
        gvwr_kg=gvwr_kg if gvwr_kg is not None else payload + 3000,
        payload_kg=payload,
        fixed_cents=fixed_cents,
        cents_per_km=cents_per_km,
        cents_per_hour=cents_per_hour,
        litres_per_100_km=25.4,
        is_refrigerated=True,
        compartments=boxes,
    )
    return add_vehicle(session, a_coordinator(session), card)


def a_line(
    session: WriteSession,
    *,
    code: str | None = None,
    name: str | None = None,
    territory: str = "Bas-Saint-Laurent",
    kind: DepartureKind = DepartureKind.fixed,
    vehicle_id: int | None = None,
    capacity_kg: int = 1000,
    pallet_hundredths: int = 600,
    payload_kg: int | None = None,
    rrule: str = "FREQ=DAILY",
    season_from: date | None = None,
    season_to: date | None = None,
    starts_minute: int = 7 * 60,
    cut_off_hours: int = 18,
    site_ids: Sequence[int] | None = None,
    minutes_between: int = 60,
    metres_between: int = 50_000,
    stops: tuple[StopCard, ...] | None = None,
    temperatures: dict[int, TemperatureClass] | None = None,
    trough_below_percent: int = 35,
    peak_from_percent: int = 75,
    trough_discount_percent: int = 30,
) -> int:
    """Add a line and return its id.

    Its stops are `stops`, or `site_ids` an hour and 50 km apart, or three new sites. Each compartment of its vehicle
    is set to its first temperature unless `temperatures` says otherwise.
    """
    number = next(_number)
    vehicle = (
        vehicle_id
        if vehicle_id is not None
        else a_vehicle(session, capacity_kg=capacity_kg, pallet_hundredths=pallet_hundredths, payload_kg=payload_kg)
    )
    if stops is None:
        sites = site_ids or [a_site(session, name=f"{town} {number}", town=town, point=at) for town, at in _TOWNS]
        stops = tuple(
            StopCard(
                site_id=site_id,
                arrives_after_minutes=position * (minutes_between + 10),
                dwell_minutes=10,
                metres_from_previous=metres_between if position else 0,
            )
            for position, site_id in enumerate(sites)
        )
    if temperatures is None:
        temperatures = {
            box.id: TemperatureClass(box.temperatures.split(",")[0])
            for box in compartments_of(session, vehicle)
            if box.id is not None
        }
    card = LineCard(
        code=code or f"L{number}",
        name=name or f"Ligne {number}",
        territory=territory,
        kind=kind,
        vehicle_id=vehicle,
        rrule=rrule,
        season_from=season_from or clock.today() - timedelta(days=365),
        season_to=season_to,
        starts_minute=starts_minute,
        cut_off_hours=cut_off_hours,
        trough_below_percent=trough_below_percent,
        peak_from_percent=peak_from_percent,
        trough_discount_percent=trough_discount_percent,
        stops=stops,
        compartments=temperatures,
    )
    return add_line(session, a_coordinator(session), card)


def a_departure(
    session: WriteSession,
    *,
    day: date | None = None,
    line_id: int | None = None,
    capacity_kg: int = 1000,
    pallet_hundredths: int = 600,
    payload_kg: int | None = None,
    vehicle_id: int | None = None,
    kind: DepartureKind = DepartureKind.fixed,
    site_ids: Sequence[int] | None = None,
    temperatures: dict[int, TemperatureClass] | None = None,
    starts_minute: int = 7 * 60,
    cut_off_hours: int = 18,
) -> int:
    """Generate one departure (and its line, unless one is given) and return its id.

    Without a `day` it leaves in a week, or the day after where a holiday stands in the way.
    """
    line = line_id or a_line(
        session,
        capacity_kg=capacity_kg,
        pallet_hundredths=pallet_hundredths,
        payload_kg=payload_kg,
        vehicle_id=vehicle_id,
        kind=kind,
        site_ids=site_ids,
        temperatures=temperatures,
        starts_minute=starts_minute,
        cut_off_hours=cut_off_hours,
    )
    first = day or clock.today() + timedelta(days=7)
    last = first if day else first + timedelta(days=2)
    for offset in range((last - first).days + 1):
        on = first + timedelta(days=offset)
        made = generate_departures(session, a_coordinator(session), line_id=line, first_day=on, last_day=on).made
        if made:
            return made[0]
    raise AssertionError(f"no departure could be made on {first}: a holiday, a pause, or one is there already")


def site_ids_of(session: WriteSession, departure_id: int) -> list[int]:
    """Return the sites of a departure's stops, in order."""
    stops = session.exec(select(DepartureStop).where(DepartureStop.departure_id == departure_id))
    return [stop.site_id for stop in sorted(stops, key=lambda stop: stop.position)]


def departure_row(session: WriteSession, departure_id: int) -> Departure:
    """Return a departure's row."""
    return session.get_one(Departure, departure_id)
