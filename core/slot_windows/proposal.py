"""From what was asked and what is on offer to a sharing with its reasons, date by date (R12)."""

import hashlib
import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from core.partners.kinds import PartnerKind
from core.reservations.refusals import BookingClosed, NothingKeepsIt, PlacesNotJoined
from core.reservations.search import DepartureBoard
from core.shared.errors import Refusal
from core.shared.quantities import NOTHING, Quantity
from core.slot_windows.cards import SlotOffer, SlotWish
from core.slot_windows.claims import Claim, OfferedRoom, Part, Parts, Sharing
from core.slot_windows.kinds import SlotMeasure
from core.slot_windows.offered_room import room_on_offer, steps_allowed
from core.slot_windows.refusals import LimitOfOnePartner, NoDepartureThen
from core.slot_windows.sharing import share


@dataclass(frozen=True, slots=True)
class WrittenRequest:
    """A request that stands, and which one it is."""

    id: int
    wish: SlotWish
    kind: PartnerKind | None = None


@dataclass(frozen=True, slots=True)
class Tight:
    """What stopped a share: between which places, the room on offer there, and how it was shared.

    `sharers` asked for room there; `most` is the largest share there.
    """

    place: str
    room: Quantity
    sharers: int
    most: Quantity


@dataclass(frozen=True, slots=True)
class ProposedShare:
    """What one request would receive of one date, and why not more."""

    request_id: int
    partner_id: int
    day: date
    asked: Quantity
    given: Quantity
    box_rank: int = 0
    tight: Tight | None = None
    refusal: Refusal | None = None
    note: Refusal | None = None

    @property
    def is_all(self) -> bool:
        """Say whether it is everything that was asked."""
        return self.given == self.asked


@dataclass(frozen=True, slots=True)
class DateOnOffer:
    """One date: what is asked on its busiest leg, by how many, the room on offer there, and what would be given."""

    day: date
    departure_id: int
    place: str
    asked: Quantity
    partners: int
    room: Quantity
    given: Quantity

    def is_short(self) -> bool:
        """Say whether more is asked than there is."""
        return not self.asked.fits_in(self.room)


@dataclass(frozen=True, slots=True)
class SharingProposal:
    """What a sharing would give, with all it was made from for whoever checks it."""

    shares: tuple[ProposedShare, ...]
    dates: tuple[DateOnOffer, ...]
    claims: tuple[Claim, ...]
    rooms: Mapping[int, OfferedRoom]
    sharing: Sharing

    def digest(self) -> str:
        """Return what tells this proposal from another one."""
        said = [
            (each.request_id, str(each.day), each.given.kg, each.given.pallet_hundredths, each.refusal is None)
            for each in self.shares
        ]
        return hashlib.sha256(json.dumps(said).encode()).hexdigest()


def propose(
    requests: Sequence[WrittenRequest],
    boards: Iterable[DepartureBoard],
    offer: SlotOffer,
    *,
    measure: SlotMeasure,
    step: int,
    now: datetime,
    kinds: Collection[PartnerKind] = frozenset(),
) -> SharingProposal:
    """Share the room on offer of a window's departures among its requests, in the order in which they were made."""
    running = sorted((each for each in boards if each.is_ahead(now=now)), key=lambda each: each.starts_at)
    rooms = {each.departure_id: room_on_offer(each, offer, kinds) for each in running}
    claims: list[Claim] = []
    refused: list[ProposedShare] = []
    for request in requests:
        for board in (each for each in running if request.wish.wants(each.service_date)):
            found = claim_of(request.wish, board, measure=measure, step=step, now=now)
            if isinstance(found, Claim):
                claims.append(replace(found, allowed=steps_allowed(board, found, request.kind)))
            else:
                refused.append(_refused(request, board.service_date, found))
    refused += _gone(requests, running)
    sharing = share(claims, rooms)
    by_id = {each.departure_id: each for each in running}
    ids = {each.wish.partner_id: each.id for each in requests}
    given = [
        _given(ids[partner_id], part, parts, by_id[key], rooms[key])
        for key, parts in sharing.items()
        for partner_id, part in parts.items()
    ]
    return SharingProposal(
        shares=tuple(sorted([*given, *refused], key=lambda each: (each.day, each.request_id))),
        dates=tuple(_date(board, rooms[board.departure_id], sharing[board.departure_id]) for board in running),
        claims=tuple(claims),
        rooms=rooms,
        sharing=sharing,
    )


