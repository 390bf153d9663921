"""The form of one line: its name, days and hours, stops, temperatures, and what makes a week a trough or a peak."""

from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any

import streamlit as st

from core.database.doors import WriteSession
from core.fleet.views import VehicleRow
from core.i18n.words import Words
from core.lines.actions import Changed, LineCard, add_line, change_line
from core.lines.kinds import DepartureKind
from core.lines.views import LineRow, LineSettings
from core.partners.views import SiteRow
from core.shared import clock
from core.shared.quantities import TemperatureClass
from pages._parts.acting import act, flash
from pages._parts.network_choice import OpenForm, Section, back_to_list, draw_form_heading, form_of
from pages._parts.network_fields import choice_or_new, minutes_of, number, time_of
from pages._parts.network_rule import draw_preview, draw_rule
from pages._parts.network_stops import draw_stops
from pages._parts.tab import Tab


def draw_line_form(
    tab: Tab,
    what: str,
    row: LineRow | None,
    settings: LineSettings,
    trucks: Sequence[VehicleRow],
    places: Sequence[SiteRow],
    territories: set[str],
    who_drive: Mapping[int, str],
) -> None:
    """Draw the form of a line, new or not, and save it."""
    _ = tab.words
    form = form_of(Section.lines, what, row.version if row else None)
    draw_form_heading(_, row.name if row else _("New line"), form, row.version if row else None)
    left, right = st.columns(2)
    with left:
        named = _draw_name(_, form, row, territories)
        truck = _draw_vehicle(_, form, row, trucks)
        driver_id = _draw_driver(_, form, row, who_drive)
        kept_at = _draw_temperatures(_, form, settings, truck)
    with right:
        when = _draw_days(_, form, row)
    stops = draw_stops(_, form, row, places, when["starts_minute"])
    with st.expander(_("Periods and prices")):
        thresholds = _draw_thresholds(_, form, row)
    is_active = row is None or st.toggle(
        _("In service"),
        value=row.is_active,
        key=form.key("active"),
        help=_("Out of service, a line keeps its history and its reserved departures; the free ones are removed."),
    )
    if not st.button(_("Save"), type="primary", key=form.key("save")):
        return
    card = LineCard(
        **named,
        **when,
        **thresholds,
        vehicle_id=truck.id if truck else 0,
        stops=stops,
        compartments=kept_at,
        driver_id=driver_id,
    )
    _save(tab, form, row, card, is_active)


def _save(tab: Tab, form: OpenForm, row: LineRow | None, card: LineCard, is_active: bool) -> None:  # noqa: FBT001 - a form's field
    _ = tab.words
    if row is None:
        if act(tab, lambda session: add_line(session, tab.member, card)) is None:
            return
        flash(tab, _("“%(name)s” is saved. Now generate its departures, in “Departures”.", name=card.name.strip()))
    else:
        change = partial(change_line, line_id=row.id, card=card, version=form.version, is_active=is_active)

        def do(session: WriteSession) -> Changed:
            return change(session, tab.member)

        changed = act(tab, do)
        if changed is None:
            return
        flash(tab, _("“%(name)s” is saved.", name=card.name.strip()))
        if changed.kept_departure_ids:
            flash(tab, kept_said(_, len(changed.kept_departure_ids)))
    back_to_list()


def kept_said(_: Words, count: int) -> str:
    """Say how many departures were left as they are because people reserved on them."""
    return _.many(
        "%(count)s departure with reservations stays as it was. Cancel it in “Departures” if it will not run.",
        "%(count)s departures with reservations stay as they were. Cancel them in “Departures” if they will not run.",
        count,
    )


