"""Who goes where when a truck does not run or carries less: the plan in words, and the one click that does it."""

from collections.abc import Sequence

import streamlit as st

from core.database.doors import WriteSession
from core.fleet.views import VehicleRow
from core.i18n.words import Words
from core.reservations.alternatives import Alternative, Move
from core.reservations.rearranging_actions import Rearranged, call_off, move_loads
from core.reservations.rearranging_views import RearrangedRow, Rearrangement
from core.shared.settings import PAGES
from pages._parts.acting import act, flash
from pages._parts.plain_text import plain
from pages._parts.tab import Tab

CALL_OFF, LESS = "off", "less"


def draw_plan(_: Words, plan: Rearrangement, *, runs_not: bool) -> None:
    """Draw one row per reservation: what it is, and what it would be offered or why nothing."""
    rows = [each for each in plan.rows if runs_not or each.move is not None]
    if not rows:
        st.caption(_("Nobody has reserved on this departure."))
        return
    offered = len(plan.shown)
    st.subheader(
        _.many("%(count)s load finds room elsewhere", "%(count)s loads find room elsewhere", offered), anchor=False
    )
    for each in rows:
        _draw_row(_, each)


def _draw_row(_: Words, each: RearrangedRow) -> None:
    row = each.row
    with st.container(border=True):
        what, offered = st.columns(2, vertical_alignment="center")
        what.markdown(
            f"**{row.number}** · {plain(row.partner_name)}  \n{plain(row.from_site)} → {plain(row.to_site)}  \n"
            f"{_.quantity(row.quantity)} · {_.label(row.temperature)}"
        )
        offered.markdown(_offered(_, each))


def _offered(_: Words, each: RearrangedRow) -> str:
    move = each.move
    if move is None:
        return _("nothing: it ends (%(state)s)", state=_.label(each.row.state))
    if move.chosen is None:
        return f":red[✕] {plain(_.refusal(move.reason))}" if move.reason else ""
    said = f"→ **{alternative_said(_, move.chosen)}**"
    others = _others(_, move)
    return f"{said}  \n:small[{_('otherwise: %(others)s', others=others)}]" if others else said


def _others(_: Words, move: Move) -> str:
    return " · ".join(alternative_said(_, other) for other in move.alternatives[1:])


def alternative_said(_: Words, other: Alternative) -> str:
    """Return a departure in few words."""
    return f"{_.day(other.service_date)} {_.clock(other.leaves_at)}, {plain(other.line_name)}"


def choose_truck(tab: Tab, plan: Rearrangement, trucks: Sequence[VehicleRow]) -> int:
    """Let the coordinator say which vehicle runs; its own to begin with."""
    _ = tab.words
    names = {each.id: each.name for each in trucks if each.is_active or each.id == plan.vehicle_id}
    ids = list(names)
    chosen: int = st.selectbox(
        _("The truck that runs"),
        ids,
        index=ids.index(plan.vehicle_id),
        format_func=names.__getitem__,
        key=f"rearrange.truck.{plan.departure_id}",
    )
    return chosen


def confirm(tab: Tab, plan: Rearrangement, *, runs_not: bool, vehicle_id: int | None = None) -> None:
    """Ask for the reason and do what is shown."""
    _ = tab.words
    with st.form(f"rearrange.{plan.departure_id}", border=True):
        reason = st.text_input(_("Reason (everyone concerned reads it)"), max_chars=200)
        st.caption(_("The room offered is kept for each of them until they answer. This cannot be undone."))
        said = _("Call it off and offer these departures") if runs_not else _("Offer these departures")
        if not st.form_submit_button(said, type="primary"):
            return

    def do(session: WriteSession) -> Rearranged:
        if runs_not:
            return call_off(session, tab.member, departure_id=plan.departure_id, reason=reason, shown=plan.shown)
        chosen = [each.row.id for each in plan.rows if each.move is not None]
        return move_loads(
            session,
            tab.member,
            departure_id=plan.departure_id,
            reservation_ids=chosen,
            reason=reason,
            shown=plan.shown,
            vehicle_id=vehicle_id,
        )

    done = act(tab, do)
    if done is None:
        return
    flash(
        tab,
        _.many(
            "%(count)s load is offered another departure, and its partner is told.",
            "%(count)s loads are offered another departure, and their partners are told.",
            len(done.offered),
        ),
    )
    if done.ended:
        flash(
            tab,
            _.many(
                "%(count)s reservation ends, and its partner is told.",
                "%(count)s reservations end, and their partners are told.",
                len(done.ended),
            ),
        )
    st.switch_page(PAGES / "network.py", query_params={"tab": "departures"})
