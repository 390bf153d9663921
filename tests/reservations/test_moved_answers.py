"""Room kept until somebody answers is never kept, nor answered for, beyond the start of a truck that was moved."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.database.doors import write
from core.reservations.actions import (
    Held,
    ToApprove,
    accept_offer,
    approve,
    cancel,
    confirm_hold,
    expire_offers,
    move_departure,
)
from core.reservations.refusals import HoldEnded, NoLongerOpen, OfferEnded
from core.reservations.states import ReservationState
from core.shared import clock
from tests.reservations.asking import Dock, a_dock, assert_sound, departure_of, row_of
from tests.reservations.terms import with_terms


def moved_to(dock: Dock, hours_from_now: int) -> None:
    starts_at = clock.now() + timedelta(hours=hours_from_now)
    write(
        lambda session: move_departure(
            session, dock.coordinator, departure_id=dock.departure_id, starts_at=starts_at, version=None
        )
    )


def offered(dock: Dock) -> int:
    """Return a reservation to which freed room is offered."""
    first = dock.ask(400)
    waiting = dock.ask(300, waits_if_full=True, promotes_at_once=False).reservation_id
    write(lambda session: cancel(session, dock.member, reservation_id=first.reservation_id))
    assert row_of(waiting).state == ReservationState.offered
    return waiting


def test_an_offer_ends_with_the_cut_off_of_the_new_hour(database: str) -> None:
    dock = with_terms(a_dock(capacity_kg=500), offer_hours=72)
    waiting = offered(dock)
    moved_to(dock, 24)
    departure = departure_of(dock.departure_id)
    assert row_of(waiting).offer_ends_at == departure.closes_at
    with clock.set_to(departure.starts_at + timedelta(minutes=1)), pytest.raises(OfferEnded):
        write(lambda session: accept_offer(session, dock.member, reservation_id=waiting))
    with clock.set_to(departure.closes_at):
        assert write(expire_offers) == 1
    assert_sound()


def test_nothing_is_approved_once_the_truck_has_left(sqlite_database: object) -> None:
    dock = with_terms(a_dock(capacity_kg=500), needs_approval=True)
    asked = dock.ask(300)
    assert isinstance(asked, ToApprove)
    moved_to(dock, 12)  # its cut-off is past by now: the answer is due before the start
    departure = departure_of(dock.departure_id)
    assert row_of(asked.reservation_id).offer_ends_at == departure.starts_at
    with clock.set_to(departure.starts_at + timedelta(minutes=1)), pytest.raises(NoLongerOpen):
        write(lambda session: approve(session, dock.coordinator, reservation_id=asked.reservation_id))


def test_room_kept_a_while_ends_with_the_truck(sqlite_database: object) -> None:
    dock = with_terms(a_dock(capacity_kg=500), hold_minutes=120)
    held = dock.ask(300, holds_first=True)
    assert isinstance(held, Held)
    moved_to(dock, 1)
    with clock.set_to(clock.now() + timedelta(minutes=70)), pytest.raises(HoldEnded):
        write(lambda session: confirm_hold(session, dock.member, reservation_id=held.reservation_id))


def test_a_later_hour_leaves_the_time_to_answer_alone(sqlite_database: object) -> None:
    dock = with_terms(a_dock(capacity_kg=500), offer_hours=72)
    waiting = offered(dock)
    before = row_of(waiting).offer_ends_at
    moved_to(dock, 24 * 8)
    assert row_of(waiting).offer_ends_at == before
