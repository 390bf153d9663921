"""The offline estimator is close to published road distances, and never drives across the St Lawrence."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from core.routes.crossings import Side, side_of
from core.routes.distances import ESTIMATED, ESTIMATED_BY_BRIDGE, ESTIMATED_BY_FERRY, road
from core.shared.places import Point, straight_line_metres

ALMA = Point(48.5506, -71.6515)
AMQUI = Point(48.4648, -67.4257)
BAIE_COMEAU = Point(49.2145, -68.1947)
BAIE_SAINT_PAUL = Point(47.4412, -70.5053)
CARLETON = Point(48.1046, -66.1271)
CAUSAPSCAL = Point(48.3552, -67.2240)
CHANDLER = Point(48.3492, -64.6788)
DEGELIS = Point(47.5480, -68.6483)
DRUMMONDVILLE = Point(45.8805, -72.4923)
FORESTVILLE = Point(48.7392, -69.0878)
GASPE = Point(48.8301, -64.4818)
GODBOUT = Point(49.3244, -67.5922)
ISLE_AUX_COUDRES = Point(47.3713, -70.4078)
LA_MALBAIE = Point(47.6550, -70.1509)
LA_POCATIERE = Point(47.3708, -70.0342)
LES_ESCOUMINS = Point(48.3510, -69.4052)
LEVIS = Point(46.8064, -71.1837)
LONGUEUIL = Point(45.5309, -73.4853)
MATANE = Point(48.8445, -67.5299)
MATAPEDIA = Point(47.9741, -66.9535)
MONTMAGNY = Point(46.9817, -70.5557)
MONTREAL = Point(45.5049, -73.5566)
MONT_JOLI = Point(48.5883, -68.1916)
NEW_RICHMOND = Point(48.1611, -65.8575)
QUEBEC = Point(46.8095, -71.2129)
RIMOUSKI = Point(48.4513, -68.5277)
RIVIERE_DU_LOUP = Point(47.8391, -69.5408)
SAGUENAY = Point(48.4222, -71.0600)
SAINTE_ANNE_DES_MONTS = Point(49.1305, -66.4872)
SAINT_SIMEON = Point(47.8445, -69.8779)
SEPT_ILES = Point(50.2191, -66.3831)
SHERBROOKE = Point(45.4024, -71.8884)
TADOUSSAC = Point(48.1435, -69.7155)
TEMISCOUATA = Point(47.6826, -68.8766)
TROIS_PISTOLES = Point(48.1253, -69.1753)
TROIS_RIVIERES = Point(46.3423, -72.5442)

# Published road distances (Québec road map tables and road signs), in km, on one shore or by a bridge.
PUBLISHED = [
    (RIMOUSKI, MATANE, 94),
    (RIMOUSKI, AMQUI, 100),
    (RIVIERE_DU_LOUP, RIMOUSKI, 107),
    (RIMOUSKI, MONT_JOLI, 33),
    (MONT_JOLI, AMQUI, 68),
    (MATANE, AMQUI, 64),
    (AMQUI, CAUSAPSCAL, 22),
    (CAUSAPSCAL, MATAPEDIA, 56),
    (RIVIERE_DU_LOUP, TROIS_PISTOLES, 45),
    (TROIS_PISTOLES, RIMOUSKI, 63),
    (RIVIERE_DU_LOUP, TEMISCOUATA, 62),
    (LA_POCATIERE, RIVIERE_DU_LOUP, 72),
    (MATANE, SAINTE_ANNE_DES_MONTS, 87),
    (LEVIS, MONTMAGNY, 60),
    (QUEBEC, RIVIERE_DU_LOUP, 205),
    (QUEBEC, RIMOUSKI, 312),
    (QUEBEC, BAIE_SAINT_PAUL, 95),
    (BAIE_SAINT_PAUL, LA_MALBAIE, 49),
    (TADOUSSAC, LES_ESCOUMINS, 40),
    (FORESTVILLE, BAIE_COMEAU, 97),
    (BAIE_COMEAU, GODBOUT, 58),
    (BAIE_COMEAU, SEPT_ILES, 230),
    (CARLETON, NEW_RICHMOND, 30),
    (MONTREAL, QUEBEC, 253),
    (MONTREAL, TROIS_RIVIERES, 142),
    (DRUMMONDVILLE, TROIS_RIVIERES, 69),
    (QUEBEC, SHERBROOKE, 240),
]


def test_the_mean_error_on_published_distances_is_at_most_eight_per_cent() -> None:
    errors = [abs(road(a, b).metres / 1000 / km - 1) for a, b, km in PUBLISHED]
    assert sum(errors) / len(errors) <= 0.08
    assert max(errors) <= 0.20


@pytest.mark.parametrize(("a", "b", "km"), PUBLISHED[:3])
def test_the_distances_of_the_region_are_close(a: Point, b: Point, km: int) -> None:
    assert road(a, b).metres / 1000 == pytest.approx(km, rel=0.12)
    assert road(a, b).how == ESTIMATED


@pytest.mark.parametrize(
    ("place", "side"),
    [
        (LEVIS, Side.south),
        (MONTMAGNY, Side.south),
        (LONGUEUIL, Side.south),
        (GASPE, Side.south),
        (CHANDLER, Side.south),
        (DEGELIS, Side.south),
        (RIMOUSKI, Side.south),
        (SHERBROOKE, Side.south),
        (MONTREAL, Side.north),
        (QUEBEC, Side.north),
        (ISLE_AUX_COUDRES, Side.north),
        (LA_MALBAIE, Side.north),
        (ALMA, Side.north),
        (SAGUENAY, Side.north),
        (TADOUSSAC, Side.coast),
        (FORESTVILLE, Side.coast),
        (BAIE_COMEAU, Side.coast),
        (SEPT_ILES, Side.coast),
    ],
)
def test_every_town_is_on_its_own_side_of_the_water(place: Point, side: Side) -> None:
    assert side_of(place) is side


@pytest.mark.parametrize(
    ("a", "b", "ferry"),
    [
        (MATANE, BAIE_COMEAU, "Matane–Baie-Comeau"),
        (BAIE_COMEAU, MATANE, "Matane–Baie-Comeau"),
        (MATANE, GODBOUT, "Matane–Godbout"),
        (MATANE, SEPT_ILES, "Matane–Godbout"),
        (RIVIERE_DU_LOUP, LA_MALBAIE, "Rivière-du-Loup–Saint-Siméon"),
        (TROIS_PISTOLES, LES_ESCOUMINS, "Trois-Pistoles–Les Escoumins"),
        (RIMOUSKI, FORESTVILLE, "Rimouski–Forestville"),
        (LA_MALBAIE, TADOUSSAC, "Baie-Sainte-Catherine–Tadoussac"),
    ],
)
def test_the_ferry_is_named_with_its_minutes_and_fare(a: Point, b: Point, ferry: str) -> None:
    estimate = road(a, b)
    assert estimate.ferry == ferry
    assert estimate.how == ESTIMATED_BY_FERRY
    assert 0 < estimate.ferry_minutes < estimate.minutes
    assert estimate.driving_minutes == estimate.minutes - estimate.ferry_minutes
    assert (estimate.ferry_cents > 0) is (ferry != "Baie-Sainte-Catherine–Tadoussac")


def test_the_water_itself_is_not_counted_as_road() -> None:
    assert road(MATANE, GODBOUT).metres < straight_line_metres(MATANE, GODBOUT) / 4


def test_at_quebec_the_bridge_is_taken() -> None:
    estimate = road(LEVIS, QUEBEC)
    assert (estimate.ferry, estimate.how) == ("", ESTIMATED_BY_BRIDGE)
    assert road(MONTMAGNY, BAIE_SAINT_PAUL).metres > 130_000  # by Québec, though 51 km as the crow flies


def test_a_seasonal_ferry_is_not_proposed_out_of_season() -> None:
    assert road(RIMOUSKI, FORESTVILLE, 7).ferry == "Rimouski–Forestville"
    winter = road(RIMOUSKI, FORESTVILLE, 2)
    assert winter.ferry == "Matane–Baie-Comeau"
    assert winter.minutes > road(RIMOUSKI, FORESTVILLE, 7).minutes
    assert road(RIVIERE_DU_LOUP, LA_MALBAIE, 2).how == ESTIMATED_BY_BRIDGE


def test_the_saguenay_is_crossed_at_tadoussac_or_at_chicoutimi() -> None:
    assert road(SAGUENAY, TADOUSSAC).how == ESTIMATED_BY_BRIDGE
    assert road(ALMA, BAIE_COMEAU).ferry == ""
    assert road(QUEBEC, BAIE_COMEAU).ferry == "Baie-Sainte-Catherine–Tadoussac"


places = st.builds(Point, st.floats(45, 51), st.floats(-74, -64))


@settings(deadline=None, derandomize=True)
@given(places, places)
def test_any_two_places_have_a_road_no_shorter_than_its_dry_part(a: Point, b: Point) -> None:
    there, back = road(a, b), road(b, a)
    assert abs(there.metres - back.metres) <= 1
    assert there.minutes >= there.ferry_minutes
    if side_of(a) is side_of(b):
        assert there.metres >= round(straight_line_metres(a, b))
        assert there.ferry == ""
    else:
        assert there.how != ESTIMATED


def test_a_longer_line_never_makes_a_shorter_road() -> None:
    inland = Point(46.0, -70.5)
    roads = [road(inland, Point(46.0, -70.5 + step / 500)).metres for step in range(900)]
    assert roads == sorted(roads)


def test_beyond_the_gulf_the_last_latitude_holds() -> None:
    assert side_of(Point(51.4, -56.0)) is Side.coast
    assert side_of(Point(45.0, -78.0)) is Side.south


def test_from_a_place_to_itself_there_is_nothing_to_drive() -> None:
    assert (road(AMQUI, AMQUI).metres, road(AMQUI, AMQUI).minutes) == (0, 0)
