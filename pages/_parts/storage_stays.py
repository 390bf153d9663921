"""One's own stays in storage: what is coming, what waits for room, and what can still be done with each."""

from collections.abc import Sequence
from datetime import date

import streamlit as st

from core.i18n.words import Words
from core.shared import clock
from core.storage.actions import accept_storage_offer, cancel_stay, change_stay, decline_storage_offer
from core.storage.states import StayState
from core.storage.views import StayRow
from pages._parts.acting import act, flash
from pages._parts.plain_text import dollars, plain
from pages._parts.tab import Tab


def draw_stays(tab: Tab, rows: Sequence[StayRow]) -> None:
    """Draw a partner's stays: offers to answer first, then what is coming, what waits, and what is over."""
    _ = tab.words
    ahead = [row for row in rows if not row.is_over and row.state != StayState.cancelled]
    if not ahead:
        st.info(_("Your stays in storage will appear here. Find room between two days, and reserve it in two clicks."))
    sections = (
        (_("Room offered to you"), StayState.offered),
        (_("Coming and under way"), StayState.confirmed),
        (_("On the waiting list"), StayState.waiting),
    )
    for title, state in sections:
        found = [row for row in ahead if row.state == state]
        if found:
            st.subheader(f"{title} · {_.number(len(found))}", anchor=False)
            for row in found:
                _card(tab, row)
    over = [row for row in rows if row not in ahead]
    if over:
        with st.expander(f"{_('Over or cancelled')} · {_.number(len(over))}"):
            for row in over:
                st.markdown(f"{_line(_, row)} · {_.label(row.state)}")


def _card(tab: Tab, row: StayRow) -> None:
    _ = tab.words
    with st.container(border=True, gap="small"):
        what, standing, acts = st.columns([5, 5, 3], vertical_alignment="center")
        what.markdown(
            f"**{_.days(row.first_day, row.last_day)}**  \n**{plain(row.site_name)}** · {plain(row.town)}  \n"
            f"{_.pallets(row.pallet_hundredths)} · {_.label(row.temperature)}"
        )
        said = f"**{row.number}** · {_.label(row.state)}  \n{_.bill(row.bill)}  \n{_standing(_, row)}"
        standing.markdown(dollars(said))
        with acts.container(horizontal=True, gap="small"):
            _buttons(tab, row)


def _standing(_: Words, row: StayRow) -> str:
    if row.is_transfer:
        return _("Hands over the load of a reservation, and is changed with it.")
    if row.state == StayState.waiting and row.rank is not None:
        return _("Place %(rank)s on the waiting list.", rank=_.number(row.rank))
    if row.state == StayState.offered and row.offer_ends_at is not None:
        return _("Held for you until %(moment)s.", moment=_.value(row.offer_ends_at))
    return plain(row.note)


def _line(_: Words, row: StayRow) -> str:
    return (
        f"{row.number} · {_.days(row.first_day, row.last_day)} · {plain(row.site_name)} · "
        f"{_.pallets(row.pallet_hundredths)}"
    )


def _buttons(tab: Tab, row: StayRow) -> None:
    _ = tab.words
    if row.state == StayState.offered:
        if st.button(_("Take this room"), type="primary", key=f"stay.accept.{row.id}", width="stretch"):
            done = act(tab, lambda session: accept_storage_offer(session, tab.member, stay_id=row.id))
            _done(tab, done, _("Reserved — no. %(number)s.", number=row.number))
        if st.button(_("Leave it to the next"), key=f"stay.decline.{row.id}", width="stretch"):
            left = act(tab, lambda session: decline_storage_offer(session, tab.member, stay_id=row.id))
            _done(tab, left, _("Left to the next in line."))
        return
    if row.may_change and st.button(_("Change"), key=f"stay.change.{row.id}"):
        _change(tab, row)
    if row.may_cancel and st.button(_("Cancel"), key=f"stay.cancel.{row.id}"):
        _cancel(tab, row)


def _change(tab: Tab, row: StayRow) -> None:
    _ = tab.words

    @st.dialog(_("Change %(number)s", number=row.number))
    def dialog() -> None:
        st.markdown(_line(_, row))
        st.caption(_("More is taken where there is room that nobody waits for; what you free goes to who waits."))
        with st.form(f"stay.form.{row.id}", border=False):
            today = clock.today()
            has_begun = row.first_day < today
            pallets = st.number_input(
                _("Pallets"), 0.01, 10_000.0, row.pallet_hundredths / 100, 0.25, disabled=has_begun
            )
            first_day = st.date_input(
                _("From"), row.first_day, min(row.first_day, today), format="YYYY-MM-DD", disabled=has_begun
            )
            last_day = st.date_input(_("Until"), row.last_day, today, format="YYYY-MM-DD")
            sent = st.form_submit_button(_("Save"), type="primary", width="stretch")
        if sent:
            _save(tab, row, round(pallets * 100), first_day, last_day)

    dialog()


def _save(tab: Tab, row: StayRow, pallets: int, first_day: date, last_day: date) -> None:
    _ = tab.words
    done = act(
        tab,
        lambda session: change_stay(
            session,
            tab.member,
            stay_id=row.id,
            pallet_hundredths=pallets,
            first_day=first_day,
            last_day=last_day,
            version=row.version,
        ),
    )
    _done(tab, done, _("%(number)s is changed.", number=row.number))


def _cancel(tab: Tab, row: StayRow) -> None:
    _ = tab.words

    @st.dialog(_("Cancel %(number)s?", number=row.number))
    def dialog() -> None:
        st.markdown(_line(_, row))
        st.write(_("Its room is offered at once to whoever waits. This cannot be undone."))
        if st.button(_("Cancel the stay"), type="primary", width="stretch"):
            done = act(tab, lambda session: cancel_stay(session, tab.member, stay_id=row.id, version=row.version))
            _done(tab, done, _("%(number)s is cancelled; its room is free again.", number=row.number))
        if st.button(_("Keep it"), width="stretch"):
            st.rerun()

    dialog()


def _done(tab: Tab, result: object, sentence: str) -> None:
    if result is not None:
        flash(tab, sentence)
        st.rerun()
