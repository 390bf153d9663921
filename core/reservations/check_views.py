"""What is wrong with the reservations, if anything: counters against sums, states against what they need (R1, R2)."""

from sqlalchemy import and_, func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from core.database.doors import ReadSession
from core.lines.tables import Departure, DepartureState, Leg, LegRoom
from core.reservations.requests import number
from core.reservations.states import TAKES_ROOM, ReservationState
from core.reservations.tables import Reservation, ReservationEnding, ReservationPart
from core.shared.quantities import may_ride


def drift(session: ReadSession) -> list[str]:
    """Return a sentence for each leg whose counter differs from the sum of its reservations, and for each oddity.

    An empty list is the only good answer: anything else is an incident.
    """
    return [
        *_compartments(session),
        *_payloads(session),
        *_rides_without_legs(session),
        *_rides_too_warm(session),
        *_states(session),
        *_endings(session),
    ]


def _compartments(session: ReadSession) -> list[str]:
    """Compare each leg × compartment with the loads that ride there."""
    kg = func.coalesce(func.sum(col(Reservation.kg)), 0)
    pallets = func.coalesce(func.sum(col(Reservation.pallet_hundredths)), 0)
    statement = (
        select_columns(
            col(LegRoom.departure_id),
            col(LegRoom.position),
            col(LegRoom.compartment_id),
            col(LegRoom.used_kg),
            kg,
            col(LegRoom.used_pallet_hundredths),
            pallets,
        )
        .select_from(LegRoom)
        .join(
            ReservationPart,
            and_(
                col(ReservationPart.departure_id) == LegRoom.departure_id,
                col(ReservationPart.compartment_id) == LegRoom.compartment_id,
                col(ReservationPart.from_position) <= LegRoom.position,
                col(ReservationPart.to_position) > LegRoom.position,
            ),
            isouter=True,
        )
        .join(
            Reservation,
            and_(col(Reservation.id) == ReservationPart.reservation_id, col(Reservation.state).in_(TAKES_ROOM)),
            isouter=True,
        )
        .group_by(
            col(LegRoom.departure_id),
            col(LegRoom.position),
            col(LegRoom.compartment_id),
            col(LegRoom.used_kg),
            col(LegRoom.used_pallet_hundredths),
        )
        .having((col(LegRoom.used_kg) != kg) | (col(LegRoom.used_pallet_hundredths) != pallets))
        .order_by(col(LegRoom.departure_id), col(LegRoom.position), col(LegRoom.compartment_id))
    )
    return [
        f"departure {departure}, leg {leg}, compartment {box}: counted {used} kg and {used_pallets} hundredths of a "
        f"pallet, reserved {summed} kg and {summed_pallets}"
        for departure, leg, box, used, summed, used_pallets, summed_pallets in session.execute(statement)
    ]


def _payloads(session: ReadSession) -> list[str]:
    """Compare the weight counted on each leg with the sum of its compartments."""
    kg = func.coalesce(func.sum(col(LegRoom.used_kg)), 0)
    statement = (
        select_columns(col(Leg.departure_id), col(Leg.position), col(Leg.used_kg), kg)
        .join(
            LegRoom,
            and_(col(LegRoom.departure_id) == Leg.departure_id, col(LegRoom.position) == Leg.position),
            isouter=True,
        )
        .group_by(col(Leg.departure_id), col(Leg.position), col(Leg.used_kg))
        .having(col(Leg.used_kg) != kg)
        .order_by(col(Leg.departure_id), col(Leg.position))
    )
    return [
        f"departure {departure}, leg {leg}: the vehicle counts {used} kg, its compartments {summed} kg"
        for departure, leg, used, summed in session.execute(statement)
    ]


_SAME_ROOM = and_(
    col(LegRoom.departure_id) == ReservationPart.departure_id,
    col(LegRoom.compartment_id) == ReservationPart.compartment_id,
    col(LegRoom.position) >= ReservationPart.from_position,
    col(LegRoom.position) < ReservationPart.to_position,
)


