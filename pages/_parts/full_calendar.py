"""The month and week grids of the FullCalendar component, and the dress that the vehicles' timeline shares.

The component lives in a frame of its own, repeats its last click on every rerun and knows only the colours it is
given. This adapter hands each click over once, keeps wall-clock hours as they are, and dresses it in our theme.
"""

from collections.abc import Sequence, Set
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.file_util import get_static_dir
from streamlit_calendar import calendar

from core.i18n.words import Words
from core.shared.clock import NETWORK_ZONE, local, today

# FullCalendar's premium views are free for projects under the GPL, as Navette is (GPL-3.0-or-later).
LICENCE_KEY = "GPL-My-Project-Is-Open-Source"


@dataclass(frozen=True, slots=True)
class CalendarEvent:
    """One block of the grid. `lines` stand under each other as plain text; `colour` edges the block."""

    id: str
    starts_at: datetime
    ends_at: datetime
    lines: tuple[str, ...]
    colour: str
    is_muted: bool = False


@dataclass(frozen=True, slots=True)
class Dress:
    """The colours of a calendar in one theme."""

    ground: str
    text: str
    muted: str
    edge: str
    block: str
    today: str
    accent: str


LIGHT = Dress("#FBFAF6", "#17231F", "#4A5751", "#DDE1DA", "#FFFFFF", "#E4EFEA", "#1B6B57")
DARK = Dress("#16201D", "#EEF2EE", "#B4C0BA", "#33403B", "#1F2B27", "#20352E", "#6FD0B3")


def full_calendar(
    _: Words,
    events: Sequence[CalendarEvent],
    *,
    key: str,
    first_day: date,
    weeks: int,
    dark: bool,
    height: int = 640,
    most_a_day: int | None = None,
) -> str | None:
    """Draw the grid of `weeks` weeks from `first_day`, a Monday; return the id of the event just clicked, once.

    The grid has no week-ends when nothing runs then, and no buttons of its own: to move, draw it again with another
    `first_day` (it is part of its identity).
    `most_a_day` blocks fit a day; the rest waits behind “+ 2”.
    """
    grid_key = f"{key}-{first_day.isoformat()}-{weeks}-{_.language}-{dark}"
    clicked, revision = _new_click(grid_key)
    calendar(
        events=[_block(event, dress=DARK if dark else LIGHT, revision=revision) for event in events],
        options={
            **_options(_, first_day=first_day, weeks=weeks, most_a_day=most_a_day),
            "weekends": has_weekends(events),
            "height": height,
        },
        custom_css=dressed(DARK if dark else LIGHT, {event.colour for event in events}, dark=dark),
        callbacks=["eventClick"],
        license_key=LICENCE_KEY,
        key=grid_key,
    )
    return clicked


def has_weekends(events: Sequence[CalendarEvent]) -> bool:
    """Say whether the grid shows Saturdays and Sundays: only when something runs, to leave the room to what does."""
    return any(local(event.starts_at).weekday() >= 5 for event in events)


def _new_click(grid_key: str) -> tuple[str | None, int]:
    """Return the click not yet handed over, and the revision to stamp on the events drawn now.

    The component gives its last click on every rerun. Each block carries the revision it was drawn with, and a
    click counts only if that is the current one; it then becomes old, so a second click on the same block counts.
    """
    stamp = f"{grid_key}-revision"
    revision: int = st.session_state.setdefault(stamp, 0)
    said = st.session_state.get(grid_key) or {}
    event = (said.get("eventClick") or {}).get("event") or {}
    if said.get("callback") != "eventClick" or event.get("extendedProps", {}).get("revision") != revision:
        return None, revision
    st.session_state[stamp] = revision + 1
    return str(event["id"]), revision + 1


def _block(event: CalendarEvent, *, dress: Dress, revision: int) -> dict[str, Any]:
    return {
        "id": event.id,
        "title": "\n".join(event.lines),
        "start": wall(event.starts_at),
        "end": wall(event.ends_at),
        "display": "block",
        "backgroundColor": dress.block,
        "borderColor": event.colour,
        "textColor": dress.muted if event.is_muted else dress.text,
        "classNames": [edge_class(event.colour)],
        "extendedProps": {"revision": revision},
    }


def wall(moment: datetime) -> str:
    """Write a moment without its zone: the component would otherwise shift it to the browser's."""
    return local(moment).replace(tzinfo=None).isoformat(timespec="minutes")


