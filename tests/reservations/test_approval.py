"""Where a line asks for it, a coordinator answers each reservation; the room is taken meanwhile (R1, R3, R12)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from core.database.doors import reading, write, writing
from core.reservations.actions import (
    Held,
    Reserved,
    ToApprove,
    accept_offer,
    approve,
    cancel,
    change_quantity,
    confirm_hold,
    expire_offers,
    refuse,
    reserve,
)
from core.reservations.refusals import NoLongerOpen
from core.reservations.states import EndingKind, ReservationState
from core.reservations.tables import Reservation
from core.reservations.views import drift, reservations_of, reservations_to_approve
from core.shared import clock
from core.shared.errors import NotAllowed
from core.shared.plausible import Missing
from core.shared.quantities import Quantity
from tests.reservations.asking import Dock, a_dock, assert_sound, departure_of, notices, row_of, somebody_else
from tests.reservations.terms import with_terms


def a_strict_dock(**values: object) -> Dock:
    return with_terms(a_dock(capacity_kg=500, **values), needs_approval=True)


def asked(dock: Dock, kg: int = 300) -> int:
    answer = dock.ask(kg)
    assert isinstance(answer, ToApprove)
    return answer.reservation_id


def test_it_takes_room_until_the_cut_off(database: str) -> None:
    dock = a_strict_dock()
    answer = dock.ask(300)
    assert isinstance(answer, ToApprove)
    assert answer.until == departure_of(dock.departure_id).closes_at
    assert dock.used_kg() == [300, 300]
    assert notices(dock.partner_id) == ["awaiting_approval"]
    assert_sound()


def test_a_yes_confirms_it_and_twice_is_once(database: str) -> None:
    dock = a_strict_dock()
    reservation_id = asked(dock)
    with reading() as session:
        assert [row.id for row in reservations_to_approve(session, dock.coordinator)] == [reservation_id]
    for _ in range(2):
        write(lambda session: approve(session, dock.coordinator, reservation_id=reservation_id))
    assert row_of(reservation_id).state == ReservationState.confirmed
    assert notices(dock.partner_id) == ["awaiting_approval", "approved"]
    with reading() as session:
        assert reservations_to_approve(session, dock.coordinator) == []


def test_a_no_says_why_and_frees_the_room_for_whoever_waits(database: str) -> None:
    dock = a_strict_dock()
    reservation_id = asked(dock, 400)
    other = somebody_else(dock)
    waiting = other.ask(300, waits_if_full=True)
    with pytest.raises(Missing):
        write(lambda session: refuse(session, dock.coordinator, reservation_id=reservation_id, reason=" "))
    write(lambda session: refuse(session, dock.coordinator, reservation_id=reservation_id, reason="Quai fermé"))
    assert row_of(reservation_id).state == ReservationState.cancelled
    assert row_of(waiting.reservation_id).state == ReservationState.to_approve
    assert notices(other.partner_id) == ["waiting", "awaiting_approval"]
    assert notices(dock.partner_id) == ["awaiting_approval", "refused"]
    with reading() as session:
        (row,) = reservations_of(session, dock.member, partner_id=dock.partner_id)
    assert (row.ending, row.ending_reason) == (EndingKind.refused, "Quai fermé")
    with pytest.raises(NoLongerOpen):
        write(lambda session: approve(session, dock.coordinator, reservation_id=reservation_id))
    assert_sound()


def test_without_an_answer_it_lapses_at_the_cut_off_with_a_sentence(database: str) -> None:
    dock = a_strict_dock()
    reservation_id = asked(dock)
    closes_at = departure_of(dock.departure_id).closes_at
    with clock.set_to(closes_at - timedelta(seconds=1)):
        assert write(expire_offers) == 0
    with clock.set_to(closes_at):
        assert write(expire_offers) == 1
    assert row_of(reservation_id).state == ReservationState.cancelled
    assert dock.used_kg() == [0, 0]
    assert notices(dock.partner_id) == ["awaiting_approval", "not_approved"]
    assert_sound()


def test_only_a_coordinator_answers(sqlite_database: object) -> None:
    dock = a_strict_dock()
    reservation_id = asked(dock)
    with pytest.raises(NotAllowed):
        write(lambda session: approve(session, dock.member, reservation_id=reservation_id))
    with pytest.raises(NotAllowed):
        write(lambda session: refuse(session, dock.member, reservation_id=reservation_id, reason="non"))
    with reading() as session, pytest.raises(NotAllowed):
        reservations_to_approve(session, dock.member)


def test_what_a_coordinator_reserves_needs_no_other_yes(sqlite_database: object) -> None:
    dock = a_strict_dock()
    answer = write(lambda session: reserve(session, dock.coordinator, dock.request(300)))
    assert isinstance(answer, Reserved)


def test_a_confirmed_hold_and_an_accepted_offer_are_approved_as_well(sqlite_database: object) -> None:
    dock = a_strict_dock()
    held = dock.ask(400, holds_first=True)
    assert isinstance(held, Held)
    waiting = dock.ask(300, waits_if_full=True, promotes_at_once=False)
    confirmed = write(lambda session: confirm_hold(session, dock.member, reservation_id=held.reservation_id))
    assert isinstance(confirmed, ToApprove)
    write(lambda session: cancel(session, dock.member, reservation_id=held.reservation_id))
    accepted = write(lambda session: accept_offer(session, dock.member, reservation_id=waiting.reservation_id))
    assert isinstance(accepted, ToApprove)
    assert accepted == write(lambda session: accept_offer(session, dock.member, reservation_id=waiting.reservation_id))


def test_its_quantity_may_still_be_changed(sqlite_database: object) -> None:
    dock = a_strict_dock()
    reservation_id = asked(dock)
    changed = write(
        lambda session: change_quantity(
            session, dock.member, reservation_id=reservation_id, quantity=Quantity(450, 0), version=1
        )
    )
    assert isinstance(changed, ToApprove)
    assert dock.used_kg() == [450, 450]
    assert_sound()


def test_verify_sees_a_refused_reservation_that_lives_on(sqlite_database: object) -> None:
    dock = a_strict_dock()
    reservation_id = asked(dock)
    write(lambda session: refuse(session, dock.coordinator, reservation_id=reservation_id, reason="non"))
    assert_sound()
    with writing() as broken:
        broken.get_one(Reservation, reservation_id).state = ReservationState.requested
    with reading() as session:
        assert drift(session) == [f"R-{reservation_id:04d} ended (refused) but is requested"]
