"""My reservations: what is coming, what waits for room, and what was carried; change a quantity, or cancel."""

import streamlit as st

from core.database.doors import reading
from core.reservations.series_views import series_of
from core.reservations.states import ReservationState
from core.reservations.views import reservations_of
from core.shared import clock
from core.shared.settings import PAGES
from pages._parts.reservation_past import draw_past
from pages._parts.season_card import draw_seasons
from pages._parts.season_dates import draw_rows
from pages._parts.tab import signed_in_member

tab = signed_in_member()
_ = tab.words
OPEN = {ReservationState.confirmed, ReservationState.to_approve, ReservationState.requested}

with st.container(horizontal=True, vertical_alignment="bottom"):
    with st.container():
        st.title(_("My reservations"), anchor=False)
        st.caption(_("Change a quantity or cancel until the line's cut-off: freed room goes at once to whoever waits."))
    if st.button(_("Reserve"), type="primary", key="mine.reserve"):
        st.switch_page(PAGES / "reserve.py")

if tab.partner_id is None:
    st.info(_("Choose at the top of the page for which partner you act; its reservations then appear here."))
    st.stop()

with reading() as session:
    rows = reservations_of(session, tab.member, partner_id=tab.partner_id)
    seasons = series_of(session, tab.member, partner_id=tab.partner_id)

called_off = [row for row in rows if row.was_called_off and not row.has_left]
ahead = [row for row in rows if not row.has_left and not row.was_called_off]
now = clock.now()
lapsed = {row.id for row in ahead if row.offer_ends_at is not None and row.offer_ends_at <= now}
ahead = [row for row in ahead if row.id not in lapsed]
sections = (
    (_("Room kept for you: confirm it"), [row for row in ahead if row.state == ReservationState.held]),
    (_("Room offered to you"), [row for row in ahead if row.state == ReservationState.offered]),
    (_("Called off: choose another departure"), called_off),
    (_("Coming"), [row for row in ahead if row.state in OPEN]),
    (_("On the waiting list"), [row for row in ahead if row.state == ReservationState.waiting]),
)

if not rows and not seasons:
    st.info(_("Your reservations will appear here. Start with the empty weeks: there is room, at a reduced price."))
    if st.button(_("See the troughs"), key="mine.troughs"):
        st.switch_page(PAGES / "troughs.py")

draw_seasons(tab, seasons)

for title, found in sections:
    if found:
        st.subheader(f"{title} · {_.number(len(found))}", anchor=False)
        draw_rows(tab, found, seasons)

shown = {row.id for _title, found in sections for row in found}
draw_past(tab, [row for row in rows if row.id not in shown])
