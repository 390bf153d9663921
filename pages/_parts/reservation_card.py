"""One reservation as a card: when, what, where from, where to, and what can still be done with it."""

import streamlit as st

from core.reservations.actions import accept_offer, cancel, change_quantity, decline_offer
from core.reservations.states import ReservationState
from core.reservations.views import ReservationRow
from core.shared.quantities import Quantity
from pages._parts import periods
from pages._parts.acting import act, flash
from pages._parts.tab import Tab


def draw_card(tab: Tab, row: ReservationRow) -> None:
    """Draw the card of a reservation that is still ahead."""
    _ = tab.words
    with st.container(border=True, gap="small"):
        left, right = st.columns([3, 2], vertical_alignment="center")
        left.markdown(
            "  \n".join(
                (
                    f"**{_.day(row.service_date)} · {_.clock(row.leaves_at)}**\u2003{periods.shown(_, row.period)}",
                    f"**{row.from_site} → {row.to_site}**",
                    f"{_load(tab, row)} · {row.line_name}",
                )
            )
        )
        right.markdown(f"**{row.number}** · {_.label(row.state)}  \n{_price(tab, row)}  \n{_standing(tab, row)}")
        with st.container(horizontal=True):
            _buttons(tab, row)


def _load(tab: Tab, row: ReservationRow) -> str:
    _ = tab.words
    quantity = row.quantity
    return f"{_.kg(quantity.kg)} · {_.pallets(quantity.pallet_hundredths)} · {_.label(row.temperature)}"


def _price(tab: Tab, row: ReservationRow) -> str:
    _ = tab.words
    saving = row.full_price_cents - row.price_cents
    said = _.money(row.price_cents)
    return said if saving <= 0 else _("%(price)s (%(saving)s saved)", price=said, saving=_.money(saving))


def _standing(tab: Tab, row: ReservationRow) -> str:
    """Say what this reservation waits for, or until when it can be changed."""
    _ = tab.words
    if row.state == ReservationState.waiting and row.rank is not None:
        place = _("Place %(rank)s on the waiting list.", rank=_.number(row.rank))
        if row.waits_for_queue_only:
            return place + " " + _("There is room, but it is promised to those before you.")
        start, end = row.lacks_between
        return (
            place + " " + _("%(kg)s short between %(start)s and %(end)s.", kg=_.kg(row.lacks.kg), start=start, end=end)
        )
    if row.state == ReservationState.offered and row.offer_ends_at is not None:
        return _(
            "Held for you until %(day)s, %(time)s.",
            day=_.value(row.offer_ends_at.date()),
            time=_.clock(row.offer_ends_at),
        )
    if row.state == ReservationState.requested:
        return _("Your place is confirmed when the day's tour is planned.")
    if row.may_change:
        return _("You can change it until %(moment)s.", moment=_.value(row.closes_at))
    return _("Too late to change: call your coordinator.")


def _buttons(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words
    if row.state == ReservationState.offered:
        if st.button(_("Take this room"), type="primary", key=f"accept.{row.id}"):
            _done(
                tab, act(tab, lambda session: accept_offer(session, tab.member, reservation_id=row.id)), _("Reserved.")
            )
        if st.button(_("Leave it to the next"), key=f"decline.{row.id}"):
            _done(
                tab,
                act(tab, lambda session: decline_offer(session, tab.member, reservation_id=row.id)),
                _("Left to the next in line."),
            )
        return
    if row.may_change and st.button(_("Change the quantity"), key=f"change.{row.id}"):
        _change(tab, row)
    if row.may_cancel and st.button(_("Cancel"), key=f"cancel.{row.id}"):
        _cancel(tab, row)


def _change(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words

    @st.dialog(_("Change %(number)s", number=row.number))
    def dialog() -> None:
        with st.form(f"change.form.{row.id}", border=False):
            kg = st.number_input(_("Weight (kg)"), min_value=1, max_value=40_000, step=1, value=row.quantity.kg)
            pallets = st.number_input(
                _("Pallets"), min_value=0.0, max_value=40.0, step=0.25, value=row.quantity.pallet_hundredths / 100
            )
            sent = st.form_submit_button(_("Save"), type="primary")
        if sent:
            quantity = Quantity(int(kg), round(pallets * 100))
            done = act(
                tab,
                lambda session: change_quantity(
                    session, tab.member, reservation_id=row.id, quantity=quantity, version=row.version
                ),
            )
            _done(tab, done, _("%(number)s is now for %(kg)s.", number=row.number, kg=_.kg(quantity.kg)))

    dialog()


def _cancel(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words

    @st.dialog(_("Cancel %(number)s?", number=row.number))
    def dialog() -> None:
        st.write(_("Its room is offered at once to whoever waits. This cannot be undone."))
        if st.button(_("Cancel the reservation"), type="primary"):
            done = act(tab, lambda session: cancel(session, tab.member, reservation_id=row.id, version=row.version))
            _done(tab, done, _("%(number)s is cancelled; its room is free again.", number=row.number))

    dialog()


def _done(tab: Tab, result: object, sentence: str) -> None:
    if result is not None:
        flash(tab, sentence)
        st.rerun()
