"""A filtered calendar survives the trip through an address; nonsense in an address is left out."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.lines.views import DepartureFilter
from core.shared.quantities import TemperatureClass
from core.web.calendar_link import MOST_KG, MOST_PALLETS, feed_address, query_of, wanted_in

filters = st.builds(
    DepartureFilter,
    territory=st.sampled_from([None, "Bas-Saint-Laurent", "Côte-Nord"]),
    line_id=st.none() | st.integers(1, 10_000),
    temperature=st.none() | st.sampled_from(TemperatureClass),
    least_kg=st.integers(0, MOST_KG),
    least_pallet_hundredths=st.integers(0, 100 * MOST_PALLETS),
)


@given(filters)
def test_a_filter_reads_back_as_it_was_written(wanted: DepartureFilter) -> None:
    assert wanted_in(query_of(wanted)) == wanted


def test_no_filter_writes_nothing() -> None:
    assert query_of(DepartureFilter()) == {}


@pytest.mark.parametrize(
    "query",
    [
        {"line": "-3"},
        {"line": "trois"},
        {"line": "²"},
        {"temperature": "lukewarm"},
        {"kg": "-100"},
        {"kg": ""},
        {"pallets": "x.y"},
        {"territory": "   "},
        {"kg": "9" * 400},
    ],
)
def test_nonsense_is_left_out(query: dict[str, str]) -> None:
    assert wanted_in(query) == DepartureFilter()


def test_more_than_any_truck_can_hold_is_cut_to_what_one_could() -> None:
    assert wanted_in({"kg": "99999999", "pallets": "900"}) == DepartureFilter(
        least_kg=MOST_KG, least_pallet_hundredths=100 * MOST_PALLETS
    )


def test_the_feed_address_carries_the_filter_and_the_language() -> None:
    address = feed_address("https://navette.example", DepartureFilter(territory="Côte-Nord"), language="en")
    assert address == "https://navette.example/calendrier.ics?territory=C%C3%B4te-Nord&language=en"
