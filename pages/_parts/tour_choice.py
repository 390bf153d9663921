"""Which day of tours is looked at: kept in the address, so that it can be sent."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from core.i18n.words import Words
from core.shared import clock

_KEY = "tours.day"
_FARTHEST_DAYS = 3660


def asked_day() -> date | None:
    """Return the day in the address, or None when there is none that can be read or believed."""
    try:
        day = date.fromisoformat(st.query_params.get("day", ""))
    except ValueError:
        return None
    return day if abs((day - clock.today()).days) <= _FARTHEST_DAYS else None


def asked_number(name: str) -> int | None:
    """Return a number in the address, or None when there is none that can be read."""
    said = st.query_params.get(name, "")
    return int(said) if said.isascii() and said.isdigit() and len(said) < 10 else None


def choose_day(_: Words, days: Sequence[date], day: date, loads: Mapping[date, int]) -> None:
    """Let people choose among the days; choosing changes the address and draws the page again."""
    options = sorted({*days, day})

    def said(each: date) -> str:
        if not loads.get(each):
            return _.day(each)
        return f"{_.day(each)} · " + _.many("%(count)s load", "%(count)s loads", loads[each])

    st.selectbox(
        _("Day"),
        options,
        index=options.index(day),
        format_func=said,
        key=f"{_KEY}.{day}",
        on_change=_go_to,
        args=(f"{_KEY}.{day}",),
        width=320,
    )


def _go_to(key: str) -> None:
    st.query_params.from_dict({"day": st.session_state[key].isoformat()})
