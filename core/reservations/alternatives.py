"""Which other departures would carry loads whose truck does not run, or is too small: the nearest day first (R12).

Loads choose one after the other, in the order in which they were reserved; what one is offered, the next no longer is.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.reservations.itineraries import Stretch
from core.reservations.priority import NOBODY, Holder
from core.reservations.refusals import NoOtherDeparture, OthersAreFull
from core.reservations.search import DepartureBoard, best_seat
from core.reservations.waiting_list import Placed, Short
from core.shared.errors import Refusal
from core.shared.quantities import Quantity, TemperatureClass

MOST_SHOWN = 3


@dataclass(frozen=True, slots=True)
class Load:
    """A load that needs another departure."""

    reservation_id: int
    from_site_id: int
    to_site_id: int
    quantity: Quantity
    temperature: TemperatureClass
    holder: Holder = NOBODY


@dataclass(frozen=True, slots=True)
class Alternative:
    """A departure that has room for the whole of a load, between the same places."""

    departure_id: int
    line_name: str
    service_date: date
    leaves_at: datetime
    arrives_at: datetime
    stretch: Stretch
    compartment_id: int
    metres: int


@dataclass(frozen=True, slots=True)
class Move:
    """What one load is offered, the best first; `reason` says why there is nothing."""

    load: Load
    alternatives: tuple[Alternative, ...]
    reason: Refusal | None = None

    @property
    def chosen(self) -> Alternative | None:
        """Return the departure on which room is kept for the load."""
        return self.alternatives[0] if self.alternatives else None


def ranked(load: Load, boards: Iterable[DepartureBoard], *, day: date) -> list[Alternative]:
    """Return the departures that take the whole load between the same places, the nearest to `day` first.

    As near, the later one comes first: what was to leave on that day is seldom ready sooner.
    """
    found = [each for each in (_alternative(load, board) for board in boards) if each is not None]
    return sorted(found, key=lambda each: (abs(each.service_date - day), each.service_date < day, each.leaves_at))


def assign(loads: Sequence[Load], boards: Iterable[DepartureBoard], *, day: date) -> list[Move]:
    """Return what each load is offered, the loads in their order."""
    left = {board.departure_id: board for board in boards}
    moves: list[Move] = []
    for load in loads:
        found = ranked(load, left.values(), day=day)
        if not found:
            moves.append(Move(load, (), _why_none(load, left.values(), day)))
            continue
        best = found[0]
        board = left[best.departure_id]
        room = board.room.with_load(best.stretch, best.compartment_id, load.quantity, load.holder)
        left[best.departure_id] = replace(board, room=room)
        moves.append(Move(load, tuple(found[:MOST_SHOWN])))
    return moves


def _alternative(load: Load, board: DepartureBoard) -> Alternative | None:
    seat = best_seat(board.asked_by(load.holder), load, least_kg=load.quantity.kg)
    if seat is None or not isinstance(seat.answer, Placed):
        return None
    itinerary = board.itinerary
    return Alternative(
        departure_id=board.departure_id,
        line_name=board.line_name,
        service_date=board.service_date,
        leaves_at=itinerary.stop(seat.stretch.from_position).leaves_at,
        arrives_at=itinerary.stop(seat.stretch.to_position).arrives_at,
        stretch=seat.stretch,
        compartment_id=seat.answer.compartment_id,
        metres=itinerary.metres(seat.stretch),
    )


def _why_none(load: Load, boards: Iterable[DepartureBoard], day: date) -> Refusal:
    """Name the nearest departure that joins the places and what it lacks, or say that none joins them."""
    short = [
        (abs(board.service_date - day), board.service_date, seat.answer.lacking)
        for board in boards
        for seat in (best_seat(board.asked_by(load.holder), load, least_kg=load.quantity.kg),)
        if seat is not None and isinstance(seat.answer, Short)
    ]
    if not short:
        return NoOtherDeparture(temperature=load.temperature)
    _away, nearest, lacking = min(short, key=lambda each: each[:2])
    return OthersAreFull(day=nearest, lacking=lacking)
