"""The shared trucks: the list, and the form of one with its compartments."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.database.doors import reading
from core.fleet.actions import CompartmentCard, VehicleCard, add_vehicle
from core.fleet.views import CompartmentRow, VehicleRow, vehicles
from core.i18n.words import Words
from core.partners.views import SiteRow, sites
from core.reservations.actions import change_vehicle
from core.shared.errors import NotFound
from core.shared.quantities import TemperatureClass
from pages._parts.acting import act, flash, show_refusal
from pages._parts.network_choice import NEW, OpenForm, Section, back_to_list, draw_form_heading, form_of
from pages._parts.network_closures import held_said
from pages._parts.network_fields import hundredths_of, minutes_of, number, save_and_leave, time_of
from pages._parts.network_list import ListRow, ListWords, draw_list
from pages._parts.network_rows import draw_add, draw_row_buttons, rows_of
from pages._parts.tab import Tab


def draw_vehicles(tab: Tab, what: str) -> None:
    """Draw the list of vehicles, or the form of the one opened."""
    with reading() as session:
        rows, places = vehicles(session), sites(session)
    if not what:
        _draw_list(tab.words, rows)
        return
    row = next((each for each in rows if str(each.id) == what), None)
    if row is None and what != NEW:
        show_refusal(tab, NotFound(what="vehicle"))
        return
    _draw_form(tab, what, row, places)


def _draw_list(_: Words, rows: Sequence[VehicleRow]) -> None:
    said = ListWords(
        alt=_("Vehicles of the network"),
        add=_("Add a vehicle"),
        empty=_(
            "No vehicle yet. Add the trucks that partners share, with their compartments and what they cost: "
            "room and prices come from there."
        ),
    )
    listed = [
        ListRow(
            id=row.id,
            name=row.name,
            under=f"{row.owner_name} · {_.kg(row.payload_kg)} · {_temperatures(_, row)}",
            cells={
                "name": row.name,
                "owner": row.owner_name,
                "payload": row.payload_kg,
                "compartments": _temperatures(_, row),
                "rules": _("heavy vehicle") if row.is_heavy else "",
                "code": row.code,
                "state": _("in service") if row.is_active else _("out of service"),
            },
        )
        for row in rows
    ]
    text = st.column_config.TextColumn
    columns = {
        "name": text(_("Name"), width="medium"),
        "owner": text(_("Owner"), width="medium"),
        "payload": st.column_config.NumberColumn(_("Payload (kg)"), format="localized", width="small"),
        "compartments": text(_("Compartments"), width="medium"),
        "rules": text(_("Rules"), width="small"),
        "code": text(_("Code"), width="small"),
        "state": text(_("State"), width="small"),
    }
    draw_list(_, Section.vehicles, listed, said, columns)


def _temperatures(_: Words, row: VehicleRow) -> str:
    return " + ".join("/".join(_.label(each) for each in box.temperatures) for box in row.compartments)


def _draw_form(tab: Tab, what: str, row: VehicleRow | None, places: Sequence[SiteRow]) -> None:
    _ = tab.words
    form = form_of(Section.vehicles, what, row.version if row else None)
    draw_form_heading(_, row.name if row else _("New vehicle"), form, row.version if row else None)
    left, right = st.columns(2)
    with left:
        whose = _draw_whose(_, form, row, places)
    with right:
        figures = _draw_figures(_, form, row)
    st.markdown(f"**{_('Compartments')}**")
    boxes = _draw_compartments(_, form, row)
    is_active = row is None or st.toggle(_("In service"), value=row.is_active, key=form.key("active"))
    if row is not None:
        st.caption(_("Coming departures follow: more room is offered at once; what is booked is never cut."))
    if not st.button(_("Save"), type="primary", key=form.key("save")):
        return
    card = VehicleCard(**whose, **figures, compartments=boxes)
    if row is None:
        save_and_leave(tab, card.name, lambda session: add_vehicle(session, tab.member, card))
        return
    change = partial(change_vehicle, vehicle_id=row.id, card=card, version=form.version, is_active=is_active)
    followed = act(tab, lambda session: change(session, tab.member))
    if followed is not None:
        flash(tab, _("“%(name)s” is saved.", name=" ".join(card.name.split())))
        if followed.held:
            flash(tab, held_said(_, len(followed.held)))
        back_to_list()


def _draw_whose(_: Words, form: OpenForm, row: VehicleRow | None, places: Sequence[SiteRow]) -> dict[str, Any]:
    name = st.text_input(_("Name"), value=row.name if row else "", key=form.key("name"))
    owners = {each.partner_id: each.partner_name for each in sorted(places, key=lambda place: place.partner_name)}
    owner_id = _draw_choice(_, _("Owner"), form, "owner", owners, row.owner_id if row else None)
    bases = {each.id: f"{each.name} ({each.town})" for each in places}
    base_id = _draw_choice(_, _("Base"), form, "base", bases, row.base_site_id if row else None)
    code = st.text_input(_("Code"), value=row.code if row else "", key=form.key("code"))
    with st.container(horizontal=True):
        starts = st.time_input(
            _("Start of the working day"),
            value=time_of(row.shift_starts_minute if row else 300),
            key=form.key("starts"),
        )
        ends = st.time_input(
            _("End of the working day"), value=time_of(row.shift_ends_minute if row else 1140), key=form.key("ends")
        )
    return {
        "name": name,
        "owner_id": owner_id or 0,
        "base_site_id": base_id or 0,
        "code": code,
        "shift_starts_minute": minutes_of(starts),
        "shift_ends_minute": minutes_of(ends),
    }


def _draw_figures(_: Words, form: OpenForm, row: VehicleRow | None) -> dict[str, Any]:
    with st.container(horizontal=True):
        said = _("From 4 500 kg on, heavy-vehicle rules apply (hours of driving, log).")
        gvwr = number(_("Gross vehicle weight rating (kg)"), form, "gvwr", row.gvwr_kg if row else None, said=said)
        payload = number(_("Payload (kg)"), form, "payload", row.payload_kg if row else None)
    with st.container(horizontal=True):
        fixed = row.fixed_cents / 100 if row else 0
        fixed_cents = hundredths_of(number(_("Cost of a day ($)"), form, "fixed", fixed, step=5.0))
        per_km = row.cents_per_km / 100 if row else 0
        cents_per_km = hundredths_of(number(_("Cost of a kilometre ($)"), form, "per_km", per_km, step=0.05))
    with st.container(horizontal=True):
        per_hour = row.cents_per_hour / 100 if row else 0
        cents_per_hour = hundredths_of(number(_("Cost of an hour ($)"), form, "per_hour", per_hour, step=0.5))
        litres = number(_("Litres per 100 km"), form, "litres", row.litres_per_100_km if row else 25.4, step=0.1)
    cold = st.toggle(_("Refrigerated"), value=row is None or row.is_refrigerated, key=form.key("refrigerated"))
    return {
        "gvwr_kg": gvwr,
        "payload_kg": payload,
        "fixed_cents": fixed_cents,
        "cents_per_km": cents_per_km,
        "cents_per_hour": cents_per_hour,
        "litres_per_100_km": litres,
        "is_refrigerated": cold,
    }


def _draw_compartments(_: Words, form: OpenForm, row: VehicleRow | None) -> tuple[CompartmentCard, ...]:
    there: Sequence[CompartmentRow | None] = row.compartments if row else (None,)
    cards = tuple(
        _draw_compartment(_, form, place, there[place] if place < len(there) else None)
        for place in rows_of(form, "boxes", len(there))
    )
    draw_add(_, form, "boxes", _("Add a compartment"))
    return cards


def _draw_compartment(_: Words, form: OpenForm, place: int, box: CompartmentRow | None) -> CompartmentCard:
    name_side, kg_side, pallet_side, kept_side, button_side = st.columns([3, 2, 2, 4, 1], vertical_alignment="bottom")
    with name_side:
        name = st.text_input(
            _("Name of the compartment"), value=box.name if box else "", key=form.key(f"boxes.{place}.name")
        )
    with kg_side:
        kg = number(_("Weight (kg)"), form, f"boxes.{place}.kg", box.kg if box else None)
    with pallet_side:
        pallets = box.pallet_hundredths / 100 if box else None
        hundredths = hundredths_of(number(_("Pallets"), form, f"boxes.{place}.pallets", pallets, step=0.5))
    with kept_side:
        kept = st.multiselect(
            _("Can be kept at"),
            list(TemperatureClass),
            default=list(box.temperatures) if box else [],
            format_func=_.label,
            key=form.key(f"boxes.{place}.kept"),
            placeholder=_("Choose"),
        )
    with button_side:
        draw_row_buttons(_, form, "boxes", place, moves=False)
    return CompartmentCard(
        name=name, kg=kg, pallet_hundredths=hundredths, temperatures=tuple(kept), id=box.id if box else None
    )


def _draw_choice(
    _: Words, label: str, form: OpenForm, field: str, names: Mapping[int, str], chosen: int | None
) -> int | None:
    ids = list(names)
    return st.selectbox(
        label,
        ids,
        index=ids.index(chosen) if chosen in ids else None,
        format_func=names.__getitem__,
        key=form.key(field),
        placeholder=_("Choose"),
    )
