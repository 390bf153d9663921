"""Room a line keeps for some partners in its season: what is kept, and the forms that keep, change or end it (R5)."""

from collections.abc import Sequence
from typing import Any

import streamlit as st

from core.i18n.words import Words
from core.lines.views import LineRow
from core.partners.kinds import PartnerKind
from core.reservations.priority_actions import change_allotment, end_allotment
from core.seasons.allotment_actions import add_allotment
from core.seasons.allotment_views import AllotmentRow
from core.seasons.allotments import AllotmentCard
from core.shared import clock
from pages._parts.acting import act, flash
from pages._parts.kept_words import kinds_said
from pages._parts.network_choice import KEY
from pages._parts.network_list import escaped
from pages._parts.tab import Tab


def draw_allotments(tab: Tab, line: LineRow, rows: Sequence[AllotmentRow]) -> None:
    """Draw the allotments of a line, each with its form, and the form of another one."""
    _ = tab.words
    st.divider()
    st.subheader(_("Room kept for some partners"), anchor=False)
    st.caption(
        _(
            "In some months, a share of each departure can wait for the partners who need it most. On its release day, "
            "anyone may book what is left, and the waiting list is served first. Everyone reads the rule on the "
            "calendar."
        )
    )
    for row in rows:
        with st.expander(escaped(_summary(_, row.card))):
            _form(tab, line, row)
    with st.expander(_("Keep room for some partners"), expanded=False):
        _form(tab, line, None)


def _summary(_: Words, card: AllotmentCard) -> str:
    days = _.days(card.first_day, card.last_day)
    return " · ".join(
        (
            _("%(percent)s for %(kinds)s", percent=_.percent(card.percent / 100), kinds=kinds_said(_, card.kinds)),
            _("%(days)s, then every year", days=days) if card.every_year else days,
            _.many("until %(count)s day before", "until %(count)s days before", card.release_days),
        )
    )


def _form(tab: Tab, line: LineRow, row: AllotmentRow | None) -> None:
    """Draw one allotment to fill in or to change, and do what is asked."""
    _ = tab.words
    key = f"{KEY}.allotment.{line.id}.{'new' if row is None else f'{row.id}.{row.version}'}"
    with st.form(key):
        card = _fields(_, key, row.card if row is not None else None)
        with st.container(horizontal=True):
            saves = st.form_submit_button(_("Keep this room") if row is None else _("Save this allotment"))
            ends = row is not None and st.form_submit_button(_("End it now"), type="tertiary")
    if ends and row is not None:
        _end(tab, row)
    elif saves:
        _save(tab, line, row, card)


def _fields(_: Words, key: str, card: AllotmentCard | None) -> AllotmentCard:
    today = clock.today()
    kinds = st.multiselect(
        _("Kept for"),
        list(PartnerKind),
        default=sorted(card.kinds) if card is not None else [PartnerKind.food_bank],
        format_func=_.label,
        key=f"{key}.kinds",
    )
    with st.container(horizontal=True):
        first: Any = st.date_input(
            _("First day"), value=card.first_day if card else today, format="YYYY-MM-DD", key=f"{key}.first"
        )
        last: Any = st.date_input(
            _("Last day"), value=card.last_day if card else today, format="YYYY-MM-DD", key=f"{key}.last"
        )
    every_year = st.checkbox(
        _("Again every year, on the same days"), value=card.every_year if card else True, key=f"{key}.every_year"
    )
    with st.container(horizontal=True):
        percent: Any = st.number_input(
            _("Share kept (per cent)"),
            value=card.percent if card else 50,
            step=5,
            format="%d",
            help=_("Of each compartment and of the weight, on every leg. What these partners booked counts in it."),
            key=f"{key}.percent",
        )
        release: Any = st.number_input(
            _("Released (days before)"),
            value=card.release_days if card else 7,
            step=1,
            format="%d",
            help=_("From that day on, anyone may book. At the cut-off at the latest."),
            key=f"{key}.release",
        )
    note = st.text_input(_("Reason"), value=card.note if card else "", key=f"{key}.note")
    return AllotmentCard(
        kinds=frozenset(kinds),
        percent=percent,
        first_day=first or today,
        last_day=last or today,
        release_days=release,
        every_year=every_year,
        note=note,
    )


def _save(tab: Tab, line: LineRow, row: AllotmentRow | None, card: AllotmentCard) -> None:
    def save(session: Any) -> bool:
        if row is None:
            add_allotment(session, tab.member, line_id=line.id, card=card)
        else:
            change_allotment(session, tab.member, allotment_id=row.id, card=card, version=row.version)
        return True

    if act(tab, save):
        _ = tab.words
        flash(tab, _("Saved: %(allotment)s. What is reserved already stays.", allotment=_summary(_, card)))
        st.rerun()


def _end(tab: Tab, row: AllotmentRow) -> None:
    def end(session: Any) -> bool:
        end_allotment(session, tab.member, allotment_id=row.id, version=row.version)
        return True

    if act(tab, end):
        flash(tab, tab.words("This room is open to all from now on; whoever waited for it was served first."))
        st.rerun()
