"""A truck does not run, or carries less: one act offers everyone another departure, keeps its room, and tells."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

import pytest

from core.database.doors import reading, write
from core.lines.moving_refusals import BookedMoreThanFits
from core.lines.tables import DepartureState
from core.reservations.actions import Answered, Reserved, accept_offer, decline_offer, expire_offers
from core.reservations.instead_actions import take_instead
from core.reservations.rearranging_actions import Rearranged, call_off, move_loads
from core.reservations.rearranging_views import Rearrangement, alternatives_to, rearrangement
from core.reservations.refusals import DepartureGone, NoRoomThere, PlanChanged
from core.reservations.states import EndingKind, ReservationState
from core.reservations.tables import ReservationEnding
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound
from core.shared.plausible import Missing
from tests.builders import a_departure, a_vehicle
from tests.queries import counting_queries
from tests.reservations.asking import (
    Dock,
    a_dock,
    assert_sound,
    departure_of,
    notices,
    part_of,
    row_of,
    somebody_else,
)
from tests.reservations.connections import a_transfer, ride_both


@dataclass(frozen=True)
class Week:
    """A departure and two later ones of the same line, one and two days after."""

    dock: Dock
    others: tuple[int, int]

    def at(self, departure_id: int) -> Dock:
        """Return the same people in front of another of the departures."""
        dock = self.dock
        return Dock(dock.partner_id, dock.member, dock.coordinator, departure_id, dock.sites)

    def call_off(self, **values: object) -> Rearranged:
        return write(
            lambda session: call_off(
                session,
                self.dock.coordinator,
                departure_id=self.dock.departure_id,
                reason="Panne",
                **values,  # type: ignore[arg-type]  # what the test says
            )
        )

    def take_instead(self, reservation_id: int, departure_id: int) -> Answered:
        member = self.dock.member
        return write(
            lambda session: take_instead(session, member, reservation_id=reservation_id, departure_id=departure_id)
        )

    def preview(self) -> Rearrangement:
        with reading() as session:
            return rearrangement(session, self.dock.coordinator, departure_id=self.dock.departure_id)


def a_week(capacity_kg: int = 500) -> Week:
    dock = a_dock(capacity_kg=capacity_kg)
    departure = departure_of(dock.departure_id)

    def later(days: int) -> int:
        day = departure.service_date + timedelta(days=days)
        return write(lambda session: a_departure(session, line_id=departure.line_id, day=day))

    return Week(dock, (later(1), later(2)))


def test_everyone_is_offered_the_nearest_room_and_it_is_held(database: str) -> None:
    week = a_week()
    first, second = week.dock.ask(300), somebody_else(week.dock).ask(200)
    other = somebody_else(week.dock)
    week.at(week.others[0]).ask(250)
    shown = week.preview().shown
    assert shown == {first.reservation_id: week.others[1], second.reservation_id: week.others[0]}
    done = week.call_off(shown=shown)
    assert (done.offered, done.ended) == (shown, ())
    moved = row_of(first.reservation_id)
    assert (moved.state, moved.price_cents) == (ReservationState.offered, row_of(first.reservation_id).price_cents)
    assert part_of(first.reservation_id).departure_id == week.others[1]
    assert departure_of(week.dock.departure_id).state == DepartureState.cancelled
    assert week.dock.used_kg() == [0, 0]
    assert week.at(week.others[0]).used_kg() == [450, 450]
    assert week.at(week.others[1]).used_kg() == [300, 300]
    assert notices(week.dock.partner_id)[-1] == "moved"
    assert other.partner_id
    assert_sound()


def test_who_has_no_other_departure_is_told_and_may_reserve_elsewhere(database: str) -> None:
    week = a_week()
    fits, does_not = week.dock.ask(100), week.dock.ask(400)
    for each in week.others:
        week.at(each).ask(250)
    preview = week.preview()
    reasons = {row.row.id: row.move.reason for row in preview.rows if row.move is not None}
    assert reasons[fits.reservation_id] is None
    assert reasons[does_not.reservation_id] is not None
    done = week.call_off(shown=preview.shown)
    assert done.ended == (does_not.reservation_id,)
    assert row_of(does_not.reservation_id).called_off
    assert row_of(does_not.reservation_id).state == ReservationState.cancelled
    assert_sound()


def test_an_offer_after_a_breakdown_is_accepted_left_or_ends_like_any_other(database: str) -> None:
    week = a_week()
    taken, left, forgotten = (week.dock.ask(100).reservation_id for _ in range(3))
    week.call_off()
    accepted = write(lambda session: accept_offer(session, week.dock.member, reservation_id=taken))
    assert accepted == Reserved(taken, row_of(taken).price_cents, week.others[0], accepted.quantity)
    write(lambda session: decline_offer(session, week.dock.member, reservation_id=left))
    with clock.set_to(clock.now() + timedelta(hours=24)):
        assert write(expire_offers) == 1
    assert [row_of(each).state.value for each in (taken, left, forgotten)] == ["confirmed", "cancelled", "cancelled"]
    assert week.at(week.others[0]).used_kg() == [100, 100]
    assert_sound()


def test_what_waited_or_was_only_kept_ends_and_the_place_in_line_with_it(sqlite_database: object) -> None:
    week = a_week()
    week.dock.ask(400)
    kept = somebody_else(week.dock)
    keeps = kept.ask(50, holds_first=True)
    waiting = somebody_else(week.dock)
    waits = waiting.ask(300, waits_if_full=True)
    done = week.call_off()
    assert set(done.ended) == {waits.reservation_id, keeps.reservation_id}
    assert notices(waiting.partner_id)[-1] == "departure_cancelled"
    assert notices(kept.partner_id) == []
    assert_sound()


def test_what_was_shown_is_what_is_done_or_nothing_is(database: str) -> None:
    week = a_week()
    asked = week.dock.ask(300)
    shown = week.preview().shown
    week.at(week.others[0]).ask(400)
    with pytest.raises(PlanChanged):
        week.call_off(shown=shown)
    assert row_of(asked.reservation_id).state == ReservationState.confirmed
    assert week.preview().shown == {asked.reservation_id: week.others[1]}
    week.call_off(shown=week.preview().shown)
    assert_sound()


def test_a_smaller_truck_moves_only_who_is_chosen(database: str) -> None:
    week = a_week()
    stays, goes = week.dock.ask(200), week.dock.ask(300)
    done = write(
        lambda session: move_loads(
            session,
            week.dock.coordinator,
            departure_id=week.dock.departure_id,
            reservation_ids=[goes.reservation_id],
            reason="Camion plus petit",
        )
    )
    assert done.offered == {goes.reservation_id: week.others[0]}
    assert row_of(stays.reservation_id).state == ReservationState.confirmed
    assert week.dock.used_kg() == [200, 200]
    assert departure_of(week.dock.departure_id).state == DepartureState.planned
    assert_sound()


def test_who_must_leave_a_smaller_truck_without_another_reads_why(sqlite_database: object) -> None:
    week = a_week()
    goes = week.dock.ask(300)
    for each in week.others:
        week.at(each).ask(400)
    write(
        lambda session: move_loads(
            session,
            week.dock.coordinator,
            departure_id=week.dock.departure_id,
            reservation_ids=[goes.reservation_id],
            reason="Camion plus petit",
        )
    )
    with reading() as session:
        ending = session.get_one(ReservationEnding, goes.reservation_id)
    assert (ending.kind, ending.reason) == (EndingKind.refused, "Camion plus petit")
    assert notices(week.dock.partner_id)[-1] == "refused"
    assert_sound()


def test_another_departure_may_be_taken_instead_of_the_one_offered(database: str) -> None:
    week = a_week()
    asked = week.dock.ask(300)
    week.call_off()
    with reading() as session:
        found = alternatives_to(session, week.dock.member, reservation_id=asked.reservation_id)
    assert [each.departure_id for each in found] == [week.others[1]]
    waiting = somebody_else(week.at(week.others[0])).ask(400, waits_if_full=True)
    answer = write(
        lambda session: take_instead(
            session, week.dock.member, reservation_id=asked.reservation_id, departure_id=week.others[1]
        )
    )
    assert isinstance(answer, Reserved)
    assert part_of(asked.reservation_id).departure_id == week.others[1]
    assert row_of(waiting.reservation_id).state == ReservationState.confirmed, "what was offered goes to the next"
    assert_sound()


def test_instead_needs_room_and_ones_own_reservation(sqlite_database: object) -> None:
    week = a_week()
    asked = week.dock.ask(300)
    week.call_off()
    week.at(week.others[1]).ask(400)
    with pytest.raises(NoRoomThere):
        week.take_instead(asked.reservation_id, week.others[1])
    with pytest.raises(DepartureGone):
        week.take_instead(asked.reservation_id, week.others[0])
    with pytest.raises(NotFound):
        stranger = somebody_else(week.dock)
        write(
            lambda session: take_instead(
                session, stranger.member, reservation_id=asked.reservation_id, departure_id=week.others[1]
            )
        )
    assert row_of(asked.reservation_id).state == ReservationState.offered
    assert_sound()


def test_only_a_coordinator_rearranges_with_a_reason_and_once(sqlite_database: object) -> None:
    week = a_week()
    week.dock.ask(100)
    with pytest.raises(NotAllowed):
        write(lambda session: call_off(session, week.dock.member, departure_id=week.dock.departure_id, reason="Panne"))
    with pytest.raises(Missing):
        write(lambda session: call_off(session, week.dock.coordinator, departure_id=week.dock.departure_id, reason=" "))
    with reading() as session, pytest.raises(NotAllowed):
        rearrangement(session, week.dock.member, departure_id=week.dock.departure_id)
    week.call_off()
    with pytest.raises(DepartureGone):
        week.call_off()


def test_a_load_that_changes_trucks_ends_with_the_one_that_does_not_run(sqlite_database: object) -> None:
    transfer = a_transfer()
    both = ride_both(transfer, 200)
    done = write(
        lambda session: call_off(session, transfer.coordinator, departure_id=transfer.departure_ids[1], reason="Panne")
    )
    assert done.ended == (both,)
    assert transfer.dock(0).used_kg() == [0]
    assert_sound()


def test_the_preview_takes_few_queries(sqlite_database: object) -> None:
    week = a_week(capacity_kg=2000)
    for _ in range(6):
        week.dock.ask(100)
    with counting_queries() as counter:
        week.preview()
    assert counter.count <= 7, str(counter)


def test_a_smaller_truck_takes_those_who_stay_and_runs_instead(database: str) -> None:
    week = a_week()
    small = write(lambda session: a_vehicle(session, capacity_kg=250))
    stays, goes = week.dock.ask(200), week.dock.ask(300)
    waits = somebody_else(week.dock).ask(100, waits_if_full=True)

    def bring(chosen: list[int]) -> Rearranged:
        return write(
            lambda session: move_loads(
                session,
                week.dock.coordinator,
                departure_id=week.dock.departure_id,
                reservation_ids=chosen,
                reason="Panne du grand camion",
                vehicle_id=small,
            )
        )

    with pytest.raises(BookedMoreThanFits):
        bring([stays.reservation_id])
    assert row_of(stays.reservation_id).state == ReservationState.confirmed, "nothing was changed"
    done = bring([goes.reservation_id])
    assert done.offered == {goes.reservation_id: week.others[0]}
    assert departure_of(week.dock.departure_id).vehicle_id == small
    assert week.dock.used_kg() == [200, 200]
    assert row_of(waits.reservation_id).state == ReservationState.waiting, "what was freed is no longer there"
    assert_sound()