def _draw_name(_: Words, form: OpenForm, row: LineRow | None, territories: set[str]) -> dict[str, Any]:
    name = st.text_input(_("Name"), value=row.name if row else "", key=form.key("name"))
    code = st.text_input(_("Code"), value=row.code if row else "", key=form.key("code"))
    territory = choice_or_new(_, _("Territory"), form, "territory", row.territory if row else "", territories)
    kind = st.segmented_control(
        _("Stops"),
        list(DepartureKind),
        default=row.kind if row else DepartureKind.fixed,
        format_func=_.label,
        key=form.key("kind"),
        required=True,
        help=_("Fixed stops are known ahead. A flexible tour is planned once its requests are in."),
    )
    note = st.text_input(_("Note"), value=row.note if row else "", key=form.key("note"))
    return {"name": name, "code": code, "territory": territory, "kind": kind, "note": note}


def _draw_vehicle(_: Words, form: OpenForm, row: LineRow | None, trucks: Sequence[VehicleRow]) -> VehicleRow | None:
    usable = [each for each in trucks if each.is_active or (row and each.id == row.vehicle_id)]
    places = range(len(usable))
    chosen = st.selectbox(
        _("Vehicle"),
        places,
        index=next((place for place in places if row and usable[place].id == row.vehicle_id), None),
        format_func=lambda place: f"{usable[place].name} — {usable[place].owner_name}",
        key=form.key("vehicle"),
        placeholder=_("Choose"),
    )
    return None if chosen is None else usable[chosen]


def _draw_temperatures(
    _: Words, form: OpenForm, settings: LineSettings, truck: VehicleRow | None
) -> dict[int, TemperatureClass]:
    kept_at: dict[int, TemperatureClass] = {}
    for box in truck.compartments if truck else ():
        now = settings.temperatures.get(box.id)
        only = box.temperatures[0] if len(box.temperatures) == 1 else None
        default = now if now in box.temperatures else only
        chosen = st.segmented_control(
            _("“%(compartment)s” is kept at", compartment=box.name),
            box.temperatures,
            default=default,
            format_func=_.label,
            key=form.key(f"kept.{box.id}"),
        )
        if chosen is not None:
            kept_at[box.id] = chosen
    return kept_at


def _draw_days(_: Words, form: OpenForm, row: LineRow | None) -> dict[str, Any]:
    rule = draw_rule(_, form, row.rrule if row else "")
    with st.container(horizontal=True):
        starts = st.time_input(
            _("Leaves at"),
            value=time_of(row.starts_minute if row else 420),
            key=form.key("starts"),
            step=300,
        )
        cut_off = number(_("Reservations close (hours before)"), form, "cut_off", row.cut_off_hours if row else 18)
    with st.container(horizontal=True):
        season_from = st.date_input(
            _("First day of the season"),
            value=row.season_from if row else clock.today(),
            key=form.key("from"),
            format="YYYY-MM-DD",
        )
        season_to = st.date_input(
            _("Last day (blank: no end)"), value=row.season_to if row else None, key=form.key("to")
        )
    first_day = season_from or clock.today()
    draw_preview(_, form, rule, line_id=row.id if row else None, first_day=first_day, last_day=season_to)
    return {
        "rrule": rule,
        "starts_minute": minutes_of(starts) % (24 * 60) if starts else -1,
        "cut_off_hours": cut_off,
        "season_from": first_day,
        "season_to": season_to,
    }


def _draw_driver(_: Words, form: OpenForm, row: LineRow | None, who_drive: Mapping[int, str]) -> int | None:
    ids = list(who_drive)
    return st.selectbox(
        _("Usual driver"),
        ids,
        index=ids.index(row.driver_id) if row and row.driver_id in ids else None,
        format_func=who_drive.__getitem__,
        key=form.key("driver"),
        placeholder=_("Nobody yet"),
        help=_("New departures are given to this person, or to whoever replaces them."),
    )


def _draw_thresholds(_: Words, form: OpenForm, row: LineRow | None) -> dict[str, Any]:
    with st.container(horizontal=True):
        trough = number(_("Trough below (per cent)"), form, "trough", row.trough_below_percent if row else 35)
        peak = number(_("Peak from (per cent)"), form, "peak", row.peak_from_percent if row else 75)
        discount = number(_("Trough discount (per cent)"), form, "discount", row.trough_discount_percent if row else 30)
    return {"trough_below_percent": trough, "peak_from_percent": peak, "trough_discount_percent": discount}
