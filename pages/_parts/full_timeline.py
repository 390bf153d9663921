"""The timeline of the FullCalendar component: a row for each vehicle, driver or place, a bar for what fills it.

Bars that may move can be dragged to another moment or row. What is drawn is always what is stored: a drag only asks,
and the bar is back in its place until somebody confirmed.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

import streamlit as st
from streamlit_calendar import calendar

from core.i18n.words import Words
from core.shared.clock import NETWORK_ZONE, at_local, today
from pages._parts.full_calendar import DARK, LICENCE_KEY, LIGHT, Dress, dressed, edge_class, locale_words, wall

_STEP = "00:30:00"


@dataclass(frozen=True, slots=True)
class Row:
    """A row and the group it stands in; `title` may have two lines."""

    id: str
    title: str
    group: str


@dataclass(frozen=True, slots=True)
class Bar:
    """What fills a row for a while; without a row it shades the whole height, and nobody opens it."""

    id: str
    row_id: str
    starts_at: datetime
    ends_at: datetime
    lines: tuple[str, ...]
    colour: str
    is_muted: bool = False
    may_move: bool = False


@dataclass(frozen=True, slots=True)
class Opened:
    """Somebody clicked a bar."""

    bar_id: str


@dataclass(frozen=True, slots=True)
class Dropped:
    """Somebody dragged a bar to another moment or row."""

    bar_id: str
    starts_at: datetime
    row_id: str


@dataclass(frozen=True, slots=True)
class Window:
    """The days shown from `first_day`; by the hour between two hours of the day, or by whole days."""

    first_day: date
    days: int
    by_hour: bool
    from_hour: int = 5
    to_hour: int = 21


def full_timeline(
    _: Words, rows: Sequence[Row], bars: Sequence[Bar], *, key: str, window: Window, dark: bool, height: int
) -> Opened | Dropped | None:
    """Draw the timeline and return what was just clicked or dragged, once."""
    dress = DARK if dark else LIGHT
    grid_key = f"{key}-{window.first_day.isoformat()}-{window.days}-{_.language}-{dark}"
    said, revision = _new_act(grid_key)
    calendar(
        events=[_event(bar, rows, dress=dress, revision=revision) for bar in bars],
        options={
            **_options(_, window),
            "resources": [_resource(row, place) for place, row in enumerate(rows)],
            "height": height,
        },
        custom_css=dressed(dress, {bar.colour for bar in bars}, dark=dark) + _more(dress),
        callbacks=["eventClick", "eventChange"],
        license_key=LICENCE_KEY,
        key=grid_key,
    )
    return said


def _new_act(grid_key: str) -> tuple[Opened | Dropped | None, int]:
    """Return the act not yet handed over, and the revision to stamp on the bars drawn now.

    The component gives its last act on every rerun: only one that carries the current revision counts. The new
    revision also makes it draw every bar anew, so that a dragged one goes back to where it is stored.
    """
    stamp = f"{grid_key}-revision"
    revision: int = st.session_state.setdefault(stamp, 0)
    heard = st.session_state.get(grid_key) or {}
    kind = heard.get("callback")
    event = (heard.get(kind) or {}).get("event") or {} if kind in ("eventClick", "eventChange") else {}
    if event.get("extendedProps", {}).get("revision") != revision:
        return None, revision
    st.session_state[stamp] = revision + 1
    bar_id = str(event["id"])
    said = Opened(bar_id) if kind == "eventClick" else _dropped(bar_id, event)
    return said, revision + 1


def _dropped(bar_id: str, event: dict[str, Any]) -> Dropped:
    at = datetime.fromisoformat(event["start"])
    return Dropped(bar_id, at_local(at.date(), at.hour * 60 + at.minute), str(event.get("resourceId") or ""))


def _resource(row: Row, place: int) -> dict[str, Any]:
    return {"id": row.id, "title": row.title, "group": row.group, "place": place}


def _event(bar: Bar, rows: Sequence[Row], *, dress: Dress, revision: int) -> dict[str, Any]:
    drawn: dict[str, Any] = {
        "id": bar.id,
        "title": "\n".join(bar.lines),
        "start": wall(bar.starts_at),
        "end": wall(bar.ends_at),
        "extendedProps": {"revision": revision},
    }
    if not bar.row_id:
        return {
            **drawn,
            "display": "background",
            "resourceIds": [row.id for row in rows],
            "backgroundColor": dress.edge,
        }
    return {
        **drawn,
        "resourceId": bar.row_id,
        "backgroundColor": dress.block,
        "borderColor": bar.colour,
        "textColor": dress.muted if bar.is_muted else dress.text,
        "classNames": [edge_class(bar.colour), *(["may-move"] if bar.may_move else [])],
        "startEditable": bar.may_move,
        "resourceEditable": bar.may_move,
        "durationEditable": False,
    }


def _options(_: Words, window: Window) -> dict[str, Any]:
    day = {"weekday": "short", "day": "numeric", "month": "short"}
    view: dict[str, Any] = {
        "type": "resourceTimeline",
        "duration": {"days": window.days},
        "slotDuration": {"days": 1},
        "slotLabelFormat": [day],
        "slotMinWidth": 72,
    }
    if window.by_hour:
        view |= {
            "slotDuration": "04:00:00",
            "slotLabelInterval": "04:00:00",
            "slotLabelFormat": [day, {"hour": "numeric", "hour12": False}],
            "snapDuration": _STEP,
            "slotMinTime": f"{window.from_hour:02}:00:00",
            "slotMaxTime": f"{window.to_hour:02}:00:00",
            "slotMinWidth": 31,
        }
    return {
        "locale": locale_words(_),
        "timeZone": NETWORK_ZONE.key,
        "now": today().isoformat(),
        "initialView": "rows",
        "views": {"rows": view},
        "initialDate": window.first_day.isoformat(),
        "headerToolbar": False,
        "firstDay": 1,
        "editable": False,
        "displayEventTime": False,
        "eventInteractive": True,
        "eventOrder": "start,title",
        "eventMinWidth": 76,
        "resourceGroupField": "group",
        "resourceOrder": "place",
        "resourceAreaHeaderContent": _("Who and where"),
        "resourceAreaWidth": "230px",
        "scrollTime": "00:00:00",
    }


def hours_of(bars: Sequence[Bar], *, least: int = 5, most: int = 21) -> tuple[int, int]:
    """Return the hours of the day between which every bar that may be dragged, and a margin, is seen."""
    starts = [_wall_hour(bar.starts_at) for bar in bars if bar.may_move]
    ends = [_wall_hour(bar.ends_at + timedelta(minutes=59)) for bar in bars if bar.may_move]
    first = max(0, min([least, *starts]))
    return first, min(24, max([most, *ends]))


def _wall_hour(moment: datetime) -> int:
    return moment.astimezone(NETWORK_ZONE).hour


def _more(dress: Dress) -> str:
    return f"""
        .fc .fc-datagrid-cell-main {{ white-space: pre-line; font-size: 13px; line-height: 17px; }}
        .fc .fc-datagrid-cell-main::first-line {{ font-weight: 600; }}
        .fc .fc-datagrid-cell-cushion {{ padding: 5px 10px; }}
        .fc .fc-resource .fc-datagrid-expander, .fc .fc-resource .fc-icon {{ display: none; }}
        .fc .fc-resource-group {{ color: {dress.muted}; font-weight: 600; }}
        .fc .fc-timeline-slot-cushion {{ font-weight: 400; font-size: 12px; font-variant-numeric: tabular-nums; }}
        .fc .fc-timeline-event {{ padding: 2px 5px; margin: 2px 0; }}
        .fc .fc-timeline-event .fc-event-title {{
            white-space: pre-line; font-size: 12px; line-height: 16px; padding: 0;
        }}
        .fc .fc-timeline-event::before, .fc .fc-timeline-event::after {{ display: none; }}
        .fc .may-move {{ cursor: grab; }}
        .fc .fc-bg-event {{ opacity: 1; margin: 0; border: 0; border-radius: 0; cursor: default; }}
        .fc .fc-bg-event .fc-event-title {{ margin: 0; font-style: normal; font-weight: 400; color: {dress.text}; }}
        .fc .fc-bg-event .fc-event-title::first-line {{ font-weight: 400; color: {dress.text}; }}
    """
