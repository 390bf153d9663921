"""The part of a departure's room that a window shares: what is on offer, free, and promised to nobody."""

from core.reservations.itineraries import Stretch
from core.reservations.search import DepartureBoard
from core.reservations.waiting_list import Waiter
from core.shared.quantities import NOTHING, Quantity
from core.slot_windows.cards import SlotOffer
from core.slot_windows.claims import OfferedRoom


def room_on_offer(board: DepartureBoard, offer: SlotOffer) -> OfferedRoom:
    """Return what a window shares of one departure.

    Whoever waits for this departure already was there first (R3): the room they may come to use is left to them, in
    each compartment they could ride in.
    """
    percent = 100 if offer.percent is None else offer.percent
    boxes: dict[tuple[int, int], Quantity] = {}
    for key, room in board.room.compartments.items():
        limit = Quantity(room.capacity.kg * percent // 100, room.capacity.pallet_hundredths * percent // 100)
        boxes[key] = _least(room.free - _promised(board, *key), limit)
    legs: dict[int, Quantity] = {}
    for leg, payload in board.room.payloads.items():
        in_boxes = [room for (position, _box_id), room in boxes.items() if position == leg]
        free_kg = payload.free_kg - sum(each.quantity.kg for each in _waiting_on(board, leg))
        most = Quantity(
            min(free_kg, payload.payload_kg * percent // 100), sum(room.pallet_hundredths for room in in_boxes)
        )
        amount = Quantity(
            most.kg if offer.kg is None else offer.kg,
            most.pallet_hundredths if offer.pallet_hundredths is None else offer.pallet_hundredths,
        )
        legs[leg] = _least(most, amount)
    return OfferedRoom(boxes, legs)


def room_along(room: OfferedRoom, stretch: Stretch, box_id: int) -> Quantity:
    """Return the most that one load alone could receive along a stretch in one compartment."""
    found = [_least(room.boxes[leg, box_id], room.legs[leg]) for leg in stretch.legs]
    return Quantity(min(each.kg for each in found), min(each.pallet_hundredths for each in found))


def _waiting_on(board: DepartureBoard, leg: int) -> list[Waiter]:
    return [each for each in board.queue if leg in each.stretch.legs]


def _promised(board: DepartureBoard, leg: int, box_id: int) -> Quantity:
    waiting = [
        each.quantity
        for each in _waiting_on(board, leg)
        if box_id in board.room.keeping(each.temperature, each.stretch)
    ]
    return Quantity(sum(each.kg for each in waiting), sum(each.pallet_hundredths for each in waiting))


def _least(one: Quantity, other: Quantity) -> Quantity:
    kg, pallets = min(one.kg, other.kg), min(one.pallet_hundredths, other.pallet_hundredths)
    return Quantity(max(NOTHING.kg, kg), max(NOTHING.pallet_hundredths, pallets))
