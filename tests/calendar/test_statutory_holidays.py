"""Québec's eight statutory holidays, and none of the extras."""

from datetime import date

import pytest

from core.calendar.statutory_holidays import in_year, name_of
from core.i18n.words import words


def test_there_are_eight_and_they_are_these() -> None:
    assert in_year(2027) == {
        date(2027, 1, 1): "New Year's Day",
        date(2027, 3, 26): "Good Friday",
        date(2027, 5, 24): "National Patriots' Day",
        date(2027, 6, 24): "Québec National Holiday",
        date(2027, 7, 1): "Canada Day",
        date(2027, 9, 6): "Labour Day",
        date(2027, 10, 11): "Thanksgiving",
        date(2027, 12, 25): "Christmas Day",
    }


@pytest.mark.parametrize(
    "ordinary",
    [
        date(2027, 12, 27),  # Christmas 2027 is a Saturday: the Monday is “observed” elsewhere, not statutory
        date(2028, 1, 3),  # New Year's Day 2028 is a Saturday
        date(2027, 3, 29),  # Easter Monday: the network keeps Good Friday
        date(2027, 12, 26),  # Boxing Day
        date(2027, 8, 2),  # Civic Holiday elsewhere
        date(2027, 9, 30),  # Truth and Reconciliation, federal
        date(2027, 11, 11),  # Remembrance Day, federal
    ],
)
def test_an_extra_is_an_ordinary_day(ordinary: date) -> None:
    assert name_of(ordinary) is None


@pytest.mark.parametrize("year", range(2020, 2046))
def test_every_year_has_eight(year: int) -> None:
    assert len(in_year(year)) == 8


def test_each_has_a_name_in_french_and_in_english() -> None:
    for name in in_year(2027).values():
        assert words("fr")(name) != name
        assert words("en")(name) == name


def test_a_package_that_names_the_days_otherwise_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("core.calendar.statutory_holidays.holidays.country_holidays", lambda *_args, **_options: {})
    with pytest.raises(LookupError):
        in_year(1999)
