"""Which departures suit a load: what each answers, why not where it does not, and the best first (R12)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Protocol

from core.lines.terms import USUAL_TERMS, Terms
from core.reservations.fitting import TruckRoom
from core.reservations.itineraries import Itinerary, Stretch
from core.reservations.priority import NOBODY, Holder
from core.reservations.priority_refusals import kept_back_refusal
from core.reservations.refusals import (
    BiggerThanTruck,
    NothingKeepsIt,
    OthersWaitFirst,
    OthersWaitFirstUntil,
    TruckFull,
    TruckFullUntil,
)
from core.reservations.waiting_list import (
    Answer,
    NotKept,
    Offer,
    Placed,
    Promotion,
    Short,
    TooBig,
    Waiter,
    answer_to,
    lapsed,
    promotions,
)
from core.shared.errors import Refusal
from core.shared.periods import Period
from core.shared.places import Point, straight_line_metres
from core.shared.quantities import Quantity, TemperatureClass

SINUOSITY = 1.245
_PERIODS_BEST_FIRST = (Period.trough, Period.normal, Period.peak)


@dataclass(frozen=True, slots=True)
class DepartureBoard:
    """One departure as the rules see it: its facts, stops, room, and who waits for it, in order.

    `asker` is whose load is answered: some room may be kept for others (R5).
    """

    departure_id: int
    line_id: int
    line_name: str
    territory: str
    is_flexible: bool
    is_planned: bool
    service_date: date
    starts_at: datetime
    closes_at: datetime
    trough_discount_percent: int
    itinerary: Itinerary
    room: TruckRoom
    queue: Sequence[Waiter]
    offers: Sequence[Offer] = ()
    terms: Terms = USUAL_TERMS
    asker: Holder = NOBODY

    def asked_by(self, holder: Holder) -> "DepartureBoard":
        """Return the departure as it answers a partner."""
        return replace(self, asker=holder)

    def at(self, now: datetime) -> "DepartureBoard":
        """Return the departure with what is kept at a moment; nothing is settled."""
        return replace(self, room=self.room.at(now))

    def takes_reservations(self, *, now: datetime) -> bool:
        """Say whether anyone may still reserve: before the cut-off."""
        return self.is_planned and now < self.closes_at

    def is_ahead(self, *, now: datetime) -> bool:
        """Say whether it will still run and has not left."""
        return self.is_planned and now < self.starts_at

    def tours(self, site_id: int, territory: str) -> bool:
        """Say whether a flexible departure goes to a place: in its territory, or where it calls anyway."""
        return territory == self.territory or any(stop.site_id == site_id for stop in self.itinerary.stops)

    def answer_to(self, waiter: Waiter) -> Answer:
        """Say whether a load of the asker gets room now, given those who wait, by the rule of the line."""
        own = replace(waiter, holder=self.asker)
        return answer_to(self.room, self.queue, own, passed_above=self.terms.passed_above)

    def settled(self, *, now: datetime) -> "Settled":
        """Return what follows from the moment: what is kept released, lapsed offers freed, then the queue served."""
        over = lapsed(self.offers, now=now)
        room = self.room.at(now)
        for offer in over:
            room = room.without_load(offer.stretch, offer.compartment_id, offer.quantity, offer.holder)
        promoted = promotions(room, self.queue, passed_above=self.terms.passed_above) if self.is_ahead(now=now) else []
        for each in promoted:
            waiter, placed = each.waiter, each.placed
            room = room.with_load(waiter.stretch, placed.compartment_id, placed.quantity, waiter.holder)
        served = {each.waiter.reservation_id for each in promoted}
        board = replace(
            self,
            room=room,
            queue=[waiter for waiter in self.queue if waiter.reservation_id not in served],
            offers=[offer for offer in self.offers if offer not in over],
        )
        return Settled(board, over, promoted)


@dataclass(frozen=True, slots=True)
class Settled:
    """A board with nothing left to do, and what was done to get there."""

    board: DepartureBoard
    lapsed: Sequence[Offer]
    promoted: Sequence[Promotion]


@dataclass(frozen=True, slots=True)
class Seat:
    """Where a load would ride, and what the departure answers."""

    stretch: Stretch
    answer: Answer


class AskedLoad(Protocol):
    """What a request and a wish have in common."""

    @property
    def from_site_id(self) -> int:
        """Where it is picked up."""

    @property
    def to_site_id(self) -> int:
        """Where it is left."""

    @property
    def quantity(self) -> Quantity:
        """How much."""

    @property
    def temperature(self) -> TemperatureClass:
        """What it must be kept at."""


def best_seat(board: DepartureBoard, load: AskedLoad, *, least_kg: int) -> Seat | None:
    """Return the stretch on which the load gets room, else the shortest with what is lacking; None if none joins."""
    seats = [
        Seat(stretch, board.answer_to(_last_in_line(load, stretch, least_kg)))
        for stretch in board.itinerary.stretches(load.from_site_id, load.to_site_id)
    ]
    return next((seat for seat in seats if isinstance(seat.answer, Placed)), seats[0] if seats else None)


def _last_in_line(load: AskedLoad, stretch: Stretch, least_kg: int) -> Waiter:
    return Waiter(
        reservation_id=0, stretch=stretch, temperature=load.temperature, quantity=load.quantity, least_kg=least_kg
    )


def answer_of_tour(board: DepartureBoard, load: AskedLoad) -> NotKept | TooBig | None:
    """Return why the vehicle of a flexible departure could never carry a load, or None if it might."""
    if not board.room.payloads:
        return None
    stretch = Stretch(min(board.room.payloads), max(board.room.payloads) + 1)
    answer = answer_to(board.room, (), _last_in_line(load, stretch, load.quantity.kg))
    return answer if isinstance(answer, NotKept | TooBig) else None


def tour_metres(start: Point, end: Point) -> int:
    """Return the distance a flexible tour charges: the way itself, whatever the detours of the day.

    The straight line times the ratio measured on published Québec road distances within one shore.
    """
    return round(straight_line_metres(start, end) * SINUOSITY)


def first_day_with_room(boards: Iterable[DepartureBoard], load: AskedLoad) -> date | None:
    """Return the day of the first departure of fixed stops that takes the whole load."""
    for board in sorted(boards, key=lambda each: (each.starts_at, each.departure_id)):
        seat = best_seat(board, load, least_kg=load.quantity.kg)
        if seat is not None and isinstance(seat.answer, Placed):
            return board.service_date
    return None


def refusal(board: DepartureBoard, load: AskedLoad, answer: Answer, *, next_day: date | None) -> Refusal:
    """Return the sentence for a load that gets no room."""
    if isinstance(answer, NotKept):
        return NothingKeepsIt(line=board.line_name, temperature=load.temperature)
    if isinstance(answer, TooBig):
        return BiggerThanTruck(line=board.line_name, most=answer.most)
    if isinstance(answer, Short):
        return _short(board, answer, next_day=next_day)
    raise ValueError("a load that has room is not refused")


def _short(board: DepartureBoard, answer: Short, *, next_day: date | None) -> Refusal:
    from_place, to_place = board.itinerary.places_of_leg(answer.position)
    place = (from_place, to_place, answer.lacking, answer.most, answer.ahead + 1)
    if answer.kept_back is not None:
        return kept_back_refusal(answer.kept_back, *place, next_day=next_day)
    if answer.only_the_queue:
        return OthersWaitFirst(*place) if next_day is None else OthersWaitFirstUntil(*place, next_day)
    return TruckFull(*place) if next_day is None else TruckFullUntil(*place, next_day)


@dataclass(frozen=True, slots=True)
class Merits:
    """What the order of the departures found depends on."""

    has_room: bool
    is_certain: bool
    lacking: Quantity
    price_cents: int
    period: Period
    leaves_at: datetime

    def rank(self) -> tuple[bool, bool, int, int, int, int, datetime]:
        """Return the sorting key: room first, then certainty, least lacking, price, period, date."""
        return (
            not self.has_room,
            not self.is_certain,
            self.lacking.kg,
            self.lacking.pallet_hundredths,
            self.price_cents,
            _PERIODS_BEST_FIRST.index(self.period),
            self.leaves_at,
        )
