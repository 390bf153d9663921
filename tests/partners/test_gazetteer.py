"""A town is found by its name; two of the same name are both offered."""

from pathlib import Path

import pytest

from core.partners import gazetteer


def test_a_town_is_found_without_its_accents_and_hyphens() -> None:
    (town,) = gazetteer.named("  trois rivieres")
    assert town.name == "Trois-Rivières"
    assert (round(town.point.latitude), round(town.point.longitude)) == (46, -73)


def test_saint_may_be_abbreviated() -> None:
    assert gazetteer.named("St-Raphaël") == gazetteer.named("Saint-Raphael") != ()


def test_homonyms_are_all_returned_each_with_a_neighbour() -> None:
    found = gazetteer.named("Saint-Bruno")
    assert len(found) >= 2
    assert len({town.beside for town in found}) == len(found)
    assert all(town.beside_metres > 0 for town in found)


def test_an_unknown_name_matches_nothing() -> None:
    assert gazetteer.named("Atlantide") == ()
    assert gazetteer.named("") == ()


def test_without_map_data_there_is_no_town(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(gazetteer, "TOWNS_FILE", tmp_path / "none.geojson")
    gazetteer.towns.cache_clear()
    try:
        assert gazetteer.towns() == ()
    finally:
        gazetteer.towns.cache_clear()
