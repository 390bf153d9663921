"""Reserving takes room on every leg or none, once, and says no with a way out (R1, R2, R9, R10, R12)."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from sqlmodel import select

from core.access.rights import VISITOR
from core.audit.tables import AuditLine
from core.database.doors import WriteSession, reading, write
from core.fleet.cards import CompartmentCard
from core.i18n.words import words
from core.partners.kinds import PartnerKind
from core.reservations.actions import Requested, Reserved, Waiting, cancel, reserve
from core.reservations.refusals import (
    BiggerThanTruck,
    BookingClosed,
    DearerNow,
    DepartureGone,
    NothingKeepsIt,
    OthersWaitFirst,
    OutsideTour,
    PlacesNotJoined,
    RequestReused,
    TruckFull,
    TruckFullUntil,
)
from core.reservations.states import ReservationState
from core.seasons.actions import override_period
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded
from core.shared.periods import Period, week_start
from core.shared.quantities import Quantity, TemperatureClass
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_coordinator, a_departure, a_member, a_partner, a_site, a_vehicle
from tests.reservations.asking import (
    Dock,
    a_dock,
    a_tour,
    assert_sound,
    day_of,
    departure_of,
    notices,
    part_of,
    row_of,
    somebody_else,
)


def test_room_is_taken_on_the_legs_ridden_and_nowhere_else(database: str) -> None:
    dock = a_dock()
    done = dock.ask(300, way=(1, 2))
    assert isinstance(done, Reserved)
    assert dock.used_kg() == [0, 300]
    assert row_of(done.reservation_id).state == ReservationState.confirmed
    assert notices(dock.partner_id) == ["reserved"]
    assert_sound()


def test_a_full_truck_is_explained_with_the_leg_and_the_way_out(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=1000)
    dock.ask(780, way=(1, 2))
    with pytest.raises(TruckFull) as refused:
        dock.ask(300)
    assert words("en").refusal(refused.value) == (
        "This departure is full between Mont-Joli and Amqui: 80\u00a0kg short. "
        "Choose a smaller quantity, other dates, or the waiting list (place 1)."
    )
    assert dock.used_kg() == [0, 780]


def test_a_full_truck_names_the_next_departure_with_room(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=1000)
    line_id = departure_of(dock.departure_id).line_id
    later = day_of(dock) + timedelta(days=14)
    write(lambda session: a_departure(session, line_id=line_id, day=later))
    dock.ask(900)
    with pytest.raises(TruckFullUntil) as refused:
        dock.ask(300)
    assert refused.value.next_day == later


def test_floor_space_binds_like_weight(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=1000, pallet_hundredths=600)
    dock.ask(10, pallets=500)
    with pytest.raises(TruckFull) as refused:
        dock.ask(10, pallets=150)
    assert refused.value.lacking == Quantity(0, 50)


def test_the_payload_binds_across_compartments(database: str) -> None:
    boxes = (
        CompartmentCard("Avant", 800, 400, (TemperatureClass.frozen,)),
        CompartmentCard("Arrière", 800, 400, (TemperatureClass.chilled,)),
    )
    vehicle_id = write(lambda session: a_vehicle(session, compartments=boxes, payload_kg=1000))
    dock = a_dock(vehicle_id=vehicle_id)
    dock.ask(700, temperature=TemperatureClass.frozen)
    with pytest.raises(TruckFull) as refused:
        dock.ask(400)
    assert refused.value.lacking == Quantity(100, 0)
    dock.ask(300)
    assert_sound()


def test_a_load_rides_only_where_its_temperature_is_kept(sqlite_database: object) -> None:
    dock = a_dock()
    with pytest.raises(NothingKeepsIt):
        dock.ask(10, temperature=TemperatureClass.frozen)
    assert isinstance(dock.ask(10, temperature=TemperatureClass.ambient), Reserved)


def test_the_exact_temperature_is_preferred_to_a_substitute(sqlite_database: object) -> None:
    boxes = (
        CompartmentCard("Avant", 500, 400, (TemperatureClass.chilled,)),
        CompartmentCard("Arrière", 500, 400, (TemperatureClass.ambient,)),
    )
    vehicle_id = write(lambda session: a_vehicle(session, compartments=boxes))
    dock = a_dock(vehicle_id=vehicle_id)
    rides = [
        part_of(done.reservation_id).compartment_id
        for done in (dock.ask(400, temperature=TemperatureClass.ambient) for _ in range(2))
        if isinstance(done, Reserved)
    ]
    exact, substitute = rides
    chilled = dock.ask(50)
    assert isinstance(chilled, Reserved)
    assert part_of(chilled.reservation_id).compartment_id == substitute != exact


@pytest.mark.parametrize(
    ("kg", "pallets"),
    [(0, 0), (-5, 0), (10**9, 0), (10, -1), (10, 10**6), (float("nan"), 0), (10.5, 0), ("300", 0), (None, 0)],
)
def test_unbelievable_quantities_are_refused_and_nothing_is_kept(
    sqlite_database: object, kg: Any, pallets: Any
) -> None:
    dock = a_dock()
    with pytest.raises(Refusal) as refused:
        dock.ask(quantity=Quantity(kg, pallets))
    assert words("fr").refusal(refused.value)
    assert dock.used_kg() == [0, 0]


def test_unknown_places_departures_and_partners_are_refused(sqlite_database: object) -> None:
    dock = a_dock()
    for wrong in ({"from_site_id": 9999}, {"to_site_id": 9999}, {"departure_id": 9999}):
        with pytest.raises(NotFound):
            dock.ask(10, **wrong)
    with pytest.raises(NotFound):
        write(lambda session: reserve(session, dock.coordinator, dock.request(10, partner_id=9999)))


def test_a_departure_that_does_not_join_the_places_says_so(sqlite_database: object) -> None:
    with pytest.raises(PlacesNotJoined):
        a_dock().ask(10, way=(2, 0))


def test_only_members_and_coordinators_reserve_for_a_partner(sqlite_database: object) -> None:
    dock = a_dock()
    stranger = somebody_else(dock).member
    with pytest.raises(SignInNeeded):
        write(lambda session: reserve(session, VISITOR, dock.request(10)))
    with pytest.raises(NotAllowed):
        write(lambda session: reserve(session, stranger, dock.request(10)))
    assert isinstance(write(lambda session: reserve(session, dock.coordinator, dock.request(10))), Reserved)


def test_a_past_departure_and_one_called_off_take_nothing(sqlite_database: object) -> None:
    dock = a_dock()
    with clock.set_to(departure_of(dock.departure_id).starts_at), pytest.raises(DepartureGone):
        dock.ask(10)


def test_after_the_cut_off_only_coordinators_reserve(sqlite_database: object) -> None:
    dock = a_dock()
    with clock.set_to(departure_of(dock.departure_id).closes_at):
        with pytest.raises(BookingClosed):
            dock.ask(10)
        done = write(lambda session: reserve(session, dock.coordinator, dock.request(10)))
    assert isinstance(done, Reserved)


# --- sent twice ----------------------------------------------------------------------------------------------------


def test_the_same_form_sent_twice_books_once_and_answers_the_same(database: str) -> None:
    dock = a_dock()
    request = dock.request(300)
    assert dock.send(request) == dock.send(request)
    assert dock.used_kg() == [300, 300]
    assert notices(dock.partner_id) == ["reserved"]


def test_the_same_form_is_answered_even_after_the_cut_off_and_on_a_full_truck(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=1000)
    request = dock.request(600)
    first = dock.send(request)
    dock.ask(400)
    with clock.set_to(departure_of(dock.departure_id).starts_at + timedelta(hours=1)):
        assert dock.send(request) == first


def test_a_waiting_form_sent_twice_waits_once(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400)
    request = dock.request(300, waits_if_full=True)
    assert dock.send(request) == dock.send(request)
    assert notices(dock.partner_id) == ["reserved", "waiting"]


def test_a_form_that_comes_back_with_other_content_is_refused(database: str) -> None:
    dock = a_dock()
    request = dock.request(300)
    dock.send(request)
    with pytest.raises(RequestReused):
        dock.send(replace(request, quantity=Quantity(200, 0)))
    assert dock.used_kg() == [300, 300]


def test_a_form_is_not_used_again_once_its_reservation_was_cancelled(sqlite_database: object) -> None:
    dock = a_dock()
    request = dock.request(300)
    done = dock.send(request)
    write(lambda session: cancel(session, dock.member, reservation_id=done.reservation_id))
    with pytest.raises(RequestReused):
        dock.send(request)
    assert dock.used_kg() == [0, 0]


def test_another_partner_learns_nothing_from_a_form_id(sqlite_database: object) -> None:
    dock = a_dock()
    request = dock.request(300)
    dock.send(request)
    other = somebody_else(dock)
    with pytest.raises(NotFound):
        other.send(replace(request, partner_id=other.partner_id))


def test_nothing_is_kept_when_the_process_dies_before_the_commit(database: str) -> None:
    dock = a_dock()
    request = dock.request(300)

    def reserve_and_die(session: WriteSession) -> None:
        reserve(session, dock.member, request)
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        write(reserve_and_die)
    assert dock.used_kg() == [0, 0]
    assert isinstance(dock.send(request), Reserved)
    assert_sound()


# --- price ---------------------------------------------------------------------------------------------------------


def test_the_price_is_the_tariffs_with_the_trough_and_solidarity_reductions(sqlite_database: object) -> None:
    dock = _priced_dock(kind=PartnerKind.food_bank)
    done = dock.ask(300)
    assert isinstance(done, Reserved)
    # 300 kg x 100 km x $0.0009 + 2 stops x $3 = $33; trough -30 %, solidarity -50 %
    assert done.price_cents == 1155
    row = row_of(done.reservation_id)
    assert (row.full_price_cents, row.period, row.trough_percent, row.solidarity_percent) == (3300, "trough", 30, 50)


def test_a_price_that_went_up_is_shown_again_instead_of_charged(sqlite_database: object) -> None:
    dock = _priced_dock()
    day = day_of(dock)
    write(
        lambda session: override_period(
            session,
            dock.coordinator,
            line_id=departure_of(dock.departure_id).line_id,
            week_start=week_start(day),
            period=Period.peak,
            note="Fête",
        )
    )
    with pytest.raises(DearerNow) as refused:
        dock.ask(300, agreed_cents=2310)
    assert (refused.value.shown, refused.value.now) == (2310, 3300)
    assert "$33.00" in words("en").refusal(refused.value)
    assert isinstance(dock.ask(300, agreed_cents=3300), Reserved)


# --- not enough room -----------------------------------------------------------------------------------------------


def test_a_load_that_does_not_fit_may_wait_with_a_visible_rank(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400)
    first, second = dock.ask(300, waits_if_full=True), dock.ask(200, waits_if_full=True)
    assert isinstance(first, Waiting)
    assert isinstance(second, Waiting)
    assert (first.rank, second.rank) == (1, 2)
    assert dock.used_kg() == [400, 400]
    assert_sound()


def test_a_newcomer_does_not_overtake_those_who_wait(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400)
    dock.ask(300, waits_if_full=True)
    with pytest.raises(OthersWaitFirst) as refused:
        dock.ask(50)
    assert refused.value.rank == 2


def test_a_part_agreed_beforehand_is_reserved_at_once_at_its_own_price(sqlite_database: object) -> None:
    dock = _priced_dock(capacity_kg=1000)
    dock.ask(800)
    done = dock.ask(300, pallets=60, least_kg=100)
    assert isinstance(done, Reserved)
    assert done.quantity == Quantity(200, 40)
    assert done.price_cents == 2400  # 200 kg, in a week that 800 kg made normal


def test_a_load_bigger_than_the_empty_truck_is_not_put_on_the_waiting_list(sqlite_database: object) -> None:
    with pytest.raises(BiggerThanTruck) as refused:
        a_dock(capacity_kg=500).ask(600, waits_if_full=True)
    assert refused.value.most == Quantity(500, 0)


# --- flexible tours ------------------------------------------------------------------------------------------------


def test_a_place_in_a_tour_is_asked_for_and_takes_no_room_yet(database: str) -> None:
    tour = a_tour()
    done = tour.ask(300, way=(2, 0))
    assert isinstance(done, Requested)
    assert tour.used_kg() == [0, 0]
    assert row_of(done.reservation_id).state == ReservationState.requested
    assert part_of(done.reservation_id).compartment_id is None
    assert_sound()


def test_the_same_tour_form_sent_twice_asks_once(sqlite_database: object) -> None:
    tour = a_tour()
    request = tour.request(300)
    assert tour.send(request) == tour.send(request)


def test_a_tour_goes_only_to_its_territory(sqlite_database: object) -> None:
    tour = a_tour()
    far = write(lambda session: a_site(session, territory="Côte-Nord", town="Baie-Comeau"))
    with pytest.raises(OutsideTour):
        tour.ask(10, to_site_id=far)


def test_a_tour_refuses_what_its_vehicle_can_never_carry(sqlite_database: object) -> None:
    with pytest.raises(BiggerThanTruck):
        a_tour(capacity_kg=500).ask(600)


def test_every_answer_is_in_the_audit_log(sqlite_database: object) -> None:
    dock, tour = a_dock(capacity_kg=500), a_tour()
    dock.ask(400)
    dock.ask(300, waits_if_full=True)
    tour.ask(10)
    with reading() as session:
        lines = session.exec(select(AuditLine).where(AuditLine.subject == "reservation")).all()
    assert [(line.act, line.person_id is not None) for line in lines] == [
        ("reserved", True),
        ("joined the waiting list", True),
        ("asked for a place in a tour", True),
    ]


def _priced_dock(*, kind: PartnerKind = PartnerKind.producer, **values: Any) -> Dock:
    dock = a_dock(**values)

    def written(session: Any) -> Dock:
        card = TariffCard(clock.today(), 900, 250_000, 300, 0, {PartnerKind.food_bank: 50})
        set_tariff(session, a_coordinator(session), card)
        partner_id = a_partner(session, kind=kind)
        return replace(dock, partner_id=partner_id, member=a_member(session, partner_ids=[partner_id]))

    return write(written)
