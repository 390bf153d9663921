"""One reservation as a card: when, what, where from, where to, and what can still be done with it."""

import streamlit as st

from core.i18n.words import Words
from core.reservations.actions import (
    Answered,
    Reserved,
    ToApprove,
    Waiting,
    accept_offer,
    cancel,
    change_quantity,
    confirm_hold,
    decline_offer,
    leave_hold,
)
from core.reservations.states import ReservationState
from core.reservations.views import ReservationRow
from core.shared.quantities import Quantity
from core.shared.settings import PAGES
from pages._parts import periods
from pages._parts.acting import act, flash
from pages._parts.answer_words import taken_said
from pages._parts.plain_text import dollars, plain
from pages._parts.reservation_instead import choose_instead
from pages._parts.ride_words import changes_said
from pages._parts.tab import Tab


def draw_card(tab: Tab, row: ReservationRow) -> None:
    """Draw the card of a reservation on a departure that has not left."""
    _ = tab.words
    with st.container(border=True, gap="small"):
        what, standing, acts = st.columns([5, 5, 3], vertical_alignment="center")
        what.markdown(
            "  \n".join(
                (
                    f"**{_when(_, row)}**\u2003{periods.shown(_, row.period)}",
                    f"**{plain(row.from_site)} → {plain(row.to_site)}**",
                    f"{_load(_, row)} · {plain(row.line_name)}",
                    *(f":small[{change}]" for change in changes_said(_, row.rides)),
                )
            )
        )
        said = f"**{row.number}** · {_.label(row.state)}  \n{_price(_, row)}  \n{_standing(_, row)}"
        standing.markdown(dollars(said))
        with acts.container(horizontal=True, gap="small"):
            _buttons(tab, row)


def _when(_: Words, row: ReservationRow) -> str:
    """Return the day and the hour; a request has no hour yet, its tour is not planned."""
    day = _.day(row.service_date)
    return day if row.state == ReservationState.requested else f"{day} · {_.clock(row.leaves_at)}"


def _load(_: Words, row: ReservationRow) -> str:
    return f"{_.quantity(row.quantity)} · {_.label(row.temperature)}"


def _say_which(_: Words, row: ReservationRow) -> None:
    """Say in a dialog which reservation it is about."""
    st.markdown(f"**{_when(_, row)}**  \n{plain(row.from_site)} → {plain(row.to_site)}  \n{_load(_, row)}")


def _price(_: Words, row: ReservationRow) -> str:
    saving = row.full_price_cents - row.price_cents
    said = _.bill(row.bill)
    return said if saving <= 0 else _("%(price)s (%(saving)s saved)", price=said, saving=_.money(saving))


def _standing(_: Words, row: ReservationRow) -> str:
    """Say what this reservation waits for, or until when it can be changed."""
    if row.was_called_off:
        return _("This departure will not run: %(reason)s. Choose another one.", reason=plain(row.departure_note))
    if row.state == ReservationState.waiting and row.rank is not None:
        place = _("Place %(rank)s on the waiting list.", rank=_.number(row.rank))
        return " ".join(each for each in (place, _waits_for(_, row), _passed(_, row)) if each)
    if row.state == ReservationState.offered and row.offer_ends_at is not None:
        return _("Held for you until %(moment)s.", moment=_.value(row.offer_ends_at))
    if row.state == ReservationState.held and row.offer_ends_at is not None:
        return _("Room is kept for you until %(moment)s: confirm it, or leave it.", moment=_.value(row.offer_ends_at))
    if row.state == ReservationState.to_approve and row.offer_ends_at is not None:
        return _("Your room is kept; a coordinator answers before %(moment)s.", moment=_.value(row.offer_ends_at))
    if row.state == ReservationState.requested:
        return _("Your place is confirmed when the day's tour is planned.")
    if row.may_change:
        return " ".join((_("You can change it until %(moment)s.", moment=_.value(row.closes_at)), _notice(_, row)))
    return _("Too late to change: call your coordinator.")


def _notice(_: Words, row: ReservationRow) -> str:
    """Say until when cancelling is free of charge, where the line asks for a notice."""
    if row.free_until is None:
        return ""
    if row.penalty_cents:
        return _("Cancelling now costs %(price)s.", price=_.money(row.penalty_cents))
    return _("Free of charge to cancel until %(moment)s.", moment=_.value(row.free_until))


def _passed(_: Words, row: ReservationRow) -> str:
    """Say by which rule smaller loads may go before this one."""
    if row.passed_above is None:
        return ""
    return _(
        "By the rule of this line, smaller loads may go before one that asks for more than %(percent)s of the truck.",
        percent=_.percent(row.passed_above / 100),
    )


def _waits_for(_: Words, row: ReservationRow) -> str:
    if row.waits_for_queue_only:
        return _("There is room, but it is promised to those before you.")
    if row.lacks_between == ("", ""):
        return _("No room of this departure suits it any more: choose another one.")
    start, end = row.lacks_between
    short = _("%(quantity)s short between %(start)s and %(end)s.", quantity=_.quantity(row.lacks), start=start, end=end)
    if row.least_kg < row.quantity.kg:
        return f"{short} {_('You take a part from %(kg)s on.', kg=_.kg(row.least_kg))}"
    return short


