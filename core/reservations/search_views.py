"""Which departures suit a load: each with its price and its place, or with why not and what would."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from core.access.rights import Member, require_acting_for
from core.database.doors import ReadSession
from core.lines.kinds import DepartureKind
from core.lines.terms import Terms
from core.partners.kinds import PartnerKind
from core.reservations import board_store, store
from core.reservations.priority import OPEN_TO_ALL, Priority
from core.reservations.remedies import OtherStop, day_after, other_stop
from core.reservations.requests import Wish, checked_wish
from core.reservations.search import (
    DepartureBoard,
    Merits,
    Seat,
    answer_of_tour,
    best_seat,
    refusal,
    tour_metres,
)
from core.reservations.waiting_list import Placed, Short, TooBig
from core.seasons.views import periods
from core.shared import clock
from core.shared.errors import N_, NotFound, Refusal
from core.shared.periods import Period, week_start
from core.shared.quantities import NOTHING, Quantity
from core.shared.taxes import NO_TAXES, Bill, TaxRates
from core.tariffs.pricing import Quote


@dataclass(frozen=True, slots=True)
class Option:
    """One departure that joins the two places: how, when, for how much, and whether there is room.

    Attributes:
        fits: the whole load has room now; for a flexible tour, that it may be asked for.
        lacks: what is missing on the tightest leg.
        most: the largest part of the load that would get room now, with its price; nothing where none would.
        taxes: what the prices bear; they are said before taxes, `bill` and `most_bill` say what is to be paid.
        reason: why it does not fit, with a way out.
        queue_length: how many loads wait before this one.
        next_day: where it does not fit, the day of the next departure that takes the whole load.
        kept: what is kept for some partners on this departure, or from one of them, and until when.
        asker_kind: what the partner who asks is in the food chain.
        other_stop: where it lacks room, the nearest other stop of this departure that makes the whole load fit.
        is_request: a flexible tour: a place is asked for, and confirmed when the tour is planned.
    """

    departure_id: int
    line_id: int
    line_name: str
    kind: DepartureKind
    service_date: date
    leaves_at: datetime
    arrives_at: datetime
    closes_at: datetime
    from_position: int
    to_position: int
    stops_between: int
    compartment_id: int | None
    period: Period
    price_cents: int
    full_price_cents: int
    trough_percent: int
    solidarity_percent: int
    metres: int
    fits: bool
    lacks: Quantity
    most: Quantity
    most_price_cents: int
    most_full_price_cents: int
    reason: Refusal | None
    queue_length: int
    is_request: bool
    may_wait: bool
    terms: Terms
    free_until: datetime
    next_day: date | None
    other_stop: OtherStop | None
    taxes: TaxRates = NO_TAXES
    kept: Priority = OPEN_TO_ALL
    asker_kind: PartnerKind | None = None

    @property
    def bill(self) -> Bill:
        """Return what is to be paid for the whole load."""
        return self.taxes.on(self.price_cents)

    @property
    def most_bill(self) -> Bill:
        """Return what is to be paid for the part that has room."""
        return self.taxes.on(self.most_price_cents)

    @property
    def saving_share(self) -> float:
        """Return what the reductions take off, as a share of the full price."""
        return 1 - self.price_cents / self.full_price_cents if self.full_price_cents else 0.0


def find_departures(session: ReadSession, member: Member, wish: Wish) -> list[Option]:
    """Return every departure between the days that joins both places and still takes reservations, best first.

    Five queries, whatever the number of departures; two more where room is kept for some partners.

    Raises:
        SignInNeeded, NotAllowed: prices are those of one's own partner.
        Refusal: the wish cannot be believed, or a place is unknown.
    """
    require_acting_for(member, wish.partner_id)
    now = clock.now()
    wish = checked_wish(wish, today=clock.today())
    asker = store.asker(session, partner_id=wish.partner_id, from_site_id=wish.from_site_id, to_site_id=wish.to_site_id)
    if asker is None:
        raise NotFound(what=N_("place or partner"))
    found = board_store.coming_boards(
        session,
        from_site_id=wish.from_site_id,
        to_site_id=wish.to_site_id,
        first_day=wish.first_day,
        last_day=wish.last_day,
        open_at=now,
    )
    if not found:
        return []
    boards = [each.settled(now=now).board.asked_by(asker.holder) for each in found]
    weeks = periods(
        session,
        first_week=week_start(wish.first_day),
        last_week=wish.last_day + timedelta(days=6),
        line_ids=sorted({board.line_id for board in boards}),
    )
    seats = {each.departure_id: best_seat(each, wish, least_kg=wish.quantity.kg) for each in boards}
    fitting = sorted(
        (each.starts_at, each.service_date)
        for each in boards
        for seat in (seats[each.departure_id],)
        if not each.is_flexible and seat is not None and isinstance(seat.answer, Placed)
    )
    options = []
    for board in boards:
        week = weeks.get((board.line_id, week_start(board.service_date)))
        period = week.period if week is not None else Period.normal
        seat = seats[board.departure_id]
        if board.is_flexible:
            options.append(_tour_option(board, wish, asker, period))
        elif seat is not None:
            options.append(_fixed_option(board, wish, asker, period, seat, day_after(fitting, board.starts_at)))
    return sorted(options, key=lambda option: _merits(option).rank())


def _fixed_option(
    board: DepartureBoard, wish: Wish, asker: store.Asker, period: Period, seat: Seat, later: date | None
) -> Option:
    answer, stretch, itinerary = seat.answer, seat.stretch, board.itinerary
    short = answer if isinstance(answer, Short) else None
    return _option(
        board,
        wish,
        asker,
        period,
        leaves_at=itinerary.stop(stretch.from_position).leaves_at,
        arrives_at=itinerary.stop(stretch.to_position).arrives_at,
        seat=seat,
        metres=itinerary.metres(stretch),
        reason=None if isinstance(answer, Placed) else refusal(board, wish, answer, next_day=later),
        queue_length=short.ahead if short is not None else 0,
        next_day=None if isinstance(answer, Placed) else later,
    )


def _tour_option(board: DepartureBoard, wish: Wish, asker: store.Asker, period: Period) -> Option:
    never = answer_of_tour(board, wish)
    stops = board.itinerary.stops
    return _option(
        board,
        wish,
        asker,
        period,
        leaves_at=board.starts_at,
        arrives_at=stops[-1].arrives_at if stops else board.starts_at,
        seat=None,
        metres=tour_metres(asker.start.point, asker.end.point),
        reason=None if never is None else refusal(board, wish, never, next_day=None),
        queue_length=0,
    )


def _option(
    board: DepartureBoard,
    wish: Wish,
    asker: store.Asker,
    period: Period,
    *,
    leaves_at: datetime,
    arrives_at: datetime,
    seat: Seat | None,
    metres: int,
    reason: Refusal | None,
    queue_length: int,
    next_day: date | None = None,
) -> Option:
    def priced(quantity: Quantity) -> Quote:
        return asker.prices.quote(
            quantity,
            metres=metres,
            day=board.service_date,
            kind=asker.kind,
            period=period,
            trough_discount_percent=board.trough_discount_percent,
        )

    price = priced(wish.quantity)
    answer = seat.answer if seat is not None else None
    most = answer.most if isinstance(answer, Short | TooBig) else NOTHING
    price_of_most = priced(most)
    return Option(
        departure_id=board.departure_id,
        line_id=board.line_id,
        line_name=board.line_name,
        kind=DepartureKind.flexible if board.is_flexible else DepartureKind.fixed,
        service_date=board.service_date,
        leaves_at=leaves_at,
        arrives_at=arrives_at,
        closes_at=board.closes_at,
        from_position=seat.stretch.from_position if seat is not None else 0,
        to_position=seat.stretch.to_position if seat is not None else 0,
        stops_between=len(seat.stretch.legs) - 1 if seat is not None else 0,
        compartment_id=answer.compartment_id if isinstance(answer, Placed) else None,
        period=period,
        price_cents=price.price_cents,
        full_price_cents=price.full_price_cents,
        trough_percent=price.reductions.trough_percent,
        solidarity_percent=price.reductions.solidarity_percent,
        metres=metres,
        fits=reason is None,
        lacks=answer.lacking if isinstance(answer, Short) else NOTHING,
        most=most,
        most_price_cents=price_of_most.price_cents if most.kg else 0,
        most_full_price_cents=price_of_most.full_price_cents if most.kg else 0,
        reason=reason,
        queue_length=queue_length,
        is_request=board.is_flexible,
        may_wait=isinstance(answer, Short),
        terms=board.terms,
        free_until=board.terms.free_until(board.starts_at),
        next_day=next_day,
        other_stop=other_stop(board, wish) if isinstance(answer, Short) else None,
        taxes=price.taxes,
        kept=board.room.priority.without_holders(),
        asker_kind=asker.kind,
    )


def _merits(option: Option) -> Merits:
    return Merits(
        has_room=option.fits,
        is_certain=not option.is_request,
        lacking=option.lacks,
        price_cents=option.price_cents,
        period=option.period,
        leaves_at=option.leaves_at,
    )
