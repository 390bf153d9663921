"""The answers of the reserve page: each departure with its price and saving, or with why not and what would."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.reservations.priority_refusals import KeptForOthers, PartnerLimitReached
from core.reservations.views import Option, Wish
from pages._parts import periods
from pages._parts.kept_words import kept_said
from pages._parts.plain_text import dollars, plain
from pages._parts.price_words import price_said
from pages._parts.reserve_confirm import confirm
from pages._parts.reserve_remedies import draw_remedies
from pages._parts.tab import Tab

_AT_ONCE = 12


def draw_options(
    tab: Tab, wish: Wish, options: Sequence[Option], *, way: str = "", departure_id: int | None = None
) -> None:
    """Draw the departures that join the two places: those with room first, the one the link names before them all.

    `way` is the two places in words, said again before the last click.
    """
    _ = tab.words
    ordered = sorted(options, key=lambda option: option.departure_id != departure_id)
    fitting = [option for option in ordered if option.fits]
    nearly = [option for option in ordered if not option.fits and (option.most.kg or option.may_wait)]
    never = [option for option in ordered if option not in fitting and option not in nearly]
    st.subheader(
        _.many("%(count)s departure has room", "%(count)s departures have room", len(fitting))
        if fitting
        else _("No room between these dates: here is what would do"),
        anchor=False,
    )
    st.caption(f"{_.quantity(wish.quantity)} · {_.label(wish.temperature)}")
    named_is_full = bool(nearly) and nearly[0].departure_id == departure_id
    if named_is_full:
        _card(tab, wish, nearly.pop(0), way)
    for option in fitting[:_AT_ONCE]:
        _card(tab, wish, option, way)
    _folded(tab, wish, fitting[_AT_ONCE:], way, _("The others"), opened=False)
    _folded(tab, wish, nearly, way, _("Too full, and what would do"), opened=not fitting)
    _folded(tab, wish, never, way, _("Cannot take this load, and why"), opened=not fitting and not nearly)


def _folded(tab: Tab, wish: Wish, options: Sequence[Option], way: str, said: str, *, opened: bool) -> None:
    if options:
        with st.expander(f"{said} · {tab.words.number(len(options))}", expanded=opened):
            for option in options:
                _card(tab, wish, option, way)


def _card(tab: Tab, wish: Wish, option: Option, way: str) -> None:
    _ = tab.words
    with st.container(border=True, gap="small"):
        when, price, choose = st.columns([4, 2.6, 1.7], vertical_alignment="center")
        when.markdown("  \n".join(_what(_, option)))
        price.markdown(dollars(_price(_, option)))
        with choose:
            _ways(tab, wish, option, way)
        kept = kept_said(_, option.kept, kind=option.asker_kind)
        if kept and not isinstance(option.reason, KeptForOthers | PartnerLimitReached):
            st.caption(" · ".join(plain(each) for each in kept))
        if option.reason is not None:
            st.markdown(f":red[✕] {plain(_.refusal(option.reason))}")
            draw_remedies(_, wish, option)


def _what(_: Words, option: Option) -> list[str]:
    sign = periods.shown(_, option.period)
    line = f"**{plain(option.line_name)}**"
    if option.is_request:
        how = _("flexible tour: your place is confirmed when the tour is planned")
        return [f"**{_.day(option.service_date)}**\u2003{sign}", line, f":small[{how}]"]
    between = _.many("%(count)s stop in between", "%(count)s stops in between", option.stops_between)
    way = between if option.stops_between else _("direct")
    arrives = _("arrives %(time)s", time=_.clock(option.arrives_at))
    return [
        f"**{_.day(option.service_date)} · {_.clock(option.leaves_at)}**\u2003{sign}",
        line,
        f":small[{way} · {arrives} · {_.km(option.metres)}]",
    ]


def _price(_: Words, option: Option) -> str:
    reasons = _reductions(_, option)
    if not reasons:
        return price_said(_, option.bill)
    full = option.taxes.on(option.full_price_cents).total_cents
    return price_said(_, option.bill, _("instead of %(price)s", price=_.money(full)), " · ".join(reasons))


def _reductions(_: Words, option: Option) -> list[str]:
    reasons = []
    if option.trough_percent:
        reasons.append(_("trough week −%(percent)s", percent=_.percent(option.trough_percent / 100)))
    if option.solidarity_percent:
        reasons.append(_("solidarity −%(percent)s", percent=_.percent(option.solidarity_percent / 100)))
    return reasons


def _ways(tab: Tab, wish: Wish, option: Option, way: str) -> None:
    _ = tab.words
    if option.fits:
        said = _("Ask for a place") if option.is_request else _("Choose")
        if st.button(said, type="primary", key=f"reserve.choose.{option.departure_id}", width="stretch"):
            confirm(tab, wish, option, way=way)
        return
    if option.most.kg:
        said = _("Reserve %(kg)s", kg=_.kg(option.most.kg))
        if st.button(said, key=f"reserve.part.{option.departure_id}", width="stretch"):
            confirm(tab, wish, option, way=way, part=option.most)
    if option.may_wait and st.button(_("Waiting list"), key=f"reserve.wait.{option.departure_id}", width="stretch"):
        confirm(tab, wish, option, way=way, waits=True)
