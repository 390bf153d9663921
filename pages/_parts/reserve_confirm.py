"""The last look before reserving, and the sentence after it."""

from dataclasses import replace

import streamlit as st

from core.i18n.words import Words
from core.reservations.actions import Answered, Held, Requested, ReservationRequest, ToApprove, Waiting, reserve
from core.reservations.requests import number
from core.reservations.views import Option, Wish
from core.shared.quantities import Quantity
from core.shared.settings import PAGES
from pages._parts.acting import act, renew_request_id, request_id
from pages._parts.plain_text import dollars, plain
from pages._parts.price_words import bill_lines
from pages._parts.reserve_hold import confirm_room, keep_room, say_kept, say_terms
from pages._parts.tab import Tab

_DONE = "reserve.done"


def confirm(
    tab: Tab, wish: Wish, option: Option, *, way: str = "", part: Quantity | None = None, waits: bool = False
) -> None:
    """Open the dialog that says everything once more and reserves."""
    _ = tab.words
    quantity = part or wish.quantity
    held: Held | None = None
    if not (waits or option.is_request) and option.terms.hold_minutes:
        held = keep_room(tab, _request(wish, option, quantity, part is not None, holds_first=True))
        if held is None:
            return

    @st.dialog(_("Waiting list") if waits else _("Confirm"), on_dismiss="rerun")
    def dialog() -> None:
        _say_load(_, wish, option, quantity, way)
        _say_price(_, option, is_part=part is not None)
        _say_what_follows(_, option, held)
        least_kg, at_once = _queue_terms(tab, option, quantity) if waits else (None, True)
        note = st.text_input(_("A note for the driver or the dock (optional)"), max_chars=400)
        asks = _("Ask for a place") if option.is_request else _("Reserve")
        if not st.button(_("Join the waiting list") if waits else asks, type="primary", width="stretch"):
            return
        request = replace(
            _request(wish, option, quantity, part is not None),
            least_kg=least_kg,
            promotes_at_once=at_once,
            waits_if_full=waits,
            note=note,
        )
        done = confirm_room(tab, held, note) if held is not None else _reserve(tab, request)
        if done is not None:
            st.session_state[_DONE] = _sentence(tab, option, done)
            st.rerun()

    dialog()


def _request(
    wish: Wish,
    option: Option,
    quantity: Quantity,
    is_part: bool,  # noqa: FBT001 - which of the two prices was shown
    *,
    holds_first: bool = False,
) -> ReservationRequest:
    return ReservationRequest(
        request_id=request_id("reserve"),
        partner_id=wish.partner_id,
        departure_id=option.departure_id,
        from_site_id=wish.from_site_id,
        to_site_id=wish.to_site_id,
        quantity=quantity,
        temperature=wish.temperature,
        agreed_cents=(option.most_bill if is_part else option.bill).total_cents,
        holds_first=holds_first,
    )


def _reserve(tab: Tab, request: ReservationRequest) -> Answered | None:
    done = act(tab, lambda session: reserve(session, tab.member, request))
    if done is not None:
        renew_request_id("reserve")
    return done


def _say_load(_: Words, wish: Wish, option: Option, quantity: Quantity, way: str) -> None:
    hours = "" if option.is_request else f", {_.clock(option.leaves_at)} → {_.clock(option.arrives_at)}"
    load = f"{_.quantity(quantity)} · {_.label(wish.temperature)}"
    said = (
        f"**{_.day(option.service_date)}{hours}**",
        f"**{plain(way)}**" if way else "",
        load,
        plain(option.line_name),
    )
    st.markdown("  \n".join(each for each in said if each))


def _say_what_follows(_: Words, option: Option, held: Held | None) -> None:
    """Say what happens next: a tour to plan, a coordinator's answer, room kept for a while."""
    if option.is_request:
        closes = _.value(option.closes_at)
        st.info(_("The tour is planned after %(moment)s; you are told then when it passes.", moment=closes))
    say_terms(_, option)
    if held is not None:
        say_kept(_, held)


def _say_price(_: Words, option: Option, *, is_part: bool) -> None:
    """Say the price in full: what it would be, what is taken off and why, what is paid."""
    bill, full_price_cents = option.bill, option.full_price_cents
    if is_part:
        bill, full_price_cents = option.most_bill, option.most_full_price_cents
    said = []
    if bill.price_cents != full_price_cents:
        said.append(_("Full price: %(price)s", price=_.money(full_price_cents)))
    if option.trough_percent:
        said.append(_("trough week −%(percent)s", percent=_.percent(option.trough_percent / 100)))
    if option.solidarity_percent:
        said.append(_("solidarity −%(percent)s", percent=_.percent(option.solidarity_percent / 100)))
    st.markdown(dollars("  \n".join([*said, *bill_lines(_, bill)])))


def show_done(tab: Tab) -> None:
    """Say what was reserved, once, with the way to it."""
    _ = tab.words
    said: str | None = st.session_state.pop(_DONE, None)
    if said is not None:
        st.success(dollars(said), icon="✅")
        st.page_link(PAGES / "my_reservations.py", label=_("See my reservations"))


def _queue_terms(tab: Tab, option: Option, quantity: Quantity) -> tuple[int | None, bool]:
    """Ask what the partner agrees to beforehand (R3)."""
    _ = tab.words
    st.caption(_("When room is freed, it goes to those who wait, in order. Say beforehand what you accept."))
    partial = st.checkbox(_("I accept a part of the load"))
    least_kg = None
    if partial:
        least_kg = st.number_input(
            _("At least (kg)"), min_value=1, max_value=quantity.kg, value=max(1, quantity.kg // 2), step=1
        )
    hours = _.many("%(count)s hour", "%(count)s hours", option.terms.offer_hours)
    at_once = st.checkbox(
        _("Confirm without asking me (otherwise an offer is held for %(hours)s)", hours=hours), value=True
    )
    return least_kg, at_once


def _sentence(tab: Tab, option: Option, done: Answered) -> str:
    _ = tab.words
    said = number(done.reservation_id)
    if isinstance(done, Waiting):
        return _(
            "On the waiting list, place %(rank)s — no. %(number)s. You will be told as soon as room is freed.",
            rank=_.number(done.rank),
            number=said,
        )
    until = _.value(option.closes_at)
    if isinstance(done, Requested):
        return _("Asked — no. %(number)s. You can change it until %(moment)s.", number=said, moment=until)
    if isinstance(done, Held | ToApprove):
        return _(
            "Asked — no. %(number)s, %(kg)s, %(price)s. Your room is kept; a coordinator answers before %(moment)s.",
            number=said,
            kg=_.quantity(done.quantity),
            price=_.bill(done.taxes.on(done.price_cents)),
            moment=_.value(done.until),
        )
    return _(
        "Reserved — no. %(number)s, %(kg)s, %(price)s. You can change it until %(moment)s.",
        number=said,
        kg=_.quantity(done.quantity),
        price=_.bill(done.taxes.on(done.price_cents)),
        moment=until,
    )