def claim_of(
    wish: SlotWish, board: DepartureBoard, *, measure: SlotMeasure, step: int, now: datetime
) -> Claim | Refusal:
    """Return what a request claims of one departure, or why it can claim nothing."""
    if not board.takes_reservations(now=now):
        return BookingClosed(line=board.line_name, closed_at=board.closes_at)
    stretches = board.itinerary.stretches(wish.from_site_id, wish.to_site_id)
    if not stretches:
        return PlacesNotJoined(line=board.line_name)
    for stretch in stretches:
        boxes = board.room.keeping(wish.temperature, stretch)
        if boxes:
            return Claim(
                wish.partner_id, board.departure_id, stretch, tuple(boxes), wish.quantity, measure=measure, step=step
            )
    return NothingKeepsIt(line=board.line_name, temperature=wish.temperature)


def _refused(request: WrittenRequest, day: date, refusal: Refusal) -> ProposedShare:
    return ProposedShare(
        request.id, request.wish.partner_id, day, asked=request.wish.quantity, given=NOTHING, refusal=refusal
    )


def _gone(requests: Iterable[WrittenRequest], running: Sequence[DepartureBoard]) -> list[ProposedShare]:
    """Return the dates chosen one by one that have no departure any more."""
    days = {each.service_date for each in running}
    return [
        _refused(request, day, NoDepartureThen(day=day))
        for request in requests
        for day in sorted(request.wish.days - days)
    ]


def _given(request_id: int, part: Part, parts: Parts, board: DepartureBoard, room: OfferedRoom) -> ProposedShare:
    return ProposedShare(
        request_id=request_id,
        partner_id=part.claim.partner_id,
        day=board.service_date,
        asked=part.claim.asked,
        given=part.quantity,
        box_rank=part.claim.box_ids.index(part.box_id),
        tight=None if part.is_all else tight_of(part, parts, board, room),
        note=_limit_reached(part, board),
    )


def _limit_reached(part: Part, board: DepartureBoard) -> Refusal | None:
    """Return the line's limit for one partner, where it is what stopped a share."""
    limit = board.room.priority.limit
    if limit is None or not part.is_all or part.quantity == part.claim.asked:
        return None
    return LimitOfOnePartner(percent=limit.percent)


def tight_of(part: Part, parts: Parts, board: DepartureBoard, room: OfferedRoom) -> Tight:
    """Return the first leg on which one step more does not fit, and who shares it."""
    more = part.claim.part(part.steps + 1)
    for leg in part.claim.stretch.legs:
        here = [each for each in parts.values() if leg in each.claim.stretch.legs]
        others = [each for each in here if each is not part]
        in_box = [each for each in others if each.box_id == part.box_id]
        if not (_sum(in_box) + more).fits_in(room.boxes[leg, part.box_id]):
            mates = [each for each in here if part.box_id in each.claim.box_ids]
            return _tight(board, leg, mates, room.boxes[leg, part.box_id])
        if not (_sum(others) + more).fits_in(room.legs[leg]):
            return _tight(board, leg, here, room.legs[leg])
    raise ValueError("this share could be larger")


def _tight(board: DepartureBoard, leg: int, sharers: Sequence[Part], room: Quantity) -> Tight:
    start, end = board.itinerary.places_of_leg(leg)
    most = max(sharers, key=lambda each: each.steps)
    return Tight(f"{start} → {end}", room, len(sharers), most.quantity)


def _date(board: DepartureBoard, room: OfferedRoom, parts: Parts) -> DateOnOffer:
    """Return how one date stands on the leg where the room on offer is scarcest."""
    legs = sorted(room.legs)

    def here(leg: int) -> list[Part]:
        return [each for each in parts.values() if leg in each.claim.stretch.legs]

    def asked(leg: int) -> Quantity:
        return _total(each.claim.asked for each in here(leg))

    leg = max(legs, key=lambda each: (_pressure(asked(each), room.legs[each]), -each))
    start, end = board.itinerary.places_of_leg(leg)
    return DateOnOffer(
        day=board.service_date,
        departure_id=board.departure_id,
        place=f"{start} → {end}",
        asked=asked(leg),
        partners=len(here(leg)),
        room=room.legs[leg],
        given=_sum(here(leg)),
    )


def _pressure(asked: Quantity, room: Quantity) -> float:
    return max(asked.kg / max(1, room.kg), asked.pallet_hundredths / max(1, room.pallet_hundredths))


def _sum(parts: Iterable[Part]) -> Quantity:
    return _total(each.quantity for each in parts)


def _total(quantities: Iterable[Quantity]) -> Quantity:
    total = NOTHING
    for each in quantities:
        total = total + each
    return total
