"""The overview: what the figures say in a sentence, the map, one partner's card, and the same figures as a table."""

from collections.abc import Sequence

import streamlit as st

from core.compensation.views import EffortRow, PartnerCard, RoleOfPartner
from core.i18n.words import Words
from core.ledger.units import Unit
from pages._parts.plain_text import dollars, plain
from pages._parts.roles_choice import Choice, Section, go_to
from pages._parts.roles_map import draw_map, effort_in, picked_partner
from pages._parts.roles_words import balance_said, quantity_said, state_said
from pages._parts.screen import on_a_phone
from pages._parts.tab import Tab

TABLE_KEY = "roles.table"
TURNS_SHOWN = 2
_CHOSEN, _SEEN = "roles.partner", "roles.seen"


def chosen_partner(tab: Tab, rows: Sequence[EffortRow]) -> int | None:
    """Return the partner whose card is open: the last one picked on the map or in the table, else one's own."""
    table = st.session_state.get(TABLE_KEY)
    lines = table["selection"]["rows"] if table else []
    in_table = rows[lines[0]].partner_id if lines and lines[0] < len(rows) else None
    seen = st.session_state.get(_SEEN, (None, None))
    picks = (picked_partner(), in_table)
    st.session_state[_SEEN] = picks
    for pick, before in zip(picks, seen, strict=True):
        if pick is not None and pick != before:
            st.session_state[_CHOSEN] = pick
    chosen: int | None = st.session_state.get(_CHOSEN, tab.partner_id)
    return chosen


def draw_overview(
    tab: Tab, choice: Choice, rows: Sequence[EffortRow], chosen: int | None, card: PartnerCard | None
) -> None:
    """Draw the sentence, the map beside the card of the partner chosen, and the table."""
    _ = tab.words
    st.subheader(dollars(_conclusion(_, rows, choice.unit)), anchor=False)
    row = next((each for each in rows if each.partner_id == chosen), None)
    if on_a_phone():
        _draw_card_of(tab, row, card)
        draw_map(_, rows, choice.unit, chosen)
    else:
        left, right = st.columns([3, 2], gap="large")
        with left:
            draw_map(_, rows, choice.unit, chosen)
        with right:
            _draw_card_of(tab, row, card)
    _draw_table(_, rows)


def _draw_card_of(tab: Tab, row: EffortRow | None, card: PartnerCard | None) -> None:
    _ = tab.words
    if row is None or card is None:
        st.info(_("Choose a disc on the map, or a line of the table: the partner's card opens here."))
    else:
        _draw_card(tab, row, card)


def draw_no_partner(_: Words) -> None:
    """Say what will be here once there are partners."""
    st.info(
        _(
            "No partner is here yet. Each one will be a disc on the map: large when it gives much effort, blue when "
            "the network owes it, orange when it owes the network."
        )
    )


def _conclusion(_: Words, rows: Sequence[EffortRow], unit: Unit) -> str:
    if unit is Unit.cad_cents:
        known = [row.balance_cents for row in rows if row.balance_cents is not None]
        owed, owing = [cents for cents in known if cents > 0], [cents for cents in known if cents < 0]
        if len(known) < len(rows):
            return balance_said(_, sum(known), own=True) if len(known) == 1 else _("Your partners' balances")
        return _(
            "The network owes %(owed)s to %(creditors)s partners; %(debtors)s partners owe it %(owing)s.",
            owed=_.money(sum(owed)),
            creditors=len(owed),
            debtors=len(owing),
            owing=_.money(-sum(owing)),
        )
    givers = sorted((effort_in(row, unit) for row in rows), reverse=True)
    total, reached, count = sum(givers), 0, 0
    if not total:
        return _("No effort of this kind is approved in the period.")
    while 2 * reached < total:
        reached, count = reached + givers[count], count + 1
    if unit is Unit.minutes:
        return _.many(
            "%(count)s partner of %(all)s gives half of the hours.",
            "%(count)s partners of %(all)s give half of the hours.",
            count,
            all=len(rows),
        )
    return _.many(
        "%(count)s partner of %(all)s gives half of the goods.",
        "%(count)s partners of %(all)s give half of the goods.",
        count,
        all=len(rows),
    )