def _options(_: Words, *, first_day: date, weeks: int, most_a_day: int | None) -> dict[str, Any]:
    return {
        "locale": locale_words(_),
        "timeZone": NETWORK_ZONE.key,
        "now": today().isoformat(),  # else the component marks the day it is in Greenwich
        "initialView": "grid",
        "views": {"grid": {"type": "dayGrid", "duration": {"weeks": weeks}}},
        "initialDate": first_day.isoformat(),
        "headerToolbar": False,
        "firstDay": 1,
        "dayMaxEvents": most_a_day or False,
        "displayEventTime": False,
        "eventInteractive": True,  # blocks can be reached and opened from the keyboard
        "eventOrder": "start,title",
        "dayHeaderFormat": {"weekday": "short"} if weeks > 1 else {"weekday": "short", "day": "numeric"},
    }


def locale_words(_: Words) -> dict[str, Any]:
    """Return a whole locale: by its bare code the component would keep its buttons in English."""
    return {
        "code": "fr-ca" if _.language == "fr" else "en-ca",
        "week": {"dow": 1, "doy": 4},
        "weekText": _("Wk"),
        "allDayText": _("All day"),
        "moreLinkText": _("more"),
        "noEventsText": _("No departure"),
        "buttonText": {"today": _("Today"), "month": _("Month"), "week": _("Week"), "list": _("List")},
    }


def edge_class(colour: str) -> str:
    """Return the class of blocks edged with a colour."""
    return f"edge-{colour.removeprefix('#').lower()}"


def dressed(dress: Dress, colours: Set[str], *, dark: bool) -> str:
    """Return the style of a calendar whose blocks are edged with these colours."""
    first_lines = " ".join(
        f".fc .{edge_class(colour)} .fc-event-title::first-line {{ color: {colour}; }}" for colour in sorted(colours)
    )
    return f"""
        @font-face {{ font-family: "Navette Sans"; font-weight: 200 900; src: url("{_font_address()}"); }}
        color-scheme: {"dark" if dark else "light"};
        font-family: "Navette Sans", system-ui, -apple-system, "Segoe UI", sans-serif;
        color: {dress.text};
        .fc {{
            --fc-page-bg-color: {dress.ground}; --fc-border-color: {dress.edge};
            --fc-today-bg-color: {dress.today}; --fc-neutral-bg-color: {dress.ground};
            --fc-neutral-text-color: {dress.muted};
            font-size: 14px;
        }}
        .fc a {{ color: inherit; text-decoration: none; }}
        .fc-theme-standard .fc-scrollgrid {{ border-radius: 8px; overflow: hidden; }}
        .fc-col-header-cell {{ padding: 6px 0; font-weight: 600; text-align: left; }}
        .fc-col-header-cell-cushion {{ padding: 2px 8px; }}
        .fc .fc-daygrid-day-top {{ flex-direction: row; }}
        .fc .fc-daygrid-day-number {{ padding: 4px 8px; font-variant-numeric: tabular-nums; color: {dress.muted}; }}
        .fc .fc-day-today .fc-daygrid-day-number {{ color: {dress.accent}; font-weight: 700; }}
        .fc .fc-day-past .fc-event {{ background: transparent !important; border-style: dashed dashed dashed solid; }}
        .fc .fc-event {{
            border-width: 1px 1px 1px 4px; border-radius: 6px; margin: 2px 4px 3px; padding: 3px 6px;
            cursor: pointer; box-shadow: none;
        }}
        .fc .fc-event:hover {{ filter: brightness({"1.15" if dark else "0.97"}); }}
        .fc .fc-event:focus-visible {{ outline: 3px solid {dress.accent}; outline-offset: 1px; }}
        .fc .fc-event-title {{
            white-space: pre-line; overflow: hidden; font-weight: 400; font-size: 13px; line-height: 17px;
            font-variant-numeric: tabular-nums;
        }}
        .fc .fc-event-title::first-line {{ font-weight: 600; }}
        {first_lines}
        .fc .fc-daygrid-more-link {{ color: {dress.accent}; font-weight: 600; padding: 0 6px; }}
        .fc .fc-popover {{ background: {dress.ground}; border-color: {dress.edge}; border-radius: 8px; }}
    """


@cache
def _font_address() -> str:
    """Return where the pages' own typeface lies, seen from the component's frame."""
    found = next(iter(Path(get_static_dir(), "static", "media").glob("SourceSansVF-Upright*.woff2")), None)
    return f"../../static/media/{found.name}" if found is not None else ""
