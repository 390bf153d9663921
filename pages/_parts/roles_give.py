"""Entering effort in ten seconds, on a phone too: what, how much, when; the rest may stay as it is."""

from datetime import date

import streamlit as st

from core.access.rights import Right
from core.compensation.actions import ContributionRequest, give_contribution
from core.compensation.effort import MOST, SMALLEST_PER_UNIT
from core.compensation.kinds import ContributionKind
from core.compensation.views import role_board
from core.database.doors import reading
from core.i18n.words import Words
from core.partners.views import partners
from core.shared import clock
from core.shared.errors import N_
from pages._parts.acting import act, flash, renew_request_id, request_id
from pages._parts.choosing import choose_one
from pages._parts.roles_words import quantity_said
from pages._parts.tab import Tab

ASKED = {
    ContributionKind.hours: N_("How many hours?"),
    ContributionKind.distance: N_("How many kilometres?"),
    ContributionKind.goods: N_("How many kilograms?"),
    ContributionKind.money: N_("How many dollars?"),
}
_STEP = {
    ContributionKind.hours: 0.25,
    ContributionKind.distance: 1.0,
    ContributionKind.goods: 1.0,
    ContributionKind.money: 1.0,
}
_SHORT = {
    ContributionKind.hours: N_("Hours"),
    ContributionKind.distance: N_("Km"),
    ContributionKind.goods: N_("Goods"),
    ContributionKind.money: N_("Money"),
}


def draw_give_button(tab: Tab) -> None:
    """Draw the button that opens the form, for whoever acts for a partner."""
    _ = tab.words
    may_give = tab.partner_id is not None or tab.member.has(Right.coordinator)
    if may_give and st.button(_("Add a contribution"), type="primary", key="roles.give"):
        st.dialog(_("Add a contribution"))(_form)(tab)


def draw_quantity(_: Words, kind: ContributionKind, *, key: str, quantity: int | None = None) -> int:
    """Draw the field of a quantity in the unit people count in, and return it in the smallest unit."""
    smallest = SMALLEST_PER_UNIT[kind]
    typed = st.number_input(
        _(ASKED[kind]),
        min_value=0.0,
        max_value=float(MOST[kind]),
        value=None if quantity is None else quantity / smallest,
        step=_STEP[kind],
        format="%g",
        placeholder="0",
        key=key,
    )
    return round((typed or 0) * smallest)


def _form(tab: Tab) -> None:
    _ = tab.words
    today = clock.today()
    with reading() as session:
        roles = {role.id: role.name(_.language) for role in role_board(session, tab.member, day=today).roles}
        names = {each.id: each.name for each in partners(session) if each.is_active and tab.member.may_act_for(each.id)}
    if not names:
        st.info(_("There is no partner to enter a contribution for yet."))
        return
    kind = choose_one(
        _("What was given"),
        list(ContributionKind),
        default=ContributionKind.hours,
        format_func=lambda each: _(_SHORT[each]),
        key="roles.give.kind",
        label_visibility="visible",
    )
    with st.form("roles.give_form", border=False):
        quantity = draw_quantity(_, kind, key=f"roles.give.{kind}")
        day = st.date_input(_("Day"), today, max_value=today, format="YYYY-MM-DD")
        ids = list(names)
        at = ids.index(tab.partner_id) if tab.partner_id in names else 0
        partner_id: int | None = ids[0]
        if len(ids) > 1:
            partner_id = st.selectbox(_("Partner"), ids, index=at, format_func=names.__getitem__)
        role_id = st.selectbox(
            _("For which role (optional)"), list(roles), index=None, format_func=roles.__getitem__, placeholder=""
        )
        note = st.text_input(_("Note (optional)"), max_chars=300)
        sent = st.form_submit_button(_("Add"), type="primary", width="stretch")
    if sent and partner_id is not None:
        _send(
            tab, ContributionRequest(request_id("contribution"), partner_id, kind, quantity, _day(day), role_id, note)
        )


def _send(tab: Tab, request: ContributionRequest) -> None:
    _ = tab.words
    if act(tab, lambda session: give_contribution(session, tab.member, request)) is None:
        renew_request_id("contribution")
        return
    renew_request_id("contribution")
    said = quantity_said(_, request.kind, request.quantity)
    flash(tab, _("Noted: %(quantity)s on %(day)s. It counts once approved.", quantity=said, day=_.day(request.day)))
    st.rerun()


def _day(chosen: date | tuple[date, ...] | None) -> date:
    return chosen if isinstance(chosen, date) else clock.today()
