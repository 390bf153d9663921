"""The answers of the storage page: places on a map, days in a timeline, each place with its price in full."""

from collections.abc import Sequence

import streamlit as st

from core.i18n.words import Words
from core.shared.quantities import Quantity
from core.storage.requests import StorageWish
from core.storage.views import StorageOption
from pages._parts.base_map import MapLabel, MapSite, dark_mode, label_layer, network_deck, show_map, site_layer
from pages._parts.map_ground import palette
from pages._parts.map_view import heights_apart, view_of
from pages._parts.plain_text import dollars, plain
from pages._parts.price_words import price_said
from pages._parts.screen import on_a_phone
from pages._parts.storage_confirm import confirm
from pages._parts.storage_timeline import PlaceDays, draw_timeline
from pages._parts.tab import Tab

_AT_ONCE = 12
_MAP_SIZE = (420, 420)
_MARGIN = 80


def draw_found(tab: Tab, wish: StorageWish, options: Sequence[StorageOption]) -> None:
    """Draw the places that keep the temperature, those with room first."""
    _ = tab.words
    fitting = sum(option.fits for option in options)
    st.subheader(
        _.many("%(count)s place has room on every day", "%(count)s places have room on every day", fitting)
        if fitting
        else _("No place has room on every day: here is what would do"),
        anchor=False,
    )
    st.caption(
        f"{_.pallets(wish.pallet_hundredths)} · {_.label(wish.temperature)} · {_.days(wish.first_day, wish.last_day)}"
    )
    if on_a_phone():
        _cards(tab, wish, options)
        _map(_, options)
    else:
        left, right = st.columns([3, 2], gap="medium")
        with left:
            _cards(tab, wish, options)
        with right:
            _map(_, options)
    st.subheader(_("Free pallets, day by day"), anchor=False)
    draw_timeline(
        _, [PlaceDays(f"{option.site_name} · {_.label(option.temperature)}", option.days) for option in options]
    )


def _cards(tab: Tab, wish: StorageWish, options: Sequence[StorageOption]) -> None:
    for option in options[:_AT_ONCE]:
        _card(tab, wish, option)
    if options[_AT_ONCE:]:
        with st.expander(f"{tab.words('The others')} · {tab.words.number(len(options) - _AT_ONCE)}"):
            for option in options[_AT_ONCE:]:
                _card(tab, wish, option)


def _card(tab: Tab, wish: StorageWish, option: StorageOption) -> None:
    _ = tab.words
    with st.container(border=True, gap="small"):
        what, price, choose = st.columns([4, 2.6, 2], vertical_alignment="center")
        what.markdown("  \n".join(_what(_, option)))
        price.markdown(dollars(_price(_, wish, option)))
        if not tab.member.is_visitor and tab.partner_id is not None:
            with choose:
                _ways(tab, wish, option)
        if option.reason is not None:
            st.markdown(f":red[✕] {plain(_.refusal(option.reason))}")
        if option.conditions:
            st.caption(plain(option.conditions))


def _what(_: Words, option: StorageOption) -> list[str]:
    free = _("Free on the fullest day: %(pallets)s", pallets=_.pallets(max(0, option.least_free)))
    return [
        f"**{plain(option.site_name)}**",
        f"{plain(option.town)} · {_.label(option.temperature)}",
        f":small[{free if option.least_free > 0 else _('Full on at least one day')}]",
    ]


def _price(_: Words, wish: StorageWish, option: StorageOption) -> str:
    if not option.cents_per_pallet_day:
        return f"**{_('free of charge')}**"
    each = _("%(price)s per pallet and day", price=_.money(option.cents_per_pallet_day))
    days = _.many("%(count)s day", "%(count)s days", wish.days.count)
    return price_said(_, option.bill, f"{each} × {_.pallets(wish.pallet_hundredths)} × {days}")


def _ways(tab: Tab, wish: StorageWish, option: StorageOption) -> None:
    _ = tab.words
    if option.fits:
        if st.button(_("Choose"), type="primary", key=f"storage.choose.{option.offer_id}", width="stretch"):
            confirm(tab, wish, option)
        return
    if option.most:
        said = _("Reserve %(kg)s", kg=_.quantity(Quantity(0, option.most)))
        if st.button(said, key=f"storage.part.{option.offer_id}", width="stretch"):
            confirm(tab, wish, option, part=option.most)
    if option.may_wait and st.button(_("Waiting list"), key=f"storage.wait.{option.offer_id}", width="stretch"):
        confirm(tab, wish, option, waits=True)


def _map(_: Words, options: Sequence[StorageOption]) -> None:
    """Draw the places once each: those with room in the accent, the others in grey, the free pallets on hover."""
    dark = dark_mode()
    by_place: dict[int, list[StorageOption]] = {}
    for option in options:
        by_place.setdefault(option.site_id, []).append(option)
    discs = [_disc(_, here, dark=dark) for here in by_place.values()]
    around = [here[0].point for here in by_place.values()]
    said = [f"{here[0].town} · {_.pallets(max(each.least_free for each in here))}" for here in by_place.values()]
    _centre, zoom = view_of(around, size=_MAP_SIZE, margin_pixels=_MARGIN)
    heights = heights_apart(list(zip(said, around, strict=True)), zoom)
    labels = [MapLabel(at, text, up_pixels=up) for text, at, up in zip(said, around, heights, strict=True)]
    layers = [site_layer(discs, dark=dark), label_layer(labels, dark=dark)]
    deck = network_deck(layers, dark=dark, around=around, size=_MAP_SIZE, margin_pixels=_MARGIN)
    alt = _("Map of the places that store, with what is free on the fullest day; the list says the same")
    show_map(_, deck, key="storage.map", alt=alt, height=_MAP_SIZE[1])


def _disc(_: Words, here: Sequence[StorageOption], *, dark: bool) -> MapSite:
    fits = any(option.fits for option in here)
    lines = tuple(
        f"{_.label(option.temperature)} : {_.pallets(max(0, option.least_free))} · {_.money(option.bill.total_cents)}"
        for option in here
    )
    grey = palette(dark=dark).town
    return MapSite(
        here[0].point,
        here[0].site_name,
        lines,
        colour=None if fits else grey,
        radius_pixels=9 if fits else 6,
    )