def _rides_without_legs(session: ReadSession) -> list[str]:
    """List the loads that take room on legs, or in a compartment, that are not there."""
    legs = func.count(col(LegRoom.position))
    statement = (
        select_columns(col(Reservation.id), col(ReservationPart.departure_id))
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
        .join(LegRoom, _SAME_ROOM, isouter=True)
        .where(col(Reservation.state).in_(TAKES_ROOM))
        .group_by(
            col(Reservation.id),
            col(ReservationPart.departure_id),
            col(ReservationPart.from_position),
            col(ReservationPart.to_position),
        )
        .having((legs == 0) | (legs != col(ReservationPart.to_position) - col(ReservationPart.from_position)))
        .order_by(col(Reservation.id))
    )
    return [
        f"{number(each)} takes room on departure {departure} on legs that are not there"
        for each, departure in session.execute(statement)
    ]


def _rides_too_warm(session: ReadSession) -> list[str]:
    """List the loads in a compartment that does not keep their temperature (R2)."""
    statement = (
        select(Reservation, LegRoom)
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
        .join(LegRoom, _SAME_ROOM)
        .where(col(Reservation.state).in_(TAKES_ROOM), col(LegRoom.temperature) != col(Reservation.temperature))
        .order_by(col(Reservation.id))
    )
    wrong = {
        reservation.id: f"{number(reservation.id or 0)} ({reservation.temperature}) rides at {room.temperature} "
        f"on departure {room.departure_id}"
        for reservation, room in session.exec(statement)
        if not may_ride(reservation.temperature, kept_at=room.temperature)
    }
    return list(wrong.values())


def _states(session: ReadSession) -> list[str]:
    """List reservations whose rides have a gap or a queue they cannot stand in, and live ones on a cancelled run."""
    rides, last = func.count(col(ReservationPart.id)), func.max(col(ReservationPart.position))
    departures = func.count(col(ReservationPart.departure_id).distinct())
    broken = (
        select_columns(col(Reservation.id), rides)
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id, isouter=True)
        .group_by(col(Reservation.id))
        .having((rides == 0) | (last != rides - 1) | (departures != rides))
        .order_by(col(Reservation.id))
    )
    queued = (
        select(Reservation.id)
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
        .where(col(ReservationPart.position) > 0, col(Reservation.state) == ReservationState.waiting)
        .distinct()
        .order_by(col(Reservation.id))
    )
    stranded = (
        select(Reservation.id)
        .join(ReservationPart, col(ReservationPart.reservation_id) == Reservation.id)
        .join(Departure, col(Departure.id) == ReservationPart.departure_id)
        .where(col(Departure.state) == DepartureState.cancelled, col(Reservation.state) != ReservationState.cancelled)
        .distinct()
        .order_by(col(Reservation.id))
    )
    return [
        *(f"{number(each)} has {count} rides that do not follow each other" for each, count in session.execute(broken)),
        *(f"{number(each or 0)} waits on several departures at once" for each in session.exec(queued)),
        *(f"{number(each or 0)} is alive on a departure that was called off" for each in session.exec(stranded)),
    ]


def _endings(session: ReadSession) -> list[str]:
    """List what is said to have ended and lives on, and what is owed above its price."""
    statement = (
        select(Reservation, ReservationEnding)
        .join(ReservationEnding, col(ReservationEnding.reservation_id) == Reservation.id)
        .where(
            (col(Reservation.state) != ReservationState.cancelled)
            | (col(ReservationEnding.penalty_cents) > col(Reservation.price_cents))
        )
        .order_by(col(Reservation.id))
    )
    return [
        f"{number(reservation.id or 0)} ended ({ending.kind}) but is {reservation.state}"
        if reservation.state != ReservationState.cancelled
        else f"{number(reservation.id or 0)} owes {ending.penalty_cents} cents, more than its price"
        for reservation, ending in session.exec(statement)
    ]
