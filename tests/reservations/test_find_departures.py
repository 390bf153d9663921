"""Looking for a departure: priced, ranked, explained where it does not fit, in five queries (R12)."""

from dataclasses import replace
from datetime import timedelta

import pytest
from sqlmodel import select

from core.access.rights import VISITOR, Right
from core.database.doors import WriteSession, reading, write
from core.lines.actions import generate_departures
from core.lines.tables import DepartureKind, LegRoom
from core.reservations.actions import Waiting, cancel, cancel_departure
from core.reservations.refusals import BiggerThanTruck, OthersWaitFirst, TruckFullUntil
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation
from core.reservations.views import (
    Option,
    Wish,
    drift,
    find_departures,
    requests_for_day,
    reservation,
    reservations_of,
    reservations_on,
)
from core.shared import clock
from core.shared.errors import NotAllowed, NotFound, Refusal, SignInNeeded
from core.shared.periods import Period
from core.shared.quantities import Quantity, TemperatureClass
from core.tariffs.actions import set_tariff
from core.tariffs.cards import TariffCard
from tests.builders import a_coordinator, a_departure, a_line, a_member, a_site
from tests.queries import counting_queries
from tests.reservations.asking import Dock, a_dock, a_tour, assert_sound, day_of, departure_of, somebody_else


def wish(dock: Dock, kg: int = 300, *, days: int = 28, way: tuple[int, int] = (0, 2), pallets: int = 0) -> Wish:
    return Wish(
        partner_id=dock.partner_id,
        from_site_id=dock.sites[way[0]],
        to_site_id=dock.sites[way[1]],
        quantity=Quantity(kg, pallets),
        temperature=TemperatureClass.chilled,
        first_day=clock.today(),
        last_day=clock.today() + timedelta(days=days),
    )


def find(dock: Dock, asked: Wish) -> list[Option]:
    with reading() as session:
        return find_departures(session, dock.member, asked)


def more_departures(dock: Dock, days: int = 14) -> tuple[int, ...]:
    line_id, first = departure_of(dock.departure_id).line_id, day_of(dock) + timedelta(days=1)
    return write(
        lambda s: generate_departures(
            s, dock.coordinator, line_id=line_id, first_day=first, last_day=first + timedelta(days=days)
        )
    ).made


def priced(session: WriteSession) -> None:
    set_tariff(session, a_coordinator(session), TariffCard(clock.today(), 900, 250_000, 300, 0, {}))


def test_what_fits_comes_first_and_each_option_says_when_and_how_much(database: str) -> None:
    write(priced)
    dock = a_dock(capacity_kg=1000)
    more_departures(dock, days=3)
    dock.ask(900)
    options = find(dock, wish(dock))
    assert [option.fits for option in options] == [True] * (len(options) - 1) + [False]
    best, full = options[0], options[-1]
    assert (best.price_cents, best.full_price_cents, best.metres) == (2310, 3300, 100_000)
    assert (best.from_position, best.to_position, best.stops_between) == (0, 2, 1)
    assert best.leaves_at < best.arrives_at
    assert best.compartment_id is not None
    assert (full.departure_id, full.lacks, full.most) == (dock.departure_id, Quantity(200, 0), Quantity(100, 0))
    assert isinstance(full.reason, TruckFullUntil)
    assert full.reason.next_day == min(option.service_date for option in options if option.fits)
    assert full.may_wait


def test_a_trough_is_cheaper_and_says_so(sqlite_database: object) -> None:
    write(priced)
    dock = a_dock()
    (option,) = find(dock, wish(dock))
    assert (option.period, option.price_cents, option.full_price_cents) == (Period.trough, 2310, 3300)
    assert option.saving_share == pytest.approx(0.3)
    (free,) = find(dock, replace(wish(dock), quantity=Quantity(1, 0), first_day=clock.today()))
    assert free.trough_percent == 30


