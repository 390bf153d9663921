"""Moving a departure, or changing its truck, with the people on it: they are told, and freed room is offered (R3)."""

from collections.abc import Iterable
from datetime import date, datetime

from core.access.rights import Member
from core.database.doors import WriteSession
from core.fleet.actions import VehicleCard
from core.fleet.actions import change_vehicle as write_vehicle
from core.lines import closure_actions, moving_actions
from core.lines.closure_actions import Thawed
from core.lines.moving_actions import Moved
from core.lines.room_actions import Followed, follow_vehicle
from core.lines.store import lock_departures
from core.notices.actions import tell
from core.notices.tables import NoticeKind
from core.reservations import store
from core.reservations.board_actions import boards_ridden, facts_of, moments_of, settle
from core.reservations.refusals import ConnectionWouldBreak
from core.reservations.requests import number
from core.reservations.search import DepartureBoard
from core.reservations.states import KEEPS_ROOM_UNTIL, STILL_AHEAD
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock


def move_departure(
    session: WriteSession,
    member: Member,
    *,
    departure_id: int,
    starts_at: datetime,
    vehicle_id: int | None = None,
    driver_id: int | None = None,
    version: int | None,
    reason: str = "",
) -> Moved:
    """Move a departure (see `core.lines.moving_actions`), tell its partners, and promote who waits if there is room.

    Raises:
        Refusal: what that act refuses; or a load changes trucks there and would no longer meet the other one.
    """
    moved = moving_actions.move_departure(
        session,
        member,
        departure_id=departure_id,
        starts_at=starts_at,
        vehicle_id=vehicle_id,
        driver_id=driver_id,
        version=version,
        reason=reason,
    )
    if moved.has_new_hours:
        for reservation, parts in store.rides_on(session, departure_id, STILL_AHEAD):
            boards = boards_ridden(session, parts)
            _require_connected(reservation, parts, boards, has_new_day=moved.has_new_day)
            _answer_in_time(reservation, boards)
            _tell_moved(session, reservation, parts, boards, departure_id, reason)
    if moved.has_more_room:
        settle(session, departure_id, now=clock.now())
    session.flush()
    return moved


def change_vehicle(
    session: WriteSession,
    member: Member,
    *,
    vehicle_id: int,
    card: VehicleCard,
    version: int | None,
    is_active: bool = True,
) -> Followed:
    """Change a vehicle, and the room of its coming departures with it: more is offered at once to who waits (R1, R3).

    A cut below what is booked waits, departure by departure, until a person has chosen who moves (`held`).

    Raises:
        Refusal: not a coordinator, changed meanwhile, a field is not believable, or a used compartment left out.
    """
    write_vehicle(session, member, vehicle_id=vehicle_id, card=card, version=version, is_active=is_active)
    return _promoted(session, follow_vehicle(session, vehicle_id))


def set_thaw(
    session: WriteSession,
    member: Member,
    *,
    first_day: date,
    last_day: date,
    keeps_percent: int,
    note: str = "",
    thaw_id: int | None = None,
) -> Thawed:
    """Write down a thaw or change one; where that leaves more room than before, who waits is promoted (R1, R3).

    Raises:
        Refusal: not a coordinator, no such thaw, days past or reversed, or a share that is not believable.
    """
    done = closure_actions.set_thaw(
        session,
        member,
        first_day=first_day,
        last_day=last_day,
        keeps_percent=keeps_percent,
        note=note,
        thaw_id=thaw_id,
    )
    _promoted(session, done.room)
    return done


def end_thaw(session: WriteSession, member: Member, *, thaw_id: int) -> Thawed:
    """Take a thaw away; who waits on the departures it had cut is promoted (R3).

    Raises:
        Refusal: not a coordinator, or no such thaw.
    """
    done = closure_actions.end_thaw(session, member, thaw_id=thaw_id)
    _promoted(session, done.room)
    return done


def _promoted(session: WriteSession, followed: Followed) -> Followed:
    """Promote who waits on the departures that have more room, all locked already."""
    _settle_all(session, followed.grown)
    return followed


def _settle_all(session: WriteSession, departure_ids: Iterable[int]) -> None:
    wanted = sorted(departure_ids)
    lock_departures(session, wanted)
    for departure_id in wanted:
        settle(session, departure_id, now=clock.now())


def _require_connected(
    reservation: Reservation, parts: tuple[ReservationPart, ...], boards: list[DepartureBoard], *, has_new_day: bool
) -> None:
    """Check that a load that changes trucks still arrives before it leaves again; its storage is kept by the day.

    Raises:
        ConnectionWouldBreak: it does not.
    """
    for before, after, first, second in zip(boards, boards[1:], parts, parts[1:], strict=False):
        if first.to_position is None or second.from_position is None:
            continue
        arrives = before.itinerary.stop(first.to_position).arrives_at
        leaves = after.itinerary.stop(second.from_position).leaves_at
        if has_new_day or arrives > leaves:
            raise ConnectionWouldBreak(
                number=number(store.number_of(reservation)), line=before.line_name, other_line=after.line_name
            )


def _answer_in_time(reservation: Reservation, boards: list[DepartureBoard]) -> None:
    """Keep room that waits for an answer no longer than the new hours allow: nobody answers for a truck that left."""
    if reservation.state in KEEPS_ROOM_UNTIL and reservation.offer_ends_at is not None:
        last = min(moments_of(board, clock.now()).last for board in boards)
        reservation.offer_ends_at = min(reservation.offer_ends_at, last)


def _tell_moved(
    session: WriteSession,
    reservation: Reservation,
    parts: tuple[ReservationPart, ...],
    boards: list[DepartureBoard],
    departure_id: int,
    reason: str,
) -> None:
    board, part = next(
        (board, part) for board, part in zip(boards, parts, strict=True) if board.departure_id == departure_id
    )
    leaves = board.starts_at if part.from_position is None else board.itinerary.stop(part.from_position).leaves_at
    facts = {**facts_of(reservation, *boards), "line": board.line_name, "day": board.service_date.isoformat()}
    kind = NoticeKind.departure_moved
    tell(session, partner_id=reservation.partner_id, kind=kind, **facts, leaves_at=leaves.isoformat(), reason=reason)
