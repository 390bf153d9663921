"""What was agreed stays agreed: a yes to little is no yes to more, less never costs more, no fee is waived unseen."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from core.database.doors import WriteSession, write
from core.reservations.actions import Answered, Reserved, accept_offer, approve, change_quantity
from core.reservations.approval_refusals import MoreAsksFirst
from core.reservations.rearranging_actions import call_off
from core.reservations.refusals import CostsToCancel
from core.reservations.series_change_actions import end_series
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.shared.quantities import Quantity
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_departure, a_line
from tests.reservations.asking import Dock, a_dock, assert_sound, day_of, row_of
from tests.reservations.seasons import a_season, dates_of
from tests.reservations.terms import with_terms

BY_DISTANCE = TariffCard(date(2020, 1, 1), 300, 0, cents_per_stop=0, cents_flat=0)


def change(dock: Dock, reservation_id: int, kg: int, *, by_coordinator: bool = False) -> Answered:
    who = dock.coordinator if by_coordinator else dock.member
    version = row_of(reservation_id).version
    return write(
        lambda session: change_quantity(
            session, who, reservation_id=reservation_id, quantity=Quantity(kg, 0), version=version
        )
    )


def test_a_yes_to_little_is_no_yes_to_more(database: str) -> None:
    dock = with_terms(a_dock(capacity_kg=500), needs_approval=True)
    mine = dock.ask(10).reservation_id
    write(lambda session: approve(session, dock.coordinator, reservation_id=mine))
    with pytest.raises(MoreAsksFirst):
        change(dock, mine, 400)
    assert dock.used_kg() == [10, 10]
    assert isinstance(change(dock, mine, 5), Reserved), "less needs nobody's yes"
    assert isinstance(change(dock, mine, 400, by_coordinator=True), Reserved)
    assert_sound()


def test_less_never_costs_more_after_a_departure_was_called_off(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    write(lambda session: set_tariff(session, dock.coordinator, BY_DISTANCE))
    day = day_of(dock) + timedelta(days=1)

    def longer_way(session: WriteSession) -> int:
        line_id = a_line(session, site_ids=[dock.sites[0], dock.sites[2]], metres_between=900_000, capacity_kg=500)
        return a_departure(session, line_id=line_id, day=day)

    other = write(longer_way)
    mine = dock.ask(400).reservation_id
    agreed = row_of(mine).price_cents
    done = write(lambda session: call_off(session, dock.coordinator, departure_id=dock.departure_id, reason="Panne"))
    assert done.offered == {mine: other}
    write(lambda session: accept_offer(session, dock.member, reservation_id=mine))
    assert row_of(mine).price_cents == agreed
    change(dock, mine, 390)
    assert row_of(mine).price_cents == round(agreed * 390 / 400)
    change(dock, mine, 410)
    assert row_of(mine).price_cents == round(agreed * 410 / 400)
    assert_sound()


def test_a_season_ended_by_a_coordinator_keeps_what_costs_something(sqlite_database: object) -> None:
    season = a_season(weeks=4)
    made = season.make()
    season.with_terms(cancel_notice_hours=336, late_cancel_percent=50)

    def priced(session: WriteSession) -> None:
        for each in dates_of(made.series_id):
            row = session.get_one(Reservation, each.reservation_id)
            row.price_cents = row.full_price_cents = 1000

    write(priced)
    step = write(
        lambda session: end_series(session, season.coordinator, series_id=made.series_id, from_day=season.days[0])
    )
    assert [each.day for each in step.refused] == season.days[:2]
    assert all(isinstance(each.reason, CostsToCancel) for each in step.refused)
    assert season.states() == ["confirmed"] * 2 + ["ended"] * 2
    assert row_of(dates_of(made.series_id)[0].reservation_id or 0).state is ReservationState.confirmed
