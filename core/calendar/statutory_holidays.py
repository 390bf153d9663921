"""Québec's eight statutory holidays, by their names in French and English.

The law (Act respecting labour standards, s. 60, and the National Holiday Act) names eight days; the “observed” extras
of calendars, when a holiday falls on a weekend, are not among them and are left out. Of Good Friday and Easter Monday,
the employer chooses one: Navette keeps Good Friday.
"""

from datetime import date
from functools import cache

import holidays

from core.shared.errors import N_

_NAMES = {
    "New Year's Day": N_("New Year's Day"),
    "Good Friday": N_("Good Friday"),
    "National Patriots' Day": N_("National Patriots' Day"),
    "Saint John the Baptist Day": N_("Québec National Holiday"),
    "Canada Day": N_("Canada Day"),
    "Labor Day": N_("Labour Day"),
    "Thanksgiving Day": N_("Thanksgiving"),
    "Christmas Day": N_("Christmas Day"),
}


def name_of(day: date) -> str | None:
    """Return the name (a message to translate) of the statutory holiday on `day`, or None on an ordinary day."""
    return in_year(day.year).get(day)


@cache
def in_year(year: int) -> dict[date, str]:
    """Return the eight statutory holidays of a year, in order, with their names (messages to translate)."""
    known = holidays.country_holidays("CA", subdiv="QC", years=year, observed=False, language="en_US")
    found = {day: _NAMES[name] for day, name in sorted(known.items()) if name in _NAMES}
    if len(found) != len(_NAMES):
        raise LookupError(f"the holidays package no longer names Québec's eight days: {sorted(known.items())}")
    return found
