"""Two or three departures in a row where none goes all the way: the load is handed over in storage in between.

Pure search over timetables: every ride has room now, the storage of every transfer keeps the temperature and has room
on each day the load is there, the wait is long enough to unload and reload, and bounded. The first to arrive comes
first, then the cheapest.
"""

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from itertools import pairwise

from core.reservations.itineraries import Stretch
from core.reservations.search import AskedLoad, DepartureBoard
from core.reservations.transfers import (
    USUAL_RULES,
    Connection,
    Hop,
    Pricing,
    TransferRules,
    days_between,
    handed_over,
    seated,
)
from core.reservations.waiting_list import Placed
from core.storage.board import StorageBoard
from core.storage.room import Days, floor_space
from core.storage.waiting_list import Placed as Sheltered


def connections(
    boards: Sequence[DepartureBoard],
    stores: Sequence[StorageBoard],
    load: AskedLoad,
    priced: Pricing,
    *,
    first_day: date,
    last_day: date,
    rules: TransferRules = USUAL_RULES,
) -> list[Connection]:
    """Return the best way to catch each last departure, the first to arrive first.

    Args:
        boards: the departures that still take reservations, settled; those that promise nothing at once are left out.
        stores: the open offers of storage, settled.
        load: what is to be carried, all of it or nothing.
        priced: the price of a ride.
        first_day: the first day on which the first truck may leave.
        last_day: the last one.
        rules: how often and how long the load may wait.
    """
    search = _Search(boards, stores, load, rules)
    best: dict[tuple[int, Stretch], Connection] = {}
    for hops in search.journeys(first_day, last_day):
        found = search.joined(hops, priced)
        last = (hops[-1].board.departure_id, hops[-1].stretch)
        if last not in best or found.merits() < best[last].merits():
            best[last] = found
    return sorted(best.values(), key=Connection.merits)


class _Search:
    """One search: what it found out about a ride or a storage is remembered."""

    def __init__(
        self,
        boards: Sequence[DepartureBoard],
        stores: Sequence[StorageBoard],
        load: AskedLoad,
        rules: TransferRules,
    ) -> None:
        self._load, self._rules = load, rules
        self._stores: dict[int, list[StorageBoard]] = defaultdict(list)
        for store in stores:
            if store.keeps(load.temperature):
                self._stores[store.site_id].append(store)
        self._hops = self._hops_by_start(boards)
        self._seats: dict[tuple[int, Stretch], int | None] = {}
        self._shelters: dict[tuple[int, Days], StorageBoard | None] = {}

    def journeys(self, first_day: date, last_day: date) -> Iterator[tuple[Hop, ...]]:
        """Yield every sequence of rides with room that a load can follow."""
        for hop in self._hops[self._load.from_site_id]:
            if first_day <= hop.board.service_date <= last_day and hop.to_site_id != self._load.to_site_id:
                yield from self._onwards((hop,))

    def joined(self, hops: Sequence[Hop], priced: Pricing) -> Connection:
        """Return these rides as a connection."""
        return Connection(
            hops=tuple(seated(hop, self._seat(hop) or 0, priced(hop.board, hop.stretch)) for hop in hops),
            transfers=tuple(
                handed_over(store, before.arrives_at, after.leaves_at, self._load)
                for before, after in pairwise(hops)
                if (store := self._shelter(before, after)) is not None
            ),
        )

    def _onwards(self, ridden: tuple[Hop, ...]) -> Iterator[tuple[Hop, ...]]:
        """Go on from the last place: to the end, or to another place with storage while transfers are left."""
        last = ridden[-1]
        if self._seat(last) is None:
            return
        is_last_ride = len(ridden) == self._rules.most_transfers
        for hop in self._leaving(last):
            if self._goes_round(ridden, hop):
                continue
            arrives = hop.to_site_id == self._load.to_site_id
            if (is_last_ride and not arrives) or self._shelter(last, hop) is None:
                continue
            if not arrives:
                yield from self._onwards((*ridden, hop))
            elif self._seat(hop) is not None:
                yield (*ridden, hop)

    def _leaving(self, last: Hop) -> Iterator[Hop]:
        """Yield the rides that leave where another one arrived, soon enough after it."""
        hops = self._hops[last.to_site_id]
        first = bisect_left(hops, last.arrives_at + self._rules.handling, key=lambda hop: hop.leaves_at)
        for hop in hops[first:]:
            if not self._rules.allows(last.arrives_at, hop.leaves_at):
                return
            yield hop

    def _goes_round(self, ridden: Sequence[Hop], hop: Hop) -> bool:
        """A load boards no departure twice and comes back to no place."""
        places = {self._load.from_site_id, *(each.to_site_id for each in ridden)}
        return hop.to_site_id in places or any(each.board.departure_id == hop.board.departure_id for each in ridden)

    def _hops_by_start(self, boards: Sequence[DepartureBoard]) -> Mapping[int, list[Hop]]:
        """Return every ride that could be part of a connection, by the place where it begins."""
        starts = {self._load.from_site_id, *self._stores}
        ends = {self._load.to_site_id, *self._stores}
        found: dict[int, list[Hop]] = defaultdict(list)
        for board in boards:
            if board.is_flexible:  # its hours are not known before it is planned
                continue
            called = {stop.site_id for stop in board.itinerary.stops}
            for start in sorted(starts & called):
                for end in sorted((ends & called) - {start}):
                    found[start] += [Hop.of(board, each) for each in board.itinerary.stretches(start, end)]
        for hops in found.values():
            hops.sort(key=lambda hop: hop.leaves_at)
        return found

    def _seat(self, hop: Hop) -> int | None:
        """Return the compartment in which the whole load has room, or None."""
        key = (hop.board.departure_id, hop.stretch)
        if key not in self._seats:
            answer = hop.answer(self._load)
            self._seats[key] = answer.compartment_id if isinstance(answer, Placed) else None
        return self._seats[key]

    def _shelter(self, before: Hop, after: Hop) -> StorageBoard | None:
        """Return the cheapest storage of the place with room on every day in between, or None."""
        days = days_between(before.arrives_at, after.leaves_at)
        key = (before.to_site_id, days)
        if key not in self._shelters:
            pallets = floor_space(self._load.quantity)
            open_ones = [store for store in self._stores[key[0]] if isinstance(store.answer(days, pallets), Sheltered)]
            self._shelters[key] = min(
                open_ones, key=lambda store: (store.price(days, pallets), store.offer_id), default=None
            )
        return self._shelters[key]
