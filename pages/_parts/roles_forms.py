"""The coordinator's forms: a turn, a letter, a new role, a rate."""

from datetime import timedelta

import streamlit as st

from core.compensation.actions import (
    RoleCard,
    add_role,
    drop_responsibility,
    drop_turn,
    set_rate,
    set_responsibility,
    set_turn,
)
from core.compensation.kinds import ContributionKind, Responsibility
from core.compensation.views import RoleBoard
from core.database.doors import reading
from core.partners.views import partners
from core.shared import clock
from core.shared.errors import N_
from core.shared.periods import week_start
from pages._parts.acting import act, flash
from pages._parts.tab import Tab

PER_UNIT = {
    ContributionKind.hours: N_("an hour"),
    ContributionKind.distance: N_("a kilometre"),
    ContributionKind.goods: N_("a kilogram"),
    ContributionKind.money: N_("a dollar"),
}


def draw_role_tools(tab: Tab, board: RoleBoard) -> None:
    """Draw the coordinator's buttons above the board."""
    _ = tab.words
    with st.container(horizontal=True):
        if board.roles and st.button(_("Give a turn"), type="primary", key="roles.turn"):
            st.dialog(_("Give a turn"))(_turn_form)(tab, board)
        if board.coming_turns and st.button(_("Remove a turn"), key="roles.drop_turn"):
            st.dialog(_("Remove a turn"))(_drop_turn_form)(tab, board)
        if board.roles and st.button(_("Say who answers"), key="roles.letter"):
            st.dialog(_("Say who answers"))(_letter_form)(tab, board)
        if st.button(_("Add a role"), key="roles.add_role"):
            st.dialog(_("Add a role"))(_role_form)(tab)


def _active_partners() -> dict[int, str]:
    with reading() as session:
        return {each.id: each.name for each in partners(session) if each.is_active}


def _turn_form(tab: Tab, board: RoleBoard) -> None:
    _ = tab.words
    names = _active_partners()
    roles = {role.id: role.name(_.language) for role in board.roles if role.rotates}
    monday = week_start(clock.today())
    with st.form("roles.turn_form", border=False):
        role_id = st.selectbox(_("Role"), list(roles), format_func=roles.__getitem__)
        partner_id = st.selectbox(_("Partner"), list(names), format_func=names.__getitem__)
        first_day = st.date_input(_("From"), monday, format="YYYY-MM-DD")
        last_day = st.date_input(_("To"), monday + timedelta(days=6), format="YYYY-MM-DD")
        note = st.text_input(_("Note"), max_chars=200)
        sent = st.form_submit_button(_("Give the turn"), type="primary")
    if sent and role_id and partner_id:
        done = act(
            tab,
            lambda session: set_turn(
                session,
                tab.member,
                role_id=role_id,
                partner_id=partner_id,
                first_day=first_day,
                last_day=last_day,
                note=note,
            ),
        )
        if done is not None:
            flash(tab, _("It is the turn of %(partner)s: %(role)s.", partner=names[partner_id], role=roles[role_id]))
            st.rerun()


def _drop_turn_form(tab: Tab, board: RoleBoard) -> None:
    _ = tab.words
    roles = {role.id: role.name(_.language) for role in board.roles}
    turns = {
        turn.id: f"{roles.get(turn.role_id, '')} · {turn.partner_name} · {_.days(turn.first_day, turn.last_day)}"
        for turn in board.coming_turns
    }
    with st.form("roles.drop_turn_form", border=False):
        turn_id = st.selectbox(_("Turn"), list(turns), format_func=turns.__getitem__)
        sent = st.form_submit_button(_("Remove the turn"), type="primary")
    if sent and turn_id:
        gone = act(tab, lambda session: drop_turn(session, tab.member, turn_id=turn_id))
        if gone is not None:
            flash(tab, _("The turn is removed: its days are vacant again."))
            st.rerun()


def _letter_form(tab: Tab, board: RoleBoard) -> None:
    _ = tab.words
    names = _active_partners()
    roles = {role.id: role.name(_.language) for role in board.roles}
    with st.form("roles.letter_form", border=False):
        role_id = st.selectbox(_("Role"), list(roles), format_func=roles.__getitem__)
        partner_id = st.selectbox(_("Partner"), list(names), format_func=names.__getitem__)
        letter = st.radio(_("Part"), list(Responsibility), format_func=_.label)
        with st.container(horizontal=True):
            give = st.form_submit_button(_("Give this part"), type="primary")
            take = st.form_submit_button(_("Take it back"))
    if (give or take) and role_id and partner_id and letter:
        change = set_responsibility if give else drop_responsibility
        done = act(
            tab,
            lambda session: change(
                session,
                tab.member,
                role_id=role_id,
                partner_id=partner_id,
                responsibility=letter,
            ),
        )
        if done is not None:
            flash(tab, _("Noted: %(role)s, %(partner)s.", role=roles[role_id], partner=names[partner_id]))
            st.rerun()


def _role_form(tab: Tab) -> None:
    _ = tab.words
    with st.form("roles.role_form", border=False):
        code = st.text_input(_("Code"), max_chars=24, help=_("Short, in capitals: DISPATCH."))
        name_fr = st.text_input(_("Name in French"), max_chars=80)
        name_en = st.text_input(_("Name in English"), max_chars=80)
        purpose_fr = st.text_input(_("Purpose in French"), max_chars=300)
        purpose_en = st.text_input(_("Purpose in English"), max_chars=300)
        rotates = st.checkbox(_("Partners take turns at it"), value=True)
        sent = st.form_submit_button(_("Add the role"), type="primary")
    if sent:
        card = RoleCard(code, name_fr, name_en, purpose_fr, purpose_en, rotates)
        if act(tab, lambda session: add_role(session, tab.member, card)) is not None:
            flash(tab, _("The role is added. Say now who does it and who answers for it."))
            st.rerun()


def draw_rate_form(tab: Tab) -> None:
    """Draw the form of a new rate."""
    _ = tab.words
    with st.form("roles.rate_form", border=False):
        kind = st.selectbox(_("Effort"), list(ContributionKind), format_func=_.label)
        dollars = st.number_input(
            _("Worth ($ an hour, a km, a kg, a dollar)"), min_value=0.0, max_value=1000.0, step=0.5, format="%.2f"
        )
        valid_from = st.date_input(_("From"), clock.today() + timedelta(days=1), format="YYYY-MM-DD")
        st.caption(_("What is already approved keeps its value."))
        sent = st.form_submit_button(_("Set the rate"), type="primary")
    if sent and kind:
        done = act(
            tab,
            lambda session: set_rate(
                session,
                tab.member,
                kind=kind,
                cents_per_unit=round(dollars * 100),
                valid_from=valid_from,
            ),
        )
        if done is not None:
            flash(tab, _("The rate is set from %(day)s on.", day=_.day(valid_from)))
            st.rerun()
