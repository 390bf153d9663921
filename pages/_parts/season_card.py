"""One's seasons: which days, how each date stands and why, and what can be done with them."""

from collections.abc import Sequence

import streamlit as st

from core.reservations.series import SeriesDateState
from core.reservations.series_views import SeriesRow
from core.shared import clock
from pages._parts.plain_text import dollars, plain
from pages._parts.season_acts import change, confirm_week, resume, try_again
from pages._parts.season_words import counts_said, date_line, span_said, weekdays_said
from pages._parts.tab import Tab


def draw_seasons(tab: Tab, rows: Sequence[SeriesRow]) -> None:
    """Draw the seasons that still have a date to come; the one the link names is open."""
    _ = tab.words
    today = clock.today()
    coming = [row for row in rows if not row.is_over(today)]
    if coming:
        st.subheader(f"{_('My seasons')} · {_.number(len(coming))}", anchor=False)
        for row in coming:
            _card(tab, row)


def _card(tab: Tab, row: SeriesRow) -> None:
    _ = tab.words
    dates = row.coming(clock.today())
    days = f"**{weekdays_said(_, row.weekdays, row.every_weeks)}** · {span_said(_, row.first_day, row.last_day)}"
    with st.container(border=True, gap="small"):
        what, standing, acts = st.columns([5, 5, 3], vertical_alignment="center")
        what.markdown(
            "  \n".join(
                (
                    days,
                    f"**{plain(row.from_site)} → {plain(row.to_site)}**",
                    f"{_.quantity(row.quantity)} · {_.label(row.temperature)} · {plain(row.line_name)}",
                )
            )
        )
        price = _("%(price)s in all for the dates booked", price=_.bill(row.bill))
        standing.markdown(f"**{row.number}**  \n{counts_said(_, dates)}  \n{dollars(price)}")
        with acts.container(horizontal=True, gap="small"):
            _buttons(tab, row)
        opened = st.query_params.get("season") == str(row.id)
        with st.expander(_.many("%(count)s date", "%(count)s dates", len(row.dates)), expanded=opened):
            st.markdown("  \n".join(date_line(_, each) for each in row.dates))


def _buttons(tab: Tab, row: SeriesRow) -> None:
    _ = tab.words
    states = {each.state for each in row.coming(clock.today())}
    to_confirm = row.to_confirm()
    if to_confirm:
        said = _.many("Confirm %(count)s date", "Confirm %(count)s dates", len(to_confirm))
        if st.button(said, type="primary", key=f"season.confirm.{row.id}"):
            confirm_week(tab, row)
    if SeriesDateState.paused in states and st.button(_("Take up again"), key=f"season.resume.{row.id}"):
        resume(tab, row)
    if SeriesDateState.skipped in states and st.button(_("Try again"), key=f"season.again.{row.id}"):
        try_again(tab, row)
    if st.button(_("Change or end"), key=f"season.change.{row.id}"):
        change(tab, row)
