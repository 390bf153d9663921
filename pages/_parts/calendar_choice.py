"""What a visitor chose to see of the calendar: the view, the dates and the filter, all kept in the address."""

import calendar as months
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

import streamlit as st

from core.i18n.words import Words
from core.lines.views import DepartureFilter
from core.shared import clock
from core.shared.periods import week_start
from core.web.calendar_link import query_of, wanted_in
from pages._parts.screen import on_a_phone

KEY = "calendar"
_ADDRESS = f"{KEY}.address"
_CHOSEN = f"{KEY}.chosen"
_WIDGETS = ("view", "territory", "line", "temperature", "kg", "pallets")


class View(StrEnum):
    """The four ways to look at departures."""

    month = "month"
    week = "week"
    list = "list"
    season = "season"


PHONE_VIEWS = (View.list, View.season)
PHONE_WEEKS = 13
_OVER_THE_WEEKEND = timedelta(days=2)


@dataclass(frozen=True, slots=True)
class Choice:
    """A view of the calendar around `day`, filtered; a phone shows a season of 13 weeks, not of a year."""

    view: View
    day: date
    wanted: DepartureFilter
    is_narrow: bool = False

    @property
    def first_day(self) -> date:
        """Return the first day shown; the present month begins with this week, or at a week-end with the next."""
        if self.view is View.week:
            return week_start(self.day)
        if self.view is View.season:
            return week_start(self.day if self._is_short_season else self.day.replace(month=1, day=1))
        if self.view is View.list:
            return self.day
        return week_start(self.day + _OVER_THE_WEEKEND if self._is_present else self.day.replace(day=1))

    @property
    def last_day(self) -> date:
        """Return the last day whose departures are shown; the present month reaches five weeks ahead."""
        if self.view is View.season:
            return _week_end(
                self.day + timedelta(weeks=PHONE_WEEKS - 1) if self.is_narrow else self.day.replace(month=12, day=31)
            )
        if self.view is View.week:
            return _week_end(self.day)
        last = self.first_day + timedelta(weeks=5, days=-1) if self._is_present else _month_end(self.day)
        return _week_end(last) if self.view is View.month else last

    @property
    def weeks(self) -> int:
        """Return the number of weeks shown by the month and the week."""
        return ((self.last_day - self.first_day).days + 1) // 7

    def title(self, _: Words) -> str:
        """Return the words for the dates shown: `février 2027`."""
        if self.view is View.season and not self.is_narrow:
            return str(self.day.year)
        if (self.view is View.month and not self._is_present) or (self.view is View.list and self.day.day == 1):
            return _.month(self.day)
        return _.days(self.first_day, self.last_day)

    @property
    def _is_short_season(self) -> bool:
        return self.view is View.season and self.is_narrow

    @property
    def _is_present(self) -> bool:
        return self.day == clock.today()

    def moved(self, steps: int) -> date:
        """Return the day to look at after moving by some weeks, months or years, as the view counts."""
        if self.view is View.week or self._is_short_season:
            return self.day + timedelta(weeks=steps * (PHONE_WEEKS if self._is_short_season else 1))
        months_ahead = self.day.year * 12 + self.day.month - 1 + steps * (12 if self.view is View.season else 1)
        year, month = divmod(months_ahead, 12)
        return date(min(max(year, 2000), 2100), month + 1, 1)


def read_choice() -> Choice:
    """Return what this browser tab has chosen; on arrival, and after a link that leads here, what the address says."""
    state = st.session_state
    if _CHOSEN not in state or state.get(_ADDRESS) != st.query_params.to_dict():
        _arrive()
    for name in _WIDGETS:
        key, value = f"{KEY}.{name}", state[_CHOSEN][name]
        if key not in state or state[key] != value:
            state[key] = value
    return _chosen()


def _chosen() -> Choice:
    """Return what this browser tab has chosen, whatever its address and its widgets say yet.

    A quick second click arrives with the address of before the first, and before the browser has been told what
    its fresh widgets hold: a callback reads neither, save the one widget that was just used.
    """
    chosen = st.session_state[_CHOSEN]
    return Choice(
        view=chosen["view"],
        day=chosen["day"],
        wanted=DepartureFilter(
            territory=chosen["territory"],
            line_id=chosen["line"],
            temperature=chosen["temperature"],
            least_kg=chosen["kg"] or 0,
            least_pallet_hundredths=round(100 * (chosen["pallets"] or 0)),
        ),
        is_narrow=on_a_phone(),
    )


def choose(name: str) -> None:
    """Take over what one widget of the toolbar now holds; its callback. A view is never unchosen."""
    value = st.session_state[f"{KEY}.{name}"]
    if name == "view" and value is None:
        return
    _keep({name: value})
    write_address()


def look_at(view: View, day: date) -> None:
    """Turn to another view or date; for callbacks, which run before the page is drawn."""
    _keep({"view": view if view in views() else _first_view()})
    go_to(day)


def clear_filters() -> None:
    """Forget every filter; for callbacks."""
    _keep(dict.fromkeys(("territory", "line", "temperature", "kg", "pallets")))
    write_address()


def _arrive() -> None:
    query = st.query_params.to_dict()
    wanted = wanted_in(query)
    view = query.get("view", "")
    st.session_state[_CHOSEN] = {
        "view": View(view) if view in views() else _first_view(),
        "day": _day_in(query.get("day", "")),
        "territory": wanted.territory,
        "line": wanted.line_id,
        "temperature": wanted.temperature,
        "kg": wanted.least_kg or None,
        "pallets": wanted.least_pallet_hundredths / 100 or None,
    }
    st.session_state[_ADDRESS] = query


def _keep(values: Mapping[str, object]) -> None:
    st.session_state[_CHOSEN] = {**st.session_state[_CHOSEN], **values}


def write_address() -> None:
    """Put what is chosen into the address."""
    choice = _chosen()
    asked = {"view": choice.view.value} if choice.view is not _first_view() else {}
    if choice.day != clock.today():
        asked["day"] = choice.day.isoformat()
    asked |= query_of(choice.wanted)
    st.query_params.from_dict(asked)
    st.session_state[_ADDRESS] = asked


def go_to(day: date) -> None:
    """Turn to another date; for callbacks."""
    _keep({"day": day})
    write_address()


def move(steps: int) -> None:
    """Turn some weeks, months or years further, from where the tab is by now; for callbacks."""
    go_to(_chosen().moved(steps))


def views() -> Sequence[View]:
    """Return the views this screen has room for: the grids need a desk."""
    return PHONE_VIEWS if on_a_phone() else tuple(View)


def _first_view() -> View:
    return View.list if on_a_phone() else View.month


def _day_in(said: str) -> date:
    try:
        day = date.fromisoformat(said)
    except ValueError:
        return clock.today()
    return day if 2000 <= day.year <= 2100 else clock.today()


def _week_end(day: date) -> date:
    return week_start(day) + timedelta(days=6)


def _month_end(day: date) -> date:
    return day.replace(day=months.monthrange(day.year, day.month)[1])
