"""Every SQL sentence about how reservations ended."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select

from core.database.doors import ReadSession, WriteSession
from core.reservations.states import EndingKind, ReservationState
from core.reservations.tables import Reservation, ReservationEnding
from core.shared.taxes import Bill, rates_of


def write_ending(
    session: WriteSession,
    reservation_id: int,
    kind: EndingKind,
    *,
    departure_id: int,
    at: datetime,
    by: int | None = None,
    reason: str = "",
    percent: int = 0,
    penalty_cents: int = 0,
) -> None:
    """Write how a reservation ended."""
    session.add(
        ReservationEnding(
            reservation_id=reservation_id,
            departure_id=departure_id,
            kind=kind,
            ended_at=at,
            by_id=by,
            reason=reason,
            percent=percent,
            penalty_cents=penalty_cents,
        )
    )


def ending(session: ReadSession, reservation_id: int) -> ReservationEnding | None:
    """Return how a reservation ended, where there is more to say than that it did."""
    return session.get(ReservationEnding, reservation_id)


def penalties(session: ReadSession, departure_ids: Sequence[int]) -> list[tuple[int, int, int, Bill]]:
    """Return departure, partner, reservation and what is owed for what was cancelled late, by reservation.

    The amount shown before the click holds its taxes, as the law deems of what is paid for a contract that ends.
    """
    statement = (
        select(ReservationEnding, Reservation)
        .join(Reservation, col(Reservation.id) == ReservationEnding.reservation_id)
        .where(col(ReservationEnding.departure_id).in_(departure_ids), col(ReservationEnding.penalty_cents) > 0)
        .order_by(col(ReservationEnding.reservation_id))
    )
    return [
        (ending.departure_id, cancelled.partner_id, ending.reservation_id, _held(cancelled, ending.penalty_cents))
        for ending, cancelled in session.exec(statement)
    ]


def _held(cancelled: Reservation, penalty_cents: int) -> Bill:
    return rates_of(cancelled).within(penalty_cents)


def live_holds(session: ReadSession, partner_id: int, *, now: datetime) -> int:
    """Return how many rooms are kept for a partner who has not confirmed yet."""
    statement = select(func.count(col(Reservation.id))).where(
        col(Reservation.partner_id) == partner_id,
        col(Reservation.state) == ReservationState.held,
        col(Reservation.offer_ends_at) > now,
    )
    return session.exec(statement).one()
