"""Small days to route, with a default for everything; places are real towns of the Bas-Saint-Laurent."""

import random
from datetime import date

from core.routes.problem import (
    Shipment,
    ShipmentEnd,
    TourCompartment,
    TourProblem,
    TourSite,
    TourVehicle,
    Window,
    tour_problem,
)
from core.shared.places import Point
from core.shared.quantities import Load, Quantity, TemperatureClass

DAY = date(2027, 7, 14)
AMBIENT, FRESH = TemperatureClass.ambient, TemperatureClass.fresh_produce
CHILLED, FROZEN = TemperatureClass.chilled, TemperatureClass.frozen

TOWNS = (
    ("Rimouski", 48.4513, -68.5277),
    ("Mont-Joli", 48.5883, -68.1916),
    ("Matane", 48.8445, -67.5299),
    ("Amqui", 48.4648, -67.4257),
    ("Causapscal", 48.3552, -67.2240),
    ("Trois-Pistoles", 48.1253, -69.1753),
    ("Rivière-du-Loup", 47.8391, -69.5408),
    ("Saint-Fabien", 48.2945, -68.8682),
    ("Sayabec", 48.5664, -67.6860),
    ("Baie-Comeau", 49.2145, -68.1947),
)
RIMOUSKI, MONT_JOLI, MATANE, AMQUI, CAUSAPSCAL, TROIS_PISTOLES, RIVIERE_DU_LOUP, SAINT_FABIEN, SAYABEC, BAIE_COMEAU = (
    range(1, 11)
)
WORKING_HOURS = Window(7 * 60, 17 * 60)
DAY_SHIFT = Window(5 * 60, 19 * 60)


def sites(count: int = len(TOWNS), setup_minutes: int = 10) -> list[TourSite]:
    return [
        TourSite(number, name, Point(latitude, longitude), partner_id=100 + number, setup_minutes=setup_minutes)
        for number, (name, latitude, longitude) in enumerate(TOWNS[:count], 1)
    ]


def a_shipment(
    shipment_id: int = 1,
    origin: int = RIMOUSKI,
    target: int = MATANE,
    kg: int = 300,
    pallet_hundredths: int = 100,
    temperature: TemperatureClass = CHILLED,
    partner_id: int = 101,
    opens: Window = WORKING_HOURS,
    receives: Window = WORKING_HOURS,
    handling_minutes: int = 5,
) -> Shipment:
    return Shipment(
        shipment_id,
        partner_id,
        Load(Quantity(kg, pallet_hundredths), temperature),
        ShipmentEnd(origin, opens, handling_minutes),
        ShipmentEnd(target, receives, handling_minutes),
    )


def a_vehicle(
    vehicle_id: int = 1,
    base: int = RIMOUSKI,
    kg: int = 1000,
    pallet_hundredths: int = 400,
    temperatures: tuple[tuple[TemperatureClass, ...], ...] = ((CHILLED,),),
    shift: Window = DAY_SHIFT,
    gvwr_kg: int = 4400,
    payload_kg: int | None = None,
    fixed_cents: int = 4_000,
    cents_per_km: int = 90,
    cents_per_hour: int = 3_000,
    usual_start: int = 0,
) -> TourVehicle:
    """A vehicle whose compartments share the room given equally."""
    parts = len(temperatures)
    return TourVehicle(
        id=vehicle_id,
        name=f"Camion {vehicle_id}",
        base_site_id=base,
        compartments=tuple(
            TourCompartment(
                10 * vehicle_id + part, f"C{part}", Quantity(kg // parts, pallet_hundredths // parts), frozenset(each)
            )
            for part, each in enumerate(temperatures)
        ),
        payload_kg=payload_kg or kg,
        gvwr_kg=gvwr_kg,
        shift=shift,
        fixed_cents=fixed_cents,
        cents_per_km=cents_per_km,
        cents_per_hour=cents_per_hour,
        usual_start=usual_start,
    )


def a_day(shipments: list[Shipment], vehicles: list[TourVehicle] | None = None) -> TourProblem:
    return tour_problem(
        DAY, sites=sites(), shipments=shipments, vehicles=[a_vehicle()] if vehicles is None else vehicles
    )


def a_random_day(seed: int, shipments: int = 8, vehicles: int = 3) -> TourProblem:
    """A believable small day: some loads may be impossible, on purpose."""
    chance = random.Random(seed)
    setups = (
        ((CHILLED,),),
        ((AMBIENT, FRESH, CHILLED),),
        ((CHILLED, FROZEN), (FROZEN,)),
        ((AMBIENT, CHILLED), (CHILLED, FROZEN)),
        ((AMBIENT,), (AMBIENT,)),
    )
    loads = []
    for shipment_id in range(1, shipments + 1):
        origin, target = chance.sample(range(1, len(TOWNS) + 1), 2)
        opens, receives = (
            Window(start := chance.choice([6, 7, 8, 9, 10]) * 60, start + chance.choice([2, 5, 7, 9]) * 60)
            for _ in range(2)
        )
        loads.append(
            a_shipment(
                shipment_id,
                origin,
                target,
                kg=chance.randint(20, 420),
                pallet_hundredths=chance.randint(5, 160),
                temperature=chance.choice([AMBIENT, FRESH, CHILLED, CHILLED, FROZEN]),
                partner_id=chance.randint(101, 104),
                opens=opens,
                receives=receives,
                handling_minutes=chance.randint(2, 20),
            )
        )
    fleet = [
        a_vehicle(
            vehicle_id,
            base=chance.choice([RIMOUSKI, AMQUI, RIVIERE_DU_LOUP]),
            kg=chance.choice([600, 1000, 2500]),
            pallet_hundredths=chance.choice([300, 600, 1000]),
            temperatures=chance.choice(setups),
            gvwr_kg=chance.choice([4400, 7500]),
            payload_kg=chance.choice([None, 500]),
            usual_start=chance.choice([0, 420, 600]),
        )
        for vehicle_id in range(1, vehicles + 1)
    ]
    return a_day(loads, fleet)
