"""The answers of the reserve page: each departure with its price and saving, or with why not and what would."""

from collections.abc import Sequence

import streamlit as st

from core.reservations.views import Option, Wish
from core.shared.settings import PAGES
from pages._parts import periods
from pages._parts.reserve_confirm import confirm
from pages._parts.tab import Tab

_AT_ONCE = 12


def draw_options(tab: Tab, wish: Wish, options: Sequence[Option]) -> None:
    """Draw the departures that join the two places, those with room first."""
    _ = tab.words
    if not options:
        st.info(
            _(
                "No departure joins these two places between %(first)s and %(last)s. "
                "Try other dates, or a stop nearby: the calendar shows where each line goes.",
                first=_.day(wish.first_day),
                last=_.day(wish.last_day),
            )
        )
        st.page_link(PAGES / "transport_calendar.py", label=_("See the calendar"))
        return
    fitting = sum(option.fits for option in options)
    st.subheader(
        _.many("%(count)s departure has room", "%(count)s departures have room", fitting)
        if fitting
        else _("No room between these dates: here is what would do")
    )
    for option in options[:_AT_ONCE]:
        _card(tab, wish, option)
    if len(options) > _AT_ONCE:
        st.caption(_("Narrow the dates to see the others."))


def _card(tab: Tab, wish: Wish, option: Option) -> None:
    _ = tab.words
    with st.container(border=True, gap="small"):
        when, price, choose = st.columns([4, 2.4, 1.6], vertical_alignment="center")
        when.markdown("  \n".join(_what(tab, option)))
        price.markdown(_price(tab, option))
        with choose:
            _ways(tab, wish, option)
        if not option.fits and option.reason is not None:
            st.markdown(f":red[✕] {_.refusal(option.reason)}")


def _what(tab: Tab, option: Option) -> list[str]:
    _ = tab.words
    sign = periods.shown(_, option.period)
    if option.is_request:
        how = _("flexible tour: your place is confirmed when the tour is planned")
        return [f"**{_.day(option.service_date)}**\u2003{sign}", f"**{option.line_name}**", f":small[{how}]"]
    between = _.many("%(count)s stop in between", "%(count)s stops in between", option.stops_between)
    way = _("direct") if not option.stops_between else between
    arrives = _("arrives %(time)s", time=_.clock(option.arrives_at))
    return [
        f"**{_.day(option.service_date)} · {_.clock(option.leaves_at)}**\u2003{sign}",
        f"**{option.line_name}**",
        f":small[{way} · {arrives} · {_.km(option.metres)}]",
    ]


def _price(tab: Tab, option: Option) -> str:
    _ = tab.words
    reasons = []
    if option.trough_percent:
        reasons.append(_("trough week −%(percent)s", percent=_.percent(option.trough_percent / 100)))
    if option.solidarity_percent:
        reasons.append(_("solidarity −%(percent)s", percent=_.percent(option.solidarity_percent / 100)))
    said = f"**{_.money(option.price_cents)}**"
    if not reasons:
        return said
    return (
        f"{said}  \n:small[{_('instead of %(price)s', price=_.money(option.full_price_cents))} ({', '.join(reasons)})]"
    )


def _ways(tab: Tab, wish: Wish, option: Option) -> None:
    _ = tab.words
    if option.fits:
        said = _("Ask for a place") if option.is_request else _("Choose")
        if st.button(said, type="primary", key=f"reserve.choose.{option.departure_id}", width="stretch"):
            confirm(tab, wish, option)
        return
    if option.most.kg:
        said = _("Reserve %(kg)s", kg=_.kg(option.most.kg))
        if st.button(said, key=f"reserve.part.{option.departure_id}", width="stretch"):
            confirm(tab, wish, option, part=option.most)
    if option.may_wait and st.button(_("Waiting list"), key=f"reserve.wait.{option.departure_id}", width="stretch"):
        confirm(tab, wish, option, waits=True)
