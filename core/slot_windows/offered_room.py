"""The part of a departure's room that a window shares: what is on offer, free, and promised to nobody."""

from collections.abc import Collection
from dataclasses import replace

from core.partners.kinds import PartnerKind
from core.reservations.fitting import TruckRoom
from core.reservations.priority import Holder
from core.reservations.search import DepartureBoard
from core.reservations.waiting_list import Waiter
from core.shared.quantities import NOTHING, Quantity
from core.slot_windows.cards import SlotOffer
from core.slot_windows.claims import Claim, OfferedRoom


def room_on_offer(board: DepartureBoard, offer: SlotOffer, kinds: Collection[PartnerKind] = frozenset()) -> OfferedRoom:
    """Return what a window shares of one departure among partners of some kinds.

    Room kept for other kinds stays theirs until its release (R5); where the window is for several kinds, what any of
    them may not take is left out. Whoever waits for this departure already was there first (R3): the room they may
    come to use is left to them, in each compartment they could ride in.
    """
    percent = 100 if offer.percent is None else offer.percent
    boxes: dict[tuple[int, int], Quantity] = {}
    for key, room in board.room.compartments.items():
        limit = Quantity(room.capacity.kg * percent // 100, room.capacity.pallet_hundredths * percent // 100)
        boxes[key] = _least(_open_in_box(board, *key, kinds) - _promised(board, *key), limit)
    legs: dict[int, Quantity] = {}
    for leg, payload in board.room.payloads.items():
        in_boxes = [room for (position, _box_id), room in boxes.items() if position == leg]
        free_kg = _open_on_leg(board, leg, kinds) - sum(each.quantity.kg for each in _waiting_on(board, leg))
        most = Quantity(
            min(free_kg, payload.payload_kg * percent // 100), sum(room.pallet_hundredths for room in in_boxes)
        )
        amount = Quantity(
            most.kg if offer.kg is None else offer.kg,
            most.pallet_hundredths if offer.pallet_hundredths is None else offer.pallet_hundredths,
        )
        legs[leg] = _least(most, amount)
    return OfferedRoom(boxes, legs)


def steps_allowed(board: DepartureBoard, claim: Claim, kind: PartnerKind | None) -> int | None:
    """Return how many steps of a claim one partner may hold where the line sets a limit (R5); None without one."""
    limit = board.room.priority.limit
    if limit is None or kind is None:
        return None
    holder = Holder(claim.partner_id, kind)
    most = [board.room.most_for(holder, claim.stretch, each) for each in claim.box_ids]
    return next(
        (steps for steps in range(claim.steps, 0, -1) if all(claim.part(steps).fits_in(each) for each in most)), 0
    )


def _open_in_box(board: DepartureBoard, leg: int, box_id: int, kinds: Collection[PartnerKind]) -> Quantity:
    room = _without_limit(board)
    found = room.compartment_free(leg, box_id)
    for kind in kinds:
        found = _least(found, room.compartment_open(leg, box_id, Holder(0, kind)))
    return found


def _open_on_leg(board: DepartureBoard, leg: int, kinds: Collection[PartnerKind]) -> int:
    room = _without_limit(board)
    return min([room.payloads[leg].free_kg, *(room.payload_open(leg, Holder(0, kind)) for kind in kinds)])


def _without_limit(board: DepartureBoard) -> TruckRoom:
    """Return the room without the limit of one partner: it bounds each claim, not all of them together."""
    return replace(board.room, priority=replace(board.room.priority, limit=None))


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