def _draw_card(tab: Tab, row: EffortRow, card: PartnerCard) -> None:
    _ = tab.words
    with st.container(border=True):
        st.subheader(plain(row.name), anchor=False)
        st.caption(f"{_.label(row.kind)} · {plain(row.town)}")
        with st.container(horizontal=True, gap="medium"):
            hours = _.duration(row.hours_minutes) if row.hours_minutes else "0\u00a0h"
            st.metric(_("Hours"), hours, width="content")
            st.metric(_("Kilometres"), _.km(row.metres), width="content")
            st.metric(_("In kind"), _.kg(row.goods_kg), width="content")
        if row.balance_cents is not None and row.value_cents is not None:
            own = row.partner_id in tab.member.partner_ids
            st.markdown(f"**{balance_said(_, row.balance_cents, own=own)}**")
            st.caption(_("Effort of the period: worth %(value)s.", value=_.money(row.value_cents)))
        _draw_roles(_, card)
        if card.latest:
            _draw_heading(_("Latest contributions"))
            st.markdown(
                "\n".join(
                    f"- {_.day(each.day)} · {quantity_said(_, each.kind, each.quantity)} · {state_said(_, each.state)}"
                    for each in card.latest
                )
            )
        if row.balance_cents is not None:
            st.button(_("See the statement"), key="roles.to_statement", on_click=_to_statement, args=(row.partner_id,))


def _draw_heading(said: str) -> None:
    st.markdown(f"**{said}**")


def _draw_roles(_: Words, card: PartnerCard) -> None:
    _draw_heading(_("Roles"))
    if not card.roles:
        st.caption(_("No role yet."))
    st.markdown("\n".join(_role_said(_, role) for role in card.roles))


def _role_said(_: Words, role: RoleOfPartner) -> str:
    letters = ", ".join(_.label(letter) for letter in role.letters)
    said = f"- {plain(role.name(_.language))}" + (f" · {letters}" if letters else "")
    if role.turns:
        turns = _("turn: %(days)s", days=", ".join(_.days(*days) for days in role.turns[:TURNS_SHOWN]))
        said += f"  \n  :small[{turns}]"
    return said


def _to_statement(partner_id: int) -> None:
    st.session_state["roles.account"] = partner_id
    go_to(Section.accounts)


def _draw_table(_: Words, rows: Sequence[EffortRow]) -> None:
    _draw_heading(_("The same figures as a table"))
    st.dataframe(
        {
            "name": [row.name for row in rows],
            "kind": [_.label(row.kind) for row in rows],
            "hours": [round(row.hours_minutes / 60, 1) for row in rows],
            "km": [round(row.metres / 1000) for row in rows],
            "kg": [row.goods_kg for row in rows],
            "value": [None if row.value_cents is None else row.value_cents / 100 for row in rows],
            "balance": [None if row.balance_cents is None else row.balance_cents / 100 for row in rows],
        },
        column_config={
            "name": st.column_config.TextColumn(_("Partner"), pinned=True),
            "kind": st.column_config.TextColumn(_("Kind")),
            "hours": st.column_config.NumberColumn(_("Effort (hours)"), format="localized"),
            "km": st.column_config.NumberColumn(_("Effort (km)"), format="localized"),
            "kg": st.column_config.NumberColumn(_("In kind (kg)"), format="localized"),
            "value": st.column_config.NumberColumn(_("Worth ($)"), format="localized", step=0.01),
            "balance": st.column_config.NumberColumn(
                _("Balance ($)"),
                format="localized",
                step=0.01,
                help=_("Above zero, the network owes the partner; below, it owes."),
            ),
        },
        column_order=("name", "balance", "hours", "km", "kg", "value", "kind") if on_a_phone() else None,
        hide_index=True,
        height="content",
        key=TABLE_KEY,
        on_select="rerun",
        selection_mode="single-row",
        placeholder="—",
        alt=_("Effort and balance of each partner"),
    )
