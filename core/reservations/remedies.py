"""What would do where a departure lacks room: less of the load, another day, another stop nearby on the same line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from core.reservations.itineraries import Itinerary, Stop
from core.reservations.search import AskedLoad, DepartureBoard, best_seat
from core.reservations.waiting_list import Placed
from core.shared.quantities import Quantity, TemperatureClass

NEARBY_METRES = 60_000


class End(StrEnum):
    """Which end of the way would be another stop."""

    start = "start"
    end = "end"


@dataclass(frozen=True, slots=True)
class OtherStop:
    """A stop of the same departure from which, or to which, the whole load would ride; `metres` along the line."""

    end: End
    site_id: int
    site_name: str
    town: str
    metres: int


@dataclass(frozen=True, slots=True)
class _Elsewhere:
    """The same load between other places, as the pure rules look at a load."""

    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass


def day_after(fitting: Sequence[tuple[datetime, date]], starts_at: datetime) -> date | None:
    """Return the day of the first departure with room that leaves after a moment; `fitting` in order of departure."""
    return next((day for moment, day in fitting if moment > starts_at), None)


def other_stop(board: DepartureBoard, load: AskedLoad, *, within_metres: int = NEARBY_METRES) -> OtherStop | None:
    """Return the nearest other stop, along the line and on this side of any ferry, that makes the whole load fit."""
    for metres, end, stop in sorted(_nearby(board.itinerary, load, within_metres), key=lambda each: each[0]):
        tried = _Elsewhere(
            from_site_id=stop.site_id if end is End.start else load.from_site_id,
            to_site_id=stop.site_id if end is End.end else load.to_site_id,
            quantity=load.quantity,
            temperature=load.temperature,
        )
        seat = best_seat(board, tried, least_kg=load.quantity.kg)
        if seat is not None and isinstance(seat.answer, Placed):
            return OtherStop(end, stop.site_id, stop.site_name, stop.town, metres)
    return None


def _nearby(itinerary: Itinerary, load: AskedLoad, within_metres: int) -> Iterator[tuple[int, End, Stop]]:
    """Yield the stops near either place that are neither of them, with the way along the line."""
    asked = {End.start: load.from_site_id, End.end: load.to_site_id}
    for stop in itinerary.stops:
        if stop.site_id in asked.values():
            continue
        for end, site_id in asked.items():
            ways = [_along(itinerary, stop, place) for place in itinerary.stops if place.site_id == site_id]
            metres = min((way for way in ways if way is not None), default=None)
            if metres is not None and metres <= within_metres:
                yield metres, end, stop


def _along(itinerary: Itinerary, one: Stop, other: Stop) -> int | None:
    """Return the length of the line between two stops, None where a ferry is taken in between."""
    legs = range(*sorted((one.position, other.position)))
    if itinerary.ferry_legs.intersection(legs):
        return None
    return sum(itinerary.leg_metres.get(leg, 0) for leg in legs)
