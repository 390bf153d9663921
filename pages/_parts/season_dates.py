"""A section of my reservations, in which the dates of one season stand folded in one card rather than one by one."""

from collections.abc import Iterable, Sequence

import streamlit as st

from core.reservations.series_views import SeriesRow
from core.reservations.views import ReservationRow
from pages._parts.plain_text import plain
from pages._parts.reservation_card import draw_card
from pages._parts.tab import Tab

_FEWEST_FOLDED = 2


def draw_rows(tab: Tab, rows: Sequence[ReservationRow], seasons: Iterable[SeriesRow]) -> None:
    """Draw the reservations of a section in order; a season stands where its first date does."""
    season_of = {each.reservation_id: season for season in seasons for each in season.dates}
    dates: dict[int, list[ReservationRow]] = {}
    for row in rows:
        if row.id in season_of:
            dates.setdefault(season_of[row.id].id, []).append(row)
    for row in rows:
        season = season_of.get(row.id)
        together = dates[season.id] if season is not None else []
        if season is None or len(together) < _FEWEST_FOLDED:
            draw_card(tab, row)
        elif row is together[0]:
            _draw_together(tab, season, together)


def _draw_together(tab: Tab, season: SeriesRow, rows: Sequence[ReservationRow]) -> None:
    _ = tab.words
    first = rows[0]
    with st.container(border=True, gap="small"):
        said = _(
            "%(count)s dates of season %(number)s, the next on %(day)s at %(time)s",
            count=_.number(len(rows)),
            number=season.number,
            day=_.day(first.service_date),
            time=_.clock(first.leaves_at),
        )
        st.markdown(
            f"**{said}**  \n**{plain(season.from_site)} → {plain(season.to_site)}**  \n"
            f"{_.label(season.temperature)} · {plain(season.line_name)}"
        )
        with st.expander(_("Each date, to change or cancel")):
            for row in rows:
                draw_card(tab, row)
