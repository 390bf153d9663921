"""The map of effort: each partner a disc, as large as its effort, as blue or orange as its balance."""

from collections.abc import Sequence
from dataclasses import dataclass

import pydeck as pdk
import streamlit as st

from core.compensation.views import EffortRow
from core.i18n.words import Words
from core.ledger.units import Unit
from core.shared.places import Point
from pages._parts.base_map import MapLabel, dark_mode, label_layer, network_deck, rgb, show_map
from pages._parts.map_ground import Colour, palette, position
from pages._parts.map_view import TILE_PIXELS, view_of
from pages._parts.roles_choice import UNITS
from pages._parts.roles_scale import (
    HIDDEN,
    colour_at,
    legend_svg,
    radius_pixels,
    scale_numbers,
    share_of_scale,
)
from pages._parts.roles_words import amount_said, balance_said, effort_said

LAYER = "partners"
MAP_KEY = "roles.map"
SIZE = (640, 520)
LABEL_ROOM = (90, 40)


@dataclass(frozen=True, slots=True)
class Disc:
    """A partner as the map shows it; `balance` is None where it is not the reader's to see."""

    row: EffortRow
    point: Point
    effort: int
    balance: int | None


def effort_in(row: EffortRow, unit: Unit) -> int:
    """Return a partner's effort counted in a unit: dollars of all it gave, its hours, or its kg."""
    if unit is Unit.cad_cents:
        return row.value_cents or 0
    return row.hours_minutes if unit is Unit.minutes else row.goods_kg


def discs(rows: Sequence[EffortRow], unit: Unit) -> list[Disc]:
    """Return the discs of the partners that have a place, the largest first so that small ones stay on top.

    In dollars the balance is what the book says. In hours and in kind nobody owes anybody: there it is how far a
    partner stands above or below the average of the network.
    """
    average = sum(effort_in(row, unit) for row in rows) // max(1, len(rows))
    found = []
    for row in rows:
        effort = effort_in(row, unit)
        balance = row.balance_cents if unit is Unit.cad_cents else effort - average
        if row.point is not None:
            found.append(Disc(row, row.point, effort, balance))
    return sorted(found, key=lambda disc: (-disc.effort, disc.row.name))


def draw_map(_: Words, rows: Sequence[EffortRow], unit: Unit, chosen: int | None) -> None:
    """Draw the map, its legend and what the discs mean; a picked disc comes back through `picked_partner`."""
    dark = dark_mode()
    shown = discs(rows, unit)
    most_effort = max((disc.effort for disc in shown), default=0)
    most_balance = max((abs(disc.balance) for disc in shown if disc.balance is not None), default=0)
    layer = pdk.Layer(
        "ScatterplotLayer",
        [_row(_, disc, unit, most_effort, most_balance, dark=dark, chosen=chosen) for disc in shown],
        id=LAYER,
        get_position="at",
        get_radius="radius",
        radius_units=pdk.types.String("pixels"),
        get_fill_color="colour",
        get_line_color="outline",
        get_line_width="stroke",
        line_width_units=pdk.types.String("pixels"),
        stroked=True,
        pickable=True,
        auto_highlight=True,
    )
    names = label_layer(_town_labels(shown, most_effort), dark=dark, layer_id="partner-towns")
    deck = network_deck([layer, names], dark=dark, around=[disc.point for disc in shown], size=SIZE)
    show_map(
        _,
        deck,
        key=MAP_KEY,
        height=SIZE[1],
        selects=True,
        alt=_("Map of the partners: effort by size, balance by colour; the table below says the same"),
    )
    any_hidden = any(disc.balance is None for disc in shown)
    _draw_legend(_, unit, most_effort, most_balance, any_hidden=any_hidden, dark=dark)


def picked_partner() -> int | None:
    """Return the partner whose disc is picked on the map, as of the last time it was drawn."""
    state = st.session_state.get(MAP_KEY)
    objects = state["selection"]["objects"].get(LAYER, []) if state else []
    return int(objects[0]["reference"]) if objects else None


def _town_labels(shown: Sequence[Disc], most_effort: int) -> list[MapLabel]:
    """Name the towns of the discs, those of the largest first, above the disc and never over another name."""
    _centre, zoom = view_of([disc.point for disc in shown], size=SIZE)
    pixels_a_degree = TILE_PIXELS * 2**zoom / 360
    placed: dict[str, MapLabel] = {}
    for disc in shown:
        near = any(
            abs(label.point.longitude - disc.point.longitude) * pixels_a_degree < LABEL_ROOM[0]
            and abs(label.point.latitude - disc.point.latitude) * pixels_a_degree * 1.5 < LABEL_ROOM[1]
            for label in placed.values()
        )
        if not near and disc.row.town not in placed:
            above = round(radius_pixels(disc.effort, most_effort)) + 11
            placed[disc.row.town] = MapLabel(disc.point, disc.row.town, up_pixels=above)
    return list(placed.values())


def _row(
    _: Words, disc: Disc, unit: Unit, most_effort: int, most_balance: int, *, dark: bool, chosen: int | None
) -> dict[str, object]:
    hidden = disc.balance is None
    colour = rgb(HIDDEN) if disc.balance is None else colour_at(share_of_scale(disc.balance, most_balance))
    is_chosen = disc.row.partner_id == chosen
    lines = [disc.row.name, f"{_.label(disc.row.kind)} · {disc.row.town}", effort_said(_, disc.row)]
    if unit is Unit.cad_cents:
        lines.append(_("Its amounts are its own to see") if hidden else balance_said(_, disc.balance or 0))
    else:
        lines.append(_("%(difference)s from the average", difference=_signed(_, unit, disc.balance or 0)))
    return {
        "at": position(disc.point),
        "tip": "\n".join(lines),
        "colour": [*colour, 225],
        "outline": list(_outline(dark=dark)),
        "stroke": 4 if is_chosen else 1.5,
        "radius": radius_pixels(disc.effort, most_effort),
        "reference": disc.row.partner_id,
    }


def _outline(*, dark: bool) -> Colour:
    return palette(dark=dark).text


def _signed(_: Words, unit: Unit, amount: int) -> str:
    return f"+{amount_said(_, unit, amount)}" if amount > 0 else amount_said(_, unit, amount)


def _draw_legend(_: Words, unit: Unit, most_effort: int, most_balance: int, *, any_hidden: bool, dark: bool) -> None:
    ends = (
        (_("owes the network"), _("is owed by the network"))
        if unit is Unit.cad_cents
        else (_("gives less than the average"), _("gives more than the average"))
    )
    numbers = tuple(_short(_, unit, amount) for amount in scale_numbers(most_balance))
    ink = "#EEF2EE" if dark else "#17231F"
    st.image(legend_svg(numbers, *ends, ink=ink), width=420)
    said = _(
        "Size: effort given in the period, counted in %(unit)s; the largest disc is %(most)s.",
        unit=_(UNITS[unit]).lower(),
        most=amount_said(_, unit, most_effort),
    )
    if any_hidden:
        said += " " + _("Grey: amounts that are not yours to see.")
    st.caption(said)


def _short(_: Words, unit: Unit, amount: int) -> str:
    """Return an amount for the legend: whole dollars, hours or kg."""
    if unit is Unit.cad_cents:
        said = _("$%(amount)s", amount=_.number(round(abs(amount) / 100)))
        return f"−{said}" if amount <= -50 else said
    return f"{_.number(round(amount / 60))}\u00a0h" if unit is Unit.minutes else _.kg(amount)
