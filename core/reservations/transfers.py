"""A load that changes trucks: its rides, the storage where it waits in between, and what all of it costs (R1, R2)."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.reservations.itineraries import Stretch
from core.reservations.search import AskedLoad, DepartureBoard
from core.reservations.waiting_list import Answer, Waiter
from core.shared.clock import local
from core.shared.periods import Period
from core.shared.quantities import TemperatureClass
from core.shared.taxes import Bill, TaxRates
from core.storage.board import StorageBoard
from core.storage.room import Days, floor_space
from core.tariffs.pricing import Quote


@dataclass(frozen=True, slots=True)
class TransferRules:
    """How a load may change trucks: how often, the least time to unload and reload, the longest wait."""

    most_transfers: int = 2
    handling: timedelta = timedelta(minutes=30)
    longest_wait: timedelta = timedelta(days=6)

    def allows(self, arrives_at: datetime, leaves_at: datetime) -> bool:
        """Say whether a load that arrives at one moment can leave at another."""
        return self.handling <= leaves_at - arrives_at <= self.longest_wait


USUAL_RULES = TransferRules()


@dataclass(frozen=True, slots=True)
class HopPrice:
    """The price of one ride, and what it was agreed on."""

    quote: Quote
    period: Period
    tariff_id: int | None


Pricing = Callable[[DepartureBoard, Stretch], HopPrice]


@dataclass(frozen=True, slots=True)
class Hop:
    """One ride from a place to a place, as the timetable has it."""

    board: DepartureBoard
    stretch: Stretch
    from_site_id: int
    to_site_id: int
    leaves_at: datetime
    arrives_at: datetime

    @classmethod
    def of(cls, board: DepartureBoard, stretch: Stretch) -> "Hop":
        """Return the ride along a stretch of a departure."""
        start, end = board.itinerary.stop(stretch.from_position), board.itinerary.stop(stretch.to_position)
        return cls(board, stretch, start.site_id, end.site_id, start.leaves_at, end.arrives_at)

    def answer(self, load: AskedLoad) -> Answer:
        """Say whether the whole load has room on this ride, after those who wait for it."""
        waiter = Waiter(0, self.stretch, load.temperature, load.quantity, least_kg=load.quantity.kg)
        return self.board.answer_to(waiter)


@dataclass(frozen=True, slots=True)
class SeatedHop:
    """One ride of a connection: the compartment in which the load rides, and its price."""

    departure_id: int
    line_name: str
    service_date: date
    closes_at: datetime
    stretch: Stretch
    compartment_id: int
    from_site_id: int
    from_site: str
    to_site_id: int
    to_site: str
    leaves_at: datetime
    arrives_at: datetime
    metres: int
    price: HopPrice
    needs_approval: bool = False


@dataclass(frozen=True, slots=True)
class Transfer:
    """One change of truck: the storage where the load waits, on which days, and what that costs."""

    offer_id: int
    site_id: int
    site_name: str
    town: str
    temperature: TemperatureClass
    days: Days
    waits: timedelta
    pallet_hundredths: int
    cents_per_pallet_day: int
    price_cents: int


@dataclass(frozen=True, slots=True)
class Connection:
    """Rides in order, with a transfer between each two of them."""

    hops: tuple[SeatedHop, ...]
    transfers: tuple[Transfer, ...]

    @property
    def leaves_at(self) -> datetime:
        """Return when the first truck leaves."""
        return self.hops[0].leaves_at

    @property
    def arrives_at(self) -> datetime:
        """Return when the last truck arrives."""
        return self.hops[-1].arrives_at

    @property
    def closes_at(self) -> datetime:
        """Return the first moment at which one of its departures takes no more changes."""
        return min(hop.closes_at for hop in self.hops)

    @property
    def needs_approval(self) -> bool:
        """Say whether a line of it asks a coordinator first: one answer counts for the whole way."""
        return any(hop.needs_approval for hop in self.hops)

    @property
    def storage_cents(self) -> int:
        """Return what the transfers cost together."""
        return sum(transfer.price_cents for transfer in self.transfers)

    @property
    def price_cents(self) -> int:
        """Return the whole price before taxes: every ride and every transfer."""
        return self.storage_cents + sum(hop.price.quote.price_cents for hop in self.hops)

    @property
    def full_price_cents(self) -> int:
        """Return the price without reductions."""
        return self.storage_cents + sum(hop.price.quote.full_price_cents for hop in self.hops)

    @property
    def taxes(self) -> TaxRates:
        """Return the rates of the whole way, storage included: those of the tariff of its first ride."""
        return self.hops[0].price.quote.taxes

    @property
    def bill(self) -> Bill:
        """Return what is to be paid for the whole way, each tax rounded once."""
        return self.taxes.on(self.price_cents)

    def merits(self) -> tuple[datetime, int, int, float, tuple[tuple[int, Stretch], ...]]:
        """Return the sorting key: first to arrive, cheapest, fewest transfers, leaving last, then a fixed order."""
        rides = tuple((hop.departure_id, hop.stretch) for hop in self.hops)
        return (self.arrives_at, self.price_cents, len(self.transfers), -self.leaves_at.timestamp(), rides)


def days_between(arrives_at: datetime, leaves_at: datetime) -> Days:
    """Return the days on which a load takes room in storage: it arrives on the first and leaves on the last (R8)."""
    return Days(local(arrives_at).date(), local(leaves_at).date())


def seated(hop: Hop, compartment_id: int, price: HopPrice) -> SeatedHop:
    """Return a ride that has its place."""
    board = hop.board
    start, end = (board.itinerary.stop(each) for each in (hop.stretch.from_position, hop.stretch.to_position))
    return SeatedHop(
        departure_id=board.departure_id,
        line_name=board.line_name,
        service_date=board.service_date,
        closes_at=board.closes_at,
        stretch=hop.stretch,
        compartment_id=compartment_id,
        from_site_id=start.site_id,
        from_site=start.site_name,
        to_site_id=end.site_id,
        to_site=end.site_name,
        leaves_at=start.leaves_at,
        arrives_at=end.arrives_at,
        metres=board.itinerary.metres(hop.stretch),
        price=price,
        needs_approval=board.terms.needs_approval,
    )


def handed_over(store: StorageBoard, arrives_at: datetime, leaves_at: datetime, load: AskedLoad) -> Transfer:
    """Return a change of truck in this storage."""
    days, pallets = days_between(arrives_at, leaves_at), floor_space(load.quantity)
    return Transfer(
        offer_id=store.offer_id,
        site_id=store.site_id,
        site_name=store.site_name,
        town=store.town,
        temperature=store.temperature,
        days=days,
        waits=leaves_at - arrives_at,
        pallet_hundredths=pallets,
        cents_per_pallet_day=store.cents_per_pallet_day,
        price_cents=store.price(days, pallets),
    )
