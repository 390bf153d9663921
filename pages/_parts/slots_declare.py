"""The form by which a coordinator opens a line's season to requests."""

from datetime import date, timedelta

import streamlit as st

from core.database.doors import reading
from core.lines.kinds import DepartureKind
from core.lines.views import lines
from core.partners.kinds import PartnerKind
from core.shared import clock
from core.slot_windows.actions import declare_window
from core.slot_windows.cards import SlotOffer, WindowCard
from core.slot_windows.kinds import SlotMeasure
from pages._parts.acting import act, flash, renew_request_id, request_id
from pages._parts.tab import Tab

_STEPS = {SlotMeasure.pallets: (25, 50, 100), SlotMeasure.kg: (5, 10, 25, 50)}
_USUAL_PERCENT = 60


def draw_declaring(tab: Tab) -> None:
    """Draw the form; sending it opens the window and tells the partners meant."""
    _ = tab.words
    with reading() as session:
        fixed = {each.id: each.name for each in lines(session) if each.kind is DepartureKind.fixed and each.is_active}
    if not fixed:
        st.info(_("Requests are made on lines with fixed stops. Make one first under Partners, sites and vehicles."))
        return
    today = clock.today()
    first, last = _summer(today)
    st.caption(
        _(
            "Everybody may go on reserving while partners ask: what is shared is the part on offer that is still free "
            "when you confirm. To keep it from others until then, keep room for these partners on the line too."
        )
    )
    with st.form("slots.declare", border=False):
        left, right = st.columns(2)
        name = left.text_input(_("Name"), value=_("Summer %(year)s", year=str(first.year)), max_chars=80)
        line_id = right.selectbox(_("Line"), list(fixed), index=None, format_func=fixed.__getitem__,
                                  placeholder=_("Choose a line"))  # fmt: skip
        kinds = st.multiselect(_("Who may ask"), list(PartnerKind), default=[PartnerKind.producer], format_func=_.label)
        with st.container(horizontal=True):
            first_day = st.date_input(_("Departures from"), first, today, format="YYYY-MM-DD", width=160)
            last_day = st.date_input(_("until"), last, today, format="YYYY-MM-DD", width=160)
            opens_on = st.date_input(_("Asking from"), today, format="YYYY-MM-DD", width=160)
            closes_on = st.date_input(
                _("until"), min(today + timedelta(weeks=4), first - timedelta(days=1)), today,
                format="YYYY-MM-DD", width=160, key="slots.closes_on",
            )  # fmt: skip
        measure = st.radio(_("Shared"), list(SlotMeasure), format_func=_.label, horizontal=True)
        with st.container(horizontal=True, vertical_alignment="bottom"):
            percent = st.number_input(_("On offer (%)"), 1, 100, _USUAL_PERCENT, 5, width=150)
            kg = st.number_input(_("or at most (kg)"), 1, 40_000, None, 50, width=170)
            pallets = st.number_input(_("or at most (pallets)"), 0.25, 40.0, None, 0.5, width=190)
        note = st.text_input(_("Note"), max_chars=400)
        sent = st.form_submit_button(_("Open the window"), type="primary")
    if not sent:
        return
    days = (first_day, last_day, opens_on, closes_on)
    if line_id is None or not all(isinstance(each, date) for each in days):
        st.warning(_("Choose the line and the four days."))
        return
    by_amount = kg is not None or pallets is not None
    card = WindowCard(
        request_id=request_id("slots.declare"),
        name=name,
        line_id=line_id,
        kinds=frozenset(kinds),
        first_day=first_day,
        last_day=last_day,
        measure=measure or SlotMeasure.pallets,
        step=_STEPS[measure or SlotMeasure.pallets][0],
        offer=SlotOffer(kg=kg, pallet_hundredths=None if pallets is None else round(100 * pallets))
        if by_amount
        else SlotOffer(percent=percent),
        opens_on=opens_on,
        closes_on=closes_on,
        note=note,
    )
    window_id = act(tab, lambda session: declare_window(session, tab.member, card))
    if window_id is not None:
        renew_request_id("slots.declare")
        flash(tab, _("The window is open: the partners it is meant for are told."))
        st.session_state.pop("slots.view", None)
        st.query_params.from_dict({"view": "windows", "window": str(window_id)})
        st.rerun()


def _summer(today: date) -> tuple[date, date]:
    """Return the next June to October."""
    year = today.year if today.month < 5 else today.year + 1
    return date(year, 6, 1), date(year, 10, 31)
