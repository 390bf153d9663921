"""Small trucks for tests of the pure rules: legs and compartments in one line."""

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime, timedelta

from core.lines.capacity import CompartmentOnLeg
from core.reservations.fitting import PayloadOnLeg, TruckRoom
from core.reservations.itineraries import Itinerary, Stop, Stretch
from core.reservations.waiting_list import Waiter
from core.shared.quantities import NOTHING, Quantity, TemperatureClass

CHILLED, FROZEN, AMBIENT, PRODUCE, HOT = (
    TemperatureClass.chilled,
    TemperatureClass.frozen,
    TemperatureClass.ambient,
    TemperatureClass.fresh_produce,
    TemperatureClass.hot,
)
TOWNS = ("Matane", "Amqui", "Rimouski", "Mont-Joli", "Causapscal", "Sayabec")
SIX_THIRTY = datetime(2027, 2, 2, 11, 30, tzinfo=UTC)


def a_truck(
    *,
    legs: int = 3,
    kg: int = 1000,
    pallets: int = 600,
    payload_kg: int | None = None,
    boxes: Sequence[tuple[int, TemperatureClass]] = ((1, CHILLED),),
    used: Mapping[tuple[int, int], Quantity] | None = None,
) -> TruckRoom:
    """Return a truck whose compartments are all alike but for their temperature; `used` by (leg, compartment)."""
    taken = used or {}
    rooms = [
        CompartmentOnLeg(leg, box, temperature, Quantity(kg, pallets), taken.get((leg, box), NOTHING))
        for leg in range(legs)
        for box, temperature in boxes
    ]
    payload = payload_kg if payload_kg is not None else kg * len(boxes)
    carried = {leg: sum(room.used.kg for room in rooms if room.position == leg) for leg in range(legs)}
    return TruckRoom.of(rooms, [PayloadOnLeg(leg, payload, carried[leg]) for leg in range(legs)])


def a_waiter(
    number: int = 1,
    kg: int = 100,
    *,
    pallets: int = 0,
    on: tuple[int, int] = (0, 3),
    temperature: TemperatureClass = CHILLED,
    least_kg: int | None = None,
) -> Waiter:
    return Waiter(
        number, Stretch(*on), temperature, Quantity(kg, pallets), least_kg=kg if least_kg is None else least_kg
    )


def an_itinerary(site_ids: Sequence[int], *, metres: int = 50_000, towns: Sequence[str] = TOWNS) -> Itinerary:
    stops = [
        Stop(
            position,
            site,
            f"Lieu {site}",
            towns[position % len(towns)],
            SIX_THIRTY + timedelta(hours=position),
            SIX_THIRTY + timedelta(hours=position, minutes=10),
        )
        for position, site in enumerate(site_ids)
    ]
    return Itinerary(stops, dict.fromkeys(range(len(site_ids) - 1), metres))
