"""What must never be done: look at the sum, then write, with nothing held in between (the control of every race)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any
from uuid import uuid4

from sqlalchemy import Engine, create_engine, event
from sqlmodel import Session, col, func, select

from core.lines.tables import LegRoom
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.shared import clock
from core.shared.periods import Period
from core.shared.quantities import TemperatureClass
from core.shared.settings import settings
from tests.reservations.asking import Dock


def plain_engine() -> Engine:
    """Return an engine as one gets it without our doors; SQLite then opens its transaction at the first write only."""
    engine = create_engine(settings().database_url)
    if settings().on_sqlite:

        @event.listens_for(engine, "connect")
        def wait_for_others(connection: Any, _entry: object) -> None:
            connection.execute("PRAGMA busy_timeout = 15000")

    return engine


def naive_reserve(session: Session, dock: Dock, kg: int, after_looking: Callable[[], object], *, room_kg: int) -> bool:
    """Reserve from the first stop to the last if the sum of what rides there leaves room; say whether it did."""
    rides = select(ReservationPart.reservation_id).where(ReservationPart.departure_id == dock.departure_id)
    taken = session.exec(select(func.coalesce(func.sum(Reservation.kg), 0)).where(col(Reservation.id).in_(rides))).one()
    after_looking()
    if taken + kg > room_kg:
        return False
    compartment_id = session.exec(
        select(LegRoom.compartment_id).where(LegRoom.departure_id == dock.departure_id).limit(1)
    ).one()
    reservation = Reservation(
        request_id=uuid4().hex,
        partner_id=dock.partner_id,
        from_site_id=dock.sites[0],
        to_site_id=dock.sites[2],
        kg=kg,
        pallet_hundredths=0,
        temperature=TemperatureClass.chilled,
        least_kg=kg,
        state=ReservationState.confirmed,
        period=Period.normal,
        full_price_cents=0,
        price_cents=0,
        made_at=clock.now(),
        made_by_id=dock.member.person_id or 0,
    )
    session.add(reservation)
    session.flush()
    session.add(
        ReservationPart(
            reservation_id=reservation.id or 0,
            departure_id=dock.departure_id,
            compartment_id=compartment_id,
            from_position=0,
            to_position=2,
        )
    )
    session.commit()
    return True
