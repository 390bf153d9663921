"""The places where trucks stop: the list beside the map, and the form of one."""

from collections.abc import Mapping, Sequence

import streamlit as st

from core.database.doors import reading
from core.i18n.words import Words
from core.partners.views import PartnerRow, SiteRow, partners, sites
from core.shared.errors import NotFound
from pages._parts.acting import show_refusal
from pages._parts.base_map import MapSite, dark_mode, network_deck, show_map, site_layer
from pages._parts.network_choice import KEY, NEW, Section, count_forms, open_thing
from pages._parts.network_list import ListRow, ListWords, draw_list
from pages._parts.network_site_form import draw_site_form
from pages._parts.tab import Tab


def draw_sites(tab: Tab, what: str) -> None:
    """Draw the list of places and their map, or the form of the one opened."""
    with reading() as session:
        rows, owners = sites(session), partners(session)
    if not what:
        _draw_list(tab, rows, owners)
        return
    row = next((each for each in rows if str(each.id) == what), None)
    if row is None and what != NEW:
        show_refusal(tab, NotFound(what="site"))
        return
    draw_site_form(tab, what, row, rows, owners)


def _draw_list(tab: Tab, rows: Sequence[SiteRow], owners: Sequence[PartnerRow]) -> None:
    _ = tab.words
    if not owners:
        st.info(_("A site belongs to a partner. Add the partners first, then their farms, docks and drop points."))
        return
    said = ListWords(
        alt=_("Sites of the network"),
        add=_("Add a site"),
        empty=_(
            "No site yet. Add the farms, warehouses, docks and drop points where trucks stop: lines and reservations "
            "go from one to another."
        ),
    )
    listed = [ListRow(id=row.id, name=row.name, under=_under(_, row), cells=_cells(_, row)) for row in rows]
    text = st.column_config.TextColumn
    columns = {
        "name": text(_("Name"), width=200),
        "partner": text(_("Partner"), width=205),
        "town": text(_("Town"), width=150),
        "hours": text(_("Opening hours"), width=140),
        "kind": text(_("Sort of place"), width="small"),
        "code": text(_("Code"), width="small"),
        "state": text(_("State"), width="small"),
    }
    beside, map_side = st.columns([7, 4])
    with beside:
        found = draw_list(_, Section.sites, listed, said, columns)
    kept = {row.id for row in found}
    with map_side:
        _draw_map(_, [row for row in rows if row.id in kept])


def _draw_map(_: Words, rows: Sequence[SiteRow]) -> None:
    dark = dark_mode()
    discs = [MapSite(row.point, row.name, (row.partner_name, _hours(_, row)), reference=row.id) for row in rows]
    deck = network_deck(
        [site_layer(discs, dark=dark)], dark=dark, around=[row.point for row in rows], size=(480, 520), towns=True
    )
    picked = show_map(
        _,
        deck,
        key=f"{KEY}.map.{count_forms()}",
        alt=_("Map of the sites; the list beside says the same."),
        height=520,
        selects=True,
    )
    chosen = picked.get("sites", [])
    if chosen:
        open_thing(int(chosen[0]["reference"]))


def _cells(_: Words, row: SiteRow) -> Mapping[str, str]:
    return {
        "name": row.name,
        "partner": row.partner_name,
        "town": row.town,
        "hours": _hours(_, row),
        "kind": row.kind,
        "code": row.code,
        "state": "" if row.is_active else _("closed"),
    }


def _under(_: Words, row: SiteRow) -> str:
    return f"{row.partner_name} · {row.town} · {_hours(_, row)}"


def _hours(_: Words, row: SiteRow) -> str:
    return f"{_.minute_of_day(row.opens_minute)} – {_.minute_of_day(row.closes_minute)}"
