"""The board says what the departures say, points to the weeks with room, and gives nobody's details away."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import select

from core.database.doors import WriteSession, reading, write, writing
from core.lines.kinds import DepartureKind, DepartureState
from core.lines.tables import Departure, Leg, LegRoom
from core.partners.kinds import PartnerKind
from core.reservations.states import ReservationState
from core.reservations.tables import Reservation, ReservationPart
from core.seasons.tables import PeriodOverride
from core.seasons.views import periods
from core.seasons.week_load import same_week_before
from core.shared import clock
from core.shared.periods import Period, week_start
from core.shared.quantities import TemperatureClass
from core.troughs.board import EmptyWeek, TroughBoard
from core.troughs.views import trough_board
from tests.builders import a_departure, a_line, a_partner, a_person, site_ids_of
from tests.queries import counting_queries
from tests.steering.random_network import write_random_network

NOW = datetime(2027, 1, 6, 15, tzinfo=UTC)
TODAY = date(2027, 1, 6)
AHEAD = date(2027, 2, 2)
LAST_YEAR = same_week_before(week_start(AHEAD), 1) + timedelta(days=1)


def read(first: date = date(2026, 12, 1), last: date = date(2027, 3, 1)) -> TroughBoard:
    with clock.set_to(NOW), reading() as session:
        return trough_board(session, first_week=first, last_week=last)


def a_reservation(
    session: WriteSession,
    departure_id: int,
    *,
    kg: int,
    made_at: datetime,
    kind: PartnerKind = PartnerKind.food_bank,
    state: ReservationState = ReservationState.confirmed,
    legs: range = range(2),
) -> None:
    """Write a load over some legs of the first compartment, and count it on them."""
    sites = site_ids_of(session, departure_id)
    departure = session.get_one(Departure, departure_id)
    rooms = session.exec(select(LegRoom).where(LegRoom.departure_id == departure_id)).all()
    takes_room = state is ReservationState.confirmed
    for leg in session.exec(select(Leg).where(Leg.departure_id == departure_id)):
        if leg.position in legs and takes_room:
            leg.used_kg += kg
    for room in rooms:
        if room.position in legs and takes_room:
            room.used_kg += kg
    reservation = Reservation(
        request_id=f"{departure_id}-{kg}-{made_at:%f}-{state}-{kind}",
        partner_id=a_partner(session, kind=kind),
        from_site_id=sites[legs.start],
        to_site_id=sites[legs.stop],
        kg=kg,
        pallet_hundredths=0,
        temperature=TemperatureClass.chilled,
        least_kg=kg,
        state=state,
        period=Period.normal,
        full_price_cents=0,
        price_cents=0,
        made_at=made_at,
        made_by_id=a_person(session),
        waiting_since=made_at,
    )
    session.add(reservation)
    session.flush()
    session.add(
        ReservationPart(
            reservation_id=reservation.id or 0,
            departure_id=departure.id or 0,
            compartment_id=rooms[0].compartment_id if takes_room else None,
            from_position=legs.start if takes_room else None,
            to_position=legs.stop if takes_room else None,
        )
    )
    session.flush()


def a_year_and_a_day_ahead(session: WriteSession) -> tuple[int, int, int]:
    """Write a line with one departure ahead and the same week last year; return line, ahead, past."""
    line_id = a_line(session, name="Vallée", capacity_kg=1000, season_from=date(2025, 1, 1))
    with clock.set_to(datetime(2026, 1, 1, 12, tzinfo=UTC)):
        past = a_departure(session, line_id=line_id, day=LAST_YEAR)
    return line_id, a_departure(session, line_id=line_id, day=AHEAD), past


def only(board: TroughBoard) -> EmptyWeek:
    (week,) = board.empty_weeks
    return week


def test_a_coming_trough_says_its_room_and_how_full_last_year_was(database: str) -> None:
    with clock.set_to(NOW), writing() as session:
        line_id, ahead, past = a_year_and_a_day_ahead(session)
        a_reservation(session, ahead, kg=50, made_at=NOW)
        by_now = NOW - (week_start(AHEAD) - week_start(LAST_YEAR))  # as many days ahead
        a_reservation(session, past, kg=100, made_at=by_now - timedelta(minutes=1))
        a_reservation(session, past, kg=140, made_at=by_now + timedelta(minutes=1), legs=range(1))
    week = only(read())
    assert (week.line_id, week.line_name, week.week) == (line_id, "Vallée", week_start(AHEAD))
    assert (week.first_day, week.first_departure_id, week.departures) == (AHEAD, ahead, 1)
    assert (week.free_kg, week.free_by_temperature) == (950, ((TemperatureClass.chilled, 950),))
    assert week.discount_percent == 30
    assert week.booked_percent == 5
    assert week.last_year_by_now_percent == 10
    assert week.last_year_percent == 17
    assert week.forecast is None, "one week last year is not enough history"


def test_it_names_kinds_and_towns_of_past_needs_served_or_not(database: str) -> None:
    with clock.set_to(NOW), writing() as session:
        _, _, past = a_year_and_a_day_ahead(session)
        made = NOW - timedelta(days=400)
        a_reservation(session, past, kg=100, made_at=made)
        a_reservation(session, past, kg=40, made_at=made, kind=PartnerKind.hub, state=ReservationState.waiting)
        a_reservation(session, past, kg=90, made_at=made, kind=PartnerKind.grocer, state=ReservationState.cancelled)
    assert [(need.kind, need.from_town, need.to_town, need.seasons) for need in only(read()).needs] == [
        (PartnerKind.food_bank, "Rimouski", "Amqui", 1),
        (PartnerKind.hub, "Rimouski", "Amqui", 1),
    ]


def test_without_a_past_there_is_no_forecast_and_no_last_year(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        a_departure(session, day=AHEAD)
    week = only(read())
    assert (week.forecast, week.last_year_percent, week.last_year_by_now_percent, week.needs) == (None, None, None, ())


@pytest.mark.parametrize("kg", [1000, 400])
def test_a_full_week_or_a_normal_one_is_not_offered(sqlite_database: object, kg: int) -> None:
    with clock.set_to(NOW), writing() as session:
        departure_id = a_departure(session, day=AHEAD, capacity_kg=1000)
        a_reservation(session, departure_id, kg=kg, made_at=NOW)
    board = read()
    assert board.empty_weeks == ()
    assert [cell.load_percent for cell in board.cells] == [kg / 10]


def test_a_departure_that_is_closed_or_cancelled_is_not_offered(sqlite_database: object) -> None:
    with clock.set_to(NOW - timedelta(days=2)), writing() as session:
        closed = a_departure(session, day=TODAY + timedelta(days=1), cut_off_hours=48)
        cancelled = a_departure(session, day=AHEAD)
        assert session.get_one(Departure, closed).closes_at < NOW
        session.get_one(Departure, cancelled).state = DepartureState.cancelled
    assert read().empty_weeks == ()


def test_a_coordinators_word_wins_and_is_said(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        line_id = a_line(session)
        full = a_departure(session, line_id=line_id, day=AHEAD)
        a_reservation(session, full, kg=600, made_at=NOW)
        session.add(
            PeriodOverride(line_id=line_id, week_start=week_start(AHEAD), period=Period.trough, note="Congé scolaire")
        )
    week = only(read())
    assert (week.note, week.booked_percent, week.free_kg) == ("Congé scolaire", 60, 400)


def test_flexible_tours_are_left_out(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        a_departure(session, day=AHEAD, kind=DepartureKind.flexible)
    assert read().cells == ()


def test_an_empty_network_has_an_empty_board(database: str) -> None:
    board = read()
    assert (board.cells, board.empty_weeks, board.line_names) == ((), (), ())
    assert len(board.weeks) == 14


def test_a_week_that_is_over_shows_what_it_carried_and_no_forecast(sqlite_database: object) -> None:
    with clock.set_to(NOW), writing() as session:
        with clock.set_to(NOW - timedelta(days=40)):
            departure_id = a_departure(session, day=date(2026, 12, 8))
        a_reservation(session, departure_id, kg=800, made_at=NOW - timedelta(days=60))
    (cell,) = read().cells
    assert (cell.is_over, cell.load_percent, cell.expected_percent, cell.forecast) == (True, 80, 80, None)
    assert cell.period is Period.peak


def test_loads_and_periods_are_those_of_the_seasons(database: str) -> None:
    """The board adds up in the database; the calendar adds up run by run: they must agree on every week."""
    now = datetime(2026, 3, 11, 15, tzinfo=UTC)
    first, last = date(2026, 2, 9), date(2026, 4, 5)
    with clock.set_to(now):
        write(
            lambda session: write_random_network(
                session, seed=3, years=range(2023, 2027), first=date(2026, 2, 1), last=date(2026, 4, 5), flexible=0
            )
        )
        with reading() as session:
            board = trough_board(session, first_week=first, last_week=last)
            seasons = periods(session, first_week=first, last_week=last)
    assert len(board.cells) > 15
    assert any(cell.forecast for cell in board.cells if not cell.is_over)
    assert not any(cell.forecast for cell in board.cells if cell.is_over)
    assert {line.line_id for line in board.lines} == {cell.line_id for cell in board.cells}
    assert {
        (cell.line_id, cell.week): (cell.load_percent, cell.typical_percent, cell.period) for cell in board.cells
    } == {key: (week.load_percent, week.typical_percent, week.period) for key, week in seasons.items()}


def test_the_board_takes_six_sentences_whatever_the_number_of_lines(sqlite_database: object) -> None:
    counts = []
    for _ in range(2):
        with clock.set_to(NOW), writing() as session:
            a_year_and_a_day_ahead(session)
        with counting_queries() as counter:
            assert read().empty_weeks
        counts.append(counter.count)
    assert counts[0] == counts[1] <= 6
