"""The files of the demonstration network are whole, believable and on the right side of the river."""

from datetime import date, timedelta

import pytest

from core.demo import demand
from core.demo.sources import Flow, flows, minute_of_day, rows, seasons, wednesday_requests
from core.partners.kinds import PartnerKind
from core.routes.crossings import Side, side_of
from core.routes.distances import road
from core.shared.places import Point, straight_line_metres

PLACES = {row["code"]: Point(float(row["latitude"]), float(row["longitude"])) for row in rows("sites")}
TOWNS = {  # the village cores of the places named, from Québec's open gazetteer
    "Rimouski": Point(48.451, -68.528), "Mont-Joli": Point(48.588, -68.192), "Amqui": Point(48.465, -67.426),
    "Causapscal": Point(48.355, -67.224), "Matane": Point(48.845, -67.530), "Baie-Comeau": Point(49.214, -68.195),
    "La Pocatière": Point(47.371, -70.034), "Rivière-du-Loup": Point(47.839, -69.541),
    "Trois-Pistoles": Point(48.125, -69.175), "Sayabec": Point(48.566, -67.686), "Kamouraska": Point(47.566, -69.866),
}  # fmt: skip


def test_the_network_has_about_24_partners_of_every_kind() -> None:
    kinds = [row["kind"] for row in rows("partners")]
    assert 22 <= len(kinds) <= 26
    assert set(kinds) == set(PartnerKind)


def test_the_network_has_about_40_places_inside_its_territory() -> None:
    assert 35 <= len(PLACES) <= 45
    for code, place in PLACES.items():
        assert 47.0 < place.latitude < 49.6, code
        assert -70.5 < place.longitude < -66.5, code


def test_places_lie_near_the_town_they_name_and_on_its_shore() -> None:
    checked = 0
    for row in rows("sites"):
        north = row["territory"] == "Côte-Nord"
        assert side_of(PLACES[row["code"]]) is (Side.coast if north else Side.south), row["code"]
        if row["town"] in TOWNS and row["name"] not in _OUTSKIRTS:
            checked += 1
            assert straight_line_metres(PLACES[row["code"]], TOWNS[row["town"]]) < 5_000, row["code"]
    assert checked > 15


_OUTSKIRTS = {"Point de chute du Bic", "Antenne de Sainte-Blandine"}  # villages merged into Rimouski


def test_six_vehicles_say_whether_heavy_vehicle_rules_apply() -> None:
    weights = [int(row["gvwr_kg"]) for row in rows("vehicles")]
    assert len(weights) == 6
    assert any(weight < 4_500 for weight in weights)
    assert any(weight > 15_000 for weight in weights)


def test_the_distances_written_down_are_those_of_the_estimator() -> None:
    before: dict[str, Point] = {}
    for row in rows("line_stops"):
        place = PLACES[row["site"]]
        if int(row["position"]):
            estimate = road(before[row["line"]], place)
            assert abs(estimate.metres - int(row["metres_from_previous"])) <= 100, row
            assert estimate.ferry == row["ferry"], row
        before[row["line"]] = place


def test_stops_are_reached_while_they_are_open() -> None:
    starts = {row["code"]: minute_of_day(row["starts"]) for row in rows("lines")}
    hours = {row["code"]: (minute_of_day(row["opens"]), minute_of_day(row["closes"])) for row in rows("sites")}
    for row in rows("line_stops"):
        opens, closes = hours[row["site"]]
        assert opens <= starts[row["line"]] + int(row["arrives_after_minutes"]) <= closes, row


def test_flows_ride_forward_on_their_line_and_requests_stay_in_its_territory() -> None:
    stops: dict[str, list[str]] = {}
    for row in rows("line_stops"):
        stops.setdefault(row["line"], []).append(row["site"])
    for flow in flows():
        sites = stops[flow.line]
        last = len(sites) - 1 - sites[::-1].index(flow.to_site)
        assert sites.index(flow.from_site) < last, flow
    territory = {row["code"]: row["territory"] for row in rows("sites")}
    of_line = {row["code"]: row["territory"] for row in rows("lines")}
    assert 18 <= len(wednesday_requests()) <= 24
    for request in wednesday_requests():
        assert territory[request.from_site] == territory[request.to_site] == of_line[request.line], request


def test_farms_are_busy_in_september_and_quiet_in_february() -> None:
    for season in seasons():
        assert 0 <= demand.season_share(season, date(2027, 2, 15)) <= 1
    assert demand.season_share("producer", date(2026, 9, 15)) == 1.0
    assert demand.season_share("producer", date(2027, 2, 15)) < 0.1
    assert demand.season_share("food_bank", date(2026, 12, 15)) == 1.0
    between = demand.season_share("producer", date(2026, 9, 30))
    assert demand.season_share("producer", date(2026, 10, 15)) < between < 1.0


@pytest.mark.parametrize("line", ["VALLEE", "COTE", "LITTORAL", "TRAVERSE"])
def test_a_line_carries_hundreds_of_kg_a_week_and_little_in_winter(line: str) -> None:
    usual = [flow for flow in flows() if flow.line == line]

    def mean_kg(month: int) -> float:
        days = [date(2027, month, 1) + timedelta(days=each) for each in range(28)]
        drawn = [demand.wanted_on(1, line, day, usual, growth=1.0) for day in days]
        return sum(each.quantity.kg for wanted in drawn for each in wanted) / len(days)

    assert mean_kg(3) < min(400, mean_kg(9) / 3)
    assert 500 < mean_kg(9) < 1_600


def test_chance_is_the_same_for_the_same_names_and_only_for_them() -> None:
    first = demand.wanted_on(7, "COTE", date(2026, 9, 10), flows(), growth=1.0)
    assert first == demand.wanted_on(7, "COTE", date(2026, 9, 10), flows(), growth=1.0)
    assert first != demand.wanted_on(8, "COTE", date(2026, 9, 10), flows(), growth=1.0)


def test_a_load_is_booked_before_its_day_and_given_up_after_it_was_booked() -> None:
    day = date(2026, 9, 10)
    wanted = [each for seed in range(60) for each in demand.wanted_on(seed, "COTE", day, flows(), growth=1.0)]
    assert all((day - each.at.date()).days >= 2 for each in wanted)
    given_up = [each for each in wanted if each.given_up_at is not None]
    assert given_up
    assert all(each.given_up_at > each.at for each in given_up if each.given_up_at)
    assert all(isinstance(each.flow, Flow) for each in wanted)


def test_every_seasonal_need_is_of_places_and_territories_that_exist() -> None:
    territories = {row["territory"] for row in rows("sites")}
    for row in rows("seasonal_needs"):
        assert bool(row["from_site"]) != bool(row["from_territory"]), row
        assert row["to_site"] in PLACES
        assert row["from_site"] in {*PLACES, ""}
        assert row["from_territory"] in {*territories, ""}
