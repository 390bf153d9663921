"""Invitations to fill empty room: one card each, accepted or declined in a click."""

from collections.abc import Sequence
from datetime import timedelta
from functools import partial

import streamlit as st

from core.database.doors import WriteSession
from core.reservations.requests import number
from core.shared.periods import week_start
from core.troughs.balance_views import InvitationRow
from core.troughs.invitation_actions import accept_invitation, decline_invitation
from core.troughs.kinds import InvitationState
from pages._parts import vega
from pages._parts.acting import act, flash
from pages._parts.plain_text import plain
from pages._parts.tab import Tab

_SHOWN_AT_ONCE = 6


def draw_to_answer(tab: Tab, rows: Sequence[InvitationRow]) -> None:
    """Draw the invitations that the person may answer for the partner they act for."""
    _ = tab.words
    waiting = [row for row in rows if row.state is InvitationState.open and row.partner_id == tab.partner_id]
    if not waiting:
        return
    st.header(_.many("%(count)s invitation to answer", "%(count)s invitations to answer", len(waiting)), anchor=False)
    if len(waiting) > 1 and st.button(_("Accept them all"), key="troughs.accept_all"):
        _accept_all(tab, waiting)
    for row in waiting[:_SHOWN_AT_ONCE]:
        _draw(tab, row)
    rest = waiting[_SHOWN_AT_ONCE:]
    if rest:
        with st.expander(_.many("%(count)s more, later", "%(count)s more, later", len(rest))):
            for row in rest:
                _draw(tab, row)


def _draw(tab: Tab, row: InvitationRow) -> None:
    _ = tab.words
    with st.container(border=True, gap="xsmall"):
        st.markdown(
            _(
                "**%(day)s · %(line)s**: %(quantity)s (%(temperature)s) from %(from_place)s to %(to_place)s, for "
                "**%(price)s**, taxes included.",
                day=_.day(row.service_date),
                line=plain(row.line_name),
                quantity=_.quantity(row.quantity),
                temperature=_.label(row.temperature),
                from_place=plain(row.from_place),
                to_place=plain(row.to_place),
                price=_.money(row.price_cents),
            )
        )
        st.caption(_why(tab, row))
        with st.container(horizontal=True):
            if st.button(_("Accept"), type="primary", key=f"troughs.accept.{row.id}"):
                _accept(tab, row)
            if st.button(_("Decline"), key=f"troughs.decline.{row.id}"):
                _decline(tab, row)


def _why(tab: Tab, row: InvitationRow) -> str:
    _ = tab.words
    away = abs((week_start(row.service_date) - row.wanted_week) // timedelta(weeks=1))
    until = _("Answer before %(moment)s; room is taken when you accept.", moment=_.value(row.answer_by))
    if not away:
        return _("For what you declared for this week. %(until)s", until=until)
    wanted = _.day(row.wanted_week)
    return _(
        "For what you declared for the week of %(wanted)s, moved within your weeks. %(until)s",
        wanted=wanted,
        until=until,
    )


def _accept(tab: Tab, row: InvitationRow) -> None:
    _ = tab.words
    reservation_id = act(tab, lambda session: accept_invitation(session, tab.member, invitation_id=row.id))
    if reservation_id is not None:
        flash(
            tab,
            _("Reserved: no. %(number)s. You find it under My reservations.", number=number(reservation_id)),
        )
        st.rerun()


def _accept_all(tab: Tab, rows: Sequence[InvitationRow]) -> None:
    """Accept one after the other; what no longer fits is refused with its sentence and stays to answer."""
    _ = tab.words
    accepted = 0
    for row in rows:
        accept = partial(accept_invitation, member=tab.member, invitation_id=row.id)
        accepted += act(tab, accept) is not None
    flash(tab, _.many("%(count)s load reserved.", "%(count)s loads reserved.", accepted))
    if accepted == len(rows):
        st.rerun()


def _decline(tab: Tab, row: InvitationRow) -> None:
    _ = tab.words

    def decline(session: WriteSession) -> bool:
        decline_invitation(session, tab.member, invitation_id=row.id)
        return True

    if act(tab, decline):
        flash(tab, _("Declined. The room stays free for others, and this week is not proposed to you again."))
        st.rerun()


def draw_sent(tab: Tab, rows: Sequence[InvitationRow], *, opened: bool = False) -> None:
    """Draw what was sent and how it was answered, as a table."""
    _ = tab.words
    if not rows:
        return
    answered = sum(row.state is InvitationState.accepted for row in rows)
    title = _("Invitations: %(accepted)s accepted of %(count)s", accepted=_.number(answered), count=_.number(len(rows)))
    with st.expander(title, expanded=opened):
        st.dataframe(
            vega.table(
                [
                    {
                        "state": _.label(row.state),
                        "partner": row.partner_name,
                        "day": row.service_date,
                        "line": row.line_name,
                        "way": f"{row.from_place} → {row.to_place}",
                        "kg": row.quantity.kg,
                        "price": row.price_cents / 100,
                        "reservation": number(row.reservation_id) if row.reservation_id else "",
                        "reason": row.reason,
                    }
                    for row in rows
                ]
            ),
            hide_index=True,
            column_config={
                "state": _("State"),
                "partner": _("Partner"),
                "day": st.column_config.DateColumn(_("Day"), format="YYYY-MM-DD"),
                "line": _("Line"),
                "way": _("From where to where"),
                "kg": st.column_config.NumberColumn(_("Weight (kg)")),
                "price": st.column_config.NumberColumn(_("Price, taxes included ($)"), format="%.2f"),
                "reservation": _("Reservation"),
                "reason": _("Reason"),
            },
        )
