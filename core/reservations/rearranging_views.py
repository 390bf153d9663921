"""Who would go where if a departure does not run, or carries less: what a coordinator looks at before the click."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from core.access.rights import Member, Right, require, require_signed_in
from core.database.doors import ReadSession
from core.lines.tables import Departure, DepartureState
from core.reservations import board_store, connection_store, row_store, store
from core.reservations.alternatives import Alternative, Load, Move, assign, ranked
from core.reservations.listing_views import ReservationRow, rows_of
from core.reservations.priority import Holder
from core.reservations.search import DepartureBoard
from core.reservations.states import STILL_AHEAD, ReservationState
from core.reservations.tables import Reservation
from core.shared import clock
from core.shared.errors import N_, NotFound
from core.shared.quantities import Quantity

MOVES = (ReservationState.confirmed, ReservationState.to_approve, ReservationState.offered)
DAYS_AROUND = timedelta(days=28)


@dataclass(frozen=True, slots=True)
class RearrangedRow:
    """One reservation of the departure, whether it may move, and what it is offered; None where it is not asked."""

    row: ReservationRow
    may_move: bool
    move: Move | None


@dataclass(frozen=True, slots=True)
class Rearrangement:
    """A departure and what would become of everyone on it."""

    departure_id: int
    line_name: str
    service_date: date
    starts_at: datetime
    vehicle_id: int
    is_ahead: bool
    rows: tuple[RearrangedRow, ...]

    @property
    def shown(self) -> dict[int, int]:
        """Return the departure offered to each reservation, as an act that is asked to do exactly this needs it."""
        chosen = {each.row.id: each.move.chosen for each in self.rows if each.move is not None}
        return {reservation_id: each.departure_id for reservation_id, each in chosen.items() if each is not None}


def rearrangement(
    session: ReadSession, member: Member, *, departure_id: int, reservation_ids: Collection[int] | None = None
) -> Rearrangement:
    """Return who would be offered which other departure: these reservations, or (None) all (five queries at most).

    Raises:
        SignInNeeded, NotAllowed: only coordinators rearrange.
        NotFound: there is no such departure.
    """
    require(member, Right.coordinator)
    found = row_store.departure_named(session, departure_id)
    if found is None:
        raise NotFound(what=N_("departure"))
    (departure, line_name), now = found, clock.now()
    listed = row_store.on_departure(session, departure_id, STILL_AHEAD)
    booked = _booked(listed)
    holders = store.holders_of(session, (reservation.partner_id for reservation, _parts in booked))
    loads = movable(booked, reservation_ids, holders)
    others = candidates(session, loads, but=departure_id, day=departure.service_date, now=now)
    moves = assign(loads, others, day=departure.service_date)
    by_load = {move.load.reservation_id: move for move in moves}
    rows = rows_of(session, listed, member)
    may_move = {load.reservation_id for load in movable(booked, None, holders)}
    return Rearrangement(
        departure_id=departure_id,
        line_name=line_name,
        service_date=departure.service_date,
        starts_at=departure.starts_at,
        vehicle_id=departure.vehicle_id,
        is_ahead=departure.state == DepartureState.planned and now < departure.starts_at,
        rows=tuple(
            RearrangedRow(row, row.id in may_move, by_load.get(row.id))
            for row in sorted(rows, key=lambda each: each.id)
        ),
    )


def alternatives_to(session: ReadSession, member: Member, *, reservation_id: int) -> list[Alternative]:
    """Return the other departures that would carry a reservation whole, the nearest day first (four queries).

    Raises:
        SignInNeeded: nobody is signed in.
        NotFound: there is no such reservation, or it is another partner's (R9).
    """
    require_signed_in(member)
    found = store.rides(session, [reservation_id])
    if not found or not member.may_act_for(found[0][0].partner_id):
        raise NotFound(what=N_("reservation"))
    reservation, parts = found[0]
    departure = session.get_one(Departure, parts[0].departure_id)
    load = load_of(reservation, store.holder_of(session, reservation.partner_id))
    day = departure.service_date
    others = candidates(session, [load], but=parts[0].departure_id, day=day, now=clock.now())
    return ranked(load, others, day=day)


def _booked(listed: Sequence[Any]) -> list[store.Booked]:
    """Gather the rides of each listed reservation, by id."""
    rides: dict[int, list[Any]] = {}
    for each in listed:
        rides.setdefault(each[0].id, []).append(each)
    return [(rides[each][0][0], tuple(row[1] for row in rides[each])) for each in sorted(rides)]


def movable(
    booked: Sequence[store.Booked], reservation_ids: Collection[int] | None, holders: Mapping[int, Holder]
) -> list[Load]:
    """Return the loads that may be offered another departure whole: those with room, on this departure only."""
    return [
        load_of(reservation, holders[reservation.partner_id])
        for reservation, parts in booked
        if len(parts) == 1
        and reservation.state in MOVES
        and (reservation_ids is None or reservation.id in reservation_ids)
    ]


def load_of(reservation: Reservation, holder: Holder) -> Load:
    """Return a reservation as a load that needs another departure."""
    return Load(
        reservation_id=store.number_of(reservation),
        from_site_id=reservation.from_site_id,
        to_site_id=reservation.to_site_id,
        quantity=Quantity(reservation.kg, reservation.pallet_hundredths),
        temperature=reservation.temperature,
        holder=holder,
    )


def candidates(
    session: ReadSession, loads: Sequence[Load], *, but: int, day: date, now: datetime
) -> list[DepartureBoard]:
    """Return the departures around a day, `but` one, which still take reservations and stop at two of the places."""
    if not loads:
        return []
    found = connection_store.departures_that_may_connect(
        session,
        site_ids={site for load in loads for site in (load.from_site_id, load.to_site_id)},
        first_day=day - DAYS_AROUND,
        last_day=day + DAYS_AROUND,
        open_at=now,
    )
    others = [departure_id for departure_id in found if departure_id != but]
    return [each.settled(now=now).board for each in board_store.boards(session, others)] if others else []
