"""The question of the storage page: how many pallets, at which temperature, between which days; kept in the address."""

from datetime import date, timedelta

import streamlit as st

from core.i18n.words import Words
from core.shared import clock
from core.shared.quantities import TemperatureClass
from core.storage.requests import StorageWish

_TEMPERATURES = {each.value: each for each in TemperatureClass}
_USUAL_DAYS = 14
_MOST_PALLETS = 500.0


def ask(_: Words) -> StorageWish:
    """Draw the form and return what is looked for, as the address says it; sending the form writes the address."""
    start = _start()
    temperatures = list(TemperatureClass)
    today = clock.today()
    with st.form("storage.wish"), st.container(horizontal=True, vertical_alignment="bottom"):
        pallets = st.number_input(
            _("Pallets"), 0.25, _MOST_PALLETS, start.pallet_hundredths / 100, 0.25, width=150, key="storage.pallets"
        )
        temperature = st.selectbox(
            _("Temperature"), temperatures, temperatures.index(start.temperature), format_func=_.label, width=180
        )
        first_day = st.date_input(_("From"), start.first_day, today, format="YYYY-MM-DD", width=150)
        last_day = st.date_input(_("Until"), start.last_day, today, format="YYYY-MM-DD", width=150)
        sent = st.form_submit_button(_("See the places"), type="primary")
    if not sent:
        return start
    wish = StorageWish(round(pallets * 100), temperature, first_day, max(first_day, last_day))
    st.query_params.update(
        {
            "pallet_hundredths": str(wish.pallet_hundredths),
            "temperature": wish.temperature.value,
            "first_day": wish.first_day.isoformat(),
            "last_day": wish.last_day.isoformat(),
        }
    )
    return wish


def _start() -> StorageWish:
    link, today = st.query_params, clock.today()
    asked = link.get("pallet_hundredths", "")
    pallets = int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 6 else 100
    first = max(today, _day(link.get("first_day", ""), today + timedelta(days=1)))
    return StorageWish(
        pallet_hundredths=min(max(25, pallets), round(100 * _MOST_PALLETS)),
        temperature=_TEMPERATURES.get(link.get("temperature", ""), TemperatureClass.chilled),
        first_day=first,
        last_day=max(first, _day(link.get("last_day", ""), first + timedelta(days=_USUAL_DAYS - 1))),
    )


def _day(said: str, otherwise: date) -> date:
    try:
        return date.fromisoformat(said)
    except ValueError:
        return otherwise
