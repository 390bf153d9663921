"""The lines: the list, the form of one, and its pauses."""

from collections.abc import Mapping, Sequence
from datetime import date

import streamlit as st

from core.calendar.weekly import weekly_of
from core.database.doors import reading
from core.fleet.views import vehicles
from core.i18n.words import Words
from core.lines.kinds import DepartureKind
from core.lines.views import LineRow, LineSettings, drivers, generated_until, line_settings, lines
from core.partners.views import sites
from core.seasons.allotment_views import NO_RULES, line_rules
from core.shared.errors import NotFound
from pages._parts.acting import show_refusal
from pages._parts.network_allotments import draw_allotments
from pages._parts.network_choice import NEW, Section
from pages._parts.network_line_form import draw_line_form
from pages._parts.network_list import ListRow, ListWords, draw_list
from pages._parts.network_pauses import draw_pauses
from pages._parts.network_rule import WEEKDAYS
from pages._parts.network_terms import draw_terms
from pages._parts.tab import Tab


def draw_lines(tab: Tab, what: str) -> None:
    """Draw the list of lines, or the form of the one opened with its pauses."""
    if not what:
        with reading() as session:
            rows, until = lines(session), generated_until(session)
        _draw_list(tab.words, rows, until)
        return
    with reading() as session:
        rows, settings = lines(session), line_settings(session)
        trucks, places, who_drive = vehicles(session), sites(session), drivers(session)
        row = next((each for each in rows if str(each.id) == what), None)
        rules = line_rules(session, row.id) if row else NO_RULES
    if row is None and what != NEW:
        show_refusal(tab, NotFound(what="line"))
        return
    own = settings.get(row.id, LineSettings({}, ())) if row else LineSettings({}, ())
    draw_line_form(tab, what, row, own, trucks, places, {each.territory for each in rows}, who_drive)
    if row is not None:
        draw_pauses(tab, row, own)
        draw_terms(tab, row, rules.terms, rules.version)
        if row.kind is DepartureKind.fixed:
            draw_allotments(tab, row, rules.allotments)


def _draw_list(_: Words, rows: Sequence[LineRow], until: Mapping[int, date]) -> None:
    said = ListWords(
        alt=_("Lines of the network"),
        add=_("Add a line"),
        empty=_(
            "No line yet. A line is a truck that comes back: its stops in order, its days and hours. "
            "Add the sites and vehicles first, then the line; its departures are generated afterwards."
        ),
    )
    listed = [
        ListRow(
            id=row.id,
            name=row.name,
            under=f"{days_said(_, row.rrule)} · {_.minute_of_day(row.starts_minute)} · {row.vehicle_name}",
            cells={
                "name": row.name,
                "days": days_said(_, row.rrule),
                "leaves": _.minute_of_day(row.starts_minute),
                "vehicle": row.vehicle_name,
                "until": until.get(row.id),
                "state": _("in service") if row.is_active else _("out of service"),
                "stops": " → ".join(_towns(row)),
            },
        )
        for row in rows
    ]
    text = st.column_config.TextColumn
    columns = {
        "name": text(_("Name"), width=225),
        "days": text(_("Days"), width=200),
        "leaves": text(_("Leaves at"), width=80),
        "vehicle": text(_("Vehicle"), width=230),
        "until": st.column_config.DateColumn(_("Generated until"), format="YYYY-MM-DD", width=130),
        "state": text(_("State"), width=100),
        "stops": text(_("Stops"), width="large"),
    }
    draw_list(_, Section.lines, listed, said, columns)


def days_said(_: Words, rule: str) -> str:
    """Return the days of a line in words, or its rule when it says more than days of the week."""
    weekly = weekly_of(rule)
    if weekly is None:
        return rule
    days = ", ".join(_(WEEKDAYS[day]) for day in weekly.weekdays)
    if weekly.every_weeks == 1:
        return days
    return _("%(days)s, every %(weeks)s weeks", days=days, weeks=weekly.every_weeks)


def _towns(row: LineRow) -> list[str]:
    towns: list[str] = []
    for stop in row.stops:
        if not towns or towns[-1] != stop.town:
            towns.append(stop.town)
    return towns
