"""Who usually ships in a week, and how much room is left: from rows to facts."""

from datetime import date, timedelta

from core.partners.kinds import PartnerKind
from core.seasons.week_load import same_week_before
from core.shared.quantities import TemperatureClass
from core.troughs.needs import NeedsOfTheYear, PastNeed, UsualNeed, weeks_like
from core.troughs.room_ahead import RoomAhead, room_left

WEEK = date(2027, 2, 1)
LAST_YEAR, TWO_YEARS_AGO = same_week_before(WEEK, 1), same_week_before(WEEK, 2)


def a_need(
    *,
    line_id: int = 1,
    territory: str = "T",
    week: date = LAST_YEAR,
    kind: PartnerKind = PartnerKind.food_bank,
    from_town: str = "Rimouski",
    to_town: str = "Amqui",
    kg: int = 100,
) -> PastNeed:
    return PastNeed(line_id, territory, week, kind, from_town, to_town, loads=1, kg=kg)


def usual(*past: PastNeed) -> tuple[UsualNeed, ...]:
    return NeedsOfTheYear(past).usual(line_id=1, territory="T", week=WEEK)


def test_the_same_weeks_of_three_past_years_tell_and_no_others() -> None:
    assert len(weeks_like(WEEK)) == 9
    assert weeks_like(WEEK)[LAST_YEAR + timedelta(weeks=1)] == 1
    assert usual(a_need(week=LAST_YEAR + timedelta(weeks=2))) == ()


def test_a_kind_says_its_seasons_and_its_heaviest_way() -> None:
    found = usual(
        a_need(kg=50),
        a_need(week=TWO_YEARS_AGO, from_town="Matane", kg=80),
        a_need(week=TWO_YEARS_AGO, from_town="Matane", kg=10),
    )
    assert found == (UsualNeed(PartnerKind.food_bank, 2, "Matane", "Amqui", on_this_line=True),)


def test_kinds_that_come_every_year_come_first() -> None:
    found = usual(
        a_need(kind=PartnerKind.grocer, kg=10_000),
        a_need(kind=PartnerKind.hub, kg=5),
        a_need(kind=PartnerKind.hub, week=TWO_YEARS_AGO, kg=5),
    )
    assert [need.kind for need in found] == [PartnerKind.hub, PartnerKind.grocer]


def test_what_ships_elsewhere_in_the_territory_follows_and_is_said_once() -> None:
    found = usual(
        a_need(),
        a_need(line_id=2, kg=900),
        a_need(line_id=2, kind=PartnerKind.producer),
        a_need(line_id=3, territory="Elsewhere", kind=PartnerKind.carrier),
    )
    assert [(need.kind, need.on_this_line) for need in found] == [
        (PartnerKind.food_bank, True),
        (PartnerKind.producer, False),
    ]


def test_at_most_three_kinds_are_named() -> None:
    assert len(usual(*(a_need(kind=kind) for kind in PartnerKind))) == 3


def a_room(
    *,
    departure_id: int = 1,
    day: date = WEEK,
    temperature: TemperatureClass = TemperatureClass.chilled,
    free_kg: int = 500,
    free_pallets: int = 200,
    payload_free_kg: int = 2000,
) -> RoomAhead:
    return RoomAhead(1, departure_id, day, temperature, free_kg, free_pallets, payload_free_kg)


def test_room_adds_up_over_departures_and_temperatures() -> None:
    found = room_left(
        [
            a_room(departure_id=2, day=WEEK + timedelta(days=2), free_kg=300),
            a_room(free_kg=400),
            a_room(free_kg=450, temperature=TemperatureClass.frozen),
        ]
    )
    assert found is not None
    assert (found.kg, found.departures, found.first_day, found.first_departure_id) == (1150, 2, WEEK, 1)
    assert found.by_temperature == ((TemperatureClass.chilled, 700), (TemperatureClass.frozen, 450))


def test_a_departure_never_offers_more_than_its_payload_leaves() -> None:
    found = room_left([a_room(payload_free_kg=600), a_room(temperature=TemperatureClass.frozen, payload_free_kg=600)])
    assert found is not None
    assert found.kg == 600
    assert found.by_temperature == ((TemperatureClass.chilled, 500), (TemperatureClass.frozen, 500))


def test_without_floor_or_weight_there_is_no_room() -> None:
    assert room_left([]) is None
    assert room_left([a_room(free_pallets=0), a_room(departure_id=2, free_kg=0)]) is None
    found = room_left([a_room(free_pallets=0, day=WEEK), a_room(departure_id=2, day=WEEK + timedelta(days=1))])
    assert found is not None
    assert (found.first_departure_id, found.departures) == (2, 1)
