"""Where no single departure goes all the way: ways with one or two transfers, each whole, at one price."""

from collections.abc import Sequence

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.reservations.connection_actions import reserve_connection
from core.reservations.connection_requests import request_for
from core.reservations.connection_views import find_connections
from core.reservations.requests import Reserved, ToApprove, Wish, number
from core.reservations.transfers import Connection, Transfer
from pages._parts.acting import act, flash, renew_request_id, request_id
from pages._parts.plain_text import dollars, plain
from pages._parts.price_words import bill_lines, price_said
from pages._parts.tab import Tab

_ASKED = "transfers"


def draw_ways(tab: Tab, wish: Wish) -> bool:
    """Draw the ways with transfers, the first to arrive first; return whether there is one."""
    _ = tab.words
    with reading() as session:
        ways = find_connections(session, tab.member, wish)
    if not ways:
        return False
    st.subheader(
        _.many("%(count)s way with a transfer", "%(count)s ways with a transfer", len(ways)),
        anchor=False,
    )
    st.caption(
        _(
            "No single departure goes all the way: the load changes trucks where it is kept at its temperature. "
            "Everything is reserved at once, or nothing."
        )
    )
    for index, way in enumerate(ways):
        _card(tab, wish, way, index)
    return True


def offer_ways(tab: Tab, wish: Wish) -> None:
    """Offer to look for ways with transfers where every single departure is too full, and draw them once asked."""
    _ = tab.words
    if st.query_params.get(_ASKED) == "1":
        if not draw_ways(tab, wish):
            st.info(_("No way with a transfer has room either. Try other dates, or the waiting list of a departure."))
    elif st.button(_("Look for a way with a transfer"), type="primary"):
        st.query_params[_ASKED] = "1"
        st.rerun()


def _card(tab: Tab, wish: Wish, way: Connection, index: int) -> None:
    _ = tab.words
    with st.container(border=True, gap="small"):
        what, price, choose = st.columns([4, 2.6, 1.7], vertical_alignment="center")
        what.markdown("  \n".join(_what(_, way)))
        price.markdown(dollars(_price(_, way)))
        if choose.button(_("Choose"), type="primary", key=f"reserve.way.{index}", width="stretch"):
            _confirm(tab, wish, way)


def _what(_: Words, way: Connection) -> list[str]:
    lines = " → ".join(plain(hop.line_name) for hop in way.hops)
    arrives = _("arrives %(day)s, %(time)s", day=_.day(way.hops[-1].service_date), time=_.clock(way.arrives_at))
    return [
        f"**{_.day(way.hops[0].service_date)} · {_.clock(way.leaves_at)}**\u2003{arrives}",
        f"**{lines}**",
        *(f":small[⇄ {transfer_said(_, transfer)}]" for transfer in way.transfers),
    ]


def transfer_said(_: Words, transfer: Transfer) -> str:
    """Say where a load changes trucks, how it is kept there, and for how long."""
    nights = transfer.days.count - 1
    wait = _.many("%(count)s night", "%(count)s nights", nights) if nights else _.duration(_minutes(transfer))
    return _(
        "transfer at %(town)s (%(place)s, %(temperature)s), waits %(wait)s",
        town=plain(transfer.town),
        place=plain(transfer.site_name),
        temperature=_.label(transfer.temperature),
        wait=wait,
    )


def _minutes(transfer: Transfer) -> float:
    return transfer.waits.total_seconds() / 60


def _price(_: Words, way: Connection) -> str:
    more = []
    if way.price_cents < way.full_price_cents:
        full = way.taxes.on(way.full_price_cents).total_cents
        more.append(_("instead of %(price)s", price=_.money(full)))
    if way.storage_cents:
        more.append(_("of which storage: %(price)s", price=_.money(way.storage_cents)))
    return price_said(_, way.bill, *more)


def _confirm(tab: Tab, wish: Wish, way: Connection) -> None:
    """Open the dialog that says every ride and every transfer once more, and reserves them all."""
    _ = tab.words

    @st.dialog(_("Confirm"))
    def dialog() -> None:
        st.markdown(f"{_.quantity(wish.quantity)} · {_.label(wish.temperature)}")
        st.markdown(dollars("\n".join(f"- {line}" for line in _steps(_, way))))
        st.markdown(dollars("  \n".join(bill_lines(_, way.bill))))
        if way.needs_approval:
            st.caption(_("A coordinator approves the whole way before the first cut-off; your room is kept."))
        if not st.button(_("Reserve"), type="primary", width="stretch"):
            return
        request = request_for(
            way,
            request_id=request_id("reserve.way"),
            partner_id=wish.partner_id,
            quantity=wish.quantity,
            temperature=wish.temperature,
        )
        done = act(tab, lambda session: reserve_connection(session, tab.member, request))
        if done is not None:
            renew_request_id("reserve.way")
            flash(tab, _done(_, way, done))
            st.rerun()

    dialog()


def _done(_: Words, way: Connection, done: Reserved | ToApprove) -> str:
    said = {
        "number": number(done.reservation_id),
        "kg": _.quantity(done.quantity),
        "price": _.bill(done.taxes.on(done.price_cents)),
    }
    if isinstance(done, ToApprove):
        return _(
            "Asked — no. %(number)s, %(kg)s, %(price)s. Your room is kept; a coordinator answers before %(moment)s.",
            **said,
            moment=_.value(done.until),
        )
    return _(
        "Reserved — no. %(number)s, %(kg)s, %(price)s. You can change it until %(moment)s.",
        **said,
        moment=_.value(way.closes_at),
    )


def _steps(_: Words, way: Connection) -> Sequence[str]:
    steps = []
    for index, hop in enumerate(way.hops):
        steps.append(
            f"{_.day(hop.service_date)}, {_.clock(hop.leaves_at)} → {_.clock(hop.arrives_at)} · "
            f"**{plain(hop.line_name)}**, {plain(hop.from_site)} → {plain(hop.to_site)} · "
            f"{_.money(hop.price.quote.price_cents)}"
        )
        steps += [
            f"⇄ {transfer_said(_, each)} · {_.money(each.price_cents)}" for each in way.transfers[index : index + 1]
        ]
    return steps