def _buttons(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words
    if row.was_called_off:
        if st.button(_("Other departures"), type="primary", key=f"again.{row.id}", width="stretch"):
            _look_again(row)
        return
    if row.state == ReservationState.offered:
        _offered_buttons(tab, row)
        return
    if row.state == ReservationState.held:
        _held_buttons(tab, row)
        return
    if row.may_change and st.button(_("Change the quantity"), key=f"change.{row.id}"):
        _change(tab, row)
    if row.may_cancel and st.button(_("Cancel"), key=f"cancel.{row.id}"):
        _cancel(tab, row)


def _offered_buttons(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words
    if st.button(_("Take this room"), type="primary", key=f"accept.{row.id}", width="stretch"):
        done = act(tab, lambda session: accept_offer(session, tab.member, reservation_id=row.id))
        _done(tab, done, taken_said(_, row.number, done))
    if st.button(_("Leave it to the next"), key=f"decline.{row.id}", width="stretch"):
        left = act(tab, lambda session: decline_offer(session, tab.member, reservation_id=row.id))
        _done(tab, left, _("Left to the next in line."))

    if st.button(_("Other departures"), key=f"instead.{row.id}", width="stretch"):
        choose_instead(tab, row)


def _held_buttons(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words
    if st.button(_("Confirm"), type="primary", key=f"confirm.{row.id}", width="stretch"):
        done = act(tab, lambda session: confirm_hold(session, tab.member, reservation_id=row.id))
        _done(tab, done, taken_said(_, row.number, done))
    if st.button(_("Leave it"), key=f"leave.{row.id}", width="stretch"):
        gone = act(tab, lambda session: leave_hold(session, tab.member, reservation_id=row.id))
        _done(tab, gone, _("Left: its room is free again."))


def _look_again(row: ReservationRow) -> None:
    st.switch_page(
        PAGES / "reserve.py",
        query_params={
            "from": str(row.from_site_id),
            "to": str(row.to_site_id),
            "kg": str(row.quantity.kg),
            "pallet_hundredths": str(row.quantity.pallet_hundredths),
            "temperature": row.temperature.value,
        },
    )


def _change(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words

    @st.dialog(_("Change %(number)s", number=row.number))
    def dialog() -> None:
        _say_which(_, row)
        if row.state == ReservationState.waiting:
            st.caption(_("For less, you keep your place in line; for more, you go to its end."))
        else:
            st.caption(_("More is taken where there is room that nobody waits for; what you free goes to who waits."))
        with st.form(f"change.form.{row.id}", border=False):
            kg = st.number_input(_("Weight (kg)"), min_value=1, max_value=40_000, step=1, value=row.quantity.kg)
            pallets = st.number_input(
                _("Pallets"), min_value=0.0, max_value=40.0, step=0.25, value=row.quantity.pallet_hundredths / 100
            )
            sent = st.form_submit_button(_("Save"), type="primary", width="stretch")
        if sent:
            quantity = Quantity(int(kg), round(pallets * 100))
            done = act(
                tab,
                lambda session: change_quantity(
                    session, tab.member, reservation_id=row.id, quantity=quantity, version=row.version
                ),
            )
            if done is not None:
                _done(tab, done, _changed(_, row, quantity, done))

    dialog()


def _changed(_: Words, row: ReservationRow, quantity: Quantity, done: Answered) -> str:
    if isinstance(done, Waiting):
        return _(
            "%(number)s is now for %(quantity)s: place %(rank)s on the waiting list.",
            number=row.number,
            quantity=_.quantity(quantity),
            rank=_.number(done.rank),
        )
    if isinstance(done, Reserved | ToApprove):
        said = _(
            "%(number)s is now for %(quantity)s: %(price)s.",
            number=row.number,
            quantity=_.quantity(done.quantity),
            price=_.bill(done.taxes.on(done.price_cents)),
        )
        return dollars(said)
    return _("%(number)s is now for %(quantity)s.", number=row.number, quantity=_.quantity(quantity))


def _cancel(tab: Tab, row: ReservationRow) -> None:
    _ = tab.words

    @st.dialog(_("Cancel %(number)s?", number=row.number))
    def dialog() -> None:
        _say_which(_, row)
        st.write(_("Its room is offered at once to whoever waits. This cannot be undone."))
        if row.penalty_cents:
            st.warning(
                dollars(
                    _(
                        "It could be cancelled free of charge until %(moment)s. Cancelling now costs %(price)s, owed "
                        "if the truck runs.",
                        moment=_.value(row.free_until),
                        price=_.money(row.penalty_cents),
                    )
                )
            )
        if st.button(_("Cancel the reservation"), type="primary", width="stretch"):
            done = act(
                tab,
                lambda session: cancel(
                    session,
                    tab.member,
                    reservation_id=row.id,
                    version=row.version,
                    agreed_penalty_cents=row.penalty_cents,
                ),
            )
            _done(tab, done, _("%(number)s is cancelled; its room is free again.", number=row.number))
        if st.button(_("Keep it"), width="stretch"):
            st.rerun()

    dialog()


def _done(tab: Tab, result: object, sentence: str) -> None:
    if result is not None:
        flash(tab, sentence)
        st.rerun()
