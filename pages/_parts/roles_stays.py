"""Stays in storage that are over: closing one puts in the book what its partner owes to the owner of the place."""

from collections.abc import Sequence

import streamlit as st

from core.compensation.actions import StayClosed, close_stay
from core.compensation.views import StayToClose
from core.database.doors import WriteSession
from core.shared.taxes import summed
from pages._parts.acting import act, flash
from pages._parts.plain_text import dollars, plain
from pages._parts.tab import Tab


def draw_stays_to_close(tab: Tab, rows: Sequence[StayToClose]) -> None:
    """Draw the stays that wait, each with what is owed to whom, and the button that closes it."""
    if not rows:
        return
    _ = tab.words
    st.subheader(
        _.many(
            "%(count)s stay in storage waits to be closed", "%(count)s stays in storage wait to be closed", len(rows)
        ),
        anchor=False,
    )
    st.caption(_("Closing says that the pallets have left: whoever stored them owes the price to the place's owner."))
    if len(rows) > 1 and st.button(_("Close all the stays"), type="primary", key="roles.close_all_stays"):
        _close(tab, rows)
    for row in rows:
        with st.container(border=True):
            what, owes, action = st.columns([4, 4, 2], vertical_alignment="center")
            what.markdown(f"**{row.number}** · {plain(row.site)} · {_.days(row.first_day, row.last_day)}")
            owes.markdown(
                dollars(
                    _(
                        "%(partner)s owes %(owner)s: %(price)s",
                        partner=plain(row.partner),
                        owner=plain(row.owner),
                        price=_.bill(row.bill),
                    )
                )
            )
            if action.button(_("Close"), key=f"roles.close_stay.{row.stay_id}", width="stretch"):
                _close(tab, [row])


def _close(tab: Tab, rows: Sequence[StayToClose]) -> None:
    _ = tab.words

    def close_each(session: WriteSession) -> list[StayClosed]:
        return [close_stay(session, tab.member, stay_id=row.stay_id) for row in rows]

    done = act(tab, close_each)
    if done is not None:
        flash(
            tab,
            _.many(
                "%(count)s stay closed: %(amount)s in the book.",
                "%(count)s stays closed: %(amount)s in the book.",
                len(done),
                amount=_.money(summed(each.bill for each in done).total_cents),
            ),
        )
        st.rerun()
