"""Departures that are back: closing one puts in the book who owes what for it."""

from collections.abc import Sequence

import streamlit as st

from core.compensation.actions import Closed, close_departure
from core.compensation.views import ClosableRow
from core.database.doors import WriteSession
from pages._parts.acting import act, flash
from pages._parts.plain_text import dollars, plain
from pages._parts.tab import Tab


def draw_closing(tab: Tab, rows: Sequence[ClosableRow]) -> None:
    """Draw the departures that wait, each with what it brings and costs, and the button that closes it."""
    _ = tab.words
    if not rows:
        st.info(_("Every departure that is back is closed: what is owed for it is in the book."))
        return
    st.subheader(
        _.many("%(count)s departure waits to be closed", "%(count)s departures wait to be closed", len(rows)),
        anchor=False,
    )
    st.caption(
        _(
            "Closing says that the loads were delivered: each partner owes its price, the truck's owner is owed the "
            "run's cost, and what is left goes to the cushion fund. A load that was not brought is noted beforehand, "
            "on the driver sheet."
        )
    )
    if len(rows) > 1 and st.button(_("Close them all"), type="primary", key="roles.close_all"):
        _close(tab, rows)
    for row in rows:
        with st.container(border=True):
            what, brings, action = st.columns([4, 4, 2], vertical_alignment="center")
            what.markdown(f"**{plain(row.line)}** · {_.day(row.service_date)}")
            loads = _.many("%(count)s load", "%(count)s loads", row.reservations)
            said = _(
                "%(loads)s bring %(price)s; the run costs %(cost)s",
                loads=loads,
                price=_.money(row.price_cents),
                cost=_.money(row.cost_cents),
            )
            taxes = _("taxes on top: %(amount)s", amount=_.money(row.tax_cents))
            brings.markdown(dollars(f"{said}  \n:small[{taxes}]" if row.tax_cents else said))
            if action.button(_("Close"), key=f"roles.close.{row.departure_id}", width="stretch"):
                _close(tab, [row])


def _close(tab: Tab, rows: Sequence[ClosableRow]) -> None:
    _ = tab.words

    def close_each(session: WriteSession) -> list[Closed]:
        return [close_departure(session, tab.member, departure_id=row.departure_id) for row in rows]

    done = act(tab, close_each)
    if done is not None:
        collected = sum(each.collected_cents + each.tax_cents for each in done)
        flash(
            tab,
            _.many(
                "%(count)s departure closed: %(amount)s in the book.",
                "%(count)s departures closed: %(amount)s in the book.",
                len(done),
                amount=_.money(collected),
            ),
        )
        st.rerun()