def test_the_search_promises_what_reserving_keeps(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(200, way=(0, 1))
    dock.ask(450, waits_if_full=True)
    for kg in (10, 50, 100, 300):
        (option,) = find(dock, wish(dock, kg, way=(1, 2)))
        if option.fits:
            dock.ask(kg, way=(1, 2))
        else:
            with pytest.raises(Refusal) as refused:
                dock.ask(kg, way=(1, 2))
            assert type(refused.value) is type(option.reason)


def test_a_departure_whose_room_is_promised_says_how_many_wait(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400)
    assert isinstance(dock.ask(300, waits_if_full=True), Waiting)
    (option,) = find(dock, wish(dock, 50))
    assert (option.fits, option.queue_length) == (False, 1)
    assert isinstance(option.reason, OthersWaitFirst)


def test_a_load_too_big_for_the_truck_cannot_wait_for_it(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    (option,) = find(dock, wish(dock, 600))
    assert isinstance(option.reason, BiggerThanTruck)
    assert (option.may_wait, option.most) == (False, Quantity(500, 0))


def test_a_tour_is_offered_as_a_request_after_what_is_certain(sqlite_database: object) -> None:
    dock = a_dock()
    day = day_of(dock)
    tour = write(lambda s: a_departure(s, kind=DepartureKind.flexible, day=day, site_ids=dock.sites))
    options = find(dock, wish(dock))
    assert [(option.departure_id, option.is_request) for option in options] == [
        (dock.departure_id, False),
        (tour, True),
    ]
    assert options[1].fits
    assert options[1].metres == pytest.approx(100_000, rel=0.03)
    assert options[1].compartment_id is None
    too_big = find(dock, wish(dock, 5000))
    assert [option.fits for option in too_big] == [False, False]


def test_only_departures_that_join_the_places_and_are_open_are_listed(sqlite_database: object) -> None:
    dock = a_dock()
    write(lambda s: a_departure(s, day=day_of(dock)))  # another line, other places
    assert find(dock, wish(dock, way=(2, 0))) == []
    with clock.set_to(departure_of(dock.departure_id).closes_at):
        assert find(dock, wish(dock)) == []
    write(lambda s: cancel_departure(s, dock.coordinator, departure_id=dock.departure_id, reason="Panne"))
    assert find(dock, wish(dock)) == []


def test_a_tour_outside_the_territory_is_not_listed(sqlite_database: object) -> None:
    tour = a_tour()
    far = write(lambda s: a_site(s, territory="Côte-Nord", town="Baie-Comeau"))
    assert len(find(tour, wish(tour, way=(2, 0)))) == 1
    assert find(tour, replace(wish(tour), to_site_id=far)) == []
    another = write(lambda s: a_departure(s, site_ids=[tour.sites[0], far], day=day_of(tour)))
    assert [option.departure_id for option in find(tour, replace(wish(tour), to_site_id=far))] == [another]


def test_a_tour_also_goes_where_it_calls_anyway(sqlite_database: object) -> None:
    far = write(lambda s: a_site(s, territory="La Matanie", town="Matane"))
    tour = a_tour(site_ids=[far, write(a_site), far])
    assert len(find(tour, wish(tour, way=(0, 1)))) == 1


def test_the_number_of_queries_does_not_grow_with_the_departures(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    counts = []
    for _ in range(2):
        with counting_queries() as counter:
            find(dock, wish(dock))
        counts.append(counter.count)
        more_departures(dock, days=20)
        dock.ask(250, waits_if_full=True)
        dock.ask(300, waits_if_full=True)
    assert counts[0] == counts[1] <= 5, str(counter)


@pytest.mark.parametrize("kg", [0, -1, 10**9, float("nan")])
def test_an_unbelievable_wish_is_refused_with_a_sentence(sqlite_database: object, kg: int) -> None:
    dock = a_dock()
    with pytest.raises(Refusal):
        find(dock, wish(dock, kg))


def test_a_wish_for_unknown_places_or_by_a_stranger_is_refused(sqlite_database: object) -> None:
    dock = a_dock()
    with pytest.raises(NotFound):
        find(dock, replace(wish(dock), from_site_id=9999))
    with reading() as session, pytest.raises(SignInNeeded):
        find_departures(session, VISITOR, wish(dock))
    with pytest.raises(NotAllowed):
        find(somebody_else(dock), wish(dock))


# --- one's own list ------------------------------------------------------------------------------------------------


def test_ones_own_list_shows_state_place_in_line_and_reason(database: str) -> None:
    dock = a_dock(capacity_kg=500)
    other = somebody_else(dock)
    dock.ask(420)
    other.ask(300, waits_if_full=True)
    dock.ask(100, waits_if_full=True)
    with reading() as session:
        rows = reservations_of(session, dock.member, partner_id=dock.partner_id)
    assert [(row.state, row.rank) for row in rows] == [
        (ReservationState.confirmed, None),
        (ReservationState.waiting, 2),
    ]
    assert rows[0].may_change
    assert rows[0].may_cancel
    assert (rows[1].lacks, rows[1].lacks_between, rows[1].waits_for_queue_only) == (
        Quantity(20, 0),
        ("Rimouski", "Mont-Joli"),
        False,
    )
    assert rows[0].number == "R-0001"
    assert rows[0].leaves_at > departure_of(dock.departure_id).starts_at - timedelta(minutes=1)


def test_the_list_takes_few_queries_and_leaves_old_runs_out(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400)
    for _ in range(3):
        dock.ask(200, waits_if_full=True)
    with reading() as session, counting_queries() as counter:
        assert len(reservations_of(session, dock.member, partner_id=dock.partner_id)) == 4
    assert counter.count <= 3, str(counter)
    after = day_of(dock) + timedelta(days=1)
    with reading() as session:
        assert reservations_of(session, dock.member, partner_id=dock.partner_id, since=after) == []


def test_after_the_run_nothing_may_be_changed_and_no_rank_is_shown(sqlite_database: object) -> None:
    dock = a_dock(capacity_kg=500)
    dock.ask(400)
    dock.ask(200, waits_if_full=True)
    with clock.set_to(departure_of(dock.departure_id).starts_at + timedelta(hours=1)), reading() as session:
        rows = reservations_of(session, dock.member, partner_id=dock.partner_id)
    assert [(row.has_left, row.may_change, row.may_cancel, row.rank) for row in rows] == [
        (True, False, False, None)
    ] * 2


def test_only_what_a_called_off_departure_ended_is_shown_as_such(sqlite_database: object) -> None:
    dock = a_dock()
    given_up, there = dock.ask(100).reservation_id, dock.ask(200).reservation_id
    write(lambda s: cancel(s, dock.member, reservation_id=given_up))
    write(lambda s: cancel_departure(s, dock.coordinator, departure_id=dock.departure_id, reason="Panne"))
    with reading() as session:
        rows = reservations_of(session, dock.member, partner_id=dock.partner_id)
    assert {row.id: row.was_called_off for row in rows} == {given_up: False, there: True}
    assert rows[0].departure_note == "Panne"


def test_a_partner_sees_only_its_own(sqlite_database: object) -> None:
    dock = a_dock()
    done, stranger = dock.ask(300), somebody_else(dock)
    with reading() as session:
        with pytest.raises(NotAllowed):
            reservations_of(session, stranger.member, partner_id=dock.partner_id)
        with pytest.raises(NotFound):
            reservation(session, stranger.member, done.reservation_id)
        assert reservation(session, dock.member, done.reservation_id).id == done.reservation_id
        assert reservations_of(session, dock.coordinator, partner_id=dock.partner_id)
        with pytest.raises(NotAllowed):
            reservations_on(session, dock.member, departure_id=dock.departure_id)
    driver = write(lambda s: a_member(s, rights=[Right.driver]))
    with reading() as session:
        assert len(reservations_on(session, driver, departure_id=dock.departure_id)) == 1


def test_a_days_requests_are_those_of_its_tours(sqlite_database: object) -> None:
    tour = a_tour()
    asked = tour.ask(300, pallets=50)
    fixed = write(lambda s: a_departure(s, line_id=a_line(s), day=day_of(tour)))
    assert fixed
    with reading() as session:
        (row,) = requests_for_day(session, day_of(tour))
        assert requests_for_day(session, day_of(tour) + timedelta(days=1)) == []
    assert (row.reservation_id, row.quantity, row.departure_id) == (
        asked.reservation_id,
        Quantity(300, 50),
        tour.departure_id,
    )


# --- the data check ------------------------------------------------------------------------------------------------


def test_the_check_notices_a_counter_that_drifted(database: str) -> None:
    dock = a_dock()
    dock.ask(300)
    assert_sound()

    def spoil(session: WriteSession) -> None:
        room = session.exec(select(LegRoom).where(LegRoom.position == 0)).one()
        room.used_kg = 290

    write(spoil)
    with reading() as session:
        wrong = drift(session)
    assert any("counted 290 kg" in line and "reserved 300 kg" in line for line in wrong)
    assert any("the vehicle counts 300 kg, its compartments 290 kg" in line for line in wrong)


def test_the_check_notices_a_load_kept_too_warm_and_one_without_legs(sqlite_database: object) -> None:
    dock = a_dock()
    warm, lost = dock.ask(300).reservation_id, dock.ask(200).reservation_id

    def spoil(session: WriteSession) -> None:
        session.get_one(Reservation, warm).temperature = TemperatureClass.frozen
        from core.reservations.tables import ReservationPart

        part = session.exec(select(ReservationPart).where(ReservationPart.reservation_id == lost)).one()
        part.to_position = 9

    write(spoil)
    with reading() as session:
        wrong = drift(session)
    assert any("R-0001 (frozen) rides at chilled" in line for line in wrong)
    assert any("R-0002 takes room" in line and "legs that are not there" in line for line in wrong)


def test_the_check_notices_a_load_alive_on_a_departure_called_off_and_one_without_a_ride(
    sqlite_database: object,
) -> None:
    dock = a_dock()
    done = dock.ask(300).reservation_id
    write(lambda s: cancel_departure(s, dock.coordinator, departure_id=dock.departure_id, reason="Panne"))

    def spoil(session: WriteSession) -> None:
        session.get_one(Reservation, done).state = ReservationState.requested

    write(spoil)
    with reading() as session:
        assert drift(session) == ["R-0001 is alive on a departure that was called off"]
