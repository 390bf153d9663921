"""One reservation that waits for a coordinator's yes, or a no with its reason."""

import streamlit as st

from core.reservations.actions import approve, refuse
from core.reservations.views import ReservationRow
from pages._parts import periods
from pages._parts.acting import act, flash
from pages._parts.plain_text import dollars, plain
from pages._parts.ride_words import changes_said
from pages._parts.tab import Tab


def draw_card(tab: Tab, row: ReservationRow) -> None:
    """Draw what is asked, until when to answer, and both answers."""
    _ = tab.words
    with st.container(border=True, gap="small"):
        what, whose, answer = st.columns([5, 4, 2.5], vertical_alignment="center")
        what.markdown(
            f"**{_.day(row.service_date)} · {_.clock(row.leaves_at)}**\u2003{periods.shown(_, row.period)}  \n"
            f"**{plain(row.from_site)} → {plain(row.to_site)}**  \n"
            + "  \n".join(
                (
                    f"{_.quantity(row.quantity)} · {_.label(row.temperature)} · {plain(row.line_name)}",
                    *(f":small[{change}]" for change in changes_said(_, row.rides)),
                )
            )
        )
        until = _("Answer before %(moment)s.", moment=_.value(row.offer_ends_at))
        note = f"  \n*{plain(row.note)}*" if row.note else ""
        whose.markdown(dollars(f"**{row.number}** · {plain(row.partner_name)}  \n{_.bill(row.bill)}  \n{until}{note}"))
        with answer:
            if st.button(_("Approve"), type="primary", key=f"approve.{row.id}", width="stretch"):
                done = act(
                    tab,
                    lambda session: approve(session, tab.member, reservation_id=row.id, version=row.version),
                )
                if done is not None:
                    flash(tab, _("%(number)s is approved; its partner is told.", number=row.number))
                    st.rerun()
            if st.button(_("Refuse"), key=f"refuse.{row.id}", width="stretch"):
                _refuse(tab, row)


def _refuse(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words

    @st.dialog(_("Refuse %(number)s", number=row.number))
    def dialog() -> None:
        with st.form(f"refuse.form.{row.id}", border=False):
            reason = st.text_input(_("Reason (the partner reads it)"), max_chars=200)
            sent = st.form_submit_button(_("Refuse the reservation"), type="primary", width="stretch")
        if not sent:
            return
        done = act(
            tab,
            lambda session: refuse(session, tab.member, reservation_id=row.id, reason=reason, version=row.version),
        )
        if done is not None:
            flash(tab, _("%(number)s is refused; its partner reads why.", number=row.number))
            st.rerun()

    dialog()
