"""The form of one place: who it belongs to, where it is, when it is open, how long a stop takes."""

import math
from collections.abc import Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.i18n.words import Words
from core.partners.actions import SiteCard, add_site, change_site
from core.partners.cards import is_in_quebec
from core.partners.gazetteer import Town, named, towns
from core.partners.views import PartnerRow, SiteRow
from core.shared.places import Point
from core.shared.quantities import TemperatureClass
from pages._parts.base_map import MapSite, dark_mode, network_deck, show_map, site_layer
from pages._parts.network_choice import OpenForm, Section, draw_form_heading, form_of
from pages._parts.network_fields import choice_or_new, minutes_of, number, save_and_leave, time_of
from pages._parts.tab import Tab


def draw_site_form(
    tab: Tab, what: str, row: SiteRow | None, rows: Sequence[SiteRow], owners: Sequence[PartnerRow]
) -> None:
    """Draw the form of a place, new or not, and save it."""
    _ = tab.words
    form = form_of(Section.sites, what, row.version if row else None)
    draw_form_heading(_, row.name if row else _("New site"), form, row.version if row else None)
    town, point = _draw_town(_, form, row)
    with st.form(form.key("form")):
        left, right = st.columns(2)
        with left:
            whose = _draw_whose(_, form, row, rows, owners)
        with right:
            where = _draw_where(_, form, point)
            when = _draw_when(_, form, row)
        is_active = row is None or st.toggle(
            _("In service"),
            value=row.is_active,
            key=form.key("active"),
            help=_("A closed site stays in the history and can no longer be chosen."),
        )
        if not st.form_submit_button(_("Save"), type="primary"):
            return
    card = SiteCard(town=town, **whose, **where, **when)
    if row is None:
        save_and_leave(tab, card.name, lambda session: add_site(session, tab.member, card))
        return
    change = partial(change_site, site_id=row.id, card=card, version=form.version, is_active=is_active)
    save_and_leave(tab, card.name, lambda session: change(session, tab.member))


def _draw_town(_: Words, form: OpenForm, row: SiteRow | None) -> tuple[str, Point | None]:
    """Ask for the town first: it places the site, and homonyms are asked about, never guessed."""
    known = towns()
    picked = st.selectbox(
        _("Town"),
        [f"{index}" for index in range(len(known))],
        index=None,
        key=form.key("town"),
        format_func=lambda each: _town_said(_, known[int(each)]) if each.isdecimal() else each,
        accept_new_options=True,
        placeholder=row.town if row else _("Choose a town: it places the site"),
        help=_("A name that several towns bear appears once for each, with its neighbour."),
    )
    if picked is None:
        return (row.town, row.point) if row else ("", None)
    if picked.isdecimal() and int(picked) < len(known):
        return known[int(picked)].name, known[int(picked)].point
    return _draw_typed_town(_, form, picked, row)


def _draw_typed_town(_: Words, form: OpenForm, typed: str, row: SiteRow | None) -> tuple[str, Point | None]:
    found = named(typed)
    if len(found) == 1:
        return found[0].name, found[0].point
    if not found:
        st.caption(_("“%(town)s” is not in our list of towns: type its coordinates below.", town=typed))
        return typed, row.point if row else None
    which = st.radio(
        _("Several towns are called “%(town)s”. Which one?", town=typed),
        range(len(found)),
        index=None,
        key=form.key(f"which.{typed}"),
        format_func=lambda each: _town_said(_, found[each]),
    )
    return (typed, None) if which is None else (found[which].name, found[which].point)


def _town_said(_: Words, town: Town) -> str:
    if not town.beside:
        return town.name
    return _("%(town)s (%(km)s from %(beside)s)", town=town.name, km=_.km(town.beside_metres), beside=town.beside)


def _draw_whose(
    _: Words, form: OpenForm, row: SiteRow | None, rows: Sequence[SiteRow], owners: Sequence[PartnerRow]
) -> dict[str, Any]:
    names = {each.id: each.name for each in owners if each.is_active or (row and each.id == row.partner_id)}
    name = st.text_input(_("Name"), value=row.name if row else "", key=form.key("name"))
    partner_id = st.selectbox(
        _("Partner"),
        list(names),
        index=list(names).index(row.partner_id) if row else None,
        format_func=names.__getitem__,
        key=form.key("partner"),
        placeholder=_("Choose"),
    )
    kinds, territories = {each.kind for each in rows}, {each.territory for each in rows}
    kind = choice_or_new(_, _("Sort of place"), form, "kind", row.kind if row else "", kinds)
    territory = choice_or_new(_, _("Territory"), form, "territory", row.territory if row else "", territories)
    code = st.text_input(_("Code"), value=row.code if row else "", key=form.key("code"))
    dock_note = st.text_area(
        _("Dock note"),
        value=row.dock_note if row else "",
        key=form.key("dock"),
        help=_("What a driver must know: where to turn, whom to call, dock or tailgate."),
    )
    return {
        "name": name,
        "partner_id": partner_id or 0,
        "kind": kind,
        "territory": territory,
        "code": code,
        "dock_note": dock_note,
    }


def _draw_where(_: Words, form: OpenForm, point: Point | None) -> dict[str, Any]:
    # a town chosen above gives both fields a new key, hence its own coordinates; typed ones stay otherwise
    place = f"{point.latitude:.4f},{point.longitude:.4f}" if point else "none"
    with st.container(horizontal=True):
        degrees = [
            st.number_input(
                label, value=value, step=0.0001, format="%.4f", key=form.key(f"{field}.{place}"), placeholder=example
            )
            for field, label, value, example in (
                ("latitude", _("Latitude"), point.latitude if point else None, "48.4488"),
                ("longitude", _("Longitude"), point.longitude if point else None, "-68.5243"),
            )
        ]
    latitude, longitude = (math.nan if each is None else each for each in degrees)
    if is_in_quebec(latitude, longitude):
        _draw_point(_, form, Point(latitude, longitude))
    return {"latitude": latitude, "longitude": longitude}


def _draw_when(_: Words, form: OpenForm, row: SiteRow | None) -> dict[str, Any]:
    with st.container(horizontal=True):
        opens = st.time_input(_("Opens at"), value=time_of(row.opens_minute if row else 420), key=form.key("opens"))
        until = row.closes_minute if row else 1020
        closes = st.time_input(_("Closes at"), value=time_of(until), key=form.key("closes"))
    with st.container(horizontal=True):
        setup = number(_("Minutes at the dock"), form, "setup", row.setup_minutes if row else 10)
        per_pallet = number(_("Minutes per pallet"), form, "per_pallet", row.minutes_per_pallet if row else 3)
    storage = number(_("Storage (pallets)"), form, "storage", row.stores_pallets if row else 0)
    stored = st.multiselect(
        _("Storage temperatures"),
        list(TemperatureClass),
        default=list(row.stores_temperatures) if row else [],
        format_func=_.label,
        key=form.key("stored"),
        placeholder=_("None kept here"),
    )
    return {
        "opens_minute": minutes_of(opens),
        "closes_minute": minutes_of(closes),
        "setup_minutes": setup,
        "minutes_per_pallet": per_pallet,
        "stores_pallets": storage,
        "stores_temperatures": tuple(stored),
    }


def _draw_point(_: Words, form: OpenForm, point: Point) -> None:
    dark = dark_mode()
    disc = site_layer([MapSite(point, _("This site"), radius_pixels=8)], dark=dark)
    deck = network_deck([disc], dark=dark, around=[point], zoom=8.5, size=(480, 200))
    show_map(_, deck, key=form.key("map"), alt=_("Where this site is"), height=200)
