"""Other departures for a reservation that is offered one: the nearest days, each a click away."""

import streamlit as st

from core.database.doors import reading
from core.reservations.alternatives import MOST_SHOWN
from core.reservations.instead_actions import take_instead
from core.reservations.rearranging_views import alternatives_to
from core.reservations.views import ReservationRow
from pages._parts.acting import act, flash
from pages._parts.answer_words import taken_said
from pages._parts.plain_text import plain
from pages._parts.tab import Tab


def choose_instead(tab: Tab, row: ReservationRow) -> None:
    """Open the dialog with the departures that take the whole load, the nearest first."""
    _ = tab.words
    with reading() as session:
        found = alternatives_to(session, tab.member, reservation_id=row.id)[:MOST_SHOWN]

    @st.dialog(_("Another departure for %(number)s", number=row.number))
    def dialog() -> None:
        if not found:
            st.write(_("No other departure within four weeks takes your whole load. The one offered is kept for you."))
        for other in found:
            with st.container(border=True, horizontal=True, vertical_alignment="center"):
                st.markdown(
                    f"**{_.day(other.service_date)} · {_.clock(other.leaves_at)}**  \n{plain(other.line_name)} · "
                    f"{_('arrives %(time)s', time=_.clock(other.arrives_at))}"
                )
                if st.button(_("Take this one"), key=f"instead.{row.id}.{other.departure_id}", type="primary"):
                    _take(tab, row, other.departure_id)

    dialog()


def _take(tab: Tab, row: ReservationRow, departure_id: int) -> None:
    done = act(
        tab,
        lambda session: take_instead(session, tab.member, reservation_id=row.id, departure_id=departure_id),
    )
    if done is not None:
        flash(tab, taken_said(tab.words, row.number, done))
        st.rerun()
